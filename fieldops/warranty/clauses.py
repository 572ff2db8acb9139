"""How a reason is built, and where the clauses stand that many reasons have."""

from __future__ import annotations

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


def whole_contract(told: Told) -> Clause:
    """The contract itself: where it would speak of what it does not."""
    return "Contract", told.agreement.id, ()


def own_clause(told: Told, *path: str | int) -> Clause:
    """The clause at `path` of the entry of the claim's asset, in whichever file that stands."""
    return told.terms.clause("assets", told.asset_index, *path)


def use_clause(told: Told, use: int, key: str = "terms") -> Clause:
    """The contract's entry for a warranty, by its index, in the terms of the day."""
    return told.terms.clause("warranties", use, key)


def facts(names: tuple[str, ...]) -> tuple[Named, ...]:
    """Facts that are missing, in words; an event by its own."""
    return tuple(
        Named("fact.event", event=word(name)) if name in EVENTS else Named(f"fact.{name}") for name in names
    )
