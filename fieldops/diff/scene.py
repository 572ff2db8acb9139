"""What sentences about a change may look up: the kind of document, its service levels, and what ids are called.

Lives here: names. Does not live here: how they stand in a sentence (wording).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fieldops.contracts.model import Override, ServiceLevel
from fieldops.contracts.promised import Promised, promised
from fieldops.contracts.reading.values import list_of
from fieldops.contracts.wording import word
from fieldops.documents.schema import layers_of
from fieldops.documents.typed import Text, text_of
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path

# Lists whose entries others name by their ids.
_LISTS = (
    "people", "qualifications", "sites", "grades", "groups", "severities", "requests", "assets", "escalation",
    "scopes", "urgencies",
)  # fmt: skip
# In which kinds of document the ids are looked for that the documents at hand do not have.
_KINDS = ("Team", "EmergencyPlan", "ServiceLevel")


@dataclass(frozen=True)
class Names:
    """What the ids in some documents of one state are called; others of its `workspace` are asked where they do not know."""

    documents: Mapping[tuple[str, str], Document]
    workspace: Workspace | None = None

    def entry(self, listed: str, id: str) -> object | None:
        """What the entry of that list (``people``) is called; None where there is none, or it has no name."""
        if (found := self._known.get((listed, id))) is not None:
            return found
        return self._elsewhere.get((listed, id))

    def document(self, kind: str, id: str) -> Text | None:
        """The title of a document."""
        found = self.documents.get((kind, id))
        if found is None and self.workspace is not None:
            found = self.workspace.get(kind, id)
        return title_of(found) if found is not None else None

    @cached_property
    def _elsewhere(self) -> Mapping[tuple[str, str], object]:
        kinds = _KINDS if self.workspace is not None else ()
        others = (one for kind in kinds for one in (self.workspace.of_kind(kind) if self.workspace else ()))
        return {key: name for one in others for key, name in _named(one)}

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], object]:
        return {key: name for one in self.documents.values() for key, name in _named(one)}


def title_of(document: Document) -> Text | None:
    """What a document calls itself; None where it has no title."""
    called = document.data.get("title") or document.data.get("name")
    return text_of(called) if called else None


def _named(document: Document) -> Iterator[tuple[tuple[str, str], object]]:
    for listed in _LISTS:
        for entry in _entries(document, listed):
            if (name := _called(entry)) is not None:
                yield (listed, str(entry["id"])), name


def _entries(document: Document, listed: str) -> list[Any]:
    """The entries of that list, of a document that may have mistakes; qualifications are those of its people."""
    # How far a fault reaches and how urgent it is stand in the level's grading.
    data = document.data.get("grading") if listed in ("scopes", "urgencies") else document.data
    found = data.get("people" if listed == "qualifications" else listed) if isinstance(data, dict) else None
    entries = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    if listed != "qualifications":
        return entries
    held = [each.get("qualifications") for each in entries]
    return [one for each in held if isinstance(each, list) for one in each]


def _called(entry: Any) -> object | None:
    if not isinstance(entry, dict) or "id" not in entry:
        return None
    if name := entry.get("name") or entry.get("title"):
        return text_of(name)
    # A step of an escalation has no name: it is called after whom it asks.
    return word(str(entry["to"])) if "to" in entry else None


@dataclass(frozen=True, slots=True)
class Scene:
    """What the sentences about one document may look up: its kind, the service level before and after, and what ids
    are called after and before (`names`, the first that knows one says it). `old_times` and `new_times` are the contract's own.
    """

    kind: str
    old_level: ServiceLevel | None = None
    new_level: ServiceLevel | None = None
    names: tuple[Names, ...] = ()
    old_times: tuple[Override, ...] = ()
    new_times: tuple[Override, ...] = ()

    @property
    def held_before(self) -> tuple[Promised, ...]:
        """The times that held before; where there was no service level, what the new one says without the contract."""
        return promised(self.old_level or self.new_level, self.old_times)

    @property
    def held_after(self) -> tuple[Promised, ...]:
        """The times that hold after."""
        return promised(self.new_level, self.new_times)

    @property
    def level(self) -> ServiceLevel | None:
        """The service level after, else before: for names of severities and request types."""
        return self.new_level or self.old_level

    def called(self, path: Path, id: str) -> object | None:
        """What the id that stands at `path` is called: a document's title, an entry's name; None where nothing says so."""
        kind = next(
            (layer["x-reference"] for layer in layers_of(self.kind, path) if "x-reference" in layer), None
        )
        if kind is not None:
            titles = (one.document(str(kind), id) for one in self.names)
            return next((title for title in titles if title is not None), None)
        field = next((step for step in reversed(path) if isinstance(step, str)), "")
        listed = list_of(self.kind, field)
        if listed is None:
            return None
        return next((found for one in self.names if (found := one.entry(listed, id)) is not None), None)
