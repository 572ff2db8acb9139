"""Every event that can be, made by hypothesis from the fields of its dataclass."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from fieldops.errors import Named
from fieldops.messages.text import Text
from fieldops.structs import Struct, fields_of

# What UTF-8 can hold; what it cannot has a test of its own.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
floats = st.floats(allow_nan=False)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.builds(
    lambda seconds, minutes: (_EPOCH + timedelta(seconds=seconds)).astimezone(
        timezone(timedelta(minutes=minutes))
    ),
    st.integers(-2_000_000_000, 200_000_000_000),
    st.integers(-14 * 60, 14 * 60),
)
_said = st.one_of(st.none(), st.booleans(), st.integers(), floats, texts)
# What fills a sentence: plain values, several of them, and sentences themselves.
said = st.recursive(
    _said,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(
            lambda codes, values: Named(*codes, **values),
            st.lists(texts, max_size=2),
            st.dictionaries(st.sampled_from(["path", "detail", "n"]), inner, max_size=2),
        ),
    ),
    max_leaves=4,
)


def _names_something(key: str) -> bool:
    """What is filled into a sentence has a name; a lone "$float" or "codes" with "values" are how `plain` marks a form."""
    return not key.startswith("$") and key != "codes"


_LEAVES: Mapping[object, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(),
    float: floats,
    bool: st.booleans(),
    date: st.dates(),
    datetime: moments,
    Text: st.builds(Text, texts, texts),
    object: said,
    type(None): st.none(),
}


def values_of(wanted: Any) -> st.SearchStrategy[Any]:
    """Values of a type as a field of an event has it."""
    if wanted in _LEAVES:
        return _LEAVES[wanted]
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        hints = get_type_hints(wanted)
        fields = {each.name: values_of(hints[each.name]) for each in fields_of(wanted)}
        return st.builds(wanted, **fields)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return st.sampled_from(list(wanted))
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of(*(values_of(each) for each in inner))
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values_of(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(each) for each in inner))
    assert origin is Mapping, wanted
    return st.dictionaries(texts.filter(_names_something), values_of(inner[1]), max_size=2)
