"""Documents that extend one another: the one that begins, and those that adapt it, one after the other.

What a document takes from the one that it extends is for the package of its kind (playbooks: `fieldops.inspection.adapting`).
"""

from __future__ import annotations

from typing import Protocol

from fieldops.documents.workspace import Document


class Shelf(Protocol):
    """Where documents are found."""

    def get(self, kind: str, id: str) -> Document | None:
        """The document of that kind and id, or None."""


def lineage(shelf: Shelf, document: Document) -> tuple[Document, ...]:
    """The document and what it extends at any distance, the one that extends nothing first.

    It ends where the next one is missing, cannot be read, or has come before (`circle` tells that).
    """
    found = {document.id: document}
    last: Document | None = document
    while last is not None and (named := last.text("extends")) is not None and named not in found:
        last = shelf.get(document.kind, named)
        if last is not None and last.readable:
            found[last.id] = last
    return tuple(reversed(found.values()))


def probes_named(playbook: Document) -> frozenset[str]:
    """The ids of the probes that the checks of a playbook ask, without those of playbooks that it extends."""
    named = (playbook.text("checks", index, "probe") for index in playbook.entries("checks"))
    return frozenset(id for id in named if id)


def names_held(shelf: Shelf, playbook: Document) -> tuple[str, ...]:
    """The ids of all checks and manual items of a playbook: its own, and what it takes over and does not leave out."""
    held: list[str] = []
    for each in lineage(shelf, playbook):
        gone = {each.text("without", at, "check") for at in each.entries("without")}
        own = (each.text(key, at, "id") for key in ("checks", "manual") for at in each.entries(key))
        held = [*(id for id in held if id not in gone), *(id for id in own if id is not None)]
    return tuple(held)


def circle(chain: tuple[Document, ...]) -> tuple[str, ...]:
    """The ids of documents that extend each other in a circle, as `lineage` found them; empty where they do not."""
    ids = [each.id for each in reversed(chain)]
    again = chain[0].text("extends")
    return (*ids[ids.index(again) :], again) if again in ids else ()
