"""A sudo that waits for ever (a directory that does not answer): it costs what needs root, and nothing else of the host."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from conftest import again, require

from fieldops.documents.typed import Text
from fieldops.inspection.frames import FrameReader, RawOutput, by_probe
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reason, read_output
from fieldops.inspection.root_login import RootLogin, RootPassword
from fieldops.inspection.shell import compile_script, compile_with_login
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

NONCE = "0123456789abcdef"
# Not of its caller's session: as one that runs as root it cannot be killed by the login.
HANGS = "exec setsid sleep 300"
# Asks, takes what it is told, runs its command, and does not notice its end.
NEVER_ENDS = """\
printf %s "$4" >&2
read -r word
shift 4
WHO=0 "$@"
exec setsid sleep 300
"""
SHELLS = ["dash", *(pytest.param(each, marks=again) for each in ("bash", "mksh", "ksh93", "busybox"))]


def probe(id: str, run: str, sudo: bool | str = False) -> Probe:
    text = Text(id, id)
    parse, fields = Parse("lines"), {"line": Field("text")}
    return Probe(id, text, "linux", run, parse, fields, several=True, timeout=1, sudo=sudo)


PROBES = [
    probe("me", "echo me"),
    probe("root", "echo root", sudo=True),
    probe("other", "echo other; :", sudo="daemon"),
    probe("again", "echo again | cat", sudo=True),
    probe("after", "echo after"),
]


def asked(folder: Path, shell: str, sudo: str, text: bytes, reader: FrameReader) -> None:
    """Run a script in a shell whose `sudo` is that text, and whose login is nobody."""
    program = require(shell)
    (folder / "sh").symlink_to(program)
    for name, words in {"id": "echo ${WHO:-1000}", "sudo": sudo}.items():
        (folder / name).write_text(f"#!/bin/sh\n{words}\n", "utf-8")
        (folder / name).chmod(0o755)
    words = (program, "sh") if shell == "busybox" else (program,)
    local = Local(("env", f"PATH={folder}:{os.environ['PATH']}", *words))
    local.run_script(Target("here"), text, reader, Limits(silence=120, total=240), threading.Event())


def said(outputs: dict[str, RawOutput]) -> dict[str, str]:
    """Of each probe what it printed, or why it cannot be known."""
    found = {}
    for each in PROBES:
        reading = read_output(each, outputs[each.id])
        unknown = reading.unknown or next(
            (row["line"] for row in reading.rows if isinstance(row["line"], Reason)), None
        )
        found[each.id] = unknown.code if unknown else outputs[each.id].out.decode().strip()
    return found


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_password_the_first_probe_waits_and_the_others_are_told(tmp_path: Path, shell: str) -> None:
    script = compile_script(PROBES)
    reader = FrameReader(NONCE, script.caps)
    asked(tmp_path, shell, HANGS, script.with_nonce(NONCE), reader)
    assert reader.complete, bytes(reader.noise)
    outputs = by_probe(reader.outputs)
    assert said(outputs) == {
        "me": "me",
        "root": "reading.timeout",
        "other": "reading.sudo",
        "again": "reading.sudo",
        "after": "after",
    }
    assert outputs["again"].err == b"sudo: no answer, left waiting"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_login_that_never_asks_is_left_and_all_that_needs_root_says_so(tmp_path: Path, shell: str) -> None:
    reader = logged_in(tmp_path, shell, HANGS)
    assert reader.complete, bytes(reader.noise)
    outputs = by_probe(reader.outputs)
    refused = dict.fromkeys(("root", "other", "again"), "reading.sudo")
    assert said(outputs) == {"me": "me", "after": "after", **refused}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_login_that_does_not_end_with_its_command_loses_nothing(tmp_path: Path, shell: str) -> None:
    reader = logged_in(tmp_path, shell, NEVER_ENDS)
    assert reader.complete, bytes(reader.noise)
    found = said(by_probe(reader.outputs))
    assert {id: found[id] for id in ("me", "root", "again", "after")} == {
        "me": "me",
        "root": "root",
        "again": "again",
        "after": "after",
    }


def logged_in(folder: Path, shell: str, sudo: str) -> FrameReader:
    script = compile_with_login(PROBES)
    assert script.root is not None
    login = RootLogin(RootPassword("secret"), script.root.with_nonce(NONCE))
    reader = FrameReader(NONCE, script.caps, root=login)
    text = script.with_nonce(NONCE, login.token)
    patience = b"_left=60"
    assert text.count(patience) == 1
    asked(folder, shell, sudo, text.replace(patience, b"_left=3"), reader)
    return reader
