"""The names of what a workspace holds, for a shell that completes a word. Nothing is judged here, and no mistake is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from fieldops.actions.runs import runs
from fieldops.documents.workspace import Document, Workspace, load_workspace

# How the newest run is asked for, beside the ids.
_LATEST = "latest"


def known_names(root: Path, what: str, contract: str | None) -> list[str]:
    """The ids of what is called `what` on the command line, sorted: a key of `KNOWN`; runs newest first.

    `contract`: only what belongs to it, where it is known and what is asked for belongs to contracts. Raises
    FieldopsError where the records cannot be read.
    """
    if what == "run":
        return [_LATEST, *(each.id for each in runs(root).runs)]
    return sorted(set(KNOWN[what](load_workspace(root, judged=False), contract)))


def _contracts(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Contract")


def _playbooks(workspace: Workspace, contract: str | None) -> Iterator[str]:
    yield from workspace.ids("Playbook")


def _equipment(workspace: Workspace, contract: str | None) -> Iterator[str]:
    return _asset_ids(workspace, contract, with_address=False)


def _hosts(workspace: Workspace, contract: str | None) -> Iterator[str]:
    return _asset_ids(workspace, contract, with_address=True)


def _engineers(workspace: Workspace, contract: str | None) -> Iterator[str]:
    teams = {each.text("team") for each in _of(workspace, contract)}
    for team in workspace.of_kind("Team"):
        if contract is None or team.id in teams:
            yield from _ids(team, "people")


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
}
