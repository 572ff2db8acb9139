"""What `playbook export` writes is a playbook of its own, and judges as the one that it was made from."""

from __future__ import annotations

import pytest
from conftest import Workspace
from test_adapting import HOSTS, write

from fieldops.actions.playbooks import export_of
from fieldops.actions.validation import validate
from fieldops.documents.workspace import load_workspace, packaged
from fieldops.inspection.checks import Judge
from fieldops.inspection.plan import make_plan

CHANGES = """\
override:
  - {check: cpu-usage, reason: "batch: at night", hosts: [db-1], warn: '>= 60%'}
  - {check: memory-used, reason: {zh-CN: 数据库, en: database}, warn: '>= 85%', crit: none}
  - {check: filesystem-space, reason: r, groups: [db], skip: 'mount == /backup', standard: "Below 80%: as agreed."}
without:
  - {check: uptime, reason: r}
areas:
  - {id: own, title: {zh-CN: 自有, en: Own}}
checks:
  # Asked for by the customer.
  - id: up      # since boot
    title: u
    area: own
    probe: linux-uptime
    value: uptime
    standard: |
      recorded
    info: true
"""


def judges(workspace: Workspace) -> dict[str, tuple[Judge, ...]]:
    library = load_workspace(workspace.root)
    plan = make_plan((library.need("Playbook", "ours"),), library, hosts=HOSTS)
    return {host: plan.judges_on(host) for host in ("db-1", "db-2", "web-1")}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_is_written_validates_and_judges_the_same_on_every_host(
    workspace: Workspace, language: str
) -> None:
    write(workspace, "ours", CHANGES)
    before = judges(workspace)
    text = export_of(workspace.root, "ours", language)
    file = workspace.write("playbooks/ours.yaml", text)
    told = [
        each
        for each in validate(workspace.root, [file]).problems
        if not each.code.startswith("playbook.no-such")
    ]
    assert told == []
    assert judges(workspace) == before


def test_comments_stay_where_they_come_from_one_file(workspace: Workspace) -> None:
    write(workspace, "ours", CHANGES)
    text = export_of(workspace.root, "ours", "en")
    assert "  # Asked for by the customer.\n  - id: up      # since boot\n" in text
    assert "# ours: database\n  - id: memory-used\n" in text
    # What is not changed is taken over line by line.
    standard = packaged("Playbook", "linux-standard")
    assert standard is not None
    source = standard.raw.decode()
    assert source[source.index("  - id: software-raid") : source.index("  - id: hardware-raid")] in text


def test_a_playbook_that_extends_nothing_is_written_as_it_is(workspace: Workspace) -> None:
    standard = packaged("Playbook", "linux-standard")
    assert standard is not None
    assert export_of(workspace.root, "linux-standard", "en").encode() == standard.raw
