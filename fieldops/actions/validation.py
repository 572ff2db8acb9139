"""Validating a workspace: everything that is wrong with all files, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.pins import pinned, pins_of
from fieldops.contracts import rules as contract_rules
from fieldops.contracts.model import Contract
from fieldops.documents.typed import fill
from fieldops.documents.workspace import (
    Document,
    Workspace,
    load_workspace,
    shown_path,
    yaml_files,
)
from fieldops.errors import Problem, Severity, UsageError, by_place
from fieldops.inspection import rules as inspection_rules


@dataclass(frozen=True, slots=True)
class Validation:
    """How many files were read and what is wrong with them, ordered by place."""

    files: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """The number of problems that are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def validate(root: Path, paths: Sequence[Path] = ()) -> Validation:
    """Every problem of the workspace at `root`, or of these files and folders of it.

    References are looked up in the whole workspace either way. Raises UsageError for a path that does not exist.
    """
    chosen = [file for path in paths for file in _expand(path)]
    workspace = load_workspace(root, judged=not paths)
    for file in chosen:
        if shown_path(root, file) not in workspace.files:
            workspace.add(file)
    wanted = {shown_path(root, file) for file in chosen} if paths else set(workspace.files)
    problems = by_place(_problems(workspace, wanted))
    return Validation(len(wanted), tuple(problem for problem in problems if problem.position.path in wanted))


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        return list(yaml_files(path))
    if not path.is_file():
        raise UsageError("workspace.no-such-path", path=str(path))
    return [path]


def _problems(workspace: Workspace, wanted: set[str]) -> list[Problem]:
    """The problems found while reading, and those of the rules for the documents in the files `wanted`."""
    found: list[Problem] = []
    for document in list(workspace.documents.values()):
        if document.path in wanted:
            judged = workspace.judge(document)
            broken = contract_rules.check_rules(workspace, judged)
            found.extend(broken)
            found.extend(inspection_rules.check_rules(workspace, judged))
            if judged.kind == "Contract" and judged.valid and not broken:
                found.extend(_unpinned(workspace, judged))
    return [*workspace.problems, *found]


def _unpinned(workspace: Workspace, document: Document) -> list[Problem]:
    # A warning: the contract is right, but its next inspection would refuse these hosts.
    contract = fill(Contract, document.data)
    pins = pins_of(workspace, document)
    found: list[Problem] = []
    for index, asset in enumerate(contract.assets):
        if asset.host is not None and asset.host.transport == "ssh" and not pinned(pins, asset.host):
            place = document.position("assets", index, "host", "address")
            values = {"address": asset.host.address, "contract": contract.id}
            found.append(Problem(place, "contract.host-not-pinned", values, Severity.WARNING))
    return found
