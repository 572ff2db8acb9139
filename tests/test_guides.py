"""What the guides let a reader type works, and prints what they show, in both languages; and the two languages do not drift apart."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from conftest import again
from forked import Forker

ROOT = Path(__file__).parents[1]
LOCALES = {"en": "en_US.UTF-8", "zh-CN": "zh_CN.UTF-8"}
PAGES = [page.relative_to(ROOT) for page in (*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md"))]
MARKED = sorted(str(page) for page in PAGES if "<!-- run: " in (ROOT / page).read_text("utf-8"))
ANY_LINES = "…"
STATUS = "\x1e"


@pytest.fixture(scope="session")
def guides() -> ModuleType:
    """tools/guides.py, which is no package."""
    spec = importlib.util.spec_from_file_location("guides", ROOT / "tools" / "guides.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["guides"] = module
    spec.loader.exec_module(module)
    return module


# `make check` holds the Chinese pages' commands against the English ones: what they print is compared by `make test-real`.
@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=again) if "zh-CN" in page else page for page in MARKED]
)
def test_what_a_guide_lets_one_type_works_and_prints_what_it_shows(
    guides: ModuleType, tmp_path: Path, page: str
) -> None:
    language = "zh-CN" if "zh-CN" in page else "en"
    for section in guides.sections((ROOT / page).read_text("utf-8")):
        for block in section.blocks:
            if block.mark is None:
                continue
            what, where = block.mark
            if what == "file":
                for folder in ("empty", "examples"):
                    write(place(tmp_path, folder) / where, block.lines)
                continue
            commands = list(block.commands())
            assert commands, f"{page}:{block.line} is to be run and says nothing to type"
            printed = run([typed for typed, _ in commands], place(tmp_path, where), language)
            for (typed, shown), (said, status) in zip(commands, printed, strict=True):
                told = f"{page}:{block.line}: $ {typed}\nexit {status}\n" + "\n".join(said)
                assert status in expected_statuses(block.lines, typed), told
                assert not any(shown) or fits(list(shown), said), told


def write(path: Path, lines: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def place(folder: Path, name: str) -> Path:
    """Where a block is run: an empty folder, or a workspace with the examples; the blocks of one page share both."""
    where = folder / name
    if not where.exists():
        where.mkdir()
        if name == "examples":
            shutil.copytree(ROOT / "contracts", where / "contracts")
        else:
            assert name == "empty"
    return where


def outside() -> dict[str, str]:
    """What is around us, without what would tell in which language and which repository we are."""
    unwanted = ("LC_", "GIT_", "FIELDOPS")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


@cache
def forker(locale: str) -> Forker:
    """Off which the readers' commands are forked."""
    return Forker({**outside(), "LANG": locale})


def run(commands: list[str], folder: Path, language: str) -> list[tuple[list[str], int]]:
    """The lines that each command prints, as one sees them in one shell, and its exit code."""
    script = "".join(
        f"{command}\nstatus=$?; printf '\\n{STATUS}%s{STATUS}' $status; (exit $status)\n"
        for command in commands
    )
    environment = {
        **outside(),
        "LANG": LOCALES[language],
        "HOME": str(folder.parent),
        "XDG_STATE_HOME": str(folder.parent / "state"),
        "COLUMNS": "200",
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": str(folder.parent / "gitconfig"),
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    program = folder.parent / "bin"
    if not program.exists():
        forker(environment["LANG"]).program(program)
    environment["PATH"] = f"{program}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    (folder.parent / "gitconfig").write_text("[user]\nname = Reader\nemail = reader@example.com\n", "utf-8")
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    pieces = done.stdout.decode("utf-8").split(STATUS)
    return [
        ([line.rstrip() for line in said.strip("\n").splitlines()], int(status))
        for said, status in zip(pieces[::2], pieces[1::2], strict=False)
    ]


def expected_statuses(lines: tuple[str, ...], typed: str) -> tuple[int, ...]:
    """0, or what the guide shows below `$ echo $?` after the command; what inspects this machine may find something."""
    shown = [line for line in lines if line.startswith("$ ") or line.isdigit()]
    for here, then, status in zip(shown, shown[1:], shown[2:], strict=False):
        if here == f"$ {typed}" and then == "$ echo $?":
            return (int(status),)
    return (0, 1, 3) if typed.startswith("fieldops inspect ") else (0,)


def fits(shown: list[str], said: list[str]) -> bool:
    """Whether what was printed is what the guide shows; a line `…` stands for any lines, and `…` in a line for anything."""
    while shown and not shown[-1].strip():
        shown.pop()
    pattern = "".join(
        "(?:.*\n)*?"
        if line.strip() == ANY_LINES
        else re.escape(line.rstrip()).replace(ANY_LINES, ".*") + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in said)) is not None


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a", "…"], ["a"], True),
        (["run 2026…-x done"], ["run 20261128-1-x done"], True),
        (["a"], ["a", "b"], False),
        (["a.c"], ["abc"], False),
        (["…", "b"], ["a"], False),
    ],
)
def test_what_is_shown_is_held_against_every_line(shown: list[str], said: list[str], same: bool) -> None:
    assert fits(shown, said) is same


ENGLISH = """# Title
[中文](zh-CN/start.md)

## Heading

Use `--strict` within 28 days and see [contracts](contracts.md).

<!-- run: empty -->
```console
$ fieldops validate --strict   # all of it
3 files
```
"""
CHINESE = """# 标题
[English](../start.md)

## 小标题

28 天内用 `--strict`，见[合同](contracts.md)。

<!-- run: empty -->
```console
$ fieldops validate --strict   # 全部
共 3 个文件
```
"""


@pytest.fixture
def pair(guides: ModuleType, tmp_path: Path) -> Callable[[str], list[str]]:
    """What is told of a guide whose Chinese page says this."""
    others = [name for name in guides.NAMES if name != "start"]

    def drifts(chinese: str) -> list[str]:
        for name, text in (
            ("README.md", "[中文](README.zh-CN.md)"),
            ("README.zh-CN.md", "[English](README.md)"),
            *((f"docs/{name}.md", f"# A\n[中文](zh-CN/{name}.md)") for name in others),
            *((f"docs/zh-CN/{name}.md", f"# 甲\n[English](../{name}.md)") for name in others),
            ("docs/start.md", ENGLISH),
            ("docs/zh-CN/start.md", chinese),
        ):
            write(tmp_path / name, (text,))
        return [*guides.drifts(tmp_path), *guides.strangers(tmp_path)]

    return drifts


def test_two_languages_that_say_the_same_are_no_drift(pair: Callable[[str], list[str]]) -> None:
    assert pair(CHINESE) == []


@pytest.mark.parametrize(
    ("there", "here", "told"),
    [
        ("## 小标题", "### 小标题", "headings"),
        ("## 小标题\n", "", "headings"),
        ("用 `--strict`", "用 `--no-warnings`", "`--strict`"),
        ("28 天", "30 天", "28 is only there"),
        ("validate --strict ", "validate ", "blocks differ"),
        ("[合同](contracts.md)", "合同", "links differ"),
        ("](contracts.md)", "](../contracts.md)", "which there is in Chinese"),
        ("[English](../start.md)", "", "no link to docs/start.md"),
        ("<!-- run: empty -->\n", "", "not marked alike"),
    ],
)
def test_a_drift_is_named(pair: Callable[[str], list[str]], there: str, here: str, told: str) -> None:
    assert there in CHINESE
    assert told in "\n".join(pair(CHINESE.replace(there, here)))


def test_a_guide_that_is_missing_in_one_language_is_named(
    pair: Callable[[str], list[str]], tmp_path: Path, guides: ModuleType
) -> None:
    pair(CHINESE)
    (tmp_path / "docs" / "zh-CN" / "contracts.md").unlink()
    assert "docs/zh-CN/contracts.md: there is no such page" in list(guides.drifts(tmp_path))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What a change means, in the merge request", "what-a-change-means-in-the-merge-request"),
        ("How things stand: `schedule list`", "how-things-stand-schedule-list"),
        ("合并请求中说明改动的含义：`contract diff`", "合并请求中说明改动的含义contract-diff"),
    ],
)
def test_headings_are_named_as_github_names_them(guides: ModuleType, title: str, name: str) -> None:
    assert guides.anchor(title) == name
