"""Words that only fill a place, and what a Chinese keyboard leaves in values; texts for people are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes

from fieldops.rules.secrets import holds_password
from fieldops.rules.written import is_filler


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
