"""A text in Chinese and English, of a user's document or of a schema."""

from __future__ import annotations

import re


class Text:
    """Text for people in both languages; a text written once serves both.

    No dataclass: the library that fills models would fill one by its field names and never ask for its form.
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


def edition_of(text: str, language: str) -> str:
    """What of a text that somebody typed is for readers of a language: of one that begins with ``[zh-CN]`` or ``[en]`` and has
    each of the two marks once, the part behind that of the language, else the other part; of any other all of it.
    """
    before, *parts = re.split(r"\[(zh-CN|en)\]", text)  # compiled when it is needed: help needs none
    if before.strip() or sorted(parts[::2]) != ["en", "zh-CN"]:
        return text
    told = {mark: part.strip() for mark, part in zip(parts[::2], parts[1::2], strict=True)}
    return told.get(language) or " ".join(filter(None, told.values()))
