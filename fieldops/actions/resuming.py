"""Runs that go on: one that was cut off, with the hosts that have not ended; and a new one of the hosts that gave nothing.

Lives here: which runs may go on, and that they do so by the same documents. Does not live here: inspecting (`inspection`).
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops import __version__
from fieldops.actions.contracts import open_workspace
from fieldops.actions.inspection import (
    Means,
    Now,
    Opening,
    Prepared,
    Request,
    admitted,
    go_on,
    prepare,
    run_documents,
)
from fieldops.actions.locks import alone_here
from fieldops.actions.needed import need
from fieldops.actions.runner import Observer
from fieldops.actions.runs import Wanted, find_run, present_store
from fieldops.actions.settings import lock_file
from fieldops.actions.snapshots import document_snapshots
from fieldops.errors import Refused, UsageError
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.records.moments import whole_seconds
from fieldops.records.run_events import HostStatus, RunResumed
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded, RunSigned
from fieldops.structs import replaced
from fieldops.transport.credentials import Ask
from fieldops.transport.registry import TRANSPORTS, Transports

_SAID_OF_IT = (RunConcluded.TYPE, RunSigned.TYPE)


def resume(
    root: Path,
    asked: Request,
    run: str,
    now: Now,
    ask: Ask,
    observer: Observer,
    transports: Transports = TRANSPORTS,
) -> Run:
    """Go on with a run that was cut off: only with the hosts that have not ended, into the same run.

    Of `asked` count the kind, the pace, the logins and the override; the rest is what the run was begun with. Raises
    UsageError for a run that is of another kind or has ended, Refused for one that somebody has concluded or signed, or
    whose documents are others now; what `admitted` and `carry_out` raise.
    """
    found = find_run(root, Wanted(run))
    with alone_here(lock_file(root, found.contract.id)) as held:
        if held is None:
            raise Refused("inspect.busy", contract=found.contract.id)
        # Somebody else may have gone on with it meanwhile.
        found = find_run(root, Wanted(found.id))
        number = _insist_on_cut_off(root, found, asked)
        request = _as_begun(found, asked)
        prepared = _as_it_was(root, found, request)
        prepared, request = admitted(root, prepared, request, now())

        def local_time() -> datetime:
            return whole_seconds(now().astimezone(ZoneInfo(found.contract.time_zone)))

        hosts = tuple(asset.id for asset in prepared.hosts)
        event = RunResumed(found.id, local_time(), __version__, hosts, prepared.override)
        opening = Opening(found.id, found.started, (encode(event),), number=number)
        return go_on(root, prepared, request, opening, Means(local_time, now, ask, observer, transports))


def retry(root: Path, asked: Request, run: str) -> Request:
    """The request for a new run of the hosts of `run` that were not looked at wholly; of `asked` counts what it says.

    Raises UsageError for a run of another kind, one that was cut off, and one that has no such host.
    """
    found = find_run(root, Wanted(run))
    _insist_on_kind(root, found, asked)
    if found.finished is None:
        raise UsageError("retry.cut-off", run=found.id)
    hosts = tuple(host.host for host in found.hosts if host.status is not HostStatus.DONE)
    if not hosts:
        raise UsageError("retry.nothing", run=found.id)
    engineers = asked.engineers or found.engineers
    return replaced(_as_begun(found, asked), engineers=engineers, hosts=hosts, retries=found.id)


def _insist_on_kind(root: Path, found: Run, asked: Request) -> None:
    if found.kind is not asked.kind:
        raise UsageError("resume.other-kind", run=found.id)
    if need(open_workspace(root, judged=False), "Contract", asked.contract).id != found.contract.id:
        raise UsageError("resume.other-contract", run=found.id, contract=found.contract.id)


def _insist_on_cut_off(root: Path, found: Run, asked: Request) -> int:
    """How many events the run has. Raises UsageError and Refused."""
    _insist_on_kind(root, found, asked)
    with closing(present_store(root)) as log:
        events = log.read(run_stream(found.id))
    if any(event.type in _SAID_OF_IT for event in events):
        raise Refused("resume.concluded", run=found.id)
    if found.finished is not None:
        raise UsageError("resume.finished", run=found.id)
    return len(events)


def _as_begun(found: Run, asked: Request) -> Request:
    """The request that the run was begun with."""
    return replaced(
        asked,
        contract=found.contract.id,
        playbooks=found.playbook.playbooks,
        engineers=found.engineers,
        limit=None,
        tags=found.request.tags,
        hosts=found.begun.hosts,
        serves=found.request.serves,
    )


def _as_it_was(root: Path, found: Run, request: Request) -> Prepared:
    """The run prepared once more, with the hosts that have not ended. Raises Refused where its documents are others now."""
    prepared = prepare(root, request, found.started)
    now_so = {(one.kind, one.id): one for one in document_snapshots(run_documents(prepared))}
    then = {(one.kind, one.id): one for one in found.begun.documents}
    changed = {
        (one.path if one is not None else then[key].path)
        for key in now_so.keys() | then.keys()
        if (one := now_so.get(key)) is None or key not in then or one.sha256 != then[key].sha256
    }
    if changed or not then:
        raise Refused("resume.changed", run=found.id, files=", ".join(sorted(changed)) or "-")
    pending = {host.host for host in found.hosts if host.status is HostStatus.PENDING}
    return replaced(prepared, hosts=tuple(asset for asset in prepared.hosts if asset.id in pending))
