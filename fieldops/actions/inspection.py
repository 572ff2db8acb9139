"""Inspecting a contract's hosts: check who and what first, then run, judge and record host by host."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from zoneinfo import ZoneInfo

from fieldops import __version__
from fieldops.actions.host_jobs import SILENT_SECONDS, Reach, host_jobs, ways_opened
from fieldops.actions.locks import alone_here
from fieldops.actions.needed import Needed, needed_documents
from fieldops.actions.runner import Observer, run_hosts
from fieldops.actions.runs import read_visits
from fieldops.actions.settings import lock_file, open_keeper, open_store, read_settings, store_path
from fieldops.actions.snapshots import (
    contract_snapshot,
    document_snapshots,
    documents_of,
    owed_places,
    playbook_snapshot,
    team_snapshot,
)
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.logins import LoginOptions
from fieldops.contracts.model import Asset, Contract, Inspection, Team
from fieldops.contracts.model.team import ENGINEERS
from fieldops.contracts.spoken import offered
from fieldops.dates.instants import elapsed
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.errors import InvalidDocuments, Notice, Refused, UsageError
from fieldops.inspection.binding import bound
from fieldops.inspection.plan import Plan, choose_hosts, make_plan
from fieldops.inspection.playbook import Check, ManualItem
from fieldops.inspection.readings import Reason
from fieldops.inspection.rules import clashes
from fieldops.inspection.variables import settings_in
from fieldops.records.codecs import encode
from fieldops.records.earlier import Asked, Before
from fieldops.records.log import Trouble, run_stream
from fieldops.records.moments import whole_seconds
from fieldops.records.reading import known_before, read_run, run_begun_before
from fieldops.records.recorded import Encoded
from fieldops.records.run_events import RunFinished, RunKind, RunOutline, RunStarted
from fieldops.records.runs import Run
from fieldops.records.snapshots import OverrideSnapshot, PlaceSnapshot, RequestSnapshot
from fieldops.records.sqlite import SqliteLog
from fieldops.schedule.admission import admission
from fieldops.schedule.deciding import is_behind
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import RUN_KINDS, Estate, bindings, estate_of
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced
from fieldops.transport.credentials import Ask
from fieldops.transport.registry import TRANSPORTS, Transports
from fieldops.transport.target import Limits

Now = Callable[[], datetime]


class Request(Struct, frozen=True):
    """What to inspect: ids of the contract and of the playbooks, who does it, and which part of it.

    `host_seconds` is the time one host may take in all; at `until` no session may go on. `hosts`: only these assets, by id (besides `limit`, which
    matches patterns). `serves`: the occurrence of an obligation that the run is for; whoever begins it so has asked whether it may.
    `override`: why it is to begin in spite of what stands against it; `logins`: what whoever begins it says of all logins.
    `retries`: the run whose hosts are asked again.
    """

    contract: str
    playbooks: tuple[str, ...]
    kind: RunKind = RunKind.INSPECTION
    engineers: tuple[str, ...] = ()
    limit: str | None = None
    tags: tuple[str, ...] = ()
    workers: int = 20
    host_seconds: float = 300
    until: datetime | None = None
    hosts: tuple[str, ...] | None = None
    serves: str | None = None
    override: str | None = None
    logins: LoginOptions = LoginOptions()
    retries: str | None = None


class Prepared(Struct, frozen=True):
    """A checked request: nothing has been connected yet, nothing recorded. `contract` is what is in force that day; `begun`
    are the runs that are known from having asked whether it may begin; `owed`: where people are to fill in each manual item.
    """

    needed: Needed
    agreement: Agreement
    contract: Contract
    plan: Plan
    hosts: tuple[Asset, ...]
    engineers: tuple[str, ...]
    override: OverrideSnapshot | None = None
    begun: tuple[RunOutline, ...] = ()
    owed: Mapping[str, tuple[PlaceSnapshot, ...]] = {}


def prepare(root: Path, request: Request, moment: datetime) -> Prepared:
    """Check documents, engineers and hosts of a request by the terms in force at `moment`, without any connection.

    Whether it may begin is `admitted`. Raises InvalidDocuments, UsageError (unknown ids, no host matches) or Refused (engineers, promise D1).
    """
    needed = needed_documents(root, request.contract, request.playbooks)
    agreement = agreement_of(needed.workspace, needed.contract)
    terms = agreement.terms_on(in_zone(moment, agreement.zone).date())
    contract, settings = terms.contract, settings_in(needed.contract, terms)
    if request.kind is RunKind.INSPECTION:
        team = fill(Team, needed.team.data)
        request = replaced(request, engineers=tuple(_id_of(team, each) for each in request.engineers))
        _two_engineers(request.engineers, team)
    hosts = choose_hosts(contract, request.limit)
    if request.hosts is not None:
        hosts = tuple(asset for asset in hosts if asset.id in request.hosts)
    for playbook in needed.playbooks:
        if wrong := list(clashes(needed.workspace, playbook, contract, settings)):
            raise InvalidDocuments(wrong)
    denied = contract.access.denied_commands
    plan = make_plan(needed.playbooks, needed.workspace, request.tags, denied, hosts, settings)
    if request.kind is RunKind.HEALTH_CHECK or request.retries is not None:
        # Nobody answers for a health check: there is nobody who could fill in anything. Where hosts are asked again, what
        # people look at belongs to the run before, which has it.
        plan = replaced(plan, manual=())
    if not hosts and not plan.manual:
        raise UsageError("inspect.no-host-at-all", contract=contract.id)
    only = bindings(_entries(contract, request), [each.id for each in plan.parts], estate_of(contract))
    listed: tuple[Check | ManualItem, ...] = (*plan.playbook.checks, *plan.playbook.manual)
    known = {name for check in listed for name in (*check.tags, check.id, check.area)}
    if strange := [name for tag in request.tags if (name := tag.removeprefix("!")) not in known]:
        tags = sorted({tag for check in listed for tag in check.tags})
        raise UsageError("inspect.no-checks", tags=", ".join(strange), choices=", ".join(tags) or "-")
    plan = bound(plan, hosts, only)
    asked = tuple(asset for asset in hosts if plan.judges_on(asset.id))
    # Equipment without a host is in no group; people look at it all the same.
    others = {asset.id: () for asset in contract.assets if asset.host is None}
    plan = replaced(plan, groups={**plan.groups, **others})
    equipment = Estate(
        tuple((asset.id, asset.category) for asset in contract.assets), estate_of(contract).groups
    )
    bound_to = bindings(_entries(contract, request), [each.id for each in plan.parts], equipment)
    owed = owed_places(plan, contract, hosts, bound_to)
    if not asked and not any(owed.values()):
        raise UsageError(
            "inspect.nothing-meant", contract=contract.id, playbooks=", ".join(request.playbooks)
        )
    return Prepared(needed, agreement, contract, plan, asked, request.engineers, owed=owed)


def _entries(contract: Contract, request: Request) -> list[Inspection]:
    """The inspections of the contract that say for which hosts a playbook is: that which the run is for, else all of its kind."""
    of_kind = [each for each in contract.inspections if RUN_KINDS[each.kind] is request.kind]
    served = (request.serves or "").split("/")[2:3]
    return [each for each in of_kind if [each.id] == served] or of_kind


def admitted(root: Path, prepared: Prepared, request: Request, moment: datetime) -> tuple[Prepared, Request]:
    """The same where it may begin at `moment`: with the end of the session, and with what was overridden.

    Raises Refused for the first thing that stands against it where the request does not override it, UsageError for an
    override without a reason.
    """
    if request.override is not None and not request.override.strip():
        raise UsageError("admission.blank-reason")
    agreement = prepared.agreement
    visits = read_visits(root)
    ledger, prepared = Ledger(agreement, visits), replaced(prepared, begun=tuple(visits.begun))
    playbooks = [each.id for each in prepared.plan.parts]
    here = in_zone(moment, agreement.zone)
    found = admission(ledger, request.kind, playbooks, request.engineers, here, request.serves)
    if not found.refusals:
        ends = [each for each in (request.until, found.until) if each is not None]
        return prepared, replaced(request, until=min(ends, default=None))
    if request.override is None:
        raise found.refusals[0]
    refused = tuple(Reason(each.code, each.values) for each in found.refusals)
    return replaced(prepared, override=OverrideSnapshot(request.override.strip(), refused)), request


def _id_of(team: Team, name: str) -> str:
    """The id of the only one of that name; else what was given, which is an id or nobody's."""
    found = {
        person.id for person in team.people if name.strip() in (person.id, person.name.zh, person.name.en)
    }
    return found.pop() if len(found) == 1 else name


def _two_engineers(engineers: Sequence[str], team: Team) -> None:
    """Promise D1: an inspection is done by at least two different engineers of the team."""
    known = {person.id: person.name for person in team.people if "engineer" in person.roles}
    for id in engineers:
        person, choices = team.person(id), offered(id, known)
        if person is None:
            raise Refused("engineers.unknown", id=id, team=team.id, choices=choices)
        if "engineer" not in person.roles:
            raise Refused("engineers.not-engineer", id=id, choices=choices)
    choices = offered("", known)
    if len(set(engineers)) < len(engineers):
        raise Refused("engineers.same-twice", id=max(engineers, key=list(engineers).count), choices=choices)
    if len(engineers) < ENGINEERS:
        raise Refused("engineers.too-few", needed=ENGINEERS, found=len(engineers), choices=choices)


def inspect(
    root: Path,
    request: Request,
    now: Now,
    ask: Ask,
    observer: Observer,
    transports: Transports = TRANSPORTS,
) -> Run:
    """Carry out a request and record it in the workspace's store; returns the recorded run.

    Each host is recorded when it ends: whatever stops this process later, finished hosts are kept.
    Raises what `prepare` and `admitted` raise, before any connection, and Refused while another process of this machine
    inspects for the contract. KeyboardInterrupt ends the hosts under way and is
    raised again.
    """
    moment = now()
    prepared = prepare(root, request, moment)
    # The kernel's lock alone: a log that is in use keeps nobody from inspecting.
    request = replaced(request, contract=prepared.contract.id, engineers=prepared.engineers)
    with alone_here(lock_file(root, request.contract)) as held:
        if held is None:
            raise Refused("inspect.busy", contract=request.contract)
        prepared, request = admitted(root, prepared, request, moment)
        return carry_out(root, prepared, request, now, ask, observer, transports)


def carry_out(
    root: Path,
    prepared: Prepared,
    request: Request,
    now: Now,
    ask: Ask,
    observer: Observer,
    transports: Transports = TRANSPORTS,
) -> Run:
    """The same for a request that has been prepared: connects, judges, records host by host.

    Raises Trouble before any connection when the record store cannot be written; NotYetRecorded, NotKept at the end
    when it could not be written meanwhile.
    """
    zone = ZoneInfo(prepared.contract.time_zone)

    def local_time() -> datetime:
        return whole_seconds(now().astimezone(zone))

    started = local_time()
    run_id = new_run_id(started, prepared.contract.id)
    documents = run_documents(prepared)
    begun = run_started(run_id, request, prepared, started, documents)
    opening = Opening(run_id, started, (encode(begun),), tuple(document.raw for document in documents))
    return go_on(root, prepared, request, opening, Means(local_time, now, ask, observer, transports))


class Opening(Struct, frozen=True):
    """What is recorded before anything is connected: by events behind the first `number` of the run's stream."""

    run: str
    started: datetime
    events: tuple[Encoded, ...]
    blobs: tuple[bytes, ...] = ()
    number: int = 0


class Means(Struct, frozen=True):
    """What a run needs of the world: clocks, somebody to ask and to tell, ways to hosts."""

    local_time: Now
    now: Now
    ask: Ask
    observer: Observer
    transports: Transports


def go_on(root: Path, prepared: Prepared, request: Request, opening: Opening, means: Means) -> Run:
    """Inspect the hosts of a prepared request into the run that is opened so. Raises what `carry_out` raises."""
    run_id, started, local_time = opening.run, opening.started, means.local_time
    left = elapsed(means.now(), request.until).total_seconds() if request.until is not None else None
    ends = time.monotonic() + left if left is not None else None
    longest = max((probe.timeout for probe in prepared.plan.probes), default=0)
    limits = Limits(total=request.host_seconds, silence=longest + SILENT_SECONDS)
    needed, logins = prepared.needed, request.logins
    reach = Reach(
        root=root,
        workspace=needed.workspace,
        document=needed.contract,
        contract=prepared.contract,
        ask=means.ask,
        transports=means.transports,
        day=local_time().date(),
        options=logins,
    )
    jobs = host_jobs(reach, prepared.hosts, limits, ends, prepared.plan.asked_on)
    cancelled = threading.Event()
    stream, observer = run_stream(run_id), means.observer
    known = told_before(root, request, prepared, started)
    # Jump hosts before anything else: what they ask is asked on a quiet terminal.
    ways = ways_opened(jobs, limits, cancelled)
    with ways, open_keeper(root) as keeper, _told_when_interrupted(run_id):
        keeper.begin(stream, opening.events, opening.blobs, opening.number)
        for outcome in run_hosts(jobs, prepared.plan, request.workers, local_time, cancelled, observer):
            event = known.compared(outcome.event, prepared.plan.judges_by_check(outcome.event.host))
            kept = partial(observer.host_finished, event.host, event.status)
            keeper.record(stream, (encode(event),), outcome.outputs, kept)
        keeper.record(stream, (encode(RunFinished(run_id, local_time())),), (), lambda: None)
        keeper.settle()
    with closing(open_store(root)) as log:
        before = run_begun_before(log, run_id)
        # A visit of the schedule has looked at the clock before it began; of a run that goes on it was looked at then.
        if request.serves is None and not opening.number and is_behind(started, before):
            warnings.warn(Notice("inspect.clock-behind", latest=str(before), run=run_id), stacklevel=2)
        run = read_run(log, run_id)
        if request.kind is RunKind.INSPECTION:
            checkpoint_if_wanted(root, log)
    assert run is not None  # it has just been written
    return run


def new_run_id(started: datetime, contract: str) -> str:
    """The id of a run that began then."""
    return f"{started:%Y%m%d-%H%M%S}-{contract}-{token_hex(2)}"


def checkpoint_if_wanted(root: Path, log: SqliteLog) -> None:
    """Have it signed how far the store goes now, where the settings name a key for that."""
    if (key := read_settings(root).checkpoint_key) is not None:
        from fieldops.actions.checkpoints import checkpoint_after_run

        checkpoint_after_run(root, log, key)


def told_before(root: Path, request: Request, prepared: Prepared, started: datetime) -> Before:
    """What earlier runs said of these hosts, for the checks that are compared with it."""
    hosts = frozenset(asset.id for asset in prepared.hosts)
    playbooks = [each.id for each in prepared.plan.parts]
    asked = Asked(prepared.contract.id, playbooks, request.kind, hosts, started)
    judged = [judge.check for judge in prepared.plan.judges]
    checks = [check.id for check in judged if check.compared or check.counter is not None]
    followed = [check.id for check in judged if check.trend is not None]
    # Where the store cannot be read now there is nothing to compare with: what was found stands for itself.
    with suppress(Trouble):
        if checks and store_path(root).is_file():
            with closing(open_store(root)) as log:
                return known_before(log, asked, checks, followed, prepared.begun)
    return Before(asked, checks, followed)


@contextmanager
def _told_when_interrupted(run_id: str) -> Iterator[None]:
    """Whoever interrupts a run hears which one it was."""
    try:
        yield
    except KeyboardInterrupt:
        warnings.warn(Notice("inspect.interrupted", run=run_id), stacklevel=3)
        raise


def run_documents(prepared: Prepared) -> tuple[Document, ...]:
    """Every document that the run is made of."""
    needed = prepared.needed
    return documents_of(needed.workspace, (needed.contract, needed.team, *needed.playbooks), prepared.plan)


def run_started(
    run_id: str, request: Request, prepared: Prepared, started: datetime, documents: Sequence[Document]
) -> RunStarted:
    """The event with which the run of a prepared request begins."""
    needed, contract = prepared.needed, prepared.contract
    hosts = tuple(asset.id for asset in prepared.hosts)
    return RunStarted(
        run=run_id,
        kind=request.kind,
        started=started,
        fieldops_version=__version__,
        engineers=prepared.engineers,
        hosts=hosts,
        request=RequestSnapshot(
            limit=request.limit,
            tags=request.tags,
            hosts=request.hosts,
            left_out=tuple(
                one.id
                for one in contract.assets
                if one.host and one.id not in hosts and (prepared.plan.judges or not prepared.owed)
            ),
            serves=request.serves,
            override=prepared.override,
            retries=request.retries,
        ),
        contract=contract_snapshot(prepared.agreement.signed, needed.contract, started.date()),
        team=team_snapshot(fill(Team, needed.team.data), prepared.engineers),
        playbook=playbook_snapshot(prepared.plan, needed.workspace, prepared.owed),
        documents=tuple(document_snapshots(documents)),
    )
