"""Tables fit the terminal, and no id in them is ever cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.cli.help_form import cells
from fieldops.cli.output import Session
from fieldops.cli.tables import column_widths, print_table

WORDS = st.text(alphabet="abc-0123 合同质保", max_size=60)
ID = "20261128-095512-archive-digitisation-cc6e"


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5), st.integers(40, 120))
def test_columns_fit_and_hold_their_words(rows: list[tuple[str, str, str]], width: int) -> None:
    widths = column_widths(rows, width)
    if widths is not None:
        assert sum(widths) + 6 <= width
        for column, room in zip(zip(*rows, strict=True), widths, strict=True):
            longest = max(
                cells(word) for cell in column for word in ["", *cell.split()] if word.isascii() or not word
            )
            assert room >= min(longest, 48)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_id_is_on_one_line_whatever_the_width(
    language: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    session = Session(Path(), language, False)
    headings = ["run", "kind", "contract", "reason"]
    row = [ID, "巡检", "archive-digitisation", "执行该采集项前主机已停止应答 " * 3]
    print_table(session, headings, [row, row])
    lines = capsys.readouterr().out.splitlines()
    assert sum(ID in line for line in lines) == 2
    assert sum("archive-digitisation" in line.replace(ID, "") for line in lines) == 2
    assert all(cells(line) <= max(width, cells(ID)) for line in lines)


def test_a_cell_is_text_whatever_it_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(Session(Path(), "en", False), ["a", "b"], [["[red]x[/red]", "\x1b[31mred"]])
    out = capsys.readouterr().out
    assert "[red]x[/red]" in out
    assert "\x1b" not in out
