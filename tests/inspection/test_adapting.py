"""Playbooks that adapt another one: what holds for which host, and that nothing is judged by what nobody wrote."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Workspace

from fieldops.contracts.model import Asset, Host
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.adapting import adapted
from fieldops.inspection.load import adapted_by, playbook_of
from fieldops.inspection.plan import Plan, make_plan

HEAD = "apiVersion: fieldops/v1\nkind: Playbook\nid: {id}\ntitle: t\nplatform: linux\nextends: {extends}\n"
HOSTS = (
    Asset("db-1", host=Host("10.0.0.1", groups=("db", "east"))),
    Asset("db-2", host=Host("10.0.0.2", groups=("db",))),
    Asset("web-1", host=Host("10.0.0.3", groups=("east",))),
)


def plan_of(workspace: Workspace, id: str, hosts: tuple[Asset, ...] = HOSTS) -> Plan:
    library = load_workspace(workspace.root)
    return make_plan((library.need("Playbook", id),), library, hosts=hosts)


def write(workspace: Workspace, id: str, text: str, extends: str = "linux-standard") -> None:
    workspace.write(f"playbooks/{id}.yaml", HEAD.format(id=id, extends=extends) + text)


def limits(plan: Plan, check: str, host: str) -> tuple[Any, Any]:
    found = next(each.check for each in plan.judges_on(host) if each.check.id == check)
    return found.warn, found.crit


def test_what_is_said_of_a_host_goes_before_its_group_and_that_before_all(workspace: Workspace) -> None:
    write(
        workspace,
        "ours",
        "override:\n"
        "  - {check: cpu-usage, reason: r, hosts: [db-1], warn: '>= 60%'}\n"
        "  - {check: cpu-usage, reason: r, groups: [db], warn: '>= 70%', crit: '>= 75%'}\n"
        "  - {check: cpu-usage, reason: r, warn: '>= 82%'}\n",
    )
    plan = plan_of(workspace, "ours")
    assert limits(plan, "cpu-usage", "db-1") == (">= 60%", ">= 75%")
    assert limits(plan, "cpu-usage", "db-2") == (">= 70%", ">= 75%")
    assert limits(plan, "cpu-usage", "web-1") == (">= 82%", None)
    # The others are judged as the standard says, on every host.
    assert limits(plan, "memory-used", "db-1") == limits(plan, "memory-used", "web-1") == (">= 80%", ">= 90%")


def test_a_playbook_may_extend_one_that_extends_another(workspace: Workspace) -> None:
    write(
        workspace,
        "company",
        "override:\n"
        "  - {check: cpu-usage, reason: r, groups: [db], warn: '>= 70%'}\n"
        "  - {check: memory-used, reason: r, warn: '>= 85%'}\n"
        "without:\n  - {check: uptime, reason: r}\n",
    )
    write(
        workspace,
        "ours",
        "override:\n  - {check: cpu-usage, reason: r, groups: [db], warn: '>= 75%'}\n"
        "areas:\n  - {id: own, title: Own}\n"
        "checks:\n  - {id: up, title: u, area: own, probe: linux-uptime, value: uptime, info: true, standard: s}\n",
        "company",
    )
    plan = plan_of(workspace, "ours")
    ids = [judge.check.id for judge in plan.judges]
    assert limits(plan, "cpu-usage", "db-2") == (">= 75%", None)
    assert limits(plan, "memory-used", "web-1") == (">= 85%", ">= 90%")
    assert "uptime" not in ids
    assert ids[-1] == "up"
    assert [area.id for area in plan.playbook.areas][-1] == "own"
    assert plan.playbook.method is not None


def test_a_standard_does_not_name_numbers_by_which_nobody_judges(workspace: Workspace) -> None:
    write(
        workspace,
        "ours",
        "override:\n"
        "  - {check: cpu-usage, reason: r, warn: '>= 85%'}\n"
        "  - {check: memory-used, reason: r, warn: '>= 85%', standard: Below 85%.}\n"
        "  - {check: load, reason: r, advice: Ring us up.}\n",
    )
    checks = {judge.check.id: judge.check for judge in plan_of(workspace, "ours").judges}
    said = checks["cpu-usage"].standard
    assert (said.en, said.zh) == (
        "as agreed here: a warning where it is >= 85%",
        "按约定：>= 85% 为警告",
    )
    assert checks["memory-used"].standard.en == "Below 85%."
    assert "2 is a warning" in checks["load"].standard.en


@pytest.mark.parametrize(
    ("changed", "left"), [("crit: none", (">= 80%", None)), ("warn: none", (None, ">= 90%"))]
)
def test_a_criterion_can_fall_away(workspace: Workspace, changed: str, left: tuple[Any, Any]) -> None:
    write(workspace, "ours", f"override:\n  - {{check: memory-used, reason: r, {changed}}}\n")
    assert limits(plan_of(workspace, "ours"), "memory-used", "db-1") == left


def test_every_change_is_told_with_what_the_standard_says(workspace: Workspace) -> None:
    write(
        workspace,
        "ours",
        "override:\n  - {check: cpu-usage, reason: batch, groups: [db], warn: '>= 85%'}\n"
        "without:\n  - {check: uptime, reason: restarted every night}\n",
    )
    plan = plan_of(workspace, "ours")
    first, second = plan.deviations
    told = {each.name: (each.was and each.was.en, each.now and each.now.en) for each in first.terms}
    assert told["warn"] == (">= 80%", ">= 85%")
    assert (first.check, first.playbook, first.reason.en) == ("cpu-usage", "ours", "batch")
    assert plan.hosts_of(first) == ("db-1", "db-2")
    assert (second.check, second.left_out, plan.hosts_of(second)) == ("uptime", True, None)


def test_a_playbook_that_extends_without_a_change_is_the_one_that_it_extends(workspace: Workspace) -> None:
    write(workspace, "ours", "")
    library = load_workspace(workspace.root)
    ours, standard = (library.need("Playbook", id) for id in ("ours", "linux-standard"))
    assert adapted_by(ours, library) == adapted([standard])
    assert playbook_of(ours, library).checks == playbook_of(standard, library).checks


def test_who_writes_a_circle_gets_no_endless_search(workspace: Workspace) -> None:
    write(workspace, "one", "", "two")
    write(workspace, "two", "", "one")
    library = load_workspace(workspace.root)
    assert adapted_by(library.need("Playbook", "one"), library).checks == {}
