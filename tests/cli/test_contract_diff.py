"""fieldops contract diff: exit codes and the three forms of the output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import CONTRACT
from repository import Repository

from fieldops.cli.contract_diff import diff
from fieldops.cli.output import Session

HOSTILE = "</details>\\n# forged\\n- **forged** | x | [a](javascript:b) <img src=x> @boss #1 https://evil.example `$m$`"
INSPECTION = (
    "inspections: [{id: quarterly, kind: inspection, playbook: linux-standard, engineers: 2, "
    "schedule: {every: EVERY, anchor: 2026-03-20}}]\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    long = CONTRACT.replace("2026-12-31", "2090-12-31")
    repository.workspace.write("contracts/acme.yaml", long + INSPECTION.replace("EVERY", "3 months"))
    repository.commit()
    return repository


def change(repository: Repository, *replaced: tuple[str, str]) -> None:
    file = repository.root / "contracts/acme.yaml"
    text = file.read_text("utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def run(repository: Repository, *arguments: str, language: str = "en") -> tuple[int, Result]:
    session = Session(repository.root, language, False)
    result = CliRunner().invoke(diff, arguments, obj=session, standalone_mode=False, catch_exceptions=False)
    return int(result.return_value or 0), result


def test_nothing_changed(repository: Repository) -> None:
    code, result = run(repository)
    assert (code, result.stdout, result.stderr) == (0, "", "nothing changes in the meaning of contracts\n")


def test_text(repository: Repository) -> None:
    change(repository, ("2090-12-31", "2089-12-31"))
    code, result = run(repository)
    assert code == 1
    assert result.stdout.splitlines() == [
        "Contract acme (Acme)",
        "  Term",
        "    - the term now ends on 2089-12-31; it was 2090-12-31  [contracts/acme.yaml:10]",
        "    - leaves 2090-01-01 to 2090-12-31 uncovered by the term  [contracts/acme.yaml:10]",
        "",
    ]


def test_text_in_chinese(repository: Repository) -> None:
    change(repository, ("2090-12-31", "2089-12-31"))
    _, result = run(repository, language="zh-CN")
    assert "    - 服务期末日由 2090-12-31 改为 2089-12-31" in result.stdout


def test_json(repository: Repository) -> None:
    change(repository, ("3 months", "6 months"))
    code, result = run(repository, "HEAD", "-o", "json", "--as-of", "2026-12-01")
    assert code == 1
    data: Any = json.loads(result.stdout)
    assert (data["schema_version"], data["old"], data["new"]) == (1, "HEAD", None)
    interval, visits = data["contracts"][0]["differences"]
    assert (interval["code"], interval["section"], interval["old"], interval["new"]) == (
        "diff.interval", "inspections", "3 months", "6 months",
    )  # fmt: skip
    assert interval["values"]["old"]["codes"] == ["diff.every"]
    assert interval["after"]["clause"] == ["inspections", 0, "schedule", "every"]
    assert (interval["after"]["path"], interval["after"]["line"]) == ("contracts/acme.yaml", 11)
    assert visits["code"] == "diff.due.vanish"
    assert visits["old"] == ["2026-12-20", "2027-06-20", "2027-12-20", "2028-06-20"]


def test_wrong_use_is_told_apart(repository: Repository) -> None:
    done = repository.workspace.run("contract", "diff", "no-such-revision")
    assert done.code == 2


# --- Markdown ---------------------------------------------------------------------------------------------


def test_markdown_has_a_table_of_due_dates(repository: Repository) -> None:
    change(repository, ("3 months", "6 months"))
    _, result = run(repository, "HEAD", "--format", "markdown", "--as-of", "2026-12-01")
    assert result.stdout.splitlines() == [
        "## What changes from HEAD to the working tree",
        "",
        "### Contract acme (Acme)",
        "",
        "- **Inspections and health checks**: Inspection or health check quarterly: every 3 months → every 6 months",
        "",
        "**Dates that appear, move or vanish**",
        "",
        "| Obligation | Change | Days |",
        "| --- | --- | --- |",
        "| quarterly (inspection) | vanishes | 2026-12-20, 2027-06-20, 2027-12-20, 2028-06-20 |",
    ]


def test_hostile_text_forges_nothing_in_markdown(repository: Repository) -> None:
    change(repository, ("title: Acme", f'title: "{HOSTILE}"'), ("3 months", "6 months"))
    change(repository, ("{id: quarterly,", f'{{id: quarterly, title: "{HOSTILE}",'))
    _, result = run(repository, "HEAD", "--format", "markdown", "--as-of", "2026-12-01")
    for line in result.stdout.splitlines():
        assert line == "" or line.startswith(
            ("## What changes", "### Contract acme", "- **", "**Dates", "| ")
        )
        assert "<" not in line
        assert "[a](" not in line.replace("\\[", "")
        assert "@boss" not in line
        assert "#1" not in line
        assert "https:" not in line
        assert "`" not in line.replace("\\`", "")
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 4


def test_hostile_text_forges_no_line_of_text(repository: Repository) -> None:
    change(repository, ("title: Acme", f'title: "{HOSTILE}"'))
    _, result = run(repository)
    assert [line for line in result.stdout.splitlines() if line.startswith(("#", "-"))] == []


def test_much_is_folded(repository: Repository) -> None:
    hosts = ", ".join(f"{{id: n{n}, category: c{n}}}" for n in range(30))
    change(repository, ("inspections:", f"assets: [{hosts}]\ninspections:"))
    _, result = run(repository, "HEAD", "--format", "markdown")
    lines = result.stdout.splitlines()
    assert lines.count("<details>") == lines.count("</details>") == 1
    assert "<summary>Everything that changes: 30</summary>" in lines
    assert sum(line.startswith("- ") for line in lines) == 6 + 30
