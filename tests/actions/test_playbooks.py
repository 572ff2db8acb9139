"""What a customer is shown beforehand is what runs."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from typing import ClassVar

from conftest import Workspace

from fieldops.actions.inspection import Request, inspect
from fieldops.records.run_events import RunKind
from fieldops.transport.target import Limits, Sink, Target


class Kept:
    """A transport that keeps the scripts it is given, and an observer that says nothing."""

    logs_in: ClassVar[bool] = False

    def __init__(self) -> None:
        self.scripts: list[bytes] = []

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        self.scripts.append(script)

    def hosts_planned(self, hosts: object) -> None:
        pass

    def host_finished(self, host: str, status: str) -> None:
        pass


def test_the_script_that_is_shown_is_the_one_that_is_sent(workspace: Workspace) -> None:
    hosts = [{"id": id, "host": {"address": f"192.0.2.{id[1]}"}} for id in ("h1", "h2")]
    workspace.contract(hosts, more="access: {consent: standing, denied_commands: [dmesg]}\n")
    shown = workspace.run(
        "playbook", "commands", "linux-standard", "--contract", "acme", "--script", language="zh-CN"
    )
    assert shown.code == 0, shown.err
    kept = Kept()
    request = Request("acme", ("linux-standard",), kind=RunKind.HEALTH_CHECK)
    inspect(workspace.root, request, lambda: datetime.now(UTC), lambda user: None, kept, {"ssh": kept})
    nonces = set()
    for script in kept.scripts:
        text = script.decode()
        (nonce,) = re.findall(r"^_nonce=(\w+)$", text, re.MULTILINE)
        nonces.add(nonce)
        assert f"{text}\n" == shown.out.replace("_nonce=NONCE", f"_nonce={nonce}")
    assert len(nonces) == 2
    assert "cat /proc/meminfo" in shown.out
    assert "log=$(dmesg)" not in shown.out
