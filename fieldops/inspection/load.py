"""From judged documents to typed playbooks and probes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldops.documents.lineage import Shelf, lineage
from fieldops.documents.typed import fill, text_of
from fieldops.documents.workspace import Document
from fieldops.inspection.adapting import Adapted, adapted
from fieldops.inspection.playbook import Check, ManualItem, Playbook, Probe, seconds, size, text_of_commands
from fieldops.inspection.variables import Setting, filled
from fieldops.messages import say


def adapted_by(document: Document, shelf: Shelf, settings: Sequence[Setting] = ()) -> Adapted:
    """What a judged Playbook document comes to with all that it extends, which `shelf` has, and what a contract sets."""
    return adapted(lineage(shelf, document), settings)


def playbook_of(document: Document, shelf: Shelf, settings: Sequence[Setting] = ()) -> Playbook:
    """The typed playbook of a judged Playbook document, with what it takes over from those that it extends; its variables
    have the values that hold where nothing is said of single hosts.
    """
    chain = lineage(shelf, document)
    found = adapted(chain, settings)
    values = found.values_on(None)
    inherited = {key: value for each in chain for key, value in each.data.items() if key in ("method", "on")}
    if "method" in inherited:
        inherited["method"] = _method(chain)
    data = {
        **document.data,
        **inherited,
        "areas": found.areas,
        "checks": tuple(filled(each, values) for each in found.checks.values()),
        "override": tuple(filled(each, values) for each in found.narrow),
        "manual": tuple(filled(each, values) for each in found.manual),
        "vars": found.variables,
    }
    return fill(Playbook, data)


def _method(chain: Sequence[Document]) -> dict[str, str]:
    """How it is inspected, by the last playbook that says it; areas that were added since are named behind it."""
    at = max(at for at, each in enumerate(chain) if "method" in each.data)
    said = text_of(chain[at].data["method"])
    added: list[Any] = [area for each in chain[at + 1 :] for area in _areas(each)]
    told = {}
    for language, mark in (("zh-CN", "、"), ("en", ", ")):
        names = mark.join(text_of(area["title"]).say(language) for area in added)
        more = say("method.areas-more", language, {"areas": names}) if names else ""
        gap = " " if more and language == "en" else ""
        told[language] = f"{said.say(language).strip()}{gap}{more}"
    return told


def _areas(document: Document) -> Sequence[Any]:
    found: Any = document.data.get("areas", ())
    return tuple(found)


def check_of(data: Mapping[str, Any]) -> Check:
    """The typed check of plain data."""
    return fill(Check, data)


def item_of(data: Mapping[str, Any]) -> ManualItem:
    """The typed manual item of plain data."""
    return fill(ManualItem, data)


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
