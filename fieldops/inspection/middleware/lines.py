"""Lines of KEY=VALUE with which probes of instances tell what they saw."""

from __future__ import annotations

from fieldops.inspection.raw import Unreadable


def values(text: str, between: str = "=") -> dict[str, str]:
    """The values by their keys; lines without `between` are no values."""
    lines = (line.partition(between) for line in text.splitlines())
    return {key.strip(): value.strip() for key, found, value in lines if found}


def must_run(text: str) -> None:
    """Raises Unreadable where the probe saw that the instance is not running."""
    if text.startswith("state=down"):
        raise Unreadable("reading.not-running")
