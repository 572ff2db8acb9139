"""From judged plain data to frozen models, and text in several languages."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from fieldops.messages.text import Text
from fieldops.structs import Struct

__all__ = ["Model", "Text", "fill", "text_of"]

T = TypeVar("T")


class Model(Struct, frozen=True):
    """What documents are filled into; one class for each kind of mapping in them. Equal by value, hashable."""


def text_of(data: object) -> Text:
    """The `Text` that a document's string or {zh-CN, en} mapping means."""
    if isinstance(data, dict):
        zh, en = str(data.get("zh-CN", "")), str(data.get("en", ""))
        return Text(zh or en, en or zh)
    return Text(str(data), str(data))


def _decode(wanted: type, data: object) -> Any:
    if wanted is Text:
        return text_of(data)
    raise NotImplementedError(wanted)


def fill(model: type[T], data: object) -> T:
    """An instance of `model` from data that its schema has accepted.

    msgspec.ValidationError (schema and model disagree) is a bug of ours, not the user's.
    """
    return msgspec.convert(data, model, dec_hook=_decode)
