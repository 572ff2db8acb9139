"""The edges that other systems get wrong, by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.wording import word
from fieldops.messages import LANGUAGES, say_value
from fieldops.warranty.claim import CLAIMED_CAUSES, Claim, ClaimError, known_word
from fieldops.warranty.decision import decide
from tests.warranty.agreements import BASIC, SWAPPED, claim, decider, outcome, rules, span

# --- days ------------------------------------------------------------------------------------------------


def test_the_last_day_is_covered_and_the_day_after_is_not() -> None:
    assert [outcome(decider(), day) for day in ("2026-02-28", "2026-03-01", "2027-03-01", "2027-03-02")] == [
        "not_covered",
        "covered",
        "covered",
        "not_covered",
    ]


def test_the_day_before_anniversary_is_the_last_by_that_rule() -> None:
    by_rule = decider(BASIC, "period_rule: day_before_anniversary")
    assert [outcome(by_rule, day) for day in ("2027-02-28", "2027-03-01")] == ["covered", "not_covered"]


@pytest.mark.parametrize(
    ("start", "months", "corresponding", "down", "up"),
    [
        ("2024-01-15", 12, "2025-01-15", "2025-01-14", "2025-01-14"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-27", "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2023-08-31", 6, "2024-02-29", "2024-02-28", "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28", "2025-02-27", "2025-02-28"),
    ],
)
def test_leap_days_and_month_ends_by_named_rules(
    start: str, months: int, corresponding: str, down: str, up: str
) -> None:
    contract = BASIC.replace("2026-03-01", start)
    rules_and_ends = [
        ("period_rule: corresponding_date", corresponding),
        ("{period_rule: day_before_anniversary, month_end: down}", down),
        ("{period_rule: day_before_anniversary, month_end: up}", up),
    ]
    for rule, end in rules_and_ends:
        rule = rule.strip("{}")
        of = decider(contract, f"{{{rule}, period: {months} months}}")
        after = (date.fromisoformat(end) + timedelta(days=1)).isoformat()
        assert (outcome(of, end), outcome(of, after)) == ("covered", "not_covered")
        assert span(of.decide(claim(end))) == (start, end)


def test_a_time_in_utc_is_a_day_in_shanghai() -> None:
    """netbox: until 08:00 in Shanghai it is still yesterday in UTC."""
    last_evening_utc = datetime(2027, 3, 1, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    first_minute_after = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)  # 00:00 on 2 March in Shanghai
    of = decider()
    assert of.judge.outcome(Claim("SN-1", "normal", last_evening_utc)) == "covered"
    assert of.judge.outcome(Claim("SN-1", "normal", first_minute_after)) == "not_covered"
    elsewhere = datetime(2027, 3, 2, 1, 0, tzinfo=timezone(timedelta(hours=14)))
    assert of.decide(Claim("SN-1", "normal", elsewhere)).day == date(2027, 3, 1)
    with pytest.raises(ClaimError, match="time-without-zone"):
        of.judge.outcome(Claim("SN-1", "normal", datetime.fromisoformat("2027-03-01")))


def test_a_day_to_come_is_told_to_be_one() -> None:
    told = decider().decide(claim("2026-12-01"), today=date(2026, 11, 30))
    assert (told.outcome, rules(told)["future"]) == ("covered", "note")
    assert "future" not in rules(decider().decide(claim("2026-12-01"), today=date(2026, 12, 1)))


def test_a_holiday_rollover_moves_the_last_day() -> None:
    # 2026-10-01 .. 07 are days off; 2026-10-08 is a Thursday.
    of = decider(BASIC.replace("2026-03-01", "2025-10-01"), "holiday_rollover: true")
    assert [outcome(of, day) for day in ("2026-10-08", "2026-10-09")] == ["covered", "not_covered"]
    assert rules(of.decide(claim("2026-10-08")))["rollover"] == "yes"
    plain = decider(BASIC.replace("2026-03-01", "2025-10-01"))
    assert outcome(plain, "2026-10-02") == "not_covered"


def test_a_rollover_in_a_year_that_is_not_decreed_is_provisional() -> None:
    of = decider(BASIC, "holiday_rollover: true")  # ends on Monday 2027-03-01
    sure = of.decide(claim("2027-03-01"))
    assert (sure.outcome, sure.verdict.provisional) == ("covered", True)
    later = of.decide(claim("2027-03-02"))
    assert (later.outcome, later.verdict.missing) == ("undetermined", ("public_holidays",))
    assert outcome(of, "2027-06-01") == "not_covered"


# --- what starts it --------------------------------------------------------------------------------------

NOT_ACCEPTED = BASIC.replace("acceptances: [{event: final_acceptance, date: 2026-03-01}]", "")


def test_without_an_acceptance_nothing_is_decided() -> None:
    """ForgeFlow: no warranty date made everything covered."""
    told = decider(NOT_ACCEPTED).decide(claim("2026-05-01"))
    assert (told.outcome, told.verdict.missing) == ("undetermined", ("final_acceptance",))
    assert rules(told)["start"] == "unknown"
    given = next(flip for flip in told.flips if flip.fact == "event:final_acceptance")
    assert decider(NOT_ACCEPTED).judge.outcome(given.applied_to(claim("2026-05-01"))) == given.outcome


def test_a_cause_that_is_never_covered_needs_no_dates() -> None:
    of = decider(NOT_ACCEPTED, "causes: [defect]")
    assert outcome(of, "2026-05-01", "misuse") == "not_covered"


def test_the_latest_of_several_events_starts_it() -> None:
    terms = "start: {trigger: latest_of, latest_of: [delivery, final_acceptance]}"
    both = BASIC.replace("acceptances: [", "acceptances: [{event: delivery, date: 2026-04-05}, ")
    assert outcome(decider(both, terms), "2026-04-04") == "not_covered"
    assert span(decider(both, terms).decide(claim("2026-05-01"))) == ("2026-04-05", "2027-04-05")
    # One is not known: before the known one nothing is covered in any case.
    assert outcome(decider(BASIC, terms), "2026-02-01") == "not_covered"
    assert outcome(decider(BASIC, terms), "2026-05-01") == "undetermined"


def test_a_cap_ends_it_earlier_and_without_its_day_only_the_span_is_undetermined() -> None:
    terms = "cap: {period: 6 months, event: shipment}"
    shipped = BASIC.replace("acceptances: [", "acceptances: [{event: shipment, date: 2026-02-01}, ")
    assert [outcome(decider(shipped, terms), day) for day in ("2026-08-01", "2026-08-02")] == [
        "covered",
        "not_covered",
    ]
    unknown = decider(BASIC, terms)
    days = ("2026-02-28", "2026-03-01", "2027-03-01", "2027-03-02")
    assert [outcome(unknown, day) for day in days] == [
        "not_covered",
        "undetermined",
        "undetermined",
        "not_covered",
    ]


def test_deemed_acceptance_starts_it() -> None:
    deemed = "{event: final_acceptance, requested: 2026-03-01, deemed_after: 30 days, deemed_from: request}"
    of = decider(BASIC.replace("{event: final_acceptance, date: 2026-03-01}", deemed))
    assert [outcome(of, day) for day in ("2026-03-30", "2026-03-31")] == ["not_covered", "covered"]


def test_a_batch_and_an_asset_have_days_of_their_own() -> None:
    contract = """
assets:
  - {id: a, model: M1}
  - {id: b, model: M1, batch: second}
  - {id: c, model: M1, batch: second, events: [{event: final_acceptance, date: 2026-09-01}]}
warranties: [{terms: basic}]
acceptances:
  - {event: final_acceptance, date: 2026-03-01}
  - {event: final_acceptance, date: 2026-06-30, batch: second}
"""
    of = decider(contract)
    starts = [span(of.decide(claim("2026-12-01", asset=name)))[0] for name in "abc"]
    assert starts == ["2026-03-01", "2026-06-30", "2026-09-01"]


def test_vendor_downtime_extends_and_an_open_one_leaves_it_undetermined() -> None:
    def down(span: str) -> str:
        return BASIC.replace(
            "category: server", f"category: server, downtimes: [{{{span}, caused_by: vendor}}]"
        )

    extends = "downtime_extends: true"
    week = decider(down("start: 2026-09-03, end: 2026-09-09"), extends)
    assert [outcome(week, day) for day in ("2027-03-08", "2027-03-09")] == ["covered", "not_covered"]
    still = decider(down("start: 2026-09-03"), extends)
    assert outcome(still, "2027-03-01") == "covered"
    told = still.decide(claim("2027-03-05"))
    assert (told.outcome, told.verdict.missing) == ("undetermined", ("downtime_end",))


# --- contract --------------------------------------------------------------------------------------------


def test_an_expired_contract_is_told_and_the_warranty_keeps_its_own_days() -> None:
    of = decider()  # the term ends on 2026-12-31, the warranty on 2027-03-01
    after = of.decide(claim("2027-02-01"))
    said = [each for each in after.reasons if each.rule == "term"]
    assert (after.outcome, said[0].said.codes) == ("covered", ("decision.term.after",))
    assert outcome(of, "2027-03-02") == "not_covered"


def test_equipment_without_warranty_and_equipment_that_is_not_there() -> None:
    of = decider(BASIC.replace("[{terms: basic}]", "[{terms: basic, categories: [scanner]}]"))
    told = of.decide(claim("2026-05-01"))
    assert (told.outcome, told.verdict.why) == ("not_covered", "no-warranty")
    with pytest.raises(ClaimError) as refused:
        of.decide(claim("2026-05-01", asset="SN-2"))
    assert refused.value.code == "warranty.unknown-asset"
    assert "SN-1" in str(refused.value.values["choices"])


AMENDED = """
assets: [{id: db-1, serial: SN-1, model: M1, category: server}]
warranties: [{terms: basic}]
acceptances: [{event: final_acceptance, date: 2026-03-01}]
amendments:
  - {id: longer, date: 2026-06-01, applies_from: 2026-07-01, rationale: r, sets: {warranties: [{terms: better}]}}
"""


def test_terms_in_force_on_the_day_of_the_claim_decide() -> None:
    of = decider(AMENDED, "{}", "{id: better, causes: [normal, misuse]}")
    assert [outcome(of, day, "misuse") for day in ("2026-06-30", "2026-07-01")] == ["not_covered", "covered"]
    early = of.decide(claim("2026-06-30", "misuse"), as_of=date(2026, 7, 1))
    assert (early.outcome, early.terms_day) == ("covered", date(2026, 7, 1))
    late = of.decide(claim("2026-07-01", "misuse"))
    candidate = next(each for each in late.reasons if each.rule == "warranty")
    assert candidate.clause == ("Contract", "acme", ("amendments", 0, "sets", "warranties", 0, "terms"))
    flip = next(flip for flip in late.flips if flip.reach == "until")
    assert (flip.value, flip.outcome) == (date(2026, 6, 30), "not_covered")


# --- several warranties ----------------------------------------------------------------------------------

TWO = BASIC.replace("[{terms: basic}]", "[{terms: basic}, {terms: other, precedence: 0}]")


def test_overlapping_candidates_of_equal_precedence_are_refused_and_all_listed() -> None:
    of = decider(TWO, "{}", "{id: other, parts: 0}")
    told = of.decide(claim("2026-05-01"))
    assert (told.outcome, told.verdict.why, told.verdict.missing) == (
        "undetermined",
        "ambiguous",
        ("governing",),
    )
    assert [one.warranty.id for one in told.verdict.candidates] == ["basic", "other"]
    assert outcome(of, "2026-05-01", governing="other") == "covered"
    assert outcome(of, "2027-05-01") == "not_covered"


def test_the_higher_precedence_decides_alone() -> None:
    contract = TWO.replace("precedence: 0", "precedence: 5")
    of = decider(contract, "{}", "{id: other, causes: [defect]}")
    told = of.decide(claim("2026-05-01"))
    assert told.outcome == "not_covered"
    assert (told.verdict.warranty.warranty.id, rules(told)["precedence"]) == ("other", "yes")


def test_a_higher_warranty_with_an_unknown_start_leaves_it_open_only_where_it_differs() -> None:
    contract = TWO.replace("precedence: 0", "precedence: 5")
    unknown = "start: {trigger: event, event: shipment}"
    assert outcome(decider(contract, "{}", f"{{id: other, {unknown}}}"), "2026-05-01") == "covered"
    of = decider(contract, "{}", f"{{id: other, causes: [defect], {unknown}}}")
    told = of.decide(claim("2026-05-01"))
    assert (told.outcome, told.verdict.missing) == ("undetermined", ("shipment",))


def test_hardware_and_software_of_one_asset_are_told_apart() -> None:
    of = decider(TWO, "{}", "{id: other, covers: software, causes: [defect]}")
    assert outcome(of, "2026-05-01") == "undetermined"
    assert of.decide(claim("2026-05-01")).verdict.missing == ("fault_in",)
    assert outcome(of, "2026-05-01", fault_in="hardware") == "covered"
    assert outcome(of, "2026-05-01", fault_in="software") == "not_covered"


# --- causes ----------------------------------------------------------------------------------------------


def test_every_cause_is_covered_excluded_or_not_named() -> None:
    terms = "{causes: [normal, defect], exclusions: [{cause: misuse, labour: {price: free}, parts: {price: at_cost}}]}"
    of = decider(BASIC, terms)
    found = {cause: of.decide(claim("2026-05-01", cause)).verdict for cause in CAUSES}
    assert {cause for cause in CAUSES if found[cause].outcome == "covered"} == {"normal", "defect"}
    misuse = found["misuse"].costs
    assert (misuse.labour.percent, misuse.parts.percent, misuse.parts.price) == (100, None, "at_cost")
    assert (misuse.travel.percent, misuse.travel.price) == (None, None)
    assert found["external"].why == "cause-unnamed"


def test_an_unknown_cause_is_undetermined_only_where_causes_differ() -> None:
    of = decider()
    assert of.decide(claim("2026-05-01", "unknown")).verdict.missing == ("cause",)
    assert outcome(of, "2028-01-01", "unknown") == "not_covered"
    everything = decider(BASIC, f"causes: [{', '.join(CAUSES)}]")
    assert outcome(everything, "2026-05-01", "unknown") == "covered"


def test_a_cause_that_does_not_exist_is_refused_with_choices() -> None:
    with pytest.raises(ClaimError) as refused:
        known_word("misus", CLAIMED_CAUSES, "cause")
    assert refused.value.code == "warranty.unknown-cause"
    assert say_value(refused.value.values["choices"], "en").startswith("misuse (misuse: used otherwise")
    assert say_value(refused.value.values["choices"], "zh-CN").startswith("使用不当（misuse：没按说明使用")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cause_may_be_named_as_readers_are_shown_it(language: str) -> None:
    for cause in CLAIMED_CAUSES:
        assert known_word(say_value(word(cause, "cause"), language).upper(), CLAIMED_CAUSES, "cause") == cause


# --- parts -----------------------------------------------------------------------------------------------


def test_a_consumable_wears_out_and_what_no_catalogue_tells_is_missing() -> None:
    assert outcome(decider(), "2026-05-01", part_no="LAMP") == "not_covered"
    assert outcome(decider(), "2026-05-01", part_no="LAMP", consumable=False) == "covered"
    assert outcome(decider(), "2026-05-01", part_no="DISK") == "covered"
    listed = BASIC.replace("category: server", "category: server, parts: [{part_no: FAN, serial: F1}]")
    told = decider(listed).decide(claim("2026-05-01", part_no="FAN"))
    assert (told.outcome, told.verdict.missing) == ("undetermined", ("consumable",))
    with pytest.raises(ClaimError, match="unknown-part"):
        outcome(decider(), "2026-05-01", part_no="DISC")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_may_be_named_as_readers_are_shown_it(language: str) -> None:
    with pytest.raises(ClaimError) as refused:
        outcome(decider(), "2026-05-01", part_no="DISC")
    offers = refused.value.values["choices"]
    assert isinstance(offers, tuple)
    for offer in offers:
        name = say_value(offer.values["name"], language)
        told = decider().decide(claim("2026-05-01", part_no=name))
        assert told.claim.part_no == offer.values["id"]


def test_a_warranty_for_categories_of_parts_holds_for_these_alone() -> None:
    contract = TWO.replace("precedence: 0", "precedence: 1")
    of = decider(
        contract, "{}", "{id: other, part_categories: [battery], period: 6 months, causes: [defect]}"
    )
    assert outcome(of, "2026-05-01", part_no="BATTERY") == "not_covered"
    assert outcome(of, "2026-05-01", part_no="DISK") == "covered"
    assert outcome(of, "2026-05-01") == "covered"


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        ("{}", "2027-03-01"),
        ("swap: {policy: inherit_remaining}", "2027-03-01"),
        ("swap: {policy: restart}", "2027-12-20"),
        ("swap: {policy: longer_of, minimum: 6 months}", "2027-06-20"),
        ("swap: {policy: longer_of, minimum: 1 month}", "2027-03-01"),
    ],
)
def test_a_replaced_part_along_its_chain_of_swaps(terms: str, last: str) -> None:
    of = decider(SWAPPED, terms)
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    assert outcome(of, last, part_serial="D3") == "covered"
    assert outcome(of, after, part_serial="D3") == "not_covered"
    assert outcome(of, after, part_serial="E1") == "not_covered"


def test_a_swap_that_was_paid_for_after_the_warranty_gives_no_new_cover() -> None:
    late = SWAPPED.replace("2026-12-20", "2028-01-10")
    assert outcome(decider(late, "swap: {policy: restart}"), "2028-02-01", part_serial="D3") == "not_covered"


def test_a_part_is_asked_about_on_a_day_on_which_it_is_built_in() -> None:
    of = decider(SWAPPED, "swap: {policy: restart}")
    told = of.decide(claim("2026-05-01", part_serial="D3"))
    assert (told.outcome, told.verdict.why) == ("not_covered", "part-absent")
    # On the day of the swap the claim may be about the old part.
    assert outcome(of, "2026-06-15", part_serial="D1") == "covered"
    assert outcome(of, "2026-06-16", part_serial="D1") == "not_covered"


def test_a_part_number_that_several_parts_have_needs_the_serial_number_where_they_differ() -> None:
    of = decider(SWAPPED, "swap: {policy: restart}")
    assert outcome(of, "2026-05-01", part_no="DISK") == "covered"
    told = of.decide(claim("2027-06-01", part_no="DISK"))
    assert (told.outcome, told.verdict.missing) == ("undetermined", ("part_serial",))
    assert {(flip.value, flip.outcome) for flip in told.flips if flip.fact == "part_serial"} == {
        ("D3", "covered"),
        ("E1", "not_covered"),
    }


# --- afterwards ------------------------------------------------------------------------------------------


def test_after_the_warranty_the_contract_says_who_pays_and_before_it_nobody() -> None:
    more = "after_warranty: {labour: {price: at_cost}, parts: {price: discount, discount_percent: 10}, travel: {price: free}}"
    of = decider(BASIC + more)
    costs = of.decide(claim("2027-06-01")).verdict.costs
    assert (costs.labour.price, costs.parts.percent, costs.travel.percent) == ("at_cost", 10, 100)
    assert of.decide(claim("2026-02-01")).verdict.costs.labour.price is None


def test_decide_is_for_one_claim() -> None:
    of = decider()
    assert decide(claim("2026-05-01"), of.judge.agreement).outcome == "covered"


def test_equipment_that_is_alike_keeps_its_own_name_and_what_is_recorded_of_one_is_not_of_others() -> None:
    contract = """
assets:
  - {id: a, serial: SA, model: M1, category: server}
  - {id: b, serial: SB, model: M1, category: server}
  - {id: c, serial: SC, model: M1, category: server, events: [{event: final_acceptance, date: 2026-09-01}]}
  - {id: d, serial: SD, model: M1, category: server}
warranties: [{terms: basic}]
acceptances:
  - {event: final_acceptance, date: 2026-03-01}
  - {event: final_acceptance, date: 2026-10-01, assets: [d]}
"""
    of = decider(contract)
    told = {name: of.decide(claim("2026-05-01", asset=name)) for name in ("a", "SB", "b", "c", "d")}
    assert [told[name].outcome for name in told] == ["covered"] * 3 + ["not_covered"] * 2
    said = {name: next(each for each in told[name].reasons if each.rule == "asset") for name in told}
    assert [said[name].said.values["asset"] for name in said] == ["a", "b", "b", "c", "d"]
    assert [said[name].clause for name in ("SB", "c")] == [
        ("Contract", "acme", ("assets", 1)),
        ("Contract", "acme", ("assets", 2)),
    ]


def test_a_flip_holds_for_its_own_days_whatever_was_asked_before() -> None:
    """faults.md 10c: the swapped disk is covered longer than the unit; after that it is no way out any more."""
    one_disk = SWAPPED.replace(", {part_no: DISK, serial: E1, slot: s1}", "")
    of = decider(one_disk, "swap: {policy: restart}")
    for day in ("2027-06-01", "2028-06-01", "2027-12-20", "2027-12-21", "2027-03-02"):
        told = of.decide(claim(day))
        helps = [flip.value for flip in told.flips if flip.fact == "part_no"]
        assert (told.outcome, helps) == ("not_covered", ["DISK"] if day <= "2027-12-20" else [])
