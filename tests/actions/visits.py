"""The example contracts with a playbook of one check, and a transport that counts instead of connecting."""

from __future__ import annotations

import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Workspace

from fieldops.actions.settings import open_store
from fieldops.actions.visiting import Outcome, Visitor
from fieldops.errors import Unreachable
from fieldops.records.reading import feed_visits
from fieldops.records.verification import insist, verify_log
from fieldops.records.visits import Attempt, VisitLog
from fieldops.transport.registry import TRANSPORTS, Transports
from fieldops.transport.target import Limits, Sink, Target

EXAMPLES = Path(__file__).parents[2] / "contracts"


@dataclass
class Network:
    """A transport in the place of SSH: `calls` counts the sessions of each address; `down` are those that do not answer."""

    calls: Counter[str] = field(default_factory=Counter)
    down: set[str] = field(default_factory=set)
    before: Callable[[str], None] = lambda address: None
    seconds: list[float] = field(default_factory=list)
    logs_in: ClassVar[bool] = True

    @property
    def transports(self) -> Transports:
        return {**TRANSPORTS, "ssh": self}

    def visitor(self, root: Path, password: str | None = None) -> Visitor:
        """Does what is due in this network; without a password nobody is there to type one."""
        return Visitor(root, None if password is None else lambda user: password, Quiet(), self.transports)

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        self.before(target.address)
        self.calls[target.address] += 1
        self.seconds.append(limits.total)
        if target.address in self.down:
            raise Unreachable("timeout", address=target.address, seconds=1)
        sink.feed(every_probe_says(b"fine", script))


def every_probe_says(line: bytes, script: bytes) -> bytes:
    """What a host answers to `script` when each of its probes prints `line`."""
    (nonce,) = re.findall(rb"^_nonce=([0-9a-f]+)$", script, re.MULTILINE)
    probes = re.findall(rb"^  (\S+) [0-9]+ [0-9]+ '[^']*' [a-z-]+ '", script, re.MULTILINE)
    mark = b"\n@fo " + nonce
    told = line + b"\nrc=0\nlen=5\n"
    frames = [mark + b" B " + id + b"\n" + told + mark + b" E " + id + b" ok 1\n" for id in probes]
    return b"".join(frames) + mark + b" END %d\n" % len(probes)


class Quiet:
    """An observer that says nothing."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: str) -> None:
        pass


@pytest.fixture
def network() -> Network:
    return Network()


def small_playbook(workspace: Workspace, id: str = "linux-standard") -> None:
    workspace.probe("word", "echo fine")
    workspace.playbook([{"probe": "word", "expect": "== fine"}], id=id)


def examples(root: Path) -> Workspace:
    shutil.copytree(EXAMPLES, root / "contracts")
    workspace = Workspace(root)
    (root / "contracts/team.yaml").unlink()
    small_playbook(workspace)
    return workspace


def turn(one: Visitor, moment: datetime | str, **more: Any) -> list[Outcome]:
    """One call of `schedule run` at that time."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return list(one.turn(lambda: at, **more))


def attempts(root: Path) -> list[Attempt]:
    """The recorded runs, as far as visits ask."""
    log = VisitLog()
    with closing(open_store(root)) as store:
        insist(store, partial(feed_visits, log))
        assert verify_log(store).faults == ()
    return list(log.attempts.values())
