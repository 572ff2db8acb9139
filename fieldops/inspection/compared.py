"""What an earlier run said of one check on one host, as plain values, for those checks that are held against it.

Pure. What a count, a change, a rate or a trend means is in `counters`, `changes` and `trending`; which earlier runs are
the right ones is `fieldops.records.earlier`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.structs import Struct

# What a result without rows says where the list was read, and was empty.
_EMPTY = frozenset({"reading.no-rows", "reading.nothing"})


class Earlier(Struct, frozen=True):
    """What an earlier run said of one check on one host.

    `when` is that run's time as people read it, `at` when the host was asked. `settles`: it lies so far back, and was told
    in such a way, that what has not changed since is no news. `whole` says that what is not among `items` was not there.
    """

    run: str
    when: str
    at: datetime
    settles: bool
    items: tuple[Item, ...]
    whole: bool

    @property
    def by_name(self) -> Mapping[str | None, Item]:
        """The items by name."""
        return {item.item: item for item in self.items}

    @property
    def told(self) -> dict[str, object]:
        """Which run it was, as values of a sentence."""
        return {"when": self.when, "run": self.run}


def is_unread(item: Item) -> bool:
    """Whether the value of an item could not be read."""
    return item.verdict is Verdict.UNKNOWN and item.value is None


def was_read(result: CheckResult) -> bool:
    """Whether anything is known of what a check looked at: rows, or that there are none."""
    if result.items or result.verdict is Verdict.OK:
        return True
    code = result.reason.code if result.reason is not None else ""
    return code == "reading.first-time" or (result.verdict is Verdict.NA and code in _EMPTY)
