"""Rules of playbooks about the rest of the workspace. What is wrong within one is `fieldops.inspection.rules`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldops.documents.choices import nearest
from fieldops.documents.lineage import lineage
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import once
from fieldops.rules.rule import Rule, looks_at, warning
from fieldops.rules.sections import ids_at, texts_at

# Where a playbook names hosts, groups and categories, below itself and each entry of its lists.
_NAMED: tuple[tuple[str | None, Path, str], ...] = (
    (None, ("on", "groups"), "groups"),
    (None, ("on", "categories"), "categories"),
    ("checks", ("on", "groups"), "groups"),
    ("checks", ("on", "categories"), "categories"),
    ("checks", ("groups",), "groups"),
    ("manual", ("on", "groups"), "groups"),
    ("manual", ("on", "categories"), "categories"),
    ("override", ("hosts",), "hosts"),
    ("override", ("groups",), "groups"),
)
_CODES = {
    "hosts": "playbook.no-such-host",
    "groups": "playbook.no-such-group",
    "categories": "playbook.no-such-category",
}


def _named(document: Document) -> Iterator[tuple[Path, str, str]]:
    """Where something is said of some hosts: place, what is named (a key of `_CODES`), and the name."""
    for listed, path, kind in _NAMED:
        roots: list[Path] = [()] if listed is None else [(listed, at) for at in document.entries(listed)]
        for root in roots:
            for place, name in texts_at(document, *root, *path):
                yield place, kind, name


def _names_some(document: Document) -> bool:
    """Whether it says anything of some hosts only."""
    return any(True for _ in _named(document))


@looks_at("Contract", "Assets", of=_names_some)
def hosts_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """playbook.no-such-host, playbook.no-such-group, playbook.no-such-category (warnings): what a playbook says of some
    hosts is said of hosts, groups and categories that a contract of the workspace has. A misspelt one would hold for
    nobody, and nobody would see it. Where no contract has a host, a playbook is being written by itself.
    """
    for place, kind, name in _named(document):
        known = once(workspace, _known)
        if kind == "hosts" and _is_of_item(workspace, document, place):
            kind = "assets"
        if known["hosts"] and name not in known[kind]:
            yield warning(
                document,
                place,
                _CODES.get(kind, _CODES["hosts"]),
                name=name,
                choices=nearest(name, known[kind]),
            )


def _is_of_item(workspace: Workspace, document: Document, place: Path) -> bool:
    """Whether a change is one of a manual item: people look at equipment that has no host, too."""
    changed = document.text(*place[:2], "check")
    return any(changed in ids_at(each, "manual") for each in lineage(workspace, document))


def _known(workspace: Workspace) -> Mapping[str, dict[str, None]]:
    """The ids of all hosts in the workspace's contracts, their groups, and the ids and categories of all equipment."""
    known: dict[str, dict[str, None]] = {"hosts": {}, "assets": {}, "groups": {}, "categories": {}}
    for document in (each for kind in ("Contract", "Assets") for each in workspace.of_kind(kind)):
        for at in document.entries("assets"):
            id, category = document.text("assets", at, "id"), document.text("assets", at, "category")
            known["categories"] |= {category: None} if category else {}
            known["assets"] |= {id: None} if id else {}
            if id and "host" in document.keys("assets", at):
                known["hosts"][id] = None
                known["groups"] |= {
                    name: None for _, name in texts_at(document, "assets", at, "host", "groups")
                }
    return known


RULES: dict[str, tuple[Rule, ...]] = {"Playbook": (hosts_exist,)}
