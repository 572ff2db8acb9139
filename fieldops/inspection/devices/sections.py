"""The text of what a device was asked and said: each command's output under a line that names it.

So an output stands for itself: a reader sees of which system it is, and which commands the device did not take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fieldops.inspection.raw import Unreadable
from fieldops.structs import Struct

_HEAD = re.compile(r"@ (vrp|comware|ios): (.+)")
# What devices say of a command that they do not take: not known here, not complete, not for this login.
_REFUSED = re.compile(
    r"\s*(?:%\s*(?:Invalid input|Incomplete command|Ambiguous command|Unrecognized command|Unknown command|Too many param|Wrong param|"
    r"Permission denied|Authorization failed|Command authorization failed|Bad IP)|Error: ?(?:Unrecognized command|Incomplete command|Ambiguous command|Wrong parameter|"
    r"Too many parameters|You do not have permission|No permission|Failed to pass the authorization|The (?:command|operation) is not supported)|Permission denied)",
    re.I,
)

_FORBIDDEN = re.compile(r"permission|authoriz", re.I)


class Section(Struct, frozen=True):
    """What one command printed, line by line, without empty lines."""

    platform: str
    command: str
    lines: tuple[str, ...]

    @property
    def refusal(self) -> str | None:
        """In which words the device did not take the command; None where it did."""
        return next((line.strip() for line in self.lines if _REFUSED.match(line)), None)


def head_of(platform: str, command: str) -> str:
    """The line above what a command printed."""
    return f"@ {platform}: {command}"


def section(platform: str, command: str, lines: Iterable[bytes]) -> bytes:
    """What a command printed with the line above it. A line that would look like one of ours is moved by a space."""
    said = [b" " + line if line.startswith(b"@ ") else line for line in lines]
    while said and not said[-1]:
        said.pop()
    return b"\n".join([head_of(platform, command).encode(), *said, b""])


def sections_of(text: str) -> list[Section]:
    """The sections of a text. Raises Unreadable where there is none, or something above the first."""
    found: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        if (head := _HEAD.fullmatch(line)) is not None:
            found.append((head[1], head[2], []))
        elif found and line.strip():
            found[-1][2].append(line)
        elif line.strip():
            raise Unreadable("reading.line", line=line)
    if not found:
        raise Unreadable("reading.field-missing", field="@")
    return [Section(platform, command, tuple(lines)) for platform, command, lines in found]


def answered(text: str) -> list[Section]:
    """The sections of the commands that the device took: of several some may be of other models or versions.

    Raises Unreadable, in the device's own words, where it took none, and where it took one not from this login.
    """
    found = sections_of(text)
    taken = [each for each in found if each.refusal is None]
    forbidden = (each for each in found if each.refusal and _FORBIDDEN.search(each.refusal))
    if (lost := next(forbidden, None if taken else found[0])) is not None:
        raise Unreadable("reading.refused-command", command=lost.command, said=lost.refusal)
    return taken
