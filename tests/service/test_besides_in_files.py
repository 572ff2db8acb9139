"""Sessions, swaps and parts in the file that an engineer without a line writes: taken in as they happened, all or nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from service.stories import instant
from service.swap_desk import SwapDesk

from fieldops.actions.order_batches import import_batch, is_batch
from fieldops.actions.order_files import import_order
from fieldops.actions.orders import NotAdmitted, order_called
from fieldops.actions.settings import open_store
from fieldops.actions.stock import look
from fieldops.records.stock_events import Movement

BACK = "2026-11-02T18:00"
DAY = """\
order: D-7
contract: device-platform
asset: platform-01
severity: common
events:
  - {time: 2026-11-02T09:00, kind: reported}
  - {time: 2026-11-02T09:05, kind: assigned, person: lin-hao}
  - {time: 2026-11-02T09:10, kind: session opened, purpose: look at the array, permitted_by: 沈洁}
  - {time: 2026-11-02T09:20, kind: session closed, outcome: solved, done: read the log, changes: none}
  - {time: 2026-11-02T09:30, kind: swap proposed, part: SSD-960, serial_out: S96-10001, cause: defect}
  - {time: 2026-11-02T09:40, kind: swap approved, by: department_manager}
  - {time: 2026-11-02T10:00, kind: stock issued, stock: device-stock, serial: S96-20001, by: tang-yu, person: 林浩}
  - {time: 2026-11-02T10:50, kind: arrived, by: engineer}
  - {time: 2026-11-02T11:00, kind: swap carried_out, serial: S96-20001, by: engineer}
  - {time: 2026-11-02T11:10, kind: resolved}
"""
ZH = """\
服务单: D-7
合同: device-platform
设备: platform-01
故障等级: common
经过:
  - {时间: 2026/11/2 9:00, 事项: 报修}
  - {时间: 2026年11月2日 9:05, 事项: 派单, 人员: 林浩}
  - {时间: 2026-11-02 09:10, 事项: 远程会话 开始, 目的: 查看阵列, 授权人: 沈洁}
  - {时间: 2026-11-02 09:20, 事项: 远程会话 结束, 结果: 问题已解决, 处理内容: 查看日志, 变更: 无}
  - {时间: 2026-11-02 09:30, 事项: 更换：提出更换, 部件: SSD-960, 换下序列号: S96-10001, 故障原因: defect}
  - {时间: 2026-11-02 09:40, 事项: 更换：批准, 岗位: 部门经理}
  - {时间: 2026-11-02 10:00, 事项: 备件库 出库, 备件库: 江宁备件库, 序列号: S96-20001, 岗位: 唐宇, 人员: 林浩}
  - {时间: 2026-11-02 10:50, 事项: 到场, 岗位: 工程师}
  - {时间: 2026-11-02 11:00, 事项: 更换：已更换, 换上序列号: S96-20001, 岗位: 工程师}
  - {时间: 2026-11-02 11:10, 事项: 解决}
"""


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    return SwapDesk(tmp_path)


def written(desk: SwapDesk, text: str, name: str = "day.yaml") -> Path:
    file = desk.root / name
    file.write_text(text, "utf-8")
    return file


def recorded(desk: SwapDesk) -> list[tuple[str, str]]:
    with closing(open_store(desk.root)) as log:
        return [(each.stream, each.body) for each in log.since(0)]


@pytest.mark.parametrize("text", [DAY, ZH], ids=["en", "zh"])
def test_a_day_without_a_line_is_taken_in_as_it_happened_and_a_second_time_nothing(
    desk: SwapDesk, text: str
) -> None:
    file = written(desk, text)
    found = import_order(desk.root, file, instant(BACK))
    order = found.view.order
    assert (found.opened, found.new) == (True, 9)
    (session,), (swap,) = order.sessions, order.swaps
    assert session.closed is not None
    assert (session.opened.time, session.closed.time) == (
        instant("2026-11-02T09:10"),
        instant("2026-11-02T09:20"),
    )
    assert swap.carried_out is not None
    assert [each.kind for each in swap.told] == ["approved", "carried_out"]
    assert swap.carried_out.stock == "device-stock"
    moves = [(each.kind, each.time) for each in look(desk.root, instant(BACK)).moves_of("S96-20001")]
    assert moves[-1] == (Movement.ISSUED, instant("2026-11-02T10:00"))
    assert [each.kind for each in order.told if each.kind == "remote_started"] == ["remote_started"]
    before = recorded(desk)
    assert import_order(desk.root, file, instant(BACK)).new == 0
    assert recorded(desk) == before


@pytest.mark.parametrize(
    ("was", "becomes", "line", "code"),
    [
        ("serial: S96-20001, by: tang-yu", "serial: S96-99999, by: tang-yu", 12, "stock.unknown-serial-near"),
        ("09:40, kind: swap approved", "11:05, kind: swap approved", 14, "swap.not-then"),
        ("permitted_by: 沈洁", "permitted_by: 张三", 8, "visit.may-not-consent"),
        ("changes: none}", "changes: none, mood: good}", 9, "log.unknown-key"),
        (", outcome: solved", "", 9, "log.missing"),
        ("outcome: solved", "outcome: done", 9, "log.unknown-word"),
        ("swap carried_out", "swap carried_off", 14, "log.unknown-kind"),
        ("serial_out: S96-10001", "serial_out: [1, {a: b}]", 10, "log.no-text"),
        ("time: 2026-11-02T11:10, kind: resolved", "time: 2026-11-02T11:10, kind: closed", 15, None),
        ("time: 2026-11-02T10:00, kind: stock", "time: 2026-11-03T10:00, kind: stock", 12, "stock.future"),
        (
            "stock: device-stock, serial: S96-20001",
            "stock: device-stock, part: SSD-960, quantity: many",
            12,
            "log.no-number",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_nothing_is_half(
    desk: SwapDesk, was: str, becomes: str, line: int, code: str | None
) -> None:
    assert was in DAY
    with pytest.raises(NotAdmitted) as refused:
        import_order(desk.root, written(desk, DAY.replace(was, becomes)), instant(BACK))
    (problem,) = refused.value.problems
    assert (problem.position.line, problem.code) == (line, code or problem.code), problem
    assert recorded(desk) == []


def test_an_order_that_is_known_may_be_told_of_nothing_but_what_is_beside_it(desk: SwapDesk) -> None:
    import_order(desk.root, written(desk, DAY), instant(BACK))
    more = "order: D-7\nevents:\n  - {time: 2026-11-02T12:00, kind: swap unit_received}\n"
    assert import_order(desk.root, written(desk, more), instant(BACK)).new == 1
    other = more.replace("D-7", "D-8").replace("order: D-8", "order: D-8\ncontract: device-platform")
    with pytest.raises(Exception, match=r"order\.no"):
        import_order(desk.root, written(desk, other), instant(BACK))


def test_each_order_of_several_is_taken_in_by_itself(desk: SwapDesk) -> None:
    lines = [
        '{"order": "A", "contract": "device-platform", "asset": "platform-01", "severity": "common", "time": "2026-11-02T09:00", "kind": "reported"}',
        '{"order": "A", "time": "2026-11-02T09:30", "kind": "swap proposed", "part": "SSD-960", "serial_out": "S96-10001"}',
        '{"order": "B", "contract": "device-platform", "asset": "platform-01", "severity": "common", "time": "2026-11-02T10:00", "kind": "reported"}',
        '{"order": "B", "time": "2026-11-02T10:30", "kind": "swap carried_out", "serial": "S96-20001"}',
    ]
    file = written(desk, "\n".join(lines), "day.jsonl")
    assert is_batch(file)
    batch = import_batch(desk.root, file, instant(BACK))
    assert [each.view.order.id for each in batch.imported] == ["A"]
    ((order, error),) = batch.left_out
    assert isinstance(error, NotAdmitted)
    assert (order, error.problems[0].position.line) == ("B", 4)
    with pytest.raises(Exception, match=r"order\.no-such"):
        order_called(desk.root, "B", instant(BACK))


# The same day as rows of a table, with a column that is the office's own.
HEADINGS = "服务单,合同,设备,故障等级,时间,事项,人员,岗位,目的,授权人,结果,处理内容,变更,部件,换下序列号,故障原因,备件库,序列号,内部编号"
ROWS = """\
D-7,device-platform,platform-01,common,2026/11/2 9:00,报修,,,,,,,,,,,,,N-1
D-7,,,,2026/11/2 9:05,派单,林浩,,,,,,,,,,,,
D-7,,,,2026/11/2 9:10,远程会话 开始,,,查看阵列,沈洁,,,,,,,,,
D-7,,,,2026/11/2 9:20,远程会话 结束,,,,,问题已解决,查看日志,重启服务；清理日志,,,,,,
D-7,,,,2026/11/2 9:30,更换：提出更换,,,,,,,,SSD-960,S96-10001,defect,,,
D-7,,,,2026/11/2 9:40,更换：批准,,部门经理,,,,,,,,,,,
D-7,,,,2026/11/2 10:00,备件库 出库,林浩,唐宇,,,,,,,,,江宁备件库,S96-20001,
D-7,,,,2026/11/2 10:50,到场,,工程师,,,,,,,,,,,
D-7,,,,2026/11/2 11:00,更换：已更换,,工程师,,,,,,,,,,S96-20001,
D-7,,,,2026/11/2 11:10,解决,,,,,,,,,,,,,
"""


def test_a_table_tells_sessions_swaps_and_parts_as_a_file_does(desk: SwapDesk) -> None:
    file = desk.root / "day.csv"
    file.write_text(f"{HEADINGS}\n{ROWS}", "utf-8")
    batch = import_batch(desk.root, file, instant(BACK))
    assert batch.left_out == ()
    order = order_called(desk.root, "D-7", instant(BACK)).order
    (session,) = order.sessions
    assert session.closed is not None
    assert session.closed.changes == ("重启服务", "清理日志")
    assert order.swaps[0].carried_out is not None
    assert order.unaccounted == ()
    # What is not taken in is said.
    assert batch.unread == ("内部编号",)
