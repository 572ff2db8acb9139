"""Wrong use of the command line is said in the reader's language, with the way out."""

from __future__ import annotations

import pytest
from conftest import CONTRACT, Workspace


@pytest.mark.parametrize(
    ("arguments", "said", "way_out"),
    [
        ("validate --forma x", "没有选项 --forma", "--format"),
        ("validat", "没有命令 validat", "validate"),
        ("contract shwo x", "没有命令 shwo", "show"),
        ("validate -o x", "-o / --format 的取值不在可选范围内", "sarif"),
        ("validate -o", "选项 -o 缺少取值", ""),
        ("contract obligations --from", "选项 --from 缺少取值", ""),
        ("contract show x y z", "多余的参数：y z", ""),
        ("contract show acme -C x", "选项 -C 要写在命令之前", "fieldops -C"),
        ("contract show acme --lang en", "选项 --lang 要写在命令之前", "fieldops --lang"),
        ("list contract", "没有命令 list", "fieldops contract list"),
        ("contract acme show", "没有命令 acme", "fieldops contract show acme"),
        ("run show acme --contract acm", "还没有运行记录", ""),
        ("contract list --as-of 2026-02-30", "日历上没有 2026-02-30 这一天", "2 月 29 日"),
        ("contract list --as-of 今天", "今天 不是有效日期", "2026-03-31"),
    ],
)
def test_usage_errors_in_chinese(arguments: str, said: str, way_out: str, workspace: Workspace) -> None:
    ran = workspace.run(*arguments.split(), language="zh-CN")
    assert ran.code == 2
    assert said in ran.err
    assert way_out in ran.err
    assert "Error" not in ran.err
    assert "Usage" not in ran.err


def test_usage_errors_in_english(workspace: Workspace) -> None:
    ran = workspace.run("validate", "--forma", "x")
    assert ran.code == 2
    assert "fieldops validate [OPTIONS]" in ran.err.splitlines()[0]
    assert "there is no option --forma" in ran.err


@pytest.mark.parametrize(
    "given",
    [
        "validate -o github --forma x",
        "validate --format=github --changed-since nonsense",
        "validate --format github nothing.yaml",
        "validate -ogithub --changed-since= ",
    ],
)
def test_a_failure_is_an_annotation_where_github_reads(given: str, workspace: Workspace) -> None:
    ran = workspace.run(*given.split())
    assert ran.code == 2
    annotation, message = ran.out, ran.err.partition("error: ")[2].splitlines()[0]
    assert annotation.startswith(f"::error title=fieldops::{message}")
    assert annotation.count("\n") == 1
    assert workspace.run(*given.replace("github", "json").split()).out == ""


def test_warnings_are_hidden_and_counted(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + "number: 暂无\n")
    for form in ("text", "github", "json"):
        assert "text.filler" in workspace.run("validate", "-o", form).out
        assert "text.filler" not in workspace.run("validate", "-o", form, "--no-warnings").out
    ran = workspace.run("validate", "--no-warnings")
    assert (ran.code, ran.out) == (0, "")
    assert "0 errors, 1 warning" in ran.err
    assert "1 warning" in workspace.run("validate", "-o", "github", "--no-warnings").out
    assert workspace.run("validate", "--no-warnings", "--strict").code == 1


def test_severities_are_words_in_chinese_text_only(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + "number: 暂无\n")
    assert "警告[text.filler]" in workspace.run("validate", language="zh-CN").out
    assert '"severity": "warning"' in workspace.run("validate", "-o", "json", language="zh-CN").out


def test_explain_takes_several_codes(workspace: Workspace) -> None:
    ran = workspace.run("explain", "schema.form", "contract.signed-after-start", language="zh-CN")
    assert ran.code == 0
    assert ran.out.count("原因") == 2
    assert "承诺 H4（docs/promises.md）" in ran.out
    both = workspace.run("explain", "schema.form", "yaml.tab", "-o", "json").json
    assert [entry["code"] for entry in both["entries"]] == ["schema.form", "yaml.tab"]
    assert workspace.run("explain", "yaml.tab", "-o", "json").json["code"] == "yaml.tab"


def test_what_is_to_be_filled_in_names_the_ids_that_exist(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT.replace("team: team", "team: TBD"))
    assert "There are: team" in workspace.run("validate").out
