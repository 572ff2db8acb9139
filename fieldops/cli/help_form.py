"""How `--help` is laid out: in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width

import click

# A line may end at a space and around a wide character, but not before what closes a word or sentence, nor behind what opens one.
_CLOSES = re.escape("、。，；：？！）》」』】”’…,.;:)!?")
_OPENS = "（《「『【“‘"
_PIECES = re.compile(
    rf"\s+|[{_OPENS}]*[^\s\u2e80-\uffef]+[{_CLOSES}]*|[{_OPENS}]*[\u2e80-\uffef][{_CLOSES}]*"
)
# Chinese that goes on in the next line of a source goes on without a space.
_GOES_ON = re.compile(
    r"(?<=[、。，；：？！）])[^\S\n]*\n\s*(?=\S)|(?<=[\u2e80-\uffef])[^\S\n]*\n\s*(?=[\u2e80-\uffef“‘])"
)
_NAMES = 30


def cells(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def pieces(text: str) -> list[str]:
    """What `text` is made of that no line break may divide: words, wide characters, spaces."""
    return _PIECES.findall(text)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces and between wide characters."""
    lines, line = [], ""
    for piece in _PIECES.findall(" ".join(_GOES_ON.sub("", text).split())):
        if line and cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
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
