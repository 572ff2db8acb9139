"""Who may do an inspection, and until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldops.actions.validation import validate
from fieldops.contracts.model import Person, Qualification, Term
from fieldops.documents.typed import Text
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.rules.people import held_until, roster_fair

TERM = Term(date(2026, 1, 1), date(2026, 12, 31))


def held(*spans: tuple[str, str, str | None]) -> Person:
    qualifications = tuple(
        Qualification(id, date.fromisoformat(start), valid_until=date.fromisoformat(end) if end else None)
        for id, start, end in spans
    )
    return Person("li", Text("李娜", "Li Na"), ("engineer",), qualifications=qualifications)


@pytest.mark.parametrize(
    ("spans", "until"),
    [
        ([], None),
        ([("linux", "2024-01-01", None)], None),
        ([("linux", "2024-01-01", None), ("storage", "2024-01-01", None)], "9999-12-31"),
        ([("linux", "2024-01-01", "2026-08-31"), ("storage", "2024-01-01", None)], "2026-08-31"),
        ([("linux", "2024-01-01", "2026-08-31"), ("storage", "2024-01-01", "2026-03-01")], "2026-03-01"),
        # Over before the term, or not begun within it.
        ([("linux", "2024-01-01", "2025-12-31"), ("storage", "2024-01-01", None)], None),
        ([("linux", "2027-01-01", None), ("storage", "2024-01-01", None)], None),
        # Renewed: the second entry counts.
        (
            [
                ("linux", "2024-01-01", "2026-08-31"),
                ("linux", "2026-09-01", "2029-08-31"),
                ("storage", "2024-01-01", None),
            ],
            "2029-08-31",
        ),
        # Never both on one day.
        ([("linux", "2024-01-01", "2026-03-31"), ("storage", "2026-04-01", None)], None),
    ],
)
def test_the_last_day_on_which_all_qualifications_are_held(
    spans: list[tuple[str, str, str | None]], until: str | None
) -> None:
    found = held_until(held(*spans), ("linux", "storage"), TERM)
    assert (str(found) if found else None) == until


@pytest.mark.parametrize(
    ("exception", "told"),
    [
        # The visit of 2026-06-16 is due within it.
        ("{start: 2026-06-15, end: 2026-06-21, people: [zhang, wang]}", ["team.roster-too-few-engineers"]),
        # Nothing is due within it.
        ("{start: 2026-06-22, end: 2026-06-28, people: [zhang, wang]}", []),
        ("{start: 2026-06-15, end: 2026-06-21, people: [zhang, zhou]}", []),
    ],
)
def test_an_exception_of_the_roster_has_enough_engineers_for_what_is_due_within_it(
    tmp_path: Path, exception: str, told: list[str]
) -> None:
    text = (
        Path(__file__)
        .parents[1]
        .joinpath("data/broken/team-roster-too-few-engineers.yaml")
        .read_text("utf-8")
    )
    fair = text.replace(
        "[[zhang, li], [wang, zhou]]", f"[[zhang, li], [zhou, sun]]\n  exceptions: [{exception}]"
    )
    team = fair.replace("duty_roster:", "  - {id: sun, name: 孙丽, roles: [engineer]}\nduty_roster:")
    for number, each in enumerate(team.split("#--- contracts/team.yaml\n")):
        (tmp_path / f"contracts/{number}.yaml").parent.mkdir(exist_ok=True)
        (tmp_path / f"contracts/{number}.yaml").write_text(each, "utf-8")
    assert [problem.code for problem in validate(tmp_path).problems] == told


def test_without_a_demand_everybody_meets_it() -> None:
    assert held_until(held(), (), TERM) == date.max


@pytest.mark.parametrize(
    ("groups", "unfair"),
    [
        # Everybody has two turns of three.
        ("[[a, b], [b, c], [c, a]]", []),
        ("[[a, b], [c, d]]", []),
        ("[[a, b], [c, b]]", ["b"]),
        ("[[a, b], [b, c], [c, a], [a, d]]", ["b", "c", "a", "a"]),
    ],
)
def test_a_roster_is_fair_where_nobody_has_more_turns_than_somebody_else(
    groups: str, unfair: list[str]
) -> None:
    node, _ = read_yaml(f"duty_roster: {{groups: {groups}}}".encode(), "team.yaml")
    assert node is not None
    document = Document("team.yaml", "Team", "team", node)
    found = list(roster_fair(Workspace(Path()), document))
    assert [problem.values["id"] for problem in found] == unfair
