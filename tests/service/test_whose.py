"""Whose something that is due is: by the id, or the name in either language; a position's is everybody's who has its role."""

from __future__ import annotations

from pathlib import Path

import pytest
from service.stories import Desk

from fieldops.service.agenda import dues
from fieldops.service.whose import is_for


@pytest.mark.parametrize("name", ["li-na", "李娜", "Li Na"])
def test_what_is_assigned_is_for_the_engineer_by_any_name(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    view = desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    team = view.agreement.team
    arrival = next(
        each for each in dues(view.standing) if each.what.values["what"].codes[-1].endswith("onsite")
    )
    assert is_for(arrival, view.order, team, name)
    assert not is_for(arrival, view.order, team, "赵磊")


def test_a_review_is_for_the_managers_of_the_team(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    desk.tell("2026-02-13T17:22", "assigned", person="li-na")
    view = desk.tell("2026-02-13T18:00", "resolved")
    reviews = [each for each in dues(view.standing) if each.by == "department_manager"]
    found = [
        is_for(each, view.order, view.agreement.team, name) for each in reviews for name in ("赵磊", "李娜")
    ]
    assert found == [True, False]
