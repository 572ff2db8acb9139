"""Open hours across midnight and the week's end, and for which years holidays are needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_manual import codes

from fieldops.errors import Position, Problem, Severity
from fieldops.rules.calendars import due


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
    assert list(found) == ["calendar.years-open"]
    (only,) = found["calendar.years-open"]
    assert only.startswith("contracts/1-calendar-calendar.yaml:5:11 ")
    assert "'2027, 2028, 2029'" in only
    assert "'contract, other'" in only


@pytest.mark.parametrize(("section", "weekly"), [("", ""), (SHIFTED, ALWAYS)])
def test_years_do_not_matter_where_no_working_day_is_counted(
    section: str, weekly: str, tmp_path: Path
) -> None:
    assert codes(TERM % (section, weekly), tmp_path) == {}


WEEK = "weekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-18:00']}]\n"
OFF = ", ".join(f"2027-0{month}-01" for month in range(1, 10))
YEAR = "---\nkind: Calendar\nid: %s\nyear: %s\nsource: N\nday_off: [%s]\nmake_up_workday: []\n"


@pytest.mark.parametrize(
    ("holidays", "more", "found"),
    [
        # What is there, or was decreed long ago, can be mended now; what is not there yet cannot.
        ("[cn-2025, cn-2026]", "", {"calendar.years-open": "2027, 2028"}),
        ("[cn-2025]", "", {"calendar.years-missing": "2026", "calendar.years-open": "2027, 2028"}),
        ("[]", "", {"calendar.years-missing": "2026, 2027, 2028"}),
        (
            "[cn-2026]",
            YEAR % ("cn-2027", 2027, OFF),
            {"calendar.years-missing": "2027", "calendar.years-open": "2028"},
        ),
        ("[cn-2026, cn-2027]", YEAR % ("cn-2027", 2027, OFF), {"calendar.years-open": "2028"}),
        # Another country's year, and a day that keeps the place.
        ("[cn-2026]", YEAR % ("us-2027", 2027, OFF), {"calendar.years-open": "2027, 2028"}),
        (
            "[cn-2026, cn-2027]",
            YEAR % ("cn-2027", 2027, "2027-01-01"),
            {"calendar.years-open": "2027, 2028", "calendar.year-incomplete": ""},
        ),
    ],
)
def test_which_years_can_be_added_now(
    holidays: str, more: str, found: dict[str, str], tmp_path: Path
) -> None:
    told = codes(TERM % (SHIFTED, f"holidays: {holidays}\n{WEEK}{more}"), tmp_path)
    assert {code: len(each) for code, each in told.items()} == dict.fromkeys(found, 1)
    assert all(f"'{years}'" in told[code][0] for code, years in found.items() if years)


@pytest.mark.parametrize(
    ("day", "missing", "still_open"),
    [
        (date(2026, 11, 30), [], ["2027, 2028"]),
        (date(2026, 12, 1), ["2027"], ["2028"]),
        (date(2027, 11, 30), ["2027"], ["2028"]),
        (date(2027, 12, 1), ["2027, 2028"], []),
    ],
)
def test_a_year_that_must_have_been_decreed_is_a_warning(
    day: date, missing: list[str], still_open: list[str]
) -> None:
    note = Problem(
        Position("a", 1, 1), "calendar.years-open", {"years": "2027, 2028", "users": "acme"}, Severity.NOTE
    )
    other = Problem(Position("a", 1, 1), "calendar.no-workday")
    found = list(due([note, other], day))
    assert other in found
    by_code = {
        (code, weight): [
            str(each.values["years"]) for each in found if (each.code, each.severity) == (code, weight)
        ]
        for code, weight in (
            ("calendar.years-missing", Severity.WARNING),
            ("calendar.years-open", Severity.NOTE),
        )
    }
    assert list(by_code.values()) == [missing, still_open]
