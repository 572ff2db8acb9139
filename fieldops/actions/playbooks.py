"""Looking at playbooks: which there are, what they check, every command they run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fieldops.actions.needed import VISITS, check_playbook, need, need_agreement
from fieldops.contracts.device_commands import PAGER_OFF
from fieldops.contracts.model import Contract
from fieldops.documents.lineage import lineage
from fieldops.documents.typed import fill
from fieldops.documents.workspace import load_workspace
from fieldops.errors import UsageError
from fieldops.inspection.exporting import exported
from fieldops.inspection.frames import KEPT_NOISE
from fieldops.inspection.instances import preamble_of, unbound
from fieldops.inspection.load import playbook_of
from fieldops.inspection.plan import Plan, make_plan, manner_of
from fieldops.inspection.playbook import Playbook, text_of_commands
from fieldops.inspection.root_commands import sudoers_commands
from fieldops.inspection.shell import USUAL, command_line, compile_script
from fieldops.messages.text import Text
from fieldops.records.run_events import RunKind
from fieldops.schedule.visits import RUN_KINDS
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct

STANDARD = "linux-standard"


def playbooks(root: Path) -> list[Playbook]:
    """All playbooks that can be used in the workspace, by id."""
    workspace = load_workspace(root)
    documents = [workspace.need("Playbook", id) for id in workspace.ids("Playbook")]
    return [
        playbook_of(document, workspace)
        for document in documents
        if all(workspace.judge(each).valid for each in lineage(workspace, document))
    ]


def agreed_playbooks(root: Path, contract: str, kind: RunKind, moment: datetime) -> tuple[str, ...]:
    """The playbooks that the contract names for such a run by the terms in force at `moment`, all those of one visit.

    A health check of a contract that names none is done by the standard playbook. Raises UsageError for an unknown
    contract, and where there are none or visits with others to choose from; InvalidDocuments for a contract with mistakes.
    """
    workspace = load_workspace(root, judged=False)
    agreement = need_agreement(workspace, contract, VISITS)
    terms = agreement.terms_on(in_zone(moment, agreement.zone).date()).contract
    of_kind = [each for each in terms.inspections if RUN_KINDS[each.kind] is kind and each.uses]
    visits = {frozenset(each.named): each.named for each in of_kind}
    if len(visits) == 1:
        return next(iter(visits.values()))
    if not visits and kind is RunKind.HEALTH_CHECK:
        return (STANDARD,)
    named = dict.fromkeys(id for each in of_kind for id in each.named)
    choices = ", ".join(named or workspace.ids("Playbook"))
    code = "inspect.which-playbook" if named else "inspect.no-playbook"
    raise UsageError(code, contract=contract, choices=choices)


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
    return make_plan((document,), workspace, denied=denied)


def export_of(root: Path, playbook: str, language: str) -> str:
    """The text of a playbook with all that it takes over; comments of ours in `language`.

    Raises UsageError for an unknown id, InvalidDocuments for a playbook with errors.
    """
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Playbook", playbook)
    check_playbook(workspace, document)
    return exported([workspace.judge(each) for each in lineage(workspace, document)], language)


def commands_of(plan: Plan, host: str | None = None) -> list[dict[str, Any]]:
    """Each command of the plan (on a host) in the order in which it runs, with probe id, sudo, whether it is run twice, whether what it reads bounds its output, timeout (s) and cap (bytes).

    Before those of devices stands what turns their pager off, as the probe `network-session`; before those of instances what
    they call, as `KIND-session`.
    """
    probes = plan.probes_on(host)
    asked = list(dict.fromkeys(platform for probe in probes for platform in probe.commands))
    listed = [
        {
            "probe": probe.id,
            "command": command_line(probe),
            "sudo": bool(probe.sudo),
            "account": probe.account,
            "twice": probe.twice,
            "bounded": probe.bounded,
            "timeout": probe.timeout,
            "cap": probe.cap,
        }
        for probe in probes
    ]
    listed = [*(_session_of(kind) for kind in plan.kinds if preamble_of(kind)), *listed]
    if not asked:
        return listed
    begins = text_of_commands({platform: (PAGER_OFF[platform],) for platform in asked})
    return [{**_SESSION, "probe": "network-session", "command": begins}, *listed]


_SESSION = {
    "sudo": False,
    "account": None,
    "twice": False,
    "bounded": False,
    "timeout": 10,
    "cap": KEPT_NOISE,
}


def _session_of(kind: str) -> dict[str, Any]:
    return {**_SESSION, "probe": f"{kind}-session", "command": preamble_of(kind)}


class SudoersLine(Struct, frozen=True):
    """What one probe needs as root, or as another `account`: the commands as sudoers names them; None where only a shell
    could run it.
    """

    probe: str
    account: str
    title: Text
    commands: tuple[str, ...] | None


def sudoers_of(plan: Plan) -> list[SudoersLine]:
    """What the probes of the plan need as root or as another account, in the order in which they run."""
    return [
        SudoersLine(probe.id, probe.account, probe.title, sudoers_commands(probe))
        for probe in plan.probes
        if probe.account is not None
    ]


class InstanceAccount(Struct, frozen=True):
    """An account of hosts as which the clients of these instances run, each with its host."""

    account: str
    instances: tuple[str, ...]


def instance_accounts(root: Path, plan: Plan, contract: str) -> list[InstanceAccount]:
    """The accounts that the contract names for instances of the products that the plan asks, by name.

    Raises UsageError for an unknown contract, InvalidDocuments for one with mistakes.
    """
    agreement = need_agreement(load_workspace(root, judged=False), contract, VISITS)
    found: dict[str, list[str]] = {}
    for asset in agreement.assets:
        for each in asset.host.instances if asset.host is not None else ():
            account = each.login.system_account if each.login is not None else None
            if account is not None and each.kind in plan.kinds:
                found.setdefault(account, []).append(f"{asset.id} {each.id}")
    return [InstanceAccount(account, tuple(named)) for account, named in sorted(found.items())]


def script_of(root: Path, plan: Plan, contract: str | None = None) -> str:
    """The whole script as it is sent, with a nonce that only shows where the real one stands. Raises UsageError for devices."""
    manner = USUAL
    if contract is not None:
        workspace = load_workspace(root, judged=False)
        manner = manner_of(fill(Contract, need(workspace, "Contract", contract).data))
    probes = list(unbound(probe for probe in plan.probes if not probe.commands))
    if plan.probes and not probes:
        raise UsageError("playbook.no-script", playbook=plan.playbook.id)
    return compile_script(probes, manner).with_nonce("NONCE").decode()
