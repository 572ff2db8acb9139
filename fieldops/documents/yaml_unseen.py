"""Characters nobody sees in a YAML text: which of them are mistakes, and the text that was meant.

Looked at only where there are any. Free text may hold the wide spaces of Chinese paragraphs and the no-break spaces
of numbers; indentation, keys, and values that are compared letter by letter may not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from fieldops.documents.characters import COMPARED, STRANGE, code_point, cut, is_needed, is_space, name_of
from fieldops.errors import Named

Place = tuple[int, int]
Mistake = tuple[Place, str, dict[str, object]]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Nobody reads more of them.
_MOST = 200
_LINES = 8


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A scalar of the text without strange characters: its span, whether it is a key, the last key before it."""

    start: int
    end: int
    is_key: bool
    field: str
    style: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A strange character that is a mistake: where, what stands there instead, whether it is part of an indentation."""

    at: int
    sign: str
    instead: str
    indents: bool


def without_unseen(text: str) -> tuple[str, list[Mistake]]:
    """The text that was meant, and a mistake for each character that must not be there; the others stay."""
    signs = [found.start() for found in STRANGE.finditer(text)]
    wrong = list(_wrong(text, signs))
    changes = {one.at: one.instead for one in wrong}
    meant = "".join(changes.get(at, sign) for at, sign in enumerate(text)) if changes else text
    return meant, list(_told(text, wrong, changes))


def _wrong(text: str, signs: list[int]) -> Iterator[_Found]:
    gone = [at for at in signs if not is_space(text[at])]
    scalars = _scalars("".join(" " if is_space(sign) else sign for sign in _kept(text, gone)))
    starts = [each.start for each in scalars]
    for at in signs:
        here = at - bisect_right(gone, at - 1)
        near = bisect_right(starts, here) - 1
        scalar = scalars[near] if near >= 0 and here < scalars[near].end else None
        line = text.rfind("\n", 0, at) + 1
        indents = not text[line:at].strip(" \t") and (scalar is None or not text[line:at])
        if scalar is None or indents:
            instead = _outside(text, at, scalars[near].end if near >= 0 else 0, here)
        else:
            instead = _inside(text, at, scalar)
        if instead is not None:
            yield _Found(at, text[at], instead, indents)


def _kept(text: str, gone: list[int]) -> Iterator[str]:
    left = set(gone)
    return (sign for at, sign in enumerate(text) if at not in left)


def _scalars(text: str) -> list[_Scalar]:
    """The scalars up to where the text is no YAML."""
    found: list[_Scalar] = []
    field, before = "", None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.ScalarToken):
                is_key = isinstance(before, yaml.KeyToken)
                field = str(token.value) if is_key else field
                span: Any = (token.start_mark, token.end_mark)
                found.append(_Scalar(span[0].index, span[1].index, is_key, field, token.style))
            before = token
    except yaml.YAMLError:
        pass  # What was read up to there is what is looked at.
    return found


def _outside(text: str, at: int, after: int, here: int) -> str | None:
    """What belongs in the place of a character outside of all texts; None in a comment, where only some are refused."""
    line = text.rfind("\n", 0, at) + 1
    sign = text[at]
    before = text[line:at]
    if "#" in before[max(len(before) - (here - after), 0) :] or before.lstrip().startswith("#"):
        return (
            ""
            if name_of(sign) in (Named("character.direction"), Named("character.byte-order-mark"))
            else None
        )
    return " " if is_space(sign) else ""


def _inside(text: str, at: int, scalar: _Scalar) -> str | None:
    """What belongs in its place inside of a text, or None where it may stay."""
    sign = text[at]
    if not is_space(sign):
        return None if not scalar.is_key and is_needed(text, at) else ""
    if scalar.is_key or scalar.field in COMPARED:
        return ""
    quoted = scalar.style in ("'", '"')
    edges = text[at - 1 : at], text[at + 1 : at + 2]
    return "" if quoted and scalar.style in edges else None


def _told(text: str, wrong: list[_Found], changes: dict[int, str]) -> Iterator[Mistake]:
    """One mistake for each run of characters; for the same one in the indentation of many lines, one that names them."""
    indents: dict[str, list[_Found]] = {}
    told = 0
    before: _Found | None = None
    for one in wrong:
        again = before is not None and (before.at, before.sign) == (one.at - 1, one.sign)
        before = one
        if one.indents:
            indents.setdefault(one.sign, []).append(one)
        elif not again and told < _MOST:
            told += 1
            yield _mistake(text, one, changes, "")
    for alike in indents.values():
        lines = list(dict.fromkeys(text.count("\n", 0, one.at) + 1 for one in alike))[1:]
        some = ", ".join([*map(str, lines[:_LINES]), *(["…"] if len(lines) > _LINES else [])])
        yield _mistake(text, alike[0], changes, Named("form.more-lines", lines=some) if lines else "")


def _mistake(text: str, one: _Found, changes: dict[int, str], more: Named | str) -> Mistake:
    start = text.rfind("\n", 0, one.at) + 1
    end = text.find("\n", one.at)
    end = len(text) if end < 0 else end
    line = "".join(changes.get(at, text[at]) for at in range(start, end)).rstrip()
    place = (text.count("\n", 0, one.at) + 1, one.at - start + 1)
    code = "yaml.odd-space" if is_space(one.sign) else "yaml.invisible-character"
    values: dict[str, object] = {"code": code_point(one.sign), "name": name_of(one.sign), "more": more}
    return place, code, {**values, "line": cut(line)}
