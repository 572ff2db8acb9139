"""The file of personal logins: judged like a document, refused when others may write it, and what `doctor` says of it."""

from __future__ import annotations

import json
import os
import threading
import warnings
from datetime import date
from pathlib import Path, PosixPath

import pytest
from conftest import Workspace

from fieldops.actions.host_jobs import Reach, host_jobs
from fieldops.actions.login_findings import login_findings
from fieldops.actions.personal_logins import personal_file, read_personal
from fieldops.contracts.agreement import contract_of
from fieldops.contracts.logins import LoginOptions, PersonalLogin
from fieldops.documents.workspace import load_workspace
from fieldops.errors import InvalidDocuments, Refused
from fieldops.transport.credentials import Question
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import KeyFile, Limits, Password, Sink, Target

HEAD = "apiVersion: fieldops/v1\nkind: Logins\nlogins:\n"


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "logins.yaml"
    file.write_text(HEAD + text, "utf-8")
    file.chmod(mode)
    return file


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    assert read_personal(tmp_path / "nowhere" / "logins.yaml").logins == ()


def test_the_file_is_where_settings_of_programs_are() -> None:
    assert str(personal_file({"XDG_CONFIG_HOME": "/c", "HOME": "/h"})) == "/c/fieldops/logins.yaml"
    assert str(personal_file({"XDG_CONFIG_HOME": "c", "HOME": "/h"})) == "/h/.config/fieldops/logins.yaml"


def test_entries_are_read_with_their_lines_and_keys_start_at_the_file(tmp_path: Path) -> None:
    text = "  - {hosts: [web*], user: me, method: key_file, key_file: keys/me}\n  - user: other\n"
    found = read_personal(written(tmp_path, text))
    assert found.lines == (4, 5)
    assert found.logins[0].key_file == str(tmp_path / "keys/me")
    assert found.logins[1] == PersonalLogin(user="other")


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("  - {usr: me}\n", "schema.unknown-key-near", 4, 6),
        ("  - {user: two words}\n", "schema.form", 4, 12),
        ("  - {method: key_file}\n", "schema.required", 4, 5),
        ("  - {method: telepathy}\n", "schema.enum", 4, 14),
        ("  - {password: hunter2}\n", "schema.unknown-key", 4, 6),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(InvalidDocuments) as raised:
        read_personal(written(tmp_path, text))
    [problem] = raised.value.problems
    assert (problem.code, problem.position.line, problem.position.column) == (code, line, column)
    assert "hunter2" not in str(problem.values)


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Refused):
        read_personal(written(tmp_path, "  - user: me\n", mode))


def test_a_file_of_another_kind_is_no_settings(tmp_path: Path) -> None:
    file = written(tmp_path, "  - user: me\n")
    file.write_text(file.read_text("utf-8").replace("Logins", "Contract"), "utf-8")
    with pytest.raises(InvalidDocuments) as raised:
        read_personal(file)
    assert [each.code for each in raised.value.problems] == ["document.unknown-kind"]


def test_the_home_of_somebody_else_is_told_and_stops_nothing(tmp_path: Path) -> None:
    class Closed(PosixPath):
        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            raise PermissionError(13, "Permission denied")

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert read_personal(Closed(tmp_path / "logins.yaml")).logins == ()
    assert [each.message.args[0] for each in seen] == ["logins.out-of-reach"]  # type: ignore[union-attr]


def test_a_file_that_others_may_read_is_told(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        read_personal(written(tmp_path, "  - user: me\n", 0o644))
    assert [each.message.args[0] for each in seen] == ["logins.read-by-others"]  # type: ignore[union-attr]


class _Seen:
    """A transport that only notes what it is given."""

    logs_in = True

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        raise AssertionError


def targets(workspace: Workspace, options: LoginOptions) -> dict[str, Target]:
    loaded = load_workspace(workspace.root)
    document = loaded.documents["Contract", "acme"]
    contract = contract_of(loaded, document)

    def ask(question: Question) -> str:
        return f"{question.by} of {question.user} for {','.join(question.hosts)}"

    reach = Reach(
        workspace.root, loaded, document, contract, ask, {"ssh": _Seen()}, date(2026, 11, 28), options
    )
    return {job.host: job.target for job in host_jobs(reach, contract.assets, Limits(), None)}


@pytest.fixture
def acme(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "ws")
    hosts = [{"id": id, "host": {"address": f"192.0.2.{n}"}} for n, id in enumerate(("web", "db"), 1)]
    workspace.contract(hosts, {"user": "ops", "method": "key_file", "key_file": "/keys/ops"})
    return workspace


def test_each_host_is_reached_as_its_settings_say(acme: Workspace) -> None:
    personal = (PersonalLogin(hosts=("db",), user="me", method="key_file", key_file="/keys/me"),)
    found = targets(acme, LoginOptions(personal=personal))
    assert (found["web"].user, found["web"].credential) == ("ops", KeyFile("/keys/ops"))
    assert (found["db"].user, found["db"].credential) == ("me", KeyFile("/keys/me"))


def test_a_password_that_is_asked_for_is_asked_once_for_all_hosts(acme: Workspace) -> None:
    found = targets(acme, LoginOptions(user="root", ask_password=True))
    assert {each.credential for each in found.values()} == {Password("ssh of root for web,db")}


def test_nobody_is_asked_for_a_password_that_the_systems_ssh_takes_from_nobody(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    gate = {"id": "gate", "address": "192.0.2.9", "login": {"user": "op", "method": "prompt"}}
    access = {"consent": "standing", "login": {"user": "ops", "method": "agent"}, "jump_hosts": [gate]}
    host = {"address": "192.0.2.1", "transport": "openssh"}
    hosts = [{"id": "own", "host": host}, {"id": "behind", "host": {**host, "jump": "gate"}}]
    workspace.contract(hosts, more=f"access: {json.dumps(access)}\n")
    loaded = load_workspace(workspace.root)
    document = loaded.documents["Contract", "acme"]
    contract = contract_of(loaded, document)

    def ask(question: Question) -> str:
        raise AssertionError(question)

    for options in (LoginOptions(), LoginOptions(ask_password=True)):
        day = date(2026, 11, 28)
        reach = Reach(workspace.root, loaded, document, contract, ask, {"openssh": _Seen()}, day, options)
        own, behind = host_jobs(reach, contract.assets, Limits(), None)
        assert (own.failure is None) == (not options.ask_password)
        assert behind.failure is not None
        assert behind.failure.reason == "jump-failed"


def test_doctor_says_for_which_hosts_settings_hold_and_which_hold_for_none(
    acme: Workspace, tmp_path: Path
) -> None:
    file = written(tmp_path, "  - {hosts: [web], user: me}\n  - {contracts: [gone], user: me}\n")
    found = list(login_findings(acme.root, file, date(2026, 6, 1)))
    assert [each.code for each in found] == [
        "doctor.logins",
        "doctor.logins-hold",
        "doctor.logins-hold-for-nothing",
    ]
    assert (found[1].values["names"], found[1].values["user"], found[1].values["line"]) == ("web", "me", 4)


def test_doctor_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    found = list(login_findings(None, written(tmp_path, "  - {usr: me}\n"), date(2026, 6, 1)))
    assert [(each.state, each.code) for each in found] == [("error", "doctor.logins-wrong")]


def test_the_schema_is_there_for_editors(acme: Workspace) -> None:
    ran = acme.run("schema", "logins")
    assert json.loads(ran.out)["title"] == "Personal logins 个人登录设置"


@pytest.mark.parametrize("command", [("health", "acme"), ("probe", "try", "linux-memory", "--host", "web")])
def test_a_name_that_is_none_is_refused_before_anything_begins(
    acme: Workspace, command: tuple[str, ...]
) -> None:
    ran = acme.run(*command, "-u", "-oProxyCommand=x")
    assert (ran.code, "no name of an account" in ran.err) == (2, True)
