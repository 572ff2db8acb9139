"""What `doctor` looks at: this machine's Python and SSH library, the record store, the workspace."""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.checkpoints import judge_store
from fieldops.actions.login_findings import login_findings
from fieldops.actions.openssh_findings import openssh_findings
from fieldops.actions.personal_logins import personal_file
from fieldops.actions.pin_files import hosts_in
from fieldops.actions.pins import pins_of
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.validation import validate
from fieldops.contracts.ways import BUNDLE
from fieldops.documents.places import is_workspace
from fieldops.documents.workspace import Workspace, load_workspace
from fieldops.errors import FieldopsError, Named
from fieldops.records.log import RUNS, Broken
from fieldops.records.sqlite import SqliteLog
from fieldops.records.verification import lost_blobs, verify_log
from fieldops.rules.sections import equipment
from fieldops.transport.abilities import ssh_abilities
from fieldops.transport.agent import LISTING, AgentSilent, agent_is_known, agent_keys
from fieldops.transport.openssh import OpenSsh

_ZONE = "Asia/Shanghai"
_DESCRIPTORS_PER_HOST = 6
_WORKERS = 100
# What the record store's SQL was tried with (Debian 11, RHEL 9).
_SQLITE = (3, 34, 0)
# Of blobs that are lost; more say nothing new.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: state ok, warning or error, and the sentence that says it."""

    state: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def diagnose(root: Path) -> list[Finding]:
    """Everything `doctor` has to say about this machine and the workspace at `root`."""
    looks: tuple[Callable[[Path], Iterator[Finding]], ...] = (
        _python,
        _ssh,
        _logins,
        _machine,
        _documents,
        _store,
        _workspace,
    )
    return [finding for look in looks for finding in look(root)]


def _python(root: Path) -> Iterator[Finding]:
    good = sys.version_info >= (3, 11)
    values = {"version": platform.python_version()}
    yield Finding("ok" if good else "error", "doctor.python" if good else "doctor.python-old", values)
    try:
        ZoneInfo(_ZONE)
        yield Finding("ok", "doctor.zones", {"zone": _ZONE})
    except (OSError, KeyError):
        yield Finding("error", "doctor.zones-missing", {"zone": _ZONE})


def _ssh(root: Path) -> Iterator[Finding]:
    able = ssh_abilities()
    values = {"version": able.version, "kex": ", ".join(able.kex), "keys": ", ".join(able.host_keys)}
    yield Finding("ok", "doctor.paramiko", values)
    if not able.tested:
        yield Finding("warning", "doctor.paramiko-range", values)
    yield Finding("ok", "doctor.paramiko-old-hosts")
    yield _agent()


def _agent() -> Finding:
    if not agent_is_known():
        return Finding("ok", "doctor.agent-none")
    try:
        count = len(agent_keys())
    except AgentSilent:
        return Finding("warning", "doctor.agent-silent", {"seconds": round(LISTING)})
    return Finding("ok", "doctor.agent" if count else "doctor.agent-empty", {"count": count})


def _logins(root: Path) -> Iterator[Finding]:
    workspace = root if is_workspace(root) else None
    for one in login_findings(workspace, personal_file(os.environ), datetime.now(UTC).date()):
        yield Finding(one.state, one.code, one.values)
    if workspace is not None:
        for one in openssh_findings(workspace, OpenSsh(), datetime.now(UTC).date()):
            yield Finding(one.state, one.code, one.values)


def _machine(root: Path) -> Iterator[Finding]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = limit == resource.RLIM_INFINITY or limit >= _WORKERS * _DESCRIPTORS_PER_HOST
    values = {"limit": limit, "workers": limit // _DESCRIPTORS_PER_HOST}
    code = "doctor.descriptors" if enough else "doctor.descriptors-few"
    yield Finding("ok" if enough else "warning", code, values)


def _documents(root: Path) -> Iterator[Finding]:
    """What PDF files need; without the extra nobody asked for them."""
    from fieldops.reports.pdf import lacking

    error = lacking()
    if error is None:
        yield Finding("ok", "doctor.pdf")
        return
    told = {"output.no-pdf": "doctor.pdf-none", "pdf.no-glyph": "doctor.pdf-no-font"}
    code = told.get(error.code, "doctor.pdf-no-library")
    what = Named(error.code, **error.values)
    yield Finding("ok" if code == "doctor.pdf-none" else "warning", code, {"what": what})


def _store(root: Path) -> Iterator[Finding]:
    state = "ok" if sqlite3.sqlite_version_info >= _SQLITE else "error"
    needed = ".".join(map(str, _SQLITE))
    yield Finding(state, "doctor.sqlite", {"version": sqlite3.sqlite_version, "needed": needed})
    try:
        path = store_path(root)
        if not path.exists():
            yield Finding("ok", "doctor.store-none", {"path": str(path)})
            return
        with closing(open_store(root)) as log:
            yield from _log(log)
            yield from _checkpoints(root, log)
    except FieldopsError as error:
        yield Finding("error", error.code, error.values)


def _log(log: SqliteLog) -> Iterator[Finding]:
    if not log.writable:
        yield Finding("error", "store.read-only", {"path": log.place})
    if log.path.stat().st_mode & 0o007:
        yield Finding("warning", "doctor.store-open", {"path": log.place})
    integrity = log.integrity()
    if integrity != "ok":
        yield Finding("error", "doctor.store-damaged", {"path": log.place, "detail": integrity})
        return
    verdict = verify_log(log, whole=True)
    for fault in verdict.faults:
        error = Broken(log.place, fault)
        yield Finding("error", error.code, error.values)
    for position, lost in islice(lost_blobs(log), _SHOWN):
        yield Finding(
            "error", "doctor.store-lost", {"seq": position, "what": Named(lost.code, **lost.values)}
        )
    if not verdict.faults:
        values = {"path": log.place, "runs": len(log.streams(RUNS)), "head": str(verdict.head)}
        yield Finding("ok", "doctor.store", values)


def _checkpoints(root: Path, log: SqliteLog) -> Iterator[Finding]:
    """Whether the store is what others have kept of it."""
    kept = judge_store(root, log)
    for fault in kept.faults:
        yield Finding("error", fault.code, fault.values)
    if kept.last is not None:
        values = {"count": kept.checkpoints, "last": kept.last.size, "behind": kept.behind}
        yield Finding("ok", "records.checkpoints", values)


def _workspace(root: Path) -> Iterator[Finding]:
    shipped = Workspace(root)
    count = {"playbooks": len(shipped.ids("Playbook")), "probes": len(shipped.ids("Probe"))}
    yield Finding("ok", "doctor.shipped", count)
    if not is_workspace(root):
        yield Finding("warning", "workspace.none", {"path": str(root.resolve())})
        return
    result = validate(root)
    state = "warning" if result.errors else "ok"
    seen = {"path": str(root), "files": result.files, "errors": result.errors}
    yield Finding(state, "doctor.workspace", seen)
    for one in result.problems:
        # What makes an inspection refuse hosts, and no contract shows.
        if one.code.startswith("pins."):
            told = {"place": str(one.position), "what": Named(one.code, **one.values)}
            yield Finding("warning", "doctor.pins", told)
    yield from _jump_hosts(root)
    yield from _offline_hosts(root)


def _offline_hosts(root: Path) -> Iterator[Finding]:
    """Which hosts of each contract no inspection connects to."""
    workspace = load_workspace(root, judged=False)
    for document in workspace.of_kind("Contract"):
        offline = [
            file.text(*asset, "id") or "-"
            for file, asset in equipment(workspace, document)
            if file.text(*asset, "host", "transport") == BUNDLE
        ]
        if offline:
            values = {"contract": document.id, "names": ", ".join(offline)}
            yield Finding("ok", "doctor.offline-hosts", values)


def _jump_hosts(root: Path) -> Iterator[Finding]:
    """Whether the keys of each contract's jump hosts are pinned: without that none of the hosts behind them is reached."""
    workspace = load_workspace(root, judged=False)
    for document in workspace.of_kind("Contract"):
        jumps = {document.text(*one.place, "id") or "-": one for one in hosts_in(document) if one.jump}
        # Pins that cannot be read are told by whoever needs them.
        with suppress(FieldopsError):
            pins = pins_of(workspace, document)
            missing = [id for id, one in jumps.items() if not pins.keys_for(one.address, one.port)]
            values = {"contract": document.id, "names": ", ".join(missing or jumps)}
            if jumps:
                state = "warning" if missing else "ok"
                yield Finding(
                    state, "doctor.jump-hosts-not-pinned" if missing else "doctor.jump-hosts", values
                )
