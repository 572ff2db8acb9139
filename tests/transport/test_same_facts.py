"""The facts of a machine are the same whichever server lets us in there, and on whichever way: all shipped probes for Linux."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import again, require

sys.path.insert(0, str(Path(__file__).parent))
from dropbears import dropbear_server
from test_login_shells import NONCE, PATIENT, STILL, _code, _kind, shipped

from fieldops.actions.loopback import LoopbackServer
from fieldops.inspection.frames import FrameReader, by_probe
from fieldops.inspection.readings import Reading, read_output
from fieldops.inspection.shell import compile_script
from fieldops.structs import replaced
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Target, Transport

pytestmark = again

SSH = Ssh()
# Other tests make accounts on this machine meanwhile.
HERE = tuple(id for id in STILL if id not in ("linux-accounts", "linux-password-expiry", "linux-crontab"))
# What was usual long ago, and nothing else.
OLD = {
    "HostKeyAlgorithms": "ssh-rsa",
    "KexAlgorithms": "diffie-hellman-group14-sha1",
    "Ciphers": "aes128-cbc",
}


@pytest.fixture
def old_key(sshd: LoopbackServer) -> Iterator[Path]:
    """An RSA host key that the servers' account may read."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        path = Path(name) / "rsa"
        subprocess.run(
            [require("ssh-keygen"), "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", path], check=True
        )
        owner = pwd.getpwnam(sshd.user)
        for each in (Path(name), path):
            os.chown(each, owner.pw_uid, owner.pw_gid)
        yield path


def told(way: Transport, target: Target) -> Mapping[str, Reading]:
    """What the probes read there; of those that need root, that there is none: these accounts have no sudo."""
    script = compile_script(shipped())
    reader = FrameReader(NONCE, script.caps)
    way.run_script(target, script.with_nonce(NONCE), reader, PATIENT, threading.Event())
    assert reader.complete, bytes(reader.noise)
    outputs = by_probe(reader.outputs)
    return {probe.id: read_output(probe, outputs.get(probe.id)) for probe in shipped()}


def test_every_server_and_every_way_give_the_same_facts(
    sshd: LoopbackServer, new_sshd: Callable[..., Any], old_key: Path, tmp_path: Path
) -> None:
    """OpenSSH, also with one session only, dropbear, OpenSSH behind dropbear, the system's ssh, old algorithms by it."""
    (tmp_path / "ssh_config").write_text("", "utf-8")
    system = OpenSsh(require("ssh"), str(tmp_path / "ssh_config"))

    def target(server: LoopbackServer, way: Ssh | OpenSsh = SSH, **more: Any) -> Target:
        key = KeyFile(str(server.key_file))
        bare = Target("127.0.0.1", server.port, server.user, key, contract="c-1", **more)
        return replaced(bare, pins=(way.host_key(bare, PATIENT),))

    old_config = [f"HostKey {old_key}", *(f"{name} {value}" for name, value in OLD.items()), "MACs hmac-sha1"]
    with ExitStack() as servers:
        one = servers.enter_context(new_sshd(config=["MaxSessions 1"]))
        old = servers.enter_context(new_sshd(config=old_config))
        dropbear = servers.enter_context(dropbear_server(sshd.key_file, "facts"))
        behind = replaced(target(sshd), via=replaced(target(dropbear), name="gate"))
        found = {
            "sshd": told(SSH, target(sshd)),
            "one session": told(SSH, target(one)),
            "dropbear": told(SSH, target(dropbear)),
            "system ssh": told(system, target(sshd, system)),
            "old algorithms": told(system, target(old, system, old_algorithms=tuple(OLD.values()))),
        }
        with SSH.opened([behind], PATIENT, threading.Event()):
            found["behind dropbear"] = told(SSH, behind)
    first = found.pop("sshd")
    assert sum(bool(first[id].rows) for id in HERE) >= 6
    for readings in found.values():
        # A machine that is busy with other tests may be too slow for one.
        in_time = [id for id in first if "reading.timeout" not in (_code(first[id]), _code(readings[id]))]
        assert len(in_time) > 25
        assert {id: _kind(readings[id]) for id in in_time} == {id: _kind(first[id]) for id in in_time}
        assert {id: readings[id].rows for id in HERE} == {id: first[id].rows for id in HERE}
