"""Whatever is told of an order, in whatever order it is written down: the same order, and nothing lost between processes."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service.stories import REPOSITORY, Desk, instant

from fieldops.actions.order_files import export_lines, import_order
from fieldops.actions.order_lists import all_orders
from fieldops.actions.order_telling import Word, tell
from fieldops.actions.orders import NotAdmitted, order_called
from fieldops.errors import FieldopsError
from fieldops.records.order_events import OrderOpened, OrderTold
from fieldops.service.orders import order_of
from fieldops.sla.event_kinds import KINDS

BEGAN = instant("2026-02-13T17:20")
_OPENED = OrderOpened("SO-1", "archive-digitisation", "incident", BEGAN, BEGAN, severity="ordinary")
_MINUTES = st.integers(0, 600)


@st.composite
def _told(draw: st.DrawFn) -> OrderTold:
    kind = draw(st.sampled_from([each for each in KINDS if each != "reported"]))
    at = BEGAN + timedelta(minutes=draw(_MINUTES))
    return OrderTold("SO-1", kind, at, at, note=draw(st.text(max_size=3)))


@given(st.lists(_told(), unique=True), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_down_plays_no_part(
    told: list[OrderTold], random: object
) -> None:
    whole = order_of([_OPENED, *told])
    assert whole is not None
    assert sorted(map(repr, whole.told)) == sorted(map(repr, told))
    assert [each.time for each in whole.told] == sorted(each.time for each in told)
    rest = order_of([_OPENED])
    assert rest is not None
    for each in told:
        rest = rest.with_told([each])
    assert rest == whole


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    return desk


def test_what_is_written_out_and_taken_in_elsewhere_is_the_same_order(desk: Desk, tmp_path: Path) -> None:
    desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    desk.tell("2026-02-13T17:30", "deadline_agreed", milestone="resolve", due="2026-02-14")
    desk.tell("2026-02-13T17:31", "paused", reason="waiting_for_access", evidence="letter")
    view = desk.tell("2026-02-13T18:00", "resumed")
    file = tmp_path / "order.jsonl"
    file.write_text("\n".join(export_lines(view.order)), "utf-8")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(REPOSITORY / "contracts", other / "contracts")
    now = instant("2026-02-13T18:30")
    there = import_order(other, file, now)
    assert (there.opened, there.new) == (True, 4)
    again = import_order(other, file, now)
    assert (again.opened, again.new) == (False, 0)
    here = order_called(desk.root, desk.order, now)
    assert [(e.kind, e.time, e.due_day) for e in there.view.order.told] == [
        (e.kind, e.time, e.due_day) for e in here.order.told
    ]
    assert there.view.standing.status is not None
    assert here.standing.status is not None
    assert [(e.state, e.deadline.due) for e in there.view.standing.status.states] == [
        (e.state, e.deadline.due) for e in here.standing.status.states
    ]


BAD = """\
order: QH-1
contract: archive-digitisation
severity: ordinary
events:
  - {time: 2026-02-13T17:20, kind: reported}
  - {time: 2026-02-13T17:25, kind: assigned, person: li-na}
"""


def test_of_a_file_with_one_thing_that_may_not_be_nothing_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD, "utf-8")
    with pytest.raises(NotAdmitted) as refused:
        import_order(desk.root, file, instant("2026-02-14T09:00"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.position.line) == ("order.not-yet-dispatched", 6)
    assert len(all_orders(desk.root, instant("2026-02-14T09:00")).views) == 1


def _tell_some(root: str, order: str, worker: int) -> list[str]:
    """Told by one of several processes at once; what was refused because of others."""
    refused = []
    for number in range(5):
        at = datetime.fromisoformat("2026-02-13T17:30:00") + timedelta(seconds=10 * worker + number)
        try:
            tell(
                Path(root),
                order,
                Word("informed", at.isoformat(), {"note": f"{worker}-{number}"}),
                instant("2026-02-14T09:00"),
            )
        except FieldopsError as error:
            refused.append(error.code)
    return refused


def test_what_several_processes_tell_at_once_is_all_there_and_each_once(desk: Desk) -> None:
    with ProcessPoolExecutor(4) as pool:
        refused = [
            code
            for codes in pool.map(_tell_some, [str(desk.root)] * 4, [desk.order] * 4, range(4))
            for code in codes
        ]
    told = [each.note for each in desk.show("2026-02-14T09:00").order.told]
    assert len(told) == len(set(told)) == 20 - len(refused)
    assert set(refused) <= {"store.conflict", "store.busy"}
