"""Typed values of records to plain JSON data and back, exactly: no float, no text that UTF-8 cannot hold.

A float is kept as ``{"$float": "97.3"}`` with Python's shortest text that reads back as the same number; an integer
stays an integer. A text in two languages is ``{"zh-CN": …, "en": …}``, one written once a plain string. Which
dataclass stands where is the event's type and version (`fieldops.records.codecs`), so nothing else is marked.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from fieldops.errors import Named
from fieldops.messages.text import Text

Json = dict[str, Any]
T = TypeVar("T")

_FLOAT = "$float"
_NAMED = {"codes", "values"}
_LEAVES = frozenset({int, bool, type(None), str})
_HALVES = re.compile("[\ud800-\udfff]")


def plain(value: object) -> Any:
    """A dataclass (or anything made of them) as JSON data without floats.

    Half a surrogate pair, which a host's JSON may hold, becomes U+FFFD: it could not be written.
    """
    data = _without_floats(msgspec.to_builtins(value, enc_hook=_text_form))
    try:
        msgspec.json.encode(data)
    except UnicodeEncodeError:
        return _without_halves(data)
    return data


def typed(model: type[T], data: object) -> T:
    """The `model` that `plain` made `data` of. Raises msgspec.ValidationError when it is none."""
    return msgspec.convert(revived(data), model, dec_hook=_text_of)


def revived(data: Any) -> Any:
    """JSON data with floats and sentences (`Named`) as they were; lists become tuples. What is in `data` is used up."""
    kind = type(data)
    if kind is list:
        return tuple([each if type(each) in _LEAVES else revived(each) for each in data])
    if kind is not dict:
        return data
    if _FLOAT in data and len(data) == 1:
        return float(data[_FLOAT])
    # Every value of every event comes by: most mappings hold nothing but leaves, which one look at their types tells.
    if not _LEAVES.issuperset(map(type, data.values())):
        for key, value in data.items():
            if type(value) not in _LEAVES:
                data[key] = revived(value)
    return Named(*data["codes"], **data["values"]) if data.keys() == _NAMED else data


def _without_floats(data: Any) -> Any:
    """`data`, which nobody else holds, with a text in the place of each float."""
    kind = type(data)
    if kind is float:
        return {_FLOAT: repr(data)}
    if kind is list or kind is tuple:
        return data if _LEAVES.issuperset(map(type, data)) else [_without_floats(each) for each in data]
    if kind is dict and not _LEAVES.issuperset(map(type, data.values())):
        for key, value in data.items():
            if type(value) not in _LEAVES:
                data[key] = _without_floats(value)
    return data


def _without_halves(data: Any) -> Any:
    """The same with U+FFFD in the place of half a surrogate pair."""
    if isinstance(data, str):
        return _HALVES.sub("\ufffd", data)
    if isinstance(data, dict):
        return {_without_halves(key): _without_halves(value) for key, value in data.items()}
    return [_without_halves(each) for each in data] if isinstance(data, list | tuple) else data


def _text_form(value: object) -> object:
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh-CN": value.zh, "en": value.en}
    # A sentence may be filled with anything; to lose what was inspected for it would be worse.
    return str(value)


def _text_of(wanted: type, data: object) -> Any:
    if wanted is object:
        return data  # the values of a sentence: whatever it is filled with
    if wanted is Text and isinstance(data, str):
        return Text(data, data)
    if wanted is Text and isinstance(data, dict):
        texts = data.get("zh-CN"), data.get("en")
        if isinstance(texts[0], str) and isinstance(texts[1], str):
            return Text(texts[0], texts[1])
    raise ValueError(f"no {wanted.__name__}")
