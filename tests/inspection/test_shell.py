"""The script run for real: every shell, with and without setsid, busybox's own userland, hostile probes."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import again, require
from properties import workspace as loaded

from fieldops.documents.typed import Text
from fieldops.errors import Unreachable
from fieldops.inspection.frames import FrameReader, ProbeEnd, by_probe
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reading, Reason, read_output
from fieldops.inspection.shell import command_line, compile_script, quote
from fieldops.structs import replaced
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
# The first of each time; all of them by `make test-real`.
COMBINATIONS = [
    ("dash", "normal"),
    ("busybox", "busybox"),
    *(
        pytest.param(shell, userland, marks=again)
        for shell, userland in (
            ("bash", "normal"),
            ("mksh", "no-setsid"),
            ("mksh", "normal"),
            ("ksh93", "normal"),
            ("busybox", "normal"),
            ("dash", "no-setsid"),
            ("ksh93", "no-setsid"),
            ("busybox", "no-setsid"),
        )
    ),
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


def run(
    probes: list[Probe],
    shell: str,
    path: str | None = None,
    on_rest: Callable[[], object] = lambda: None,
) -> tuple[dict[str, Reading], FrameReader]:
    program = require(SHELLS[shell][0])
    reader = FrameReader(NONCE, compile_script(probes).caps, on_rest)
    script = compile_script(probes).with_nonce(NONCE)
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
    outputs = by_probe(reader.outputs)
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
# Each must end by itself or at its timeout, and be unknown for this reason; what ends by itself has time for it on a busy machine.
HOSTILE = {
    "sleeps": (probe("sleeps", f"sleep {MARK}7 & sleep {MARK}6", timeout=1), "timeout"),
    "ignores": (
        probe("ignores", f"trap '' HUP INT TERM ALRM PIPE; sleep {MARK}5; sleep {MARK}4", timeout=1),
        "timeout",
    ),
    "endless": (probe("endless", "yes", cap=1024, timeout=60), "cut-after"),
    "endless-line": (probe("endless-line", "yes | tr -d '\\n'", cap=1024, timeout=60), "cut"),
    "endless-errors": (probe("endless-errors", "yes >&2", timeout=1), "timeout"),
    "missing": (probe("missing", "no-such-command", needs=("cat", "no-such-command")), "absent"),
    "not-found": (probe("not-found", "no-such-command"), "exit-code"),
    "exit-7": (probe("exit-7", "echo bye; exit 7"), "exit-code"),
    "killed": (probe("killed", "echo bye; kill -KILL $$", timeout=60), "died"),
    "syntax": (probe("syntax", "if then ("), "exit-code"),
    "unclosed": (probe("unclosed", "echo 'never closed"), "exit-code"),
    "one-too-many": (probe("one-too-many", "printf '%0102d\\n' 7", cap=101), "cut"),
}
LAST = probe("last", "echo last")


def bounded(probes: dict[str, tuple[Probe, Any]], names: Iterable[str]) -> dict[str, tuple[Probe, Any]]:
    """The same as probes whose bytes the host does not count."""
    return {
        f"{name}-bounded": (replaced(probes[name][0], id=f"{name}-bounded", bounded=True), probes[name][1])
        for name in names
    }


STABLE |= bounded(STABLE, list(STABLE))
HOSTILE |= bounded(HOSTILE, ["sleeps", "exit-7", "killed", "syntax", "one-too-many"])


def why(reading: Reading) -> str | None:
    """Why the reading is unknown, or what lies behind its last row."""
    last = reading.unknown or (reading.rows[-1]["line"] if reading.rows else None)
    return last.code if isinstance(last, Reason) else None


@pytest.mark.parametrize(("shell", "userland"), COMBINATIONS)
def test_every_shell_gives_the_same_facts(shell: str, userland: str, userlands: dict[str, str]) -> None:
    path = None if userland == "normal" else userlands[userland]
    probes = [pair[0] for pair in STABLE.values()] + [pair[0] for pair in HOSTILE.values()] + [LAST]
    readings, reader = run(probes, shell, path)
    assert reader.complete
    assert reader.left_running == ()
    assert {id: readings[id] for id in STABLE} == {id: reading for id, (_, reading) in STABLE.items()}
    reasons = {id: why(readings[id]) for id in HOSTILE}
    assert reasons == {id: f"reading.{reason}" for id, (_, reason) in HOSTILE.items()}
    assert readings["last"] == lines("last")
    assert readings["exit-7"].unknown.values["code"] == 7
    assert readings["missing"].unknown.values["command"] == "no-such-command"
    assert reader.outputs["sleeps"].ms >= 900
    assert reader.outputs["stderr"].err == b"no"
    assert _left() == []


def test_a_host_that_floods_where_nothing_counts_is_left_at_its_limit() -> None:
    probes = [replaced(probe("floods", "yes", timeout=60), bounded=True), LAST]
    reader = FrameReader(NONCE, compile_script(probes).caps)
    script = compile_script(probes).with_nonce(NONCE)
    limits = Limits(received=1 << 20)
    with pytest.raises(Unreachable) as failed:
        Local().run_script(Target("local"), script, reader, limits, threading.Event())
    assert failed.value.reason == "flood"
    assert not reader.complete


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
    library = loaded()
    files = sorted((ROOT / "playbooks" / "probes" / "linux").glob("*.yaml"))
    return [probe_of(library.need("Probe", file.stem)) for file in files]


def facts(shell: str) -> dict[str, Reading]:
    readings, reader = run(shipped(), shell)
    assert reader.complete
    return readings


@pytest.mark.parametrize("shell", ["bash", "busybox"])
def test_the_shipped_probes_read_the_same_in_every_shell(shell: str) -> None:
    # Other tests of this machine make accounts meanwhile, and other runs of them: a difference is what differs each of ten times.
    differing = {probe.id for probe in shipped()}
    assert len(differing) > 25
    assert set(STILL) <= differing
    for _ in range(10):
        usual, found = facts("dash"), facts(shell)
        assert set(found) == set(usual)
        differing = {id for id in differing if stays(found[id], id) != stays(usual[id], id)}
        if not differing:
            break
    assert differing == set()
    assert sum(reading.unknown is None for reading in found.values()) > 15
    assert found["linux-identity"].rows[0]["hostname"] == os.uname().nodename


def stays(reading: Reading, id: str) -> object:
    """What stays from one look to the next: why nothing was read; of those that hold still the rows, less a clock's."""
    rows = [
        {name: value for name, value in row.items() if name not in ("epoch", "apart")} for row in reading.rows
    ]
    return reading.unknown and reading.unknown.code, rows if id in STILL else []


@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "ksh93", "busybox"])
def test_the_shipped_script_has_no_syntax_error(shell: str) -> None:
    program = require(SHELLS[shell][0])
    done = subprocess.run(
        [program, *SHELLS[shell][1:], "-n"],
        input=compile_script(shipped()).with_nonce(NONCE),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shells_complaint_is_quoted_without_the_name_and_the_lines_of_our_script(shell: str) -> None:
    found, _ = run([probe("gone", "no-such-program -x")], shell)
    reason = found["gone"].unknown
    assert reason is not None
    said = str(reason.values["said"])
    assert reason.code == "reading.exit-code"
    assert said.startswith("no-such-program: ")
    assert "not found" in said


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
    assert compile_script(probes).with_nonce(NONCE).count(b"\n_run_probes ") > 2
    readings, reader = run(probes, "dash")
    assert reader.complete
    assert readings == {f"p{number}": lines(str(number)) for number in range(60)}


def test_a_probe_that_hangs_costs_only_itself_in_each_worker() -> None:
    long = f"# {'long ' * 3000}"
    does = [("sleep 600", 1) if number % 4 == 3 else (f"echo {number}", 60) for number in range(12)]
    probes = [
        probe(f"p{number}", f"{run} {long}", timeout=seconds) for number, (run, seconds) in enumerate(does)
    ]
    readings, reader = run(probes, "dash")
    assert reader.complete
    told = {
        id: reading.unknown.code if reading.unknown else reading.rows[0]["line"]
        for id, reading in readings.items()
    }
    assert told == {f"p{at}": "reading.timeout" if at % 4 == 3 else str(at) for at in range(12)}


def test_no_probe_at_all_is_a_whole_script() -> None:
    readings, reader = run([], "dash")
    assert (readings, reader.complete) == ({}, True)


# --- root rights -------------------------------------------------------------------------------------------


@pytest.fixture
def as_nobody(tmp_path: Path) -> str:
    """A PATH with an `id` that says we are not root and a `sudo` that tells how it was called."""
    (tmp_path / "sh").symlink_to(require("dash"))
    for name, text in {"id": "echo 1000", "sudo": 'echo "[sudo $*]"; shift; exec "$@"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


def test_root_is_asked_for_only_where_a_probe_says_so(as_nobody: str) -> None:
    probes = [
        probe("own", "echo own; echo $#"),
        probe("plain", "echo as-it-is\n", sudo=True),
        probe("shell", 'echo "it\'s" | cat; exit 0', sudo=True),
        probe("hangs", "sleep 60; true", sudo=True, timeout=1),
        probe("after", "echo after", sudo=True),
    ]
    readings, reader = run(probes, "dash", as_nobody)
    assert reader.complete
    assert readings["own"] == lines("own", "0")
    assert readings["plain"] == lines("[sudo -n echo as-it-is]", "as-it-is")
    assert readings["shell"] == lines('[sudo -n sh -c echo "it\'s" | cat; exit 0]', "it's")
    assert why(readings["hangs"]) == "reading.timeout-after"
    assert readings["after"] == lines("[sudo -n echo after]", "after")


def test_who_is_root_already_needs_neither_sudo_nor_another_shell(as_nobody: str, tmp_path: Path) -> None:
    (tmp_path / "id").write_text("#!/bin/sh\necho 0\n", "utf-8")
    probes = [probe("plain", "echo as-it-is", sudo=True), probe("shell", 'echo "$0"; exit 0', sudo=True)]
    readings, reader = run(probes, "dash", as_nobody)
    assert reader.complete
    # The worker is called so, a shell of its own would not be.
    assert (readings["plain"], readings["shell"]) == (lines("as-it-is"), lines("fieldops"))


def test_a_script_without_such_a_probe_does_not_ask_who_it_is(as_nobody: str, tmp_path: Path) -> None:
    (tmp_path / "id").write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n", "utf-8")
    readings, _ = run([probe("own", "echo own")], "dash", as_nobody)
    assert readings == {"own": lines("own")}
    assert not (tmp_path / "asked").exists()


# --- the source --------------------------------------------------------------------------------------------

SOURCES = [ROOT / "fieldops" / "inspection" / "script" / name for name in ("main.sh", "worker.sh")]


def test_the_workers_text_stands_in_the_script_as_it_was_written() -> None:
    worker = SOURCES[1].read_text("utf-8")
    # It is quoted: a quote in it would be written in another way.
    assert "'" not in worker
    assert worker.encode() in compile_script([]).with_nonce(NONCE)


def test_the_nonce_stands_in_the_script_once() -> None:
    script = compile_script(shipped()).with_nonce(NONCE)
    assert script.count(NONCE.encode()) == 1
    assert re.findall(rb"@[A-Z_]+@", script) == []


def test_every_name_of_the_script_begins_with_an_underscore() -> None:
    # So that a probe that uses a name before it gives it a value does not meet ours.
    text = "\n".join(source.read_text("utf-8") for source in SOURCES)
    names = set(re.findall(r"(?<![\w$}\\-])([A-Za-z_]\w*)=", text)) | set(re.findall(r"(\w+)\(\) ", text))
    assert {name for name in names if not name.startswith("_")} == {
        *("LC_ALL", "LANGUAGE", "PATH", "IFS", "shell", "disable"),
        "setsid",
        # No name: how a word begins that says as whom a probe runs.
        "root",
        # What probes call by its name.
        "as_root",
    }


UPTIME = "read -r now rest </proc/uptime; echo $now"


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_run_twice_shares_one_quiet_second(shell: str) -> None:
    found, reader = run(
        [probe("a", UPTIME, twice=True), probe("between", UPTIME), probe("b", UPTIME, twice=True)], shell
    )
    assert reader.complete
    assert list(reader.outputs) == ["between", "a+1", "b+1", "b+2", "a+2"]
    times = {id: [float(row["line"]) for row in found[id].rows if row["line"] != "--"] for id in "ab"}
    assert all(second - first >= 0.99 for first, second in times.values())
    # Nobody waits twice: the first pair lies around the second one.
    assert times["a"][0] <= times["b"][0] <= times["b"][1] <= times["a"][1]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_host_that_begins_its_quiet_second_is_known_to_rest(shell: str, tmp_path: Path) -> None:
    # The wait (a sleep of less than whole seconds) begins when we have heard of it; not so in ksh93, whose sleep is its own.
    pipe, sleep = tmp_path / "heard", called_sh(shell) + "/sleep"
    os.mkfifo(pipe)
    heard = os.open(pipe, os.O_RDWR)
    Path(sleep).write_text(
        f'#!/bin/sh\ncase $1 in *.*) read -r x <"{pipe}" ;; esac\nexec {require("sleep")} "$1"\n'
    )
    Path(sleep).chmod(0o755)
    rests: list[str] = []

    def told() -> None:
        rests.append("rests")
        os.write(heard, b"\n" * 3)

    try:
        _, reader = run(
            [probe("a", UPTIME, twice=True), probe("b", "echo b"), probe("c", UPTIME, twice=True)],
            shell,
            on_rest=told,
        )
    finally:
        Path(sleep).unlink()
        os.close(heard)
    assert reader.complete
    assert rests == ["rests"]
    assert not reader.resting


@pytest.mark.parametrize("shell", SHELLS)
def test_a_sample_that_hangs_costs_its_own_probe_only(shell: str) -> None:
    found, reader = run(
        [probe("a", "sleep 600", twice=True, timeout=1), probe("b", "echo x", twice=True)], shell
    )
    assert reader.complete
    assert found["b"] == lines("x", "--", "x")
    assert reader.outputs["a+1"].why is reader.outputs["a+2"].why is ProbeEnd.TIMEOUT
