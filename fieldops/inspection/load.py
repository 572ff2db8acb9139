"""From judged documents to typed playbooks and probes."""

from __future__ import annotations

from typing import Any

from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.inspection.playbook import Playbook, Probe, seconds, size


def playbook_of(document: Document) -> Playbook:
    """The typed playbook of a judged Playbook document."""
    return fill(Playbook, document.data)


def probe_of(document: Document) -> Probe:
    """The typed probe of a judged Probe document."""
    data: dict[str, Any] = dict(document.data)
    data["parse"] = _renamed(data["parse"], "with")
    data["fields"] = {name: _renamed(field, "from") for name, field in data["fields"].items()}
    if "timeout" in data:
        data["timeout"] = seconds(data["timeout"])
    if "cap" in data:
        data["cap"] = size(data["cap"])
    return fill(Probe, data)


def _renamed(data: dict[str, Any], keyword: str) -> dict[str, Any]:
    # `with` and `from` are Python's own words; the models call them with_ and from_.
    return {(f"{key}_" if key == keyword else key): value for key, value in data.items()}
