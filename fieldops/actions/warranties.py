"""Warranty questions: is this covered, which warranties run out, a file full of claims, gaps in the cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.agreements import LeftOut, readable
from fieldops.actions.contracts import today_in
from fieldops.actions.needed import COVER, need_agreement, sound
from fieldops.actions.revisions import commit_of, workspace_at
from fieldops.actions.swap_records import merged, recorded_swaps
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, PartCatalogue
from fieldops.contracts.reasons import Clause
from fieldops.contracts.standing import Standing, standing_on
from fieldops.dates.periods import Period, add_period, parse_duration, parse_period
from fieldops.documents.choices import nearest
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import Position, Problem, Undecided, UsageError
from fieldops.sla.moments import in_zone
from fieldops.structs import replaced
from fieldops.warranty.claim import Claim
from fieldops.warranty.decision import Decider, Decision
from fieldops.warranty.gaps import Finding, findings
from fieldops.warranty.judge import Judge


@dataclass(frozen=True, slots=True)
class Desk:
    """Who decides under one contract, the documents that tell where its clauses stand, and the revision they are from.

    `contradicted`: equipment of which the files and the log of swaps say different things, by id; nothing is decided of it.
    """

    decider: Decider
    documents: dict[tuple[str, str], Document]
    revision: str | None = None
    contradicted: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """The contract as signed."""
        return self.decider.judge.agreement.signed

    def position(self, clause: Clause) -> Position:
        """The file:line:column of a clause; where nothing is written at its path, of what stands around it."""
        kind, id, path = clause
        return self.documents[kind, id].position(*path)


def open_desk(workspace: Workspace, id: str, revision: str | None = None) -> Desk:
    """A desk for the contract `id`, which knows what was swapped although the files do not say so yet. C8

    An old `revision` is asked alone: what was known then is what stands in it. Raises UsageError for an unknown id,
    Undecided for a contract with mistakes, Broken for a log that was changed. A part catalogue with mistakes is left out:
    what it says is then not known.
    """
    agreement = need_agreement(workspace, id, COVER)
    records = recorded_swaps(workspace.root, agreement.id) if revision is None else {}
    together = merged(agreement, records)
    agreement = together.agreement
    catalogues = [each for one in list(workspace.of_kind("PartCatalogue")) if (each := sound(workspace, one))]
    judge = Judge(agreement, [fill(PartCatalogue, each.data) for each in catalogues])
    documents = {**agreement.documents, **{(each.kind, each.id): each for each in catalogues}}
    return Desk(Decider(judge), documents, revision, together.contradicted)


def read_workspace(root: Path, known_at: str | None) -> tuple[Workspace, str | None]:
    """The workspace as it is, or as the git revision `known_at` has it, with the full id of that commit."""
    if known_at is None:
        return load_workspace(root, judged=False), None
    return workspace_at(root, known_at, judged=False), commit_of(root, known_at)


def check_claim(
    root: Path,
    contract: str,
    claim: Claim,
    now: datetime,
    as_of: date | None = None,
    known_at: str | None = None,
) -> tuple[Desk, Decision]:
    """The decision about `claim` under `contract`; without a day it is about today where the contract is.

    Raises UsageError (unknown contract or revision), ClaimError (unknown asset, part or warranty), Undecided.
    """
    workspace, revision = read_workspace(root, known_at)
    desk = open_desk(workspace, contract, revision)
    if claim.day is None:
        claim = replaced(claim, day=today_in(desk.contract, now))
    return desk, decide_at(desk, claim, now, as_of)


def decide_at(desk: Desk, claim: Claim, now: datetime, as_of: date | None = None) -> Decision:
    """The decision at that desk; `now` only tells which days are still to come. A time without offset is one of the
    contract's zone, as `sla` reads it; NoMoment for one that its clock shows never or twice. Undecided for equipment of which
    the files and the log of swaps say different things.
    """
    if desk.contradicted:
        _, asset = desk.decider.judge.register.find(claim.asset)
        if asset.id in desk.contradicted:
            raise Undecided([desk.contradicted[asset.id]])
    if isinstance(claim.day, datetime):
        claim = replaced(claim, day=in_zone(claim.day, desk.decider.judge.zone))
    return desk.decider.decide(claim, as_of, today_in(desk.contract, now))


# --- list ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Running:
    """How one warranty of one asset stands, and where the contract names it."""

    standing: Standing
    position: Position


@dataclass(frozen=True, slots=True)
class Listing:
    """The warranties found, the paths of contracts with mistakes, and how many have dates that are not known."""

    warranties: tuple[Running, ...]
    broken: tuple[str, ...]
    unknown: int


def list_warranties(
    root: Path, now: datetime, contract: str | None = None, expiring: str | None = None
) -> Listing:
    """The warranties of every asset of one contract or all, by their last day.

    `expiring`: only those that hold today and end within that time, such as ``90d`` or ``3 months``; those whose dates
    are not known are counted apart. Raises UsageError for an unknown contract or a time that is none.
    """
    workspace = load_workspace(root, judged=False)
    found: list[Running] = []
    broken: list[str] = []
    unknown = 0
    for agreement in _agreements(workspace, contract, broken):
        today = today_in(agreement.signed, now)
        standings = list(standing_on(agreement, today))
        unknown += sum(one.state == "unknown" for one in standings)
        if expiring is not None:
            until = end_of(today, expiring)
            standings = [one for one in standings if one.state == "active" and one.end and one.end <= until]
        found += [Running(one, agreement.position(one.clause)) for one in standings]
    return Listing(tuple(sorted(found, key=_by_end)), tuple(broken), unknown)


def _by_end(one: Running) -> tuple[date, str, str, str]:
    standing = one.standing
    return standing.end or date.max, standing.contract, standing.asset.id, standing.warranty.id


def end_of(today: date, time: str) -> date:
    """The last day of the time from `today`; UsageError for what is neither whole days nor a period."""
    period = parse_period(time)
    duration = parse_duration(time)
    if period is None and duration is not None and time.endswith("d") and not duration.working_days:
        period = Period(duration.seconds // 86400, "day")
    if period is None:
        raise UsageError("warranty.no-such-time", value=time)
    try:
        return add_period(today, period)
    except OverflowError:
        return date.max


def _agreements(workspace: Workspace, contract: str | None, broken: list[str]) -> Iterator[Agreement]:
    """The contract asked for, or every one that can be read; the paths of the others are added to `broken`."""
    if contract is not None:
        yield need_agreement(workspace, contract, COVER)
        return
    found = readable(workspace, COVER)
    broken += [path for each in found.left_out for path in each.paths]
    yield from found.agreements


# --- gaps ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A finding about cover, and where the contract speaks of it."""

    finding: Finding
    position: Position


def find_gaps(root: Path, name: str) -> tuple[list[Found], list[str], list[str]]:
    """What is found over all contracts of a customer: by the customer's name, or by the id of one contract.

    Also the ids of the contracts looked at, and the paths of files with mistakes of which one may be the customer's.
    UsageError with the customers and contracts there are for a name that is neither, Undecided where all contracts of
    that name have mistakes.
    """
    workspace = load_workspace(root, judged=False)
    if workspace.get("Contract", name) is not None:
        need_agreement(workspace, name, COVER)
    readable_ones = readable(workspace, COVER)
    every = readable_ones.agreements
    left_out = [each for each in readable_ones.left_out if _may_be_named(workspace, each, name)]
    broken = [path for each in left_out for path in each.paths]
    chosen = [one for one in every if one.id == name or _is_named(one.signed, name)]
    if not chosen:
        if wrong := [each.mistakes for each in left_out if each.mistakes is not None]:
            raise wrong[0]
        names = [one.signed.customer.name for one in every]
        known = dict.fromkeys([*(each for one in names for each in (one.zh, one.en)), *(o.id for o in every)])
        raise UsageError("warranty.unknown-customer", name=name, choices=nearest(name, known))
    by_id = {one.id: one for one in chosen}
    found = [Found(each, by_id[each.contract].position(each.clause)) for each in findings(chosen)]
    return found, [one.id for one in chosen], broken


def _is_named(contract: Contract, name: str) -> bool:
    own = contract.customer.name
    return name.strip().casefold() in (own.zh.casefold(), own.en.casefold())


def _may_be_named(workspace: Workspace, left_out: LeftOut, name: str) -> bool:
    """Whether a contract with mistakes is, or may be, of that customer: its name may be what cannot be read."""
    document = workspace.get("Contract", left_out.id) if left_out.id is not None else None
    if document is None or not document.readable:
        return True
    places = (("customer", "name", *more) for more in ((), ("zh-CN",), ("en",)))
    written = [text.casefold() for place in places if (text := document.text(*place)) is not None]
    return not written or name.strip().casefold() in written
