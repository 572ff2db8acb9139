"""What is owed for life, and upgrades, told as stories of orders on the examples of their sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from service.stories import Desk, instant, logged, on_paper, promised, states, times, to_do

from fieldops.actions.schedules import record_done
from fieldops.actions.warranties import check_claim
from fieldops.schedule.standing import State
from fieldops.warranty.claim import Claim, Service, Upgrade

# Years after the term and every warranty.
LATER = "2035-06-01"


@pytest.mark.shows("order open", "C5")
def test_years_after_the_term_a_question_is_taken_free_and_work_outside_of_it_is_agreed(
    tmp_path: Path,
) -> None:
    archive = Desk(tmp_path, "archive-digitisation")
    view = archive.call(f"{LATER}T10:00", request="consultation", caller="陈立", symptom="which viewer?")
    assert (view.standing.intake.admission, view.standing.stage) == ("covered", "to_dispatch")
    clause = next(each.clause for each in view.standing.intake.reasons if each.rule == "lifelong")
    assert clause == ("Contract", "archive-digitisation", ("lifelong_services", 1))
    # No contract promises a time for it any more; the answer is all that was owed, and ends it.
    assert view.standing.status is None
    archive.tell(f"{LATER}T10:05", "responded", by="hotline")
    view = archive.tell(f"{LATER}T10:20", "resolved", by="engineer", note="the one on the disc")
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    sheet = on_paper(archive, "sheet", f"{LATER}T10:30")
    assert "which viewer? | owed for life: Consultation" in sheet
    assert "The contract promises no times for it." in sheet
    assert logged(archive, f"{LATER}T10:30") == ["reported", "responded", "resolved"]
    view = archive.tell(f"{LATER}T10:40", "reported_again", note="it does not open disc 17")
    assert view.standing.stage == "to_dispatch"
    # A fault is no question: nothing of it is free any more.
    view = archive.call(f"{LATER}T11:00", severity="ordinary", asset="scanner-01")
    assert view.standing.intake.admission == "needs_agreement"


@pytest.mark.shows("warranty check", "C5")
def test_a_disc_of_the_delivered_scope_is_burnt_again_for_life_and_one_outside_of_it_is_not(
    tmp_path: Path,
) -> None:
    archive = Desk(tmp_path, "archive-digitisation")

    def asked(service: Service, delivered: bool | None) -> str:
        claim = Claim("scanner-01", service=service, delivered_scope=delivered)
        return check_claim(archive.root, archive.contract, claim, instant(f"{LATER}T10:00"))[1].outcome

    assert [asked("media_replacement", each) for each in (True, False, None)] == [
        "covered",
        "not_covered",
        "undetermined",
    ]


@pytest.mark.shows("warranty check", "C11")
@pytest.mark.shows("schedule done", "C11")
def test_a_patch_is_free_in_the_warranty_with_media_and_manuals_and_at_cost_after_it(tmp_path: Path) -> None:
    platform = Desk(tmp_path, "device-platform")
    platform.call(
        "2026-05-11T10:00", severity="common", asset="platform-software", symptom="CVE in the parser"
    )
    platform.tell("2026-05-11T10:05", "assigned", person="lin-hao")
    platform.tell("2026-05-11T10:06", "responded", by="engineer")
    view = platform.show("2026-05-11T10:10")
    assert times(view) == promised(platform, "2026-05-11T10:00", "common")
    assert ("respond", "milestone", "2026-05-11T11:00") in times(view)

    def asked(kind: Upgrade, at: str) -> tuple[str, str | None, tuple[str, ...]]:
        claim = Claim("platform-software", upgrade=kind)
        _, found = check_claim(platform.root, platform.contract, claim, instant(at))
        return found.outcome, found.verdict.costs.parts.price, found.verdict.hand_over

    papers = ("media", "user_manual", "administrator_manual")
    assert asked("minor", "2026-05-11T10:00") == ("covered", "free", papers)
    assert asked("major", "2026-05-11T10:00") == ("not_covered", "at_cost", papers)
    assert asked("minor", "2027-05-11T10:00")[:2] == ("not_covered", "at_cost")
    # The patch is put in under the order, with what has to be handed over, and the order is closed.
    platform.tell("2026-05-11T11:00", "arrived", by="engineer")
    platform.tell("2026-05-11T11:30", "work_done", note="patch 4.2.1; media and both manuals handed over")
    platform.tell("2026-05-11T11:35", "resolved")
    platform.tell("2026-05-11T11:40", "reported_done")
    platform.tell("2026-05-11T11:45", "signed", evidence="sheet 21")
    # A day for the record, three for the report, and each as the clock of an office counts: they end with its hours.
    papers = [each for each in times(platform.show("2026-05-11T12:00")) if each[1] == "document"]
    assert papers == [
        ("analysis_report", "document", "2026-05-14T17:30"),
        ("fault_record", "document", "2026-05-12T17:30"),
    ]
    for document in ("fault_record", "analysis_report"):
        platform.tell("2026-05-11T15:00", "document_given", document=document)
    view = platform.tell("2026-05-11T15:05", "confirmed")
    assert states(view) == {
        "respond": "met",
        "onsite": "met",
        "resolve": "not_applicable",
        "plan": "not_applicable",
    }
    assert (view.standing.stage, to_do(view)) == ("closed", [])
    sheet = on_paper(platform, "sheet", "2026-05-11T15:06")
    assert "on site | 2 h | 2026-05-11 12:00 | 2026-05-11 11:00 | kept | 第 5 条" in sheet
    assert "work done | patch 4.2.1; media and both manuals handed over" in sheet
    assert logged(platform, "2026-05-11T15:06")[-3:] == ["document_given", "document_given", "confirmed"]
    # That the manuals were handed over is an obligation of its own, which is recorded for the day.
    done = record_done(
        platform.root, "device-platform/manuals", date(2026, 5, 11), None, None, instant("2026-05-11T15:10")
    )
    assert done.state is State.DONE
    # Whoever asks afterwards is answered by the day of the work, not by the day of the question.
    claim = Claim("platform-software", upgrade="minor", day=date(2026, 5, 11))
    _, found = check_claim(platform.root, platform.contract, claim, instant("2028-01-10T10:00"))
    assert found.outcome == "covered"
