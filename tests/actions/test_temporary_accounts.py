"""What a temporary account of the demo's server leaves on the machine."""

from __future__ import annotations

import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldops.actions.loopback import forget_sudo

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes accounts")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What a sudo that only tells how it was called has told, whoever called it."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        told = Path(name, "told")
        told.touch()
        told.chmod(0o666)
        Path(name).chmod(0o755)
        sudo = Path(name, "sudo")
        sudo.write_text(f'#!/bin/sh\necho "$(id -u) $(id -G) $*" >>{told}\n')
        sudo.chmod(0o755)
        monkeypatch.setenv("PATH", f"{name}:{os.environ['PATH']}")
        yield told


@as_root
def test_sudo_forgets_a_temporary_account_as_that_account(log: Path) -> None:
    account = pwd.getpwnam("nobody")
    forget_sudo(account)
    assert log.read_text().split() == [str(account.pw_uid), str(account.pw_gid), "-K"]


@as_root
def test_what_sudo_knows_of_root_is_left_alone(log: Path) -> None:
    forget_sudo(pwd.getpwuid(0))
    assert log.read_text() == ""
