"""Canonical text: equal data have equal bytes, and what has no such bytes is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.records.canonical import canonical

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"b": 1, "a": [True, None, "中\n\u2028"]}, '{"a":[true,null,"中\\n\u2028"],"b":1}'),
        ({"é": "0.1", "e": -0, "\U0001f600": 1, "\uffff": 2}, '{"e":0,"é":"0.1","\uffff":2,"\U0001f600":1}'),
        ((1, (2,)), "[1,[2]]"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_keys_are_sorted_and_characters_stay_as_they_are(data: object, text: str) -> None:
    assert canonical(data) == text


@given(DATA)
def test_it_can_be_read_again_and_written_the_same(data: Any) -> None:
    text = canonical(data)
    assert text == json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    assert json.loads(text) == data
    assert canonical(json.loads(text)) == text


def test_the_order_in_which_keys_were_put_in_makes_no_difference() -> None:
    assert canonical({"a": 1, "b": {"x": 1, "y": 2}}) == canonical({"b": {"y": 2, "x": 1}, "a": 1})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (0.5, TypeError),
        ({"a": [1, {"b": -0.0}]}, TypeError),
        (float("nan"), TypeError),
        (float("inf"), TypeError),
        ({1: "a"}, TypeError),
        ({None: "a"}, TypeError),
        (b"bytes", TypeError),
        ({"a", "set"}, TypeError),
        ({"text": "\ud800"}, ValueError),
        ({"\udfff": 1}, ValueError),
    ],
)
def test_what_has_no_bytes_of_its_own_is_refused(data: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical(data)


def test_data_that_contain_themselves_are_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="contain themselves"):
        canonical(endless)
