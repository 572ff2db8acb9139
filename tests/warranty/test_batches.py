"""A batch says of each claim what the claim alone is answered, byte for byte, whatever else is asked and in which order."""

from __future__ import annotations

import json
from datetime import date, timedelta

from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.actions.claim_files import Answer
from fieldops.actions.warranties import Desk
from fieldops.cli.decision_forms import JsonLines, decision_data
from fieldops.cli.json_forms import WITH_CLAUSES
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reasons import flattened
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node
from fieldops.errors import FieldopsError
from fieldops.structs import replaced
from fieldops.warranty.claim import CLAIMED_CAUSES, SERVICES, Claim
from fieldops.warranty.decision import Decider
from fieldops.warranty.judge import Judge
from tests.contracts.test_cover import agreed
from tests.warranty.test_properties import CATALOGUES, DAYS, EVENTS, contracts, warranties

# Beside the one with parts and swaps: two that are alike, and one of another kind.
MORE = (
    "{id: b, serial: SB, model: M1}, {id: c, serial: SC, model: M1}, {id: d, serial: SD, key_equipment: true}"
)
TODAY = date(2026, 6, 1)


@st.composite
def estates(draw: st.DrawFn) -> Agreement:
    uses = draw(st.integers(1, 3))
    contract = draw(contracts(uses)).replace("assets: [{", f"assets: [{MORE}, {{")
    services = "lifelong_services: [{service: rescanning, name: R}, {service: spare_part_swap, name: S}]\n"
    return agreed(
        contract + draw(st.sampled_from(["", services])), *(draw(warranties(f"w{at}")) for at in range(uses))
    )


@st.composite
def questions(draw: st.DrawFn) -> Claim:
    kind = draw(st.sampled_from(["fault", "fault", "fault", "part", "upgrade", "service"]))
    known = st.sampled_from([None, None, True, False])
    return Claim(
        draw(st.sampled_from(["a", "SN", "b", "SB", "c", "d"])),
        draw(st.sampled_from(CLAIMED_CAUSES)),
        draw(DAYS),
        part_no=draw(st.sampled_from(["DISK", "LAMP", "BATTERY", "FAN"])) if kind == "part" else None,
        part_serial=draw(st.sampled_from([None, None, "D1", "D2"])) if kind == "part" else None,
        fault_in=draw(st.sampled_from([None, "hardware", "software"])),
        remotely_fixable=draw(known),
        consumable=draw(known),
        part_category=draw(st.sampled_from([None, None, "disk"])) if kind == "part" else None,
        upgrade=draw(st.sampled_from(["minor", "major"])) if kind == "upgrade" else None,
        service=draw(st.sampled_from(SERVICES)) if kind == "service" else None,
        delivered_scope=draw(known),
        events=((draw(st.sampled_from(EVENTS)), draw(DAYS)),) if draw(st.integers(0, 3)) == 0 else (),
        downtime_end=draw(st.sampled_from([None, None, date(2027, 1, 1)])),
        governing=draw(st.sampled_from([None, None, None, "w0"])),
    )


def desk(agreement: Agreement) -> Desk:
    keys = [
        ("Contract", "acme"),
        ("PartCatalogue", "parts"),
        *(("Warranty", id) for id in agreement.warranties),
    ]
    documents = {(kind, id): Document(f"{id}.yaml", kind, id, Node({}, (1, 1))) for kind, id in keys}
    return Desk(Decider(Judge(agreement, CATALOGUES)), documents)


def answered(at: Desk, claim: Claim) -> Answer:
    try:
        return Answer(1, at, at.decider.decide(claim, today=TODAY))
    except FieldopsError as error:
        return Answer(1, error=error)


def alone(agreement: Agreement, claim: Claim) -> object:
    """What `warranty check` says of the claim at a desk that has answered nothing before."""
    answer = answered(desk(agreement), claim)
    if answer.desk is None or answer.decision is None:
        return json.loads(JsonLines("en").line(answer))
    data = decision_data(answer.desk, answer.decision, "en")
    return json.loads(json.dumps({"schema_version": WITH_CLAUSES, "input_line": 1, **data}))


@examples(16)
@given(estates(), st.lists(questions(), min_size=1, max_size=12), st.data())
def test_a_batch_equals_single_questions_in_any_order(
    agreement: Agreement, claims: list[Claim], data: st.DataObject
) -> None:
    expected = {claim: alone(agreement, claim) for claim in claims}
    for asked in (claims, data.draw(st.permutations(claims))):
        at, forms = desk(agreement), JsonLines("en")
        for claim in asked:
            assert json.loads(forms.line(answered(at, claim))) == expected[claim]


@examples(12)
@given(estates(), questions(), st.lists(DAYS, min_size=2, max_size=12))
def test_days_asked_about_change_no_answer_about_another_day(
    agreement: Agreement, claim: Claim, days: list[date]
) -> None:
    at, forms = desk(agreement), JsonLines("en")
    for day in (*days, *sorted(days)):
        asked = replaced(claim, day=day)
        assert json.loads(forms.line(answered(at, asked))) == alone(agreement, asked)


def test_the_case_of_faults_md_10c() -> None:
    """A disk that was swapped under `restart` is covered longer than the unit, and not for ever."""
    agreement = agreed(
        "assets: [{id: a, serial: SN, model: M1, parts: [{part_no: DISK, serial: D2, slot: s1}], swaps: [{date: "
        "2025-06-15, slot: s1, part_no: DISK, removed_serial: D1, installed_serial: D2}]}]\n"
        "warranties: [{terms: basic}]\nacceptances: [{event: final_acceptance, date: 2025-01-10}]\n",
        "swap: {policy: restart}",
    )
    claims = [Claim("a", "normal", date(2026, 2, 1)), Claim("a", "normal", date(2026, 12, 1))]
    for asked in (claims, claims[::-1]):
        decider = Decider(Judge(agreement, CATALOGUES))
        helps = {each.day: "part_no" in {flip.fact for flip in decider.decide(each).flips} for each in asked}
        assert helps == {date(2026, 2, 1): True, date(2026, 12, 1): False}


@examples(24)
@given(estates(), questions())
def test_costs_name_their_clause_and_flips_are_told_by_what_helps(agreement: Agreement, claim: Claim) -> None:
    try:
        told = desk(agreement).decider.decide(claim, today=TODAY)
    except FieldopsError:
        return
    costs = [reason for _, reason in flattened(told.reasons) if reason.rule == "cost"]
    # Of an unknown cause nobody knows which exclusion it will be.
    one = told.verdict.warranty
    unsure = (
        claim.cause == "unknown" and claim.upgrade is None and one is not None and one.warranty.exclusions
    )
    assert unsure or all(reason.clause is not None for reason in costs)
    facts = [flip.fact.partition(":")[2] or flip.fact for flip in told.flips]
    missing = [fact in told.verdict.missing for fact in facts]
    assert missing == sorted(missing, reverse=True)


@examples(24)
@given(estates(), questions())
def test_a_flip_of_the_day_holds_as_far_as_it_says(agreement: Agreement, claim: Claim) -> None:
    try:
        told = desk(agreement).decider.decide(claim)
    except FieldopsError:
        return
    for flip in told.flips:
        if flip.reach is None or not isinstance(flip.value, date):
            continue
        step = timedelta(days=1 if flip.reach == "from" else -1)
        far = flip.through or flip.value + 4000 * step
        outcomes = [
            desk(agreement).decider.judge.outcome(replaced(claim, day=day))
            for day in (flip.value, flip.value + (far - flip.value) // 2, far)
        ]
        assert outcomes == [flip.outcome] * 3
        if flip.through is not None:
            beyond = replaced(claim, day=flip.through + step)
            assert desk(agreement).decider.judge.outcome(beyond) != flip.outcome
