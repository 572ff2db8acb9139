"""Documents that mean something only in contracts, and that none names: what is written there holds for nobody."""

from __future__ import annotations

from fieldops.documents.references import references
from fieldops.documents.workspace import Workspace

# Teams, calendars and catalogues are kept for contracts to come; these are written for one.
_OF_CONTRACTS = ("Warranty", "ServiceLevel", "EmergencyPlan")


def unused(workspace: Workspace) -> tuple[str, ...]:
    """The files of warranties, service levels and emergency plans that no contract names, sorted.

    None where there is no contract, or where a file cannot be read: it may name them.
    """
    written = [each for kind in _OF_CONTRACTS for each in workspace.of_kind(kind)]
    documents = list(workspace.documents.values())
    if not written or not workspace.ids("Contract") or not all(each.readable for each in documents):
        return ()
    named = {(each.kind, each.id) for one in documents for each in references(one)}
    return tuple(sorted(each.path for each in written if (each.kind, each.id) not in named))
