"""Which hosts a visit has."""

from __future__ import annotations

from fieldops.contracts.model import Inspection
from fieldops.schedule.visits import hosts_of


def test_a_visit_looks_at_its_categories_and_assets_only() -> None:
    estate = (("s1", "server"), ("n1", "network"), ("x", None))

    def hosts(**more: object) -> tuple[str, ...]:
        return hosts_of(Inspection("i", "inspection", "p", **more), estate)

    assert hosts() == ("s1", "n1", "x")
    assert hosts(categories=("server",)) == ("s1",)
    assert hosts(assets=("n1", "x")) == ("n1", "x")
    assert hosts(categories=("server",), assets=("n1",)) == ()
