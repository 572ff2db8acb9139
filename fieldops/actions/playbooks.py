"""Looking at playbooks: which there are, what they check, every command they run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldops.actions.needed import check_playbook, need
from fieldops.contracts.model import Contract
from fieldops.documents.typed import fill
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import playbook_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.playbook import Playbook
from fieldops.inspection.shell import command_line, compile_script


def playbooks(root: Path) -> list[Playbook]:
    """All playbooks that can be used in the workspace, by id."""
    workspace = load_workspace(root)
    documents = [workspace.need("Playbook", id) for id in workspace.ids("Playbook")]
    return [playbook_of(document) for document in documents if document.valid]


def plan_of(root: Path, playbook: str, contract: str | None = None) -> Plan:
    """The plan of a playbook, without what the contract (if given) forbids.

    Raises UsageError for an unknown id, InvalidDocuments for a playbook with errors.
    """
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Playbook", playbook)
    check_playbook(workspace, document)
    denied: tuple[str, ...] = ()
    if contract is not None:
        denied = fill(Contract, need(workspace, "Contract", contract).data).access.denied_commands
    return make_plan(document, workspace, denied=denied)


def commands_of(plan: Plan) -> list[dict[str, Any]]:
    """Each command of the plan in the order in which it runs, with probe id, sudo, timeout (s) and cap (bytes)."""
    return [
        {
            "probe": probe.id,
            "command": command_line(probe),
            "sudo": probe.sudo,
            "timeout": probe.timeout,
            "cap": probe.cap,
        }
        for probe in plan.probes
    ]


def script_of(plan: Plan) -> str:
    """The whole script as it is sent, with a nonce that only shows where the real one stands."""
    return compile_script(plan.probes).with_nonce("NONCE").decode()
