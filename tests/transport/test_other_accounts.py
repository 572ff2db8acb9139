"""`sudo: ACCOUNT`: probes that run as another account of the machine, with real sudo, runuser and su, and real accounts.

Only root can do this; in CI these tests run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from accounts import ACCOUNT, account
from conftest import Workspace, lacking, require

from fieldops.documents.typed import Text
from fieldops.inspection.frames import FrameReader, RawOutput
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import read_output
from fieldops.inspection.shell import command_line, compile_script
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

pytestmark = pytest.mark.xdist_group("accounts")

NONCE = "0123456789abcdef"
# Who becomes another account for a login that is root.
MEANS = {
    "runuser": ("runuser", "su"),
    "su": ("su",),
    "busybox": ("su",),
}
TOOLS = ("sh", "setsid", "nice", "sleep", "head", "tail", "kill", "id", "echo", "true", "cat", "printf")


def probe(id: str, run: str, sudo: bool | str, **more: Any) -> Probe:
    text = Text(id, id)
    return Probe(id, text, "linux", run, Parse("lines"), {"line": Field("text")}, sudo=sudo, **more)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[str]:
    if os.geteuid() != 0:
        lacking("only root can make accounts")
    with account(f"{ACCOUNT}-other", tmp_path) as made:
        yield made.pw_name


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may look into; pytest closes its own anew whenever one starts."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def probes(name: str) -> list[Probe]:
    return [
        probe("me", "id -un", False),
        probe("root", "id -un", True),
        probe("plain", "id -un", name),
        probe("quoted", "printf '%s|' 'a  b' '$x'", name),
        probe("shell", "id -un | cat; exit 3", name, exit_codes=(3,)),
        probe("hangs", "sleep 600; true", name, timeout=1),
        probe("after", "id -un", name),
    ]


def ran(listed: list[Probe], *words: str) -> FrameReader:
    script = compile_script(listed)
    reader = FrameReader(NONCE, script.caps)
    text = script.with_nonce(NONCE)
    text = text.replace(
        b"PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin", b"PATH=$PATH"
    )
    Local(words).run_script(Target("here"), text, reader, Limits(silence=90, total=120), threading.Event())
    return reader


def left_of(uid: int) -> list[str]:
    """Processes of the account, by their arguments."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if folder.stat().st_uid == uid:
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return [each for each in found if each]


@pytest.mark.parametrize("means", MEANS)
def test_a_login_that_is_root_needs_no_password_whatever_is_there(
    means: str, other: str, open_folder: Path
) -> None:
    programs = open_folder / "bin"
    programs.mkdir()
    if means == "busybox":
        subprocess.run([require("busybox"), "--install", "-s", str(programs)], check=True)
        # Debian's has none.
        if not (programs / "su").exists():
            (programs / "su").symlink_to(require("su"))
    else:
        for name in (*TOOLS, *MEANS[means]):
            (programs / name).symlink_to(require(name))
    reader = ran(probes(other), require("env"), f"PATH={programs}", str(programs / "sh"), "-s")
    told = {id: each.out.decode().strip() for id, each in reader.outputs.items()}
    assert reader.complete
    assert told == {
        "me": "root",
        "root": "root",
        "plain": other,
        "quoted": "a  b|$x|",
        "shell": other,
        "hangs": "",
        "after": other,
    }, reader.outputs
    assert reader.outputs["shell"].exit_code == 3
    assert reader.outputs["hangs"].why == "timeout"
    # Killed is not yet gone.
    ends = time.monotonic() + 60
    while left_of(pwd.getpwnam(other).pw_uid) and time.monotonic() < ends:
        time.sleep(0.05)
    assert left_of(pwd.getpwnam(other).pw_uid) == []


def test_an_account_that_is_not_there_is_unknown(other: str) -> None:
    listed = [probe("gone", "id -un", "no-such-account-x"), probe("after", "id -un", False)]
    script = compile_script(listed)
    reader = FrameReader(NONCE, script.caps)
    Local(("sh", "-s")).run_script(
        Target("here"), script.with_nonce(NONCE), reader, Limits(silence=90, total=120), threading.Event()
    )
    reading = read_output(listed[0], reader.outputs["gone"])
    assert reading.unknown is not None
    assert isinstance(reader.outputs["gone"], RawOutput)
    assert reader.outputs["after"].out.strip() == b"root"


def test_what_is_shown_to_the_customer_names_the_account() -> None:
    assert command_line(probe("p", "psql -l", "postgres")) == "sudo -n -u postgres psql -l"
    assert command_line(probe("p", "a | b", "oracle")) == "sudo -n -u oracle sh -c 'a | b'"
    assert command_line(probe("p", "a b", "root")) == command_line(probe("p", "a b", True)) == "sudo -n a b"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_sudoers_has_a_line_for_each_account_and_visudo_takes_them(
    workspace: Workspace, tmp_path: Path, language: str
) -> None:
    workspace.probe("tables", "/usr/bin/psql -l", sudo="daemon")
    workspace.probe("ring", "dmesg -r", sudo=True)
    workspace.probe("piped", "a | b", sudo="daemon")
    workspace.playbook([{"probe": id, "info": True} for id in ("tables", "ring", "piped")])
    told = workspace.run("playbook", "sudoers", "test", "--user", "ops", language=language).out
    assert "ops ALL=(daemon) NOPASSWD: FIELDOPS_TABLES\n" in told
    assert "ops ALL=(root) NOPASSWD: FIELDOPS_RING\n" in told
    if shutil.which("visudo"):
        (tmp_path / "sudoers").write_text(told, "utf-8")
        words = [require("visudo"), "-c", "-f", str(tmp_path / "sudoers")]
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("sudo", ["Postgres x", "-u", "", "a;b", "%wheel", 5])
def test_what_is_no_name_of_an_account_is_refused(workspace: Workspace, sudo: object) -> None:
    workspace.probe("p", "x", sudo=sudo)
    assert workspace.run("validate").code == 1
