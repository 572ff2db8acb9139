"""sudo with a password, with real programs and a real account, in a mount namespace with an /etc and a /run of its own.

Only root can do this; in CI these tests run as root.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from accounts import ACCOUNT, account
from conftest import again

sys.path.insert(0, str(Path(__file__).parent))
from own_etc import PAM, OwnEtc, hashed, own_etc
from standing import told_when_silent
from traces import new_secret, untraced

from fieldops.documents.typed import Text
from fieldops.inspection.frames import FrameReader, RawOutput, by_probe
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.root_login import RootLogin, RootPassword
from fieldops.inspection.shell import compile_script, compile_with_login
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

pytestmark = pytest.mark.xdist_group("accounts")

NONCE = "0123456789abcdef"
SECRET = new_secret()


@dataclass
class Host:
    """A target with its sudo, and the account whose session, without a terminal, is asked."""

    own: OwnEtc
    name: str
    uid: int
    gid: int

    def sudoers(self, *lines: str) -> None:
        self.own.sudoers(*lines, f"{self.name} ALL=(ALL) ALL")

    def shell(self) -> Local:
        ids = f"--reuid={self.uid} --regid={self.gid} --clear-groups"
        text = f"""\
setpriv {ids} env -i PATH={self.own.path} HOME=/ sh "$@" || :
find /run /var/lib ! -type d >{self.own.folder}/written
"""
        return Local(self.own.command("sh", "-c", text, "sh"))


@pytest.fixture(params=["sudo", pytest.param("sudo-rs", marks=again)])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    with (
        own_etc(request.param) as own,
        account(f"{ACCOUNT}-sudo", own.folder, password=hashed(SECRET)) as made,
    ):
        found = Host(own, made.pw_name, made.pw_uid, made.pw_gid)
        found.sudoers()
        yield found


def probe(id: str, run: str, **more: Any) -> Probe:
    text = Text(id, id)
    return Probe(id, text, "linux", run, Parse("lines"), {"line": Field("text")}, several=True, **more)


PROBES = [
    probe("me", "id -u"),
    probe("root", "id -u", sudo=True),
    probe("shell", "id -u | cat; echo $$ >/dev/null", sudo=True),
    probe("hangs", "sleep 60; true", sudo=True, timeout=1),
    probe("after", "echo after", sudo=True),
]


def visit(
    host: Host, secret: str = SECRET, probes: list[Probe] = PROBES
) -> tuple[dict[str, RawOutput], RootLogin, FrameReader]:
    script = compile_with_login(probes)
    assert script.root is not None
    login = RootLogin(RootPassword(secret), script.root.with_nonce(NONCE))
    reader = FrameReader(NONCE, script.caps, root=login)
    text = script.with_nonce(NONCE, login.token)
    with told_when_silent():
        host.shell().run_script(
            Target("here"), text, reader, Limits(silence=90, total=120), threading.Event()
        )
    return by_probe(reader.outputs), login, reader


def test_all_that_needs_root_runs_by_one_login(host: Host) -> None:
    outputs, login, reader = visit(host)
    assert reader.complete, bytes(reader.noise)
    assert {id: each.out.strip() for id, each in outputs.items()} == {
        "me": str(host.uid).encode(),
        "root": b"0",
        "shell": b"0",
        "hangs": b"",
        "after": b"after",
    }, (outputs, login.words)
    assert outputs["hangs"].why == "timeout"
    assert not login.refused


OTHERS = [
    probe("me", "id -un"),
    probe("plain", "id -un", sudo="daemon"),
    probe("shell", "id -un | cat; exit 3", sudo="daemon"),
    probe("hangs", "sleep 60; true", sudo="daemon", timeout=1),
    probe("after", "id -un", sudo="daemon"),
]


def test_another_account_is_reached_by_sudo_without_a_password_where_that_is_allowed(host: Host) -> None:
    host.own.sudoers(f"{host.name} ALL=(daemon) NOPASSWD: ALL")
    script = compile_script([*OTHERS, probe("root", "id -un", sudo=True)])
    reader = FrameReader(NONCE, script.caps)
    text, limits = script.with_nonce(NONCE), Limits(silence=90, total=120)
    host.shell().run_script(Target("here"), text, reader, limits, threading.Event())
    outputs = by_probe(reader.outputs)
    assert reader.complete, bytes(reader.noise)
    assert outputs["me"].out.strip().decode() == host.name
    assert {outputs[id].out.strip() for id in ("plain", "shell", "after")} == {b"daemon"}, outputs
    assert (outputs["hangs"].why, outputs["shell"].exit_code) == ("timeout", 3)
    assert (outputs["root"].out, outputs["root"].exit_code) == (b"", 1)


def test_another_account_is_reached_behind_a_password_through_the_root_shell(host: Host) -> None:
    outputs, login, reader = visit(host, probes=OTHERS)
    assert reader.complete, bytes(reader.noise)
    assert not login.refused
    assert {outputs[id].out.strip() for id in ("plain", "shell", "after")} == {b"daemon"}, outputs
    assert (outputs["hangs"].why, outputs["shell"].exit_code) == ("timeout", 3)


def test_neither_a_ticket_nor_anything_else_is_left_on_the_host(host: Host) -> None:
    host.sudoers("Defaults lecture=never")
    visit(host)
    assert (host.own.folder / "written").read_text("utf-8").split() == []


def test_a_wrong_password_is_sent_once_and_only_what_needs_root_is_lost(host: Host) -> None:
    outputs, login, reader = visit(host, "wrong")
    assert reader.complete, bytes(reader.noise)
    assert login.refused
    assert outputs["me"].out.strip() == str(host.uid).encode()
    assert {outputs[id].exit_code for id in ("root", "shell", "after")} == {1}
    words = login.words.decode().lower()
    assert "incorrect" in words or "no password was provided" in words or "authentication" in words, words
    assert "@fo" not in words


def test_who_needs_no_password_is_not_sent_one(host: Host) -> None:
    host.own.sudoers(f"{host.name} ALL=(ALL) NOPASSWD: ALL")
    outputs, login, _ = visit(host, "wrong, but nobody asks")
    assert (outputs["root"].out.strip(), login.refused) == (b"0", False)


def test_commands_that_are_allowed_one_by_one_run_without_the_password(host: Host) -> None:
    host.own.sudoers(f"{host.name} ALL=(root) NOPASSWD: /usr/bin/id -u")
    outputs, login, reader = visit(host, "not asked for")
    assert reader.complete
    assert login.refused
    assert outputs["root"].out.strip() == b"0", (outputs, login.words)
    assert outputs["after"].exit_code == 1


def test_without_a_terminal_that_sudo_wants_its_words_are_kept(host: Host) -> None:
    if (host.own.folder / "bin" / "sudo").readlink().name == "sudo-rs":
        pytest.skip("sudo-rs has no requiretty")
    host.sudoers("Defaults requiretty")
    outputs, login, reader = visit(host)
    assert reader.complete
    assert b"tty" in login.words
    assert outputs["root"].exit_code == 1


def test_a_lecture_and_a_slow_answer_are_waited_for(host: Host) -> None:
    host.sudoers("Defaults lecture=always")
    host.own.pam("auth required pam_exec.so /bin/sleep 3\n" + PAM)
    outputs, login, _ = visit(host)
    assert outputs["root"].out.strip() == b"0", (outputs, login.words)


def test_the_password_is_in_no_argument_environment_or_file(host: Host) -> None:
    with untraced(SECRET):
        outputs, login, reader = visit(
            host, SECRET, [*PROBES, probe("while", "sleep 1; id -u", sudo=True, timeout=60)]
        )
    assert outputs["while"].out.strip() == b"0", (outputs["while"], login.words, reader.noise)
