"""The whole contract read back, part by part: every property of it and of what it refers to, by the terms of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation, due_between, grouped
from fieldops.contracts.reading import audience
from fieldops.contracts.reading.agreed import assets, equipment, parties, term
from fieldops.contracts.reading.duties import (
    access,
    emergency,
    groups,
    obligations,
    quality,
    visits,
)
from fieldops.contracts.reading.line import Line, Section, part
from fieldops.contracts.reading.people import calendars, contacts, people
from fieldops.contracts.reading.remaining import Root, completed
from fieldops.contracts.reading.service import channels, service_level, severities
from fieldops.contracts.reading.stock import stock
from fieldops.contracts.reading.values import Names
from fieldops.contracts.reading.warranties import after_warranty, warranties
from fieldops.contracts.terms import Terms
from fieldops.contracts.versions import AMENDABLE
from fieldops.errors import Named

_Part: TypeAlias = Callable[[Agreement, Terms, date], Iterator[Line]]
_PARTS: tuple[tuple[str, _Part], ...] = (
    ("show.parties", parties),
    ("show.term", term),
    ("show.contacts", contacts),
    ("show.channels", channels),
    ("show.people", people),
    ("show.assets", assets),
    ("show.severities", severities),
    ("show.service-level", service_level),
    ("show.calendars", calendars),
    ("show.warranties", warranties),
    ("show.after-warranty", after_warranty),
    ("show.stock", stock),
    ("show.visits", visits),
    ("show.obligations", obligations),
    ("show.access", access),
    ("show.emergency", emergency),
    ("show.groups", groups),
    ("show.quality", quality),
    ("show.equipment", equipment),
)
# Where what no sentence tells is said: by the section of the contract, or the kind of the document. Others: the parties.
_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("term", "calendar", "time_zone", "amendments", "notices", "handover", "acceptances"), "show.term"),
    **dict.fromkeys(("assets", "Assets"), "show.equipment"),
    **dict.fromkeys(("sites", "scope", "out_of_scope"), "show.assets"),
    **dict.fromkeys(("service_level", "service_level_overrides", "ServiceLevel"), "show.service-level"),
    **dict.fromkeys(("warranties", "Warranty"), "show.warranties"),
    **dict.fromkeys(("lifelong_services", "after_warranty"), "show.after-warranty"),
    **dict.fromkeys(("inspections", "vars"), "show.visits"),
    **dict.fromkeys(("obligations", "works"), "show.obligations"),
    "fault_prevention": "show.quality",
    **dict.fromkeys(("access", "retention", "confidentiality"), "show.access"),
    **dict.fromkeys(("emergency", "EmergencyPlan"), "show.emergency"),
    "quality": "show.quality",
    "Team": "show.people",
    "Calendar": "show.calendars",
    "Stock": "show.stock",
}  # fmt: skip


def read_back(agreement: Agreement, day: date, for_customer: bool = False) -> list[Section]:
    """What the contract promises by the terms in force on `day`, and what falls due in the year after it.

    Nothing of the documents is left out; `for_customer`: but for what is the service company's own business (`audience`).
    """
    upcoming = Section("show.upcoming", tuple(_upcoming(agreement, day, for_customer)))
    return [*terms_read_back(agreement, day, for_customer), *([upcoming] if upcoming.lines else ())]


def terms_read_back(agreement: Agreement, day: date, for_customer: bool = False) -> list[Section]:
    """The same without what falls due: what the contract promises."""
    terms = agreement.terms_on(day)
    lines = {heading: list(say(agreement, terms, day)) for heading, say in _PARTS}
    hidden = audience.hidden if for_customer else audience.nothing_hidden
    full = completed(lines, list(_roots(agreement, terms, day)), Names(agreement, terms.contract), hidden)
    sections = [Section(heading, _heard(full[heading], for_customer)) for heading, _ in _PARTS]
    return [section for section in sections if section.lines]


def _heard(lines: list[Line], for_customer: bool) -> tuple[Line, ...]:
    if not for_customer:
        return tuple(lines)
    return tuple(told for line in lines if (told := audience.for_customer(line)) is not None)


def _roots(agreement: Agreement, terms: Terms, day: date) -> Iterator[Root]:
    """Everything in force on the day: the sections of the contract where they stand, and the documents referred to."""
    yield from _sections(agreement, terms)
    contract = terms.contract
    used = {("Team", contract.team), ("ServiceLevel", contract.service_level)}
    used |= {("Warranty", use.terms) for use in contract.warranties}
    used |= {("Calendar", id) for id in agreement.calendars}
    used |= {("EmergencyPlan", contract.emergency.plan)} if contract.emergency else set()
    for (kind, id), document in agreement.documents.items():
        if kind == "Assets":
            yield Root(kind, id, ("assets",), document.data.get("assets"), _HEADINGS[kind])
        elif (kind, id) in used or kind == "Stock":
            yield Root(kind, id, (), document.data, _HEADINGS[kind])


def _sections(agreement: Agreement, terms: Terms) -> Iterator[Root]:
    data, id = agreement.document.data, agreement.id
    for section in dict.fromkeys([*data, *AMENDABLE]):
        place = terms.version.place(section)
        if section in ("apiVersion", "kind", "amendments", "accepts") or not _written(data, place):
            continue
        yield Root("Contract", id, place, _at(data, place), _HEADINGS.get(section, "show.parties"))
    amendments = data.get("amendments")
    for index, amendment in enumerate(amendments if isinstance(amendments, list) else ()):
        # What has come into force is said as the section that it is; what has been replaced again is not.
        in_force = index in terms.version.amendments
        kept = {key: value for key, value in amendment.items() if key != "sets" or not in_force}
        yield Root("Contract", id, ("amendments", index), kept, _HEADINGS["amendments"])


def _written(data: object, place: tuple[str | int, ...]) -> bool:
    return _at(data, place) is not None


def _at(data: object, place: tuple[str | int, ...]) -> object:
    for step in place:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def _upcoming(agreement: Agreement, day: date, for_customer: bool) -> Iterator[Line]:
    found = due_between(agreement, day, day + timedelta(days=365))
    told = (due for due in found if not for_customer or audience.of_customers_business(due))
    for times in grouped(told):
        yield part(_due(times), times[0].clause, "")


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
