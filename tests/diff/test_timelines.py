"""What is said of amended contracts agrees with the terms in force on each day, looked up day by day.

The oracle knows nothing of versions and spans: it applies the amendments to the plain data for every single day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from states import TODAY, Data, acme, codes, document, examples

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.cover import covers
from fieldops.contracts.model import Contract
from fieldops.diff import Difference, differences
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Workspace

FIRST, LAST = date(2025, 11, 1), date(2031, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
WRITTEN = {day: day.isoformat() for day in DAYS}

TERMS = st.sampled_from(
    [
        {"start": "2026-01-01", "end": "2028-12-31"},
        {"start": "2026-01-01", "end": "2026-12-31"},
        {"start": "2026-03-01", "end": "2029-06-30"},
        {"start": "2027-01-01", "end": "2029-12-31"},
        {
            "start": "2026-01-01",
            "end": "2026-12-31",
            "renewal": "tacit",
            "renewal_period": "1 year",
            "notice": "60 days",
        },
    ]
)
USES = st.lists(
    st.fixed_dictionaries(
        {"terms": st.sampled_from(["hardware", "from-start", "fixed"])},
        optional={"assets": st.sampled_from([["s1"], ["s2", "s3"]])},
    ),
    max_size=3,
)
VISITS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.just("visit"),
            "kind": st.just("inspection"),
            "playbook": st.just("linux-standard"),
            "engineers": st.sampled_from([2, 3]),
            "schedule": st.fixed_dictionaries(
                {
                    "every": st.sampled_from(["3 months", "6 months"]),
                    "anchor": st.sampled_from(["2026-02-10", "2026-12-05"]),
                }
            ),
        }
    ),
    max_size=1,
)
SECTIONS = {"term": TERMS, "warranties": USES, "inspections": VISITS}
AMENDMENT = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2026-06-01", "2026-06-02"]),
        "applies_from": st.sampled_from(["2026-02-01", "2026-07-01", "2027-01-01", "2028-02-29"]),
        "rationale": st.just("agreed"),
        "sets": st.fixed_dictionaries({}, optional=SECTIONS).filter(bool),
    }
)


@st.composite
def contracts(draw: st.DrawFn) -> Data:
    """Sections of a contract, with up to three amendments."""
    amendments = draw(st.lists(AMENDMENT, max_size=3))
    numbered = [{"id": f"a-{number}", **one} for number, one in enumerate(amendments)]
    return {**draw(st.fixed_dictionaries(SECTIONS)), "amendments": numbered}


def _warranty(id: str, start: Data, period: str) -> Data:
    shares = {"parts": 100, "labour": 100, "travel": 100}
    rule = {"period": period, "period_rule": "day_before_anniversary", "causes": ["normal"]}
    return {"id": id, "title": id, "covers": "hardware", "start": start, **rule, **shares}


WARRANTIES = {
    "Warranty/from-start": _warranty("from-start", {"trigger": "event", "event": "contract_start"}, "1 year"),
    "Warranty/fixed": _warranty("fixed", {"trigger": "date", "date": "2026-05-20"}, "30 months"),
}


def agreement(sections: Data) -> Agreement:
    return acme({**WARRANTIES, "Contract": sections})


# --- the oracle --------------------------------------------------------------------------------------------


def in_force(sections: Data, day: str) -> Data:
    """The sections on that day: the last amendment that applies by then replaces the others."""
    now = {name: sections[name] for name in SECTIONS}
    for one in sorted(sections["amendments"], key=lambda one: (one["applies_from"], one["date"], one["id"])):
        if one["applies_from"] <= day:
            now |= one["sets"]
    return now


def texts(sections: Data) -> list[tuple[date, Data]]:
    """The sections on each day; built anew on the days on which an amendment begins to apply."""
    begins = {FIRST.isoformat(), *(one["applies_from"] for one in sections["amendments"])}
    found: list[tuple[date, Data]] = []
    for day in DAYS:
        begun = WRITTEN[day] in begins
        found.append((day, in_force(sections, WRITTEN[day]) if begun else found[-1][1]))
    return found


def in_term(sections: Data) -> set[date]:
    return {day for day, now in texts(sections) if now["term"]["start"] <= WRITTEN[day] <= end_of(now)}


def end_of(now: Data) -> str:
    """The last day of the term; one that is renewed by itself has none."""
    term = now["term"]
    return "9999-12-31" if term.get("renewal") == "tacit" else str(term["end"])


def covered(side: Agreement, sections: Data) -> dict[tuple[str, str], set[date]]:
    """For each asset and warranty the days on which the terms of the day cover it."""

    # By the text itself: it is the same one on all days on which it is in force.
    held: dict[int, list[tuple[tuple[str, str], date, date]]] = {}
    found: dict[tuple[str, str], set[date]] = {}
    for day, now in texts(sections):
        if id(now) not in held:
            terms = fill(Contract, {**side.document.data, **now, "amendments": []})
            keyed = [
                ((each.asset.id, each.warranty.id), each.start, each.end) for each in covers(side, terms)
            ]
            held[id(now)] = [(key, first or FIRST, last or LAST) for key, first, last in keyed]
        for key, first, last in held[id(now)]:
            if first <= day <= last:
                found.setdefault(key, set()).add(day)
    return found


def visits(sections: Data) -> set[date]:
    """The days of visits: each by the schedule of its own day, within the term of that day, none before the service begins."""
    found = set()
    agreed = [sections, *(each["sets"] for each in sections["amendments"])]
    begins = min(each["term"]["start"] for each in agreed if "term" in each)
    for day, now in texts(sections):
        for visit in now["inspections"]:
            anchor = date.fromisoformat(visit["schedule"]["anchor"])
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            every = int(visit["schedule"]["every"].split()[0])
            on_turn = day.day == anchor.day and months >= 0 and months % every == 0
            if on_turn and begins <= WRITTEN[day] <= end_of(now):
                found.add(day)
    return found


# --- what is said ------------------------------------------------------------------------------------------


def days_of(spans: Any) -> set[date]:
    found: set[date] = set()
    for first, last in spans:
        end = LAST if last is None else min(LAST, date.fromisoformat(last))
        begin = max(FIRST, date.fromisoformat(first))
        found |= {begin + timedelta(days=number) for number in range((end - begin).days + 1)}
    return found


def said_of_cover(told: list[Difference]) -> dict[tuple[str, str], tuple[set[date], set[date]]]:
    said = {}
    for one in told:
        if one.code.startswith("diff.cover.") and one.code != "diff.cover.lost":
            sides = [side or {} for side in (one.old, one.new)]
            named: Any = sides[1] or sides[0]
            for asset in named["assets"]:
                key = (asset, named["warranty"])
                assert key not in said, "said twice"
                said[key] = tuple(days_of(side.get("days", ())) for side in sides)
    return said


def said_lost(told: list[Difference], code: str) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for one in told:
        if one.code == code:
            new: Any = one.new
            named = new["assets"] if isinstance(new, dict) else ["-"]
            for asset in named:
                found.setdefault(asset, set()).update(
                    days_of(new["days"] if isinstance(new, dict) else [new])
                )
    return found


@given(contracts(), contracts())
def test_cover_changes_on_the_days_on_which_the_terms_of_the_day_cover_otherwise(
    old: Data, new: Data
) -> None:
    before, after = agreement(old), agreement(new)
    told = differences(before, after, from_day=TODAY)
    was, now = covered(before, old), covered(after, new)
    other = {key for key in {*was, *now} if was.get(key) != now.get(key)}
    said = said_of_cover(told)
    assert said == {key: (was.get(key, set()), now.get(key, set())) for key in other}
    lost = {}
    for asset in ("s1", "s2", "s3"):
        days = [set().union(*(d for key, d in side.items() if key[0] == asset)) for side in (was, now)]
        if left := (days[0] - days[1]) & in_term(new):
            lost[asset] = left
    assert said_lost(told, "diff.cover.lost") == lost


@given(contracts(), contracts(), st.sampled_from([date(2026, 7, 1), date(2027, 5, 5)]))
def test_as_of_a_day_only_what_is_otherwise_from_then_on_is_said(old: Data, new: Data, as_of: date) -> None:
    before, after = agreement(old), agreement(new)
    told = differences(before, after, from_day=as_of, as_of=as_of)
    was, now = covered(before, old), covered(after, new)
    later = set(DAYS) - {day for day in DAYS if day < as_of}
    other = {key for key in {*was, *now} if was.get(key, set()) & later != now.get(key, set()) & later}
    assert said_of_cover(told).keys() == other


@given(contracts(), contracts())
def test_a_section_differs_on_the_days_that_its_heading_says(old: Data, new: Data) -> None:
    told = differences(agreement(old), agreement(new), from_day=TODAY)
    follow = ("diff.cover.", "diff.due.", "diff.day.", "diff.gap.", "diff.amendment.", "diff.term.goes-on")
    own = [one for one in told if not one.code.startswith(follow) and not one.group.superseded]
    for section in SECTIONS:
        stretches = {(one.group.since, one.group.until) for one in own if one.group.section == section}
        said = days_of((since or FIRST.isoformat(), until) for since, until in stretches)
        both = zip(texts(old), texts(new), strict=True)
        assert said == {day for (day, was), (_, now) in both if was[section] != now[section]}


@given(contracts(), contracts())
def test_visits_come_and_go_as_the_terms_of_their_day_schedule_them(old: Data, new: Data) -> None:
    told = [each for each in differences(agreement(old), agreement(new)) if each.code.startswith("diff.due.")]
    until = next((str(each.new) for each in told if each.code == "diff.due.until"), LAST.isoformat())
    compared = {day for day in DAYS if WRITTEN[day] <= until}
    was, now = visits(old) & compared, visits(new) & compared
    gone: set[date] = set()
    come: set[date] = set()
    for each in told:
        if each.code != "diff.due.until":
            gone |= set(map(date.fromisoformat, each.old))
            come |= set(map(date.fromisoformat, each.new))
    assert (gone & compared, come & compared) == (was - now, now - was)


@given(contracts(), contracts())
@example(
    {
        "term": {"start": "2026-01-01", "end": "2028-12-31"},
        "warranties": [],
        "inspections": [],
        "amendments": [],
    },
    {
        "term": {"start": "2026-01-01", "end": "2028-12-31"},
        "warranties": [],
        "inspections": [],
        "amendments": [
            {
                "id": "a-0",
                "date": "2026-06-01",
                "applies_from": "2027-01-01",
                "rationale": "agreed",
                "sets": {"term": {"start": "2026-01-01", "end": "2026-12-31"}},
            }
        ],
    },
)
def test_days_of_service_that_are_lost_are_said(old: Data, new: Data) -> None:
    told = differences(agreement(old), agreement(new), from_day=TODAY)
    was, now = in_term(old), in_term(new)
    agreed = date.fromisoformat(in_force(old, LAST.isoformat())["term"]["end"])
    # Where all of the new term follows after the old one, that has run its course.
    if now and min(now) <= agreed:
        assert said_lost(told, "diff.gap.term").get("-", set()) == was - now


@given(contracts())
def test_a_contract_is_no_change_of_itself(sections: Data) -> None:
    assert differences(agreement(sections), agreement(sections), from_day=TODAY) == []


# --- amendments that say again what holds ------------------------------------------------------------------

IDS = sorted(one.id for one in examples().of_kind("Contract"))
AMENDABLE = (
    "term",
    "service_level",
    "service_level_overrides",
    "warranties",
    "after_warranty",
    "inspections",
    "obligations",
)


def with_amendment(id: str, applies_from: date, names: set[str]) -> tuple[Agreement, Agreement]:
    found = examples()
    one = found.documents["Contract", id]
    final: Data = dict(one.data)
    for amendment in final.get("amendments", ()):
        final |= amendment.get("sets", {})
    repeated = {name: final[name] for name in AMENDABLE if name in names and name in final}
    amendment = {
        "id": "again",
        "date": "2026-11-01",
        "applies_from": applies_from.isoformat(),
        "rationale": "Said again",
    }
    listed = [*one.data.get("amendments", ()), {**amendment, "sets": repeated or {"term": final["term"]}}]
    other = document({**one.data, "amendments": listed}, one.path)
    assert other.valid
    changed = Workspace(found.root, {**found.documents, ("Contract", id): other})
    return agreement_of(found, one), agreement_of(changed, other)


@pytest.mark.parametrize("id", IDS)
@settings(max_examples=settings.default.max_examples // 5)
@given(st.sets(st.sampled_from(AMENDABLE)), st.dates(date(2026, 11, 22), date(2032, 1, 1)))
def test_an_amendment_that_repeats_what_holds_says_nothing_but_itself(
    id: str, names: set[str], day: date
) -> None:
    before, after = with_amendment(id, day, names)
    assert codes(differences(before, after, from_day=TODAY)) == ["diff.amendment.added"]
    assert codes(differences(after, before, from_day=TODAY)) == ["diff.amendment.removed"]
