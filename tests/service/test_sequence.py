"""What cannot follow each other on an order is refused, in whichever order it is written down; what can is taken."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from service.stories import Desk, instant
from service.swap_desk import SwapDesk
from service.test_order_properties import lived

from fieldops.actions.deadlines import InvalidLog, Terms, order_status
from fieldops.actions.order_files import import_order
from fieldops.actions.orders import NotAdmitted
from fieldops.errors import FieldopsError
from fieldops.records.order_events import OrderOpened, OrderTold
from fieldops.service.orders import Order
from fieldops.service.sequence import contradictions

DAY = "2026-03-02"
BEGAN = instant(f"{DAY}T09:00")
OPENED = OrderOpened(
    "SO-1", "archive-digitisation", "incident", BEGAN, BEGAN, severity="ordinary", asset="scanner-01"
)


def told(minute: int, kind: str, **values: str) -> OrderTold:
    at = instant(f"{DAY}T09:{minute:02}")
    needed = {
        "assigned": {"person": "li-na"},
        "paused": {"reason": "waiting_for_access", "evidence": "letter"},
    }
    return OrderTold("SO-1", kind, at, at, **{**needed.get(kind, {}), **values})


GIVEN, THERE, SOLVED = told(1, "assigned"), told(20, "arrived"), told(40, "resolved")

IMPOSSIBLE = [
    ("order.accepted-of-nobody", [told(1, "accepted")]),
    ("order.accepted-of-nobody", [told(1, "accepted"), told(2, "assigned")]),
    ("order.departed-after-arrival", [GIVEN, THERE, told(30, "departed")]),
    ("order.departed-after-arrival", [GIVEN, told(10, "departed"), THERE, told(30, "departed")]),
    # He was there already when it was given to him.
    ("order.departed-after-arrival", [told(1, "arrived"), told(5, "assigned"), told(30, "departed")]),
    ("order.resolved-before-that", [GIVEN, SOLVED, told(50, "part_needed", note="SSD-960")]),
    ("order.resolved-before-that", [GIVEN, SOLVED, told(50, "workaround")]),
]
POSSIBLE = [
    [GIVEN, told(2, "accepted"), told(10, "departed"), THERE, told(30, "part_needed"), SOLVED],
    # At one time, in whichever order it was written down.
    [told(1, "accepted"), GIVEN, told(20, "departed"), THERE],
    # Taken by somebody whom nobody had sent, and who is named.
    [told(1, "accepted", person="li-na")],
    # Another trip: somebody else, a part, a locked door, or a word on it; or a second arrival says so.
    [GIVEN, THERE, told(25, "assigned", person="zhao-lei"), told(30, "departed")],
    [GIVEN, THERE, told(25, "part_needed"), told(30, "departed"), told(35, "arrived")],
    [GIVEN, THERE, told(25, "paused"), told(30, "departed")],
    [GIVEN, THERE, told(30, "departed", note="back to the store for a lamp")],
    [GIVEN, THERE, told(35, "arrived"), told(30, "departed")],
    # The fault came back, or the sheet was rejected for another dispatch.
    [GIVEN, THERE, SOLVED, told(45, "reported_again"), told(50, "departed"), told(55, "part_needed")],
    [GIVEN, THERE, SOLVED, told(45, "rejected", to="dispatch_again"), told(50, "departed"), told(55, "workaround")],
    [GIVEN, SOLVED, told(45, "reported_again"), told(46, "arrived"), told(50, "assigned", person="zhao-lei"), told(55, "departed")],
    # What the papers say may be written after the end.
    [GIVEN, THERE, SOLVED, told(50, "cause_found", note="dust"), told(55, "work_done", note="cleaned")],
]  # fmt: skip


@pytest.mark.parametrize(("code", "course"), IMPOSSIBLE)
def test_what_cannot_follow_each_other_is_seen(code: str, course: list[OrderTold]) -> None:
    (found,) = contradictions(order_with(course))
    assert found.code == code


@pytest.mark.parametrize("course", POSSIBLE)
def test_what_can_follow_each_other_is_let_be(course: list[OrderTold]) -> None:
    assert contradictions(order_with(course)) == ()


@pytest.mark.parametrize("course", [each for _, each in IMPOSSIBLE if len(each) < 4])
def test_in_whichever_order_it_is_written_down_one_of_it_is_refused(course: list[OrderTold]) -> None:
    for written in permutations(course):
        order = lived(OPENED, list(written))
        assert contradictions(order) == ()
        assert len(order.told) == len(course) - 1


_KINDS = st.sampled_from(
    ["assigned", "accepted", "departed", "arrived", "part_needed", "workaround", "resolved", "reported_again", "paused"]
)  # fmt: skip


@examples(60)
@given(st.lists(st.builds(told, st.integers(1, 59), _KINDS), max_size=9, unique=True))
def test_whatever_is_written_down_in_whichever_order_leaves_nothing_impossible(
    course: list[OrderTold],
) -> None:
    order = lived(OPENED, course)
    assert contradictions(order) == ()
    # What was taken is taken again in the order in which it happened.
    assert lived(OPENED, list(order.told)) == order


def order_with(course: list[OrderTold]) -> Order:
    return Order(OPENED).with_told(course)


# --- as people meet it -------------------------------------------------------------------------------------


def why_not(desk: Desk, minute: int, kind: str, **values: str) -> str:
    """Why that is refused; nothing is written."""
    before = desk.show(f"{DAY}T09:59").order.told
    with pytest.raises(FieldopsError) as refused:
        desk.tell(f"{DAY}T09:{minute:02}", kind, f"{DAY}T09:59", **values)
    assert desk.show(f"{DAY}T09:59").order.told == before
    return refused.value.code


def test_on_the_desk_it_is_refused_with_both_times_and_the_true_one_is_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(f"{DAY}T09:00", severity="ordinary", asset="scanner-01")
    assert why_not(desk, 5, "accepted") == "order.accepted-of-nobody"
    desk.tell(f"{DAY}T09:01", "assigned", person="li-na")
    desk.tell(f"{DAY}T09:05", "accepted")
    desk.tell(f"{DAY}T09:20", "arrived")
    assert why_not(desk, 30, "departed") == "order.departed-after-arrival"
    desk.tell(f"{DAY}T09:10", "departed", f"{DAY}T09:31")
    desk.tell(f"{DAY}T09:40", "resolved")
    assert why_not(desk, 50, "part_needed", note="a lamp") == "order.resolved-before-that"
    desk.tell(f"{DAY}T09:35", "part_needed", f"{DAY}T09:51", note="a lamp")
    # What was needed later cannot have been solved before.
    assert why_not(desk, 33, "resolved") == "order.solution-before-that"


def test_what_is_refused_as_too_early_is_not_said_to_be_on_record(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(f"{DAY}T09:00", severity="ordinary", asset="scanner-01")
    desk.tell(f"{DAY}T09:01", "assigned", person="li-na")
    desk.tell(f"{DAY}T09:20", "departed")
    assert why_not(desk, 15, "arrived") == "order.arrival-before-departure"


def test_in_a_file_it_is_told_at_its_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    file = tmp_path / "order.yaml"
    file.write_text(
        "order: QH-1\ncontract: archive-digitisation\nseverity: ordinary\nasset: scanner-01\nevents:\n"
        "  - {time: 2026-03-02T09:00, kind: reported}\n"
        "  - {time: 2026-03-02T09:05, kind: 接单}\n",
        "utf-8",
    )
    with pytest.raises(NotAdmitted) as refused:
        import_order(desk.root, file, instant(f"{DAY}T10:00"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.position.line) == ("order.accepted-of-nobody", 7)


@pytest.mark.parametrize(
    ("code", "events"),
    [
        ("order.accepted-of-nobody", ["09:05, kind: accepted"]),
        ("order.departed-after-arrival", ["09:20, kind: arrived", "09:30, kind: departed"]),
        ("order.resolved-before-that", ["09:40, kind: resolved", "09:50, kind: workaround"]),
        ("order.not-resolved", ["09:40, kind: confirmed"]),
    ],
)
def test_sla_status_knows_the_same_of_a_file(tmp_path: Path, code: str, events: list[str]) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    file = tmp_path / "order.yaml"
    lines = "".join(f"  - {{time: {DAY}T{each}}}\n" for each in ["09:00, kind: reported", *events])
    head = "order: QH-1\ncontract: archive-digitisation\nseverity: ordinary\nasset: scanner-01\nevents:\n"
    file.write_text(head + lines, "utf-8")
    with pytest.raises(InvalidLog) as refused:
        order_status(desk.root, Terms("archive-digitisation"), file, instant(f"{DAY}T10:00"), None)
    (problem,) = refused.value.problems
    # At the last line of the file.
    assert (problem.code, problem.position.line) == (code, 6 + len(events))
    with pytest.raises(NotAdmitted) as imported:
        import_order(desk.root, file, instant(f"{DAY}T10:00"))
    assert [(each.code, each.values) for each in imported.value.problems] == [(code, problem.values)]


def test_what_is_resolved_while_a_swap_waits_needs_a_word(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    desk.call(f"{DAY}T09:00", severity="common", asset="platform-01")
    desk.propose(f"{DAY}T09:10", "SSD-960", "S96-10001", "defect")
    with pytest.raises(FieldopsError) as refused:
        desk.tell(f"{DAY}T09:30", "resolved")
    assert refused.value.code == "order.swap-waits"
    assert refused.value.values["swaps"] == (f"{desk.swap} (SSD-960 S96-10001)",)
    # Solved before anybody asked for a part: nothing was waiting then.
    desk.tell(f"{DAY}T09:05", "resolved", f"{DAY}T09:31")
    desk.tell(f"{DAY}T09:32", "reported_again")
    view = desk.tell(f"{DAY}T09:33", "resolved", note="the disk was reseated")
    assert view.standing.stage == "resolved"
