"""Values of `contract new --set` that name a document or a person as people call them, where an id is to stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.actions.finding import called
from fieldops.contracts.template import Assignment, Part, Placed
from fieldops.documents.schema import layers_of
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.structs import replaced


def by_id(workspace: Workspace, parts: Sequence[Part], placed: Placed, wanted: Assignment) -> Assignment:
    """The assignment with the id of the document or person that its value names; as it is where that is none, or is doubtful.

    People are those of the team that is set beside them, else of every team. Raises UsageError for the name of several
    documents.
    """
    kinds = {part.stem: part.document.kind for part in parts}
    for (stem, path), each in placed.items():
        if each == wanted and (found := _id_of(workspace, kinds[stem], path, each.value, placed)):
            return replaced(wanted, value=found)
    return wanted


def _id_of(workspace: Workspace, kind: str, path: Path, value: str, placed: Placed) -> str | None:
    """The id that is meant at that place of a document of that kind, where the value is none itself."""
    if path[-1] == "account_manager" or "members" in path:
        found = {id for id, names in _people(workspace, placed) if value.strip() in names and value != id}
        return found.pop() if len(found) == 1 else None
    refers = next((layer["x-reference"] for layer in layers_of(kind, path) if "x-reference" in layer), None)
    if refers is None or workspace.get(refers, value) is not None:
        return None
    document = called(workspace, refers, value)
    return document.id if document is not None else None


def _people(workspace: Workspace, placed: Placed) -> Iterator[tuple[str, set[str]]]:
    """The ids of people, and what they are called in each language."""
    teams = list(workspace.of_kind("Team"))
    asked = {each.value for (_, path), each in placed.items() if path[-1] == "team"}
    chosen = [each for each in teams if asked & {each.id, *_names(each, ("name",))}] or teams
    for team in chosen:
        for at in team.entries("people") if team.readable else ():
            if id := team.text("people", at, "id"):
                yield id, _names(team, ("people", at, "name"))


def _names(document: Document, path: Path) -> set[str]:
    texts = (document.text(*path, *language) for language in ((), ("zh-CN",), ("en",)))
    return {text for text in texts if text is not None}
