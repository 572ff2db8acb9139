"""The checks of a workspace's playbooks that read one probe, as judges; and the mistakes for which a playbook has none."""

from __future__ import annotations

import re

from fieldops.actions.needed import check_playbook
from fieldops.documents.lineage import lineage
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import InvalidDocuments, Problem, by_place
from fieldops.inspection.checks import CheckResult, Judge
from fieldops.inspection.plan import make_plan
from fieldops.inspection.readings import Reading
from fieldops.structs import Struct


class Asking(Struct, frozen=True):
    """What asks a probe: judges by playbook and by the id of their check. `problems`: mistakes, ordered by place, in playbooks
    that ask it too, or that may; these playbooks judge nothing as long as they have them.
    """

    judges: dict[str, dict[str, Judge]]
    problems: tuple[Problem, ...]

    def judge(self, reading: Reading) -> dict[str, dict[str, CheckResult]]:
        """What each check says of the facts that the probe has read."""
        return {
            playbook: {check: judge.judge(reading) for check, judge in judges.items()}
            for playbook, judges in self.judges.items()
        }


def judges_of(workspace: Workspace, playbook: Document) -> dict[str, Judge]:
    """The judges of a playbook by the id of their check. Raises InvalidDocuments."""
    check_playbook(workspace, playbook)
    plan = make_plan((workspace.judge(playbook),), workspace)
    return {judge.check.id: judge for judge in plan.judges}


def asking(workspace: Workspace, probe: str) -> Asking:
    """What of the workspace, shipped playbooks included, asks the probe with that id."""
    judges: dict[str, dict[str, Judge]] = {}
    problems: list[Problem] = [*_unread(workspace, probe)]
    for id in workspace.ids("Playbook"):
        playbook = workspace.get("Playbook", id)
        if playbook is None or not may_ask(workspace, playbook, probe):
            continue
        try:
            found = judges_of(workspace, playbook)
        except InvalidDocuments as mistakes:
            problems += mistakes.problems
            continue
        if own := {check: judge for check, judge in found.items() if judge.check.probe == probe}:
            judges[id] = own
    return Asking(judges, tuple(by_place(problems)))


def may_ask(workspace: Workspace, playbook: Document, probe: str) -> bool:
    """Whether a playbook, or one that it extends, has the probe's id anywhere in its text: one that has not does not ask it.

    By its text, as of a playbook with mistakes nobody knows which check was to ask what.
    """
    return any(_names(each.raw, probe) for each in lineage(workspace, playbook)) or (
        # What it extends cannot be told where its text is no YAML.
        not playbook.readable and b"extends" in playbook.raw
    )


def _names(raw: bytes, id: str) -> bool:
    return re.search(rb"(?<![a-z0-9-])%s(?![a-z0-9-])" % re.escape(id.encode()), raw) is not None


def _unread(workspace: Workspace, probe: str) -> list[Problem]:
    """What is wrong with files that nobody can read, and that name the probe, or may."""
    sources = [each for each in workspace.unread if not each.raw or _names(each.raw, probe)]
    paths = {each.path for each in sources}
    return [each for each in workspace.problems if each.position.path in paths]
