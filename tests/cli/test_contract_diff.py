"""fieldops contract diff: exit codes and the three forms of the output."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import CONTRACT
from repository import Repository

from fieldops.cli.contract_diff import diff
from fieldops.cli.output import Session
from fieldops.errors import UsageError

# Ten years from the day on which is compared; the term goes on for sixty.
UNTIL = "2036-11-30"
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
    code, result = run(repository, "--as-of", "2026-12-01")
    assert code == 1
    assert result.stdout.splitlines() == [
        'Contract "Acme" (acme)',
        "  Term (less for the customer)",
        "    - the term now ends on 2089-12-31; it was 2090-12-31  [contracts/acme.yaml:10]",
        "    - leaves 2090-01-01 to 2090-12-31 uncovered by the term  [contracts/acme.yaml:10]",
        "",
        'Contract "Acme" (acme)',
        "  Term",
        "    - last day of service: 2090-12-31 → 2089-12-31  [contracts/acme.yaml:10]",
        "  Due dates",
        f"    - due dates are compared until {UNTIL}; later ones are not listed  [contracts/acme.yaml:10]",
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
    assert (data["schema_version"], data["old"], data["new"]) == (2, "HEAD", None)
    interval, visits, until = data["contracts"][0]["differences"]
    assert (until["code"], until["section"], until["new"]) == ("diff.due.until", "dates", UNTIL)
    assert (interval["code"], interval["section"], interval["old"], interval["new"]) == (
        "diff.interval", "inspections", "3 months", "6 months",
    )  # fmt: skip
    assert interval["values"]["old"]["codes"] == ["recurrence.every"]
    assert interval["after"]["path"] == ["inspections", 0, "schedule", "every"]
    assert (interval["after"]["file"], interval["after"]["line"]) == ("contracts/acme.yaml", 11)
    assert visits["code"] == "diff.due.vanish"
    assert (visits["old"][0], visits["old"][-1], len(visits["old"])) == ("2026-12-20", "2036-06-20", 20)


def test_wrong_use_is_told_apart(repository: Repository) -> None:
    done = repository.workspace.run("contract", "diff", "no-such-revision")
    assert done.code == 2


# --- Markdown ---------------------------------------------------------------------------------------------


def test_markdown_has_a_table_of_due_dates(repository: Repository) -> None:
    change(repository, ("2090-12-31", "2028-08-31"))
    repository.commit()
    change(repository, ("3 months", "6 months"))
    _, result = run(repository, "HEAD", "--format", "markdown", "--as-of", "2026-12-01")
    assert result.stdout.splitlines() == [
        "## What changes from HEAD to the working tree",
        "",
        '### Contract "Acme" (acme)',
        "",
        "- **Inspections and health checks (less for the customer)**: Inspection or health check quarterly: every 3 months → every 6 months",
        "",
        "**Dates that appear, move or vanish**",
        "",
        "| Obligation | Change | Days |",
        "| --- | --- | --- |",
        "| inspection (quarterly) | vanishes: 4 visits | 2026-12-20, 2027-06-20, 2027-12-20, 2028-06-20 |",
    ]


def test_hostile_text_forges_nothing_in_markdown(repository: Repository) -> None:
    change(repository, ("title: Acme", f'title: "{HOSTILE}"'), ("3 months", "6 months"))
    change(repository, ("{id: quarterly,", f'{{id: quarterly, title: "{HOSTILE}",'))
    _, result = run(repository, "HEAD", "--format", "markdown", "--as-of", "2026-12-01")
    for line in result.stdout.splitlines():
        assert line == "" or line.startswith(
            ("## What changes", '### Contract "', "- **", "**Dates", "| ", "due dates are compared until")
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
    assert "<summary>24 more changes</summary>" in lines
    bullets = [line for line in lines if line.startswith("- ")]
    assert len(bullets) == len(set(bullets)) == 30


def test_markdown_shows_first_what_a_customer_looks_for_first(repository: Repository) -> None:
    hosts = ", ".join(f"{{id: n{n}, category: c{n}}}" for n in range(30))
    change(repository, ("2090-12-31", "2027-12-31"), ("inspections:", f"assets: [{hosts}]\ninspections:"))
    _, result = run(repository, "HEAD", "--format", "markdown", "--as-of", "2026-12-01", language="zh-CN")
    lines = result.stdout.splitlines()
    assert lines[0] == "## HEAD 到工作区的变化"
    bullets = [line for line in lines if line.startswith("- ")]
    assert bullets[0] == "- **服务期（对客户不利）**: 服务期末日由 2090-12-31 改为 2027-12-31"
    folded = lines[lines.index("<details>") :]
    assert not any(line in folded for line in bullets[:6])


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_worst_of_any_contract_stands_before_everything_else(repository: Repository, form: str) -> None:
    other = (repository.root / "contracts/acme.yaml").read_text("utf-8").replace("id: acme", "id: zeta")
    repository.workspace.write("contracts/zeta.yaml", other)
    repository.commit()
    change(repository, ("title: Acme", "title: Acme Corporation"))
    repository.workspace.write("contracts/zeta.yaml", other.replace("2090-12-31", "2089-12-31"))
    repository.workspace.write("contracts/broken.yaml", "kind: Contract\nid: [")
    _, result = run(repository, "--format", form)
    text = result.stdout.replace("\\", "")
    places = [
        text.index(said)
        for said in (
            "(zeta)",
            "the term now ends on 2089-12-31",
            "Not compared",
            "(acme)",
            "last day of service",
        )
    ]
    assert places == sorted(places)
    assert text.count("(zeta)") == 2


def test_nothing_that_is_less_is_folded_away(repository: Repository) -> None:
    assets = "".join(f"  - {{id: a{n}, name: A{n}, category: server}}\n" for n in range(40))
    file = repository.root / "contracts/acme.yaml"
    text = file.read_text("utf-8")
    scope = "".join(f"  - task {number}\n" for number in range(40))
    file.write_text(f"{text}scope:\n{scope}assets:\n{assets}", "utf-8")
    repository.commit()
    file.write_text(text, "utf-8")
    _, result = run(repository, "--format", "markdown")
    shown, _, folded = result.stdout.partition("<details>")
    assert "less for the customer" in shown
    assert "less for the customer" not in folded


def test_what_is_gone_is_shown_in_the_revision_that_has_it(repository: Repository) -> None:
    assets = "assets: [{id: s1, serial: A-1, name: Files, category: scanner}]\n"
    change(repository, ("inspections:", f"{assets}inspections:"))
    repository.commit()
    change(repository, (assets, ""))
    _, english = run(repository)
    assert "    - removed: Files (A-1)  [contracts/acme.yaml:11 in HEAD]" in english.stdout
    _, chinese = run(repository, language="zh-CN")
    assert "    - 减少：Files（A-1）  [HEAD 版本中的 contracts/acme.yaml:11]" in chinese.stdout


def test_a_new_contract_and_a_new_document_stand_below_headings_of_their_own(repository: Repository) -> None:
    repository.workspace.write("contracts/second.yaml", CONTRACT.replace("id: acme", "id: second"))
    calendar = "apiVersion: fieldops/v1\nkind: Calendar\nid: own\ntitle: Own\n"
    repository.workspace.write("contracts/own.yaml", calendar)
    _, result = run(repository, language="zh-CN")
    lines = result.stdout.splitlines()
    assert lines[lines.index("合同“Acme”（second）") + 1] == "  新合同"
    assert "  新文件" in lines
    assert any(line.startswith("    - 新增") and "“Own”  [" in line for line in lines)


def test_days_that_may_still_move_are_marked_and_explained(repository: Repository) -> None:
    calendar = "apiVersion: fieldops/v1\nkind: Calendar\nid: office\ntitle: Office\nholidays: [cn-2026]\n"
    week = "weekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-17:00']}]\n"
    repository.workspace.write("contracts/office.yaml", calendar + week)
    change(repository, ("2090-12-31", "2027-06-30"))
    shift = "3 months, shift: next_workday, calendar: office"
    change(repository, ("3 months", shift))
    repository.commit()
    change(repository, (shift, shift.replace("3", "6")))
    _, text = run(repository, "HEAD", "--as-of", "2026-12-01")
    assert "inspection (quarterly) loses 2 visits: 2026-12-21, 2027-06-21*" in text.stdout
    note = "* provisional: the public holidays of that year are not decreed yet"
    assert text.stdout.splitlines()[-1] == note
    _, markdown = run(repository, "HEAD", "--as-of", "2026-12-01", "--format", "markdown")
    assert markdown.stdout.splitlines()[-1] == "\\" + note


def test_a_folder_that_is_no_workspace_is_said_so(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for file in repository.root.rglob("*.yaml"):
        file.unlink()
    repository.commit()
    done = repository.workspace.run("contract", "diff", "HEAD")
    assert (done.code, "is no workspace" in done.err, "-C" in done.err) == (2, True, True)


# --- as an account manager uses it --------------------------------------------------------------------------

EXAMPLES = Path(__file__).parents[2]


@pytest.fixture
def examples(tmp_path: Path) -> Repository:
    """A repository with the example contracts and all that they use."""
    repository = Repository(tmp_path / "repository")
    shutil.copytree(EXAMPLES / "contracts", repository.root / "contracts", dirs_exist_ok=True)
    repository.commit()
    return repository


def edit(repository: Repository, path: str, old: str, new: str) -> None:
    file = repository.root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    file.write_text(text.replace(old, new), "utf-8")


def test_changes_of_all_kinds_of_documents_are_said_in_both_languages(examples: Repository) -> None:
    edit(examples, "contracts/device-platform.yaml", "  hotline: 400-555-0171\n", "")
    edit(examples, "contracts/device-platform.yaml", "anchor: 2026-04-16", "anchor: 2026-05-16")
    edit(
        examples,
        "contracts/archive-digitisation.yaml",
        "account_manager: wang-fang",
        "account_manager: zhao-lei",
    )
    edit(examples, "contracts/warranties/archive-hardware.yaml", "period: 2 years", "period: 1 year")
    _, chinese = run(examples, language="zh-CN")
    _, english = run(examples)
    for said in (
        "  服务方（对客户不利）\n    - 服务方 › 服务热线不再约定，原为 400-555-0171  [",
        "客户经理由 王芳 改为 赵磊",
        "质保期由 2 年改为 1 年",
    ):
        assert said in chinese.stdout
    for said in (
        "  Service company (less for the customer)\n    - Service company › Hotline is not said any more; it was 400-555-0171  [",
        "Account manager changed from Wang Fang to Zhao Lei",
        "the warranty now lasts 1 year; it was 2 years",
    ):
        assert said in english.stdout


def test_two_contracts_of_today_are_compared(repository: Repository) -> None:
    second = (repository.root / "contracts/acme.yaml").read_text("utf-8").replace("id: acme", "id: other")
    repository.workspace.write("contracts/other.yaml", second.replace("3 months", "6 months"))
    code, result = run(repository, "acme", "other")
    assert code == 1
    assert result.stdout.splitlines()[:3] == [
        'Contract "Acme" (other)',
        "  Inspections and health checks (less for the customer)",
        "    - Inspection or health check quarterly: every 3 months → every 6 months  [contracts/other.yaml:11]",
    ]
    _, markdown = run(repository, "acme", "other", "-o", "markdown")
    assert markdown.stdout.startswith('## From contract "acme" to contract "other"\n')
    _, data = run(repository, "acme", "other", "-o", "json")
    first = json.loads(data.stdout)["contracts"][0]["differences"][0]
    assert (first["code"], first["effect"]) == ("diff.interval", "worse")
    assert run(repository, "acme", "acme")[0] == 0


def test_a_renewal_is_compared_with_the_contract_before(repository: Repository) -> None:
    old = (repository.root / "contracts/acme.yaml").read_text("utf-8").replace("2090-12-31", "2026-12-31")
    repository.workspace.write("contracts/acme.yaml", old)
    renewed = old.replace("id: acme", "id: acme-2027\npredecessor: acme").replace("2026-12-31", "2027-12-31")
    renewed = renewed.replace("start: 2026-01-01", "start: 2027-01-01").replace("3 months", "6 months")
    repository.workspace.write("contracts/acme-2027.yaml", renewed)
    code, result = run(repository, "acme-2027", "--with-predecessor", language="zh-CN")
    assert code == 1
    assert (
        "巡检（quarterly）：新合同期（2027-01-01 至 2027-12-31）2 次巡检，原合同期（2026-01-01 至 2026-12-31）4 次巡检"
        in result.stdout
    )
    assert "服务期为 2027-01-01 至 2027-12-31，前一份合同为 2026-01-01 至 2026-12-31" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("acme", "--with-predecessor"), "diff.no-predecessor"),
        (("--with-predecessor",), "diff.predecessor-of-one"),
        (("acme", "other", "--with-predecessor"), "diff.predecessor-of-one"),
        (("acme", "acme", "--as-of", "2027-01-01"), "diff.contracts-as-of"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    repository: Repository, arguments: tuple[str, ...], code: str
) -> None:
    with pytest.raises(UsageError, match=code.replace(".", r"\.")):
        run(repository, *arguments)


def test_one_contract_named_is_compared_with_the_last_commit(repository: Repository) -> None:
    change(repository, ("3 months", "6 months"))
    assert run(repository, "acme")[1].stdout == run(repository, "--contract", "acme")[1].stdout


def test_a_renewal_is_written_and_compared(repository: Repository) -> None:
    old = (repository.root / "contracts/acme.yaml").read_text("utf-8").replace("2090-12-31", "2026-12-31")
    repository.workspace.write("contracts/acme.yaml", old)
    done = repository.workspace.run(
        "contract", "new", "acme-2027", "--from-contract", "acme", language="zh-CN"
    )
    assert (done.code, done.out.splitlines()[0]) == (0, "contracts/acme-2027.yaml")
    assert "合同 acme-2027 已生成，续自 acme，服务期 2027-01-01 至 2027-12-31" in done.err
    both = repository.workspace.run(
        "contract", "new", "x", "--from-contract", "acme", "--from", "standard-service"
    )
    assert (both.code, "--from-contract CONTRACT" in both.err) == (2, True)
    compared = repository.workspace.run("contract", "diff", "acme-2027", "--with-predecessor")
    assert (compared.code, "less for the customer" in compared.out) == (1, False)
