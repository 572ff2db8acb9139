"""Rules about inspections and obligations: they fall due at all, in time, by enough people, on something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from fieldops.contracts.frequency import Frequency, frequency, holding
from fieldops.contracts.model import Inspection, Obligation
from fieldops.contracts.versions import beside, served_by
from fieldops.contracts.wording import period
from fieldops.documents.lineage import names_held
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Problem
from fieldops.rules.estate import agreement
from fieldops.rules.rule import Rule, day_at, look_up, problem, told_once, warning
from fieldops.rules.sections import (
    equipment,
    has,
    later,
    number_at,
    period_at,
    sections,
    texts_at,
)

_SCHEDULED = ("inspections", "obligations")
_SHIFTS = ("next_workday", "previous_workday")


def _schedules(document: Document) -> Iterator[Path]:
    for name in _SCHEDULED:
        for place in sections(document, name):
            if has(document, *place, "schedule"):
                yield (*place, "schedule")


def two_engineers(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.too-few-engineers: an inspection is done by at least two engineers. D1"""
    for place in sections(document, "inspections"):
        count = number_at(document, *place, "engineers")
        if document.text(*place, "kind") == "inspection" and count is not None and count < 2:
            yield problem(document, (*place, "engineers"), "schedule.too-few-engineers", count=count)


def falls_due(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.never-due: the first due date lies in the term, and in what `lasting` leaves of it.

    schedule.before-term (warning): the first due date is not before the term. D1 D3 H1
    """
    served = served_by(document)
    start, end = served.start, served.end
    if start is not None and end is not None and end < start:
        end = None  # that is told of the term itself, and nothing can be due in no time at all
    events = _Events(document)
    for place in _schedules(document):
        anchor, every = day_at(document, *place, "anchor"), period_at(document, *place, "every")
        lasting = period_at(document, *place, "lasting")
        bound = document.text(*place, "during") != "warranty"
        if anchor is not None and start is not None and anchor < start:
            values = {"day": str(anchor), "start": str(start)}
            yield warning(document, (*place, "anchor"), "schedule.before-term", **values)
        elif anchor is not None:
            if end is not None and bound and anchor > end:
                values = {"day": str(anchor), "end": str(end)}
                yield problem(document, (*place, "anchor"), "schedule.never-due", **values)
        elif every is not None and not has(document, *place, "anchor"):
            event = document.text(*place, "after_event") or "contract_start"
            begin = events.day(event)
            if begin is not None:
                last = later(begin, lasting) if lasting else end if bound else None
                first = later(begin, every)
                if first is not None and event == "contract_start":
                    first -= timedelta(days=1)  # the last day of the first interval of service
                yield from _first_due(document, place, first, last)


def _first_due(document: Document, place: Path, first: date | None, last: date | None) -> Iterator[Problem]:
    """Counted from an event, the first due date is one interval later; `lasting`, where it is there, limits alone."""
    if last is not None and first is not None and first > last:
        values = {"day": str(first), "end": str(last)}
        yield problem(document, (*place, "every"), "schedule.never-due", **values)


class _Events:
    """The days of the events of the whole contract, deemed ones included."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: dict[str, Path] = {}
        for at in document.entries("acceptances"):
            place = ("acceptances", at)
            event = document.text(*place, "event")
            partial = has(document, *place, "assets") or has(document, *place, "batch")
            if event is not None and not partial:
                self._places.setdefault(event, place)

    def day(self, event: str, asked: frozenset[str] = frozenset()) -> date | None:
        """The day of `event`; None while it is not known, or (by `asked`) waits for itself."""
        if event == "contract_start":
            return day_at(self._document, "term", "start")
        place = self._places.get(event)
        if place is None or event in asked:
            return None
        after = period_at(self._document, *place, "deemed_after")
        if has(self._document, *place, "date") or after is None:
            return day_at(self._document, *place, "date")
        source = self._document.text(*place, "deemed_from") or ""
        requested = day_at(self._document, *place, "requested")
        begin = requested if source == "request" else self.day(source, asked | {event})
        return later(begin, after) if begin else None


# Obligations that customers count as visits; a list or report about an interval is due after it, the last after the end.
_VISITS = ("site_visit", "training", "drill")


@told_once
def as_often_as_said(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.visits-differ (warning): in the days it is promised for it falls due as often as its interval fits. D1 D3"""
    agreed = agreement(workspace, document)
    for terms in agreed.timeline.written() if agreed is not None else ():
        for section in _SCHEDULED:
            entries: tuple[Inspection | Obligation, ...] = getattr(terms.contract, section)
            for index, entry in enumerate(entries):
                counted = section == "inspections" or entry.kind in _VISITS
                if agreed is None or entry.schedule is None or not counted:
                    continue
                found = frequency(agreed, holding(agreed, terms, section, index), entry.schedule)
                if found is not None and found.due and found.differs:
                    place = (*terms.version.place(section, index), "schedule")
                    yield _differs(document, place, entry.id, period(entry.schedule.every), found)


def _differs(document: Document, place: Path, id: str, every: Named, found: Frequency) -> Problem:
    values = {"id": id, "every": every, "count": len(found.due), "intervals": found.intervals}
    days = {"first": found.first, "last": found.last, "by": found.by}
    return warning(document, place, "schedule.visits-differ", **values, **days)


def starts_after_known_event(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.event-unknown (warning): what is counted from an event begins once the event has a date."""
    events = _Events(document)
    for place in _schedules(document):
        event = document.text(*place, "after_event")
        if event is not None and events.day(event) is None:
            yield warning(document, (*place, "after_event"), "schedule.event-unknown", event=event)


def window_fits(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.window-too-wide (warning): what may be early or late does not reach to the due date beside it."""
    for place in _schedules(document):
        every = period_at(document, *place, "every")
        for name in ("early", "late"):
            window = period_at(document, *place, name)
            if every and window and window.days_about >= every.days_about:
                values = {
                    "window": document.text(*place, name),
                    "every": document.text(*place, "every"),
                }
                yield warning(document, (*place, name), "schedule.window-too-wide", **values)


def shift_has_calendar(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.no-calendar: where due dates move to working days, a calendar tells these."""
    for place in _schedules(document):
        shifted = document.text(*place, "shift") in _SHIFTS
        if shifted and not has(document, *place, "calendar") and not has(document, "calendar"):
            yield problem(document, (*place, "shift"), "schedule.no-calendar")


@told_once
def warranty_there(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.no-warranty: what falls due during the warranty needs one."""
    for name in _SCHEDULED:
        for listed, warranties in beside(document, name, "warranties"):
            for at in document.entries(*listed) if not document.entries(*warranties) else ():
                place = (*listed, at, "schedule", "during")
                if document.text(*place) == "warranty":
                    yield problem(document, place, "schedule.no-warranty")


def hosts_there(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.no-host (warning): among the assets of an inspection that a playbook is for there is one that can be reached."""
    for place in sections(document, "inspections"):
        listed = (*place, "playbooks")
        for use in (place, *((*listed, at) for at in document.entries(*listed))):
            if not has(document, *use, "playbook"):
                continue
            if not any(
                _is_reached(document, (place, use), file, path)
                for file, path in equipment(workspace, document)
            ):
                id = document.text(*place, "id")
                yield warning(document, (*use, "playbook"), "schedule.no-host", id=id)


def checks_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """schedule.check-twice: no two playbooks of one visit have a check or manual item of the same id, taken over or their own;
    the visit would be refused.
    """
    for place in sections(document, "inspections"):
        listed, owners = (*place, "playbooks"), dict[str, str]()
        for use in (place, *((*listed, at) for at in document.entries(*listed))):
            playbook = look_up(workspace, "Playbook", document.text(*use, "playbook"))
            for id in names_held(workspace, playbook) if playbook is not None else ():
                assert playbook is not None
                if (first := owners.setdefault(id, playbook.id)) != playbook.id:
                    values = {"check": id, "first": first, "second": playbook.id}
                    yield problem(document, (*use, "playbook"), "schedule.check-twice", **values)
                    break


def _is_reached(document: Document, chosen: Iterable[Path], file: Document, asset: Path) -> bool:
    """Whether an asset has a host, and is one of those that each of these places chooses."""
    of: dict[str, set[str | None]] = {
        "categories": {file.text(*asset, "category")},
        "assets": {file.text(*asset, "id")},
        "groups": {text for _, text in texts_at(file, *asset, "host", "groups")},
    }
    wanted = ({text for _, text in texts_at(document, *place, name)} for place in chosen for name in of)
    return has(file, *asset, "host") and all(
        not each or not each.isdisjoint(names)
        for each, names in zip(wanted, [*of.values(), *of.values()], strict=True)
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (
        two_engineers,
        falls_due,
        as_often_as_said,
        starts_after_known_event,
        window_fits,
        shift_has_calendar,
        warranty_there,
        hosts_there,
        checks_once,
    )
}
