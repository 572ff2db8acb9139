"""What a run keeps of how hosts were entered: the reminder to change passwords (E2), the session (E3), the account (E4)."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.inspection import Request, inspect
from fieldops.records.run_events import HostStatus, RunKind
from fieldops.transport.credentials import Question
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Sink, Target

SECRET = "correct horse battery staple"


class _AsIfBySsh:
    """This machine, as a host that is logged in to."""

    logs_in = True

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        return Local().run_script(target, script, sink, limits, cancelled)


class _Silent:
    def hosts_planned(self, hosts: object) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


def looked_at(tmp_path: Path, login: dict[str, str]) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.contract([{"id": "web", "host": {"address": "192.0.2.1"}}], login)
    workspace.probe("fine", "echo fine")
    workspace.playbook([{"probe": "fine", "info": True}])

    def ask(question: Question) -> str:
        return SECRET

    request = Request("acme", ("test",), RunKind.HEALTH_CHECK)
    inspect(workspace.root, request, lambda: datetime.now(UTC), ask, _Silent(), {"ssh": _AsIfBySsh()})
    return workspace


@pytest.fixture
def by_password(tmp_path: Path) -> Workspace:
    return looked_at(tmp_path, {"user": "ops", "method": "prompt"})


@pytest.mark.shows("run show", "E2")
@pytest.mark.shows("report", "E2")
def test_after_a_password_was_used_the_customer_is_reminded_to_change_it(by_password: Workspace) -> None:
    """E2: in `run show`, in its JSON and in the report, with the account and the hosts."""
    english = by_password.run("run", "show", "latest")
    assert "The password of account 'ops' was used on web" in english.out
    assert "ops 的口令" in by_password.run("run", "show", "latest", language="zh-CN").out
    shown = by_password.run("run", "show", "latest", "-o", "json").json
    assert shown["passwords_used"] == [{"user": "ops", "hosts": ["web"]}]
    report = by_password.root / "report.html"
    made = by_password.run(
        "report", "latest", "--kind", "health-check", "--lang", "en", "--output", str(report)
    )
    assert made.code == 0, made.err
    assert "please change it now" in report.read_text("utf-8")


def test_where_it_is_agreed_the_reminder_says_so(by_password: Workspace) -> None:
    contract = by_password.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    assert text.count("access: {") == 1
    contract.write_text(text.replace("access: {", "access: {rotate_credentials_after_use: true, "), "utf-8")
    asked = ("report", "latest", "--kind", "health-check", "--format", "md", "--output", "-", "--lang")
    assert "as agreed in the contract, please change it now" in by_password.run(*asked, "en").out
    assert "按合同约定现在更换" in by_password.run(*asked, "zh-CN").out


def test_the_password_itself_is_nowhere(by_password: Workspace) -> None:
    kept = [file.read_bytes() for file in by_password.root.rglob("*") if file.is_file()]
    assert not [raw for raw in kept if SECRET.encode() in raw]


def test_after_a_login_with_a_key_nobody_is_reminded(tmp_path: Path) -> None:
    workspace = looked_at(tmp_path, {"user": "ops", "method": "key_file", "key_file": "/keys/nobody-knows"})
    shown = workspace.run("run", "show", "latest", "-o", "json")
    assert shown.json["passwords_used"] == []
    # Where a key lies is nobody's business but the engineer's.
    assert "nobody-knows" not in shown.out + workspace.run("run", "show", "latest", "--session").out


@pytest.mark.shows("run show", "E3", "E4")
def test_the_session_of_each_host_is_on_record(by_password: Workspace) -> None:
    """E3, E4: who was where, by which account and way, from when until when, and how much ran."""
    ran = by_password.run("run", "show", "latest", "--session")
    line = next(line for line in ran.out.splitlines() if line.startswith("web"))
    assert line.split()[:3] == ["web", "ops", "ssh"]
    [host] = by_password.run("run", "show", "latest", "-o", "json").json["hosts"]
    assert (host["account"], host["transport"], host["jump_hosts"]) == ("ops", "ssh", [])
