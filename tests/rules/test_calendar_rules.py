"""Open hours across midnight and the week's end, and for which years holidays are needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes


def calendar(*weekly: str) -> str:
    return "kind: Calendar\nmake_up_hours: sun\nweekly:\n" + "".join(f"  - {each}\n" for each in weekly)


@pytest.mark.parametrize(
    ("weekly", "found"),
    [
        (["{days: [sat, sun], open: ['22:00-06:00']}"], []),
        (["{days: [sun], open: ['22:00-06:00']}", "{days: [mon], open: ['06:00-14:00']}"], []),
        (["{days: [sun], open: ['22:00-06:00']}", "{days: [mon], open: ['05:00-14:00']}"], ["calendar.spans-overlap"]),
        (["{days: [sat, sun], open: ['00:00-24:00']}"], []),
        (["{days: [sat, sun], open: ['08:00-12:00']}", "{days: [sun], open: ['11:00-12:00']}"], ["calendar.spans-overlap"]),
        (["{days: [sun], open: ['09:00-09:00']}"], ["calendar.empty-span"]),
    ],
)  # fmt: skip
def test_spans_of_a_week(weekly: list[str], found: list[str], tmp_path: Path) -> None:
    assert list(codes(calendar(*weekly), tmp_path)) == found


TERM = "calendar: calendar\nterm: {start: 2026-01-01, end: 2028-06-30}\n%s---\nkind: Calendar\n%s"
SHIFTED = "obligations: [{id: call, kind: follow_up_call, title: 回访, schedule: {every: 1 months, shift: next_workday}}]\n"
ALWAYS = "weekly: [{days: [mon, tue, wed, thu, fri, sat, sun], open: ['00:00-24:00']}]\n"


def test_missing_years_are_listed_once_at_the_calendar_whatever_counts_by_it(tmp_path: Path) -> None:
    second = "---\nid: other\n" + TERM.split("---")[0].replace("2028", "2029") % SHIFTED
    found = codes(TERM % (SHIFTED, "") + second, tmp_path)
    assert list(found) == ["calendar.years-missing"]
    (only,) = found["calendar.years-missing"]
    assert only.startswith("contracts/1-calendar-calendar.yaml:5:11 ")
    assert "'2027, 2028, 2029'" in only
    assert "'contract, other'" in only


@pytest.mark.parametrize(("section", "weekly"), [("", ""), (SHIFTED, ALWAYS)])
def test_years_do_not_matter_where_no_working_day_is_counted(
    section: str, weekly: str, tmp_path: Path
) -> None:
    assert codes(TERM % (section, weekly), tmp_path) == {}
