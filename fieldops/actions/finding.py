"""Documents and people as people call them: by id, or by number, title, customer or name where that means one of them.

What is not there is answered by what was probably meant, never by a list of everything.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Person, Team
from fieldops.contracts.spoken import offered
from fieldops.documents.choices import nearest
from fieldops.documents.schema import kind_title
from fieldops.documents.typed import Text, fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Named, Unanswerable, UsageError

if TYPE_CHECKING:
    from fieldops.records.snapshots import PersonSnapshot

# As many as a reader looks through.
_NEAR = 5
# As many as are listed where each of them holds what was typed.
_MOST = 20
_TEXTS = (("title",), ("name",), ("customer", "name"))
_LIST = {"Contract": "choices.none-near-contract"}


def called(workspace: Workspace, kind: str, name: str) -> Document | None:
    """The one document of that kind with that number, title, name or customer; None where there is none.

    Raises UsageError where it is the name of more than one.
    """
    found = [each for each in workspace.of_kind(kind) if each.readable and name in _names(each)]
    if len(found) > 1:
        raise UsageError(
            "find.ambiguous", name=name, choices=offered("", {each.id: _said(each) for each in found})
        )
    return found[0] if found else None


def no_such(workspace: Workspace, kind: str, name: str) -> Unanswerable:
    """That there is no such document, with those that were probably meant."""
    if (habit := _habit(workspace, kind, name)) is not None:
        return habit
    documents = [each for each in workspace.of_kind(kind) if each.readable]
    wanted = name.strip().casefold()
    # One customer may have many contracts: a name is of all of them.
    spelled: dict[str, list[Document]] = {}
    for each in documents:
        for text in {name.casefold() for name in (each.id, *_names(each))}:
            spelled.setdefault(text, []).append(each)
    within = {one.id: one for text, found in spelled.items() if wanted and wanted in text for one in found}
    likely = difflib.get_close_matches(wanted, spelled, n=_NEAR, cutoff=0.5)
    close = {one.id: one for text in likely for one in spelled[text]}
    # All that hold what was typed, be they many; of what is only alike, as many as a reader looks through.
    kept = [*within.values()][:_MOST] if within else [*close.values()][:_NEAR]
    near = {one.id: _said(one) for one in kept}
    choices: object = tuple(offered("", near))
    if len(near) == 1:
        choices = Named("choices.near", near=choices, others="")
    elif not near:
        choices = Named(_LIST.get(kind, "choices.none-near"))
    return Unanswerable("reference.dangling", kind=kind_title(kind), id=name, choices=choices)


def _habit(workspace: Workspace, kind: str, name: str) -> Unanswerable | None:
    """That a file was named in place of an id, or "all" in place of a contract, as other programs are called."""
    if name.endswith((".yaml", ".yml")):
        id = name.rsplit("/", 1)[-1].rpartition(".")[0]
        if workspace.get(kind, id) is not None:
            return Unanswerable("reference.file-not-id", name=name, kind=kind_title(kind), id=id)
        if kind == "Contract":
            return Unanswerable("reference.file-for-contract", name=name, id=id)
    return Unanswerable("reference.all-contracts", name=name) if (kind, name) == ("Contract", "all") else None


def _names(document: Document) -> set[str]:
    paths = (("number",), *(path + language for path in _TEXTS for language in ((), ("zh-CN",), ("en",))))
    return {text for path in paths if (text := document.text(*path)) is not None}


def _said(document: Document) -> object:
    """What a document is called in a hint: a contract by its customer."""
    path = ("customer", "name") if document.kind == "Contract" else ("name",)
    if (single := document.text(*path)) is not None:
        return single
    chinese, english = (document.text(*path, language) for language in ("zh-CN", "en"))
    return Text(chinese or english or document.id, english or chinese or document.id)


# A person of a team, or as a run recorded one.
_Somebody = TypeVar("_Somebody", bound="Person | PersonSnapshot")


def one_called(people: Iterable[_Somebody], name: str) -> _Somebody | None:
    """The one of these people with that id, else with that name; None where there is none.

    Raises UsageError with all of that name where there is more than one: none of them is taken for the other.
    """
    everybody = tuple(people)
    found = [each for each in everybody if name == each.id]
    found = found or [each for each in everybody if name.strip() in (each.name.zh, each.name.en)]
    if len(found) > 1:
        raise UsageError("find.ambiguous", name=name, choices=offered("", {e.id: e.name for e in found}))
    return found[0] if found else None


def person_called(people: Iterable[Person], name: str) -> Person:
    """The one of these people with that id or name.

    Raises UsageError with the nearest where there is none, with all of that name where there is more than one.
    """
    everybody = tuple(people)
    if (person := one_called(everybody, name)) is not None:
        return person
    named = {each.id: each.name for each in everybody}
    raise UsageError("visit.unknown-person", id=name, choices=offered(name, named))


def team_member(agreement: Agreement, name: str) -> Person:
    """The person of the contract's team with that id or name.

    Raises UsageError with the whole team where there is none, with all of that name where there is more than one.
    """
    people = agreement.team.people if agreement.team is not None else ()
    if (person := one_called(people, name)) is not None:
        return person
    choices = ", ".join(each.id for each in people) or "-"
    team = agreement.team.id if agreement.team is not None else "-"
    raise UsageError("archive.not-of-team", person=name, team=team, choices=choices)


def recorded(person: Person) -> PersonSnapshot:
    """A person of a team as events keep them."""
    from fieldops.records.snapshots import PersonSnapshot

    return PersonSnapshot(person.id, person.name, person.title)


def recorded_member(agreement: Agreement, name: str) -> PersonSnapshot:
    """The person of the contract's team with that id or name, as events keep them. Raises what `person_called` raises."""
    return recorded(person_called(agreement.team.people if agreement.team is not None else (), name))


def insist_on_somebody(workspace: Workspace, name: str) -> None:
    """Raise UsageError, with those that were probably meant, for an id or a name that nobody of any team has."""
    people = {
        each.id: each
        for document in workspace.of_kind("Team")
        if workspace.judge(document).valid
        for each in fill(Team, document.data).people
    }
    if name not in people and not any(
        name.strip() in (each.name.zh, each.name.en) for each in people.values()
    ):
        choices = offered(name, {id: each.name for id, each in people.items()})
        raise UsageError("order.no-such-person", person=name, choices=choices)


def insist_on_known(code: str, wanted: str, known: Iterable[str], **values: object) -> None:
    """Raise UsageError `code`, with the nearest as choices, for what is not among those that are `known`."""
    names = set(known)
    if wanted not in names:
        raise UsageError(code, **values, choices=nearest(wanted, sorted(names)))
