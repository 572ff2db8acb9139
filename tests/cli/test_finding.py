"""Contracts, equipment, people and severities are found as people call them; what is not known is answered by the nearest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("finding"))
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    return workspace


@pytest.mark.parametrize(
    "name",
    [
        "managed-service",
        "LS-2026-112",
        "信息系统托管运维服务合同",
        "滨海新能源集团有限公司",
        "Binhai New Energy",
    ],
)
def test_a_contract_is_found_by_id_number_title_and_customer(examples: Workspace, name: str) -> None:
    ran = examples.run("contract", "contacts", name, "-o", "json")
    assert (ran.code, ran.json["contract"]) == (0, "managed-service")


def test_an_unknown_contract_is_answered_by_the_nearest(examples: Workspace) -> None:
    ran = examples.run("contract", "show", "manged-service")
    assert (ran.code, ran.out) == (2, "")
    assert "managed-service (did you mean this one?)" in ran.err


@pytest.mark.shows("contract contacts", "A7")
def test_contacts_say_whom_to_call_and_when(examples: Workspace) -> None:
    said = examples.run("contract", "contacts", "managed-service", language="zh-CN").out
    assert "热线 400-555-0173，7×24 小时" in said
    assert "联络人（客户）：江涛，电话 0755-5550-0402" in said
    assert "周一至周五 08:30-17:30" in said


@pytest.mark.shows("team on-duty", "A7")
def test_people_and_who_is_on_duty(examples: Workspace) -> None:
    said = examples.run("contract", "people", "managed-service", language="zh-CN").out
    assert "傅蓉：工程师，电话 0755-5550-0413；职务：资深数据库专家" in said
    assert "应急领导小组；类型：领导组" in said
    day = examples.run("team", "on-duty", "team-managed", "--at", "2026-11-28", "-o", "json").json
    assert [each["id"] for each in day["teams"][0]["people"]] == ["fu-rong", "deng-yan"]
    next_week = examples.run("team", "on-duty", "team-managed", "--at", "2026-11-30", "-o", "json").json
    assert [each["id"] for each in next_week["teams"][0]["people"]] == ["liang-kai", "zhong-qi"]
    before = examples.run("team", "on-duty", "team-managed", "--at", "2020-01-01").out
    assert "nobody is named" in before


REPORTED = ("--reported", "2026-11-27T10:00")


def test_a_severity_is_found_by_its_name_and_asked_for_with_its_criteria(examples: Workspace) -> None:
    by_id = examples.run("sla", "deadlines", "managed-service", "--severity", "level-1", *REPORTED)
    by_name = examples.run("sla", "deadlines", "managed-service", "--severity", "一级", *REPORTED)
    assert (by_name.code, by_name.out) == (0, by_id.out)
    asked = examples.run("sla", "deadlines", "managed-service", *REPORTED, language="zh-CN")
    assert (asked.code, "level-1（一级：系统中断、数据丢失）" in asked.err) == (2, True)


def test_where_there_is_one_severity_nobody_is_asked_for_it(examples: Workspace) -> None:
    named = examples.run("sla", "deadlines", "archive-digitisation", "--severity", "ordinary", *REPORTED)
    left_out = examples.run("sla", "deadlines", "archive-digitisation", *REPORTED)
    assert (left_out.code, left_out.out) == (0, named.out)


def test_equipment_is_found_by_its_name(examples: Workspace) -> None:
    asked = ("--cause", "normal", "--at", "2026-11-27", "-o", "json")
    by_id = examples.run("warranty", "check", "managed-service", "--asset", "app-01", *asked)
    by_name = examples.run("warranty", "check", "managed-service", "--asset", "应用服务器 1", *asked)
    assert (by_name.code, by_name.json["outcome"]) == (by_id.code, by_id.json["outcome"])


def test_who_did_something_is_found_by_name(examples: Workspace) -> None:
    done = ("schedule", "done", "managed-service/obligations/demand-list/3", "--on", "2026-08-03")
    ran = examples.run(*done, "--by", "蔡莹", "-o", "json")
    assert (ran.code, ran.json["by"], ran.json["late"]) == (0, "cai-ying", False)
