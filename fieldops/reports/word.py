"""A Word file from a Word template: placeholders are filled in, styles and pages stay the template's.

Runs in the process that renders templates (`fieldops.reports.rendering`), within its limits and in its sandbox. docxtpl
knows how Word tears a placeholder into pieces; what is here is stricter: what is no XML fails and is not mended in
silence, values are text whatever is in them, and columns that a loop made share the width of their table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import InlineImage
from docxtpl.template import DocxTemplate
from jinja2 import Environment
from lxml import etree

from fieldops.errors import FieldopsError
from fieldops.reports.logos import png_of, size_of
from fieldops.reports.packages import fit_for_xml, without_clock
from fieldops.reports.view import Logo

# Properties of a file may not be longer.
_LONGEST_PROPERTY = 255
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_SHOWN = 90
# No logo is wider or higher, in millimetres: those of the page (report.html.j2).
_LOGOS = {"vendor": (60, 11), "customer": (80, 16)}
# What is told of a cell, in the order of the standard (ECMA-376, CT_TcPr), as far as templates are changed here.
_ORDER = [qn(f"w:{name}") for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd")]


class WordTemplate(DocxTemplate):
    """A template that is open. `told` is given the paragraphs of each part before it is rendered: where a mistake is."""

    def __init__(self, data: bytes, told: Callable[[list[str]], None]) -> None:
        super().__init__(io.BytesIO(data))
        self._told = told

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], jinja_env: Environment | None = None) -> str:  # fmt: skip
        """One part of the file, such as its body or a header."""
        source, lines = _lines(src_xml)
        self._told(lines)
        self.current_rendering_part = part
        assert jinja_env is not None
        template = jinja_env.from_string(source)
        # Not `render`: it would look for lines in the midst of a lack of memory.
        made = "".join(template.root_render_func(template.new_context(dict(context))))
        opened: Any = self
        return str(opened.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", made)))

    def picture(self, logo: Logo) -> InlineImage | str:
        """A logo as a picture of a Word file, as large as on the page; nothing where it is no PNG, which Word takes alone."""
        png = png_of(logo.uri)
        if png is None:
            return ""
        width, height = size_of(png)
        most_wide, most_high = _LOGOS[logo.side]
        wide = width * most_high > height * most_wide
        bound = {"width": Mm(most_wide)} if wide else {"height": Mm(most_high)}
        return InlineImage(self, io.BytesIO(png), **bound)

    def fix_tables(self, xml: str) -> Any:
        """The body as a tree, its tables with as many columns as their rows have cells, and no row of them alone on a page.
        Raises XMLSyntaxError.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        tree = etree.fromstring(xml.encode("utf-8"), parser=parser)
        for table in tree.iter(qn("w:tbl")):
            _fit(table)
            _hold(table)
        for told in tree.iter(qn("w:tcPr")):
            # A colour or a span that was put in stands first, where the standard has it later.
            told[:] = sorted(
                told, key=lambda each: _ORDER.index(each.tag) if each.tag in _ORDER else len(_ORDER)
            )
        return tree

    def render_properties(self, context: Mapping[str, object], jinja_env: Environment | None = None) -> None:
        """Title, author and so on: plain text, not XML."""
        assert jinja_env is not None
        plain = jinja_env.overlay(autoescape=False)
        opened: Any = self
        told = opened.docx.core_properties
        for name in _PROPERTIES:
            initial = str(getattr(told, name))
            self._told([initial])
            setattr(told, name, plain.from_string(initial).render(dict(context))[:_LONGEST_PROPERTY])


def open_word(data: bytes, told: Callable[[list[str]], None], place: str) -> WordTemplate:
    """The template with these bytes, which are at `place`. Raises FieldopsError where they are no Word file."""
    template = WordTemplate(data, told)
    try:
        template.init_docx()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:  # fmt: skip
        raise FieldopsError("template.not-word", place=place) from error
    return template


def sources_of(template: WordTemplate) -> Iterator[tuple[str, list[str]]]:
    """The body, heads and feet as they are rendered, each with the words of the paragraph of each line."""
    opened: Any = template
    yield _lines(opened.patch_xml(opened.get_xml()))
    for uri in (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI):
        for _, part in opened.get_headers_footers(uri):
            yield _lines(opened.patch_xml(opened.get_part_xml(part)))


def text_of(data: bytes) -> str:
    """What a reader sees of a Word file's body, a paragraph in each line."""
    body = Document(io.BytesIO(data)).element.body
    told = ("".join(each.text or "" for each in par.iter(qn("w:t"))) for par in body.iter(qn("w:p")))
    return "\n".join(line for line in told if line.strip())


def _lines(source: str) -> tuple[str, list[str]]:
    """XML with a paragraph in each line, so that a mistake has a place that somebody finds in Word; and their words."""
    made = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
    return made, [shown(line) for line in made.splitlines()]


def word_of(template: WordTemplate, context: Mapping[str, object], environment: Environment) -> bytes:
    """The bytes of the finished file. Raises what `environment` raises for mistakes of the template."""
    # The environment escapes what it prints; what XML cannot hold at all goes here.
    environment.finalize = _printed
    template.render(dict(context), environment, autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return without_clock(stream.getvalue())


def _printed(value: object) -> object:
    return fit_for_xml(value) if type(value) is str else value


def shown(line: str) -> str:
    """The text of a paragraph, as somebody looks for it in Word."""
    return " ".join(re.sub(r"<[^>]*>", "", line).split())[:_SHOWN]


def _fit(table: Any) -> None:
    """Give the table the columns of its first row, as wide as those cells want to be, and together as wide as it was."""
    grid = table.find(qn("w:tblGrid"))
    first = next(_rows(table), None)
    if grid is None or first is None:
        return
    columns = grid.findall(qn("w:gridCol"))
    wanted = [_width(cell) for cell in first.findall(qn("w:tc"))]
    told = [int(column.get(qn("w:w"), "0")) for column in columns]
    if told == wanted or _spans(first) or not all(wanted):
        return
    whole = sum(told)
    for column in columns:
        grid.remove(column)
    scale = whole / sum(wanted) if whole and wanted else 1
    widths = [round(width * scale) for width in wanted]
    for width in widths:
        etree.SubElement(grid, qn("w:gridCol"), {qn("w:w"): str(width)})
    for row in _rows(table):
        _set_widths(row, widths)


def _hold(table: Any) -> None:
    """Keep the first row with the second one, and the last with the one before it: what steers rows is gone by now."""
    rows = [row for row in _rows(table) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None]
    for row in {id(row): row for row in (*rows[:1], *rows[-2:-1]) if len(rows) > 1}.values():
        for told in row.iter(qn("w:p")):
            look = told.find(qn("w:pPr"))
            if look is not None and look.find(qn("w:keepNext")) is None:
                # Behind the style: the standard's order (CT_PPr).
                look.insert(int(look.find(qn("w:pStyle")) is not None), look.makeelement(qn("w:keepNext")))


def _rows(table: Any) -> Iterator[Any]:
    yield from table.findall(qn("w:tr"))


def _width(cell: Any) -> int:
    """How wide a cell wants to be in twentieths of a point; 0 where it does not say, or in another unit."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    if found is None or found.get(qn("w:type"), "dxa") != "dxa":
        return 0
    text = found.get(qn("w:w"), "0")
    return int(text) if text.isdigit() else 0


def _span(cell: Any) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return int(found.get(qn("w:val"), "1")) if found is not None else 1


def _spans(row: Any) -> bool:
    return any(_span(cell) != 1 for cell in row.findall(qn("w:tc")))


def _set_widths(row: Any, widths: list[int]) -> None:
    at = 0
    for cell in row.findall(qn("w:tc")):
        span = _span(cell)
        found = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        if found is not None:
            found.set(qn("w:w"), str(sum(widths[at : at + span])))
        at += span
