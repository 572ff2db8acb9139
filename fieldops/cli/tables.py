"""Tables on stdout: as wide as the terminal, and never a cut id, path or word; where that is too narrow, blocks of lines."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from fieldops.cli.help_form import cells, pieces, wrapped
from fieldops.cli.output import Session, print_line
from fieldops.messages import printable

_NOT_A_TERMINAL = 200
_GAP = "   "
# A longer word, such as the path of a file, may be broken: no terminal holds it beside others.
_LONGEST = 48
# A narrow column gains nothing from being broken.
_SHORT = 12


def print_table(
    session: Session,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    paints: Mapping[str, str] | None = None,
) -> None:
    """A table on stdout; cells are foreign text and are printed as they are, each in its column.

    `paints`: words of the first column and the names of their colours.
    """
    width = table_width()
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = column_widths([headings, *shown], width)
    if widths is None:
        _print_blocks(session, headings, shown, width)
        return
    for line in _lines(headings, widths):
        print_line(line)
    print_line(_rule(sum(widths) + len(_GAP) * (len(widths) - 1)))
    for row in shown:
        name = (paints or {}).get(row[0], row[0])
        begin, *more = _lines(row, widths)
        word = row[0]
        painted = begin.startswith(word) and cells(word) <= widths[0]
        print_line(session.paint(word, name) + begin[len(word) :] if painted else begin)
        for line in more:
            print_line(line)


def fits(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of these rows is shown without folding anything."""
    natural = [max(_widest_line(printable(cell)) for cell in column) for column in zip(*rows, strict=True)]
    return sum(natural) + len(_GAP) * (len(natural) - 1) <= table_width()


def table_width() -> int:
    """How many columns a table may take: what COLUMNS says, else those of the terminal, else as good as all that it wants."""
    # Without a terminal the fallback of `get_terminal_size` is what it finds.
    return shutil.get_terminal_size((_NOT_A_TERMINAL, 24)).columns


def column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column is in a table of at most `width`; None where not even the words fit beside each other."""
    columns = list(zip(*rows, strict=True))
    natural = [max(map(_widest_line, column)) for column in columns]
    least = [
        whole if whole <= _SHORT else min(max(map(_longest_word, column)), _LONGEST)
        for whole, column in zip(natural, columns, strict=True)
    ]
    room = width - len(_GAP) * (len(columns) - 1)
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    wanted = [whole - word for whole, word in zip(natural, least, strict=True)]
    spare, asked = room - sum(least), sum(wanted)
    return [word + spare * more // asked for word, more in zip(least, wanted, strict=True)]


def _widest_line(text: str) -> int:
    return max(map(cells, text.split("\n")))


def _longest_word(text: str) -> int:
    return max((cells(piece.strip()) for piece in pieces(text)), default=0)


def _rule(width: int) -> str:
    """A line below the headings, of what the output's encoding has."""
    try:
        "─".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "-" * width
    return "─" * width


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    folded = [_folded(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [
        _GAP.join(
            cell + " " * (width - cells(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in zip_longest(*folded, fillvalue="")
    ]


def _folded(cell: str, width: int) -> list[str]:
    """The lines of a cell; a word that is longer than the column is broken."""
    lines: list[str] = []
    for line in (part for text in cell.split("\n") for part in _wrapped(text, width)):
        rest = line
        while cells(rest) > width:
            at = next(at for at in range(len(rest), 0, -1) if cells(rest[:at]) <= width or at == 1)
            lines.append(rest[:at])
            rest = rest[at:]
        lines.append(rest)
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    # What fits stays as it is, spaces included.
    return [text] if cells(text) <= width else wrapped(text, width)


def _print_blocks(
    session: Session, headings: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> None:
    for first, *others in rows:
        print_line(session.paint(first, "heading"))
        named = (f"{heading} {cell}" for heading, cell in zip(headings[1:], others, strict=True) if cell)
        for line in wrapped("  ·  ".join(named), width - 4):
            print_line(f"    {line}")
