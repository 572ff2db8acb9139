"""The orders that are open, by the note of which are closed: always what folding every order says, and a few readings only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from effort import calls_of, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service.stories import Desk, instant

from fieldops.actions.order_lists import Listed, all_orders, open_orders
from fieldops.actions.settings import open_store, store_path
from fieldops.records.codecs import encode
from fieldops.records.log import Broken
from fieldops.records.open_orders import note_beside
from fieldops.records.order_events import OrderOpened, OrderTold, order_stream
from fieldops.service.orders import order_of
from fieldops.structs import replaced

BEGAN = instant("2026-02-13T17:20")
LATER = instant("2026-03-13T09:00")
# All that the example wants before an order is closed.
_CLOSING = ("resolved", "reported_done", "signed", "reviewed", "called_back", "confirmed")
_BY = {"reviewed": "department_manager"}
_KINDS = (*_CLOSING, "reported_again", "assigned", "rejected", "closed")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def opened(desk: Desk, *ids: str, request: str = "incident") -> None:
    """Orders that are open, written down without asking whether they may be."""
    with closing(open_store(desk.root)) as log:
        for id in ids:
            severity = "ordinary" if request == "incident" else None
            order = OrderOpened(id, desk.contract, request, BEGAN, BEGAN, severity, asset="scanner-01")
            log.append(order_stream(id), [encode(order)], expected=0)


def told(desk: Desk, id: str, *kinds: str, at: datetime = BEGAN, note: str = "") -> None:
    with closing(open_store(desk.root)) as log:
        events = [OrderTold(id, kind, at, at, by=_BY.get(kind), note=note) for kind in kinds]
        log.append(order_stream(id), [encode(each) for each in events])


def folded(root: Path, now: datetime = LATER) -> Listed:
    """What folding every order says."""
    listed = all_orders(root, now)
    return replaced(listed, views=tuple(view for view in listed.views if view.standing.stage != "closed"))


def names(listed: Listed) -> list[str]:
    return [view.order.id for view in listed.views]


def answers(listed: Listed) -> list[object]:
    return [(view.order, view.standing.stage, view.standing.status) for view in listed.views] + [
        (id, error.code) for id, error in listed.unread
    ]


_STEP = st.tuples(
    st.sampled_from(["A", "B", "C"]),
    st.lists(st.sampled_from(_KINDS), max_size=3) | st.just(list(_CLOSING)),
    st.integers(0, 600),
)


@settings(examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEP, max_size=4))
def test_whatever_is_told_the_open_ones_are_those_of_the_fold(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str], int]]
) -> None:
    desk = Desk(tmp_path_factory.mktemp("told"), "archive-digitisation")
    opened(desk, "A", "B")
    opened(desk, "C", request="consultation")
    for number, (id, kinds, minutes) in enumerate(steps):
        told(desk, id, *dict.fromkeys(kinds), at=BEGAN + timedelta(minutes=minutes), note=str(number))
        assert answers(open_orders(desk.root, LATER)) == answers(folded(desk.root))


def test_an_order_that_is_closed_is_not_folded_again(desk: Desk) -> None:
    ids = [f"SO-{number}" for number in range(20)]
    opened(desk, *ids)
    for id in ids[1:]:
        told(desk, id, *_CLOSING)

    def look() -> Listed:
        return open_orders(desk.root, LATER)

    assert calls_of(order_of, look) == 20
    assert calls_of(order_of, look) == 1
    told(desk, "SO-7", "reported_again", at=BEGAN + timedelta(days=1))
    assert calls_of(order_of, look) == 2
    assert names(open_orders(desk.root, LATER)) == ["SO-0", "SO-7"]


def test_what_is_told_later_closes_an_order_and_opens_it_again(desk: Desk) -> None:
    opened(desk, "A", "B")
    assert names(open_orders(desk.root, LATER)) == ["A", "B"]
    told(desk, "A", *_CLOSING)
    assert names(open_orders(desk.root, LATER)) == ["B"]
    told(desk, "A", "reported_again", at=BEGAN + timedelta(days=1))
    assert names(open_orders(desk.root, LATER)) == ["A", "B"]


def test_when_the_contract_asks_for_more_what_was_closed_is_open_again(desk: Desk) -> None:
    level = desk.root / "contracts/service-levels/archive-support.yaml"
    asked = level.read_text("utf-8")
    level.write_text(asked.replace("  quality_call_back: true # B6 G3\n", ""), "utf-8")
    opened(desk, "A")
    told(desk, "A", *(each for each in _CLOSING if each != "called_back"))
    assert names(open_orders(desk.root, LATER)) == []
    level.write_text(asked, "utf-8")
    assert names(open_orders(desk.root, LATER)) == names(folded(desk.root)) == ["A"]


def test_orders_of_a_contract_with_mistakes_are_named_until_it_is_mended(desk: Desk) -> None:
    opened(desk, "A", "B")
    told(desk, "A", *_CLOSING)
    contract = desk.root / "contracts/archive-digitisation.yaml"
    right = contract.read_text("utf-8")
    assert names(open_orders(desk.root, LATER)) == ["B"]
    contract.write_text(right.replace("kind: Contract\n", "kind: Contract\nnobody: knows\n"), "utf-8")
    for _ in range(2):
        found = open_orders(desk.root, LATER)
        assert ([id for id, _ in found.unread], found.views) == (["A", "B"], ())
    contract.write_text(right, "utf-8")
    assert names(open_orders(desk.root, LATER)) == ["B"]


def _without_the_last_days(desk: Desk, note: Path) -> None:
    """The store as it was kept before, beside the note of today."""
    store = store_path(desk.root)
    kept = note.read_bytes()
    store.unlink()
    opened(desk, "B", "C")
    note.write_bytes(kept)


@pytest.mark.parametrize(
    "happens",
    [
        lambda desk, note: note.unlink(),
        lambda desk, note: note.write_bytes(b""),
        lambda desk, note: note.write_bytes(b'{"form":2,"orders":[]}'),
        lambda desk, note: note.write_bytes(note.read_bytes()[:-9]),
        _without_the_last_days,
    ],
)
def test_a_note_that_is_gone_unreadable_or_of_another_log_is_made_anew(
    desk: Desk, happens: Callable[[Desk, Path], None]
) -> None:
    opened(desk, "A", "B", "C")
    told(desk, "A", *_CLOSING)
    assert names(open_orders(desk.root, LATER)) == ["B", "C"]
    note = note_beside(store_path(desk.root))
    before = note.stat().st_mode & 0o777
    happens(desk, note)
    assert names(open_orders(desk.root, LATER)) == names(folded(desk.root)) == ["B", "C"]
    assert note.stat().st_mode & 0o777 == before == 0o600


def test_where_no_note_can_be_written_the_answer_is_the_same(desk: Desk) -> None:
    opened(desk, "A", "B")
    told(desk, "A", *_CLOSING)
    note_beside(store_path(desk.root)).mkdir()
    assert [names(open_orders(desk.root, LATER)) for _ in range(2)] == [["B"], ["B"]]


def test_a_clock_that_is_set_back_finds_open_what_is_closed_later(desk: Desk) -> None:
    opened(desk, "A")
    told(desk, "A", *_CLOSING, at=BEGAN + timedelta(days=9))
    assert names(open_orders(desk.root, LATER)) == []
    early = BEGAN + timedelta(days=1)
    assert answers(open_orders(desk.root, early)) == answers(folded(desk.root, early))


def test_an_open_order_that_was_changed_in_the_store_is_told(desk: Desk) -> None:
    opened(desk, "A", "B")
    open_orders(desk.root, LATER)
    with closing(sqlite3.connect(store_path(desk.root))) as db, db:
        db.execute("DROP TRIGGER events_stay")
        db.execute(
            "UPDATE events SET body = replace(body, 'scanner-01', 'scanner-02') WHERE stream = 'order/B'"
        )
    with pytest.raises(Broken):
        open_orders(desk.root, LATER)


def test_the_orders_of_one_contract_leave_the_others_in_the_note(desk: Desk) -> None:
    opened(desk, "A")
    assert names(open_orders(desk.root, LATER, "managed-service")) == []
    assert names(open_orders(desk.root, LATER)) == ["A"]
