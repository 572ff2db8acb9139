"""Comparing two recorded runs: which they are, and whether they can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldops.actions.runs import Wanted, find_run, runs
from fieldops.dates.instants import elapsed
from fieldops.errors import FieldopsError, Named, UsageError
from fieldops.records.comparison import Comparison, compare
from fieldops.records.earlier import A_VISIT
from fieldops.records.runs import Run, RunSummary


def compared_runs(root: Path, new: Wanted, old: str | None = None) -> Comparison:
    """The run `new` compared with the run `old`; without one, with the last run of its contract, playbooks and kind before it.

    Raises UsageError where there is none, and where the two cannot be compared: of another contract or playbook, or the
    older one second. Raises Broken when a record was changed.
    """
    newer = find_run(root, new)
    if old is None:
        return compare(_last_before(root, newer), newer)
    older = find_run(root, Wanted(old))
    _insist_on_alike(older, newer)
    return compare(older, newer)


def compared_with_last(root: Path, run: Run) -> Comparison | None:
    """A run compared, for its report, with the last one of its contract, playbooks and kind before its visit.

    None where there is none. What is looked at again within a day is the same visit. An earlier run that cannot be read, or
    was changed, is none: the report of this one does not wait for it.
    """
    try:
        earlier = (each for each in _before(root, run) if elapsed(each.started, run.started) >= A_VISIT)
        older = next(earlier, None)
        return compare(find_run(root, Wanted(older.id)), run) if older is not None else None
    except FieldopsError:
        return None


def _last_before(root: Path, run: Run) -> Run:
    for each in _before(root, run):
        return find_run(root, Wanted(each.id))
    raise UsageError(
        "compare.no-earlier",
        run=run.id,
        contract=run.contract.id,
        playbook=run.playbook.id,
        kind=Named(f"kind.{run.kind}"),
    )


def _before(root: Path, run: Run) -> Iterator[RunSummary]:
    """The earlier runs of its contract and kind that share a playbook with it: first those that looked at most of what it
    looked at, of these the last one. Against a run of some hosts or checks, the rest of this one would be news.
    """
    # The order of the log, newest first: two runs may begin within one second, and a clock may be set back.
    ids = iter(runs(root).runs)
    for each in ids:
        if each.id == run.id:
            break
    mine, hosts, partial = set(run.playbook.playbooks), set(run.begun.hosts), run.begun.outline.partial

    def left_out(each: RunSummary) -> tuple[bool, bool, int]:
        fewer_checks = each.partial and not partial
        return not mine.issubset(each.playbooks), fewer_checks, len(hosts.difference(each.hosts))

    alike = (each for each in ids if (each.contract, each.kind) == (run.contract.id, run.kind))
    yield from sorted((each for each in alike if mine.intersection(each.playbooks)), key=left_out)


def _insist_on_alike(old: Run, new: Run) -> None:
    if old.id == new.id:
        raise UsageError("compare.same-run", run=new.id)
    shared = set(old.playbook.playbooks).intersection(new.playbook.playbooks)
    for what, before, after, alike in (
        ("contract", old.contract.id, new.contract.id, old.contract.id == new.contract.id),
        ("playbook", old.playbook.id, new.playbook.id, bool(shared)),
    ):
        if not alike:
            raise UsageError("compare.not-alike", what=Named(f"word.{what}"), old=before, new=after)
    if elapsed(old.started, new.started).total_seconds() < 0:
        raise UsageError("compare.order", old=old.id, new=new.id)
