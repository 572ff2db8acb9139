"""Looking at a template of the report before anybody waits for it: names that there are not, mistakes, what it would print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fieldops.errors import FieldopsError, Unusable
from fieldops.structs import Struct

if TYPE_CHECKING:
    from fieldops.reports.placeholders import Placeholder

WORD = ".docx"


class CheckedTemplate(Struct, frozen=True):
    """What is wrong with a template, and its text for a report in which each text is its own name; empty where it fails."""

    mistakes: tuple[FieldopsError, ...]
    printed: str


def known_placeholders() -> tuple[Placeholder, ...]:
    """Every name that a template of the report may use."""
    from fieldops.reports.placeholders import placeholders

    return placeholders()


def check_template(file: Path, language: str) -> CheckedTemplate:
    """Look at a Word file or a page's template and try it with a full and with an empty report in `language`, or document of an
    order, where it is called as a template of these is.

    Raises Unusable where it cannot be read, FieldopsError where what Word files need is not installed.
    """
    from fieldops.reports.placeholders import sample, sample_paper
    from fieldops.reports.render import is_of_orders, need_word, render_file

    if file.suffix.lower() == WORD:
        need_word()
    # A document of an order has no labels of its own.
    words = {} if is_of_orders(file) else _words(language)
    mistakes: list[FieldopsError] = []
    try:
        mistakes += _unknown(file, words)
        printed = ""
        for full in (False, True) if not mistakes else ():
            view = sample_paper(full) if is_of_orders(file) else sample(words, full)
            printed = _text(file, render_file(view, file))
    except OSError as error:
        raise Unusable(str(file), error) from error
    except FieldopsError as error:
        return CheckedTemplate((*mistakes, error), "")
    return CheckedTemplate(tuple(mistakes), printed)


def _words(language: str) -> dict[str, str]:
    from fieldops.reports.document import words_of
    from fieldops.reports.wording import Wording

    return dict(words_of(Wording(language, ZoneInfo("UTC"))))


def _unknown(file: Path, words: dict[str, str]) -> Iterator[FieldopsError]:
    """The names that there are not, each with its place. Raises FieldopsError for what is no template at all."""
    from jinja2 import Environment, TemplateSyntaxError

    from fieldops.reports.order_view import OrderPaper
    from fieldops.reports.placeholders import unknown_names
    from fieldops.reports.render import is_of_orders
    from fieldops.reports.view import ReportView

    of = OrderPaper if is_of_orders(file) else ReportView

    for source, lines in _sources(file):
        try:
            found = unknown_names(source, Environment(autoescape=True), words, of)
        except TemplateSyntaxError as wrong:
            place = _place(file, lines, wrong.lineno)
            raise FieldopsError("template.wrong", place=place, detail=wrong.message or "") from wrong
        for each in found:
            nearest = ", ".join(each.nearest) or "-"
            place = _place(file, lines, each.line)
            yield FieldopsError("template.unknown-name", place=place, name=each.name, nearest=nearest)


def _sources(file: Path) -> Iterator[tuple[str, list[str]]]:
    """The parts of a template; of a Word file with the text of each line's paragraph."""
    data = file.read_bytes()
    if file.suffix.lower() != WORD:
        yield data.decode("utf-8", "replace"), []
        return
    from fieldops.reports.word import open_word, sources_of

    yield from sources_of(open_word(data, lambda lines: None, str(file)))


def _place(file: Path, lines: list[str], line: int) -> str:
    if not lines:
        return f"{file}:{line}"
    words = lines[line - 1] if 0 < line <= len(lines) else ""
    return f"{file} ({words})" if words else str(file)


def _text(file: Path, data: bytes) -> str:
    """What a reader would see of a Word file; a page as it is."""
    if file.suffix.lower() != WORD:
        return data.decode("utf-8")
    from fieldops.reports.word import text_of

    return text_of(data)
