"""Cover against contracts: uncovered days, cover paid twice, cover that ends early."""

from __future__ import annotations

from fieldops.structs import replaced
from fieldops.warranty.gaps import findings
from tests.contracts.test_cover import agreed

ASSET = "assets: [{id: db-1, serial: SN-1}]\n"


def found(contract: str, *warranties: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    every = findings([agreed(ASSET + contract, *warranties)])
    return [(one.kind, str(one.start), str(one.end), one.warranties) for one in every]


def test_cover_of_the_whole_term_is_no_finding() -> None:
    assert found("warranties: [{terms: basic}]", "{start: {trigger: date, date: 2026-01-01}}") == []


def test_days_before_between_and_after() -> None:
    terms = "warranties: [{terms: basic}, {terms: second}]"
    one = "{start: {trigger: date, date: 2026-02-01}, period: 2 months}"
    two = "{id: second, start: {trigger: date, date: 2026-05-01}, period: 3 months}"
    assert found(terms, one, two) == [
        ("gap", "2026-01-01", "2026-01-31", ("basic",)),
        ("gap", "2026-04-02", "2026-04-30", ("basic", "second")),
        ("ends_before_contract", "2026-08-02", "2026-12-31", ("second",)),
    ]


def test_cover_that_is_paid_twice_also_with_different_precedence() -> None:
    terms = "warranties: [{terms: basic}, {terms: second, precedence: 1}]"
    year = "start: {trigger: date, date: 2026-01-01}"
    second = "{id: second, start: {trigger: date, date: 2026-03-01}, period: 1 month}"
    assert found(terms, f"{{{year}}}", second) == [
        ("double", "2026-03-01", "2026-04-01", ("basic", "second"))
    ]
    software = "{id: second, covers: software, " + year + "}"
    assert found(terms, f"{{{year}}}", software) == []


def test_no_warranty_and_unknown_days_are_told() -> None:
    assert found("") == [("none", "2026-01-01", "2026-12-31", ())]
    assert found("warranties: [{terms: basic}]", "{}") == [
        ("unknown", "2026-01-01", "2026-12-31", ("basic",))
    ]


def test_contracts_of_a_customer_are_looked_at_together() -> None:
    year = "{start: {trigger: date, date: 2026-01-01}, period: 2 years}"
    one = agreed(ASSET + "warranties: [{terms: basic}]", year)
    next_year = "id: next\nterm: {start: 2027-01-01, end: 2027-12-31}\nwarranties: [{terms: basic}]"
    two = agreed(ASSET + next_year, year)
    doubled = findings([one, two])
    assert {each.kind for each in doubled} == {"double"}
    alone = agreed(ASSET + next_year.replace("warranties: [{terms: basic}]", "warranties: []"), year)
    assert findings([one, alone]) == []
    assert [each.kind for each in findings([alone])] == ["none"]
    assert findings([replaced(one)]) == []


def test_a_warranty_that_a_renewed_contract_takes_over_is_not_paid_twice() -> None:
    year = "{start: {trigger: date, date: 2026-01-01}, period: 3 years}"
    terms = "warranties: [{terms: basic}]"
    one = agreed(ASSET + terms, year)
    second = f"id: next\npredecessor: {one.id}\nterm: {{start: 2027-01-01, end: 2027-12-31}}\n" + terms
    third = "id: last\npredecessor: next\nterm: {start: 2028-01-01, end: 2028-12-31}\n" + terms
    renewed = [agreed(ASSET + each, year) for each in (second, third)]
    assert findings([one, *renewed]) == []
    # Another one, or the same begun anew, is paid twice.
    anew = year.replace("2026-01-01", "2027-01-01")
    assert {each.kind for each in findings([one, agreed(ASSET + second, anew)])} == {"double"}
    # So it is where nobody says that one contract continues the other.
    unsaid = second.replace(f"predecessor: {one.id}\n", "")
    assert {each.kind for each in findings([one, agreed(ASSET + unsaid, year)])} == {"double"}


def test_an_amendment_that_touches_no_warranty_cuts_no_finding_in_two() -> None:
    terms = "warranties: [{terms: basic}, {terms: second}]\n"
    amendment = "amendments: [{id: a, date: 2026-05-20, applies_from: 2026-06-01, rationale: r, sets: {service_level: other}}]"
    year = "start: {trigger: date, date: 2026-01-01}"
    assert found(terms + amendment, f"{{{year}}}", f"{{id: second, {year}}}") == [
        ("double", "2026-01-01", "2027-01-01", ("basic", "second"))
    ]
