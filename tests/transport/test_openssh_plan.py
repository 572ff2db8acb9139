"""What ssh would do, as it says itself: nobody is connected to."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import require

from fieldops.errors import Unreachable
from fieldops.structs import replaced
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.target import KeyFile, Target


def _way(folder: Path, config: str = "") -> OpenSsh:
    (folder / "ssh_config").write_text(config, "utf-8")
    return OpenSsh(require("ssh"), str(folder / "ssh_config"))


@pytest.fixture
def target(tmp_path: Path) -> Target:
    (tmp_path / "visits%key").write_text("", "utf-8")
    return Target("192.0.2.1", 2222, "inspector", KeyFile(str(tmp_path / "visits%key")))


def test_the_contract_says_who_where_and_with_which_key(tmp_path: Path, target: Target) -> None:
    config = "User nobody\nPort 9\nIdentityFile /etc/hostname\nProxyJump elsewhere\n"
    plan = _way(tmp_path, config).plan(replaced(target, direct=True))
    assert (plan.user, plan.address, plan.port) == ("inspector", "192.0.2.1", 2222)
    assert (plan.jumps, plan.program, plan.agent, plan.added) == ((), None, False, ())
    # An identity that the user's ssh_config adds is offered by ssh, too, and so it is told.
    assert plan.keys == ("visits%key", "hostname")


def test_the_users_ssh_config_decides_what_the_contract_leaves_open(tmp_path: Path, target: Target) -> None:
    config = "Host srv\n  HostName 192.0.2.9\n  User op\n  ProxyJump a@bastion:2200,inner\n"
    config += "  IdentityFile /nowhere/id\n  KexAlgorithms +diffie-hellman-group1-sha1\n"
    asked = replaced(target, address="srv", port=22, user="", credential=None)
    plan = _way(tmp_path, config).plan(asked)
    assert (plan.user, plan.address, plan.port) == ("op", "192.0.2.9", 22)
    assert plan.jumps == ("a@bastion:2200", "inner")
    assert (plan.keys, plan.agent) == ((), True)
    assert plan.added == ("diffie-hellman-group1-sha1",)


def test_a_program_in_place_of_a_jump_host_is_told_by_its_name_alone(tmp_path: Path, target: Target) -> None:
    plan = _way(tmp_path, "ProxyCommand /opt/bin/carry --token secret %h\n").plan(target)
    assert plan.program == "carry"


def test_the_contracts_jump_hosts_are_told_by_its_names_the_outermost_first(
    tmp_path: Path, target: Target
) -> None:
    outer = replaced(target, address="192.0.2.2", port=22, name="outer")
    inner = replaced(target, address="192.0.2.3", name="inner", via=outer)
    plan = _way(tmp_path, "ProxyJump elsewhere\n").plan(replaced(target, via=inner))
    assert plan.jumps == ("outer (192.0.2.2:22)", "inner (192.0.2.3:2222)")


def test_algorithms_that_the_contract_allows_are_told(tmp_path: Path, target: Target) -> None:
    old = ("ssh-rsa", "aes128-cbc")
    assert set(_way(tmp_path).plan(replaced(target, old_algorithms=old)).added) == set(old)


def test_what_keeps_ssh_from_beginning_has_its_reason(tmp_path: Path, target: Target) -> None:
    with pytest.raises(Unreachable) as wrong:
        _way(tmp_path, "Sparkle yes\n").plan(target)
    assert wrong.value.reason == "ssh-config"
    assert "sparkle" in str(wrong.value.values["detail"])
    with pytest.raises(Unreachable) as missing:
        _way(tmp_path).plan(replaced(target, credential=KeyFile(str(tmp_path / "none"))))
    assert missing.value.reason == "no-credentials"
    with pytest.raises(Unreachable) as gone:
        OpenSsh(str(tmp_path / "no-ssh"), str(tmp_path / "ssh_config")).plan(target)
    assert gone.value.reason == "no-credentials"


def test_what_ssh_does_by_itself_is_asked_once_for_all_hosts(tmp_path: Path, target: Target) -> None:
    asked = tmp_path / "asked"
    program = tmp_path / "ssh"
    program.write_text(f'#!/bin/sh\necho "$*" >>{asked}\nexec {require("ssh")} "$@"\n', "utf-8")
    program.chmod(0o755)
    way = OpenSsh(str(program), str(tmp_path / "none"))
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        way.plan(replaced(target, address=address))
    calls = [line for line in asked.read_text("utf-8").splitlines() if "-G" in line.split()]
    assert (len(calls), sum("-F none" in line for line in calls)) == (4, 1)
