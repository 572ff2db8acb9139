"""Rules about spare parts: catalogues of part numbers, what a stock keeps of them, and contracts that no stock is kept for."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem
from fieldops.rules.estate import once, serial_places
from fieldops.rules.rule import Rule, look_at, look_up, looks_at, problem, warning
from fieldops.rules.sections import equipment, ids_at, number_at, sections, texts_at


def part_numbers_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.doubled-in-catalogue: a catalogue tells of a part number once."""
    first: dict[str, int] = {}
    for index in document.entries("parts"):
        place: Path = ("parts", index, "part_no")
        part_no = document.text(*place)
        if part_no is None:
            continue
        if part_no in first:
            line = first[part_no]
            yield problem(document, place, "part.doubled-in-catalogue", part_no=part_no, line=line)
        first.setdefault(part_no, document.position(*place).line)


def replacements_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """part.replaces-unknown, part.replaces-itself: a part replaces other parts of the catalogue."""
    known = ids_at(document, "parts", field="part_no")
    for index in document.entries("parts"):
        own = document.text("parts", index, "part_no")
        for place, replaced in texts_at(document, "parts", index, "replaces"):
            if replaced == own:
                yield problem(document, place, "part.replaces-itself", part_no=replaced)
            elif replaced not in known:
                choices = nearest(replaced, known)
                yield problem(document, place, "part.replaces-unknown", part_no=replaced, choices=choices)


# --- stocks ------------------------------------------------------------------------------------------


def items_in_catalogue(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """stock.not-in-catalogue, stock.doubled-item: an item is one of the stock's catalogue, and counted once."""
    catalogue = look_up(workspace, "PartCatalogue", document.text("catalogue"))
    known = ids_at(catalogue, "parts", field="part_no") if catalogue is not None else None
    first: dict[tuple[str, str | None], int] = {}
    for index in document.entries("items"):
        place: Path = ("items", index, "part_no")
        part_no = document.text(*place)
        if part_no is None:
            continue
        if known is not None and part_no not in known:
            choices = nearest(part_no, known)
            yield problem(document, place, "stock.not-in-catalogue", part_no=part_no, choices=choices)
        key = part_no, document.text("items", index, "kept_as")
        if key in first:
            yield problem(document, place, "stock.doubled-item", part_no=part_no, line=first[key])
        first.setdefault(key, document.position(*place).line)


def enough_in_stock(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """stock.below-minimum (warning), stock.more-serials-than-quantity: the numbers of an item agree. C8"""
    for index in document.entries("items"):
        place: Path = ("items", index, "quantity")
        quantity = number_at(document, *place)
        minimum = number_at(document, "items", index, "minimum")
        serials = len(document.entries("items", index, "serials"))
        if quantity is None:
            continue
        values = {"part_no": document.text("items", index, "part_no"), "quantity": quantity}
        if minimum is not None and quantity < minimum:
            yield warning(document, place, "stock.below-minimum", **values, minimum=minimum)
        if serials > quantity:
            yield problem(document, place, "stock.more-serials-than-quantity", **values, serials=serials)


@looks_at("Contract", "Assets", "Stock")
def serials_in_one_place(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """stock.doubled-serial, stock.serial-built-in (warning): a spare lies in one stock and is in no equipment."""
    stocked = once(workspace, _stocked)
    for index in document.entries("items"):
        for place, serial in texts_at(document, "items", index, "serials"):
            own = document.position(*place)
            twice = next((at for at in stocked.get(serial, ()) if at != own), None)
            if twice is not None:
                yield problem(document, place, "stock.doubled-serial", serial=serial, other=twice)
            built = next(serial_places(workspace, serial), None)
            if built is not None:
                values = {"serial": serial, "other": built[0].position(*built[1])}
                yield warning(document, place, "stock.serial-built-in", **values)


def _stocked(workspace: Workspace) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = {}
    for stock in workspace.of_kind("Stock"):
        for index in stock.entries("items"):
            for place, serial in texts_at(stock, "items", index, "serials"):
                found.setdefault(serial, []).append(stock.position(*place))
    return found


# --- contracts ---------------------------------------------------------------------------------------

_FROM_A_STORE = ("loaner", "advance_replacement")


@looks_at("Stock")
def promised_is_kept(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.no-stock (warning): where stores are written down, one of them is kept for a contract that promises loaners,
    replacements in advance, or swaps from the store. C6 C8
    """
    stores = list(workspace.of_kind("Stock"))
    if (
        not stores
        or not all(each.readable for each in stores)
        or any(_serves(each, document) for each in stores)
    ):
        return
    for place in _promises(workspace, document):
        yield warning(document, place, "contract.no-stock", contract=document.id)


@looks_at("PartCatalogue", "Stock")
def promised_fits(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.nothing-fits (warning): of what the stores of such a contract list, something fits one of its models. C6 C8

    Nothing is said where no model is written, or where a store's catalogue is not there to be read.
    """
    places = list(_promises(workspace, document))
    stores = [each for each in workspace.of_kind("Stock") if each.readable and _serves(each, document)]
    if not places or not stores:
        return
    models = {each.text(*at, "model") for each, at in equipment(workspace, document)} - {None}
    catalogues = [look_at(workspace, "PartCatalogue", each.text("catalogue")) for each in stores]
    if not models or any(
        each is not None and models & _fitting(store, each)
        for store, each in zip(stores, catalogues, strict=True)
    ):
        return
    if None not in catalogues:
        named = ", ".join(sorted(each for each in models if each))
        for place in places:
            yield warning(document, place, "contract.nothing-fits", contract=document.id, models=named)


def _promises(workspace: Workspace, contract: Document) -> Iterator[Path]:
    """Where the contract promises something that comes out of a store."""
    for use in sections(contract, "warranties"):
        terms = look_at(workspace, "Warranty", contract.text(*use, "terms"))
        kinds = [terms.text("remedies", at, "kind") for at in terms.entries("remedies")] if terms else []
        if any(each in _FROM_A_STORE for each in kinds):
            yield (*use, "terms")
    for service in sections(contract, "lifelong_services"):
        if contract.text(*service, "service") == "spare_part_swap":
            yield (*service, "service")


def _fitting(store: Document, catalogue: Document) -> set[str | None]:
    """The models that something fits which the store lists, by its catalogue."""
    listed = set(ids_at(store, "items", field="part_no"))
    return {
        model
        for at in catalogue.entries("parts")
        if catalogue.text("parts", at, "part_no") in listed
        for _, model in texts_at(catalogue, "parts", at, "models")
    }


def _serves(store: Document, contract: Document) -> bool:
    named = [text for _, text in texts_at(store, "contracts")]
    return not named or contract.id in named


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (promised_is_kept, promised_fits),
    "PartCatalogue": (part_numbers_once, replacements_known),
    "Stock": (items_in_catalogue, enough_in_stock, serials_in_one_place),
}
