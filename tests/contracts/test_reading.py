"""A contract that is read back says all of it: no property of an example can change without a word of `contract show`.

Acceptance 4 of issue 10. Each property of each example contract, and of what it refers to, is changed in turn to
something else that the schema accepts; what is said must change in both languages. Documents' own names (`id`, `kind`,
`contract`) are left out: to change them is to refer to something else.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.reading.line import Section
from fieldops.contracts.reading.whole import read_back
from fieldops.contracts.versions import AMENDABLE
from fieldops.documents.judging import check_schema
from fieldops.documents.schema import layers_of
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import Node
from fieldops.documents.yaml_text import Path as Where
from fieldops.messages import LANGUAGES, say, say_value

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")
DAY = date(2026, 11, 28)

# Properties that can only go, not be something else by themselves: they say which others there are, or have one value.
DECIDES = {"kind", "trigger", "price", "renewal", "best_effort", "until", "policy"}
# What a document says about itself as a file, and whom it belongs to.
OF_THE_FILE = {"apiVersion", "kind", "id", "contract"}


@dataclass(frozen=True)
class Change:
    """A document with one property changed; `languages`: in which of them it must be heard."""

    kind: str
    id: str
    where: Where
    data: dict[str, Any]
    languages: tuple[str, ...]

    @property
    def property(self) -> tuple[str, ...]:
        return (self.kind, *("*" if isinstance(step, int) else step for step in self.where))


@cache
def workspace() -> Workspace:
    return load_workspace(REPOSITORY)


def agreement(id: str, *changed: Document) -> Agreement:
    """The example, with some documents in place of its own."""
    found = workspace()
    documents = {**found.documents, **{(each.kind, each.id): each for each in changed}}
    other = replace(found, documents=documents)
    return agreement_of(other, documents["Contract", id])


def heard(sections: list[Section], language: str) -> str:
    said = []
    for section in sections:
        said.append(say(section.heading, language))
        said += [f"{say_value(line.whole, language)} {line.article} {line.id}" for line in section.lines]
    return "\n".join(said)


def with_data(document: Document, data: dict[str, Any]) -> Document:
    node = document.node
    return replace(document, tree=Node(data, node.place, node.keys, node.children))


def schema_accepts(document: Document, data: dict[str, Any]) -> bool:
    return not check_schema(Node(data, (1, 1)), document.path)[1]


def leaves(data: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if where or key not in OF_THE_FILE:
                yield from leaves(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*where, index))
    else:
        yield where, data


def put(data: dict[str, Any], where: Where, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(data)
    at: Any = changed
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value
    return changed


def others(kind: str, where: Where, value: Any) -> Iterator[Any]:
    """Other values that may stand there; the schema says which may."""
    layers = layers_of(kind, where)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    for layer in layers:
        yield from (choice for choice in layer.get("enum", ()) if choice != value)
        if "x-reference" in layer:
            yield from (id for id in workspace().ids(layer["x-reference"]) if id != value)
    if isinstance(value, str):
        yield from _other_texts(value)


def _other_texts(text: str) -> Iterator[str]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        yield (date.fromisoformat(text) + timedelta(days=40)).isoformat()
    if text.startswith("ssh-"):
        yield text.replace("AAAAI", "AAAAJ", 1)
    yield re.sub(r"[0-9]", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
    yield re.sub(r"[0-9](?=[^0-9]*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)
    yield from (text + "-x", text + " x", "x" + text)


def changes(document: Document, seen: set[object] | None, within: Where = ()) -> Iterator[Change]:
    """Each property of the document below `within`, with another value and without it: those not `seen` before (None: all)."""
    for where, value, data in (*_changed(document, within), *_dropped(document, within)):
        language = where[-1] in LANGUAGES and value is not None
        languages = (str(where[-1]),) if language else LANGUAGES
        change = Change(document.kind, document.id, where, data, languages)
        key = (change.property, value is None)
        if seen is None or key not in seen:
            if seen is not None:
                seen.add(key)
            yield change


def _changed(document: Document, within: Where) -> Iterator[tuple[Where, Any, dict[str, Any]]]:
    for where, value in leaves(document.data):
        if where[: len(within)] != within:
            continue
        found = (
            put(document.data, where, other)
            for other in others(document.kind, where, value)
            if other != value
        )
        data = next((each for each in found if schema_accepts(document, each)), None)
        # What says which other properties there are cannot change by itself; it can go with them.
        if data is not None:
            yield where, value, data
        else:
            assert where[-1] in DECIDES or isinstance(where[-1], int), (document.path, where, value)


def _dropped(document: Document, within: Where) -> Iterator[tuple[Where, None, dict[str, Any]]]:
    for where in places(document.data):
        if where[: len(within)] != within or where == within:
            continue
        data = copy.deepcopy(document.data)
        at: Any = data
        for step in where[:-1]:
            at = at[step]
        del at[where[-1]]
        # A text that is written in one language serves both; so does a clause for what is inside of it.
        same = where[-1] in LANGUAGES or (where[-1] == "clause" and _clause_around(document, where))
        if not same and schema_accepts(document, data):
            yield where, None, data


def _clause_around(document: Document, where: Where) -> bool:
    around: Any = document.data
    outer = [around.get("clause")]
    for step in where[:-2]:
        around = around[step]
        outer.append(around.get("clause") if isinstance(around, dict) else None)
    return document.text(*where) in outer


def places(data: Any, where: Where = ()) -> Iterator[Where]:
    """Every property and every entry of a list."""
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        if where or step not in OF_THE_FILE:
            yield (*where, step)
            yield from places(data[step], (*where, step))


def used_documents(id: str) -> list[Document]:
    found = agreement(id)
    # Public holidays are the law's, not the contract's: who names them is said, not each day.
    calendars = {("Calendar", each) for each in found.calendars}
    return [
        document
        for key, document in found.documents.items()
        if document.kind != "Calendar" or key in calendars
    ]


def silent(id: str, documents: list[Document], base: Document, seen: set[object] | None) -> list[Change]:
    """The changes of these documents of the example (whose contract is `base`) after which the same is said as before."""
    before = read_back(agreement(id, base), DAY)
    said = {language: heard(before, language) for language in LANGUAGES}
    found = []
    for document in documents:
        for change in changes(document, seen):
            after = read_back(agreement(id, base, with_data(document, change.data)), DAY)
            if any(heard(after, language) == said[language] for language in change.languages):
                found.append(replace(change, data={}))
    return found


def contract(id: str) -> Document:
    return workspace().documents["Contract", id]


def test_no_property_of_an_example_changes_without_a_word() -> None:
    seen: set[object] = set()
    for id in EXAMPLES:
        assert silent(id, used_documents(id), contract(id), seen) == []
    assert len(seen) > 500


@pytest.mark.long
@pytest.mark.parametrize("id", EXAMPLES)
def test_no_property_of_an_example_changes_without_a_word_wherever_it_stands(id: str) -> None:
    assert silent(id, used_documents(id), contract(id), None) == []


def amended(id: str, applies_from: date) -> Document:
    """The example with all that an amendment can set moved into one."""
    signed = contract(id)
    sets = {name: signed.data[name] for name in AMENDABLE if name in signed.data}
    amendment = {
        "id": "all",
        "date": "2026-06-01",
        "applies_from": applies_from.isoformat(),
        "rationale": "x",
    }
    return with_data(signed, {**signed.data, "amendments": [{**amendment, "sets": sets}]})


@pytest.mark.parametrize("applies_from", [DAY - timedelta(days=30), DAY + timedelta(days=30)])
def test_no_property_of_an_amendment_changes_without_a_word(applies_from: date) -> None:
    """What is in force, and what will be."""
    seen: set[object] = set()
    for id in EXAMPLES:
        document = amended(id, applies_from)
        said = {language: heard(read_back(agreement(id, document), DAY), language) for language in LANGUAGES}
        for change in changes(document, seen, ("amendments", 0, "sets")):
            # A section that the amendment does not set is as it was signed: here the same.
            if len(change.where) == 4:
                continue
            after = read_back(agreement(id, with_data(document, change.data)), DAY)
            for language in change.languages:
                assert heard(after, language) != said[language], change.where
    assert len(seen) > 100


def test_a_line_says_where_it_stands_in_the_paper_and_in_the_file() -> None:
    found = agreement("archive-digitisation")
    lines = [line for section in read_back(found, DAY) for line in section.lines]
    by_sentence = {say_value(line.said, "zh-CN"): line for line in lines}
    respond = by_sentence["故障报修，所有等级：响应，5 分钟内（7×24 小时）"]
    assert respond.article == "第 3 条"
    assert found.position(respond.clause).path == "contracts/service-levels/archive-support.yaml"
    # What is said of a whole section holds for the entries in it.
    assert by_sentence["另约定（受理）：紧急可先处理"].article == "第 2 条"


def test_conditions_belong_to_what_is_promised() -> None:
    sections = read_back(agreement("device-platform"), DAY)
    said = heard(sections, "zh-CN")
    assert "故障，一般故障：解决，1 小时内（7×24 小时），条件：可远程修复" in said
    assert "返厂维修期间的措施：代用机，未约定时限；提供至：至修复件返回；性能相同" in said
    assert "重大故障：平台中断，或一个站点以上的终端不可用" in said
    assert "热线 400-555-0171，7×24 小时" in said
    assert "when when" not in heard(sections, "en")
    assert "1 assets" not in heard(sections, "en")


def test_the_customer_is_not_told_how_the_service_company_logs_in() -> None:
    for_customer = heard(read_back(agreement("device-platform"), DAY, for_customer=True), "en")
    assert "inspector" not in for_customer
    assert "198.51.100.11" not in for_customer
    assert "SHA256:" not in for_customer
    assert "HL-SV-250101" in for_customer
