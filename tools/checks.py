"""Write docs/checks.md and docs/zh-CN/checks.md: the rows that an inspection report is expected to hold, and what we do for each.

The rows are `tools/checks/rows.yaml`, whose thresholds they are `sources.yaml`; `PLAYBOOK.yaml` beside them says for each
check of a playbook which rows it serves. All else is read out of the playbooks and counted in the tests' data, so a new check
needs one line. ``--check`` writes nothing and says what is missing or not current.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import check_of, probe_of
from fieldops.inspection.playbook import Probe

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tools" / "checks"
DATA = ROOT / "tests" / "data"
PAGES = {"en": ROOT / "docs" / "checks.md", "zh-CN": ROOT / "docs" / "zh-CN" / "checks.md"}
NOT_PLAYBOOKS = {"rows", "sources"}
_PLACE = re.compile(r"(?<![\w.])/(?:proc|sys|etc|run|var|usr/lib/jvm)/[A-Za-z0-9_./*-]*[A-Za-z0-9_*]")
# What stands at the beginning of a command.
_PROGRAM = re.compile(
    r"(?m)(?:^|\| |[;&({!]|\$\(|\b(?:as_root|then|do|else|if|command -v)\s)\s*(?!(?:as_root|then|do|else|if|command) )([a-z][a-z0-9_.-]*)(?=[ \n])(?! \|)"
)
_ARITHMETIC = re.compile(r"\$\(\(.*?\)\)")
_FUNCTION = re.compile(r"([a-z_]+)\(\)")
# Programs that only shape text, or wait, and words of the shell: they are no source of a value.
# fmt: off
_TOOLS = {
    "as_root", "awk", "base64", "break", "cat", "case", "cd", "cksum", "command", "continue", "cut", "dirname", "do", "done", "echo",
    "elif", "else", "esac", "eval", "exec", "exit", "expr", "export", "false", "fi", "for", "function", "grep", "head", "if", "in", "kill",
    "local", "mawk", "none", "print", "printf", "pwd", "read", "readlink", "return", "sed", "set", "sh", "sha1sum", "sha256sum", "shift", "sleep",
    "sort", "sudo", "tail", "test", "then", "tr", "trap", "true", "ulimit", "umask", "uniq", "wait", "wc", "while", "xargs",
}
# fmt: on
_MOST_SOURCES = 4

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "made": "<!-- Made by tools/checks.py from playbooks/ and tools/checks/; edit those. -->",
        "title": "# What is checked",
        "other": "[中文](zh-CN/checks.md)",
        "about": "What reports of inspections are expected to hold, row by row, and which check of which playbook does it. "
        "What runs for each check stands in the [manual of the probes](reference/probes.md).",
        "count": "Rows: {rows}. With a check: {done}. Left out on purpose: {absent}. Not yet: {missing}.",
        "beside": "## Beside these rows",
        "head": "| row | check | source of the value | criterion | threshold after | tested | playbook |",
        "not yet": "not yet",
        "recorded only": "recorded",
        "by people": "looked at by people",
        "own": "own",
        "recorded": "recorded outputs: {}",
        "systems": "whole systems: {}",
        "shells": "in five shells",
        "devices": "devices that are played: {}",
        "real": "real: {}",
        "manual": "forms of answers",
        "sources": "## Whose thresholds",
        "sources about": "A threshold after somebody is the same as theirs, or between those of several; own ones are ours to defend.",
        "tested": "## How it is tested",
        "tested about": "Recorded outputs: what a probe printed on some system, or would print by its manual, and the verdict that it must have; "
        "one that is fine and one that is a finding at least. Whole systems: files and programs of a system in the place of this machine's. "
        "Devices that are played: an SSH server with the command line of a maker. Real: files of tests that need the program itself (`make test-real`).",
    },
    "zh-CN": {
        "made": "<!-- 由 tools/checks.py 根据 playbooks/ 与 tools/checks/ 生成，请修改源文件。 -->",
        "title": "# 检查内容一览",
        "other": "[English](../checks.md)",
        "about": "巡检报告通常要求的内容逐行列出，并注明由哪个方案的哪个检查项完成。各检查项执行的命令见[采集项手册](../reference/probes.md)。",
        "count": "共 {rows} 行，已有检查项 {done} 行，有意不做 {absent} 行，尚未实现 {missing} 行。",
        "beside": "## 清单以外",
        "head": "| 行 | 检查项 | 取值来源 | 判据 | 阈值依据 | 测试 | 巡检方案 |",
        "not yet": "尚未实现",
        "recorded only": "仅记录",
        "by people": "人工查看",
        "own": "自定",
        "recorded": "采集样例 {}",
        "systems": "整机样例 {}",
        "shells": "五种 shell",
        "devices": "模拟设备 {}",
        "real": "真实环境 {}",
        "manual": "填写形式",
        "sources": "## 阈值依据",
        "sources about": "注明依据的，阈值与其相同，或介于其中几家之间；“自定”的由本项目负责说明。",
        "tested": "## 测试方式",
        "tested about": "采集样例：采集项在某系统上的输出（或按手册写成的输出）及其应有的结果，每项至少一个正常、一个异常。整机样例：以某系统的文件和程序代替本机。"
        "模拟设备：按厂商命令行应答的 SSH 服务。真实环境：须安装相应程序才能运行的测试文件数（`make test-real`）。",
    },
}

# The chapters of the page by their last row. Colleagues who work on different ones do not touch each other's lines.
CHAPTERS = {
    59: ("Linux hosts and hardware", "Linux 主机与硬件"),
    75: ("MySQL", "MySQL"),
    85: ("PostgreSQL", "PostgreSQL"),
    97: ("Oracle", "Oracle"),
    102: ("Redis", "Redis"),
    106: ("Web servers and middleware", "Web 服务与中间件"),
    118: ("Network devices", "网络设备"),
    119: ("Machine rooms", "机房"),
}


@dataclass(frozen=True)
class Line:
    """A check or manual item of a playbook, and what the table says of it; `probe` is None where people look."""

    id: str
    playbook: str
    title: dict[str, str]
    criterion: str
    probe: Probe | None
    rows: tuple[int, ...]
    after: tuple[str, ...]


@cache
def table(path: Path) -> dict[Any, Any]:
    """A table of YAML; empty where there is none."""
    return (yaml.safe_load(path.read_text("utf-8")) or {}) if path.is_file() else {}


def criterion(data: dict[str, Any]) -> str:
    """The criteria of a check as they are written; empty where nothing is judged."""
    if "probe" in data:
        written = check_of(data).written
        return ", ".join(f"`{key}: {value}`" for key, value in written.items() if value is not None)
    keys = ("warn", "crit", "expect")
    return ", ".join(f"`{key}: {data[key]}`" for key in keys if key in data)


def lines() -> list[Line]:
    """All checks and manual items of the shipped playbooks, in their order."""
    library = load_workspace(ROOT)
    found = []
    for playbook in library.of_kind("Playbook"):
        if not str(playbook.path).startswith("playbooks/"):
            continue
        marks = table(TABLES / f"{playbook.id}.yaml")
        entries: Any = (*playbook.data.get("checks", ()), *playbook.data.get("manual", ()))
        for data in entries:
            mark = marks.get(data["id"], {})
            probe = probe_of(library.need("Probe", data["probe"])) if "probe" in data else None
            rows, after = tuple(mark.get("rows", ())), tuple(mark.get("after", ()))
            found.append(Line(data["id"], playbook.id, data["title"], criterion(data), probe, rows, after))
    return found


# --- counted in the tests' data ------------------------------------------------------------------------


@cache
def recordings() -> list[dict[str, Any]]:
    """The systems of tests/data/recordings, each with its probe and the verdicts of checks."""
    return [
        each for path in sorted((DATA / "recordings").glob("*.yaml")) for each in table(path)["recordings"]
    ]


@cache
def test_files() -> dict[str, str]:
    """The text of every file of tests."""
    return {path.name: path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))}


def tested(line: Line, language: str) -> str:
    """How a check is tested: numbers out of the tests' data."""
    words = WORDS[language]
    if line.probe is None:
        return words["manual"]
    kept = table(DATA / "checks" / f"{line.playbook}.yaml").get(line.id)
    cases = len(list((DATA / "probes" / line.probe.id).glob("*.yaml")))
    counts = {
        "recorded": 2 + len(kept.get("also", ())) if kept else cases,
        "systems": sum(
            each["probe"] == line.probe.id and line.id in each.get("verdicts", ()) for each in recordings()
        ),
        "devices": len(line.probe.commands),
        "real": _real(line),
    }
    said = [words[key].format(count) for key, count in counts.items() if count]
    quoted = f'"{line.probe.id}"'
    in_shells = any(re.search("SHELLS|each_shell", text) and quoted in text for text in test_files().values())
    return ", ".join([*said, words["shells"]] if in_shells else said)


def _real(line: Line) -> int:
    """The files in which a test that needs the program itself names the probe, or that are all about such tests and name
    the playbook.
    """
    assert line.probe is not None
    return sum(
        f'"{line.probe.id}"' in text or (whole and f'"{line.playbook}"' in text)
        for text, whole in real_tests()
    )


@cache
def real_tests() -> list[tuple[str, bool]]:
    """Of each file of tests the text of those marked ``real``, and whether that is all of it."""
    return [_marked(file) for file in test_files().values() if "mark.real" in file]


def _marked(file: str) -> tuple[str, bool]:
    if re.search(r"^pytestmark = .*mark\.real\b", file, re.MULTILINE):
        return file, True
    functions = [node for node in ast.walk(ast.parse(file)) if isinstance(node, ast.FunctionDef)]
    real = [node for node in functions if any(_is_real(each) for each in node.decorator_list)]
    return "\n".join(ast.get_source_segment(file, node) or "" for node in real), False


def _is_real(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).endswith("mark.real")


# --- the page -------------------------------------------------------------------------------------------


def source(probe: Probe) -> str:
    """Where a probe takes its values from: programs and files, or what a device is sent."""
    if probe.commands:
        first = dict.fromkeys(listed[0] for listed in probe.commands.values())
        return ", ".join(f"`{command}`" for command in first)
    text = re.sub(r"(?m)^\s*#.*", "", probe.run)
    # What is quoted is no command: the program of awk, say.
    commands = _ARITHMETIC.sub("", re.sub(r"'[^']*'", "''", text))
    # In double quotes only what is run for its output is one.
    commands = re.sub(r'"(?:[^"$]|\$(?!\())*"', '""', commands)
    known = _TOOLS | set(_FUNCTION.findall(commands))
    named = [each for each in dict.fromkeys([*probe.needs, *_PROGRAM.findall(commands)]) if each not in known]
    shown = [*named[:_MOST_SOURCES], *dict.fromkeys(_PLACE.findall(text))]
    return ", ".join(f"`{each}`" for each in shown[:_MOST_SOURCES]) or "`sh`"


def row(number: int | str, line: Line, language: str) -> str:
    """The row of a check."""
    words, reference = WORDS[language], "" if language == "en" else "../"
    if line.probe is None:
        where = words["by people"]
    else:
        where = f"[{line.probe.id}]({reference}reference/probes.md#{line.probe.id}): {source(line.probe)}"
    judged = line.criterion or (words["by people"] if line.probe is None else words["recorded only"])
    after = ", ".join(line.after) or (words["own"] if line.criterion else "")
    title = f"{line.title[language]} (`{line.id}`)"
    cells = (str(number), title, where, judged, after, tested(line, language), f"`{line.playbook}`")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def item(number: int, entry: dict[str, Any], listed: list[Line], language: str) -> Iterator[str]:
    """What the page says of one row of the list: its name, then each check of it."""
    name = entry["en" if language == "en" else "zh"]
    if not listed:
        why = entry.get("absent", {}).get("en" if language == "en" else "zh") or WORDS[language]["not yet"]
        yield f"| {number} | **{name}** | {why} | | | | |"
        return
    yield f"| {number} | **{name}** | | | | | |"
    yield from (row("", line, language) for line in listed)


def chapter(title: str, rows: dict[int, dict[str, Any]], listed: list[Line], language: str) -> str:
    """The rows of one chapter, and how many of them have a check."""
    words = WORDS[language]
    of_row = {number: [line for line in listed if number in line.rows] for number in rows}
    done = sum(bool(found) for found in of_row.values())
    absent = sum(not of_row[number] and "absent" in entry for number, entry in rows.items())
    count = words["count"].format(rows=len(rows), done=done, absent=absent, missing=len(rows) - done - absent)
    body = [text for number, entry in rows.items() for text in item(number, entry, of_row[number], language)]
    return f"## {title}\n\n{count}\n\n{table_of(body, language)}"


def table_of(body: list[str], language: str) -> str:
    """The lines as a table with its head."""
    return "\n".join([WORDS[language]["head"], "|---|---|---|---|---|---|---|", *body])


def chapters(listed: list[Line], language: str) -> Iterator[str]:
    """All chapters, and the checks that serve no row."""
    rows, first = table(TABLES / "rows.yaml"), 1
    for last, titles in CHAPTERS.items():
        of_chapter = {number: entry for number, entry in rows.items() if first <= number <= last}
        if of_chapter:
            yield chapter(titles[language != "en"], of_chapter, listed, language)
        first = last + 1
    if beside := [row("–", line, language) for line in listed if not line.rows]:
        yield f"{WORDS[language]['beside']}\n\n{table_of(beside, language)}"


def page(language: str, listed: list[Line]) -> str:
    """The page in one language."""
    words = WORDS[language]
    sources = [f"- {key}: {name}" for key, name in table(TABLES / "sources.yaml").items()]
    parts = (
        f"{words['made']}\n{words['title']}",
        words["other"],
        words["about"],
        *chapters(listed, language),
        words["sources"],
        words["sources about"],
        "\n".join(sources),
        words["tested"],
        words["tested about"],
    )
    return "\n\n".join(parts) + "\n"


def mistakes(listed: list[Line]) -> Iterator[str]:
    """Checks that no table marks, and marks of what is not there."""
    rows, sources = table(TABLES / "rows.yaml"), table(TABLES / "sources.yaml")
    known = {(line.playbook, line.id) for line in listed}
    for path in sorted(TABLES.glob("*.yaml")):
        if path.stem in NOT_PLAYBOOKS:
            continue
        for id, mark in table(path).items():
            if (path.stem, id) not in known:
                yield f"tools/checks/{path.name}: {path.stem} has no check {id}"
            for odd in (*(set(mark["rows"]) - set(rows)), *(set(mark.get("after", ())) - set(sources))):
                yield f"tools/checks/{path.name}: {id}: there is no row or source {odd}"
    for line in listed:
        if line.id not in table(TABLES / f"{line.playbook}.yaml"):
            yield f"tools/checks/{line.playbook}.yaml lacks a line such as '{line.id}: {{ rows: [12], after: [CK] }}'"


def main() -> int:
    """Write the pages, or with --check say what is wrong with them."""
    listed = lines()
    problems = list(mistakes(listed))
    for language, path in PAGES.items():
        made = page(language, listed)
        if "--check" not in sys.argv:
            path.write_text(made, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != made:
            problems.append(f"{path.relative_to(ROOT)} is not current; run: python tools/checks.py")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
