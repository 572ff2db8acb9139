"""The one text of a piece of data, so that equal data have equal bytes. What the bytes are hashed into is not here."""

from __future__ import annotations

import msgspec


def canonical(data: object) -> str:
    """The canonical JSON text of `data`: keys sorted by code point, no spaces, characters as they are (not escaped).

    Its UTF-8 bytes are what is hashed and signed. Raises TypeError for a float (its text depends on who writes it:
    keep a decimal as text), for a key that is no text and for anything JSON has no form for, ValueError for a lone
    surrogate (it has no bytes) and for data that contain themselves.
    """
    _refuse_inexact(data)
    try:
        return exact_text(data)
    except RecursionError:
        raise ValueError("data that contain themselves, or too deep") from None


def exact_text(data: object) -> str:
    """The same for data of which it is known that nothing in them has to be refused, as `plain` makes them."""
    # Just what json.dumps writes (sorted, without spaces, not ASCII only), in a seventh of its time.
    return msgspec.json.encode(data, order="sorted").decode()


_EXACT = frozenset({str, int, bool, type(None)})


def _refuse_inexact(data: object) -> None:
    seen: set[int] = set()
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | int | None):
            continue
        if not isinstance(one, dict | list | tuple):
            raise TypeError(f"no canonical text: {one!r}")
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            wrong = [key for key in one if type(key) is not str]
            if wrong:
                raise TypeError(f"a key that is no text: {wrong[0]!r}")
        inner = one.values() if isinstance(one, dict) else one
        # Most hold nothing but leaves: one look at the types tells.
        if not _EXACT.issuperset(map(type, inner)):
            waiting += inner
