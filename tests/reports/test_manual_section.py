"""What people looked at, in the report: all sentences in both forms, among the problems, in a table of their own and in the summary."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sample_run import sample_run
from test_render import filed, rendered
from test_render import missing as missing_on_page
from test_summary import run_of
from test_word import missing, word_of

from fieldops.inspection.checks import Verdict
from fieldops.messages import LANGUAGES
from fieldops.messages.text import Text
from fieldops.records.answers import ManualAnswered, Photo
from fieldops.records.coverage import coverage_of
from fieldops.records.manual import owed_of, read_answer
from fieldops.records.runs import Run
from fieldops.records.snapshots import (
    CheckSnapshot,
    ManualSnapshot,
    PartSnapshot,
    PersonSnapshot,
    PlaceSnapshot,
)
from fieldops.reports.annexes import build_annex
from fieldops.reports.build import build_report
from fieldops.reports.grade import grade_of
from fieldops.reports.owed import looked_at
from fieldops.reports.render import ANNEX_TEMPLATE, TEMPLATE
from fieldops.reports.wording import Wording
from fieldops.structs import replaced

PLACES = (
    PlaceSnapshot("@site-1", Text("一号机房", "Room one")),
    PlaceSnapshot("@site-2", Text("二号机房", "Room two")),
)
LI = PersonSnapshot("li", Text("李娜", "Li Na"))


def run_with_room(*answers: tuple[str, str], run: Run | None = None) -> Run:
    """The sample run, or another one, with an item at two sites, filled in so (place, answer)."""
    run = run or sample_run()
    area = run.playbook.areas[0].id
    check = CheckSnapshot(
        "doors", Text("机柜门", "Doors"), area, "", "value", Text("关严", "Closed"), Text("修门锁", "Mend it")
    )
    item = ManualSnapshot("doors", Text("逐柜看", "Look"), PLACES, photo="not-ok")
    playbook = replaced(run.playbook, checks=(*run.playbook.checks, check), manual=(item,))
    bare = Run(replaced(run.begun, playbook=playbook), run.finished, run.hosts)
    owed = {each.place.id: each for each in owed_of(bare)}
    at = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    told = tuple(
        ManualAnswered(
            run.id,
            place,
            read_answer(owed[place], answer, "A03 <b>"),
            LI,
            at,
            "A03 <b>",
            (Photo("d.jpg", "0" * 64, 9),),
        )
        for place, answer in answers
    )
    return Run(bare.begun, bare.finished, bare.hosts, answers=told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_stands_in_the_page_and_in_the_word_file(language: str) -> None:
    run = run_with_room(("@site-1", "不合格"))
    view = replaced(filed(build_report(run, language)), not_done_none="")
    assert view.manual is not None
    assert [row.by for row in view.manual.rows][1] == ""
    assert missing_on_page(view, rendered(TEMPLATE, view)) == []
    assert missing(view, word_of(view)) == []
    annex = build_annex(run, language)
    assert missing_on_page(annex, rendered(ANNEX_TEMPLATE, annex)) == []
    assert "@site" not in rendered(ANNEX_TEMPLATE, annex)


def test_a_room_that_was_looked_at_is_no_host_that_gave_data() -> None:
    # Two of 19 are more than a tenth, two of 20 or 21 are not: rooms are not counted among them.
    critical = run_of("oc", "oc", *["o"] * 17)
    for run in (critical, run_with_room(("@site-1", "合格"), ("@site-2", "合格"), run=critical)):
        assert grade_of(run, coverage_of(run)) == "d"
    more = run_of("oc", "oc", *["o"] * 18)
    for run in (more, run_with_room(("@site-1", "合格"), ("@site-2", "合格"), run=more)):
        assert grade_of(run, coverage_of(run)) == "c"


def test_what_is_not_in_order_is_a_problem_with_its_place_and_advice() -> None:
    view = build_report(run_with_room(("@site-1", "不合格"), ("@site-2", "合格")), "zh-CN")
    row = next(row for row in view.problems if row.check == "机柜门")
    assert (row.verdict.code, row.hosts, row.count, row.value) == (
        "CRIT",
        "一号机房",
        "1 处",
        "不合格：A03 <b>",
    )
    assert (row.note, row.advice) == ("", "修门锁")
    # They have a table of their own; among hosts they have a row behind them, without a column of their area.
    assert [(each.host, each.cells[0].text) for each in view.matrix[-2:]] == [
        ("一号机房", "■1（操作系统）；见序号 2，其中涉及上列主机的，主机行不作标记"),
        ("二号机房", "○1（操作系统）"),
    ]
    assert not any("机房" in area for area in view.matrix_areas)
    assert "人工检查项已填 2/2 项" in view.coverage


def test_what_nobody_filled_in_stands_among_what_is_not_determined() -> None:
    run = run_with_room(("@site-1", "合格"))
    assert run.counts[Verdict.UNKNOWN] == sample_run().counts[Verdict.UNKNOWN] + 1
    assert not coverage_of(run).complete
    view = build_report(run, "en")
    row = next(row for row in view.undetermined if row.checks == "Doors")
    assert (row.hosts, row.count, row.reason) == ("Room two", "1 place", "not filled in")
    assert "Manual items filled in: 1 of 2; not filled in: Doors (Room two)." in view.coverage
    assert "1 manual item was not filled in: Doors (Room two)." in view.sentences[1]
    assert "人工检查项有 1 项未填写：机柜门（二号机房）。" in build_report(run, "zh-CN").sentences[1]


def test_of_an_answer_the_last_one_counts() -> None:
    run = run_with_room(("@site-1", "不合格"), ("@site-1", "合格"), ("@site-2", "合格"))
    assert {place.host: place.checks[0].verdict for place in run.manual} == {
        "@site-1": Verdict.OK,
        "@site-2": Verdict.OK,
    }


def test_what_people_alone_look_at_names_the_places_and_not_all_hosts() -> None:
    run = run_with_room(("@site-1", "合格"))
    parts = (
        PartSnapshot("linux", Text("主机巡检", "Hosts"), ("load",)),
        PartSnapshot("room", Text("机房巡检", "Room"), ("doors",)),
    )
    begun = replaced(run.begun, playbook=replaced(run.playbook, parts=parts))
    told = {
        fact.label: fact.value
        for fact in looked_at(replaced(run, begun=begun), Wording("en", run.contract.time_zone))
    }
    assert told == {"Hosts": "all hosts", "Room": "Room one, Room two"}


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "also filled in 2 manual items"), ("zh-CN", "本次另填写人工检查项 2 项")],
)
def test_of_a_reviewer_who_inspected_as_well_it_is_said(language: str, told: str) -> None:
    run = run_with_room(("@site-1", "合格"), ("@site-2", "合格"))
    answers = tuple(replaced(each, by=run.team.engineers[1]) for each in run.answers)
    first, second = build_report(replaced(run, answers=answers), language).signers
    assert second.title.endswith(told)
    assert told not in first.title
