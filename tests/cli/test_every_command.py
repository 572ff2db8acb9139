"""What holds for every command, whatever surrounds it: tried with each; one that is new fails until it is called here, too."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from conftest import Ran, Workspace, again
from forked import Asker, Forker, shared_forker
from invocations import ALL, EXAMPLE, WITH_JSON, leaves, once_a_group, shared_example

from fieldops.cli.completion import KnownName, offer_names
from fieldops.cli.help_form import cells
from fieldops.cli.main import cli

# `demo` has its own test with a server, `schedule watch` never ends by itself.
TRIED = [name for name in ALL if name not in ("demo", "schedule watch")]
DOCUMENTED = {0, 1, 2, 3, 4}
# What only says on standard error what it has done, and where.
SILENT = {
    "bundle make",
    "records checkpoint",
    "run conclude",
    "run confirm",
    "run fill",
    "sign",
    "contract export-assets",
    "init",
    "records export",
    "records take-in",
    "report",
    "run export",
    "run import",
    # Nothing is lacking in the examples.
    "swap patch",
}
# These write files into the workspace.
WRITES_FILES = {
    "bundle make",
    "contract new",
    "init",
    "contract export-assets",
    "records checkpoint",
    "records export",
    "report",
    "run export",
}
# Without the store and its locks there is no answer.
RECORDS = {
    "bundle import",
    "records checkpoint",
    "finding accept",
    "finding assign",
    "finding close",
    "order import",
    "order correct",
    "order log",
    "order open",
    "order void",
    "order withdraw",
    "session close",
    "session open",
    "stock receive",
    "stock reserve",
    "stock release",
    "stock issue",
    "stock return",
    "stock move",
    "stock count",
    "stock scrap",
    "swap approve",
    "swap carry-out",
    "swap log",
    "swap propose",
    "swap undo",
    "stock import",
    "run conclude",
    "run confirm",
    "run fill",
    "sign",
    "schedule done",
    "schedule consent",
    "inspect",
    "health",
    "probe try",
    "records take-in",
}


pytestmark = EXAMPLE


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return shared_example(tmp_path_factory)


State = dict[str, tuple[int, ...]]


class Copy:
    """A copy of the example workspace, always in the same place; mended where something has changed it."""

    def __init__(self, example: Path) -> None:
        self._example, self.place = example, example.parent / "here"
        self._state: State = {}

    def unchanged(self) -> Path:
        """The copy as it was at first: whatever a command has changed, the next one does not see."""
        if not self._state:
            shutil.copytree(self._example, self.place, symlinks=True)
            self._state = _found(self.place)
        elif (found := _found(self.place)) != self._state:
            self._mend(found)
        return self.place

    def _mend(self, found: State) -> None:
        changed = {path for path in found | self._state if found.get(path) != self._state.get(path)}
        # What a folder holds follows it by name: removed before it, and made after it.
        for path in sorted(changed & found.keys(), reverse=True):
            if not _is_folder(found[path]):
                os.unlink(path)
            elif not _is_folder(self._state.get(path)):
                os.rmdir(path)
        again = sorted(changed & self._state.keys())
        for path in again:
            if _is_folder(self._state[path]):
                os.makedirs(path, exist_ok=True)
            else:
                shutil.copy2(self._original(path), path, follow_symlinks=False)
        # Times of folders last: all that is made in one changes them.
        around = {os.path.dirname(path) for path in changed if path != str(self.place)} & self._state.keys()
        for path in {*around, *(path for path in again if _is_folder(self._state[path]))}:
            shutil.copystat(self._original(path), path)
        for path in {*around, *again}:
            self._state[path] = _seen(os.lstat(path))

    def _original(self, path: str) -> Path:
        return self._example / os.path.relpath(path, self.place)


def _found(folder: Path) -> State:
    """All that is there, by path: what differs where something was changed."""
    found, waiting = {str(folder): _seen(os.lstat(folder))}, [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                found[entry.path] = _seen(entry.stat(follow_symlinks=False))
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return found


def _seen(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def _is_folder(seen: tuple[int, ...] | None) -> bool:
    return seen is not None and stat.S_ISDIR(seen[1])


@pytest.fixture(scope="module")
def copy(example: Workspace) -> Copy:
    return Copy(example.root)


@pytest.fixture
def here(copy: Copy) -> Path:
    return copy.unchanged()


# A locale without Chinese, no home, closed input, a full standard error.
_POOR = {"HOME": "", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
# Root writes where nobody may: not so without these rights.
_AS_OTHERS = "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search"


class Caller:
    """Calls commands with something around them: each has a process of its own, which need not start Python."""

    def __init__(
        self,
        around: str = "",
        stdin: str | None = "",
        error_file: str | None = None,
        forker: Asker | None = None,
        **env: str,
    ):
        environment = {**os.environ, "COLUMNS": "80", **env}
        self._environment = {name: value for name, value in environment.items() if value}
        self._stdin, self._error_file = stdin, error_file
        self._forker = forker or Forker(self._environment, shlex.split(around))

    def __call__(
        self, folder: Path, command: str, *more: str, language: str = "zh-CN", columns: int = 80
    ) -> Ran:
        """The command in `folder`."""
        words = ["--lang", language, *command.split(), *ALL[command], *more]
        environment = {**self._environment, "COLUMNS": str(columns)}
        return Ran(*self._forker.run(words, self._stdin, 120, folder, environment, self._error_file))

    def know(self, workspace: Workspace) -> Caller:
        """Calls from now on are in this workspace."""
        self._forker.know(workspace.root)
        return self

    def end(self) -> None:
        """No more calls."""
        self._forker.end()


@pytest.fixture(scope="module")
def call(example: Workspace) -> Caller:
    return Caller(forker=shared_forker()).know(example)


@pytest.fixture(scope="module")
def call_poorly(example: Workspace) -> Iterator[Caller]:
    yield (made := Caller(stdin=None, error_file="/dev/full", **_POOR).know(example))
    made.end()


@pytest.fixture(scope="module")
def call_as_others(example: Workspace) -> Iterator[Caller]:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    yield (made := Caller(around=_AS_OTHERS if os.geteuid() == 0 else "").know(example))
    made.end()


# Tests of one command follow each other (the scope has pytest sort them so): its plain answer is asked for once.
each_command = pytest.mark.parametrize("command", TRIED, scope="module")


@pytest.fixture(scope="module")
def answers() -> dict[str, Ran]:
    """The plain answers so far, by command."""
    return {}


@pytest.fixture
def plain(command: str, answers: dict[str, Ran], copy: Copy, here: Path, call: Caller) -> Ran:
    """What the command says in Chinese where nothing is in its way; `here` is as it was before."""
    if command not in answers:
        answers[command] = call(here, command)
        copy.unchanged()
    return answers[command]


def test_every_command_is_called() -> None:
    assert set(ALL) == {name for name, _ in leaves(cli)}


# --- what is printed -------------------------------------------------------------------------------------

# Two English words beside each other are a sentence of somebody; commands and what stands in brackets are none.
_NO_SENTENCE = re.compile(
    r"cd [a-z]+|systemctl [a-z -]+|fieldops(?: (?:contract|hosts|run|records|schedule|sla|warranty|playbook))? [a-z-]+|\[[^\]]*\]|（[^）]*）|\([^)]*\)"
)
_SENTENCE = re.compile(r"(?<![\w-])[a-z]{2,} [a-z]{2,}(?![\w-])")
# Their answer is a form for other programs, a text of people, or a script.
_NOT_PROSE = {
    "completion",
    "schema",
    "schedule ics",
    "schedule install",
    "playbook commands",
    "playbook export",
    "playbook sudoers",
    "warranty batch",
}


@each_command
def test_in_chinese_it_ends_as_documented_and_fits_the_terminal(command: str, plain: Ran) -> None:
    assert plain.code in DOCUMENTED, plain.err
    assert "Traceback" not in plain.err
    assert (plain.out == "") == (command in SILENT), plain.out
    assert english(plain.err) == []
    if command not in _NOT_PROSE:
        assert english(plain.out) == []
        assert table_lines(plain.out) == [line for line in table_lines(plain.out) if cells(line) <= 80]


@pytest.mark.parametrize(
    "command",
    once_a_group(
        name
        for name in TRIED
        if name not in _NOT_PROSE | SILENT and name not in ("inspect", "health", "run show", "bundle import")
    ),
)
def test_a_table_is_as_wide_as_there_is_room(command: str, here: Path, call: Caller) -> None:
    ran = call(here, command, language="en", columns=60)
    assert [line for line in table_lines(ran.out) if cells(line) > 60] == []


def english(text: str) -> list[str]:
    """The pieces of English sentences in a Chinese text."""
    return _SENTENCE.findall(_NO_SENTENCE.sub("", text))


def table_lines(text: str) -> list[str]:
    """The lines of the tables in `text`: headings, rule, and rows up to an empty line, or to sentences, which are indented."""
    lines, found = text.splitlines(), []
    for at, line in enumerate(lines):
        if line and set(line) == {"─"}:
            end = next(
                (k for k in range(at, len(lines)) if not lines[k] or lines[k].startswith("  ")), len(lines)
            )
            found += lines[at - 1 : end]
    return found


# --- what surrounds it -----------------------------------------------------------------------------------


def _without_moments(text: str) -> str:
    """`text` without what differs from call to call: times of day, ids of runs, heads, how long a thing took, and how long
    is left until something is due."""
    text = re.sub(r"[0-9]{8}-[0-9]{6}-[a-z0-9-]+-[0-9a-f]{4}", "RUN", text)
    text = re.sub(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", "TIME", text)
    text = re.sub(r"[0-9]+ (天|小时|分)( [0-9]+ (小时|分))?", "SPAN", text)
    return re.sub(r"DTSTAMP.*|[0-9a-f]{64}|[0-9]+ ms", "", text)


@again
@pytest.mark.parametrize("command", once_a_group(TRIED), scope="module")
def test_a_poor_environment_changes_nothing_of_the_answer(
    command: str, here: Path, plain: Ran, call_poorly: Caller
) -> None:
    poor = call_poorly(here, command)
    assert poor.code == plain.code
    assert _without_moments(poor.out) == _without_moments(plain.out)


@pytest.mark.long
@each_command
def test_a_full_standard_output_is_told(command: str, here: Path) -> None:
    line = shlex.join([sys.executable, "-m", "fieldops", "--lang", "zh-CN", *command.split(), *ALL[command]])
    ran = subprocess.run(
        ["bash", "--norc", "-c", f"{line} >/dev/full"],
        cwd=here,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = ran.stderr.decode("utf-8", "replace")
    if command in SILENT:
        assert ran.returncode in DOCUMENTED
    else:
        assert (ran.returncode, "结果无法写到标准输出：磁盘空间不足" in said) == (3, True)
    assert "Traceback" not in said


@again
@each_command
def test_in_a_folder_that_must_not_be_written_what_only_reads_works(
    command: str, here: Path, plain: Ran, call_as_others: Caller
) -> None:
    modes = {each: each.lstat().st_mode for each in (here, *here.rglob("*")) if not each.is_symlink()}
    for each, mode in modes.items():
        each.chmod(mode & ~0o222)
    ran = call_as_others(here, command)
    for each, mode in modes.items():
        each.chmod(mode)
    assert "Traceback" not in ran.err
    if command in WRITES_FILES | RECORDS:
        assert ran.code == 3, (ran.code, ran.err)
        assert re.search("没有访问权限|只能读取|无法并入", ran.err), ran.err
    else:
        assert ran.code in DOCUMENTED
        # `doctor` tells that the store cannot be written.
        assert command == "doctor" or ran.code == plain.code


@pytest.mark.parametrize("command", [name for name in WITH_JSON if name not in ("demo", "doctor")])
def test_a_program_gets_a_document_or_nothing(command: str, tmp_path: Path, call: Caller) -> None:
    """Where there is no answer, the reason is on standard error and in the exit code."""
    ran = call(tmp_path, command, "-o", "json", language="en")
    elsewhere = command.split()[0] in ("explain", "playbook", "probe", "demo")
    if not elsewhere or command == "probe try":
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: ")


# --- names that nobody knows -----------------------------------------------------------------------------

_MEANT = {"contract": "managed-service", "playbook": "small", "host": "db-1"}
# Of contracts they know what is recorded.
_OF_RUNS = ("finding", "run ", "report", "records", "sign", "similar", "verify")
# Asked for the one or the other; a host of the run that is meant here, or of an inventory.
_OTHERWISE = {
    *(("contract new", "--from-contract"), ("run output", "host"), ("similar", "host")),
    ("hosts import", "--limit"),
}


def _misspelt() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each command with one of the names that it is told misspelt, and what was meant."""
    offer_names(cli)
    for command, one in leaves(cli):
        places = iter(range(len(ALL[command])))
        for param in one.params:
            at = next(places, 0) if isinstance(param, click.Argument) else None
            if not isinstance(param.type, KnownName) or param.type.what not in _MEANT:
                continue
            # An argument that may be left out, and is.
            if at is not None and (
                len(ALL[command]) <= at or any(word.startswith("-") for word in ALL[command][: at + 1])
            ):
                continue
            if (command, param.opts[-1]) not in _OTHERWISE:
                meant = _MEANT[param.type.what]
                if param.type.what == "contract" and command.startswith(_OF_RUNS):
                    meant = "signed"
                # A letter is forgotten, or typed twice.
                wrong = meant[:-1] if len(meant) > 4 else meant + meant[-1]
                yield command, meant, _with(list(ALL[command]), param.opts, at, wrong)


def _with(given: list[str], names: Sequence[str], at: int | None, value: str) -> tuple[str, ...]:
    if at is not None:
        return (*given[:at], value, *given[at + 1 :])
    found = next((place for place, word in enumerate(given) if word in names), None)
    if found is not None:
        return (*given[: found + 1], value, *given[found + 2 :])
    return (*given, names[-1], value)


@pytest.mark.parametrize(("command", "meant", "arguments"), list(_misspelt()))
def test_a_misspelt_name_is_answered_by_the_nearest_and_by_nothing_on_standard_output(
    command: str, meant: str, arguments: tuple[str, ...], example: Workspace
) -> None:
    form = ("-o", "json") if command in WITH_JSON else ()
    ran = example.run(*command.split(), *arguments, *form)
    assert (ran.code, ran.out) == (2, ""), ran.err
    # By itself, or behind the name that it has for people.
    assert re.search(rf"\b{meant}\)? \(did you mean this one\?\)", ran.err), ran.err
