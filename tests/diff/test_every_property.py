"""No property of an example can change without being said by `contract diff`, in both languages, in people's words.

Acceptance 4 of issue 10: each property of each example contract, and of the documents that it uses, is changed in turn
to something else that the schema accepts, and the two states are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from conftest import again
from properties import (
    DAY,
    EXAMPLES,
    Change,
    agreement,
    changes,
    contract,
    used_documents,
    with_data,
    workspace,
)

from fieldops.contracts.model import Assets, Contract
from fieldops.diff import SHARED, Difference, differences, document_differences, section_heading
from fieldops.documents.schema import KINDS, schema_text
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.messages import say, say_value
from fieldops.structs import replaced

_MODELS = {**SHARED, "Contract": Contract, "Assets": Assets}
# Users write these themselves: commands, logins, slots, places in paper, addresses.
_THEIR_OWN = {"dmidecode", "inspector", "lshw", "smartctl", "ssh", "root"}


def found(id: str, document: Document, changed: Document) -> list[Difference]:
    shelves = workspace(), workspace()
    before, after = agreement(id), agreement(id, contract(id), changed)
    of_contract = differences(before, after, from_day=DAY, workspaces=shelves)
    if document.kind not in SHARED:
        return of_contract
    return [*of_contract, *document_differences(document, changed, shelves)]


def means_the_same(document: Document, changed: Document) -> bool:
    """Whether only what is the case anyway was left out or written out."""
    model = _MODELS[document.kind]
    return fill(model, document.data) == fill(model, changed.data)


def concerns(one: Difference, change: Change) -> bool:
    """Whether a difference stands where the change is: there, around it or inside of it."""
    clauses = [each for each in (one.before, one.after) if each is not None and each.document.id == change.id]
    return any(all(a == b for a, b in zip(each.path, change.where, strict=False)) for each in clauses)


def told_with_values(one: Difference, language: str) -> bool:
    """Whether a sentence says what it was and what it is, or that it is there now, or not any more."""
    old, new = (say_value(one.values[side], language) for side in ("old", "new")) if _both(one) else ("", "-")
    return old != new


def _both(one: Difference) -> bool:
    return {"old", "new"} <= set(one.values)


# --- what no customer reads --------------------------------------------------------------------------------


@cache
def our_words() -> frozenset[str]:
    """Keys and fixed values of the schemas that are no words of a language by themselves."""
    found: set[str] = set()
    for kind in KINDS:
        found |= set(re.findall(r'"([a-z]+(?:[A-Z_][a-z_]+)+)"', schema_text(KINDS[kind])))
        found |= set(re.findall(r'"([a-z]+)":', schema_text(KINDS[kind])))
        found |= {
            each
            for enum in re.findall(r'"enum": \[([^]]*)\]', schema_text(KINDS[kind]))
            for each in re.findall(r'"([a-z_]+)"', enum)
        }
    return frozenset(found - _THEIR_OWN)


@cache
def named_ids() -> frozenset[str]:
    """The ids of everything in the examples that has a name."""
    return frozenset(id for one in workspace().documents.values() for id in _ids(one.data))


def _ids(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and (data.get("name") or data.get("title")):
            yield data["id"]
        for each in data.values():
            yield from _ids(each)
    elif isinstance(data, list):
        for each in data:
            yield from _ids(each)


def raw(text: str) -> set[str]:
    """What in a Chinese sentence is a word of ours or an id, outside of brackets and of what users wrote."""
    plain = re.sub(r"（[a-zA-Z0-9._-]+）", "", text)
    # Sentences, keys and addresses that users wrote.
    plain = re.sub(r"“[^“”]* [^“”]*”|[^\s“、：]+[/@][^\s”、]+", "", plain)
    tokens = set(re.findall(r"(?<![A-Za-z0-9_.-])[a-z][A-Za-z0-9_-]*[A-Za-z0-9](?![A-Za-z0-9_.-])", plain))
    return tokens & (our_words() | named_ids())


def faults(id: str, documents: list[Document], seen: set[object] | None) -> Iterator[tuple[Change, str]]:
    for document in documents:
        for change in changes(document, seen):
            changed = with_data(document, change.data)
            told = found(id, document, changed)
            bare = replaced(change, data={})
            if not told:
                if not means_the_same(document, changed):
                    yield bare, "silent"
                continue
            for language in change.languages:
                here = [one for one in told if concerns(one, change)]
                if not any(told_with_values(one, language) for one in here):
                    yield bare, f"{language}: only 'changed'"
            for one in told:
                text = (
                    f"{say_value(section_heading(one.group), 'zh-CN')}: {say(one.code, 'zh-CN', one.values)}"
                )
                # What has no name any more is called by its id; groups of hosts, variables and their values are the users'
                # own words.
                nameless = change.where[-1] in ("name", "title") or "groups" in change.where[-2:]
                if (words := raw(text)) and not nameless and not {"host", "vars"} & set(change.where):
                    yield bare, f"{sorted(words)} in {text}"


def used(id: str) -> list[Document]:
    """What the contract uses, and what is kept for it."""
    stocks = [one for one in workspace().of_kind("Stock") if id in one.data.get("contracts", ())]
    catalogues = [workspace().documents["PartCatalogue", str(one.data["catalogue"])] for one in stocks]
    return [*used_documents(id), *stocks, *catalogues]


@again
def test_no_property_of_an_example_changes_without_being_said() -> None:
    seen: set[object] = set()
    assert [each for id in EXAMPLES for each in faults(id, used(id), seen)] == []
    assert len(seen) > 700


@pytest.mark.long
@pytest.mark.parametrize("id", EXAMPLES)
def test_no_property_of_an_example_changes_without_being_said_wherever_it_stands(id: str) -> None:
    assert list(faults(id, used(id), None)) == []


def test_all_kinds_of_documents_that_contracts_use_are_changed() -> None:
    kinds = {document.kind for id in EXAMPLES for document in used(id)}
    assert kinds == {"Contract", "Assets", *SHARED}


def test_a_raw_id_or_word_of_ours_is_found() -> None:
    assert raw("客户经理由 wang-fang 改为 王芳") == {"wang-fang"}
    assert raw("同城由 same_city 改为 否") == {"same_city"}
    assert raw("人员“张伟（zhang-wei）”的邮箱 zhang-wei@example.org") == set()
