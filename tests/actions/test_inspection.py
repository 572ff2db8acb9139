"""Inspections on a real OpenSSH server: facts, hostile probes, unreachable hosts, killed runs, no traces."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.loopback import LoopbackServer


def _checks(ran_json: dict, host: int = 0) -> dict[str, dict]:
    return {check["id"]: check for check in ran_json["hosts"][host]["checks"]}


def test_facts_verdicts_and_exit_code(on_sshd: Workspace) -> None:
    on_sshd.probe("name", "echo alpha; echo beta", several=True)
    on_sshd.probe("load", "echo 85", parse={"with": "int"}, fields={"value": {"type": "number", "unit": "%"}})
    on_sshd.playbook(
        [
            {"probe": "name", "each": "line", "info": True},
            {"probe": "load", "value": "value", "warn": ">= 80%", "crit": ">= 90%"},
        ]
    )
    ran = on_sshd.inspect()
    assert ran.code == 1, ran.err
    assert ran.json["engineers"] == ["zhang", "li"]
    assert ran.json["hosts"][0]["status"] == "done"
    checks = _checks(ran.json)
    assert [item["item"] for item in checks["name"]["items"]] == ["alpha", "beta"]
    assert checks["load"]["items"] == [{"item": None, "value": 85, "unit": "%", "verdict": "WARN"}]
    assert ran.json["counts"]["WARN"] == 1
    assert ran.json["counts"]["INFO"] == 2


def test_the_standard_playbook_brings_every_probes_facts(on_sshd: Workspace) -> None:
    ran = on_sshd.run("health", "acme", "-o", "json")
    assert ran.code in (0, 1, 3), ran.err
    (host,) = ran.json["hosts"]
    assert host["status"] == "done"
    shown = json.loads(on_sshd.run("playbook", "show", "linux-standard", "-o", "json").out)
    assert [check["id"] for check in host["checks"]] == [check["id"] for check in shown["checks"]]
    # What an account without root rights, on a machine of any kind, may not see; nothing else may be unknown.
    allowed = {"reading.sudo", "reading.no-rows", "reading.no-data", "reading.absent", "reading.no-time-tool"}
    reasons = {check["id"]: check.get("reason") for check in host["checks"] if check["verdict"] == "UNKNOWN"}
    assert set(reasons.values()) <= allowed, reasons
    facts = {check["id"]: check["items"] for check in host["checks"]}
    assert facts["kernel"][0]["value"] == os.uname().release
    assert facts["cpu-count"][0]["value"] == os.cpu_count()
    assert any(item["item"] == "/" for item in facts["filesystem-space"])


def test_hostile_probes_cost_their_timeout_and_harm_nobody(on_sshd: Workspace) -> None:
    on_sshd.probe("first", "echo first")
    on_sshd.probe("sleeps", "sleep 1000 & sleep 1001", timeout="2s")
    on_sshd.probe("endless", "yes", cap="1KiB")
    on_sshd.probe("endless-errors", "yes >&2", timeout="3s")
    on_sshd.probe("missing", "no-such-command-here", needs=["no-such-command-here"])
    on_sshd.probe("not-found", "no-such-command-here")
    on_sshd.probe(
        "forged",
        "echo; echo '@fo 0123456789abcdef E forged ok 0'; echo '@fo 0123456789abcdef END 9'; printf unfinished",
    )
    on_sshd.probe("eats-stdin", "cat; echo ate")
    on_sshd.probe("exits", "echo bye; exit 7")
    on_sshd.probe("kills-parent", "kill -KILL $$", timeout="3s")
    on_sshd.probe("last", "echo last")
    probes = [
        "first",
        "sleeps",
        "endless",
        "endless-errors",
        "missing",
        "not-found",
        "forged",
        "eats-stdin",
        "exits",
        "kills-parent",
        "last",
    ]
    on_sshd.playbook([{"probe": id, "each": "line", "expect": "!= never"} for id in probes])
    ran = on_sshd.inspect()
    assert ran.code == 3, ran.err
    checks = _checks(ran.json)
    said = {
        id: (check["verdict"], check.get("reason") or check["items"][-1].get("reason"))
        for id, check in checks.items()
    }
    assert said == {
        "first": ("OK", None),
        "sleeps": ("UNKNOWN", "reading.timeout"),
        "endless": ("UNKNOWN", "reading.cut"),
        "endless-errors": ("UNKNOWN", "reading.timeout"),
        "missing": ("UNKNOWN", "reading.absent"),
        "not-found": ("UNKNOWN", "reading.exit-code"),
        "forged": ("OK", None),
        "eats-stdin": ("OK", None),
        "exits": ("UNKNOWN", "reading.exit-code"),
        "kills-parent": ("UNKNOWN", "reading.died"),
        "last": ("OK", None),
    }
    assert [item["item"] for item in checks["forged"]["items"]] == [
        "@fo 0123456789abcdef E forged ok 0",
        "@fo 0123456789abcdef END 9",
        "unfinished",
    ]
    assert ran.json["hosts"][0]["status"] == "done"


def test_nothing_is_left_on_the_target(on_sshd: Workspace, sshd: LoopbackServer) -> None:
    on_sshd.probe("sleeps", "sleep 987654 & sleep 987655", timeout="1s")
    on_sshd.probe("ok", "df -P; cat /proc/loadavg")
    on_sshd.playbook(
        [{"probe": "sleeps", "each": "line", "info": True}, {"probe": "ok", "each": "line", "info": True}]
    )
    on_sshd.inspect()  # the first run may create what every login creates
    before = _target_state(sshd)
    assert on_sshd.inspect().json["hosts"][0]["status"] == "done"
    assert _waits_for(lambda: _target_state(sshd) == before), (before, _target_state(sshd))


def _target_state(sshd: LoopbackServer) -> tuple[list[str], list[str]]:
    """Files that the server's account could have made or changed, and processes that its sessions started."""
    return sorted(_files_of(sshd)), sorted(_processes_of(sshd))


def _files_of(sshd: LoopbackServer) -> Iterator[str]:
    """In the usual places; without root the account is that of the tests, whose own files come and go."""
    places = ("/tmp", "/var/tmp", "/dev/shm", "/run") if os.geteuid() == 0 else ()
    uid = sshd.folder.stat().st_uid
    for folder in (*places, str(sshd.folder)):
        for root, folders, names in os.walk(folder):
            # Elsewhere it can make nothing; a machine may have a million files there.
            folders[:] = [name for name in folders if _may_write(Path(root, name), uid)]
            for name in names:
                path = Path(root) / name
                try:
                    status = path.lstat()
                except OSError:
                    continue
                if status.st_uid == uid and path.name != "sshd.log" and "/pytest-of-" not in str(path):
                    yield f"{path} {status.st_size} {status.st_mtime_ns}"


def _may_write(folder: Path, uid: int) -> bool:
    with suppress(OSError):
        status = folder.lstat()
        return status.st_uid == uid or bool(status.st_mode & stat.S_IWOTH)
    return False


def _processes_of(sshd: LoopbackServer) -> Iterator[str]:
    """Whatever a session starts has in its environment which connection it belongs to."""
    for entry in Path("/proc").iterdir():
        try:
            environment = (entry / "environ").read_bytes().split(b"\0") if entry.name.isdecimal() else []
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode() if environment else ""
        except OSError:
            continue
        connection = next((each for each in environment if each.startswith(b"SSH_CONNECTION=")), b"")
        if connection.endswith(f" {sshd.port}".encode()):
            yield command.strip()


def test_unreachable_hosts_have_distinct_reasons_and_the_others_finish(
    on_sshd: Workspace, sshd: LoopbackServer, tmp_path: Path
) -> None:
    on_sshd.probe("name", "uname -n")
    on_sshd.playbook([{"probe": "name", "info": True}])
    wrong_key = tmp_path / "wrong"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", wrong_key], check=True)
    good = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    silent = socket.create_server(("127.0.0.1", 0))
    closed = socket.create_server(("127.0.0.1", 0))
    closed_port = closed.getsockname()[1]
    closed.close()
    here = {"address": "127.0.0.1"}
    on_sshd.contract(
        [
            {"id": "good", "host": {**here, "port": sshd.port}},
            {"id": "unknown-key", "host": {"address": "localhost", "port": sshd.port}},
            {"id": "changed-key", "host": {"address": "127.0.0.2", "port": sshd.port}},
            {
                "id": "wrong-key",
                "host": {**here, "port": sshd.port, "login": {**good, "key_file": str(wrong_key)}},
            },
            {
                "id": "no-key",
                "host": {**here, "port": sshd.port, "login": {**good, "key_file": "/nowhere/key"}},
            },
            {"id": "closed", "host": {**here, "port": closed_port}},
            {"id": "silent", "host": {**here, "port": silent.getsockname()[1]}},
            {"id": "nobody", "host": {"address": "no-such-host.invalid"}},
        ],
        good,
    )
    pins = on_sshd.root / "contracts" / "acme.known_hosts"
    other = wrong_key.with_suffix(".pub").read_text().rsplit(" ", 1)[0]
    pins.write_text(pins.read_text() + f"[127.0.0.2]:{sshd.port} {other}\n")
    # sshd listens on 127.0.0.1 only: let 127.0.0.2 lead there.
    with _forward("127.0.0.2", sshd.port):
        ran = on_sshd.inspect()
    silent.close()
    assert ran.code == 3, ran.err
    assert sorted(line.split("] ")[1] for line in ran.err.splitlines()) == sorted(
        f"{host['host']}: {host['status']}" for host in ran.json["hosts"]
    )
    said = {host["host"]: (host["status"], host["reason"]) for host in ran.json["hosts"]}
    assert said == {
        "good": ("done", None),
        "unknown-key": ("unreachable", "unknown-host-key"),
        "changed-key": ("unreachable", "changed-host-key"),
        "wrong-key": ("unreachable", "auth-failed"),
        "no-key": ("unreachable", "no-credentials"),
        "closed": ("unreachable", "connection-refused"),
        "silent": ("unreachable", "silent"),
        "nobody": ("unreachable", "name-unknown"),
    }
    for language, words in (
        ("en", "compare this fingerprint with the customer"),
        ("zh-CN", "请先与客户核对该指纹"),
    ):
        shown = on_sshd.run("run", "show", "latest", language=language)
        assert words in shown.out


class _forward:
    """Connections to (address, port) are carried to 127.0.0.1 of the same port."""

    def __init__(self, address: str, port: int) -> None:
        self._server = socket.create_server((address, port))
        self._port = port

    def __enter__(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", self._port))
            for source, sink in ((client, there), (there, client)):
                threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def __exit__(self, *_: object) -> None:
        self._server.close()


@pytest.mark.shows("inspect", "D1")
@pytest.mark.parametrize(
    ("engineers", "code"),
    [
        ((), "at least"),
        (("zhang",), "needs 2 different engineers, 1 given"),
        (("zhang", "zhang"), "named twice"),
        (("zhang", "boss"), "has not the role engineer"),
        (("zhang", "nobody"), "nobody of the team"),
    ],
)
def test_without_two_engineers_nothing_is_connected(
    workspace: Workspace, engineers: tuple, code: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        login = {"user": "u", "method": "agent"}
        workspace.contract(
            [{"id": "h1", "host": {"address": "127.0.0.1", "port": listener.getsockname()[1]}}], login
        )
        workspace.probe("name", "uname -n")
        workspace.playbook([{"probe": "name", "info": True}])
        options = [word for id in engineers for word in ("--engineer", id)]
        ran = workspace.run("inspect", "acme", "--playbook", "test", *options)
        assert ran.code == 4
        assert code in ran.err or not engineers
        with pytest.raises(TimeoutError):
            listener.accept()
    assert (
        not (workspace.root / ".fieldops").exists()
        or not workspace.run("run", "list", "-o", "json").json["runs"]
    )


def test_a_killed_run_keeps_finished_hosts_and_the_next_run_works(
    on_sshd: Workspace, sshd: LoopbackServer
) -> None:
    number = f"426{os.getpid()}"
    slow = f'if [ -n "$SSH_CONNECTION" ]; then sleep {number}; fi; echo x'
    on_sshd.probe("maybe-slow", slow, timeout="10m")
    on_sshd.playbook([{"probe": "maybe-slow", "info": True}])
    login = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    on_sshd.contract(
        [
            {"id": "quick", "host": {"address": "127.0.0.1", "transport": "local"}},
            {"id": "slow", "host": {"address": "127.0.0.1", "port": sshd.port}},
        ],
        login,
    )
    process = on_sshd.start(
        "health",
        "acme",
        "--playbook",
        "test",
        env={k: v for k, v in os.environ.items() if k != "SSH_CONNECTION"},
    )

    def one_is_done() -> bool:
        listed = on_sshd.run("run", "show", "latest", "-o", "json")
        return listed.code == 0 and any(host["status"] == "done" for host in listed.json["hosts"])

    assert _waits_for(one_is_done)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _end_sleeps(number)
    shown = on_sshd.run("run", "show", "latest", "-o", "json").json
    assert {host["host"]: host["status"] for host in shown["hosts"]} == {"quick": "done", "slow": "pending"}
    assert shown["finished"] is None
    assert "not finished" in on_sshd.run("run", "list").out
    again = on_sshd.inspect("--limit", "quick")
    assert again.code == 0, again.err
    assert on_sshd.run("doctor").code == 0


def test_what_a_dead_controller_left_running_ends_by_itself(on_sshd: Workspace) -> None:
    # A number that no other process of this machine sleeps for.
    number = f"424{os.getpid()}"
    on_sshd.probe("slow", f"sleep {number}1 & sleep {number}2", timeout="3s")
    on_sshd.playbook([{"probe": "slow", "each": "line", "info": True}])
    process = on_sshd.start("health", "acme", "--playbook", "test")
    assert _waits_for(lambda: len(_sleeps(number)) == 2)
    process.kill()
    process.wait()
    assert _waits_for(lambda: not _sleeps(number))


def _waits_for(condition: Callable[[], bool]) -> bool:
    """Whether it comes true. The limit is for what never does, on a machine however busy."""
    ends = time.monotonic() + 300
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


def _sleeps(number: str) -> list[int]:
    """The processes that sleep for a number of seconds that begins so."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdecimal() else []
        except OSError:
            continue
        if words[:1] == [b"sleep"] and words[1].startswith(number.encode()):
            found.append(int(entry.name))
    return found


def _end_sleeps(number: str) -> None:
    """So that the account of the server is free again at once."""
    for process in _sleeps(number):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def test_ctrl_c_stops_with_130_while_a_host_still_works(on_sshd: Workspace, sshd: LoopbackServer) -> None:
    number = f"425{os.getpid()}"
    on_sshd.probe("slow", f"sleep {number}", timeout="20m")
    on_sshd.playbook([{"probe": "slow", "each": "line", "info": True}])
    process = on_sshd.start("health", "acme", "--playbook", "test", stderr=subprocess.PIPE, text=True)
    assert _waits_for(lambda: _sleeps(number) != [])
    # What a session started is seen; so "nothing is left" above means something.
    assert f"sleep {number}" in _processes_of(sshd)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=300)
    _end_sleeps(number)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_commands_the_customer_forbids_are_not_run(on_sshd: Workspace, sshd: LoopbackServer) -> None:
    on_sshd.probe("denied", "uname -n; /usr/sbin/dmidecode")
    on_sshd.probe("fine", "uname -n")
    on_sshd.playbook([{"probe": "denied", "info": True}, {"probe": "fine", "info": True}])
    contract = on_sshd.root / "contracts" / "acme.yaml"
    contract.write_text(contract.read_text().replace("access: {", "access: {denied_commands: [dmidecode], "))
    checks = _checks(on_sshd.inspect().json)
    assert (checks["denied"]["verdict"], checks["denied"]["reason"]) == ("UNKNOWN", "reading.forbidden")
    assert checks["fine"]["verdict"] == "INFO"
    assert (
        "dmidecode" not in on_sshd.run("playbook", "commands", "test", "--contract", "acme", "--script").out
    )


def test_password_command_and_its_failures(workspace: Workspace, sshd: LoopbackServer) -> None:
    workspace.probe("name", "uname -n")
    workspace.playbook([{"probe": "name", "info": True}])
    workspace.write("secret.txt", "s3cret-pw\nsecond line\n")
    host = {"address": "127.0.0.1", "port": sshd.port}
    login = {"user": sshd.user, "method": "password_command"}
    workspace.contract(
        [
            {"id": "fails", "host": {**host, "login": {**login, "password_command": ["false"]}}},
            {"id": "missing", "host": {**host, "login": {**login, "password_command": ["/no/such/program"]}}},
            {"id": "nobody-to-ask", "host": {**host, "login": {"user": "u", "method": "prompt"}}},
            {
                "id": "refused",
                "host": {**host, "login": {**login, "password_command": ["cat", "secret.txt"]}},
            },
        ]
    )
    workspace.run("hosts", "pin", "acme", "--yes")
    ran = workspace.inspect()
    reasons = {host["host"]: host["reason"] for host in ran.json["hosts"]}
    assert reasons == {
        "fails": "no-credentials",
        "missing": "no-credentials",
        "nobody-to-ask": "no-credentials",
        # The server of the tests takes keys only.
        "refused": "method-refused",
    }
    # The secret is nowhere: not in what is printed, not in the store.
    store = (workspace.root / ".fieldops" / "records.sqlite").read_bytes()
    assert "s3cret-pw" not in ran.out + ran.err
    assert b"s3cret-pw" not in store


def test_a_changed_record_is_not_reported(on_sshd: Workspace) -> None:
    on_sshd.probe("name", "uname -n")
    on_sshd.playbook([{"probe": "name", "info": True}])
    assert on_sshd.inspect().code == 0
    assert on_sshd.run("report", "latest", "--output", str(on_sshd.root / "r.html")).code == 0
    database = sqlite3.connect(on_sshd.root / ".fieldops" / "records.sqlite")
    database.execute("DROP TRIGGER events_stay")
    for statement, said in (
        (
            "UPDATE blobs SET deflated = (SELECT deflated FROM blobs WHERE size = 0)",
            "is not what was recorded",
        ),
        (
            "UPDATE events SET body = replace(body, '\"done\"', '\"partial\"')",
            "event 2 is not what was recorded",
        ),
    ):
        database.execute(statement)
        database.commit()
        for command in (("report", "latest"), ("run", "show", "latest")):
            ran = on_sshd.run(*command)
            assert ran.code == 1
            assert said in ran.err
    database.close()


def test_a_changed_host_key_is_replaced_only_when_asked_for(on_sshd: Workspace) -> None:
    pins = on_sshd.root / "contracts" / "acme.known_hosts"
    good = pins.read_text()
    name, kind, _ = good.split()
    other = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    pins.write_text(f"{name} {kind} {other}\n")
    refused = on_sshd.run("hosts", "pin", "acme", "--yes")
    assert refused.code == 4
    assert other in pins.read_text()
    assert on_sshd.run("hosts", "pin", "acme", "--yes", "--replace-changed").code == 0
    assert pins.read_text() == good
