"""From judged plain data to frozen models, and text in several languages.

Models are msgspec's structs: as frozen as dataclasses, and made without code that is generated at each start.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec.structs import FieldInfo, fields, replace

from fieldops.messages.text import Text

__all__ = ["FieldInfo", "Model", "Text", "fields_of", "fill", "replaced", "text_of"]

T = TypeVar("T")


class Model(msgspec.Struct, frozen=True):
    """What documents are filled into; one class for each kind of mapping in them. Equal by value, hashable."""


M = TypeVar("M", bound=Model)


def fields_of(model: Model | type[Model]) -> tuple[FieldInfo, ...]:
    """The fields of a model in the order of its class: each with name, default, and whether it is required."""
    return fields(model)


def replaced(model: M, **changes: object) -> M:
    """`model` with other values for some of its fields, which are not checked again."""
    return replace(model, **changes)


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
