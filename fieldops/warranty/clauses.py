"""How a reason is built and where the clause behind it stands: contract, amendment, equipment, warranty."""

from __future__ import annotations

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model.shared import EVENTS
from fieldops.contracts.reasons import Clause, Reason, Result
from fieldops.contracts.wording import word
from fieldops.errors import Named
from fieldops.warranty.told import Told


def tried(
    code: str,
    result: Result,
    clause: Clause | None = None,
    inner: tuple[Reason, ...] = (),
    /,
    **values: object,
) -> Reason:
    """A reason whose sentence is `code`; its rule is the code's second part, as in ``decision.day.within``."""
    return Reason(code.split(".")[1], result, Named(code, **values), clause, inner)


def contract_clause(agreement: Agreement, *path: str | int) -> Clause:
    """The clause at `path` of the contract as signed."""
    return "Contract", agreement.id, path


def terms_clause(told: Told, name: str, *path: str | int) -> Clause:
    """The clause at `path` of the section `name` as in force for the claim."""
    return told.agreement.terms_on(told.terms_day).clause(name, *path)


def asset_clause(agreement: Agreement, index: int, *path: str | int) -> Clause:
    """The clause at `path` of the asset's entry, in whichever file that stands."""
    if index >= len(agreement.asset_places):
        return contract_clause(agreement, "assets", index, *path)
    document, place = agreement.asset_places[index]
    return document.kind, document.id, (*place, *path)


def own_clause(told: Told, *path: str | int) -> Clause:
    """The clause at `path` of the entry of the claim's asset."""
    return asset_clause(told.agreement, told.asset_index, *path)


def use_clause(told: Told, use: int, key: str = "terms") -> Clause:
    """The contract's entry for a warranty, by its index, in the terms of the day."""
    return terms_clause(told, "warranties", use, key)


def facts(names: tuple[str, ...]) -> tuple[Named, ...]:
    """Facts that are missing, in words; an event by its own."""
    return tuple(
        Named("fact.event", event=word(name)) if name in EVENTS else Named(f"fact.{name}") for name in names
    )
