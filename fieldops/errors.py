"""What can go wrong, as values: positions, problems, failures and exit codes.

Lives here: the types every package shares to say "this is wrong, there". Does not live here: any
sentence. A code such as ``yaml.duplicate-key`` names a sentence of `fieldops.messages`, so that one
problem can be read in every language.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What the process tells its caller (design: command line); public interface."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    REFUSED = 4
    BUG = 70
    INTERRUPTED = 130
    READER_GONE = 141


class Severity(StrEnum):
    """How much a problem weighs: errors fail validation, warnings only where they are to; a note is for knowing, as nobody
    can do anything about it yet.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file: path as shown to people, line and column counted from 1; or an option, line 0."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Named:
    """A value that is itself a sentence of the catalogue (or several, joined by "or"), said when it is shown."""

    codes: tuple[str, ...]
    values: Mapping[str, object]

    def __init__(self, *codes: str, **values: object) -> None:
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "values", values)

    def as_data(self) -> dict[str, object]:
        """The same as JSON data, for records; the catalogue reads this form too."""
        return {"codes": list(self.codes), "values": dict(self.values)}


_OF_SYSTEM = {
    errno.ENOENT: "os.no-such-file",
    errno.EACCES: "os.not-permitted",
    errno.EPERM: "os.not-permitted",
    errno.EISDIR: "os.is-folder",
    errno.ENOTDIR: "os.no-folder",
    errno.ENOSPC: "os.no-space",
    errno.EROFS: "os.read-only",
    errno.ENAMETOOLONG: "os.name-too-long",
    # Of all that can be opened, only `read_whole` says so: a pipe or device in place of a file.
    errno.EINVAL: "os.no-file",
    errno.ELOOP: "os.link-loop",
    errno.EBADF: "os.closed",
    errno.EDQUOT: "os.quota",
    errno.EIO: "os.disk",
    errno.EFBIG: "os.too-big",
    errno.EBUSY: "os.busy",
    errno.ETXTBSY: "os.busy",
    errno.EMFILE: "os.too-many-open",
    errno.ENFILE: "os.too-many-open",
    errno.ENOMEM: "os.no-memory",
    errno.ENOEXEC: "os.no-program",
    errno.EHOSTUNREACH: "os.no-route",
    errno.ENETUNREACH: "os.no-network",
    errno.ENETDOWN: "os.no-network",
    errno.EHOSTDOWN: "os.host-down",
    errno.ECONNRESET: "os.reset",
    errno.ECONNABORTED: "os.reset",
    errno.EPIPE: "os.reset",
    errno.EADDRNOTAVAIL: "os.no-address",
}


def system_error(error: OSError) -> Named:
    """What the operating system said about a file or a connection, in the reader's words where they are known."""
    code = _OF_SYSTEM.get(error.errno or 0)
    if code is None:
        return Named("os.other", detail=error.strerror or type(error).__name__)
    return Named(code)


@dataclass(frozen=True, slots=True)
class Problem:
    """A user's mistake: where it is, which sentence describes it (code) and with which values."""

    position: Position
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


def by_place(problems: list[Problem]) -> list[Problem]:
    """The same problems, each once, ordered by file, line, column and code."""
    unique = {(p.position, p.code, repr(sorted(p.values.items()))): p for p in problems}
    return [unique[key] for key in sorted(unique)]


class FieldopsError(Exception):
    """Something stops the command: a code of the message catalogue, its values, an exit code."""

    exit_code = ExitCode.FINDINGS

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: Mapping[str, object] = values


class Unusable(FieldopsError):
    """The machine does not let a file be written or used: rights, space, a read-only disk (exit 3)."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, path: str, error: OSError, code: str = "file.not-writable") -> None:
        super().__init__(code, path=path, detail=system_error(error))


class Notice(UserWarning):
    """Something people should know although the command goes on: a code of the message catalogue, its values.

    Given with `warnings.warn` from wherever it is noticed; the command line says it on stderr.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: Mapping[str, object] = values


class Unanswerable(FieldopsError):
    """A question that cannot be answered as it was put: it names what is not there, or lacks something (exit 2).

    Raised where nothing is known of command lines; packages have their own subclasses for what they are asked.
    """

    exit_code = ExitCode.USAGE


class UsageError(Unanswerable):
    """The command was called in a way that cannot be carried out: the same, said by who knows of command lines."""


class Refused(FieldopsError):
    """The rules forbid what was asked: engineers, consent, host keys (exit 4)."""

    exit_code = ExitCode.REFUSED


class InvalidDocuments(FieldopsError):
    """The workspace's files have errors, listed in ``problems`` (exit 1)."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("workspace.invalid", count=len(problems))
        self.problems = problems


class Undecided(InvalidDocuments):
    """A decision was asked for, and the files it would follow from have errors: there is none (exit 3).

    Not the 1 of other mistakes in files, which would say that a claim is not covered or a time missed.
    """

    exit_code = ExitCode.INCOMPLETE


# The reason of a host that is not connected at all, as a file is to be carried there. It is no fault.
BY_BUNDLE = "by-bundle"


class Unreachable(FieldopsError):
    """A host could not be inspected; ``reason`` is the stable code that reports and JSON show (exit 3)."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"host.{reason}", **values)
        self.reason = reason
