"""What changed in documents that contracts share, each said once, with the contracts that it affects.

Lives here: which document stands against which. Does not live here: how two are compared (fieldops.diff).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from fieldops.actions.playbook_differences import playbook_differences
from fieldops.actions.sides import Compared, Key, Side, Sides
from fieldops.contracts.agreement import Agreement
from fieldops.diff import (
    SHARED,
    Clause,
    Difference,
    Group,
    document_differences,
    document_replaced,
    taken_place,
)
from fieldops.diff.scene import title_of
from fieldops.documents.lineage import lineage, probes_named
from fieldops.documents.typed import Text, text_of
from fieldops.documents.workspace import Document, Workspace

# So much of two documents is the same when one is taken for the successor of the other.
_ALIKE = 0.5
# What a document says of itself as a file, and which of its warnings somebody accepts: no change of what it means.
_OF_THE_FILE = frozenset({"apiVersion", "kind", "id", "accepts"})


def shared_differences(
    sides: Sides, only: set[str] | None, contracts: Mapping[str, str]
) -> Iterator[Compared]:
    """Every shared document that either side has; with `only`, those that these contracts refer to.

    One that takes the place of another one is compared with that, and not told here where the contracts that refer to
    it say it: `contracts` are those that took over from another one, by id.
    """
    kinds = (*SHARED, "Playbook")
    keys = {key for side in sides for key in side.workspace.documents if key[0] in kinds}
    keys |= {("Playbook", id) for id in _with_other_probes(sides)}
    told = _told_by_contracts(sides, contracts)

    def of_one_customer(kind: str, old: str, new: str) -> bool:
        before, after = set(_affected(sides[0], (kind, old))), set(_affected(sides[1], (kind, new)))
        went_on = {contracts.get(id, id) for id in after}
        return bool(before & went_on) or before == went_on

    successors = {
        (kind, new): old
        for kind in SHARED
        for new, old in took_over(
            sides, kind, [id for one, id in keys if one == kind], of_one_customer
        ).items()
    }
    gone = {(kind, old) for (kind, _), old in successors.items()}
    for key in sorted(keys - told - gone, key=lambda each: (kinds.index(each[0]), each[1])):
        one, found = _of_key(sides, key, successors.get(key))
        if one is None or not found:
            continue
        affects = {id for side in sides for id in _affected(side, key)}
        if only is None or only & affects:
            yield Compared(*key, _title(one), tuple(found), tuple(sorted(affects)))


def _of_key(sides: Sides, key: Key, old: str | None) -> tuple[Document | None, list[Difference]]:
    """A shared document, and what differs in it; `old` is the one whose place it takes."""
    shelves = sides[0].workspace, sides[1].workspace
    # What ships with fieldops holds where a workspace has none of its own.
    before, after = (shelf.get(*key) for shelf in shelves)
    if key[0] == "Playbook":
        return after or before, [*taken_place(before, after), *_playbook(sides, before, after)]
    first = shelves[0].documents.get((key[0], old)) if old else None
    if first is not None and after is not None:
        return after, [document_replaced(first, after), *document_differences(first, after, shelves)]
    return after or before, [*taken_place(before, after), *document_differences(before, after, shelves)]


def _told_by_contracts(sides: Sides, contracts: Mapping[str, str]) -> set[Key]:
    """The documents that contracts referred to, or refer to now, in the place of others: they tell what that means."""
    told: set[Key] = set()
    for id in sides[1].judged():
        before, after = sides[0].agreement(contracts.get(id, id)), sides[1].agreement(id)
        if before is not None and after is not None:
            old, new = ({key for key in each.documents if key[0] in SHARED} for each in (before, after))
            lost, won = old - new, new - old
            both = {kind for kind, _ in lost} & {kind for kind, _ in won}
            told |= {key for key in lost | won if key[0] in both}
    # Only what is gone, or new: what both sides have is compared like all others.
    return {key for key in told if any(side.workspace.get(*key) is None for side in sides)}


def contracts_took_over(sides: Sides, ids: Iterable[str]) -> dict[str, str]:
    """New contracts that take the place of one that is gone, by id: with the same customer, or the same number."""

    def same_customer(kind: str, old: str, new: str) -> bool:
        before, after = sides[0].agreement(old), sides[1].agreement(new)
        if before is None or after is None:
            return False
        names = [{one.signed.customer.name.zh, one.signed.customer.name.en} for one in (before, after)]
        return bool(names[0] & names[1]) or before.signed.number == after.signed.number is not None

    return took_over(sides, "Contract", ids, same_customer)


def took_over(
    sides: Sides, kind: str, ids: Iterable[str], may: Callable[[str, str, str], bool]
) -> dict[str, str]:
    """New documents of a kind that take the place of one that is gone, by id: those whose content is most alike.

    `may` tells of a kind, the id that is gone and the new one, whether one can stand for the other at all: two customers'
    documents made from one template are alike, and have nothing to do with each other.
    """
    shelves = [side.workspace.documents for side in sides]
    # Where one that ships stands in for it, it is not gone: what refers to it means that one now.
    here = sides[1].workspace
    gone = [id for id in ids if (kind, id) in shelves[0] and here.get(kind, id) is None]
    new = [id for id in ids if (kind, id) in shelves[1] and (kind, id) not in shelves[0]]
    pairs = [
        (_likeness(shelves[0][kind, was].data, shelves[1][kind, now].data), was, now)
        for was in gone
        for now in new
    ]
    found: dict[str, str] = {}
    for likeness, was, now in sorted(pairs, key=lambda each: (-each[0], *each[1:])):
        if likeness >= _ALIKE and now not in found and was not in found.values() and may(kind, was, now):
            found[now] = was
    return found


def _likeness(old: object, new: object) -> float:
    """The share of values that two documents have in common: 1 for the same ones."""
    was, now = Counter(_values(old)), Counter(_values(new))
    return 2 * (was & now).total() / max((was + now).total(), 1)


def _values(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if at or name not in _OF_THE_FILE:
                yield from _values(inner, f"{at}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, at)
    else:
        yield at, str(value)


def _title(document: Document) -> Text:
    return title_of(document) or text_of(document.id)


def _with_other_probes(sides: Sides) -> set[str]:
    """The playbooks that use a probe which one of the two sides has of its own."""
    own = {id for side in sides for kind, id in side.workspace.documents if kind == "Probe"}
    if not own:
        return set()
    playbooks = [one for side in sides for one in side.workspace.usable() if one.kind == "Playbook"]
    asked = {one.id: frozenset().union(*map(probes_named, _chain(sides, one))) for one in playbooks}
    return {id for id, probes in asked.items() if probes & own}


def _chain(sides: Sides, playbook: Document) -> tuple[Document, ...]:
    """The playbook with those that it extends, on whichever side it is."""
    side = next((each for each in sides if each.workspace.get("Playbook", playbook.id) is playbook), sides[1])
    return lineage(side.workspace, playbook)


def _playbook(sides: Sides, before: Document | None, after: Document | None) -> list[Difference]:
    """Whether inspections by a playbook check something else, and which checks judge otherwise, as far as they are valid; be
    it by another probe, of which no more is told.
    """
    if before is None or after is None:
        return []
    if _checked(sides[0], before) == _checked(sides[1], after):
        return []
    chains = lineage(sides[0].workspace, before), lineage(sides[1].workspace, after)
    if all(each.valid for chain in chains for each in chain) and (found := [*playbook_differences(*chains)]):
        return found
    old, new = Clause(before, ()), Clause(after, ())
    return [
        Difference("diff.playbook.changed", {"name": _title(after)}, Group("Playbook", "checks"), old, new)
    ]


def _meaning(document: Document) -> dict[str, object]:
    return {name: value for name, value in document.data.items() if name not in _OF_THE_FILE}


def _checked(side: Side, playbook: Document) -> list[object]:
    chain = lineage(side.workspace, playbook)
    ids = (id for each in chain for id in sorted(probes_named(each)))
    probes = [side.workspace.get("Probe", id) for id in ids]
    return [*map(_meaning, chain), *(_meaning(probe) for probe in probes if probe is not None)]


def _affected(side: Side, key: Key) -> Iterator[str]:
    """The contracts of one side that refer to the document, be it through another one."""
    kept = _kept_for(side.workspace, key)
    for id in side.judged():
        agreement = side.agreement(id)
        if agreement is not None and (key in _referred(agreement) or id in kept or "*" in kept):
            yield id


def _referred(agreement: Agreement) -> set[Key]:
    by_any_terms = (terms.contract.inspections for terms in agreement.timeline.written())
    playbooks = {id for inspections in by_any_terms for entry in inspections for id in entry.named}
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
