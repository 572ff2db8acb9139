"""Probes to the text of one POSIX sh script; the only place that quotes shell text.

The script itself is `script/main.sh` and `script/worker.sh`, which say how it works. What it promises, in dash, bash,
ksh93, mksh and busybox ash: nothing a probe does can eat the rest of it or end its own frame; a probe ends at its
timeout, is cut at its cap where it could print without an end, and leaves no process that the kernel lets die; nothing is written.

The stream: ``@fo NONCE B id``, the frame, ``@fo NONCE E id why ms detail``; after the last ``@fo NONCE END count``.
A frame is the command's output, a line feed, its errors, ``rc=CODE`` and ``len=BYTES``, the length of errors and
code. An E line is sent together with the next B line: each write is a packet that both sides must handle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from fieldops.inspection.frames import frame_of
from fieldops.inspection.playbook import Bound, Probe
from fieldops.inspection.root_commands import AS_ROOT, root_commands, uses_as_root
from fieldops.structs import Struct, replaced

# What the script runs besides its probes; `docs/what-runs.md` names them.
SCRIPT_COMMANDS = frozenset({"sh", "setsid", "sleep", "head", "tail", "kill"})
# What it also runs, and does without where the customer denies it.
NICE = "nice"

# Arguments and environment of a program may have 128 KiB together before Linux 2.6.23; a worker gets its probes so.
_CHUNK = 60_000


class Script(Struct, frozen=True):
    """The script for some probes, made once; only the nonce differs from host to host.

    `caps`: the frames it sends, in order, with the most bytes of output that each may hold. `root`: what it has a root
    shell run, whose frames are among them. `asks`: whether it asks for the passwords of instances.
    """

    before_nonce: bytes
    after_nonce: bytes
    caps: Mapping[str, int]

    root: Script | None = None
    asks: bool = False

    def with_nonce(self, nonce: str, token: str = "") -> bytes:
        """The whole script; `nonce` (ASCII letters and digits) marks the lines that are its own, `token` the question for
        the password of sudo.
        """
        marks = f"{nonce} _token={token}" if token else nonce
        return b"".join((self.before_nonce, marks.encode(), self.after_nonce))


def quote(text: str) -> str:
    """`text` as one word of POSIX shell, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"


def command_line(probe: Probe) -> str:
    """What will run for `probe`, as shown to the customer: with sudo where the login is not root."""
    if isinstance(probe, Bound):
        probe = replaced(probe, run=f"{probe.told}\n{probe.run}")
    if not probe.sudo:
        return probe.run
    as_whom = "" if probe.account == "root" else f"-u {probe.account} "
    match _by(probe):
        case "root-parts":
            return re.sub(rf"(?<![\w-]){AS_ROOT}(?![\w-])", "sudo -n", probe.run)
        case "root":
            return f"sudo -n {as_whom}{probe.run.strip()}"
    return f"sudo -n {as_whom}sh -c {quote(probe.run)}"


def _by(probe: Probe) -> Literal["login", "root", "root-parts", "root-shell"]:
    """Who runs the probe's text: the login; root (or the account it names), as one command or by a shell; or the login, and
    root single commands.
    """
    if not probe.sudo:
        return "login"
    if isinstance(probe, Bound) or root_commands(probe) is None:
        return "root-shell"
    return "root-parts" if uses_as_root(probe.run) else "root"


class Manner(Struct, frozen=True):
    """How gently the script treats a machine. `nice`: its work gives way to the machine's own.

    Nothing is run where the load for each processor is `most_load` or more, or where programs can get less than
    `least_memory` KiB; 0: wherever.
    """

    nice: bool = True
    most_load: int = 0
    least_memory: int = 0


USUAL = Manner()


def compile_script(probes: Iterable[Probe], manner: Manner = USUAL) -> Script:
    """The script that runs `probes` in order and frames their output."""
    calls = list(_calls(list(probes)))
    return _script(calls, sum(bool(call.probe.sudo) for call in calls), "", manner)


def compile_with_login(probes: Iterable[Probe], manner: Manner = USUAL) -> Script:
    """The same, with one login of sudo for all probes that need root; they run last, by the script's `root`.

    The plain script where none does.
    """
    listed = list(probes)
    roots = [probe for probe in listed if probe.sudo]
    if not roots:
        return compile_script(listed, manner)
    # The machine is looked at once, and what root runs for us has our priority already.
    root = compile_script(roots, Manner(nice=False))
    again = "".join(["\n", script_source("root.sh").replace("@PROBES@", _texts(list(_calls(roots))))])
    calls = list(_calls([probe for probe in listed if not probe.sudo]))
    plain = _script(calls, len(root.caps), again, manner)
    return replaced(plain, caps={**plain.caps, **root.caps}, root=root)


def _script(calls: list[_Call], roots: int, again: str, manner: Manner) -> Script:
    before, after = script_source("main.sh").split("@NONCE@")
    after = after.replace("@ROOT_PROBES@", str(roots)).replace("@WORKER@", quote(script_source("worker.sh")))
    after = after.replace("@NICE@", str(int(manner.nice)))
    after = after.replace("@MOST_LOAD@", str(manner.most_load))
    after = after.replace("@LEAST_MEMORY@", str(manner.least_memory))
    caps = {call.frame: call.probe.cap for call in calls}
    asks = any(isinstance(call.probe, Bound) and call.probe.secret for call in calls)
    after = after.replace("@SECRETS@", "".join(map(script_source, ("pass.sh", "secrets.sh"))) if asks else "")
    after = after.replace("@ROOT@", again).replace("@PROBES@", _texts(calls), 1)
    return Script(before.encode(), after.encode(), caps, asks=asks)


def _texts(calls: Iterable[_Call]) -> str:
    return "\n_run_probes ".join(_arguments(chunk) for chunk in _chunks(calls))


@cache
def script_source(name: str) -> str:
    """The text of a file of `script/`, as it was written."""
    return (Path(__file__).parent / "script" / name).read_text("utf-8")


class _Call(Struct, frozen=True):
    """One time that a probe is run, and the name of its frame."""

    probe: Probe
    frame: str


def _calls(probes: list[Probe]) -> Iterator[_Call]:
    """What is run, in order. All that is sampled twice shares one second at the end, in which nothing else of ours runs
    that a sample would count: the last first sample is the first second one.
    """
    twice = [probe for probe in probes if probe.twice]
    yield from (_Call(probe, probe.id) for probe in probes if not probe.twice)
    yield from (_Call(probe, frame_of(probe.id, 1)) for probe in twice)
    yield from (_Call(probe, frame_of(probe.id, 2)) for probe in reversed(twice))


def _chunks(calls: Iterable[_Call]) -> Iterator[list[_Call]]:
    """The calls in groups that one worker can be given."""
    chunk: list[_Call] = []
    size = 0
    for call in calls:
        length = len(_argument(call).encode())
        if chunk and size + length > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(call)
        size += length
    yield chunk


def _arguments(chunk: Iterable[_Call]) -> str:
    return "".join(f"\\\n  {_argument(call)} " for call in chunk).rstrip(" ")


def _argument(call: _Call) -> str:
    """The six arguments of `_run_probes` for a call."""
    probe = call.probe
    who: str = _by(probe)
    command = probe.run.strip() if who == "root" else probe.run
    if isinstance(probe, Bound):
        command = f"{probe.preamble}{command}"
    needs = quote(" ".join(probe.needs))
    # One byte more than the cap tells that there was more; 0 is no cap.
    most = 0 if probe.bounded else probe.cap + 1
    if probe.account not in (None, "root"):
        who = f"{who}={probe.account}"
    return f"{call.frame} {probe.timeout} {most} {needs} {who} {quote(command)}"
