"""The JSON of every command: an object with its schema_version, times, clauses and reasons in one form each."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from fieldops.cli.main import cli
from tests.conftest import Workspace, require
from tests.repository import Repository

ROOT = Path(__file__).parents[2]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2}|Z)")
# Sentences and texts of people may begin with a day.
SENTENCES = frozenset(
    {"message", "title", "hint", "note", "heading", "says", "no_due_because", "id", "key", "bad", "good"}
)
CLAUSE = {"kind", "id", "path", "file", "line", "column"}
REASON = {"rule", "result", "message", "clause", "inner"}

ORDER = """\
order: A-1
severity: ordinary
events:
  - {time: 2026-03-02T09:00, kind: reported}
  - {time: 2026-03-02T09:03, kind: responded}
  - {time: 2026-03-02T10:00, kind: paused, reason: waiting_for_part, evidence: letter}
  - {time: 2026-03-02T11:00:30, kind: resumed}
"""
EQUIPMENT = "名称,序列号,类别\n服务器,SN-77,服务器\n服务器,,服务器\n"
MORE = """\
inspections:
  - {id: monthly, kind: inspection, engineers: 2, playbook: linux-standard, schedule: {every: 1 month, anchor: 2026-01-05}}
obligations: [{id: review, kind: follow_up_call, title: Review, schedule: {every: 6 months, anchor: 2026-01-05}}]
access: {consent: standing, login: {user: ops, method: agent}}
"""
CHECK = ("device-platform", "--asset", "HL-SV-250101", "--cause", "misuse", "--at", "2026-05-01")
REPORTED = ("archive-digitisation", "--severity", "ordinary", "--reported", "2026-02-13T17:20")
TWO = ("--playbook", "linux-standard", "--engineer", "zhang", "--engineer", "li")
SIGNED = ("latest", "--kind", "inspection", "--contract", "signed")
COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("validate",): (),
    ("explain",): ("yaml.duplicate-key", "service-level.unknown-request"),
    ("doctor",): (),
    ("demo",): ("shown",),
    ("contract", "list"): (),
    ("contract", "show"): ("housing-fund-portal",),
    ("contract", "obligations"): ("housing-fund-portal",),
    ("contract", "diff"): (),
    ("contract", "import-assets"): ("list.csv", "--contract", "acme", "--dry-run"),
    ("contract", "export-assets"): ("--contract", "acme", "--output", "out.csv"),
    ("warranty", "check"): CHECK,
    ("contract", "contacts"): ("managed-service",),
    ("contract", "people"): ("managed-service",),
    ("team", "on-duty"): (),
    ("warranty", "list"): (),
    ("warranty", "gaps"): ("managed-service",),
    ("sla", "deadlines"): REPORTED,
    ("sla", "explain"): (*REPORTED, "--milestone", "resolve"),
    ("sla", "status"): ("archive-digitisation", "--events", "order.yaml", "--now", "2026-03-02T12:01"),
    ("schedule", "list"): ("--contract", "acme"),
    ("schedule", "done"): ("acme/obligations/review/2", "--on", "2026-07-05"),
    ("schedule", "consent"): ("asking/inspections/monthly/11", "--by", "Shen"),
    ("schedule", "run"): ("--contract", "acme", "--dry-run"),
    ("playbook", "list"): (),
    ("playbook", "show"): ("linux-standard",),
    ("playbook", "commands"): ("linux-standard",),
    ("probe", "parse"): ("linux-memory",),
    ("probe", "try"): ("linux-memory", "--host", "db-1", "--contract", "acme"),
    ("hosts", "pin"): ("acme", "--yes"),
    ("inspect",): ("acme", *TWO),
    ("health",): ("acme",),
    ("run", "list"): (),
    ("run", "show"): ("latest",),
    ("run", "diff"): ("--kind", "health_check"),
    ("run", "conclude"): (*SIGNED, "--by", "zhang", "--assessment", "Well.", "--correct", "again"),
    ("sign",): (*SIGNED, "--as", "zhang", "--key", "key"),
    ("verify",): SIGNED,
    ("report",): ("latest", "--kind", "health-check"),
    ("records", "verify"): (),
    ("records", "export"): ("latest", "run.export"),
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example contracts, and one of a host that nothing reaches: with a run, changed since its last commit."""
    repository = Repository(tmp_path_factory.mktemp("json"))
    workspace = repository.workspace
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    host = {"id": "db-1", "serial": "SN-1", "category": "server", "host": {"address": "127.0.0.1", "port": 1}}
    workspace.contract([host], more=MORE)
    contract = workspace.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    asking = text.replace("consent: standing", "consent: per_visit").replace("id: acme", "id: asking")
    contacts = "{name: Acme, contacts: [{name: Shen, duties: [consent]}]}"
    workspace.write("contracts/asking.yaml", asking.replace("{name: Acme}", contacts).replace("SN-1", "SN-2"))
    repository.commit()
    contract.write_text(text.replace("6 months", "3 months"), "utf-8")
    workspace.write("order.yaml", ORDER)
    workspace.write("list.csv", EQUIPMENT)
    for _ in range(2):
        assert workspace.run("health", "acme").code == 3
    workspace.write("contracts/signed.yaml", text.replace("id: acme", "id: signed").replace("SN-1", "SN-3"))
    _concluded(workspace)
    return workspace


def _concluded(workspace: Workspace) -> None:
    """An inspection that can be signed, by a key in the folder of the workspace."""
    key = workspace.root / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    team = workspace.root / "contracts/team.yaml"
    text = team.read_text("utf-8").replace("id: zhang,", f"id: zhang, signing_keys: [{{key: {public}}}],")
    workspace.write("contracts/team.yaml", text)
    assert workspace.run("inspect", "signed", *TWO).code == 3
    concluded = workspace.run("run", "conclude", *SIGNED, "--by", "zhang", "--assessment", "Not reached.")
    assert concluded.code == 0, concluded.err


def _with_json(command: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, one in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _with_json(one, (*names, name))
    for parameter in command.params:
        if isinstance(parameter.type, click.Choice) and "json" in parameter.type.choices:
            yield names


def test_every_command_that_writes_json_is_tried() -> None:
    assert set(_with_json(cli)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_a_document_with_one_form_of_times_clauses_and_reasons(
    here: Workspace, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if command == ("demo",):
        require("sshd")
    monkeypatch.chdir(here.root)
    ran = here.run(*command, *COMMANDS[command], "-o", "json")
    assert ran.code in (0, 1, 3), ran.err
    document = json.loads(ran.out)
    assert next(iter(document)) == "schema_version"
    assert isinstance(document["schema_version"], int)
    check_forms(document)


def test_each_line_of_a_batch_is_a_document(here: Workspace) -> None:
    lines = "contract,asset,cause,day\ndevice-platform,HL-SV-250101,misuse,2026-05-01\ndevice-platform,x,misuse,1\n"
    ran = here.run("warranty", "batch", str(here.write("claims.csv", lines)))
    documents = [json.loads(line) for line in ran.out.splitlines()]
    assert [list(each)[:2] for each in documents] == [["schema_version", "input_line"]] * 2
    for each in documents:
        check_forms(each)


def check_forms(value: Any, name: str = "") -> None:
    """Times, clauses, reasons and kinds anywhere in a document."""
    if name == "kind" and isinstance(value, str):
        # As documents write them: one spelling of each.
        assert "-" not in value, value
    if isinstance(value, str) and name not in SENTENCES and DAY.match(value):
        assert DAY.fullmatch(value) or INSTANT.fullmatch(value), (name, value)
    if isinstance(value, list):
        for each in value:
            check_forms(each, name)
    if isinstance(value, dict):
        _check_object(value, name)
        for key, each in value.items():
            check_forms(each, key)


def _check_object(value: dict[str, Any], name: str) -> None:
    if name in ("clause", "before", "after") or ("column" in value and "file" in value):
        assert set(value) == CLAUSE, (name, value)
        assert isinstance(value["path"], list)
    if "rule" in value:
        assert set(value) == REASON
        assert value["result"] in ("yes", "no", "unknown", "note")
    # Where something is written is a clause; a problem has a position in a file that may be no document.
    if "line" in value and name not in ("clause", "before", "after", "accepted_at"):
        assert "severity" in value, (name, sorted(value))
