"""The script run for real: every shell, with and without setsid, busybox's own userland, hostile probes."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import require

from fieldops.documents.typed import Text
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reading, read_output
from fieldops.inspection.shell import command_line, compile_script, quote
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

ROOT = Path(__file__).parents[2]
NONCE = "0123456789abcdef"
SHELLS = {
    "dash": ("dash",),
    "bash": ("bash",),
    "mksh": ("mksh",),
    "ksh93": ("ksh93",),
    "busybox": ("busybox", "sh"),
}
# Where the programs come from: this machine, this machine without setsid, busybox and nothing else.
USERLANDS = ("normal", "no-setsid", "busybox")
COMBINATIONS = [(shell, "normal") for shell in SHELLS] + [
    ("dash", "no-setsid"),
    ("mksh", "no-setsid"),
    ("ksh93", "no-setsid"),
    ("busybox", "no-setsid"),
    ("busybox", "busybox"),
]


@pytest.fixture(scope="module")
def userlands(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The PATH of each userland."""
    without = tmp_path_factory.mktemp("no-setsid")
    for name in [
        "sh",
        "head",
        "sleep",
        "cat",
        "echo",
        "printf",
        "yes",
        "id",
        "tr",
        "sed",
        "uname",
        "env",
        "expr",
        "test",
        "true",
        "false",
        "kill",
        "ls",
        "wc",
        "tail",
        "grep",
    ]:
        found = shutil.which(name)
        if found:
            (without / name).symlink_to(found)
    boxed = tmp_path_factory.mktemp("busybox")
    busybox = require("busybox")
    subprocess.run([busybox, "--install", "-s", str(boxed)], check=True)
    return {"normal": os.environ["PATH"], "no-setsid": str(without), "busybox": str(boxed)}


@cache
def called_sh(shell: str) -> str:
    """A folder in which `sh` is that shell."""
    folder = tempfile.mkdtemp(prefix="fieldops-test-")
    atexit.register(shutil.rmtree, folder)
    (Path(folder) / "sh").symlink_to(require(SHELLS[shell][0]))
    return folder


def run(probes: list[Probe], shell: str, path: str | None = None) -> tuple[dict[str, Reading], FrameReader]:
    program = require(SHELLS[shell][0])
    reader = FrameReader(NONCE, {probe.id: probe.cap for probe in probes})
    script = compile_script(probes, NONCE)
    words: tuple[str, ...] = (program, *SHELLS[shell][1:])
    if path is not None:
        # The script adds the usual folders to PATH; here they must not help.
        script = script.replace(
            b"PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin", b"PATH=$PATH"
        )
        assert b"/usr/bin" not in script
    else:
        # The workers are run by `sh`: let that be the shell under test, too.
        path = f"{called_sh(shell)}:{os.environ['PATH']}"
    words = (require("env"), f"PATH={path}", *words)
    Local(words).run_script(
        Target("local"), script, reader, Limits(silence=600, total=600), threading.Event()
    )
    outputs = reader.outputs
    return {probe.id: read_output(probe, outputs.get(probe.id)) for probe in probes}, reader


def probe(id: str, run: str, **more: Any) -> Probe:
    text = Text(id, id)
    return Probe(id, text, "linux", run, Parse("lines"), {"line": Field("text")}, several=True, **more)


def lines(*texts: str) -> Reading:
    return Reading(tuple({"line": text} for text in texts))


QUOTES = """printf '%s\\n' 'single' "dou\\"ble" "back\\\\slash" "$((1 + 1))" `echo ticked` "a  b" '中文 $HOME `x`' "it's"
# a comment with ' one quote
for word in one two; do
  echo "[$word]"
done; cat <<END
here: $((2+2)) 'quoted'
END
"""
STABLE = {
    "plain": (probe("plain", "echo alpha; echo beta"), lines("alpha", "beta")),
    "no-line-feed": (probe("no-line-feed", "printf unfinished"), lines("unfinished")),
    "nothing": (probe("nothing", "true"), lines()),
    "blank-lines": (probe("blank-lines", "echo; echo x; echo; echo"), lines("x")),
    "quotes": (
        probe("quotes", QUOTES),
        lines(
            *(
                "single",
                'dou"ble',
                "back\\slash",
                "2",
                "ticked",
                "a  b",
                "中文 $HOME `x`",
                "it's",
                "[one]",
                "[two]",
            ),
            "here: 4 'quoted'",
        ),
    ),
    "percent": (probe("percent", "echo 100%; printf '%s\\n' '%d%%n'"), lines("100%", "%d%%n")),
    "stdin": (probe("stdin", 'cat; read x; echo "[$x]"'), lines("[]")),
    "locale": (probe("locale", 'echo "$LC_ALL $LANGUAGE"'), lines("C C")),
    "variables": (probe("variables", "i=other n=x p=1 k=2 t=900 f=77 e=; S=1; echo set"), lines("set")),
    "functions": (probe("functions", "R() { :; }; E() { :; }; c() { :; }; echo defined"), lines("defined")),
    "own-trap": (probe("own-trap", "trap 'echo leaving' EXIT; echo here"), lines("here", "leaving")),
    "set-e": (probe("set-e", "set -eu; echo strict"), lines("strict")),
    "stderr": (probe("stderr", "echo no >&2; echo yes"), lines("yes")),
    "closes": (probe("closes", "exec 8>&- 3>&-; echo closed"), lines("closed")),
    "forged": (
        probe(
            "forged",
            f"echo; echo '@fo fedcba9876543210 E forged ok 0'; echo '@fo {NONCE[:-1]} END 9'; printf end",
        ),
        lines("@fo fedcba9876543210 E forged ok 0", f"@fo {NONCE[:-1]} END 9", "end"),
    ),
    "needs-met": (probe("needs-met", "echo met", needs=("cat", "sed")), lines("met")),
    "background": (probe("background", "sleep 0 & wait; echo waited"), lines("waited")),
    "cap": (probe("cap", "printf '%0100d\\n' 7 | tr 0 x", cap=101), lines("x" * 99 + "7")),
}
# What they sleep, known from the sleeps of other processes that run these tests.
MARK = f"98{os.getpid()}"
# Each must end at its timeout and be unknown for this reason.
HOSTILE = {
    "sleeps": (probe("sleeps", f"sleep {MARK}7 & sleep {MARK}6", timeout=1), "timeout"),
    "ignores": (
        probe("ignores", f"trap '' HUP INT TERM ALRM PIPE; sleep {MARK}5; sleep {MARK}4", timeout=1),
        "timeout",
    ),
    "endless": (probe("endless", "yes", cap=1024, timeout=5), "cut"),
    "endless-line": (probe("endless-line", "yes | tr -d '\\n'", cap=1024, timeout=5), "cut"),
    "endless-errors": (probe("endless-errors", "yes >&2", timeout=1), "timeout"),
    "missing": (probe("missing", "no-such-command", needs=("cat", "no-such-command")), "absent"),
    "not-found": (probe("not-found", "no-such-command"), "exit-code"),
    "exit-7": (probe("exit-7", "echo bye; exit 7"), "exit-code"),
    "killed": (probe("killed", "echo bye; kill -KILL $$", timeout=5), "died"),
    "syntax": (probe("syntax", "if then ("), "exit-code"),
    "unclosed": (probe("unclosed", "echo 'never closed"), "exit-code"),
    "one-too-many": (probe("one-too-many", "printf '%0102d\\n' 7", cap=101), "cut"),
}
LAST = probe("last", "echo last")


@pytest.mark.parametrize(("shell", "userland"), COMBINATIONS)
def test_every_shell_gives_the_same_facts(shell: str, userland: str, userlands: dict[str, str]) -> None:
    path = None if userland == "normal" else userlands[userland]
    probes = [pair[0] for pair in STABLE.values()] + [pair[0] for pair in HOSTILE.values()] + [LAST]
    readings, reader = run(probes, shell, path)
    assert reader.complete
    assert reader.left_running == ()
    assert {id: readings[id] for id in STABLE} == {id: reading for id, (_, reading) in STABLE.items()}
    reasons = {id: readings[id].unknown.code for id in HOSTILE if readings[id].unknown is not None}  # type: ignore[union-attr]
    assert reasons == {id: f"reading.{reason}" for id, (_, reason) in HOSTILE.items()}
    assert readings["last"] == lines("last")
    assert readings["exit-7"].unknown.values["code"] == 7  # type: ignore[union-attr]
    assert readings["missing"].unknown.values["command"] == "no-such-command"  # type: ignore[union-attr]
    assert reader.outputs["sleeps"].ms >= 900
    assert reader.outputs["stderr"].err == b"no"
    assert _left() == []


def _left() -> list[str]:
    """The sleeps of the hostile probes that are still there."""
    found = []
    for _ in range(3000):  # five minutes: a limit for what never ends
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if b"sleep" in words[0:2] and words[-2].startswith(MARK.encode()):
                    found.append(repr(words))
        if not found:
            break
        time.sleep(0.1)
    return found


# --- the shipped probes ------------------------------------------------------------------------------------

# Facts that do not move from one minute to the next on a quiet machine.
STILL = [
    "linux-identity",
    "linux-cpu",
    "linux-limits",
    "linux-login-defs",
    "linux-mounts",
    "linux-timezone",
    "linux-accounts",
    "linux-raid",
    "linux-bonding",
    "linux-empty-passwords",
    "linux-sshd",
    "linux-kernel-modes",
    "linux-addresses",
    "linux-crontab",
]


@cache
def shipped() -> list[Probe]:
    library = load_workspace(ROOT)
    files = sorted((ROOT / "playbooks" / "probes" / "linux").glob("*.yaml"))
    return [probe_of(library.need("Probe", file.stem)) for file in files]


@cache
def facts(shell: str) -> dict[str, Reading]:
    readings, reader = run(shipped(), shell)
    assert reader.complete
    return readings


@pytest.mark.parametrize("shell", ["bash", "busybox"])
def test_the_shipped_probes_read_the_same_in_every_shell(shell: str) -> None:
    expected, found = facts("dash"), facts(shell)
    assert len(found) > 25
    codes = {id: reading.unknown and reading.unknown.code for id, reading in found.items()}
    assert codes == {id: reading.unknown and reading.unknown.code for id, reading in expected.items()}
    assert set(STILL) <= set(found)
    assert {id: found[id].rows for id in STILL} == {id: expected[id].rows for id in STILL}
    assert sum(code is None for code in codes.values()) > 15
    assert expected["linux-identity"].rows[0]["hostname"] == os.uname().nodename


@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "ksh93", "busybox"])
def test_the_shipped_script_has_no_syntax_error(shell: str) -> None:
    program = require(SHELLS[shell][0])
    done = subprocess.run(
        [program, *SHELLS[shell][1:], "-n"],
        input=compile_script(shipped(), NONCE),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


# --- quoting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "a b", "it's", "''", '$HOME `id` \\ " !', "a\nb\n", "-n", "中文", "*", "\\'"]
)
def test_quote(text: str) -> None:
    printed = subprocess.run(
        [require("dash"), "-c", f"printf %s. {quote(text)}"], capture_output=True, check=True
    )
    assert printed.stdout.decode() == f"{text}."


@pytest.mark.parametrize(
    ("run", "sudo", "shown"),
    [
        ("dmidecode -t 1\n", True, "sudo -n dmidecode -t 1"),
        ("a | b", True, "sudo -n sh -c 'a | b'"),
        ("echo it's", True, "sudo -n sh -c 'echo it'\\''s'"),
        ("a; b", False, "a; b"),
    ],
)
def test_the_command_that_is_shown(run: str, sudo: bool, shown: str) -> None:
    assert command_line(probe("p", run, sudo=sudo)) == shown


def test_more_text_than_one_worker_takes_is_given_to_several() -> None:
    probes = [probe(f"p{number}", f"echo {number} # {'long ' * 500}") for number in range(60)]
    assert compile_script(probes, NONCE).count(b"\n_V ") > 2
    readings, reader = run(probes, "dash")
    assert reader.complete
    assert readings == {f"p{number}": lines(str(number)) for number in range(60)}
