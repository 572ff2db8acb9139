"""What fills up on the hosts of a contract, over its recorded runs."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.findings import recordings
from fieldops.actions.runs import LATEST, Wanted, find_run, present_store, runs
from fieldops.errors import FieldopsError
from fieldops.records.runs import Run
from fieldops.records.trends import Trend, trends_of
from fieldops.structs import Struct


class ContractTrends(Struct, frozen=True):
    """The trends of a contract as of `at`, from so many runs; `unreadable` are the runs that are not among them.

    `hosts` and `checks` are all that any of the runs asked for.
    """

    contract: str
    at: datetime
    runs: int
    trends: tuple[Trend, ...]
    hosts: frozenset[str]
    checks: frozenset[str]
    unreadable: tuple[tuple[str, FieldopsError], ...]


def trends(root: Path, what: str | None, now: datetime) -> list[ContractTrends]:
    """The trends of a contract as of now; of the contract of a run, as of that run; or of all contracts.

    Raises UsageError where `what` is neither (with the nearest), Broken when the chain is.
    """
    listed = runs(root).runs
    contract, last = what, None
    if what is not None and what not in {each.contract for each in listed}:
        is_run = what == LATEST or what in {each.id for each in listed}
        if is_run:
            last = find_run(root, Wanted(what))
            contract = last.contract.id
    if not listed and what is None:
        return []
    with closing(present_store(root)) as log:
        kept = recordings(log, contract, last.id if last is not None else None)
    found = []
    for each in kept:
        told = [run for run in each.told if isinstance(run, Run)]
        if told:
            found.append(_of_contract(each.contract, told, last.started if last else now, each.unreadable))
    return found


def _of_contract(
    contract: str, told: list[Run], at: datetime, unreadable: tuple[tuple[str, FieldopsError], ...]
) -> ContractTrends:
    local = at.astimezone(ZoneInfo(told[-1].contract.time_zone))
    hosts = frozenset(record.host for run in told for record in run.looked_at)
    checks = frozenset(check.id for run in told for check in run.playbook.checks)
    return ContractTrends(
        contract, local, len(told), tuple(trends_of(told, local)), hosts, checks, unreadable
    )
