"""What `inspect` and `health` say beforehand: which hosts, which commands; nothing is connected."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LASTING, Workspace

HOSTS = """\
access: {consent: standing, denied_commands: [dmesg], login: {user: ops, method: agent}}
assets:
  - {id: db-1, category: server, host: {address: 192.0.2.1, groups: [db]}}
  - {id: db-2, category: server, host: {address: 192.0.2.2, groups: [db]}}
  - {id: web-1, category: server, host: {address: 192.0.2.3}}
"""
HEALTH = ("health", "acme", "--playbook", "linux-standard")


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    workspace.write("contracts/acme.yaml", LASTING + HOSTS)
    return workspace


def test_every_command_on_each_host_is_told_and_nothing_is_connected_or_recorded(here: Workspace) -> None:
    ran = here.run(*HEALTH, "--dry-run", "-o", "json")
    assert ran.code == 0, ran.err
    hosts = {each["host"]: each for each in ran.json["hosts"]}
    assert list(hosts) == ["db-1", "db-2", "web-1"]
    assert hosts["web-1"]["address"] == "192.0.2.3"
    probes = [each["probe"] for each in hosts["db-1"]["commands"]]
    assert "linux-memory" in probes
    assert ran.json["forbidden"] == {"linux-kernel-log": "dmesg", "linux-oom": "dmesg"}
    assert "linux-kernel-log" not in probes
    assert not (here.root / ".fieldops" / "records.sqlite").exists()
    text = here.run(*HEALTH, "--dry-run", "-l", "db-1").out
    assert text.startswith("== db-1 (192.0.2.1): ")
    assert "# linux-memory" in text
    assert "db-2" not in text


def test_skipped_tags_leave_their_checks_out(here: Workspace) -> None:
    def probes(*options: str) -> set[str]:
        ran = here.run(*HEALTH, "-l", "db-1", "--dry-run", "-o", "json", *options)
        return {each["probe"] for each in ran.json["hosts"][0]["commands"]}

    everything, without = probes(), probes("--skip-tags", "memory,ssh")
    assert {"linux-memory", "linux-sshd"} <= everything - without
    assert probes("--tags", "cpu", "--skip-tags", "cpu-usage,cpu-iowait,cpu-steal") < probes("--tags", "cpu")
    strange = here.run(*HEALTH, "--skip-tags", "memroy", "--dry-run")
    assert (strange.code, "memroy" in strange.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("db-1\n", "db-1"),
        ("# tonight\n\n  db-2  \nweb-1\n", "db-2 web-1"),
        ("\ufeffdb\r\n!db-1\r\n", "db-2"),
    ],
)
def test_a_limit_may_stand_in_a_file(here: Workspace, tmp_path: Path, text: str, hosts: str) -> None:
    (tmp_path / "hosts").write_text(text, "utf-8")
    ran = here.run(*HEALTH, "--limit", f"@{tmp_path / 'hosts'}", "--list-hosts")
    assert (ran.code, ran.out.split()) == (0, hosts.split())


@pytest.mark.parametrize("limit", ["", "@/nowhere", "@{empty}", "@{bytes}"])
def test_what_names_no_host_never_means_all(here: Workspace, tmp_path: Path, limit: str) -> None:
    (tmp_path / "empty").write_text("# nobody\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    named = limit.format(empty=tmp_path / "empty", bytes=tmp_path / "bytes")
    ran = here.run(*HEALTH, "--limit", named, "--list-hosts", language="zh-CN")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
