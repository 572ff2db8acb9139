"""The comparison of two versions: of a contract with everything it refers to, and of a document that contracts share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import (
    Amendment,
    Contract,
    NewTerms,
    ServiceLevel,
    Term,
)
from fieldops.contracts.terms import timeline_of
from fieldops.diff.changes import Change, changes
from fieldops.diff.cover import Terms, term_gaps, warranty_dates
from fieldops.diff.difference import (
    DATES,
    GONE,
    NEW,
    SHARED,
    Clause,
    Difference,
    Group,
    Said,
    Scene,
    difference,
    in_order,
    plain,
    said,
)
from fieldops.diff.due import compared_until, due_dates
from fieldops.diff.equipment import equipment
from fieldops.diff.sentences import sentence
from fieldops.diff.wording import text, title
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path

_WHOLE = date.max


@dataclass(frozen=True, slots=True)
class _Side:
    """One revision's agreement, the terms of it that are compared, and where their sections stand in its document.

    `at`: the path before the sections that an amendment in force has replaced, for ``--as-of``.
    """

    agreement: Agreement
    terms: Contract
    at: tuple[tuple[str, Path], ...] = ()

    def clause(self, path: Path, inside: Path = ()) -> Clause:
        """The place of `path` of the typed contract; `inside` is the path of the amendment it is part of."""
        if not inside and len(path) > 1 and path[0] == "assets" and isinstance(path[1], int):
            document, place = self.agreement.asset_places[path[1]]
            return Clause(document, (*place, *path[2:]))
        moved = dict(self.at).get(str(path[0])) if path else None
        return Clause(self.agreement.document, (*(inside or moved or ()), *path))


def differences(
    before: Agreement | None,
    after: Agreement | None,
    *,
    from_day: date | None = None,
    as_of: date | None = None,
    earlier: tuple[Term | None, Term | None] = (None, None),
) -> list[Difference]:
    """What a contract means now that it did not mean before, in the order of its sections.

    Shared documents (service level, warranty, ...) are compared by `document_differences`; here is what follows
    from them for this contract's dates. Due dates are compared from `from_day` on. With `as_of` the terms in force on
    that day are compared, else the contract's own text and each amendment by itself. `earlier`: the term of the contract that
    this one continues, before and after. Nothing when both are None or mean the same.
    """
    old = _side(before, as_of) if before is not None else None
    new = _side(after, as_of) if after is not None else None
    if new is None:
        return [_vanished(old)] if old is not None else []
    found = [*_appeared(new)] if old is None else [*_own(old, new), *_amended(old, new, as_of)]
    found += _gaps(old, new, earlier)
    found += _covers(old, new, as_of)
    found += _dates(old, new, from_day)
    return in_order(found)


def _side(agreement: Agreement, as_of: date | None) -> _Side:
    if as_of is None:
        return _Side(agreement, agreement.signed)
    terms = agreement.timeline.final if as_of == _WHOLE else agreement.terms_on(as_of)
    at = tuple((name, terms.version.root(name)) for name in terms.version.standing)
    return _Side(agreement, terms.contract, at)


def _sections(amendment: Amendment | None) -> list[str]:
    """The sections that an amendment replaces."""
    sets = amendment.sets if amendment is not None else None
    return [name for name in NewTerms.__slots__ if getattr(sets, name, None) is not None]


# --- contracts that appear or vanish ---------------------------------------------------------------------


def _appeared(new: _Side) -> Iterator[Difference]:
    contract = new.terms
    sentence = said("diff.contract.new", **_summary(contract))
    yield difference(sentence, Group("Contract", NEW), None, new.clause(("id",)), None, contract.id)


def _vanished(old: _Side) -> Difference:
    sentence = said("diff.contract.gone", **_summary(old.terms))
    return difference(sentence, Group("Contract", GONE), old.clause(("id",)), None, old.terms.id, None)


def _summary(contract: Contract) -> dict[str, object]:
    return {
        "id": contract.id,
        "customer": text(contract.customer.name),
        "start": contract.term.start.isoformat(),
        "end": contract.term.end.isoformat(),
        "assets": len(contract.assets),
    }


# --- the contract's own text -----------------------------------------------------------------------------


def _own(old: _Side, new: _Side) -> Iterator[Difference]:
    """Every change of the contract's own text; of amendments all but the terms that they set."""
    levels = [side.agreement.service_levels.get(side.terms.service_level or "") for side in (old, new)]
    teams = [side.agreement.team for side in (old, new) if side.agreement.team is not None]
    people = {person.id: text(person.name) for team in teams for person in team.people}
    scene = Scene("Contract", levels[0], levels[1], people)
    found = list(changes("Contract", _without_sets(old.terms), _without_sets(new.terms)))
    assets = [each for each in found if each.path[0] == "assets"]
    for spoken in equipment(assets, scene):
        yield _from(spoken.said, spoken.change, old, new)
    for change in found:
        if change.path[0] != "assets":
            yield _from(sentence(_with_sets(change, old, new), scene), change, old, new)
    if old.terms.service_level != new.terms.service_level:
        yield from _other_level(scene, old, new, Group("Contract", "service_level"))


def _without_sets(contract: Contract) -> Contract:
    return replace(contract, amendments=tuple(replace(one, sets=None) for one in contract.amendments))


def _with_sets(change: Change, old: _Side, new: _Side) -> Change:
    """An amendment that is new or gone, with the terms it sets again: its sentence names them."""

    def whole(entry: object, side: _Side) -> object:
        if not isinstance(entry, Amendment):
            return entry
        return next(one for one in side.terms.amendments if one.id == entry.id)

    return replace(change, old=whole(change.old, old), new=whole(change.new, new)) if change.entry else change


def _from(
    sentence: Said, change: Change, old: _Side, new: _Side, group: Group | None = None,
    inside: tuple[Path, Path] = ((), ()),
) -> Difference:  # fmt: skip
    before = old.clause(change.before, inside[0]) if change.before is not None else None
    after = new.clause(change.after, inside[1]) if change.after is not None else None
    group = group or Group("Contract", str(change.path[0]))
    return difference(sentence, group, before, after, plain(change.old), plain(change.new))


def _other_level(scene: Scene, old: _Side, new: _Side, group: Group) -> Iterator[Difference]:
    """What another service level promises otherwise."""
    if scene.old_level is None or scene.new_level is None:
        return
    levels = (scene.old_level, scene.new_level)
    inner = replace(scene, kind="ServiceLevel")
    documents = tuple(
        side.agreement.documents[("ServiceLevel", level.id)]
        for side, level in zip((old, new), levels, strict=True)
    )
    same = replace(scene.old_level, id=scene.new_level.id, title=scene.new_level.title)
    for change in changes("ServiceLevel", same, scene.new_level):
        before = Clause(documents[0], change.before) if change.before is not None else None
        after = Clause(documents[1], change.after) if change.after is not None else None
        yield difference(sentence(change, inner), group, before, after, plain(change.old), plain(change.new))


# --- what amendments set ---------------------------------------------------------------------------------


def _amended(old: _Side, new: _Side, as_of: date | None) -> Iterator[Difference]:
    """The terms that each amendment sets, compared with those before it; not of those that `as_of` has applied."""
    was = {one.id: (index, one) for index, one in enumerate(old.agreement.signed.amendments)}
    now = {one.id: (index, one) for index, one in enumerate(new.agreement.signed.amendments)}
    for id in [*was, *(id for id in now if id not in was)]:
        earlier, later = was.get(id), now.get(id)
        one = (later or earlier or (0, None))[1]
        if one is None or (as_of is not None and one.applies_from <= as_of):
            continue
        yield from _one_amendment(earlier, later, one, old, new)


_Numbered = tuple[int, Amendment]


def _one_amendment(
    earlier: _Numbered | None, later: _Numbered | None, one: Amendment, old: _Side, new: _Side
) -> Iterator[Difference]:
    base = _base(old if later is None else new, one)
    sections = {*_sections(earlier[1] if earlier else None), *_sections(later[1] if later else None)}
    for name in [name for name in NewTerms.__slots__ if name in sections]:
        was, in_old = _set_by(earlier, name, base)
        now, in_new = _set_by(later, name, base)
        scene = _amended_scene(name, was, now, base, old, new)
        group = Group("Contract", name, one.id, one.applies_from.isoformat())
        for change in changes("Contract", was, now, (name,)):
            yield _from(sentence(change, scene), change, old, new, group, (in_old, in_new))
        if name == "service_level" and was != now:
            yield from _other_level(scene, old, new, group)


def _base(side: _Side, one: Amendment) -> Contract:
    """The terms in force on the amendment's first day without it."""
    contract = side.agreement.signed
    others = tuple(each for each in contract.amendments if each.id != one.id)
    return timeline_of(replace(contract, amendments=others)).on(one.applies_from).contract


def _set_by(numbered: _Numbered | None, name: str, base: Contract) -> tuple[object, Path]:
    """What the amendment sets for that section, with the path to its terms; else what holds without it."""
    value = getattr(numbered[1].sets, name, None) if numbered else None
    if numbered is None or value is None:
        return getattr(base, name), ()
    return value, ("amendments", numbered[0], "sets")


def _amended_scene(name: str, was: object, now: object, base: Contract, old: _Side, new: _Side) -> Scene:
    ids = (was, now) if name == "service_level" else (base.service_level, base.service_level)
    levels = [side.agreement.service_levels.get(str(id)) for side, id in zip((old, new), ids, strict=True)]
    return Scene("Contract", levels[0] or (None if name == "service_level" else levels[1]), levels[1])


# --- what follows for dates ------------------------------------------------------------------------------


def _gaps(old: _Side | None, new: _Side, earlier: tuple[Term | None, Term | None]) -> Iterator[Difference]:
    group = Group("Contract", "term")
    before = old.clause(("term",)) if old else None
    for spoken, days in term_gaps(old.terms.term if old else None, new.terms.term, earlier):
        yield difference(spoken, group, before, new.clause(("term",)), None, days)


def _covers(old: _Side | None, new: _Side, as_of: date | None) -> Iterator[Difference]:
    group = Group("Contract", "warranties")
    # The terms that decide about cover: those of the day, or with all amendments.
    was, now = (_side(side.agreement, as_of or _WHOLE) if side else None for side in (old, new))
    assert now is not None
    terms = Terms(was.agreement, was.terms) if was else None
    for dated in warranty_dates(terms, Terms(now.agreement, now.terms)):
        before, after = (_entry(side, use) for side, use in zip((was, now), dated.uses, strict=True))
        plain_old = {"assets": list(dated.assets), "days": dated.old} if dated.old is not None else None
        plain_new = {"assets": list(dated.assets), "days": dated.new} if dated.new is not None else None
        yield difference(dated.said, group, before, after, plain_old, plain_new)


def _entry(side: _Side | None, use: int | None) -> Clause | None:
    """The entry of `warranties` that a cover follows from."""
    return side.clause(("warranties", use)) if side is not None and use is not None else None


def _dates(old: _Side | None, new: _Side, from_day: date | None) -> Iterator[Difference]:
    for found in due_dates(old.agreement if old else None, new.agreement, from_day):
        place = found.after or found.before
        assert place is not None
        before = _place(old, found.before) if old else None
        sections = (str(step) for step in place[2] if step in ("inspections", "obligations", "term"))
        # What no section of the contract schedules, its emergency plan does.
        section = next(sections, "emergency")
        group = Group("Contract", section)
        yield difference(found.said, group, before, _place(new, found.after), found.old, found.new)
    until = compared_until(old.agreement if old else None, new.agreement, from_day)
    if until is not None and (old is None or _due_by(old) != _due_by(new)):
        sentence = said("diff.due.until", day=until.isoformat())
        yield difference(
            sentence, Group("Contract", DATES), None, new.clause(("term",)), None, until.isoformat()
        )


def _due_by(side: _Side) -> tuple[object, ...]:
    """What due dates follow from."""
    contract = side.agreement.signed
    return (
        contract.term,
        contract.inspections,
        contract.obligations,
        contract.acceptances,
        contract.amendments,
    )


def _place(side: _Side, where: tuple[str, str, Path] | None) -> Clause | None:
    if where is None:
        return None
    document = side.agreement.documents.get(where[:2])
    return Clause(document, where[2]) if document is not None else None


# --- what contracts share ----------------------------------------------------------------------------------


def document_differences(before: Document | None, after: Document | None) -> list[Difference]:
    """What a shared document means now that it did not mean before. Both must be valid and of one kind of `SHARED`."""
    one = after or before
    if one is None:
        return []
    if before is None or after is None:
        code = "diff.document.new" if before is None else "diff.document.gone"
        return [_whole_document(one, code, before, after)]
    model: type[object] = SHARED[one.kind]
    old, new = fill(model, before.data), fill(model, after.data)
    scene = Scene(one.kind, _level(old), _level(new))
    return in_order(_of_document(change, scene, before, after) for change in changes(one.kind, old, new))


def _level(model: object) -> ServiceLevel | None:
    return model if isinstance(model, ServiceLevel) else None


def _of_document(change: Change, scene: Scene, before: Document, after: Document) -> Difference:
    group = Group(scene.kind, str(change.path[0]))
    old = Clause(before, change.before) if change.before is not None else None
    new = Clause(after, change.after) if change.after is not None else None
    return difference(sentence(change, scene), group, old, new, plain(change.old), plain(change.new))


def _whole_document(one: Document, code: str, before: Document | None, after: Document | None) -> Difference:
    old = Clause(before, ("id",)) if before else None
    new = Clause(after, ("id",)) if after else None
    group = Group(one.kind, NEW if before is None else GONE)
    return Difference(
        code, {"kind": title(one.kind, ()), "id": one.id}, group, old, new, old and one.id, new and one.id
    )
