"""The quarterly assessment of a contract's orders as a paper (季度考核表): what is counted of each engineer, and each notice. B5. Pure.

It has the form of an order's documents (`order_view`), so that the same templates make a page, a PDF and a Word file of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.messages import one_line, say, say_value
from fieldops.reports.order_view import Field, OrderPaper, PaperPart, PaperSignature, PaperTable
from fieldops.reports.wording import clean
from fieldops.service.assessment import COUNTED, Entry, Quarter, Row
from fieldops.service.told_names import person_named
from fieldops.structs import Struct

# What is counted, in two tables: in one the columns are too narrow for their titles.
_OF_ORDERS = ("orders", "closed", "voided", "kept", "missed", "undetermined")
_OF_EVENTS = tuple(each for each in COUNTED if each not in _OF_ORDERS)
_NUMBER_WIDTH = 12
_SIGNERS = ("quality", "manager")


class Assessed(Struct, frozen=True):
    """The assessment of a contract for a quarter, as it was at `now` (aware)."""

    agreement: Agreement
    quarter: Quarter
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    language: str
    now: datetime

    def value(self, value: object) -> str:
        """A value in words, fit for a page; nothing for None."""
        return "" if value is None else one_line(clean(say_value(value, self.language)))

    def say(self, name: str, **values: object) -> str:
        """A sentence of the assessment."""
        return say(f"assessment.{name}", self.language, values)

    def who(self, person: str | None, position: str | None = None) -> str:
        """An engineer's name, else the position whose it is; that nobody was assigned where it is nobody's."""
        if person is not None:
            return self.value(person_named(self.agreement, person))
        return self.value(word(position)) if position is not None else self.say("nobody")

    def columns(self, names: Iterable[str]) -> tuple[str, ...]:
        """The titles of columns."""
        return tuple(self.say(f"column-{name}") for name in names)


def assessment_paper(told: Assessed) -> OrderPaper:
    """The assessment as a document, to be signed by quality and the department manager."""
    terms = told.agreement.signed
    zone = told.agreement.zone

    def page(side: str) -> str:
        return say(f"report.page.{side}", told.language)

    return OrderPaper(
        kind="assessment",
        language=told.language,
        order=told.agreement.id,
        title=told.say("title"),
        vendor=told.value(terms.vendor.name),
        customer=told.value(terms.customer.name),
        hotline=told.value(terms.vendor.hotline),
        head=(
            Field(say("paper.field-customer", told.language), told.value(terms.customer.name)),
            Field(say("paper.field-contract", told.language), told.value(terms.title)),
            # Two of them stand beside each other.
            Field(say("paper.field-contract-number", told.language), told.value(terms.number) or terms.id),
            Field(told.say("field-quarter"), str(told.quarter)),
        ),
        version="",
        parts=(_counts(told, "counted", _OF_ORDERS), _counts(told, "happened", _OF_EVENTS), _notices(told)),
        signatures=tuple(
            PaperSignature(say(f"paper.role-{each}", told.language), "", "") for each in _SIGNERS
        ),
        signatures_title=say("paper.part-signatures", told.language),
        by_hand=say("paper.by-hand", told.language),
        date=say("paper.date", told.language),
        foot=(
            say("work-report.as-recorded", told.language, {"at": moment(told.now, zone), "zone": zone.key}),
        ),
        page=(page("before"), page("between"), page("after")),
        dated=told.now,
    )


def _counts(told: Assessed, title: str, names: tuple[str, ...]) -> PaperPart:
    rows = tuple(
        (told.who(each.person, each.position), *(str(each.counts[name]) for name in names))
        for each in told.rows
    )
    widths = (100 - _NUMBER_WIDTH * len(names), *(_NUMBER_WIDTH for _ in names))
    table = PaperTable(told.columns(("person", *names)), widths, rows)
    lines = () if rows else (told.say("nothing", quarter=str(told.quarter)),)
    return PaperPart(told.say(title), table=table if rows else None, lines=lines)


def _notices(told: Assessed) -> PaperPart:
    """Each notice that an order has earned by staying open: whose, since when it was due, and when it was sent."""
    zone = told.agreement.zone
    rows = tuple(
        (
            each.order,
            told.who(each.person),
            told.value(word(each.notice, "notice")),
            due_moment(each.due, zone),
            moment(each.sent, zone) if each.sent is not None else told.say("not-sent"),
            told.value(word(each.entered_in)) if each.entered_in is not None else "",
        )
        for each in told.entries
    )
    names = ("order", "person", "notice", "due", "sent", "entered_in")
    table = PaperTable(told.columns(names), (20, 14, 16, 19, 19, 12), rows)
    return PaperPart(
        told.say("notices-due"),
        table=table if rows else None,
        lines=() if rows else (told.say("no-notices"),),
    )
