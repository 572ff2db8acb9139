"""How an occurrence stands on a day, who is on duty, which hosts a visit has, when it is tried again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.model import EmergencyPlan, Inspection, Team
from fieldops.contracts.obligations import DueObligation
from fieldops.dates.periods import add_period, parse_period
from fieldops.documents.typed import fill
from fieldops.documents.yaml_text import read_yaml
from fieldops.schedule.visits import (
    Completion,
    Standing,
    engineers_on_duty,
    held_by_plan,
    hosts_of,
    lacking,
    on_duty,
    pause_after,
    state_of,
)

D = date.fromisoformat


def due(
    day: str, earliest: str = "", latest: str = "", kind: str = "survey", number: int = 1
) -> DueObligation:
    first, last = D(earliest or day), D(latest or day)
    return DueObligation("acme/x", kind, "x", number, D(day), first, last, ("Contract", "acme", ()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-05-02", "planned"),
        ("2026-05-03", "in_window"),
        ("2026-05-09", "in_window"),
        ("2026-05-10", "due"),
        ("2026-05-13", "due"),
        ("2026-05-14", "missed"),
    ],
)
def test_the_last_day_of_the_window_is_in_time_and_the_day_after_is_missed(today: str, state: str) -> None:
    window = due("2026-05-10", "2026-05-03", "2026-05-13")
    assert state_of(window, False, D(today)) == state
    assert state_of(window, True, D(today)) == "done"


def test_without_a_window_only_the_day_itself_counts() -> None:
    assert [state_of(due("2026-05-10"), False, D(f"2026-05-{day:02}")) for day in (9, 10, 11)] == [
        "planned",
        "due",
        "missed",
    ]


def test_an_end_that_comes_by_itself_is_past_and_never_missed() -> None:
    end = due("2026-12-31", kind="warranty_end")
    assert state_of(end, False, D("2026-12-31")) == "due"
    assert state_of(end, False, D("2027-01-01")) == "past"


def test_done_after_the_window_is_late() -> None:
    late = Standing(due("2026-05-10"), "done", Completion(D("2026-05-11")))
    in_time = Standing(due("2026-05-10"), "done", Completion(D("2026-05-10")))
    assert (late.late, in_time.late) == (True, False)


# --- duty roster ---------------------------------------------------------------------------------------

TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: t
name: T
people:
  - {id: a, name: A, roles: [engineer], qualifications: [{id: linux, valid_from: 2026-01-01, valid_until: 2026-06-30}]}
  - {id: b, name: B, roles: [engineer]}
  - {id: c, name: C, roles: [engineer]}
  - {id: boss, name: M, roles: [manager]}
"""
ROSTER = """\
duty_roster:
  start: 2026-01-05
  every: 1 weeks
  groups: [[a, b], [c, boss]]
  exceptions: [{start: 2026-02-14, end: 2026-02-20, people: [a, c]}]
"""


def team(text: str) -> Team:
    node, problems = read_yaml(text.encode(), "team.yaml")
    assert node is not None
    assert problems == []
    return fill(Team, node.data)


@pytest.mark.parametrize(
    ("day", "people"),
    [
        ("2026-01-04", None),
        ("2026-01-05", ("a", "b")),
        ("2026-01-11", ("a", "b")),
        ("2026-01-12", ("c", "boss")),
        ("2026-01-19", ("a", "b")),
        ("2026-02-13", ("c", "boss")),
        ("2026-02-14", ("a", "c")),
        ("2026-02-20", ("a", "c")),
        ("2026-02-21", ("a", "b")),
        ("2026-02-23", ("c", "boss")),
        ("2026-12-31", ("c", "boss")),
    ],
)
def test_the_groups_take_turns_and_exceptions_take_their_place(day: str, people: object) -> None:
    assert on_duty(team(TEAM + ROSTER), D(day)) == people


def test_an_exception_before_the_first_turn_counts() -> None:
    earlier = ROSTER.replace("2026-02-14, end: 2026-02-20", "2026-01-01, end: 2026-01-04")
    assert on_duty(team(TEAM + earlier), D("2026-01-03")) == ("a", "c")


def test_without_a_roster_nobody_is_on_duty() -> None:
    assert on_duty(team(TEAM), D("2026-01-05")) is None
    assert engineers_on_duty(team(TEAM), D("2026-01-05")) == ()


def test_turns_of_a_month_begun_on_the_31st_do_not_drift() -> None:
    monthly = team(TEAM + ROSTER.replace("2026-01-05", "2026-01-31").replace("1 weeks", "1 months"))
    days = ("2026-02-27", "2026-02-28", "2026-03-30", "2026-03-31", "2026-04-29", "2026-04-30")
    assert [on_duty(monthly, D(day))[0] for day in days] == ["a", "c", "c", "a", "a", "c"]  # type: ignore[index]


@given(
    st.dates(D("2024-01-01"), D("2027-12-31")),
    st.sampled_from(["1 day", "3 days", "2 weeks", "1 month", "3 months", "1 year"]),
    st.integers(0, 3000),
)
def test_a_turn_is_the_one_found_by_going_through_the_turns_one_by_one(
    start: date, every: str, ahead: int
) -> None:
    day, period = start + timedelta(days=ahead), parse_period(every)
    assert period is not None
    turn = 0
    while add_period(start, period * (turn + 1)) <= day:
        turn += 1
    text = f"duty_roster: {{start: {start}, every: {every}, groups: [[a, b], [b, c], [c, a]]}}\n"
    assert on_duty(team(TEAM + text), day) == (("a", "b"), ("b", "c"), ("c", "a"))[turn % 3]


def test_only_engineers_on_duty_inspect() -> None:
    assert [person.id for person in engineers_on_duty(team(TEAM + ROSTER), D("2026-01-12"))] == ["c"]


def test_a_qualification_holds_on_both_its_first_and_last_day() -> None:
    a = team(TEAM).person("a")
    assert a is not None
    assert [
        lacking(a, ["linux"], D(day)) for day in ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
    ] == [
        ("linux",),
        (),
        (),
        ("linux",),
    ]


# --- hosts, attempts, the plan -------------------------------------------------------------------------


def test_a_visit_looks_at_its_categories_and_assets_only() -> None:
    estate = (("s1", "server"), ("n1", "network"), ("x", None))

    def hosts(**more: object) -> tuple[str, ...]:
        return hosts_of(Inspection("i", "inspection", "p", **more), estate)  # type: ignore[arg-type]

    assert hosts() == ("s1", "n1", "x")
    assert hosts(categories=("server",)) == ("s1",)
    assert hosts(assets=("n1", "x")) == ("n1", "x")
    assert hosts(categories=("server",), assets=("n1",)) == ()


def test_pauses_grow_but_an_hourly_timer_tries_each_hour() -> None:
    assert [pause_after(n).seconds // 60 for n in (1, 2, 3, 4, 100000)] == [10, 20, 40, 50, 50]


def test_drills_of_the_plan_count_for_the_first_that_was_not_over() -> None:
    """F4: drills are held a day before, on the day, and not at all."""
    text = """\
apiVersion: fieldops/v1
kind: EmergencyPlan
id: p
title: P
groups: [{id: g, kind: technical, name: G}]
grades: [{id: x, name: X, criteria: c, response: r}]
flow: [report]
drills: {every: 3 months, held: [2025-11-01, 2026-06-18, 2026-09-17]}
"""
    node, _ = read_yaml(text.encode(), "plan.yaml")
    assert node is not None
    plan = fill(EmergencyPlan, node.data)
    drills = [
        due(day, kind="drill", number=n)
        for n, day in enumerate(["2026-03-18", "2026-06-18", "2026-09-18", "2026-12-18"])
    ]
    assert held_by_plan(plan, drills) == {"acme/x/1": D("2026-06-18"), "acme/x/2": D("2026-09-17")}
    assert held_by_plan(None, drills) == {}
