"""Reads the sensors of a management controller (IPMI): which are in order, and which are not."""

from __future__ import annotations

import re

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head

# ipmitool(1): the third column of `sdr elist`. Without a reading (ns, us) there is nothing to judge.
_STANDING = {"ok": "good", "nc": "worn", "cr": "bad", "nr": "bad"}
_NO_READING = frozenset({"ns", "us", "na"})
# Sensors that say states in words are called ok whatever they say (IPMI 2.0, table 42-3: the events that are faults).
_FAULT = re.compile(
    r"failure detected|power supply (?:ac|input) lost|ac lost|drive fault|in failed array|uncorrectable ecc|thermal trip|config(?:uration)? error"
    r"|transition to (?:critical|non-recoverable)|non-recoverable|redundancy lost|non-redundant: insufficient|battery failed|\bIERR\b",
    re.IGNORECASE,
)
_WORRY = re.compile(
    r"predictive failure|redundancy degraded|non-redundant|battery low|correctable ecc|transition to non-critical|rebuild",
    re.IGNORECASE,
)


def sensors(text: str) -> RawRows:
    """``sensors``, then the lines of ``ipmitool sdr elist``: name, number, state, entity, reading, separated by bars.

    ``none`` stands where the machine has no controller. Raises Unreadable where a controller answers without any sensor.
    """
    lines = [line for line in after_head(text, "sensors") if line.strip()]
    if lines == ["none"]:
        return []
    rows = [row for line in lines if (row := _sensor(line)) is not None]
    if not rows:
        raise Unreadable("reading.field-missing", field="ipmitool sdr")
    return rows


def _sensor(line: str) -> RawRow | Unreadable | None:
    """The row of a sensor; None for one without a reading."""
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 5:
        return Unreadable("reading.line", line=line)
    name, _, state, _, reading = cells
    if state in _NO_READING or reading in ("Disabled", "No Reading"):
        return None
    standing: str | Unreadable = _STANDING.get(state, Unreadable("reading.line", line=line))
    if standing == "good" and _FAULT.search(reading):
        standing = "bad"
    elif standing == "good" and _WORRY.search(reading):
        standing = "worn"
    return {"sensor": name, "reading": reading or "-", "standing": standing}
