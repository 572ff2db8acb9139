"""Who looks again at what is not known, and until when: as it was agreed when the run was concluded, else said to be open."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sample_run import check, contract, host, item, run_with

from fieldops.messages.text import Text
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import PersonSnapshot
from fieldops.reports.build import build_report
from fieldops.reports.view import ReportView

FIRST, LAST = date(2026, 7, 20), date(2026, 7, 23)
FINE = host("h0", "done", [check("load", "OK", item(0.1, "OK", "count"))], [])


def run_of(reason: str) -> Run:
    """A host that is in order, and one that was not reached."""
    silent = host("h1", "unreachable", [], [], reason=reason)
    return run_with([FINE, silent], contract=contract(["h0", "h1"]))


def report(run: Run, requests_by: date | None, again_by: date | None, language: str = "en") -> ReportView:
    at = datetime(2026, 7, 18, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    person = PersonSnapshot("li", Text("李伟", "Li Wei"), None)
    said = RunConcluded(
        run.id, 1, person, at, "Not all was reached.", requests_by=requests_by, again_by=again_by
    )
    return build_report(run, language, said)


@pytest.mark.parametrize(
    ("requests_by", "again_by", "sentences", "owner", "due", "asked"),
    [
        (
            FIRST,
            LAST,
            "Not determined (no. 1, 2): to be inspected again by Farshore Services Ltd. (Li Wei) by 2026-07-23. "
            "Before that, Harbour Bank Ltd. (Chen) is to do what no. 2 asks for, by 2026-07-20.",
            "Li Wei (service company), after no. 2 (customer)",
            "due 2026-07-23",
            "2026-07-20",
        ),
        (
            None,
            LAST,
            "Not determined (no. 1, 2): to be inspected again by Farshore Services Ltd. (Li Wei) by 2026-07-23. "
            "Before that, Harbour Bank Ltd. (Chen) is to do what no. 2 asks for; the day is to be agreed at handover.",
            "Li Wei (service company), after no. 2 (customer)",
            "due 2026-07-23",
            "to be agreed at handover",
        ),
        (
            FIRST,
            None,
            "No. 1: to be inspected again by Farshore Services Ltd. once what no. 2 asks for has been done; "
            "the day is to be agreed at handover.",
            "an engineer (service company), after no. 2 (customer)",
            "day to be agreed at handover",
            "2026-07-20",
        ),
    ],
)  # fmt: skip
def test_the_days_that_were_agreed_stand_at_each_row_and_what_was_not_is_said_to_be_open(
    requests_by: date | None, again_by: date | None, sentences: str, owner: str, due: str, asked: str
) -> None:
    view = report(run_of("silent"), requests_by, again_by)
    assert view.sentences[-1] == sentences
    assert view.plan is not None
    assert [(row.owner, row.due) for row in view.plan.rows] == [(owner, due)]
    assert [(row.owner, row.due, row.state) for row in view.problems] == [(owner, due, "not inspected yet")]
    assert [row.due for row in view.requests] == [asked]


def test_a_host_that_waits_for_nothing_of_the_customer_is_the_service_companys_once_a_day_is_agreed() -> None:
    run = run_of("not-known-here")
    assert build_report(run, "en").requests == ()
    open_still = report(run, None, None)
    assert open_still.sentences[-1].startswith("No owner yet for no. 1: ")
    agreed = report(run, None, LAST)
    assert agreed.plan is not None
    assert [(row.owner, row.due) for row in agreed.plan.rows] == [
        ("Li Wei (service company)", "due 2026-07-23")
    ]
    assert agreed.sentences[-1] == (
        "Not determined (no. 1, 2): to be inspected again by Farshore Services Ltd. (Li Wei) by 2026-07-23."
    )


def test_the_chinese_edition_names_the_same_days() -> None:
    view = report(run_of("silent"), FIRST, LAST, "zh-CN")
    assert view.sentences[-1].count("期限 2026-07-2") == 2
    assert view.plan is not None
    assert [(row.owner, row.due) for row in view.plan.rows] == [("李伟（服务方），待客户办妥序号 2", "期限 2026-07-23")]  # fmt: skip
