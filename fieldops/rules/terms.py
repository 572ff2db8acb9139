"""Rules about the contract's days: term, signing, amendments, the contract before it, the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fieldops.contracts.cover import first_day_of
from fieldops.contracts.renewal import Course, is_tacit
from fieldops.contracts.versions import served_by, written_roots
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Named, Problem
from fieldops.rules.estate import agreement
from fieldops.rules.rule import Rule, day_at, look_up, problem, warning
from fieldops.rules.sections import has, is_true, period_at

# No real chain of contracts is longer; each step may have to read a file.
_LONGEST_CHAIN = 20


def term_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.dates-out-of-order: a term, also one that an amendment sets, does not end before it starts."""
    for root in written_roots(document):
        start, end = day_at(document, *root, "term", "start"), day_at(document, *root, "term", "end")
        if start and end and end < start:
            place = (*root, "term", "end")
            yield problem(document, place, "contract.dates-out-of-order", start=str(start), end=str(end))


def signed_in_time(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.signed-after-start (warning): the contract was signed before its service began."""
    signed, start = day_at(document, "signed"), day_at(document, "term", "start")
    if signed and start and signed > start:
        yield warning(
            document, ("signed",), "contract.signed-after-start", signed=str(signed), start=str(start)
        )


def begins_with_its_event(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.begins-before-event: a term that begins with an event does not begin before it.

    contract.begins-without-event (warning): the event has a date. H4
    """
    whole = agreement(workspace, document)
    for root in written_roots(document) if whole is not None else ():
        place = (*root, "term", "begins_with")
        event, start = document.text(*place), day_at(document, *root, "term", "start")
        if event is None or start is None or whole is None:
            continue
        day, called = first_day_of(whole.signed, event), Named(f"value.{event}")
        if day is None:
            yield warning(document, place, "contract.begins-without-event", event=called)
        elif day > start:
            values = {"event": called, "day": day, "start": start}
            yield problem(document, (*root, "term", "start"), "contract.begins-before-event", **values)


def renewal_fits(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.renewal-contradicts, contract.notice-too-long (warnings): what is said of the renewal can be kept. C10"""
    for root in written_roots(document):
        place = (*root, "term")
        if document.text(*place, "renewal") == "never" and is_true(
            document, *place, "renewal_always_offered"
        ):
            yield warning(document, (*place, "renewal_always_offered"), "contract.renewal-contradicts")
        start, end = day_at(document, *place, "start"), day_at(document, *place, "end")
        notice = period_at(document, *place, "notice")
        if start and end and notice and start <= end and notice.days_about > (end - start).days + 1:
            text = document.text(*place, "notice")
            yield warning(
                document,
                (*place, "notice"),
                "contract.notice-too-long",
                notice=text,
                start=str(start),
                end=str(end),
            )


def time_zone_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-time-zone: the time zone is one that the tz database knows."""
    zone = document.text("time_zone")
    if zone is None or not re.fullmatch(r"[A-Za-z]+(/[A-Za-z0-9_+-]+)*", zone):
        return  # The schema tells what has not the form of one.
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        yield problem(document, ("time_zone",), "contract.unknown-time-zone", zone=zone)


# --- notices against the renewal ------------------------------------------------------------------------


def notices_count(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.notice-without-effect (warning): a notice ends something: the first one to what is renewed tacitly.

    contract.notice-late (warning): it was given by the last day for it, else the term is renewed once more. C10
    """
    served = served_by(document)
    course = served.course
    if course is None:
        return
    for at in document.entries("notices"):
        place = ("notices", at, "given")
        given = day_at(document, *place)
        if given is None:
            continue
        why = _void(course, given, served.since)
        if why is not None:
            values: dict[str, object] = {"given": str(given), "why": Named(f"notice.{why}")}
            yield warning(document, place, "contract.notice-without-effect", **values)
        elif course.on(given).renewed:
            missed = course.on(given)
            values = {"given": str(given), "notice": str(missed.notice), "end": str(course.end)}
            yield warning(document, place, "contract.notice-late", **values)


def _void(course: Course, given: date, since: date) -> str | None:
    """Why a notice given that day ends nothing; None where it ends the contract."""
    if not is_tacit(course.term):
        return "not-tacit"
    if given < since:
        return "agreed-since"
    ended = course.ended_by
    return "ended-already" if ended is not None and ended.given != given else None


# --- amendments --------------------------------------------------------------------------------------


def amendments_apply(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.amendment-outside-term (warning): an amendment applies from a day of the term, extensions included."""
    served = served_by(document)
    start, end = served.start, served.end
    term = served.course.term if served.course is not None else None
    if start is None or end is None or term is None or term.end < term.start:
        return
    for index in document.entries("amendments"):
        place = ("amendments", index, "applies_from")
        day = day_at(document, *place)
        if day is not None and not start <= day <= end:
            yield warning(
                document,
                place,
                "contract.amendment-outside-term",
                day=str(day),
                start=str(start),
                end=str(served.agreed),
            )


def amendments_after_signing(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.amendment-before-contract: nothing was amended before it was signed."""
    signed = day_at(document, "signed")
    for index in document.entries("amendments") if signed else ():
        place = ("amendments", index, "date")
        day = day_at(document, *place)
        if day is not None and signed is not None and day < signed:
            yield problem(
                document, place, "contract.amendment-before-contract", day=str(day), signed=str(signed)
            )


def amendments_differ(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.amendments-collide: of two amendments to one section, one is the later."""
    first: dict[tuple[str | None, ...], int] = {}
    for index in document.entries("amendments"):
        place = ("amendments", index)
        days = document.text(*place, "applies_from"), document.text(*place, "date")
        if days[0] is None or days[1] is None:
            continue
        for section in document.node.at((*place, "sets")).keys if has(document, *place, "sets") else ():
            where = (*place, "sets", section)
            line = document.position(*where, key=True).line
            other = first.setdefault((*days, section), line)
            if other != line:
                values = {"section": section, "day": days[0], "line": other}
                yield problem(document, where, "contract.amendments-collide", **values)


def deadlines_ahead(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.deadline-in-past (warning): a new deadline lies after the day on which it was agreed. A3"""
    for index in document.entries("amendments"):
        agreed = day_at(document, "amendments", index, "date")
        for at in document.entries("amendments", index, "deadlines"):
            place = ("amendments", index, "deadlines", at, "due")
            due = day_at(document, *place)
            if agreed is not None and due is not None and due < agreed:
                values = {"due": str(due), "agreed": str(agreed)}
                yield warning(document, place, "contract.deadline-in-past", **values)


# --- the contract before ------------------------------------------------------------------------------


def predecessor_meets(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.predecessor-overlaps, contract.predecessor-gap (warnings): one term ends the day before the next.

    contract.predecessor-cycle: no contract continues itself, directly or through others.
    """
    before = look_up(workspace, "Contract", document.text("predecessor"))
    if before is None:
        return
    if _continues_itself(workspace, document):
        yield problem(document, ("predecessor",), "contract.predecessor-cycle", id=before.id)
        return
    served, start = served_by(before), day_at(document, "term", "start")
    end = served.end
    if end is None or start is None:
        return
    values = {"id": before.id, "end": str(end), "start": str(start)}
    if served.agreed is not None and served.agreed < start <= end:
        values["end"] = str(served.agreed)
        yield warning(document, ("predecessor",), "contract.predecessor-goes-on", **values)
    elif end >= start:
        values["end"] = str(served.agreed)
        yield warning(document, ("predecessor",), "contract.predecessor-overlaps", **values)
    elif end + timedelta(days=1) < start:
        yield warning(document, ("predecessor",), "contract.predecessor-gap", **values)


def _continues_itself(workspace: Workspace, document: Document) -> bool:
    before: Document | None = document
    for _ in range(_LONGEST_CHAIN):
        before = look_up(workspace, "Contract", before.text("predecessor")) if before else None
        if before is None or before.id == document.id:
            return before is not None
    return False


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (
        term_in_order,
        signed_in_time,
        begins_with_its_event,
        renewal_fits,
        time_zone_exists,
        notices_count,
        amendments_apply,
        amendments_after_signing,
        amendments_differ,
        deadlines_ahead,
        predecessor_meets,
    ),
}
