"""How the events of a run are written in version 1; how they are read is `fieldops.records.codecs`."""

from __future__ import annotations

import json
from typing import Any

from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import RawOutput
from fieldops.records.recorded import Encoded

STARTED, HOST_FINISHED, FINISHED = "run.started", "host.finished", "run.finished"

Json = dict[str, Any]


def encoded(kind: str, body: Json, once: str | None = None) -> Encoded:
    """An event of version 1 as text; it may hold floats."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return Encoded(kind, 1, text, once)


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
