"""Two states of a workspace that are compared: their documents, and their contracts, each put together once.

Lives here: reading. Does not live here: what differs (differences, shared_differences).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.model import Assets, Contract
from fieldops.dates.spans import Span
from fieldops.diff import SHARED, Difference
from fieldops.documents.typed import Text, fill
from fieldops.documents.workspace import Document, Workspace

Key = tuple[str, str]

_MODELS: dict[str, type[object]] = {**SHARED, "Contract": Contract, "Assets": Assets}


@dataclass(frozen=True, slots=True)
class Compared:
    """A contract or a document that contracts share, with what changed in it.

    `affects`: the ids of the contracts that refer to a shared document, before or after; empty for a contract.
    """

    kind: str
    id: str
    title: Text
    differences: tuple[Difference, ...]
    affects: tuple[str, ...] = ()


@dataclass(slots=True)
class Side:
    """One revision's workspace, and its agreements, each put together once."""

    workspace: Workspace
    _agreements: dict[str, Agreement | None] = field(default_factory=dict)

    def agreement(self, id: str) -> Agreement | None:
        """The contract with all it refers to; None where there is none."""
        if id not in self._agreements:
            document = self.workspace.documents.get(("Contract", id))
            self._agreements[id] = self._put_together(document) if document else None
        return self._agreements[id]

    def _put_together(self, document: Document) -> Agreement | None:
        # A contract that is only referred to, as a predecessor, has not been judged before.
        judged = self.workspace.judge(document)
        return agreement_of(self.workspace, judged) if judged.valid and not untyped(judged) else None

    def ids(self) -> list[str]:
        """The ids of the contracts, sorted."""
        return [id for kind, id in sorted(self.workspace.documents) if kind == "Contract"]

    def judged(self) -> list[str]:
        """The contracts that may refer to something that differs; the others were not read."""
        return [id for id in self.ids() if self.workspace.documents["Contract", id].valid]

    def earlier(self, agreement: Agreement | None) -> tuple[Span, ...]:
        """The days of service of the contract that this one continues."""
        named = agreement.signed.predecessor if agreement else None
        found = self.agreement(named) if named else None
        return found.timeline.service if found else ()


Sides = tuple[Side, Side]


def untyped(document: Document) -> str | None:
    """What keeps a document that its schema has accepted from being typed: a day that does not exist, as 30 February."""
    model = _MODELS.get(document.kind)
    if model is None or not document.valid:
        return None
    try:
        fill(model, document.data)
    except ValueError as error:
        return str(error)
    return None
