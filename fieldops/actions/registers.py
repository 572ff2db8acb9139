"""Whose signing keys are whose, by the documents of the workspace. What a signature is worth is `fieldops.records.signing`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import VISITS, need_agreement
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import SigningKey
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError
from fieldops.records.events import RunOutline
from fieldops.records.signing import Register, Registered, RegisteredKey
from fieldops.schedule.admission import unqualified
from fieldops.transport.sshsig import public_blob


def agreement_of(root: Path, contract: str) -> Agreement:
    """The contract with all that visits and signatures need of it. Raises what `need_agreement` raises."""
    return need_agreement(open_workspace(root, judged=False), contract, VISITS)


def register_of(agreement: Agreement, begun: RunOutline) -> Register:
    """The people of the contract's team with their keys, and what they lacked on the day of the run."""
    lacks = unqualified(agreement, begun)
    team = agreement.team
    return {
        person.id: Registered(
            person.id, tuple(registered(key) for key in person.signing_keys), lacks.get(person.id, ())
        )
        for person in (team.people if team else ())
    }


def registered(key: SigningKey) -> RegisteredKey:
    """A public key with its days, as signatures are judged by it."""
    return RegisteredKey(public_blob(key.key), key.valid_from, key.valid_until, key.revoked_from)


def register_or_none(root: Path, begun: RunOutline) -> Register | None:
    """Whose keys are whose by today's documents; None where they cannot be read."""
    return registers(root)(begun)


def registers(root: Path) -> Callable[[RunOutline], Register | None]:
    """The same for many runs: documents are read once, and not before the first run that asks."""

    @cache
    def workspace() -> Workspace:
        return open_workspace(root, judged=False)

    @cache
    def agreement(contract: str) -> Agreement | None:
        try:
            return need_agreement(workspace(), contract, VISITS)
        except FieldopsError:
            return None

    def register(begun: RunOutline) -> Register | None:
        found = agreement(begun.contract)
        return register_of(found, begun) if found is not None else None

    return register
