"""An SSH agent that is there and says nothing, as a forwarded one behind a connection that hangs."""

from __future__ import annotations

import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require

from fieldops.actions.diagnosis import diagnose
from fieldops.transport import agent
from fieldops.transport.signing import AgentSigner, CannotSign, KeygenSigner, found_signer, key_file_signer


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A socket that takes connections and bytes."""
    # The paths of sockets are short.
    with tempfile.TemporaryDirectory(prefix="fieldops-") as folder, socket.socket(socket.AF_UNIX) as listener:
        place = f"{folder}/agent"
        listener.bind(place)
        listener.listen(16)
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        monkeypatch.setattr(agent, "LISTING", 0.1)
        monkeypatch.setattr(agent, "CONFIRMING", 0.1)
        yield


@pytest.fixture
def key(tmp_path: Path) -> KeygenSigner:
    """A key in the folder in which people keep theirs."""
    file = tmp_path / ".ssh" / "id_ed25519"
    file.parent.mkdir()
    subprocess.run([require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
    return key_file_signer(file)


def test_it_is_not_waited_for(silent: None) -> None:
    with pytest.raises(agent.AgentSilent):
        agent.agent_keys()


def test_who_has_the_key_in_a_file_signs_with_that(silent: None, key: KeygenSigner, tmp_path: Path) -> None:
    assert found_signer([key.key], tmp_path) == key


def test_who_has_not_is_told_that_the_agent_says_nothing(
    silent: None, key: KeygenSigner, tmp_path: Path
) -> None:
    for home, agent_only in ((tmp_path / "other", False), (tmp_path, True)):
        with pytest.raises(CannotSign) as refused:
            found_signer([key.key], home, agent_only)
        assert refused.value.code == "sign.agent-silent"


def test_a_signature_that_does_not_come_is_an_error(
    silent: None, key: KeygenSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotSign) as refused:
        AgentSigner(key.key).sign(b"text", "test@fieldops")
    assert refused.value.code == "sign.agent-silent"


def test_doctor_names_it(silent: None, tmp_path: Path) -> None:
    assert {each.code: each.state for each in diagnose(tmp_path)}["doctor.agent-silent"] == "warning"
