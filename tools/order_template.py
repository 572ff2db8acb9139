"""Make `templates/order.docx`, the Word file that documents of service orders are made of; `--check` says whether it is today's.

Looks and pieces are those of `report_template`; every sentence comes from the view.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document
from docx.shared import Cm
from report_template import (
    UPRIGHT,
    Block,
    _edge_of,
    _look,
    _put,
    cell,
    cells,
    each,
    field,
    looks,
    par,
    row,
    rows,
    run,
    soft,
    table,
    text,
    together,
    when,
)

from fieldops.reports.packages import without_clock

FILE = Path(__file__).resolve().parents[1] / "templates" / "order.docx"
_PAIR = (1500, 3319, 1500, UPRIGHT - 6319)
_BLANK = "{{ field.value or '________________' }}"


def head() -> Block:
    """Whose document of which order it is."""
    told = row(*cells(_PAIR, *_pair("pair[0]"), *_pair("pair[1]")))
    return "".join((
        par("{{ view.vendor }}  ", soft("{{ view.hotline }}"), style="Note"),
        par("{{ view.title }}", style="PaperTitle"),
        when("view.version", par("{{ view.version }}", style="PaperVersion")),
        table(_PAIR, rows("pair in view.head|batch(2)", told, columns=4), head=False),
    ))  # fmt: skip


def _pair(name: str) -> tuple[tuple[Block, ...], str]:
    return (text(soft(f"{{{{ {name}.label }}}}")),), f"{{{{ {name}.value or '________________' }}}}"


def facts() -> Block:
    """Properties, one or two in a row."""
    two = row(*cells(_PAIR, *_pair("row[0]"), *_pair("row[1]")))
    one = row(
        *cells(_PAIR[:1], _pair("row[0]")[0]),
        cell(text(_pair("row[0]")[1]), width=sum(_PAIR[1:]), span="3"),
    )
    told = "".join((_steer("if row|length == 2"), two, _steer("else"), one, _steer("endif")))
    return table(_PAIR, rows("row in part.fields", told, columns=4), head=False)


def _steer(tag: str) -> str:
    """A row that only steers."""
    rest = "".join(cell(par(style="Table"), width=100) for _ in range(3))
    return row(cell(par(f"{{%tr {tag} %}}", style="Table"), width=100), rest)


def listed() -> Block:
    """A table with as many columns as it has; empty rows for a pen."""
    widths = (100, 2000, 100)

    # Percent of the page's width, in twentieths of a point.
    wide = f"{{{{ part.table.widths[loop.index0] * {UPRIGHT // 100} }}}}"

    def loop(things: str, shown: str, style: str) -> tuple[str, ...]:
        return _column(f"for {things}"), cell(par(shown, style=style), width=wide), _column("endfor")

    title = row(*loop("title in part.table.columns", "{{ title }}", "TableHead"), head=True)
    told = row(*loop("told in line", "{{ told }}", "Table"))
    room = row(*loop("title in part.table.columns", "", "Table"), height=400)
    return table(
        (*widths, UPRIGHT - sum(widths)),
        title,
        rows("line in part.table.rows", told, columns=3),
        rows("line in range(part.table.room)", room, columns=3),
    )


def _column(tag: str) -> str:
    """A cell that only steers."""
    return cell(par(f"{{%tc {tag} %}}", style="Table"), width=100)


def parts() -> Block:
    """All parts, one below the other."""
    return each(
        "part in view.parts",
        par("{{ part.title }}", style="Heading2", keep=True),
        # What stands before the signatures goes with them: none of them stands alone on a page.
        when("part.fields", when("loop.last", _with_next(facts()), otherwise=(facts(),))),
        when("part.table", listed()),
        each("line in part.lines", par("{{ line }}")),
        each("line in range(part.room)", par(style="WritingLine")),
    )


def _with_next(block: Block) -> Block:
    """A table that no page's end divides, on the page of what stands below it."""
    after = '<w:pStyle w:val="After"/>'
    return together(block).replace(after, f"{after}<w:keepNext/>")


def signatures() -> Block:
    """Who signs, beside each other, and what the document rests on: none of it stands alone on a page."""
    widths = (100, 2000, 100)

    def line(*shown: Block, height: int = 0) -> str:
        told = cell(*shown, width=2000)
        return row(_column("for who in view.signatures"), told, _column("endfor"), height=height)

    signed = table(
        (*widths, UPRIGHT - sum(widths)),
        line(par("{{ who.role }} ", soft("{{ who.name }}"), style="TableHead")),
        line(text("{{ who.said }}"), height=520),
        line(text(soft("{{ view.date }}"), " {{ who.dated }}")),
    )
    return "".join((
        par("{{ view.signatures_title }}", style="Heading2", keep=True),
        _with_next(signed),
        par("{{ view.foot|join('' if view.language == 'zh-CN' else ' ') }}", style="Note"),
    ))  # fmt: skip


def template() -> bytes:
    """The file."""
    document = Document()
    looks(document)
    title = _look(document, "PaperTitle", "Paper Title", 17, bold=True, after=1)
    version = _look(document, "PaperVersion", "Paper Version", 8, after=3)
    title.paragraph_format.alignment = version.paragraph_format.alignment = 1
    for name in ("Heading2", "After"):
        style = next(each for each in document.styles if each.style_id == name)
        style.paragraph_format.space_before = style.paragraph_format.space_after = 0
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.4)
    section.footer_distance = section.header_distance = Cm(0.7)
    _edge_of(document, section.footer, run("{{ view.title }} · {{ view.order }}"), field("PAGE", "1") + run(" / ") + field("NUMPAGES", "1"))  # fmt: skip
    _put(document, head(), parts(), signatures())
    told = document.core_properties
    told.title, told.author, told.comments = "{{ view.title }} {{ view.order }}", "{{ view.vendor }}", ""
    told.subject = "{{ view.customer }}"
    stream = io.BytesIO()
    document.save(stream)
    return without_clock(stream.getvalue())


if __name__ == "__main__":
    made = template()
    if sys.argv[1:] == ["--check"]:
        same = FILE.is_file() and FILE.read_bytes() == made
        sys.exit(0 if same else f"{FILE} is not what this program makes: run it")
    FILE.write_bytes(made)
