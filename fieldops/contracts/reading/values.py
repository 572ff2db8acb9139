"""How any value of a document is said, by what the schema knows about it: its form, its choices, what an id names.

Lives here: single values and lists of words. Which values are said, and under which titles, is `remaining`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Price
from fieldops.contracts.public_keys import fingerprint
from fieldops.contracts.wording import category, duration, period, price, weekdays, word
from fieldops.documents.schema import forms_of, layers_of
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.messages import LANGUAGES, Text

_CATEGORIES = frozenset({"category", "categories", "part_categories"})
# Where ids of the same list stand: the property's name, in documents of any kind or of one.
_LISTS = {
    "severity": "severities",
    "severities": "severities",
    "request": "requests",
    "requests": "requests",
    "found_damaged": "requests",
    "plan_grade": "grades",
    "grade": "grades",
    "site": "sites",
    "assets": "assets",
    "account_manager": "people",
    "next": "escalation",
    "members": "people",
    "people": "people",
    "qualifications": "qualifications",
}
_OF_KIND = {
    ("EmergencyPlan", "groups"): "groups",
    ("Team", "groups"): "people",
    ("ServiceLevel", "scope"): "scopes",
    ("ServiceLevel", "urgency"): "urgencies",
}


def list_of(kind: str, field: str) -> str | None:
    """The list (``people``) whose entries a property of a kind of document names by their ids; None where it names none."""
    return _OF_KIND.get((kind, field)) or _LISTS.get(field)


class _HasName(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> Text | None: ...


def _named(entries: Iterable[_HasName]) -> list[tuple[str, object | None]]:
    return [(entry.id, entry.name) for entry in entries]


@dataclass(frozen=True)
class Names:
    """What the ids that a contract uses are called, by the terms of a day."""

    agreement: Agreement
    contract: Contract

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], object]:
        level, plan = self.agreement.level(self.contract), self.agreement.plan
        people = self.agreement.team.people if self.agreement.team else ()
        lists: dict[str, Iterable[tuple[str, object | None]]] = {
            "severities": _named(level.severities if level else ()),
            "requests": _named(level.requests if level else ()),
            "escalation": [(step.id, word(step.to)) for step in level.escalation] if level else (),
            "grades": _named(plan.grades if plan else ()),
            "groups": _named(plan.groups if plan else ()),
            "sites": _named(self.contract.sites),
            "assets": _named(self.contract.assets),
            "people": _named(people),
            "qualifications": _named(one for person in people for one in person.qualifications),
        }
        return {(name, id): called for name, entries in lists.items() for id, called in entries}

    def called(self, kind: str, field: str, id: str) -> object | None:
        """What the id in that property is called; None where it is none that has a name."""
        listed = list_of(kind, field)
        return self._known.get((listed, id)) if listed else None

    def document(self, kind: str, id: str) -> object | None:
        """What the document that is referred to is called."""
        found = self.agreement.documents.get((kind, id))
        called = found and (found.data.get("title") or found.data.get("name"))
        return text_of(called) if called else None


def text_of(value: object) -> Text | str:
    """A text of a document: written once, or in several languages."""
    if not isinstance(value, dict):
        return str(value)
    zh, en = (value.get(language) for language in LANGUAGES)
    return Text(str(zh or en or ""), str(en or zh or ""))


def is_text(value: object) -> bool:
    """Whether a mapping is a text in several languages."""
    return isinstance(value, dict) and bool(value) and set(value) <= set(LANGUAGES)


def is_price(value: object) -> bool:
    """Whether a mapping says who pays."""
    return isinstance(value, dict) and isinstance(value.get("price"), str)


def is_single(value: object) -> bool:
    """Whether a value is said as one: not a mapping of properties, nor a list of such."""
    if isinstance(value, list):
        return all(is_single(each) for each in value)
    return not isinstance(value, dict) or is_text(value) or is_price(value)


def said(names: Names, kind: str, at: Path, value: object) -> object:
    """A single value at `at` of a document of `kind` as a sentence shows it."""
    field = next((step for step in reversed(at) if isinstance(step, str)), "")
    if isinstance(value, list):
        if field == "days":
            return weekdays(map(str, value))
        inner = (said(names, kind, (*at, index), each) for index, each in enumerate(value))
        if any(isinstance(each, list) for each in value):
            return tuple(Named("show.group", inner=each) for each in inner)
        return tuple(inner) or "-"
    if isinstance(value, dict):
        if is_price(value):
            percent = value.get("discount_percent")
            return price(Price(str(value["price"]), percent if isinstance(percent, int) else None))
        return text_of(value)
    if isinstance(value, bool):
        return Named("value.yes" if value else "value.no-such")
    if isinstance(value, int) and field.endswith("percent"):
        return Named("value.percent", count=value)
    return _word(names, kind, at, field, str(value))


def _word(names: Names, kind: str, at: Path, field: str, text: str) -> object:
    layers = layers_of(kind, at)
    if any("enum" in layer for layer in layers):
        return word(text, field)
    referred = next((layer["x-reference"] for layer in layers if "x-reference" in layer), None)
    if referred is not None:
        return names.document(str(referred), text) or text
    if (called := names.called(kind, field, text)) is not None:
        return called
    if field in _CATEGORIES:
        return category(text)
    forms = forms_of(kind, at)
    if forms & {"duration", "service-duration"}:
        return duration(text)
    if "period" in forms:
        return period(text)
    return fingerprint(text) if "public-key" in forms else text
