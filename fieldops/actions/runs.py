"""Looking at recorded runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fieldops.actions.settings import open_store, store_path
from fieldops.errors import FieldopsError, UsageError
from fieldops.records.runs import Run, RunSummary
from fieldops.records.store import Store

LATEST = "latest"
_SHOWN = 5


def runs(root: Path) -> list[RunSummary]:
    """All recorded runs of the workspace, newest first."""
    if not store_path(root).is_file():
        return []
    with closing(open_store(root)) as store:
        return store.runs()


def find_run(root: Path, id: str) -> Run:
    """The run with that id, or the newest for "latest".

    Raises UsageError with the newest ids, FieldopsError when the store's hash chain is broken.
    """
    with _whole_store(root) as store:
        return _find(store, id)


def raw_output(root: Path, id: str, host: str, probe: str, errors: bool = False) -> bytes:
    """What `probe` printed on `host` in that run (or its `errors`), byte for byte.

    Raises what `find_run` raises, and UsageError when nothing was kept.
    """
    with _whole_store(root) as store:
        run = _find(store, id)
        kept = {(each.host, output.probe): output for each in run.hosts for output in each.evidence}
        if (host, probe) not in kept:
            choices = ", ".join(sorted(probe for known, probe in kept if known == host)) or "-"
            raise UsageError("reference.dangling", kind="output", id=f"{host}/{probe}", choices=choices)
        evidence = kept[host, probe]
        return store.output(evidence.err_sha256 if errors else evidence.out_sha256) or b""


@contextmanager
def _whole_store(root: Path) -> Iterator[Store]:
    """The workspace's store, open, its hash chain checked: a report of a changed record would look like any other."""
    if not store_path(root).is_file():
        raise UsageError("run.none")
    with closing(open_store(root)) as store:
        broken = store.broken_at()
        if broken is not None:
            raise FieldopsError("store.broken", path=str(store.path), seq=broken)
        yield store


def _find(store: Store, id: str) -> Run:
    known = store.runs()
    if not known:
        raise UsageError("run.none")
    found = store.run(known[0].id if id == LATEST else id)
    if found is None:
        raise UsageError("run.unknown", run=id, choices=", ".join(run.id for run in known[:_SHOWN]))
    return found
