"""Several orders in one file, as another system hands them over: each by itself, and the same file once more is nothing new."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from service.stories import REPOSITORY, Desk, instant

from fieldops.actions.order_batches import export_orders, import_batch, is_batch
from fieldops.actions.order_lists import all_orders
from fieldops.actions.orders import NotAdmitted
from fieldops.errors import UsageError

NOW = instant("2026-09-14T09:00")
TABLE = """\
服务单,合同,请求类型,故障等级,设备,事项,时间,岗位,人员,备注
X-1,archive-digitisation,incident,ordinary,scanner-01,报修受理,2026-09-07 09:00,,,
X-1,,,,,已派单,2026-09-07 09:05,,li-na,
X-2,device-platform,incident,common,platform-01,reported,2026/9/8 10:00,,,
X-1,,,,,arrived,2026-09-07 10:30,engineer,,到达
X-2,,,,,responded,2026-09-08 10:10,engineer,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "contracts")
    return tmp_path


def told(root: Path) -> dict[str, list[str]]:
    return {view.order.id: [each.kind for each in view.order.told] for view in all_orders(root, NOW).views}


BOTH = {"X-1": ["assigned", "arrived"], "X-2": ["responded"]}


def test_a_table_with_several_orders_is_taken_in_once(root: Path) -> None:
    file = root / "orders.csv"
    file.write_text(TABLE, "utf-8")
    first = import_batch(root, file, NOW)
    assert [(each.view.order.id, each.opened, each.new) for each in first.imported] == [
        ("X-1", True, 2),
        ("X-2", True, 1),
    ]
    assert first.left_out == ()
    assert told(root) == BOTH
    assert [each.new for each in import_batch(root, file, NOW).imported] == [0, 0]
    assert told(root) == BOTH


def test_a_workbook_is_read_as_well(root: Path) -> None:
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(root / "orders.xlsx")
    assert import_batch(root, root / "orders.xlsx", NOW).left_out == ()
    assert told(root) == BOTH


def test_one_that_may_not_be_so_keeps_no_other_out(root: Path) -> None:
    file = root / "orders.csv"
    later = "X-1,,,,,arrived,2027-09-07 10:30,engineer,,\n"
    file.write_text(TABLE + later + "X-3,nobody,incident,,,reported,2026-09-08 10:00,,,\n", "utf-8")
    batch = import_batch(root, file, NOW)
    assert [each.view.order.id for each in batch.imported] == ["X-2"]
    (one, why), (other, unknown) = batch.left_out
    assert (one, other) == ("X-1", "X-3")
    assert isinstance(why, NotAdmitted)
    (problem,) = why.problems
    # In the row in which it stands.
    assert (problem.code, problem.position.line) == ("log.future", 7)
    assert unknown.code == "reference.dangling"
    assert told(root) == {"X-2": ["responded"]}


def test_what_is_written_out_of_several_is_taken_in_elsewhere(root: Path, tmp_path: Path) -> None:
    (root / "orders.csv").write_text(TABLE, "utf-8")
    import_batch(root, root / "orders.csv", NOW)
    lines = list(export_orders(root, ["X-1", "X-2"], NOW))
    there = Desk(tmp_path / "there", "device-platform").root
    file = there / "both.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    assert is_batch(file)
    assert [each.new for each in import_batch(there, file, NOW).imported] == [2, 1]
    assert told(there) == BOTH
    assert list(export_orders(there, [], NOW, "device-platform")) == lines[3:]
    # One alone is as it always was.
    alone = list(export_orders(root, ["X-1"], NOW))
    (root / "one.jsonl").write_text("\n".join(alone), "utf-8")
    assert (is_batch(root / "one.jsonl"), '"order"' in alone[1]) == (False, False)


def test_a_table_without_the_columns_of_orders_is_refused(root: Path) -> None:
    (root / "no.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError) as refused:
        import_batch(root, root / "no.csv", NOW)
    assert refused.value.code == "order.no-headings"
