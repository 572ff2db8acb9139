"""The example contracts with a playbook of one check, and a transport that counts instead of connecting."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from fieldops.actions.visiting import Outcome, Visitor
from fieldops.errors import Unreachable
from fieldops.records.store import Store
from fieldops.records.visits import Attempt, VisitLog

EXAMPLES = Path(__file__).parents[2] / "contracts"


@dataclass
class Network:
    """Stands where SSH does: `calls` counts the sessions of each address; `down` are those that do not answer."""

    calls: Counter[str] = field(default_factory=Counter)
    down: set[str] = field(default_factory=set)
    before: Callable[[str], None] = lambda address: None
    seconds: list[float] = field(default_factory=list)

    def run_script(self, target: Any, script: bytes, reader: Any, limits: Any, cancelled: Any) -> None:
        self.before(target.address)
        self.calls[target.address] += 1
        self.seconds.append(limits.total)
        if target.address in self.down:
            raise Unreachable("timeout", address=target.address, seconds=1)
        mark = b"\n@fo " + reader._marks._start.split()[1]
        for probe in reader._caps:
            id = probe.encode()
            reader.feed(mark + b" B " + id + b"\nfine\nrc=0\nlen=5\n" + mark + b" E " + id + b" ok 1\n")
        reader.feed(mark + b" END %d\n" % len(reader._caps))


class Quiet:
    """An observer that says nothing."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: str) -> None:
        pass


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    from fieldops.transport import ssh

    found = Network()
    monkeypatch.setattr(ssh, "run_script", found.run_script)
    return found


def small_playbook(workspace: Workspace, id: str = "linux-standard") -> None:
    workspace.probe("word", "echo fine")
    workspace.playbook([{"probe": "word", "expect": "== fine"}], id=id)


def examples(root: Path) -> Workspace:
    shutil.copytree(EXAMPLES, root / "contracts")
    workspace = Workspace(root)
    (root / "contracts/team.yaml").unlink()
    small_playbook(workspace)
    return workspace


def visitor(root: Path, password: str | None = None) -> Visitor:
    return Visitor(root, None if password is None else lambda user: password, Quiet())


def turn(one: Visitor, moment: datetime | str, **more: Any) -> list[Outcome]:
    """One call of `schedule run` at that time."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return list(one.turn(lambda: at, **more))


def attempts(root: Path) -> list[Attempt]:
    """The recorded runs, as far as visits ask."""
    log = VisitLog()
    store = Store(root / ".fieldops/records.sqlite")
    log.feed(store.visit_events())
    assert store.broken_at() is None
    store.close()
    return list(log.attempts.values())
