"""Which run waits for results that are carried here: the inspection that was begun, and that left these hosts to bundles.

Lives here: finding it, and that it is of the same playbooks and probes. Taking results in is `bundle_results`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from fieldops.actions.inspection import Prepared, run_documents
from fieldops.actions.runs import listed_runs
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.snapshots import document_snapshots
from fieldops.errors import Refused, UsageError
from fieldops.inspection.bundle import Bundle
from fieldops.records.log import Log, run_stream
from fieldops.records.reading import read_run
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run, RunSummary
from fieldops.records.signing_events import RunConcluded
from fieldops.structs import Struct

_JUDGED_BY = frozenset({"Playbook", "Probe"})


class Awaiting(Struct, frozen=True):
    """A run that waits for results, and how many events it has. `open`: whether any can still be taken into it; else they
    become a run of their own, which counts for the same visit.
    """

    run: Run
    number: int
    open: bool


def awaiting_run(root: Path, bundles: Sequence[Bundle]) -> Awaiting | None:
    """The newest inspection with the playbooks and engineers of the bundles that waits for the results of their hosts.

    None where there is none. Raises UsageError where it waits for some of them only.
    """
    if not store_path(root).exists():
        return None
    with closing(open_store(root)) as log:
        for summary in listed_runs(log).runs:
            if not _is_same(summary, bundles[0]):
                continue
            found = _awaiting(log, summary.id, bundles)
            if found is not None:
                return found
    return None


def _is_same(summary: RunSummary, bundle: Bundle) -> bool:
    return (
        summary.kind is RunKind.INSPECTION
        and summary.contract == bundle.contract
        and set(summary.playbooks) == set(bundle.playbooks)
        and set(summary.engineers) == set(bundle.engineers)
        and bundle.host in summary.hosts
    )


def _awaiting(log: Log, id: str, bundles: Sequence[Bundle]) -> Awaiting | None:
    events = log.read(run_stream(id))
    run = read_run(log, id)
    if run is None or run.request.tags != bundles[0].tags:
        return None
    if any(event.type == RunConcluded.TYPE for event in events):
        return None
    waits = {host.host for host in run.hosts if host.to_be_carried}
    strangers = [each.host for each in bundles if each.host not in waits]
    if len(strangers) == len(bundles):
        return None
    if strangers:
        raise UsageError("bundle.some-awaited", run=id, hosts=", ".join(strangers))
    return Awaiting(run, len(events), run.collected is None)


def insist_on_same_plan(awaiting: Awaiting, prepared: Prepared) -> None:
    """Raise Refused where the run was begun with other playbooks or probes than these: one report has one plan."""
    then = {(one.kind, one.id): one.sha256 for one in awaiting.run.begun.documents}
    changed = [
        one.path
        for one in document_snapshots(run_documents(prepared))
        if one.kind in _JUDGED_BY and then.get((one.kind, one.id)) != one.sha256
    ]
    if changed:
        raise Refused("resume.changed", run=awaiting.run.id, files=", ".join(sorted(changed)))
