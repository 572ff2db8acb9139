"""A contract with a mistake is named by every command that reads many, with an exit code: it is never dropped.

Every command stands in one of two lists; a new one fails the test until somebody has said to which it belongs.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from conftest import Workspace, again

from fieldops.cli.main import cli

ROOT = Path(__file__).parents[2]

# With what each is asked about all contracts, and the exit code of an answer that is not whole.
OF_MANY: dict[str, tuple[tuple[str, ...], int]] = {
    "contract list": ((), 1),
    "contract obligations": (("--from", "2026-12-01", "--to", "2026-12-31"), 1),
    "contract diff": ((), 1),
    "schedule list": (("--from", "2026-12-01", "--to", "2026-12-31"), 1),
    "schedule ics": (("--from", "2026-12-01", "--to", "2026-12-31"), 1),
    "schedule run": (("--now", "2026-01-01T08:00", "--dry-run"), 4),
    "warranty list": ((), 1),
    "warranty gaps": (("滨海新能源集团有限公司",), 3),
    "stock check": ((), 3),
    "validate": ((), 1),
}
# These are about one contract that they are told, about something that is recorded, or about no contract; `doctor` looks
# at the machine, and counts the workspace's mistakes.
OF_ONE = {
    "bundle import",
    "bundle make",
    "contract contacts",
    "contract export-assets",
    "contract import-assets",
    "contract new",
    "contract people",
    "contract show",
    "demo",
    "doctor",
    "explain",
    "finding accept",
    "finding assign",
    "finding close",
    "finding list",
    "finding show",
    # Of recorded orders; one whose contract has mistakes is named (tests/service/test_order_lists.py).
    "order list",
    "order next",
    "order assessment",
    "order report",
    "health",
    "hosts import",
    "hosts pin",
    "init",
    "inspect",
    "order documents",
    "order export",
    "order import",
    "order correct",
    "order log",
    "order open",
    "order show",
    "order void",
    "order withdraw",
    "swap approve",
    "swap carry-out",
    "swap list",
    "swap log",
    "swap patch",
    "swap propose",
    "swap show",
    "swap undo",
    "playbook commands",
    "playbook export",
    "playbook list",
    "playbook show",
    "playbook sudoers",
    "probe parse",
    "probe test",
    "probe try",
    "records checkpoint",
    "records export",
    "records forget",
    "records take-in",
    "records verify",
    "report",
    # Of stores; one whose documents have mistakes is named (tests/cli/test_stock.py).
    "stock receive",
    "stock reserve",
    "stock release",
    "stock issue",
    "stock return",
    "stock move",
    "stock count",
    "stock scrap",
    "stock import",
    "stock list",
    "stock low",
    "stock show",
    "stock log",
    "run conclude",
    "run confirm",
    "run diff",
    "run export",
    "run fill",
    "run import",
    "run list",
    "run output",
    "run show",
    "run trend",
    "sign",
    "similar",
    "template check",
    "template fields",
    "verify",
    "session close",
    "session list",
    "session open",
    "session show",
    "schedule consent",
    "schedule done",
    "schedule install",
    "schedule watch",
    "schema",
    "completion",
    "sla deadlines",
    "sla explain",
    "sla status",
    "team on-duty",
    "warranty batch",
    "warranty check",
}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_of_every_command_somebody_has_said_whether_it_reads_many_contracts() -> None:
    assert set(commands(cli)) == {*OF_MANY, *OF_ONE}


@pytest.fixture
def broken(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "contracts", tmp_path / "workspace/contracts")
    shutil.copytree(ROOT / "playbooks", tmp_path / "workspace/playbooks")
    workspace = Workspace.__new__(Workspace)
    workspace.root = tmp_path / "workspace"
    git(workspace.root, "init", "-q")
    git(workspace.root, "add", ".")
    git(workspace.root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x")
    file = workspace.root / "contracts/managed-service.yaml"
    file.write_text(file.read_text("utf-8").replace("renewal: tacit", "renewal: tacitly", 1), "utf-8")
    return workspace


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("language", ["zh-CN", pytest.param("en", marks=again)])
@pytest.mark.parametrize("command", OF_MANY)
def test_a_contract_with_a_mistake_is_named_with_an_exit_code(
    broken: Workspace, command: str, language: str
) -> None:
    arguments, code = OF_MANY[command]
    ran = broken.run(*command.split(), *arguments, language=language)
    assert "managed-service" in ran.out + ran.err
    assert ran.code == code, ran.err
