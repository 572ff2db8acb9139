"""`fieldops sla deadlines|status|explain` on the examples: JSON keys, exit codes, both languages, mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import CONTRACT, Workspace

REPOSITORY = Path(__file__).resolve().parents[2]
KEYS = {"milestone", "due", "clock", "provisional", "clause"}
FRIDAY = ("--severity", "ordinary", "--reported", "2026-02-13T17:20")


@pytest.fixture
def examples(tmp_path: Path) -> Workspace:
    """A workspace with the example contracts."""
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "workspace" / "contracts")
    workspace = Workspace.__new__(Workspace)
    workspace.root = tmp_path / "workspace"
    return workspace


def test_deadlines_as_json(examples: Workspace) -> None:
    ran = examples.run("sla", "deadlines", "archive-digitisation", *FRIDAY, "-o", "json")
    assert ran.code == 0, ran.err
    assert all(set(each) >= KEYS for each in ran.json["deadlines"])
    first = ran.json["deadlines"][0]
    assert (first["milestone"], first["due"]) == ("respond", "2026-02-13T17:25:00+08:00")
    assert (first["clock"], first["provisional"]) == ("always", False)
    assert first["clause"]["file"] == "contracts/service-levels/archive-support.yaml"
    rules = [reason["rule"] for reason in first["reasons"]]
    assert rules == ["promise", "counted-from", "due"]


def test_deadlines_in_both_languages(examples: Workspace) -> None:
    english = examples.run("sla", "deadlines", "archive-digitisation", *FRIDAY).out
    assert "resolution (at the latest)" in english
    assert "2026-02-24 24:00" in english  # of the day that ends, as people read it
    chinese = examples.run("sla", "deadlines", "archive-digitisation", *FRIDAY, language="zh-CN").out
    assert "解决（最迟）" in chinese
    assert "临时恢复（超时措施）" in chinese


def test_facts_choose_between_alternatives(examples: Workspace) -> None:
    call = ("--severity", "common", "--reported", "2026-02-13T17:20", "-o", "json")
    both = examples.run("sla", "deadlines", "device-platform", *call).json["deadlines"]
    assert {each["condition"] for each in both} >= {"remotely_fixable", "not_remotely_fixable"}
    one = examples.run("sla", "deadlines", "device-platform", *call, "--remote-fixable", "yes").json[
        "deadlines"
    ]
    assert "onsite" not in [each["milestone"] for each in one]


def test_where_all_sites_are_in_one_city_nobody_is_asked_for_it(workspace: Workspace) -> None:
    """By the sites of the contract; what is said of the one place goes before."""
    times = (
        "- {request: incident, milestone: onsite, within: 2h, clock: always, when: same_city}\n"
        "- {request: incident, milestone: onsite, within: 8h, clock: always, when: other_city}\n"
    )
    level = (
        "apiVersion: fieldops/v1\nkind: ServiceLevel\nid: level\ntitle: L\nrequests: [{id: incident, name: 故障}]\n"
        f"milestones:\n{times}"
    )
    workspace.write("contracts/level.yaml", level)
    call = ("sla", "deadlines", "acme", "--reported", "2026-03-02T10:00")

    def due(sites: str, *more: str) -> list[str]:
        workspace.write("contracts/acme.yaml", CONTRACT + f"service_level: level\nsites: [{sites}]\n")
        found = workspace.run(*call, *more, "-o", "json").json["deadlines"]
        return [each["due"][11:16] for each in found]

    here, there = "{id: a, name: A, same_city: true}", "{id: b, name: B}"
    assert due(here) == ["12:00"]
    assert due(there) == ["18:00"]
    assert due(f"{here}, {there}") == ["12:00", "18:00"]
    assert due(here, "--same-city", "no") == ["18:00"]
    workspace.write("contracts/acme.yaml", CONTRACT + f"service_level: level\nsites: [{here}]\n")
    assert "同城" in workspace.run(*call, language="zh-CN").err


def test_explain_counts_day_by_day(examples: Workspace) -> None:
    call = ("--reported", "2026-09-30T17:20", "--request", "change", "--milestone", "respond")
    english = examples.run("sla", "explain", "managed-service", *call).out
    assert "08:30-12:20" in english
    assert "day off" in english
    chinese = examples.run("sla", "explain", "managed-service", *call, language="zh-CN").out
    assert "2026-10-07 周三   放假" in chinese
    rows = examples.run("sla", "explain", "managed-service", *call, "-o", "json").json["deadlines"][0]["days"]
    assert sum(row["counted_seconds"] for row in rows) == 4 * 3600


EVENTS = """\
order: A-1
severity: ordinary
events:
  - {time: 2026-03-02T09:00, kind: reported}
  - {time: 2026-03-02T09:03, kind: responded}
  - {time: 2026-03-02T09:50, kind: arrived}
"""


def status(
    examples: Workspace, contract: str, text: str, now: str, *more: str
) -> tuple[int, dict[str, object]]:
    log = examples.write("order.yaml", text)
    ran = examples.run("sla", "status", contract, "--events", str(log), "--now", now, "-o", "json", *more)
    assert ran.out, ran.err
    return ran.code, json.loads(ran.out)


def test_status_says_by_its_exit_code_what_is_late_or_undetermined(examples: Workspace) -> None:
    code, found = status(examples, "archive-digitisation", EVENTS, "2026-03-02T10:00")
    assert (code, found["late"], found["closed"]) == (0, False, None)
    states = {each["milestone"]: each for each in found["milestones"] if each["kind"] == "milestone"}
    assert states["respond"]["early_by_seconds"] == 120
    assert states["resolve"]["remaining_seconds"] == 3 * 3600
    assert status(examples, "archive-digitisation", EVENTS, "2026-03-02T12:01")[0] == 1
    # Nobody has gone there or worked from afar yet: whether it can be mended from afar is not known.
    unknown = EVENTS.replace("ordinary", "common").replace(
        "  - {time: 2026-03-02T09:50, kind: arrived}\n", ""
    )
    code, found = status(examples, "device-platform", unknown, "2026-03-02T09:55")
    assert (code, found["undetermined"]) == (3, True)


def test_status_in_words(examples: Workspace) -> None:
    log = examples.write("order.yaml", EVENTS)
    command = ("sla", "status", "archive-digitisation", "--events", str(log), "--now", "2026-03-02T12:01")
    english = examples.run(*command)
    assert "LATE by 1 min" in english.out
    assert "next: 2026-03-09 24:00: inspection notice" in english.out
    assert "超时 1 分钟" in examples.run(*command, language="zh-CN").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--severity", "severe", "--reported", "2026-03-02T09:00"), 2, "one of: ordinary"),
        (("--severity", "ordinary", "--reported", "2026-03-02"), 2, "write it like"),
        (("--severity", "ordinary", "--reported", "2029-03-02T09:00"), 4, "2026-01-01 to 2028-12-31"),
        (("--severity", "ordinary", "--reported", "2026-03-02T09:00", "--known-at", "HEAD"), 2, "git"),
    ],
)
def test_what_cannot_be_answered(
    examples: Workspace, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = examples.run("sla", "deadlines", "archive-digitisation", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_a_mistake_in_a_log_is_shown_at_its_place(examples: Workspace) -> None:
    log = examples.write("order.yaml", EVENTS + "  - {time: 2026-03-02T09:20, kind: resumed}\n")
    ran = examples.run(
        "sla", "status", "archive-digitisation", "--events", str(log), "--now", "2026-03-03T09:00"
    )
    assert ran.code == 2
    assert "order.yaml:7:5: error[log.out-of-order]" in ran.err
    assert "order.yaml:7:5: error[log.not-paused]" in ran.err


@pytest.mark.shows("sla deadlines", "A8")
@pytest.mark.parametrize(
    ("language", "told"), [("en", "the severity is: Level 2"), ("zh-CN", "故障等级为：二级")]
)
def test_scope_and_urgency_give_the_severity_which_is_said(
    examples: Workspace, language: str, told: str
) -> None:
    report = ("sla", "deadlines", "managed-service", "--reported", "2026-06-10T10:00", "-o", "json")
    ran = examples.run(*report, "--scope", "part", "--urgency", "急需恢复", language=language)
    assert ran.code == 0, ran.err
    assert told in ran.err
    chosen = examples.run(*report, "--severity", "level-2", language=language).json
    assert ran.json["severity"] == "level-2"
    assert ran.json["deadlines"] == chosen["deadlines"]


@pytest.mark.parametrize(
    "given",
    [
        ("--scope", "core"),
        ("--urgency", "urgent"),
        ("--scope", "core", "--urgency", "urgent", "--severity", "level-1"),
    ],
)
def test_half_a_grading_and_two_severities_are_refused(examples: Workspace, given: tuple[str, ...]) -> None:
    ran = examples.run("sla", "deadlines", "managed-service", "--reported", "2026-06-10T10:00", *given)
    assert ran.code == 2
    assert "--scope and --urgency together" in ran.err


@pytest.mark.shows("sla deadlines", "F5")
def test_the_analysis_of_a_grave_fault_is_due_48_hours_after_it_was_reported(examples: Workspace) -> None:
    report = ("--severity", "level-1", "--reported", "2026-06-10T10:00", "-o", "json")
    found = examples.run("sla", "deadlines", "managed-service", *report).json["deadlines"]
    due = {each["milestone"]: each["due"] for each in found}
    assert due["five_whys"] == "2026-06-12T10:00:00+08:00"
