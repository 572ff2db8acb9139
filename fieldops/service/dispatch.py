"""Whom to send for an order: on duty at that moment, qualified for the equipment, and not at work on what comes first. A7, B2, B4

A proposal, with the reason for each engineer who was looked at; people decide. Pure: how other orders stand comes in as a
value. Does not live here: who is asked when nobody can come (`fieldops.sla.escalation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.duty import engineers_on_duty, lacking, on_duty
from fieldops.contracts.model.team import Person, Team
from fieldops.contracts.reasons import Reason
from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.service.agenda import dues
from fieldops.service.standing import Standing
from fieldops.service.unfit import asked_for
from fieldops.structs import Struct, replaced


class Work(Struct, frozen=True):
    """An order that somebody is at work on, and its next time, None where none runs."""

    order: str
    due: datetime | None


Workload = Mapping[tuple[str, str], tuple[Work, ...]]
"""What each person has to do, by the ids of the team and the person."""


class Proposal(Struct, frozen=True):
    """Who should be sent, None for nobody who could; `reasons`: what was found of each who was looked at."""

    person: Person | None
    reasons: tuple[Reason, ...]


def needs_somebody(standing: Standing) -> bool:
    """Whether an engineer is to be sent and nobody is."""
    return standing.stage == "to_dispatch" and standing.sends


def workload(standings: Iterable[tuple[Standing, Agreement]]) -> Workload:
    """What those are at work on to whom orders are assigned."""
    found: dict[tuple[str, str], tuple[Work, ...]] = {}
    for standing, agreement in standings:
        person, team = standing.order.assigned_to, agreement.team
        if person is not None and team is not None and standing.stage in ("assigned", "in_work"):
            key = (team.id, person)
            found[key] = (*found.get(key, ()), Work(standing.order.id, _next_due(standing)))
    return found


def proposed(standing: Standing, agreement: Agreement, work: Workload) -> Proposal:
    """Whom to send for the order at the time at which it stands so.

    Of those on duty on that day, in the order of the roster, the first who holds what the contract asks of whoever works on
    such equipment, can come, and is at work on nothing that comes first. Where all of them are, the one whose work comes last.
    Without a roster nobody is known to be on duty, and nobody is proposed.
    """
    team, day = agreement.team, standing.now.astimezone(agreement.zone).date()
    if team is None:
        return Proposal(None, ())
    people = engineers_on_duty(team, day)
    if not people:
        code = "dispatch.no-roster" if on_duty(team, day) is None else "dispatch.no-engineer"
        said = Named(code, team=team.name, day=day.isoformat())
        return Proposal(None, (Reason(rule="duty", result="unknown", said=said),))
    looked_at = [_Candidate(each, team, standing, agreement, work, day) for each in people]
    free = [each for each in looked_at if each.fits and not each.first]
    busy = sorted((each for each in looked_at if each.fits and each.first), key=lambda each: -each.until)
    chosen = next(iter((*free, *busy)), None)
    shown = [chosen, *(each for each in looked_at if each is not chosen)] if chosen is not None else looked_at
    reasons = tuple(each.chosen_reason if each is chosen else each.reason for each in shown)
    return Proposal(chosen.person if chosen else None, reasons)


class _Candidate:
    """What speaks for and against an engineer who is on duty."""

    def __init__(
        self,
        person: Person,
        team: Team,
        standing: Standing,
        agreement: Agreement,
        work: Workload,
        day: date,
    ) -> None:
        wanted, self._clause = asked_for(standing.order, agreement)
        self.person, self._zone = person, agreement.zone
        self._lacks = lacking(person, wanted, day)
        self._away = person.id in standing.order.unavailable
        self._wanted = wanted
        own = [each for each in work.get((team.id, person.id), ()) if each.order != standing.order.id]
        # An emergency waits for nothing, also where no time is promised for it.
        at_once = standing.order.opened.emergency and _next_due(standing) is None
        self.first = [] if at_once else [each for each in own if _comes_first(each, _next_due(standing))]

    @property
    def fits(self) -> bool:
        """Whether this engineer may work on it and can come."""
        return not self._lacks and not self._away

    @property
    def until(self) -> float:
        """The time by which something of theirs has to be done first, in seconds; for one without, the end of time."""
        times = [utc(each.due).timestamp() if each.due is not None else float("inf") for each in self.first]
        return min(times, default=float("inf"))

    @property
    def chosen_reason(self) -> Reason:
        """Why it is this engineer all the same: of those who are all at work the one whose work comes last."""
        if not self.first:
            return self.reason
        said = Named("dispatch.least-busy", person=self.person.name, work=tuple(self._busy()))
        return replaced(self.reason, result="note", said=said)

    @property
    def reason(self) -> Reason:
        """What was found."""
        return Reason(
            rule="dispatch",
            result="yes" if self.fits and not self.first else "no",
            said=self._said,
            clause=self._clause,
        )

    @property
    def _said(self) -> Named:
        name = self.person.name
        if self._away:
            return Named("dispatch.unavailable", person=name)
        if self._lacks:
            return Named("dispatch.lacks", person=name, holds=", ".join(self._lacks))
        if self.first:
            return Named("dispatch.busy", person=name, work=tuple(self._busy()))
        if self._wanted:
            return Named("dispatch.qualified", person=name, holds=", ".join(self._wanted))
        return Named("dispatch.free", person=name)

    def _busy(self) -> Iterator[Named]:
        for each in self.first:
            if each.due is None:
                yield Named("dispatch.work", order=each.order)
            else:
                yield Named("dispatch.work-until", order=each.order, at=moment(each.due, self._zone))


def _comes_first(work: Work, due: datetime | None) -> bool:
    """Whether work has its next time before `due`; what has no time comes after what has one."""
    if work.due is None:
        return False
    return due is None or utc(work.due) <= utc(due)


def _next_due(standing: Standing) -> datetime | None:
    times = [each.at for each in dues(standing) if each.at is not None]
    return min(times, key=utc, default=None)
