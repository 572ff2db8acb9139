"""Rules about equipment: serial numbers, addresses, dates of its own, built-in parts, swaps and downtimes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from fieldops.contracts.versions import served_by
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem
from fieldops.rules.estate import once, owner_of, serial_places
from fieldops.rules.rule import Rule, Unread, day_at, look_up, looks_at, problem, warning
from fieldops.rules.sections import equipment, has, number_at, sections, texts_at

# Where each thing stands that is named in a contract's equipment.
_Places = dict[tuple[str, str], list[tuple[Document, Path]]]

_FORMED = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?"
)
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", re.ASCII)


def _having(document: Document, field: str) -> list[int]:
    """The indexes of the assets that have that field: most have no parts, swaps or downtimes, and there are many."""
    assets = document.data.get("assets")
    listed = assets if isinstance(assets, list) else []
    return [at for at, asset in enumerate(listed) if isinstance(asset, dict) and field in asset]


# --- named twice -------------------------------------------------------------------------------------


def named_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.doubled-id, asset.doubled-serial, part.doubled-serial: once in all files of a contract, told at both.

    Ids and serial numbers of assets that are doubled within one file are `reference.doubled-entry`.
    """
    contract = owner_of(workspace, document)
    if contract is None:
        return
    known = once(workspace, _named, contract.id)
    for at in document.entries("assets"):
        asset: Path = ("assets", at)
        if (other := _elsewhere(known, document, (*asset, "id"), "id")) is not None:
            id = document.text(*asset, "id")
            yield problem(document, (*asset, "id"), "asset.doubled-id", id=id, other=other)
        if (other := _elsewhere(known, document, (*asset, "serial"), "serial")) is not None:
            serial = document.text(*asset, "serial")
            yield problem(document, (*asset, "serial"), "asset.doubled-serial", serial=serial, other=other)
        for part in document.entries(*asset, "parts"):
            place = (*asset, "parts", part, "serial")
            if (other := _elsewhere(known, document, place, "part", here=True)) is not None:
                serial = document.text(*place)
                yield problem(document, place, "part.doubled-serial", serial=serial, other=other)


def _named(workspace: Workspace, id: str) -> _Places:
    found: _Places = {}

    def note(document: Document, place: Path, field: str) -> None:
        if (text := document.text(*place)) is not None:
            found.setdefault((field, text), []).append((document, place))

    contract = look_up(workspace, "Contract", id)
    for document, asset in equipment(workspace, contract) if contract is not None else ():
        note(document, (*asset, "id"), "id")
        note(document, (*asset, "serial"), "serial")
        for part in document.entries(*asset, "parts"):
            note(document, (*asset, "parts", part, "serial"), "part")
    return found


def _elsewhere(
    known: _Places, document: Document, place: Path, field: str, here: bool = False
) -> Position | None:
    """Where else that text stands: in another file, or with `here` in the same one too."""
    places = known.get((field, document.text(*place) or ""), [])
    if len(places) < 2:
        return None
    for other, at in places:
        same_file = other.path == document.path
        if not same_file or (here and at != place):
            return other.position(*at)
    return None


def serial_in_one_contract(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.serial-in-two-contracts (warning): no other contract whose term overlaps covers the same device.

    Such a device is paid for twice, and a claim meets two contracts (ambiguity is refused).
    """
    contract = owner_of(workspace, document)
    if contract is None:
        return
    for at in _having(document, "serial"):
        place: Path = ("assets", at, "serial")
        serial = document.text(*place)
        for other, found, kind in serial_places(workspace, serial, document) if serial is not None else ():
            second = owner_of(workspace, other)
            if (
                kind == "asset"
                and second is not None
                and second.id != contract.id
                and _meet(contract, second)
            ):
                values = {"serial": serial, "contract": second.id, "other": other.position(*found)}
                yield warning(document, place, "asset.serial-in-two-contracts", **values)
                break


def _meet(one: Document, other: Document) -> bool:
    first, second = served_by(one), served_by(other)
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return False
    return first.start <= second.end and second.start <= first.end


# --- hosts -------------------------------------------------------------------------------------------


def addresses_valid(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.bad-address: the address of a host is an IP address or a host name (RFC 1123, and underscores)."""
    places: list[Path] = [("assets", at, "host", "address") for at in _having(document, "host")]
    places += [("access", "jump_hosts", at, "address") for at in document.entries("access", "jump_hosts")]
    for place in places:
        address = document.text(*place)
        # What has not the form of one is told by the schema.
        formed = address is not None and _FORMED.fullmatch(address)
        if address is not None and formed and not is_address(address):
            yield problem(document, place, "asset.bad-address", address=address)


def is_address(text: str) -> bool:
    """Whether `text` is an IP address or a host name. A name that ends in a number would be taken for an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        labels = text.removesuffix(".").split(".")
        # 10.0.0.2-5 is several addresses, no name.
        if len(labels) == 4 and all(label.isdigit() for label in labels[:3]) and labels[3][:1].isdigit():
            return False
        return not labels[-1].isdigit() and all(_LABEL.fullmatch(label) for label in labels)
    return True


def same_address(text: str) -> str:
    """One writing of an address for all: 2001:db8::1 for 2001:DB8:0::1, and names in small letters without a last dot."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text.lower().removesuffix(".")


def hosts_differ(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.same-host (warning): two assets of a file are not inspected at the same address and port.

    A warning, as two assets (a server and the software on it) may share a host.
    """
    first: dict[tuple[str, int], int] = {}
    for at in _having(document, "host"):
        place: Path = ("assets", at, "host", "address")
        address = document.text(*place)
        if address is None or document.text("assets", at, "host", "transport") == "local":
            continue
        port = (
            number_at(document, "assets", at, "host", "port")
            if has(document, "assets", at, "host", "port")
            else 22
        )
        key = same_address(address), port or 22
        if key in first:
            values = {"address": address, "port": key[1], "line": first[key]}
            yield warning(document, place, "asset.same-host", **values)
        first.setdefault(key, document.position(*place).line)


def one_machine_here(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.here-twice (warning): one asset of a file is the machine that fieldops runs on.

    A warning, as whoever tries something out on one machine may want it so; the report says it, too.
    """
    first: str | None = None
    for at in _having(document, "host"):
        if document.text("assets", at, "host", "transport") != "local":
            continue
        id = document.text("assets", at, "id") or "-"
        if first is not None:
            place: Path = ("assets", at, "host", "transport")
            yield warning(document, place, "asset.here-twice", id=id, other=first)
        first = first or id


# --- one asset ---------------------------------------------------------------------------------------


def category_given(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.no-category (warning): where every warranty goes by category, each asset without one is left out."""
    contract = owner_of(workspace, document)
    uses = list(sections(contract, "warranties")) if contract is not None else []
    if contract is None or not uses or any(not contract.entries(*use, "categories") for use in uses):
        return
    for at in document.entries("assets"):
        if not has(document, "assets", at, "category"):
            id = document.text("assets", at, "id")
            yield warning(document, ("assets", at), "asset.no-category", id=id)


def events_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.doubled-event: an event of an asset has one date."""
    for place, event, line in _again(document, "events", "event"):
        yield problem(document, place, "asset.doubled-event", event=event, line=line)


def _again(document: Document, listed: str, field: str) -> Iterator[tuple[Path, str, int]]:
    """Values of `field` that an earlier entry of the same asset has: the place, the value, the line of the first."""
    for at in _having(document, listed):
        first: dict[str, int] = {}
        for index in document.entries("assets", at, listed):
            place: Path = ("assets", at, listed, index, field)
            value = document.text(*place)
            if value is None:
                continue
            if value in first:
                yield place, value, first[value]
            first.setdefault(value, document.position(*place).line)


def downtimes_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """asset.downtime-ends-before-start, asset.downtimes-overlap (warning): days of downtime are told once."""
    for at in _having(document, "downtimes"):
        spans: list[tuple[date, date, int]] = []
        for index in document.entries("assets", at, "downtimes"):
            place: Path = ("assets", at, "downtimes", index)
            start, end = day_at(document, *place, "start"), day_at(document, *place, "end")
            if start and end and end < start:
                values = {"start": start, "end": end}
                yield problem(document, (*place, "end"), "asset.downtime-ends-before-start", **values)
            elif start and (end or not has(document, *place, "end")):
                spans.append((start, end or date.max, index))
        # Each beside the one before it that lasts longest: one report for each that overlaps.
        longest: tuple[date, int] | None = None
        for start, end, index in sorted(spans):
            place = ("assets", at, "downtimes", index, "start")
            if longest is not None and start <= longest[0]:
                line = document.position("assets", at, "downtimes", longest[1]).line
                yield warning(document, place, "asset.downtimes-overlap", start=start, line=line)
            if longest is None or end > longest[0]:
                longest = end, index


# --- parts and swaps ---------------------------------------------------------------------------------


def slots_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.slot-twice: in one slot of an asset there is one part."""
    for place, slot, line in _again(document, "parts", "slot"):
        yield problem(document, place, "part.slot-twice", slot=slot, line=line)


def swaps_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.swaps-out-of-order, part.swap-same-serial: swaps stand by date, and each puts in another part."""
    for at in _having(document, "swaps"):
        listed = document.entries("assets", at, "swaps")
        for before, index in pairwise(listed):
            earlier = day_at(document, "assets", at, "swaps", before, "date")
            day = day_at(document, "assets", at, "swaps", index, "date")
            if earlier and day and day < earlier:
                place: Path = ("assets", at, "swaps", index, "date")
                yield problem(document, place, "part.swaps-out-of-order", date=day, earlier=earlier)
        for index in listed:
            removed = document.text("assets", at, "swaps", index, "removed_serial")
            place = ("assets", at, "swaps", index, "installed_serial")
            if removed is not None and document.text(*place) == removed:
                yield problem(document, place, "part.swap-same-serial", serial=removed)


def swaps_fit_parts(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.removed-still-listed, part.removed-twice, part.installed-not-listed (warning): the chain of custody holds.

    After all swaps the part list of the asset holds what was put in last. Nothing is said of an asset whose part
    list is not kept.
    """
    for at in _having(document, "swaps"):
        listed = {serial for _, serial in _serials_of(document, at, "parts", "serial")}
        removed: dict[str, Path] = {}
        installed: dict[str, Path] = {}
        for index in document.entries("assets", at, "swaps"):
            out = document.text(*(gone := ("assets", at, "swaps", index, "removed_serial")))
            new = document.text(*(put := ("assets", at, "swaps", index, "installed_serial")))
            if out is None or new is None or out == new:
                continue
            if out in removed:
                line = document.position(*removed[out]).line
                yield problem(document, gone, "part.removed-twice", serial=out, line=line)
            removed[out] = gone
            installed.pop(out, None)
            installed[new] = put
            removed.pop(new, None)
        for serial, place in removed.items():
            if serial in listed:
                yield problem(document, place, "part.removed-still-listed", serial=serial)
        for serial, place in installed.items() if listed else ():
            if serial not in listed:
                yield warning(document, place, "part.installed-not-listed", serial=serial)


def _serials_of(document: Document, asset: int, listed: str, field: str) -> Iterator[tuple[Path, str]]:
    for index in document.entries("assets", asset, listed):
        place: Path = ("assets", asset, listed, index, field)
        if (serial := document.text(*place)) is not None:
            yield place, serial


# --- parts and the catalogues ------------------------------------------------------------------------


@looks_at("PartCatalogue")
def parts_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.not-in-catalogue (warning), part.fits-not: a built-in part is one that fits the asset's model. C8

    Where no catalogue is kept, nothing is known of parts.
    """
    fits = once(workspace, _fits) if _having(document, "parts") else {}
    if not fits:
        return
    for at in _having(document, "parts"):
        model = document.text("assets", at, "model")
        for place, part_no in _serials_of(document, at, "parts", "part_no"):
            if part_no not in fits:
                yield warning(document, place, "part.not-in-catalogue", part_no=part_no)
            elif model is not None and model not in fits[part_no]:
                models = ", ".join(sorted(fits[part_no]))
                yield problem(document, place, "part.fits-not", part_no=part_no, model=model, models=models)


def _fits(workspace: Workspace) -> dict[str, set[str]]:
    """The models that each part number of all catalogues fits."""
    found: dict[str, set[str]] = {}
    for catalogue in workspace.of_kind("PartCatalogue"):
        if not catalogue.readable:
            raise Unread
        for index in catalogue.entries("parts"):
            part_no = catalogue.text("parts", index, "part_no")
            models = {model for _, model in texts_at(catalogue, "parts", index, "models")}
            if part_no is not None:
                found.setdefault(part_no, set()).update(models)
    return found


_RULES: tuple[Rule, ...] = (
    named_once,
    serial_in_one_contract,
    addresses_valid,
    hosts_differ,
    one_machine_here,
    category_given,
    events_once,
    downtimes_in_order,
    slots_once,
    swaps_in_order,
    swaps_fit_parts,
    parts_fit,
)

RULES: dict[str, tuple[Rule, ...]] = {"Contract": _RULES, "Assets": _RULES}
