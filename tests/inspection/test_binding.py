"""Which host gets which check."""

from __future__ import annotations

from typing import Any

import pytest
from test_plan import LIBRARY, playbook

from fieldops.contracts.model import Asset, Host
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node
from fieldops.inspection.binding import bound
from fieldops.inspection.plan import Plan, make_plan

HOSTS = (
    Asset("db-1", category="server", host=Host("10.0.0.1", groups=("db",))),
    Asset("web-1", category="server", host=Host("10.0.0.2", groups=("web",))),
    Asset("nas", category="storage", host=Host("10.0.0.3")),
)


def book(id: str, *checks: dict[str, Any], **more: Any) -> Document:
    made = playbook(*({"id": f"{id}-{at}", **check} for at, check in enumerate(checks)))
    return Document(f"{id}.yaml", "Playbook", id, Node({**dict(made.data), "id": id, **more}, (1, 1)))


def on(plan: Plan, host: str) -> str:
    """The checks that a host gets, and behind them the probes that run there."""
    checks = " ".join(judge.check.id for judge in plan.judges_on(host))
    return f"{checks} / {' '.join(probe.id for probe in plan.probes_on(host))}"


@pytest.mark.parametrize(
    ("chosen", "meant"),
    [
        ({"groups": ["db"]}, "db-1"),
        ({"groups": ["db", "web"]}, "db-1 web-1"),
        ({"categories": ["server"]}, "db-1 web-1"),
        ({"groups": ["db"], "categories": ["storage"]}, ""),
    ],
)
def test_a_check_that_says_on_is_for_those_hosts_only(chosen: dict[str, Any], meant: str) -> None:
    plan = bound(
        make_plan((book("a", {"probe": "df", "on": chosen}, {"probe": "uname"}),), LIBRARY), HOSTS, {}
    )
    assert " ".join(each.id for each in HOSTS if on(plan, each.id).startswith("a-0")) == meant
    assert [check.id for check in plan.unmeant] == ([] if meant else ["a-0"])
    assert [probe.id for probe in plan.probes] == (["df", "uname"] if meant else ["uname"])


def test_what_a_host_is_not_asked_is_not_judged_there() -> None:
    books = (
        book("a", {"probe": "uname"}),
        book("b", {"probe": "df"}, {"probe": "uname"}, on={"groups": ["db"]}),
    )
    plan = bound(make_plan(books, LIBRARY), HOSTS, {})
    assert on(plan, "db-1") == "a-0 b-0 b-1 / uname df"
    assert on(plan, "web-1") == on(plan, "nas") == "a-0 / uname"
    assert [result.id for result in plan.judge({}, host="web-1")] == ["a-0"]


def test_a_playbook_that_the_contract_binds_is_for_those_hosts_only() -> None:
    plan = bound(
        make_plan((book("a", {"probe": "df"}), book("b", {"probe": "uname"})), LIBRARY),
        HOSTS,
        {"b": ("nas", "x")},
    )
    assert [on(plan, each.id) for each in HOSTS] == ["a-0 / df", "a-0 / df", "a-0 b-0 / df uname"]
    assert plan.only == {"b": ("nas",)}


def test_without_a_word_every_host_gets_every_check() -> None:
    plan = bound(make_plan((book("a", {"probe": "df"}),), LIBRARY), HOSTS, {})
    assert (plan.own, plan.unmeant, plan.only) == ({}, (), {})
