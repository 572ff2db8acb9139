"""A document of a service order as Markdown, for a mail, a ticket or a chat. Pure: what it says is `order_view`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fieldops.reports.order_view import OrderPaper, PaperPart, PaperTable

Escape = Callable[[str], str]
"""Makes of a user's text one that is shown as it is."""
_BLANK = "\\_\\_\\_\\_\\_\\_\\_\\_"


def markdown_of(paper: OrderPaper, escaped: Escape) -> str:
    """The document; what is to be filled in by hand is a line of underscores."""
    return "\n".join(_lines(paper, escaped)).rstrip() + "\n"


def _lines(paper: OrderPaper, escaped: Escape) -> Iterator[str]:
    yield f"# {escaped(paper.title)}"
    yield ""
    if paper.version:
        yield from (escaped(paper.version), "")
    yield from (escaped(" ".join(each for each in (paper.vendor, paper.hotline) if each)), "")
    yield from (f"- {escaped(each.label)}: {escaped(each.value) or _BLANK}" for each in paper.head)
    for part in paper.parts:
        yield from ("", f"## {escaped(part.title)}", "", *_part(part, escaped))
    yield from ("", f"## {escaped(paper.signatures_title)}", "")
    for each in paper.signatures:
        name = f" {escaped(each.name)}" if each.name else ""
        said = " ".join(escaped(one) for one in (each.said, each.dated) if one)
        yield f"- {escaped(each.role)}{name}: {said or _BLANK}"
    yield ""
    yield from (line for each in paper.foot for line in (escaped(each), ""))


def _part(part: PaperPart, escaped: Escape) -> Iterator[str]:
    for row in part.fields:
        yield from (f"- {escaped(each.label)}: {escaped(each.value) or _BLANK}" for each in row)
    if part.table is not None:
        yield from ("", *_table(part.table, escaped), "")
    for line in part.lines:
        yield from (escaped(line), "")
    if part.room:
        yield from (_BLANK, "")


def _table(table: PaperTable, escaped: Escape) -> Iterator[str]:
    yield _row(table.columns, escaped)
    yield _row(("---",) * len(table.columns), str)
    yield from (_row(row, escaped) for row in table.rows)
    yield from (_row(("",) * len(table.columns), escaped) for _ in range(table.room))


def _row(cells: tuple[str, ...], escaped: Escape) -> str:
    return f"| {' | '.join(escaped(each) for each in cells)} |"
