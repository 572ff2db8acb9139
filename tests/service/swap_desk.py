"""A service desk for stories of swaps, on the example of the device vendor: every time is the wall clock in Shanghai."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from service.stories import Desk, instant

from fieldops.actions.swap_cases import SwapView
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import Wanted, propose, swap_called, tell
from fieldops.messages import say_value
from fieldops.service.swap_dues import owed_of_swap


class SwapDesk(Desk):
    """Who proposes, approves and carries out swaps under the order that the story is about."""

    swap = ""

    def __init__(self, root: Path, contract: str = "device-platform") -> None:
        super().__init__(root, contract)

    def propose(self, at: str, part: str, serial: str, cause: str | None = None, **given: Any) -> SwapView:
        """A swap is proposed at `at`, and is what the story goes on with."""
        wanted = Wanted(self.order, part, serial, cause=cause, time=at, **given)
        view = propose(self.root, wanted, instant(at))
        self.swap = view.record.id
        return view

    def told(self, at: str, kind: str, written: str | None = None, **values: str) -> SwapView:
        """Something happens to the swap at `at`, and is written down then or at `written`."""
        return tell(self.root, self.swap, Word(kind, at, values), instant(written or at))[0]

    def swapped(self, at: str, serial: str, **values: str) -> SwapView:
        """The part is replaced by the one with that serial number."""
        return self.told(at, "carried_out", serial=serial, by="engineer", **values)

    def shown(self, at: str) -> SwapView:
        """The swap as it stands then."""
        return swap_called(self.root, self.swap, instant(at))


def still_owed(view: SwapView) -> list[str]:
    """What is still to be done about a swap, as people read it."""
    return [say_value(each.said, "en") for each in owed_of_swap(view.record, view.order.agreement)]


def with_approved_disk(root: Path) -> SwapDesk:
    """A desk at which the swap of a disk under warranty was approved, and nothing was put in yet."""
    desk = SwapDesk(root)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    return desk
