"""YAML that people and their editors write: it is read, or refused with its own cause and the line as it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.yaml_text import read_yaml
from fieldops.messages import LANGUAGES, say_problem

READ: dict[str, object] = {
    'a:\n  "text\n  goes on"\n': {"a": "text goes on"},
    "a:\n  {b: 1,\n  c: 2}\n": {"a": {"b": 1, "c": 2}},
    'a: "x\n  \ty"\n': {"a": "x y"},
    "a: [1,\n  \t2]\n": {"a": [1, 2]},
    "a: 1\n\t\nb: 2\n": {"a": 1, "b": 2},
    "\t\na: 1\n": {"a": 1},
    "a: 1\n  \t \n\t\nb: 2\n": {"a": 1, "b": 2},
    "a:\n  - 1\n\t\r\n  - 2\n": {"a": [1, 2]},
    "run: |\n  cat <<-X\n  \tfoo\n  X\n": {"run": "cat <<-X\n\tfoo\nX\n"},
}


@pytest.mark.parametrize("text", READ)
def test_what_is_yaml_is_read(text: str) -> None:
    node, problems = read_yaml(text.encode(), "f.yaml")
    assert problems == []
    assert node is not None
    assert node.data == READ[text]


# The code, the place, and the line that the hint shows ("" for none).
REFUSED = {
    "a: {phone:, name: x}\n": ("yaml.space-after-colon", 1, 10, "a: {phone: , name: x}"),
    "a: {phone:}\n": ("yaml.space-after-colon", 1, 10, "a: {phone: }"),
    "'a':1\n": ("yaml.space-after-colon", 1, 4, "'a': 1"),
    "a: - b\n": ("yaml.list-behind-key", 1, 4, "a: [b]"),
    "a: - b, c\n": ("yaml.list-behind-key", 1, 4, "a: ['b, c']"),
    "a: - b\n   - c\n": ("yaml.list-behind-key", 1, 4, "a:"),
    "phone: -\n": ("yaml.reserved-character", 1, 8, "phone: '-'"),
    "phone: -  # none\n": ("yaml.reserved-character", 1, 8, "phone: '-'  # none"),
    "a: {x: :y}\n": ("yaml.reserved-character", 1, 8, "a: {x: ':y'}"),
    "a: {name: x, contact\n  person: y}\n": ("yaml.key-over-lines", 1, 14, "a: {name: x,"),
    "a: {b: 1, c\n  : 2}\n": ("yaml.key-over-lines", 1, 11, "a: {b: 1,"),
    "a: |\n     \n  text\n": ("yaml.blank-line", 2, 1, ""),
    "a: >\n \n  \n   \nb: 1\n": ("yaml.blank-line", 3, 1, ""),
    "%YAML 1.1#x\n---\na: 1\n": ("yaml.comment-behind-quotes", 1, 10, "%YAML 1.1 #x"),
    "a: |\n  \tx\n": ("yaml.tab", 2, 3, "    x"),
    "a: [1,\n2]\n": ("yaml.indentation", 2, 1, "  2]"),
    'a: "x\n\ty"\n': ("yaml.tab", 2, 1, '  y"'),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_none_is_refused_with_its_own_cause_and_the_way_out(text: str) -> None:
    code, line, column, shown = REFUSED[text]
    (problem,) = read_yaml(text.encode(), "f.yaml")[1]
    assert (problem.code, problem.position.line, problem.position.column) == (code, line, column)
    for language in LANGUAGES:
        hint = say_problem(problem, language)[1]
        assert hint is not None
        assert hint.endswith(shown)
    # With the line as it should be it can be read, where one line is all that was wrong.
    if shown and text.count("\n") == 1:
        node, problems = read_yaml(f"{shown}\n".encode(), "f.yaml")
        assert (node is not None, problems) == (True, [])


@given(
    st.lists(
        st.sampled_from(["a: 1", "b: [x, y]", "c:", "  d: 'e'", "# f"]), min_size=1, max_size=5, unique=True
    ),
    st.sampled_from(["\t", " \t", "\t\t ", "  \t"]),
)
def test_a_blank_line_is_blank_whatever_spaces_are_on_it(lines: list[str], blank: str) -> None:
    usual, problems = read_yaml("\n\n".join(lines).encode(), "f.yaml")
    if usual is not None and not problems:
        node, problems = read_yaml(f"\n{blank}\n".join(lines).encode(), "f.yaml")
        assert problems == []
        assert node is not None
        assert node.data == usual.data
