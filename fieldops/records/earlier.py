"""Which earlier run a run's counters are compared with, host by host and check by check. Pure.

What a count that has or has not grown means is `fieldops.inspection.counters`; reading runs is `reading`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fieldops.dates.instants import elapsed
from fieldops.inspection.checks import CheckResult, Judge, Verdict
from fieldops.inspection.counters import Earlier, compare, counted_of
from fieldops.records.events import HostFinished, RunKind, RunOutline
from fieldops.structs import Struct, replaced

# What is looked at again within a day is the same visit: its second report must say what its first one said.
A_VISIT = timedelta(days=1)


class Asked(Struct, frozen=True):
    """The run that is about to begin, as far as it matters which one it is compared with."""

    contract: str
    playbooks: Collection[str]
    kind: RunKind
    hosts: Collection[str]
    at: datetime


@dataclass(slots=True)
class Before:
    """What was counted before for `checks` (ids), by host and check; filled run by run, the best first."""

    asked: Asked
    checks: Collection[str]
    known: dict[tuple[str, str], tuple[Earlier, str | None]] = field(default_factory=dict)

    @property
    def lacking(self) -> frozenset[str]:
        """The hosts for which something is not known yet."""
        return frozenset(
            host for host in self.asked.hosts if any((host, id) not in self.known for id in self.checks)
        )

    def add(self, run: RunOutline, event: HostFinished) -> None:
        """Take what an earlier run recorded of a host, where nothing better is known."""
        for check in event.checks:
            place = (event.host, check.id)
            readable = check.items or check.verdict is Verdict.OK
            if check.id in self.checks and place not in self.known and readable:
                self.known[place] = _earlier(run, check, self.asked), event.host_key

    def compared(self, event: HostFinished, judges: Mapping[str, Judge]) -> HostFinished:
        """A host's event with its counters compared, where the earlier ones are of the same machine."""
        checks = tuple(self._compared(event, check, judges[check.id]) for check in event.checks)
        return replaced(event, checks=checks)

    def _compared(self, event: HostFinished, check: CheckResult, judge: Judge) -> CheckResult:
        earlier, key = self.known.get((event.host, check.id), (None, None))
        if earlier is None or key != event.host_key:
            return check
        return compare(judge, check, earlier)


def candidates(outlines: Iterable[RunOutline], asked: Asked) -> Iterator[RunOutline]:
    """The runs that may be compared with, the best first; `outlines` are in the order of the log.

    The best is the last one that settles what has not grown since; the last one at all is told where there is none. An
    inspection settles; a health check does so for health checks only: its results are no report to the customer.
    """
    mine = [
        each
        for each in outlines
        if each.contract == asked.contract
        and not set(asked.playbooks).isdisjoint(each.playbooks)
        and each.started <= asked.at
    ]
    newest_first = sorted(mine, key=lambda each: each.started, reverse=True)
    yield from (each for each in newest_first if settles(each.kind, each.started, asked))
    yield from (each for each in newest_first if not settles(each.kind, each.started, asked))


def settles(kind: RunKind, started: datetime, asked: Asked) -> bool:
    """Whether what has not grown since such a run is no news."""
    known = kind is RunKind.INSPECTION or asked.kind is RunKind.HEALTH_CHECK
    return known and elapsed(started, asked.at) >= A_VISIT


def _earlier(run: RunOutline, check: CheckResult, asked: Asked) -> Earlier:
    return Earlier(
        run=run.run,
        when=f"{run.started:%Y-%m-%d %H:%M}",
        settles=settles(run.kind, run.started, asked),
        items={item.item: counted_of(item) for item in check.items},
        whole=all(item.verdict is not Verdict.UNKNOWN for item in check.items),
    )
