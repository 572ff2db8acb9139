"""What a rule declares of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import Position, Problem
from fieldops.rules import all_rules, looks_from
from fieldops.rules.rule import FarSighted, told_once

ROOT = Path(__file__).parents[2]
# What two contracts or stocks have with each other is found in either of them; a hint names the ids that exist.
TOLD_ON_BOTH_SIDES = {"serial_in_one_contract", "references_exist"}


class Watched(Workspace):
    """A workspace that remembers of which kinds all documents were asked for."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(**{one.name: getattr(workspace, one.name) for one in fields(Workspace)})
        self.asked: set[str] = set()

    def of_kind(self, kind: str) -> Iterator[Document]:
        self.asked.add(kind)
        return super().of_kind(kind)


def test_a_rule_that_looks_at_all_documents_of_a_kind_declares_it() -> None:
    examples = load_workspace(ROOT)
    far = 0
    for kind, rule in all_rules():
        watched = Watched(examples)
        for document in list(examples.documents.values()):
            if kind in ("*", document.kind):
                list(rule(watched, document))
        declared = rule.kinds if isinstance(rule, FarSighted) else frozenset()
        name = (rule.rule if isinstance(rule, FarSighted) else rule).__name__
        far += bool(declared)
        assert watched.asked <= declared or name in TOLD_ON_BOTH_SIDES, name
    assert far


def seen_by(kind: str) -> set[str]:
    """The kinds of the examples' documents of which a rule looks at all documents of `kind`."""
    workspace = load_workspace(ROOT, judged=False)
    return {each.kind for each in workspace.documents.values() if looks_from(each, {kind})}


def test_a_change_of_a_kind_is_seen_by_those_whose_rules_look_at_it() -> None:
    assert seen_by("PartCatalogue") == {"Contract", "Assets"}
    assert seen_by("Stock") == {"Stock", "Contract"}
    assert seen_by("Assets") == {"Stock"}
    assert seen_by("Contract") == {"Stock", "Calendar", "Settings"}
    assert seen_by("ServiceLevel") == seen_by("Warranty") == {"Calendar"}
    assert seen_by("Team") == {"Settings"}


def test_only_a_playbook_that_says_something_of_some_hosts_looks_at_contracts() -> None:
    head = "apiVersion: fieldops/v1\nkind: Playbook\nid: ours\n"
    narrow = (
        "override: [{check: load, hosts: [db]}]",
        "on: {groups: [db]}",
        "checks: [{on: {categories: [pc]}}]",
        "manual: [{on: {groups: [db]}}]",
    )
    for text, looks in (
        (head, False),
        (f"{head}override: [{{check: load}}]\n", False),
        *((f"{head}{each}\n", True) for each in narrow),
    ):
        node, _ = read_yaml(text.encode(), "ours.yaml")
        assert node is not None
        assert looks_from(Document("ours.yaml", "Playbook", "ours", node), {"Contract"}) is looks


def test_what_holds_for_several_versions_of_the_terms_is_told_for_the_first() -> None:
    place, other = Position("a.yaml", 1, 1), Position("a.yaml", 2, 1)
    told = [
        Problem(place, "x", {"n": 1}),
        Problem(place, "x", {"n": 2}),
        Problem(place, "y"),
        Problem(other, "x"),
    ]
    rule = told_once(lambda workspace, document: iter(told))
    workspace = load_workspace(ROOT, judged=False)
    found = list(rule(workspace, next(workspace.of_kind("Team"))))
    assert found == [told[0], told[2], told[3]]
