"""What was given wrongly when an order was opened is corrected: its times are counted by what is so, the record keeps both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from service.stories import Desk, Room, instant, on_paper, promised, states, times

from fieldops.actions.order_corrections import AsItWas, correct, void
from fieldops.actions.order_documents import paper
from fieldops.actions.order_files import import_order
from fieldops.actions.orders import View
from fieldops.errors import FieldopsError
from fieldops.messages import say_value

CALLED = "2026-02-11T09:00"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call(
        CALLED, severity="ordinary", asset="scanner-01", caller="王芳", phone="1380000", symptom="no paper"
    )
    return desk


def corrected(desk: Desk, at: str, reason: str = "misheard", **truth: Any) -> View:
    return correct(desk.root, desk.order, AsItWas(**truth), reason, None, instant(at))


def why_not(desk: Desk, at: str, **truth: Any) -> str:
    with pytest.raises(FieldopsError) as found:
        corrected(desk, at, **truth)
    return found.value.code


def said(view: View) -> str:
    status = view.standing.status
    notes = status.notes if status is not None else view.standing.handling
    return " | ".join(say_value(each.said, "en") for each in notes)


def test_a_report_that_was_earlier_makes_late_what_was_in_time(archive: Desk) -> None:
    archive.tell("2026-02-11T09:04", "responded", by="engineer")
    archive.tell("2026-02-11T09:50", "arrived", by="engineer")
    assert states(archive.show("2026-02-11T09:51"))["onsite"] == "met"
    view = corrected(archive, "2026-02-11T10:00", reported="2026-02-11T08:40", reason="the call was at 8:40")
    # Five minutes to respond, an hour to be there: 08:45 and 09:40.
    assert (states(view)["respond"], states(view)["onsite"]) == ("late", "late")
    assert times(view) == promised(archive, "2026-02-11T08:40", "ordinary")
    assert (
        "corrected on 2026-02-11 10:00: reported 2026-02-11 09:00 → 2026-02-11 08:40 (the call was at 8:40"
        in said(view)
    )
    assert (
        "response: reached at 2026-02-11 09:04; by what is corrected it was due at 2026-02-11 08:45, and is no longer kept"
        in said(view)
    )
    # Both stay: how it was opened, and how it is.
    assert [f"{each.before.reported:%H:%M}" for each in view.order.corrected] == ["09:00"]
    view = corrected(archive, "2026-02-11T10:10", reported="2026-02-11T09:00", reason="no, at nine")
    assert (states(view)["respond"], states(view)["onsite"]) == ("met", "met")


def test_other_equipment_another_caller_and_other_words_stand_on_the_sheet(archive: Desk) -> None:
    view = corrected(
        archive, "2026-02-11T09:30", asset="scanner-02", caller="陈立", phone="1390000", symptom="disk is red"
    )
    opened = view.order.opened
    assert (opened.asset, opened.caller, opened.symptom) == ("scanner-02", "陈立", "disk is red")
    sheet = on_paper(archive, "sheet", "2026-02-11T09:31")
    assert "disk is red" in sheet
    assert "陈立 1390000" in sheet
    assert "caller 王芳 → 陈立" in sheet
    assert "symptom no paper → disk is red" in sheet
    # As the customer knows it, and no id.
    assert "scanner-01" not in sheet


def test_a_fault_that_nobody_can_mend_from_afar_after_all(tmp_path: Path) -> None:
    desk = Room(tmp_path, "device-platform")
    desk.call("2026-09-07T09:00", severity="common", asset="platform-01", facts={"remotely_fixable": True})
    assert states(desk.show("2026-09-07T09:10"))["onsite"] == "not_applicable"
    view = corrected(desk, "2026-09-07T09:30", facts={"remotely_fixable": False}, reason="the disk is dead")
    assert states(view)["onsite"] == "running"
    assert times(view) == promised(desk, "2026-09-07T09:00", "common", {"remotely_fixable": False})
    assert "fixable remotely yes → no" in said(view)


def test_what_is_none_of_the_contracts_after_all_has_to_be_agreed(archive: Desk) -> None:
    archive.tell("2026-02-11T09:05", "assigned", person="li-na")
    archive.tell("2026-02-11T09:50", "arrived", by="engineer")
    view = corrected(archive, "2026-02-11T10:00", affected="a printer of their own", inside=False)
    # Somebody is there: that has happened. What is owed before is still owed, and no time of the contract runs.
    assert (view.order.opened.asset, view.standing.intake.admission) == (None, "needs_agreement")
    assert times(view) == []
    view = corrected(archive, "2026-02-11T10:10", asset="scanner-01", reason="it is the scanner")
    assert (view.order.opened.affected, view.standing.intake.admission) == (None, "covered")


def test_a_signed_sheet_is_followed_by_a_version_that_says_what_was_corrected(archive: Desk) -> None:
    archive.tell("2026-02-11T11:00", "resolved")
    archive.tell("2026-02-11T11:10", "signed", evidence="sheet 3")
    before = on_paper(archive, "sheet", "2026-02-11T11:20")
    corrected(archive, "2026-02-11T12:00", symptom="no light")
    told = paper(archive.root, archive.order, "sheet", "en", instant("2026-02-11T12:01"))
    assert told.version.startswith("Version 2; it takes the place of version 1")
    assert "no light" not in before


@pytest.mark.parametrize(
    ("truth", "code"),
    [
        # Somebody had come at 09:50 already.
        ({"reported": "2026-02-11T09:55"}, "order.correct-needed"),
        ({"reported": "2026-02-12T09:00"}, "order.correct-needed"),
        ({"asset": "scanner-99"}, "order.no-such-asset"),
        # The equipment of another customer: nobody moves an order to another contract.
        ({"asset": "platform-01"}, "order.correct-other-customer"),
        ({"customer": "临江市住房公积金管理中心"}, "order.correct-customer"),
        ({"asset": "scanner-01", "affected": "a printer"}, "order.correct-asset-or-affected"),
        ({"severity": "grave"}, "deadline.no-such-severity"),
        ({"symptom": "no paper"}, "order.correct-nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    archive: Desk, truth: dict[str, Any], code: str
) -> None:
    archive.tell("2026-02-11T09:50", "arrived", by="engineer")
    assert why_not(archive, "2026-02-11T10:00", **truth) == code
    assert archive.show("2026-02-11T10:01").order.corrected == ()


def test_a_closed_order_is_opened_first_and_a_voided_one_is_left_alone(archive: Desk) -> None:
    archive.call(CALLED, request="consultation", symptom="how to scan both sides")
    archive.tell("2026-02-11T09:10", "resolved")
    archive.tell("2026-02-11T09:11", "closed")
    assert why_not(archive, "2026-02-11T10:00", symptom="another question") == "order.correct-closed"
    archive.call(CALLED, request="consultation")
    void(archive.root, archive.order, "twice", None, None, instant("2026-02-11T10:05"))
    assert why_not(archive, "2026-02-11T10:10", symptom="a question") == "order.is-voided"


def test_a_file_that_was_written_before_the_correction_is_still_of_the_order(archive: Desk) -> None:
    file = archive.root / "engineer.yaml"
    events = (
        f"- {{time: {CALLED}, kind: reported}}\n- {{time: 2026-02-11T09:40, kind: arrived, by: engineer}}\n"
    )
    file.write_text(f"order: {archive.order}\ncontract: archive-digitisation\nevents:\n{events}", "utf-8")
    corrected(archive, "2026-02-11T09:45", reported="2026-02-11T08:50")
    found = import_order(archive.root, file, instant("2026-02-11T10:00"))
    assert (found.new, found.view.order.last("arrived") is not None) == (1, True)
