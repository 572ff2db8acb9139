"""`--help` speaks the reader's language: every command and option of fieldops, laid out in columns of a terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from fieldops.cli.commands import Command, Group
from fieldops.cli.help_form import cells, wrapped
from fieldops.cli.main import cli
from fieldops.messages.help import OPTIONS, described, translated
from fieldops.messages.help_commands import COMMANDS


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, f"{path} {name}")


ALL = dict(_commands(cli, "fieldops"))


def test_every_command_and_option_has_chinese_help() -> None:
    lacking = [path for path in ALL if not described(path, "zh-CN")]
    helps = {one.help for each in ALL.values() for one in each.params if isinstance(one, click.Option)}
    lacking += [help for help in helps if help and translated(help, "zh-CN") == help]
    assert lacking == []


def test_no_chinese_help_is_left_for_what_is_gone() -> None:
    helps = {one.help for each in ALL.values() for one in each.params if isinstance(one, click.Option)}
    assert [text for text in OPTIONS if text not in helps] == []
    assert [path for path in COMMANDS if path not in ALL] == []


def test_every_option_has_help() -> None:
    bare = [
        f"{path} {one.opts[-1]}"
        for path, each in ALL.items()
        for one in each.params
        if isinstance(one, click.Option) and not one.help
    ]
    assert bare == []


def test_all_commands_are_of_the_kind_that_refuses_what_is_given_twice() -> None:
    assert [path for path, each in ALL.items() if not isinstance(each, (Command, Group))] == []


@pytest.mark.parametrize("arguments", ["--help", "inspect -h", "contract", "schedule run --help"])
def test_help_in_chinese_holds_no_english_sentence(arguments: str, workspace: Workspace) -> None:
    ran = workspace.run(*arguments.split(), language="zh-CN")
    told = ran.out + ran.err
    assert "用法：" in told
    assert "显示本帮助并退出。" in told
    assert not re.search(r"[A-Za-z]+ (?:the|of|and|to|is|a) [a-z]+", told)


def test_the_language_of_the_workspace_holds_for_help_and_for_mistakes(workspace: Workspace) -> None:
    workspace.write("fieldops.yaml", "apiVersion: fieldops/v1\nkind: Settings\nlanguage: zh-CN\n")
    with workspace.start("contract", "shwo", stdout=-1, stderr=-1, text=True) as started:
        _, err = started.communicate()
    assert "没有命令 shwo" in err
    assert "用法：fieldops contract [选项] 命令" in err
    with workspace.start("--help", stdout=-1, stderr=-1, text=True) as started:
        assert "校验工作区" in started.communicate()[0]


@given(st.text(alphabet="abcdef 合同质保，。（）、/-"), st.integers(10, 60))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        # A single piece may be longer than a line: there is no place to break it.
        assert cells(line) <= width or " " not in line.strip()
        assert not line.startswith(tuple("，。）、")) or line == lines[0]
        assert not line.endswith("（") or line == lines[-1] or text.endswith("（") or "（ " in text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "末尾被删去，或整个文件被重写，\n只有用它才能发现。",
            ["末尾被删去，或整个文件被重写，只有用它才能发现。"],
        ),
        ("见下一行\n  的说明", ["见下一行的说明"]),
        ("写作\nRUN 编号", ["写作 RUN 编号"]),
        ("one line\nand the next", ["one line and the next"]),
        ("（编号），\nRUN", ["（编号），RUN"]),
        ("一段 话", ["一段 话"]),
    ],
)
def test_chinese_goes_on_without_a_space_in_the_next_line(text: str, lines: list[str]) -> None:
    assert wrapped(text, 80) == lines


def test_a_line_does_not_end_with_what_opens_a_remark() -> None:
    assert wrapped("运行编号，或最近的（最近一次）", 20) == ["运行编号，或最近的", "（最近一次）"]


# What many commands need and no help does: it is loaded where it is used.
_HEAVY = {
    *("msgspec", "json", "decimal", "tempfile", "random", "zoneinfo", "html", "shlex"),
    *("click.shell_completion", "fieldops.messages.catalogue", "fieldops.messages.words"),
    *(
        "fieldops.reports.markdown",
        "fieldops.cli.reading_forms",
        "fieldops.contracts.model",
        "ruamel",
        "paramiko",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("arguments", ["--help", "run --help", "contract show --help"])
def test_help_loads_little_more_than_the_commands(arguments: str, language: str) -> None:
    program = f"""
import re, sys
from fieldops.cli.main import _run, session_of
from fieldops.cli.streams import take_streams
given = {["--lang", language, *arguments.split()]}
assert _run(given, session_of(given), take_streams()) == 0
ours = [vars(module) for name, module in sys.modules.items() if name.startswith("fieldops")]
patterns = sum(isinstance(each, re.Pattern) for module in ours for each in module.values())
print(sorted({_HEAVY} & set(sys.modules)), len(ours), patterns, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded, ours, patterns = done.stderr.rsplit(maxsplit=2)
    assert loaded == "[]"
    # One for each command, and some twenty that they share.
    assert int(ours) < 85
    assert int(patterns) < 12
