"""Manual items of a playbook: what does not fit is told where it stands; items are taken over, chosen and left out like checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Workspace
from properties import workspace as shipped

from fieldops.actions.playbooks import export_of, plan_of
from fieldops.actions.validation import validate
from fieldops.inspection.plan import make_plan

HEAD = "apiVersion: fieldops/v1\nkind: Playbook\nid: {id}\ntitle: t\nplatform: none\n"
AREAS = "areas: [{id: a, title: A}]\n"
ITEM = "{id: doors, title: t, area: a, look: l, standard: s, advice: x"


def found(workspace: Workspace, manual: str) -> list[tuple[str, int]]:
    """The codes of a playbook with these manual items, and the columns where they stand."""
    file = workspace.write(
        "playbooks/x.yaml", f"{HEAD.format(id='x')}{AREAS}manual: [{manual.replace('‸', '')}]\n"
    )
    problems = validate(workspace.root, [Path(file)]).problems
    return [(problem.code, problem.position.column) for problem in problems]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (f"{ITEM}}}", None),
        (f"{ITEM}, otherwise: warn, photo: not-ok, per: site}}", None),
        (f"{ITEM}, form: number, unit: C, warn: '> 27C', crit: '> 35C'}}", None),
        (f"{ITEM}, form: number, unit: '%', expect: within 20..60%, otherwise: warn}}", None),
        (f"{ITEM}, per: host, on: {{groups: [db]}}}}", None),
        ("{id: n, title: t, area: a, look: l, standard: s, form: text}", None),
        (f"‸{ITEM}, form: number, unit: C}}", "check.no-criterion"),
        (f"{ITEM}, form: number, unit: C, warn: ‸'> 35C > 2'}}", "check.unit-mismatch"),
        (f"{ITEM}, form: number, unit: C, warn: ‸'27C'}}", "check.bad-criterion"),
        (f"{ITEM}, form: number, unit: C, warn: '> 35C', crit: ‸'> 27C'}}", "check.crit-weaker"),
        (f"{ITEM}, form: number, unit: C, warn: ‸'> 5GiB'}}", "check.unit-mismatch"),
        (f"‸{ITEM}, form: number, warn: '> 27C'}}", "schema.required"),
        (f"{ITEM}, ‸warn: '> 27C'}}", "schema.not-allowed"),
        (f"‸{ITEM}, form: choice}}", "schema.required"),
        (f"{ITEM}, ‸on: {{groups: [db]}}}}", "playbook.on-without-hosts"),
        ("{id: n, title: t, area: ‸b, look: l, standard: s, form: text}", "reference.dangling"),
        (
            f"{ITEM}}}, {{id: ‸doors, title: t, area: a, look: l, standard: s, form: text}}",
            "reference.doubled-entry",
        ),
        (
            f"{ITEM}, form: choice, choices: [{{id: a, title: t, result: ok}}, {{id: ‸a, title: t, result: crit}}]}}",
            "reference.doubled-entry",
        ),
    ],
)
def test_an_item_that_does_not_fit_is_told_where_it_stands(
    workspace: Workspace, item: str, code: str | None
) -> None:
    told = found(workspace, item)
    if code is None:
        assert told == []
    else:
        assert [each for each, _ in told] == [code]
        assert told[0][1] == len("manual: [") + item.index("‸") + 1


def test_the_standard_of_a_number_cannot_contradict_its_criterion(workspace: Workspace) -> None:
    item = ITEM.replace("standard: s", "standard: At most 30 C")
    assert [code for code, _ in found(workspace, f"{item}, form: number, unit: C, warn: '> 27C'}}")] == [
        "check.standard-contradicts"
    ]


def test_a_playbook_of_nothing_is_none(workspace: Workspace) -> None:
    file = workspace.write("playbooks/x.yaml", HEAD.format(id="x") + AREAS)
    assert [each.code for each in validate(workspace.root, [Path(file)]).problems] == ["schema.required"]


def test_items_are_taken_over_and_left_out_like_checks(workspace: Workspace) -> None:
    more = ITEM.replace("doors", "lights").replace("area: a", "area: b")
    workspace.write(
        "playbooks/ours.yaml",
        HEAD.format(id="ours")
        + "extends: room\nareas: [{id: b, title: B}]\n"
        + f"manual: [{more}}}]\nwithout: [{{check: cameras, reason: none there}}]\n",
    )
    plan = plan_of(workspace.root, "ours")
    ids = [item.id for item in plan.manual]
    assert "lights" in ids
    assert "cameras" not in ids
    assert "cabinet-doors" in ids
    assert [(each.check, each.left_out) for each in plan.deviations] == [("cameras", True)]
    exported = workspace.write("playbooks/ours.yaml", export_of(workspace.root, "ours", "en"))
    assert not validate(workspace.root, [Path(exported)]).problems
    assert [item.id for item in plan_of(workspace.root, "ours").manual] == ids


def test_tags_choose_items_and_leave_them_out() -> None:
    library = shipped()
    room = library.need("Playbook", "room")
    assert len(make_plan([room], library).manual) >= 15
    quick = {item.id for item in make_plan([room], library, ["quick"]).manual}
    assert "alarm-lights" in quick
    assert "labels" not in quick
    assert {item.area for item in make_plan([room], library, ["!fire"]).manual}.isdisjoint({"fire"})
