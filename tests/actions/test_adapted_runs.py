"""A run by a playbook that extends another one: judged, recorded and reported by what holds for each host."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LASTING, Workspace

HOSTS = """\
access: {consent: standing}
assets:
  - {id: db-1, category: server, host: {address: localhost, transport: local, groups: [db]}}
  - {id: web-1, category: server, host: {address: 127.0.0.1, transport: local}}
"""
PROBE = """\
apiVersion: fieldops/v1
kind: Probe
id: depth
title: {zh-CN: 积压, en: Backlog}
platform: linux
run: echo 50
parse: {with: int}
fields: {value: {type: number, unit: count}}
"""
HEAD = (
    "apiVersion: fieldops/v1\nkind: Playbook\nid: %s\ntitle: {zh-CN: 队列巡检, en: Queues}\nplatform: linux\n"
)
CHECK = (
    "title: {zh-CN: %s, en: %s}, area: queues, probe: depth, value: value, warn: '> 100', "
    "standard: {zh-CN: 不超过 100, en: At most 100}, advice: {zh-CN: 查明原因, en: Find out why}"
)
BASE = (
    HEAD % "base"
    + "areas: [{id: queues, title: {zh-CN: 队列, en: Queues}}]\nchecks:\n"
    + "  - {id: backlog, "
    + CHECK % ("业务积压", "Backlog of orders")
    + "}\n  - {id: second, "
    + CHECK % ("次要积压", "Second backlog")
    + "}\n"
)
OURS = (
    HEAD % "ours"
    + "extends: base\noverride:\n"
    + "  - {check: backlog, reason: {zh-CN: 数据库须及时处理, en: the database must keep up}, groups: [db], warn: '> 10'}\n"
    + "without:\n  - {check: second, reason: {zh-CN: 客户自行检查, en: the customer looks at it}}\n"
)


@pytest.fixture
def done(workspace: Workspace) -> Workspace:
    workspace.write("contracts/acme.yaml", LASTING + HOSTS)
    workspace.write("playbooks/probes/depth.yaml", PROBE)
    workspace.write("playbooks/base.yaml", BASE)
    workspace.write("playbooks/ours.yaml", OURS)
    ran = workspace.run("health", "acme", "--playbook", "ours")
    assert ran.code == 1, ran.err
    return workspace


def test_each_host_is_judged_by_what_holds_for_it(done: Workspace) -> None:
    shown = done.run("run", "show", "latest", "-o", "json").json
    verdicts = {
        host["host"]: {each["id"]: each["verdict"] for each in host["checks"]} for host in shown["hosts"]
    }
    assert verdicts == {"db-1": {"backlog": "WARN"}, "web-1": {"backlog": "OK"}}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Deviations from the standard playbook",
                "At most 100",
                "as agreed here: a warning where it is &gt; 10",
                "the database must keep up",
                "the customer looks at it",
                "not done",
            ),
        ),
        (
            "zh-CN",
            (
                "与标准方案的差异",
                "不超过 100",
                "按约定：&gt; 10 为警告",
                "数据库须及时处理",
                "客户自行检查",
                "不做检查",
            ),
        ),
    ],
)
def test_the_report_says_it_from_the_record_alone(
    done: Workspace, language: str, words: tuple[str, ...]
) -> None:
    for file in ("ours", "base", "probes/depth"):
        (done.root / "playbooks" / f"{file}.yaml").unlink()
    ran = done.run("report", "latest", "--kind", "health-check", "--lang", language, "-o", "json")
    assert ran.code == 0, ran.err
    html = Path(done.root / ran.json["path"]).read_text("utf-8")
    assert [word for word in words if word not in html] == []
