"""Results of bundles: taking in what was carried back from hosts, as one run.

A result says of itself which bundle it is from. Where the workspace has a note of that bundle, the two must agree; the
documents must be those that it was made by, and its engineers are asked for anew. All of it is recorded at once or not at
all. Making bundles is `bundles`; which run waits for a result, `awaited_results`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.awaited_results import Awaiting, awaiting_run, insist_on_same_plan
from fieldops.actions.bundle_doubts import doubts_of, is_plausible
from fieldops.actions.bundles import note_of, playbook_digest, script_for
from fieldops.actions.handed_in import first_bytes
from fieldops.actions.inspection import (
    Prepared,
    Request,
    admitted,
    checkpoint_if_wanted,
    new_run_id,
    prepare,
    run_documents,
    run_started,
    told_before,
)
from fieldops.actions.locks import alone_here
from fieldops.actions.runner import Heard, Outcome, outcome_of
from fieldops.actions.settings import lock_file, open_keeper, open_store, store_path
from fieldops.contracts.model import Asset
from fieldops.errors import FieldopsError, Refused, Unreachable, UsageError
from fieldops.inspection.bundle import Bundle, header_of, script_digest
from fieldops.inspection.carried import LARGEST, Carried, Summed, read_result
from fieldops.inspection.frames import FrameReader, by_probe
from fieldops.inspection.readings import Reason, Session
from fieldops.records.codecs import encode, outline
from fieldops.records.events import Event
from fieldops.records.log import run_stream
from fieldops.records.moments import whole_seconds
from fieldops.records.reading import read_run
from fieldops.records.run_events import HostFinished, HostStatus, RunCollected, RunFinished, RunKind
from fieldops.records.runs import Run
from fieldops.records.snapshots import CollectedHost
from fieldops.structs import Struct, replaced
from fieldops.transport.target import Target


class BadFile(Struct, frozen=True):
    """A file that is not taken in, and why."""

    path: Path
    error: FieldopsError


class FaultyResults(FieldopsError):
    """At least one of the files is not what a host gave: nothing is taken in. `files` says which and why."""

    def __init__(self, files: tuple[BadFile, ...]) -> None:
        super().__init__("bundle.faulty", count=len(files))
        self.files = files


class TakenIn(Struct, frozen=True):
    """What became of the results: the run (None: all were here already), and by host the run in which one is already.

    `awaited`: the run had begun, and waited for them; `apart_from`: it had, and could not take them in any more.
    """

    run: Run | None
    already: Mapping[str, str]
    awaited: bool = False
    apart_from: str | None = None


def take_in(root: Path, files: Sequence[Path], override: str | None, now: datetime) -> TakenIn:
    """Record the results in `files` into the run that waits for them, else as one run of the engineers that their bundles name.

    What is recorded already changes nothing. Raises FaultyResults, UsageError for results that are no one run, Refused for a
    bundle whose time is over, that says otherwise than its note, or whose documents have changed, and what `prepare` and
    `admitted` raise for the time at which it was to be run. `override`: why it is taken in in spite of what stands against
    it. Raises Trouble where the store cannot be written.
    """
    results = _read(files)
    already, new = _sorted_out(root, results)
    if not new:
        return TakenIn(None, already)
    _insist_on_one_run([each.bundle for each in new])
    first = new[0].bundle
    request = Request(
        first.contract,
        first.playbooks,
        RunKind.INSPECTION,
        first.engineers,
        tags=first.tags,
        hosts=tuple(each.bundle.host for each in new),
        override=override or first.override,
    )
    prepared = prepare(root, request, first.planned)
    with alone_here(lock_file(root, prepared.contract.id)) as held:
        if held is None:
            raise Refused("inspect.busy", contract=first.contract)
        awaiting = awaiting_run(root, [each.bundle for each in new])
        # Somebody may have taken them in meanwhile.
        already, left = _sorted_out(root, results)
        if left != new:
            return TakenIn(None, already)
        noted = [_is_noted(root, each.bundle) for each in new]
        _insist_on_documents(prepared, [each.bundle for each in new])
        _insist_on_time([each.bundle for each in new], override is not None, now)
        if awaiting is not None:
            insist_on_same_plan(awaiting, prepared)
            request = replaced(request, serves=awaiting.run.request.serves)
        prepared, request = admitted(root, prepared, request, first.planned)
        into = awaiting if awaiting is not None and awaiting.open else None
        run = _recorded(root, prepared, request, list(zip(new, noted, strict=True)), now, into)
    return TakenIn(run, already, into is not None, awaiting.run.id if awaiting and not into else None)


def _sorted_out(root: Path, results: Sequence[Carried]) -> tuple[dict[str, str], list[Carried]]:
    """The hosts whose results are recorded already, with the run; and the results that are not."""
    known = _known(root)
    already = {each.bundle.host: known[each.sha256] for each in results if each.sha256 in known}
    return already, [each for each in results if each.sha256 not in known]


def _insist_on_time(bundles: Sequence[Bundle], overridden: bool, now: datetime) -> None:
    """Raise Refused for a bundle whose time is over, and for one that was made later than now."""
    for one in bundles:
        if now > one.until and not overridden:
            raise Refused("bundle.expired", host=one.host, until=one.until.isoformat(" ", "minutes"))
        if one.made > now:
            raise Refused("bundle.made-later", host=one.host, made=one.made.isoformat(" ", "minutes"))


# --- what is in the files --------------------------------------------------------------------------------


def _read(files: Sequence[Path]) -> list[Carried]:
    """The results in the files, each once. Raises FaultyResults."""
    found: dict[str, Carried] = {}
    bad: list[BadFile] = []
    for path in files:
        try:
            result = read_result(first_bytes(path, LARGEST))
            found.setdefault(result.sha256, result)
        except FieldopsError as error:
            bad.append(BadFile(path, error))
    if bad:
        raise FaultyResults(tuple(bad))
    return list(found.values())


def _known(root: Path) -> dict[str, str]:
    """The runs in which results are recorded, by the results' hashes."""
    found: dict[str, str] = {}
    if store_path(root).exists():
        with closing(open_store(root)) as log:
            for one in log.since(0, (RunCollected.TYPE,)):
                event = outline(one.type, one.version, one.body)
                if isinstance(event, RunCollected):
                    found |= {host.sha256: event.run for host in event.hosts}
    return found


def _insist_on_one_run(bundles: Sequence[Bundle]) -> None:
    """Raise UsageError for bundles of which no one run can be made."""
    for one in bundles[1:]:
        if _of_run(one) != _of_run(bundles[0]):
            raise UsageError("bundle.mixed", hosts=f"{bundles[0].host}, {one.host}")
    hosts = [each.host for each in bundles]
    if len(set(hosts)) < len(hosts):
        raise UsageError("bundle.host-twice", host=max(hosts, key=hosts.count))


def _of_run(bundle: Bundle) -> tuple[object, ...]:
    """What the bundles of one run have in common; not the times, for each host has its own."""
    return (bundle.contract, bundle.playbooks, bundle.engineers, bundle.tags, bundle.override)


def _is_noted(root: Path, bundle: Bundle) -> bool:
    """Whether the workspace has a note of the bundle. Raises Refused where it says something else."""
    try:
        noted = note_of(root, bundle.id).read_bytes()
    except OSError:
        return False
    if noted != header_of(bundle).encode() + b"\n":
        raise Refused("bundle.other-note", host=bundle.host, bundle=bundle.id)
    return True


def _insist_on_documents(prepared: Prepared, bundles: Sequence[Bundle]) -> None:
    """Raise Refused where the hosts are not the contract's, or playbooks and commands not those of the bundles."""
    gone = {each.host for each in bundles} - {asset.id for asset in prepared.hosts}
    if gone:
        raise Refused("bundle.host-gone", hosts=", ".join(sorted(gone)), contract=prepared.contract.id)
    for one in bundles:
        made = one.made.isoformat(" ", "minutes")
        if playbook_digest(prepared, one.host) != one.playbook_documents:
            raise Refused("bundle.other-playbook", playbook=", ".join(one.playbooks), made=made)
        if script_digest(script_for(prepared, one.host)) != one.script:
            raise Refused("bundle.other-script", made=made, version=one.fieldops)


# --- what is recorded ------------------------------------------------------------------------------------


def _recorded(
    root: Path,
    prepared: Prepared,
    request: Request,
    results: Sequence[tuple[Carried, bool]],
    now: datetime,
    into: Awaiting | None,
) -> Run:
    """Judge the results and record them: into the run that waits for them, else as a run of their own; all or nothing."""
    at = whole_seconds(now.astimezone(ZoneInfo(prepared.contract.time_zone)))
    assets = {asset.id: asset for asset in prepared.hosts}
    times = [_times(result, at) for result, _ in results]
    started = min(began for began, _ in times)
    id = into.run.id if into is not None else new_run_id(started, prepared.contract.id)
    known = told_before(root, request, prepared, started)
    outcomes = [
        _outcome(prepared, assets[result.bundle.host], result, moments, at)
        for (result, _), moments in zip(results, times, strict=True)
    ]
    hosts = tuple(_collected(assets[result.bundle.host], result, noted, at) for result, noted in results)
    told: tuple[Event, ...] = (
        RunCollected(id, at, hosts),
        *(known.compared(each.event, prepared.plan.judges_by_check(each.event.host)) for each in outcomes),
    )
    blobs = [raw for outcome in outcomes for raw in outcome.outputs]
    if into is None:
        documents = run_documents(prepared)
        begun = run_started(id, request, prepared, started, documents)
        told = (begun, *told, RunFinished(id, max(ended for _, ended in times)))
        blobs = [document.raw for document in documents] + blobs
    return _kept(root, id, told, blobs, into.number if into is not None else 0)


def _kept(root: Path, id: str, events: Sequence[Event], blobs: Sequence[bytes], number: int) -> Run:
    with open_keeper(root) as keeper:
        keeper.begin(run_stream(id), tuple(map(encode, events)), tuple(blobs), number)
        keeper.settle()
    with closing(open_store(root)) as log:
        run = read_run(log, id)
        checkpoint_if_wanted(root, log)
    assert run is not None  # it has just been written
    return run


def _times(result: Carried, at: datetime) -> tuple[datetime, datetime]:
    """When the host was asked, by its own clock where that may be right; else all that is known is when it was taken in."""
    if result.began is None or not is_plausible(result, at):
        return at, at
    began, ended = result.began, result.ended or result.began
    return whole_seconds(began.astimezone(at.tzinfo)), whole_seconds(ended.astimezone(at.tzinfo))


def _outcome(
    prepared: Prepared, asset: Asset, result: Carried, times: tuple[datetime, datetime], at: datetime
) -> Outcome:
    """What the host's frames come to, judged as those that come over SSH."""
    assert asset.host is not None  # the plan has no others
    began, ended = times
    reader = FrameReader(result.bundle.id, script_for(prepared, asset.id).caps)
    reader.feed(result.output)
    cut = Unreachable("carried-cut", address=asset.host.address) if result.summed is Summed.CUT else None
    event = HostFinished(asset.id, HostStatus.DONE, began, round((ended - began).total_seconds() * 1000))
    session = Session(result.bundle.made.timestamp(), at.timestamp(), ended.timestamp())
    target = Target(asset.host.address, contract=prepared.contract.id)
    heard = Heard(target, reader, by_probe(reader.outputs), cut)
    outcome = outcome_of(heard, prepared.plan, event, session)
    if cut is None or outcome.event.status is not HostStatus.DONE:
        return outcome
    # Every frame is there, and what would show that nobody has changed them is not.
    partial = replaced(outcome.event, status=HostStatus.PARTIAL, failure=Reason(cut.reason, cut.values))
    return replaced(outcome, event=partial)


def _collected(asset: Asset, result: Carried, noted: bool, at: datetime) -> CollectedHost:
    zone = at.tzinfo
    return CollectedHost(
        host=asset.id,
        bundle=result.bundle.id,
        by=result.bundle.by,
        made=result.bundle.made,
        known=noted,
        sha256=result.sha256,
        summed=result.summed,
        undone=result.undone,
        began=whole_seconds(result.began.astimezone(zone)) if result.began else None,
        ended=whole_seconds(result.ended.astimezone(zone)) if result.ended else None,
        name=result.name,
        serial=result.serial,
        doubts=tuple(doubts_of(asset, result, noted, at)),
    )
