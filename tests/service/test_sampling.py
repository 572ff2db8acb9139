"""A part of a month's orders is drawn at random for an audit, and the same for whoever draws again. G1"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from service.stories import Desk, instant

from fieldops.actions.order_lists import drawn_orders
from fieldops.errors import UsageError
from fieldops.records.order_events import OrderOpened
from fieldops.service.orders import Order
from fieldops.service.sampling import drawn, month_of

MANAGED = "managed-service"
START = datetime(2026, 9, 1, tzinfo=UTC)


def orders(count: int, minute: int = 0) -> list[Order]:
    return [
        Order(OrderOpened(f"SO-{n:03d}", MANAGED, "incident", at, at))
        for n in range(count)
        for at in [START + timedelta(hours=n, minutes=minute)]
    ]


@pytest.mark.parametrize(("count", "drawn_of_it"), [(0, 0), (1, 1), (10, 1), (11, 2), (200, 20)])
def test_so_many_of_a_hundred_are_drawn_rounded_up(count: int, drawn_of_it: int) -> None:
    assert len(drawn(orders(count), 10)) == drawn_of_it


def test_the_draw_is_the_same_again_in_any_order_and_another_for_other_orders() -> None:
    first = drawn(orders(100), 10)
    assert drawn(reversed(orders(100)), 10) == first
    # One order more, or another minute, and the lots fall anew.
    assert drawn(orders(101), 10) != first
    assert drawn(orders(100, minute=1), 10) != first


@pytest.mark.shows("order list", "G1")
def test_of_a_month_that_is_over_the_part_that_the_contract_promises(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MANAGED)
    for day in range(1, 13):
        desk.call(f"2026-09-{day:02d}T10:00", request="consultation", symptom="how?")
    desk.call("2026-10-01T00:00", request="consultation", symptom="of October")
    listed, count = drawn_orders(desk.root, instant("2026-10-01T09:00"), MANAGED, "2026-09")
    assert (len(listed.views), count) == (2, 12)
    assert all(view.order.opened.reported.month == 9 for view in listed.views)
    again, _ = drawn_orders(desk.root, instant("2026-12-01T09:00"), MANAGED, "2026-09")
    assert [view.order.id for view in again.views] == [view.order.id for view in listed.views]
    with pytest.raises(UsageError) as unpromised:
        drawn_orders(desk.root, instant("2026-10-01T09:00"), "housing-fund-portal", "2026-09")
    assert unpromised.value.code == "sample.not-promised"


@pytest.mark.parametrize(
    ("text", "code"),
    [("2026", "sample.no-month"), ("2026-13", "sample.no-month"), ("0000-01", "sample.no-month"),
     ("9999-12", "sample.no-month"), ("2026-10", "sample.not-over"), ("2026-11", "sample.not-over")],
)  # fmt: skip
def test_what_is_no_month_that_is_over_is_refused(text: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        month_of(text, date(2026, 10, 31))
    assert refused.value.code == code
    assert month_of("2026-12", date(2027, 1, 1)).last == date(2026, 12, 31)
