"""Looking at recorded runs, and at what is recorded of visits, once the chain has been followed."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

from fieldops.actions.settings import open_store, store_path
from fieldops.documents.choices import nearest
from fieldops.errors import Named, UsageError
from fieldops.records.forgetting import Gone
from fieldops.records.log import RUNS, Log, run_stream
from fieldops.records.reading import RunList, RunLister, feed_visits, read_run
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.sqlite import SqliteLog
from fieldops.records.verification import forgotten_by_stream, insist
from fieldops.records.visits import VisitLog
from fieldops.structs import Struct

LATEST = "latest"
_SHOWN = 5


def runs(root: Path) -> RunList:
    """All recorded runs of the workspace, newest first. Raises Broken when the chain is."""
    if not store_path(root).exists():
        return RunList([], {})
    with closing(open_store(root)) as log:
        return listed_runs(log)


def listed_runs(log: Log) -> RunList:
    """All runs of a log, newest first. Raises Broken when the chain is."""
    lister = RunLister()
    insist(log, lister.take)
    return lister.listed()


def read_visits(root: Path) -> VisitLog:
    """What the workspace's record store tells about visits; nothing while there is no store.

    Raises Broken when the chain is: nothing is decided about visits by what somebody may have changed.
    """
    log = VisitLog()
    if store_path(root).exists():
        with closing(open_store(root)) as store:
            insist(store, partial(feed_visits, log))
    return log


class Wanted(Struct, frozen=True):
    """Which run is meant: its id, or "latest": the newest of that contract and kind, where they are said."""

    id: str
    contract: str | None = None
    kind: RunKind | None = None


def find_run(root: Path, wanted: Wanted) -> Run:
    """The run that is meant.

    Raises UsageError with the newest ids, Broken when one of its events was changed or the chain does not hold.
    """
    with closing(present_store(root)) as log:
        return _find(log, wanted)


def run_id(log: Log, wanted: Wanted) -> str:
    """The id of the run that is meant. Raises UsageError where there is none, and for the id of a run of another contract or kind."""
    known = [stream.name.removeprefix(RUNS) for stream in log.streams(RUNS, _SHOWN)]
    if not known:
        raise UsageError("run.none")
    if wanted.id != LATEST and wanted.contract is None and wanted.kind is None:
        return wanted.id
    # Which one is the last is a matter of the whole log; what one run says, of its own events alone.
    if wanted.contract is None and wanted.kind is None:
        insist(log)
        return known[0]
    listed = listed_runs(log).runs
    if wanted.contract is not None and wanted.contract not in (
        recorded := {each.contract for each in listed}
    ):
        choices = nearest(wanted.contract, sorted(recorded))
        raise UsageError("run.none-of-contract", contract=wanted.contract, choices=choices)
    fitting = [
        each.id
        for each in listed
        if wanted.contract in (None, each.contract) and wanted.kind in (None, each.kind)
    ]
    if wanted.id == LATEST and fitting:
        return fitting[0]
    if wanted.id in fitting:
        return wanted.id
    kind = Named(f"kind.{wanted.kind}") if wanted.kind else Named("kind.any")
    raise UsageError("run.none-such", kind=kind, contract=wanted.contract or "*", choices=", ".join(known))


def raw_output(root: Path, wanted: Wanted, host: str, probe: str, errors: bool = False) -> bytes:
    """What `probe` printed on `host` in that run (or its `errors`), byte for byte.

    Raises what `find_run` raises, UsageError when nothing was kept, FieldopsError when it is not there any more.
    """
    with closing(present_store(root)) as log:
        run = _find(log, wanted)
        kept = {(each.host, output.probe): output for each in run.hosts for output in each.evidence}
        if (host, probe) not in kept:
            raise _nothing_kept(run, host, probe)
        evidence = kept[host, probe]
        digest = evidence.err_sha256 if errors else evidence.out_sha256
        gone = forgotten_by_stream(log).get(run_stream(run.id), {})
        if digest in gone:
            raise Gone(gone[digest])
        return log.blob(digest)


def _nothing_kept(run: Run, host: str, probe: str) -> UsageError:
    """What is wrong with the question for an output: the host, the probe, or that the host gave nothing at all."""
    probes = {each.host: [output.probe for output in each.evidence] for each in run.hosts}
    if host not in probes:
        return UsageError("run.no-such-host", run=run.id, host=host, choices=nearest(host, sorted(probes)))
    if not probes[host]:
        return UsageError("run.host-without-output", run=run.id, host=host)
    choices = nearest(probe, sorted(probes[host]))
    return UsageError("run.no-such-output", host=host, probe=probe, choices=choices)


def present_store(root: Path) -> SqliteLog:
    """The record store. Raises UsageError where nothing has been recorded yet."""
    if not store_path(root).exists():
        raise UsageError("run.none")
    return open_store(root)


def _find(log: Log, wanted: Wanted) -> Run:
    id = run_id(log, wanted)
    found = read_run(log, id)
    if found is None:
        raise unknown_run(log, id)
    return found


def unknown_run(log: Log, id: str) -> UsageError:
    """That there is no run of that id, with the newest that there are."""
    known = [stream.name.removeprefix(RUNS) for stream in log.streams(RUNS, _SHOWN)]
    return UsageError("run.unknown", run=id, choices=", ".join(known))
