"""The customer does not sign: said with who and why, asked for by the contract's own way, and on the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk, on_paper, to_do

from fieldops.errors import FieldopsError

CALLED = "2026-02-11T09:00"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


def resolved(desk: Desk) -> None:
    """A fault that is solved and reported done, and whose sheet is to be signed."""
    desk.call(CALLED, severity="ordinary", asset="scanner-01", caller="陈立")
    desk.tell("2026-02-11T09:05", "assigned", person="li-na")
    desk.tell("2026-02-11T09:50", "arrived", by="engineer")
    desk.tell("2026-02-11T11:00", "resolved")
    desk.tell("2026-02-11T11:05", "reported_done")


def without(desk: Desk, line: str, by: str = "") -> None:
    """The service level with a line of it replaced, or taken out."""
    level = desk.root / "contracts/service-levels/archive-support.yaml"
    text = level.read_text("utf-8")
    found = next(each for each in text.splitlines() if each.strip().startswith(line))
    level.write_text(text.replace(found + "\n", by), "utf-8")


def why_not(desk: Desk, at: str, kind: str, **values: str) -> str:
    with pytest.raises(FieldopsError) as found:
        desk.tell(at, kind, **values)
    return found.value.code


@pytest.mark.shows("order log", "B6")
def test_the_customer_refuses_to_sign_and_the_manager_signs_instead(archive: Desk) -> None:
    resolved(archive)
    archive.tell(
        "2026-02-11T11:10", "signature_refused", by="陈立", note="scans are still skewed", evidence="mail 9"
    )
    view = archive.show("2026-02-11T11:11")
    refusal = "the customer refuses to sign the service sheet (陈立: scans are still skewed)"
    assert f"{refusal}; the contract takes instead: manager's signature" in to_do(view)
    sheet = on_paper(archive, "sheet", "2026-02-11T11:11")
    assert (
        "Customer: 陈立; the customer refuses to sign; mail 9; scans are still skewed; 2026-02-11 11:10"
        in sheet
    )
    archive.tell("2026-02-11T11:20", "signed", by="department_manager", evidence="sheet 3")
    view = archive.tell("2026-02-11T11:21", "reviewed", by="department_manager")
    assert not any("sign" in each for each in to_do(view))
    sheet = on_paper(archive, "sheet", "2026-02-11T11:22")
    # Both stand there: what the customer did, and who signed in the customer's place.
    assert "the customer refuses to sign; mail 9" in sheet
    assert "In the place of the customer: department manager; sheet signed; sheet 3" in sheet


def test_where_the_contract_takes_nothing_instead_the_manager_settles_it(archive: Desk) -> None:
    without(archive, "without_customer_signature")
    resolved(archive)
    archive.tell("2026-02-11T11:10", "signature_refused", note="too late")
    assert any(
        "the contract takes nothing instead" in each for each in to_do(archive.show("2026-02-11T11:11"))
    )
    # Once the customer signs after all nothing is left of it.
    view = archive.tell("2026-02-11T15:00", "signed", evidence="sheet 3")
    assert not any("sign" in each for each in to_do(view))


def test_a_ladder_for_refused_signatures_is_asked(archive: Desk) -> None:
    step = "  - {id: sign, when: signature_refused, to: account_manager, answers_within: 1h, next: boss}\n"
    without(archive, "- {id: sheet-rejected", step + "  - {id: boss, to: general_manager}\n")
    resolved(archive)
    archive.tell("2026-02-11T11:10", "signature_refused", note="too late")
    assert "ask: account manager (sign)" in to_do(archive.show("2026-02-11T11:11"))
    # Nobody has answered by then.
    assert "ask: general manager (boss)" in to_do(archive.show("2026-02-11T12:10"))
    view = archive.tell("2026-02-11T12:30", "signed", evidence="sheet 3")
    assert not any(each.startswith("ask:") for each in to_do(view))


@pytest.mark.shows("order log", "B6")
def test_a_sheet_that_is_rejected_and_escalated_asks_whom_the_contract_names(archive: Desk) -> None:
    resolved(archive)
    archive.tell("2026-02-11T11:10", "signed", evidence="sheet 3")
    archive.tell("2026-02-11T14:00", "rejected", by="department_manager", to="escalate")
    assert "ask: general manager (sheet-rejected)" in to_do(archive.show("2026-02-11T14:01"))
    archive.tell("2026-02-11T14:05", "escalated", step="sheet-rejected")
    assert "answer to the escalation: general manager" in to_do(archive.show("2026-02-11T14:06"))
    view = archive.tell("2026-02-11T15:00", "escalation_answered", step="sheet-rejected")
    assert not any("general manager" in each for each in to_do(view))


def test_without_such_a_ladder_nothing_is_escalated(archive: Desk) -> None:
    without(archive, "- {id: sheet-rejected")
    resolved(archive)
    assert why_not(archive, "2026-02-11T14:00", "rejected", to="escalate") == "order.nobody-to-escalate"
    archive.tell("2026-02-11T14:00", "rejected", to="back_to_manager")


def test_only_the_customer_refuses_and_not_what_the_customer_has_signed(archive: Desk) -> None:
    resolved(archive)
    refused = "signature_refused"
    assert why_not(archive, "2026-02-11T11:10", refused, by="engineer", note="no") == "order.refused-by-other"
    assert why_not(archive, "2026-02-11T11:10", refused) == "order.lacks"
    archive.tell("2026-02-11T11:10", "signed", evidence="sheet 3")
    assert why_not(archive, "2026-02-11T11:20", refused, note="no") == "order.refused-after-signing"
    # More work makes another version, which the customer has not signed.
    archive.tell("2026-02-11T12:00", "work_done", note="cleaned it once more")
    archive.tell("2026-02-11T12:10", refused, note="still no")


def test_what_the_customer_thinks_stands_on_the_sheet(archive: Desk) -> None:
    resolved(archive)
    assert "☐ very satisfied   ☐ satisfied" in on_paper(archive, "sheet", "2026-02-11T11:06")
    archive.tell("2026-02-11T11:10", "opinion_given", contact="刘工", note="quick help", satisfaction="满意")
    sheet = on_paper(archive, "sheet", "2026-02-11T11:11")
    assert "quick help (刘工; 2026-02-11 11:10)" in sheet
    assert "☐ very satisfied   ☑ satisfied   ☐ fair   ☐ not satisfied" in sheet
    # Given with the signature, it is the same.
    archive.tell("2026-02-11T11:20", "signed", evidence="sheet 3", satisfaction="fair")
    assert "☐ satisfied   ☑ fair" in on_paper(archive, "sheet", "2026-02-11T11:21")


def test_an_opinion_says_something_that_can_be_said(archive: Desk) -> None:
    resolved(archive)
    at = "2026-02-11T11:10"
    assert why_not(archive, at, "opinion_given") == "log.opinion-empty"
    assert why_not(archive, at, "opinion_given", satisfaction="great") == "log.unknown-value"
    assert why_not(archive, at, "informed", satisfaction="fair") == "log.satisfaction-elsewhere"
