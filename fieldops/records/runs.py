"""What the events of a run tell together: a `Run` whole, or a line of a list. Pure.

A host's first event within the run counts: what is appended to a run after its end, or said of a host a second time,
changes nothing that was recorded; but a result that was to be carried here is taken in whenever it comes, before the conclusion. Of what people fill in the last answer counts that was given before the run was concluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from fieldops.errors import BY_BUNDLE
from fieldops.inspection.agreeing import Answer, agreed, asked_of
from fieldops.inspection.checks import CheckResult, Verdict, tally
from fieldops.inspection.readings import Reason
from fieldops.records.answers import ManualAnswered
from fieldops.records.events import Event, Outline
from fieldops.records.host_access import HostAccess
from fieldops.records.machines import OneMachine, one_machine
from fieldops.records.run_events import (
    Evidence,
    HostFinished,
    HostStatus,
    RunCollected,
    RunFinished,
    RunKind,
    RunOutline,
    RunResumed,
    RunStarted,
    is_to_be_carried,
)
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import ContractSnapshot, PlaybookSnapshot, RequestSnapshot, TeamSnapshot
from fieldops.structs import Struct, replaced

# What is said of a manual item until somebody has answered it.
NOT_FILLED_IN = Reason("manual.not-filled-in")


class HostRecord(Struct, frozen=True):
    """One host of a run; pending when its event has not come. The fields are those of `HostFinished`."""

    host: str
    status: HostStatus = HostStatus.PENDING
    started: datetime | None = None
    ms: int = 0
    failure: Reason | None = None
    host_key: str | None = None
    access: HostAccess | None = None
    left_running: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def to_be_carried(self) -> bool:
        """Whether its result is to be carried here by hand, and has not come yet."""
        return self.failure is not None and self.failure.code == BY_BUNDLE

    @property
    def silent(self) -> bool:
        """Whether nothing is known of it although it was asked for."""
        return self.status in (HostStatus.UNREACHABLE, HostStatus.PENDING)


@dataclass(frozen=True)
class Run:
    """A run. `finished` is None when it was cut off; `head` is the hash up to its last event, "" when not known; `collected`
    tells of results that were carried here by hand, None where the hosts were reached. `resumed`: when it went on
    after it had been cut off.

    What is counted over all its results is counted once, and remembered; that a struct could not.
    """

    begun: RunStarted
    finished: datetime | None
    hosts: tuple[HostRecord, ...]
    head: str = ""
    collected: RunCollected | None = None
    resumed: tuple[RunResumed, ...] = ()
    answers: tuple[ManualAnswered, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return self.begun.run

    @property
    def kind(self) -> RunKind:
        """Inspection or health check."""
        return self.begun.kind

    @property
    def signable(self) -> bool:
        """Whether it is something that engineers sign: an inspection, not a health check."""
        return self.begun.kind is RunKind.INSPECTION

    @property
    def started(self) -> datetime:
        """When it began, in the contract's zone of that day."""
        return self.begun.started

    @property
    def engineers(self) -> tuple[str, ...]:
        """The ids of those who inspected."""
        return self.begun.engineers

    @property
    def request(self) -> RequestSnapshot:
        """What was asked for."""
        return self.begun.request

    @property
    def contract(self) -> ContractSnapshot:
        """The contract as it was."""
        return self.begun.contract

    @property
    def team(self) -> TeamSnapshot:
        """The team as it was."""
        return self.begun.team

    @property
    def playbook(self) -> PlaybookSnapshot:
        """The playbook as it was carried out."""
        return self.begun.playbook

    @cached_property
    def manual(self) -> tuple[HostRecord, ...]:
        """The places at which manual items are owed, with their results: what nobody has filled in is UNKNOWN there."""
        return tuple(filled_in(self.playbook, self.answers))

    @cached_property
    def host_ids(self) -> frozenset[str]:
        """The ids of its hosts: where else people look is no host."""
        return frozenset(host.host for host in self.hosts)

    @cached_property
    def looked_at(self) -> tuple[HostRecord, ...]:
        """Every host with all its results, and behind them the other places where people look."""
        by_hand = {place.host: place for place in self.manual}
        hosts = tuple(
            replaced(host, checks=(*host.checks, *by_hand[host.host].checks))
            if host.host in by_hand
            else host
            for host in self.hosts
        )
        return (*hosts, *(place for id, place in by_hand.items() if id not in self.host_ids))

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """How many results have each verdict; every verdict has an entry.

        A judged row is one result; a host of which nothing is known is one more that is UNKNOWN, and a machine under
        several assets one that is WARN: what nobody looked at must not vanish from the counts.
        """
        counted = tally(check for host in self.looked_at for check in host.checks)
        counted[Verdict.UNKNOWN] += sum(host.silent for host in self.hosts)
        counted[Verdict.WARN] += len(self.one_machine)
        return {verdict: counted[verdict] for verdict in Verdict}

    @cached_property
    def one_machine(self) -> tuple[OneMachine, ...]:
        """The machines that stand under several assets, in the order of the run."""
        return one_machine(self.hosts, self.playbook, self._local)

    @property
    def _local(self) -> frozenset[str]:
        """The hosts that were the inspecting machine itself: reached without SSH and not carried. One that goes on may be another."""
        if self.resumed:
            return frozenset()
        carried = {each.host for each in self.collected.hosts} if self.collected is not None else set()
        here = {
            each.id
            for each in self.contract.assets
            if each.host is not None and each.host.transport == "local"
        }
        return frozenset(each.host for each in self.hosts if not each.silent and each.host in here - carried)


def filled_in(playbook: PlaybookSnapshot, answers: Sequence[ManualAnswered]) -> Iterator[HostRecord]:
    """The places of a run's manual items, each with the results there, in the order of the playbook."""
    last = {(each.place, each.result.id): each for each in answers}
    found: dict[str, list[CheckResult]] = {}
    for item in playbook.manual:
        for place in item.places:
            answer = last.get((place.id, item.id))
            owed = CheckResult(item.id, Verdict.UNKNOWN, (), NOT_FILLED_IN)
            found.setdefault(place.id, []).append(owed if answer is None else answer.result)
    for id, results in found.items():
        yield HostRecord(id, HostStatus.DONE, checks=tuple(results))


class RunSummary(Struct, frozen=True):
    """A line of `run list`; `finished` is None for a run that was cut off.

    `hosts`: what it was to look at; `partial`: only some of the playbooks' checks.
    """

    id: str
    kind: RunKind
    contract: str
    playbook: str
    playbooks: tuple[str, ...]
    started: datetime
    finished: datetime | None
    engineers: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    partial: bool = False


def run_of(events: Iterable[Event], head: str = "") -> Run | None:
    """The run that the events of one run's stream tell, in order; None when none of them begins a run."""
    begun: RunStarted | None = None
    told: dict[str, HostFinished] = {}
    collected: RunCollected | None = None
    awaited: set[str] = set()
    resumed: list[RunResumed] = []
    answers: list[ManualAnswered] = []
    finished: datetime | None = None
    for event in events:
        match event:
            case RunStarted() if begun is None:
                begun = event
            case HostFinished() if begun is not None and finished is None and event.host not in told:
                told[event.host] = event
            case HostFinished() if event.host in awaited:
                awaited.remove(event.host)
                told[event.host] = event
            case RunCollected() if begun is not None and collected is None:
                awaited = {one.host for one in event.hosts if is_to_be_carried(told.get(one.host))}
                collected = event if awaited or finished is None else None
            case RunResumed() if begun is not None and finished is None:
                resumed.append(event)
            case RunFinished() if begun is not None and finished is None:
                finished = event.finished
            case ManualAnswered() if begun is not None:
                answers.append(event)
            case RunConcluded():
                # What comes later is of nothing that was concluded.
                break
            case _:
                pass
    if begun is None:
        return None
    hosts = _hosts(begun, told, finished is not None)
    return Run(begun, finished, hosts, head, collected, tuple(resumed), tuple(answers))


def _hosts(begun: RunStarted, told: dict[str, HostFinished], ended: bool) -> tuple[HostRecord, ...]:
    hosts = tuple(_record(told[id]) if id in told else HostRecord(id) for id in begun.hosts)
    return tuple(_agreed(hosts, begun)) if ended or len(told) == len(hosts) else hosts


def _agreed(hosts: Sequence[HostRecord], begun: RunStarted) -> Iterator[HostRecord]:
    """The hosts with those checks judged that ask whether hosts agree; what each host said itself is what is recorded."""
    told = [{check.id: check for check in host.checks} for host in hosts]
    judged: dict[str, dict[str, CheckResult]] = {}
    for id in dict.fromkeys(id for checks in told for id in checks):
        if (asked := asked_of(checks.get(id) for checks in told)) is not None:
            silent = begun.playbook.meant(id, [host.host for host in hosts if host.silent])
            answers = [
                Answer(host.host, _groups(begun.contract, host.host), checks.get(id))
                for host, checks in zip(hosts, told, strict=True)
                if id in checks or host.host in silent
            ]
            judged[id] = agreed(asked, answers)
    for host in hosts:
        checks = tuple(judged.get(check.id, {}).get(host.host, check) for check in host.checks)
        yield replaced(host, checks=checks) if judged else host


def _groups(contract: ContractSnapshot, host: str) -> tuple[str, ...]:
    asset = contract.asset(host)
    return asset.host.groups if asset is not None and asset.host is not None else ()


def _record(event: HostFinished) -> HostRecord:
    return HostRecord(
        host=event.host,
        status=event.status,
        started=event.started,
        ms=event.ms,
        failure=event.failure,
        host_key=event.host_key,
        access=event.access,
        left_running=event.left_running,
        checks=event.checks,
        evidence=event.evidence,
    )


def summaries_of(outlines: Iterable[tuple[str, Outline]]) -> list[RunSummary]:
    """The runs that these (stream, outline of an event) tell in the order of the log, newest first."""
    begun: dict[str, RunOutline] = {}
    ends: dict[str, datetime] = {}
    for stream, told in outlines:
        if isinstance(told, RunOutline):
            begun.setdefault(stream, told)
        elif isinstance(told, RunFinished):
            ends.setdefault(stream, told.finished)
    return [_summary(begun[stream], ends.get(stream)) for stream in reversed(begun)]


def _summary(begun: RunOutline, finished: datetime | None) -> RunSummary:
    return RunSummary(
        id=begun.run,
        kind=begun.kind,
        contract=begun.contract,
        playbook=begun.playbook,
        playbooks=begun.playbooks,
        started=begun.started,
        finished=finished,
        engineers=begun.engineers,
        hosts=begun.hosts,
        partial=begun.partial,
    )
