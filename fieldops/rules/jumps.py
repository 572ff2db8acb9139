"""Rules about jump hosts: each is known, leads somewhere, can be logged in to, and one way leads to each host."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.ways import DIRECT
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import owner_of
from fieldops.rules.rule import Rule, problem, warning
from fieldops.rules.sections import equipment, has, ids_at, texts_at

_JUMPS: Path = ("access", "jump_hosts")


def jumps_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.unknown-jump: what lies behind a jump host names one of the contract's."""
    contract = owner_of(workspace, document)
    if contract is None:
        return
    known = ids_at(contract, *_JUMPS)
    for place, id in _named(document):
        if id not in known and not (id == DIRECT and place[0] == "assets"):
            choices = nearest(id, known)
            yield problem(document, place, "access.unknown-jump", id=id, choices=choices)


def _named(document: Document) -> Iterator[tuple[Path, str]]:
    """Where jump hosts are named in a document."""
    places: list[Path] = [("access", "jump")]
    places += [(*_JUMPS, at, "via") for at in document.entries(*_JUMPS)]
    places += [("assets", at, "host", "jump") for at in document.entries("assets")]
    for place in places:
        if (id := document.text(*place)) is not None:
            yield place, id


def jumps_end(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.jump-circle: no jump host lies behind itself, told at the first of those in the circle."""
    via = {id: document.text(*_JUMPS, at, "via") for at, id in _ids(document).items()}
    told: set[str] = set()
    for at, id in _ids(document).items():
        way, step = [id], via.get(id)
        while step is not None and step not in way:
            way.append(step)
            step = via.get(step)
        if step == id and id not in told:
            told |= set(way)
            yield problem(document, (*_JUMPS, at, "via"), "access.jump-circle", way=" → ".join([*way, id]))


def _ids(document: Document) -> dict[int, str]:
    return {
        at: id for at in document.entries(*_JUMPS) if (id := document.text(*_JUMPS, at, "id")) is not None
    }


def jumps_logged_in_to(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.jump-no-login: there is a login for each jump host, its own or that of `access`."""
    if has(document, "access", "login"):
        return
    for at, id in _ids(document).items():
        if not has(document, *_JUMPS, at, "login"):
            yield problem(document, (*_JUMPS, at, "id"), "access.jump-no-login", id=id)


def jumps_used(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.jump-unused (warning): some host or other jump host lies behind each."""
    ids = _ids(document)
    if not ids:
        return
    used = {id for _, id in _named(document)}
    groups: set[str] = set()
    for file, asset in equipment(workspace, document):
        used.add(file.text(*asset, "host", "jump") or "")
        groups |= {group for _, group in texts_at(file, *asset, "host", "groups")}
    for at, id in ids.items():
        own = {group for _, group in texts_at(document, *_JUMPS, at, "groups")}
        if id not in used and not own & groups:
            yield warning(document, (*_JUMPS, at, "id"), "access.jump-unused", id=id)


def one_way(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.jump-two-ways: the groups of a host that names no jump host lie behind one at most."""
    contract = owner_of(workspace, document)
    jumps = _ids(contract) if contract is not None else {}
    if contract is None or not jumps:
        return
    behind = {
        id: {group for _, group in texts_at(contract, *_JUMPS, at, "groups")} for at, id in jumps.items()
    }
    for at in document.entries("assets"):
        host: Path = ("assets", at, "host")
        groups = {group for _, group in texts_at(document, *host, "groups")}
        found = [id for id, own in behind.items() if own & groups]
        if len(found) > 1 and document.text(*host, "jump") is None:
            yield problem(document, (*host, "groups"), "access.jump-two-ways", jumps=", ".join(found))


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (jumps_known, jumps_end, jumps_logged_in_to, jumps_used, one_way),
    "Assets": (jumps_known, one_way),
}
