"""Standard streams that are closed or cannot be written: noticed, told, and never taken for a file of ours.

What goes to standard output is the answer: when it cannot be written the command says so. What goes to standard error
only accompanies the work: when it cannot be written the work goes on, with the same answer and the same exit code.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from fieldops.errors import ExitCode, FieldopsError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Unwritten(FieldopsError):
    """What the command has to say cannot be written to standard output (exit 3): nobody has read it."""

    exit_code = ExitCode.INCOMPLETE


class Answer(io.FileIO):
    """Standard output, which remembers why it could not be written: else nobody could tell it from another file."""

    failure: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """As any file's."""
        try:
            return super().write(data)
        except OSError as error:
            self.failure = error
            raise


class Remarks(io.FileIO):
    """Standard error: what it cannot take is lost, and nothing else with it."""

    def write(self, data: ReadableBuffer, /) -> int:
        """As any file's, but never an error."""
        with suppress(OSError):
            return super().write(data)
        return memoryview(data).nbytes


def take_streams() -> Answer:
    """Have the three standard streams open, whatever the caller closed, and return standard output as it is written to.

    A closed descriptor is taken: else the next file that is opened, such as the record store, is what others write to as
    standard output. A closed standard output stays one that cannot be written, so that the command tells.
    """
    while (free := os.open(os.devnull, os.O_RDONLY)) <= 2:
        pass
    os.close(free)
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8")
    answer = Answer(1, "w", closefd=False)
    sys.stdout = _text(answer, sys.stdout)
    sys.stderr = _text(Remarks(2, "w", closefd=False), sys.stderr)
    return answer


def _text(raw: io.FileIO, before: TextIO | None) -> io.TextIOWrapper:
    """`raw` for text, in the encoding of the stream that was there; ASCII, which a locale that was never set means, is UTF-8.

    A file name or a sentence that the encoding lacks is escaped; it must not end the command.
    """
    encoding = (
        "utf-8" if before is None or codecs.lookup(before.encoding).name == "ascii" else before.encoding
    )
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, errors="backslashreplace", line_buffering=raw.isatty()
    )


def why_unwritten(answer: Answer) -> OSError | None:
    """What keeps standard output from being written, if something does."""
    with suppress(OSError):
        sys.stdout.flush()
    return answer.failure


def give_up_stdout() -> None:
    """Lead standard output nowhere: the interpreter must not try again, and fail, when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):
        os.dup2(null, 1)
