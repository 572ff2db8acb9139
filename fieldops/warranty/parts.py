"""Which part a claim is about, how it came to be built in, and what the catalogues say of it.

A part's identity is its serial number. The assets list what is built in now; their swaps tell what was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from fieldops.contracts.model import Asset, CataloguePart, PartCatalogue, Swap
from fieldops.contracts.reasons import Clause
from fieldops.contracts.spoken import meant, offered
from fieldops.contracts.wording import category
from fieldops.warranty.claim import ClaimError


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A part of an asset on a day. `swaps` are the indexes of those by which it came in, oldest first.

    `present`: whether it is in the asset on that day. `category` and `consumable` are None where no catalogue (and no
    entry of the asset) tells, or two tell different things; `entry` is the catalogue's line.
    """

    part_no: str
    serial: str | None
    category: str | None
    consumable: bool | None
    swaps: tuple[int, ...] = ()
    present: bool = True
    index: int | None = None
    entry: Clause | None = None


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All part catalogues of a workspace: the entries of each part number, and where they stand."""

    entries: dict[str, list[tuple[Clause, CataloguePart]]] = field(default_factory=dict)

    def of(self, part_no: str, model: str | None) -> list[tuple[Clause, CataloguePart]]:
        """The entries of `part_no` that fit the model; all of them for an asset without model."""
        found = self.entries.get(part_no, [])
        return [each for each in found if model is None or model in each[1].models]

    def fitting(self, model: str | None) -> Iterator[str]:
        """The part numbers that fit the model."""
        return (no for no in self.entries if model is not None and self.of(no, model))


def catalogues_of(catalogues: Iterable[PartCatalogue]) -> Catalogues:
    """The catalogues, looked up by part number."""
    found = Catalogues()
    for catalogue in sorted(catalogues, key=lambda one: one.id):
        for index, part in enumerate(catalogue.parts):
            clause: Clause = ("PartCatalogue", catalogue.id, ("parts", index))
            found.entries.setdefault(part.part_no, []).append((clause, part))
    return found


def parts_meant(
    asset: Asset, part_no: str | None, serial: str | None, day: date, catalogues: Catalogues
) -> tuple[BuiltIn, ...]:
    """The parts that the claim may mean on `day`: several where a part number alone does not tell them apart.

    A part that neither the asset nor a catalogue knows raises ClaimError with the nearest that are known, one of
    another part number ClaimError with that.
    """
    listed = [each for each in _listed(asset) if part_no is None or each[0] == part_no]
    if serial is not None:
        found = [
            _built_in(asset, no, serial, at, day, catalogues) for no, known, at in listed if known == serial
        ]
        if not found and (others := {no for no, known, _ in _listed(asset) if known == serial}):
            values = {
                "serial": serial,
                "asset": asset.id,
                "part": part_no,
                "found": ", ".join(sorted(others)),
            }
            raise ClaimError("warranty.part-of-other-number", **values)
        if not found:
            _refuse_serial(asset, serial, day, catalogues)
        return (found[0],)
    assert part_no is not None
    every = [_built_in(asset, no, known, at, day, catalogues) for no, known, at in listed]
    present = tuple(each for each in every if each.present)
    if present:
        return present
    if not catalogues.of(part_no, asset.model):
        if every:
            return tuple(every)
        _refuse(asset, part_no, [no for no, _, _ in _listed(asset)], catalogues)
    return (_described(asset, BuiltIn(part_no, None, None, None), catalogues),)


def part_number(asset: Asset, text: str, catalogues: Catalogues) -> str:
    """The part number that `text` is, or whose part it names (by its name, or the only one of that category); else itself."""
    if text in catalogues.entries or any(no == text for no, _, _ in _listed(asset)):
        return text
    numbers = _numbers(asset, catalogues)
    names = {no: _name(asset, no, catalogues) for no in numbers}
    kinds = {no: category(kind) for no in numbers if (kind := _category(asset, no, catalogues))}
    return meant(text, names) or meant(text, kinds) or text


def _refuse_serial(asset: Asset, serial: str, day: date, catalogues: Catalogues) -> None:
    """That no part with that serial number was ever in it; those are offered that are built in on the day."""
    names = {
        known: _name(asset, no, catalogues)
        for no, known, at in _listed(asset)
        if known and _built_in(asset, no, known, at, day, catalogues).present
    }
    raise ClaimError("warranty.unknown-serial", serial=serial, asset=asset.id, choices=offered(serial, names))


def _refuse(asset: Asset, wanted: str, known: list[str], catalogues: Catalogues) -> None:
    """That there is no such part; those are offered that there are, each by what it is called."""
    numbers = dict.fromkeys([*known, *catalogues.fitting(asset.model)])
    names = {each: _name(asset, each, catalogues) for each in numbers}
    raise ClaimError("warranty.unknown-part", part=wanted, asset=asset.id, choices=offered(wanted, names))


def _numbers(asset: Asset, catalogues: Catalogues) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(no for no, _, _ in _listed(asset)), *catalogues.fitting(asset.model)]))


def _name(asset: Asset, part_no: str, catalogues: Catalogues) -> object:
    """What the part is called: by a catalogue, else by the word for its category, else by its number."""
    entries = catalogues.of(part_no, asset.model) or catalogues.entries.get(part_no, [])
    if entries:
        return entries[0][1].name
    kind = _category(asset, part_no, catalogues)
    return category(kind) if kind else part_no


def _category(asset: Asset, part_no: str, catalogues: Catalogues) -> str | None:
    entries = catalogues.of(part_no, asset.model) or catalogues.entries.get(part_no, [])
    kinds = [
        *(part.category for part in asset.parts if part.part_no == part_no),
        *(one.category for _, one in entries),
    ]
    return next((kind for kind in kinds if kind), None)


def _listed(asset: Asset) -> list[tuple[str, str | None, int | None]]:
    """Part number, serial number and index of every part that the asset has or had, each once."""
    found: list[tuple[str, str | None, int | None]] = [
        (part.part_no, _serial(asset, part.serial, part.slot), at) for at, part in enumerate(asset.parts)
    ]
    serials = {serial for _, serial, _ in found}
    for swap in asset.swaps:
        for serial in (swap.installed_serial, swap.removed_serial):
            if serial not in serials:
                serials.add(serial)
                found.append((swap.part_no, serial, None))
    return found


def _serial(asset: Asset, serial: str | None, slot: str | None) -> str | None:
    """The part's serial number; where the entry has none, that of the last swap in its slot."""
    if serial is not None or slot is None:
        return serial
    inside = [swap for swap in asset.swaps if swap.slot == slot]
    return max(inside, key=lambda one: one.date).installed_serial if inside else None


def _built_in(
    asset: Asset, part_no: str, serial: str | None, at: int | None, day: date, catalogues: Catalogues
) -> BuiltIn:
    chain = _chain(asset.swaps, serial, day) if serial is not None else ()
    part = BuiltIn(part_no, serial, None, None, chain, _is_present(asset, serial, day), at)
    return _described(asset, part, catalogues)


def _chain(swaps: tuple[Swap, ...], serial: str, day: date) -> tuple[int, ...]:
    """The swaps by which `serial` came in until `day`, oldest first; each is followed once."""
    chain: list[int] = []
    until = day
    while True:
        coming = [
            (swap.date, at)
            for at, swap in enumerate(swaps)
            if swap.installed_serial == serial and swap.date <= until and at not in chain
        ]
        if not coming:
            return tuple(reversed(chain))
        until, at = max(coming)
        chain.append(at)
        serial = swaps[at].removed_serial


def _is_present(asset: Asset, serial: str | None, day: date) -> bool:
    """Whether that part is in the asset on `day`; on the day of a swap both the old and the new one are."""
    changes = sorted(
        [(swap.date, 0) for swap in asset.swaps if swap.removed_serial == serial]
        + [(swap.date, 1) for swap in asset.swaps if swap.installed_serial == serial]
    )
    if not changes:
        return True
    inside = changes[0][1] == 0
    for when, coming in changes:
        if when > day or (when == day and not coming):
            break
        inside = bool(coming)
    return inside


def _described(asset: Asset, part: BuiltIn, catalogues: Catalogues) -> BuiltIn:
    """The part with the category and consumability that the asset's entry and the catalogues agree on."""
    entries = catalogues.of(part.part_no, asset.model) or catalogues.entries.get(part.part_no, [])
    own = asset.parts[part.index].category if part.index is not None else None
    categories = {entry.category for _, entry in entries}
    worn = {entry.consumable for _, entry in entries}
    return BuiltIn(
        part.part_no,
        part.serial,
        own or (next(iter(categories)) if len(categories) == 1 else None),
        next(iter(worn)) if len(worn) == 1 else None,
        part.swaps,
        part.present,
        part.index,
        entries[0][0] if entries else None,
    )
