"""Programs that somebody names in the settings: given bytes, ended in time with all that they started, their failure a value.

What they are for is not here. They have no terminal: nobody is asked.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fieldops.errors import ExitCode, FieldopsError

# What such a program has to say is short; one that never ends fills no memory.
_LONGEST = 64 * 1024


class ProgramFailed(FieldopsError):
    """A program was not there, failed, or did not end in time (exit 3)."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, command: Sequence[str], detail: str) -> None:
        super().__init__("program.failed", command=command[0], detail=detail)


def run_program(command: Sequence[str], folder: Path, seconds: float, stdin: bytes = b"") -> bytes:
    """What the program wrote to standard output, at most 64 KiB of it. It is started in `folder`, by its arguments alone.

    Raises ProgramFailed after `seconds`, for another exit than 0, and where it cannot be started.
    """
    # Files, no pipes: what it left running holds a pipe open, and nobody could say when it has ended.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        try:
            process = subprocess.Popen(
                command, cwd=folder, stdin=given, stdout=out, stderr=err, start_new_session=True
            )
        except OSError as error:
            raise ProgramFailed(command, type(error).__name__) from error
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise ProgramFailed(command, f"> {seconds:g} s") from error
        finally:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if code != 0:
            err.seek(0)
            told = err.read(_LONGEST).decode("utf-8", "replace").strip().splitlines()
            raise ProgramFailed(command, told[-1] if told else f"exit {code}")
        out.seek(0)
        return out.read(_LONGEST)
