"""How everything that a contract makes due stands: the dates of the contract put together with the record store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.inspection import HEALTH_CHECK, INSPECTION
from fieldops.actions.settings import open_store, store_path
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Inspection
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.records.visits import Attempt, VisitLog
from fieldops.schedule.visits import (
    Completion,
    Standing,
    entry_of,
    estate_of,
    held_by_plan,
    hosts_of,
    state_of,
)

# The word of a contract for what a run calls so.
RUN_KINDS = {"inspection": INSPECTION, "health_check": HEALTH_CHECK}
# What somebody should do now, or should have done.
OPEN = frozenset({"missed", "due", "in_window"})
_IN_PLAN = ("drill", "plan_revision")


def read_log(root: Path) -> VisitLog:
    """What the workspace's record store tells about visits; nothing while there is no store."""
    log = VisitLog()
    if store_path(root).is_file():
        with closing(open_store(root)) as store:
            log.feed(store.visit_events())
    return log


def local_moment(now: datetime, contract: Contract) -> datetime:
    """`now` in the contract's time zone; a time without offset is meant in that zone already."""
    zone = ZoneInfo(contract.time_zone)
    return now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One contract and the log: tells for each occurrence what was done."""

    agreement: Agreement
    log: VisitLog

    def attempts(self, entry: Inspection, due: DueObligation) -> list[Attempt]:
        """The runs that count for a visit: begun for it, or by hand with its playbook within its window; by time."""
        kind = RUN_KINDS[entry.kind]
        by_hand = self.log.by_hand.get((self.agreement.contract.id, kind, entry.playbook), ())
        found = [*self.log.serving.get(due.key, ())]
        found += [run for run in by_hand if due.earliest <= self._day(run.started) <= due.latest]
        return sorted(found, key=lambda run: run.started)

    def unreached(self, entry: Inspection, attempts: Sequence[Attempt]) -> tuple[str, ...]:
        """The hosts that a visit still lacks. Its hosts are those the contract had when it began."""
        estate = attempts[0].estate if attempts else estate_of(self.agreement.contract)
        done: set[str] = set().union(*(run.done for run in attempts))
        return tuple(host for host in hosts_of(entry, estate) if host not in done)

    def completion(self, due: DueObligation) -> Completion | None:
        """What was done for the occurrence, or None: recorded by a person, or seen on every host of the visit."""
        recorded = self.log.recorded.get(due.key)
        if recorded is not None:
            return Completion(recorded.day, by=recorded.by, note=recorded.note)
        entry = entry_of(self.agreement, due)
        attempts = self.attempts(entry, due) if entry is not None else []
        if entry is None or not attempts or self.unreached(entry, attempts):
            return None
        counted = [run for run in attempts if run.done]
        if not counted:
            return None
        return Completion(self._day(counted[-1].started), tuple(run.run for run in counted))

    def completed(self, due: DueObligation) -> date | None:
        """The day on which the occurrence was done, or None."""
        found = self.completion(due)
        return found.day if found is not None else None

    def between(self, first: date, last: date, today: date) -> list[Standing]:
        """Everything due from `first` to `last` and how it stands on `today`."""
        held = self._held(last)
        return [
            self._standing(due, held, today)
            for due in due_between(self.agreement, first, last, self.completed)
        ]

    def _standing(self, due: DueObligation, held: dict[str, date], today: date) -> Standing:
        completion = self.completion(due)
        if completion is None and due.key in held:
            completion = Completion(held[due.key])
        state = state_of(due, completion is not None, today)
        entry = entry_of(self.agreement, due)
        attempts = self.attempts(entry, due) if entry is not None else []
        lacking = self.unreached(entry, attempts) if entry is not None and attempts and not completion else ()
        return Standing(due, state, completion, tuple(run.run for run in attempts), lacking)

    def _held(self, last: date) -> dict[str, date]:
        """Drills and revisions that the emergency plan says were held, by occurrence."""
        if self.agreement.plan is None:
            return {}
        groups: dict[str, list[DueObligation]] = {}
        for due in due_between(self.agreement, date.min, last, self.completed):
            if due.kind in _IN_PLAN:
                groups.setdefault(due.id, []).append(due)
        found: dict[str, date] = {}
        for occurrences in groups.values():
            found |= held_by_plan(self.agreement.plan, occurrences)
        return found

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.agreement.contract.time_zone)).date()
