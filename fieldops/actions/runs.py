"""Looking at recorded runs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fieldops.actions.settings import open_store, store_path
from fieldops.errors import UsageError
from fieldops.records.log import RUNS, Log
from fieldops.records.reading import RunList, list_runs, read_run
from fieldops.records.runs import Run
from fieldops.records.sqlite import SqliteLog

LATEST = "latest"
_SHOWN = 5


def runs(root: Path) -> RunList:
    """All recorded runs of the workspace, newest first."""
    if not store_path(root).exists():
        return RunList([], {})
    with closing(open_store(root)) as log:
        return list_runs(log)


def find_run(root: Path, id: str) -> Run:
    """The run with that id, or the newest for "latest".

    Raises UsageError with the newest ids, Broken when one of its events was changed.
    """
    with closing(_present(root)) as log:
        return _find(log, id)


def raw_output(root: Path, id: str, host: str, probe: str, errors: bool = False) -> bytes:
    """What `probe` printed on `host` in that run (or its `errors`), byte for byte.

    Raises what `find_run` raises, UsageError when nothing was kept, FieldopsError when it is not there any more.
    """
    with closing(_present(root)) as log:
        run = _find(log, id)
        kept = {(each.host, output.probe): output for each in run.hosts for output in each.evidence}
        if (host, probe) not in kept:
            choices = ", ".join(sorted(probe for known, probe in kept if known == host)) or "-"
            raise UsageError("reference.dangling", kind="output", id=f"{host}/{probe}", choices=choices)
        evidence = kept[host, probe]
        return log.blob(evidence.err_sha256 if errors else evidence.out_sha256)


def _present(root: Path) -> SqliteLog:
    if not store_path(root).exists():
        raise UsageError("run.none")
    return open_store(root)


def _find(log: Log, id: str) -> Run:
    known = [stream.name.removeprefix(RUNS) for stream in log.streams(RUNS, _SHOWN)]
    if not known:
        raise UsageError("run.none")
    found = read_run(log, known[0] if id == LATEST else id)
    if found is None:
        raise UsageError("run.unknown", run=id, choices=", ".join(known))
    return found
