"""What changed in the meaning of a workspace's contracts between two revisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import today_in
from fieldops.actions.needed import MEANING, mistakes
from fieldops.actions.revisions import workspace_at
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.model import Assets, Contract
from fieldops.dates.spans import Span
from fieldops.diff import SHARED, Clause, Difference, Group, Service, differences, document_differences
from fieldops.documents.places import is_workspace
from fieldops.documents.shelf import Source
from fieldops.documents.typed import Text, fill, text_of
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import UsageError

Key = tuple[str, str]

_MODELS: dict[str, type[object]] = {**SHARED, "Contract": Contract, "Assets": Assets}


@dataclass(frozen=True, slots=True)
class Compared:
    """A contract or a document that contracts share, with what changed in it.

    `affects`: the ids of the contracts that refer to a shared document, before or after; empty for a contract.
    """

    kind: str
    id: str
    title: Text
    differences: tuple[Difference, ...]
    affects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is not compared because of mistakes in the revision before (`old`) or after."""

    path: str
    old: bool
    mistakes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions compared: their names as given (None: the working tree), and everything that differs."""

    old: str
    new: str | None
    contracts: tuple[Compared, ...]
    shared: tuple[Compared, ...]
    unread: tuple[Unread, ...]

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
    sides = (_Side(before), _Side(after))
    ids = [id for id in _contracts(sides, contract, unread) if id in touched]
    contracts = [_contract(id, sides, as_of, now) for id in ids]
    shared = list(_shared(sides, set(ids) if contract else None))
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
    for side in (before, after):
        for key in keys:
            side.documents.pop(key, None)
    told = [
        Unread(path, side is wrong[0], len(problems))
        for side in wrong
        for path, problems in side.items()
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
        if one.path not in found and (told := _untyped(one)):
            found[one.path] = [told]
    for id in sorted(touched):
        contract = workspace.documents.get(("Contract", id))
        for problem in mistakes(workspace, contract, MEANING) if contract and contract.valid else ():
            if problem not in found.setdefault(problem.position.path, []):
                found[problem.position.path].append(problem)
    return found


def _untyped(document: Document) -> str | None:
    """What keeps a document that its schema has accepted from being typed: a day that does not exist, as 30 February."""
    model = _MODELS.get(document.kind)
    if model is None or not document.valid:
        return None
    try:
        fill(model, document.data)
    except ValueError as error:
        return str(error)
    return None


# --- contracts -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Side:
    """One revision's workspace, and its agreements, each put together once."""

    workspace: Workspace
    _agreements: dict[str, Agreement | None] = field(default_factory=dict)

    def agreement(self, id: str) -> Agreement | None:
        """The contract with all it refers to; None where there is none."""
        if id not in self._agreements:
            document = self.workspace.documents.get(("Contract", id))
            self._agreements[id] = self._put_together(document) if document else None
        return self._agreements[id]

    def _put_together(self, document: Document) -> Agreement | None:
        # A contract that is only referred to, as a predecessor, has not been judged before.
        judged = self.workspace.judge(document)
        return agreement_of(self.workspace, judged) if judged.valid and not _untyped(judged) else None

    def ids(self) -> list[str]:
        """The ids of the contracts, sorted."""
        return [id for kind, id in sorted(self.workspace.documents) if kind == "Contract"]

    def judged(self) -> list[str]:
        """The contracts that may refer to something that differs; the others were not read."""
        return [id for id in self.ids() if self.workspace.documents["Contract", id].valid]

    def earlier(self, agreement: Agreement | None) -> tuple[Span, ...]:
        """The days of service of the contract that this one continues."""
        named = agreement.signed.predecessor if agreement else None
        found = self.agreement(named) if named else None
        return found.timeline.service if found else ()


_Sides = tuple[_Side, _Side]


def _contracts(sides: _Sides, asked: str | None, unread: list[Unread]) -> list[str]:
    ids = sorted({id for side in sides for id in side.ids()})
    if asked is None:
        return ids
    if asked not in ids and not unread:
        raise UsageError("reference.dangling", kind="Contract", id=asked, choices=tuple(ids) or "-")
    return [id for id in ids if id == asked]


def _contract(id: str, sides: _Sides, as_of: date | None, now: datetime) -> Compared:
    before, after = (side.agreement(id) for side in sides)
    earlier = Service(sides[0].earlier(before), sides[1].earlier(after))
    one = after or before
    assert one is not None  # the id is that of one side's contract
    day = as_of or today_in(one.signed, now)
    same = earlier.before == earlier.after and _same(before, after)
    found = [] if same else differences(before, after, from_day=day, as_of=as_of, earlier=earlier)
    return Compared("Contract", id, one.signed.title, tuple(found))


def _same(before: Agreement | None, after: Agreement | None) -> bool:
    """Whether all that two agreements are made of is the same: most contracts of a change, told fast."""
    return before is not None and after is not None and _made_of(before) == _made_of(after)


def _made_of(agreement: Agreement) -> tuple[object, object]:
    files = {document.id: document.data for document, _ in agreement.asset_places}
    return {key: document.data for key, document in agreement.documents.items()}, files


# --- what contracts share --------------------------------------------------------------------------------


def _shared(sides: _Sides, only: set[str] | None) -> Iterator[Compared]:
    """Every shared document that either side has; with `only`, those that these contracts refer to."""
    kinds = (*SHARED, "Playbook")
    keys = {key for side in sides for key in side.workspace.documents if key[0] in kinds}
    for key in sorted(keys, key=lambda each: (kinds.index(each[0]), each[1])):
        before, after = (side.workspace.documents.get(key) for side in sides)
        compare_them = _playbook if key[0] == "Playbook" else document_differences
        one, found = after or before, compare_them(before, after)
        if one is None or not found:
            continue
        affects = {id for side in sides for id in _affected(side, key)}
        if only is None or only & affects:
            yield Compared(*key, _title(one), tuple(found), tuple(sorted(affects)))


def _title(document: Document) -> Text:
    return text_of(document.data.get("title") or document.data.get("name") or document.id)


def _playbook(before: Document | None, after: Document | None) -> list[Difference]:
    """Whether inspections by a playbook check something else; what, is not told here."""
    if before is None or after is None or before.data == after.data:
        return []
    old, new = Clause(before, ()), Clause(after, ())
    return [Difference("diff.playbook.changed", {"id": after.id}, Group("Playbook", "checks"), old, new)]


def _affected(side: _Side, key: Key) -> Iterator[str]:
    """The contracts of one side that refer to the document, be it through another one."""
    kept = _kept_for(side.workspace, key)
    for id in side.judged():
        agreement = side.agreement(id)
        if agreement is not None and (key in _referred(agreement) or id in kept or "*" in kept):
            yield id


def _referred(agreement: Agreement) -> set[Key]:
    by_any_terms = (terms.contract.inspections for terms in agreement.timeline.written())
    playbooks = {entry.playbook for inspections in by_any_terms for entry in inspections}
    return {*agreement.documents, *(("Playbook", id) for id in playbooks)}


def _kept_for(workspace: Workspace, key: Key) -> set[str]:
    """The contracts that a stock is kept for, or that one with this catalogue is; ``*`` for all."""
    kind, id = key
    stocks = [one.data for one in workspace.of_kind("Stock")] if kind in ("Stock", "PartCatalogue") else []
    field_name = "id" if kind == "Stock" else "catalogue"
    return {name for stock in stocks if stock.get(field_name) == id for name in _named(stock)}


def _named(stock: Mapping[str, object]) -> list[str]:
    contracts = stock.get("contracts")
    return [str(each) for each in contracts] if isinstance(contracts, list) else ["*"]
