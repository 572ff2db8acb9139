"""From judged documents to typed playbooks and probes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldops.documents.lineage import Shelf, lineage
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.inspection.adapting import Adapted, adapted
from fieldops.inspection.playbook import Check, Playbook, Probe, seconds, size, text_of_commands


def adapted_by(document: Document, shelf: Shelf) -> Adapted:
    """What a judged Playbook document comes to with all that it extends, which `shelf` has."""
    return adapted(lineage(shelf, document))


def playbook_of(document: Document, shelf: Shelf) -> Playbook:
    """The typed playbook of a judged Playbook document, with what it takes over from those that it extends."""
    chain = lineage(shelf, document)
    found = adapted(chain)
    inherited = {key: value for each in chain for key, value in each.data.items() if key in ("method", "on")}
    data = {
        **inherited,
        **document.data,
        "areas": found.areas,
        "checks": tuple(found.checks.values()),
        "override": found.narrow,
        "manual": found.manual,
    }
    return fill(Playbook, data)


def check_of(data: Mapping[str, Any]) -> Check:
    """The typed check of plain data."""
    return fill(Check, data)


def probe_of(document: Document) -> Probe:
    """The typed probe of a judged Probe document."""
    data: dict[str, Any] = dict(document.data)
    data["parse"] = _renamed(data["parse"], "with")
    data["fields"] = {name: _renamed(field, "from") for name, field in data["fields"].items()}
    if "commands" in data:
        data["run"] = text_of_commands(data["commands"])
    if "timeout" in data:
        data["timeout"] = seconds(data["timeout"])
    if "cap" in data:
        data["cap"] = size(data["cap"])
    return fill(Probe, data)


def _renamed(data: dict[str, Any], keyword: str) -> dict[str, Any]:
    # `with` and `from` are Python's own words; the models call them with_ and from_.
    return {(f"{key}_" if key == keyword else key): value for key, value in data.items()}
