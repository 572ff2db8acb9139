"""Each promise of group C on the example contract of its document, with its own numbers and the clause that decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldops.contracts.reasons import Clause
from fieldops.warranty.claim import CLAIMED_CAUSES, Claim, known_word
from fieldops.warranty.decision import Decision
from tests.warranty.agreements import example, places, rules, span

DEVICE, PORTAL, ARCHIVE, MANAGED = (
    "device-platform",
    "housing-fund-portal",
    "archive-digitisation",
    "managed-service",
)


def ask(contract: str, asset: str, day: str, cause: str = "normal", **facts: Any) -> Decision:
    return example(contract).decider.decide(
        Claim(asset, known_word(cause, CLAIMED_CAUSES, "cause"), date.fromisoformat(day), **facts)
    )


def costs(decision: Decision) -> list[object]:
    """Percent, or price where none follows from it, of parts, labour and travel."""
    found = decision.verdict.costs
    return [
        one.price if one.percent is None else one.percent for one in (found.parts, found.labour, found.travel)
    ]


def remedies(decision: Decision) -> dict[str, tuple[str | None, bool]]:
    return {one.remedy.kind: (one.remedy.within, one.certain) for one in decision.verdict.remedies}


@pytest.mark.shows("warranty check", "C1")
def test_c1_one_year_from_completion_acceptance_free_for_normal_use_and_defects() -> None:
    for cause in ("normal", "defect"):
        told = ask(DEVICE, "HL-TM-250301", "2027-01-16", cause)
        assert (told.outcome, costs(told), span(told)) == (
            "covered",
            [100, 100, 100],
            ("2026-01-16", "2027-01-16"),
        )
    assert ask(DEVICE, "HL-TM-250301", "2027-01-17").outcome == "not_covered"
    assert ask(DEVICE, "HL-TM-250301", "2026-01-15").outcome == "not_covered"
    found = places(example(DEVICE), ask(DEVICE, "HL-TM-250301", "2027-01-16"))
    assert found["start"].startswith(
        "device-platform.yaml: - {event: completion_acceptance, date: 2026-01-16"
    )
    assert found["period"] == "device-hardware.yaml: period: 1 year # C1"
    assert found["cause"] == "device-hardware.yaml: causes: [normal, defect] # C1"
    assert found["asset"].startswith("device-platform-stations.yaml: - {id: terminal-n1")


def test_c1_the_second_batch_runs_from_its_own_completion_and_downtime_is_added() -> None:
    told = ask(DEVICE, "HL-GW-250212", "2027-06-30")
    assert (told.outcome, span(told)) == ("covered", ("2026-06-30", "2027-06-30"))
    assert "batch: second" in places(example(DEVICE), told)["start"]
    # Seven days of downtime caused by the vendor.
    extended = ask(DEVICE, "HL-TM-250311", "2027-07-07")
    assert (extended.outcome, span(extended)[1], rules(extended)["downtime"]) == (
        "covered",
        "2027-07-07",
        "note",
    )
    assert ask(DEVICE, "HL-TM-250311", "2027-07-08").outcome == "not_covered"


@pytest.mark.shows("warranty check", "C2")
def test_c2_misuse_and_outside_causes_labour_free_parts_at_a_discount() -> None:
    for cause in ("misuse", "external"):
        told = ask(DEVICE, "HL-SV-250101", "2026-05-01", cause)
        assert (told.outcome, costs(told)) == ("not_covered", [20, 100, 100])
        assert places(example(DEVICE), told)["cause"].startswith(
            f"device-hardware.yaml: - {{cause: {cause}, labour: {{price: free}}"
        )


def test_who_pays_is_told_with_the_clause_that_says_so() -> None:
    """faults.md 10c: the reasons about costs had no clause."""

    def clauses(asset: str, day: str, cause: str = "normal", **facts: Any) -> list[Clause | None]:
        told = ask(DEVICE, asset, day, cause, **facts)
        return [each.clause for each in told.reasons if each.rule == "cost"]

    hardware, software = ("Warranty", "device-hardware"), ("Warranty", "device-software")
    covered = clauses("HL-SV-250101", "2026-05-01")
    assert covered == [(*hardware, (name,)) for name in ("parts", "labour", "travel")]
    misuse = clauses("HL-SV-250101", "2026-05-01", "misuse")
    assert misuse == [(*hardware, ("exclusions", 0, name)) for name in ("parts", "labour", "travel")]
    after = clauses("HL-TM-250301", "2027-06-01")
    own = ("Contract", DEVICE)
    assert after[:3] == [(*own, ("after_warranty", name)) for name in ("parts", "labour", "travel")]
    patch = clauses("LIC-TMP-2025-88", "2026-05-01", "unknown", upgrade="minor")
    assert patch == [(*software, ("upgrades", "minor"))] * 3
    # Which exclusion it will be is not known.
    assert clauses("HL-SV-250101", "2026-05-01", "unknown") == [None] * 3


def test_c2_human_damage_is_excluded_from_free_repair() -> None:
    told = ask(DEVICE, "HL-SV-250101", "2026-05-01", "human_damage")
    assert (told.outcome, costs(told)) == ("not_covered", ["list_price", "at_cost", "at_cost"])


@pytest.mark.shows("warranty check", "C3")
def test_c3_hardware_three_years_software_one_from_final_acceptance_then_the_buyer_pays() -> None:
    server = ask(PORTAL, "QS-2201-0021", "2029-02-25")
    assert (server.outcome, span(server)) == ("covered", ("2026-02-25", "2029-02-25"))
    assert server.verdict.warranty.warranty.given_by == "manufacturer_or_authorised_service"
    assert ask(PORTAL, "FW-1810", "2029-02-25").verdict.warranty.warranty.given_by == "authorised_service"
    assert remedies(server)["onsite_service"] == (None, True)
    software = ask(PORTAL, "LIC-HFP-2026", "2027-02-25")
    assert (software.outcome, span(software)) == ("covered", ("2026-02-25", "2027-02-25"))
    after = ask(PORTAL, "QS-2201-0021", "2029-02-26")
    assert (after.outcome, costs(after)) == ("not_covered", ["list_price"] * 3)
    assert after.verdict.costs.experts is not None
    assert after.verdict.costs.experts.price == "preferential"
    assert places(example(PORTAL), after)["start"].endswith("evidence: 终验报告 QH-ZY-2026-05} # C3")


@pytest.mark.shows("warranty check", "C4")
def test_c4_from_final_acceptance_quality_and_installation_faults() -> None:
    """The template's promise, on the contract that has installation faults, too: 2 years from 2025-12-26."""
    for cause in ("defect", "installation"):
        told = ask(ARCHIVE, "YZ2103-0001", "2027-12-26", cause)
        assert (told.outcome, span(told)) == ("covered", ("2025-12-26", "2027-12-26"))
    after = ask(ARCHIVE, "YZ2103-0001", "2027-12-27", "defect")
    assert costs(after) == ["list_price", "at_cost", "at_cost"]


@pytest.mark.shows("warranty check", "C5")
def test_c5_lifelong_services_for_what_was_delivered() -> None:
    long_after = "2035-06-01"
    for service in ("phone_support", "consultation"):
        told = ask(ARCHIVE, "YZ2103-0001", long_after, "unknown", service=service)
        assert (told.outcome, costs(told)) == ("covered", [100, 100, 100])
    for service in ("media_replacement", "rescanning", "data_correction"):
        asked = {"cause": "unknown", "service": service}
        told = ask(ARCHIVE, "YZ2103-0001", long_after, **asked)
        assert (told.outcome, told.verdict.missing) == ("undetermined", ("delivered_scope",))
        assert ask(ARCHIVE, "YZ2103-0001", long_after, **asked, delivered_scope=True).outcome == "covered"
        assert (
            ask(ARCHIVE, "YZ2103-0001", long_after, **asked, delivered_scope=False).outcome == "not_covered"
        )
        assert places(example(ARCHIVE), told)["service"].startswith("archive-digitisation.yaml: - ")
    assert ask(PORTAL, "FW-1810", long_after, "unknown", service="rescanning").outcome == "not_covered"


@pytest.mark.shows("warranty check", "C6")
def test_c6_a_loaner_while_at_the_factory_and_a_replacement_for_key_equipment() -> None:
    key = ask(DEVICE, "HL-SV-250101", "2026-05-01", in_factory=True)
    assert remedies(key)["loaner"] == (None, True)
    assert remedies(key)["advance_replacement"] == (None, True)
    loaner = next(one.remedy for one in key.verdict.remedies if one.remedy.kind == "loaner")
    assert (loaner.until, loaner.equal_performance) == ("repaired_unit_is_back", True)
    other = ask(DEVICE, "HL-TM-250301", "2026-05-01", in_factory=False)
    assert {"loaner", "advance_replacement"} & set(remedies(other)) == set()
    # Whether it goes to the factory is not known: the loaner is told with its condition.
    assert remedies(ask(DEVICE, "HL-TM-250301", "2026-05-01"))["loaner"] == (None, False)


@pytest.mark.shows("warranty check", "C7")
def test_c7_new_equipment_after_two_hours_when_it_cannot_be_fixed_remotely() -> None:
    told = ask(DEVICE, "HL-TM-250301", "2026-05-01", remotely_fixable=False, solution_in_time=False)
    assert remedies(told)["new_equipment"] == ("2h", True)
    assert places(example(DEVICE), told)["replaced"] == "device-hardware.yaml: examine: true # C7"
    open_yet = ask(DEVICE, "HL-TM-250301", "2026-05-01", remotely_fixable=False)
    assert remedies(open_yet)["new_equipment"] == ("2h", False)
    assert "new_equipment" not in remedies(ask(DEVICE, "HL-TM-250301", "2026-05-01", remotely_fixable=True))


@pytest.mark.shows("warranty check", "C8")
def test_c8_swaps_from_the_store_for_life_and_what_a_swapped_part_is_covered() -> None:
    # Swapped on 2026-08-12: at least 6 months, so until 2027-02-12; the unit's own warranty ends on 2027-01-16.
    told = ask(DEVICE, "HL-SV-250101", "2027-02-12", part_serial="S96-10077")
    assert (told.outcome, span(told)[1]) == ("covered", "2027-02-12")
    assert ask(DEVICE, "HL-SV-250101", "2027-02-13", part_serial="S96-10077").outcome == "not_covered"
    assert ask(DEVICE, "HL-SV-250101", "2027-02-12", part_serial="S96-10001").outcome == "not_covered"
    assert places(example(DEVICE), told)["swapped"].startswith(
        "device-hardware.yaml: swap: {policy: longer_of"
    )
    later = ask(DEVICE, "HL-SV-250101", "2033-01-01", service="spare_part_swap", part_no="SSD-960")
    assert (later.outcome, costs(later)) == ("covered", ["list_price", "at_cost", "at_cost"])


@pytest.mark.shows("warranty check", "C9")
def test_c9_outside_warranty_the_same_response_and_charged_parts_and_visits() -> None:
    after = ask(DEVICE, "HL-TM-250301", "2027-06-01")
    assert (after.outcome, costs(after)) == ("not_covered", ["list_price", "at_cost", "at_cost"])
    said = [each.said.codes[0] for each in after.reasons]
    assert "decision.afterwards.same-response" in said
    upgrade = ask(DEVICE, "LIC-TMP-2025-88", "2027-06-01", "unknown", upgrade="minor")
    assert (upgrade.outcome, costs(upgrade)) == ("not_covered", ["at_cost"] * 3)


def test_c10_when_the_free_period_ends_a_renewal_is_always_offered() -> None:
    contract = example(ARCHIVE).contract
    assert contract.term.renewal_always_offered
    told = ask(ARCHIVE, "YZ2103-0001", "2029-01-01")
    assert (told.outcome, rules(told)["term"]) == ("not_covered", "note")
    assert {each.said.codes[0] for each in told.reasons} >= {
        "decision.term.after",
        "decision.afterwards.agreed",
    }


@pytest.mark.shows("warranty check", "C11")
def test_c11_minor_upgrades_free_in_warranty_with_media_and_manuals_major_ones_at_cost() -> None:
    minor = ask(DEVICE, "LIC-TMP-2025-88", "2026-05-01", "unknown", upgrade="minor")
    assert (minor.outcome, costs(minor)) == ("covered", [100, 100, 100])
    assert minor.verdict.hand_over == ("media", "user_manual", "administrator_manual")
    assert places(example(DEVICE), minor)["upgrade"] == "device-software.yaml: minor: {price: free} # C11"
    major = ask(DEVICE, "LIC-TMP-2025-88", "2026-05-01", "unknown", upgrade="major")
    assert (major.outcome, costs(major)) == ("not_covered", ["at_cost"] * 3)
    assert places(example(DEVICE), major)["upgrade"] == "device-software.yaml: major: {price: at_cost} # C11"


def test_a_final_acceptance_that_is_deemed_given_starts_the_software_warranty() -> None:
    """Asked for on 2026-04-20, 30 days later it counts as given."""
    told = ask(MANAGED, "LIC-ERP-0418", "2026-05-20")
    assert (told.outcome, span(told)) == ("covered", ("2026-05-20", "2028-05-19"))
    assert "requested: 2026-04-20" in places(example(MANAGED), told)["start"]
    assert ask(MANAGED, "LIC-ERP-0418", "2026-05-19").outcome == "not_covered"


def test_a_lamp_wears_out_labour_and_travel_are_free() -> None:
    told = ask(ARCHIVE, "SC-77120", "2026-05-01", part_no="LAMP-A3")
    assert (told.outcome, costs(told)) == ("not_covered", ["list_price", 100, 100])
    assert places(example(ARCHIVE), told)["consumable"].startswith("archive-parts.yaml: - {part_no: LAMP-A3")


def test_every_reason_of_the_examples_names_a_line_that_exists() -> None:
    for id in (DEVICE, PORTAL, ARCHIVE, MANAGED):
        desk = example(id)
        for asset in desk.contract.assets:
            for cause in CLAIMED_CAUSES:
                told = desk.decider.decide(Claim(asset.id, cause, date(2026, 6, 1)))
                assert places(desk, told)["asset"].startswith(("device-platform", id))
                assert asset.id in places(desk, told)["asset"]


@pytest.mark.shows("warranty check", "B3", "B9")
def test_b3_b9_before_work_that_is_not_covered_its_steps_and_who_approves_them_are_told() -> None:
    for contract, asset, steps, by in (
        (ARCHIVE, "SC-77120", "confirm_with_sales, work_contact_form, agree_fee] # B3", "sales # B3"),
        (PORTAL, "SW-0533", "director_approval, agree_fee] # B9", "maintenance_director # B9"),
    ):
        told = ask(contract, asset, "2028-03-01" if contract == ARCHIVE else "2029-02-26")
        assert told.outcome == "not_covered"
        found = places(example(contract), told)
        assert found["before-work"].endswith(steps)
        assert found["approval"].endswith(by)
        assert {"before-work", "approval"}.isdisjoint(rules(ask(contract, asset, "2026-05-04")))
