"""How `--help` is laid out: in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width

import click

# A line may end at a space and around a wide character, but not before what closes a word or sentence, nor behind what opens one.
_CLOSES = frozenset("、。，；：？！）》」』】”’…,.;:)!?")
_OPENS = frozenset("（《「『【“‘")
# What closes a word is closed in the next line of a source, too.
_NO_SPACE_BEHIND = frozenset("、。，；：？！）")
_NAMES = 30


def cells(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


# No patterns below: to compile sets of wide characters takes longer than all help of a command.


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\uffef"


def pieces(text: str) -> list[str]:
    """What `text` is made of that no line break may divide: words, wide characters, spaces."""
    found: list[str] = []
    before = ""
    for each in text:
        if before and not _may_part(before, each):
            found[-1] += each
        else:
            found.append(each)
        before = each
    return found


def _may_part(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() != after.isspace()
    return (_is_wide(before) or _is_wide(after)) and after not in _CLOSES and before not in _OPENS


def _on_one_line(text: str) -> str:
    """`text` with one space for several; Chinese that goes on in the next line of a source goes on without one."""
    joined = ""
    for line in text.splitlines():
        line = " ".join(line.split())
        joined += f" {line}" if joined and line and not _goes_on(joined[-1], line[0]) else line
    return joined


def _goes_on(before: str, after: str) -> bool:
    return before in _NO_SPACE_BEHIND or (_is_wide(before) and (_is_wide(after) or after in "“‘"))


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces and between wide characters."""
    lines, line, taken = [], "", 0
    for piece in pieces(_on_one_line(text)):
        if line and taken + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, taken = "", 0
        piece = piece if line else piece.lstrip()
        line += piece
        taken += cells(piece)
    return [*lines, line.rstrip()]


class Formatter(click.HelpFormatter):
    """Click's, counting columns instead of characters."""

    def write_heading(self, heading: str) -> None:
        """The title of a section, with the colon of its script."""
        colon = ":" if heading.isascii() else "："
        self.write(f"{' ' * self.current_indent}{heading}{colon}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs; one that begins with a line of ``\\b`` alone stays as it is written."""
        margin = " " * self.current_indent
        for at, paragraph in enumerate(re.split(r"\n\s*\n", text)):
            if at:
                self.write_paragraph()
            whole = paragraph.lstrip("\n").startswith("\b")
            lines = (
                paragraph.strip("\n").splitlines()[1:]
                if whole
                else wrapped(paragraph, self.width - len(margin))
            )
            for line in lines:
                self.write(f"{margin}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _NAMES, col_spacing: int = 2) -> None:
        """Names and what they mean, in two columns."""
        rows = list(rows)
        names = min(max((cells(name) for name, _ in rows), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for name, meaning in rows:
            for line in _row(name, wrapped(meaning, max(self.width - names - len(margin), 20)), names):
                self.write(f"{margin}{line}".rstrip() + "\n")


def _row(name: str, lines: Sequence[str], names: int) -> Iterator[str]:
    begin = name + " " * (names - cells(name))
    if cells(name) + 2 > names:
        yield name
        begin = " " * names
    for line in lines:
        yield begin + line
        begin = " " * names


class Context(click.Context):
    """A context that shows help so."""

    formatter_class = Formatter
