"""What fills up, and when it is full: days left until the limits of a check, over all recorded runs. Pure.

Looked at are the checks with the tag `capacity`. "Not enough data" is an answer, also of another machine; how values become
it is `fieldops.inspection.filling`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from fieldops.dates.instants import utc
from fieldops.inspection.checks import Item
from fieldops.inspection.criteria import BadCriterion, Criterion, read_criterion
from fieldops.inspection.filling import FAR, Outcome, daily, last_step, outcome_of, points_of
from fieldops.inspection.growth import Growth
from fieldops.records.hosts import HostNames
from fieldops.records.looks import RowPlace, Side
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import CheckSnapshot
from fieldops.structs import Struct, replaced

# In a check with this tag a value that grows (or shrinks) comes to an end, such as a file system's space.
CAPACITY = "capacity"
# Memory is used and given back: it comes to its limits, but there is no day on which it is full for good.
MEMORY = "memory"


class Limit(StrEnum):
    """Up to what days are left. Public interface."""

    WARN = "warn"
    CRIT = "crit"
    FULL = "full"


class Restart(StrEnum):
    """Why what was before does not count. Public interface."""

    STEP = "step"  # emptied, enlarged, or much put in at once
    OTHER_MACHINE = "other_machine"
    OTHER_CHECK = "other_check"


class Left(Struct, frozen=True):
    """How many days are left until a value is reached, at the least and at the most; all 0 when it is `reached`.

    `day` is the day on which the line gets there.
    """

    limit: Limit
    value: float
    days: float
    earliest: float
    latest: float
    day: date | None
    reached: bool = False


class Trend(Struct, frozen=True):
    """The growth of one value. `last` is the newest one, of the run `run`; `points` are the days counted, from `first` on.

    `per_day` with `least` and `most` is in the unit of the value; None where there are not enough points. `left` is empty
    but where it fills or a limit is reached. `restart` tells why earlier runs do not count.
    """

    host: str
    check: CheckSnapshot
    item: str | None
    last: Item
    run: str
    at: datetime
    outcome: Outcome
    points: int
    first: datetime
    confidence: float | None = None
    per_day: float | None = None
    least: float | None = None
    most: float | None = None
    left: tuple[Left, ...] = ()
    restart: Restart | None = None

    @property
    def soonest(self) -> float:
        """The days until what is worst among what is still to come, at the best guess; infinite where nothing is."""
        ahead = {each.limit: each.days for each in self.left if not each.reached}
        return next(
            (ahead[limit] for limit in (Limit.CRIT, Limit.FULL, Limit.WARN) if limit in ahead), _NEVER
        )


_NEVER = float("inf")


def trends_of(runs: Iterable[Run], at: datetime) -> list[Trend]:
    """The growth of everything that fills up, as of `at`, what is full soonest first. The order of the runs does not matter."""
    told = sorted(runs, key=lambda run: utc(run.started))
    # A check may have got its tag later than its first values.
    book = _Book({check.id for run in told for check in run.playbook.checks if CAPACITY in check.tags})
    for run in told:
        book.take(run)
    found = [_trend(series, at) for series in book.series()]
    outcomes = list(Outcome)
    found.sort(key=lambda each: (outcomes.index(each.outcome), each.soonest, each.host, each.check.id))
    return found


# --- values over time ---------------------------------------------------------------------------------------


class _Seen(Struct, frozen=True):
    run: str
    at: datetime
    item: Item
    value: float


@dataclass(slots=True)
class _Series:
    """The values of one row, in the order of time, since the last time that something else was measured."""

    host: str
    check: CheckSnapshot
    item: str | None
    seen: list[_Seen] = field(default_factory=list)
    restart: Restart | None = None

    def add(self, check: CheckSnapshot, seen: _Seen) -> None:
        before = self.check
        if (before.probe, before.value, before.each) != (check.probe, check.value, check.each):
            self.begin_anew(Restart.OTHER_CHECK)
        self.check = check
        self.seen.append(seen)

    def begin_anew(self, why: Restart) -> None:
        self.seen, self.restart = [], why


class _Book:
    """The series of all rows, told run by run in the order of time."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = wanted
        self._names = HostNames()
        self._keys: dict[str, str] = {}
        self._rows: dict[tuple[str, str], dict[RowPlace, _Series]] = {}

    def take(self, run: Run) -> None:
        self._names.take(run)
        for record in run.looked_at:
            host, side = self._names.first(record.host), Side(record)
            if self._is_other(host, record):
                self._begin_anew(host)
            for check in run.playbook.checks:
                if check.id in self._wanted:
                    self._look(run, host, run.playbook.check_on(check, record.host), side)

    def _begin_anew(self, host: str) -> None:
        for (of, _), rows in self._rows.items():
            for series in rows.values() if of == host else ():
                series.begin_anew(Restart.OTHER_MACHINE)

    def _is_other(self, host: str, record: HostRecord) -> bool:
        before = self._keys.get(host)
        self._keys[host] = record.host_key or before or ""
        return bool(before and record.host_key and before != record.host_key)

    def _look(self, run: Run, host: str, check: CheckSnapshot, side: Side) -> None:
        rows = self._rows.setdefault((host, check.id), {})
        for place in dict.fromkeys((*side.places(check.id), *rows)):
            look = side.look(check.id, place)
            if look.unseen is not None:
                continue
            value = look.item.value if look.item is not None else None
            if look.item is None or isinstance(value, str) or value is None:
                rows.pop(place, None)  # it is not there any more
                continue
            series = rows.setdefault(place, _Series(host, check, place[0]))
            series.add(check, _Seen(run.id, run.started, look.item, float(value)))

    def series(self) -> Iterator[_Series]:
        for rows in self._rows.values():
            for series in rows.values():
                if CAPACITY in series.check.tags and series.seen:
                    series.host = self._names.today(series.host)
                    yield series


# --- one value ----------------------------------------------------------------------------------------------


def _trend(series: _Series, at: datetime) -> Trend:
    direction = -1 if _falls(series.check, series.seen[-1].item.unit) else 1
    every_day = daily(series.seen)
    counted = every_day[last_step(every_day, series.seen[-1].item.unit, direction) :]
    restart = Restart.STEP if len(counted) < len(every_day) else series.restart
    last = counted[-1]
    points = points_of(counted, at, direction)
    limits = dict(_limits(series.check, last.item.unit, direction))
    now = last.value * direction
    outcome, growth = outcome_of(points, [limit for limit in limits.values() if limit > now])
    trend = Trend(
        host=series.host,
        check=series.check,
        item=series.item,
        last=last.item,
        run=last.run,
        at=last.at,
        outcome=outcome,
        points=len(points),
        first=counted[0].at,
        left=tuple(_left(limits, now, growth if outcome is Outcome.FILLS else None, at, direction)),
        restart=restart,
    )
    return trend if growth is None else _with_growth(trend, growth, direction)


def _with_growth(trend: Trend, growth: Growth, direction: int) -> Trend:
    slopes = [line.slope * direction for line in (growth.least, growth.most)]
    return replaced(
        trend,
        confidence=growth.confidence,
        per_day=growth.line.slope * direction,
        least=min(slopes),
        most=max(slopes),
    )


def _falls(check: CheckSnapshot, unit: str | None) -> bool:
    """Whether less is worse, as of free space."""
    operators = [criterion.operator for _, criterion in _criteria(check, unit)]
    return bool(operators) and all(each in ("<", "<=") for each in operators)


def _criteria(check: CheckSnapshot, unit: str | None) -> Iterator[tuple[Limit, Criterion]]:
    for limit, text in ((Limit.WARN, check.warn), (Limit.CRIT, check.crit)):
        if text is not None:
            with suppress(BadCriterion):
                yield limit, read_criterion(text, check.value, unit)


def _limits(check: CheckSnapshot, unit: str | None, direction: int) -> Iterator[tuple[Limit, float]]:
    """The values that must not be reached, times the direction; what is full or empty is known of percents, but for memory."""
    wanted = (">", ">=") if direction > 0 else ("<", "<=")
    for limit, criterion in _criteria(check, unit):
        value = criterion.values[0]
        if criterion.operator in wanted and isinstance(value, int | float):
            yield limit, float(value) * direction
    if unit == "%" and MEMORY not in check.tags:
        yield Limit.FULL, 100.0 if direction > 0 else 0.0


def _left(
    limits: dict[Limit, float], now: float, growth: Growth | None, at: datetime, direction: int
) -> Iterator[Left]:
    """The days left until each limit, and those that are reached by the last value."""
    for limit, value in limits.items():
        if now >= value:
            yield Left(limit, value * direction, 0, 0, 0, None, reached=True)
        elif growth is not None:
            days, *ends = (max(0.0, line.reaches(value)) for line in (growth.line, growth.most, growth.least))
            day = (at + timedelta(days=min(days, FAR))).date()
            yield Left(limit, value * direction, days, min(days, *ends), max(days, *ends), day)
