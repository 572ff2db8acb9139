"""What `doctor` looks at: this machine's Python and SSH library, the record store, the workspace."""

from __future__ import annotations

import os
import platform
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.settings import open_store, store_path
from fieldops.actions.validation import validate
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError
from fieldops.transport.abilities import agent_keys, ssh_abilities

_ZONE = "Asia/Shanghai"
_DESCRIPTORS_PER_HOST = 6
_WORKERS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: state ok, warning or error, and the sentence that says it."""

    state: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def diagnose(root: Path) -> list[Finding]:
    """Everything `doctor` has to say about this machine and the workspace at `root`."""
    looks: tuple[Callable[[Path], Iterator[Finding]], ...] = (_python, _ssh, _machine, _store, _workspace)
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
    count = agent_keys()
    yield Finding("ok", "doctor.agent" if count else "doctor.agent-none", {"count": count})


def _machine(root: Path) -> Iterator[Finding]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = limit == resource.RLIM_INFINITY or limit >= _WORKERS * _DESCRIPTORS_PER_HOST
    values = {"limit": limit, "workers": limit // _DESCRIPTORS_PER_HOST}
    code = "doctor.descriptors" if enough else "doctor.descriptors-few"
    yield Finding("ok" if enough else "warning", code, values)


def _store(root: Path) -> Iterator[Finding]:
    path = store_path(root)
    if not path.is_file():
        yield Finding("ok", "doctor.store-none", {"path": str(path)})
        return
    if not os.access(path, os.W_OK):
        yield Finding("error", "file.not-writable", {"path": str(path), "detail": "permission denied"})
        return
    try:
        with closing(open_store(root)) as store:
            integrity, broken = store.integrity(), store.broken_at()
            values = {
                "path": str(path),
                "runs": len(store.runs()),
                "integrity": integrity,
                "seq": broken or "-",
            }
    except FieldopsError as error:
        yield Finding("error", error.code, error.values)
        return
    good = integrity == "ok" and broken is None
    yield Finding("ok" if good else "error", "doctor.store" if good else "doctor.store-broken", values)


def _workspace(root: Path) -> Iterator[Finding]:
    shipped = Workspace(root)
    count = {"playbooks": len(shipped.ids("Playbook")), "probes": len(shipped.ids("Probe"))}
    yield Finding("ok", "doctor.shipped", count)
    result = validate(root)
    state = "warning" if result.errors else "ok"
    seen = {"path": str(root), "files": result.files, "errors": result.errors}
    yield Finding(state, "doctor.workspace", seen)
