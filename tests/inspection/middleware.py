"""Real servers of middleware, each in a temporary folder on a free port under an account without rights; and what a playbook
says of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from pwd import struct_passwd

import pytest
from accounts import ACCOUNT, account
from conftest import lacking, require
from properties import workspace as shipped
from tracing import Deed, deeds

from fieldops.contracts.model import Instance
from fieldops.documents.workspace import Workspace
from fieldops.inspection.frames import FrameReader
from fieldops.inspection.instances import read_instance, together, with_instances
from fieldops.inspection.plan import make_plan
from fieldops.inspection.readings import Session
from fieldops.inspection.shell import compile_script

NONCE = "0123456789abcdef"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_TRIES = 600


@cache
def _library() -> Workspace:
    return shipped()


@contextmanager
def place() -> Iterator[Place]:
    """A folder, and an account whose home it is."""
    if os.geteuid() != 0:
        lacking("root makes the account")
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with account(f"{ACCOUNT}-mid", folder) as person:
            os.chown(folder, person.pw_uid, person.pw_gid)
            found = Place(folder, person)
            try:
                yield found
            finally:
                found.stop_all()
                # The next account of this name may have another number: a JVM keeps no counters in a stranger's folder.
                shutil.rmtree(f"/tmp/hsperfdata_{person.pw_name}", ignore_errors=True)


class Place:
    """Where servers run: their folder, their account, and what was started."""

    def __init__(self, folder: Path, person: struct_passwd) -> None:
        self.folder = folder
        self.person = person
        self.env = {"PATH": f"{folder}/bin:{PATH}", "HOME": str(folder), "LC_ALL": "C"}
        # What servers and their programs are told, and whoever inspects them is not.
        self.own: dict[str, str] = {}
        self._running: list[subprocess.Popen[bytes]] = []

    def write(self, name: str, text: str, mode: int = 0o644) -> Path:
        """A file of the account."""
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(mode)
        for each in (file, file.parent):
            os.chown(each, self.person.pw_uid, self.person.pw_gid)
        return file

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A server that stays in the foreground, as the account, in a session of its own."""
        with (self.folder / "started.log").open("ab") as said:
            server = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
                env=self.env | self.own,
                user=self.person.pw_uid,
                group=self.person.pw_gid,
                extra_groups=[],
                start_new_session=True,
            )
        self._running.append(server)
        return server

    def run(self, *words: str) -> str:
        """What a program says that runs as the account."""
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            env=self.env | self.own,
            cwd=self.folder,
            user=self.person.pw_uid,
            group=self.person.pw_gid,
            extra_groups=[],
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        """End a server with all of its session."""
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        self._running.remove(server)

    def stop_all(self) -> None:
        """End what runs; also what went into sessions of its own, which is the account's."""
        for server in [*self._running]:
            self.stop(server)
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if process.stat().st_uid == self.person.pw_uid:
                    os.kill(int(process.name), signal.SIGKILL)

    def verdicts(self, playbook: str, instance: Instance, shell: str = "sh") -> dict[str, str]:
        """What the playbook says of the instance, by check: the script runs as the account."""
        plan = make_plan([_library().need("Playbook", playbook)], _library())
        script = compile_script(with_instances(plan.probes, [instance]))
        began = time.time()
        done = subprocess.run(
            [*shell.split(), "-s"],
            input=script.with_nonce(NONCE),
            capture_output=True,
            env=self.env,
            cwd="/",
            user=self.person.pw_uid,
            group=self.person.pw_gid,
            extra_groups=[],
            check=False,
        )
        reader = FrameReader(NONCE, script.caps)
        reader.feed(done.stdout)
        assert reader.complete, done.stdout[-2000:] + done.stderr[-2000:]
        by_id = {probe.id: probe for probe in plan.probes}
        found = {}
        for judge in plan.judges:
            probe = by_id[judge.check.probe]
            if probe.platform == instance.kind:
                reading = read_instance(probe, instance, reader.outputs, Session(began, time.time()))
                found[judge.check.id] = together(judge, [(instance, reading)]).verdict.value
        return found

    def changes(self, playbook: str, instance: Instance) -> list[Deed]:
        """What the playbook writes or changes on the machine when it looks at the instance, as the account."""
        plan = make_plan([_library().need("Playbook", playbook)], _library())
        script = compile_script(with_instances(plan.probes, [instance])).with_nonce(NONCE)
        env = [f"{name}={value}" for name, value in self.env.items()]
        found = deeds(script, (require("env"), "-i", *env, "sh", "-s"), self.person.pw_name)
        # Memory of a program's own goes by a file that has no name.
        return sorted(deed for deed in found if deed.what != "talks" and "memfd:" not in deed.to)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, or fail the test after so many tries."""
    for _ in range(_TRIES):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to that")


def program(*names: str) -> str:
    """The path of one of these programs; skips where none is installed."""
    return next(
        (found for name in names if (found := shutil.which(name, path=PATH)) is not None), ""
    ) or require(names[0])
