"""Recorded changes are said as people would; no change of meaning is silent; how a file is written means nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from states import AMENDED, TODAY, acme, codes, document, examples, mutations, parsed, said, state, workspace

from fieldops.actions.differences import compare_workspaces
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.diff import SHARED, Difference, differences, document_differences, section_heading
from fieldops.documents.workspace import Document, Workspace
from fieldops.messages import say, say_value

ROOT = Path(__file__).parents[2]

RECORDED = sorted((ROOT / "tests" / "data" / "diff").glob("*.yaml"))


def sentences(before: Workspace, after: Workspace, language: str) -> list[str]:
    contracts, shared, unread = compare_workspaces(before, after, now=datetime(2026, 11, 22, tzinfo=UTC))
    assert unread == ()
    found = [(one.id, each) for one in (*contracts, *shared) for each in one.differences]
    return [f"{id}: {days(each, language)}{say(each.code, language, each.values)}" for id, each in found]


def days(one: Difference, language: str) -> str:
    """The heading, where it says on which days the difference is one."""
    of_some = one.group.since or one.group.until or one.group.superseded
    return f"{say_value(section_heading(one.group), language)}: " if of_some else ""


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_recorded_change(file: Path) -> None:
    recorded = parsed(file.read_text("utf-8"))
    for language, key in (("en", "en"), ("zh-CN", "zh")):
        said = sentences(state(recorded["before"]), state(recorded["after"]), language)
        assert said == recorded[key]


def test_enough_is_recorded() -> None:
    assert len(RECORDED) >= 25


CONTRACT_KINDS = ("Contract", "Assets", *SHARED)


def example_documents() -> Iterator[Any]:
    for (kind, id), one in sorted(examples().documents.items()):
        if kind in CONTRACT_KINDS:
            yield pytest.param(one, id=f"{kind}-{id}")


def found(old: Document, new: Document) -> list[Difference]:
    """The differences when `new` takes the place of `old` in the examples."""
    if old.kind in SHARED:
        return document_differences(old, new)
    contract = old.id if old.kind == "Contract" else str(old.data["contract"])
    return differences(agreement(contract), agreement(contract, new), from_day=TODAY)


def agreement(contract: str, other: Document | None = None) -> Agreement:
    documents = dict(examples().documents)
    if other is not None:
        documents[other.kind, other.id] = other
    changed = workspace(list(documents.values()))
    return agreement_of(changed, changed.documents["Contract", contract])


@pytest.mark.parametrize("one", list(example_documents()))
def test_every_changed_value_is_told(one: Document) -> None:
    changed = list(mutations(one.kind, one.data))
    # All of them when a file is small, every few of a large one: it takes milliseconds each.
    step = max(1, len(changed) // 20)
    judged = 0
    for path, data in changed[::step]:
        new = document(data, one.path)
        if not new.valid:
            continue
        judged += 1
        told = found(one, new)
        assert told, path
        for each in told:
            for language in ("en", "zh-CN"):
                assert "Text(" not in say(each.code, language, each.values)
    assert judged > 2


@pytest.mark.parametrize("one", list(example_documents()))
def test_what_is_accepted_of_it_means_nothing_to_a_customer(one: Document) -> None:
    entry = {"code": "text.filler", "reason": "asked", "until": "2027-03-31"}
    accepting = document({**one.data, "accepts": [entry]}, one.path)
    assert accepting.valid
    assert found(one, accepting) == []


@pytest.mark.parametrize("one", list(example_documents()))
def test_how_it_is_written_means_nothing(one: Document) -> None:
    for seed in range(3):
        # JSON is YAML with other quotes, in flow style, without comments.
        shuffled = document(_shuffled(one.data, random.Random(seed)), one.path)
        assert shuffled.valid
        assert json.dumps(shuffled.data) != json.dumps(one.data)
        assert found(one, shuffled) == []


def _shuffled(data: Any, chance: random.Random, key: str = "") -> Any:
    """The same with mappings in another order, and lists of entries with ids too where order is no rank."""
    if isinstance(data, dict):
        items = list(data.items())
        chance.shuffle(items)
        return {name: _shuffled(value, chance, name) for name, value in items}
    if isinstance(data, list):
        entries = [_shuffled(value, chance) for value in data]
        keyed = all(isinstance(each, dict) and "id" in each for each in entries)
        if keyed and key not in ("severities", "grades"):
            chance.shuffle(entries)
        return entries
    return data


def test_a_difference_names_its_clauses() -> None:
    before = acme({"Contract": {"term": {"start": "2026-01-01", "end": "2028-12-31"}}})
    after = acme({"Contract": {"term": {"start": "2026-01-01", "end": "2029-12-31"}}})
    end = differences(before, after, from_day=TODAY)[0]
    assert (end.code, end.old, end.new) == ("diff.term.end", "2028-12-31", "2029-12-31")
    assert end.before is not None
    assert end.after is not None
    assert end.before.path == end.after.path == ("term", "end")
    assert end.after.position.path == "contracts/acme.yaml"


def test_an_amendment_stands_below_its_own_heading() -> None:
    told = differences(acme({}), acme({"Contract": {"amendments": [AMENDED]}}), from_day=TODAY)
    end = next(each for each in told if each.code == "diff.term.end")
    assert (end.group.amendment, end.group.since) == ("a-1", "2027-01-01")
    assert end.after is not None
    assert end.after.path == ("amendments", 0, "sets", "term", "end")
    heading = section_heading(end.group)
    assert say_value(heading, "en") == "from 2027-01-01: Term, by amendment a-1"
    assert say_value(heading, "zh-CN") == "自 2027-01-01 起：服务期（变更协议 a-1）"


def test_an_amendment_that_is_new_is_told_whole_to_programs() -> None:
    told = differences(acme({}), acme({"Contract": {"amendments": [AMENDED]}}), from_day=TODAY)
    new = next(each for each in told if each.code == "diff.amendment.added").new
    assert isinstance(new, dict)
    assert (new["id"], new["sets"]["term"]["end"]) == ("a-1", "2029-06-30")


def test_an_amendment_that_changes_is_compared_with_itself() -> None:
    later = {**AMENDED, "sets": {"term": {"start": "2026-01-01", "end": "2029-09-30"}}}
    told = differences(
        acme({"Contract": {"amendments": [AMENDED]}}),
        acme({"Contract": {"amendments": [later]}}),
        from_day=TODAY,
    )
    end = next(each for each in told if each.code == "diff.term.end")
    assert (end.old, end.new) == ("2029-06-30", "2029-09-30")
    assert "diff.amendment.added" not in codes(told)


def test_as_of_compares_the_terms_of_that_day() -> None:
    before, after = acme({}), acme({"Contract": {"amendments": [AMENDED]}})
    then = differences(before, after, as_of=date(2026, 12, 31), from_day=date(2026, 12, 31))
    assert [each.group.amendment for each in then if each.code == "diff.term.end"] == ["a-1"]
    later = differences(before, after, as_of=date(2027, 1, 1), from_day=date(2027, 1, 1))
    ends = [each for each in later if each.code == "diff.term.end"]
    assert [each.group.amendment for each in ends] == [None]
    assert ends[0].after is not None
    assert ends[0].after.path == ("amendments", 0, "sets", "term", "end")


def test_the_terms_of_an_amendment_that_the_other_of_its_day_replaces_are_told_as_such() -> None:
    second = {**AMENDED, "id": "a-2", "date": "2026-10-02"}
    first = {**AMENDED, "sets": {"term": {"start": "2026-01-01", "end": "2029-09-30"}}}
    before = acme({"Contract": {"amendments": [AMENDED, second]}})
    told = differences(before, acme({"Contract": {"amendments": [first, second]}}), from_day=TODAY)
    assert [(each.code, each.group.amendment, each.group.superseded) for each in told] == [
        ("diff.term.end", "a-1", True)
    ]


def test_a_renewal_by_itself_is_service_without_an_end() -> None:
    tacit = {"renewal": "tacit", "renewal_period": "1 year", "notice": "60 days"}
    once, again = (
        {"Contract": {"term": {"start": "2026-01-01", "end": "2026-12-31", **more}}} for more in ({}, tacit)
    )
    goes_on = said(differences(acme(once), acme(again), from_day=TODAY), "diff.term.goes-on")
    assert goes_on == ["service goes on by itself after 2026-12-31, one renewal period after the other"]
    ends = said(differences(acme(again), acme(once), from_day=TODAY), "diff.gap")
    assert ends == ["leaves all days from 2027-01-01 on uncovered by the term"]


def test_nothing_and_nothing() -> None:
    assert differences(None, None) == []
    assert document_differences(None, None) == []
    assert differences(acme({}), acme({})) == []


def test_a_document_that_appears() -> None:
    one = state({}).documents["Warranty", "hardware"]
    assert codes(document_differences(None, one)) == ["diff.document.new"]
    assert codes(document_differences(one, None)) == ["diff.document.gone"]
