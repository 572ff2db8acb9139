"""Who is asked next and when (B4), and the notices for an order that stays open (B5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from fieldops.contracts.model.service import EscalationStep
from fieldops.contracts.reasons import Clause
from fieldops.dates.instants import first_instant, utc
from fieldops.dates.periods import add_period, parse_period
from fieldops.sla.clocks import limit_of
from fieldops.sla.events import Event, OrderLog
from fieldops.sla.timetable import Timetable

# The event that starts a ladder; a missed milestone starts one by itself.
_STARTS = {
    "engineer_unavailable": "engineer_unavailable",
    "still_unclear": "still_unclear",
    "customer_complains": "customer_complained",
    "signature_refused": "signature_refused",
    "sheet_rejected": "rejected",
}
# What starts a ladder when the fault is over already, and what ends it: who is asked for the sheet. B6
ABOUT_SHEET = {"signature_refused": "signed", "sheet_rejected": "reviewed"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is due at `at` (in the contract's zone): of a ladder (`to` is asked), or a notice.

    `kind` is ladder or notice; `id` the step's or the notice's; `cause` why (milestone_missed ..., not_closed), and of
    which `milestone`;
    `answer_due` until when the step has to answer, `answered` when it did; `entered_in` where a notice counts; `over` since
    when nobody need be asked any more about a sheet.
    """

    kind: Literal["ladder", "notice"]
    id: str
    cause: str
    at: datetime
    clause: Clause
    to: str | None = None
    answer_due: datetime | None = None
    answered: datetime | None = None
    tells_customer: bool = False
    entered_in: str | None = None
    milestone: str | None = None
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether the order is closed, and since when; `by` whose word closes it, None where that is not agreed."""

    at: datetime | None
    by: str | None


def closing_of(
    timetable: Timetable,
    log: OrderLog,
    now: datetime,
    confirmed: datetime | None,
    resolved: datetime | None,
    closed: datetime | None,
    not_before: datetime | None = None,
) -> Closing:
    """When the order was closed: by the customer's confirmation, the engineer's or the manager's word, as agreed.

    `not_before`: since when nothing else is missing that the contract wants for it; that word alone closes nothing. B5
    """
    by = next((each.closed_by for each in timetable.level.requests if each.id == log.request), None)
    said = {"customer": confirmed, "engineer": resolved or closed, "manager": closed}
    at = said.get(by, closed or confirmed) if by is not None else closed or confirmed
    if at is not None and not_before is not None:
        at = max(at, not_before, key=utc)
    return Closing(at if at is not None and utc(at) <= utc(now) else None, by)


@dataclass(frozen=True, slots=True)
class Missed:
    """A time of a milestone that was missed `at` its due time; `reached`: when it was kept after all."""

    milestone: str
    at: datetime
    reached: datetime | None = None


def steps_of(
    timetable: Timetable,
    events: Sequence[Event],
    log: OrderLog,
    missed: Sequence[Missed],
    closing: Closing,
    resolved: datetime | None,
) -> Iterator[Step]:
    """Every step that has begun or will begin if nobody answers, by ladder; then the notices of an open order.

    Each milestone in `missed` starts the ladder. A ladder ends where somebody has answered in time, and nobody is asked
    about what is over: a milestone that was reached, a fault that is `resolved`, an order that is closed. `events` are
    those that have happened so far.
    """
    for ladder in timetable.level.escalation:
        if ladder.when is None or ladder.request not in (None, log.request):
            continue
        for begin in _begins(ladder.when, events, missed, resolved):
            over = [utc(at) for at in (begin.reached, closing.at) if at is not None]
            for step in _climbed(timetable, events, ladder, begin):
                if any(at <= utc(step.at) for at in over):
                    break
                yield step
    yield from _notices(timetable, log, closing)


def _begins(
    when: str, events: Sequence[Event], missed: Sequence[Missed], resolved: datetime | None
) -> Iterator[Missed]:
    """What starts such a ladder, in order: of milestones missed at the same instant the one that stays open longest."""
    if when == "milestone_missed":
        together: dict[datetime, list[Missed]] = {}
        for each in missed:
            together.setdefault(utc(each.at), []).append(each)
        for at in sorted(together):
            yield max(together[at], key=lambda each: (each.reached is None, utc(each.reached or each.at)))
        return
    for event in events:
        if event.kind != _STARTS[when] or (event.kind == "rejected" and event.to != "escalate"):
            continue
        # Who complains is answered until the order is closed.
        over = resolved if when != "customer_complains" else None
        if when in ABOUT_SHEET:
            ends = (each.at for each in events if each.kind == ABOUT_SHEET[when])
            over = next((at for at in ends if utc(at) > utc(event.at)), None)
        yield Missed("", event.at, over if over is not None and utc(over) >= utc(event.at) else None)


def next_step(
    timetable: Timetable,
    log: OrderLog,
    steps: tuple[Step, ...],
    ahead: Missed | None,
    now: datetime,
    closing: Closing,
) -> Step | None:
    """The step that comes next: of a ladder that has begun, a notice, or the one that begins when `ahead` is missed."""
    coming = [step for step in steps if utc(step.at) > utc(now)]
    if ahead is not None and closing.at is None:
        for ladder in timetable.level.escalation:
            if ladder.when == "milestone_missed" and ladder.request in (None, log.request):
                coming += list(_climbed(timetable, (), ladder, ahead))[:1]
    return min(coming, key=lambda step: utc(step.at), default=None)


def _climbed(
    timetable: Timetable, events: Sequence[Event], first: EscalationStep, begin: Missed
) -> Iterator[Step]:
    """The ladder's steps one after the other; a step is asked at any hour, so its time to answer always runs."""
    by_id = {each.id: (index, each) for index, each in enumerate(timetable.level.escalation)}
    named: str | None = first.id
    at = begin.at
    seen: set[str] = set()
    while named is not None and named in by_id and named not in seen:
        seen.add(named)
        index, step = by_id[named]
        limit = limit_of(step.answers_within, "always") if step.answers_within else None
        due = timetable.clocks["always"].due(at, limit).at if limit else None
        answered = _answered(events, step.id, at)
        yield Step(
            kind="ladder",
            id=step.id,
            cause=first.when or "",
            at=at.astimezone(timetable.zone),
            clause=("ServiceLevel", timetable.level.id, ("escalation", index)),
            to=step.to,
            answer_due=due,
            answered=answered,
            tells_customer=step.tells_customer,
            milestone=begin.milestone or None,
            over=begin.reached if first.when in ABOUT_SHEET else None,
        )
        if due is None or (answered is not None and utc(answered) <= utc(due)):
            return
        named, at = step.next, due


def _answered(events: Sequence[Event], step: str, since: datetime) -> datetime | None:
    answers = (each.at for each in events if each.kind == "escalation_answered" and each.step == step)
    return next((at for at in answers if utc(at) >= utc(since)), None)


def _notices(timetable: Timetable, log: OrderLog, closing: Closing) -> Iterator[Step]:
    """The notices of an order that stays open. B5

    A week after the report is over at 24:00 of the corresponding day (Civil Code art. 201, 203).
    """
    if timetable.level.closing is None:
        return
    day = log.reported.astimezone(timetable.zone).date()
    for index, notice in enumerate(timetable.level.closing.notices):
        period = parse_period(notice.after)
        assert period is not None  # the schema has judged it
        try:
            end = add_period(day, period) + timedelta(days=1)
        except OverflowError:
            continue  # beyond the year 9999
        at = first_instant(end, 0, timetable.zone)
        if closing.at is None or utc(closing.at) > utc(at):
            yield Step(
                kind="notice",
                id=notice.notice,
                cause="not_closed",
                at=at.astimezone(timetable.zone),
                clause=("ServiceLevel", timetable.level.id, ("closing", "notices", index)),
                entered_in=notice.entered_in,
            )
