"""When something is full, over recorded runs, and when nothing can be said of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AT, CONTRACT, DISKS, run

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.filling import Outcome
from fieldops.records.runs import Run
from fieldops.records.snapshots import AssetSnapshot, CheckSnapshot
from fieldops.records.trends import CAPACITY, Limit, Restart, Trend, trends_of
from fieldops.structs import replaced

FILLING = replaced(DISKS, tags=(CAPACITY,))


def world(
    day: float,
    value: float | None,
    *,
    host: str = "h",
    check: CheckSnapshot = FILLING,
    unit: str | None = "%",
    key: str | None = None,
    serial: str | None = None,
) -> Run:
    """A run in which the disk `/` has that value; None: it could not be read."""
    verdict = Verdict.UNKNOWN if value is None else Verdict.OK
    result = CheckResult(check.id, verdict, (Item("/", value, unit, verdict),))
    at, contract = AT + timedelta(days=day), replaced(CONTRACT, assets=(AssetSnapshot(host, serial=serial),))
    told = run({host: {}}, (check,), {host: key} if key else None, at, contract, f"r{day}")
    return replaced(told, hosts=(replaced(told.hosts[0], checks=(result,)),))


def series(values: Iterable[tuple[float, float | None]]) -> list[Run]:
    return [world(day, value) for day, value in values]


def only(runs: Sequence[Run], day: float | None = None) -> Trend:
    at = max(each.started for each in runs) if day is None else AT + timedelta(days=day)
    (one,) = trends_of(runs, at)
    return one


def days(trend: Trend) -> dict[Limit, float]:
    return {each.limit: each.days for each in trend.left if not each.reached}


@given(
    st.lists(st.integers(0, 300), min_size=3, max_size=12, unique=True).filter(
        lambda at: max(at) - min(at) >= 7
    ),
    st.floats(0.05, 0.2),
)
def test_an_exact_line_gives_the_exact_days(at: list[int], slope: float) -> None:
    found = only(series((day, 5 + slope * day) for day in at), day=300)
    assert found.outcome is Outcome.FILLS
    level = 5 + slope * 300
    expected = {
        Limit.WARN: (80 - level) / slope,
        Limit.CRIT: (90 - level) / slope,
        Limit.FULL: (100 - level) / slope,
    }
    for limit, left in days(found).items():
        assert left == pytest.approx(expected[limit], rel=1e-6, abs=1e-6)
    for each in found.left:
        assert each.earliest == pytest.approx(each.latest, rel=1e-5, abs=1e-5)
    assert found.per_day == pytest.approx(slope, rel=1e-6)


@given(st.data())
def test_the_order_of_the_runs_does_not_matter(data: st.DataObject) -> None:
    runs = series((30 * n, 20 + 5 * n) for n in range(6))
    shuffled = data.draw(st.permutations(runs))
    assert only(shuffled, day=200) == only(runs, day=200)


def test_noise_moves_the_days_and_the_interval_mostly_holds_the_true_ones() -> None:
    source, held, filling = random.Random(7), 0, 0
    for _ in range(120):
        found = only(
            series((day, round(20 + 0.25 * day + source.gauss(0, 1), 1)) for day in range(0, 120, 8))
        )
        truth = (90 - (20 + 0.25 * 112)) / 0.25
        crit = next(each for each in found.left if each.limit is Limit.CRIT)
        filling += found.outcome is Outcome.FILLS
        held += crit.earliest <= truth <= crit.latest
    assert filling == 120
    assert held / 120 >= 0.85


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([(0, 50.0), (30, 60.0)], Outcome.TOO_FEW),
        ([(0, 50.0), (0.1, 51.0), (0.2, 52.0), (0.3, 53.0)], Outcome.TOO_FEW),
        ([(0, 50.0), (2, 51.0), (4, 52.0)], Outcome.TOO_SHORT),
        ([(0, 50.0), (30, 57.0), (60, 51.0), (90, 56.0)], Outcome.UNCERTAIN),
        ([(0, 50.0), (30, 50.0), (60, 50.0)], Outcome.STEADY),
        ([(0, 50.0), (30, 49.0), (60, 48.0)], Outcome.STEADY),
        ([(0, 50.0), (300, 50.01), (390, 50.02)], Outcome.STEADY),
        ([(0, 50.0), (30, 52.0), (60, 54.0)], Outcome.FILLS),
        ([(0, 50.0), (30, None), (60, None)], Outcome.TOO_FEW),
    ],
)
def test_not_enough_data_is_an_answer(values: list[tuple[float, float | None]], outcome: Outcome) -> None:
    found = only(series(values))
    assert found.outcome is outcome
    assert bool(found.left) == (outcome is Outcome.FILLS)


def test_what_was_emptied_or_enlarged_or_filled_at_once_counts_from_there_on() -> None:
    emptied = [(0, 70.0), (30, 80.0), (60, 88.0), (90, 30.0), (120, 32.0)]
    found = only(series(emptied))
    assert (found.outcome, found.restart, found.points) == (Outcome.TOO_FEW, Restart.STEP, 2)
    later = only(series([*emptied, (150, 34.0)]))
    assert (later.outcome, later.points) == (Outcome.FILLS, 3)
    assert days(later)[Limit.FULL] == pytest.approx(990)
    at_once = only(series([(0, 20.0), (30, 21.0), (60, 22.0), (90, 70.0), (120, 71.0)]))
    assert (at_once.outcome, at_once.restart) == (Outcome.TOO_FEW, Restart.STEP)
    # As fast all the time is no step, however much it is.
    fast = only(series([(0, 10.0), (30, 30.0), (60, 50.0), (90, 70.0)]))
    assert (fast.outcome, fast.restart) == (Outcome.FILLS, None)


def test_another_machine_or_another_check_begins_anew_and_another_name_does_not() -> None:
    old = [world(day, 20.0 + day / 3, key="k1") for day in (0, 30, 60)]
    new = [world(day, 20.0 + day / 3, key="k2") for day in (90, 120)]
    found = only([*old, *new])
    assert (found.outcome, found.restart) == (Outcome.TOO_FEW, Restart.OTHER_MACHINE)
    other = [world(day, 20.0 + day / 3, check=replaced(FILLING, probe="new")) for day in (90, 120)]
    assert only([*old, *other]).restart is Restart.OTHER_CHECK
    renamed = [world(day, 20.0 + day / 3, host="g", serial="S") for day in (90, 120)]
    before = [world(day, 20.0 + day / 3, serial="S") for day in (0, 30)]
    told = only([*before, *renamed])
    assert (told.host, told.points, told.outcome) == ("g", 4, Outcome.FILLS)


def test_a_limit_that_is_reached_is_said_and_the_next_one_is_counted_to() -> None:
    found = only(series([(0, 79.0), (30, 83.0), (60, 87.0)]))
    assert [(each.limit, each.reached) for each in found.left] == [
        (Limit.WARN, True),
        (Limit.CRIT, False),
        (Limit.FULL, False),
    ]
    assert days(found)[Limit.CRIT] == pytest.approx(22.5)
    full = only(series([(0, 95.0), (30, 95.0), (60, 95.0)]))
    assert [each.limit for each in full.left] == [Limit.WARN, Limit.CRIT]


def test_what_shrinks_until_nothing_is_left_counts_downwards() -> None:
    free = replaced(FILLING, warn="< 20%", crit="< 10%")
    found = only([world(day, 50 - day / 3, check=free) for day in (0, 30, 60)])
    assert days(found) == pytest.approx({Limit.WARN: 30, Limit.CRIT: 60, Limit.FULL: 90})
    assert found.per_day == pytest.approx(-1 / 3)


def test_of_bytes_nobody_knows_when_they_are_full() -> None:
    size = replaced(FILLING, warn="> 20GiB", crit=None)
    found = only([world(day, (10 << 30) + day * (1 << 27), check=size, unit="B") for day in (0, 30, 60)])
    assert days(found) == pytest.approx({Limit.WARN: 20})


def test_only_what_has_the_tag_is_looked_at_and_only_what_is_still_there() -> None:
    plain = [world(day, 50 + day / 3, check=DISKS) for day in (0, 30, 60)]
    assert trends_of(plain, AT) == []
    gone = run({"h": {"disks": {"/other": "o5"}}}, (FILLING,), at=AT + timedelta(days=90))
    found = trends_of([*series([(0, 50.0), (30, 52.0), (60, 54.0)]), gone], AT + timedelta(days=90))
    assert [each.item for each in found] == ["/other"]


def test_what_is_full_soonest_comes_first() -> None:
    def two(day: float, slow: float, fast: float) -> Run:
        one = world(day, slow)
        items = tuple(Item(name, value, "%", Verdict.OK) for name, value in (("/a", slow), ("/b", fast)))
        return replaced(
            one, hosts=(replaced(one.hosts[0], checks=(CheckResult("disks", Verdict.OK, items),)),)
        )

    found = trends_of([two(0, 50, 50), two(30, 51, 55), two(60, 52, 60)], AT + timedelta(days=60))
    assert [each.item for each in found] == ["/b", "/a"]


def test_the_days_are_counted_from_the_day_that_is_asked_about() -> None:
    runs = series([(0, 50.0), (30, 53.0), (60, 56.0)])
    assert days(only(runs, day=60))[Limit.FULL] == pytest.approx(440)
    assert days(only(runs, day=160))[Limit.FULL] == pytest.approx(340)
    assert only(runs, day=60).left[-1].day == only(runs, day=160).left[-1].day
