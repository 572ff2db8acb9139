"""Variables of playbooks: values that checks and manual items name as ``{{ name }}`` in their criteria and words. Pure.

Lives here: which value holds where, and putting values in the place of names before anything is parsed, so that one parser
judges whatever was filled in. Does not live here: what is wrong with a variable (`variable_rules`).

The rule of precedence: the playbook's own value, then that of a playbook that extends it, then what a contract says of all,
of a group or category, of single assets; the last that there is holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fieldops.contracts.chosen import is_chosen, is_for_all
from fieldops.contracts.model import Asset, Contract, VariableSetting
from fieldops.contracts.terms import Terms
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position
from fieldops.inspection.criteria import LIST_OPERATOR, NUMBER, OPERATOR, dimension
from fieldops.messages.text import Text
from fieldops.structs import Struct

Data = Mapping[str, Any]
Value = str | tuple[str, ...]
Values = Mapping[str, Value]

NAME = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}", re.ASCII)
# What judges, of checks and manual items; and what is told in words.
CRITERIA: tuple[Path, ...] = (
    *((key,) for key in ("warn", "crit", "expect", "where", "skip")),
    *(("rate", key) for key in ("warn", "crit")),
    *(("trend", key) for key in ("warn", "crit", "reaches")),
)
WORDS: tuple[Path, ...] = (("standard",), ("advice",), ("look",))
_LANGUAGES = {"zh-CN": "、", "en": ", "}
# Units that are words in a sentence, in English of one, and in Chinese.
_UNITS_SPOKEN = {
    "ms": ("millisecond", "毫秒"),
    "s": ("second", "秒"),
    "m": ("minute", "分钟"),
    "h": ("hour", "小时"),
    "d": ("day", "天"),
}

# A value stands in the place of a whole one: behind an operator, in a list, at an end of a range, as a factor.
_BEFORE = re.compile(rf"(?:(?:^|\s)(?:{OPERATOR})|[\[,]|\.\.|\*)\s*$", re.ASCII)
_AFTER = re.compile(r"\s*(?:$|[,\]]|\.\.)|\s+(?:and|left|ago)\b", re.ASCII)
_LIST_BEFORE = re.compile(rf"(?:(?:^|\s)(?:{LIST_OPERATOR})|[\[,])\s*$", re.ASCII)
# What would be read as more than a value.
_NO_VALUE = re.compile(r"[{}\[\],\x00-\x1f\x7f]|\.\.|(?:^|\s)and(?:\s|$)|^\s|\s$", re.ASCII)


class Setting(Struct, frozen=True):
    """What a contract sets a variable of a playbook to: for these assets (ids; None: for all), and where that stands.

    `nearness`: 0 for all, 1 for a group or category, 2 for single assets; what is nearer goes before the others. `named` and
    `position` are the places of the variable's name and of its value.
    """

    playbook: str
    name: str
    value: Value
    reason: Text
    named: Position
    position: Position
    assets: tuple[str, ...] | None = None
    nearness: int = 0

    def is_for(self, asset: str | None) -> bool:
        """Whether it holds for an asset; None: for all of them."""
        return self.assets is None or asset in self.assets


def value_of(written: object) -> Value:
    """A variable's value from what a document says: a text or whole number, or a list of these."""
    return tuple(str(each) for each in written) if isinstance(written, list | tuple) else str(written)


def shown(value: Value) -> str:
    """A value as it would be written."""
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


def kind_of(value: Value) -> str:
    """What a value is: "list", "text", "number", or "number in B" (a size, a time, ...; by the smallest unit of its kind)."""
    if not isinstance(value, str):
        return "list"
    found = NUMBER.fullmatch(value)
    if found is None:
        return "text"
    of = dimension(found[2]) if found[2] else None
    return "number" if not found[2] else f"number in {of}" if of else "text"


def is_value(value: Value) -> bool:
    """Whether each text of it is one value, and nothing that a criterion would read as more than that."""
    texts = [value] if isinstance(value, str) else value
    return bool(texts) and all(text and not _NO_VALUE.search(text) for text in texts)


def settings_of(contract: Contract, place: Callable[[int, str], Position]) -> tuple[Setting, ...]:
    """What a contract, as it is in force, sets of playbooks' variables; `place`: where a key of an entry of `vars` stands."""
    return tuple(
        Setting(
            each.playbook,
            each.name,
            value_of(each.value),
            each.reason,
            place(at, "name"),
            place(at, "value"),
            None
            if is_for_all(each)
            else tuple(asset.id for asset in contract.assets if _is_for(each, asset)),
            2 if each.assets else 0 if is_for_all(each) else 1,
        )
        for at, each in enumerate(contract.vars)
    )


def settings_in(document: Document, terms: Terms) -> tuple[Setting, ...]:
    """What the contract of a document sets by these terms."""

    def place(at: int, key: str) -> Position:
        return document.position(*terms.clause("vars", at, key)[2])

    return settings_of(terms.contract, place)


def _is_for(setting: VariableSetting, asset: Asset) -> bool:
    groups = asset.host.groups if asset.host is not None else ()
    return is_chosen(setting, asset.id, asset.category, groups)


# --- putting values in ------------------------------------------------------------------------------------


def texts_in(data: Data) -> Iterator[tuple[Path, str]]:
    """The texts of a check, manual item or change in which variables may be named, each with its place."""
    for path in (*CRITERIA, *WORDS):
        found: Any = data
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            yield from (((*path, language), text) for language, text in found.items())
        elif isinstance(found, str):
            yield path, found


def names_in(data: Data) -> dict[str, Path]:
    """The variables that a check, manual item or change names, each with the place where it does first."""
    found: dict[str, Path] = {}
    for path, text in texts_in(data):
        for name in NAME.findall(text):
            found.setdefault(name, path)
    return found


def filled(data: Data, values: Values) -> Data:
    """The check, manual item or change with these values in the place of their names; others stay as they are written."""
    if not any("{{" in text for _, text in texts_in(data)):
        return data
    new = dict(data)
    for path, text in texts_in(data):
        said = _filled_words(path, text, values) if path[:1] in WORDS else _filled_criterion(text, values)
        _put(new, path, said)
    return new


def _put(data: dict[str, Any], path: Path, text: str) -> None:
    first, *rest = path
    if rest:
        data[str(first)] = {**data[str(first)], str(rest[0]): text}
    else:
        data[str(first)] = text


def _filled_words(path: Path, text: str, values: Values) -> str:
    language = str(path[-1])
    mark = _LANGUAGES.get(language, ", ")

    def said(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        return mark.join(_spoken(each, language) for each in ([value] if isinstance(value, str) else value))

    return NAME.sub(said, text)


def _spoken(value: str, language: str) -> str:
    """A value inside of a sentence: "365 days" for ``365d``, "5 GiB". A text for both languages has it as it is written."""
    found = NUMBER.fullmatch(value)
    if found is None or language not in _LANGUAGES or found[2] in (None, "%"):
        return value
    words = _UNITS_SPOKEN.get(found[2], (found[2], found[2]))
    if language == "zh-CN":
        return f"{found[1]} {words[1]}"
    many = "s" if found[2] in _UNITS_SPOKEN and found[1] != "1" else ""
    return f"{found[1]} {words[0]}{many}"


def _filled_criterion(text: str, values: Values) -> str:
    def said(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None or isinstance(value, str):
            return found[0] if value is None else value
        inside = text[: found.start()].rstrip()[-1:] in ("[", ",")
        return ", ".join(value) if inside else shown(value)

    return NAME.sub(said, text)


def named_rightly(data: Data, values: Values) -> bool:
    """Whether every variable that an entry names is there, has one value, and stands where a value may."""
    criteria = (text for path, text in texts_in(data) if path in CRITERIA)
    return all(is_value(values.get(name, "")) for name in names_in(data)) and not any(
        name for text in criteria for name in misplaced(text, values)
    )


def misplaced(text: str, values: Values) -> Iterator[str]:
    """The variables that a criterion names where no value of theirs may stand: a value alone, a list where a list is asked for."""
    for found in NAME.finditer(text):
        before = _LIST_BEFORE if isinstance(values.get(found[1], ""), tuple) else _BEFORE
        if not before.search(text[: found.start()]) or not _AFTER.match(text[found.end() :]):
            yield found[1]
