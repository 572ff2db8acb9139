"""References between documents: found along the schemas, followed backwards, never an exception."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTRACT, Workspace

from fieldops.documents import references as module
from fieldops.documents import schema
from fieldops.documents.references import Reference, dependents, references
from fieldops.documents.schema import KINDS, Part
from fieldops.documents.workspace import Document, load_workspace
from fieldops.documents.yaml_text import Node, read_yaml


def found(text: str, kind: str) -> list[Reference]:
    node, _ = read_yaml(text.encode(), "f.yaml")
    assert node is not None
    return list(references(Document("f.yaml", kind, "x", node)))


def test_references_of_a_contract() -> None:
    assert found(CONTRACT, "Contract") == [Reference(("team",), "Team", "team")]


@pytest.mark.parametrize("team", ["TBD", "7", "[team]", "{id: team}", "", "true"])
def test_what_has_the_wrong_form_is_no_reference(team: str) -> None:
    assert found(CONTRACT.replace("team: team", f"team: {team}"), "Contract") == []


@pytest.mark.parametrize("kind", [*KINDS, "Unknown"])
def test_any_data_yield_what_is_there(kind: str) -> None:
    for data in (None, [], "x", {"checks": 1, "team": {"team": ["team"]}, "assets": [[], {"host": 1}]}):
        node = Node(data, (1, 1))
        assert [each for each in module._found(data, (), module._form_of(kind)) if each.id == "x"] == []
        assert references(Document("f.yaml", kind, "x", node)) is not None


# A schema with a reference in each place where one may stand, and one that contains itself.
OTHER = {"type": "string", "x-reference": "Team"}
MADE: dict[str, Any] = {
    "properties": {
        "plain": {"$ref": "common.json#/$defs/id"},
        "marked": {"$ref": "common.json#/$defs/id", "x-reference": "Team"},
        "far": {"$ref": "#/$defs/far"},
        "list": {"type": "array", "items": {"$ref": "#/$defs/far"}},
        "map": {"additionalProperties": {"properties": {"of": {"$ref": "#/$defs/far"}}}},
        "tree": {"$ref": "#/$defs/tree"},
        "again": {"$ref": "#/properties/marked", "x-reference": "Team"},
        "two": {"allOf": [{"x-reference": "Team"}, {"x-reference": "Probe"}]},
        "some": {"items": {"properties": {"id": {}}}},
    },
    "allOf": [
        {"properties": {"late": {"x-reference": "Team"}, "some": {"items": {"properties": {"who": OTHER}}}}},
        {"if": {"required": ["x"]}, "then": {"properties": {"then": OTHER, "never": False}}},
    ],
    "$defs": {
        "far": {"$ref": "common.json#/$defs/id", "x-reference": "Probe"},
        "tree": {"properties": {"who": OTHER, "below": {"items": {"$ref": "#/$defs/tree"}}}},
    },
}
DATA = {
    "plain": "a",
    "marked": "b",
    "far": "c",
    "list": ["d", 1, "TBD", ["x"], "e"],
    "map": {"one": {"of": "f", "off": "x"}, "two": "x"},
    "tree": {"who": "g", "below": [{"who": "h", "below": [{"who": "i"}]}, {"below": "x"}]},
    "again": "j",
    "two": "k",
    "some": [{"id": "x", "who": "l"}],
    "late": "m",
    "then": "n",
    "never": "x",
    "unknown": "x",
}


def test_every_place_where_a_reference_may_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    made = copy.deepcopy(MADE)
    real = schema.schema_file
    monkeypatch.setattr(schema, "schema_file", lambda name: made if name == "made.json" else real(name))
    form = module._form([Part(made, "made.json")], {})
    assert list(module._found(DATA, (), form)) == [
        Reference(("marked",), "Team", "b"),
        Reference(("far",), "Probe", "c"),
        Reference(("list", 0), "Probe", "d"),
        Reference(("list", 4), "Probe", "e"),
        Reference(("map", "one", "of"), "Probe", "f"),
        Reference(("tree", "who"), "Team", "g"),
        Reference(("tree", "below", 0, "who"), "Team", "h"),
        Reference(("tree", "below", 0, "below", 0, "who"), "Team", "i"),
        Reference(("again",), "Team", "j"),
        Reference(("two",), "Team", "k"),
        Reference(("two",), "Probe", "k"),
        Reference(("some", 0, "who"), "Team", "l"),
        Reference(("late",), "Team", "m"),
        Reference(("then",), "Team", "n"),
    ]


def test_every_mark_of_the_schemas_is_a_kind_and_is_found() -> None:
    for kind in KINDS:
        marked = {reference for form in _forms(module._form_of(kind), []) for reference in form.kinds}
        assert marked <= set(KINDS), kind
    assert "Team" in module._form_of("Contract").keys["team"].kinds


def _forms(form: module._Form, seen: list[module._Form]) -> list[module._Form]:
    if form not in seen:
        seen.append(form)
        for inner in (*form.keys.values(), form.others, form.items):
            if inner is not None:
                _forms(inner, seen)
    return seen


# --- backwards ---------------------------------------------------------------------------------------------

CHAIN = {
    ("Contract", "a"): [("Team", "t")],
    ("Contract", "b"): [("Calendar", "c")],
    ("Calendar", "c"): [("Calendar", "d")],
    ("Calendar", "d"): [("Calendar", "c")],
    ("Team", "t"): [],
    ("Playbook", "linux-standard"): [("Probe", "linux-uptime")],
}


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        (set(), set()),
        ({("Team", "t")}, {("Contract", "a")}),
        ({("Team", "gone")}, set()),
        ({("Calendar", "d")}, {("Calendar", "c"), ("Calendar", "d"), ("Contract", "b")}),
        ({("Contract", "a")}, set()),
        ({("Contract", "a"), ("Team", "t")}, {("Contract", "a")}),
        ({("Probe", "linux-uptime")}, {("Playbook", "linux-standard")}),
    ],
)
def test_dependents(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: set[tuple[str, str]],
    reached: set[tuple[str, str]],
) -> None:
    documents = load_workspace(tmp_path)
    for kind, id in CHAIN:
        if kind != "Playbook":  # That one ships.
            documents.documents[kind, id] = Document("f.yaml", kind, id, Node({}, (1, 1)))
    monkeypatch.setattr(
        module,
        "references",
        lambda document: [Reference((), *to) for to in CHAIN.get((document.kind, document.id), [])],
    )
    assert dependents(documents, changed) == reached


def test_dependents_of_real_files(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT + "asets: []\n")
    workspace.write("contracts/b.yaml", CONTRACT.replace("acme", "b").replace("team: team", "team: other"))
    workspace.write("contracts/c.yaml", CONTRACT.replace("acme", "c") + "x: [\n")
    documents = load_workspace(workspace.root, judged=False)
    assert dependents(documents, {("Team", "team")}) == {("Contract", "acme")}
    assert dependents(documents, {("Team", "other")}) == {("Contract", "b")}
