"""The documents one inspection needs, checked: a mistake in another customer's file stops nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldops import rules as contract_rules
from fieldops.contracts.agreement import Agreement, agreement_of, asset_documents
from fieldops.documents.references import references
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import InvalidDocuments, Problem, Severity, by_place
from fieldops.inspection import rules as inspection_rules

# What a contract is read with; who continues whom, and what an inspection runs, is no part of it.
_SHARED = ("Team", "ServiceLevel", "Warranty", "Calendar", "EmergencyPlan")


@dataclass(frozen=True, slots=True)
class Needed:
    """The judged documents of one inspection and the workspace they are from."""

    workspace: Workspace
    contract: Document
    team: Document
    playbook: Document


def needed_documents(root: Path, contract: str, playbook: str) -> Needed:
    """Find and check the contract, its team, the playbook and its probes.

    Raises UsageError for an id that does not exist, InvalidDocuments when one of these files has errors.
    """
    workspace = load_workspace(root, judged=False)
    contract_document = need(workspace, "Contract", contract)
    playbook_document = need(workspace, "Playbook", playbook)
    check_playbook(workspace, playbook_document)
    team = workspace.get("Team", str(contract_document.data["team"]))
    _stop_on_errors(
        workspace, [contract_document, *asset_documents(workspace, contract), *([team] if team else [])]
    )
    assert team is not None  # the contract's rules have looked
    return Needed(workspace, contract_document, team, playbook_document)


def need(workspace: Workspace, kind: str, id: str) -> Document:
    """The document (of a contract its equipment, too), judged. When it is missing and files are broken, those problems: one of them may be it.

    Raises UsageError or InvalidDocuments.
    """
    document = workspace.get(kind, id)
    errors = [problem for problem in workspace.problems if problem.severity is Severity.ERROR]
    if document is None and errors:
        raise InvalidDocuments(by_place(errors))
    found = workspace.judge(document or workspace.need(kind, id))
    # A contract's equipment may stand in files of its own.
    files = [found, *(asset_documents(workspace, id) if kind == "Contract" else ())]
    if wrong := [file for file in files if not workspace.judge(file).valid]:
        _stop_on_errors(workspace, wrong)
    return found


def need_agreement(workspace: Workspace, id: str) -> Agreement:
    """The contract of that id with everything it refers to.

    Raises UsageError for an unknown id, InvalidDocuments when a file of it, or one that it refers to, cannot be read.
    """
    document = need(workspace, "Contract", id)
    referred = _referred(workspace, [document, *asset_documents(workspace, id)])
    if wrong := [file for file in referred if not workspace.judge(file).valid]:
        _stop_on_errors(workspace, wrong)
    return agreement_of(workspace, document)


def _referred(workspace: Workspace, documents: Iterable[Document]) -> list[Document]:
    """These documents, and at any distance the shared ones of a contract that they refer to."""
    waiting, found = list(documents), {}
    while waiting:
        each = waiting.pop()
        if (each.kind, each.id) not in found:
            found[each.kind, each.id] = each
            named = (workspace.get(one.kind, one.id) for one in references(each) if one.kind in _SHARED)
            waiting += [one for one in named if one is not None]
    return list(found.values())


def check_playbook(workspace: Workspace, playbook: Document) -> None:
    """Raise InvalidDocuments when the playbook or one of its probes has errors."""
    _stop_on_errors(workspace, [playbook, *_probes(workspace, playbook)])


def _probes(workspace: Workspace, playbook: Document) -> list[Document]:
    checks: Any = playbook.data["checks"]
    ids = sorted({check["probe"] for check in checks})
    return [found for id in ids if (found := workspace.get("Probe", id)) is not None]


def _stop_on_errors(workspace: Workspace, documents: Iterable[Document]) -> None:
    # What ships with fieldops has been checked by its tests.
    own = [workspace.judge(document) for document in documents if not document.shipped]
    paths = {document.path for document in own}
    found: list[Problem] = [problem for problem in workspace.problems if problem.position.path in paths]
    for document in own:
        found += contract_rules.check_rules(workspace, document)
        found += inspection_rules.check_rules(workspace, document)
    errors = [
        problem for problem in by_place(contract_rules.said_once(found)) if problem.severity is Severity.ERROR
    ]
    if errors:
        raise InvalidDocuments(errors)
