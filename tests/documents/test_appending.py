"""Entries are added to a list in a document's text, and nothing else of it changes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.appending import append_entries, entry_text, parser_events
from fieldops.documents.characters import STRANGE
from fieldops.documents.yaml_text import read_yaml

NEW = [{"id": "n1", "serial": "1"}, {"id": "n2"}]


def data_in(text: str) -> Any:
    node, problems = read_yaml(text.encode(), "x.yaml")
    assert problems == []
    assert node is not None
    return node.data


@pytest.mark.parametrize(
    "text",
    [
        "kind: Assets\nassets:\n  - {id: a}\n",
        "kind: Assets\nassets:\n- {id: a} # the first\n",
        "kind: Assets\nassets:\n  - {id: a}",
        "kind: Assets\nassets:\n  - id: a\n    events:\n      - event: delivery\n        date: 2026-01-01\n",
        "kind: Assets\nassets:\n  - id: a\n    name: |\n      two\n      lines\n\n  # - id: gone\n\n# the end\n",
        "kind: Assets\nassets:\n  - id: a\n    # still of a\n  # of the list\n# of the file\nid: x\n",
        "assets:\n    -   id: a\n\n\nkind: Assets\n",
        "kind: Assets\nassets: []\nid: x\n",
        "kind: Assets\nassets: [] # none yet\n",
        "kind: Assets\nassets: [{id: a}, {id: b}]\n",
        "kind: Assets\nassets: [\n  {id: a}, # first\n  {id: b}, # second\n]\nid: x\n",
        '{"kind": "Assets", "assets": [{"id": "a"}]}\n',
        '{"kind": "Assets", "assets": [], "id": "x"}',
        "---\nkind: Assets\nassets:\n  - {id: a}\n...\n",
        "kind: Assets\r\nassets:\r\n  - {id: a}\r\nid: x\r\n",
        "\ufeffkind: Assets\nassets:\n  - {id: 甲}\nid: x\n",
        "name: 数字化 # 注释\nassets:\n  - {id: 甲, name: '数字化\U0001f600'}\nid: x\n",
    ],
)
def test_everything_that_was_there_stays(text: str) -> None:
    before = data_in(text)
    after = append_entries(text, "assets", NEW)
    assert data_in(after) == {**before, "assets": [*before["assets"], *NEW]}
    added = iter(after)
    kept = text.replace("[]", "[")
    assert all(letter in added for letter in kept), "a character is gone or out of order"
    assert ("\r\n" in after) == ("\r\n" in text)
    assert after.replace("\r\n", "").count("\r") == 0


def test_each_entry_takes_one_line_at_the_depth_of_the_others() -> None:
    text = "assets:\n  - id: a   # kept\n    model: x\n  # a comment about the list\nid: x\n"
    assert append_entries(text, "assets", NEW) == (
        "assets:\n  - id: a   # kept\n    model: x\n  # a comment about the list\n"
        "  - {id: n1, serial: '1'}\n  - {id: n2}\nid: x\n"
    )


@pytest.mark.parametrize("text", ["id: x\n", "assets: none\n", "- assets\n"])
def test_a_document_without_that_list_is_a_mistake_of_ours(text: str) -> None:
    with pytest.raises(ValueError, match="assets"):
        append_entries(text, "assets", NEW)


# --- texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("服务器", "服务器"),
        ("PowerEdge R750", "PowerEdge R750"),
        ("2026-03-15", "2026-03-15"),
        ("192.0.2.1", "192.0.2.1"),
        ("0123", "'0123'"),
        ("12", "'12'"),
        ("1.10", "'1.10'"),
        ("no", "'no'"),
        ("True", "'True'"),
        ("null", "'null'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("it's", "'it''s'"),
        ("", "''"),
        ("- x", "'- x'"),
        ("a, b", "'a, b'"),
        ("two\nlines", '"two\\nlines"'),
    ],
)
def test_texts_have_quotes_where_they_need_them(text: str, written: str) -> None:
    assert entry_text(text) == written


def test_serials_always_have_quotes() -> None:
    assert entry_text({"serial": "SN1", "model": "M1"}) == "{serial: 'SN1', model: M1}"


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")), max_size=20
).filter(lambda text: not STRANGE.search(text))
_DATA = st.recursive(
    _TEXTS | st.booleans() | st.integers(-(10**15), 10**15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(_TEXTS.filter(lambda key: key != "<<"), _DATA, max_size=4), min_size=1, max_size=3
    )
)
def test_any_data_is_read_again_as_it_was(entries: list[dict[str, Any]]) -> None:
    for text in ("assets: []\n", "assets:\n  - {id: a}\n", "assets: [{id: a}]\n"):
        first = data_in(text)["assets"]
        after = append_entries(text, "assets", entries)
        assert data_in(after)["assets"] == [*first, *entries]
        # Readers of YAML 1.1 find the same texts.
        assert yaml.safe_load(after)["assets"] == [*first, *entries] or "2026" in after


@given(_DATA)
def test_the_parsers_events_are_counted(data: Any) -> None:
    events = list(yaml.parse(entry_text(data) + "\n"))
    assert parser_events(data) == len(events) - 4  # the beginning and end of the stream and of the document
