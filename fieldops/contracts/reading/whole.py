"""The whole contract read back, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation, due_between, grouped
from fieldops.contracts.reading.agreed import assets, parties, term
from fieldops.contracts.reading.duties import access, emergency, obligations, quality, visits
from fieldops.contracts.reading.line import Line, Section
from fieldops.contracts.reading.service import service_level
from fieldops.contracts.reading.warranties import after_warranty, warranties
from fieldops.contracts.terms import Terms
from fieldops.errors import Named


def read_back(agreement: Agreement, day: date) -> list[Section]:
    """What the contract promises by the terms in force on `day`, and what falls due in the year after it."""
    terms = agreement.terms_on(day)
    parts: tuple[tuple[str, Callable[[Agreement, Terms, date], Iterator[Line]]], ...] = (
        ("show.parties", parties),
        ("show.term", term),
        ("show.assets", assets),
        ("show.service-level", service_level),
        ("show.warranties", warranties),
        ("show.after-warranty", after_warranty),
        ("show.visits", visits),
        ("show.obligations", obligations),
        ("show.access", access),
        ("show.emergency", emergency),
        ("show.quality", quality),
        ("show.upcoming", _upcoming),
    )
    sections = [Section(heading, tuple(say(agreement, terms, day))) for heading, say in parts]
    return [section for section in sections if section.lines]


def _upcoming(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    for times in grouped(due_between(agreement, day, day + timedelta(days=365))):
        yield Line(_due(times), times[0].clause)


def _due(times: list[DueObligation]) -> Named:
    """The same obligation's days as one: the first, how many, the last, and how many of them may still move."""
    provisional = sum(each.provisional for each in times)
    first: dict[str, object] = {"day": times[0].day, "title": times[0].title}
    if len(times) == 1:
        return Named("show.due-provisional", **first) if provisional else Named("show.due", **first)
    values = {**first, "count": len(times), "last": times[-1].day}
    if provisional:
        return Named("show.due-times-provisional", provisional=provisional, **values)
    return Named("show.due-times", **values)
