"""All contracts of a workspace that can be read, and those that are left out because of mistakes: never silently."""

from __future__ import annotations

from fieldops.actions.needed import WHOLE, Purpose, need_agreement
from fieldops.contracts.agreement import Agreement
from fieldops.documents.places import FOLDERS
from fieldops.documents.workspace import Workspace
from fieldops.errors import InvalidDocuments, Severity
from fieldops.structs import Struct


class LeftOut(Struct, frozen=True):
    """A contract of which nothing is known because of `mistakes` in these files; `id` is None (and there are no mistakes
    to show) for a file that is no document at all.
    """

    id: str | None
    paths: tuple[str, ...]
    mistakes: InvalidDocuments | None = None


class Readable(Struct, frozen=True):
    """The contracts that can be read, in the workspace's order, and the others."""

    agreements: tuple[Agreement, ...]
    left_out: tuple[LeftOut, ...] = ()


def readable(workspace: Workspace, purpose: Purpose = WHOLE) -> Readable:
    """Every contract of the workspace with everything it refers to, read for that purpose."""
    agreements: list[Agreement] = []
    left_out = [LeftOut(None, (path,)) for path in unreadable(workspace)]
    for document in list(workspace.of_kind("Contract")):
        try:
            agreements.append(need_agreement(workspace, document.id, purpose))
        except InvalidDocuments as mistakes:
            paths = {problem.position.path for problem in mistakes.problems} or {document.path}
            left_out.append(LeftOut(document.id, tuple(sorted(paths)), mistakes))
    return Readable(tuple(agreements), tuple(left_out))


def unreadable(workspace: Workspace) -> list[str]:
    """The files of contracts/ that are no document at all, so that nobody knows whether one is a contract."""
    known = {document.path for document in (*workspace.documents.values(), *workspace.doubles)}
    wrong = {each.position.path for each in workspace.problems if each.severity is Severity.ERROR}
    return sorted(path for path in wrong - known if path.startswith(f"{FOLDERS[0]}/"))
