"""A power supply of a key server burns out on a Friday: from the call to the counted store. C8"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from service.stories import Desk, instant

from fieldops.actions.stock import Asked, Done, look, move
from fieldops.errors import Refused, UsageError
from fieldops.records.stock_events import Movement
from fieldops.service.alarms import alarms
from fieldops.service.fitting import fitting


class Keeper:
    """Who keeps the store of the devices, beside the desk that takes the calls."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do(self, at: str, kind: Movement, part: str | None = None, **given: Any) -> Done:
        """Something is moved at `at`, and written down then."""
        asked = Asked(kind, "device-stock", part, by="xu-ting", **given)
        return move(self._desk.root, asked, instant(at))

    def short(self, at: str) -> list[tuple[str, str, int]]:
        """What `stock low` tells then."""
        seen = look(self._desk.root, instant(at))
        return [
            (each.kind, each.shelf.part_no, each.quantity)
            for shelf in seen.world.shelves("device-stock")
            for each in alarms(seen.world, shelf, seen.day("device-stock"))
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "device-platform")


@pytest.mark.shows("stock issue", "C8")
@pytest.mark.shows("stock low", "C8")
def test_the_store_after_a_fault_of_key_equipment(desk: Desk) -> None:
    keeper = Keeper(desk)
    # Friday before a holiday week: a key server stands still, and the engineer needs a power supply.
    desk.call("2026-09-25T17:20", severity="major", asset="platform-01", symptom="power")
    desk.tell("2026-09-25T17:30", "assigned", person="lin-hao")
    desk.tell("2026-09-25T17:50", "part_needed", note="PSU-800")
    world = look(desk.root, instant("2026-09-25T17:51")).world
    (fit,) = fitting(world, date(2026, 9, 25), part_no="PSU-800", model="HL-S200", contract="device-platform")
    assert (fit.stock.id, fit.free, [each.serial for each in fit.pieces]) == (
        "device-stock",
        2,
        ["P8-30001", "P8-30002"],
    )
    keeper.do("2026-09-25T17:52", Movement.RESERVED, "PSU-800", order=desk.order)
    assert keeper.short("2026-09-25T17:53") == []
    # The engineer takes it, and a second one, as the other may be near its end.
    done = keeper.do(
        "2026-09-25T18:05", Movement.ISSUED, "PSU-800", quantity=2, order=desk.order, person="林浩"
    )
    assert done.moves[-1].serials == ("P8-30001", "P8-30002")
    assert keeper.short("2026-09-25T18:06") == [("below_minimum", "PSU-800", 0)]
    # Somebody else wants one now: there is none, and nothing is recorded.
    with pytest.raises(Refused) as refused:
        keeper.do("2026-09-26T09:00", Movement.RESERVED, "PSU-800", order=desk.order)
    assert refused.value.code == "stock.not-enough"
    # The second one was not needed. The first is in the server now, and cannot come in once more.
    keeper.do("2026-09-28T09:00", Movement.RETURNED, serials=("P8-30002",), order=desk.order)
    assert keeper.short("2026-09-28T09:01") == []
    with pytest.raises(UsageError) as elsewhere:
        keeper.do("2026-09-28T09:02", Movement.RECEIVED, "PSU-800", serials=("P8-30001",))
    assert elsewhere.value.code == "stock.serial-elsewhere"
    # New ones were ordered, and come; the delivery is told twice, as the line was cut off the first time.
    new = ("P8-40001", "P8-40002")
    for at in ("2026-10-12T10:00", "2026-10-12T10:02"):
        done = keeper.do(at, Movement.RECEIVED, "PSU-800", serials=new, document="DN-1012")
    assert done.moves == ()
    assert done.world.books.shelf("device-stock", "PSU-800", "spare").serials == ("P8-30002", *new)
    # At the count one of them is missing and a print head is too many; one power supply is wet.
    keeper.do(
        "2026-12-30T10:00", Movement.COUNTED, "PSU-800", serials=("P8-30002", "P8-40001"), reason="盘点"
    )
    done = keeper.do("2026-12-30T10:05", Movement.COUNTED, "T5-PRINT", quantity=11, reason="盘点")
    assert (done.moves[-1].expected, done.moves[-1].quantity) == (10, 11)
    keeper.do("2026-12-30T10:10", Movement.SCRAPPED, serials=("P8-40001",), reason="进水")
    keeper.do("2026-12-30T10:15", Movement.SCRAPPED, serials=("P8-30002",), reason="进水")
    assert keeper.short("2026-12-30T10:20") == [("below_minimum", "PSU-800", 0)]
    # All of it is on record, with who and why.
    moves = look(desk.root, instant("2026-12-30T11:00")).moves
    told = [(each.kind.value, each.quantity, each.reason) for each in moves if each.part_no == "PSU-800"]
    assert told == [
        ("opened", 2, None),
        ("reserved", 1, None),
        ("issued", 2, None),
        ("returned", 1, None),
        ("received", 2, None),
        ("counted", 2, "盘点"),
        ("scrapped", 1, "进水"),
        ("scrapped", 1, "进水"),
    ]
    assert {each.by.id for each in moves if each.by is not None} == {"xu-ting"}
