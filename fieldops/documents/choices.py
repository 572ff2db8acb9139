"""The choices that a hint offers for an id or word that is not known: the one probably meant first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from itertools import islice

from fieldops.errors import Named

# As many choices as a reader still looks through.
_CHOICES = 12
# More are not compared letter by letter for each mistake.
_COMPARED = 100
_NO_NAMES: Mapping[str, str] = {}


def nearest(wanted: str, known: Iterable[str], names: Mapping[str, str] = _NO_NAMES) -> Named | str:
    """The known ids for a hint, the one that was probably meant first and said to be it; "-" when there are none.

    Where `wanted` is one of `names`, that one's id is.
    """
    choices = known if isinstance(known, dict) else dict.fromkeys(known)
    begin_alike = (id for id in choices if id[:2] == wanted[:2])
    compared = choices if len(choices) <= _COMPARED else islice(begin_alike, _COMPARED)
    named = [names[wanted]] if wanted in names else []
    near = [*named, *(id for id in difflib.get_close_matches(wanted, compared, n=3) if id not in named)]
    others = islice((id for id in choices if id not in near), _CHOICES - len(near))
    shown = [*near, *others]
    text = ", ".join([*shown, *(["…"] if len(choices) > len(shown) else [])]) or "-"
    if not near:
        return text
    rest = text.removeprefix(near[0])
    if named:
        return Named("choices.named", name=wanted, near=near[0], others=rest)
    return Named("choices.near", near=near[0], others=rest)


def alike(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words that are like `wanted`, in any case of letters, the nearest first."""
    lowered = {each.lower(): each for each in known}
    return tuple(lowered[each] for each in difflib.get_close_matches(wanted.lower(), lowered, n=3))
