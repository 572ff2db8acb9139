"""Due dates that appear, move or vanish."""

from __future__ import annotations

from datetime import date

import pytest
from states import AMENDED, TODAY, Data, acme, said, term

from fieldops.contracts.obligations import due_between
from fieldops.diff import differences


def test_due_dates_are_told_whole_to_programs() -> None:
    daily = {
        "id": "log",
        "kind": "daily_log",
        "title": "Log",
        "schedule": {"every": "1 day", "anchor": "2027-01-01"},
    }
    told = differences(acme({}), acme({"Contract": {"obligations": [daily]}}), from_day=TODAY)
    days = next(each for each in told if each.code == "diff.due.appear").new
    assert isinstance(days, list)
    assert (days[0], days[-1], len(days)) == ("2027-01-01", "2028-12-31", 731)


LOG = {
    "id": "log",
    "kind": "daily_log",
    "title": "Log",
    "schedule": {"every": "1 day", "anchor": "2027-01-01"},
}


def test_a_longer_term_shows_every_visit_of_its_last_year_and_counts_the_daily_log() -> None:
    before = acme({"Contract": {"obligations": [LOG]}})
    after = acme({"Contract": {"obligations": [LOG], **term("2029-12-31")}})
    assert said(differences(before, after, from_day=TODAY), "diff.due") == [
        "Quarterly inspection (quarterly) gains 4 visits: 2029-03-20, 2029-06-20, 2029-09-20, 2029-12-20",
        "Log (log) gains 365 due dates: from 2029-01-01 to 2029-12-31",
    ]


def test_a_shorter_term_loses_all_that_it_loses() -> None:
    told = differences(acme({}), acme({"Contract": term("2027-01-31")}), from_day=TODAY)
    lost = next(each for each in told if each.code == "diff.due.vanish")
    assert isinstance(lost.old, list)
    assert (lost.old[0], lost.old[-1], len(lost.old)) == ("2027-03-20", "2028-12-20", 8)


def test_the_day_for_notice_moves_with_the_term_and_with_the_notice() -> None:
    before = acme(
        {"Contract": term("2028-12-31", renewal="tacit", renewal_period="1 year", notice="60 days")}
    )
    later = acme({"Contract": term("2029-12-31", renewal="tacit", renewal_period="1 year", notice="60 days")})
    earlier = acme(
        {"Contract": term("2028-12-31", renewal="tacit", renewal_period="1 year", notice="90 days")}
    )
    assert said(differences(before, later, from_day=TODAY), "diff.day") == [
        "last day to give notice against the renewal: 2028-11-01 → 2029-11-01",
        "last day of the term; it is renewed tacitly: 2028-12-31 → 2029-12-31",
    ]
    moved = [each for each in differences(before, earlier, from_day=TODAY) if each.code == "diff.day.move"]
    assert [(each.old, each.new) for each in moved] == [(["2028-11-01"], ["2028-10-02"])]
    assert moved[0].after is not None
    assert moved[0].after.path == ("term", "notice")


def test_an_amended_term_end_names_the_amendment() -> None:
    told = differences(acme({}), acme({"Contract": {"amendments": [AMENDED]}}), from_day=TODAY)
    moved = next(each for each in told if each.code == "diff.day.move")
    assert moved.after is not None
    assert moved.after.path == ("amendments", 0, "sets", "term", "end")


def test_what_lies_beyond_ten_years_is_not_left_out_silently() -> None:
    told = differences(acme({}), acme({"Contract": term("2060-12-31")}), from_day=TODAY)
    until = next(each for each in told if each.code == "diff.due.until")
    assert until.new == "2036-11-21"
    assert said([until], "", "zh-CN") == ["到期日仅比较至 2036-11-21，其后的未列出"]
    days = next(each for each in told if each.code == "diff.due.appear").new
    assert isinstance(days, list)
    assert days[-1] == "2036-09-20"
    # The end itself is told however far it is.
    assert "last day of service: 2028-12-31 → 2060-12-31" in said(told, "diff.day")


@pytest.mark.parametrize("end", ["2035-12-31", "2060-12-31"])
def test_where_nothing_falls_due_later_nothing_is_cut(end: str) -> None:
    before = acme({"Contract": {"inspections": []}})
    after = acme({"Contract": {"inspections": [], **term(end)}})
    assert said(differences(before, after, from_day=TODAY), "diff.due") == []


def test_calls_after_an_acceptance_before_the_term_are_compared_as_they_are_listed() -> None:
    call = {"id": "call", "kind": "follow_up_call", "title": "Call"}
    weekly = {"every": "1 month", "after_event": "final_acceptance", "lasting": "3 months"}
    early: Data = {
        "acceptances": [{"event": "final_acceptance", "date": "2026-12-01"}],
        "term": {"start": "2027-03-01", "end": "2028-12-31"},
    }
    before = acme({"Contract": early})
    after = acme({"Contract": {**early, "obligations": [{**call, "schedule": weekly}]}})
    listed = [due.day.isoformat() for due in due_between(after, TODAY, date(2030, 1, 1)) if "call" in due.id]
    compared = next(
        each for each in differences(before, after, from_day=TODAY) if each.code == "diff.due.appear"
    )
    assert listed == compared.new == ["2027-01-01", "2027-02-01", "2027-03-01"]
