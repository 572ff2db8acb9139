"""Running a plan on many hosts: one thread pool, each host's failure its own, results as they come."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from secrets import token_hex
from typing import Protocol

from fieldops.errors import Named, Unreachable
from fieldops.inspection.frames import FrameReader, RawOutput
from fieldops.inspection.plan import Plan
from fieldops.inspection.shell import Script, compile_script
from fieldops.records.run import HOST_FINISHED, Json, check_data, evidence_data
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import Limits, Target, Transport

_log = logging.getLogger(__name__)


class Observer(Protocol):
    """Told how a run goes on, in the main thread."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        """Before the first host is contacted."""

    def host_finished(self, host: str, status: str) -> None:
        """A host has been recorded with that status."""


@dataclass(frozen=True, slots=True)
class HostJob:
    """One host to do. `failure` is set when it is known beforehand that it cannot be reached."""

    host: str
    transport: Transport
    target: Target
    limits: Limits
    failure: Unreachable | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A host's event, with the raw outputs whose hashes it names."""

    body: Json
    outputs: tuple[bytes, ...]
    kind: str = HOST_FINISHED


def run_hosts(
    jobs: Sequence[HostJob],
    plan: Plan,
    workers: int,
    local_time: Callable[[], str],
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
    job: HostJob, plan: Plan, script: Script, local_time: Callable[[], str], cancelled: threading.Event
) -> Outcome:
    started, began = local_time(), time.monotonic()
    nonce = token_hex(8)
    reader = FrameReader(nonce, {probe.id: probe.cap for probe in plan.probes})
    failure: Unreachable | None = None
    key: HostKey | None = None
    try:
        if job.failure is not None:
            raise job.failure
        text = script.with_nonce(nonce)
        key = job.transport.run_script(job.target, text, reader, job.limits, cancelled)
    except Unreachable as known:
        failure = known
    except Exception as bug:  # noqa: BLE001 - one host's trouble must stay its own, even ours
        _log.exception("host %s", job.host)
        failure = Unreachable("internal", detail=f"{type(bug).__name__}: {bug}")
    outputs = reader.outputs
    seconds = round(time.monotonic() - began, 3)
    return _outcome(job, plan, reader, outputs, failure, started, seconds, key)


def _outcome(
    job: HostJob,
    plan: Plan,
    reader: FrameReader,
    outputs: dict[str, RawOutput],
    failure: Unreachable | None,
    started: str,
    seconds: float,
    key: HostKey | None,
) -> Outcome:
    status = "done" if reader.complete else "partial" if outputs else "unreachable"
    if failure is None and status != "done":
        values = {
            "address": job.target.address,
            "missing": len(plan.probes) - len(outputs),
            "total": len(plan.probes),
        }
        failure = Unreachable("incomplete", **values)
    if status == "done":
        failure = None
    judged = () if status == "unreachable" else plan.judge(outputs)
    evidence = [evidence_data(each, _sha256(each.out), _sha256(each.err)) for each in outputs.values()]
    body: Json = {
        "host": job.host,
        "status": status,
        "reason": failure.reason if failure else None,
        "reason_values": _plain(failure) if failure else {},
        "started": started,
        "seconds": seconds,
        "host_key": str(key) if key else None,
        "checks": [check_data(result) for result in judged],
        "evidence": evidence,
        "left_running": list(reader.left_running),
    }
    return Outcome(body, tuple(raw for each in outputs.values() for raw in (each.out, each.err)))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(failure: Unreachable) -> Json:
    return {
        name: value.as_data() if isinstance(value, Named) else value for name, value in failure.values.items()
    }
