"""Documents of orders: what is known stands in them with its clause, what is not is left for a pen, and nothing is invented."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from service.stories import Desk, instant
from service.swap_desk import SwapDesk

from fieldops.actions.order_documents import paper, render
from fieldops.errors import Refused
from fieldops.messages import LANGUAGES
from fieldops.reports.order_view import OrderPaper, PaperKind
from fieldops.reports.word import text_of

CALLED = "2026-02-13T17:20"  # the Friday before the week of the Spring Festival
END = "2026-02-13T21:00"


@pytest.fixture
def archive(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "archive-digitisation")


@pytest.fixture
def served(archive: Desk) -> Desk:
    """A scanner that was mended on the evening of the call."""
    archive.call(
        CALLED,
        severity="ordinary",
        asset="scanner-01",
        channel="hotline",
        caller="王芳",
        phone="0571-5550-0100",
        symptom="E12",
        by="li-na",
    )
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:23", "responded", by="engineer")
    archive.tell("2026-02-13T18:10", "arrived", by="engineer")
    archive.tell("2026-02-13T18:40", "cause_found", note="worn rollers")
    archive.tell("2026-02-13T19:30", "work_done", note="rollers changed")
    archive.tell("2026-02-13T19:30", "part_used", note="rollers PR-40")
    archive.tell("2026-02-13T20:00", "resolved")
    return archive


def made(desk: Desk, kind: PaperKind, at: str = END, language: str = "en") -> OrderPaper:
    return paper(desk.root, desk.order, kind, language, instant(at))


def fields(told: OrderPaper) -> dict[str, str]:
    rows = [*((each,) for each in told.head), *(row for part in told.parts for row in part.fields)]
    return {field.label: field.value for row in rows for field in row}


def rows(told: OrderPaper, title: str) -> list[tuple[str, ...]]:
    return [
        row
        for part in told.parts
        if part.title == title and part.table is not None
        for row in part.table.rows
    ]


def texts(told: OrderPaper) -> list[str]:
    """Every sentence of a document."""
    found = [told.title, told.version, told.vendor, *told.foot, told.signatures_title]
    found += [text for each in told.head for text in (each.label, each.value)]
    for part in told.parts:
        found += [part.title, *part.lines]
        found += [text for row in part.fields for each in row for text in (each.label, each.value)]
        if part.table is not None:
            found += [*part.table.columns, *(cell for row in part.table.rows for cell in row)]
    found += [text for each in told.signatures for text in (each.role, each.name, each.said)]
    return [each for each in found if each]


# --- the sheet ----------------------------------------------------------------------------------------------


@pytest.mark.shows("order documents", "B2")
def test_the_sheet_holds_what_an_order_has_to_hold(served: Desk) -> None:
    told = fields(made(served, "sheet"))
    expected = {
        "Order": "SO-20260213-001",
        "Customer": "Yunzhou Urban Construction Archive",
        "Contact": "王芳 0571-5550-0100",
        "Taken in by": "Li Na",
        "Equipment": "High-speed scanner · YS-A3 · serial SC-77120",
        "Service level": "Support of the archive digitisation system",
        "Symptom": "E12",
        "Engineer": "Li Na",
        "Severity": "Ordinary fault",
        "Cause": "worn rollers",
        "Parts": "rollers PR-40",
        "Result": "Resolved at 2026-02-13 20:00.",
    }
    assert {name: told[name] for name in expected} == expected


def test_the_sheet_says_each_promised_time_with_its_clause_and_whether_it_was_kept(served: Desk) -> None:
    assert ("on site", "1 h", "2026-02-13 18:20", "2026-02-13 18:10", "kept", "第 3 条") in rows(
        made(served, "sheet"), "Times promised and kept"
    )


def test_what_nobody_has_recorded_is_left_for_a_pen(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    told = made(archive, "sheet")
    assert {name for name, value in fields(told).items() if not value} >= {
        "Contact",
        "Cause",
        "Result",
        "Engineer",
    }
    assert [each.said for each in told.signatures] == ["", "", "", ""]
    work = next(part for part in told.parts if part.title == "What was done")
    assert work.table is not None
    assert work.table.room == 3


def test_who_could_not_come_is_none_of_the_engineers(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:22", "assigned", person="li-na")
    archive.tell("2026-02-13T17:25", "engineer_unavailable")
    archive.tell("2026-02-13T17:30", "assigned", person="zhao-lei")
    told = made(archive, "sheet")
    assert fields(told)["Engineer"] == "Zhao Lei"
    assert next(each.name for each in told.signatures if each.role == "Engineer") == "Zhao Lei"


def test_a_step_of_the_ladder_is_told_by_who_is_asked(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-13T17:25", "escalated", step="department-manager")
    assert ("2026-02-13 17:25", "escalated", "", "department manager") in rows(
        made(archive, "sheet"), "What was done"
    )


def test_a_pause_stands_below_the_times_that_it_moved(archive: Desk) -> None:
    archive.call("2026-02-11T09:00", severity="ordinary", asset="scanner-01")
    archive.tell("2026-02-11T09:20", "paused", reason="waiting_for_customer", evidence="mail 12")
    archive.tell("2026-02-11T11:00", "resumed")
    part = next(each for each in made(archive, "sheet", "2026-02-12T09:00").parts if each.table is not None)
    assert part.lines == (
        "response, on site, resolution: the clock stood still: 2026-02-11 09:20 to 2026-02-11 11:00",
    )


def test_the_customer_who_signs_is_the_one_whom_the_contract_names(served: Desk) -> None:
    """Not who called."""
    assert next(each.name for each in made(served, "sheet").signatures if each.role == "Customer") == "陈立"


def test_the_same_version_has_the_same_words_whenever_it_is_asked_for(served: Desk) -> None:
    assert made(served, "sheet") == made(served, "sheet", "2026-06-01T09:00")


def test_a_signature_makes_no_new_version_and_work_told_later_does(served: Desk) -> None:
    signed = served.tell("2026-02-13T20:10", "signed", evidence="sheet-0213.pdf")
    told = made(served, "sheet")
    assert told.version == "Version 1"
    assert [(each.said, each.dated) for each in told.signatures if each.role == "Customer"] == [
        ("sheet signed; sheet-0213.pdf", "2026-02-13 20:10")
    ]
    assert not [each for each in texts(told) if "scanner-01" in each]
    assert signed.order.told[-1].kind == "signed"
    served.tell("2026-02-13T19:40", "work_done", written="2026-02-13T20:40", note="cleaned, too")
    again = made(served, "sheet")
    assert again.version == "Version 2; it takes the place of version 1, signed at 2026-02-13 20:10"
    assert [each.said for each in again.signatures if each.role == "Customer"] == [""]


def test_a_rejected_sheet_is_followed_by_a_new_version(served: Desk) -> None:
    served.tell("2026-02-13T20:10", "signed", evidence="sheet.pdf")
    served.tell("2026-02-13T20:20", "rejected", to="back_to_manager")
    assert made(served, "sheet").version.startswith("Version 2;")


def test_outside_of_the_term_no_times_stand_on_the_sheet(archive: Desk) -> None:
    archive.call("2029-01-04T09:00", severity="ordinary", asset="scanner-01")
    told = made(archive, "sheet", "2029-01-04T10:00")
    assert "The contract promises no times for it." in texts(told)


# --- the others ---------------------------------------------------------------------------------------------


@pytest.mark.shows("order documents", "B3")
def test_the_work_contact_form_says_what_is_not_covered_and_who_agrees(archive: Desk) -> None:
    archive.call(CALLED, severity="ordinary", affected="a printer", inside=False)
    archive.tell("2026-02-13T17:30", "step_done", step="confirm_with_sales", evidence="mail 7")
    told = made(archive, "work-contact")
    assert [why for why, _ in rows(told, "Why it is not covered")] == [
        "it is outside of the contract's scope"
    ]
    assert rows(told, "What has to be agreed before work begins") == [
        ("confirm with sales", "2026-02-13 17:30", "mail 7"),
        ("work-contact form", "", ""),
        ("agree the fee", "", ""),
        ("approval: sales", "", ""),
    ]
    assert fields(told)["Fee"] == ""


@pytest.mark.shows("order documents", "B3")
def test_a_part_that_is_not_covered_has_its_work_contact_form_though_the_order_is_covered(
    tmp_path: Path,
) -> None:
    portal = SwapDesk(tmp_path, "housing-fund-portal")
    portal.call("2026-09-05T14:00", severity="ordinary", asset="web-01")
    portal.propose("2026-09-05T15:00", "R640-HDD", "RH-7711", "human_damage")
    told = made(portal, "work-contact", "2026-09-05T15:05")
    ((why, clause),) = rows(told, "Why it is not covered")
    assert why.startswith("R640-HDD RH-7711: ")
    assert clause
    assert "parts" in fields(told)["Who pays for R640-HDD RH-7711"]
    assert rows(told, "What has to be agreed before work begins")[-1][1:] == ("", "")
    portal.tell("2026-09-05T15:20", "step_done", step="director_approval")
    portal.tell("2026-09-05T15:25", "step_done", step="agree_fee", note="2600 + 600 yuan")
    portal.told("2026-09-05T15:40", "approved", by="maintenance_director")
    told = made(portal, "work-contact", "2026-09-05T16:00")
    assert fields(told)["Fee"] == "2600 + 600 yuan"
    assert rows(told, "What has to be agreed before work begins")[-1][1] == "2026-09-05 15:40"
    # The swap form says what it costs, too.
    assert fields(made(portal, "swap", "2026-09-05T16:00"))["Fee"] == "2600 + 600 yuan"


def test_what_is_covered_has_no_work_contact_form(served: Desk) -> None:
    with pytest.raises(Refused) as refused:
        made(served, "work-contact")
    assert refused.value.code == "paper.covered"


@pytest.mark.shows("order documents", "B8")
def test_the_fault_record_has_the_entries_of_the_contract(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "device-platform")
    desk.call(
        "2026-09-07T09:00", severity="common", asset="platform-01", symptom="no light", environment="hot room"
    )
    desk.tell("2026-09-07T10:00", "cause_found", note="power supply broken")
    told = fields(made(desk, "record", "2026-09-07T11:00"))
    assert told["Symptom"] == "no light"
    assert told["Environment"] == "hot room"
    assert told["Cause"] == "power supply broken"
    assert told["Feedback to development"] == ""


@pytest.mark.shows("order documents", "A5")
def test_the_analysis_report_has_cause_effect_handling_prevention_and_its_deadline(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "managed-service")
    desk.call("2026-09-07T09:00", severity="level-2", inside=True, affected="the interface")
    desk.tell("2026-09-07T09:30", "cause_found", note="certificate expired")
    desk.tell("2026-09-07T09:50", "work_done", note="certificate renewed")
    desk.tell("2026-09-07T10:00", "resolved")
    desk.tell("2026-09-07T10:30", "prevention_decided", note="a check 30 days before")
    told = made(desk, "analysis", "2026-09-07T11:00")
    said = {part.title: part.lines for part in told.parts}
    assert said["Cause"] == ("certificate expired",)
    assert said["Effect"] == ()
    assert said["Handling"] == ("certificate renewed", "Resolved at 2026-09-07 10:00.")
    assert said["How it is kept from coming back"] == ("a check 30 days before",)
    assert fields(told)["To be handed over by"] == "2026-09-08 10:00"


@pytest.mark.shows("order documents", "B5")
def test_a_notice_is_there_when_the_contract_makes_it_due(served: Desk) -> None:
    with pytest.raises(Refused) as refused:
        made(served, "notice", "2026-02-14T09:00")
    assert refused.value.code == "paper.no-notice"
    assert made(served, "notice", "2026-02-21T09:00", "zh-CN").title == "检查单"
    late = made(served, "notice", "2026-03-02T09:00", "zh-CN")
    assert (late.title, fields(late)["计入"]) == ("整改通知单", "季度考核")


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "language"), [("sheet", "en"), ("analysis", "zh-CN"), ("notice", "en")])
def test_every_sentence_stands_in_the_page_and_in_the_word_file(
    served: Desk, kind: PaperKind, language: str
) -> None:
    from html import unescape

    told = made(served, kind, "2026-03-02T09:00", language)
    page = " ".join(unescape(render(served.root, told, "html").decode()).split())
    word = " ".join(text_of(render(served.root, told, "docx")).split())
    for text in texts(told):
        assert " ".join(text.split()) in page
        assert " ".join(text.split()) in word


def test_what_somebody_typed_is_text_in_every_file(served: Desk) -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} =1+1 | a\u202eb"
    served.tell("2026-02-13T20:30", "work_done", note=nasty)
    told = made(served, "sheet")
    page = render(served.root, told, "html").decode()
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in text_of(render(served.root, told, "docx"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_whose_times_have_seconds_is_one_page(archive: Desk, language: str) -> None:
    archive.call("2026-02-13T17:20:31", severity="ordinary", asset="scanner-01", caller="王芳", symptom="E12")
    for minute, kind in enumerate(("assigned", "responded", "arrived", "work_done", "part_used", "resolved")):
        who = {"person": "li-na"} if kind == "assigned" else {}
        archive.tell(f"2026-02-13T17:{30 + minute}:07", kind, note="rollers PR-40", by="engineer", **who)
    told = made(archive, "sheet", language=language)
    assert len(PdfReader(io.BytesIO(render(archive.root, told, "pdf"))).pages) == 1


def test_the_swap_form_has_both_serial_numbers_the_warranty_and_both_signatures(tmp_path: Path) -> None:
    desk = SwapDesk(tmp_path)
    desk.call("2026-11-02T09:00", severity="common", asset="platform-01", caller="沈洁", symptom="amber disk")
    desk.tell("2026-11-02T09:05", "assigned", person="lin-hao")
    desk.propose("2026-11-02T09:30", "SSD-960", "S96-10001", "defect")
    with pytest.raises(Refused) as refused:
        made(desk, "swap", "2026-11-02T09:35")
    assert refused.value.code == "paper.no-swap"
    desk.told("2026-11-02T09:40", "approved", by="department_manager")
    # Until it is carried out, the new part is left for a pen.
    told = fields(made(desk, "swap", "2026-11-02T09:41"))
    assert (told["Part put in"], told["Carried out"], told["Approved by"]) == (
        "",
        "",
        "department manager 2026-11-02 09:40",
    )
    desk.swapped("2026-11-02T09:50", "S96-20001")
    desk.told("2026-11-02T10:10", "signed", by="customer", evidence="form 3")
    desk.told("2026-11-03T09:20", "unit_received")
    form = made(desk, "swap", "2026-11-03T10:00", "zh-CN")
    told = fields(form)
    assert (told["旧件序列号"], told["新件序列号"], told["出自备件库"]) == (
        "S96-10001",
        "S96-20001",
        "江宁备件库",
    )
    assert (told["更换时间"], told["旧件收回"]) == ("2026-11-02 09:50", "2026-11-03 09:20")
    assert told["依据"].startswith("《")
    assert [(each.role, each.said, each.dated) for each in form.signatures] == [
        ("工程师", "", ""),
        ("客户", "form 3", "2026-11-02 10:10"),
    ]
    # The customer knows its equipment and our store by their names.
    assert not [each for each in texts(form) if "platform-01" in each or "device-stock" in each]
    assert "2026-11-03 09:20" in form.foot[0]
    assert "S96-20001" in render(desk.root, form, "html").decode()


def test_a_notice_says_when_it_was_sent(served: Desk) -> None:
    assert fields(made(served, "notice", "2026-02-24T09:00"))["Sent"] == ""
    served.tell("2026-02-24T09:05", "notice_sent", document="inspection_notice")
    assert fields(made(served, "notice", "2026-02-24T09:10"))["Sent"] == "2026-02-24 09:05"


def test_evidence_is_said_on_paper_as_a_reader_needs_it(served: Desk) -> None:
    evidence = f"sheet.pdf (SHA-256 {'ab12cd34' * 8}) sheet@fieldops 陈立 SHA256:abc"
    served.tell("2026-02-13T20:10", "signed", evidence=evidence)
    said = [
        next(each.said for each in made(served, "sheet", language=language).signatures if "陈立" in each.said)
        for language in ("en", "zh-CN")
    ]
    assert said == [
        "sheet signed; sheet.pdf (SHA-256 ab12cd34…); signed by 陈立 with the key SHA256:abc",
        "服务单已签字；sheet.pdf（SHA-256 ab12cd34…）；陈立用密钥 SHA256:abc 签名",
    ]


def test_in_a_word_file_nothing_of_the_signatures_stands_alone_on_a_page(served: Desk) -> None:
    served.tell("2026-02-13T20:10", "signed", by="陈立", evidence="filed")
    body = Document(io.BytesIO(render(served.root, made(served, "sheet"), "docx"))).element.body
    kept = [
        "".join(found.text or "" for found in each.iter(qn("w:t")))
        for each in body.iter(qn("w:p"))
        if each.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
    ]
    assert {"Remarks", "Signatures", "Customer 陈立", "sheet signed; filed", "Date 2026-02-13 20:10"} <= set(
        kept
    )
