"""Make `templates/report.docx`, the Word file that reports are made of; `--check` says whether it is the one of today.

The file is for Word: whoever wants another look changes its styles there, or a copy of it in a workspace's `templates/`.
This program is for us: a binary file cannot be reviewed, this can. Every sentence comes from the view (docs/word.md).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from fieldops.reports.packages import without_clock

FILE = Path(__file__).resolve().parents[1] / "templates" / "report.docx"
LATIN, CHINESE, CODE = "Arial", "Microsoft YaHei", "Consolas"
INK, SOFT, ACCENT = RGBColor(0x1B, 0x1E, 0x23), RGBColor(0x55, 0x5B, 0x66), RGBColor(0x1F, 0x3B, 0x5C)
# A4 with margins of 2 cm, in twentieths of a point.
UPRIGHT = 9638
_SHADES = {"CRIT": "F2D3D3", "WARN": "F7E6C4", "UNKNOWN": "E4E1F0"}

Run = str
Block = str
TAB: Run = "<w:r><w:tab/></w:r>"
COLON = "{{ ': ' if view.language == 'en' else '：' }}"


# --- pieces of the page: text with placeholders, as XML ---------------------------------------------------


def run(text: str, *, bold: bool = False, style: str = "") -> Run:
    """A piece of text of one look."""
    look = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/>" if bold else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def soft(text: str) -> Run:
    """What is said beside."""
    return run(text, style="Soft")


def field(code: str, shown: str = "") -> Run:
    """Something that Word fills in, such as a page's number."""
    parts = ('<w:fldChar w:fldCharType="begin" w:dirty="true"/>', f"<w:instrText> {code} </w:instrText>")
    parts = (*parts, '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shown}</w:t>")
    return "".join(f"<w:r>{part}</w:r>" for part in (*parts, '<w:fldChar w:fldCharType="end"/>'))


def par(*runs: Run, style: str = "Normal", keep: bool = False) -> Block:
    """A paragraph."""
    told = [each if each.startswith("<w:") else run(each) for each in runs]
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{"".join(told)}</w:p>'


def tag(text: str) -> Block:
    """A paragraph that only steers, and leaves nothing behind."""
    return par(f"{{%p {text} %}}")


def when(condition: str, *blocks: Block, otherwise: tuple[Block, ...] = ()) -> Block:
    """Blocks that stand there when the condition holds, else the others."""
    other = (tag("else"), *otherwise) if otherwise else ()
    return "".join((tag(f"if {condition}"), *blocks, *other, tag("endif")))


def each(loop: str, *blocks: Block) -> Block:
    """Blocks for each of some things."""
    return "".join((tag(f"for {loop}"), *blocks, tag("endfor")))


def cell(*blocks: Block, width: int | str, span: str = "", shade: str = "", above: str = "") -> str:
    """A cell; `shade` is a verdict's code, `span` how many columns it takes, `above` when it is one with the cell above it."""
    colour = "".join(f"'{fill}' if {shade} == '{code}' else " for code, fill in _SHADES.items()) + "'FFFFFF'"
    steer = (f"{{% cellbg {colour} %}}" if shade else "") + (f"{{% colspan {span} %}}" if span else "")
    first, *rest = blocks
    if steer:
        first = first.replace("</w:pPr>", f"</w:pPr>{run(steer)}", 1)
    edge = '<w:tcBorders><w:left w:val="single" w:sz="4" w:space="0" w:color="B9BEC6"/></w:tcBorders>'
    joined = f"""<w:vMerge w:val="{{{{ 'continue' if {above} else 'restart' }}}}"/>{edge}""" if above else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}</w:tcPr>{first}{"".join(rest)}</w:tc>'


def row(*cells: str, head: bool = False, height: int | str = 0) -> str:
    """A row that is not torn by a page's end; a head is there again on each page."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def rows(loop: str, *told: str, columns: int) -> str:
    """Rows for each of some things."""
    return f"{_steer(f'for {loop}', columns)}{''.join(told)}{_steer('endfor', columns)}"


def _steer(text: str, columns: int) -> str:
    rest = "".join(cell(par(style="Table"), width=100) for _ in range(columns - 1))
    return row(cell(par(f"{{%tr {text} %}}", style="Table"), width=100), rest)


def table(widths: tuple[int, ...], *told: str, style: str = "ReportTable", head: bool = True) -> Block:
    """A table of fixed widths, with room below; without a `head` its first row is one like the others."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'<w:tblLook w:val="{"0420" if head else "0400"}" w:firstRow="{int(head)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    frame = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
    return f"<w:tbl><w:tblPr>{frame}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(told)}</w:tbl>{par(style='After')}"


def heads(widths: tuple[int, ...], *titles: str, style: str = "TableHead") -> str:
    """The row with the titles of the columns."""
    told = zip(widths, titles, strict=True)
    return row(*(cell(par(text, style=style), width=width) for width, text in told), head=True)


def cells(widths: tuple[int, ...], *told: str | tuple[Block, ...]) -> list[str]:
    """Cells of a row, a text or paragraphs each."""
    made = [(par(each, style="Table"),) if isinstance(each, str) else each for each in told]
    return [cell(*blocks, width=width) for width, blocks in zip(widths, made, strict=True)]


def text(*runs: Run) -> Block:
    """A paragraph in a table."""
    return par(*runs, style="Table")


# A cell ends with a paragraph, and one that only steers leaves none behind: this one takes no room.
END = par(style="After")


def together(*blocks: Block) -> Block:
    """Tables that no page's end divides, and what stands above them."""
    kept = '<w:pStyle w:val="{}"/>'
    told = "".join(blocks)
    for style in ("Table", "TableHead", "Note"):
        told = told.replace(kept.format(style), kept.format(style) + "<w:keepNext/>")
    return told.replace("<w:keepNext/><w:keepNext/>", "<w:keepNext/>")


def word(name: str) -> str:
    """A label."""
    return f"{{{{ words['{name}'] }}}}"


def facts(things: str) -> Block:
    """Properties, one below the other."""
    widths = (2600, UPRIGHT - 2600)
    told = rows(
        f"fact in {things}",
        row(*cells(widths, (text(soft("{{ fact.label }}")),), "{{ fact.value }}")),
        columns=2,
    )
    return table(widths, told, style="FactsTable")


def logo(side: str) -> Run:
    """The picture of a side, where there is one."""
    return run(
        f"{{% for logo in view.logos if logo.side == '{side}' %}}{{{{ picture(logo) }}}}{{% endfor %}}"
    )


def lines(things: str, style: str = "ListBullet") -> Block:
    """A list."""
    return each(f"line in {things}", par("{{ line }}", style=style))


_CHAPTERS = ("summary", "problems", "undetermined", "hosts", "capacity", "areas", "scope", "document")


def chapter(at: int, style: str = "Heading1") -> Block:
    """A chapter's heading, with the mark that the contents point to."""
    told = run(f"{{{{ view.contents[{at}].number }}}}  {{{{ view.contents[{at}].title }}}}")
    mark = (
        f'<w:bookmarkStart w:id="{at + 1}" w:name="{_CHAPTERS[at]}"/>{told}<w:bookmarkEnd w:id="{at + 1}"/>'
    )
    return par(mark, style=style)


_PARTS = ("signatures", "plan", "requests")


def part(name: str) -> Block:
    """A heading within the first chapter that stands in the contents."""
    number = len(_CHAPTERS) + 1 + _PARTS.index(name)
    mark = (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(word(name))}<w:bookmarkEnd w:id="{number}"/>'
    )
    return par(mark, style="Heading2")


def verdict(of: str) -> str:
    """A verdict with its shape: to be told apart in black and white, too."""
    return f"{{{{ {of}.mark }}}} {{{{ {of}.word }}}}"


# --- chapters ---------------------------------------------------------------------------------------------


def cover() -> Block:
    """Whose report of what it is, how far it is signed, and what stands where."""
    state = "{{ view.signing.state }}{% if view.signing.version %} · {{ view.signing.version }}{% endif %}"
    place = "PAGEREF {{ entry.anchor }} \\h"
    return "".join((
        par(logo("vendor"), "{{ view.vendor }}", TAB, run("{{ view.secrecy }}", style="Secrecy"), style="CoverVendor"),
        par("{{ view.title }}", style="Title"),
        when("view.logos|selectattr('side', 'equalto', 'customer')|list", par(logo("customer"))),
        par("{{ view.customer }}", style="Subtitle"),
        par(soft("{{ view.subtitle }}")),
        when("view.signing", par(state, style="Mark")),
        each("mark in view.marks", par("{{ mark }}", style="Mark")),
        par(style="CoverRoom"),
        facts("view.cover"),
        par(word("contents"), style="ContentsHead"),
        each(
            "entry in view.contents",
            par("{{ entry.number }}  {{ entry.title }}", TAB, field(place, "–"), style="Contents"),
            when(
                "entry.anchor == 'summary'",
                each("entry in view.parts", par("      {{ entry.title }}", TAB, field(place, "–"), style="Contents")),
            ),
        ),
        par(soft("{{ view.vendor }}{% if view.hotline %} · {{ view.hotline }}{% endif %}"), style="CoverFoot"),
    ))  # fmt: skip


def summary() -> Block:
    """The manager's page."""
    graded = (900, 2300, UPRIGHT - 3200)
    # One line, as the pages that follow have the room: who does what is to stand on the third page, too.
    counted = f"{{% for count in view.counts %}}{verdict('count.verdict')} {{{{ count.count }}}} ({{{{ count.share }}}}){{% if not loop.last %}}   {{% endif %}}{{% endfor %}}"
    rule = [
        f"{{% if rule.holds %}}▶ {{% endif %}}{{{{ rule.{name} }}}}" if name == "grade" else f"{{{{ rule.{name} }}}}"
        for name in ("grade", "word", "rule")
    ]  # fmt: skip
    return "".join((
        chapter(0, "ChapterOnPage"),
        par(run(word("grade") + COLON), run("{{ view.grade.grade }}  {{ view.grade.word }}", bold=True), style="Grade"),
        each("sentence in view.sentences", par("{{ sentence }}", style="ListNumber")),
        par(word("grade-rules"), style="Note", keep=True),
        table(graded, rows("rule in view.grade.rules", row(*cells(graded, *((par(each, style="Plan"),) for each in rule))), columns=3), style="FactsTable"),
        par(run(word("bar") + COLON, bold=True), counted, style="Brief"),
        par(word("bar-note"), style="Note"),
        par(run(word("coverage") + COLON, bold=True), "{{ view.coverage }}", style="Brief"),
        par(run(word("compared") + COLON, bold=True), "{{ view.compared.sentence }}", style="Brief"),
        when("view.compared.counts", par("{% for fact in view.compared.counts %}{{ fact.label }} {{ fact.value }}{% if not loop.last %} · {% endif %}{% endfor %}", style="Brief")),
        conclusion(),
        signatures(),
        plan(),
        requests(),
    ))  # fmt: skip


def conclusion() -> Block:
    """What it comes to, as an engineer says it; room to write where nobody has said it yet."""
    told = "view.conclusion", par("{{ view.conclusion }}", style="Brief")
    said = (
        each("line in view.assessed.assessment", par("{{ line }}", style="Brief")),
        when(*told),
        when("view.assessed.remarks", par(run(word("remarks"), bold=True), style="Brief", keep=True)),
        each("line in view.assessed.remarks", par("{{ line }}", style="Brief")),
        par("{{ view.assessed.by }}", style="Note"),
        when("view.assessed.corrects", par("{{ view.assessed.corrects }}", style="Note")),
    )
    room = (
        when(*told),
        par(word("conclusion-note"), style="Note"),
        par(style="WritingLine"),
        par(style="WritingLine"),
    )
    return par(word("conclusion"), style="Heading2") + when("view.assessed", *said, otherwise=room)


def signature(rows: str, of: str = "Table") -> Block:
    """The signatures of some rows, a paragraph or two each."""
    return "".join((
        tag(f"for row in {rows}"),
        text(run("{{ row.word }}", bold=True), " {{ row.time }}"),
        text(run("{{ row.key }}", style="Code")),
        each("note in row.notes", text(soft("{{ note }}"))),
    ))  # fmt: skip


# All engineers have signed by key, and nobody else.
_SEALED = (
    "view.signing and known and not known|reject('in', counted)|list"
    " and not signatures|rejectattr('person', 'in', known)|list"
)


def signatures() -> Block:
    """Who vouches for it, by key and in ink."""
    # As wide as a company seal, too.
    widths = (1100, 1900, 4238, 2400)
    none = tag("else") + text(soft(word("not-signed-yet"))) + tag("endfor")
    mine = signature("signatures if row.person == signer.person") + none
    inked = each(
        "row in signatures if row.person == signer.person and not row.notes",
        text(soft("{{ view.signing.ink }}")),
    )
    asked = when(
        "view.signing and view.signing.ink_customer",
        text(
            soft(
                f"{{% if sealed %}}{word('role.customer')}{COLON}{{% endif %}}{{{{ view.signing.ink_customer }}}}"
            )
        ),
        otherwise=(text(word("customer-sign")),),
    )
    # A company seal (42 mm) finds its room beside the rows, where nobody signs in ink beside them.
    tall = "{{ 2381 // (view.signers|length + 1) + 1 if sealed else 500 }}"
    inking = when("not sealed or loop.first", inked), when("sealed and loop.first", asked), END
    signer = row(
        *cells(
            widths[:3], "{{ signer.role }}",
            (text("{{ signer.name }}"), when("signer.title", text(soft("{{ signer.title }}")))), (mine, END),
        ),
        cell(*inking, width=widths[3], above="sealed and not loop.first"),
        height=tall,
    )  # fmt: skip
    other = row(*cells(
        widths, "{{ row.role }}", "{{ row.name }}",
        (text(run("{{ row.word }}", bold=True), " {{ row.time }}"), text(run("{{ row.key }}", style="Code")),
         each("note in row.notes", text(soft("{{ note }}")))), "",
    ))  # fmt: skip
    confirmed = when(
        "view.signing",
        each("line in view.signing.confirmed", text("{{ line }}")),
        when("view.signing.waiting", text(run("{{ view.signing.waiting }}", bold=True))),
    )
    customer = row(
        *cells(widths[:2], word("role.customer"), "{{ view.customer }}"),
        cell(confirmed, END, width=widths[2]),
        cell(when("not sealed", asked), END, width=widths[3], above="sealed"),
        height=tall,
    )
    signed = (
        together(par(word("signatures-note"), style="Note")),
        tag("set signatures = view.signing.signatures if view.signing else []"),
        tag("set known = view.signers|map(attribute='person')|list"),
        tag("set counted = signatures|rejectattr('notes')|map(attribute='person')|list"),
        tag(f"set sealed = {_SEALED}"),
        together(
            table(
                widths,
                heads(widths, word("role"), word("person"), word("sign-key"), word("sign-ink")),
                rows("signer in view.signers", signer, columns=4),
                rows("row in signatures if row.person not in known", other, columns=4),
                customer,
            )
        ),
        when("view.signing", par("{{ view.signing.covers }}", style="SignNote")),
        when("signatures", par(word("signing-note"), style="SignNote")),
        when(
            "view.signing and view.signing.verify",
            par("{{ view.signing.verify[0] }}", style="SignNote", keep=True),
            par(run("{{ view.signing.verify[1] }}", style="Code"), style="SignNote"),
        ),
    )
    return part("signatures") + when("view.signed", *signed, otherwise=(par(word("no-signatures")),))


def plan() -> Block:
    """Who does what until when, for whoever reads no further."""
    widths = (540, 2630, 1150, 3118, 2200)
    owner, due = par("{{ row.owner }}", style="Plan"), par(run("{{ row.due }}", bold=True), style="Plan")
    who = when("row.due", owner, due, otherwise=(owner,))  # no empty line where nothing is due
    told = row(*cells(widths, *(
        (par(each, style="Plan"),) for each in ("{{ row.number }}", "{{ row.verdict.mark }} {{ row.found }}", "{{ row.hosts }}", "{{ row.action }}")
    ), (who,)))  # fmt: skip
    names = ("no", "found", "plan-where", "plan-action", "plan-who")
    head = heads(widths, *map(word, names), style="PlanHead")
    return when(
        "view.plan",
        part("plan"),
        table(widths, head, rows("row in view.plan.rows", told, columns=5), style="PlanTable"),
        when("view.plan.rest", par("{{ view.plan.rest }}", style="Note")),
    )


def requests() -> Block:
    """What the customer is asked to do, with its days."""
    widths = (560, 4900, 2978, 1200)
    due = par(run("{{ row.due }}", bold=True), style="Plan")
    told = row(*cells(widths, *(
        (par(each, style="Plan"),) for each in ("{{ row.number }}", "{{ row.what }}", "{{ row.action }}")
    ), (due,)))  # fmt: skip
    names = ("no", "request-what", "request-action", "request-due")
    head = heads(widths, *map(word, names), style="PlanHead")
    return when(
        "view.requests",
        part("requests"),
        table(widths, head, rows("row in view.requests", told, columns=4), style="PlanTable"),
    )


def problems() -> Block:
    """One row for each problem."""
    widths = (560, 1150, 2400, 2328, 3200)
    said = "{{ row.since }}"
    found = (
        text(run("{{ row.check }}", bold=True)),
        text(
            "{{ row.value }}{% if row.limit %}{{ ' ' if view.language == 'en' else '' }}{{ row.limit }}{% endif %}{% if row.items %}{{ ' (' if view.language == 'en' else '（' }}{{ row.items }}{{ ')' if view.language == 'en' else '）' }}{% endif %}"
        ),
        when("row.note", text(soft("{{ row.note }}"))),
        when(
            "row.since",
            text(soft(f"{word('compared')}{COLON}{said}")),
        ),
    )
    hosts = (
        text(run("{{ row.count }}", bold=True)),
        text("{{ row.hosts }}"),
        when(
            "mending",
            when("row.owner", text("{{ row.owner }}")),
            when("row.due", text(run("{{ row.due }}", bold=True))),
            text(f"{{% if row.state %}}{{{{ row.state }}}}{{% else %}}{word('nobody-yet')}{{% endif %}}"),
        ),
        END,
    )
    told = row(
        cell(text("{{ row.number }}"), width=560),
        cell(text(verdict("row.verdict")), width=1150, shade="row.verdict.code"),
        *cells(
            widths[2:], (*found, END), hosts, (text(soft("{{ row.standard }}")), text("{{ row.advice }}"))
        ),
    )
    who = f"{word('hosts-affected')}{{% if mending %}} · {word('mending')}{{% endif %}}"
    head = heads(widths, word("no"), word("risk"), word("found"), who, word("advice-column"))
    full = (
        # Content that was signed before has no words for it.
        when("'order' in words", par(word("order"), style="Note", keep=True)),
        tag("set mending = view.problems|map(attribute='state')|select|list"),
        table(widths, head, rows("row in view.problems", told, columns=5)),
    )
    carried = (par(word("carried"), style="Heading2"), facts("view.carried"))
    empty = (par("{{ view.empty_tables['problems'] }}"),)
    return chapter(1) + when("view.problems", *full, otherwise=empty) + when("view.carried", *carried)


def undetermined() -> Block:
    """What nobody knows, and what helps."""
    widths = (560, 2700, 1778, 2300, 2300)
    told = row(*cells(
        widths, "{{ row.number }}", "{{ row.checks }}",
        (text(run("{{ row.count }}", bold=True)), text("{{ row.hosts }}")), "{{ row.reason }}", "{{ row.action }}",
    ))  # fmt: skip
    head = heads(widths, word("no"), word("check"), word("hosts-affected"), word("reason"), word("action"))
    full = table(widths, head, rows("row in view.undetermined", told, columns=5))
    empty = (par("{{ view.empty_tables['undetermined'] }}"),)
    return chapter(2) + when("view.undetermined", full, otherwise=empty)


def hosts() -> Block:
    """Hosts by areas: as many columns as there are areas."""
    marks = "{% for count in view.counts %}{{ count.verdict.mark }} {{ count.verdict.word }}{% if not loop.last %}   {% endif %}{% endfor %}"
    host, name, area, narrow = 1050, 1700, UPRIGHT // 12, 100

    def steer(tag: str) -> str:
        return cell(par(f"{{%tc {tag} %}}", style="Matrix"), width=narrow)

    head = row(
        cell(par(word("host"), style="MatrixHead"), width=host),
        cell(par(word("name"), style="MatrixHead"), width=name),
        steer("for area in view.matrix_areas"),
        cell(par("{{ area }}", style="MatrixHead"), width=area),
        steer("endfor"),
        head=True,
    )
    told = row(
        cell(
            par(run("{{ row.host }}", bold=True), style="Matrix"),
            when("row.status and row.cells", par(soft("◇ {{ row.status }}"), style="Matrix")),
            width=host,
        ),
        cell(par("{{ row.name }}", style="Matrix"), width=name),
        steer("for cell in row.cells"),
        cell(
            par("{{ cell.text }}", style="Matrix"),
            width=area,
            shade="cell.code",
            span="(1 if row.cells|length == view.matrix_areas|length else view.matrix_areas|length)",
        ),
        steer("else"),
        cell(par("◇ {{ row.status }}", style="Matrix"), width=area, span="view.matrix_areas|length"),
        steer("endfor"),
    )
    widths = (host, name, narrow, area, narrow)
    whole = (UPRIGHT - sum(widths),)
    return "".join((
        chapter(3), par(word("matrix-note"), style="Note", keep=True), par(marks, style="Note", keep=True),
        table((*widths, *whole), head, rows("row in view.matrix", told, columns=6), style="PlanTable"),
    ))  # fmt: skip


def capacity() -> Block:
    """What fills up: bars of characters, which every program shows and anybody can change."""
    widths = (1500, 1500, 800, 2638, 3200)
    limits = "".join(
        f"{{% if bar.{name} is not none and at == (bar.{name} + 25) // 50 %}}│{{% endif %}}"
        for name in ("warn", "crit")
    )
    bar = f"{{% for at in range(20) %}}{limits}{{{{ '■' if at < (bar.width + 25) // 50 else '□' }}}}{{% endfor %}}"
    told = row(*cells(
        widths, "{{ bar.host }}", "{{ bar.item }}", "{{ bar.value }}", (text(run(bar, style="Bar")),), "{{ bar.left }}"
    ))  # fmt: skip
    left = f"{{% if chart.bars|map(attribute='left')|select|list %}}{word('left')}{{% endif %}}"
    head = heads(widths, word("host"), word("item"), word("value"), "0–100%", left)
    charts = each(
        "chart in view.capacity",
        par("{{ chart.title }}", style="Heading2"),
        par("{{ chart.standard }}", style="Note", keep=True),
        when("chart.bars", table(widths, head, rows("bar in chart.bars", told, columns=5))),
        when("chart.rest", par("{{ chart.rest }}", style="Note")),
    )  # fmt: skip
    lasting = "view.capacity|map(attribute='bars')|sum(start=())|map(attribute='left')|select|list"
    full = (
        par(word("capacity-note"), style="Note", keep=True),
        charts,
        when(lasting, par(word("left-method"), style="Note")),
    )
    return chapter(4, "Heading1") + when(
        "view.capacity", *full, otherwise=(par("{{ view.empty_tables['capacity'] }}"),)
    )


def areas() -> Block:
    """Of each area what deviates or differs."""
    widths = (3700, UPRIGHT - 3700)
    told = rows("row in area.rows", row(*cells(widths, "{{ row.check }}", "{{ row.found }}")), columns=2)
    listed = each(
        "area in view.areas",
        par("{{ area.number }}  {{ area.title }}", style="Heading2"),
        when("area.rows", table(widths, heads(widths, word("check"), word("found")), told)),
        lines("area.lines", "Small"),
    )
    return chapter(5) + when("view.absent", par("{{ view.absent }}", style="Note")) + listed + manual()


def manual() -> Block:
    """What people looked at, item by item."""
    widths = (1350, 1800, 1100, 1400, 2688, 1300)
    names = ("row.place", "row.item", "", "row.found", "row.note", "row.by")
    told = row(
        *cells(widths[:2], *(f"{{{{ {name} }}}}" for name in names[:2])),
        cell(text(verdict("row.verdict")), width=widths[2], shade="row.verdict.code"),
        *cells(widths[3:], *(f"{{{{ {name} }}}}" for name in names[3:])),
    )
    head = heads(widths, *(f"{{{{ view.manual.words[{at}] }}}}" for at in range(6)))
    return when(
        "view.manual",
        par("{{ view.manual.number }}  {{ view.manual.title }}", style="Heading2"),
        par("{{ view.manual.note }}", style="Note", keep=True),
        table(widths, head, rows("row in view.manual.rows", told, columns=6)),
    )


def scope() -> Block:
    """What was to be looked at and how, and what was not."""
    widths = (1600, 2500, 2238, 1400, 1900)
    names = ("check", "standard", "here", "hosts", "reason")
    changed = table(
        widths,
        heads(widths, *(f"{{{{ view.deviations.words[{at}] }}}}" for at in range(5))),
        rows(
            "row in view.deviations.rows",
            row(*cells(widths, *(f"{{{{ row.{name} }}}}" for name in names))),
            columns=5,
        ),
    )
    unsaid = (par(word("not-stated")),)
    return "".join((
        chapter(6),
        par(f"7.1  {word('scope')}", style="Heading2"), when("view.scope", lines("view.scope"), otherwise=unsaid),
        par(f"7.2  {word('out-of-scope')}", style="Heading2"),
        when("view.out_of_scope", lines("view.out_of_scope"), otherwise=unsaid),
        par(f"7.3  {word('method')}", style="Heading2"), par("{{ view.method }}"),
        when("view.course", facts("view.course")),
        when("view.deviations", par("{{ view.deviations.title }}", style="Heading3"), par("{{ view.deviations.note }}", style="Note", keep=True), changed),
        when("view.overridden", par(run(word("override"), bold=True), keep=True), lines("view.overridden")),
        par(f"7.4  {word('not-done')}", style="Heading2"),
        when("view.not_done", facts("view.not_done"), otherwise=(par("{{ view.not_done_none }}"),)),
        par(f"7.5  {word('verdict')}", style="Heading2"),
        each("count in view.counts", par(run(verdict("count.verdict"), bold=True), "  {{ count.verdict.meaning }}", style="ListBullet", keep=True)),
        par(word("counts-unit"), style="Note"),
    ))  # fmt: skip


def document() -> Block:
    """What the report was made of, and the files that belong to it."""
    widths = (2100, 3200, 1000, 3338)
    told = row(*cells(
        widths, "{{ file.title }}", "{{ file.name }}", "{{ file.size }}", (text(run("{{ file.sha256 }}", style="Code")),)
    ))  # fmt: skip
    head = heads(widths, word("annex"), word("file"), word("size"), word("file-sha256"))
    files = (
        par(word("files"), style="Heading2"), par(word("files-note"), style="Note", keep=True),
        table(widths, head, rows("file in view.files", told, columns=4)),
    )  # fmt: skip
    return (
        chapter(7)
        + facts("(view.signing.control if view.signing else ()) + view.document")
        + when("view.files", *files)
    )


# --- looks ------------------------------------------------------------------------------------------------


def _fonts(style, latin: str = LATIN) -> None:
    """The fonts of a style, the Chinese one by its own name: else Word takes one of its theme."""
    made = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(made.attrib):
        del made.attrib[name]
    for name, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", CHINESE)):
        made.set(qn(f"w:{name}"), font)


def _look(document, id: str, name: str, size: float, *, based: str = "Normal", bold: bool = False, colour=INK, before: float = 0, after: float = 3, keep: bool = False, page: bool = False):  # fmt: skip
    """A paragraph style, made or changed."""
    known = {style.style_id: style for style in document.styles}
    style = known.get(id) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), id)
    if id != "Normal":
        style.base_style = known[based]
    # A look of Word's own has parts that would show through: colours of a theme, a twin for single words.
    for old in (style.element.rPr, style.element.find(qn("w:link"))):
        if old is not None:
            style.element.remove(old)
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, colour
    made = style.paragraph_format
    made.space_before, made.space_after, made.line_spacing = Pt(before), Pt(after), 1.15
    made.keep_with_next, made.page_break_before = keep, page
    _fonts(style)
    style.quick_style = True
    return style


def looks(document) -> None:
    """All styles; a customer changes them in Word, and with them every report."""
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER) and style.element.rPr is not None:
            _fonts(style)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    _look(document, "Normal", "Normal", 9.5)
    title = _look(document, "Title", "Title", 28, bold=True, colour=ACCENT, before=90, after=10)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    _look(document, "Subtitle", "Subtitle", 16, after=4)
    _look(document, "Heading1", "Heading 1", 15, bold=True, colour=ACCENT, before=14, after=5, keep=True)
    _look(document, "Heading2", "Heading 2", 11, bold=True, before=8, after=3, keep=True)
    _look(document, "Heading3", "Heading 3", 10, bold=True, before=6, after=2, keep=True)
    _look(document, "ChapterOnPage", "Chapter on Page", 15, based="Heading1", bold=True, colour=ACCENT, after=5, keep=True, page=True)  # fmt: skip
    _look(document, "ListBullet", "List Bullet", 9.5, after=1.5)
    _look(document, "Table", "Table Text", 8, after=0.5)
    _close(document)
    _look(document, "TableHead", "Table Head", 8, bold=True, keep=True, after=1)
    _look(document, "Matrix", "Matrix Text", 7.5, after=0)
    _look(document, "MatrixHead", "Matrix Head", 6.5, bold=True, keep=True, after=0)
    note = _look(document, "Note", "Note", 7.5, colour=SOFT, after=2)
    note.paragraph_format.line_spacing = 1.0
    _look(document, "Small", "Area Line", 8.5, after=2)
    _look(document, "After", "After Table", 4, after=0)
    _look(document, "Grade", "Grade", 14, after=5)
    _look(document, "CoverRoom", "Cover Room", 9.5, before=60)
    _look(document, "CoverFoot", "Cover Foot", 9, before=14)
    _look(document, "ContentsHead", "Contents Head", 11, bold=True, before=14)
    mark = _look(document, "Mark", "Mark", 13, bold=True, colour=RGBColor(0x8E, 0x1B, 0x1B), before=8)
    mark.paragraph_format.keep_together = True
    vendor = _look(document, "CoverVendor", "Cover Vendor", 12, colour=ACCENT)
    contents = _look(document, "Contents", "Contents Line", 9.5, after=1)
    for style in (vendor, contents):
        style.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    line = _look(document, "WritingLine", "Writing Line", 14, after=6)
    # Without what stands between them, several lines in a row are one.
    edge = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="1" w:color="8B9099"/><w:between w:val="single" w:sz="4" w:space="1" w:color="8B9099"/></w:pBdr>'
    line.element.get_or_add_pPr().insert_element_before(parse_xml(edge), "w:spacing")
    _characters(document)
    _tables(document)


def _close(document) -> None:
    """What stands close, as the first three pages have to hold what a manager reads: lines of a height of their own, as
    fonts with Chinese bring far more room.
    """
    for id, name, size, high, after in (
        ("Plan", "Plan Text", 6.8, 7.8, 0),
        ("PlanHead", "Plan Head", 7, 9, 0),
        ("SignNote", "Signature Note", 6.5, 7.6, 1),
        ("Brief", "Summary Text", 9, 11.5, 2.5),
        ("ListNumber", "List Number", 9, 11.2, 0.5),
    ):
        head = id == "PlanHead"
        look = _look(document, id, name, size, after=after, bold=head, keep=head)
        look.paragraph_format.line_spacing = Pt(high)
    document.styles["Signature Note"].font.color.rgb = SOFT


def _characters(document) -> None:
    """What stands out in a line."""
    beside = document.styles.add_style("Soft", WD_STYLE_TYPE.CHARACTER)
    beside.font.color.rgb = SOFT
    secrecy = document.styles.add_style("Secrecy", WD_STYLE_TYPE.CHARACTER)
    secrecy.font.size, secrecy.font.color.rgb = Pt(8), SOFT
    bar = document.styles.add_style("Bar", WD_STYLE_TYPE.CHARACTER)
    bar.font.size = Pt(6)
    code = document.styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.size = Pt(6.5)
    _fonts(code, CODE)


def _tables(document) -> None:
    """The looks of tables."""
    grey = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="B9BEC6"/>'
    for id, name, edges, head, room in (
        ("ReportTable", "Report Table", ("top", "bottom", "insideH"), True, 30),
        ("PlanTable", "Plan Table", ("top", "bottom", "insideH"), True, 8),
        ("FactsTable", "Facts Table", ("insideH",), False, 30),
    ):
        borders = "".join(grey.format(edge) for edge in edges)
        first = '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E9EDF2"/></w:tcPr></w:tblStylePr>'
        margins = f'<w:tblCellMar><w:top w:w="{room}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="{room}" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        document.styles.element.append(parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
            f'<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{margins}</w:tblPr>{first if head else ""}</w:style>'
        ))  # fmt: skip


def _bullets(document) -> None:
    """A point that is in every font: Word's own is in one that others do not have."""
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        told, look = level.find(qn("w:lvlText")), level.find(qn("w:rPr"))
        if told is not None and told.get(qn("w:val")) == "\uf0b7":
            told.set(qn("w:val"), "•")
            if look is not None:
                level.remove(look)


def _edges(document) -> None:
    """What stands on every page: the run, how far it is signed, the page's number."""
    state = "{% if view.signing %}{{ view.signing.state }}{% if view.signing.version %} · {{ view.signing.version }}{% endif %}{% endif %}"
    marks = "{% for mark in view.marks %} · {{ mark }}{% endfor %}"
    section = document.sections[0]
    for edge, left, right in (
        (section.header, run("{{ view.head }}"), run(state + marks, bold=True)),
        (section.footer, run("{{ view.customer }} · {{ view.title }}"), field("PAGE", "1") + run(" / ") + field("NUMPAGES", "1")),
    ):  # fmt: skip
        _edge_of(document, edge, left, right)


def _edge_of(document, edge, left: Run, right: Run) -> None:
    """A line at the top or at the foot of every page."""
    if all(style.style_id != "Edge" for style in document.styles):
        look = _look(document, "Edge", "Page Edge", 8, colour=SOFT, after=0)
        look.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
        look.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    old = edge.paragraphs[0]._p
    made = par(left, TAB, right, style="Edge")
    old.getparent().replace(old, parse_xml(made.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def _page(section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.6)
    section.header_distance = section.footer_distance = Cm(0.9)


def _put(document, *blocks: Block) -> None:
    """Blocks at the end of what is there."""
    body = document.element.body
    whole = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    for element in list(whole):
        body.insert(len(body) - 1, element)


def template() -> bytes:
    """The file."""
    document = Document()
    looks(document)
    _bullets(document)
    _page(document.sections[0])
    _edges(document)
    _put(document, cover(), summary(), problems(), undetermined(), hosts(), capacity(), areas(), scope())
    _put(document, document_control())
    told = document.core_properties
    told.title, told.author, told.comments, told.subject = (
        "{{ view.title }}",
        "{{ view.vendor }}",
        "",
        "{{ view.customer }}",
    )
    stream = io.BytesIO()
    document.save(stream)
    return without_clock(stream.getvalue())


document_control = document


if __name__ == "__main__":
    made = template()
    if sys.argv[1:] == ["--check"]:
        sys.exit(
            0
            if FILE.is_file() and FILE.read_bytes() == made
            else f"{FILE} is not what this program makes: run it"
        )
    FILE.write_bytes(made)
