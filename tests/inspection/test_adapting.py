"""Playbooks that adapt another one: what holds for which host, and that nothing is judged by what nobody wrote."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Workspace

from fieldops.actions.snapshots import deviation_snapshots
from fieldops.contracts.model import Asset, Host
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.adapting import adapted
from fieldops.inspection.load import adapted_by, playbook_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.reports.deviations import row_of
from fieldops.reports.wording import Wording

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
        "as agreed here: a warning where it is ≥ 85%",
        "按约定：≥ 85% 为警告",
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


KINDS = """\
areas: [{id: a, title: A}]
checks:
  - {id: grows, title: t, area: a, standard: s, advice: d, probe: linux-filesystems, each: mount, value: used_percent, rate: {per: day, warn: '> 5%', crit: '> 9%'}}
  - {id: fills, title: t, area: a, standard: s, advice: d, probe: linux-filesystems, each: mount, value: used_percent, trend: {warn: '< 60d left', crit: '< 14d left'}}
  - {id: moved, title: t, area: a, standard: s, advice: d, probe: linux-identity, value: hostname, changed: crit}
  - {id: alike, title: t, area: a, standard: s, advice: d, probe: linux-identity, value: hostname, group: consistent}
  - {id: listed, title: t, area: a, standard: s, advice: d, probe: linux-filesystems, each: mount, value: mount, expect: 'all of [/]'}
  - {id: room, title: t, area: a, standard: s, advice: d, probe: linux-filesystems, each: mount, value: used_percent, warn: '> 80%'}
  - {id: named, title: t, area: a, standard: s, advice: d, probe: linux-identity, value: hostname, warn: contains test}
"""


def problems_of(workspace: Workspace) -> list[object]:
    """What is wrong with the playbook; that no contract has such groups is not."""
    told = workspace.run("validate", str(workspace.root / "playbooks" / "ours.yaml"), "-o", "json").json
    return [each for each in told["problems"] if each["code"] != "playbook.no-such-group"]


def write_kinds(workspace: Workspace, *changes: str) -> None:
    """A playbook with a check of each kind, and one with these changes of it."""
    plain = HEAD.format(id="kinds", extends="x").replace("extends: x\n", "")
    workspace.write("playbooks/kinds.yaml", plain + KINDS)
    write(workspace, "ours", "override:\n" + "".join(f"  - {each}\n" for each in changes), "kinds")


@pytest.mark.parametrize(
    ("check", "change", "written", "standard"),
    [
        (
            "grows",
            "rate: {warn: '> 7%'}",
            {"warn": "> 7% per day", "crit": "> 9% per day"},
            "a warning where it grows by > 7% in a day; critical where it grows by > 9% in a day",
        ),
        (
            "grows",
            "rate: {crit: none}",
            {"warn": "> 5% per day", "crit": None},
            "a warning where it grows by > 5% in a day",
        ),
        (
            "fills",
            "trend: {warn: '< 90d left', reaches: '>= 95%'}",
            {"warn": "< 90d left until >= 95%", "crit": "< 14d left until >= 95%"},
            "a warning where the time until it is >= 95% is < 90d; critical where the time until it is >= 95% is < 14d",
        ),
        (
            "fills",
            "trend: {crit: none}",
            {"warn": "< 60d left", "crit": None},
            "a warning where the time until it is full is < 60d",
        ),
        (
            "moved",
            "changed: warn",
            {"warn": "changed"},
            "the same as in the last inspection, otherwise warning",
        ),
        (
            "alike",
            "otherwise: warn",
            {"expect": "consistent"},
            "the same on all hosts that are compared, otherwise warning",
        ),
        (
            "listed",
            "expect: 'all of [/, /data]', otherwise: warn",
            {"warn": None, "crit": None, "expect": "all of [/, /data]"},
            "all of [/, /data] is expected, otherwise warning",
        ),
        (
            "named",
            "warn: contains lab",
            {"warn": "contains lab", "crit": None, "expect": None},
            "a warning where it is contains lab",
        ),
    ],
)
def test_every_kind_of_criterion_can_be_another_on_some_hosts_and_the_standard_says_it(
    workspace: Workspace, check: str, change: str, written: dict[str, str | None], standard: str
) -> None:
    write_kinds(workspace, f"{{check: {check}, reason: r, groups: [db], {change}}}")
    assert problems_of(workspace) == []
    plan = plan_of(workspace, "ours")
    here, there = (
        next(each.check for each in plan.judges_on(host) if each.check.id == check)
        for host in ("db-1", "web-1")
    )
    assert here.written == written
    assert here.standard.en == f"as agreed here: {standard}"
    assert there.standard.en == "s"
    assert there.written != written or here.otherwise != there.otherwise


def test_what_a_change_does_not_say_of_a_rate_holds_as_before_through_all_playbooks(
    workspace: Workspace,
) -> None:
    write_kinds(workspace, "{check: grows, reason: r, rate: {warn: '> 6%'}}")
    write(
        workspace,
        "more",
        "override:\n  - {check: grows, reason: r, hosts: [db-1], rate: {crit: '> 8%'}}\n",
        "ours",
    )
    plan = plan_of(workspace, "more")
    on = {host: next(each.check for each in plan.judges_on(host)).written for host in ("db-1", "db-2")}
    assert on == {
        "db-1": {"warn": "> 6% per day", "crit": "> 8% per day"},
        "db-2": {"warn": "> 6% per day", "crit": "> 9% per day"},
    }
    assert {term.name for each in plan.deviations for term in each.terms} == {
        "rate.warn",
        "rate.crit",
        "standard",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "grows by > 7%",
                "otherwise warning",
                "until it is full is < 90d",
                "if used_percent is missing: Warning",
            ),
        ),
        (
            "zh-CN",
            ("每天增长 > 7% 为警告", "否则为警告", "距用满的时间 < 90d 为警告", "缺少 used_percent 时：警告"),
        ),
    ],
)
def test_report_and_playbook_show_say_what_is_judged_otherwise_in_words(
    workspace: Workspace, language: str, words: tuple[str, ...]
) -> None:
    write_kinds(
        workspace,
        "{check: grows, reason: r, rate: {warn: '> 7%'}}",
        "{check: moved, reason: r, changed: warn}",
        "{check: fills, reason: r, trend: {warn: '< 90d left'}}",
        "{check: room, reason: r, missing: {used_percent: warn}}",
    )
    kept = deviation_snapshots(plan_of(workspace, "ours"))
    wording = Wording(language, ZoneInfo("UTC"))
    told = "\n".join(row_of(each, "", wording).here for each in kept)
    assert [each for each in words if each not in told] == []


def test_the_exported_playbook_judges_growth_by_what_was_changed(workspace: Workspace) -> None:
    write_kinds(workspace, "{check: grows, reason: r, rate: {warn: '> 7%'}}")
    text = workspace.run("playbook", "export", "ours").out
    workspace.write("playbooks/ours.yaml", text)
    assert problems_of(workspace) == []
    assert plan_of(workspace, "ours").judges[0].check.written["warn"] == "> 7% per day"


def test_the_method_names_the_areas_that_an_adapting_playbook_adds(workspace: Workspace) -> None:
    """The report's method listed the standard's areas, and a chapter of one's own was not among them."""
    areas = (
        "areas: [{id: logs, title: {zh-CN: 日志, en: Logs}}, {id: room, title: {zh-CN: 机房, en: Room}}]\n"
    )
    item = "{id: led, area: logs, title: t, look: l, standard: s, advice: a, form: judged}"
    write(workspace, "ours", f"{areas}manual: [{item}]\n")
    plan, standard = plan_of(workspace, "ours"), plan_of(workspace, "linux-standard")
    own, base = plan.playbook.method, standard.playbook.method
    assert own is not None
    assert base is not None
    assert own.zh.endswith("此外还检查：日志、机房。")
    assert own.en == f"{base.en.strip()} Beyond that, checks of its own look at: Logs, Room."
