"""Looking at contracts: list, show (or some sections of it), obligations. Making new ones: `new_contracts`, `renewals`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.agreements import LeftOut, Readable, readable, unreadable
from fieldops.actions.needed import TERM, mistakes, need_agreement
from fieldops.contracts.agreement import Agreement, contract_of
from fieldops.contracts.model import Contract
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.contracts.reading.line import Section
from fieldops.contracts.reading.whole import read_back
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import timeline_of
from fieldops.documents.places import is_workspace
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import Notice, Position, UsageError
from fieldops.structs import Struct, replaced


class Listed(Struct, frozen=True):
    """One contract of the workspace, by the terms of the day asked about: its state then, the next last day for notice
    (None where none is to come), and how many times it was renewed tacitly.
    """

    contract: Contract
    path: str
    state: str
    notice: date | None
    renewed: int


def today_in(contract: Contract, now: datetime) -> date:
    """The civil day of `now` in the contract's time zone."""
    return now.astimezone(ZoneInfo(contract.time_zone)).date()


def open_workspace(root: Path, judged: bool = True) -> Workspace:
    """The workspace at `root`. Raises UsageError where none is: no settings, no contracts, no playbooks."""
    if not is_workspace(root):
        raise UsageError("workspace.none", path=str(root))
    return load_workspace(root, judged)


def list_contracts(root: Path, now: datetime, as_of: date | None = None) -> tuple[list[Listed], list[str]]:
    """The workspace's contracts by id, and the paths of those whose files have mistakes.

    The state is upcoming, in-force or ended on the day `as_of` (default: today where the contract is), by the terms
    as amended until then. Raises UsageError where there is no workspace.
    """
    workspace = open_workspace(root)
    listed, broken = [], unreadable(workspace)
    for document in workspace.of_kind("Contract"):
        if wrong := mistakes(workspace, document, TERM):
            broken += sorted({each.position.path for each in wrong})
            continue
        contract = contract_of(workspace, document)
        day = as_of or today_in(contract, now)
        timeline = timeline_of(contract)
        terms, notice = timeline.on(day), timeline.next_notice(day)
        state, renewed = terms.state(day), terms.period.number
        listed.append(Listed(terms.contract, document.path, state, notice, renewed))
    return listed, broken


class Reading(Struct, frozen=True):
    """A contract read back: what it says, and the agreement that tells where each clause stands."""

    agreement: Agreement
    sections: tuple[Section, ...]

    def position(self, clause: Clause) -> Position:
        """The file:line:column of a clause."""
        return self.agreement.position(clause)


def show_contract(
    root: Path, id: str, now: datetime, as_of: date | None = None, for_customer: bool = False
) -> Reading:
    """The contract in plain language by the terms in force on `as_of` (default: today where the contract is).

    `for_customer`: without how the service company logs in. Raises UsageError for an unknown id, InvalidDocuments for a contract with mistakes.
    """
    workspace = open_workspace(root, judged=False)
    agreement = with_stocks(workspace, need_agreement(workspace, id))
    day = as_of or today_in(agreement.signed, now)
    return Reading(agreement, tuple(read_back(agreement, day, for_customer)))


def stocks_of(workspace: Workspace, contract: str) -> Iterator[Document]:
    """The stores that keep spares for a contract: those that name it, and those that name none, by id."""
    for document in workspace.of_kind("Stock"):
        named = [document.text("contracts", at) for at in document.entries("contracts")]
        if not named or contract in named:
            yield document


def with_stocks(workspace: Workspace, agreement: Agreement) -> Agreement:
    """The agreement with the stores kept for it, and what their parts are called. One with mistakes is told, and left out."""
    documents = dict(agreement.documents)
    for store in stocks_of(workspace, agreement.id):
        if not workspace.judge(store).valid:
            warnings.warn(Notice("contract.broken", path=store.path), stacklevel=3)
            continue
        documents["Stock", store.id] = workspace.judge(store)
        catalogue = workspace.get("PartCatalogue", store.text("catalogue") or "")
        if catalogue is not None and workspace.judge(catalogue).valid:
            documents["PartCatalogue", catalogue.id] = workspace.judge(catalogue)
    return replaced(agreement, documents=documents)


def show_sections(root: Path, id: str, now: datetime, headings: tuple[str, ...]) -> Reading:
    """Those sections alone, by the terms of today. Raises what `show_contract` raises."""
    whole = show_contract(root, id, now)
    return Reading(whole.agreement, tuple(each for each in whole.sections if each.heading in headings))


def _agreement(root: Path, id: str) -> Agreement:
    return need_agreement(open_workspace(root, judged=False), id)


class Due(Struct, frozen=True):
    """Something due: by which contract, what and when, and where the clause stands."""

    contract: str
    obligation: DueObligation
    position: Position


def obligations(
    root: Path, id: str | None, now: datetime, first: date | None = None, last: date | None = None
) -> tuple[list[Due], tuple[LeftOut, ...]]:
    """What the contract `id`, or every contract, makes due from `first` (default: today) to `last` (default: twelve
    months on), both included, by day; and without `id` the contracts that are left out because of mistakes.

    Raises UsageError for an unknown id, days out of order or where there is no workspace, InvalidDocuments for a
    contract asked for that has mistakes.
    """
    chosen = readable(open_workspace(root)) if id is None else Readable((_agreement(root, id),))
    found: list[Due] = []
    for agreement in chosen.agreements:
        begin = first or today_in(agreement.signed, now)
        end = last or begin + timedelta(days=365)
        if end < begin:
            raise UsageError("obligations.days-out-of-order", first=begin.isoformat(), last=end.isoformat())
        for due in due_between(agreement, begin, min(end, agreement.timeline.horizon(begin))):
            found.append(Due(agreement.id, due, agreement.position(due.clause)))
    in_order = sorted(found, key=lambda each: (each.obligation.day, each.contract, each.obligation.id))
    return in_order, chosen.left_out
