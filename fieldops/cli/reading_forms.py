"""How a contract that is read back is shown: lines for a terminal, JSON, and Markdown or HTML for a mail to the customer.

In a mail the places in files are left out, which the customer does not have; the places in the signed paper stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import clause_data
from fieldops.cli.output import Session, print_line
from fieldops.messages import one_line
from fieldops.reports.markdown import escaped

if TYPE_CHECKING:
    from fieldops.actions.contracts import Reading
    from fieldops.contracts.reading.line import Line, Section


def reading_data(session: Session, reading: Reading) -> dict[str, object]:
    """All lines as JSON (public interface): `article` is the place in the signed paper, `id` the name of the entry."""
    return {
        "contract": reading.agreement.id,
        "sections": [
            {
                "code": section.heading,
                "heading": session.say(section.heading),
                "lines": [_line_data(session, reading, line) for line in section.lines],
            }
            for section in reading.sections
        ],
    }


def _line_data(session: Session, reading: Reading, line: Line) -> dict[str, object]:
    return {
        "code": line.said.codes[0],
        "message": session.value(line.whole),
        "article": line.article,
        "id": line.id,
        "clause": clause_data(line.clause, reading.position(line.clause)),
    }


def print_reading(session: Session, reading: Reading, title: bool = True) -> None:
    """All lines for a terminal, each with its places in the paper and in the file."""
    if title:
        print_line(session.paint(session.value(reading.agreement.signed.title), "heading"))
    for at, section in enumerate(reading.sections):
        if title or at:
            print_line()
        print_line(session.paint(session.say(section.heading), "heading"))
        for line in section.lines:
            at_file = reading.position(line.clause)
            names = f"{line.id}, " if line.id else ""
            place = session.paint(f"[{names}{one_line(at_file.path)}:{at_file.line}]", "place")
            print_line(f"  {_sentence(session, line)}  {place}")


def _sentence(session: Session, line: Line) -> str:
    said = session.value(line.whole)
    return said if line.article is None else session.say("show.with-article", said=said, article=line.article)


def markdown_lines(session: Session, reading: Reading) -> Iterator[str]:
    """The contract as Markdown, lines of it."""
    yield f"# {escaped(session.value(reading.agreement.signed.title))}"
    for section in reading.sections:
        yield ""
        yield f"## {escaped(session.say(section.heading))}"
        yield ""
        yield from (f"- {escaped(_sentence(session, line))}" for line in section.lines)


def html_text(session: Session, reading: Reading) -> str:
    """The contract as one HTML page, without anything to load."""
    title = escape(session.value(reading.agreement.signed.title))
    head = f'<meta charset="utf-8"><title>{title}</title>'
    body = "\n".join(_html_sections(session, reading.sections))
    language = escape(session.language)
    return f'<!DOCTYPE html>\n<html lang="{language}">\n<head>{head}</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>'


def _html_sections(session: Session, sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield f"<h2>{escape(session.say(section.heading))}</h2>\n<ul>"
        yield from (f"<li>{escape(_sentence(session, line))}</li>" for line in section.lines)
        yield "</ul>"
