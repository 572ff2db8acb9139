"""Whatever is asked of the stores: never fewer than none, no serial number in two places, and the same books again."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from service.stores import Storehouse

from fieldops.errors import Refused, UsageError
from fieldops.records.codecs import encode, outline
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.stock import Books, books_of

SERIALS = ("D1", "D2", "D3", "U1", "S4")
_KINDS = [each.value for each in Movement if each is not Movement.OPENED]
_days = st.none() | st.sampled_from([date(2026, 3, 1), date(2026, 4, 1), date(2027, 1, 1)])


@st.composite
def _asked(draw: st.DrawFn) -> dict[str, Any]:
    """Something that somebody may ask of the stores, sensible or not."""
    serials = draw(st.lists(st.sampled_from(SERIALS), max_size=2).map(tuple))
    return {
        "kind": draw(st.sampled_from(_KINDS)),
        "stock": draw(st.sampled_from(["east", "west"])),
        "part_no": draw(st.sampled_from(["DISK", "FAN", "UNIT"])),
        "kept_as": draw(st.sampled_from(["spare", "loaner", None])),
        "quantity": None if serials else draw(st.none() | st.integers(0, 4)),
        "serials": serials,
        "expires": draw(_days),
        "to": draw(st.sampled_from(["east", "west", None])),
        "order": draw(st.sampled_from(["SO-1", "SO-2", None])),
        "swap": draw(st.sampled_from(["SW-1", None, None])),
        "reason": draw(st.sampled_from(["why", None])),
        "document": draw(st.sampled_from(["DN-1", None])),
    }


def played(asked: list[dict[str, Any]]) -> Storehouse:
    """The stores after all of it; what is refused leaves nothing, and is refused by a rule."""
    house = Storehouse()
    for each in asked:
        with suppress(UsageError, Refused):
            house.ask(**each)
    return house


def _places(books: Books) -> Counter[str]:
    """How often each serial number lies somewhere or is out."""
    return Counter(
        serial
        for shelf in books.shelves.values()
        for serial in (*shelf.serials, *(one for out in shelf.out for one in out.serials))
    )


@given(st.lists(_asked(), max_size=12))
def test_never_fewer_than_none_and_no_serial_number_in_two_places(asked: list[dict[str, Any]]) -> None:
    house = played(asked)
    books = house.world.books
    for shelf in books.shelves.values():
        assert all(piece.quantity > 0 for piece in shelf.pieces)
        assert all(piece.quantity == 1 for piece in shelf.pieces if piece.serial is not None)
        assert all(each.quantity > 0 for each in (*shelf.aside, *shelf.out))
        assert all(each.serials == () or len(each.serials) == each.quantity for each in shelf.aside)
    assert set(_places(books).values()) <= {1}
    assert {serial: key for key, shelf in books.shelves.items() for serial in shelf.serials} == books.lying


@given(st.lists(_asked(), max_size=12))
def test_nothing_comes_from_nowhere(asked: list[dict[str, Any]]) -> None:
    """What lies there, and what is out, is what came in, was found or lost at a count, less what was thrown away."""
    house = played(asked)
    expected = Counter[str]()
    for each in house.moves:
        match each.kind:
            case Movement.OPENED | Movement.RECEIVED:
                expected[each.part_no] += each.quantity
            case Movement.SCRAPPED:
                expected[each.part_no] -= each.quantity
            case Movement.COUNTED:
                assert each.expected is not None
                expected[each.part_no] += each.quantity - each.expected
            case _:
                pass
    found = Counter[str]()
    for shelf in house.world.recorded.shelves.values():
        found[shelf.part_no] += shelf.on_hand + sum(out.quantity for out in shelf.out)
    assert +found == +expected


@given(st.lists(_asked(), max_size=12))
def test_read_again_from_the_log_the_books_are_the_same(asked: list[dict[str, Any]]) -> None:
    house = played(asked)
    written = [encode(each) for each in house.moves]
    read = [outline(each.type, each.version, each.body) for each in written]
    moves = tuple(each for each in read if isinstance(each, StockMoved))
    assert moves == house.moves
    assert books_of(moves) == house.world.recorded
    # In two parts, as a long log may be read, it is the same.
    half = len(moves) // 2
    assert books_of(moves[:half]).after(moves[half:]) == house.world.recorded


@given(st.lists(_asked(), max_size=15), st.sampled_from(["SO-1", "SO-2"]))
def test_what_is_put_aside_for_one_is_never_issued_for_another(
    asked: list[dict[str, Any]], order: str
) -> None:
    house = played(asked)
    for shelf in house.world.books.shelves.values():
        for each in shelf.aside:
            if each.order != order and each.serials:
                given = {"serials": each.serials[:1], "order": order, "kept_as": shelf.kept_as}
                if each.serials[0] in shelf.serials:
                    code = house.refused("issued", shelf.stock, shelf.part_no, **given)
                    assert code == "stock.reserved-for"
