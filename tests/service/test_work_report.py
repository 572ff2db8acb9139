"""The periodic work report: every call recorded, classified and counted, what came again first. H2"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from service.stories import Desk, instant

from fieldops.actions.order_corrections import void
from fieldops.actions.schedules import record_done
from fieldops.actions.work_reports import Asked, report_of
from fieldops.errors import UsageError
from fieldops.reports.order_view import OrderPaper
from tests.conftest import Workspace

PORTAL = "housing-fund-portal"


@pytest.fixture
def portal(tmp_path: Path) -> Desk:
    return Desk(tmp_path, PORTAL)


def october(desk: Desk) -> None:
    """A fault of before that was never solved, two of one server, one of another, a question, and a slip."""
    desk.call("2026-09-20T14:10", severity="ordinary", asset="firewall-01", symptom="rules are ignored")
    desk.call("2026-09-21T09:00", request="consultation", symptom="how?")
    desk.tell("2026-09-21T09:30", "resolved")
    desk.call("2026-10-12T09:10", severity="ordinary", asset="web-01", symptom="502")
    desk.tell("2026-10-12T09:30", "responded")
    desk.tell("2026-10-12T10:01", "assigned", person="han-bing")
    desk.tell("2026-10-12T11:00", "cause_found", note="too few connections")
    desk.tell("2026-10-12T11:10", "resolved", note="400 instead of 200")
    desk.call("2026-10-20T14:10", severity="ordinary", asset="web-01", symptom="slow")
    desk.call("2026-10-21T14:10", severity="major", asset="web-02", symptom="no login")
    desk.call("2026-10-22T14:10", request="consultation", symptom="how to export?")
    desk.call("2026-10-23T10:00", severity="ordinary", asset="web-02", symptom="opened twice")
    void(desk.root, desk.order, "Opened twice.", None, None, instant("2026-10-23T10:05"))
    desk.call("2026-11-01T08:00", severity="ordinary", asset="db-01", symptom="of November")


def report(desk: Desk, at: str = "2026-11-02T09:00", **asked: object) -> OrderPaper:
    wanted = Asked(PORTAL, language="en", **asked)  # type: ignore[arg-type]
    return report_of(desk.root, wanted, instant(at)).paper


def rows(paper: OrderPaper, title: str) -> list[tuple[str, ...]]:
    (part,) = [each for each in paper.parts if each.title == title]
    return list(part.table.rows) if part.table is not None else []


@pytest.mark.shows("order report", "H2")
def test_every_call_is_recorded_classified_and_counted_and_what_came_again_stands_first(portal: Desk) -> None:
    october(portal)
    paper = report(portal)
    head = {each.label: each.value for each in paper.head}
    # The last day of October is a Saturday: the report is due on Monday, and about October all the same.
    assert (head["period"], head["due on"]) == ("2026-10-01 to 2026-10-31", "2026-11-02")
    assert [each.title for each in paper.parts][:4] == [
        "In short", "Recurring faults", "Requests by type", "Every request of the period",
    ]  # fmt: skip
    assert paper.parts[0].lines[0] == ("4 requests were reported; 1 from before was still open. Open now: 5.")
    assert rows(paper, "Recurring faults") == [
        ("several of the kind: server", "3", "SO-20261012-001, SO-20261020-001, SO-20261021-001", "too few connections"),
        ("Portal server 1", "2", "SO-20261012-001, SO-20261020-001", "too few connections"),
    ]  # fmt: skip
    assert rows(paper, "Requests by type") == [
        ("Question", "", "1", "0", "0", "1", "0"),
        ("Fault", "Major fault", "1", "0", "0", "1", "0"),
        ("Fault", "Ordinary fault", "2", "0", "2", "4", "0"),
    ]
    told = {row[0]: row[-1] for row in rows(paper, "Every request of the period")}
    assert told["SO-20261012-001"] == "Resolved at 2026-10-12 11:10. 400 instead of 200"
    assert (told["SO-20261020-001"], told["SO-20261022-001"]) == ("to be dispatched", "to be answered")
    assert [row[0] for row in rows(paper, "Still open from before")] == ["SO-20260920-001"]


MANAGED = "managed-service"


@pytest.mark.shows("order report", "G3", "G4")
def test_the_share_of_times_that_were_kept_is_held_against_what_is_promised(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MANAGED)
    days = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}

    def summary() -> tuple[str, ...]:
        asked = Asked(MANAGED, language="en", **days)
        return report_of(desk.root, asked, instant("2026-10-09T09:00")).paper.parts[0].lines

    assert summary()[-1] == "Service compliance: UNKNOWN, no time could be judged; promised: 99.5%."
    desk.call("2026-09-08T10:00", severity="level-3", asset="app-01", symptom="a label is cut")
    desk.tell("2026-09-08T10:30", "responded")
    desk.tell("2026-09-08T12:00", "resolved")
    desk.tell("2026-09-08T13:00", "document_given", document="analysis_report")
    desk.tell("2026-09-08T14:00", "opinion_given", satisfaction="fair")
    desk.tell("2026-09-08T15:00", "confirmed", satisfaction="satisfied")
    assert summary()[1:] == (
        "Times of the contract: 3 kept, 0 missed, 0 not determined.",
        "Service compliance: 100% of the times that could be judged; promised: 99.5%, reached.",
        "How content customers were, by orders: satisfied 1.",
    )
    desk.call("2026-09-09T10:00", severity="level-3", asset="app-01", symptom="again")
    desk.tell("2026-09-09T11:30", "responded")
    desk.tell("2026-09-09T12:00", "resolved")
    desk.tell("2026-09-09T13:00", "document_given", document="analysis_report")
    assert summary()[2] == (
        "Service compliance: 83.33% of the times that could be judged; promised: 99.5%, NOT reached."
    )


def test_a_fault_that_is_reported_again_came_again(portal: Desk) -> None:
    portal.call("2026-10-12T09:10", severity="ordinary", asset="web-01", symptom="502")
    portal.tell("2026-10-12T11:10", "resolved")
    assert rows(report(portal), "Recurring faults") == []
    portal.tell("2026-10-13T08:00", "reported_again")
    assert [row[:3] for row in rows(report(portal), "Recurring faults")] == [
        ("Portal server 1", "2", "SO-20261012-001")
    ]


def test_duties_of_the_period_and_of_the_next_stand_in_it(portal: Desk) -> None:
    record_done(
        portal.root,
        f"{PORTAL}/obligations/data-backup",
        date(2026, 10, 9),
        None,
        None,
        instant("2026-10-09T18:00"),
    )
    paper = report(portal, "2026-11-02T09:00")
    done = {row[0]: row[1:] for row in rows(paper, "Visits and other duties of the period")}
    assert done["Backup of important data"] == ("2026-10-02 to 2026-10-30", "1 of 5 done")
    assert done["Periodic check and optimisation"] == ("2026-10-23", "missed")
    coming = {row[0]: row[1] for row in rows(paper, "What comes next")}
    assert coming["Periodic check and optimisation"] == "2026-11-25"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"contract": "archive-digitisation"}, "work-report.not-promised"),
        ({"contract": PORTAL, "obligation": "training"}, "work-report.no-such"),
        ({"contract": PORTAL, "first": date(2026, 10, 1)}, "work-report.one-day"),
        ({"contract": PORTAL, "first": date(2026, 10, 2), "last": date(2026, 10, 1)}, "obligations.days-out-of-order"),
        ({"contract": PORTAL, "first": date(2027, 1, 1), "last": date(2027, 1, 2)}, "work-report.in-future"),
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(portal: Desk, asked: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        report_of(portal.root, Asked(**asked), instant("2026-11-02T09:00"))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_before_the_first_period_has_ended_there_is_no_report(portal: Desk) -> None:
    with pytest.raises(UsageError) as refused:
        report(portal, "2026-03-30T09:00")
    assert refused.value.code == "work-report.none-ended"
    head = {each.label: each.value for each in report(portal, "2026-04-01T09:00").head}
    assert head["period"] == "2026-03-01 to 2026-03-31"


def test_it_is_a_page_a_word_file_and_text_in_both_languages(workspace: Workspace, portal: Desk) -> None:
    portal.call("2026-03-05T09:10", severity="ordinary", asset="web-01", symptom="502")
    workspace.root = portal.root
    days = (PORTAL, "--from", "2026-03-01", "--to", "2026-03-31")
    chinese = workspace.run("order", "report", *days, language="en")
    assert chinese.code == 0
    assert "# 售后服务工作报告" in chinese.out
    assert "本期受理 1 件，上期结转 0 件" in chinese.out
    for name in ("r.html", "r.docx"):
        assert (
            workspace.run("order", "report", *days, "--lang", "en", "--output", str(portal.root / name)).code
            == 0
        )
    assert "Recurring faults" in (portal.root / "r.html").read_text("utf-8")
    assert (portal.root / "r.docx").read_bytes()[:2] == b"PK"
    refused = workspace.run("order", "report", "archive-digitisation", language="zh-CN")
    assert refused.code == 2
    assert "合同 archive-digitisation 未约定定期工作报告" in refused.err
    assert "--from 和 --to" in refused.err
