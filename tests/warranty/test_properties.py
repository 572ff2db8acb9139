"""What holds for all agreements: flips flip, missing facts are never guessed, order means nothing, longer is never less."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from effort import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import covers
from fieldops.contracts.model import PartCatalogue
from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.standing import standing_on
from fieldops.structs import replaced
from fieldops.warranty.claim import CLAIMED_CAUSES, Claim
from fieldops.warranty.decision import Decider
from fieldops.warranty.judge import Judge
from tests.contracts.test_cover import agreed, typed
from tests.warranty.agreements import PARTS

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
EVENTS = ("shipment", "delivery", "final_acceptance")
CATALOGUES = [typed(PartCatalogue, PARTS)]


def some_causes(minimum: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(CAUSES), min_size=minimum, max_size=4, unique=True)


@st.composite
def warranties(draw: st.DrawFn, id: str) -> str:
    """A warranty, as the YAML of what differs from the plain one."""
    causes = draw(some_causes())
    lines = [f"id: {id}", f"causes: [{', '.join(causes)}]"]
    lines.append(f"period: {draw(st.integers(1, 30))} months")
    lines.append(f"period_rule: {draw(st.sampled_from(['corresponding_date', 'day_before_anniversary']))}")
    events = draw(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=2, unique=True))
    if len(events) == 2:
        lines.append(f"start: {{trigger: latest_of, latest_of: [{', '.join(events)}]}}")
    else:
        lines.append(f"start: {{trigger: event, event: {events[0]}}}")
    if draw(st.booleans()):
        lines.append(
            f"cap: {{period: {draw(st.integers(1, 30))} months, event: {draw(st.sampled_from(EVENTS))}}}"
        )
    if draw(st.booleans()):
        lines.append("downtime_extends: true")
    if draw(st.booleans()):
        lines.append("holiday_rollover: true")
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"part_categories: [{draw(st.sampled_from(['battery', 'disk']))}]")
    if draw(st.booleans()):
        policy = draw(st.sampled_from(["inherit_remaining", "restart", "longer_of"]))
        minimum = f", minimum: {draw(st.integers(1, 12))} months" if policy == "longer_of" else ""
        lines.append(f"swap: {{policy: {policy}{minimum}}}")
    excluded = [cause for cause in draw(some_causes(0)) if cause not in causes]
    if excluded:
        entries = (f"{{cause: {cause}, labour: {{price: free}}}}" for cause in excluded)
        lines.append(f"exclusions: [{', '.join(entries)}]")
    if draw(st.integers(0, 4)) == 0:
        lines.append("covers: software")
    return "\n".join(lines)


@st.composite
def contracts(draw: st.DrawFn, uses: int) -> str:
    dated = [f"{{event: {event}, date: {draw(DAYS)}}}" for event in EVENTS if draw(st.integers(0, 3))]
    chain = sorted(draw(st.lists(DAYS, max_size=3, unique=True)))
    swaps = [
        f"{{date: {day}, part_no: DISK, removed_serial: D{at}, installed_serial: D{at + 1}}}"
        for at, day in enumerate(chain)
    ]
    down = draw(DAYS)
    ended = f", end: {down + timedelta(days=draw(st.integers(0, 60)))}" if draw(st.booleans()) else ""
    downtimes = f"{{start: {down}, caused_by: vendor{ended}}}" if draw(st.booleans()) else ""
    entries = draw(entries_of(uses))
    renewal = draw(st.sampled_from(["", ", renewal: tacit, renewal_period: 1 year"]))
    parts = f"{{part_no: DISK, serial: D{len(chain)}}}, {{part_no: FAN, serial: F1}}"
    return f"""
assets: [{{id: a, serial: SN, model: M1, parts: [{parts}], swaps: [{", ".join(swaps)}], downtimes: [{downtimes}]}}]
term: {{start: 2025-01-01, end: 2026-12-31{renewal}}}
warranties: [{", ".join(entries)}]
acceptances: [{", ".join(dated)}]
amendments: [{", ".join(draw(st.lists(amendments(uses), max_size=2)))}]
"""


def entries_of(uses: int) -> st.SearchStrategy[list[str]]:
    """Entries of `warranties`, one for each."""
    return st.tuples(*(st.integers(0, 1) for _ in range(uses))).map(
        lambda found: [f"{{terms: w{at}, precedence: {precedence}}}" for at, precedence in enumerate(found)]
    )


@st.composite
def amendments(draw: st.DrawFn, uses: int) -> str:
    """One that replaces the warranties (by some of them), the term, or both."""
    kept = draw(entries_of(draw(st.integers(0, uses))))
    term = f"term: {{start: 2025-01-01, end: {draw(st.dates(date(2025, 6, 1), date(2028, 12, 31)))}}}"
    sets = draw(
        st.sampled_from(
            [f"warranties: [{', '.join(kept)}]", term, f"{term}, warranties: [{', '.join(kept)}]"]
        )
    )
    days = f"date: {draw(DAYS)}, applies_from: {draw(DAYS)}"
    return f"{{id: a, {days}, rationale: r, sets: {{{sets}}}}}"


@st.composite
def agreements(draw: st.DrawFn, most: int = 3) -> Agreement:
    uses = draw(st.integers(1, most))
    return agreed(draw(contracts(uses)), *(draw(warranties(f"w{at}")) for at in range(uses)))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    part = draw(st.sampled_from([None, "DISK", "LAMP", "BATTERY", "FAN"]))
    return Claim(
        draw(st.sampled_from(["a", "SN"])),
        draw(st.sampled_from(CLAIMED_CAUSES)),
        draw(DAYS),
        part_no=part,
        consumable=draw(st.sampled_from([None, None, True, False])),
        fault_in=draw(st.sampled_from([None, "hardware"])),
    )


@examples(24)
@given(agreements(), claims())
def test_a_flip_that_is_reported_flips_the_outcome(agreement: Agreement, claim: Claim) -> None:
    judge = Judge(agreement, CATALOGUES)
    told = Decider(judge).decide(claim)
    for flip in told.flips:
        outcome = Judge(agreement, CATALOGUES).outcome(flip.applied_to(claim))
        assert outcome == flip.outcome != told.outcome, flip


@examples(24)
@given(agreements(), claims())
def test_a_flip_of_the_day_is_the_nearest(agreement: Agreement, claim: Claim) -> None:
    judge = Judge(agreement, CATALOGUES)
    told = Decider(judge).decide(claim)
    assert isinstance(claim.day, date)
    for flip in told.flips:
        if flip.fact == "day" and isinstance(flip.value, date):
            step = timedelta(days=-1 if flip.reach == "from" else 1)
            assert judge.outcome(replaced(claim, day=flip.value + step)) == told.outcome


def completions(judge: Judge, claim: Claim, fact: str) -> list[Claim]:
    """The claim with the missing fact known, with several of its values."""
    values: dict[str, list[Any]] = {
        "cause": list(CAUSES),
        "consumable": [True, False],
        "fault_in": ["hardware", "software"],
        "governing": sorted(judge.agreement.warranties),
        "part_category": ["disk", "battery", "other"],
    }
    return [replaced(claim, **{fact: value}) for value in values.get(fact, ())]


@examples(32)
@given(agreements(), claims())
def test_undetermined_whenever_a_missing_fact_could_flip_it(agreement: Agreement, claim: Claim) -> None:
    """For each fact the claim leaves open: if two of its values give covered and not covered, nothing is decided."""
    judge = Judge(agreement, CATALOGUES)
    told = Decider(judge).decide(claim)
    open_facts = [
        ("cause", claim.cause == "unknown"),
        ("fault_in", claim.fault_in is None and not claim.part_no),
    ]
    open_facts.append(("consumable", claim.part_no == "FAN" and claim.consumable is None))
    # Where the terms of the day have warranties for one of both alone, the fault is taken to be of that kind.
    kinds = {one.warranty.covers for one in judge.told(claim).covers}
    for fact, is_open in open_facts:
        if not is_open or (fact == "fault_in" and len(kinds) < 2):
            continue
        outcomes = {judge.outcome(each) for each in completions(judge, claim, fact)}
        if len(outcomes) > 1:
            assert (told.outcome, fact in told.verdict.missing) == ("undetermined", True)
    assert bool(told.verdict.missing) or told.outcome != "undetermined"


@examples(32)
@given(agreements(), claims(), st.data())
def test_undetermined_whenever_the_day_of_an_event_could_flip_it(
    agreement: Agreement, claim: Claim, data: st.DataObject
) -> None:
    """What was decided without the day of an event stays so, whatever day it turns out to be."""
    judge = Judge(agreement, CATALOGUES)
    outcome = judge.outcome(claim)
    known = {each.event for each in agreement.signed.acceptances}
    events = tuple((event, data.draw(DAYS)) for event in EVENTS if event not in known)
    assume(events and outcome != "undetermined")
    assert judge.outcome(replaced(claim, events=events)) == outcome


@examples(24)
@given(agreements(), claims(), st.data())
def test_decisions_do_not_depend_on_the_order_of_documents_or_entries(
    agreement: Agreement, claim: Claim, data: st.DataObject
) -> None:
    contract = agreement.signed
    shuffled = replaced(
        contract,
        warranties=tuple(data.draw(st.permutations(contract.warranties))),
        acceptances=tuple(data.draw(st.permutations(contract.acceptances))),
    )
    ids = data.draw(st.permutations(sorted(agreement.warranties)))
    other = replaced(agreement, signed=shuffled, warranties={id: agreement.warranties[id] for id in ids})
    one, two = (Decider(Judge(each, CATALOGUES)).decide(claim) for each in (agreement, other))
    assert (one.outcome, one.verdict.costs, set(one.verdict.missing)) == (
        two.outcome,
        two.verdict.costs,
        set(two.verdict.missing),
    )
    assert [one.warranty.id for one in one.verdict.candidates] == [
        one.warranty.id for one in two.verdict.candidates
    ]
    assert {(flip.fact, flip.value) for flip in one.flips} == {(flip.fact, flip.value) for flip in two.flips}


@examples(32)
@given(agreements(), st.lists(DAYS, min_size=1, max_size=5))
def test_the_list_says_of_each_day_what_the_terms_of_that_day_cover(
    agreement: Agreement, days: list[date]
) -> None:
    for day in days:
        listed = list(standing_on(agreement, day))
        active = {one.warranty.id for one in listed if one.state == "active"}
        assert active == covered(agreement, day)
        for one in listed:
            if one.start is not None and one.end is not None and one.state != "unknown":
                around = [_moved(one.start, -1), one.start, one.end, _moved(one.end, 1)]
                held = [each is not None and one.warranty.id in covered(agreement, each) for each in around]
                assert held == [False, True, True, False], one


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def covered(agreement: Agreement, day: date) -> set[str]:
    """The warranties whose days, by the terms in force that day, hold it."""
    found = covers(agreement, agreement.terms_on(day).contract)
    return {one.warranty.id for one in found if one.start and one.end and one.start <= day <= one.end}


RANK = {"not_covered": 0, "undetermined": 1, "covered": 2}


@examples(40)
@given(agreements(most=1), claims(), st.integers(1, 24))
def test_a_longer_period_never_shortens_cover(agreement: Agreement, claim: Claim, months: int) -> None:
    (id,) = agreement.warranties
    warranty = agreement.warranties[id]
    longer = replaced(warranty, period=f"{int(warranty.period.split()[0]) + months} months")
    extended = replaced(agreement, warranties={id: longer})
    before = Judge(agreement, CATALOGUES).outcome(claim)
    assert RANK[Judge(extended, CATALOGUES).outcome(claim)] >= RANK[before]


@examples(24)
@given(agreements(), claims(), st.lists(DAYS, min_size=1, max_size=20))
def test_what_was_asked_before_changes_no_answer(
    agreement: Agreement, claim: Claim, days: list[date]
) -> None:
    """A span of days is decided once; that must be the same as deciding each day by itself."""
    remembering = Decider(Judge(agreement, CATALOGUES))
    for day in days:
        remembering.decide(replaced(claim, day=day))
    for day in days:
        asked = replaced(claim, day=day)
        kept, fresh = remembering.decide(asked), Decider(Judge(agreement, CATALOGUES)).decide(asked)
        assert (kept.outcome, kept.verdict.costs, kept.verdict.missing, kept.reasons, kept.flips) == (
            fresh.outcome,
            fresh.verdict.costs,
            fresh.verdict.missing,
            fresh.reasons,
            fresh.flips,
        )
