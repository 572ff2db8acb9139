"""A host that carries too much is left alone: nothing of a playbook is run there; and what runs gives way to others."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from conftest import require

from fieldops.contracts.commands import denied_word
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.playbook import Parse, Probe
from fieldops.inspection.shell import SCRIPT_COMMANDS, Manner, compile_script, compile_with_login
from fieldops.messages.text import Text
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

SHELLS = {
    "dash": ("dash",),
    "busybox": ("busybox", "sh"),
    "bash": ("bash", "--posix"),
    "mksh": ("mksh",),
    "ksh93": ("ksh93",),
}
NONCE = "n0nce"


def probe(run: str, sudo: bool = False) -> Probe:
    return Probe("p", Text("p", "p"), "linux", run, Parse("lines"), {}, sudo=sudo)


def ran(script: bytes, caps: dict[str, int], *words: str) -> FrameReader:
    reader = FrameReader(NONCE, caps)
    Local((require(words[0]), *words[1:])).run_script(
        Target("local"), script, reader, Limits(silence=600, total=600), threading.Event()
    )
    return reader


def on(proc: Path, manner: Manner, *shell: str) -> FrameReader:
    """What the script says where `proc` stands for /proc."""
    script = compile_script([probe("echo looked")], manner)
    told = script.with_nonce(NONCE).replace(b"</proc/", f"<{proc}/".encode())
    return ran(told, dict(script.caps), *shell)


def machine(
    folder: Path, load: str = "0.50 0.1 0.1 1/2 3", memory: str = "MemAvailable: 500000 kB\n"
) -> Path:
    (folder / "loadavg").write_text(f"{load}\n")
    (folder / "stat").write_text("cpu  1 2 3\ncpu0 1 2\ncpu1 1 2\nintr 5 cpu9\n")
    (folder / "meminfo").write_text(memory)
    return folder


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("load", "memory", "said"),
    [
        ("0.99 9.0 9.0 1/2 3", "MemTotal: 9 kB\nMemAvailable: 2048 kB\n", ()),
        ("15.99 9.0 9.0 1/2 3", "MemAvailable: 2048 kB\n", ()),
        ("16.00 0.0 0.0 1/2 3", "MemAvailable: 2048 kB\n", ("load", "16.00", "2")),
        ("116.08 0.0 0.0 1/2 3", "", ("load", "116.08", "2")),
        ("", "MemAvailable: 2048 kB\n", ("load", "?", "2")),
        ("0.08 0.1 0.1 1/2 3", "MemAvailable: 2047 kB\nMemFree: 9000 kB\n", ("memory", "2047")),
        ("0.08 0.1 0.1 1/2 3", "MemFree: 1000 kB\nBuffers: 48 kB\nCached: 1000 kB\n", ()),
        ("0.08 0.1 0.1 1/2 3", "MemFree: 1000 kB\nBuffers: 40 kB\nCached: 1000 kB\n", ("memory", "2040")),
        ("0.08 0.1 0.1 1/2 3", "", ("memory", "0")),
    ],
)
def test_a_host_at_a_limit_is_left_alone_in_every_shell(
    shell: str, load: str, memory: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    manner = Manner(most_load=8, least_memory=2048)
    reader = on(machine(tmp_path, load, memory), manner, *SHELLS[shell])
    assert (reader.busy, reader.complete, list(reader.outputs)) == (said, not said, [] if said else ["p"])


def test_without_limits_nothing_is_looked_at(tmp_path: Path) -> None:
    assert on(tmp_path / "none", Manner(), "dash").complete


def test_it_is_looked_at_before_anybody_becomes_root(tmp_path: Path) -> None:
    script = compile_with_login([probe("id", sudo=True)], Manner(most_load=1))
    text = script.with_nonce(NONCE, "token")
    assert text.index(b"</proc/loadavg") < text.index(b"sudo")
    assert script.root is not None
    assert b"_most_load=0 _least_memory=0" in script.root.with_nonce(NONCE)


def test_a_host_cannot_say_so_once_it_has_answered() -> None:
    reader = FrameReader(NONCE, {"p": 10})
    reader.feed(b"\n@fo n0nce B p\nx\nrc=0\nlen=5\n\n@fo n0nce E p ok 1 \n\n@fo n0nce BUSY load 9 9\n")
    assert (reader.busy, list(reader.outputs)) == ((), ["p"])


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("nice", [True, False])
def test_what_runs_gives_way_to_the_host_s_own_work(shell: str, nice: bool, tmp_path: Path) -> None:
    # The 19th word of a process's stat is how nice it is; the name of cut has no blank.
    script = compile_script([probe("cut -d ' ' -f 19 /proc/self/stat")], Manner(nice=nice))
    ours = int(Path("/proc/self/stat").read_text().rpartition(") ")[2].split()[16])
    reader = ran(script.with_nonce(NONCE), dict(script.caps), *SHELLS[shell])
    assert int(reader.outputs["p"].out) == min(19, ours + 5 * nice)


def test_denying_nice_denies_no_probe() -> None:
    assert denied_word(["nice"], SCRIPT_COMMANDS) is None
