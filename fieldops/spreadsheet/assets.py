"""Between an asset as YAML data and the values of its columns, in both directions without loss."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from fieldops.contracts.model.shared import EVENTS
from fieldops.spreadsheet.cells import MAX_ID, Doubt, tidy

Data = dict[str, Any]
Values = Mapping[str, object]

_PLAIN = ("id", "serial", "model", "category", "key_equipment", "site", "batch")
_TEXTS = ("name", "location")
_LANGUAGES = ("zh-CN", "en")
_HOST = ("address", "port", "groups")
_PART = ("part_no", "serial", "slot")
# What an asset means that does not say it; so it is not written either.
_DEFAULTS: Values = {"key_equipment": False, "host.port": 22, "host.inspect": False}
_ORDER = [
    "id",
    "name",
    "serial",
    "model",
    "category",
    "key_equipment",
    "site",
    "location",
    "batch",
    "events",
    "parts",
    "swaps",
    "downtimes",
    "host",
]


def asset_from(values: Values) -> Data:
    """The asset that these values of columns make, its keys in the schema's order.

    Raises Doubt where two columns say different things about one property.
    """
    more: Any = values.get("more", {})
    asset: Data = copy.deepcopy(more)
    for name in _PLAIN:
        if name in values and values[name] != _DEFAULTS.get(name):
            _put(asset, name, values[name])
    for name in _TEXTS:
        if (text := _text_from(name, values)) is not None:
            _put(asset, name, text)
    _extend(asset, "events", _events_from(values))
    part = {name: values[f"part.{name}"] for name in _PART if f"part.{name}" in values}
    _extend(asset, "parts", [part] if part else [])
    _put_host(asset, values)
    return {name: asset[name] for name in sorted(asset, key=_rank)}


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _put(data: Data, name: str, value: object) -> None:
    if data.setdefault(name, value) != value:
        raise Doubt("sheet.said-twice", field=name)


def _extend(asset: Data, name: str, entries: list[Data]) -> None:
    if entries:
        listed = asset.setdefault(name, [])
        if not isinstance(listed, list):
            raise Doubt("sheet.bad-json")
        listed.extend(entries)


def _put_host(asset: Data, values: Values) -> None:
    for name in _HOST:
        field = f"host.{name}"
        if field in values and values[field] != _DEFAULTS.get(field):
            host = asset.setdefault("host", {})
            if not isinstance(host, dict):
                raise Doubt("sheet.bad-json")
            _put(host, name, values[field])


def _text_from(name: str, values: Values) -> object:
    """One text, or one per language; a column without language is the one that no other column gives."""
    texts = {language: values[key] for language in _LANGUAGES if (key := f"{name}.{language}") in values}
    plain = values.get(name)
    if not texts or plain is None:
        return texts or plain
    missing = [language for language in _LANGUAGES if language not in texts]
    if not missing and plain not in texts.values():
        raise Doubt("sheet.said-twice", field=name)
    return {language: texts.get(language, plain) for language in _LANGUAGES}


def _events_from(values: Values) -> list[Data]:
    made = []
    for event in EVENTS:
        evidence = values.get(f"events.{event}.evidence")
        if (day := values.get(f"events.{event}")) is not None:
            made.append({"event": event, "date": day, **({"evidence": evidence} if evidence else {})})
        elif evidence:
            raise Doubt("sheet.evidence-without-day", field=event)
    return made


# --- and back -----------------------------------------------------------------------------------------

Fits = Callable[[str, object], bool]


def values_of(asset: Mapping[str, Any], fits: Fits = lambda field, value: True) -> dict[str, object]:
    """What the columns say about an asset; `more` is what has no column.

    `fits`: whether a column's cell can hold the value so that it is read again as the same.
    """
    rest: Data = copy.deepcopy(dict(asset))
    values: dict[str, object] = {}
    for name in _PLAIN:
        if name in rest and fits(name, rest[name]):
            values[name] = rest.pop(name)
    for name in _TEXTS:
        text = rest.get(name)
        _move(values, rest, name, _named(name, text) if isinstance(text, dict) else {name: text}, fits)
    _move(values, rest, "events", _event_columns(rest.get("events")), fits)
    _move(values, rest, "parts", _part_columns(rest.get("parts")), fits)
    host = rest.get("host", {})
    for name in _HOST:
        if name in host and fits(f"host.{name}", host[name]):
            values[f"host.{name}"] = host.pop(name)
            values["host.inspect"] = True
    if rest.get("host") == {}:
        del rest["host"]
    return {**values, "more": rest} if rest else values


def _named(name: str, texts: Mapping[str, object]) -> dict[str, object]:
    return {f"{name}.{key}": value for key, value in texts.items()}


def _move(values: dict[str, object], rest: Data, name: str, columns: dict[str, object], fits: Fits) -> None:
    """Move the property `name` to its columns, if they can hold all of it."""
    if name in rest and columns and all(fits(field, value) for field, value in columns.items()):
        values.update(columns)
        del rest[name]


def _event_columns(events: Any) -> dict[str, object]:
    columns: dict[str, object] = {}
    for entry in events or ():
        if f"events.{entry['event']}" in columns:
            return {}
        columns[f"events.{entry['event']}"] = entry["date"]
        if "evidence" in entry:
            columns[f"events.{entry['event']}.evidence"] = entry["evidence"]
    return columns


def _part_columns(parts: Any) -> dict[str, object]:
    if not parts or len(parts) != 1 or set(parts[0]) - set(_PART):
        return {}
    return _named("part", parts[0])


# --- the same, or not ---------------------------------------------------------------------------------


def differences(given: Values, known: Values) -> Iterator[tuple[str, object, object]]:
    """The fields whose value in a row is not the asset's: (field, given, known).

    What the row leaves blank says nothing. A text without language is the same as the text in one of them.
    """
    for field, value in given.items():
        there = [known.get(field, _DEFAULTS.get(field)), *_other_texts(field, known)]
        if field == "more":
            if (found := _different(value, there[0])) is not None:
                yield found
        elif not any(_same(value, other) for other in there):
            yield field, value, next((other for other in there if other is not None), None)


def _other_texts(field: str, known: Values) -> list[object]:
    name, _, language = field.partition(".")
    if name not in _TEXTS:
        return []
    return [known.get(name)] if language else [known.get(f"{name}.{each}") for each in _LANGUAGES]


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other or tidy(one) == tidy(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _different(given: Any, known: Any) -> tuple[str, object, object] | None:
    there = known if isinstance(known, dict) else {}
    for name, value in given.items():
        inner = value if name == "host" and isinstance(value, dict) else {}
        same = all(there.get("host", {}).get(key) == each for key, each in inner.items()) and bool(inner)
        if not same and there.get(name) != value:
            return name, value, there.get(name)
    return None


# --- ids ----------------------------------------------------------------------------------------------


def id_for(asset: Mapping[str, Any], taken: Collection[str]) -> str:
    """An id for an asset with a serial number: category, model and serial, always the same for the same asset.

    Where these are too long, cannot be told in an id, or are `taken`, eight digits of the serial's SHA-256 follow.
    Raises Doubt in the end.
    """
    serial = str(asset["serial"])
    digest = hashlib.sha256(serial.encode("utf-8")).hexdigest()[:8]
    parts = [slug(str(asset.get(name, ""))) for name in ("category", "model", "serial")]
    whole = "-".join(part for part in parts if part)
    told = serial.isascii() and bool(parts[2])
    for made in (whole, "-".join(part for part in (parts[0], parts[2]) if part)):
        if told and len(made) <= MAX_ID and made not in taken:
            return made
    made = f"{whole[: MAX_ID - 9].rstrip('-')}-{digest}".lstrip("-")
    if made in taken:
        raise Doubt("sheet.id-taken", id=made, other="-")
    return made


def slug(text: str) -> str:
    """The ASCII letters and digits of a text, in lower case, a hyphen for what stands between them."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower(), re.ASCII))
