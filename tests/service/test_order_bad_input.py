"""What cannot be is answered with what can, in both languages, and nothing is written: orders, swaps, contracts that ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from service.stories import Desk
from service.swap_desk import SwapDesk

from fieldops.actions.settings import open_store
from fieldops.errors import FieldopsError
from fieldops.messages import say_error

CALLED = "2026-11-02T09:00"


def at_hand(root: Path) -> SwapDesk:
    """An order for a server, and a disk of it that may be replaced."""
    desk = SwapDesk(root)
    desk.call(CALLED, severity="common", asset="platform-01")
    desk.tell("2026-11-02T09:05", "assigned", person="lin-hao")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    return desk


def after_the_term(root: Path) -> Desk:
    """A fault that was solved on the last working day of the contract, and has come back after it."""
    desk = Desk(root, "archive-digitisation")
    desk.call("2028-12-29T17:20", severity="ordinary", asset="scanner-01")
    desk.tell("2028-12-29T17:25", "assigned", person="li-na")
    desk.tell("2028-12-29T18:00", "resolved")
    desk.tell("2029-01-04T09:00", "reported_again")
    return desk


@pytest.mark.parametrize(
    ("begin", "act", "said"),
    [
        # Equipment that there is none of: what there is.
        (at_hand, lambda desk: desk.call(CALLED, severity="common", asset="platform-9"), ["platform-9", "platform-01"]),
        # Out of order and in the future: both times.
        (at_hand, lambda desk: desk.tell("2026-11-02T08:50", "arrived"), ["2026-11-02 08:50", "2026-11-02 09:00"]),
        (
            at_hand,
            lambda desk: desk.tell("2026-11-02T19:00", "arrived", "2026-11-02T10:00"),
            ["2026-11-02 19:00", "2026-11-02 10:00"],
        ),
        # A serial number that is in other equipment: where.
        (at_hand, lambda desk: desk.swapped("2026-11-02T10:00", "S96-10003"), ["S96-10003", "platform-02"]),
        # The term has ended meanwhile: what has to be done first, and who approves it.
        (after_the_term, lambda desk: desk.tell("2029-01-04T09:10", "arrived"), ["2029-01-04", "2028-12-31"]),
    ],
)  # fmt: skip
def test_it_is_answered_with_what_can_be_and_nothing_is_written(
    tmp_path: Path, begin: Callable[[Path], Desk], act: Callable[[Desk], object], said: list[str]
) -> None:
    desk = begin(tmp_path)
    before = written(desk)
    with pytest.raises(FieldopsError) as refused:
        act(desk)
    assert written(desk) == before
    for language in ("zh-CN", "en"):
        told = " ".join(each for each in say_error(refused.value, language) if each)
        assert [each for each in said if each not in told] == [], told


def written(desk: Desk) -> int:
    """How much is on record."""
    with closing(open_store(desk.root)) as log:
        return log.head().size
