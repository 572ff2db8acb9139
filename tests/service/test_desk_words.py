"""What people at a desk say: names of people for their positions, what is found out about a fault later, parts of an order in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, instant, states, to_do

from fieldops.actions.deadlines import InvalidLog
from fieldops.actions.order_batches import import_batch
from fieldops.actions.order_files import import_order
from fieldops.errors import FieldopsError, UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-09-07T09:00", severity="ordinary", asset="scanner-01")
    desk.tell("2026-09-07T09:05", "assigned", person="li-na")
    return desk


@pytest.mark.parametrize(
    ("kind", "by", "position", "person"),
    [
        ("responded", "李娜", "engineer", "li-na"),
        ("responded", "Li Na", "engineer", "li-na"),
        ("responded", "li-na", "engineer", "li-na"),
        ("responded", "工程师", "engineer", None),
        # A manager reviews, whatever else that person is.
        ("reviewed", "赵磊", "department_manager", "zhao-lei"),
        # Somebody of the customer's.
        ("confirmed", "陈立", "customer", None),
    ],
)
def test_a_name_stands_for_the_position_in_which_somebody_acts(
    desk: Desk, kind: str, by: str, position: str, person: str | None
) -> None:
    desk.tell("2026-09-07T10:00", "resolved")
    told = desk.tell("2026-09-07T10:05", kind, by=by).order.told[-1]
    assert (told.by, told.person) == (position, person)


def test_a_name_of_nobody_is_refused_with_the_positions(desk: Desk) -> None:
    with pytest.raises(UsageError) as refused:
        desk.tell("2026-09-07T10:00", "responded", by="老王")
    assert refused.value.code == "log.unknown-value"


def test_what_turns_out_to_need_a_visit_owes_one_and_what_does_not_owes_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01")
    assert "undetermined" in states(desk.show("2026-09-07T09:01")).values()
    view = desk.tell("2026-09-07T09:10", "可远程解决")
    assert states(view)["onsite"] == "not_applicable"
    assert not any("on site" in each for each in to_do(view))
    view = desk.tell("2026-09-07T09:40", "无法远程解决", by="engineer")
    assert states(view)["onsite"] == "running"
    assert any("on site" in each for each in to_do(view))


def test_the_last_word_goes_before_what_was_said_at_the_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    facts = {"remotely_fixable": False}
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01", facts=facts)
    assert states(desk.show("2026-09-07T09:01"))["onsite"] == "running"
    assert states(desk.tell("2026-09-07T09:10", "remote_possible"))["onsite"] == "not_applicable"


def test_a_solved_order_asks_nobody_to_come_any_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01")
    view = desk.tell("2026-09-07T09:20", "resolved")
    assert not any("on site" in each for each in to_do(view))
    assert any(each.startswith("enter when it was: ") for each in to_do(view))


def test_a_measure_hangs_on_a_time_that_is_promised(tmp_path: Path) -> None:
    # Where it can be mended remotely no plan is owed, and no new equipment for want of one.
    desk = Desk(tmp_path, "device-platform")
    facts = {"remotely_fixable": True}
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01", facts=facts)
    status = desk.show("2026-09-07T18:00").standing.status
    assert status is not None
    found = {
        each.deadline.milestone: each.state for each in status.states if each.deadline.kind != "document"
    }
    assert (found["plan"], found["new_equipment"]) == ("not_applicable", "not_applicable")


ROWS = """\
服务单,事项,时间,岗位,备注
{order},已解决,2026-09-07 11:00,李娜,
{order},到场,2026-09-07 10:30,李娜,到达
"""


def test_rows_for_an_order_that_is_known_need_no_report_and_no_order_in_time(desk: Desk) -> None:
    file = desk.root / "evening.csv"
    file.write_text(ROWS.format(order=desk.order), "utf-8")
    batch = import_batch(desk.root, file, instant("2026-09-07T18:00"))
    assert batch.left_out == ()
    told = batch.imported[0].view.order.told
    assert [(each.kind, each.by, each.person) for each in told[1:]] == [
        ("arrived", "engineer", "li-na"),
        ("resolved", "engineer", "li-na"),
    ]
    assert [each.new for each in import_batch(desk.root, file, instant("2026-09-07T19:00")).imported] == [0]


def test_a_file_in_chinese_adds_to_the_order_that_it_names(desk: Desk) -> None:
    file = desk.root / "evening.yaml"
    file.write_text(
        f"order: {desk.order}\nevents:\n"
        "  - {time: 2026-09-07T10:30, kind: 到达现场, by: 工程师}\n"
        "  - {time: 2026-09-07T10:10, kind: 已出发, by: 李娜}\n",
        "utf-8",
    )
    found = import_order(desk.root, file, instant("2026-09-07T18:00"))
    assert (found.opened, found.new) == (False, 2)
    assert [each.kind for each in found.view.order.told] == ["assigned", "departed", "arrived"]


def test_a_file_without_a_report_opens_no_order(desk: Desk) -> None:
    file = desk.root / "evening.yaml"
    file.write_text(
        "order: X-9\ncontract: archive-digitisation\nevents:\n  - {time: 2026-09-07T10:30, kind: arrived}\n",
        "utf-8",
    )
    with pytest.raises(InvalidLog) as refused:
        import_order(desk.root, file, instant("2026-09-07T18:00"))
    assert [each.code for each in refused.value.problems] == ["log.report-first"]


def test_a_report_of_somebody_who_may_not_is_to_be_confirmed_by_somebody_who_may(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "housing-fund-portal")
    confirm = "have the report confirmed by somebody whom the customer has named"
    view = desk.call("2026-09-07T09:00", severity="ordinary", asset="storage-01", caller="somebody")
    assert confirm in to_do(view)
    for by in ("hotline", "somebody", None):
        given = {"note": "the porter"} if by is None else {"by": by}
        with pytest.raises(FieldopsError) as refused:
            desk.tell("2026-09-07T09:05", "caller_confirmed", **given)
        assert refused.value.code in ("order.confirmed-by-nobody-named", "log.unknown-value")
    view = desk.tell("2026-09-07T09:10", "caller_confirmed", by="方磊")
    assert confirm not in to_do(view)
    (said,) = (each.said for each in view.standing.intake.reasons if each.rule == "caller")
    assert (said.codes, said.values["who"]) == (("order.caller-confirmed-by",), "方磊")


def test_a_sheet_that_was_rejected_asks_for_the_report_again(desk: Desk) -> None:
    desk.tell("2026-09-07T10:00", "resolved")
    desk.tell("2026-09-07T10:01", "reported_done")
    view = desk.tell("2026-09-07T10:02", "退回", to="退回经理")
    assert "the sheet was rejected: the engineer has to report completion again" in to_do(view)


def test_what_is_closed_is_not_closed_once_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-09-07T09:00", request="consultation")
    desk.tell("2026-09-07T09:10", "resolved")
    desk.tell("2026-09-07T09:11", "closed")
    with pytest.raises(FieldopsError) as refused:
        desk.tell("2026-09-07T09:12", "closed")
    assert refused.value.code == "order.closed-already"
