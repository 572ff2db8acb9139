"""What a swap changes in the entry of a piece of equipment: its list of parts, its record of swaps, its own serial number.

A swap that only the log knows and one that is written in the contract's files give the same equipment: `with_swap` is what
the files say once the change is written (`fieldops.documents.inserting`). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Asset, Swap
from fieldops.structs import replaced


def is_listed(asset: Asset, swap: Swap) -> bool:
    """Whether the swap stands in the record already, whatever its order is called there."""
    return any(_same(each, swap) for each in asset.swaps)


def contradicting(asset: Asset, swap: Swap) -> Swap | None:
    """A swap in the record that took the same part out on that day or later, and put in another one."""
    return next(
        (
            each
            for each in asset.swaps
            if each.removed_serial == swap.removed_serial and each.date >= swap.date and not _same(each, swap)
        ),
        None,
    )


def _same(one: Swap, other: Swap) -> bool:
    return (one.date, one.removed_serial, one.installed_serial) == (
        other.date,
        other.removed_serial,
        other.installed_serial,
    )


def place_of(asset: Asset, swap: Swap) -> int:
    """Where the swap goes in the record, which is by date: behind those of its day."""
    return sum(each.date <= swap.date for each in asset.swaps)


def part_out(asset: Asset, swap: Swap) -> int | None:
    """The index of the entry of the part list that the swap changes: the one with the serial number that was taken out."""
    return next((at for at, part in enumerate(asset.parts) if part.serial == swap.removed_serial), None)


def with_swap(asset: Asset, swap: Swap) -> Asset:
    """The equipment after the swap; the same where it stands in the record already."""
    if is_listed(asset, swap):
        return asset
    at, place = part_out(asset, swap), place_of(asset, swap)
    parts = list(asset.parts)
    if at is not None:
        parts[at] = replaced(parts[at], part_no=swap.part_no, serial=swap.installed_serial)
    serial = swap.installed_serial if asset.serial == swap.removed_serial else asset.serial
    swaps = (*asset.swaps[:place], swap, *asset.swaps[place:])
    return replaced(asset, serial=serial, parts=tuple(parts), swaps=swaps)


def with_swaps(agreement: Agreement, swaps: Iterable[tuple[str, Swap]]) -> Agreement:
    """The agreement whose equipment (by id) has been swapped so; each as `with_swap`, the earliest first."""
    found: dict[str, list[Swap]] = {}
    for asset, swap in swaps:
        found.setdefault(asset, []).append(swap)
    if not found:
        return agreement
    assets = tuple(_after(each, found.get(each.id, ())) for each in agreement.assets)
    return replaced(agreement, signed=replaced(agreement.signed, assets=assets))


def _after(asset: Asset, swaps: Iterable[Swap]) -> Asset:
    for swap in sorted(swaps, key=lambda each: each.date):
        asset = with_swap(asset, swap)
    return asset


def earlier_serials(asset: Asset) -> tuple[str, ...]:
    """The serial numbers that the equipment itself had before it was replaced as a whole, the last first."""
    found: list[str] = []
    serial = asset.serial
    for swap in reversed(asset.swaps):
        if serial is not None and swap.installed_serial == serial:
            serial = swap.removed_serial
            found.append(serial)
    return tuple(found)
