"""Running a plan on many hosts: a thread for each under way, each host's failure its own, results as they come.

Transports end their hosts at the deadline; a host whose thread does not come back even so is left behind here.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import re
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from secrets import token_hex
from typing import Final, Literal, Protocol

from fieldops.errors import Named, Notice, Unreachable
from fieldops.inspection.devices.session import DeviceSession
from fieldops.inspection.frames import KEPT_ERRORS, FrameReader, RawOutput, by_probe
from fieldops.inspection.instances import is_closed, secret_lines
from fieldops.inspection.plan import Plan
from fieldops.inspection.playbook import Bound, Probe
from fieldops.inspection.readings import Reason, Session
from fieldops.inspection.root_login import RootLogin, RootPassword
from fieldops.inspection.shell import USUAL, Manner, Script, compile_script, compile_with_login
from fieldops.records.host_access import HostAccess, JumpAccess
from fieldops.records.run_events import Evidence, HostFinished, HostStatus
from fieldops.structs import Struct, replaced
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import Limits, Password, Target, Transport
from fieldops.transport.words import words_of

_log = logging.getLogger(__name__)
# With less left a host is not even asked.
_SHORTEST_SECONDS = 1.0
# After its deadline a host is ended by its transport; only a thread that hangs in something else is still there then.
_GRACE_SECONDS = 1.5
_INTERRUPT_SECONDS = 1.0
# Socket, pipe of the channel, key file, agent; or three pipes and a selector.
_DESCRIPTORS_PER_HOST = 6
_DESCRIPTORS_OF_OURS = 40
_EXPIRED = re.compile(rb"password (?:has |is )?expired|password change required|change your password", re.I)
_FIGURE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?", re.ASCII)
_EXPIRED_ZH = re.compile("密码.{0,4}(?:过期|失效)|口令.{0,4}(?:过期|失效)|(?:更改|修改).{0,4}(?:密码|口令)")


class Observer(Protocol):
    """Told how a run goes on, in the main thread."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        """Before the first host is contacted."""

    def host_finished(self, host: str, status: HostStatus) -> None:
        """A host has been recorded with that status."""


class HostJob(Struct, frozen=True):
    """One host to do. `failure` is set when it is known beforehand that it cannot be reached; at `ends` (of
    `time.monotonic`) no session may go on, whenever the host's turn comes. `sudo`: what sudo is given where it asks; `by`: what the
    contract calls the transport; `platform`: what the host is; `secrets`: the passwords of its
    instances, by their ids.
    """

    host: str
    transport: Transport
    target: Target
    limits: Limits
    failure: Unreachable | None = None
    ends: float | None = None
    sudo: RootPassword | None = None
    manner: Manner = USUAL
    by: str = "ssh"
    platform: str = "linux"
    secrets: Mapping[str, str] = {}

    def limits_now(self) -> Limits:
        """Its limits, begun now. Raises Unreachable where it is too late to begin."""
        if self.ends is None:
            return self.limits
        left = self.ends - time.monotonic()
        if left < _SHORTEST_SECONDS:
            raise Unreachable("window-closed", address=self.target.address)
        return replaced(self.limits, total=min(self.limits.total, left))


def _jumps(target: Target) -> Iterator[JumpAccess]:
    """The jump hosts on the way to a target, the outermost first."""
    if (via := target.via) is not None:
        yield from _jumps(via)
        yield JumpAccess(via.name, via.user, isinstance(via.credential, Password))


class Outcome(Struct, frozen=True):
    """A host's event, with the raw outputs whose hashes it names."""

    event: HostFinished
    outputs: tuple[bytes, ...]


def affordable_workers(wanted: int) -> int:
    """How many hosts may be under way at once, at most `wanted`, by the descriptors this process may open."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return max(1, wanted)
    return max(1, min(wanted, (soft - _DESCRIPTORS_OF_OURS) // _DESCRIPTORS_PER_HOST))


def run_hosts(
    jobs: Sequence[HostJob],
    plan: Plan,
    workers: int,
    local_time: Callable[[], datetime],
    cancelled: threading.Event,
    observer: Observer,
) -> Iterator[Outcome]:
    """The outcome of each job, in the order in which they end.

    At most `workers` hosts are at work at a time. With more than one, as many again may be in their quiet second, in
    which they only wait for a second sample.
    On KeyboardInterrupt (or when the caller stops early) the hosts under way are told to stop, those not begun are left out.
    """
    observer.hosts_planned([job.host for job in jobs])
    crew = _Crew(plan, _Scripts(), local_time, cancelled)
    waiting, most = deque(jobs), affordable_workers(workers * 2 if workers > 1 else 1)
    try:
        while waiting or crew.under_way:
            while waiting and len(crew.under_way) < most and crew.at_work < workers:
                crew.begin(waiting.popleft())
            yield from crew.ended()
    except BaseException:
        cancelled.set()
        crew.await_all(_INTERRUPT_SECONDS)
        raise


def heard_from(
    job: HostJob, probes: Sequence[Probe], at: datetime, cancelled: threading.Event
) -> tuple[Mapping[str, RawOutput], Unreachable | None]:
    """What one host says to `probes`, by probe, in this thread; and why that is not all."""
    work = _Work(job, _Scripts().of(job, probes), probes, at)
    failure, _ = work.run(cancelled)
    outputs = work.outputs(probes)
    if work.reader.complete:
        return outputs, None
    return outputs, _explained(job.target, work.reader, failure, len(probes), len(outputs))


_NO_SCRIPT = Script(b"", b"", {})


class _Scripts:
    """Scripts, each made once: for the probes of a host, and for hosts where sudo is given a password."""

    def __init__(self) -> None:
        self._made: dict[tuple[bool, Manner, tuple[tuple[str, str], ...]], Script] = {}

    def of(self, job: HostJob, probes: Sequence[Probe]) -> Script:
        """The script that runs these probes on the job's host; there is none for a device."""
        if job.target.terminal:
            return _NO_SCRIPT
        # Two hosts may call two instances the same.
        told = tuple((each.id, each.told if isinstance(each, Bound) else "") for each in probes)
        key = job.sudo is not None, job.manner, told
        if key not in self._made:
            made = compile_script if job.sudo is None else compile_with_login
            self._made[key] = made(probes, job.manner)
        return self._made[key]


class _Work:
    """One host under way, in a thread that does not keep the process alive."""

    def __init__(
        self,
        job: HostJob,
        script: Script,
        probes: Sequence[Probe],
        started: datetime,
        on_rest: Callable[[], object] = lambda: None,
    ) -> None:
        self.job, self.script, self.started = job, script, started
        self.began = time.monotonic()
        self.nonce = token_hex(8)
        self.root: RootLogin | None = None
        if job.sudo is not None and script.root is not None:
            self.root = RootLogin(job.sudo, script.root.with_nonce(self.nonce))
        self.reader: FrameReader | DeviceSession
        if job.target.terminal:
            self.reader = DeviceSession(job.platform, probes, time.monotonic)
        else:
            secrets = secret_lines(job.secrets) if script.asks else None
            self.reader = FrameReader(self.nonce, script.caps, on_rest, self.root, secrets)
        self.ends = self.began + job.limits.total + _GRACE_SECONDS

    def run(self, cancelled: threading.Event) -> tuple[Unreachable | None, HostKey | None]:
        """Why it failed, if it did, and the key that it showed."""
        job = self.job
        try:
            if job.failure is not None:
                raise job.failure
            token = self.root.token if self.root is not None else ""
            text = b"" if job.target.terminal else self.script.with_nonce(self.nonce, token)
            limits = job.limits_now()
            return None, job.transport.run_script(job.target, text, self.reader, limits, cancelled)
        except Unreachable as known:
            return known, None
        except Exception as bug:  # noqa: BLE001 - one host's trouble must stay its own, even ours
            _log.exception("host %s", job.host)
            return Unreachable("internal", detail=f"{type(bug).__name__}: {bug}"), None
        finally:
            if self.root is not None:
                self.root.end()

    @property
    def access(self) -> HostAccess | None:
        """With which account the host was asked."""
        target = self.job.target
        if not self.job.transport.logs_in or target.credential is None:
            return None
        return HostAccess(
            target.user,
            transport=self.job.by,
            jumps=tuple(_jumps(target)),
            password=isinstance(target.credential, Password),
            sudo_password=self.root is not None and self.root.sent,
        )

    def outputs(self, probes: Sequence[Probe]) -> dict[str, RawOutput]:
        """What the probes printed. Those that need root tell why there is no root, where sudo has said it once for all."""
        found = by_probe(self.reader.outputs)
        if self.root is None or not self.root.refused:
            return found
        if self.root.spared:
            warnings.warn(Notice("sudo.spared", host=self.job.host), stacklevel=2)
        words = self.root.words
        for probe in probes:
            output = found.get(probe.id)
            if (
                words
                and probe.sudo
                and output is not None
                and output.exit_code not in (None, *probe.exit_codes)
            ):
                output.err = (words + b"\n" + output.err)[:KEPT_ERRORS]
        return found


# A host's work that has ended: why it failed, if it did, and the key that it showed.
_End = tuple[_Work, Unreachable | None, HostKey | None]
_RESTS: Final = "rests"


class _Crew:
    """The hosts under way, and what has become of those that have ended."""

    def __init__(
        self, plan: Plan, scripts: _Scripts, local_time: Callable[[], datetime], cancelled: threading.Event
    ) -> None:
        self._plan, self._scripts, self._local_time, self._cancelled = plan, scripts, local_time, cancelled
        self.under_way: dict[str, _Work] = {}
        self._told: queue.SimpleQueue[_End | BaseException | Literal["rests"]] = queue.SimpleQueue()

    @property
    def at_work(self) -> int:
        """How many hosts do something: not those that wait for their second sample."""
        return sum(not work.reader.resting for work in self.under_way.values())

    def begin(self, job: HostJob) -> None:
        """Start a thread for `job`."""
        probes = self._plan.probes_on(job.host)
        script = self._scripts.of(job, probes)
        work = _Work(job, script, probes, self._local_time(), lambda: self._told.put(_RESTS))
        self.under_way[work.nonce] = work

        def do() -> None:
            try:
                self._told.put((work, *work.run(self._cancelled)))
            except BaseException as end:  # noqa: BLE001 - what ends a program ends this one, not a thread of it
                self._told.put(end)

        try:
            threading.Thread(target=do, name=f"host-{job.host}", daemon=True).start()
        except RuntimeError as error:
            # The system gives no more threads: this host has failed, the others go on.
            self._told.put((work, Unreachable("internal", detail=str(error)), None))

    def ended(self) -> Iterator[Outcome]:
        """Those that end next: one that has come back, or those that are left behind. None when a host begins to rest."""
        now = time.monotonic()
        first = min(work.ends for work in self.under_way.values())
        with suppress(queue.Empty):
            end = self._told.get(timeout=max(0.01, first - now))
            if isinstance(end, BaseException):
                raise end
            if end == _RESTS:
                return
            work, failure, key = end
            # One that was left behind and comes back all the same has been told of already.
            if self.under_way.pop(work.nonce, None):
                yield self._outcome(work, failure, key)
            return
        for work in [work for work in self.under_way.values() if work.ends <= time.monotonic()]:
            del self.under_way[work.nonce]
            seconds = round(work.job.limits.total)
            yield self._outcome(
                work, Unreachable("deadline", address=work.job.target.address, seconds=seconds), None
            )

    def await_all(self, seconds: float) -> None:
        """Give the hosts under way some time to end what they have begun."""
        ends = time.monotonic() + seconds
        while self.under_way and (left := ends - time.monotonic()) > 0:
            with suppress(queue.Empty):
                end = self._told.get(timeout=left)
                if not isinstance(end, BaseException) and end != _RESTS:
                    self.under_way.pop(end[0].nonce, None)

    def _outcome(self, work: _Work, failure: Unreachable | None, key: HostKey | None) -> Outcome:
        ms = round((time.monotonic() - work.began) * 1000)
        event = HostFinished(
            work.job.host,
            HostStatus.DONE,
            work.started,
            ms,
            host_key=str(key) if key else None,
            access=work.access,
        )
        began = event.started.timestamp()
        session = Session(began, began + event.ms / 1000)
        probes = self._plan.probes_on(work.job.host)
        heard = Heard(work.job.target, work.reader, work.outputs(probes), failure)
        return outcome_of(heard, self._plan, event, session)


class Heard(Struct, frozen=True):
    """What came from a host: what its reader read, the outputs by probe, and why that is not all, where that is known."""

    target: Target
    reader: FrameReader | DeviceSession
    outputs: Mapping[str, RawOutput]
    failure: Unreachable | None = None


def outcome_of(heard: Heard, plan: Plan, event: HostFinished, session: Session) -> Outcome:
    """What became of a host, from what has come of its answer; `event` says when it was asked and how long it took."""
    reader, outputs = heard.reader, heard.outputs
    status = _status(reader)
    total = len(plan.probes_on(event.host))
    failure = _explained(heard.target, reader, heard.failure, total, len(outputs))
    done = status is HostStatus.DONE
    finished = replaced(
        event,
        status=status,
        failure=None if done else Reason(failure.reason, failure.values),
        left_running=tuple(reader.left_running),
        checks=() if status is HostStatus.UNREACHABLE else plan.judge(outputs, session, event.host),
        # Of what was not run, for nobody could log in, there is none.
        evidence=tuple(_evidence(each) for each in outputs.values() if not is_closed(each)),
    )
    return Outcome(finished, tuple(raw for each in outputs.values() for raw in (each.out, each.err)))


def _explained(
    target: Target,
    reader: FrameReader | DeviceSession,
    failure: Unreachable | None,
    total: int,
    given: int,
) -> Unreachable:
    """Why the script has no end, in the host's own words where it said any."""
    words = words_of(reader.said)
    if isinstance(reader, DeviceSession) and (told := _told_by_device(target, reader, failure)) is not None:
        return told
    if reader.busy:
        return _left_alone(target, reader.busy)
    if not reader.begun and (failure is None or (words and failure.reason in ("stalled", "disconnected"))):
        return _no_shell(target, reader.said, words)
    if failure is not None:
        return failure
    values = {"address": target.address, "missing": total - given, "total": total}
    return (
        Unreachable("ended-early", **values, detail=words) if words else Unreachable("incomplete", **values)
    )


def _told_by_device(
    target: Target, session: DeviceSession, failure: Unreachable | None
) -> Unreachable | None:
    """What a device did in place of answering: asked something, or showed no prompt; None where it is as of any host."""
    waited = failure is None or failure.reason in ("stalled", "deadline", "disconnected")
    if asked := session.question or (session.perhaps_asked if waited else b""):
        return Unreachable("device-asks", address=target.address, detail=words_of(asked))
    if waited and not session.begun:
        words = words_of(session.said) or Named("host.no-words")
        return Unreachable("no-prompt", address=target.address, detail=words)
    return failure


def _left_alone(target: Target, said: tuple[str, ...]) -> Unreachable:
    """The host carries too much, in the words of the script there; what is no number is not believed."""
    found = [each if _FIGURE.fullmatch(each) else "?" for each in (*said, "?", "?")]
    if said[0] == "memory":
        mib = int(found[1]) // 1024 if found[1].isdecimal() else "?"
        return Unreachable("left-alone-memory", address=target.address, mib=mib)
    processors = int(found[2]) if found[2].isdecimal() else "?"
    return Unreachable("left-alone-load", address=target.address, load=found[1], processors=processors)


def _no_shell(target: Target, noise: bytes, words: str) -> Unreachable:
    """We were let in, and no line of the script has run."""
    if _EXPIRED.search(noise) or _EXPIRED_ZH.search(words):
        return Unreachable("password-expired", address=target.address, user=target.user, detail=words)
    return Unreachable("no-shell", address=target.address, detail=words or Named("host.no-words"))


def _status(reader: FrameReader | DeviceSession) -> HostStatus:
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
