"""The one text of a piece of data, so that equal data have equal bytes. What the bytes are hashed into is not here."""

from __future__ import annotations

import json


def canonical(data: object) -> str:
    """The canonical JSON text of `data`: keys sorted by code point, no spaces, characters as they are (not escaped).

    Its UTF-8 bytes are what is hashed and signed. Raises TypeError for a float (its text depends on who writes it:
    keep a decimal as text), for a key that is no text and for anything JSON has no form for, ValueError for a lone
    surrogate (it has no bytes) and for data that contain themselves.
    """
    _refuse_inexact(data)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode("utf-8")
    return text


_EXACT = frozenset({str, int, bool, type(None)})


def _refuse_inexact(data: object) -> None:
    seen: set[int] = set()
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if type(one) in _EXACT:
            continue
        if isinstance(one, float):
            raise TypeError(f"a float has no canonical text: {one!r}")
        if not isinstance(one, dict | list | tuple) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            wrong = [key for key in one if type(key) is not str]
            if wrong:
                raise TypeError(f"a key that is no text: {wrong[0]!r}")
            waiting += one.values()
        else:
            waiting += one
