"""A run as events tell it: who inspected what, when, with which documents, and what each host showed.

A run's first event holds copies of the contract, team, playbook and probes as they were, so that a report
can be made years later from the record alone. Events are plain JSON data; this module is the only place
that knows their shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import RawOutput

STARTED, HOST_FINISHED, FINISHED = "run.started", "host.finished", "run.finished"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one probe printed on one host, by hash. `why` is ok, timeout, absent, died, unfinished or forbidden."""

    probe: str
    why: str
    exit_code: int | None
    ms: int
    cut: bool
    out_sha256: str
    out_size: int
    err_sha256: str
    err_size: int


@dataclass(frozen=True, slots=True)
class HostRecord:
    """One host of a run. `status` is done, partial, unreachable, or pending (its event never came).

    `reason` is a code below ``host.`` with `reason_values` for its sentence; `checks` are plain data as in
    the JSON of ``inspect``, with reasons.
    """

    host: str
    status: str
    reason: str | None = None
    reason_values: Mapping[str, object] = field(default_factory=dict)
    started: str | None = None
    seconds: float = 0.0
    host_key: str | None = None
    checks: tuple[Json, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    left_running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A run folded from its events. `finished` is None when it was cut off. Times are ISO 8601 with offset."""

    id: str
    kind: str
    started: str
    finished: str | None
    contract: Json
    team: Json
    playbook: Json
    probes: tuple[Json, ...]
    commands: Mapping[str, str]
    forbidden: Mapping[str, str]
    engineers: tuple[str, ...]
    hosts: tuple[HostRecord, ...]
    fieldops_version: str
    head: str

    @property
    def counts(self) -> dict[str, int]:
        """How many checks over all hosts have each verdict; every verdict has an entry."""
        counted = Counter(check["verdict"] for host in self.hosts for check in host.checks)
        return {verdict.value: counted.get(verdict.value, 0) for verdict in Verdict}


def check_data(result: CheckResult) -> Json:
    """A check's result as the JSON that is kept and printed."""
    items = [
        {
            "item": item.item,
            "value": item.value,
            "unit": item.unit,
            "verdict": item.verdict.value,
            **_reason(item.reason),
        }
        for item in result.items
    ]
    return {"id": result.id, "verdict": result.verdict.value, "items": items, **_reason(result.reason)}


def _reason(reason: Any) -> Json:
    return {} if reason is None else {"reason": reason.code, "reason_values": dict(reason.values)}


def evidence_data(output: RawOutput, out_sha256: str, err_sha256: str) -> Json:
    """A raw output's description as kept in the host's event."""
    return {
        "probe": output.probe,
        "why": output.why,
        "exit_code": output.exit_code,
        "ms": output.ms,
        "cut": output.cut,
        "out_sha256": out_sha256,
        "out_size": len(output.out),
        "err_sha256": err_sha256,
        "err_size": len(output.err),
    }


def run_of(events: Iterable[tuple[str, Json]], head: str = "") -> Run:
    """The run that these (kind, body) events of one run tell, in order. `head` is the hash of the last one."""
    listed = list(events)
    start = next(body for kind, body in listed if kind == STARTED)
    end = next((body for kind, body in listed if kind == FINISHED), None)
    seen = {body["host"]: _host(body) for kind, body in listed if kind == HOST_FINISHED}
    return Run(
        id=start["run"],
        kind=start["kind"],
        started=start["started"],
        finished=end["finished"] if end else None,
        contract=start["contract"],
        team=start["team"],
        playbook=start["playbook"],
        probes=tuple(start["probes"]),
        commands=start["commands"],
        forbidden=start["forbidden"],
        engineers=tuple(start["engineers"]),
        hosts=tuple(seen.get(host, HostRecord(host, "pending")) for host in start["hosts"]),
        fieldops_version=start["fieldops_version"],
        head=head,
    )


def _host(body: Json) -> HostRecord:
    return HostRecord(
        host=body["host"],
        status=body["status"],
        reason=body["reason"],
        reason_values=body["reason_values"],
        started=body["started"],
        seconds=body["seconds"],
        host_key=body["host_key"],
        checks=tuple(body["checks"]),
        evidence=tuple(Evidence(**each) for each in body["evidence"]),
        left_running=tuple(body["left_running"]),
    )
