"""Hosts with processors of their own: real OpenSSH servers that wait as long as a host alone takes, and send what a real one sent.

Where hosts and controller share processors, the wall of a run is what the hosts burn. Real hosts have processors of their own. So
the script of a playbook is run once for real, with nothing else at work, and each piece of what it prints kept with its time.
Behind the login the servers here play that back in place of running it again: the same pieces, in as many writes, none sooner.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import load
from scene import Scene, more_addresses, set_scene

from fieldops.actions.loopback import loopback_server
from fieldops.inspection.frames import FrameReader, by_probe
from fieldops.inspection.readings import Session
from fieldops.inspection.shell import compile_script

NONCE = "0123456789abcdef"
_ROUNDS = 3
# What `ssh HOST true` asks is answered as ever.
_COMMAND = "case $SSH_ORIGINAL_COMMAND in true) ;; *) exec bash {host} ;; esac"
# Only what this shell does itself, for the hosts' work here is none of a real host's. Another script than the recorded is not answered.
_HOST = """\
LC_ALL=C
script=$(cat)
[ ${{#script}} = {length} ] || {{ echo 'another script than the recorded one'; exit 1; }}
nonce=${{script#*_nonce=}}
nonce=${{nonce%%[!0-9a-f]*}}
began=${{EPOCHREALTIME/./}}
exec 9<>{never}
# Waits until so many microseconds have passed since the whole script was there.
at() {{
  left=$((began + $1 - ${{EPOCHREALTIME/./}}))
  if [ $left -gt 0 ]; then
    printf -v left %07d $left
    read -rt "${{left%??????}}.${{left: -6}}" -u 9
  fi
}}
{pieces}
"""


@dataclass(frozen=True)
class Recording:
    """What the script of a playbook printed on a host with nothing else at work, in pieces with their times in seconds.

    `rests`: when the quiet second began; `verdicts`: what the checks say of it.
    """

    script: bytes
    pieces: tuple[tuple[float, bytes], ...]
    began: float
    rests: float
    verdicts: Mapping[str, str]

    @property
    def seconds(self) -> float:
        """How long the script took."""
        return self.pieces[-1][0]


def record(playbook: str, user: str) -> Recording:
    """Run the script of a playbook as `user`, where we may, some times; the run that took the middle of the times."""
    plan = load.plan_of(playbook)
    made = compile_script(plan.probes_on(None))
    script = made.with_nonce(NONCE)
    runs = sorted((_run(script, user) for _ in range(_ROUNDS)), key=lambda run: run[1][-1][0])
    began, pieces = runs[_ROUNDS // 2]
    reader = FrameReader(NONCE, made.caps)
    rests = pieces[-1][0]
    for at, piece in pieces:
        reader.feed(piece)
        rests = min(rests, at) if reader.resting else rests
    if not reader.complete:
        raise SystemExit("the script that was to be recorded has not come to its end")
    judged = plan.judge(by_probe(reader.outputs), Session(began, began + pieces[-1][0]))
    verdicts = {each.id: str(each.verdict) for each in judged}
    return Recording(script, tuple(pieces), began, rests, verdicts)


def _run(script: bytes, user: str) -> tuple[float, list[tuple[float, bytes]]]:
    began, start, pieces = time.time(), time.monotonic(), []
    process = subprocess.Popen(
        ["sh", "-s"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
        user=user if os.geteuid() == 0 else None,
        group=pwd.getpwnam(user).pw_gid if os.geteuid() == 0 else None,
        extra_groups=[] if os.geteuid() == 0 else None,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/games", "HOME": "/", "USER": user},
    )
    with process, process.stdin as stdin, process.stdout as stdout:  # type: ignore[union-attr]
        stdin.write(script)
        stdin.close()
        while piece := os.read(stdout.fileno(), 1 << 16):
            pieces.append((time.monotonic() - start, piece))
    return began, pieces


@contextmanager
def servers_apart(recording: Recording, folder: Path) -> Iterator[Scene]:
    """The scene, in `folder`, of servers that answer `ssh HOST true`, and the recorded script by what was recorded."""
    with tempfile.TemporaryDirectory(prefix="fieldops-sshd-") as name:
        host, never = Path(name, "host.sh"), Path(name, "never")
        host.write_text(_played(recording, never), "utf-8", "surrogateescape")
        os.mkfifo(never)
        never.chmod(0o666)
        config = [*more_addresses(), f"ForceCommand {_COMMAND.format(host=host)}"]
        with loopback_server(Path(name), lambda *_, **__: None, config) as server:
            yield set_scene(server, folder)


def _played(recording: Recording, never: Path) -> str:
    pieces = (
        f"at {at * 1e6:.0f}; printf %s {_quoted(piece, recording.began)}" for at, piece in recording.pieces
    )
    # A command substitution drops the line feeds at its end.
    length = len(recording.script.rstrip(b"\n"))
    return _HOST.format(length=length, never=never, pieces="\n".join(pieces))


def _quoted(piece: bytes, began: float) -> str:
    """A word of bash: the bytes, with the number of the run that is under way, and its time where the host told its own."""
    text = shlex.quote(piece.decode("utf-8", "surrogateescape")).replace(NONCE, "'\"$nonce\"'")
    return re.sub(
        r"(?<![0-9.])[0-9]{10}(?![0-9.])",
        lambda told: "'\"$EPOCHSECONDS\"'" if 0 <= int(told[0]) - int(began) < 60 else told[0],
        text,
    )
