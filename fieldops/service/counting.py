"""What a count found beside what the books had: which serial numbers were missing, and which were too many. Pure.

A count is recorded with what was found; what was missing follows from the movements before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.stock import Books
from fieldops.structs import Struct


class Difference(Struct, frozen=True):
    """The serial numbers that a count did not find, and those that it found and the books had not there.

    `unheard`: those of the latter that no store ever had.
    """

    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()


def differences(moves: Iterable[StockMoved], books: Books) -> Mapping[StockMoved, Difference]:
    """The counts among these movements that found other serial numbers than lay there; `books`: those before them.

    Raises Contradiction for a log that takes what is not there.
    """
    found: dict[StockMoved, Difference] = {}
    for each in moves:
        if each.kind is Movement.COUNTED and (difference := _difference(each, books)) is not None:
            # The same count entered twice finds nothing the second time.
            found.setdefault(each, difference)
        books = books.after((each,))
    return found


def _difference(moved: StockMoved, books: Books) -> Difference | None:
    lay = books.shelf(moved.stock, moved.part_no, moved.kept_as).serials
    missing = tuple(each for each in lay if each not in moved.serials)
    surplus = tuple(each for each in moved.serials if each not in lay)
    if not missing and not surplus:
        return None
    unheard = tuple(each for each in surplus if each not in books.lying and each not in books.gone)
    return Difference(missing, surplus, unheard)
