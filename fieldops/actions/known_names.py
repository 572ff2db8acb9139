"""The names of what a workspace holds, and of what ships, for a shell that completes a word. Nothing is judged here, and no
mistake is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.findings import findings
from fieldops.actions.manual import explained_codes
from fieldops.actions.new_contracts import contract_templates, template_names
from fieldops.actions.runs import runs
from fieldops.documents.places import is_workspace
from fieldops.documents.schema import KINDS
from fieldops.documents.workspace import Document, Workspace, load_workspace

# How the newest run is asked for, beside the ids.
_LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on the command line already: the contract asked about, the template that is filled in."""

    contract: str | None = None
    template: str | None = None


def known_names(root: Path, what: str, line: Line) -> list[str]:
    """The names of what is called `what` on the command line, sorted: a key of `KNOWN`, or one of those below; runs
    newest first, and of findings those that are not over.

    Only what belongs to the contract of the `line`, where that is known and what is asked for belongs to contracts.
    Raises FieldopsError where the records or a template cannot be read.
    """
    if what == "code":
        return explained_codes()
    if what == "kind":
        return list(KINDS)
    if not is_workspace(root):
        return []
    if what == "run":
        return [_LATEST, *(each.id for each in runs(root).runs)]
    if what == "finding":
        return [one.id for each in findings(root).contracts for one in each.findings if one.ended is None]
    if what == "template":
        return list(contract_templates(root))
    if what == "value":
        return [f"{name}=" for name in template_names(root, line.template or "")]
    return sorted(set(KNOWN[what](load_workspace(root, judged=False), line.contract)))


def _contracts(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Contract")


def _playbooks(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Playbook")


def _equipment(workspace: Workspace, contract: str | None) -> Iterator[str]:
    return _asset_ids(workspace, contract, with_address=False)


def _hosts(workspace: Workspace, contract: str | None) -> Iterator[str]:
    return _asset_ids(workspace, contract, with_address=True)


def _probes(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Probe")


def _teams(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Team")


def _people(workspace: Workspace, contract: str | None) -> Iterator[str]:
    teams = {each.text("team") for each in _of(workspace, contract)}
    for team in workspace.of_kind("Team"):
        if contract is None or team.id in teams:
            yield from _ids(team, "people")


def _engineers(workspace: Workspace, contract: str | None) -> Iterator[str]:
    people = set(_people(workspace, contract))
    for team in workspace.of_kind("Team"):
        for at in team.entries("people"):
            roles = [team.text("people", at, "roles", role) for role in team.entries("people", at, "roles")]
            id = team.text("people", at, "id")
            if id in people and "engineer" in roles:
                yield id


def _parts(workspace: Workspace, contract: str | None) -> Iterator[str]:
    for catalogue in workspace.of_kind("PartCatalogue"):
        for at in catalogue.entries("parts"):
            yield catalogue.text("parts", at, "part_no") or ""


def _asset_ids(workspace: Workspace, contract: str | None, with_address: bool) -> Iterator[str]:
    wanted = {each.id for each in _of(workspace, contract)}
    listed = [each for each in workspace.of_kind("Assets") if each.text("contract") in wanted]
    for document in [*_of(workspace, contract), *listed]:
        yield from _ids(document, "assets", ("host", "address") if with_address else ("id",))


def _of(workspace: Workspace, contract: str | None) -> list[Document]:
    found = list(workspace.of_kind("Contract"))
    return [each for each in found if each.id == contract] or found


def _ids(document: Document, section: str, having: tuple[str, ...] = ("id",)) -> Iterator[str]:
    for at in document.entries(section):
        id = document.text(section, at, "id")
        if id is not None and document.text(section, at, *having) is not None:
            yield id


KNOWN: Mapping[str, Callable[[Workspace, str | None], Iterator[str]]] = {
    "contract": _contracts,
    "playbook": _playbooks,
    "equipment": _equipment,
    "host": _hosts,
    "engineer": _engineers,
    "person": _people,
    "part": _parts,
    "probe": _probes,
    "team": _teams,
}
