"""What docs/promises.md says of each promise of which it says that it is checked, read back, made due and recorded."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from properties import DAY, EXAMPLES, agreement, changes, contract, used_documents, with_data, workspace

from fieldops.actions.schedules import record_done, schedule
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation, OnRequest, due_between, on_request
from fieldops.contracts.reasons import Clause
from fieldops.documents.judging import check_schema
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.documents.yaml_text import Path as Where
from fieldops.schedule.standing import State
from tests.contracts.test_reading import unheard
from tests.promises.claims import ROOT, every_claim, lines_of

FROM, TO = date(2025, 1, 1), date(2031, 12, 31)


# --- validate ------------------------------------------------------------------------------------------


def slip(line: str) -> str:
    """The line with a letter too many in its first key; a value that is none where there is no key."""
    renamed = re.sub(r"([A-Za-z_]):(?= |$)", r"\1x:", line, count=1)
    return renamed if renamed != line else re.sub(r"- .*", "- {nothing: 7}", line)


@cache
def slip_is_told(path: str, line: int) -> bool:
    """Whether a slip in that line is told there. Promises share lines: each is asked about once."""
    text = (ROOT / path).read_text("utf-8").split("\n")
    text[line - 1] = slip(text[line - 1])
    node, _ = read_yaml("\n".join(text).encode("utf-8"), path)
    assert node is not None
    return line in [problem.position.line for problem in check_schema(node, path)[1]]


@every_claim("validate")
def test_a_slip_in_any_line_of_a_promise_is_told_where_it_is(promise: str) -> None:
    lines = lines_of(promise)
    assert lines
    assert [place for place in lines if not slip_is_told(*place)] == []


# --- contract show -------------------------------------------------------------------------------------


@cache
def readers() -> dict[str, tuple[str, Document]]:
    """Each document that is read back with a contract, by path: with the first contract that it is read back with."""
    return {each.path: (id, each) for id in reversed(EXAMPLES) for each in used_documents(id)}


def values_on(node: Node, line: int, where: Where = ()) -> Iterator[Where]:
    """The single values that begin on that line."""
    if not node.children and node.place[0] == line:
        yield where
    for step, child in node.children.items():
        yield from values_on(child, line, (*where, step))


@cache
def as_agreed(id: str) -> Agreement:
    return agreement(id)


@cache
def is_read_back(path: str, line: int) -> bool | None:
    """Whether another value on that line is heard in both languages; None where none there is read back with an example.

    Promises share lines: each is asked about once.
    """
    id, document = readers().get(path, ("", None))
    if document is None:
        return None
    places = values_on(document.node, line)
    change = next((one for where in places for one in changes(document, None, where)), None)
    if change is None:
        return None
    return not unheard(
        as_agreed(id), agreement(id, contract(id), with_data(document, change.data)), change.languages
    )


@every_claim("contract show")
def test_what_expresses_a_promise_is_read_back_in_both_languages(promise: str) -> None:
    """One value of each line is another: tests/contracts/test_reading.py changes them all."""
    told = {place: is_read_back(*place) for place in lines_of(promise, "contracts/")}
    assert [place for place, read in told.items() if read is False] == []
    assert any(told.values()), "no line of this promise is read back with an example"


# --- contract obligations, schedule done ---------------------------------------------------------------


@cache
def what_is_due() -> tuple[tuple[str, DueObligation], ...]:
    return tuple((id, due) for id in EXAMPLES for due in due_between(agreement(id), FROM, TO))


@cache
def what_is_asked_for() -> tuple[tuple[str, OnRequest], ...]:
    return tuple((id, one) for id in EXAMPLES for one in on_request(agreement(id)))


@cache
def places_of(promise: str) -> frozenset[tuple[str, str, Where]]:
    """The clauses at and around the values that express the promise."""
    by_path = {document.path: document for document in workspace().documents.values()}
    found = set()
    for path, line in lines_of(promise, "contracts/"):
        document = by_path[path]
        for where in values_on(document.node, line):
            found |= {(document.kind, document.id, where[:length]) for length in range(len(where) + 1)}
    return frozenset(found)


def expresses(promise: str, clause: Clause) -> bool:
    """Whether a line of the promise stands at the clause or in the entry that it names."""
    return clause in places_of(promise)


@every_claim("contract obligations")
def test_what_a_promise_makes_due_is_listed_with_its_clause(promise: str) -> None:
    assert any(expresses(promise, due.clause) for _, due in what_is_due())


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("promises")
    shutil.copytree(ROOT / "contracts", root / "contracts")
    shutil.copytree(ROOT / "playbooks", root / "playbooks")
    return root


@every_claim("schedule done")
def test_that_a_promise_was_kept_can_be_recorded(promise: str, examples: Path) -> None:
    asked = [(id, one.done_on(DAY)) for id, one in what_is_asked_for() if expresses(promise, one.clause)]
    due = [(id, one) for id, one in what_is_due() if not one.passing and expresses(promise, one.clause)]
    id, one = next(iter(asked or due))
    name = one.id if asked else one.key
    now = datetime.combine(one.latest, time(4), UTC)
    assert record_done(examples, name, one.day, None, None, now).state is State.DONE
    listed, _ = schedule(examples, id, now, one.day, one.day)
    assert [each.standing.state for each in listed if each.standing.due.key == one.key] == [State.DONE]
