"""tools/checks.py: a check that no table marks is told, and so is a mark of what is not there."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checks() -> Iterator[ModuleType]:
    """The program, which is no package, with tables of its own."""
    spec = importlib.util.spec_from_file_location("checks_page", ROOT / "tools" / "checks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["checks_page"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["checks_page"]


@pytest.fixture
def tables(checks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checks, "TABLES", tmp_path)
    (tmp_path / "rows.yaml").write_text("1: { en: a, zh: 甲 }\n2: { en: b, zh: 乙 }\n", "utf-8")
    (tmp_path / "sources.yaml").write_text("CK: Checkmk\n", "utf-8")
    return tmp_path


def line(checks: ModuleType, id: str, *rows: int) -> object:
    return checks.Line(id, "mine", {"en": "Mine", "zh-CN": "我的"}, "`warn: > 1`", None, rows, ("CK",))


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ("mine: { rows: [1], after: [CK] }", []),
        ("mine: { rows: [] }", []),
        ("", ["lacks a line such as 'mine: "]),
        ("mine: { rows: [1] }\nother: { rows: [1] }", ["mine has no check other"]),
        ("mine: { rows: [3] }", ["no row or source 3"]),
        ("mine: { rows: [1], after: [XX] }", ["no row or source XX"]),
    ],
)
def test_a_mark_that_is_missing_or_leads_nowhere_is_told(
    checks: ModuleType, tables: Path, marks: str, told: list[str]
) -> None:
    (tables / "mine.yaml").write_text(marks, "utf-8")
    found = list(checks.mistakes([line(checks, "mine")]))
    assert len(found) == len(told)
    assert all(text in mistake for text, mistake in zip(told, found, strict=True))


def test_a_row_without_a_check_is_not_yet_there_or_has_its_reason(checks: ModuleType, tables: Path) -> None:
    (tables / "rows.yaml").write_text(
        "1: { en: a, zh: 甲 }\n2: { en: b, zh: 乙 }\n3: { en: c, zh: 丙, absent: { en: no such thing, zh: 没有 } }\n",
        "utf-8",
    )
    english, chinese = (checks.page(language, [line(checks, "mine", 1)]) for language in ("en", "zh-CN"))
    assert "| 2 | **b** | not yet |" in english
    assert "| 3 | **丙** | 没有 |" in chinese
    assert "Rows: 3. With a check: 1. Left out on purpose: 1. Not yet: 1." in english
    assert "|  | 我的 (`mine`) | 人工查看 | `warn: > 1` | CK | 填写形式 | `mine` |" in chinese


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ('pytestmark = pytest.mark.real\ndef test_a(): "x"', True),
        ('pytestmark = [pytest.mark.real, group]\ndef test_a(): "x"', True),
        ('@pytest.mark.real\ndef test_a(): "x"', True),
        ('@pytest.mark.real\ndef test_a(): ...\ndef test_b(): "x"', False),
        ('marks = pytest.param(marks=pytest.mark.real)\ndef test_a(): "x"', False),
    ],
)
def test_only_what_is_marked_real_counts_as_real(checks: ModuleType, file: str, told: bool) -> None:
    assert ('"x"' in checks._marked(file)[0]) is told
