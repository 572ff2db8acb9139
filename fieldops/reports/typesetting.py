"""The process that sets a page as a PDF file within limits: ``python -m fieldops.reports.typesetting``. Who starts it: `pdf`.

Reads the order from standard input and writes one line of JSON, with the characters that no font has or with what went
wrong, and then the file. The page may be anybody's, as its template is: it is given nothing but itself.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from contextlib import redirect_stdout
from typing import Any

import msgspec

from fieldops.reports.limited import TooLong, give_back_memory, limit, starved
from fieldops.reports.packages import fit_for_xml
from fieldops.reports.pdf import Order

VARIANT = "pdf/a-3u"
_SHOWN = 120
# Of text: a word longer than a line of a page.
_LONG = re.compile(r"[^\s\u2e80-\uffef]{120,}")
_NO_TEXT = ("style", "script", "title")
# Of characters in one cell, with what begins a line: two rows that are no longer fit on a page in all tables of ours.
_LOW, _LINE, _BEGINS_LINE = 360, 30, ("br", "p", "div", "li")
Said = dict[str, object]


class _Outside(Exception):
    """The page refers to something that it does not hold."""


def library() -> Said:
    """Load the library; what it lacks of the system (code, values), or nothing."""
    # It reports on standard error what it does not know of style sheets.
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # On standard output it says what it lacks, at length.
        with redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except OSError as lacking:
        return _said("output.no-pango", detail=str(lacking)[:_SHOWN])
    return {}


def typeset(order: Order) -> tuple[Said, bytes]:
    """The file and which characters have no glyph (``lacking``); or what went wrong (code, values) and no file."""
    try:
        return _set(order)
    except _Outside as outside:
        return _said("pdf.outside", url=str(outside)[:_SHOWN]), b""
    except (Exception, TooLong) as error:
        give_back_memory()
        if not starved(error):
            raise
        return _said("pdf.too-much"), b""


def _set(order: Order) -> tuple[Said, bytes]:
    from weasyprint import HTML, Attachment
    from weasyprint.urls import URLFetcher

    refused: list[str] = []

    class Nothing(URLFetcher):
        """Gives what stands in the page itself, and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if not url.lower().startswith("data:"):
                refused.append(url)
            return super().fetch(url, headers)

    fetcher = Nothing(allowed_protocols=("data",), allow_redirects=False)

    def page() -> Any:
        # A base, so that relative references are refused, too, and not just left out.
        made = HTML(string=fit_for_xml(order.html), base_url="outside:/", url_fetcher=fetcher)
        _make_breakable(made.etree_element)
        return made

    held = page()
    _hold_ends(held.etree_element)
    try:
        document = held.render()
    except AssertionError:
        # The library's way to say that rows which are to stay together fit on no page.
        document = page().render()
    document.metadata.created = document.metadata.modified = order.dated.isoformat()
    attachments = [
        Attachment(
            string=each.data,
            name=each.name,
            description=each.description,
            created=order.dated,
            modified=order.dated,
            relationship="Source",
            url_fetcher=fetcher,
        )
        for each in order.attached
    ]
    made = document.write_pdf(
        pdf_variant=VARIANT, pdf_identifier=order.identifier.hex().encode(), attachments=attachments
    )
    if refused:
        raise _Outside(refused[0])
    lacking = {chr(code) for font in document.fonts.values() for code in font.missing}
    return {"lacking": "".join(sorted(lacking))}, made


def _make_breakable(page: Any) -> None:
    """Allow breaks within words that no line can hold: the library looks for one in all that is left, line by line."""
    for element in page.iter():
        if element.tag not in _NO_TEXT and element.text:
            element.text = _LONG.sub(_broken, element.text)
        if element.tail:
            element.tail = _LONG.sub(_broken, element.tail)


def _broken(word: re.Match[str]) -> str:
    return "\u200b".join(word[0])


def _hold_ends(page: Any) -> None:
    """Keep the first row of each table with the second one, and the last with the one before it.

    The library does not ask whether it may break between rows that must not be torn, but does between groups of rows: so the
    first and the last row become groups. Not where one of them is long, as it leaves half a page empty, or fits on none.
    """
    for table in list(page.iter("table")):
        for body in table.findall("tbody"):
            rows = body.findall("tr")
            spanning = any(cell.get("rowspan") for cell in body.iter())
            if len(rows) > 1 and not spanning and all(map(_low, (*rows[:2], *rows[-2:]))):
                _divide(table, body, rows)


def _divide(table: Any, body: Any, rows: list[Any]) -> None:
    """Give the rows between, and the last one, groups of their own that stay with the one before."""
    place = list(table).index(body)
    for some in (rows[-1:], rows[1:-1]):
        for row in some:
            body.remove(row)
        if some:
            group = body.makeelement("tbody", {**body.attrib, "style": "break-before: avoid"})
            group.extend(some)
            table.insert(place + 1, group)


def _low(row: Any) -> bool:
    """Whether a row is surely lower than half a page."""
    return all(
        len("".join(cell.itertext())) + _LINE * sum(each.tag in _BEGINS_LINE for each in cell.iter()) <= _LOW
        for cell in row
    )


def _said(code: str, **values: object) -> Said:
    return {"code": code, "values": values}


def main() -> None:
    """Set what standard input has, within the limits that the argument says."""
    seconds, megabytes = json.loads(sys.argv[1])
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    said, made = library(), b""
    if not said:
        limit(seconds, megabytes)
        said, made = typeset(order)
    sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n" + made)


if __name__ == "__main__":
    main()
