"""Recorded changes are said as people would; no change of meaning is silent; how a file is written means nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from states import Data, document, examples, mutations, parsed, state, workspace

from fieldops.actions.differences import compare_workspaces
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.obligations import due_between
from fieldops.diff import SHARED, Difference, differences, document_differences, section_heading
from fieldops.documents.schema import KINDS, schema_of, schema_text
from fieldops.documents.workspace import Document, Workspace
from fieldops.messages import CATALOGUE, say

ROOT = Path(__file__).parents[2]
RECORDED = sorted((ROOT / "tests" / "data" / "diff").glob("*.yaml"))
TODAY = date(2026, 11, 22)


def sentences(before: Workspace, after: Workspace, language: str) -> list[str]:
    contracts, shared, unread = compare_workspaces(before, after, now=datetime(2026, 11, 22, tzinfo=UTC))
    assert unread == ()
    found = [(one.id, each) for one in (*contracts, *shared) for each in one.differences]
    return [f"{id}: {say(each.code, language, each.values)}" for id, each in found]


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_recorded_change(file: Path) -> None:
    recorded = parsed(file.read_text("utf-8"))
    for language, key in (("en", "en"), ("zh-CN", "zh")):
        said = sentences(state(recorded["before"]), state(recorded["after"]), language)
        assert said == recorded[key]


def test_enough_is_recorded() -> None:
    assert len(RECORDED) >= 25


# --- nothing is silent, and nothing is made up ------------------------------------------------------------


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
    step = max(1, len(changed) // 40)
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


def test_every_choice_has_a_word() -> None:
    missing = {
        value
        for kind in CONTRACT_KINDS
        for value in _choices(schema_of(kind)) | _choices(json.loads(schema_text("common.json")))
        if not any(
            code == f"value.{value}" or code.endswith(f".{value}")
            for code in CATALOGUE
            if code[:6] == "value."
        )
    }
    assert missing == set()
    assert set(CONTRACT_KINDS) <= set(KINDS)


def _choices(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = (
            {each for each in schema.get("enum", ()) if isinstance(each, str)} if "enum" in schema else set()
        )
        return own.union(*(_choices(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_choices(value) for value in schema))
    return set()


# --- details ----------------------------------------------------------------------------------------------


def acme(changes: Data) -> Agreement:
    made = state(changes)
    return agreement_of(made, made.documents["Contract", "acme"])


def codes(found: list[Difference]) -> list[str]:
    return [each.code for each in found]


def test_a_difference_names_its_clauses() -> None:
    before = acme({"Contract": {"term": {"start": "2026-01-01", "end": "2028-12-31"}}})
    after = acme({"Contract": {"term": {"start": "2026-01-01", "end": "2029-12-31"}}})
    end = differences(before, after, from_day=TODAY)[0]
    assert (end.code, end.old, end.new) == ("diff.term.end", "2028-12-31", "2029-12-31")
    assert end.before is not None
    assert end.after is not None
    assert end.before.path == end.after.path == ("term", "end")
    assert end.after.position.path == "contracts/acme.yaml"


AMENDED = {
    "id": "a-1",
    "date": "2026-10-01",
    "applies_from": "2027-01-01",
    "rationale": "why",
    "sets": {"term": {"start": "2026-01-01", "end": "2029-06-30"}},
}


def test_an_amendment_stands_below_its_own_heading() -> None:
    told = differences(acme({}), acme({"Contract": {"amendments": [AMENDED]}}), from_day=TODAY)
    end = next(each for each in told if each.code == "diff.term.end")
    assert (end.group.amendment, end.group.since) == ("a-1", "2027-01-01")
    assert end.after is not None
    assert end.after.path == ("amendments", 0, "sets", "term", "end")
    heading = section_heading(end.group)
    assert say("diff.inside", "en", {"outer": heading, "inner": ""}).startswith(
        "Term, by amendment a-1 from 2027-01-01"
    )


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


def test_many_serials_are_counted() -> None:
    assets = [{"id": f"n{number}", "serial": f"N-{number}", "category": "node"} for number in range(49)]
    told = differences(
        acme({"Contract": {"assets": []}}), acme({"Contract": {"assets": assets}}), from_day=TODAY
    )
    said = say(told[0].code, "en", told[0].values)
    assert said.startswith("added: 49 assets of category node (N-0, N-1, ")
    assert said.endswith("N-11, and 37 more)")


def test_due_dates_are_told_whole_to_programs() -> None:
    daily = {
        "id": "log",
        "kind": "daily_log",
        "title": "Log",
        "schedule": {"every": "1 day", "anchor": "2027-01-01"},
    }
    told = differences(acme({}), acme({"Contract": {"obligations": [daily]}}), from_day=TODAY)
    days = next(each for each in told if each.code == "diff.due.appear").new
    assert isinstance(days, list)
    assert (days[0], days[-1], len(days)) == ("2027-01-01", "2028-12-31", 731)


def test_days_an_asset_loses_inside_the_term() -> None:
    before = acme({})
    after = acme({"Contract": {"warranties": []}})
    told = differences(before, after, from_day=TODAY)
    lost = next(each for each in told if each.code == "diff.cover.lost")
    assert lost.new == {"assets": ["s1", "s2", "s3"], "days": [["2026-03-15", "2028-03-15"]]}


def test_nothing_and_nothing() -> None:
    assert differences(None, None) == []
    assert document_differences(None, None) == []
    assert differences(acme({}), acme({})) == []


def test_a_document_that_appears() -> None:
    one = state({}).documents["Warranty", "hardware"]
    assert codes(document_differences(None, one)) == ["diff.document.new"]
    assert codes(document_differences(one, None)) == ["diff.document.gone"]


# --- due dates --------------------------------------------------------------------------------------------


def said(found: list[Difference], prefix: str, language: str = "en") -> list[str]:
    return [say(each.code, language, each.values) for each in found if each.code.startswith(prefix)]


def term(end: str, **more: str) -> Data:
    return {"term": {"start": "2026-01-01", "end": end, **more}}


LOG = {
    "id": "log",
    "kind": "daily_log",
    "title": "Log",
    "schedule": {"every": "1 day", "anchor": "2027-01-01"},
}


def test_a_longer_term_shows_every_visit_of_its_last_year_and_counts_the_daily_log() -> None:
    before = acme({"Contract": {"obligations": [LOG]}})
    after = acme({"Contract": {"obligations": [LOG], **term("2029-12-31")}})
    assert said(differences(before, after, from_day=TODAY), "diff.due") == [
        "quarterly (Quarterly inspection) gains 4 visits: 2029-03-20, 2029-06-20, 2029-09-20, 2029-12-20",
        "log (Log) gains 365 due dates: from 2029-01-01 to 2029-12-31",
    ]


def test_a_shorter_term_loses_all_that_it_loses() -> None:
    told = differences(acme({}), acme({"Contract": term("2027-01-31")}), from_day=TODAY)
    lost = next(each for each in told if each.code == "diff.due.vanish")
    assert isinstance(lost.old, list)
    assert (lost.old[0], lost.old[-1], len(lost.old)) == ("2027-03-20", "2028-12-20", 8)


def test_the_day_for_notice_moves_with_the_term_and_with_the_notice() -> None:
    before = acme(
        {"Contract": term("2028-12-31", renewal="tacit", renewal_period="1 year", notice="60 days")}
    )
    later = acme({"Contract": term("2029-12-31", renewal="tacit", renewal_period="1 year", notice="60 days")})
    earlier = acme(
        {"Contract": term("2028-12-31", renewal="tacit", renewal_period="1 year", notice="90 days")}
    )
    assert said(differences(before, later, from_day=TODAY), "diff.day") == [
        "last day to give notice against the renewal: 2028-11-01 → 2029-11-01",
        "last day of the term; it is renewed tacitly: 2028-12-31 → 2029-12-31",
    ]
    moved = [each for each in differences(before, earlier, from_day=TODAY) if each.code == "diff.day.move"]
    assert [(each.old, each.new) for each in moved] == [(["2028-11-01"], ["2028-10-02"])]
    assert moved[0].after is not None
    assert moved[0].after.path == ("term", "notice")


def test_an_amended_term_end_names_the_amendment() -> None:
    told = differences(acme({}), acme({"Contract": {"amendments": [AMENDED]}}), from_day=TODAY)
    moved = next(each for each in told if each.code == "diff.day.move")
    assert moved.after is not None
    assert moved.after.path == ("amendments", 0, "sets", "term", "end")


def test_what_lies_beyond_ten_years_is_not_left_out_silently() -> None:
    told = differences(acme({}), acme({"Contract": term("2060-12-31")}), from_day=TODAY)
    until = next(each for each in told if each.code == "diff.due.until")
    assert until.new == "2036-11-21"
    assert said([until], "", "zh-CN") == ["到期日仅比较至 2036-11-21，其后的未列出"]
    days = next(each for each in told if each.code == "diff.due.appear").new
    assert isinstance(days, list)
    assert days[-1] == "2036-09-20"
    # The end itself is told however far it is.
    assert "last day of service: 2028-12-31 → 2060-12-31" in said(told, "diff.day")


@pytest.mark.parametrize("end", ["2035-12-31", "2060-12-31"])
def test_where_nothing_falls_due_later_nothing_is_cut(end: str) -> None:
    before = acme({"Contract": {"inspections": []}})
    after = acme({"Contract": {"inspections": [], **term(end)}})
    assert said(differences(before, after, from_day=TODAY), "diff.due") == []


def test_calls_after_an_acceptance_before_the_term_are_compared_as_they_are_listed() -> None:
    call = {"id": "call", "kind": "follow_up_call", "title": "Call"}
    weekly = {"every": "1 month", "after_event": "final_acceptance", "lasting": "3 months"}
    early: Data = {
        "acceptances": [{"event": "final_acceptance", "date": "2026-12-01"}],
        "term": {"start": "2027-03-01", "end": "2028-12-31"},
    }
    before = acme({"Contract": early})
    after = acme({"Contract": {**early, "obligations": [{**call, "schedule": weekly}]}})
    listed = [due.day.isoformat() for due in due_between(after, TODAY, date(2030, 1, 1)) if "call" in due.id]
    compared = next(
        each for each in differences(before, after, from_day=TODAY) if each.code == "diff.due.appear"
    )
    assert listed == compared.new == ["2027-01-01", "2027-02-01", "2027-03-01"]


# --- where it stands, how it is said ------------------------------------------------------------------------


def test_a_warranty_line_cites_the_entry_it_follows_from() -> None:
    uses = [{"terms": "hardware", "categories": ["disk"]}, {"terms": "hardware", "categories": ["server"]}]
    before = acme({"Contract": {"warranties": uses}})
    moved = {"acceptances": [{"event": "final_acceptance", "date": "2026-04-01"}]}
    after = acme({"Contract": {"warranties": uses, **moved}})
    told = [each for each in differences(before, after, from_day=TODAY) if each.code[:10] == "diff.cover"]
    places = [(each.before and each.before.path, each.after and each.after.path) for each in told]
    assert [each.code for each in told] == ["diff.cover.moved", "diff.cover.lost"]
    assert places == [(("warranties", 1), ("warranties", 1))] * 2


def test_a_warranty_that_an_amendment_ends_cites_where_it_stood() -> None:
    amended = {**AMENDED, "sets": {"warranties": []}}
    told = differences(acme({}), acme({"Contract": {"amendments": [amended]}}), from_day=TODAY)
    gone = next(each for each in told if each.code == "diff.cover.gone")
    assert gone.before is not None
    assert (gone.before.path, gone.after) == (("warranties", 0), None)


def test_assets_that_come_are_named_by_serial_and_name_and_their_category_in_words() -> None:
    added = [
        {"id": "a1", "serial": "X-1", "name": {"zh-CN": "核心", "en": "Core"}, "category": "switch"},
        {"id": "a2", "serial": "X-2", "category": "switch"},
    ]
    before, after = acme({"Contract": {"assets": []}}), acme({"Contract": {"assets": added}})
    told = differences(before, after, from_day=TODAY)
    assert said(told, "diff.assets", "zh-CN") == ["增加：交换机类资产 2 项（X-1“核心”、X-2）"]
    assert said(told, "diff.assets") == ['added: 2 assets of category switch (X-1 "Core", X-2)']


def test_categories_are_said_in_words_wherever_they_stand() -> None:
    wider = {"warranties": [{"terms": "hardware", "categories": ["server", "printer", "robot"]}]}
    told = differences(acme({}), acme({"Contract": wider}), from_day=TODAY)
    assert said(told, "diff.list", "zh-CN") == ["部分资产的质保“hardware” › 类别：增加 打印机、robot"]
