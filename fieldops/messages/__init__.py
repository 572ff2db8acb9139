"""Every sentence fieldops says to people, in English and Chinese.

Lives here: the catalogue (one file per area) and the one function that fills a sentence in. Does not
live here: texts that users write (contracts, playbooks) and the layout of reports (templates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from string import Formatter

from fieldops.errors import FieldopsError, Named, Problem
from fieldops.messages.sentence import LANGUAGES, Sentence, in_general
from fieldops.messages.text import Text, edition_of

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Sentence",
    "Text",
    "edition_of",
    "hint",
    "in_general",
    "joined",
    "label",
    "one_line",
    "pick_language",
    "printable",
    "say",
    "say_error",
    "say_problem",
    "say_recorded",
    "say_value",
]


class _Catalogue(Mapping[str, Sentence]):
    """Every sentence by its code, loaded when the first is looked for: `--help` says none of them."""

    @cached_property
    def _sentences(self) -> Mapping[str, Sentence]:
        from fieldops.messages.catalogue import ALL

        return ALL

    def __getitem__(self, code: str) -> Sentence:
        return self._sentences[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)

    def __contains__(self, code: object) -> bool:
        return code in self._sentences


CATALOGUE: Mapping[str, Sentence] = _Catalogue()

# Terminal control sequences (CSI, OSC, DCS and friends, two-byte ones), then what is left of C0 (but tab and line
# feed), C1, the line ends of Unicode, and the marks that reverse or hide text: none may reach a terminal,
# log or report. Half a surrogate pair (an undecodable file name, a host's JSON) could not even be written.
_SEQUENCES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\u061c\ufeff]")
# Of what a file says; lists of ids that could be meant are shorter.
_LONGEST = 2000
_SURROGATES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` without terminal controls and text-direction marks; line feeds and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SEQUENCES.sub("", text)))


def one_line(text: str) -> str:
    """`text` made printable, on one line: nobody's file name or output can look like a line of ours."""
    return printable(text).replace("\n", " ").replace("\t", " ")


def _filled(template: str, language: str, values: Mapping[str, object] | None) -> str:
    shown = {name: _shown(value, language) for name, value in (values or {}).items()}
    if language == "zh-CN":
        _space_out(template, shown)
    formed = "|" in template or ":," in template
    return _FORMS.vformat(template, (), shown) if formed else template.format_map(shown)


_BEHIND_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\{(\w+)\}")
_BEFORE_HAN = re.compile(r"\{(\w+)\}(?=[\u4e00-\u9fff])")


@cache
def _beside_han(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of values that stand right behind, and right before, a Chinese character."""
    return tuple(_BEHIND_HAN.findall(template)), tuple(_BEFORE_HAN.findall(template))


def _space_out(template: str, shown: dict[str, object]) -> None:
    """Latin words that take the place of Chinese ones are set off, as one writes them: 不再承诺 Fault 的."""
    behind, before = _beside_han(template)
    for name in behind:
        text = shown.get(name)
        if isinstance(text, str) and text[:1].isascii() and text[:1].isalpha():
            shown[name] = f" {text}"
    for name in before:
        text = shown.get(name)
        if isinstance(text, str) and text[-1:].isascii() and text[-1:].isalpha():
            shown[name] = f"{text} "


class _Forms(Formatter):
    """Chooses between two forms of a word: ``{count} {count:file|files}``. Chinese needs none. ``{count:,}`` sets off the
    thousands of a count; what an old record has there instead of a number stays as it is.
    """

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec == "," and not isinstance(value, int | float):
            return str(value)
        one, bar, several = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else several


_FORMS = _Forms()


def _shown(value: object, language: str) -> object:
    if isinstance(value, dict) and set(value) == {"codes", "values"}:
        value = Named(*value["codes"], **value["values"])
    if isinstance(value, Named):
        joint = " 或 " if language == "zh-CN" else " or "
        return joint.join(say(code, language, value.values) for code in value.codes)
    if isinstance(value, tuple):
        return ("、" if language == "zh-CN" else ", ").join(str(_shown(one, language)) for one in value)
    if isinstance(value, Text):
        value = value.say(language)
    if isinstance(value, str):
        return one_line(value)
    return value


def joined(parts: Iterable[str], language: str) -> str:
    """Parts of one sentence, one after the other, with the stop of that language between them."""
    return ("; " if language == "en" else "；").join(parts)


def say(code: str, language: str, values: Mapping[str, object] | None = None) -> str:
    """The sentence `code` in `language` ("zh-CN" or "en") with `values` filled in, on one line.

    Values may be hostile (a file's text, a host's output): controls are removed. An unknown code is a
    bug of ours and raises KeyError.
    """
    return _filled(CATALOGUE[code].text(language), language, values)


def label(code: str, language: str) -> str:
    """A word that stands before what it names, with the colon of its script: "hint: ", "提示："."""
    word = say(code, language)
    return f"{word}: " if word.isascii() else f"{word}："


def say_value(value: object, language: str) -> str:
    """A value (a `Named`, a text in several languages, a tuple of them, a plain text) as a sentence shows it."""
    return str(_shown(value, language))


def hint(code: str, language: str, values: Mapping[str, object] | None = None) -> str | None:
    """What to do about `code`, or None where the sentence already says it."""
    template = CATALOGUE[code].advice(language)
    return None if template is None else _filled(template, language, values) or None


def say_recorded(code: str, language: str, values: Mapping[str, object]) -> tuple[str, str | None]:
    """The sentence and the hint of a code that was recorded; one that is not known any more stays a code."""
    try:
        return say(code, language, values), hint(code, language, values)
    except KeyError:
        return one_line(code), None


def say_problem(problem: Problem, language: str) -> tuple[str, str | None]:
    """The message and the hint of a problem; of a text that goes on for pages the beginning."""
    values = {name: _beginning(value) for name, value in problem.values.items()}
    return say(problem.code, language, values), hint(problem.code, language, values)


def _beginning(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_beginning, value))
    long = isinstance(value, str) and len(value) > _LONGEST
    return f"{str(value)[:_LONGEST]}…" if long else value


def say_error(error: FieldopsError, language: str) -> tuple[str, str | None]:
    """The message and the hint of a failure."""
    return say(error.code, language, error.values), hint(error.code, language, error.values)


def pick_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language to speak: the one asked for, else the locale's (LC_ALL, LC_MESSAGES, LANG), else English."""
    if asked in LANGUAGES:
        return asked
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return "zh-CN" if locale.lower().startswith("zh") else "en"
