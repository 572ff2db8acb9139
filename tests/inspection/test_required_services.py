"""Which services must run is said by a playbook that adapts `health`: by the name of a process or of a unit of systemd."""

from __future__ import annotations

import pytest
from conftest import Workspace

from fieldops.contracts.model import Asset, Host
from fieldops.documents.workspace import load_workspace
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.plan import make_plan

RUNNING = "columns service kind\nsystemd|process\nsshd|process\njava|process\nsshd|unit\ntomcat|unit\n"
HOSTS = (
    Asset("db-1", host=Host("10.0.0.1", groups=("db",))),
    Asset("web-1", host=Host("10.0.0.2", groups=("web",))),
)


def judged(workspace: Workspace, override: str, host: str, said: str = RUNNING) -> CheckResult:
    workspace.write(
        "playbooks/ours.yaml",
        "apiVersion: fieldops/v1\nkind: Playbook\nid: ours\ntitle: t\nplatform: linux\nextends: health\noverride:\n"
        f"  - {{check: required-services, reason: r, {override}}}\n",
    )
    library = load_workspace(workspace.root)
    plan = make_plan((library.need("Playbook", "ours"),), library, hosts=HOSTS)
    raw = RawOutput("linux-services", out=said.encode(), exit_code=0, why="ok")
    results = plan.judge({raw.probe: raw}, host=host)
    return next(each for each in results if each.id == "required-services")


@pytest.mark.parametrize(
    ("override", "host", "missing"),
    [
        ("expect: 'all of [sshd, tomcat, java]'", "web-1", []),
        ("expect: 'all of [sshd, nginx, mysqld]'", "web-1", ["nginx", "mysqld"]),
        ("groups: [db], expect: 'all of [mysqld]'", "db-1", ["mysqld"]),
        # What is said of a group is not asked of others.
        ("groups: [db], expect: 'all of [mysqld]'", "web-1", []),
        # A part of a name is none.
        ("expect: 'all of [tom]'", "web-1", ["tom"]),
    ],
)
def test_services_that_are_demanded_run_or_are_told_as_missing(
    workspace: Workspace, override: str, host: str, missing: list[str]
) -> None:
    result = judged(workspace, override, host)
    assert result.verdict == ("CRIT" if missing else "OK")
    assert [item.item for item in result.items if item.verdict == "CRIT"] == missing


@pytest.mark.parametrize("said", ["", "columns service kind\n"])
def test_where_nothing_is_known_of_services_nothing_is_in_order(workspace: Workspace, said: str) -> None:
    assert judged(workspace, "expect: 'all of [nginx]'", "web-1", said).verdict == "UNKNOWN"
