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
_AS_IT_IS = frozenset({int, bool, type(None)})
_HALVES = re.compile("[\ud800-\udfff]")


def plain(value: object) -> Any:
    """A dataclass (or anything made of them) as JSON data without floats.

    Half a surrogate pair, which a host's JSON may hold, becomes U+FFFD: it could not be written.
    """
    return _written(msgspec.to_builtins(value, enc_hook=_text_form))


def typed(model: type[T], data: object) -> T:
    """The `model` that `plain` made `data` of. Raises msgspec.ValidationError when it is none."""
    return msgspec.convert(revived(data), model, dec_hook=_text_of)


def revived(data: Any) -> Any:
    """JSON data with floats and sentences (`Named`) as they were; lists become tuples."""
    kind = type(data)
    if kind in _AS_IT_IS or kind is str:
        return data
    if kind is not dict:
        return tuple([revived(each) for each in data])
    if data.keys() == {_FLOAT}:
        return float(data[_FLOAT])
    if data.keys() == {"codes", "values"}:
        return Named(*data["codes"], **revived(data["values"]))
    return {key: revived(value) for key, value in data.items()}


def _written(data: Any) -> Any:
    # Every value of every event comes by: one look at its type is a third of asking isinstance of each.
    kind = type(data)
    if kind is str:
        return data if data.isascii() else _HALVES.sub("\ufffd", data)
    if kind in _AS_IT_IS:
        return data
    if kind is dict:
        return {_written(key): _written(value) for key, value in data.items()}
    if kind is float:
        return {_FLOAT: repr(data)}
    return [_written(each) for each in data]


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
        return Text(data["zh-CN"], data["en"])
    raise NotImplementedError(wanted)
