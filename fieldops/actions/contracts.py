"""Looking at contracts and making new ones: list, show (or some sections of it), obligations, new."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.agreements import LeftOut, Readable, readable, unreadable
from fieldops.actions.needed import TERM, mistakes, need_agreement
from fieldops.actions.validation import validate
from fieldops.contracts.agreement import Agreement, contract_of
from fieldops.contracts.model import Contract
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.contracts.reading.line import Section
from fieldops.contracts.reading.whole import read_back
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import timeline_of
from fieldops.documents.links import inside, yaml_files
from fieldops.documents.places import is_workspace
from fieldops.documents.workspace import (
    Workspace,
    load_workspace,
    shipped_folder,
)
from fieldops.errors import Position, Problem, UsageError
from fieldops.structs import Struct

TEMPLATES = "contracts"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
# Which promise a line of the template serves means something to us, not in a customer's contract.
_PROMISES = re.compile(r"[ \t]+#(?: [A-H][0-9]{1,2})+$", re.MULTILINE)
_MODELINE = re.compile(r"(\$schema=)\S*/([a-z-]+\.json)")


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
    agreement = _agreement(root, id)
    day = as_of or today_in(agreement.signed, now)
    return Reading(agreement, tuple(read_back(agreement, day, for_customer)))


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


# --- new -----------------------------------------------------------------------------------------------


def contract_templates(root: Path) -> dict[str, Path]:
    """The folders of contract templates by name: those of the workspace, else those that ship with fieldops."""
    folders = (shipped_folder("templates") / TEMPLATES, root / "templates" / TEMPLATES)
    return {
        each.name: each
        for folder in folders
        if folder.is_dir()
        for each in sorted(folder.iterdir())
        if each.is_dir()
    }


class NewContract(Struct, frozen=True):
    """The files made, and what remains to be filled in."""

    files: tuple[Path, ...]
    unfilled: tuple[Problem, ...]


def new_contract(root: Path, id: str, template: str) -> NewContract:
    """Copy a template's files into contracts/ under the new id; every `TBD` in them is reported by validation.

    Raises UsageError for a bad or used id, an unknown template, a file that is already there; LeadsOut for a file of
    the template, or a place for a new one, that is not in the workspace.
    """
    _check_form(id)
    templates = contract_templates(root)
    if template not in templates:
        raise UsageError("new.no-template", template=template, choices=tuple(templates) or "-")
    workspace = load_workspace(root, judged=False)
    sources = _sources(root, templates[template])
    targets = [inside(root, root / "contracts" / _target_name(source, id)) for source in sources]
    check_new_id(workspace, id, targets)
    for source, target in zip(sources, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_renamed(source.read_text("utf-8"), template, id), "utf-8")
    problems = validate(root, targets).problems
    return NewContract(tuple(targets), tuple(each for each in problems if each.code == "document.unfilled"))


def _sources(root: Path, folder: Path) -> list[Path]:
    """The files of a template: the workspace's own lie in the workspace."""
    owner = root if folder.is_relative_to(root / "templates") else folder
    return [inside(owner, file) for file in yaml_files(folder, owner)]


def _target_name(source: Path, id: str) -> str:
    return f"{id}.yaml" if source.stem == "contract" else f"{id}-{source.stem}.yaml"


def _check_form(id: str) -> None:
    if not _ID.fullmatch(id) or len(id) > 48:
        raise UsageError("new.bad-id", id=id)


def check_new_id(workspace: Workspace, id: str, targets: list[Path]) -> None:
    """Raise UsageError for an id that is none or is used, or a file that is there already."""
    _check_form(id)
    used = workspace.get("Contract", id)
    if used is not None:
        raise UsageError("new.used-id", id=id, path=used.path)
    for target in targets:
        if target.exists():
            raise UsageError("new.file-exists", path=str(target))


def _renamed(text: str, template: str, id: str) -> str:
    """The template's text with its own name replaced by the new id, wherever an id begins with it."""
    text = re.sub(rf"(?<![a-z0-9-]){re.escape(template)}(?![a-z0-9])", id, text)
    return _MODELINE.sub(r"\1../.fieldops/schemas/\2", _PROMISES.sub("", text))
