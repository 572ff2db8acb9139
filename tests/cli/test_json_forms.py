"""The JSON of every command: an object with its schema_version, times, clauses and reasons in one form each."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import Workspace, require
from invocations import EXAMPLE, WITH_JSON, once_a_group, shared_example
from json_fields import differences

from fieldops.cli.main import cli

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2}|Z)")
# Sentences and texts of people may begin with a day.
SENTENCES = frozenset(
    {"message", "title", "hint", "note", "heading", "says", "no_due_because", "id", "key", "bad", "good"}
)
CLAUSE = {"kind", "id", "path", "file", "line", "column"}
REASON = {"rule", "result", "message", "clause", "inner"}


pytestmark = EXAMPLE


def _copied(workspace: Workspace, folder: Path) -> Workspace:
    same = copy(workspace)
    same.root = Path(shutil.copytree(workspace.root, folder / "example", symlinks=True))
    return same


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Where nothing is recorded."""
    return _copied(shared_example(tmp_path_factory), tmp_path_factory.mktemp("json"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy in which commands record: what is asked elsewhere does not depend on which of them came before."""
    return _copied(shared_example(tmp_path_factory), tmp_path_factory.mktemp("json"))


def _with_json(command: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, one in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _with_json(one, (*names, name))
    for parameter in command.params:
        if isinstance(parameter.type, click.Choice) and "json" in parameter.type.choices:
            yield names


def test_every_command_that_writes_json_is_tried() -> None:
    assert {" ".join(names) for names in _with_json(cli)} == set(WITH_JSON)


@pytest.mark.parametrize("command", WITH_JSON)
def test_json_is_a_document_with_one_form_of_times_clauses_and_reasons(
    here: Workspace, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if command == "demo":
        require("sshd")
    monkeypatch.chdir(here.root)
    ran = here.run(*command.split(), *WITH_JSON[command], "-o", "json")
    assert ran.code in (0, 1, 3), ran.err
    document = json.loads(ran.out)
    assert next(iter(document)) == "schema_version"
    assert isinstance(document["schema_version"], int)
    check_forms(document)
    # Whoever reads it counts on each field; docs/json.md is where they are listed.
    assert differences(command, document) == []


# Texts for people, and what people have called something.
WORDS = SENTENCES | {"why", "what", "standard", "name", "customer", "reason"}
# Asked twice they answer about two things that happened.
RECORDS = {
    "bundle import",
    "bundle make",
    "demo",
    "finding accept",
    "finding assign",
    "finding close",
    "order correct",
    "order log",
    "order open",
    "order void",
    "order withdraw",
    "swap approve",
    "swap carry-out",
    "swap log",
    "swap propose",
    "swap undo",
    # Clocks run on between two answers.
    "order import",
    "order report",
    "order show",
    "stock receive",
    "stock reserve",
    "stock release",
    "stock issue",
    "stock return",
    "stock move",
    "stock count",
    "stock scrap",
    "stock import",
    "run conclude",
    "run confirm",
    "session close",
    "session open",
    "sign",
    "health",
    "hosts pin",
    "inspect",
    "records checkpoint",
    "schedule consent",
    "schedule done",
    "schedule run",
}


@pytest.mark.parametrize("command", once_a_group(each for each in WITH_JSON if each not in RECORDS))
def test_only_texts_for_people_are_in_the_language_of_the_reader(
    example: Workspace, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.root)
    asked = (*command.split(), *WITH_JSON[command], "-o", "json")
    english, chinese = (example.run(*asked, language=language).json for language in ("en", "zh-CN"))
    assert set(_otherwise(english, chinese)) <= WORDS


def _otherwise(one: Any, other: Any, name: str = "") -> Iterator[str]:
    """The names of the fields in which two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key, value in one.items():
            yield from _otherwise(value, other[key], key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for left, right in zip(one, other, strict=True):
            yield from _otherwise(left, right, name)
    elif one != other:
        yield name


def test_each_line_of_a_batch_is_a_document(here: Workspace) -> None:
    ran = here.run("warranty", "batch", str(here.root / "claims.csv"))
    documents = [json.loads(line) for line in ran.out.splitlines()]
    assert [list(each)[:2] for each in documents] == [["schema_version", "input_line"]] * 2
    for each in documents:
        check_forms(each)


def check_forms(value: Any, name: str = "") -> None:
    """Times, clauses, reasons and kinds anywhere in a document."""
    if name == "kind" and isinstance(value, str):
        # As documents write them: one spelling of each.
        assert "-" not in value, value
    if isinstance(value, str) and name not in SENTENCES and DAY.match(value):
        assert DAY.fullmatch(value) or INSTANT.fullmatch(value), (name, value)
    if isinstance(value, list):
        for each in value:
            check_forms(each, name)
    if isinstance(value, dict):
        _check_object(value, name)
        for key, each in value.items():
            check_forms(each, key)


def _check_object(value: dict[str, Any], name: str) -> None:
    # `before` and `after` of two runs are values, of two contracts clauses.
    if name == "clause" or ("line" in value and "file" in value):
        assert set(value) == CLAUSE, (name, value)
        assert isinstance(value["path"], list)
    if "rule" in value:
        assert set(value) == REASON
        assert value["result"] in ("yes", "no", "unknown", "note")
    # Where something is written is a clause; a problem has a position in a file that may be no document.
    # A host that is imported, and what is said of it, stand in an inventory of another program.
    if "line" in value and name not in ("clause", "before", "after", "accepted_at", "hosts", "remarks"):
        assert "severity" in value, (name, sorted(value))
