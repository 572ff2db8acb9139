"""Rules about how values are written: what a Chinese keyboard leaves behind, and words that only fill a place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from fieldops.documents.appending import entry_text
from fieldops.documents.characters import COMPARED, ODD_SPACE, code_point, name_of, without_strange
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Problem
from fieldops.rules.rule import Rule, problem, warning
from fieldops.rules.sections import all_texts

_QUOTED = re.compile(
    "[\u2018\u201c\u300c\uff07\uff02]([^\u2018-\u201d\u300c\u300d]*)[\u2019\u201d\u300d\uff07\uff02]"
)
# Digits and letters of full width.
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# Where machines, and people who search, compare the text letter by letter.
_EXACT = frozenset(
    re.findall(
        r"\S+",
        "number phone hotline email serial removed_serial installed_serial part_no model address user",
    )
)
# What people search for; in other texts the spaces of paragraphs and numbers are welcome.
_NAMES = frozenset(("name", "title"))
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "无 暂无 没有 待定 待补 待补充 待确认 待填 待填写 未知 不详 未定 略 同上 n/a na xx xxx xxxx xxxxx tba todo unknown",
    )
)
_LONGEST_FILLER = max(map(len, _FILLERS))
_SIGNS = re.compile(r"[-–—/*?？.…#_]+")
# What fieldops itself runs holds such texts on purpose.
_NOT_OURS = ("Playbook", "Probe", "Settings")


def values_are_written_plainly(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """text.blank, text.outer-space; text.odd-space, text.chinese-quotes, text.full-width, text.filler (warnings): a value is
    what it says, in plain signs.
    """
    if document.kind in _NOT_OURS:
        return
    for path, text in all_texts(document.data):
        field = _field_of(path)
        if not is_plain(text, field):
            yield from looked_at_closely(document, path, text, field)


def looked_at_closely(document: Document, path: Path, text: str, field: str) -> Iterator[Problem]:
    """What is wrong with the text at `path`; `field` is the key that it, or the list around it, stands at."""
    if text and not text.strip():
        yield problem(document, path, "text.blank", key=field)
    elif len(text) > 200:
        return
    elif text != text.strip() and (field in COMPARED or field in _NAMES):
        yield problem(document, path, "text.outer-space", text=text.strip(), key=field)
    elif field in _NAMES and (odd := ODD_SPACE.search(text)):
        values = {"sign": code_point(odd[0]), "name": name_of(odd[0]), "meant": without_strange(text)}
        yield warning(document, path, "text.odd-space", **values)
    elif quoted := _QUOTED.fullmatch(text.strip()):
        yield warning(document, path, "text.chinese-quotes", text=entry_text(quoted[1], field))
    elif field in _EXACT and _FULL_WIDTH.search(text):
        meant = unicodedata.normalize("NFKC", text)
        yield warning(document, path, "text.full-width", text=text, meant=meant)
    elif is_filler(text, field):
        yield warning(document, path, "text.filler", text=text, key=field)


def _field_of(path: Path) -> str:
    last = path[-1]
    return (
        last
        if isinstance(last, str)
        else next((step for step in reversed(path) if isinstance(step, str)), "")
    )


def is_plain(text: str, field: str) -> bool:
    """Whether it is plain at first sight, so that nothing can be wrong with it: nearly every text is, and few questions
    tell. Of others the rule above decides.
    """
    # A letter or digit at both ends: no space around it, no quotation marks, no sign in place of a fact.
    if not text or not (text[0].isalnum() and text[-1].isalnum()):
        return False
    if len(text) <= _LONGEST_FILLER and text.lower() in _FILLERS:
        return False
    return text.isascii() or not (field in _NAMES or field in _EXACT)


def is_filler(text: str, field: str) -> bool:
    """Whether the text at `field` only fills the place: "暂无", "N/A", "xxx"; of signs alone only where facts belong."""
    said = text.strip().lower()
    return said in _FILLERS or (field in _EXACT and _SIGNS.fullmatch(said) is not None)


_LANGUAGES = ("zh-CN", "en")


def both_languages_are_written(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """text.one-language (warning): a text that is written by language has all of them; reports take the other one in its place."""
    for path, found in _by_language(document.data, ()):
        (language,) = found
        missing = next(each for each in _LANGUAGES if each != language)
        values = {"language": Named(f"language.{language}"), "missing": missing}
        yield warning(document, (*path, language), "text.one-language", **values)


def _by_language(data: object, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """The texts that are there in one language, and say in which."""
    if isinstance(data, Mapping):
        if len(data) == 1 and next(iter(data)) in _LANGUAGES:
            yield path, data
        for key, value in data.items():
            yield from _by_language(value, (*path, key))
    elif isinstance(data, list | tuple):
        for at, value in enumerate(data):
            yield from _by_language(value, (*path, at))


RULES: dict[str, tuple[Rule, ...]] = {
    "*": (values_are_written_plainly,),
    "Playbook": (both_languages_are_written,),
    "Probe": (both_languages_are_written,),
}
