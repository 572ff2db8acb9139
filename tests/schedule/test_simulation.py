"""The schedule lived through by the hour: hosts that do not answer, programs that die, and each visit is done once.

No store, no process, no file: what is decided is written into the log as a program would have recorded it. What is
kept through real kills is tested in tests/actions/test_schedule_actions.py.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import Workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Window
from fieldops.contracts.obligations import DueObligation, recurring_between
from fieldops.schedule.deciding import Do
from tests.schedule.cases import DAILY, VISIT, Clerk, Diary, acme
from tests.sla.agreements import example

EXAMPLES = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = timedelta(hours=1)
# Summer time begins on 2026-03-29 and ends on 2026-10-25.
NIGHTS = "  consent: standing\n  windows: [{days: [sat, sun], hours: '22:00-03:00'}, {days: [wed], hours: '01:30-02:30'}]\n"


NIGHTLY = VISIT.replace("late: 2 days", "late: 10 days") + DAILY.replace("1 days", "3 days").replace(
    "}}", ", early: 3 days, late: 5 days}}"
)


@cache
def berlin() -> Agreement:
    """A contract with windows at night where clocks are changed."""
    with TemporaryDirectory() as folder:
        return acme(Workspace(Path(folder)), NIGHTLY, NIGHTS, zone="Europe/Berlin")


@cache
def five() -> tuple[Agreement, ...]:
    return *(example(id) for id in EXAMPLES), berlin()


@pytest.mark.parametrize(("days", "at_least"), [(120, 200), pytest.param(730, 700, marks=pytest.mark.long)])
def test_two_years_of_the_examples_called_every_hour_do_each_visit_once(days: int, at_least: int) -> None:
    """The acceptance of `schedule run`: five contracts, 17,520 calls, hosts and programs that fail at random."""
    first = date(2026, 2, 28)
    life = Life(five(), random.Random(4))
    life.go_through(datetime.combine(first, time(), UTC), hours=days * 24)
    life.check(first + timedelta(days=2), first + timedelta(days=days - 2), at_least)


@settings(max_examples=15)
@given(st.integers(), st.sampled_from(["2026-03-16", "2026-10-16"]))
def test_two_weeks_around_a_change_of_the_clocks_do_each_visit_once(seed: int, day: str) -> None:
    first = date.fromisoformat(day)
    life = Life([berlin()], random.Random(seed))
    life.go_through(datetime.combine(first, time(), UTC), hours=16 * 24)
    life.check(first, first + timedelta(days=15), at_least=6)


@dataclass
class Life:
    """Several contracts whose visits one program does, called again and again; it dies now and then."""

    agreements: Sequence[Agreement]
    dice: random.Random
    diary: Diary = field(default_factory=Diary)
    missed: list[DueObligation] = field(default_factory=list)

    def __post_init__(self) -> None:
        for agreement in self.agreements:
            if agreement.signed.access.consent == "per_visit":
                for due in visits(agreement, date(2026, 1, 1), date(2028, 12, 31)):
                    start = datetime.combine(due.earliest, time(), UTC)
                    self.diary.consented(
                        due.key, start, start + (due.latest - due.earliest + timedelta(days=1))
                    )

    def go_through(self, start: datetime, hours: int) -> None:
        clerks = self._born()
        for hour in range(hours):
            for agreement, clerk in zip(self.agreements, clerks, strict=True):
                if not self._turn(agreement, clerk, start + hour * HOUR):
                    clerks = self._born()
                    break

    def _born(self) -> list[Clerk]:
        return [Clerk(agreement, self.diary, attended=True) for agreement in self.agreements]

    def _turn(self, agreement: Agreement, clerk: Clerk, now: datetime) -> bool:
        """One look at a contract; False where the program has died of it."""
        found = clerk.look(now)
        self.missed += found.missed
        if found.missed:
            self.diary.missed(agreement, found.missed, now)
        for each in found.decisions:
            if isinstance(each, Do):
                assert in_window(agreement, clerk.moment(now)), (each, now)
                if self.dice.random() < 0.02:
                    # Before anything is recorded, or after some of the hosts.
                    self._visited(clerk, each, now, self.dice.randint(0, len(each.visit.hosts)))
                    return False
                self._visited(clerk, each, now, None)
        return True

    def _visited(self, clerk: Clerk, decision: Do, now: datetime, heard: int | None) -> None:
        down = frozenset(host for host in decision.visit.hosts if self.dice.random() < 0.05)
        self.diary.visited(clerk.agreement, decision.visit, clerk.moment(now), down, heard)

    def check(self, first: date, last: date, at_least: int) -> None:
        """Of the visits whose windows lie within these days none was missed, and each host was looked at once."""
        wanted = {
            (due.key, host): 1
            for agreement in self.agreements
            for due in visits(agreement, first, last)
            if first <= due.earliest and due.latest <= last
            for host in hosts(agreement, due)
        }
        done = Counter((run.serves, host) for run in self.diary.log.attempts.values() for host in run.done)
        assert {key: count for key, count in done.items() if key in wanted} == wanted
        assert max(done.values()) == 1
        assert [due for due in self.missed if due.earliest >= first] == []
        assert len(wanted) >= at_least


def visits(agreement: Agreement, first: date, last: date) -> list[DueObligation]:
    return recurring_between(agreement, first, last, ("inspections",))


def hosts(agreement: Agreement, due: DueObligation) -> Iterator[str]:
    """The hosts of a visit, counted from the contract alone."""
    entry = next(each for each in agreement.signed.inspections if due.id.endswith(f"/{each.id}"))
    for asset in agreement.signed.assets:
        if asset.host is not None and (not entry.categories or asset.category in entry.categories):
            yield asset.id


def in_window(agreement: Agreement, moment: datetime) -> bool:
    """Whether the clock on the wall shows a time within one of the contract's windows (or there are none)."""
    windows = agreement.signed.access.windows
    return not windows or any(shows(window, moment) for window in windows)


def shows(window: Window, moment: datetime) -> bool:
    begin, end = window.hours.split("-")
    clock, today = f"{moment:%H:%M}", DAYS[moment.weekday()] in window.days
    if begin < end:
        return today and begin <= clock < end
    yesterday = DAYS[moment.weekday() - 1] in window.days
    return (today and clock >= begin) or (yesterday and clock < end)
