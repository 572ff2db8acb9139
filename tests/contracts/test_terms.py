"""What a contract says on a day, and where each of its sections stands then."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.model import Contract, NewTerms
from fieldops.contracts.terms import Timeline, timeline_of
from fieldops.contracts.versions import AMENDABLE, Change, beside, served_by, versions_of, written_versions
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import read_yaml

D = date.fromisoformat
CONTRACT = """
apiVersion: fieldops/v1
kind: Contract
id: acme
title: Acme
customer: {name: Acme}
vendor: {name: Vendor}
team: team
language: en
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2027-12-31, renewal: express, notice: 3 months}
service_level: gold
warranties: [{terms: basic}]
assets: [{id: db-1}, {id: db-2}]
"""
# Written in another order than they apply.
AMENDMENTS = """
amendments:
  - {id: second, date: 2026-05-01, applies_from: 2026-09-01, rationale: R, sets: {warranties: [{terms: plus}]}}
  - {id: first, date: 2026-02-01, applies_from: 2026-03-01, rationale: R, sets: {service_level: silver, warranties: []}}
  - {id: note, date: 2026-06-01, applies_from: 2026-06-01, rationale: only a deadline}
  - {id: third, date: 2026-05-02, applies_from: 2026-09-01, rationale: R, sets: {term: {start: 2026-01-01, end: 2029-12-31}}}
"""


@cache
def document(text: str) -> Document:
    node, problems = read_yaml(text.encode(), "acme.yaml")
    assert node is not None
    assert not problems
    return Document("acme.yaml", "Contract", "acme", node)


def timeline(more: str = AMENDMENTS) -> Timeline:
    contract = fill(Contract, document(CONTRACT + more).data)
    return timeline_of(contract, [("Assets", "more", ("assets", 7)), ("Contract", "acme", ("assets", 0))])


def test_amendments_replace_whole_sections_from_their_day_on() -> None:
    found = {
        day: (terms := timeline().on(D(day)).contract).service_level
        and (terms.service_level, [use.terms for use in terms.warranties], terms.term.end.year)
        for day in ("2026-02-28", "2026-03-01", "2026-08-31", "2026-09-01")
    }
    assert found == {
        "2026-02-28": ("gold", ["basic"], 2027),
        "2026-03-01": ("silver", [], 2027),
        "2026-08-31": ("silver", [], 2027),
        "2026-09-01": ("silver", ["plus"], 2029),
    }


def test_a_section_stands_where_the_last_amendment_in_force_has_written_it() -> None:
    terms = timeline().on(D("2026-09-01"))
    assert terms.clause("warranties", 0, "terms")[2] == ("amendments", 0, "sets", "warranties", 0, "terms")
    assert terms.clause("service_level")[2] == ("amendments", 1, "sets", "service_level")
    assert terms.clause("term", "end")[2] == ("amendments", 3, "sets", "term", "end")
    assert terms.clause("customer", "name")[2] == ("customer", "name")
    assert terms.amendment == "third"


def test_an_asset_stands_in_the_file_that_it_is_written_in() -> None:
    terms = timeline().on(D("2026-09-01"))
    assert terms.clause("assets", 0, "serial") == ("Assets", "more", ("assets", 7, "serial"))
    assert terms.clause("assets", 1) == ("Contract", "acme", ("assets", 0))


def test_of_two_amendments_of_one_day_the_one_agreed_later_counts() -> None:
    more = AMENDMENTS.replace("applies_from: 2026-03-01", "applies_from: 2026-09-01")
    terms = timeline(more).on(D("2026-09-01"))
    # Agreed in February, May and again in May.
    assert [use.terms for use in terms.contract.warranties] == ["plus"]
    assert [(version.first, version.amendments) for version in timeline(more).versions] == [
        (date.min, ()),
        (D("2026-09-01"), (1, 0, 3)),
    ]


def test_the_terms_tell_from_when_to_when_they_hold() -> None:
    spans = [(terms.first, terms.last) for terms in timeline().written()]
    assert spans == [
        (date.min, D("2026-02-28")),
        (D("2026-03-01"), D("2026-08-31")),
        (D("2026-09-01"), date.max),
    ]


def test_a_text_that_may_be_wrong_is_read_by_the_same_order() -> None:
    typed = [(version.first, dict(version.standing)) for version in timeline().versions]
    assert [
        (one.first, dict(one.standing)) for one in written_versions(document(CONTRACT + AMENDMENTS))
    ] == typed


def test_sections_that_are_in_force_together_are_told_once_each() -> None:
    assert list(beside(document(CONTRACT + AMENDMENTS), "service_level", "warranties")) == [
        (("service_level",), ("warranties",)),
        (("amendments", 1, "sets", "service_level"), ("amendments", 1, "sets", "warranties")),
        (("amendments", 1, "sets", "service_level"), ("amendments", 0, "sets", "warranties")),
    ]


# --- the term over time ------------------------------------------------------------------------------------

TACIT = "renewal: tacit, renewal_period: 1 year, notice: 2 months"


def tacit(more: str = "") -> str:
    return CONTRACT.replace("renewal: express, notice: 3 months", TACIT) + more


def of(text: str) -> Timeline:
    return timeline_of(fill(Contract, document(text).data))


def ends(found: Timeline, until: str = "2031-12-31") -> list[str]:
    return [terms.period.last.isoformat() for terms in found.ends(D(until))]


def test_after_its_term_a_contract_that_renews_itself_is_in_force_to_the_end_of_the_next_period() -> None:
    later = of(tacit()).on(D("2028-05-01"))
    assert (later.contract.term.end, later.state(D("2028-05-01"))) == (D("2028-12-31"), "in-force")
    assert (later.first, later.last) == (D("2028-01-01"), D("2028-12-31"))
    assert of(CONTRACT).on(D("2028-05-01")).state(D("2028-05-01")) == "ended"


def test_the_days_of_a_contract_that_renews_itself_are_made_only_as_far_as_one_asks() -> None:
    lasts = [terms.last for terms in of(tacit()).between(D("2027-06-01"), D("2029-06-01"))]
    assert lasts == [D("2027-12-31"), D("2028-12-31"), D("2029-12-31")]
    assert ends(of(tacit())) == ["2027-12-31", "2028-12-31", "2029-12-31", "2030-12-31", "2031-12-31"]


def test_a_notice_ends_it_and_an_amendment_of_the_term_takes_the_notice_back() -> None:
    noticed = tacit("notices: [{given: 2028-05-01, by: customer}]\n")
    assert (of(noticed).end, ends(of(noticed))) == (D("2028-12-31"), ["2027-12-31", "2028-12-31"])
    again = noticed + (
        "amendments: [{id: on, date: 2028-11-01, applies_from: 2028-12-01, rationale: R,"
        " sets: {term: {start: 2026-01-01, end: 2030-06-30}}}]\n"
    )
    assert (of(again).end, ends(of(again))) == (D("2030-06-30"), ["2027-12-31", "2030-06-30"])


def test_a_term_that_an_amendment_lets_go_on_does_not_end() -> None:
    def with_term(since: str, term: str) -> list[str]:
        amendment = f"{{id: on, date: 2027-06-01, applies_from: {since}, rationale: R, sets: {{{term}}}}}"
        return ends(of(CONTRACT + f"amendments: [{amendment}]\n"))

    longer = "term: {start: 2026-01-01, end: 2029-12-31}"
    assert with_term("2027-07-01", longer) == ["2029-12-31"]
    assert with_term("2028-01-01", longer) == ["2029-12-31"]
    # Nobody was served in January: it had ended.
    assert with_term("2028-02-01", longer) == ["2027-12-31", "2029-12-31"]
    assert with_term("2028-01-01", "term: {start: 2028-06-01, end: 2029-12-31}") == [
        "2027-12-31",
        "2029-12-31",
    ]
    assert with_term("2028-01-01", "warranties: []") == ["2027-12-31"]
    assert with_term("2027-07-01", "term: {start: 2026-01-01, end: 2027-06-30}") == ["2027-06-30"]


def test_an_amendment_on_the_day_after_a_renewal_leaves_the_end_of_the_period_there() -> None:
    amendment = "{id: w, date: 2027-06-01, applies_from: 2028-01-01, rationale: R, sets: {warranties: []}}"
    assert ends(of(tacit(f"amendments: [{amendment}]\n")), "2028-12-31") == ["2027-12-31", "2028-12-31"]


@pytest.mark.parametrize(
    ("text", "start", "agreed", "end"),
    [
        (CONTRACT, "2026-01-01", "2027-12-31", "2027-12-31"),
        (tacit(), "2026-01-01", "2027-12-31", "9999-12-31"),
        (tacit("notices: [{given: 2028-05-01, by: customer}]\n"), "2026-01-01", "2027-12-31", "2028-12-31"),
        (CONTRACT + AMENDMENTS, "2026-01-01", "2029-12-31", "2029-12-31"),
    ],
)
def test_a_text_that_may_be_wrong_tells_how_long_there_is_service(
    text: str, start: str, agreed: str, end: str
) -> None:
    served = served_by(document(text))
    assert (served.start, served.agreed, served.end) == (D(start), D(agreed), D(end))


# --- any amendments ----------------------------------------------------------------------------------------


def test_every_section_that_amendments_may_set_is_one_of_the_contract() -> None:
    assert set(AMENDABLE) == set(NewTerms.__slots__) <= set(Contract.__slots__)


CHANGES = st.lists(
    st.builds(
        Change,
        st.integers(0, 20),
        st.dates(date(2026, 1, 1), date(2026, 2, 15)),
        st.dates(date(2026, 1, 1), date(2026, 1, 5)),
        st.frozensets(st.sampled_from(AMENDABLE), max_size=3),
    ),
    max_size=6,
    unique_by=lambda change: change.index,
)


@given(CHANGES)
def test_versions_cover_every_day_once_and_do_not_depend_on_the_order_of_writing(
    changes: list[Change],
) -> None:
    versions = versions_of(changes)
    assert (versions[0].first, versions[-1].last) == (date.min, date.max)
    for one, following in pairwise(versions):
        assert one.last + timedelta(days=1) == following.first
    assert versions_of(reversed(changes)) == versions


@given(CHANGES, st.dates(date(2025, 12, 31), date(2026, 2, 20)), st.sampled_from(AMENDABLE))
def test_in_force_is_what_was_set_last_of_all_that_applies_by_that_day(
    changes: list[Change], day: date, section: str
) -> None:
    (version,) = [one for one in versions_of(changes) if one.first <= day <= one.last]
    setting = [one for one in changes if one.applies_from <= day and section in one.sections]
    last = max(setting, key=lambda one: (one.applies_from, one.agreed, one.index), default=None)
    expected = (section,) if last is None else ("amendments", last.index, "sets", section)
    assert version.place(section) == expected
