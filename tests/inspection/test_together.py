"""Several playbooks in one run: what they are together."""

from __future__ import annotations

import pytest

from fieldops.documents.typed import Text
from fieldops.errors import Unanswerable
from fieldops.inspection.playbook import Area, Check, Playbook
from fieldops.inspection.together import together

T = Text("t", "t")


def book(id: str, areas: str, checks: str, method: Text | None = None) -> Playbook:
    """A playbook with those areas, and checks written as id@area."""
    listed = tuple(
        Check(check, T, area, "p", "line", T) for check, area in (each.split("@") for each in checks.split())
    )
    titles = tuple(Area(area, Text(f"{id} {area}", f"{id} {area}")) for area in areas.split())
    return Playbook(id, Text(f"{id} 巡检", f"{id} inspection"), "linux", titles, listed, method)


def test_a_single_playbook_stays_as_it_is() -> None:
    one = book("a", "x", "c@x")
    assert together([one]) is one


def test_areas_are_put_together_by_id_and_checks_stay_in_the_order_given() -> None:
    whole = together([book("a", "x y", "c1@x c2@y"), book("b", "y z", "c3@z c4@y")])
    assert [(area.id, area.title.en) for area in whole.areas] == [("x", "a x"), ("y", "a y"), ("z", "b z")]
    assert [check.id for check in whole.checks] == ["c1", "c2", "c3", "c4"]
    assert (whole.id, whole.title.zh, whole.title.en) == (
        "a+b",
        "a 巡检、b 巡检",
        "a inspection, b inspection",
    )


def test_methods_are_told_once_each() -> None:
    same = Text("登录查看。", "By looking.")
    assert together([book("a", "x", "c1@x", same), book("b", "x", "c2@x", same)]).method == same
    assert together([book("a", "x", "c1@x"), book("b", "x", "c2@x", same)]).method == same
    assert together([book("a", "x", "c1@x"), book("b", "x", "c2@x")]).method is None


def test_two_checks_of_one_id_are_refused_by_the_names_of_both_playbooks() -> None:
    with pytest.raises(Unanswerable) as refused:
        together([book("a", "x", "c1@x"), book("b", "x", "c1@x")])
    assert (refused.value.code, refused.value.values) == (
        "inspect.check-twice",
        {"check": "c1", "first": "a", "second": "b"},
    )
