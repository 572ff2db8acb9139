"""Problems followed in a report: owners, days, states and days left, in few words for many hosts."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf
from zoneinfo import ZoneInfo

import pytest

from fieldops.inspection.checks import Item, Verdict
from fieldops.messages.text import Text
from fieldops.records.finding_events import FindingAccepted, FindingAssigned, FindingPlace
from fieldops.records.history import NOTHING, History, history_of
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.trends import Left, Limit
from fieldops.reports.build import build_report
from fieldops.reports.following import (
    carried,
    carried_short,
    days_left,
    followed,
    growth_of,
    is_soon_full,
    time_left,
)
from fieldops.reports.judged import Judged, by_check
from fieldops.reports.wording import Wording
from fieldops.structs import replaced
from tests.records.worlds import AT, DISKS, run

ENGLISH = Wording("en", ZoneInfo("UTC"))
FILLING = replaced(DISKS, tags=("capacity",))


def runs(*disks: dict[str, str | None], kind: str = "storage") -> list[Run]:
    """A run for each: the disk `/` of some hosts; None: the host was not reached."""
    return [
        run(
            {host: None if value is None else {"disks": {"/": value}} for host, value in hosts.items()},
            (replaced(FILLING, tags=("capacity", kind)),),
            at=AT + timedelta(days=30 * n),
            id=f"r{n}",
        )
        for n, hosts in enumerate(disks)
    ]


def assigned(host: str, name: str, until: date) -> FindingAssigned:
    person = PersonSnapshot(name.lower(), Text(name, name))
    return FindingAssigned(FindingPlace("acme", host, "disks", "/"), person, False, until, AT)


def history(told: list[Run], *said: FindingAssigned) -> History:
    return history_of((*told, *said), told[-1], told[-1].started)


def deviating(told: list[Run]) -> list[Judged]:
    return [each for each in by_check(told[-1])["disks"] if each.verdict is not Verdict.OK]


def test_a_problem_on_many_hosts_names_its_owners_the_first_day_and_how_many_stand_how() -> None:
    told = runs({"a": "W85", "b": "W85", "c": "W85"}, {"a": "W85", "b": "W86", "c": "W87"})
    soon = AT.date() + timedelta(days=40)
    words = (assigned("a", "Li", soon), assigned("b", "Wu", soon + timedelta(days=9)))
    found = followed(deviating(told), history(told, *words), ENGLISH)
    assert (found.owner, found.due) == (
        "c: no owner yet; others: Li (service company), Wu (service company)",
        f"due {soon} (a), {soon + timedelta(days=9)} (b)",
    )
    assert found.state == f"open since {AT:%Y-%m-%d}"


def test_the_summary_says_who_mends_until_when_and_what_nobody_has_yet() -> None:
    told = runs({"a": "W85", "b": "C99"}, {"a": "W85", "b": "C99"})
    soon = AT.date() + timedelta(days=40)
    view = build_report(told[-1], "en", None, None, history(told, assigned("a", "Li", soon)))
    said = " ".join(view.sentences)
    assert "No owner yet for no. 1: " in said
    assert (
        f"1 problem has an owner; see the table “Who does what by when”. The first deadline is {soon}, for no. 2."
        in said
    )
    nobody = " ".join(build_report(told[-1], "en", None, None, history(told)).sentences)
    assert "has an owner" not in nobody
    assert "No owner yet for no. 1" in nobody


@pytest.mark.parametrize(
    ("requests_by", "again_by", "first"),
    [
        (29, 31, "最早到期的是序号 3，期限 2026-12-26。"),  # what the customer is asked for
        (50, 31, "最早到期的是序号 2、3，期限 2026-12-28。"),  # what is inspected again
        (None, 40, "最早到期的是序号 1～3，期限 2027-01-06。"),
        (None, None, "最早到期的是序号 1，期限 2027-01-06。"),
    ],
)
def test_the_first_deadline_is_that_of_problems_requests_and_what_is_inspected_again(
    requests_by: int | None, again_by: int | None, first: str
) -> None:
    told = runs({"a": "W85", "b": "W85"}, {"a": "W85", "b": None})

    def day(n: int | None) -> date | None:
        return None if n is None else AT.date() + timedelta(days=n)

    person = PersonSnapshot("li", Text("李", "Li"))
    said = RunConcluded(told[-1].id, 1, person, AT, "…", requests_by=day(requests_by), again_by=day(again_by))
    mended = history(told, assigned("a", "Li", AT.date() + timedelta(days=40)))
    assert first in " ".join(build_report(told[-1], "zh-CN", said, None, mended).sentences)


def test_of_a_problem_that_somebody_has_on_one_host_only_the_others_are_named() -> None:
    told = runs({"a": "W85", "b": "W85"}, {"a": "W85", "b": "W85"})
    known = history(told, assigned("a", "Li", AT.date() + timedelta(days=40)))
    found = followed(deviating(told), known, ENGLISH)
    assert (found.owner, found.missing) == ("b: no owner yet; others: Li (service company)", ("b",))
    said = build_report(told[-1], "en", None, None, known).sentences
    assert any(each.startswith("No owner yet for no. 1 (b): ") for each in said)


@pytest.mark.parametrize(
    ("language", "said", "in_the_plan"),
    [
        ("en", "accepted by 沈岚 on 2026-11-28, until 2027-03-31: later", "no action until 2027-03-31: accepted by 沈岚 (customer) on 2026-11-28"),
        ("zh-CN", "客户沈岚于 2026-11-28 同意暂不整改，至 2027-03-31：later", "沈岚（客户）2026-11-28 同意暂不整改，至 2027-03-31"),
    ],
)  # fmt: skip
def test_an_acceptance_bears_its_day_as_the_contracts_zone_has_it(
    language: str, said: str, in_the_plan: str
) -> None:
    told = runs({"a": "W85"}, {"a": "W85"})
    late = AT.replace(hour=17)  # past midnight in Shanghai
    place = FindingPlace("acme", "a", "disks", "/")
    known = history_of(
        (*told, FindingAccepted(place, "沈岚", date(2027, 3, 31), "later", late)), told[-1], told[-1].started
    )
    found = followed(deviating(told), known, Wording(language, ZoneInfo("Asia/Shanghai")))
    assert (found.state, found.accepted) == (said, in_the_plan)


def test_what_is_late_is_said_beside_the_day() -> None:
    told = runs({"a": "W85"}, {"a": "W85"})
    due = AT.date() + timedelta(days=3)
    found = followed(deviating(told), history(told, assigned("a", "Li", due)), ENGLISH)
    assert found.due == f"due {due}, late"


def test_what_is_open_and_was_not_seen_is_carried_on_and_what_is_mended_is_not() -> None:
    told = runs({"a": "W85", "b": "W85", "c": "W85"}, {"a": None, "b": "o1", "c": "W85"})
    (fact,) = carried(told[-1], history(told), ENGLISH)
    assert fact.label.startswith("a · ")
    assert "not seen since" in fact.value
    (said,) = carried_short(told[-1], history(told), ENGLISH)
    assert said.startswith("Still open from earlier inspections and not checked this time: a · ")
    assert said.endswith(", still to be fixed (end of chapter 2).")


def test_of_very_many_that_were_not_seen_the_number_is_told() -> None:
    hosts = [f"h{n}" for n in range(30)]
    told = runs(dict.fromkeys(hosts, "W85"), dict.fromkeys(hosts))
    (said,) = carried_short(told[-1], history(told), ENGLISH)
    assert "and 28 more" in said
    facts = carried(told[-1], history(told), ENGLISH)
    assert (len(facts), facts[-1].value) == (21, "and 10 more, tracked by the service company")


def test_days_left_stand_where_something_is_known_of_the_growth() -> None:
    told = runs(*({"a": f"o{value}", "b": "o50"} for value in (50, 60, 70)))
    told = [_in_percent(each) for each in told]
    first, second = by_check(told[-1])["disks"]
    known = history(told)
    assert time_left(first, known, ENGLISH) == "critical in 60 days"
    assert time_left(second, known, ENGLISH) == "not within two years at this rate"
    assert (is_soon_full([first], known), is_soon_full([second], known)) == (True, False)
    assert growth_of([first], known, ENGLISH) == "critical in 60 days"
    assert growth_of([second, first], known, ENGLISH) == "first a /: critical in 60 days"
    assert growth_of([second], known, ENGLISH) == ""
    assert time_left(first, NOTHING, ENGLISH) == ""
    assert time_left(first, history(told[:2]), ENGLISH) == "not enough data"


def _in_percent(one: Run) -> Run:
    def percent(item: Item) -> Item:
        return replaced(item, unit="%")

    return replaced(
        one,
        hosts=tuple(
            replaced(
                host,
                checks=tuple(
                    replaced(check, items=tuple(map(percent, check.items))) for check in host.checks
                ),
            )
            for host in one.hosts
        ),
    )


def test_a_run_alone_says_nothing_of_what_it_does_not_know() -> None:
    (only,) = runs({"a": "W85"})
    assert followed(deviating([only]), NOTHING, ENGLISH).state == ""
    assert carried(only, NOTHING, ENGLISH) == ()


def test_of_more_than_two_years_no_number_of_days_is_forecast() -> None:
    def left(days: float, earliest: float, latest: float) -> str:
        ahead = Left(Limit.CRIT, 90.0, days, earliest, latest, None)
        return days_left(ahead, ENGLISH)

    assert left(1930, 1930, 1930) == "not within two years at this rate"
    assert left(874, 499, 9000) == "probably over two years (at least 499 days)"
    assert left(536, 480, inf) == "critical in 536 days (at the earliest 480)"
    assert left(16, 14, 31) == "critical in 16 days (14–31)"
    assert left(30.2, 29.9, 30.4) == "critical in 30 days"


def test_memory_comes_to_its_limits_but_is_never_full() -> None:
    def tell(*values: str) -> str:
        told = [_in_percent(each) for each in runs(*({"a": v} for v in values), kind="memory")]
        (value,) = by_check(told[-1])["disks"]
        return time_left(value, history(told), ENGLISH)

    assert tell("o50", "o60", "o70") == "critical in 60 days"
    assert tell("o71", "W81", "C91") == "critical now"
