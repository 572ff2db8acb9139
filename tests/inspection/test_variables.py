"""Variables of playbooks: which value holds where, and that no value is more than a value."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.model import Asset, Host
from fieldops.documents.typed import text_of
from fieldops.documents.workspace import load_workspace
from fieldops.errors import Position
from fieldops.inspection.checks import Verdict, judge_of
from fieldops.inspection.criteria import BadCriterion, read_condition
from fieldops.inspection.load import check_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readings import Reading, Reason
from fieldops.inspection.variables import Setting, filled, is_value, kind_of, misplaced, value_of

HOSTS = (
    Asset("db-1", host=Host("10.0.0.1", groups=("db",))),
    Asset("db-2", host=Host("10.0.0.2", groups=("db",))),
    Asset("web-1", host=Host("10.0.0.3")),
)
APP = """apiVersion: fieldops/v1
kind: Playbook
id: app
title: t
platform: linux
vars:
  most: {value: 80%, title: {zh-CN: 内存上限, en: Most memory}}
  wanted: {value: [sshd, crond]}
areas: [{id: a, title: A}]
checks:
  - {id: memory, title: m, area: a, probe: linux-memory, value: used_percent, warn: '>= {{ most }}', standard: '低于 {{ most }}', advice: x}
  - {id: services, title: s, area: a, probe: linux-services, value: service, each: service, expect: 'all of {{ wanted }}', standard: {zh-CN: '{{ wanted }} 运行', en: '{{ wanted }} run'}, advice: x}
"""
OURS = """apiVersion: fieldops/v1
kind: Playbook
id: ours
title: t
platform: linux
extends: app
vars:
  most: {value: 85%, reason: the database takes it}
"""


def plan_of(workspace: Workspace, *settings: Setting, id: str = "app") -> Plan:
    workspace.write("playbooks/app.yaml", APP)
    workspace.write("playbooks/ours.yaml", OURS)
    library = load_workspace(workspace.root)
    assert [each for each in library.problems if "playbooks" in each.position.path] == []
    return make_plan((library.need("Playbook", id),), library, hosts=HOSTS, settings=settings)


def setting(name: str, value: object, *assets: str, nearness: int = 2, playbook: str = "app") -> Setting:
    place = Position("contracts/c.yaml", 7, 3)
    reason = text_of("as agreed")
    near = nearness if assets else 0
    return Setting(playbook, name, value_of(value), reason, place, place, assets or None, near)


def warns(plan: Plan) -> list[str | None]:
    return [plan.judges_by_check(host.id)["memory"].check.warn for host in HOSTS]


def test_the_nearer_value_holds(workspace: Workspace) -> None:
    assert warns(plan_of(workspace)) == [">= 80%"] * 3
    assert warns(plan_of(workspace, id="ours")) == [">= 85%"] * 3
    settings = (
        setting("most", "95%", "db-1"),
        setting("most", "70%"),
        setting("most", "90%", "db-1", "db-2", nearness=1),
    )
    assert warns(plan_of(workspace, *settings)) == [">= 95%", ">= 90%", ">= 70%"]
    assert warns(plan_of(workspace, *settings, id="ours")) == [">= 95%", ">= 90%", ">= 70%"]


def test_what_is_said_of_the_playbook_that_extends_goes_before_the_other(workspace: Workspace) -> None:
    both = (setting("most", "60%", playbook="ours"), setting("most", "70%"))
    assert warns(plan_of(workspace, *both, id="ours")) == [">= 60%"] * 3
    assert warns(plan_of(workspace, *both)) == [">= 70%"] * 3


def test_words_say_the_same_value_as_the_criteria(workspace: Workspace) -> None:
    plan = plan_of(workspace, setting("wanted", ["nginx", "sshd"], "web-1"))
    check = plan.judges_by_check("web-1")["services"].check
    assert (check.expect, check.standard.zh, check.standard.en) == (
        "all of [nginx, sshd]",
        "nginx、sshd 运行",
        "nginx, sshd run",
    )
    assert plan.judges_by_check("db-1")["services"].check.expect == "all of [sshd, crond]"


def test_every_other_value_is_told_with_who_says_it_and_where(workspace: Workspace) -> None:
    told = plan_of(workspace, setting("most", "95%", "db-1"), setting("most", "85%"), id="ours").deviations
    assert [
        (
            each.check,
            each.playbook,
            each.hosts,
            each.reason.en,
            [term.now and term.now.en for term in each.terms],
        )
        for each in told
    ] == [
        ("memory", "ours", (), "the database takes it (variable Most memory = 85%)", [">= 85%", "低于 85%"]),
        (
            "memory",
            "app",
            ("db-1",),
            "as agreed (variable Most memory = 95%, contracts/c.yaml line 7)",
            [">= 95%", "低于 95%"],
        ),
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("80%", "number in %"),
        ("5GiB", "number in B"),
        ("512MiB", "number in B"),
        ("30d", "number in s"),
        (1000, "number"),
        ("0.5", "number"),
        ("running", "text"),
        ("5 apples", "text"),
        (["a"], "list"),
    ],
)
def test_the_type_of_a_value_is_read_from_it(value: object, kind: str) -> None:
    assert kind_of(value_of(value)) == kind


@pytest.mark.parametrize(
    "value", ["", " a", "a ", "a, b", "[a]", "{a}", "1..2", "x and == y", "and", "a\nb", "{{ b }}", []]
)
def test_what_is_more_than_a_value_is_none(value: object) -> None:
    assert not is_value(value_of(value))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (">= {{ x }}", True),
        (">={{x}}", True),
        ("within {{ x }}..{{ y }}", True),
        ("in [{{ x }}, b]", True),
        (">= {limit} * {{ x }}", True),
        ("< {{ x }} left", True),
        (">= {{ x }} and free < {{ y }}", True),
        ("type == {{ x }} and size > {{ y }}", True),
        ("contains {{ x }}", True),
        ("contains error {{ x }}", False),
        ("{{ x }} 80%", False),
        (">= {{ x }}0%", False),
        ("== {{ x }}{{ y }}", False),
        ("{{ x }}", False),
    ],
)
def test_a_variable_stands_for_a_whole_value(text: str, right: bool) -> None:
    assert (not list(misplaced(text, {}))) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [("all of {{ x }}", True), ("in [{{ x }}, b]", True), ("== {{ x }}", False), ("contains {{ x }}", False)],
)
def test_a_list_stands_where_one_is_asked_for(text: str, right: bool) -> None:
    assert (not list(misplaced(text, {"x": ("a", "b")}))) is right


# --- properties -----------------------------------------------------------------------------------------------

UNITS = {"size": "B", "used": "%", "state": None, "other": None}
TEMPLATES = (
    ("used", ">= {{ x }}"),
    ("used", ">= {{ x }} and size < {{ y }}"),
    ("used", "within {{ x }}..{{ y }}"),
    ("state", "== {{ x }}"),
    ("state", "contains {{ x }} and other != {{ y }}"),
    ("state", "in [{{ x }}, {{ y }}]"),
)
_TEXT = st.text(st.sampled_from("a0 %.=<>!,[]{}GiBandinotx\n"), max_size=12)
_VALUE = st.one_of(
    _TEXT, st.sampled_from(("80%", "1GiB", "in [a]", "and == b", "not in x", ">= 5", "a and b"))
)


def shape(text: str, value: str) -> list[tuple[str, str, int]]:
    read = read_condition(text, UNITS, value)
    return [(field, each.operator, len(each.values)) for field, each in read.parts]


@given(st.sampled_from(TEMPLATES), _VALUE, _VALUE)
def test_no_value_changes_what_a_criterion_asks(template: tuple[str, str], x: str, y: str) -> None:
    field, text = template
    if not (is_value(x) and is_value(y)):
        return
    try:
        found = shape(str(filled({"warn": text}, {"x": x, "y": y})["warn"]), field)
    except BadCriterion:
        return  # told by validation, as any criterion that is none
    plain = {"x": "1%", "y": "2%" if "size" not in text else "2B"}
    assert found == shape(str(filled({"warn": text}, plain)["warn"]), field)


PROBE = Probe("p", text_of("p"), "linux", "true", Parse("kv"), {
    "used": Field("number", "%"), "size": Field("number", "B"), "state": Field("text"), "other": Field("text"),
})  # fmt: skip


@given(
    st.sampled_from(TEMPLATES), st.sampled_from(("warn", "crit", "expect", "where", "skip")), _VALUE, _VALUE
)
def test_no_value_makes_what_could_not_be_read_ok(
    template: tuple[str, str], key: str, x: str, y: str
) -> None:
    field, text = template
    if not (is_value(x) and is_value(y)):
        return
    written = f"{field} {text}" if key in ("where", "skip") else text
    data: dict[str, Any] = {
        "id": "c",
        "title": "c",
        "area": "a",
        "probe": "p",
        "value": field,
        "standard": "s",
    }
    data |= {key: written} if key not in ("where", "skip") else {key: written, "info": True}
    try:
        judge = judge_of(check_of(filled(data, {"x": x, "y": y})), PROBE)
    except BadCriterion:
        return
    unread = Reason("reading.exit-code", {"code": 1})
    rows = ({"used": unread, "size": unread, "state": unread, "other": unread},)
    for reading in (Reading(unknown=unread), Reading(rows=rows)):
        assert judge.judge(reading).verdict not in (Verdict.OK, Verdict.INFO)


def test_values_in_sentences_are_said_as_people_say_them() -> None:
    """A report printed "at most 365d ago"."""
    check = {
        "standard": {
            "en": "at most {{ age }} ago, {{ one }}, {{ size }}, {{ share }}",
            "zh-CN": "{{ age }}内，{{ size }}",
        }
    }
    said = filled(check, {"age": "365d", "one": "1h", "size": "5GiB", "share": "80%"})["standard"]
    assert said == {"en": "at most 365 days ago, 1 hour, 5 GiB, 80%", "zh-CN": "365 天内，5 GiB"}
    assert filled({"standard": "{{ age }}"}, {"age": "365d"})["standard"] == "365d"
