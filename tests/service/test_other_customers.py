"""Orders at a desk that serves several customers: whose the caller is, and whose the equipment, when they are mixed up."""

from __future__ import annotations

import shutil

import pytest
from conftest import Workspace
from service.stories import REPOSITORY

OPEN = ("order", "open", "archive-digitisation", "--severity", "ordinary", "--number", "A-1")


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    shutil.copytree(REPOSITORY / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    return workspace


def test_equipment_of_another_customer_is_said_to_be_theirs_and_nothing_is_opened(desk: Workspace) -> None:
    ran = desk.run(*OPEN, "--asset", "platform-01", language="zh-CN")
    assert ran.code == 2
    assert "platform-01 不是合同 archive-digitisation 的设备" in ran.err
    assert "device-platform" in ran.err
    assert desk.run("order", "show", "A-1").code == 2


@pytest.mark.parametrize(("caller", "said"), [("林芳", True), ("陈立", False), ("路人", False)])
def test_a_caller_of_another_customer_is_named_as_such(desk: Workspace, caller: str, said: bool) -> None:
    page = desk.root / "contracts" / "managed-service.yaml"
    text = page.read_text("utf-8")
    assert "contacts:\n" in text
    contact = "contacts:\n    - {name: 林芳, phone: '0571-5550-0909', duties: [operations]}\n"
    page.write_text(text.replace("contacts:\n", contact, 1), "utf-8")
    ran = desk.run(*OPEN, "--asset", "scanner-01", "--caller", caller, language="zh-CN")
    assert ran.code == 0, ran.err
    assert ("managed-service" in ran.err) is said
    assert ("order void A-1" in ran.err) is said


def test_why_an_orders_times_are_when_they_are_is_one_screen(desk: Workspace) -> None:
    words = ("--asset", "scanner-01", "--reported", "2026-02-13T17:20")
    assert desk.run(*OPEN, *words).code == 0
    ran = desk.run("order", "show", "A-1", "--why", language="zh-CN")
    assert "到达现场：2026-02-13 18:20" in ran.out
    assert "第 3 条" in ran.out
    assert "17:20-18:20" in ran.out
    times = desk.run("order", "show", "A-1", "--why", "-o", "json").json["times"]
    onsite = next(each for each in times if each["milestone"] == "onsite")
    assert [(day["day"], day["counted_seconds"]) for day in onsite["days"]] == [("2026-02-13", 3600)]
