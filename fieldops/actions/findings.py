"""Findings as people use them: which there are, and giving one to somebody, accepting it or closing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import recorded_member
from fieldops.actions.needed import need_agreement
from fieldops.actions.runs import present_store
from fieldops.actions.settings import store_path
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.spoken import nearest_first
from fieldops.documents.choices import nearest
from fieldops.errors import FieldopsError, Named, UsageError
from fieldops.messages.text import Text
from fieldops.records.codecs import UnknownEvent, encode, outline
from fieldops.records.finding_events import (
    FINDINGS,
    FindingAccepted,
    FindingAssigned,
    FindingClosed,
    FindingEvent,
    FindingPlace,
    findings_stream,
)
from fieldops.records.findings import Finding, Findings, findings_of
from fieldops.records.log import RUNS, Log
from fieldops.records.moments import whole_seconds
from fieldops.records.reading import read_run
from fieldops.records.recorded import Recorded
from fieldops.records.run_events import RunOutline, RunStarted
from fieldops.records.runs import Run
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.verification import insist
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced

_NEAR = 5


class Recordings(Struct, frozen=True):
    """What the store holds of one `contract`, in the order of the log: its runs and what people said of findings; and
    the runs that could not be read.
    """

    contract: str
    told: tuple[Run | FindingEvent, ...]
    unreadable: tuple[tuple[str, FieldopsError], ...] = ()


class Found(Struct, frozen=True):
    """The findings of contracts, with the runs that could not be read: what those saw is not in it."""

    contracts: tuple[Findings, ...]
    unreadable: tuple[tuple[str, FieldopsError], ...] = ()


def findings(root: Path, contract: str | None = None) -> Found:
    """The findings of a contract, or of all contracts of which something is recorded.

    Raises Broken when the chain is, UnknownEvent for words of people that only a newer fieldops can read, UsageError for
    a contract of which nothing is recorded.
    """
    if contract is None and not store_path(root).exists():
        return Found(())
    with closing(present_store(root)) as log:
        kept = recordings(log, contract)
    unreadable = tuple({id: (id, why) for each in kept for id, why in each.unreadable}.values())
    return Found(tuple(_folded(kept)), unreadable)


def recordings(log: Log, contract: str | None = None, up_to: str | Run | None = None) -> list[Recordings]:
    """What is recorded of each contract, or of the one that is named; of its runs those up to the run `up_to` (included),
    which is not read again where it is given as a whole.

    Raises what `findings` raises.
    """
    ear = _Ear()
    insist(log, ear.hear)
    if contract is not None and contract not in ear.contracts:
        choices = nearest(contract, sorted(ear.contracts))
        raise UsageError("run.none-of-contract", contract=contract, choices=choices)
    wanted = sorted(ear.contracts) if contract is None else [contract]
    known = {up_to.id: up_to} if isinstance(up_to, Run) else {}
    last = up_to.id if isinstance(up_to, Run) else up_to
    read = [_read(log, each, ear.upto(each, last), known) for each in wanted]
    # Of which contract a run is that only a newer fieldops can read, nobody knows: it may be any.
    return [replaced(each, unreadable=(*each.unreadable, *ear.newer)) for each in read]


class _Ear:
    """Notes the runs of each contract (their ids) and what people said of its findings, in the order of the log."""

    def __init__(self) -> None:
        self.contracts: set[str] = set()
        self.newer: list[tuple[str, FieldopsError]] = []
        self._told: dict[str, list[str | FindingEvent]] = {}

    def hear(self, event: Recorded) -> None:
        """Take an event. Raises FieldopsError for one that cannot be read."""
        if event.stream.startswith(FINDINGS):
            said = outline(event.type, event.version, event.body)
            if isinstance(said, FindingEvent):
                self._told.setdefault(event.stream.removeprefix(FINDINGS), []).append(said)
        elif event.type == RunStarted.TYPE:
            self._begin(event)

    def _begin(self, event: Recorded) -> None:
        id = event.stream.removeprefix(RUNS)
        try:
            begun = outline(event.type, event.version, event.body)
        except UnknownEvent as error:
            self.newer.append((id, error))
            return
        if isinstance(begun, RunOutline):
            self.contracts.add(begun.contract)
            self._told.setdefault(begun.contract, []).append(id)

    def upto(self, contract: str, last: str | None) -> list[str | FindingEvent]:
        """What is told of a contract; no run that was recorded after the run `last`."""
        told = self._told[contract]
        end = told.index(last) if last in told else len(told)
        return [each for at, each in enumerate(told) if at <= end or not isinstance(each, str)]


def _read(
    log: Log, contract: str, told: Iterable[str | FindingEvent], known: Mapping[str, Run]
) -> Recordings:
    read: list[Run | FindingEvent] = []
    unreadable: list[tuple[str, FieldopsError]] = []
    for each in told:
        if not isinstance(each, str):
            read.append(each)
            continue
        try:
            run = known.get(each) or read_run(log, each)
        except FieldopsError as error:
            unreadable.append((each, error))
        else:
            read += [run] if run is not None else []
    return Recordings(contract, tuple(read), tuple(unreadable))


def today_of(found: Findings, now: datetime) -> date:
    """Which day it is where the contract counts its days."""
    return now.astimezone(ZoneInfo(found.time_zone)).date()


def called(found: Iterable[Findings], id: str) -> tuple[Findings, Finding]:
    """The finding whose id begins so, with its contract. Raises UsageError for none, with the nearest, and for several."""
    wanted = id.strip().lower()
    every = {one.id: (each, one) for each in found for one in each.findings}
    fitting = [each for each in every if wanted and each.startswith(wanted)]
    if len(fitting) == 1:
        return every[fitting[0]]
    if fitting:
        raise UsageError("finding.ambiguous", id=id, choices=_choices(every, sorted(fitting)))
    near = nearest_first(wanted, {each: each for each in every})
    raise UsageError("finding.unknown", id=id, choices=_choices(every, near))


def _choices(every: dict[str, tuple[Findings, Finding]], ids: Sequence[str]) -> object:
    shown = []
    for id in ids[:_NEAR]:
        place = every[id][1].place
        shown.append(
            Named("finding.choice", id=id, host=place.host, check=place.check, item=place.item or "")
        )
    return tuple(shown) or "-"


# --- what people say --------------------------------------------------------------------------------------

_Word = Callable[[Agreement, Finding, date], FindingEvent]


class Assignment(Struct, frozen=True):
    """To whom findings are given, until when; `by` and `note` where they are told."""

    to: str
    until: date
    by: str | None = None
    note: str = ""


def assign(
    root: Path, ids: Sequence[str], wanted: Assignment, now: datetime
) -> list[tuple[Findings, Finding]]:
    """Give findings to an engineer, or to a person of the customer, until a day; returns them as they stand then.

    Raises UsageError for a finding that is none or over, for somebody who is nobody, and for a day that has passed.
    """

    def word(agreement: Agreement, finding: Finding, today: date) -> FindingEvent:
        _insist_on_days(wanted.until, today)
        person, of_customer = _somebody(agreement, wanted.to)
        by = recorded_member(agreement, wanted.by) if wanted.by is not None else None
        place = _unsettled(finding, today)
        at = _local(agreement, now)
        return FindingAssigned(place, person, of_customer, wanted.until, at, by, wanted.note.strip())

    return _say(root, ids, word, now)


def accept(
    root: Path, ids: Sequence[str], by: str, until: date, reason: str, now: datetime
) -> list[tuple[Findings, Finding]]:
    """Record that a contact of the customer accepts findings until a day. D2

    Raises what `assign` raises, and UsageError without a reason.
    """

    def word(agreement: Agreement, finding: Finding, today: date) -> FindingEvent:
        _insist_on_days(until, today)
        contacts = [contact.name for contact in agreement.signed.customer.contacts]
        if by not in contacts:
            raise UsageError("finding.no-contact", name=by, choices=", ".join(contacts) or "-")
        return FindingAccepted(_unsettled(finding, today), by, until, _reason(reason), _local(agreement, now))

    return _say(root, ids, word, now)


def close(
    root: Path, ids: Sequence[str], by: str, reason: str, now: datetime
) -> list[tuple[Findings, Finding]]:
    """Record that a person of the team closes findings, with a reason. Raises what `accept` raises."""

    def word(agreement: Agreement, finding: Finding, today: date) -> FindingEvent:
        person = recorded_member(agreement, by)
        return FindingClosed(_unsettled(finding, today), person, _reason(reason), _local(agreement, now))

    return _say(root, ids, word, now)


def _say(root: Path, ids: Sequence[str], word: _Word, now: datetime) -> list[tuple[Findings, Finding]]:
    """Record the same word about each of the findings, all or none of them; as they stand after it."""
    with closing(present_store(root)) as log:
        kept = {each.contract: each for each in recordings(log)}
        before = _folded(kept.values())
        chosen = {
            finding.id: (found.contract, finding) for found, finding in (called(before, id) for id in ids)
        }
        workspace = open_workspace(root, judged=False)
        agreements = {contract: need_agreement(workspace, contract) for contract, _ in chosen.values()}
        days = {each.contract: today_of(each, now) for each in before}
        told: dict[str, list[FindingEvent]] = {contract: [] for contract in agreements}
        for contract, finding in chosen.values():
            said = word(agreements[contract], finding, days[contract])
            told[contract] += [said] if _is_news(finding, said) else []
        for contract, events in told.items():
            if events:
                log.append(findings_stream(contract), [encode(each) for each in events])
    after = _folded(
        replaced(kept[contract], told=(*kept[contract].told, *events)) for contract, events in told.items()
    )
    return [called(after, id) for id in chosen]


def _is_news(finding: Finding, event: FindingEvent) -> bool:
    """Whether the same was not the last word already; when it was said again does not matter."""
    return all(
        before is None or replaced(before, at=event.at, place=event.place) != event
        for before in (finding.assigned, finding.accepted)
    )


def _folded(kept: Iterable[Recordings]) -> list[Findings]:
    told = (findings_of(each.told) for each in kept)
    return [each for each in told if each is not None]


def _local(agreement: Agreement, now: datetime) -> datetime:
    return whole_seconds(in_zone(now, agreement.zone))


def _unsettled(finding: Finding, today: date) -> FindingPlace:
    """Where the finding is. Raises UsageError for one about which nothing is to be done any more."""
    if finding.ended is not None:
        state = Named(f"finding.state-{finding.state(today)}")
        raise UsageError("finding.over", id=finding.id, state=state)
    return finding.place


def _insist_on_days(until: date, today: date) -> None:
    if until < today:
        raise UsageError("finding.day-passed", day=until.isoformat(), today=today.isoformat())


def _reason(text: str) -> str:
    if not text.strip():
        raise UsageError("finding.no-reason")
    return text.strip()


def _somebody(agreement: Agreement, name: str) -> tuple[PersonSnapshot, bool]:
    """A person of the team by id or name, or a contact of the customer by name; and whether it is one of the latter."""
    contact = next((each for each in agreement.signed.customer.contacts if each.name == name.strip()), None)
    if contact is None:
        return recorded_member(agreement, name), False
    return PersonSnapshot(contact.name, Text(contact.name, contact.name), contact.title), True
