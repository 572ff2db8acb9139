"""From judged plain data to frozen dataclasses, and text in several languages."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Text:
    """Text for people in Chinese and English; a text written once serves both.

    No dataclass: msgspec would fill one by its field names and never ask `_decode`.
    """

    __slots__ = ("en", "zh")

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        return hash((self.zh, self.en))

    def __repr__(self) -> str:
        return f"Text({self.zh!r}, {self.en!r})"

    def say(self, language: str) -> str:
        """The text in `language` ("zh-CN" or "en"), else the other one."""
        return (self.zh or self.en) if language == "zh-CN" else (self.en or self.zh)


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
    """An instance of the dataclass `model` from data that its schema has accepted.

    msgspec.ValidationError (schema and model disagree) is a bug of ours, not the user's.
    """
    return msgspec.convert(data, model, dec_hook=_decode)
