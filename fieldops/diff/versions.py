"""The comparison of two versions: of a contract with everything it refers to, and of a document that contracts share.

A contract is compared as a course in time: what its own text and its amendments say from which day on, and what follows
for the days of service, cover and visits. Does not live here: how that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from fieldops.contracts import reasons
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Amendment, Contract, NewTerms, Override, ServiceLevel
from fieldops.contracts.versions import AMENDABLE, sets_of
from fieldops.dates.spans import Span
from fieldops.diff.changes import Change, changes
from fieldops.diff.days import Dated, term_gaps, warranty_dates
from fieldops.diff.difference import (
    DATES,
    GONE,
    NEW,
    SHARED,
    Clause,
    Difference,
    Group,
    Said,
    difference,
    in_order,
    plain,
    said,
)
from fieldops.diff.due import compared_until, due_dates
from fieldops.diff.effects import effect_of, effect_within
from fieldops.diff.equipment import equipment
from fieldops.diff.places import is_move, moved
from fieldops.diff.replacing import Replacing
from fieldops.diff.scene import Names, Scene, title_of
from fieldops.diff.sections import never_in_force, over_time
from fieldops.diff.sentences import sentence, sentences
from fieldops.diff.wording import text, title
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.structs import replaced

# The state before and after; None where nothing more is known of it than what is compared.
Workspaces = tuple[Workspace | None, Workspace | None]


@dataclass(frozen=True, slots=True)
class Service:
    """The days of service of the contract that another one continues, before and after."""

    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()


def differences(
    before: Agreement | None,
    after: Agreement | None,
    *,
    from_day: date | None = None,
    as_of: date | None = None,
    earlier: Service = Service(),
    workspaces: Workspaces = (None, None),
) -> list[Difference]:
    """What a contract means now that it did not mean before: by the day from which on, and in the order of its sections.

    Shared documents (service level, warranty, ...) are compared by `document_differences`; here is what follows
    from them for this contract's dates. Due dates are compared from `from_day` on; with `as_of` everything is, and what holds on
    earlier days only is left out. `earlier` are the days of the contract that this one continues; the `workspaces` know what
    documents are called that the contract does not read. Nothing when both are None or mean the same.
    """
    if after is None:
        return [_vanished(before)] if before is not None else []
    since = as_of or date.min
    found = appeared(after)
    if before is not None:
        pair = Pair(before, after, workspaces)
        found = [*signed(pair), *in_force(pair, since), *moves(before, after, since)]
    found += dated(term_gaps(before, after, since, earlier.before, earlier.after), "term", before, after)
    found += dated(warranty_dates(before, after, since), "warranties", before, after)
    found += _due(before, after, from_day)
    return in_order(found)


# --- contracts that appear or vanish ---------------------------------------------------------------------


def appeared(new: Agreement, old: Agreement | None = None) -> list[Difference]:
    """That a contract is new, and whose place it takes (None: nobody's)."""
    place, group = Clause(new.document, ("id",)), Group("Contract", NEW)
    found = [difference(said("diff.contract.new", **_summary(new)), group, None, place, None, new.id)]
    if old is not None:
        code = "diff.contract.continues" if new.signed.predecessor == old.id else "diff.contract.replaced"
        sentence = said(code, id=old.id, name=text(old.signed.title))
        before = Clause(old.document, ("id",))
        found.append(difference(sentence, group, before, place, old.id, new.id))
    return found


def called_as(one: Agreement, id: str) -> Agreement:
    """The contract under the id of another one: that it is another contract is no difference by itself."""
    return replaced(one, signed=replaced(one.signed, id=id))


def _vanished(old: Agreement) -> Difference:
    sentence = Said("diff.contract.gone", _summary(old), "worse")
    return difference(sentence, Group("Contract", GONE), Clause(old.document, ("id",)), None, old.id, None)


def _summary(side: Agreement) -> dict[str, object]:
    contract = side.signed
    end = (side.timeline.end or contract.term.end).isoformat()
    return {
        "id": contract.id,
        "customer": text(contract.customer.name),
        "start": side.timeline.start.isoformat(),
        "end": end if side.timeline.end else Named("diff.renewed", end=end),
        "assets": len(contract.assets),
    }


# --- what no amendment replaces ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """Both versions of a contract, in their workspaces."""

    old: Agreement
    new: Agreement
    workspaces: Workspaces

    def scene(self, old: ServiceLevel | None, new: ServiceLevel | None) -> Scene:
        """What sentences about the contract may look up, with the service levels of the days that they are about."""
        names = Names(self.new.documents, self.workspaces[1]), Names(self.old.documents, self.workspaces[0])
        return Scene("Contract", old, new, names)

    def told(
        self, change: Change, scene: Scene, group: Group, roots: tuple[Path, Path] = ((), ()),
        kept: Collection[Override] = (),
    ) -> Iterator[Difference]:  # fmt: skip
        """The sentence for a change, and what another document says where the contract refers to another one."""
        for told in sentences(change, scene):
            told = replaced(told, effect=effect_of(told, change, scene))
            yield _told(told, change, self.old, self.new, group, roots)
        replacing = Replacing(self.old.documents, self.new.documents, kept)
        yield from replacing.differences(change, scene, group)


def signed(pair: Pair) -> Iterator[Difference]:
    """Every change of what holds on all days, and of the amendments but for the terms that they set."""
    old, new = pair.old, pair.new
    scene = pair.scene(_level(old), _level(new))
    was, now = _without_terms(old, new)
    found = [each for each in changes("Contract", was, now) if each.path[0] not in AMENDABLE]
    # What moved is told with what it does to the times.
    assets = [each for each in found if each.path[0] == "assets" and not is_move(each, old, new)]
    for spoken in equipment(assets, scene):
        told = replaced(spoken.said, effect=effect_of(spoken.said, spoken.change, scene))
        yield _told(told, spoken.change, old, new, Group("Contract", "assets"))
    for change in found:
        if change.path[0] != "assets":
            yield from pair.told(_with_sets(change, old, new), scene, _heading(change))


def _level(side: Agreement) -> ServiceLevel | None:
    return side.service_levels.get(side.signed.service_level or "")


def _heading(change: Change) -> Group:
    section = change.path[0]
    amendment = change.trail[0][1] if change.trail else None
    if section == "amendments" and "sets" in change.path[2:3] and isinstance(amendment, Amendment):
        return Group("Contract", str(change.path[3]), amendment.id, superseded=True)
    return Group("Contract", str(section))


def _without_terms(*sides: Agreement) -> list[Contract]:
    """The signed contracts; their amendments only with the terms that are never in force, on neither side.

    All others are compared for the days on which they are.
    """
    idle = set.intersection(*(never_in_force(side) for side in sides))
    return [
        replaced(
            side.signed,
            amendments=tuple(replaced(one, sets=_only(one, idle)) for one in side.signed.amendments),
        )
        for side in sides
    ]


def _only(amendment: Amendment, idle: set[tuple[str, str]]) -> NewTerms | None:
    kept = {
        name: getattr(amendment.sets, name) for name in sets_of(amendment) if (amendment.id, name) in idle
    }
    return NewTerms(**kept)


def _with_sets(change: Change, old: Agreement, new: Agreement) -> Change:
    """An amendment that is new or gone, with the terms it sets again: its sentence names them."""

    def whole(entry: object, path: Path | None, side: Agreement) -> object:
        return side.signed.amendments[int(path[1])] if path and isinstance(entry, Amendment) else entry

    if not change.entry:
        return change
    return replaced(
        change, old=whole(change.old, change.before, old), new=whole(change.new, change.after, new)
    )


def _told(
    sentence: Said, change: Change, old: Agreement, new: Agreement, group: Group,
    roots: tuple[Path, Path] = ((), ()),
) -> Difference:  # fmt: skip
    before = _clause(old, (*roots[0], *change.before)) if change.before is not None else None
    after = _clause(new, (*roots[1], *change.after)) if change.after is not None else None
    return difference(sentence, group, before, after, plain(change.old), plain(change.new))


def _clause(side: Agreement, path: Path) -> Clause:
    """The place of `path` of the typed contract."""
    if len(path) > 1 and path[0] == "assets" and isinstance(path[1], int):
        document, place = side.asset_places[path[1]]
        return Clause(document, (*place, *path[2:]))
    return Clause(side.document, path)


# --- what is in force from which day on --------------------------------------------------------------------


def in_force(pair: Pair, since: date) -> Iterator[Difference]:
    """The sections that amendments may replace, as they stand on each day."""
    for stretch in over_time(pair.old, pair.new, since):
        group = stretch.group(since)
        scene = pair.scene(stretch.old.level, stretch.new.level)
        scene = replaced(scene, old_times=stretch.old.overrides, new_times=stretch.new.overrides)
        owners = (pair.old.signed, pair.new.signed)
        roots = (stretch.old.root, stretch.new.root)
        values = (stretch.old.value, stretch.new.value)
        # What the contract says on one side alone is told with the level's time on the other.
        own = set(stretch.old.overrides) | set(stretch.new.overrides)
        for change in changes("Contract", *values, (stretch.section,), owners):
            yield from pair.told(change, scene, group, roots, own)


def moves(before: Agreement, after: Agreement, since: date) -> Iterator[Difference]:
    """What it does to the times that something is in another place now."""
    for one in moved(before, after, since):
        places = _place(before, one.before), _place(after, one.after)
        yield difference(one.said, Group("Contract", one.section), *places, None, None)


# --- what follows for dates --------------------------------------------------------------------------------


def dated(
    found: Iterator[Dated], section: str, old: Agreement | None, new: Agreement
) -> Iterator[Difference]:
    """The differences that sentences about days tell, below that section."""
    group = Group("Contract", section)
    for one in found:
        places = (_place(old, one.before) if old else None, _place(new, one.after))
        yield difference(one.said, group, *places, one.old, one.new)


# The sections that amendments may replace and that due dates follow from.
_DUE_BY = {"term", "inspections", "obligations"}
_DUE_IN = _DUE_BY | {"quality", "handover"}


def _due(old: Agreement | None, new: Agreement, from_day: date | None) -> Iterator[Difference]:
    for found in due_dates(old, new, from_day):
        place = found.after or found.before
        assert place is not None
        before = _place(old, found.before) if old else None
        sections = (str(step) for step in place[2] if step in _DUE_IN)
        # What no section of the contract schedules, its emergency plan does.
        group = Group("Contract", next(sections, "emergency"))
        yield difference(found.said, group, before, _place(new, found.after), found.old, found.new)
    until = compared_until(old, new, from_day)
    if until is not None and (old is None or _due_otherwise(old, new)):
        sentence, group = said("diff.due.until", day=until.isoformat()), Group("Contract", DATES)
        yield difference(sentence, group, None, Clause(new.document, ("term",)), None, until.isoformat())


def _due_otherwise(old: Agreement, new: Agreement) -> bool:
    """Whether due dates may differ, also where none does in the days that are compared."""
    if any(changes("Contract", old.signed.acceptances, new.signed.acceptances, ("acceptances",))):
        return True
    return any(one.section in _DUE_BY for one in over_time(old, new, date.min))


def _place(side: Agreement, where: reasons.Clause | None) -> Clause | None:
    document = side.documents.get(where[:2]) if where is not None else None
    return Clause(document, where[2]) if document is not None and where is not None else None


# --- what contracts share ----------------------------------------------------------------------------------


def document_differences(
    before: Document | None, after: Document | None, workspaces: Workspaces = (None, None)
) -> list[Difference]:
    """What a shared document means now that it did not mean before. Both must be valid and of one kind of `SHARED`.

    The `workspaces` know what documents are called that it refers to.
    """
    one = after or before
    if one is None:
        return []
    if before is None or after is None:
        code = "diff.document.new" if before is None else "diff.document.gone"
        return [_whole_document(one, code, before, after)]
    model = SHARED[one.kind]
    # That it has another id is told by who refers to it.
    old, new = fill(model, {**before.data, "id": after.id}), fill(model, after.data)
    was, now = (each if isinstance(each, ServiceLevel) else None for each in (old, new))
    shelves = ((after, workspaces[1]), (before, workspaces[0]))
    names = (Names({(each.kind, each.id): each}, shelf) for each, shelf in shelves)
    scene = Scene(one.kind, was, now, tuple(names))
    files = Clause(before, ()), Clause(after, ())
    return in_order(_of_document(each, scene, files, old, new) for each in changes(one.kind, old, new))


def _of_document(
    change: Change, scene: Scene, files: tuple[Clause, Clause], was: object, now: object
) -> Difference:
    group = Group(scene.kind, str(change.path[0]))
    old = Clause(files[0].document, change.before) if change.before is not None else None
    new = Clause(files[1].document, change.after) if change.after is not None else None
    told = sentence(change, scene)
    told = replaced(told, effect=effect_within(told, change, scene, was, now))
    return difference(told, group, old, new, plain(change.old), plain(change.new))


def document_replaced(before: Document, after: Document) -> Difference:
    """That a shared document takes the place of another one."""
    values = {"kind": title(after.kind, ()), "id": before.id, "name": title_of(before) or before.id}
    places = Clause(before, ("id",)), Clause(after, ("id",))
    return Difference("diff.document.replaced", values, Group(after.kind, NEW), *places, before.id, after.id)


def taken_place(before: Document | None, after: Document | None) -> list[Difference]:
    """That what refers to a document means the one that ships with fieldops from now on, or no longer does."""
    if before is None or after is None or before.shipped == after.shipped or before.data == after.data:
        return []
    code = "diff.document.packaged" if after.shipped else "diff.document.own"
    values = {"kind": title(after.kind, ()), "id": after.id}
    places = Clause(before, ("id",)), Clause(after, ("id",))
    return [Difference(code, values, Group(after.kind, "id"), *places, None, None)]


def _whole_document(one: Document, code: str, before: Document | None, after: Document | None) -> Difference:
    old = Clause(before, ("id",)) if before else None
    new = Clause(after, ("id",)) if after else None
    group = Group(one.kind, NEW if before is None else GONE)
    values = {"kind": title(one.kind, ()), "name": title_of(one) or one.id}
    return Difference(code, values, group, old, new, old and one.id, new and one.id)
