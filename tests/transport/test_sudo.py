"""sudo with a password, with real programs and a real account, in a mount namespace with an /etc and a /run of its own.

Only root can do this; in CI these tests run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from accounts import ACCOUNT, account
from conftest import lacking, require

from fieldops.documents.typed import Text
from fieldops.inspection.frames import FrameReader, RawOutput, by_probe
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.root_login import RootLogin, RootPassword
from fieldops.inspection.shell import compile_with_login
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

pytestmark = pytest.mark.xdist_group("accounts")

NONCE = "0123456789abcdef"
SECRET = "kept 'in' $memory €only"
PAM = """\
auth required pam_unix.so
account required pam_permit.so
session required pam_permit.so
"""
# The target: its own /etc, of which a copy is made in memory, and an empty /run; then the account, in a session without
# a terminal. Other tests make accounts meanwhile: their files are replaced, and those beside them come and go.
ENTER = """\
set -e
mount -t tmpfs none {folder}/etc
for each in /etc/*; do
    case ${{each##*/}} in
        passwd* | shadow* | group* | gshadow* | subuid* | subgid*) ;;
        *) cp -a "$each" {folder}/etc/ ;;
    esac
done
for each in passwd shadow group; do
    cat /etc/$each >{folder}/etc/$each
done
chmod 0640 {folder}/etc/shadow
mkdir -p {folder}/etc/pam.d
cp {folder}/pam {folder}/etc/pam.d/sudo
cp {folder}/sudoers {folder}/etc/sudoers
chown 0:0 {folder}/etc/sudoers
chmod 0440 {folder}/etc/sudoers
mount --bind {folder}/etc /etc
mount -t tmpfs none /run
mount -t tmpfs none /var/lib
cd /
setpriv --reuid={uid} --regid={gid} --clear-groups env -i PATH={folder}/bin:/usr/bin:/bin HOME=/ "$@" || :
find /run /var/lib ! -type d >{folder}/written
"""


@dataclass
class Host:
    """A target with its sudo: the folder it was made of, the account's name, and the password's way there."""

    folder: Path
    name: str
    uid: int
    gid: int

    def sudoers(self, *lines: str) -> None:
        (self.folder / "sudoers").write_text("\n".join([*lines, f"{self.name} ALL=(ALL) ALL", ""]), "utf-8")

    def shell(self) -> Local:
        text = ENTER.format(folder=self.folder, uid=self.uid, gid=self.gid)
        return Local((require("unshare"), "--mount", require("sh"), "-c", text, "sh", "sh"))


@pytest.fixture(params=["sudo", "sudo-rs"])
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    if os.geteuid() != 0:
        lacking("only root can give a target its own /etc")
    # sudo-rs is not in every Debian that tests run on.
    program = require("sudo") if request.param == "sudo" else shutil.which(request.param)
    if program is None:
        pytest.skip("sudo-rs is not installed")
    folder = tmp_path_factory.mktemp("sudo")
    for name in ("etc", "bin"):
        (folder / name).mkdir()
    (folder / "bin" / "sudo").symlink_to(program)
    (folder / "pam").write_text(PAM, "utf-8")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    words = [require("openssl"), "passwd", "-6", "-stdin"]
    hashed = subprocess.run(words, input=SECRET, capture_output=True, text=True, check=True).stdout.strip()
    with account(f"{ACCOUNT}-sudo", folder, password=hashed) as made:
        found = Host(folder, made.pw_name, made.pw_uid, made.pw_gid)
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
    host.shell().run_script(Target("here"), text, reader, Limits(silence=90, total=120), threading.Event())
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


def test_neither_a_ticket_nor_anything_else_is_left_on_the_host(host: Host) -> None:
    host.sudoers("Defaults lecture=never")
    visit(host)
    assert (host.folder / "written").read_text("utf-8").split() == []


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
    host.sudoers()
    (host.folder / "sudoers").write_text(f"{host.name} ALL=(ALL) NOPASSWD: ALL\n", "utf-8")
    outputs, login, _ = visit(host, "wrong, but nobody asks")
    assert (outputs["root"].out.strip(), login.refused) == (b"0", False)


def test_commands_that_are_allowed_one_by_one_run_without_the_password(host: Host) -> None:
    (host.folder / "sudoers").write_text(f"{host.name} ALL=(root) NOPASSWD: /usr/bin/id -u\n", "utf-8")
    outputs, login, reader = visit(host, "not asked for")
    assert reader.complete
    assert login.refused
    assert outputs["root"].out.strip() == b"0", (outputs, login.words)
    assert outputs["after"].exit_code == 1


def test_without_a_terminal_that_sudo_wants_its_words_are_kept(host: Host) -> None:
    if (host.folder / "bin" / "sudo").resolve().name == "sudo-rs":
        pytest.skip("sudo-rs has no requiretty")
    host.sudoers("Defaults requiretty")
    outputs, login, reader = visit(host)
    assert reader.complete
    assert b"tty" in login.words
    assert outputs["root"].exit_code == 1


def test_a_lecture_and_a_slow_answer_are_waited_for(host: Host) -> None:
    host.sudoers("Defaults lecture=always")
    (host.folder / "pam").write_text("auth required pam_exec.so /bin/sleep 3\n" + PAM, "utf-8")
    outputs, login, _ = visit(host)
    assert outputs["root"].out.strip() == b"0", (outputs, login.words)


def _traces(needle: bytes, seen: set[str], over: threading.Event) -> None:
    """Where the secret can be seen: arguments, environments and written files of every process, again and again."""
    while not over.is_set():
        for process in Path("/proc").glob("[0-9]*"):
            for name in ("cmdline", "environ"):
                try:
                    if needle in (process / name).read_bytes():
                        seen.add(f"{process.name} {name}")
                except OSError:
                    continue
            try:
                for opened in (process / "fd").iterdir():
                    target = opened.stat()
                    # A regular file: what is written there could be the password.
                    if (
                        target.st_mode & 0o170000 == 0o100000
                        and target.st_size < 1 << 20
                        and needle in opened.read_bytes()
                    ):
                        seen.add(f"{process.name} {os.readlink(opened)}")
            except OSError:
                continue
        time.sleep(0.02)


def test_the_password_is_in_no_argument_environment_or_file(host: Host) -> None:
    needle, seen, over = SECRET.encode(), set[str](), threading.Event()
    # What a scan finds where there is something to find.
    with subprocess.Popen(["sleep", "1"], env={"HELD": SECRET}) as held:
        assert needle in Path(f"/proc/{held.pid}/environ").read_bytes()
    watch = threading.Thread(target=_traces, args=(needle, seen, over))
    watch.start()
    try:
        outputs, login, reader = visit(
            host, SECRET, [*PROBES, probe("while", "sleep 1; id -u", sudo=True, timeout=60)]
        )
    finally:
        over.set()
        watch.join()
    assert outputs["while"].out.strip() == b"0", (outputs["while"], login.words, reader.noise)
    assert seen == set()
