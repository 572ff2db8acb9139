"""The documents that one question about a contract needs, checked: nothing is answered from what `validate` refuses.

Lives here: which mistakes matter to what a contract is read for, and stopping on them. A mistake in another customer's
file stops nobody. Does not live here: the rules themselves (fieldops.rules).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

from fieldops import rules as contract_rules
from fieldops.actions.finding import called, no_such
from fieldops.contracts.agreement import Agreement, agreement_of, asset_documents
from fieldops.documents.lineage import lineage, probes_named
from fieldops.documents.references import references
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import Node, Place
from fieldops.errors import InvalidDocuments, Named, Notice, Position, Problem, Severity, Undecided, by_place
from fieldops.inspection import rules as inspection_rules
from fieldops.structs import Struct


class Purpose(Struct, frozen=True):
    """What a contract is read for: the kinds of shared documents that play a part in it, and the sections of a contract
    that play none. A mistake anywhere else matters; with `codes` only one of these. `failure`: what is raised for one
    that does.
    """

    shared: frozenset[str]
    unused: frozenset[str] = frozenset()
    codes: frozenset[str] | None = None
    failure: type[InvalidDocuments] = InvalidDocuments


# Sections that decide nothing, of the contract and of its equipment.
_IDLE = frozenset(
    ("handover", "fault_prevention", "scope", "out_of_scope", "quality", "retention", "confidentiality")
)
_TIMES = frozenset(("service_level", "service_level_overrides"))
_COVER = frozenset(("warranties", "after_warranty", "lifelong_services"))
_VISITS = frozenset(
    ("access", "inspections", "obligations", "emergency", "team", "account_manager", "assets.host")
)

# All that a contract says and makes due.
WHOLE = Purpose(frozenset(("Team", "ServiceLevel", "Warranty", "Calendar", "EmergencyPlan")))
# Who pays for a fault.
COVER = Purpose(
    frozenset(("Warranty", "Calendar")),
    _IDLE | _TIMES | _VISITS | {"sites", "predecessor"},
    failure=Undecided,
)
# Until when somebody has to act on a report.
TIMES = Purpose(
    frozenset(("ServiceLevel", "Calendar")),
    _IDLE | _COVER | _VISITS | {"acceptances", "predecessor"},
    failure=Undecided,
)
# Since when and until when a contract is in force.
TERM = Purpose(
    frozenset(), _IDLE | _TIMES | _COVER | _VISITS | {"acceptances", "predecessor", "sites", "assets"}
)
# Whether a visit may begin, and who makes it.
VISITS = Purpose(
    frozenset(("Team", "Warranty", "Calendar")),
    _IDLE | _TIMES | {"after_warranty", "lifelong_services", "predecessor", "emergency"},
)
# What a change means: only what says two things, or names what is not there, has no meaning to compare.
MEANING = Purpose(
    WHOLE.shared,
    codes=frozenset(
        (
            "asset.doubled-event",
            "asset.doubled-id",
            "asset.doubled-serial",
            "calendar.off-and-workday",
            "calendar.year-twice",
            "contract.acceptance-doubled",
            "contract.amendments-collide",
            "contract.unknown-time-zone",
            "part.slot-twice",
            "reference.dangling",
            "reference.doubled-entry",
            "reference.doubled-id",
            "service-level.override-doubled",
            "service-level.pause-doubled",
            "team.exceptions-overlap",
            "warranty.cause-covered-and-excluded",
            "warranty.exclusion-doubled",
            "warranty.rollover-without-calendar",
        )
    ),
)

# What decisions tell by themselves, exactly for the days, equipment and visits that it concerns: two warranties of one
# rank are undetermined on the days they share, a visit that nobody may do is refused.
_TOLD_BY_DECISIONS = frozenset(
    ("warranty.overlap", "team.too-few-engineers", "team.too-few-qualified", "team.roster-too-few")
)

# What the rules say of each document, worked out once and kept as long as the workspace is.
_SAID: WeakKeyDictionary[Workspace, dict[tuple[str, str], tuple[Problem, ...]]] = WeakKeyDictionary()
# Links out of the workspace, missing rights: nobody knows what is in the file.
_UNREAD = ("document.symlink", "document.unreadable")


class Needed(Struct, frozen=True):
    """The judged documents of one inspection and the workspace they are from."""

    workspace: Workspace
    contract: Document
    team: Document
    playbooks: tuple[Document, ...]


def needed_documents(root: Path, contract: str, playbooks: Iterable[str]) -> Needed:
    """Find and check the contract with what its visits depend on, the playbooks (each once) and their probes.

    Raises UsageError for an id that does not exist, InvalidDocuments when one of these files has errors.
    """
    workspace = load_workspace(root, judged=False)
    contract_document = need(workspace, "Contract", contract)
    found = {each.id: each for each in (need(workspace, "Playbook", id) for id in playbooks)}
    for playbook in found.values():
        check_playbook(workspace, playbook)
    stop_on_mistakes(workspace, contract_document, VISITS)
    team = workspace.get("Team", str(contract_document.data["team"]))
    assert team is not None  # the contract's rules have looked
    return Needed(workspace, contract_document, team, tuple(found.values()))


def need(
    workspace: Workspace, kind: str, id: str, failure: type[InvalidDocuments] = InvalidDocuments
) -> Document:
    """The document (of a contract its equipment, too), judged. When it is missing and files are broken, those problems: one of them may be it.

    Raises UsageError or the failure.
    """
    _say_unread(workspace)
    document = workspace.get(kind, id) or called(workspace, kind, id)
    errors = [problem for problem in workspace.problems if problem.severity is Severity.ERROR]
    if document is None and errors:
        raise failure(by_place(errors))
    if document is None:
        raise no_such(workspace, kind, id)
    found = workspace.judge(document)
    # A contract's equipment may stand in files of its own.
    files = [found, *(asset_documents(workspace, found.id) if kind == "Contract" else ())]
    if wrong := [file for file in files if not workspace.judge(file).valid]:
        _stop_on_errors(workspace, wrong, failure)
    return found


def _say_unread(workspace: Workspace) -> None:
    """Files that cannot be read at all may hold what belongs to any document: who goes on without them says so."""
    told, workspace.told_unread = workspace.told_unread, True
    for problem in workspace.problems:
        if problem.code in _UNREAD and not told:
            what = Named(problem.code, **problem.values)
            warnings.warn(Notice("workspace.unread", path=problem.position.path, what=what), stacklevel=3)


def need_agreement(workspace: Workspace, id: str, purpose: Purpose = WHOLE) -> Agreement:
    """The contract of that id (or number, title, customer) with everything it refers to, read for that purpose.

    Raises UsageError for an unknown id, InvalidDocuments for mistakes that matter to the purpose (Undecided where a
    decision is asked for): one decides nothing from a contract that says two things, or names what is not there.
    """
    document = need(workspace, "Contract", id, purpose.failure)
    stop_on_mistakes(workspace, document, purpose)
    return agreement_of(workspace, document)


def stop_on_mistakes(workspace: Workspace, contract: Document, purpose: Purpose) -> None:
    """Raise the purpose's failure when what the contract is read with has mistakes that matter to it."""
    if errors := mistakes(workspace, contract, purpose):
        raise purpose.failure(errors)


def mistakes(workspace: Workspace, contract: Document, purpose: Purpose) -> list[Problem]:
    """The errors of a contract, its equipment and what it refers to that matter to what it is read for, by place."""
    documents = _referred(workspace, [contract, *asset_documents(workspace, contract.id)], purpose)
    own = [workspace.judge(document) for document in documents if not document.shipped]
    paths = {document.path for document in own} | _in_the_way(workspace, contract, own, purpose)
    found = [problem for problem in workspace.problems if problem.position.path in paths]
    for document in own:
        found += _mattering(document, _rules_say(workspace, document), purpose)
    return [each for each in _errors(found) if purpose.codes is None or each.code in purpose.codes]


def errors_in(workspace: Workspace, path: str) -> list[Problem]:
    """Every error of one file, as `validate` shows them: whoever says how many there are counts these."""
    found = [problem for problem in workspace.problems if problem.position.path == path]
    for document in [*workspace.documents.values(), *workspace.doubled]:
        if document.path == path:
            judged = workspace.judge(document)
            found += contract_rules.check_rules(workspace, judged)
            found += inspection_rules.check_rules(workspace, judged)
    problems = by_place(contract_rules.said_once(found))
    return [each for each in problems if each.severity is Severity.ERROR]


def _mattering(document: Document, problems: Iterable[Problem], purpose: Purpose) -> Iterator[Problem]:
    """Those of a document's problems that stand where the purpose reads: not in a section or a name that it does not use."""
    others = {
        document.position(*each.path) for each in references(document) if each.kind not in purpose.shared
    }
    for each in problems:
        section = _section(document, each.position) if document.kind in ("Contract", "Assets") else ""
        unused = section in purpose.unused or section.partition(".")[0] in purpose.unused
        if not unused and not (each.code == "reference.dangling" and each.position in others):
            yield each


def sound(workspace: Workspace, document: Document) -> Document | None:
    """The document, judged; None where it has mistakes, or another one has its kind and id."""
    judged = workspace.judge(document)
    wrong = {problem.position.path for problem in workspace.problems if problem.severity is Severity.ERROR}
    if not judged.valid or judged.path in wrong or _errors(_rules_say(workspace, judged)):
        return None
    return judged


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [
        problem
        for problem in by_place(contract_rules.said_once(problems))
        if problem.severity is Severity.ERROR and problem.code not in _TOLD_BY_DECISIONS
    ]


def _rules_say(workspace: Workspace, document: Document) -> tuple[Problem, ...]:
    """What rules say of the document and what it decides; a secret in it decides nothing."""
    kept = _SAID.setdefault(workspace, {})
    key = document.kind, document.id
    if key not in kept:
        kept[key] = tuple(contract_rules.check_rules(workspace, document, deciding=True))
    return kept[key]


def _referred(workspace: Workspace, documents: Iterable[Document], purpose: Purpose) -> list[Document]:
    """These documents, and at any distance the shared ones that they refer to and that play a part."""
    waiting, found = list(documents), {}
    while waiting:
        each = waiting.pop()
        if (each.kind, each.id) not in found:
            found[each.kind, each.id] = each
            named = (
                workspace.get(one.kind, one.id) for one in references(each) if one.kind in purpose.shared
            )
            waiting += [one for one in named if one is not None]
    return list(found.values())


def _in_the_way(
    workspace: Workspace, contract: Document, documents: list[Document], purpose: Purpose
) -> set[str]:
    """The files besides these that have a mistake and may be meant: of the same kind and id, or of an unknown one."""
    keys = {(document.kind, document.id) for document in documents}
    found = {
        other.path
        for other in workspace.doubles
        if (other.kind, other.id) in keys or (other.kind, other.text("contract")) == ("Assets", contract.id)
    }
    if workspace.unread_naming("Assets", "contract", contract.id):
        equipment = workspace.naming("Assets", "contract", "")
        found |= {workspace.judge(file).path for file in equipment if not file.readable}
        found |= {source.path for source in workspace.unread}
    elif workspace.unread and any(
        each.kind in purpose.shared and workspace.cannot_be_read(each.kind, each.id)
        for document in documents
        for each in references(document)
    ):
        found |= {source.path for source in workspace.unread}
    return found


def _section(document: Document, position: Position) -> str:
    """The section of a contract in which a place lies; inside an amendment the section that it replaces, of a piece of
    equipment ``assets.host`` or another of its own.
    """
    place = position.line, position.column
    section, entry = _begun(document.node, place)
    if section == "amendments":
        section, sets = _begun(entry, place)
        section = _begun(sets, place)[0] if section == "sets" else "amendments"
    elif section == "assets":
        section = f"assets.{_begun(entry, place)[0]}"
    return section


def _begun(node: Node, place: Place) -> tuple[str, Node]:
    """The last key of the mapping that begins before a place, and its value; of a list the entry."""
    key = max(((at, key) for key, at in node.keys.items() if at <= place), default=(place, ""))[1]
    inner = node.children.get(key, node)
    entries = [(each.place, at) for at, each in inner.children.items() if each.place <= place]
    is_list = isinstance(inner.data, list) and entries
    return key, inner.children[max(entries)[1]] if is_list else inner


def check_playbook(workspace: Workspace, playbook: Document) -> None:
    """Raise InvalidDocuments when the playbook, one that it extends, or one of their probes has errors."""
    books = [workspace.judge(each) for each in lineage(workspace, playbook)]
    _stop_on_errors(workspace, [*books, *_probes(workspace, books)])


def check_probe(workspace: Workspace, probe: Document) -> None:
    """Raise InvalidDocuments when the probe has errors."""
    _stop_on_errors(workspace, [workspace.judge(probe)])


def _probes(workspace: Workspace, playbooks: Iterable[Document]) -> Iterator[Document]:
    ids = sorted({id for each in playbooks for id in probes_named(each)})
    return (found for id in ids if (found := workspace.get("Probe", id)) is not None)


def _stop_on_errors(
    workspace: Workspace, documents: Iterable[Document], failure: type[InvalidDocuments] = InvalidDocuments
) -> None:
    # What ships with fieldops has been checked by its tests.
    own = [workspace.judge(document) for document in documents if not document.shipped]
    paths = {document.path for document in own}
    found: list[Problem] = [problem for problem in workspace.problems if problem.position.path in paths]
    for document in own:
        found += contract_rules.check_rules(workspace, document)
        found += inspection_rules.check_rules(workspace, document)
    if errors := _errors(found):
        raise failure(errors)
