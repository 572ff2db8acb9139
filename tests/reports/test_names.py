"""What the files of a report are called."""

from __future__ import annotations

import pytest
from sample_run import contract, sample_run

from fieldops.messages import LANGUAGES
from fieldops.reports.names import annex_name, stem_of


def test_a_report_is_called_as_people_file_it() -> None:
    run = sample_run()
    assert stem_of(run, "zh-CN") == "海港银行股份有限公司_巡检报告_2026-06-18_k3f9"
    assert stem_of(run, "en") == "Harbour-Bank-Ltd_Inspection-Report_2026-06-18_k3f9"
    assert annex_name(stem_of(run, "zh-CN"), ".xlsx").endswith("_k3f9-附件.xlsx")
    assert annex_name("report", ".html") == "report-annex.html"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stays_one_file_name(language: str) -> None:
    for customer in ("../../etc/passwd", "a/b\\c:d*?<>|", "\u202egnp.exe", "…", "长" * 200):
        run = sample_run(run="x/../y-\u202ez", contract={**contract([]), "customer": {"name": customer}})
        stem = stem_of(run, language)
        assert len(annex_name(stem, ".html").encode()) < 255
        assert all(letter.isalnum() or letter in "_-" for letter in stem)
        assert stem.count("_") == 3


def test_two_runs_of_one_day_have_different_names() -> None:
    first, second = (stem_of(sample_run(run=f"20260618-0930-acme-{end}"), "en") for end in ("a1b2", "c3d4"))
    assert first != second
