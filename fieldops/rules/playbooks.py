"""Rules of playbooks about the rest of the workspace. What is wrong within one is `fieldops.inspection.rules`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Problem
from fieldops.rules.estate import once
from fieldops.rules.rule import Rule, looks_at, warning
from fieldops.rules.sections import texts_at


def _changes_some(document: Document) -> bool:
    """Whether it changes anything."""
    return any(True for _ in document.entries("override"))


@looks_at("Contract", "Assets", of=_changes_some)
def hosts_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """playbook.no-such-host, playbook.no-such-group (warnings): what a playbook changes for some hosts is for hosts and
    groups that a contract of the workspace has. A misspelt one would change nothing, and nobody would see it.
    """
    for index in document.entries("override"):
        for key, code in (("hosts", "playbook.no-such-host"), ("groups", "playbook.no-such-group")):
            for place, name in texts_at(document, "override", index, key):
                known = once(workspace, _known)[key]
                if name not in known:
                    yield warning(document, place, code, name=name, choices=nearest(name, known))


def _known(workspace: Workspace) -> Mapping[str, dict[str, None]]:
    """The ids of all hosts in the workspace's contracts, and their groups."""
    known: dict[str, dict[str, None]] = {"hosts": {}, "groups": {}}
    for document in (each for kind in ("Contract", "Assets") for each in workspace.of_kind(kind)):
        for at in document.entries("assets"):
            id = document.text("assets", at, "id")
            if id and "host" in document.keys("assets", at):
                known["hosts"][id] = None
                known["groups"] |= {
                    name: None for _, name in texts_at(document, "assets", at, "host", "groups")
                }
    return known


RULES: dict[str, tuple[Rule, ...]] = {"Playbook": (hosts_exist,)}
