"""Warranties by the terms in force: what is decided, listed and cited after an amendment is the amendment's."""

from __future__ import annotations

from datetime import date

from fieldops.contracts.obligations import due_between
from fieldops.contracts.reasons import Clause, Reason, flattened
from fieldops.contracts.standing import standing_on
from fieldops.warranty.decision import Decision
from fieldops.warranty.gaps import findings
from tests.contracts.test_cover import agreed
from tests.warranty.agreements import BASIC, SWAPPED, claim, decider, outcome, span

TODAY = date(2026, 11, 22)


def amended(sets: str, applies_from: str = "2026-07-01", contract: str = BASIC) -> str:
    """The contract with one amendment, agreed on 2026-06-01."""
    return f"{contract}\namendments:\n  - {_amendment('one', sets, applies_from)}\n"


def _amendment(id: str, sets: str, applies_from: str, agreed: str = "2026-06-01") -> str:
    return f"{{id: {id}, date: {agreed}, applies_from: {applies_from}, rationale: r, sets: {{{sets}}}}}"


def sets(*path: str | int) -> Clause:
    """The clause at `path` of what the only amendment sets."""
    return "Contract", "acme", ("amendments", 0, "sets", *path)


def told(decision: Decision, code: str) -> Reason:
    return next(each for _, each in flattened(decision.reasons) if each.said.codes == (code,))


def listed(contract: str, *warranties: str, day: date = TODAY) -> list[tuple[str, str, str, str]]:
    """Warranty, first and last day, state of each row of the list."""
    rows = standing_on(agreed(contract, *(warranties or ("{}",))), day)
    return [(one.warranty.id, str(one.start), str(one.end), one.state) for one in rows]


def obliged(contract: str, *warranties: str) -> list[str]:
    """The days on which `contract obligations` lets a warranty end."""
    due = due_between(agreed(contract, *(warranties or ("{}",))), date(2020, 1, 1), date(2040, 1, 1))
    return [str(one.day) for one in due if one.kind == "warranty_end"]


# --- what is cited ---------------------------------------------------------------------------------------


def test_check_cites_the_amendments_warranties_where_they_leave_the_asset_without() -> None:
    """faults.md 1: it cited the signed `warranties:` line."""
    of = decider(amended("warranties: [{terms: basic, categories: [scanner]}]"))
    after = of.decide(claim("2026-08-01"))
    assert (after.outcome, told(after, "decision.scope.none").clause) == ("not_covered", sets("warranties"))
    before = decider(BASIC.replace("{terms: basic}", "{terms: basic, categories: [scanner]}"))
    signed = told(before.decide(claim("2026-06-30")), "decision.scope.none").clause
    assert signed == ("Contract", "acme", ("warranties",))


def test_check_cites_the_amendments_warranties_where_none_has_begun() -> None:
    """faults.md 1: it cited the signed `warranties:` line."""
    of = decider(
        amended("warranties: [{terms: later}]"), "{}", "{id: later, start: {trigger: date, date: 2027-01-01}}"
    )
    after = of.decide(claim("2026-08-01"))
    assert told(after, "decision.afterwards.not-yet").clause == sets("warranties")


def test_of_prices_after_a_warranty_it_is_not_known_whether_they_hold_for_what_was_taken_out_of_it() -> None:
    """It said "nothing is agreed" where the contract has prices for the time after a warranty."""
    prices = (
        "after_warranty: {labour: {price: at_cost}, parts: {price: list_price}, travel: {price: at_cost}}"
    )
    of = decider(
        amended("warranties: [{terms: basic, categories: [scanner]}]", contract=f"{BASIC}\n{prices}")
    )
    after = of.decide(claim("2026-08-01"))
    assert (after.outcome, told(after, "decision.afterwards.none").clause) == (
        "not_covered",
        sets("warranties"),
    )
    # The first of them: parts.
    assert told(after, "decision.cost.perhaps").clause == ("Contract", "acme", ("after_warranty", "parts"))
    assert "decision.cost.unsaid" not in {
        code for _, each in flattened(after.reasons) for code in each.said.codes
    }


def test_check_cites_the_amendments_entry_for_the_warranty_that_decides() -> None:
    entries = "warranties: [{terms: basic}, {terms: other, precedence: 3}]"
    after = decider(amended(entries), "{}", "{id: other}").decide(claim("2026-08-01"))
    assert told(after, "decision.precedence.highest").clause == sets("warranties", 1, "precedence")
    candidates = [each.clause for each in after.reasons if each.rule == "warranty"]
    assert candidates == [sets("warranties", 1, "terms"), sets("warranties", 0, "terms")]
    undecided = amended("warranties: [{terms: basic}, {terms: other}]")
    ambiguous = decider(undecided, "{}", "{id: other}").decide(claim("2026-08-01"))
    assert told(ambiguous, "decision.precedence.ambiguous").clause == sets("warranties", 0, "terms")


def test_who_pays_afterwards_is_what_the_amendment_says_and_cites_it() -> None:
    prices = "after_warranty: {labour: {price: free}, parts: {price: at_cost}, travel: {price: at_cost}, same_response: true}"
    of = decider(amended(prices, "2027-06-01"))
    before, after = of.decide(claim("2027-05-31")), of.decide(claim("2027-06-01"))
    assert (before.verdict.costs.labour.price, after.verdict.costs.labour.price) == (None, "free")
    assert told(after, "decision.afterwards.agreed").clause == sets("after_warranty")
    assert told(after, "decision.afterwards.same-response").clause == sets("after_warranty", "same_response")


def test_the_term_that_an_amendment_sets_is_told_and_cited() -> None:
    of = decider(amended("term: {start: 2026-01-01, end: 2028-12-31}"))
    assert told(of.decide(claim("2026-06-30")), "decision.term.within").said.values["end"] == date(
        2026, 12, 31
    )
    later = told(of.decide(claim("2028-01-01")), "decision.term.within")
    assert (later.said.values["end"], later.clause) == (date(2028, 12, 31), sets("term"))
    assert told(of.decide(claim("2029-01-01")), "decision.term.after").clause == sets("term", "end")


def test_a_warranty_from_the_start_of_the_contract_follows_an_amended_term() -> None:
    terms = "start: {trigger: event, event: contract_start}"
    of = decider(amended("term: {start: 2026-03-15, end: 2027-03-14}"), terms)
    after = of.decide(claim("2026-08-01"))
    assert span(after) == ("2026-03-15", "2027-03-15")
    assert told(after, "decision.start.event").clause == sets("term", "start")
    assert span(of.decide(claim("2026-06-30"))) == ("2026-01-01", "2027-01-01")


# --- what is decided -------------------------------------------------------------------------------------


def test_cover_of_equipment_that_an_amendment_names_begins_with_it() -> None:
    two = BASIC.replace("assets:", "assets:\n  - {id: db-2, serial: SN-2, model: M1, category: server}")
    signed = two.replace("{terms: basic}", "{terms: basic, assets: [db-1]}")
    of = decider(amended("warranties: [{terms: basic, assets: [db-1, db-2]}]", contract=signed))
    days = ("2026-06-30", "2026-07-01")
    assert [of.judge.outcome(claim(day, asset="SN-2")) for day in days] == ["not_covered", "covered"]
    assert [of.judge.outcome(claim(day, asset="SN-1")) for day in days] == ["covered", "covered"]


def test_a_swapped_part_follows_the_swap_terms_in_force_on_the_day_of_the_claim() -> None:
    contract = amended("warranties: [{terms: better}]", "2027-01-01", SWAPPED)
    of = decider(contract, "swap: {policy: restart}", "{id: better, swap: {policy: inherit_remaining}}")
    # Swapped on 2026-12-20 by the terms of then for a full year; the terms of 2027 let it inherit.
    assert outcome(of, "2026-12-31", part_serial="D3") == "covered"
    late = of.decide(claim("2027-03-02", part_serial="D3"))
    assert (late.outcome, told(late, "decision.swapped.by-policy").clause) == (
        "not_covered",
        ("Warranty", "better", ("swap",)),
    )
    assert of.decide(claim("2027-03-02", part_serial="D3"), as_of=date(2026, 12, 31)).outcome == "covered"


def test_of_amendments_from_one_day_the_one_agreed_last_holds() -> None:
    late = _amendment("late", "warranties: [{terms: basic}]", "2026-07-01", "2026-06-20")
    early = _amendment("early", "warranties: []", "2026-07-01", "2026-06-10")
    contract = f"{BASIC}\namendments: [{late}, {early}]\n"
    after = decider(contract).decide(claim("2026-08-01"))
    candidate = next(each for each in after.reasons if each.rule == "warranty")
    assert (after.outcome, candidate.clause) == ("covered", sets("warranties", 0, "terms"))
    assert listed(contract) == [("basic", "2026-03-01", "2027-03-01", "active")]


# --- what is listed --------------------------------------------------------------------------------------

LONGER = "{id: longer, period: 3 years}"


def test_list_check_and_obligations_give_a_warranty_the_same_end() -> None:
    """faults.md 1: obligations gave the signed end, list and check the amended one."""
    contract = amended("warranties: [{terms: longer}]")
    assert obliged(contract, "{}", LONGER)[-1] == "2029-03-01"
    assert listed(contract, "{}", LONGER)[-1] == ("longer", "2026-07-01", "2029-03-01", "active")
    check = decider(contract, "{}", LONGER).decide(claim(str(TODAY)))
    assert [str(flip.value) for flip in check.flips if flip.reach == "from"] == ["2029-03-02"]


def test_an_amendment_to_come_ends_a_warranty_in_the_list_too() -> None:
    contract = amended("warranties: []", "2027-01-01")
    assert obliged(contract) == ["2026-12-31"]
    assert listed(contract) == [("basic", "2026-03-01", "2026-12-31", "active")]
    assert listed(contract, day=date(2027, 1, 1)) == [("basic", "2026-03-01", "2026-12-31", "ended")]


def test_an_amendment_that_leaves_a_warranty_alone_does_not_break_its_days() -> None:
    contract = amended("term: {start: 2026-01-01, end: 2027-12-31}")
    assert listed(contract) == [("basic", "2026-03-01", "2027-03-01", "active")]
    repeated = amended("warranties: [{terms: basic}]")
    assert listed(repeated) == [("basic", "2026-03-01", "2027-03-01", "active")]
    (row,) = standing_on(agreed(repeated, "{}"), TODAY)
    assert row.clause == sets("warranties", 0, "terms")
    (row,) = standing_on(agreed(repeated, "{}"), date(2026, 6, 30))
    assert row.clause == ("Contract", "acme", ("warranties", 0, "terms"))


def test_a_warranty_that_comes_back_is_listed_for_both_times() -> None:
    gone = _amendment("gone", "warranties: []", "2026-07-01")
    back = _amendment("back", "warranties: [{terms: basic}]", "2026-10-01")
    contract = f"{BASIC}\namendments: [{gone}, {back}]\n"
    assert listed(contract) == [
        ("basic", "2026-03-01", "2026-06-30", "ended"),
        ("basic", "2026-10-01", "2027-03-01", "active"),
    ]


def test_days_that_are_not_known_are_listed_by_the_terms_of_today() -> None:
    waiting = BASIC.replace("acceptances: [{event: final_acceptance, date: 2026-03-01}]", "")
    assert listed(waiting) == [("basic", "None", "None", "unknown")]
    assert listed(amended("warranties: []", contract=waiting)) == []


# --- gaps ------------------------------------------------------------------------------------------------


def test_gaps_are_looked_for_from_the_first_term_to_the_last() -> None:
    """An amendment that lets the service go on with a term of its own does not hide the time before it."""
    renewed = amended("term: {start: 2027-01-01, end: 2027-12-31}", "2027-01-01")
    found = [(one.kind, str(one.start), str(one.end)) for one in findings([agreed(renewed, "{}")])]
    assert found == [
        ("gap", "2026-01-01", "2026-02-28"),
        ("ends_before_contract", "2027-03-02", "2027-12-31"),
    ]


def test_a_gap_after_an_amendment_cites_where_the_amendment_names_the_warranty() -> None:
    (_, end) = findings(
        [
            agreed(
                amended("warranties: [{terms: basic}]").replace("2026-07-01", "2026-04-01"),
                "{period: 6 months}",
            )
        ]
    )
    assert (end.kind, str(end.start), end.clause) == (
        "ends_before_contract",
        "2026-09-02",
        sets("warranties", 0, "terms"),
    )


# --- a term that renews itself ---------------------------------------------------------------------------

TACIT = BASIC + "term: {start: 2026-01-01, end: 2026-12-31, renewal: tacit, renewal_period: 1 year}\n"


def test_the_period_of_service_that_is_told_is_that_of_the_day_whatever_was_asked_before() -> None:
    of = decider(TACIT)
    for year in (2030, 2027, 2026, 2029):
        within = told(of.decide(claim(f"{year}-06-01")), "decision.term.within")
        assert within.said.values["end"] == date(year, 12, 31)


def test_terms_of_an_earlier_day_let_a_term_go_on_that_renews_itself() -> None:
    later = decider(TACIT).decide(claim("2029-06-01"), as_of=date(2026, 6, 1))
    assert told(later, "decision.term.within").said.values["end"] == date(2029, 12, 31)
