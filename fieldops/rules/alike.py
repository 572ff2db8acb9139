"""Rules about numbers that are read alike: what a careful clerk takes for one thing written in two ways.

Lives here: serial and part numbers. Ids have small letters only, and hosts are compared in any case where they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position, Problem
from fieldops.rules.estate import once, owner_of
from fieldops.rules.rule import Rule, warning
from fieldops.rules.sections import equipment, texts_at

_Place = tuple[Document, Path, str]

# Between a letter and a digit, and at the ends, a separating sign is left out or not as one likes: SN-1, SN 1, SN1.
_LEFT_OUT = re.compile(r"(?<=[^\W\d])[\W_]+(?=\d)|(?<=\d)[\W_]+(?=[^\W\d])|^[\W_]+|[\W_]+$")
_SIGNS = re.compile(r"[\W_]+")
# Small letters that look like others or like digits: of Cyrillic and Greek, and O, I, L.
_LOOKS = str.maketrans("авекмнорстухіјѕαβεικνοτυχoil", "abekmhopctyxijsabeiknotyx011")


def as_read(number: str) -> str:
    """What somebody sees who reads a number aloud: equal for two that differ in width, case, signs or look-alikes only."""
    text = unicodedata.normalize("NFKC", number).casefold()
    text = _SIGNS.sub("-", _LEFT_OUT.sub("", text))
    # Twice: what looks like a Latin letter may be one that looks like a digit.
    return text.translate(_LOOKS).translate(_LOOKS)


def numbers_differ(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """text.read-alike (warning): two serial numbers of a contract, or part numbers of a catalogue, are no two readings of one."""
    if document.kind == "PartCatalogue":
        known = _by_reading(_part_numbers(document))
    elif document.kind == "Stock":
        known = _by_reading(_stocked(document))
    else:
        contract = owner_of(workspace, document)
        known = once(workspace, _serials, contract.id) if contract is not None else {}
    for places in known.values():
        for at, (one, path, text) in enumerate(places):
            if one.path == document.path and (other := _first_other(places, at)) is not None:
                yield warning(document, path, "text.read-alike", text=text, **_told(other))


def _first_other(places: list[_Place], at: int) -> _Place | None:
    """Another one that it is read like: of the same file one above it."""
    one, _, text = places[at]
    others = (each for each in (*places[:at], *places[at + 1 :]) if each[2] != text)
    return next((each for each in others if each[0].path != one.path or each in places[:at]), None)


def _told(other: _Place) -> dict[str, str | Position]:
    document, path, text = other
    return {"near": text, "other": document.position(*path)}


def _serials(workspace: Workspace, id: str) -> dict[str, list[_Place]]:
    contract = workspace.documents.get(("Contract", id))
    return _by_reading(_in_equipment(workspace, contract)) if contract is not None else {}


def _in_equipment(workspace: Workspace, contract: Document) -> Iterator[_Place]:
    for document, asset in equipment(workspace, contract):
        places = [(*asset, "serial")]
        places += [(*asset, "parts", part, "serial") for part in document.entries(*asset, "parts")]
        for place in places:
            if (text := document.text(*place)) is not None:
                yield document, place, text


def _part_numbers(catalogue: Document) -> Iterator[_Place]:
    for at in catalogue.entries("parts"):
        if (text := catalogue.text("parts", at, "part_no")) is not None:
            yield catalogue, ("parts", at, "part_no"), text


def _stocked(stock: Document) -> Iterator[_Place]:
    for at in stock.entries("items"):
        yield from ((stock, place, text) for place, text in texts_at(stock, "items", at, "serials"))


def _by_reading(places: Iterator[_Place]) -> dict[str, list[_Place]]:
    """Those that are read like one with another text, by how they are read."""
    found: dict[str, list[_Place]] = {}
    for each in places:
        found.setdefault(as_read(each[2]), []).append(each)
    return {key: listed for key, listed in found.items() if len({text for _, _, text in listed}) > 1}


_ALL: tuple[Rule, ...] = (numbers_differ,)
RULES: dict[str, tuple[Rule, ...]] = dict.fromkeys(("Contract", "Assets", "PartCatalogue", "Stock"), _ALL)
