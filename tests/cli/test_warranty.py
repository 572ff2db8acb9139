"""fieldops warranty: what the commands print and how they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Ran, Workspace

ROOT = Path(__file__).parents[2]
DISK = ("device-platform", "--asset", "HL-SV-250101", "--part", "SSD-960")


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """The project's own tree."""
    workspace = Workspace(tmp_path)
    workspace.root = ROOT
    return workspace


def check(here: Workspace, *more: str, language: str = "en") -> Ran:
    return here.run("warranty", "check", *more, language=language)


@pytest.mark.parametrize(
    ("cause", "at", "code", "outcome"),
    [
        ("normal", "2026-05-01", 0, "covered"),
        ("misuse", "2026-05-01", 1, "not_covered"),
        ("unknown", "2026-05-01", 3, "undetermined"),
    ],
)
def test_check_ends_by_its_outcome(here: Workspace, cause: str, at: str, code: int, outcome: str) -> None:
    ran = check(here, *DISK, "--cause", cause, "--at", at, "--remote-fixable", "no", "-o", "json")
    assert (ran.code, ran.json["outcome"]) == (code, outcome)
    keys = (
        "parts",
        "labour",
        "travel",
        "warranty",
        "remedies",
        "missing",
        "reasons",
        "flips",
        "schema_version",
    )
    assert [key for key in keys if key not in ran.json] == []
    assert set(ran.json["reasons"][3]) == {"rule", "result", "message", "clause", "inner"}
    assert set(ran.json["warranty"]) >= {"id", "start", "end", "period_rule"}


def test_check_reads_well_in_both_languages(here: Workspace) -> None:
    english = check(here, *DISK, "--cause", "misuse", "--at", "2026-05-01")
    assert "HL-SV-250101 on 2026-05-01: not covered" in english.out
    assert "✗ the cause is excluded: misuse  [contracts/warranties/device-hardware.yaml:" in english.out
    assert "What would change it:" in english.out
    chinese = check(here, *DISK, "--cause", "misuse", "--at", "2026-05-01", language="zh-CN")
    assert "HL-SV-250101（2026-05-01）：不属于质保范围" in chinese.out
    assert "备件费：服务方承担 20%" in chinese.out
    markdown = check(here, *DISK, "--cause", "misuse", "--at", "2026-05-01", "--format", "markdown")
    assert markdown.out.startswith("### HL-SV-250101 on 2026-05-01: not covered\n\n- ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody", "--asset", "X", "--cause", "normal"), "fieldops contract list"),
        (("device-platform", "--asset", "HL-SV-25010", "--cause", "normal"), "HL-SV-250101"),
        (("device-platform", "--asset", "HL-SV-250101", "--cause", "normel"), "normal"),
        (("device-platform", "--asset", "HL-SV-250101", "--cause", "normal", "--part", "SSD-96"), "SSD-960"),
        (("device-platform", "--asset", "HL-SV-250101", "--cause", "normal", "--at", "1 May"), "2026-03-01"),
        (
            ("device-platform", "--asset", "HL-SV-250101", "--cause", "normal", "--event", "final"),
            "final_acceptance=",
        ),
        (("device-platform", "--asset", "HL-SV-250101"), "--cause"),
        (("device-platform", "--asset", "HL-SV-250101", "--cause", "normal", "--known-at", "nope"), "nope"),
    ],
)
def test_mistakes_are_told_with_the_way_out(here: Workspace, arguments: tuple[str, ...], told: str) -> None:
    ran = check(here, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_future_date_is_allowed_and_told(here: Workspace) -> None:
    ran = check(here, *DISK, "--cause", "normal", "--at", "2028-06-01")
    assert ran.code == 1
    assert "has not come yet" in ran.out


def test_what_if_an_acceptance_were_given(here: Workspace) -> None:
    erp = ("managed-service", "--asset", "LIC-ERP-0418", "--cause", "normal", "--at", "2026-05-10")
    assert check(here, *erp).code == 1
    assert check(here, *erp, "--event", "final_acceptance=2026-05-02").code == 0


def test_list_and_gaps(here: Workspace) -> None:
    listed = here.run("warranty", "list", "--contract", "device-platform", "-o", "json")
    assert listed.code == 0
    assert {one["warranty"] for one in listed.json["warranties"]} == {"device-hardware", "device-software"}
    assert here.run("warranty", "list", "--expiring", "soon").code == 2
    text = here.run("warranty", "list", "--contract", "managed-service", language="zh-CN")
    assert "managed-hardware" in text.out
    gaps = here.run("warranty", "gaps", "managed-service", "-o", "json")
    assert gaps.code == 1
    assert {one["kind"] for one in gaps.json["findings"]} == {"gap", "ends_before_contract"}
    assert here.run("warranty", "gaps", "Binhai").code == 2
    assert "质保先于合同到期" in here.run("warranty", "gaps", "managed-service", language="zh-CN").out


def test_batch_goes_on_after_a_bad_line(here: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(
        "contract,asset,cause,day\n"
        "device-platform,HL-SV-250101,normal,2026-05-01\n"
        "device-platform,HL-SV-25010,normal,2026-05-01\n"
        "device-platform,HL-SV-250101,normal,2026-05-01\n"
    )
    ran = here.run("warranty", "batch", str(file))
    first, second, third = (json.loads(line) for line in ran.out.splitlines())
    assert (ran.code, ran.err) == (1, "lines: 3; failed: 1\n")
    assert second["input_line"] == 3
    assert second["error"]["code"] == "warranty.unknown-asset"
    assert "HL-SV-250101" in second["error"]["hint"]
    asked = ("device-platform", "--asset", "HL-SV-250101", "--cause", "normal", "--at", "2026-05-01")
    alone = check(here, *asked, "-o", "json").json
    assert {**alone, "input_line": 2} == first == {**third, "input_line": 2}
    brief = here.run("warranty", "batch", str(file), "--brief")
    assert set(json.loads(brief.out.splitlines()[0])) == set(first) - {"reasons", "flips"}


@pytest.mark.shows("warranty check", "C12")
@pytest.mark.shows("warranty list", "C12")
def test_a_warranty_starts_with_the_acceptance_that_the_contract_names_and_not_before(
    workspace: Workspace,
) -> None:
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    path = workspace.root / "contracts" / "managed-service.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "preliminary_acceptance, date: 2026-03-20,", "preliminary_acceptance,"
        ),
        "utf-8",
    )
    listed = workspace.run("warranty", "list", "--contract", "managed-service", language="zh-CN")
    assert "app-01" in listed.out
    assert listed.out.count("未起算，待初验") == 6
    asked = ("managed-service", "--asset", "LS-2603-001", "--cause", "defect", "--at", "2026-06-01")
    waiting = workspace.run("warranty", "check", *asked, language="zh-CN")
    assert waiting.code == 3
    assert "? 尚未起算：初验尚无日期  [contracts/managed-service.yaml:33]" in waiting.out
    accepted = workspace.run("warranty", "check", *asked, "--event", "preliminary_acceptance=2026-05-20")
    assert accepted.code == 0
    assert "✓ preliminary acceptance: 2026-05-20, as the claim says" in accepted.out
    assert "the day lies within 2026-05-20 to 2028-05-19, both included" in accepted.out
