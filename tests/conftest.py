"""Fixtures that many tests share: a real sshd on loopback, workspaces from text, the command line."""

from __future__ import annotations

import compileall
import gc
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import accounts
import pytest
from accounts import ACCOUNT
from forked import forking, share, shared_forker, start_module
from hypothesis import HealthCheck, settings
from turns import in_turn, waits

from fieldops.actions import needed
from fieldops.actions.loopback import LoopbackServer, loopback_server
from fieldops.documents import workspace as documents
from fieldops.errors import Problem
from fieldops.reports import children

# The same examples each time, and nothing that a slow moment of the machine could fail. `make test-long` explores.
settings.register_profile(
    "steady",
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", parent=settings.get_profile("steady"), derandomize=False, max_examples=2000, print_blob=True
)
settings.load_profile("steady")

# The suite starts thousands of programs, in four processes that read all tests: each source is compiled once, whatever the
# machine's owner has set for other programs.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# While fourteen thousand tests are read nothing becomes garbage, and what they are made of stays to the end of the run: it is
# not looked through again and again (`pytest_collection_finish`).
gc.disable()

# A suite started in the background of a script inherits that Ctrl-C is ignored, and would hand it on to what it tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# As a forked command does: what makes a page or a PDF file is forked, not started.
children.run_module = forking(shared_forker)

TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: team
name: Team
people:
  - {id: zhang, name: 张伟, roles: [engineer]}
  - {id: li, name: 李娜, roles: [engineer]}
  - {id: boss, name: Boss, roles: [manager]}
"""
CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: acme
title: Acme
customer: {name: Acme}
vendor: {name: Vendor}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
"""
# The same again, in more shells, languages or sizes than are tried each time: run by `make test-real`, too.
again = pytest.mark.real
# Of tests in one file: with so many, none of them takes long.
_MANY = 50
# Of characters: a longer text is no name that anybody reads.
_LONGEST_NAME = 100
# However slow the machine is at the moment.
_SECONDS = 900
TESTS = Path(__file__).parent
# How many objects more than before there are when garbage is looked for; Python would do so at every 700.
_RARELY = (50_000, 20, 20)
LASTING = CONTRACT.replace("end: 2026-12-31", "end: 2099-12-31")


def require(command: str) -> str:
    """The program's path. Absent on a developer's machine: skip; absent in CI: fail (nothing passes for lack of a tool)."""
    found = shutil.which(command, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        lacking(f"{command} is not installed")
    return found


def lacking(what: str) -> NoReturn:
    """End the test because the machine lacks something: skipped, and counted at the end; in CI failed."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def pytest_configure(config: pytest.Config) -> None:
    """What a killed run has left behind goes before anything begins."""
    accounts.begin_run()
    # Tests are handed out in our order (`pytest_collection_modifyitems`), not those of the largest groups first.
    config.option.loadscopereorder = False
    # The settings of whoever runs the tests say nothing in them.
    os.environ["XDG_CONFIG_HOME"] = "/proc/nowhere"
    if "forker" in (given := getattr(config, "workerinput", {})):
        share(given["forker"])


@cache
def _door() -> tuple[tempfile.TemporaryDirectory[str], str]:
    """Where workers reach the server that commands are forked from, one for all; and its folder, which goes with this run."""
    folder = tempfile.TemporaryDirectory(prefix="fieldops-test-")
    return folder, str(shared_forker().open(Path(folder.name, "door")))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of pytest-xdist, where a worker begins."""
    node.workerinput["forker"] = _door()[1]


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """On a clean clone nothing is compiled yet, and workers read all files at the same time: each would compile all of them,
    for five seconds of the processor. So each begins with its share, and finds the others' compiled when it comes to them.
    """
    given = getattr(session.config, "workerinput", None)
    if given is None or [Path(each).name for each in session.config.args] != [TESTS.name]:
        return
    share_of_it = slice(int(given["workerid"].removeprefix("gw")), None, given["workercount"])
    tests = sorted(TESTS.rglob("test_*.py"))
    others = {*TESTS.rglob("*.py"), *(TESTS.parent / "fieldops").rglob("*.py")} - {*tests}
    for file in sorted(others)[share_of_it]:
        compileall.compile_file(file, quiet=2)
    for file in tests[share_of_it]:
        if str(file.parent) not in sys.path:
            sys.path.insert(0, str(file.parent))
        # What is wrong with one is told when it is collected.
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(file.stem)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test is named by its place and length where a value is long: each worker tells each test's name several times over,
    and a file of 64 MiB that was one was told by four workers, compared, and told again with each part of its test.
    """
    if isinstance(val, str | bytes) and len(val) > _LONGEST_NAME:
        return f"{argname}-of-{len(val)}"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests stay with one worker where they share what is made once for their file; so do the many small ones of a file,
    as to hand out each by itself costs as much as it does. What is in a group already stays there. Workers get them in
    turn; without workers they run as they are written.
    """
    count = Counter(item.path for item in items)
    for item in items:
        if item.get_closest_marker("xdist_group") is None and (
            count[item.path] >= _MANY or _shares_a_fixture(item)
        ):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if hasattr(config, "workerinput"):
        items[:] = in_turn(items, _group, lambda item: waits(item.path))


def _group(item: pytest.Item) -> str:
    """What names those that one worker runs: the item itself, where it is in no group."""
    marker = item.get_closest_marker("xdist_group")
    return item.nodeid if marker is None else str(marker.args[0] if marker.args else marker.kwargs["name"])


def pytest_collection_finish() -> None:
    """Garbage is collected from here on, without what is there by now, and rarely: tests leave little behind."""
    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()


def _shares_a_fixture(item: pytest.Item) -> bool:
    found = getattr(item, "_fixtureinfo", None)
    fixtures = found.name2fixturedefs.values() if found is not None else ()
    return any(each[-1].scope == "module" for each in fixtures if each)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests the machine's lack of something has skipped, each lack once."""
    reasons = Counter(
        re.sub(r"^Skipped: ", "", report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count} test{'s' * (count > 1)} skipped: {reason}", yellow=True)


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run_fieldops(*arguments: str, stdin: str = "", folder: Path | None = None) -> Ran:
    """Run the command line of `arguments` in a process of its own, with our environment and in `folder` (ours)."""
    if (forker := shared_forker()).usable():
        return Ran(*forker.run(arguments, stdin, _SECONDS, folder))
    command = [sys.executable, "-m", "fieldops", *arguments]
    done = subprocess.run(command, input=stdin, cwd=folder, capture_output=True, text=True, timeout=_SECONDS)
    return Ran(done.returncode, done.stdout, done.stderr)


class Workspace:
    """A folder of documents written from text."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("contracts/team.yaml", TEAM)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def contract(
        self,
        assets: list[dict[str, Any]],
        login: dict[str, Any] | None = None,
        more: str = "",
        contract: str = LASTING,
    ) -> None:
        """A contract of these assets in force whenever the tests run; the customer's consent was given once, unless
        `more` says what is agreed on access.
        """
        # JSON is YAML: the hosts of a test need no indentation rules.
        agreed = {"consent": "standing", **({"login": login} if login else {})}
        access = "" if "access:" in more else f"access: {json.dumps(agreed)}\n"
        self.write("contracts/acme.yaml", f"{contract}{access}{more}assets: {json.dumps(assets)}\n")

    def probe(self, id: str, run: str, **more: Any) -> None:
        data = {
            "apiVersion": "fieldops/v1",
            "kind": "Probe",
            "id": id,
            "title": id,
            "platform": "linux",
            "run": run,
            "parse": {"with": "lines"},
            "fields": {"line": {"type": "text"}},
            **more,
        }
        self.write(f"playbooks/probes/{id}.yaml", json.dumps(data))

    def playbook(self, checks: list[dict[str, Any]], id: str = "test") -> None:
        defaults = {"area": "all", "title": "t", "standard": "s", "value": "line"}
        whole = [
            {
                **defaults,
                **({} if check.get("info") else {"advice": "a"}),
                "id": check.get("probe", ""),
                **check,
            }
            for check in checks
        ]
        data = {
            "apiVersion": "fieldops/v1",
            "kind": "Playbook",
            "id": id,
            "title": id,
            "platform": "linux",
            "areas": [{"id": "all", "title": "All"}],
            "checks": whole,
        }
        self.write(f"playbooks/{id}.yaml", json.dumps(data))

    def run(self, *arguments: str, language: str = "en", stdin: str | None = None) -> Ran:
        """Run the command line in a process of its own."""
        return run_fieldops("-C", str(self.root), "--lang", language, *arguments, stdin=stdin or "")

    def start(self, *arguments: str, **popen: Any) -> subprocess.Popen[Any]:
        """Begin a command in a process of its own."""
        return subprocess.Popen([sys.executable, "-m", "fieldops", "-C", str(self.root), *arguments], **popen)

    def inspect(self, *more: str) -> Ran:
        engineers = ("--engineer", "zhang", "--engineer", "li")
        return self.run("inspect", "acme", "--playbook", "test", *engineers, "-o", "json", *more)


# Folders whose tests tell stories; those of other folders say in their names that they are about orders.
_STORIES = ("service", "promises")
_RULES_SAID: dict[object, tuple[Problem, ...]] = {}


@pytest.fixture(autouse=True)
def judged_once(request: pytest.FixtureRequest) -> None:
    """A story tells an order twenty things, each by a command that judges the same contracts anew: here the rules are asked
    once of the same files, which takes two fifths off its time. Files that a test changes are other files.
    """
    if request.path.parent.name not in _STORIES and not request.path.name.startswith("test_order_"):
        return
    asked = needed._rules_say

    def rules_say(workspace: documents.Workspace, document: documents.Document) -> tuple[Problem, ...]:
        every = (*workspace.documents.values(), *workspace.doubles, *workspace.doubled, *workspace.unread)
        key = document.kind, document.id, frozenset((each.path, each.raw) for each in every)
        if key not in _RULES_SAID:
            _RULES_SAID[key] = asked(workspace, document)
        return _RULES_SAID[key]

    request.getfixturevalue("monkeypatch").setattr(needed, "_rules_say", rules_say)


@pytest.fixture
def python_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a page or a PDF file is started as it is for whoever uses the program."""
    monkeypatch.setattr(children, "run_module", start_module)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def _quiet(code: str, **values: object) -> None:
    pass


@pytest.fixture(scope="session")
def account() -> Iterator[str]:
    """The name of the account that root's servers run as: whoever is not root runs them as what they are."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as home:
        Path(home).chmod(0o755)
        with accounts.account(ACCOUNT, Path(home)) if os.geteuid() == 0 else nullcontext():
            yield ACCOUNT


@pytest.fixture(scope="session")
def new_sshd(account: str) -> Iterator[Callable[..., Any]]:
    """Starts more real OpenSSH servers: ``with new_sshd(config=[...]) as server``."""
    require("sshd")
    # Not pytest's own folder: the server's account cannot enter that.
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        Path(name).chmod(0o755)

        def start(config: list[str] | None = None, client_key: Path | None = None) -> Any:
            folder = Path(tempfile.mkdtemp(dir=name))
            return loopback_server(folder, _quiet, config or (), client_key, account)

        yield start


@pytest.fixture(scope="session")
def sshd(new_sshd: Callable[..., Any]) -> Iterator[LoopbackServer]:
    """A real OpenSSH server on loopback."""
    with new_sshd() as server:
        yield server


@pytest.fixture
def on_sshd(workspace: Workspace, sshd: LoopbackServer) -> Workspace:
    """A workspace whose contract `acme` has the host h1 on the real server, its key pinned."""
    login = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    workspace.contract([{"id": "h1", "host": {"address": "127.0.0.1", "port": sshd.port}}], login)
    ran = workspace.run("hosts", "pin", "acme", "--yes")
    assert ran.code == 0, ran.err
    return workspace
