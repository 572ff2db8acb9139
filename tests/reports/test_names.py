"""What the files of a report are called."""

from __future__ import annotations

from datetime import date

import pytest
from sample_run import contract, sample_run

from fieldops.messages import LANGUAGES, Text
from fieldops.reports.names import Served, annex_name, stem_of
from fieldops.structs import replaced


def test_a_report_is_called_as_people_file_it() -> None:
    run = sample_run()
    assert stem_of(run, "zh-CN") == "海港银行股份有限公司_巡检报告_2026-06-18_k3f9"
    assert stem_of(run, "en") == "Harbour-Bank-Ltd_Inspection-Report_2026-06-18_k3f9"
    assert annex_name(stem_of(run, "zh-CN"), ".xlsx").endswith("_k3f9-附件.xlsx")
    assert annex_name("report", ".html") == "report-annex.html"


@pytest.mark.parametrize(
    ("every", "period"),
    [("3 months", "2026Q4"), ("1 months", "2026-12"), ("6 months", "2026H2"), ("1 years", "2026"), ("12 months", "2026"), ("2 weeks", "2026-12-31"), ("4 months", "2026-12-31")],
)  # fmt: skip
def test_a_report_of_a_visit_is_called_by_its_title_and_period(every: str, period: str) -> None:
    visit = Served(Text("季度巡检", "Quarterly inspection"), date(2026, 12, 31), every)
    assert stem_of(sample_run(), "zh-CN", visit) == f"海港银行股份有限公司_季度巡检_{period}_k3f9"
    assert stem_of(sample_run(), "en", visit) == f"Harbour-Bank-Ltd_Quarterly-inspection_{period}_k3f9"
    assert stem_of(sample_run(), "zh-CN", replaced(visit, title=None)).split("_")[1:3] == ["巡检报告", period]


def test_the_first_days_of_quarters_and_halves() -> None:
    days = [date(2026, month, 1) for month in (1, 3, 4, 6, 7, 9, 10)]
    assert [Served(None, day, "3 months").period[4:] for day in days] == [
        "Q1",
        "Q1",
        "Q2",
        "Q2",
        "Q3",
        "Q3",
        "Q4",
    ]
    assert [Served(None, day, "6 months").period[4:] for day in days] == [
        "H1",
        "H1",
        "H1",
        "H1",
        "H2",
        "H2",
        "H2",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stays_one_file_name(language: str) -> None:
    for customer in ("../../etc/passwd", "a/b\\c:d*?<>|", "\u202egnp.exe", "…", "长" * 200):
        run = sample_run(run="x/../y-\u202ez", contract={**contract([]), "customer": {"name": customer}})
        stem = stem_of(run, language, Served(Text(customer, customer), date(2026, 1, 1), "3 months"))
        assert len(annex_name(stem, ".html").encode()) < 255
        assert all(letter.isalnum() or letter in "_-" for letter in stem)
        assert stem.count("_") == 3


def test_two_runs_of_one_day_have_different_names() -> None:
    first, second = (stem_of(sample_run(run=f"20260618-0930-acme-{end}"), "en") for end in ("a1b2", "c3d4"))
    assert first != second
