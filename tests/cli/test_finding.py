"""Contracts, equipment, people and severities are found as people call them; what is not known is answered by the nearest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import CONTRACT, Workspace

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
    assert "Binhai New Energy (managed-service) (did you mean this one?)" in ran.err


def test_a_part_of_a_customers_name_is_answered_by_that_contract_alone(examples: Workspace) -> None:
    ran = examples.run("contract", "show", "滨海", language="zh-CN")
    assert (ran.code, ran.out) == (2, "")
    assert "滨海新能源集团有限公司（managed-service）" in ran.err
    assert "device-platform" not in ran.err
    strange = examples.run("contract", "show", "xyzxyz", language="zh-CN")
    assert "fieldops contract list" in strange.err
    assert "managed-service" not in strange.err


def test_a_name_of_two_contracts_is_answered_by_the_two(examples: Workspace) -> None:
    text = (examples.root / "contracts/managed-service.yaml").read_text("utf-8")
    second = examples.root / "contracts/second.yaml"
    second.write_text(text.replace("id: managed-service", "id: second"), "utf-8")
    ran = examples.run("contract", "contacts", "滨海新能源集团有限公司")
    second.unlink()
    assert (ran.code, ran.out) == (2, "")
    assert "(managed-service)" in ran.err
    assert "(second)" in ran.err
    assert "device-platform" not in ran.err


def test_a_part_of_a_name_is_answered_by_every_contract_that_has_it(examples: Workspace) -> None:
    """Two contracts of one customer are two, whatever they have in common."""
    text = (examples.root / "contracts/managed-service.yaml").read_text("utf-8")
    second = examples.root / "contracts/second.yaml"
    second.write_text(text.replace("id: managed-service", "id: second"), "utf-8")
    ran = examples.run("contract", "show", "滨海", language="zh-CN")
    second.unlink()
    assert "（managed-service）" in ran.err
    assert "（second）" in ran.err


def test_who_is_on_duty_is_asked_for_a_time_of_the_contracts_zone(examples: Workspace) -> None:
    asked = ("team", "on-duty", "team-managed", "-o", "json", "--at")
    late, next_day = "2026-11-29T23:30", "2026-11-29T23:30+00:00"
    days = [examples.run(*asked, at).json["teams"][0]["day"] for at in ("2026-11-29", late, next_day)]
    assert days == ["2026-11-29", "2026-11-29", "2026-11-30"]
    assert examples.run(*asked, "soon").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "没有任何设备有质保"), (("--expiring", "1d"), "没有质保到期")]
)
def test_a_list_of_warranties_without_any_says_so(
    workspace: Workspace, arguments: tuple[str, ...], said: str
) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    ran = workspace.run("warranty", "list", *arguments, language="zh-CN")
    assert ran.code == 0
    assert said in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("contract", "list"), "该工作区没有合同"), (("contract", "obligations"), "这段时间内没有到期事项")],
)
def test_a_list_without_a_row_says_why(workspace: Workspace, arguments: tuple[str, ...], said: str) -> None:
    ran = workspace.run(*arguments, language="zh-CN")
    assert ran.code == 0
    assert said in ran.err


def test_a_milestone_and_a_request_type_are_named_as_they_are_shown(examples: Workspace) -> None:
    base = ("sla", "explain", "managed-service", "--severity", "一级", *REPORTED)
    by_id = examples.run(*base, "--milestone", "respond")
    assert by_id.code == 0
    for named in ("响应", "Response", "response"):
        assert examples.run(*base, "--milestone", named).out == by_id.out
    for shown in ("到达现场", "故障分析报告"):
        assert examples.run(*base, "--milestone", shown).code == 0
    wrong = examples.run(*base, "--milestone", "到场了", language="zh-CN")
    assert wrong.code == 2
    assert "到达现场（onsite）" in wrong.err
    question = ("sla", "deadlines", "managed-service", *REPORTED, "--request")
    assert examples.run(*question, "咨询").out == examples.run(*question, "consultation").out
    assert "投诉（complaint）" in examples.run(*question, "保修", language="zh-CN").err


def test_yes_and_no_are_understood_in_chinese(examples: Workspace) -> None:
    base = ("sla", "deadlines", "managed-service", "--severity", "一级", *REPORTED, "--same-city")
    assert examples.run(*base, "是").out == examples.run(*base, "yes").out
    assert examples.run(*base, "否").out != examples.run(*base, "yes").out


def test_a_part_that_is_not_there_is_answered_by_those_that_are(examples: Workspace) -> None:
    ran = examples.run(
        *("warranty", "check", "device-platform", "--asset", "platform-01", "--cause", "正常使用损坏"),
        *("--part", "风扇"),
        language="zh-CN",
    )
    assert ran.code == 2
    assert "硬盘（SSD-960）" in ran.err
    assert "--part SSD-960" in ran.err or "备件号" in ran.err


def test_an_engineer_is_named_by_id_or_name(examples: Workspace) -> None:
    base = ("inspect", "managed-service", "--engineer", "张三", "--engineer", "liang-kai")
    ran = examples.run(*base, language="zh-CN")
    assert ran.code != 0
    assert "梁凯（liang-kai）" in ran.err
    named = examples.run(
        "inspect", "managed-service", "--engineer", "梁凯", "--engineer", "liang-kai", language="zh-CN"
    )
    assert "梁凯" not in named.err.splitlines()[0] or "两次" in named.err or "重复" in named.err


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
