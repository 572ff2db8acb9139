"""Single values of a text are changed or left out; everything else stays as it was written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.appending import entry_text
from fieldops.documents.editing import moved_out, with_scalar, without
from fieldops.documents.yaml_text import Node, Path, read_yaml

TEXT = """\
# about the whole
id: acme # the id
term: {start: 2026-01-01, end: 2026-12-31} # A4
# about the amendments
amendments:
  # the first one
  - id: a-1
    sets:
      # so it is now
      obligations:
        - {id: call, title: "a, b"}   # a call

      term: {start: 2026-01-01, end: 2027-06-30}
# about the assets
assets:
  - {id: s1, swaps: [{a: 1}, {b: "x]"}], serial: 'S 1'} # one
  - id: s2
    swaps:
      - {a: 1}
    serial: S2
"""


def node(text: str) -> Node:
    found, problems = read_yaml(text.encode(), "test")
    assert found is not None, problems
    return found


def test_a_scalar_is_replaced_and_its_comment_stays() -> None:
    assert "id: other # the id\n" in with_scalar(TEXT, node(TEXT), ("id",), "other")
    changed = with_scalar(TEXT, node(TEXT), ("term", "end"), "2028-12-31")
    assert "term: {start: 2026-01-01, end: 2028-12-31} # A4\n" in changed


@pytest.mark.parametrize(
    ("path", "there", "gone"),
    [
        (("amendments",), "term: {start: 2026-01-01, end: 2026-12-31} # A4\n# about the amendments\n# about the assets\n", "a-1"),
        (("assets", 0, "swaps"), "  - {id: s1, serial: 'S 1'} # one\n", "x]"),
        (("assets", 1, "swaps"), "  - id: s2\n    serial: S2\n", "      - {a: 1}"),
        (("assets", 0, "serial"), """  - {id: s1, swaps: [{a: 1}, {b: "x]"}]} # one\n""", "S 1"),
        (("assets", 0, "id"), "  - {swaps: [{a: 1}", "s1"),
    ],
)  # fmt: skip
def test_a_property_is_left_out_with_what_belongs_to_it(path: Path, there: str, gone: str) -> None:
    changed = without(TEXT, node(TEXT), path)
    assert there in changed
    assert gone not in changed


def test_a_section_is_moved_to_the_top_with_its_comments() -> None:
    path = ("amendments", 0, "sets", "obligations")
    assert moved_out(TEXT, node(TEXT), path) == 'obligations:\n  - {id: call, title: "a, b"}   # a call'


def test_what_does_not_begin_a_line_cannot_be_moved() -> None:
    assert moved_out("a: {b: {c: 1}}\n", node("a: {b: {c: 1}}\n"), ("a", "b")) is None


_WORDS = st.text("ab,]}{[#'\" x中", max_size=6)
_VALUES = st.recursive(
    _WORDS | st.integers(0, 99) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("klmn"), _VALUES, min_size=2, max_size=4), st.booleans(), st.data())
def test_nothing_else_changes_whatever_the_values_are(
    data: dict[str, Any], flow: bool, draw: st.DataObject
) -> None:
    lines = [f"{name}: {entry_text(value)} # note" for name, value in data.items()]
    text = f"top: {entry_text(data)}\n" if flow else "\n".join(["top:", *(f"  {line}" for line in lines), ""])
    gone = draw.draw(st.sampled_from(sorted(data)))
    changed = without(text, node(text), ("top", gone))
    expected = {name: value for name, value in data.items() if name != gone}
    assert json.loads(json.dumps(node(changed).data)) == {"top": json.loads(json.dumps(expected))}
