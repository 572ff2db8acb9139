"""Which hosts a visit has."""

from __future__ import annotations

from datetime import date

from cases import acme
from conftest import Workspace

from fieldops.contracts.model import Inspection, PlaybookUse
from fieldops.schedule.visits import Estate, bindings, hosts_of, occurrence_of


def test_an_occurrence_is_found_by_its_key(workspace: Workspace) -> None:
    agreement = acme(workspace)
    found = occurrence_of(agreement, "acme/inspections/visit/2", date(2026, 5, 28))
    assert found is not None
    assert found.day == date(2026, 5, 20)
    assert occurrence_of(agreement, "acme/inspections/gone/2", date(2026, 5, 28)) is None
    assert occurrence_of(agreement, "acme/inspections/visit/2", date.max) is None


def test_a_visit_looks_at_its_categories_and_assets_only() -> None:
    estate = Estate((("s1", "server"), ("n1", "network"), ("x", None)))

    def hosts(**more: object) -> tuple[str, ...]:
        return hosts_of(Inspection("i", "inspection", "p", **more), estate)

    assert hosts() == ("s1", "n1", "x")
    assert hosts(categories=("server",)) == ("s1",)
    assert hosts(assets=("n1", "x")) == ("n1", "x")
    assert hosts(categories=("server",), assets=("n1",)) == ()


ESTATE = Estate(
    (("s1", "server"), ("s2", "server"), ("n1", "network"), ("x", None)),
    {"s1": ("db", "east"), "n1": ("east",)},
)


def test_with_playbooks_for_a_part_only_a_visit_looks_at_what_one_of_them_is_for() -> None:
    part = Inspection(
        "i",
        "inspection",
        playbooks=(PlaybookUse("p", groups=("db",)), PlaybookUse("q", categories=("network",))),
    )
    assert hosts_of(part, ESTATE) == ("s1", "n1")
    both = Inspection("i", "inspection", "all", playbooks=part.playbooks)
    assert hosts_of(both, ESTATE) == ("s1", "s2", "n1", "x")


def test_a_playbook_is_bound_where_nobody_names_it_for_all_hosts() -> None:
    part = Inspection(
        "i", "inspection", "all", playbooks=(PlaybookUse("p", groups=("east",), categories=("server",)),)
    )
    assert bindings([part], ["all", "p", "strange"], ESTATE) == {"p": ("s1",)}
    more = Inspection("j", "inspection", playbooks=(PlaybookUse("p", assets=("x",)),))
    assert bindings([part, more], ["p"], ESTATE) == {"p": ("s1", "x")}
    assert bindings([part, more, Inspection("k", "inspection", "p")], ["p"], ESTATE) == {}
