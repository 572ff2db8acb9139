"""How everything due stands on a day: the dates of a contract put together with what the records tell.

Pure: the folded log comes in as a value, and so does today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import EmergencyPlan, Inspection
from fieldops.contracts.obligations import DueObligation, due_between, handover_dates, on_request
from fieldops.records.visits import Attempt, VisitLog
from fieldops.schedule.visits import RUN_KINDS, Estate, entry_of, hosts_of, is_for
from fieldops.structs import Struct

_IN_PLAN = ("drill", "plan_revision")


class State(StrEnum):
    """How an occurrence stands (public interface)."""

    DONE = "done"
    MISSED = "missed"
    DUE = "due"
    IN_WINDOW = "in_window"  # may be done already
    PLANNED = "planned"
    PROVISIONAL = "provisional"  # planned, and the day may move
    PAST = "past"  # an end that has come by itself, or a day before the service, or the records, began


# What somebody should do now, or should have done.
OPEN = frozenset({State.MISSED, State.DUE, State.IN_WINDOW})


class Completion(Struct, frozen=True):
    """That something was done on `day`: by these runs, or by what a person recorded."""

    day: date
    runs: tuple[str, ...] = ()
    by: str | None = None
    note: str | None = None


class Standing(Struct, frozen=True):
    """An occurrence and how it stands; `unreached` are hosts that a visit still lacks, `awaited` those of them whose results
    may still be carried into a run of it.
    """

    due: DueObligation
    state: State
    completion: Completion | None = None
    runs: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """Whether it was done, but after the last day on which that was in time."""
        return self.completion is not None and self.completion.day > self.due.latest


def state_of(due: DueObligation, done: bool, today: date) -> State:
    """How an occurrence stands on `today`: the last day of its window is in time."""
    if done:
        return State.DONE
    if due.passing and today > due.day:
        return State.PAST
    if today > due.latest:
        return State.MISSED
    if today >= due.day:
        return State.DUE
    if today >= due.earliest and not due.passing:
        return State.IN_WINDOW
    return State.PROVISIONAL if due.provisional else State.PLANNED


class Ledger(Struct, frozen=True):
    """One contract and the log: tells for each occurrence what was done."""

    agreement: Agreement
    log: VisitLog
    adopted_from: date = date.min
    """The first day that the records are about: what was over before it is not known, and not missed."""

    def attempts(self, entry: Inspection, due: DueObligation) -> list[Attempt]:
        """The runs that count for a visit: begun for it, or by hand with one of its playbooks within its window; by time.

        One that was given up counts for nothing: the visit is owed as before, and can be begun anew.
        """
        kind = RUN_KINDS[entry.kind]
        if not entry.uses:
            return []
        found = {run.run: run for run in self.log.serving.get(due.key, ())}
        for playbook in entry.named:
            by_hand = self.log.by_hand.get((self.agreement.id, kind, playbook), ())
            found |= {run.run: run for run in by_hand if due.earliest <= self._day(run.started) <= due.latest}
        return sorted((run for run in found.values() if not run.given_up), key=lambda run: run.started)

    def unreached(self, entry: Inspection, attempts: Sequence[Attempt], estate: Estate) -> tuple[str, ...]:
        """The hosts that a visit still lacks: that one of its playbooks is for, and has not looked at wholly.

        Its hosts are those the contract had when it began, else `estate`.
        """
        begun = Estate(attempts[0].estate, attempts[0].groups) if attempts else estate
        categories = dict(begun.assets)
        done = {use.playbook: _done(entry, use.playbook, attempts) for use in entry.uses}
        return tuple(
            host
            for host in hosts_of(entry, begun)
            if any(
                host not in done[use.playbook] and is_for(use, host, categories[host], begun)
                for use in entry.uses
            )
        )

    def completion(self, due: DueObligation) -> Completion | None:
        """What was done for the occurrence, or None: recorded by a person, or seen on every host of the visit."""
        recorded = self.log.recorded.get(due.key)
        if recorded is not None:
            return Completion(recorded.day, by=recorded.by, note=recorded.note)
        entry = entry_of(self.agreement, due)
        attempts = self.attempts(entry, due) if entry is not None else []
        if entry is None or not attempts or self.unreached(entry, attempts, Estate()):
            return None
        counted = [run for run in attempts if run.done or run.walked]
        if not counted or self.to_conclude(entry, attempts):
            return None
        return Completion(self._day(counted[-1].started), tuple(run.run for run in counted))

    def to_conclude(self, entry: Inspection, attempts: Sequence[Attempt]) -> tuple[str, ...]:
        """The runs that a visit waits for: a playbook of it was done by nothing but runs by people alone, and none of them
        is concluded; or something is owed by people, in a run by programs, too, that nobody has filled in in any run.
        """
        found: list[str] = []
        for playbook in entry.named:
            runs = [run for run in attempts if any(part.playbook == playbook for part in run.parts)]
            if runs and all(run.by_people and not run.walked for run in runs):
                found += [run.run for run in runs]
        settled = frozenset[tuple[str, str]]().union(*(run.settled for run in attempts))
        found += [run.run for run in attempts if not run.owed <= settled]
        return tuple(dict.fromkeys(found))

    def completed(self, due: DueObligation) -> date | None:
        """The day on which the occurrence was done, or None."""
        found = self.completion(due)
        return found.day if found is not None else None

    def between(self, first: date, last: date, today: date) -> list[Standing]:
        """Everything due from `first` to `last` and how it stands on `today`."""
        held = self._held(last)
        scheduled = due_between(self.agreement, first, last, self.completed)
        asked_for = (due for due in self._on_request() if first <= due.day <= last)
        found = [self._standing(due, held, today) for due in (*scheduled, *asked_for)]
        return sorted(found, key=lambda each: (each.due.day, each.due.kind, each.due.id, each.due.number))

    def _on_request(self) -> Iterator[DueObligation]:
        """What was promised without a schedule and is recorded as done."""
        for promise in on_request(self.agreement):
            for key, done in self.log.recorded.items():
                if key.startswith(f"{promise.id}/") and promise.done_on(done.day).key == key:
                    yield promise.done_on(done.day)

    def _standing(self, due: DueObligation, held: dict[str, date], today: date) -> Standing:
        completion = self.completion(due)
        if completion is None and due.key in held:
            completion = Completion(held[due.key])
        state = state_of(due, completion is not None, today)
        if state is State.MISSED and self.before_service(due):
            state = State.PAST
        entry = entry_of(self.agreement, due)
        attempts = self.attempts(entry, due) if entry is not None else []
        lacks = self.unreached(entry, attempts, Estate()) if entry is not None and not completion else ()
        awaited = tuple(host for host in lacks if any(host in run.awaited for run in attempts))
        return Standing(due, state, completion, tuple(run.run for run in attempts), lacks, awaited)

    def before_service(self, due: DueObligation) -> bool:
        """Whether the occurrence was over before the service began, so that nobody owed it by this contract, or before
        records were kept, so that nobody knows.
        """
        return due.latest < max(self.agreement.timeline.start, self.adopted_from)

    def _held(self, last: date) -> dict[str, date]:
        """What the documents say was done, by occurrence: papers received, drills held, the plan revised."""
        received = {due.key: day for due, day in handover_dates(self.agreement) if day is not None}
        if self.agreement.plan is None:
            return received
        groups: dict[str, list[DueObligation]] = {}
        for due in due_between(self.agreement, date.min, last, self.completed):
            if due.kind in _IN_PLAN:
                groups.setdefault(due.id, []).append(due)
        found = received
        for occurrences in groups.values():
            found |= held_by_plan(self.agreement.plan, occurrences)
        return found

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.agreement.zone).date()


def _done(entry: Inspection, playbook: str, attempts: Iterable[Attempt]) -> set[str]:
    """The hosts that these runs looked at wholly by a playbook of the visit."""
    found: set[str] = set()
    for run in attempts:
        # Begun for the visit by what the contract named then: it may call its playbook otherwise today.
        renamed = run.serves is not None and not any(each.playbook in entry.named for each in run.parts)
        found |= run.done if renamed else run.done_by(playbook)
    return found


def held_by_plan(plan: EmergencyPlan | None, occurrences: Sequence[DueObligation]) -> dict[str, date]:
    """The days on which the emergency plan says that drills were held and the plan was revised, by occurrence. F4

    Each counts for the first occurrence that was not over yet. `occurrences`: those of one obligation, by day.
    """
    if plan is None or not occurrences:
        return {}
    kind = occurrences[0].kind
    days: list[date] = []
    if kind == "drill" and plan.drills is not None:
        days = sorted(plan.drills.held)
    elif kind == "plan_revision" and plan.revision is not None and plan.revision.revised is not None:
        days = [plan.revision.revised]
    found: dict[str, date] = {}
    for day in days:
        due = next((each for each in occurrences if day <= each.latest), None)
        # A day long before the first one belongs to an earlier time.
        if due is not None and (due is not occurrences[0] or day >= due.earliest):
            found.setdefault(due.key, day)
    return found
