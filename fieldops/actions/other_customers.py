"""Whose somebody or something is that an order's own customer does not have: a mix-up of customers is said where it happens.

Asked only where the own customer does not know the name, as every other contract is looked through.
"""

from __future__ import annotations

from pathlib import Path

from fieldops.actions.agreements import readable
from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import COVER
from fieldops.contracts.agreement import asset_of
from fieldops.documents.workspace import Workspace
from fieldops.errors import Named


def customer_of(root: Path, contract: str, caller: str | None) -> Named | None:
    """The other customers whose contact a caller is, with their contracts; None for one of the own customer's, and for one
    whom nobody knows.
    """
    if caller is None:
        return None
    found: dict[str, str] = {}
    for document in open_workspace(root, judged=False).of_kind("Contract"):
        contacts = document.entries("customer", "contacts")
        if any(document.text("customer", "contacts", at, "name") == caller for at in contacts):
            found[document.id] = document.text("customer", "name") or document.id
    if contract in found or not found:
        return None
    return Named("order.of-customers", customers=tuple(_of(id, name) for id, name in found.items()))


def owner_of_asset(workspace: Workspace, contract: str, asset: str) -> Named | None:
    """The other contracts that have equipment of that id, serial or name; None where none has."""
    others = (each for each in readable(workspace, COVER).agreements if each.id != contract)
    found = {
        each.id: each.signed.customer.name for each in others if asset_of(each.signed, asset) is not None
    }
    if not found:
        return None
    return Named("order.of-customers", customers=tuple(_of(id, name) for id, name in found.items()))


def _of(contract: str, customer: object) -> Named:
    return Named("order.of-customer", contract=contract, customer=customer)
