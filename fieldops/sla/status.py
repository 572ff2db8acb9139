"""How an order stands: every milestone's state, a pure function of its events, the contract and the time now.

Nothing that has elapsed is stored: a corrected log, contract or calendar gives the corrected answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from fieldops.contracts.agreement import asset_of
from fieldops.contracts.model.service import Pause
from fieldops.contracts.reasons import Reason
from fieldops.contracts.wording import moment, word, words
from fieldops.dates.instants import elapsed, first_instant, utc
from fieldops.errors import Named
from fieldops.sla.agreed import agreed_deadlines
from fieldops.sla.deadlines import Case, Deadline, Paused, condition_holds, cut_short, deadlines_of
from fieldops.sla.escalation import Closing, Missed, Step, closing_of, next_step, steps_of
from fieldops.sla.event_kinds import ENDS_PAUSE, REACHES
from fieldops.sla.events import Event, OrderLog, is_remotely_fixable
from fieldops.sla.timetable import Promise, Timetable
from fieldops.structs import replaced

# By whether other entries for the reason do without: why a pause does not count.
_WITHOUT = {False: "deadline.pause-without-evidence", True: "deadline.pause-without-evidence-for"}
# What does not count any more when the customer reports the same fault again.
UNDONE = ("resolved", "workaround", "confirmed", "closed")
_HAPPENED = ("responded", "arrived", "resolved", "confirmed")
_PROMISED = ("milestone", "at_the_latest")
_NONE = timedelta(0)
_KIND_OF = {milestone: kind for kind, milestone in REACHES.items()}


# Public: JSON has these words.
StateName = Literal[
    "met",
    "late",
    "running",
    "paused",
    "waiting",
    "due",
    "best_effort",
    "not_applicable",
    "undetermined",
]


@dataclass(frozen=True, slots=True)
class State:
    """One deadline of an order now.

    `state`: met, late, running, paused, waiting (not begun, or a measure not needed so far), due (a measure that is
    needed now), best_effort, not_applicable, undetermined (a fact is missing; `if_holds` is what it would be).
    `by`: how early, late, or how long it still has; in seconds that really pass. `left`: while paused, what is left
    on its clock.
    """

    deadline: Deadline
    state: StateName
    reached: datetime | None = None
    by: timedelta | None = None
    left: timedelta | None = None
    if_holds: StateName | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """An order at `now`: the states, the steps of escalation so far and the next one, and whether it is closed. `pauses` are
    those that count.
    """

    log: OrderLog
    now: datetime
    severity: str | None
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    next_step: Step | None
    closing: Closing
    notes: tuple[Reason, ...]
    pauses: tuple[Paused, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether anything is late, or a measure due that nobody has taken."""
        return any(each.state in ("late", "due") for each in self.states)

    @property
    def is_undetermined(self) -> bool:
        """Whether a fact is missing that decides something."""
        return any(each.state == "undetermined" for each in self.states)


def status_of(
    timetable: Timetable, log: OrderLog, now: datetime, not_before: datetime | None = None
) -> Status:
    """How the order of `log` (which `check_log` has accepted) stands at `now` (aware).

    `not_before`: before then it is not closed, whatever was said; None where nothing is known to be missing.
    """
    now = utc(now)
    order = _Order(timetable, log, now)
    log = order.log  # by ids, however it names them
    states = tuple(order.states())
    closing = _closing(order, not_before)
    resolved = order.last("resolved")
    steps = tuple(steps_of(timetable, order.events, log, _missed(states), closing, resolved))
    following = next_step(timetable, log, steps, _first_ahead(states), now, closing)
    return Status(
        log,
        now.astimezone(timetable.zone),
        order.severity,
        states,
        tuple(step for step in steps if utc(step.at) <= now),
        following,
        closing,
        tuple(order.notes()),
        order.pauses,
    )


def closing_at(
    timetable: Timetable, log: OrderLog, now: datetime, not_before: datetime | None = None
) -> Closing:
    """Whether the order of `log` is closed at `now` (aware): the closing of its status alone."""
    return _closing(_Order(timetable, log, utc(now)), not_before)


def _closing(order: _Order, not_before: datetime | None = None) -> Closing:
    reached = (order.last("confirmed"), order.last("resolved"), order.last("closed"))
    return closing_of(order.timetable, order.log, order.now, *reached, not_before)


def _missed(states: tuple[State, ...]) -> tuple[Missed, ...]:
    """Every time of a milestone that was missed, and when it was reached after all."""
    return tuple(
        Missed(each.deadline.milestone, each.deadline.due, each.reached)
        for each in states
        if each.state == "late" and each.deadline.kind in _PROMISED and each.deadline.due is not None
    )


def _first_ahead(states: tuple[State, ...]) -> Missed | None:
    """The milestone that would be missed next."""
    running = [
        Missed(each.deadline.milestone, each.deadline.due)
        for each in states
        if each.state == "running" and each.deadline.kind in _PROMISED and each.deadline.due is not None
    ]
    return min(running, default=None, key=lambda each: utc(each.at))


class _Order:
    """What a log means for the promises of a contract."""

    def __init__(self, timetable: Timetable, log: OrderLog, now: datetime) -> None:
        self.timetable, self.log, self.now = timetable, log, now
        events = (replaced(event, at=utc(event.at)) for event in log.events)
        self.events = [event for event in events if event.at <= now]
        again = [index for index, event in enumerate(self.events) if event.kind == "reported_again"]
        self._again = max(again, default=-1)
        request, first = timetable.checked(log.request, log.severity)
        self.log = replaced(log, request=request, severity=first or log.severity)
        changes: list[tuple[datetime, str | None]] = [
            (event.at, event.to) for event in self.events if event.kind == "severity_changed"
        ]
        self.severities: list[tuple[datetime, str | None]] = [
            (log.reported, first),
            *(changes if first is not None else ()),
        ]
        self.severity = self.severities[-1][1]
        self.facts = self._facts()
        self.pauses, self.refused = self._paused()
        self.agreed = agreed_deadlines(timetable.agreement, self.log.order, self.events, now)

    # --- what happened ---------------------------------------------------------------------------------

    def last(self, kind: str) -> datetime | None:
        """When that was reached so that it still counts: the first time, after a fault came back the first since then."""
        event = self._first(kind)
        return event.at if event is not None else None

    def _first(self, kind: str, **values: str) -> Event | None:
        since = self._again + 1 if kind in UNDONE else 0
        for event in self.events[since:]:
            if event.kind == kind and all(getattr(event, key) == value for key, value in values.items()):
                return event
        return None

    def reached(self, promise: Promise) -> tuple[datetime | None, bool]:
        """When a promise was kept, and whether that can be told: not where the log leaves out who acted."""
        if promise.kind == "document":
            event = self._first("document_given", document=promise.name)
            return (event.at if event else None), True
        if promise.kind == "action":
            return self._taken(promise), True
        kind = _KIND_OF[promise.name]
        since = self._again + 1 if kind in UNDONE else 0
        done = [event for event in self.events[since:] if event.kind == kind]
        fitting = [event for event in done if promise.by is None or event.by in (None, promise.by)]
        if fitting and fitting[0].by is None and self._several_people(promise):
            return None, False
        return (fitting[0].at if fitting else None), True

    def _several_people(self, promise: Promise) -> bool:
        holding = self.timetable.holding(self.log.request, self.severity)
        case = self._case(None)
        people = {
            each.by
            for each in holding
            if (each.kind, each.name) == ("milestone", promise.name)
            and condition_holds(self.timetable, each.when, case) != "no"
        }
        return len(people - {None}) > 1

    def _taken(self, promise: Promise) -> datetime | None:
        event = self._first("action_taken", action=promise.name)
        times = [event.at] if event else []
        if promise.name == "workaround" and (done := self.last("workaround")) is not None:
            times.append(done)
        if promise.name == "new_agreed_deadline":
            for agreed in self.agreed:
                if agreed.milestone == promise.of:
                    times.append(first_instant(agreed.on, 0, self.timetable.zone))
        return min(times, default=None)

    def _facts(self) -> dict[str, bool]:
        facts = dict(self.log.facts)
        asset = asset_of(self.timetable.terms, self.log.asset) if self.log.asset else None
        site = next((each for each in self.timetable.terms.sites if asset and each.id == asset.site), None)
        if site is not None:
            # Left out at the site, the other city's times hold, as the schema says.
            facts.setdefault("same_city", site.same_city)
        mended = is_remotely_fixable(self.events, facts.get("remotely_fixable"))
        if mended is not None:
            facts["remotely_fixable"] = mended
        return {**self.timetable.known, **facts}

    def _paused(self) -> tuple[tuple[Paused, ...], list[Reason]]:
        """The pauses that count, and why the others do not: reasons the contract does not allow, no evidence.

        A reason may have several entries, each for milestones of its own; one that names none is for all others. The
        clocks go on when it is over, or when the customer reports again: then somebody has to act.
        """
        counted: list[Paused] = []
        refused: list[Reason] = []
        for index, event in enumerate(self.events):
            if event.kind != "paused" or event.reason is None:
                continue
            later = (each.at for each in self.events[index:] if each.kind in ENDS_PAUSE)
            end = next(later, None)
            rules = [(at, one) for at, one in enumerate(self._rules) if one.reason == event.reason]
            named = tuple(name for _, one in rules for name in one.milestones)
            if not rules:
                refused.append(self._refused("deadline.pause-not-allowed", event))
            for at, one in rules:
                if one.evidence and event.evidence is None:
                    milestones = one.milestones if len(rules) > 1 else ()
                    refused.append(self._refused(_WITHOUT[bool(milestones)], event, at, milestones))
                else:
                    counted.append(Paused(event.at, end, event.reason, one.milestones, named))
        return tuple(counted), refused

    @property
    def _rules(self) -> tuple[Pause, ...]:
        return self.timetable.level.pauses

    def _refused(
        self, code: str, event: Event, at: int | None = None, milestones: tuple[str, ...] = ()
    ) -> Reason:
        values: dict[str, object] = {
            "reason": word(event.reason or ""),
            "at": moment(event.at, self.timetable.zone),
        }
        if milestones:
            values["milestones"] = words(milestones)
        clause = ("ServiceLevel", self.timetable.level.id, ("pauses", at)) if at is not None else None
        return Reason(rule="pause", result="no", said=Named(code, **values), clause=clause)

    # --- states ------------------------------------------------------------------------------------------

    def states(self) -> Iterator[State]:
        """The state of every deadline, those of the severity now first."""
        done: list[State] = []
        for promise in self._promises():
            reached, told = self.reached(promise)
            for deadline in self._deadlines(promise, reached, done):
                done.append(self._state(deadline, reached, told))
                yield done[-1]

    def _promises(self) -> Iterator[Promise]:
        """The promises that judge: of what is reached those of the severity then, of the rest those of the one now."""
        timetable, request = self.timetable, self.log.request
        every = list(dict.fromkeys([self.severity, *(id for _, id in self.severities)]))
        for severity in every:
            for promise in timetable.holding(request, severity):
                deciding = self._deciding(promise)
                if severity == deciding or (severity == self.severity and not self._has(promise, deciding)):
                    yield promise

    def _deciding(self, promise: Promise) -> str | None:
        reached, _ = self.reached(promise)
        if reached is None or promise.kind != "milestone":
            return self.severity
        return [id for at, id in self.severities if at <= reached or at == self.log.reported][-1]

    def _has(self, promise: Promise, severity: str | None) -> bool:
        held = self.timetable.holding(self.log.request, severity)
        return any((each.kind, each.name) == (promise.kind, promise.name) for each in held)

    def _deadlines(self, promise: Promise, reached: datetime | None, done: list[State]) -> Iterator[Deadline]:
        missed = [each.deadline for each in done] if promise.kind == "action" else []
        if promise.kind == "action" and promise.limit is None:
            yield from deadlines_of(self.timetable, promise, self._case(None), missed)
            return
        for deadline in deadlines_of(self.timetable, promise, self._case(reached), missed):
            yield self._as_agreed(deadline)

    def _case(self, until: datetime | None) -> Case:
        """The case as the clocks see it; a clock that has reached its end does not stand still any more."""
        pauses = cut_short(self.pauses, until)
        happened = {kind: at for kind in _HAPPENED if (at := self.last(kind)) is not None}
        return Case(self.log.request, self.severity, self.log.reported, self.facts, happened, pauses)

    def _as_agreed(self, deadline: Deadline) -> Deadline:
        agreed = [each for each in self.agreed if each.milestone == deadline.milestone]
        if not agreed or deadline.kind not in _PROMISED:
            return deadline
        last = agreed[-1]
        reason = last.reason(self.timetable.zone, deadline.reasons)
        applies = "no" if deadline.kind == "at_the_latest" else deadline.applies
        return replaced(
            deadline, due=last.due, why=None, provisional=False, applies=applies, reasons=(reason,)
        )

    def _state(self, deadline: Deadline, reached: datetime | None, told: bool) -> State:
        if deadline.applies == "no":
            return State(deadline, "not_applicable", reached)
        if deadline.kind == "action":
            state = self._action(deadline, reached)
        elif deadline.milestone == "plan" and reached is None and (over := self.last("resolved")) is not None:
            state = _unneeded(deadline, over, self.now)
        else:
            state = judged(deadline, reached, self.now)
        if not told:
            said = Named("deadline.who-unknown", milestone=word(deadline.milestone))
            reason = Reason(rule="by", result="unknown", said=said)
            return State(deadline, "undetermined", reasons=(reason,))
        if deadline.applies == "unknown" and state.state != "not_applicable":
            return replaced(state, state="undetermined", if_holds=state.state)
        return replaced(state, left=self._left(deadline)) if state.state == "paused" else state

    def _left(self, deadline: Deadline) -> timedelta | None:
        limit, start = deadline.limit, deadline.start
        open_since = next((each.begin for each in self.pauses if each.end is None), None)
        if limit is None or limit.working_days or start is None or open_since is None:
            return None
        before = tuple(each for each in self.pauses if each.end is not None)
        case = replaced(self._case(None), pauses=before)
        due = next(
            (
                each.due
                for each in deadlines_of(self.timetable, deadline.promise, case)
                if each.kind == deadline.kind
            ),
            None,
        )
        clock = self.timetable.clocks[deadline.clock]
        return None if due is None else clock.between(max(utc(open_since), utc(start)), due)

    def _action(self, deadline: Deadline, taken: datetime | None) -> State:
        """A measure is needed only while the milestone is still open when its time is over, and the request itself is."""
        of = _KIND_OF.get(deadline.promise.of or "")
        ends = (of, "resolved", "confirmed", "closed")
        kept = min((at for kind in ends if kind and (at := self.last(kind))), default=None)
        if deadline.due is None:
            state: StateName = "met" if taken else "paused" if deadline.start else "waiting"
            return State(deadline, state, taken)
        due = utc(deadline.due)
        if kept is not None and kept <= due:
            return State(deadline, "not_applicable", taken)
        if deadline.promise.limit is None:
            if taken is not None:
                return State(deadline, "met", taken)
            if kept is not None:
                # Nobody needs it any more.
                return State(deadline, "not_applicable")
            return State(deadline, "waiting" if self.now <= due else "due", by=None)
        if taken is None and self.now <= due:
            return State(deadline, "waiting", by=elapsed(self.now, due))
        # What is resolved in the end needs no measure any more, but the measure was missing until then.
        return judged(deadline, taken or kept, self.now)

    # --- notes -------------------------------------------------------------------------------------------

    def notes(self) -> Iterator[Reason]:
        """What else a reader has to know: changes of severity, pauses that do not count, a fault that came back."""
        for at, severity in self.severities[1:]:
            names = {each.id: each.name for each in self.timetable.level.severities}
            said_as = names.get(severity or "", severity)
            values = {"severity": said_as, "at": moment(at, self.timetable.zone)}
            yield Reason(rule="severity", result="note", said=Named("deadline.severity-changed", **values))
        if self._again >= 0:
            said = Named("deadline.came-back", at=moment(self.events[self._again].at, self.timetable.zone))
            yield Reason(rule="reported-again", result="note", said=said)
        yield from self.refused
        for clause, day in self.timetable.later:
            if day <= self.now.astimezone(self.timetable.zone).date():
                said = Named("deadline.later-amendment", day=day.isoformat())
                yield Reason(rule="terms", result="note", said=said, clause=clause)


def judged(deadline: Deadline, reached: datetime | None, now: datetime) -> State:
    """A deadline against when it was reached, or against now."""
    due = deadline.due
    if deadline.limit is None and deadline.kind == "milestone" and due is None:
        return State(deadline, "best_effort", reached)
    if due is None:
        if deadline.start is None:
            return State(deadline, "waiting", reached)
        paused = deadline.why is not None and deadline.why.codes == ("deadline.paused",)
        return State(deadline, "paused" if paused else "undetermined", reached)
    if reached is not None:
        early = elapsed(reached, due)
        return State(deadline, "met" if early >= _NONE else "late", reached, abs(early))
    left = elapsed(now, due)
    return State(deadline, "running" if left >= _NONE else "late", None, abs(left))


def _unneeded(deadline: Deadline, resolved: datetime, now: datetime) -> State:
    """A plan that nobody gave for what was resolved: not needed any more, or missing from its time until then."""
    if deadline.due is None or resolved <= utc(deadline.due):
        return State(deadline, "not_applicable")
    return judged(deadline, resolved, now)
