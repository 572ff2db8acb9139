"""Who begins by hand is asked what the schedule asks: term, consent, windows, number of engineers, qualifications."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cases import FIRST, ROSTER, STANDING, VISIT, Diary, acme
from conftest import Workspace

from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.records.run_events import RunKind
from fieldops.schedule.admission import Admission, admission
from fieldops.schedule.standing import Ledger
from fieldops.sla.moments import in_zone

TWO = ("zhang", "li")
INSPECTION, HEALTH = RunKind.INSPECTION, RunKind.HEALTH_CHECK
DUE = "2026-03-20T10:00+08:00"


def asked(
    agreement: Agreement,
    at: str = DUE,
    kind: RunKind = INSPECTION,
    engineers: tuple[str, ...] = TWO,
    diary: Diary | None = None,
    playbook: str = "linux-standard",
) -> Admission:
    log = (diary or Diary()).log
    moment = in_zone(datetime.fromisoformat(at), agreement.zone)
    return admission(Ledger(agreement, log), kind, (playbook,), engineers, moment)


def against(*given: object, **more: object) -> list[str]:
    return [each.code for each in asked(*given, **more).refusals]


# --- the term -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [INSPECTION, HEALTH])
@pytest.mark.parametrize(
    ("at", "codes"),
    [
        ("2025-12-31T23:59+08:00", ["admission.not-begun"]),
        ("2026-01-01T00:00+08:00", []),
        ("2026-12-31T23:59+08:00", []),
        ("2027-01-01T00:00+08:00", ["admission.ended"]),
    ],
)
def test_nothing_is_begun_before_the_term_or_after_it(
    workspace: Workspace, kind: RunKind, at: str, codes: list[str]
) -> None:
    assert against(acme(workspace), at, kind) == codes


def test_a_term_that_was_renewed_by_itself_goes_on(workspace: Workspace) -> None:
    renewal = ", renewal: tacit, renewal_period: 1 years, notice: 1 months"
    assert against(acme(workspace, renewal=renewal), "2028-06-01T10:00+08:00") == []


def test_a_term_that_an_amendment_made_longer_goes_on(workspace: Workspace) -> None:
    longer = (
        "amendments:\n  - {id: longer, date: 2026-05-20, applies_from: 2026-06-01, rationale: more, "
        "sets: {term: {start: 2026-01-01, end: 2027-12-31}}}\n"
    )
    agreement = acme(workspace, amendments=longer)
    assert against(agreement, "2027-06-01T10:00+08:00") == []
    assert against(agreement, "2028-01-01T10:00+08:00") == ["admission.ended"]


# --- consent and windows --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [INSPECTION, HEALTH])
def test_without_a_word_about_consent_nobody_is_let_in(workspace: Workspace, kind: RunKind) -> None:
    assert against(acme(workspace, access=""), DUE, kind) == ["admission.consent-unsaid"]


@pytest.mark.parametrize("kind", [INSPECTION, HEALTH])
def test_consent_per_visit_must_be_on_record_and_hold_now(workspace: Workspace, kind: RunKind) -> None:
    agreement, diary = acme(workspace, access="  consent: per_visit\n"), Diary()
    (refused,) = asked(agreement, DUE, kind, diary=diary).refusals
    assert (refused.code, refused.values["choices"]) == ("admission.no-consent", "Shen")
    begin, end = (datetime.fromisoformat(f"2026-03-20T{hour}:00+08:00") for hour in ("12", "14"))
    diary.consented("acme/inspections/visit/0", begin, end)
    (refused,) = asked(agreement, DUE, kind, diary=diary).refusals
    assert (refused.code, refused.values["opens"]) == ("admission.closed", "2026-03-20 12:00")
    found = asked(agreement, "2026-03-20T12:30+08:00", kind, diary=diary)
    assert (found.refusals, found.until) == ((), end)
    assert against(agreement, "2026-03-20T14:00+08:00", kind, diary=diary) == ["admission.no-consent"]


def test_a_consent_to_another_contract_or_another_playbook_is_none(workspace: Workspace) -> None:
    other = VISIT.replace("id: visit", "id: other").replace("linux-standard", "something")
    agreement = acme(workspace, VISIT + other, access="  consent: per_visit\n")
    begin, end = (datetime.fromisoformat(f"2026-03-20T{hour}:00+08:00") for hour in ("08", "18"))
    for visit in ("acme-two/inspections/visit/0", "acme/inspections/other/0", "acme/inspections/visit-2/0"):
        diary = Diary()
        diary.consented(visit, begin, end)
        assert against(agreement, diary=diary) == ["admission.no-consent"]


WINDOW = STANDING + "  windows: [{days: [fri], hours: '17:30-21:00'}]\n"


@pytest.mark.parametrize("kind", [INSPECTION, HEALTH])
def test_outside_the_access_window_it_is_refused_and_the_next_one_named(
    workspace: Workspace, kind: RunKind
) -> None:
    agreement = acme(workspace, access=WINDOW)
    (refused,) = asked(agreement, DUE, kind).refusals
    assert (refused.code, refused.values["opens"]) == ("admission.closed", "2026-03-20 17:30")
    (refused,) = asked(agreement, "2026-03-20T21:00+08:00", kind).refusals
    assert refused.values["opens"] == "2026-03-27 17:30"


def test_within_a_window_sessions_end_where_it_ends(workspace: Workspace) -> None:
    found = asked(acme(workspace, access=WINDOW), "2026-03-20T18:00+08:00")
    assert found == Admission((), datetime.fromisoformat("2026-03-20T21:00+08:00"))


def test_a_contract_of_this_machine_alone_asks_nobody(workspace: Workspace) -> None:
    agreement = acme(workspace, access="")
    file = workspace.root / agreement.document.path
    text = file.read_text("utf-8")
    for number in (1, 2):
        text = text.replace(
            f'{{"address": "192.0.2.{number}"}}', '{"address": "localhost", "transport": "local"}'
        )
    file.write_text(text, "utf-8")
    from fieldops.actions.needed import need_agreement
    from fieldops.documents.workspace import load_workspace

    agreement = need_agreement(load_workspace(workspace.root, judged=False), "acme")
    assert against(agreement, DUE, HEALTH) == []


# --- who ------------------------------------------------------------------------------------------------


def test_a_contract_that_asks_for_three_engineers_gets_three(workspace: Workspace) -> None:
    agreement = acme(workspace, VISIT.replace("engineers: 2", "engineers: 3"))
    (refused,) = asked(agreement).refusals
    assert (refused.code, refused.values["needed"], refused.values["found"]) == ("admission.too-few", 3, 2)
    assert against(agreement, engineers=("zhang", "li", "wang")) == []
    assert against(agreement, DUE, HEALTH) == []
    # With a playbook that the contract does not name, it is still an inspection of this contract.
    assert against(agreement, playbook="another") == ["admission.too-few"]


def test_of_two_inspections_with_one_playbook_the_one_that_may_be_done_that_day_counts(
    workspace: Workspace,
) -> None:
    yearly = "  - {id: yearly, kind: inspection, playbook: linux-standard, engineers: 3, schedule: {every: 1 years, anchor: 2026-06-20}}\n"
    agreement = acme(workspace, VISIT + yearly)
    assert against(agreement) == []
    assert against(agreement, "2026-06-20T10:00+08:00") == ["admission.too-few"]
    # On a day on which none is due, the most that the contract asks for.
    assert against(agreement, "2026-06-01T10:00+08:00") == ["admission.too-few"]


def test_a_run_of_several_playbooks_needs_consent_for_each_and_ends_with_the_first_that_ends(
    workspace: Workspace,
) -> None:
    other = VISIT.replace("id: visit", "id: other").replace("linux-standard", "linux-hardware")
    agreement = acme(workspace, VISIT + other, access="  consent: per_visit\n")
    diary, moment = Diary(), in_zone(datetime.fromisoformat(DUE), agreement.zone)
    books = ("linux-standard", "linux-hardware")

    def both() -> Admission:
        return admission(Ledger(agreement, diary.log), INSPECTION, books, TWO, moment)

    diary.consented(FIRST, moment - timedelta(hours=1), moment + timedelta(hours=5))
    assert [each.code for each in both().refusals] == ["admission.no-consent"]
    diary.consented("acme/inspections/other/0", moment - timedelta(hours=1), moment + timedelta(hours=2))
    found = both()
    assert (found.refusals, found.until) == ((), utc(moment + timedelta(hours=2)))


def test_whoever_lacks_a_qualification_on_the_day_is_named(workspace: Workspace) -> None:
    file = workspace.root / "contracts/team.yaml"
    held = "qualifications: [{id: linux, valid_from: 2026-01-01, valid_until: 2026-03-20}]"
    for name in ("张伟", "李娜"):
        file.write_text(file.read_text("utf-8").replace(f"name: {name},", f"name: {name}, {held},"), "utf-8")
    agreement = acme(workspace, VISIT.replace("engineers: 2", "engineers: 2, qualifications: [linux]"))
    assert against(agreement, DUE) == []
    late = asked(agreement, "2026-03-21T10:00+08:00").refusals
    assert [(each.code, each.values["person"], each.values["qualifications"]) for each in late] == [
        ("admission.unqualified", "zhang", "linux"),
        ("admission.unqualified", "li", "linux"),
    ]


def test_all_that_stands_against_it_is_told(workspace: Workspace) -> None:
    agreement = acme(
        workspace, VISIT.replace("engineers: 2", "engineers: 3, qualifications: [linux]"), access=""
    )
    assert against(agreement, "2027-03-20T10:00+08:00", engineers=("zhang", "li")) == [
        "admission.ended",
        "admission.consent-unsaid",
        "admission.too-few",
        "admission.unqualified",
        "admission.unqualified",
    ]
    assert ROSTER  # who is on duty is a matter of the schedule: by hand anybody of the team may come
