"""Reads rows that a probe itself has put together: the first line names the columns, and so proves that it got to work."""

from __future__ import annotations

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head

_HEAD = "columns "


def titled(text: str) -> RawRows:
    """A line ``columns NAME NAME …``, then rows whose cells are separated by bars; the last takes the rest of the line.

    A cell that is empty or ``-`` is left out. ``? NAME|WHY`` is a row of which nothing could be found out: NAME stands in the
    first column, in place of the others the reason. Raises Unreadable.
    """
    lines = after_head(text, _HEAD)
    names = text.partition("\n")[0].removeprefix(_HEAD).split()
    return [_row(names, line) for line in lines if line.strip()]


def _row(names: list[str], line: str) -> RawRow | Unreadable:
    if line.startswith("? "):
        name, _, why = line.removeprefix("? ").partition("|")
        unknown = Unreadable("reading.refused", said=why.strip() or "-")
        return {names[0]: name, **dict.fromkeys(names[1:], unknown)}
    cells = [cell.strip() for cell in line.split("|", len(names) - 1)]
    if len(cells) != len(names):
        return Unreadable("reading.line", line=line)
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell not in ("", "-")}
