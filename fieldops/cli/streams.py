"""Standard streams that are closed or cannot be written: noticed, told, and never taken for a file of ours."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from fieldops.errors import ExitCode, FieldopsError, system_error


class Unwritten(FieldopsError):
    """What the command has to say cannot be written to standard output (exit 3): nobody has read it."""

    exit_code = ExitCode.INCOMPLETE


def hold_descriptors() -> None:
    """Have descriptors 0 to 2 taken where the caller closed them: else the next file that is opened, such as the
    record store, is what others write to as standard output.

    A closed standard output stays one that cannot be written, so that the command tells.
    """
    while (free := os.open(os.devnull, os.O_RDONLY)) <= 2:
        pass
    os.close(free)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")


def unwritten(failed: bool) -> Unwritten | None:
    """What keeps standard output from being written, if something does. Raises BrokenPipeError when its reader has gone.

    `failed`: something could not be written, and it is not known whether it was this.
    """
    try:
        sys.stdout.flush()
        if failed:
            # A stream without a buffer has forgotten what it could not write; one line more tells whether it can.
            os.write(sys.stdout.fileno(), b"\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        return Unwritten("output.unwritten", why=system_error(error))
    return None


def give_up_stdout() -> None:
    """Lead standard output nowhere: the interpreter must not try again, and fail, when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):
        os.dup2(null, sys.stdout.fileno())
