"""Words that only fill a place, and what a Chinese keyboard leaves in values; texts for people are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_manual import codes

from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node
from fieldops.rules.secrets import holds_password
from fieldops.rules.written import is_filler, is_plain, looked_at_closely


@pytest.mark.parametrize("text", ["服务器01 root密码 Abc@12345", "密码 Abc@12345", "password Ab12cd34"])
def test_a_password_behind_the_word_alone(text: str) -> None:
    assert holds_password(text)


@pytest.mark.parametrize(
    ("text", "field", "filler"),
    [
        ("暂无", "number", True),
        ("N/A", "serial", True),
        ("xxx", "phone", True),
        ("-", "phone", True),
        ("待定", "title", True),
        ("-", "title", False),
        ("none", "shift", False),
        ("无线网关", "name", False),
        ("无需备件", "description", False),
        ("TBD", "number", False),
    ],
)
def test_fillers(text: str, field: str, filler: bool) -> None:
    assert is_filler(text, field) is filler


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("number: “HT-1”", "text.chinese-quotes"),
        ("number: HT-１", "text.full-width"),
        ("title: ４号楼机房", None),
        ("title: “智慧园区”项目", None),
        ("number: '400'", None),
    ],
)
def test_values_are_written_plainly(line: str, code: str | None, tmp_path: Path) -> None:
    assert list(codes(line + "\n", tmp_path)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "written"),
    [("‘13800000002’", "'13800000002'"), ("“HT-1”", "HT-1"), ("“true”", "'true'"), ("“1e5”", "'1e5'")],
)
def test_what_stands_in_chinese_quotes_keeps_plain_ones_where_it_would_be_no_text(
    text: str, written: str
) -> None:
    document = Document("f.yaml", "Contract", "x", Node({"phone": text}, (1, 1)))
    found = list(looked_at_closely(document, ("phone",), text, "phone"))
    assert [each.values["text"] for each in found] == [written]


SIGNS = "aZ7/-_#.?… \t\u00a0\u3000“”「」＇＂‘’１Ａｚ无未知略n\u0130ß"
FIELDS = ("name", "title", "number", "serial", "phone", "id", "description", "")


@given(
    st.text(st.sampled_from(SIGNS), max_size=9)
    | st.text(max_size=5)
    | st.sampled_from(["N/A", "暂无", "Unknown"]),
    st.sampled_from(FIELDS),
)
def test_nothing_is_wrong_with_what_is_plain_at_first_sight(text: str, field: str) -> None:
    if is_plain(text, field):
        document = Document("f.yaml", "Contract", "x", Node({field: text}, (1, 1)))
        assert list(looked_at_closely(document, (field,), text, field)) == []


@pytest.mark.parametrize("text", ["服务器 01", "web-1", "Unknown device", "2026-01-01"])
def test_what_most_values_look_like_is_plain_at_first_sight(text: str) -> None:
    assert is_plain(text, "description")
