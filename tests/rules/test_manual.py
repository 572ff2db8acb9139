"""Every rule's manual entry is its test: the bad example is reported with that code, the good one not at all.

An example is one or more documents, separated by ``---``. Each names its kind where it is not Contract; what it
leaves out is filled in from the smallest good document of that kind, so that an example shows only what matters.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import fieldops
from fieldops.actions.validation import validate
from fieldops.documents.workspace import load_workspace
from fieldops.errors import Severity
from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.rules import check_rules

MANUAL = Path(fieldops.__file__).parent / "messages" / "manual"
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
ENTRIES = sorted(MANUAL.glob("*.yaml"))

SMALLEST = {
    "Contract": """\
title: 合同
customer: {name: 客户}
vendor: {name: 服务方}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
""",
    "Assets": "contract: contract\nassets: []\n",
    "Team": """\
name: 团队
people:
  - {id: zhang, name: 张伟, roles: [engineer]}
  - {id: li, name: 李娜, roles: [engineer]}
  - {id: wang, name: 王芳, roles: [account_manager, manager]}
""",
    "ServiceLevel": """\
title: 服务级别
severities:
  - {id: major, name: 重大, criteria: 业务中断}
  - {id: minor, name: 一般, criteria: 其他故障}
requests: [{id: incident, name: 故障, graded: true}]
milestones: [{request: incident, milestone: respond, within: 1h, clock: always}]
""",
    "Warranty": """\
title: 质保
covers: hardware
start: {trigger: event, event: contract_start}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal, defect]
""",
    "Calendar": "title: 日历\nholidays: [cn-2025, cn-2026]\nweekly: [{days: [mon, tue, wed, thu, fri], open: ['08:30-12:00', '13:30-17:30']}]\n",
    "Settings": "workspace: acme\n",
    "PartCatalogue": "title: 备件目录\nparts: [{part_no: P1, name: 硬盘, models: [R1]}]\n",
    "Playbook": "title: 巡检\nplatform: linux\nareas: [{id: network, title: 网络}]\n",
    "Probe": "title: 采集\nplatform: linux\n",
    "Stock": "title: 备件库\ncatalogue: partcatalogue\nitems: []\n",
    "EmergencyPlan": """\
title: 应急预案
groups: [{id: lead, kind: leadership, name: 领导组, team: team, members: [wang]}]
grades: [{id: grave, name: 特别重大, criteria: 全部中断, response: 启动预案}]
flow: [report, first_grading, start_plan]
""",
}


# What is put right with a command, not in the file; the good example names it in a comment.
BY_A_COMMAND = {"contract.host-not-pinned"}


def _key(line: str) -> str | None:
    found = re.match(r"([A-Za-z_]+):", line)
    return found[1] if found else None


def completed(fragment: str) -> tuple[str, str, str]:
    """Kind, id and whole text of a document from what the example shows."""
    shown = {key for line in fragment.splitlines() if (key := _key(line))}
    kind = next(
        (line.split(":")[1].strip() for line in fragment.splitlines() if _key(line) == "kind"), "Contract"
    )
    id = next(
        (line.split(":")[1].strip() for line in fragment.splitlines() if _key(line) == "id"), kind.lower()
    )
    head = [
        f"{key}: {value}"
        for key, value in (("apiVersion", "fieldops/v1"), ("kind", kind), ("id", id))
        if key not in shown and (kind, key) != ("Settings", "id")
    ]
    rest: list[str] = []
    keep = False
    for line in SMALLEST[kind].splitlines():
        key = _key(line)
        keep = key not in shown if key else keep
        rest += [line] if keep else []
    return kind, id, "\n".join([fragment.rstrip(), *head, *rest]) + "\n"


def write(example: str, root: Path) -> None:
    """The workspace that holds the example and, where it shows none, a team."""
    texts = [completed(fragment) for fragment in re.split(r"(?m)^---\n", example)]
    if not any(kind == "Team" for kind, _, _ in texts):
        texts.append(completed("kind: Team\n"))
    (root / "contracts").mkdir(parents=True)
    for number, (kind, id, text) in enumerate(texts):
        own = "fieldops.yaml" if kind == "Settings" else f"contracts/{number}-{kind.lower()}-{id}.yaml"
        (root / own).write_text(text, "utf-8")


def codes(example: str, root: Path) -> dict[str, list[str]]:
    """The problems of that workspace."""
    write(example, root)
    found: dict[str, list[str]] = {}
    for problem in validate(root, now=NOW).problems:
        found.setdefault(problem.code, []).append(f"{problem.position} {dict(problem.values)}")
    return found


@cache
def entry_of(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("file", ENTRIES, ids=lambda file: file.stem)
def test_the_bad_example_is_reported_and_the_good_one_is_clean(file: Path, tmp_path: Path) -> None:
    entry = entry_of(file)
    assert file.stem in codes(entry["bad"], tmp_path / "bad")
    good = codes(entry["good"], tmp_path / "good")
    assert {code: told for code, told in good.items() if code not in BY_A_COMMAND} == {}


@pytest.mark.parametrize(
    "code", ["access.denied-unused", "calendar.years-missing", "secret.token", "secret.in-comment"]
)
def test_what_is_not_asked_where_somebody_decides_keeps_nobody_from_it(code: str, tmp_path: Path) -> None:
    write(entry_of(MANUAL / f"{code}.yaml")["bad"], tmp_path)
    workspace = load_workspace(tmp_path)
    documents = [each for each in workspace.documents.values() if not each.shipped]
    said = [each for one in documents for each in check_rules(workspace, one)]
    deciding = [each for one in documents for each in check_rules(workspace, one, deciding=True)]
    left_out = [each for each in said if each not in deciding]
    assert code in {each.code for each in left_out}
    assert all(each.severity is not Severity.ERROR or each.code.startswith("secret.") for each in left_out)


def test_an_entry_says_why_in_both_languages_and_has_a_sentence() -> None:
    for file in ENTRIES:
        entry = entry_of(file)
        assert set(entry) <= {"why", "source", "bad", "good"}, file.stem
        assert set(entry["why"]) == set(LANGUAGES), file.stem
        assert file.stem in CATALOGUE
