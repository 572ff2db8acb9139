"""The promises A1-A8 on the example contract of their document, with the promise's own numbers.

Friday 2026-02-13 is the eve of Spring Festival (15 to 23 February); Saturday the 14th is a make-up working day. In
each of A1-A6 a call comes in that day at 17:20, ten minutes before the close of business.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from fieldops.actions.needed import need_agreement
from fieldops.actions.new_contracts import new_contract
from fieldops.contracts.model.contract import Override
from fieldops.contracts.reasons import flattened
from fieldops.documents.workspace import load_workspace
from fieldops.errors import InvalidDocuments, Refused
from fieldops.sla.timetable import NotPromised
from fieldops.structs import replaced
from tests.sla.agreements import REPOSITORY, example, found, said, times, timetable

FRIDAY = "2026-02-13T17:20"
# Two contracts begin later than that; their Friday is the one before Qingming (4 to 6 April), and beside it the
# Wednesday before the National Day week (1 to 7 October, worked: Saturday the 10th).
QINGMING = "2026-04-03T17:20"
EVE = "2026-09-30T17:20"
ARCHIVE, DEVICE, PORTAL, MANAGED = (
    "archive-digitisation",
    "device-platform",
    "housing-fund-portal",
    "managed-service",
)


@pytest.mark.shows("sla deadlines", "A1")
def test_a1_five_minutes_one_hour_three_hours_or_the_second_working_day() -> None:
    assert times(example(ARCHIVE), FRIDAY, "ordinary") == [
        ("respond", "2026-02-13T17:25"),
        ("onsite", "2026-02-13T18:20"),
        ("resolve", "2026-02-13T20:20"),
        # The make-up Saturday is the first working day, the Tuesday after the festival the second; until 24:00.
        ("resolve at the latest", "2026-02-25T00:00"),
        ("resolve", "2026-02-13T21:20"),
    ]


def test_a1_two_contradictory_times_are_both_listed_and_named() -> None:
    resolve = [each for each in found(example(ARCHIVE), FRIDAY, "ordinary") if each.milestone == "resolve"]
    assert [each.limit.text for each in resolve if each.limit] == ["3h", "2wd", "4h"]
    for each in resolve:
        assert "contradiction" in [reason.rule for reason in each.reasons]


def test_a1_a_workaround_after_two_working_days() -> None:
    measures = [said(each) for each in found(example(ARCHIVE), FRIDAY, "ordinary") if each.kind == "action"]
    assert ("workaround", "action", "2026-02-25T00:00") in measures
    # Without a time of its own a measure is due when the first time of the milestone is over.
    assert ("expert_panel", "action", "2026-02-13T20:20") in measures


@pytest.mark.shows("sla deadlines", "A2")
def test_a2_common_and_major_faults_of_devices() -> None:
    both = times(example(DEVICE), FRIDAY, "common")
    assert both == [
        ("respond", "2026-02-13T18:20"),
        ("resolve if remotely_fixable", "2026-02-13T18:20"),
        ("onsite if not_remotely_fixable", "2026-02-13T19:20"),
        ("plan if not_remotely_fixable", "2026-02-13T19:20"),
    ]
    known = times(example(DEVICE), FRIDAY, "common", facts={"remotely_fixable": True})
    assert known == [("respond", "2026-02-13T18:20"), ("resolve", "2026-02-13T18:20")]
    on_site = times(example(DEVICE), FRIDAY, "common", facts={"remotely_fixable": False})
    assert ("onsite", "2026-02-13T19:20") in on_site
    assert times(example(DEVICE), FRIDAY, "major") == [
        ("respond", "2026-02-13T17:50"),
        ("plan", "2026-02-13T19:20"),
    ]


def test_a2_a_call_during_the_festival_counts_as_any() -> None:
    assert times(example(DEVICE), "2026-10-01T03:00", "major")[0] == ("respond", "2026-10-01T03:30")


@pytest.mark.shows("sla deadlines", "A3")
def test_a3_ordinary_and_major_faults_of_the_portal() -> None:
    assert times(example(PORTAL), EVE, "ordinary") == [
        ("respond", "2026-09-30T19:20"),
        ("decide", "2026-09-30T19:20"),
        # 8, 9 October and the make-up Saturday; at the close of business, as the clock runs in service hours.
        ("resolve", "2026-10-10T17:30"),
    ]
    assert times(example(PORTAL), EVE, "major") == [
        ("respond", "2026-09-30T19:20"),
        ("plan", None),
        ("depart", None),
        ("resolve", None),
    ]
    depart = found(example(PORTAL), EVE, "major")[2]
    assert depart.why is not None
    assert depart.why.codes == ("deadline.best-effort",)


def test_a3_friday_17_20_before_the_qingming_holiday() -> None:
    # Saturday to Monday are off, so Tuesday is the first working day.
    assert times(example(PORTAL), QINGMING, "ordinary") == [
        ("respond", "2026-04-03T19:20"),
        ("decide", "2026-04-03T19:20"),
        ("resolve", "2026-04-09T17:30"),
    ]


# X is 4 hours in working hours, Y 2 hours at any hour.
FILLED = {
    "severity: critical, milestone: respond, within: TBD": "severity: critical, milestone: respond, within: 2h",
    "severity: urgent, milestone: respond, within: TBD": "severity: urgent, milestone: respond, within: 2h",
    "within: TBD": "within: 4h",
    "term: {start: TBD, end: TBD": "term: {start: 2026-01-01, end: 2028-12-31",
    "anchor: TBD": "anchor: 2026-03-31",
    "date: TBD": "date: 2025-12-20",
    "signed: TBD": "signed: 2025-12-20",
    "team: TBD": "team: team-east",
    "account_manager: TBD": "account_manager: wang-fang",
    "members: [TBD]": "members: [wang-fang]",
    "period: TBD": "period: 12 months",
    "host: {address: TBD}": "host: {address: 192.0.2.77}",
    "user: TBD": "user: operator",
    "serial: TBD, model: TBD, category: software": "serial: SN-2, model: M, category: software",
    "phone: TBD": "phone: 0571-5550-0901",
    "address: TBD, hours": "address: help@example.org, hours",
    "until: TBD": "until: 2098-12-31",
    "TBD": "甲",
}


@pytest.fixture
def hospital(tmp_path: Path) -> Path:
    """A workspace with the examples and a contract made from the template, not filled in."""
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "contracts")
    new_contract(tmp_path, "hospital", "standard-service")
    return tmp_path


def test_a4_a_template_with_unfilled_parameters_promises_nothing(hospital: Path) -> None:
    with pytest.raises(InvalidDocuments) as refused:
        need_agreement(load_workspace(hospital, judged=False), "hospital")
    assert "document.unfilled" in {problem.code for problem in refused.value.problems}


@pytest.mark.shows("sla deadlines", "A4", "A8")
def test_a4_a8_four_levels_in_working_hours_and_at_any_hour(hospital: Path) -> None:
    for file in (hospital / "contracts").glob("hospital*.yaml"):
        text = file.read_text("utf-8")
        for unfilled, filled in FILLED.items():
            text = text.replace(unfilled, filled)
        file.write_text(text, "utf-8")
    agreement = need_agreement(load_workspace(hospital, judged=False), "hospital")
    as_soon_as_possible = ("onsite if not_remotely_fixable", None)
    assert times(agreement, FRIDAY, "critical") == [("respond", "2026-02-13T19:20"), as_soon_as_possible]
    assert times(agreement, FRIDAY, "urgent") == [("respond", "2026-02-13T19:20"), as_soon_as_possible]
    # Ten minutes on Friday, three hours fifty on the make-up Saturday.
    assert times(agreement, FRIDAY, "important") == [("respond", "2026-02-14T12:20")]
    assert times(agreement, FRIDAY, "general") == [("respond", "2026-02-14T12:20")]
    # At the end of that Saturday the festival lies between.
    assert times(agreement, "2026-02-14T17:20", "general") == [("respond", "2026-02-24T12:20")]
    with pytest.raises(NotPromised) as wrong:
        timetable(agreement, FRIDAY).checked("incident", "level-1")
    assert chosen(wrong.value) == "critical, urgent, important, general"


@pytest.mark.shows("sla deadlines", "A5")
def test_a5_three_severities() -> None:
    assert times(example(MANAGED), EVE, "level-1", facts={"same_city": True}) == [
        ("respond", "2026-09-30T17:30"),
        ("remote", "2026-09-30T17:50"),
        ("onsite", "2026-09-30T18:20"),
    ]
    assert ("remote", "2026-09-30T18:20") in times(
        example(MANAGED), EVE, "level-1", facts={"same_city": False}
    )
    unknown = times(example(MANAGED), EVE, "level-1")
    assert ("onsite if same_city", "2026-09-30T18:20") in unknown
    assert ("remote if other_city", "2026-09-30T18:20") in unknown
    # Of level 2 a solution is put forward in two hours, not the repair.
    assert times(example(MANAGED), EVE, "level-2") == [
        ("respond", "2026-09-30T17:50"),
        ("plan", "2026-09-30T19:20"),
    ]
    assert times(example(MANAGED), EVE, "level-3") == [
        ("respond", "2026-09-30T18:20"),
        ("resolve", "2026-09-30T21:20"),
    ]


def test_a5_an_analysis_report_within_24_hours_of_handling() -> None:
    report = next(each for each in found(example(MANAGED), EVE, "level-2") if each.kind == "document")
    assert (report.milestone, report.due) == ("analysis_report", None)
    assert report.why is not None
    assert report.why.codes == ("deadline.not-begun",)


def test_a5_a6_friday_17_20_before_the_qingming_holiday() -> None:
    assert times(example(MANAGED), QINGMING, "level-1")[0] == ("respond", "2026-04-03T17:30")
    assert times(example(MANAGED), QINGMING, "level-2")[1] == ("plan", "2026-04-03T19:20")
    assert times(example(MANAGED), QINGMING, "level-3")[1] == ("resolve", "2026-04-03T21:20")
    asked = times(example(MANAGED), QINGMING, request="consultation", facts={"technical_question": False})
    assert asked == [("answer", "2026-04-03T17:20:30"), ("respond", "2026-04-03T17:30")]
    assert times(example(MANAGED), QINGMING, request="change") == [
        ("respond", "2026-04-07T12:20"),
        ("plan", "2026-04-09T17:30"),
    ]


@pytest.mark.shows("sla deadlines", "B11")
def test_b11_friday_17_20_before_a_make_up_sunday() -> None:
    change = times(example(MANAGED), "2026-09-18T17:20", request="change")
    # Ten minutes on Friday, the rest on the make-up Sunday 20 September; working days: Sunday, Monday, Tuesday.
    assert change == [("respond", "2026-09-20T12:20"), ("plan", "2026-09-22T17:30")]


@pytest.mark.shows("sla deadlines", "A6")
def test_a6_consultations_in_and_outside_service_hours() -> None:
    technical = {"technical_question": False}
    assert times(example(MANAGED), EVE, request="consultation", facts=technical) == [
        ("answer", "2026-09-30T17:20:30"),
        # Exactly at the close of business, and it stays there.
        ("respond", "2026-09-30T17:30"),
    ]
    assert times(example(MANAGED), "2026-09-30T17:30", request="consultation", facts=technical) == [
        ("answer", "2026-09-30T17:30:30"),
        ("respond", "2026-09-30T21:30"),
    ]
    assert times(example(MANAGED), "2026-10-01T10:00", request="consultation", facts=technical)[1] == (
        "respond",
        "2026-10-01T14:00",
    )
    # The make-up Saturday 10 October is in service hours.
    assert times(example(MANAGED), "2026-10-10T10:00", request="consultation", facts=technical)[1] == (
        "respond",
        "2026-10-10T10:10",
    )


def test_a6_a_technical_question_is_passed_on_and_answered() -> None:
    asked = times(example(MANAGED), EVE, request="consultation", facts={"technical_question": True})
    assert asked[2:] == [("pass_on", "2026-09-30T17:50"), ("respond", "2026-09-30T18:20")]
    unknown = times(example(MANAGED), EVE, request="consultation")
    assert ("pass_on if technical_question", "2026-09-30T17:50") in unknown


@pytest.mark.shows("sla deadlines", "A7")
def test_a7_clocks_at_any_hour_and_in_working_hours_in_one_contract() -> None:
    festival = "2026-02-18T03:00"
    assert times(example(ARCHIVE), festival, "ordinary")[0] == ("respond", "2026-02-18T03:05")
    assert times(example(ARCHIVE), festival, request="consultation") == [("respond", "2026-02-24T08:35")]


@pytest.mark.shows("sla deadlines", "A8")
def test_a8_the_levels_are_the_contract_s_own() -> None:
    for id, severities in (
        (ARCHIVE, "ordinary"),
        (DEVICE, "major, common"),
        (PORTAL, "major, ordinary"),
        (MANAGED, "level-1, level-2, level-3"),
    ):
        with pytest.raises(NotPromised) as wrong:
            timetable(example(id), "2026-06-01").checked("incident", "severe")
        assert chosen(wrong.value) == severities


# --- terms -----------------------------------------------------------------------------------------------------


def test_an_expired_contract_promises_nothing() -> None:
    with pytest.raises(Refused) as refused:
        timetable(example(ARCHIVE), "2029-01-01")
    assert refused.value.code == "deadline.not-in-force"
    assert timetable(example(ARCHIVE), "2028-12-31").terms.id == ARCHIVE
    with pytest.raises(Refused):
        timetable(example(ARCHIVE), "2025-12-31")


def test_what_is_renewed_tacitly_promises_on_after_its_first_term() -> None:
    later = timetable(example(MANAGED), "2028-04-01")
    assert (later.terms.term.end, later.promises) == (
        dt.date(2029, 3, 31),
        timetable(example(MANAGED), "2028-03-31").promises,
    )


def test_the_contract_s_own_time_takes_the_place_of_the_service_level_s() -> None:
    agreement = example(ARCHIVE)
    own = Override("incident", "resolve", "2h", "ordinary", "service_hours")
    changed = replaced(agreement, signed=replaced(agreement.signed, service_level_overrides=(own,)))
    resolve = [each for each in found(changed, FRIDAY, "ordinary") if each.milestone == "resolve"]
    # Once, in place of both: ten minutes on Friday, the rest on the make-up Saturday.
    assert [said(each) for each in resolve] == [("resolve", "milestone", "2026-02-14T10:20")]
    assert resolve[0].promise.clause == ("Contract", ARCHIVE, ("service_level_overrides", 0))


def test_every_deadline_explains_itself_with_its_clause() -> None:
    for id, severity in ((ARCHIVE, "ordinary"), (DEVICE, "common"), (PORTAL, "major"), (MANAGED, "level-1")):
        for each in found(example(id), EVE, severity):
            rules = [reason.rule for _, reason in flattened(each.reasons)]
            assert rules[0] == "promise"
            assert "due" in rules
            assert each.reasons[0].clause == each.promise.clause


def test_2027_is_provisional_where_working_days_count() -> None:
    marked = {
        each.milestone: each.provisional for each in found(example(PORTAL), "2026-12-30T10:00", "ordinary")
    }
    assert marked["resolve"]
    assert not marked["respond"]


@pytest.mark.parametrize(
    ("id", "severity", "request_type"),
    [
        (ARCHIVE, "ordinary", "incident"),
        (ARCHIVE, None, "complaint"),
        (DEVICE, "common", "incident"),
        (PORTAL, "major", "incident"),
        (MANAGED, "level-1", "incident"),
        (MANAGED, None, "consultation"),
    ],
)
def test_the_clause_of_each_deadline_is_the_line_that_promises_it(
    id: str, severity: str | None, request_type: str
) -> None:
    agreement = example(id)
    for each in found(agreement, EVE, severity, request_type):
        kind, name, path = each.promise.clause
        at = agreement.documents[kind, name].position(*path)
        line = "".join((REPOSITORY / at.path).read_text("utf-8").splitlines()[at.line - 1 : at.line + 7])
        promised = {"document": "document", "action": "action"}.get(each.kind, "milestone")
        assert f"{promised}: {each.milestone}" in line


def test_in_a_zone_with_summer_time_the_hours_that_pass_are_counted() -> None:
    agreement = example(ARCHIVE)
    berlin = replaced(agreement, signed=replaced(agreement.signed, time_zone="Europe/Berlin"))
    resolve = found(berlin, "2026-03-29T01:30+01:00", "ordinary")[2]
    assert resolve.due is not None
    assert resolve.due.isoformat() == "2026-03-29T05:30:00+02:00"
    back = found(berlin, "2026-10-25T01:30+02:00", "ordinary")[2]
    assert back.due is not None
    assert back.due.isoformat() == "2026-10-25T03:30:00+01:00"


def test_the_same_call_in_utc_and_in_shanghai_is_due_at_the_same_instant() -> None:
    # 20:00 UTC on Friday is 04:00 on the make-up Saturday in Shanghai: Saturday is the day of the event.
    one = times(example(ARCHIVE), "2026-02-13T20:00+00:00", "ordinary")
    other = times(example(ARCHIVE), "2026-02-14T04:00+08:00", "ordinary")
    assert one == other
    assert ("resolve at the latest", "2026-02-26T00:00") in one


def chosen(error: NotPromised) -> str:
    """The ids of the severities that are offered."""
    offered = error.values["choices"]
    assert isinstance(offered, tuple)
    return ", ".join(str(each.values["id"]) for each in offered)
