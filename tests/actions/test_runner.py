"""Many hosts at once: each outcome its own, and no host that keeps the others or the process."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.inspection import Request, prepare
from fieldops.actions.runner import HostJob, Outcome, affordable_workers, run_hosts
from fieldops.errors import Unreachable
from fieldops.inspection.plan import Plan
from fieldops.records.run_events import HostStatus, RunKind
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Sink, Target

HOST = Target("h")


class Quiet:
    """An observer that wants to know nothing."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


class Hangs:
    """A transport that keeps neither its deadline nor its word: it never returns, whatever it is told."""

    logs_in = False

    def __init__(self) -> None:
        self.over = threading.Event()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        self.over.wait(300)
        return None


class Says:
    """A transport whose host says something that is no frame, and ends so."""

    logs_in = True

    def __init__(self, words: bytes, failure: Unreachable | None = None) -> None:
        self.words, self.failure = words, failure

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        sink.feed(self.words)
        if self.failure is not None:
            raise self.failure
        return None


class Rests:
    """Hosts that begin their quiet second, and end it when `together` of them are in it (or alone, after a while)."""

    logs_in = False

    def __init__(self, together: int) -> None:
        self.most = self._there = 0
        self._all = threading.Barrier(together)
        self._lock = threading.Lock()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey | None:
        nonce = re.search(rb"_nonce=([0-9a-f]{16})", script)
        assert nonce
        with self._lock:
            self._there += 1
            self.most = max(self.most, self._there)
        sink.feed(_frame(nonce[1], b"load+1"))
        self._all.wait(60)
        with self._lock:
            self._there -= 1
        sink.feed(_frame(nonce[1], b"load+2") + b"\n@fo %s END 2\n" % nonce[1])
        return None


def _frame(nonce: bytes, id: bytes) -> bytes:
    return b"\n@fo %s B %s\n1\n\nrc=0\nlen=4\n\n@fo %s E %s ok 1 \n" % (nonce, id, nonce, id)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    workspace = Workspace(tmp_path / "workspace")
    workspace.probe("name", "uname -s")
    workspace.playbook([{"probe": "name", "info": True}])
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    return prepare(workspace.root, Request("acme", ("test",), RunKind.HEALTH_CHECK), datetime.now(UTC)).plan


def _run(jobs: list[HostJob], plan: Plan, workers: int = 20) -> dict[str, Outcome]:
    outcomes = run_hosts(jobs, plan, workers, lambda: datetime.now(UTC), threading.Event(), Quiet())
    return {outcome.event.host: outcome for outcome in outcomes}


def _reason(outcome: Outcome) -> str | None:
    return outcome.event.failure.code if outcome.event.failure else None


def test_a_host_whose_thread_never_comes_back_is_left_behind_and_holds_no_place(plan: Plan) -> None:
    hangs = Hangs()
    jobs = [
        HostJob("hangs", hangs, HOST, Limits(total=1)),
        HostJob("honest", Local(), HOST, Limits()),
    ]
    try:
        outcomes = _run(jobs, plan, workers=1)
    finally:
        hangs.over.set()
    assert _reason(outcomes["hangs"]) == "deadline"
    assert outcomes["honest"].event.status is HostStatus.DONE


def test_an_interruption_waits_for_no_thread_that_hangs(plan: Plan) -> None:
    hangs, cancelled = Hangs(), threading.Event()
    jobs = [HostJob("hangs", hangs, HOST, Limits()), HostJob("honest", Local(), HOST, Limits())]
    outcomes = run_hosts(jobs, plan, 2, lambda: datetime.now(UTC), cancelled, Quiet())
    assert next(outcomes).event.host == "honest"
    with pytest.raises(KeyboardInterrupt):
        outcomes.throw(KeyboardInterrupt())
    assert cancelled.is_set()
    hangs.over.set()


@pytest.mark.parametrize(
    ("words", "failure", "reason", "detail"),
    [
        (b"This account is closed.\n", None, "no-shell", "This account is closed."),
        (b"1) db\nchoose: ", Unreachable("stalled", address="h", seconds=60), "no-shell", "1) db / choose:"),
        (b"closed\n", Unreachable("disconnected", address="h", detail="x"), "no-shell", "closed"),
        (b"", Unreachable("disconnected", address="h", detail="x"), "disconnected", "x"),
        (b"", Unreachable("stalled", address="h", seconds=60), "stalled", None),
        (b".....", Unreachable("deadline", address="h", seconds=60), "deadline", None),
        (b"Your password has expired.\n", None, "password-expired", "Your password has expired."),
        ("您的密码已过期".encode("gbk"), None, "password-expired", "您的密码已过期"),
    ],
)
def test_nothing_of_the_script_is_no_shell_in_the_hosts_own_words(
    plan: Plan, words: bytes, failure: Unreachable | None, reason: str, detail: str | None
) -> None:
    outcome = _run([HostJob("h", Says(words, failure), HOST, Limits())], plan)["h"]
    assert outcome.event.status is HostStatus.UNREACHABLE
    assert _reason(outcome) == reason
    assert outcome.event.failure is not None
    assert outcome.event.failure.values.get("detail") == detail


def test_workers_are_capped_by_the_descriptors_there_are() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert affordable_workers(1) == 1
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
        assert affordable_workers(60) == 10
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_shell_that_does_not_read_the_script_ends_at_the_deadline() -> None:
    class Nothing:
        received = 0
        ended = False

        def feed(self, data: bytes) -> None:
            pass

        def feed_errors(self, data: bytes) -> None:
            pass

        def answer(self) -> None:
            pass

    script = b"# more than a pipe holds\n" * (1 << 16)
    with pytest.raises(Unreachable) as failure:
        Local(("/bin/sh", "-c", "sleep 300")).run_script(
            HOST, script, Nothing(), Limits(total=1), threading.Event()
        )
    assert failure.value.reason == "deadline"


@pytest.fixture
def sampled(tmp_path: Path) -> Plan:
    workspace = Workspace(tmp_path / "workspace")
    workspace.probe("load", "cat /proc/loadavg", twice=True)
    workspace.playbook([{"probe": "load", "info": True}])
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    return prepare(workspace.root, Request("acme", ("test",), RunKind.HEALTH_CHECK), datetime.now(UTC)).plan


def test_hosts_in_their_quiet_second_make_room_for_others(sampled: Plan) -> None:
    rests = Rests(together=4)
    jobs = [HostJob(f"h{at}", rests, HOST, Limits()) for at in range(8)]

    found = _run(jobs, sampled, workers=2)

    assert {outcome.event.status for outcome in found.values()} == {HostStatus.DONE}
    assert rests.most == 4


def test_who_wants_one_host_at_a_time_gets_one(sampled: Plan) -> None:
    rests = Rests(together=1)
    jobs = [HostJob(f"h{at}", rests, HOST, Limits()) for at in range(3)]

    found = _run(jobs, sampled, workers=1)

    assert {outcome.event.status for outcome in found.values()} == {HostStatus.DONE}
    assert rests.most == 1
