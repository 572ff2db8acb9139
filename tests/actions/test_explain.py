"""Every code that a problem can have is listed by `fieldops explain`, and what is asked for wrongly gets sensible advice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import fieldops
from fieldops.actions.manual import bundled_schema, explain, listed_codes
from fieldops.errors import UsageError
from fieldops.messages import CATALOGUE

PACKAGE = Path(fieldops.__file__).parent
# What makes a problem: of a value, of a text, of a file. A `Stop` ends the reading of a text, a `Repair` names its mistake.
MAKERS = {
    *("Problem", "problem", "warning", "_problem", "_warning", "_Stop", "repair", "_mistake", "other_file"),
    *("_limit", "_length"),
}
# What reads and judges documents says nothing else; what it takes apart into words is no code.
READING = ("documents", "rules")
AREAS = ("yaml.", "document.", "reference.", "check.", "probe.", "text.", "pins.")


def codes_in(node: ast.AST) -> Iterator[str]:
    """The codes that are written in a piece of source, those of named values aside."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value in CATALOGUE:
            yield inner.value


# Recorded cases, answers to manual items, logs of orders and of swaps are no documents of a workspace.
OF_NO_DOCUMENT = (
    *("form.", "field.", "os.", "case.", "advice.", "manual.form"),
    *("order.", "swap.contradicts"),
)


def said(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield from (
                code for code in codes_in(node) if name in MAKERS and not code.startswith(OF_NO_DOCUMENT)
            )
    if file.relative_to(PACKAGE).parts[0] in READING:
        yield from (code for code in codes_in(tree) if code.startswith(AREAS))


def test_every_code_that_a_problem_can_have_is_listed() -> None:
    files = [
        file
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] in (*READING, "actions", "inspection")
    ]
    found = {code for file in files for code in said(file)}
    assert len(found) > 200
    assert sorted(found - set(listed_codes())) == []


@pytest.mark.parametrize(
    "code",
    [
        "yaml.not-utf8",
        "yaml.other-encoding",
        "schema.required",
        "schema.type",
        "document.symlink",
        "document.not-mapping",
    ],
)
def test_codes_without_an_entry_of_their_own_are_listed_and_said(code: str) -> None:
    assert code in listed_codes()
    assert explain(code).code == code


@pytest.mark.parametrize(
    ("asked", "near"),
    [("yaml.not-utf", "yaml.not-utf8"), ("YAML.Tab", "yaml.tab"), ("schema.typ", "schema.type")],
)
def test_the_nearest_codes_are_asked_for(asked: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        explain(asked)
    named = raised.value.values["near"]
    assert raised.value.code == "explain.unknown-near"
    assert isinstance(named, tuple)
    assert named[0] == near


@pytest.mark.parametrize("asked", ["zzz", "-", "", "什么"])
def test_where_nothing_is_like_it_nothing_is_asked_for(asked: str) -> None:
    for refused, code in ((explain, "explain.unknown"), (bundled_schema, "schema.no-kind")):
        with pytest.raises(UsageError) as raised:
            refused(asked)
        assert (raised.value.code, "near" in raised.value.values) == (code, False)
