"""`fieldops contract list|show|obligations|new` on the examples, and `schema`, `explain`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from fieldops.documents.schema import KINDS
from fieldops.documents.yaml_text import read_yaml
from tests.conftest import Workspace

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def examples(tmp_path: Path) -> Workspace:
    """A workspace with the example contracts."""
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "workspace" / "contracts")
    workspace = Workspace.__new__(Workspace)
    workspace.root = tmp_path / "workspace"
    return workspace


def test_list_shows_terms_and_states_on_a_day(examples: Workspace) -> None:
    before = examples.run("contract", "list", "--as-of", "2026-01-31", "-o", "json").json
    states = {one["id"]: one["state"] for one in before["contracts"]}
    assert states["archive-digitisation"] == "in-force"
    assert states["managed-service"] == "upcoming"
    said = examples.run("contract", "list", "--as-of", "2026-01-31", language="zh-CN")
    assert "未开始" in said.out
    assert "云州市城建档案馆" in said.out


def test_list_goes_on_with_what_renews_itself_and_tells_the_next_day_for_notice(examples: Workspace) -> None:
    def managed(day: str) -> tuple[str, str, int, str | None]:
        rows = examples.run("contract", "list", "--as-of", day, "-o", "json").json["contracts"]
        (row,) = (row for row in rows if row["id"] == "managed-service")
        return row["state"], row["end"], row["renewed"], row["notice"]

    assert managed("2027-06-01") == ("in-force", "2028-03-31", 0, "2028-01-31")
    assert managed("2028-02-01") == ("in-force", "2028-03-31", 0, "2029-01-30")
    assert managed("2029-06-01") == ("in-force", "2030-03-31", 2, "2030-01-30")
    assert "in force, renewed" in examples.run("contract", "list", "--as-of", "2029-06-01").out
    file = examples.root / "contracts/managed-service.yaml"
    noticed = "notices: [{given: 2029-01-15, by: customer, evidence: 函 3}]\n"
    file.write_text(file.read_text("utf-8") + noticed, "utf-8")
    assert managed("2029-01-14") == ("in-force", "2029-03-31", 1, None)
    assert managed("2029-04-01") == ("ended", "2029-03-31", 1, None)
    said = examples.run("contract", "show", "managed-service", "--as-of", "2029-02-01").out
    assert "notice against the renewal on 2029-01-15 by the customer: service ends on 2029-03-31" in said
    chinese = examples.run(
        "contract", "show", "managed-service", "--as-of", "2029-02-01", language="zh-CN"
    ).out
    assert "客户于 2029-01-15 发出不续约通知：服务至 2029-03-31 终止" in chinese


def test_a_broken_contract_is_named_and_the_others_are_listed(examples: Workspace) -> None:
    examples.write("contracts/broken.yaml", "apiVersion: fieldops/v1\nkind: Contract\nid: broken\n")
    ran = examples.run("contract", "list")
    assert ran.code == 1
    assert "archive-digitisation" in ran.out
    assert "contracts/broken.yaml has mistakes" in ran.err


def test_show_reads_back_in_both_languages_with_places(examples: Workspace) -> None:
    english = examples.run("contract", "show", "archive-digitisation", "--as-of", "2026-11-22").out
    assert "Fault, any severity: response within 5 min (24×7)" in english
    assert "in force, 770 more days" in english
    chinese = examples.run(
        "contract", "show", "archive-digitisation", "--as-of", "2026-11-22", language="zh-CN"
    ).out
    assert "响应，5 分钟内（7×24 小时）" in chinese
    data = examples.run("contract", "show", "archive-digitisation", "-o", "json").json
    lines = [line for section in data["sections"] for line in section["lines"]]
    for line in lines:
        text = (examples.root / line["clause"]["file"]).read_text("utf-8").splitlines()
        assert 1 <= line["clause"]["line"] <= len(text)
    respond = next(line for line in lines if "response within 5 min (24×7)" in line["message"])
    assert (
        "respond"
        in (examples.root / respond["clause"]["file"])
        .read_text("utf-8")
        .splitlines()[respond["clause"]["line"] - 1]
    )


@pytest.mark.parametrize(
    "id", ["archive-digitisation", "device-platform", "housing-fund-portal", "managed-service"]
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_example_can_be_read_back(examples: Workspace, id: str, language: str) -> None:
    ran = examples.run("contract", "show", id, language=language)
    assert (ran.code, ran.err) == (0, "")
    assert "{" not in ran.out
    assert len(ran.out.splitlines()) > 40


def test_obligations_of_one_contract_and_of_all(examples: Workspace) -> None:
    days = ("--from", "2026-12-01", "--to", "2026-12-31")
    one = examples.run("contract", "obligations", "managed-service", *days, "-o", "json").json["obligations"]
    assert {"day": "2026-12-04", "kind": "demand_list"} in [
        {key: due[key] for key in ("day", "kind")} for due in one
    ]
    everything = examples.run("contract", "obligations", *days, "-o", "json").json["obligations"]
    assert {due["contract"] for due in everything} > {"managed-service", "archive-digitisation"}
    again = examples.run("contract", "obligations", *days, "-o", "json").json["obligations"]
    assert again == everything
    table = examples.run("contract", "obligations", *days, language="zh-CN").out
    assert "2026-12-01 … 2026-12-31，共 31 次" in table


def rows(examples: Workspace, last: str) -> list[str]:
    ran = examples.run("contract", "obligations", "managed-service", "--from", "2026-12-01", "--to", last)
    return ran.out.splitlines()[2:]


def test_one_more_day_changes_no_other_row_of_the_obligations(
    examples: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    before, after = rows(examples, "2027-12-30"), rows(examples, "2027-12-31")
    assert len(before) > 50
    kept = [line for line in before if " times" not in line]
    assert [line for line in after if " times" not in line][: len(kept)] == kept
    assert [line.split()[0] for line in after if " times" in line] == ["2026-12-01"] * 2


def test_the_column_of_the_window_is_there_when_a_row_has_one(examples: Workspace) -> None:
    with_one = ("contract", "obligations", "managed-service", "--from", "2026-12-22", "--to", "2026-12-22")
    assert "may be done" in examples.run(*with_one).out
    without = ("contract", "obligations", "managed-service", "--from", "2026-12-18", "--to", "2026-12-18")
    assert "may be done" not in examples.run(*without).out


def test_contracts_left_out_of_the_obligations_are_named(examples: Workspace) -> None:
    days = ("--from", "2026-12-01", "--to", "2026-12-31")
    examples.write("contracts/broken.yaml", "apiVersion: fieldops/v1\nkind: Contract\nid: broken\n")
    examples.write("contracts/torn.yaml", "a: [\n")
    ran = examples.run("contract", "obligations", *days)
    assert ran.code == 1
    assert "managed-service" in ran.out
    assert "contract broken is left out because of mistakes in contracts/broken.yaml" in ran.err
    assert "contracts/torn.yaml cannot be read" in ran.err
    data = examples.run("contract", "obligations", *days, "-o", "json").json
    assert {"contract": "broken", "paths": ["contracts/broken.yaml"]} in data["broken"]
    assert "contracts/torn.yaml" in examples.run("contract", "list").err


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "acme"), ("obligations",), ("obligations", "acme")]
)
def test_outside_of_a_workspace_the_way_in_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    outside = Workspace.__new__(Workspace)
    outside.root = tmp_path
    ran = outside.run("contract", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "is no workspace" in ran.err
    assert "-C" in ran.err


def test_show_says_intervals_as_people_do_and_marks_ranges_that_may_move(examples: Workspace) -> None:
    out = examples.run("contract", "show", "managed-service", "--as-of", "2026-11-22", language="zh-CN").out
    assert "自终验起每周一次，持续 3 个月" in out
    assert "每日健康检查：每天一次" in out
    assert "每年修订一次预案" in out
    assert "到期前 60 天通知" in out
    assert "季度应急演练，至 2027-09-17 共 4 次（其中 3 次暂定：相应年份的放假安排尚未公布）" in out
    assert "双日志，至 2027-11-22 共 366 次  [" in out
    assert "服务器：4 台" in out
    assert "每 1 " not in out


def test_wrong_days_and_ids_are_said_plainly(examples: Workspace) -> None:
    wrong = examples.run("contract", "obligations", "--from", "2026-02-30")
    assert (wrong.code, "2026-02-30 is not a day of the calendar" in wrong.err) == (2, True)
    turned = examples.run("contract", "obligations", "--from", "2026-02-03", "--to", "2026-02-01")
    assert (turned.code, "before the first day" in turned.err) == (2, True)
    unknown = examples.run("contract", "show", "archiv")
    assert unknown.code == 2
    assert "archive-digitisation" in unknown.err


@pytest.mark.parametrize("kind", KINDS)
def test_schema_prints_one_self_contained_document(examples: Workspace, kind: str) -> None:
    schema = examples.run("schema", kind).json
    assert "common.json" not in json.dumps(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in (examples.root / "contracts").rglob("*.yaml"):
        node, _ = read_yaml(file.read_bytes(), file.name)
        assert node is not None
        if node.data["kind"] == kind:
            assert list(jsonschema.Draft202012Validator(schema).iter_errors(node.data)) == []


def test_schema_lists_the_kinds_and_names_the_nearest(examples: Workspace) -> None:
    assert "质保的起止" in examples.run("schema", language="zh-CN").out
    wrong = examples.run("schema", "Waranty")
    assert (wrong.code, "did you mean Warranty" in wrong.err) == (2, True)


def test_explain_says_why_and_shows_both_examples(examples: Workspace) -> None:
    out = examples.run("explain", "contract.dates-out-of-order").out
    assert "A term that ends before it begins" in out
    assert "term: {start: 2026-12-31, end: 2026-01-01}" in out
    near = examples.run("explain", "contract.date-out-of-order")
    assert (near.code, "contract.dates-out-of-order" in near.err) == (2, True)
    assert "contract.dates-out-of-order" in examples.run("explain", "-o", "json").json["codes"]
