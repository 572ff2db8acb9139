"""One sentence in all languages, with an optional hint."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGES = ("zh-CN", "en")


_FORMS = re.compile(r"\{\w+:[^|}]*\|([^}]*)\}")


def in_general(template: str) -> str:
    """A template as the manual shows it: with the form of many for each counted word."""
    return _FORMS.sub(r"\1", template)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said in English (`en`) and Chinese (`zh`), and the way out (`hint_en`, `hint_zh`).

    The texts are `str.format` templates; both languages use the same names. English chooses the form of a counted word:
    ``{count} {count:file|files}``.
    """

    en: str
    zh: str
    hint_en: str | None = None
    hint_zh: str | None = None

    def text(self, language: str) -> str:
        """The template in `language`."""
        return self.zh if language == "zh-CN" else self.en

    def advice(self, language: str) -> str | None:
        """The hint's template in `language`, if there is one."""
        return self.hint_zh if language == "zh-CN" else self.hint_en
