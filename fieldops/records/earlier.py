"""Which earlier run a run's checks are compared with, host by host and check by check. Pure.

What it means that something has or has not changed is `fieldops.inspection.compared`; reading runs is `reading`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fieldops.dates.instants import elapsed
from fieldops.inspection.checks import CheckResult, Judge
from fieldops.inspection.compared import Earlier, is_unread, was_read
from fieldops.inspection.comparing import compare
from fieldops.records.run_events import HostFinished, RunKind, RunOutline
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
    """What was recorded before for `checks` (ids), by host and check; filled run by run, the best first.

    Of the checks that are `followed` all runs count, of the others the best.
    """

    asked: Asked
    checks: Collection[str]
    followed: Collection[str] = ()
    known: dict[tuple[str, str], list[tuple[Earlier, str | None]]] = field(default_factory=dict)

    @property
    def lacking(self) -> frozenset[str]:
        """The hosts for which something is not known yet."""
        if self.followed:
            return frozenset(self.asked.hosts)
        return frozenset(
            host for host in self.asked.hosts if any((host, id) not in self.known for id in self.checks)
        )

    def add(self, run: RunOutline, event: HostFinished) -> None:
        """Take what an earlier run recorded of a host, where nothing better is known."""
        for check in event.checks:
            place = (event.host, check.id)
            wanted = place not in self.known or check.id in self.followed
            if check.id in self.checks and wanted and was_read(check):
                found = _earlier(run, event.started, check, self.asked), event.host_key
                self.known.setdefault(place, []).append(found)

    def compared(self, event: HostFinished, judges: Mapping[str, Judge]) -> HostFinished:
        """A host's event with its checks compared, where the earlier ones are of the same machine."""
        checks = tuple(self._compared(event, check, judges[check.id]) for check in event.checks)
        return replaced(event, checks=checks)

    def _compared(self, event: HostFinished, check: CheckResult, judge: Judge) -> CheckResult:
        known = self.known.get((event.host, check.id), ())
        past = [earlier for earlier, key in known if key == event.host_key]
        return compare(judge, check, past, event.started)


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


def _earlier(run: RunOutline, at: datetime, check: CheckResult, asked: Asked) -> Earlier:
    return Earlier(
        run=run.run,
        when=f"{run.started:%Y-%m-%d %H:%M}",
        at=at,
        settles=settles(run.kind, run.started, asked),
        items=check.items,
        whole=not any(is_unread(item) for item in check.items),
    )
