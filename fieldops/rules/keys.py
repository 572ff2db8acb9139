"""Rules about keys that sign: whose they are, on which days they sign, and that no key stands for two who must be different."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.versions import written_roots
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem
from fieldops.rules.rule import Rule, day_at, look_at, looks_at, problem, warning
from fieldops.rules.sections import is_true, sections

# Where people with signing keys stand, and what they are called by.
_PEOPLE: dict[str, tuple[Path, str]] = {
    "Team": (("people",), "id"),
    "Contract": (("customer", "contacts"), "name"),
}


def keys_of_one_person(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.doubled-key: a signing key stands once, as two signatures by one key prove nothing. D1"""
    first: dict[str, Position] = {}
    for person, place in _signing_keys(document):
        words, here = _key_at(document, place), document.position(*place, "key")
        if not words:
            continue
        if words in first:
            values = {"person": person, "line": first[words].line}
            yield problem(document, (*place, "key"), "team.doubled-key", **values)
        first.setdefault(words, here)


def keys_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """team.key-ends-before-start: a signing key may sign on some day."""
    for person, place in _signing_keys(document):
        start = day_at(document, *place, "valid_from")
        for name in ("valid_until", "revoked_from"):
            end = day_at(document, *place, name)
            # Revoked on its first day it has never signed: that may be.
            if start and end and end < start:
                values = {"person": person, "start": start, "end": end}
                yield problem(document, (*place, name), "team.key-ends-before-start", **values)


def customers_keys_are_their_own(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.customer-key-of-team: who inspects does not confirm for the customer. B6 G6"""
    team = look_at(workspace, "Team", document.text("team"))
    owners = _owners(team) if team is not None else {}
    for person, place in _signing_keys(document):
        if (owner := owners.get(_key_at(document, place))) is not None:
            values = {"contact": person, "person": owner}
            yield problem(document, (*place, "key"), "contract.customer-key-of-team", **values)


_SHEETS = ("service_sheets", "review_records", "service_file")


def papers_are_kept(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.scans-not-kept (warning): where both sides sign and the customer has no key, papers are scanned, and it is agreed how
    long they are kept. G5 G6
    """
    kept = {document.text(*entry, "records") for entry in sections(document, "retention")}
    if any(kind in kept for kind in _SHEETS) or next(_signing_keys(document), None) is not None:
        return
    for root in written_roots(document):
        if is_true(document, *root, "quality", "double_confirmation"):
            yield warning(document, (*root, "quality", "double_confirmation"), "contract.scans-not-kept")


@looks_at("Team", "Contract")
def checkpoint_keys_are_nobodys(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """settings.checkpoint-key-of-person: who writes the record does not vouch for how far it goes."""
    owners = owners_of_keys(workspace)
    for index in document.entries("checkpoint_keys"):
        words = _key_at(document, ("checkpoint_keys", index))
        if words and words in owners:
            place = ("checkpoint_keys", index, "key")
            yield problem(document, place, "settings.checkpoint-key-of-person", person=owners[words])


def owners_of_keys(workspace: Workspace) -> dict[str, str]:
    """Whose each signing key of the workspace is, by its type and base64 form: people of teams, contacts of customers."""
    owners: dict[str, str] = {}
    for kind in _PEOPLE:
        for each in workspace.of_kind(kind):
            owners |= _owners(each)
    return owners


def _owners(document: Document) -> dict[str, str]:
    """Whose each signing key of the document is."""
    keys = ((_key_at(document, place), person) for person, place in _signing_keys(document))
    return {words: person for words, person in keys if words}


def _signing_keys(document: Document) -> Iterator[tuple[str, Path]]:
    """Each signing key in the document: whose it is, and where it stands."""
    people, name = _PEOPLE[document.kind]
    for person in document.entries(*people):
        for index in document.entries(*people, person, "signing_keys"):
            named = document.text(*people, person, name) or ""
            yield named, (*people, person, "signing_keys", index)


def _key_at(document: Document, place: Path) -> str:
    """The key without its comment, which is no part of it; "" where none stands."""
    return " ".join((document.text(*place, "key") or "").split()[:2])


RULES: dict[str, tuple[Rule, ...]] = {
    "Team": (keys_of_one_person, keys_in_order),
    "Contract": (keys_of_one_person, keys_in_order, customers_keys_are_their_own, papers_are_kept),
    "Settings": (checkpoint_keys_are_nobodys,),
}
