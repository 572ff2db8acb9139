"""Whose signing keys are whose, by the documents of the workspace. What a signature is worth is `fieldops.records.signing`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import VISITS, need_agreement
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import SigningKey
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError, UsageError, system_error
from fieldops.records.keyholders import Register, Registered, RegisteredKey, customer_of
from fieldops.records.run_events import RunOutline
from fieldops.schedule.admission import unqualified
from fieldops.structs import replaced
from fieldops.transport.foreign import is_foreign_key
from fieldops.transport.signing import verified_by_program
from fieldops.transport.sshsig import public_blob

SIGNER_COMMAND, VERIFIER_COMMAND = "FIELDOPS_SIGNER_COMMAND", "FIELDOPS_VERIFIER_COMMAND"


def signers_text(signers: Path) -> str:
    """The text of a list of OpenSSH's that somebody names. Raises FieldopsError for one that cannot be read."""
    try:
        return signers.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = system_error(error) if isinstance(error, OSError) else "UTF-8"
        raise FieldopsError("file.not-readable", path=str(signers), detail=detail) from error


def agreement_of(root: Path, contract: str) -> Agreement:
    """The contract with all that visits and signatures need of it. Raises what `need_agreement` raises."""
    return need_agreement(open_workspace(root, judged=False), contract, VISITS)


def register_of(agreement: Agreement, begun: RunOutline | None) -> Register:
    """The people of the contract's team with their keys, and what they lacked on the day of the run (None: of a run that is not
    on record, so nobody can say); beside them the customer, with the keys of all contacts that the contract names.
    """
    lacks = unqualified(agreement, begun) if begun is not None else {}
    team = agreement.team
    people = {
        person.id: Registered(
            person.id,
            tuple(registered(key) for key in person.signing_keys),
            lacks.get(person.id, ()),
            "manager" in person.roles,
        )
        for person in (team.people if team else ())
    }
    customer = customer_of(agreement.id)
    keys = [
        replaced(registered(key), holder=contact.name)
        for contact in agreement.signed.customer.contacts
        for key in contact.signing_keys
    ]
    return {**people, customer: Registered(customer, tuple(keys))}


def registered(key: SigningKey) -> RegisteredKey:
    """A public key with its days, as signatures are judged by it."""
    blob = public_blob(key.key)
    command = program_in(VERIFIER_COMMAND) if is_foreign_key(blob) else ()
    check = partial(verified_by_program, command, blob) if command else None
    return RegisteredKey(blob, key.valid_from, key.valid_until, key.revoked_from, check=check)


def program_in(variable: str) -> tuple[str, ...]:
    """The program that a variable of the environment names, with its first arguments; () where there is none.

    Not a setting of the workspace: what somebody else committed must start no program here. Never a shell. Raises UsageError
    for words that end within quotes.
    """
    try:
        return tuple(shlex.split(os.environ.get(variable, "")))
    except ValueError as error:
        raise UsageError("program.unreadable", variable=variable) from error


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
