"""The report as Markdown: all of it, and no text of a host is markup."""

from __future__ import annotations

import pytest
from sample_run import HOSTILE, check, contract, evidence, host, item, run_with, sample_run
from standard_run import standard_run
from test_render import filed, sentences

from fieldops.messages import LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.markdown import escaped
from fieldops.reports.report_markdown import report_markdown
from fieldops.reports.view import ReportView
from fieldops.structs import replaced


def missing(view: ReportView) -> list[str]:
    # What has a meaning at the beginning of a line has none within it.
    told = report_markdown(view, escaped).replace("\\", "")
    return [text for text in sentences(view) if escaped(text).replace("\\", "") not in told]


@pytest.mark.parametrize("kind", ["inspection", "health-check"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_view_stands_there(kind: str, language: str) -> None:
    """All but what one table has in place of another: an empty one has a sentence, a full one has none."""
    view = replaced(filed(build_report(sample_run(kind, finished=False), language)), not_done_none="")
    assert missing(view if kind == "inspection" else replaced(view, signing=None)) == []


def test_every_sentence_of_a_run_of_thirty_hosts_stands_there() -> None:
    view = build_report(standard_run(30), "zh-CN")
    assert missing(view if view.not_done == () else replaced(view, not_done_none="")) == []


@pytest.mark.parametrize("name", ["problems", "undetermined", "capacity"])
def test_an_empty_table_is_its_sentence(name: str) -> None:
    view = build_report(sample_run(), "en")
    told = report_markdown(replaced(view, **{name: ()}), escaped)
    assert escaped(view.empty_tables[name]) in told


def test_each_table_has_as_many_cells_in_every_row_and_nothing_hostile_is_markup() -> None:
    hostile = (
        HOSTILE,
        "| a | b",
        "\n\n# no heading",
        "<script>",
        "[x](http://x)",
        "\u202egnp.exe",
        "@all #1",
        "-\n---",
    )
    lines = [item(value, "CRIT", None, value) for value in hostile]
    named = {**contract(["core-db-01"]), "customer": {"name": "</td><script> & Co\n# x"}}
    run = run_with(
        [host("core-db-01", "done", [check("filesystem-usage", "CRIT", *lines)], [evidence("df")])],
        contract=named,
    )
    told = report_markdown(filed(build_report(run, "en")), escaped)
    assert "<script" not in told
    assert "](http" not in told
    assert "\u202e" not in told
    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert [line for line in headings if "no heading" in line or "# x" in line] == []
    heads = 0
    for line in told.splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert cells in (0, heads) or heads == 0, line
        heads = cells


@pytest.mark.parametrize(
    ("language", "found"),
    [("en", "92.6% (Critical: ≥90%) (/data)"), ("zh-CN", "92.6%（严重阈值：≥90%）（/data）")],
)
def test_which_items_have_the_value_stands_in_brackets(language: str, found: str) -> None:
    view = build_report(sample_run(), language)
    (first, *others) = view.problems
    limit = {"en": "(Critical: ≥90%)", "zh-CN": "（严重阈值：≥90%）"}[language]
    row = replaced(first, value="92.6%", limit=limit, items="/data")
    told = report_markdown(replaced(view, problems=(row, *others)), str)
    assert found in told
