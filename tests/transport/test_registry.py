"""The ways to a machine: those a contract can name are those there are, and naming them costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from importlib.resources import files

from fieldops.transport.registry import TRANSPORTS
from fieldops.transport.target import Limits, Target


def test_every_transport_that_a_contract_can_name_is_there() -> None:
    common = json.loads((files("fieldops.documents") / "schemas/common.json").read_text("utf-8"))
    assert set(TRANSPORTS) == set(common["$defs"]["host"]["properties"]["transport"]["enum"])


def test_only_ways_over_the_network_ask_for_a_login() -> None:
    assert {name for name, transport in TRANSPORTS.items() if transport.logs_in} == {"ssh", "openssh"}


def test_paramiko_is_imported_only_when_a_host_is_reached() -> None:
    program = "import sys, fieldops.transport.registry; sys.exit('paramiko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class Heard:
    """A sink that keeps everything."""

    received = 0
    ended = False

    def __init__(self) -> None:
        self.out = self.errors = b""

    def feed(self, data: bytes) -> None:
        self.out += data

    def feed_errors(self, data: bytes) -> None:
        self.errors += data

    def answer(self) -> None:
        pass


def test_the_local_transport_runs_the_script_here() -> None:
    heard = Heard()
    script = b"echo out; echo error >&2\n"
    key = TRANSPORTS["local"].run_script(Target("here"), script, heard, Limits(), threading.Event())
    assert (key, heard.out, heard.errors) == (None, b"out\n", b"error\n")


IMPORTED_BY_ALL = """\
import sys, threading
from fieldops.transport import session
failed = []
begin = threading.Barrier(20)
def work():
    begin.wait()
    try:
        session.import_paramiko()
    except BaseException as error:
        failed.append(repr(error))
threads = [threading.Thread(target=work) for _ in range(20)]
for each in threads: each.start()
for each in threads: each.join()
assert not failed, failed
assert "paramiko" in sys.modules
assert "invoke" not in sys.modules
"""


def test_workers_that_begin_at_once_load_the_ssh_library_once_and_leave_no_trace() -> None:
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", IMPORTED_BY_ALL], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
