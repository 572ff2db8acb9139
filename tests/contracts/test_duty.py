"""Who is on duty on a day, who does a visit, and what they lack."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.duty import Assignment, Gap, assigned, engineers_on_duty, lacking, on_duty
from fieldops.contracts.model import Inspection, Team
from fieldops.dates.periods import add_period, parse_period
from fieldops.documents.typed import fill
from fieldops.documents.yaml_text import read_yaml

D = date.fromisoformat

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
    assert [on_duty(monthly, D(day))[0] for day in days] == ["a", "c", "c", "a", "a", "c"]


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


def test_whoever_holds_all_qualifications_comes_first_and_gaps_are_named() -> None:
    """D1: as many as the inspection asks for, two where it does not say."""
    visit = Inspection("i", "inspection", "p", qualifications=("linux",))
    everybody = ROSTER.replace("[a, b], [c, boss]", "[b, a, c]")
    found = assigned(team(TEAM + everybody), visit, D("2026-06-30"))
    assert found == Assignment(2, ("a", "b"), (Gap("b", "linux"),))
    over = assigned(team(TEAM + everybody), visit, D("2026-07-01"))
    assert over == Assignment(2, ("b", "a"), (Gap("b", "linux"), Gap("a", "linux")))


def test_too_few_on_duty_are_not_enough() -> None:
    visit = Inspection("i", "inspection", "p", engineers=3)
    found = assigned(team(TEAM + ROSTER), visit, D("2026-01-05"))
    assert (found.engineers, found.enough) == (("a", "b"), False)
    assert assigned(None, visit, D("2026-01-05")) == Assignment(3, ())
