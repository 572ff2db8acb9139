"""What one run says about one value: the judged item, that it is not there, or why nobody knows. Pure.

Lives here: telling "not there" and "in order" from "not looked at", once for all who follow a value from run to run
(`comparison`, `findings`, `trends`). Does not live here: what became of a value between runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import HostRecord
from fieldops.structs import Struct

DEVIATIONS = (Verdict.WARN, Verdict.CRIT)
_WORST_FIRST = (Verdict.CRIT, Verdict.WARN, Verdict.UNKNOWN, Verdict.OK, Verdict.INFO, Verdict.NA)

_WELL = (Verdict.OK, Verdict.INFO, Verdict.NA)

# A row of a check: its name and, of several with that name, which one (from 0).
RowPlace = tuple[str | None, int]


class Look(Struct, frozen=True):
    """What one run says about a value: the judged item, that it is not there, or (`unseen`) why nobody knows."""

    item: Item | None = None
    unseen: Reason | None = None

    @property
    def deviates(self) -> bool:
        """Whether it is a deviation."""
        return self.item is not None and self.item.verdict in DEVIATIONS

    def is_gone(self, faults_only: bool) -> bool:
        """Whether a value that was looked for has nothing to be judged by now: not there, or said not to apply (NA).

        `faults_only`: the check lists nothing but what is wrong, so that what it does not list is in order.
        """
        if self.item is None:
            return not faults_only
        return self.item.verdict is Verdict.NA


class Side:
    """One host of one run, with its values by place."""

    def __init__(self, host: HostRecord | None) -> None:
        self._host = host
        self.results = {check.id: check for check in host.checks} if host is not None else {}
        self._read: dict[str, dict[RowPlace, Item]] = {}

    @property
    def silent(self) -> Reason | None:
        """Why nothing at all is known of the host; None where something is."""
        if self._host is None:
            return Reason("compare.host-not-asked")
        if not self._host.silent:
            return None
        failure = self._host.failure
        return Reason(f"host.{failure.code}", failure.values) if failure else Reason("run.pending")

    def is_not_meant(self, check: str) -> bool:
        """Whether the host was looked at wholly, and the check was not for it."""
        done = self._host is not None and self._host.status is HostStatus.DONE
        return done and check not in self.results

    @property
    def _cut_off(self) -> str:
        done = self._host is not None and self._host.status is HostStatus.DONE
        return "compare.check-not-meant" if done else "compare.host-cut-off"

    def undetermined(self, check: str) -> Reason | None:
        """Why nothing is known of a check; None where something is."""
        result = self.results.get(check)
        if result is None:
            return self.silent or Reason(self._cut_off)
        if result.verdict is Verdict.UNKNOWN and not result.items:
            return result.reason or Reason("compare.undetermined")
        return None

    def is_well(self, check: str) -> bool:
        """Whether nothing of a check deviates, and all of it is known."""
        result = self.results.get(check)
        return result is not None and result.verdict in _WELL

    def places(self, check: str) -> Iterable[RowPlace]:
        """The rows of a check."""
        return self._items(check)

    def _items(self, check: str) -> dict[RowPlace, Item]:
        if check not in self._read:
            result = self.results.get(check)
            self._read[check] = dict(_rows(result)) if result is not None else {}
        return self._read[check]

    def look(self, check: str, place: RowPlace) -> Look:
        """The value at `place` of a check. A row that is missing in a list that was read whole is not there."""
        if (unseen := self.undetermined(check)) is not None:
            return Look(unseen=unseen)
        item = self._items(check).get(place)
        if item is not None:
            unread = item.reason or Reason("compare.undetermined")
            return Look(item, unread) if item.verdict is Verdict.UNKNOWN else Look(item)
        if any(each.verdict is Verdict.UNKNOWN for each in self._items(check).values()):
            return Look(unseen=Reason("compare.list-not-whole"))
        return Look()

    def worst(self, check: str) -> Item | None:
        """The worst value of a check."""
        items = sorted(self._items(check).values(), key=lambda each: _WORST_FIRST.index(each.verdict))
        return items[0] if items else None


def decided(result: CheckResult) -> Verdict:
    """The worst deviation of a check, also beside rows that could not be read; else the check's own verdict."""
    found = {item.verdict for item in result.items}
    return next((each for each in _WORST_FIRST if each in DEVIATIONS and each in found), result.verdict)


def _rows(check: CheckResult) -> Iterator[tuple[RowPlace, Item]]:
    # Two rows may have one name: they are told apart by their order.
    seen: Counter[str | None] = Counter()
    for item in check.items:
        yield (item.item, seen[item.item]), item
        seen[item.item] += 1
