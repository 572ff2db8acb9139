"""Reads the sensors of a management controller (IPMI): which are in order, and which are not."""

from __future__ import annotations

import re

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head

# ipmitool(1): the third column of `sdr elist`. Without a reading (ns, us) there is nothing to judge.
_STANDING = {"ok": "good", "nc": "worn", "cr": "bad", "nr": "bad"}
_NO_READING = frozenset({"ns", "us", "na"})
# Sensors that say states in words are called ok whatever they say (IPMI 2.0, tables 42-2 and 42-3: the events that are
# faults). Each pattern is held against each state by itself, in the words of ipmitool.
_FAULT = re.compile(
    r"failure detected|(?!sensor|fru|predictive).*failure|frb[0-9]/.*|.*\b(?:uncorrectable|unrecoverable) .*|thermal trip|ierr|critical overtemperature"
    r"|power supply (?:ac|input) lost|ac lost.*|config(?:uration)? error.*|install error|(?:battery )?failed|drive fault|in failed array|rebuild aborted"
    r"|transition to (?:critical|non-recoverable).*|non-recoverable|redundancy lost|non-redundant: insufficient.*|pci serr|bus fatal error|fatal nmi|bios corruption.*",
    re.IGNORECASE,
)
_WORRY = re.compile(
    r"predictive failure(?: asserted)?|(?:sensor|fru) failure|redundancy degraded.*|non-redundant.*|(?:battery )?low|correctable (?:ecc|machine check).*|bus correctable error"
    r"|transition to (?:non-critical|degraded|off line).*|rebuild in progress|in critical array|throttled|parity|memory scrub failed|memory device disabled|ac out-of-range.*"
    r"|.*intrusion|system unplugged from lan|log (?:almost )?full|pci perr|.*nmi.*|bus (?:timeout|degraded)|timer expired|hard reset|os expired|limit exceeded|performance lags"
    r"|fault status|.*access degraded.*|management controller (?:off-line|unavailable)|heartbeat lost|error during system startup|run-time critical stop",
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
    if standing == "good":
        standing = _worst([said.strip() for said in reading.split(",")])
    return {"sensor": name, "reading": reading or "-", "standing": standing}


def _worst(states: list[str]) -> str:
    """How a sensor stands by the states that it says in words."""
    if any(_FAULT.fullmatch(said) for said in states):
        return "bad"
    return "worn" if any(_WORRY.fullmatch(said) for said in states) else "good"
