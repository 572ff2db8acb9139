"""What a run was owed and what it did: hosts, checks and equipment, those left out by name. Pure.

Lives here: counting a record against the contract and the playbook as they were recorded with it. Does not live here:
how it is said (`fieldops.reports`), or what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldops.inspection.checks import Verdict
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import Run
from fieldops.records.snapshots import AssetSnapshot, CheckHeading
from fieldops.structs import Struct

# Why a host was left alone that could have been asked.
LEFT_ALONE = frozenset({"left-alone-load", "left-alone-memory"})


class Coverage(Struct, frozen=True):
    """How much of what the contract and the playbook hold a run looked at.

    `done` are the hosts that were gone through to the end, `lacking` those of them that have a check without a result;
    `partial` hosts broke off; `silent` gave nothing, `not_asked` were left
    out (--limit, the visit's scope): together every host of the contract. `beyond` is equipment that no inspection can
    reach, as the contract gives it no host. `checks` were asked for of `all_checks`; None where a record of version 1
    did not keep how many the playbook had. `checks_left_out` names the others,
    `checks_unmeant` those that are for none of the hosts: nobody owes them. `left_alone` are those of `silent` that carried
    too much to be asked. `results` are owed by the hosts that were asked: one for each check that is meant for a host; `lost`
    are those of them that are not there, by host. `manual` items are owed, each at each of its places, of which `manual_filled` are filled in. Where
    people look at everything, no host is owed.
    """

    done: tuple[str, ...]
    partial: tuple[str, ...]
    silent: tuple[str, ...]
    not_asked: tuple[str, ...]
    beyond: tuple[AssetSnapshot, ...]
    checks: int
    all_checks: int | None
    checks_left_out: tuple[CheckHeading, ...]
    checks_unmeant: tuple[CheckHeading, ...] = ()
    left_alone: tuple[str, ...] = ()
    manual: int = 0
    manual_filled: int = 0
    lacking: tuple[str, ...] = ()
    results: int = 0
    lost: Mapping[str, int] = {}

    @property
    def hosts(self) -> int:
        """How many hosts the contract has."""
        return len(self.done) + len(self.partial) + len(self.silent) + len(self.not_asked)

    @property
    def reached(self) -> int:
        """How many hosts gave at least a part of what was asked."""
        return len(self.done) + len(self.partial)

    @property
    def carried_out(self) -> int:
        """How many checks were carried out: none where no host gave anything to be checked."""
        return self.checks if self.reached or not self.hosts else 0

    @property
    def complete(self) -> bool:
        """Whether every host of the contract was looked at wholly, by every check of the playbook, and every item filled in."""
        asked = len(self.done) == self.hosts and self.all_checks == self.checks
        return asked and self.manual == self.manual_filled

    @property
    def something(self) -> bool:
        """Whether anything was looked at: a host reached, or an item filled in."""
        return bool(self.reached or self.manual_filled)


def coverage_of(run: Run) -> Coverage:
    """The coverage of a recorded run."""
    asked = {place.host for place in (*run.hosts, *run.manual)}
    left_out = run.playbook.left_out
    checks = len(run.playbook.asked)
    by_hand = not run.playbook.asked and bool(run.playbook.manual)
    owed = [check for place in run.manual for check in place.checks]
    meant = _meant(run)
    lost = {host: n for host, n in _lost(run, meant) if n}
    return Coverage(
        done=tuple(_with(run, HostStatus.DONE)),
        partial=tuple(_with(run, HostStatus.PARTIAL)),
        silent=tuple(_with(run, HostStatus.UNREACHABLE, HostStatus.PENDING)),
        not_asked=tuple(
            asset.id
            for asset in run.contract.assets
            if asset.host is not None and asset.id not in run.host_ids and not by_hand
        ),
        beyond=tuple(
            asset
            for asset in run.contract.assets
            if asset.host is None and asset.id not in asked and not by_hand
        ),
        checks=checks,
        all_checks=checks + len(left_out) if left_out is not None else None,
        checks_left_out=left_out or (),
        checks_unmeant=run.playbook.unmeant,
        left_alone=tuple(
            host.host for host in run.hosts if host.failure is not None and host.failure.code in LEFT_ALONE
        ),
        manual=len(owed),
        lacking=tuple(host for host in _with(run, HostStatus.DONE) if host in lost),
        manual_filled=sum(check.reason is None for check in owed),
        results=sum(map(len, meant.values())),
        lost=lost,
    )


def _meant(run: Run) -> Mapping[str, set[str]]:
    """The checks that each host of the run owes a result of: of one that was gone through those on record, of any other what
    the playbook means for it.
    """
    done = {
        host.host: {check.id for check in host.checks} for host in run.hosts if host.status is HostStatus.DONE
    }
    others = [host.host for host in run.hosts if host.host not in done]
    meant: dict[str, set[str]] = {**done, **{host: set() for host in others}}
    for check in run.playbook.asked if others else ():
        for host in run.playbook.meant(check.id, others):
            meant[host].add(check.id)
    return meant


def _lost(run: Run, meant: Mapping[str, set[str]]) -> Iterator[tuple[str, int]]:
    """How many of its results each host lacks: of checks that told nothing, and those that it was never asked for."""
    for host in run.hosts:
        known = {check.id for check in host.checks if check.verdict is not Verdict.UNKNOWN}
        yield host.host, len(meant[host.host] - known)


def _with(run: Run, *states: HostStatus) -> Iterator[str]:
    return (host.host for host in run.hosts if host.status in states)
