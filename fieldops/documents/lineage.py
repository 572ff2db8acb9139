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


def circle(chain: tuple[Document, ...]) -> tuple[str, ...]:
    """The ids of documents that extend each other in a circle, as `lineage` found them; empty where they do not."""
    ids = [each.id for each in reversed(chain)]
    again = chain[0].text("extends")
    return (*ids[ids.index(again) :], again) if again in ids else ()
