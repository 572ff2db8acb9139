"""Who has worked without an order: what is on record of it, and what is not taken for it. B1"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import run_fieldops
from service.stories import Desk, instant

from fieldops.actions.order_batches import import_batch, is_batch
from fieldops.actions.stock import Asked, move
from fieldops.actions.unordered import without_order
from fieldops.messages import say_value
from fieldops.records.stock_events import Movement

NOW = instant("2026-09-14T09:00")


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def traces(desk: Desk, contract: str | None = None) -> list[tuple[str, str, str | None]]:
    found = without_order(desk.root, NOW, contract or desk.contract).found
    return [(each.trace, each.what, each.order) for each, _ in found]


def late_call(desk: Desk, **given: bool) -> None:
    """The engineer was at the customer's at nine; the hotline hears of it at eleven."""
    from fieldops.actions.order_opening import Call, open_order

    call = Call(
        "archive-digitisation", "incident", "2026-09-07T08:50", "ordinary", asset="scanner-01", **given
    )
    desk.order = open_order(desk.root, call, instant("2026-09-07T11:00")).order.id


@pytest.mark.shows("order list", "B1")
def test_who_began_before_the_order_was_opened_is_told(archive: Desk) -> None:
    late_call(archive)
    view = archive.tell("2026-09-07T09:00", "arrived", written="2026-09-07T11:05", by="engineer")
    assert traces(archive) == [("work_before_order", "scanner-01", archive.order)]
    ((found, position),) = without_order(archive.root, NOW).found
    assert (found.day.isoformat(), found.who) == ("2026-09-07", "engineer")
    assert position.path == "contracts/service-levels/archive-support.yaml"
    # Whoever looks at the order sees it, too.
    said = view.standing.handling[-1].said
    assert say_value(said, "zh-CN").startswith("补登：2026-09-07 已开始处理 scanner-01（工程师）")


@pytest.mark.parametrize(
    ("emergency", "arrived"),
    [
        # The contract lets an emergency start first.
        (True, "2026-09-07T09:00"),
        (False, "2026-09-07T11:02"),
    ],
)
def test_an_emergency_and_who_came_afterwards_are_not(archive: Desk, emergency: bool, arrived: str) -> None:
    late_call(archive, emergency=emergency)
    archive.tell(arrived, "arrived", written="2026-09-07T11:05", by="engineer")
    assert traces(archive) == []


def test_what_came_in_with_its_order_had_one_elsewhere(archive: Desk) -> None:
    file = archive.root / "orders.csv"
    file.write_text(
        "order,contract,severity,asset,kind,time\n"
        "X-1,archive-digitisation,ordinary,scanner-01,reported,2026-09-07 09:00\n"
        "X-1,,,,arrived,2026-09-07 09:30\n",
        "utf-8",
    )
    import_batch(archive.root, file, NOW)
    assert traces(archive) == []


@pytest.mark.parametrize("reason", ["somebody called", None])
def test_a_part_that_was_handed_out_for_no_order(tmp_path: Path, reason: str | None) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01")
    stock = "device-stock"
    for_order = None if reason else desk.order
    asked = Asked(
        Movement.ISSUED,
        stock,
        part="SSD-960",
        quantity=1,
        serials=("S96-20001",),
        reason=reason,
        order=for_order,
        person="qin-hao",
    )
    move(desk.root, asked, instant("2026-09-08T09:00"))
    assert traces(desk) == ([("part_without_order", "SSD-960 S96-20001", None)] if reason else [])
    if reason:
        # It was not built in.
        back = Asked(Movement.RETURNED, stock, serials=("S96-20001",))
        move(desk.root, back, instant("2026-09-08T10:00"))
        assert traces(desk) == []


def test_a_swap_that_the_files_have_and_no_order_knows(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    # It names an order, and the records of orders begin later.
    assert traces(desk) == []
    desk.call("2026-08-01T09:00", severity="common", asset="platform-01")
    assert traces(desk) == [("swap_without_order", "platform-01 SSD-960 S96-10002", "HL-SO-0812")]
    desk.call("2026-08-12T09:00", severity="common", asset="platform-01", number="HL-SO-0812")
    assert traces(desk) == []


def test_a_contract_that_wants_no_order_first_is_not_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call("2026-08-01T09:00", severity="common", asset="platform-01")
    level = desk.root / "contracts" / "service-levels" / "device-support.yaml"
    text = level.read_text("utf-8")
    assert "order_required: true" in text
    level.write_text(text.replace("order_required: true", "order_required: false"), "utf-8")
    assert traces(desk) == []


@pytest.mark.shows("order import", "B1")
def test_a_row_with_equipment_and_no_number_is_told_and_goes_with_no_other_order(archive: Desk) -> None:
    file = archive.root / "orders.csv"
    file.write_text(
        "order,contract,severity,asset,kind,time\n"
        "X-1,archive-digitisation,ordinary,scanner-01,reported,2026-09-07 09:00\n"
        ",archive-digitisation,,scanner-02,arrived,2026-09-08 09:30\n"
        ",,,,arrived,2026-09-07 09:40\n",
        "utf-8",
    )
    batch = import_batch(archive.root, file, NOW)
    assert [(each.view.order.id, each.new) for each in batch.imported] == [("X-1", 1)]
    ((order, error),) = batch.left_out
    assert (order, error.code) == ("", "order.work-without-order")
    assert (error.values["line"], error.values["asset"]) == (3, "scanner-02")


def test_lines_of_one_order_and_one_of_none_are_several(archive: Desk) -> None:
    file = archive.root / "both.jsonl"
    head = '{"order": "X-1", "contract": "archive-digitisation", "severity": "ordinary", "time": "2026-09-07T09:00", "kind": "reported"}\n'
    file.write_text(head, "utf-8")
    assert not is_batch(file)
    file.write_text(
        head + '{"asset": "scanner-02", "kind": "arrived", "time": "2026-09-07T10:00"}\n', "utf-8"
    )
    assert is_batch(file)


def test_the_command_lists_it_with_its_code(archive: Desk) -> None:
    asked = ("-C", str(archive.root), "order", "list", "--without-order")
    assert run_fieldops(*asked).code == 0
    late_call(archive)
    archive.tell("2026-09-07T09:00", "arrived", written="2026-09-07T11:05", by="engineer")
    ran = run_fieldops("--lang", "zh-CN", *asked)
    assert ran.code == 1
    assert "先服务后开单" in ran.out
    (found,) = run_fieldops(*asked, "-o", "json").json["without_order"]
    assert (found["trace"], found["order"], found["who"]) == ("work_before_order", archive.order, "engineer")
    assert run_fieldops(*asked, "--late").code == 2
