"""Running a plan on many hosts: one thread pool, each host's failure its own, results as they come."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Protocol

from fieldops.errors import Unreachable
from fieldops.inspection.frames import FrameReader, RawOutput
from fieldops.inspection.plan import Plan
from fieldops.inspection.readings import Reason
from fieldops.inspection.shell import Script, compile_script
from fieldops.records.events import Evidence, HostFinished, HostStatus
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import Limits, Target, Transport

_log = logging.getLogger(__name__)
# With less left a host is not even asked.
_SHORTEST_SECONDS = 1.0


class Observer(Protocol):
    """Told how a run goes on, in the main thread."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        """Before the first host is contacted."""

    def host_finished(self, host: str, status: HostStatus) -> None:
        """A host has been recorded with that status."""


@dataclass(frozen=True, slots=True)
class HostJob:
    """One host to do. `failure` is set when it is known beforehand that it cannot be reached; at `ends` (of
    `time.monotonic`) no session may go on, whenever the host's turn comes.
    """

    host: str
    transport: Transport
    target: Target
    limits: Limits
    failure: Unreachable | None = None
    ends: float | None = None

    def limits_now(self) -> Limits:
        """Its limits, begun now. Raises Unreachable where it is too late to begin."""
        if self.ends is None:
            return self.limits
        left = self.ends - time.monotonic()
        if left < _SHORTEST_SECONDS:
            raise Unreachable("window-closed", address=self.target.address)
        return replace(self.limits, total=min(self.limits.total, left))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A host's event, with the raw outputs whose hashes it names."""

    event: HostFinished
    outputs: tuple[bytes, ...]


def run_hosts(
    jobs: Sequence[HostJob],
    plan: Plan,
    workers: int,
    local_time: Callable[[], datetime],
    cancelled: threading.Event,
    observer: Observer,
) -> Iterator[Outcome]:
    """The outcome of each job, in the order in which they end.

    On KeyboardInterrupt (or when the caller stops early) the hosts under way are told to stop, those not begun are left out.
    """
    observer.hosts_planned([job.host for job in jobs])
    script = compile_script(plan.probes)
    with ThreadPoolExecutor(max(1, min(workers, len(jobs))), thread_name_prefix="host") as pool:
        waiting: set[Future[Outcome]] = {
            pool.submit(_do, job, plan, script, local_time, cancelled) for job in jobs
        }
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BaseException:
            cancelled.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _do(
    job: HostJob, plan: Plan, script: Script, local_time: Callable[[], datetime], cancelled: threading.Event
) -> Outcome:
    started, began = local_time(), time.monotonic()
    nonce = token_hex(8)
    reader = FrameReader(nonce, {probe.id: probe.cap for probe in plan.probes})
    failure: Unreachable | None = None
    key: HostKey | None = None
    try:
        if job.failure is not None:
            raise job.failure
        text, limits = script.with_nonce(nonce), job.limits_now()
        key = job.transport.run_script(job.target, text, reader, limits, cancelled)
    except Unreachable as known:
        failure = known
    except Exception as bug:  # noqa: BLE001 - one host's trouble must stay its own, even ours
        _log.exception("host %s", job.host)
        failure = Unreachable("internal", detail=f"{type(bug).__name__}: {bug}")
    ms = round((time.monotonic() - began) * 1000)
    return _outcome(
        job,
        plan,
        reader,
        failure,
        HostFinished(job.host, HostStatus.DONE, started, ms, host_key=str(key) if key else None),
    )


def _outcome(
    job: HostJob, plan: Plan, reader: FrameReader, failure: Unreachable | None, event: HostFinished
) -> Outcome:
    """What became of the host, from what has come of its answer."""
    outputs = reader.outputs
    status = _status(reader)
    if failure is None:
        missing, total = len(plan.probes) - len(outputs), len(plan.probes)
        failure = Unreachable("incomplete", address=job.target.address, missing=missing, total=total)
    done = status is HostStatus.DONE
    finished = replace(
        event,
        status=status,
        failure=None if done else Reason(failure.reason, failure.values),
        left_running=tuple(reader.left_running),
        checks=() if status is HostStatus.UNREACHABLE else plan.judge(outputs),
        evidence=tuple(_evidence(each) for each in outputs.values()),
    )
    return Outcome(finished, tuple(raw for each in outputs.values() for raw in (each.out, each.err)))


def _status(reader: FrameReader) -> HostStatus:
    if reader.complete:
        return HostStatus.DONE
    return HostStatus.PARTIAL if reader.outputs else HostStatus.UNREACHABLE


def _evidence(output: RawOutput) -> Evidence:
    return Evidence(
        probe=output.probe,
        why=output.why,
        exit_code=output.exit_code,
        ms=output.ms,
        cut=output.cut,
        out_sha256=hashlib.sha256(output.out).hexdigest(),
        out_size=len(output.out),
        err_sha256=hashlib.sha256(output.err).hexdigest(),
        err_size=len(output.err),
    )
