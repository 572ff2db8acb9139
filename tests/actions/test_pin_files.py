"""Files of pinned keys that no contract has, and lines in them that pin nothing."""

from __future__ import annotations

import pytest
from conftest import CONTRACT, Workspace

from fieldops.actions.validation import validate

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIBBEBFjfcTPDPBPNAsK0U57fcAUTDiJFE2cpAcYtSFcq"
HOSTS = (
    "access: {consent: standing}\nassets:\n  - {id: a, host: {address: 192.0.2.1}}\n"
    "  - {id: b, host: {address: 192.0.2.2, port: 2222}}\n"
)
PINS = f"192.0.2.1 ssh-ed25519 {KEY}\n[192.0.2.2]:2222 ssh-ed25519 {KEY}\n"


def told(workspace: Workspace) -> list[tuple[str, int, str]]:
    found = validate(workspace.root).problems
    return [(each.position.path.partition("/")[2], each.position.line, each.code) for each in found]


def test_the_pins_beside_a_contract_are_right(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + HOSTS)
    workspace.write("contracts/acme.known_hosts", PINS)
    assert told(workspace) == []


def test_a_renamed_contract_leaves_its_pins_and_hears_where_they_are(workspace: Workspace) -> None:
    workspace.write("contracts/new.yaml", CONTRACT + HOSTS)
    workspace.write("contracts/acme.known_hosts", PINS)
    assert told(workspace) == [
        ("acme.known_hosts", 1, "pins.orphaned-for"),
        ("new.yaml", 13, "contract.host-not-pinned"),
    ]
    out = workspace.run("validate").out
    assert "git mv contracts/acme.known_hosts contracts/new.known_hosts" in out
    assert "or rename contracts/acme.known_hosts to contracts/new.known_hosts: the keys in it fit" in out
    (workspace.root / "contracts/acme.known_hosts").rename(workspace.root / "contracts/new.known_hosts")
    assert told(workspace) == []


def test_pins_of_nobody(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    workspace.write("contracts/old/gone.known_hosts", PINS)
    assert told(workspace) == [("old/gone.known_hosts", 1, "pins.orphaned")]


def test_a_contract_that_cannot_be_read_may_have_them(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", "kind: [\n")
    workspace.write("contracts/acme.known_hosts", PINS)
    assert {path for path, _, _ in told(workspace)} == {"acme.yaml"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("garbage", "form.pin-words"),
        ("192.0.2.1 ssh-ed25519", "form.pin-words"),
        ("@revoked 192.0.2.1 ssh-ed25519", "form.pin-words"),
        (f"@cert-authority *.example.com ssh-ed25519 {KEY}", "form.pin-authority"),
        (f"@trusted 192.0.2.1 ssh-ed25519 {KEY}", "form.pin-marker"),
        ("192.0.2.1 ssh-ed25519 AAAA", "form.pin-key"),
        ("192.0.2.1 ssh-ed25519 key-of-the-host", "form.pin-key"),
        (f"192.0.2.1 ssh-rsa {KEY}", "form.pin-key"),
        ("<<<<<<< HEAD", "form.pin-words"),
    ],
)
def test_a_line_that_pins_nothing_is_told(workspace: Workspace, line: str, why: str) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + HOSTS)
    workspace.write("contracts/acme.known_hosts", f"# {line}\n\n{PINS}{line}\n")
    (problem,) = validate(workspace.root).problems
    assert (problem.code, problem.position.line) == ("pins.line-not-read", 5)
    assert getattr(problem.values["why"], "codes", ()) == (why,)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_doctor_names_the_line_that_pins_nothing(workspace: Workspace, language: str) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT + HOSTS)
    workspace.write("contracts/acme.known_hosts", f"{PINS}garbage\n")
    assert "contracts/acme.known_hosts:3:1" in workspace.run("doctor", language=language).out


@pytest.mark.parametrize(
    "line", [f"@revoked * ssh-ed25519 {KEY}", f"|1|c2FsdA==|aGFzaA== ssh-ed25519 {KEY} a comment"]
)
def test_lines_of_openssh_are_right(workspace: Workspace, line: str) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    workspace.write("contracts/acme.known_hosts", f"{line}\n")
    assert told(workspace) == []
