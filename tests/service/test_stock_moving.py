"""What may be moved in the stores and what is refused, and what lies there afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from service.stores import Storehouse, day

from fieldops.errors import Position
from fieldops.messages import say_value
from fieldops.service.alarms import alarms
from fieldops.service.counting import Difference, differences
from fieldops.service.fitting import fitting, loaners
from fieldops.service.stock import books_of
from fieldops.service.stores import BuiltIn

BUILT = {"B1": BuiltIn("acme", "db-1", True, Position("contracts/acme.yaml", 9, 1))}


@pytest.fixture
def house() -> Storehouse:
    return Storehouse(built=BUILT)


def test_what_a_document_says_counts_until_the_first_movement(house: Storehouse) -> None:
    assert house.lies("east", "DISK") == (2, 0)
    assert house.ask("received", part_no="DISK", serials=("D3",)) == 2
    assert [each.kind for each in house.moves] == ["opened", "received"]
    assert house.lies("east", "DISK") == (3, 0)
    # From now on the file may say what it likes.
    poorer = Storehouse(*house.world.stocks.values())
    poorer.moves = house.moves
    assert poorer.lies("east", "DISK") == (3, 0)


@pytest.mark.parametrize("serial", ["D1", "U1", "B1"])
def test_a_serial_number_that_is_elsewhere_is_refused_with_where(house: Storehouse, serial: str) -> None:
    assert house.refused("received", part_no="FAN", serials=(serial,)) == "stock.serial-elsewhere"
    where = house.world.where(serial)
    assert where is not None
    assert say_value(where, "en")


def test_what_was_issued_is_known_to_be_out_until_it_comes_back(house: Storehouse) -> None:
    house.ask("issued", part_no="DISK", serials=("D1",), order="SO-1")
    assert house.refused("received", part_no="DISK", serials=("D1",)) == "stock.serial-elsewhere"
    assert house.refused("returned", serials=("D2",)) == "stock.not-out"
    assert house.refused("returned", serials=("D1",), order="SO-2") == "stock.out-otherwise"
    # It comes back to another store than it went out of.
    house.ask("returned", "west", serials=("D1",), order="SO-1")
    assert (house.lies("east", "DISK"), house.lies("west", "DISK")) == ((1, 0), (1, 0))
    assert house.world.books.shelf("east", "DISK", "spare").out == ()


def test_what_is_put_aside_nobody_else_gets(house: Storehouse) -> None:
    house.ask("reserved", part_no="DISK", order="SO-1")
    assert house.refused("issued", part_no="DISK", quantity=2, order="SO-2") == "stock.not-enough"
    assert house.refused("issued", serials=("D1",), order="SO-2") == "stock.reserved-for"
    assert house.refused("moved", serials=("D1",), to="west") == "stock.reserved-for"
    house.ask("issued", part_no="DISK", order="SO-2")
    assert house.refused("issued", part_no="DISK", order="SO-2") == "stock.not-enough"
    house.ask("issued", part_no="DISK", order="SO-1")
    assert house.lies("east", "DISK") == (0, 0)


def test_what_is_given_back_is_free_again(house: Storehouse) -> None:
    house.ask("reserved", part_no="FAN", quantity=3, order="SO-1")
    assert house.refused("reserved", part_no="FAN", quantity=3, order="SO-2") == "stock.not-enough"
    assert house.refused("released", part_no="FAN", order="SO-2") == "stock.not-reserved"
    house.ask("released", part_no="FAN", quantity=2, order="SO-1")
    assert house.lies("east", "FAN") == (5, 1)
    house.ask("released", part_no="FAN", order="SO-1")
    assert house.lies("east", "FAN") == (5, 0)


def test_a_swap_may_put_aside_and_take_by_its_own_name(house: Storehouse) -> None:
    house.ask("reserved", part_no="DISK", serials=("D2",), order="SO-1", swap="SW-1")
    assert house.refused("issued", serials=("D2",), order="SO-1") == "stock.reserved-for"
    house.ask("issued", serials=("D2",), order="SO-1", swap="SW-1")
    assert house.lies("east", "DISK") == (1, 0)


def test_the_same_delivery_told_twice_is_recorded_once(house: Storehouse) -> None:
    assert house.ask("received", part_no="FAN", quantity=2, document="DN-1") > 0
    assert house.ask("received", part_no="FAN", quantity=2, document="DN-1") == 0
    assert house.ask("received", part_no="FAN", quantity=2, document="DN-2") == 1
    assert house.lies("east", "FAN") == (9, 0)


def test_what_is_over_is_not_issued(house: Storehouse) -> None:
    house.ask("received", part_no="DISK", serials=("D9",), expires=day("2026-03-01"))
    assert house.refused("issued", serials=("D9",), order="SO-1") == "stock.expired"
    house.ask("issued", part_no="DISK", quantity=2, order="SO-1")
    assert house.refused("issued", part_no="DISK", order="SO-1") == "stock.not-enough"
    house.ask("scrapped", serials=("D9",), reason="over")
    assert house.refused("received", part_no="DISK", serials=("D9",)) == "stock.serial-scrapped"


def test_what_expires_first_goes_first_and_lots_stay_apart(house: Storehouse) -> None:
    house.ask("received", part_no="FAN", quantity=2, expires=day("2026-06-30"))
    house.ask("received", part_no="FAN", quantity=1, expires=day("2026-05-31"))
    house.ask("issued", part_no="FAN", quantity=2, order="SO-1")
    lots = {each.expires: each.quantity for each in house.world.books.shelf("east", "FAN", "spare").pieces}
    assert lots == {None: 5, day("2026-06-30"): 1}


def test_a_shelf_life_is_counted_from_the_day_it_came(house: Storehouse) -> None:
    house.ask("received", part_no="FAN", quantity=1)
    assert house.moves[-1].expires == day("2027-03-02")


def test_a_count_is_what_lies_there_from_then_on(house: Storehouse) -> None:
    house.ask("counted", part_no="FAN", quantity=3, reason="spring")
    assert (house.moves[-1].expected, house.lies("east", "FAN")) == (5, (3, 0))
    # How many is not which.
    assert house.refused("counted", part_no="DISK", quantity=1) == "stock.count-serials"
    house.ask("counted", part_no="DISK", serials=("D2", "D7"))
    assert house.world.books.shelf("east", "DISK", "spare").serials == ("D2", "D7")
    assert house.refused("received", part_no="DISK", serials=("D1",)) == "stock.serial-missing"
    # Found again.
    house.ask("counted", part_no="DISK", serials=("D1", "D2", "D7"))
    assert house.lies("east", "DISK") == (3, 0)
    assert house.refused("counted", "west", "DISK", serials=("D1",)) == "stock.serial-elsewhere"


def test_a_count_says_which_numbers_were_missing_and_too_many_though_so_many_are_as_booked(
    house: Storehouse,
) -> None:
    house.ask("counted", part_no="DISK", serials=("D1", "D20"))
    (found,) = differences(house.moves, books_of(())).values()
    assert found == Difference(missing=("D2",), surplus=("D20",), unheard=("D20",))
    # Counted again, what was read wrong is put right; no store has it new.
    house.ask("counted", part_no="DISK", serials=("D1", "D2"))
    again = differences(house.moves, books_of(()))[house.moves[-1]]
    assert again == Difference(missing=("D20",), surplus=("D2",))
    assert house.world.books.shelf("east", "DISK", "spare").serials == ("D1", "D2")


def test_a_count_of_the_same_number_keeps_the_pieces(house: Storehouse) -> None:
    house.ask("counted", part_no="DISK", quantity=2)
    assert house.world.books.shelf("east", "DISK", "spare").serials == ("D1", "D2")


def test_what_is_moved_leaves_one_store_and_comes_to_the_other(house: Storehouse) -> None:
    house.ask("moved", serials=("D1",), to="west")
    assert (house.lies("east", "DISK"), house.lies("west", "DISK")) == ((1, 0), (1, 0))
    assert house.refused("issued", serials=("D1",), order="SO-1") == "stock.serial-elsewhere"
    assert house.refused("moved", serials=("D1",), to="east", stock="east") == "stock.there-already"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "received", "stock": "north"}, "stock.no-such"),
        ({"kind": "received", "part_no": "CPU"}, "stock.no-such-part"),
        ({"kind": "received"}, "stock.which-part"),
        ({"kind": "received", "part_no": "DISK", "serials": ("X", "X")}, "stock.serial-twice"),
        ({"kind": "received", "part_no": "DISK", "serials": (" ",)}, "stock.serial-empty"),
        ({"kind": "received", "part_no": "DISK", "quantity": 0}, "stock.no-quantity"),
        (
            {"kind": "received", "part_no": "DISK", "quantity": 2, "serials": ("X",)},
            "stock.quantity-of-serials",
        ),
        ({"kind": "reserved", "part_no": "DISK"}, "stock.for-what"),
        ({"kind": "issued", "part_no": "DISK"}, "stock.issued-for-what"),
        ({"kind": "issued", "serials": ("X",), "order": "SO-1"}, "stock.unknown-serial-near"),
        ({"kind": "scrapped", "part_no": "DISK"}, "stock.no-reason"),
        ({"kind": "counted", "part_no": "DISK"}, "stock.count-what"),
        ({"kind": "moved", "part_no": "DISK"}, "stock.move-where"),
        ({"kind": "returned", "part_no": "FAN", "quantity": 1}, "stock.less-is-out"),
        ({"kind": "received", "part_no": "DISK", "time": "later"}, "stock.future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(
    house: Storehouse, given: dict[str, Any], code: str
) -> None:
    if given.get("time") == "later":
        given = {**given, "time": house.now.replace(year=2027)}
    assert house.refused(**given) == code


def test_what_fits_is_the_part_itself_then_what_takes_its_place(house: Storehouse) -> None:
    house.ask("received", "west", "DISK-2", serials=("N1",))
    found = fitting(house.world, house.now.date(), part_no="DISK", model="M1")
    assert [(each.stock.id, each.part.part_no, each.free, each.replaces) for each in found] == [
        ("east", "DISK", 2, None),
        ("west", "DISK-2", 1, "DISK"),
    ]
    assert [each.part.part_no for each in fitting(house.world, house.now.date(), model="M2")] == ["DISK-2"]
    (unit,) = loaners(house.world, house.now.date(), "M1")
    assert [each.serial for each in unit.pieces] == ["U1"]
    house.ask("reserved", serials=("U1",), order="SO-1")
    assert loaners(house.world, house.now.date(), "M1") == ()
    assert fitting(house.world, house.now.date(), kept_as="loaner", model="M1", order="SO-1") != ()


def test_the_minimum_is_for_the_next_fault(house: Storehouse) -> None:
    def told() -> list[tuple[str, int]]:
        shelf = house.world.books.shelf("east", "DISK", "spare")
        return [(each.kind, each.quantity) for each in alarms(house.world, shelf, house.now.date())]

    assert told() == []
    house.ask("reserved", part_no="DISK", quantity=2, order="SO-1")
    assert told() == [("below_minimum", 0)]
    house.ask("counted", part_no="DISK", serials=("D1",))
    assert told() == [("below_minimum", 0), ("reserved_and_missing", 1)]
