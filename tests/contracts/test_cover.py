"""From which day to which day a warranty holds: triggers, periods, caps, downtime, holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover, acceptance_for, cover_of, covers, event_date, holds_for
from fieldops.contracts.model import Contract, Warranty
from fieldops.dates.periods import Period, add_period
from fieldops.dates.workdays import WEEKDAYS, WorkCalendar
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node

CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: acme
title: t
customer: {name: c}
vendor: {name: v}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
calendar: office
"""
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: basic
title: t
covers: hardware
start: {trigger: event, event: final_acceptance}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""
OFFICE = WorkCalendar(
    dict.fromkeys(WEEKDAYS[:5], ("09:00-17:00",)),
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    decreed_years=frozenset({2026}),
)


def typed(model: type[Any], text: str, more: str = "") -> Any:
    data = yaml.load(text, Loader=yaml.BaseLoader) | (yaml.load(more, Loader=yaml.BaseLoader) or {})
    return fill(model, _plain(data))


def _plain(data: Any) -> Any:
    """Whole numbers and true, false as documents have them."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    if data in ("true", "false"):
        return data == "true"
    return int(data) if data.isdigit() else data


def agreed(contract: str = "", *warranties: str) -> Agreement:
    """The contract with `warranties`, each what differs from a warranty of 12 months from final acceptance."""
    terms: list[Warranty] = [typed(Warranty, WARRANTY, more) for more in warranties]
    return Agreement(
        document=Document("a.yaml", "Contract", "acme", Node({}, (1, 1))),
        signed=typed(Contract, CONTRACT, contract),
        team=None,
        service_levels={},
        warranties={one.id: one for one in terms},
        calendars={"office": OFFICE},
        plan=None,
        documents={},
        asset_places=(),
    )


def only(contract: str, warranty: str = "{}") -> Cover:
    """The cover of the contract's only asset `db-1` by its only warranty."""
    uses = "" if "warranties:" in contract else "\nwarranties: [{terms: basic}]"
    assets = "" if "assets:" in contract else "\nassets: [{id: db-1}]"
    agreement = agreed(contract + uses + assets, warranty)
    (found,) = covers(agreement, agreement.signed)
    return found


def span(cover: Cover) -> tuple[str, str]:
    return str(cover.start), str(cover.end)


ACCEPTED = "acceptances: [{event: final_acceptance, date: 2026-03-01}]"


# --- who has which warranty --------------------------------------------------------------------------------


def test_a_warranty_holds_for_all_for_categories_or_for_single_assets() -> None:
    contract = """
assets: [{id: a, category: server}, {id: b, category: scanner}, {id: c}]
warranties:
  - {terms: basic}
  - {terms: basic, categories: [server, printer]}
  - {terms: basic, assets: [b, c]}
"""
    found = agreed(contract, "{}").signed
    held = [[asset.id for asset in found.assets if holds_for(use, asset)] for use in found.warranties]
    assert held == [["a", "b", "c"], ["a"], ["b", "c"]]


def test_each_asset_has_each_of_its_warranties_and_those_that_are_not_there_none() -> None:
    contract = """
assets: [{id: a}, {id: b}]
warranties: [{terms: basic}, {terms: gone}, {terms: basic, assets: [b]}]
"""
    agreement = agreed(contract, "{}")
    found = [(cover.asset.id, cover.use) for cover in covers(agreement, agreement.signed)]
    assert found == [("a", 0), ("b", 0), ("b", 2)]


# --- what starts it ----------------------------------------------------------------------------------------


def test_acceptance_starts_it_and_the_start_day_is_not_counted() -> None:
    # Civil Code art. 201, 202.
    assert span(only(ACCEPTED)) == ("2026-03-01", "2027-03-01")


def test_without_a_date_nothing_is_known_and_the_event_is_named() -> None:
    cover = only("acceptances: [{event: final_acceptance}]")
    assert (cover.start, cover.end, cover.missing) == (None, None, ("final_acceptance",))
    assert only("").missing == ("final_acceptance",)


def test_the_latest_of_several_needs_them_all() -> None:
    warranty = "start: {trigger: latest_of, latest_of: [installation, final_acceptance]}"
    both = (
        "acceptances: [{event: final_acceptance, date: 2026-03-01}, {event: installation, date: 2026-04-02}]"
    )
    assert span(only(both, warranty)) == ("2026-04-02", "2027-04-02")
    assert only(ACCEPTED, warranty).missing == ("installation",)


def test_a_fixed_date_and_the_start_of_the_contract() -> None:
    fixed = "start: {trigger: date, date: 2025-07-01}"
    assert span(only("", fixed)) == ("2025-07-01", "2026-07-01")
    assert span(only("", "start: {trigger: event, event: contract_start}"))[0] == "2026-01-01"


def test_the_nearest_date_counts() -> None:
    """Its own event, else the acceptance of the asset, of its batch, of the contract."""
    contract = """
acceptances:
  - {event: delivery, date: 2026-01-01}
  - {event: delivery, date: 2026-01-02, batch: b1}
  - {event: delivery, date: 2026-01-03, assets: [single, own]}
assets:
  - {id: plain}
  - {id: batched, batch: b1}
  - {id: other-batch, batch: b2}
  - {id: single, batch: b1}
  - {id: own, batch: b1, events: [{event: delivery, date: 2026-01-04}]}
"""
    found = agreed(contract).signed
    days = {asset.id: str(event_date(found, asset, "delivery")) for asset in found.assets}
    assert days == {
        "plain": "2026-01-01",
        "batched": "2026-01-02",
        "other-batch": "2026-01-01",
        "single": "2026-01-03",
        "own": "2026-01-04",
    }


def test_a_nearer_entry_without_date_is_not_replaced_by_a_farther_one() -> None:
    contract = """
acceptances: [{event: final_acceptance, date: 2026-01-01}, {event: final_acceptance, batch: b1}]
assets: [{id: db-1, batch: b1}]
"""
    assert only(contract).missing == ("final_acceptance",)
    found = agreed(contract).signed
    assert acceptance_for(found, found.assets[0], "shipment") is None


# --- deemed acceptance -------------------------------------------------------------------------------------

DEEMED = "{event: final_acceptance, deemed_after: 30 days, deemed_from: %s%s}"


@pytest.mark.parametrize(
    ("acceptances", "start"),
    [
        (DEEMED % ("request", ", requested: 2026-02-01"), "2026-03-03"),
        (DEEMED % ("request", ""), "None"),
        (DEEMED % ("request", ", requested: 2026-02-01, date: 2026-02-10"), "2026-02-10"),
        (DEEMED % ("delivery", "") + ", {event: delivery, date: 2026-01-31}", "2026-03-02"),
        (DEEMED % ("delivery", ""), "None"),
        (
            DEEMED % ("preliminary_acceptance", "")
            + ", {event: preliminary_acceptance, deemed_after: 1 months, deemed_from: delivery}"
            + ", {event: delivery, date: 2026-01-31}",
            "2026-03-30",
        ),
        # Two that wait for each other never happen.
        (
            "{event: final_acceptance, deemed_after: 1 days, deemed_from: preliminary_acceptance}"
            ", {event: preliminary_acceptance, deemed_after: 1 days, deemed_from: completion_acceptance}"
            ", {event: completion_acceptance, deemed_after: 1 days, deemed_from: preliminary_acceptance}",
            "None",
        ),
        (DEEMED.replace("30 days", "9999 years") % ("request", ", requested: 2026-02-01"), "None"),
    ],
)
def test_deemed_acceptance(acceptances: str, start: str) -> None:
    assert str(only(f"acceptances: [{acceptances}]").start) == start


# --- how long ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("warranty", "end"),
    [
        ("period: 3 years", "2029-03-01"),
        ("period_rule: day_before_anniversary", "2027-02-28"),
        ("period: 90 days", "2026-05-30"),
        ("period: 9999 years", "9999-12-31"),
    ],
)
def test_the_period(warranty: str, end: str) -> None:
    assert span(only(ACCEPTED, warranty))[1] == end


def test_the_month_end_of_a_leap_year() -> None:
    accepted = "acceptances: [{event: final_acceptance, date: 2024-02-29}]"
    rule = "period_rule: day_before_anniversary\nmonth_end: "
    assert span(only(accepted, rule + "down"))[1] == "2025-02-27"
    assert span(only(accepted, rule + "up"))[1] == "2025-02-28"


CAP = "cap: {period: 14 months, event: shipment}"
SHIPPED = ACCEPTED.replace("]", ", {event: shipment, date: %s}]")


def test_the_cap_ends_it_sooner_and_never_later() -> None:
    assert span(only(SHIPPED % "2025-10-15", CAP))[1] == "2026-12-15"
    assert span(only(SHIPPED % "2026-02-15", CAP))[1] == "2027-03-01"
    assert span(only(SHIPPED % "2020-01-15", CAP))[1] == "2021-03-15"


def test_a_cap_without_date_leaves_the_end_open() -> None:
    cover = only(ACCEPTED, CAP)
    assert (str(cover.start), cover.end, cover.missing) == ("2026-03-01", None, ("shipment",))


# --- downtime ----------------------------------------------------------------------------------------------


def down(*spans: str) -> str:
    return f"{ACCEPTED}\nassets: [{{id: db-1, downtimes: [{', '.join(spans)}]}}]"


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        (["{start: 2026-05-01, end: 2026-05-01, caused_by: vendor}"], 1),
        (["{start: 2026-05-01, end: 2026-05-10, caused_by: vendor}"], 10),
        (["{start: 2026-05-01, end: 2026-05-10, caused_by: customer}"], 0),
        (["{start: 2026-05-01, caused_by: vendor}"], 0),
        (["{start: 2026-05-10, end: 2026-05-01, caused_by: vendor}"], 0),
        # A day is added once.
        (
            [
                "{start: 2026-05-05, end: 2026-05-12, caused_by: vendor}",
                "{start: 2026-05-01, end: 2026-05-10, caused_by: vendor}",
                "{start: 2026-05-02, end: 2026-05-03, caused_by: vendor}",
            ],
            12,
        ),
        # Days before the warranty started take nothing from it.
        (["{start: 2026-02-01, end: 2026-02-20, caused_by: vendor}"], 0),
        (["{start: 2026-02-20, end: 2026-03-02, caused_by: vendor}"], 2),
        (["{start: 2027-03-02, end: 2027-03-05, caused_by: vendor}"], 0),
        (["{start: 2027-03-01, end: 2027-03-05, caused_by: vendor}"], 5),
        # The second began in the days that the first has added.
        (
            [
                "{start: 2026-05-01, end: 2026-05-10, caused_by: vendor}",
                "{start: 2027-03-08, end: 2027-03-09, caused_by: vendor}",
            ],
            12,
        ),
    ],
)
def test_downtime_caused_by_the_service_company_is_added(spans: list[str], days: int) -> None:
    end = date(2027, 3, 1) + timedelta(days=days)
    assert only(down(*spans), "downtime_extends: true").end == end
    assert only(down(*spans)).end == date(2027, 3, 1)


SPANS = st.lists(st.tuples(st.integers(-60, 400), st.integers(0, 40)), max_size=6)


@given(SPANS)
def test_downtime_never_shortens_and_adds_no_more_than_its_days(spans: list[tuple[int, int]]) -> None:
    start = date(2026, 3, 1)
    days = [(start + timedelta(days=first), start + timedelta(days=first + more)) for first, more in spans]
    texts = [f"{{start: {first}, end: {last}, caused_by: vendor}}" for first, last in days]
    end = only(down(*texts), "downtime_extends: true").end
    distinct = {first + timedelta(days=n) for first, last in days for n in range((last - first).days + 1)}
    counted = sum(day >= start for day in distinct)
    assert end is not None
    assert 0 <= (end - date(2027, 3, 1)).days <= counted
    assert only(down(*reversed(texts)), "downtime_extends: true").end == end


# --- holidays ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "end", "provisional"),
    [
        # A Wednesday; the day before the national holidays; the first of them; a Saturday at the end of the year.
        ("2025-09-30", "2026-09-30", False),
        ("2025-10-01", "2026-10-08", False),
        ("2025-10-03", "2026-10-08", False),
        ("2026-01-02", "2027-01-04", True),
        ("2026-03-01", "2027-03-01", True),
    ],
)
def test_the_last_day_moves_over_holidays(accepted: str, end: str, provisional: bool) -> None:
    contract = f"acceptances: [{{event: final_acceptance, date: {accepted}}}]"
    cover = only(contract, "holiday_rollover: true")
    assert (str(cover.end), cover.provisional) == (end, provisional)


def test_moving_into_a_year_without_notice_is_provisional() -> None:
    # Saturday 2026-12-26 is in a decreed year, but closed until the next one.
    closed = WorkCalendar(
        OFFICE.weekly,
        days_off=frozenset(date(2026, 12, day) for day in range(26, 32)),
        decreed_years=frozenset({2026}),
    )
    contract = "acceptances: [{event: final_acceptance, date: 2025-12-26}]\nassets: [{id: db-1}]"
    agreement = agreed(contract, "holiday_rollover: true")
    for calendar, end, provisional in ((OFFICE, "2026-12-28", False), (closed, "2027-01-01", True)):
        object.__setattr__(agreement, "calendars", {"office": calendar})
        asset, warranty = agreement.assets[0], agreement.warranties["basic"]
        cover = cover_of(agreement, agreement.signed, asset, warranty, 0)
        assert (str(cover.end), cover.provisional) == (end, provisional)


# --- whatever the dates ------------------------------------------------------------------------------------


@given(
    st.dates(date(2000, 1, 1), date(2050, 12, 31)),
    st.integers(1, 120),
    st.sampled_from(["corresponding_date", "day_before_anniversary"]),
)
def test_a_warranty_is_the_period_from_its_start(accepted: date, months: int, rule: str) -> None:
    contract = f"acceptances: [{{event: final_acceptance, date: {accepted}}}]"
    cover = only(contract, f"period: {months} months\nperiod_rule: {rule}")
    end = add_period(accepted, Period(months, "month"))
    assert cover.start == accepted
    assert cover.end == (end if rule == "corresponding_date" else end - timedelta(days=1))


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_cap_never_lengthens(accepted: date, shipped: date) -> None:
    contract = (
        f"acceptances: [{{event: final_acceptance, date: {accepted}}}, {{event: shipment, date: {shipped}}}]"
    )
    capped, free = only(contract, CAP), only(contract)
    assert capped.end is not None
    assert free.end is not None
    assert capped.end == min(free.end, add_period(shipped, Period(14, "month")))
