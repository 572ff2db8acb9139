"""What a contract promises in time on a day: its service level with the contract's own times, ready to count with.

Working it out takes longer than a deadline: make one per contract and day, and ask it as often as needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Milestone, ServiceLevel
from fieldops.contracts.model.service import DocumentDue, Overdue
from fieldops.contracts.precedence import Scope, general_scope
from fieldops.contracts.promised import promised
from fieldops.contracts.reasons import Clause
from fieldops.contracts.spoken import meant, offered
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import duration, word
from fieldops.documents.typed import Text
from fieldops.errors import Named, Refused, Unanswerable
from fieldops.sla.business_time import BusinessTime
from fieldops.sla.clocks import Clock, Limit, limit_of
from fieldops.structs import replaced

# An action is a measure for a milestone that is missed.
PromiseKind = Literal["milestone", "document", "action"]


class NotPromised(Unanswerable):
    """A request that the service level does not know as it is put; `field` says what is wrong with it."""

    def __init__(self, field: Literal["request", "severity"], code: str, **values: object) -> None:
        super().__init__(code, **values)
        self.field = field


class NoServiceLevel(Unanswerable):
    """A contract that promises no times on that day."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One time that is promised: of a `milestone`, a `document`, or an `action` when a milestone is missed.

    `name` is the milestone, the kind of document or the action; `limit` None: as soon as possible (`best_effort`), or
    (an action) when the time of the milestone `of` is over. `by`: who has to reach it. `said`: the sentence of the promise.
    """

    kind: PromiseKind
    name: str
    request: str
    severity: str | None
    clock: str
    counted_from: str
    clause: Clause
    limit: Limit | None = None
    latest: Limit | None = None
    best_effort: bool = False
    when: str | None = None
    by: str | None = None
    of: str | None = None
    detail: Text | None = None
    said: Named = field(default=Named("deadline.best-effort"), compare=False)


@dataclass(slots=True)
class Timetable:
    """The promises of a contract by the terms of a day, and the clocks they are counted by.

    `calendar` is the id of the calendar of its service hours; `later` the amendments that change promises
    after that day, with their first day.
    """

    agreement: Agreement
    terms: Contract
    level: ServiceLevel
    day: date
    zone: ZoneInfo
    calendar: str | None
    clocks: dict[str, Clock]
    promises: tuple[Promise, ...]
    later: tuple[tuple[Clause, date], ...] = ()
    _holding: dict[tuple[str, str | None], tuple[Promise, ...]] = field(default_factory=dict, repr=False)
    _doubled: dict[tuple[str, str | None], frozenset[Clause]] = field(default_factory=dict, repr=False)

    @property
    def hours(self) -> BusinessTime | None:
        """The service hours."""
        return self.clocks["always"].hours

    @property
    def requests(self) -> tuple[str, ...]:
        """The ids of the request types."""
        return tuple(each.id for each in self.level.requests)

    @property
    def known(self) -> dict[str, bool]:
        """What is known of every request: whether it is in the team's city, where all sites are, or none is."""
        cities = {site.same_city for site in self.terms.sites}
        return {"same_city": cities.pop()} if len(cities) == 1 else {}

    def holding(self, request: str, severity: str | None) -> tuple[Promise, ...]:
        """The promises for such a request: a severity's own times of a milestone go before those for all severities,
        for the case that they are for (`contracts.precedence`).
        """
        key = (request, severity)
        if key not in self._holding:
            self._holding[key] = tuple(_holding(self.promises, request, severity))
        return self._holding[key]

    def doubled(self, request: str, severity: str | None) -> frozenset[Clause]:
        """The clauses for such a request that promise another time for what another clause promises, too. A1"""
        key = (request, severity)
        if key not in self._doubled:
            self._doubled[key] = frozenset(_doubled(self.holding(request, severity)))
        return self._doubled[key]

    def checked(self, request: str, severity: str | None) -> tuple[str, str | None]:
        """The request type of that id or name, and the severity where it is graded (None: the only one there is); else None.

        Raises NotPromised for a request type or severity that the service level does not have, or a missing severity.
        """
        kinds: dict[str, object] = {each.id: each.name for each in self.level.requests}
        asked = meant(request, kinds)
        found = next((each for each in self.level.requests if each.id == asked), None)
        if found is None:
            choices: object = offered(request, kinds)
            raise NotPromised("request", "deadline.no-such-request", request=request, choices=choices)
        grades = self.level.severities
        # A name that two have is none; an id goes before the name of another.
        named = meant(severity, {each.id: each.name for each in grades}) if severity is not None else None
        choices = tuple(Named("deadline.severity", id=e.id, name=e.name, criteria=e.criteria) for e in grades)
        if severity is not None and named is None:
            raise NotPromised(
                "severity", "deadline.no-such-severity", severity=severity, choices=choices or "-"
            )
        if not found.graded:
            return found.id, None
        if severity is None and len(grades) > 1:
            raise NotPromised("severity", "deadline.severity-needed", request=found.name, choices=choices)
        return found.id, named or next((each.id for each in grades), None)


def timetable_of(agreement: Agreement, reported: date, as_of: date | None = None) -> Timetable:
    """The promises for what is reported on the day `reported`, by the terms in force then, or on the day `as_of`.

    Raises Refused when one of these days is outside the term, NoServiceLevel when the contract has none then.
    """
    day = as_of or reported
    in_force = agreement.terms_on(day)
    terms = in_force.contract
    for asked in (day, reported):
        if not in_force.serves(asked):
            raise _not_in_force(terms, asked)
    level = agreement.level(terms)
    if level is None:
        raise NoServiceLevel("deadline.no-service-level", contract=terms.id, day=day.isoformat())
    zone = agreement.zone
    calendar = level.service_hours or terms.calendar
    working = agreement.calendars.get(calendar or "")
    hours = BusinessTime(working, zone) if working is not None else None
    clocks = {name: Clock(name, zone, hours) for name in ("always", "service_hours")}
    milestones = list(_milestones(level, in_force))
    promises = (*milestones, *_documents(level), *_actions(level, milestones))
    later = tuple(agreement.timeline.changes_after(day, "service_level", "service_level_overrides"))
    return Timetable(agreement, terms, level, day, zone, calendar, clocks, promises, later)


def without_promises(agreement: Agreement, reported: datetime) -> Timetable | None:
    """The timetable of a report that the contract promises no times for, such as one after its term: only the clocks by which
    what is agreed for it is told. None where the contract has no service level then.
    """
    day = reported.astimezone(agreement.zone).date()
    terms = agreement.terms_on(day).contract
    level = agreement.level(terms)
    if level is None:
        return None
    clocks = {"always": Clock("always", agreement.zone, None)}
    return Timetable(agreement, terms, level, day, agreement.zone, None, clocks, ())


def timetable_for(agreement: Agreement, reported: datetime) -> Timetable | None:
    """The same for a report at that time (aware); None outside of the contract's term, and where it promises no times."""
    try:
        return timetable_of(agreement, reported.astimezone(agreement.zone).date())
    except (Refused, NoServiceLevel):
        return None


def _not_in_force(terms: Contract, day: date) -> Refused:
    values = {
        "contract": terms.id,
        "day": day.isoformat(),
        "start": terms.term.start.isoformat(),
        "end": terms.term.end.isoformat(),
    }
    return Refused("deadline.not-in-force", **values)


# --- from the documents ------------------------------------------------------------------------------------


def _milestones(level: ServiceLevel, terms: Terms) -> Iterator[Promise]:
    for each in promised(level, terms.contract.service_level_overrides):
        clause: Clause = ("ServiceLevel", level.id, ("milestones", each.index))
        yield _milestone(
            each.time, terms.clause("service_level_overrides", each.index) if each.own else clause
        )


def _milestone(each: Milestone, clause: Clause) -> Promise:
    promise = Promise(
        kind="milestone",
        name=each.milestone,
        request=each.request,
        severity=each.severity,
        clock=each.clock,
        counted_from=each.counted_from,
        clause=clause,
        limit=limit_of(each.within, each.clock) if each.within else None,
        latest=limit_of(each.at_the_latest, each.clock) if each.at_the_latest else None,
        best_effort=each.best_effort,
        when=each.when,
        by=each.by,
    )
    return replaced(promise, said=_said(promise))


def _said(promise: Promise) -> Named:
    what = word(promise.name)
    if promise.limit is None:
        return Named("deadline.promise-best-effort", what=what)
    values = {
        "what": what,
        "within": duration(promise.limit.text),
        "event": word(promise.counted_from),
        "clock": word(promise.clock),
    }
    if promise.latest is not None:
        return Named("deadline.promise-latest", latest=duration(promise.latest.text), **values)
    return Named("deadline.promise", **values)


def _documents(level: ServiceLevel) -> Iterator[Promise]:
    for index, each in enumerate(level.documents):
        for severity in each.severities or (None,):
            yield _document(each, severity, ("ServiceLevel", level.id, ("documents", index)))


def _document(each: DocumentDue, severity: str | None, clause: Clause) -> Promise:
    limit = limit_of(each.within, each.clock)
    promise = Promise(
        kind="document",
        name=each.document,
        request=each.request,
        severity=severity,
        clock=each.clock,
        counted_from=each.after,
        clause=clause,
        limit=limit,
    )
    return replaced(promise, said=_said(promise))


def _actions(level: ServiceLevel, milestones: Sequence[Promise]) -> Iterator[Promise]:
    for index, each in enumerate(level.overdue):
        clause = ("ServiceLevel", level.id, ("overdue", index))
        for severity, clock in _clocks_of(each, level, milestones):
            yield _action(each, severity, clock, clause)


def _clocks_of(
    each: Overdue, level: ServiceLevel, milestones: Sequence[Promise]
) -> Iterator[tuple[str | None, str]]:
    """The clock that a measure's time is counted by, for its severity: its own, else that of the milestone.

    Where the milestone is counted by another clock for some severities, so is the measure.
    """
    severities = (each.severity,) if each.severity else tuple(one.id for one in level.severities) or (None,)
    found = {severity: each.clock or _clock_of(each, severity, milestones) for severity in severities}
    if len(set(found.values())) == 1:
        yield each.severity, next(iter(found.values()))
    else:
        yield from found.items()


def _clock_of(each: Overdue, severity: str | None, milestones: Sequence[Promise]) -> str:
    holding = (one for one in _holding(milestones, each.request, severity) if one.name == each.milestone)
    return next((one.clock for one in holding), "always")


def _action(each: Overdue, severity: str | None, clock: str, clause: Clause) -> Promise:
    limit = limit_of(each.after, clock) if each.after else None
    what, of = word(each.action), word(each.milestone)
    said = Named("deadline.action-at-once", what=what, of=of)
    if limit is not None:
        said = Named("deadline.action", what=what, of=of, after=duration(limit.text), clock=word(clock))
    return Promise(
        kind="action",
        name=each.action,
        request=each.request,
        severity=severity,
        clock=clock,
        counted_from="reported",
        clause=clause,
        limit=limit,
        of=each.milestone,
        detail=each.detail,
        said=said,
    )


def _holding(promises: Iterable[Promise], request: str, severity: str | None) -> Iterator[Promise]:
    asked = [each for each in promises if each.request == request]
    own: dict[str, list[Scope]] = {}
    for each in asked:
        if each.kind == "milestone" and severity is not None and each.severity == severity:
            own.setdefault(each.name, []).append(Scope(each.when, each.by))
    for each in asked:
        if each.severity is not None:
            if each.severity == severity:
                yield each
        # A document names its severities; measures hold beside each other.
        elif each.kind != "milestone":
            yield each
        elif (scope := general_scope(Scope(each.when, each.by), own.get(each.name, ()))) is not None:
            yield each if scope.when == each.when else replaced(each, when=scope.when)


def _doubled(promises: Iterable[Promise]) -> Iterator[Clause]:
    """The clauses of the promises that contradict another one: for different people (`by`) they are two promises."""
    milestones = [each for each in promises if each.kind == "milestone"]
    for one in milestones:
        for other in milestones:
            same = one is not other and (one.name, one.when) == (other.name, other.when)
            if same and (one.by is None or other.by is None or one.by == other.by):
                yield one.clause
                break
