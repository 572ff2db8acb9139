"""What changed in the meaning of a workspace's contracts between two revisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace, today_in
from fieldops.actions.finding import no_such
from fieldops.actions.needed import MEANING, errors_in, mistakes, need_agreement
from fieldops.actions.revisions import commit_of, workspace_at
from fieldops.actions.shared_differences import contracts_took_over, shared_differences
from fieldops.actions.sides import Compared, Key, Side, Sides, untyped
from fieldops.contracts.agreement import Agreement
from fieldops.diff import (
    Difference,
    Service,
    appeared,
    called_as,
    differences,
    succession,
)
from fieldops.documents.places import is_workspace
from fieldops.documents.shelf import Source
from fieldops.documents.workspace import Document, Workspace, load_workspace, packaged_ids
from fieldops.errors import FieldopsError, UsageError


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is not compared because of mistakes in the revision before (`old`) or after."""

    path: str
    old: bool
    mistakes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions compared: their names as given (None: the working tree), and everything that differs.

    `today`: compared are two contracts of the working tree instead, `old` and `new` are their ids.
    """

    old: str
    new: str | None
    contracts: tuple[Compared, ...]
    shared: tuple[Compared, ...]
    unread: tuple[Unread, ...]
    today: bool = False

    @property
    def found(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.contracts or self.shared or self.unread)


def compare(
    root: Path,
    old: str,
    new: str | None,
    *,
    now: datetime,
    contract: str | None = None,
    as_of: date | None = None,
) -> Comparison:
    """Compare the workspace at `root` as it was at the revision `old` with `new` (None: the working tree).

    Due dates are compared from `as_of`, else the day that `now` is in the contract's zone, on; with `as_of` everything is.
    With `contract` only that one and what it refers to. Raises UsageError for a revision or contract that does not
    exist (a contract must exist on one of the two sides), and where neither side has a file of a workspace.
    """
    try:
        before = workspace_at(root, old, judged=False)
    except UsageError:
        if is_workspace(root):
            raise
        raise _no_workspace(root) from None
    after = load_workspace(root, judged=False) if new is None else workspace_at(root, new, judged=False)
    if not before.files and not after.files:
        raise _no_workspace(root)
    contracts, shared, unread = compare_workspaces(before, after, now=now, contract=contract, as_of=as_of)
    return Comparison(old, new, contracts, shared, unread)


def compare_contracts(root: Path, old: str, new: str, *, now: datetime) -> Comparison:
    """Compare two contracts of today's workspace, by id, number, title or customer: what the second means otherwise.

    Where it continues the first, or begins later, what holds from its first day on is compared with what held then by
    the first. Raises UsageError for unknown ones, InvalidDocuments for mistakes in what they are read with.
    """
    workspace = open_workspace(root, judged=False)
    before, after = (need_agreement(workspace, id, MEANING) for id in (old, new))
    return _both(workspace, before, after, now)


def compare_with_predecessor(root: Path, id: str, *, now: datetime) -> Comparison:
    """Compare a contract of today's workspace with the one that it continues, as `compare_contracts` does.

    Raises UsageError where it names none, too.
    """
    workspace = open_workspace(root, judged=False)
    after = need_agreement(workspace, id, MEANING)
    if after.signed.predecessor is None:
        raise UsageError("diff.no-predecessor", id=after.id)
    return _both(workspace, need_agreement(workspace, after.signed.predecessor, MEANING), after, now)


def _both(workspace: Workspace, before: Agreement, after: Agreement, now: datetime) -> Comparison:
    side = Side(workspace)
    found = tuple(_after(before, after, (side, side), now)) if before.id != after.id else ()
    contracts = (Compared("Contract", after.id, after.signed.title, found),) if found else ()
    return Comparison(before.id, after.id, contracts, (), (), today=True)


def contracts_named(root: Path, names: Iterable[str]) -> bool:
    """Whether all of these are ids of contracts of today's workspace, and none means a revision there."""
    if not is_workspace(root):
        return False
    ids = set(load_workspace(root, judged=False).ids("Contract"))
    return all(name in ids and not _is_revision(root, name) for name in names)


def _is_revision(root: Path, name: str) -> bool:
    try:
        commit_of(root, name)
    except FieldopsError:
        return False
    return True


def _no_workspace(root: Path) -> UsageError:
    return UsageError("workspace.none", path=str(root.resolve()))


def compare_workspaces(
    before: Workspace,
    after: Workspace,
    *,
    now: datetime,
    contract: str | None = None,
    as_of: date | None = None,
) -> tuple[tuple[Compared, ...], tuple[Compared, ...], tuple[Unread, ...]]:
    """What differs between two workspaces: contracts, shared documents, files not compared; see `compare`."""
    touched = _touched(before, after)
    for workspace in (before, after):
        for key, document in list(workspace.documents.items()):
            if key[0] != "Contract" or key[1] in touched:
                workspace.judge(document)
    unread = _set_aside(before, after, touched)
    sides = (Side(before), Side(after))
    ids = [id for id in _contracts(sides, contract, unread) if id in touched]
    successors = contracts_took_over(sides, _contracts(sides, None, unread))
    gone = set(successors.values())
    contracts = [
        _contract(id, sides, as_of, now, successors.get(id)) for id in ids if contract or id not in gone
    ]
    shared = list(shared_differences(sides, set(ids) if contract else None, successors))
    return (
        tuple(each for each in contracts if each.differences),
        tuple(each for each in shared if each.differences),
        tuple(unread),
    )


# --- what need not be read -------------------------------------------------------------------------------


def _touched(before: Workspace, after: Workspace) -> set[str]:
    """The contracts that may mean something else: more than do, but told without reading the others.

    A contract is untouched when its text is the same, and no id of a document that is not stands in it or in
    a document (or a document of a document) whose id does.
    """
    texts = [{key: _text(one) for key, one in side.documents.items()} for side in (before, after)]
    changed = {key for key in {*texts[0], *texts[1]} if texts[0].get(key) != texts[1].get(key)}
    ids = {id for _, id in changed} | set(_owners(before, changed)) | set(_owners(after, changed))
    shared = {key[1]: text for key, text in texts[1].items() if key not in changed and key[0] != "Contract"}
    if any(id in packaged_ids(kind) for kind, id in changed):
        # What ships may refer to it, too.
        shared |= {one.id: one.raw for one in after.usable() if one.shipped}
    more = ids
    while more:
        more = {id for id, text in shared.items() if id not in ids and _names(text, ids)}
        ids |= more
    contracts = [{id: text for (kind, id), text in side.items() if kind == "Contract"} for side in texts]
    return {id for side in contracts for id, text in side.items() if id in ids or _names(text, ids)}


def _owners(workspace: Workspace, changed: set[Key]) -> Iterator[str]:
    """The contracts whose lists of assets are among these."""
    for kind, id in changed:
        one = workspace.documents.get((kind, id)) if kind == "Assets" else None
        if one is not None and (owner := one.text("contract")):
            yield owner


def _names(text: bytes, ids: Iterable[str]) -> bool:
    return any(id.encode() in text for id in ids)


def _text(document: Document) -> bytes:
    tree = document.tree
    return tree.raw if isinstance(tree, Source) else json.dumps(tree.data).encode()


# --- files with mistakes ---------------------------------------------------------------------------------


def _set_aside(before: Workspace, after: Workspace, touched: set[str]) -> list[Unread]:
    """Take what has mistakes on one side out of both, so that the rest is compared and nothing looks removed.

    What two things are said of has no meaning that could be compared. Told are the files that are not the same on
    both sides: what was wrong before and is wrong in the same way is no difference.
    """
    wrong = (_wrong(before, touched), _wrong(after, touched))
    texts = [{one.path: _text(one) for one in side.documents.values()} for side in (before, after)]
    aside = {path for side in wrong for path in side}
    keys = {key for side in (before, after) for key, one in side.documents.items() if one.path in aside}
    count = [
        {path: len(errors_in(side, path)) for path in found}
        for side, found in zip((before, after), wrong, strict=True)
    ]
    for side in (before, after):
        for key in keys:
            side.set_aside(*key)
    told = [
        Unread(path, side == 0, counted)
        for side, files in enumerate(count)
        for path, counted in files.items()
        if wrong[0].get(path) != wrong[1].get(path) or texts[0].get(path) != texts[1].get(path)
    ]
    return sorted(told, key=lambda each: (each.path, not each.old))


def _wrong(workspace: Workspace, touched: set[str]) -> dict[str, list[object]]:
    """The files that hold no valid document, and those with a mistake that a contract among the `touched` ones is
    read with, with what is wrong.
    """
    documents: dict[str, Document] = {one.path: one for one in workspace.documents.values()}
    found: dict[str, list[object]] = {}
    for problem in workspace.problems:
        one = documents.get(problem.position.path)
        if one is None or one.valid is False:
            found.setdefault(problem.position.path, []).append(problem)
    for one in documents.values():
        if one.path not in found and (told := untyped(one)):
            found[one.path] = [told]
    for id in sorted(touched):
        contract = workspace.documents.get(("Contract", id))
        for problem in mistakes(workspace, contract, MEANING) if contract and contract.valid else ():
            if problem not in found.setdefault(problem.position.path, []):
                found[problem.position.path].append(problem)
    return found


# --- contracts -------------------------------------------------------------------------------------------


def _contracts(sides: Sides, asked: str | None, unread: list[Unread]) -> list[str]:
    ids = sorted({id for side in sides for id in side.ids()})
    if asked is None:
        return ids
    if asked not in ids and not unread:
        raise no_such(sides[1].workspace if sides[1].ids() else sides[0].workspace, "Contract", asked)
    return [id for id in ids if id == asked]


def _contract(id: str, sides: Sides, as_of: date | None, now: datetime, old: str | None = None) -> Compared:
    """A contract before and after; one that took the place of the contract `old` is compared with that."""
    before, after = (side.agreement(id) for side in sides)
    if after is not None and before is None:
        first = sides[0].agreement(old) if old else _predecessor(sides, after)
        if first is not None:
            found = [*appeared(after, first), *_after(first, after, sides, now)]
            return Compared("Contract", id, after.signed.title, tuple(found))
    earlier = Service(sides[0].earlier(before), sides[1].earlier(after))
    one = after or before
    assert one is not None  # the id is that of one side's contract
    day = as_of or today_in(one.signed, now)
    shelves = sides[0].workspace, sides[1].workspace
    same = earlier.before == earlier.after and _same(before, after)
    found = []
    if not same:
        found = differences(before, after, from_day=day, as_of=as_of, earlier=earlier, workspaces=shelves)
    return Compared("Contract", id, one.signed.title, tuple(found))


def _predecessor(sides: Sides, after: Agreement) -> Agreement | None:
    """The contract that a new one continues, as it is now, else as it was."""
    named = after.signed.predecessor
    return (sides[1].agreement(named) or sides[0].agreement(named)) if named else None


def _after(first: Agreement, after: Agreement, sides: Sides, now: datetime) -> list[Difference]:
    """What is not the same in the contract that continues or replaces the first one."""
    shelves = sides[0].workspace, sides[1].workspace
    if after.signed.predecessor == first.id or after.timeline.start > first.timeline.start:
        return succession(first, after, shelves)
    day = today_in(after.signed, now)
    return differences(first, called_as(after, first.id), from_day=day, workspaces=shelves)


def _same(before: Agreement | None, after: Agreement | None) -> bool:
    """Whether all that two agreements are made of is the same: most contracts of a change, told fast."""
    return before is not None and after is not None and _made_of(before) == _made_of(after)


def _made_of(agreement: Agreement) -> tuple[object, object]:
    files = {document.id: document.data for document, _ in agreement.asset_places}
    return {key: document.data for key, document in agreement.documents.items()}, files
