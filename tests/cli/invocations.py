"""How each command of fieldops is called, on one workspace of the examples: what the tests of all commands share."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import LASTING, Workspace, again
from forked import shared_forker
from repository import Repository

from fieldops.records.finding_events import FindingPlace
from fieldops.records.findings import finding_id

ROOT = Path(__file__).parents[2]
ORDER = """\
order: A-1
severity: ordinary
events:
  - {time: 2026-03-02T09:00, kind: reported}
  - {time: 2026-03-02T09:03, kind: responded}
  - {time: 2026-03-02T10:00, kind: paused, reason: waiting_for_customer, evidence: letter}
  - {time: 2026-03-02T11:00:30, kind: resumed}
"""
EQUIPMENT = "名称,序列号,类别\n服务器,SN-77,服务器\n服务器,,服务器\n"
INVENTORY = "[web]\nw[1:2] ansible_user=ops ansible_port=2222 http_port=80\nwin ansible_connection=winrm\n"
CLAIMS = (
    "contract,asset,cause,day\ndevice-platform,HL-SV-250101,misuse,2026-05-01\ndevice-platform,x,misuse,1\n"
)
MORE = """\
inspections:
  - {id: monthly, kind: inspection, engineers: 2, playbook: linux-standard, schedule: {every: 1 month, anchor: 2026-01-05}}
obligations: [{id: review, kind: follow_up_call, title: Review, schedule: {every: 6 months, anchor: 2026-01-05}}]
access: {consent: standing, login: {user: ops, method: agent}}
"""
CONFIRMED = ("latest", "--kind", "inspection", "--contract", "confirmed")
SIGNED = ("latest", "--kind", "inspection", "--contract", "signed")
ROUNDS = ("latest", "--kind", "inspection", "--contract", "rounds")
_CHECK = ("device-platform", "--asset", "HL-SV-250101", "--cause", "misuse", "--at", "2026-05-01")
_REPORTED = ("archive-digitisation", "--severity", "ordinary", "--reported", "2026-02-13T17:20")
_TWO = ("--playbook", "linux-standard", "--engineer", "zhang", "--engineer", "li")
_SMALL = ("--playbook", "small", "--engineer", "zhang", "--engineer", "li")
# What the only check of the only host of the contract `here` finds; its id is the same wherever it is found.
_FOUND = finding_id(FindingPlace("here", "here-1", "state"))
# What is called with JSON, and what it is told beside that.
WITH_JSON: dict[str, tuple[str, ...]] = {
    "validate": (),
    "explain": ("yaml.duplicate-key", "service-level.unknown-request"),
    "doctor": (),
    "demo": ("shown",),
    "contract list": (),
    "contract show": ("housing-fund-portal",),
    "contract obligations": ("housing-fund-portal",),
    "contract diff": (),
    "contract import-assets": ("list.csv", "--contract", "acme", "--dry-run"),
    "contract export-assets": ("--contract", "acme", "--output", "out.csv"),
    "warranty check": _CHECK,
    "contract contacts": ("managed-service",),
    "contract people": ("managed-service",),
    "team on-duty": (),
    "warranty list": (),
    "warranty gaps": ("managed-service",),
    "sla deadlines": _REPORTED,
    "sla explain": (*_REPORTED, "--milestone", "resolve"),
    "sla status": ("archive-digitisation", "--events", "order.yaml", "--now", "2026-03-02T12:01"),
    "schedule list": ("--contract", "acme"),
    "schedule done": ("acme/obligations/review/2", "--on", "2026-07-05"),
    "schedule consent": ("asking/inspections/monthly/11", "--by", "Shen"),
    "schedule run": ("--contract", "acme", "--dry-run"),
    "playbook list": (),
    "playbook show": ("looked-at",),
    "playbook commands": ("linux-standard",),
    "probe parse": ("linux-memory",),
    "probe test": (),
    "probe try": ("linux-memory", "--host", "db-1", "--contract", "acme"),
    "hosts pin": ("acme", "--yes"),
    "hosts import": ("hosts.ini", "acme", "--dry-run"),
    "inspect": ("acme", *_TWO),
    "health": ("acme",),
    "run conclude": (*SIGNED, "--by", "zhang", "--assessment", "Well.", "--correct", "again"),
    "sign": (*SIGNED, "--as", "zhang", "--key", "key"),
    "records forget": ("--before", "2999-01-01", "--by", "zhang", "--dry-run"),
    "run confirm": (*CONFIRMED, "--by", "Shen", "--key", "customer"),
    "verify": SIGNED,
    "order open": ("archive-digitisation", "--asset", "scanner-01", "--severity", "ordinary"),
    "order log": ("QH-1", "responded", "--by", "engineer", "--at", "2026-02-13T17:23"),
    "order correct": ("QH-3", "--reason", "Misheard.", "--symptom", "Paper jams."),
    "order withdraw": ("QH-3", "informed", "--reason", "Another order."),
    "order void": ("QH-3", "--reason", "Opened twice."),
    "order show": ("QH-1",),
    "order list": (),
    "order documents": ("QH-1", "--kind", "sheet"),
    "order next": (),
    "order assessment": ("--quarter", "2026Q1"),
    "order report": ("archive-digitisation", "--from", "2026-02-01", "--to", "2026-02-28"),
    "order import": ("order.yaml", "--contract", "archive-digitisation"),
    "session open": ("QH-1", "--purpose", "Logs.", "--by", "zhang-wei"),
    "session close": ("QH-2/1", "--outcome", "solved", "--done", "Restarted.", "--no-changes"),
    "session show": ("QH-2",),
    "session list": (),
    "stock receive": (
        "device-stock",
        "SSD-960",
        "--serial",
        "S96-20009",
        "--document",
        "DN-7",
        "--by",
        "xu-ting",
    ),
    "stock reserve": ("device-stock", "PSU-800", "--order", "QH-1", "--by", "xu-ting"),
    "stock release": ("device-stock", "G10-MAIN", "--order", "QH-1", "--by", "xu-ting"),
    "stock issue": ("device-stock", "--serial", "G10-M-0007", "--order", "QH-1", "--by", "xu-ting"),
    "stock return": ("device-stock", "--serial", "HL-TM-240900", "--order", "QH-1", "--by", "xu-ting"),
    "stock move": ("device-stock", "T5-PRINT", "--to", "reserve-stock", "--quantity", "2", "--by", "xu-ting"),
    "stock count": ("device-stock", "T5-PRINT", "--quantity", "3", "--by", "xu-ting", "--reason", "spring"),
    "stock scrap": ("device-stock", "--serial", "S96-20001", "--reason", "broken", "--by", "xu-ting"),
    "stock list": (),
    "stock low": (),
    "stock import": ("parts.csv", "reserve-stock", "--by", "xu-ting"),
    "stock check": (),
    "stock show": ("PSU-800",),
    "stock log": (),
    "swap propose": ("D-1", "--part", "SSD-960", "--serial-out", "S96-10077", "--cause", "defect"),
    "swap approve": ("D-1-S2", "--by", "department_manager"),
    "swap log": ("D-1-S1", "unit_received", "--note", "by courier"),
    "swap show": ("D-1-S1",),
    "swap carry-out": ("D-1-S1", "--serial-in", "S96-20002", "--by", "engineer"),
    "swap list": (),
    "swap patch": (),
    "swap undo": ("D-1-S1", "--reason", "the wrong order"),
    "finding list": (),
    "finding show": (_FOUND[:5],),
    "finding assign": (_FOUND, "--to", "li", "--until", "2099-01-31", "--by", "zhang", "--note", "spring"),
    "finding accept": (_FOUND, "--by", "Shen", "--until", "2099-02-28", "--reason", "LM-7"),
    "finding close": (_FOUND, "--by", "li", "--reason", "LM-8"),
    "run export": ("latest", "run.zip", "--contract", "here"),
    "run import": ("signed.zip",),
    "run list": (),
    "run show": ("latest", "--contract", "here"),
    "run diff": ("--contract", "here"),
    "run trend": ("--all",),
    "similar": ("latest", "state", "here-1", "--contract", "here"),
    "report": ("latest", "--contract", "here", "--kind", "health-check"),
    "records verify": (),
    "records checkpoint": ("--key", "robot"),
    "records export": ("latest", "run.export"),
    "bundle make": ("acme", *_TWO, "--output", "db-1.sh"),
    "bundle import": ("carried.txt",),
}
WITHOUT_JSON: dict[str, tuple[str, ...]] = {
    "playbook export": ("linux-standard",),
    "playbook sudoers": ("linux-standard",),
    "completion": ("bash",),
    "contract new": ("fresh", "--from", "standard-service"),
    "init": ("fresh",),
    "order export": ("QH-1",),
    "records take-in": ("order.yaml",),
    "run output": ("latest", "here-1", "state"),
    "run fill": (*ROUNDS, "--engineer", "zhang", "--item", "labels=ok"),
    "schedule ics": (),
    "schedule install": (),
    "schedule watch": ("--every", "1h"),
    "schema": ("contract",),
    "template check": ("own.html.j2",),
    "template fields": (),
    "warranty batch": ("claims.csv",),
}
OTHER_STOCK = """\
apiVersion: fieldops/v1
kind: Stock
id: reserve-stock
title: Reserve
catalogue: device-parts
items: [{part_no: T5-PRINT, kept_as: spare, minimum: 1}]
"""
# A playbook of all kinds: it adapts another one, and people look at something for it.
LOOKED_AT = """\
apiVersion: fieldops/v1
kind: Playbook
id: looked-at
title: Looked at
platform: linux
extends: small
vars: {hottest: {value: 27C, title: Hottest}}
override: [{check: used, reason: Large disks, warn: '>= 90%', standard: Below 90%}]
areas: [{id: room, title: Room}]
manual:
  - {id: air, title: Air, area: room, look: Read., standard: 'At most {{ hottest }}', advice: Cool, form: number, unit: C, warn: '> {{ hottest }}', crit: '> 35C'}
  - {id: door, title: Door, area: room, look: Look., standard: Closed, advice: Close, photo: not-ok, tags: [quick]}
  - id: power
    title: Power
    area: room
    look: Look.
    standard: On mains
    advice: Call
    form: choice
    choices: [{id: mains, title: On mains, result: ok}, {id: battery, title: On battery, result: crit}]
"""
ALL = {**WITH_JSON, **WITHOUT_JSON}


def once_a_group(commands: Iterable[str]) -> list[Any]:
    """The commands as arguments of a test: the first one of each group, and all others by `make test-real`."""
    seen: set[str] = set()
    found = []
    for command in commands:
        group = command.split()[0]
        found.append(pytest.param(command, marks=again) if group in seen else command)
        seen.add(group)
    return found


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, by how it is called."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


_shared: list[Workspace] = []
# Of the tests that share it: it is made once, which takes three seconds.
EXAMPLE = pytest.mark.xdist_group("example-workspace")


def shared_example(factory: pytest.TempPathFactory) -> Workspace:
    """One for the tests of all files, which only copy it."""
    if not _shared:
        (root := factory.mktemp("every") / "example").mkdir()
        _shared.append(example_workspace(root))
        shared_forker().know(root)
    return _shared[0]


def example_workspace(folder: Path) -> Workspace:
    """The example contracts; one of a host that nothing reaches, changed since its last commit; and one of this machine
    itself, which was looked at twice and has changed between.
    """
    repository = Repository(folder)
    workspace = repository.workspace
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    reached = {"address": "127.0.0.1", "port": 1}
    host = {"id": "db-1", "serial": "SN-1", "category": "server", "model": "R750", "host": reached}
    workspace.contract([host], more=MORE)
    contract = workspace.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8")
    asking = text.replace("consent: standing", "consent: per_visit").replace("id: acme", "id: asking")
    contacts = "{name: Acme, contacts: [{name: Shen, duties: [consent]}]}"
    workspace.write("contracts/asking.yaml", asking.replace("{name: Acme}", contacts).replace("SN-1", "SN-2"))
    workspace.write("contracts/signed.yaml", text.replace("id: acme", "id: signed").replace("SN-1", "SN-3"))
    _this_machine(workspace)
    repository.commit()
    contract.write_text(text.replace("6 months", "3 months"), "utf-8")
    workspace.write("order.yaml", ORDER)
    workspace.write("own.html.j2", "{{ view.title }}\n")
    workspace.write("list.csv", EQUIPMENT)
    workspace.write("hosts.ini", INVENTORY)
    workspace.write("claims.csv", CLAIMS)
    shared_forker().know(workspace.root)
    opened = workspace.run("order", "open", *_REPORTED, "--asset", "scanner-01", "--number", "QH-1")
    assert opened.code == 0, opened.err
    other = ("archive-digitisation", "--request", "consultation", "--number", "QH-2")
    assert workspace.run("order", "open", *other).code == 0
    mistaken = ("archive-digitisation", "--request", "consultation", "--number", "QH-3")
    assert workspace.run("order", "open", *mistaken).code == 0
    # One is withdrawn; the other stays: the order has a history in whichever turn it is corrected and voided.
    for kind in ("password_reminded", "informed"):
        assert workspace.run("order", "log", "QH-3", kind).code == 0
    began = workspace.run("session", "open", "QH-2", "--purpose", "Help.", "--by", "li-na")
    assert began.code == 0, began.err
    _stored(workspace)
    _swap_approved(workspace)
    assert workspace.run("health", "acme").code == 3
    _concluded(workspace)
    rounds = text.replace("id: acme", "id: rounds").replace("SN-1", "SN-5")
    workspace.write("contracts/rounds.yaml", rounds)
    assert workspace.run("inspect", "rounds", "--playbook", "room", *_TWO[2:]).code == 3
    for state, code in (("fine", 0), ("broken", 1)):
        workspace.write("state", f"{state}\n")
        assert workspace.run("health", "here").code == code
    _carried(workspace)
    return workspace


def _stored(workspace: Workspace) -> None:
    """Two stores of spare parts: something is put aside, something is out, and of something there are too few."""
    workspace.write("contracts/parts/reserve-stock.yaml", OTHER_STOCK)
    workspace.write("parts.csv", "备件号,数量,序列号\nT5-PRINT,3,\nSSD-960,1,S96-30001\n")
    for words in (
        ("reserve", "device-stock", "G10-MAIN", "--order", "QH-1"),
        ("issue", "device-stock", "T5-UNIT", "--order", "QH-1", "--person", "Lin"),
        (
            "receive",
            "device-stock",
            "PSU-800",
            "--serial",
            "P8-1",
            "--expires",
            "2026-01-31",
            "--document",
            "DN-1",
        ),
    ):
        done = workspace.run("stock", *words, "--by", "xu-ting")
        assert done.code == 0, done.err


def _swap_approved(workspace: Workspace) -> None:
    """A disk that is to be replaced under an order, and a power supply whose replacement nobody has approved."""
    for words in (
        (
            "order",
            "open",
            "device-platform",
            "--severity",
            "common",
            "--asset",
            "platform-01",
            "--number",
            "D-1",
        ),
        ("swap", "propose", "D-1", "--part", "SSD-960", "--serial-out", "S96-10001", "--cause", "defect"),
        ("swap", "approve", "D-1-S1", "--by", "department_manager"),
        ("swap", "propose", "D-1", "--part", "PSU-800", "--serial-out", "P8-20031", "--cause", "defect"),
    ):
        more = ("--reported", "2026-02-16T09:00") if words[0] == "order" else ()
        done = workspace.run(*words, *more)
        assert done.code == 0, done.err


def _carried(workspace: Workspace) -> None:
    """The result of a bundle that was run on this machine; nobody has taken it in."""
    bundle, result = workspace.root / "carried.sh", workspace.root / "carried.txt"
    made = workspace.run("bundle", "make", "here", *_SMALL, "--output", str(bundle))
    assert made.code == 0, made.err
    subprocess.run(["sh", str(bundle), str(result)], check=True, capture_output=True)


def _concluded(workspace: Workspace) -> None:
    """An inspection that can be signed, by a key in the folder of the workspace."""
    public = {name: _key(workspace, name) for name in ("key", "second", "robot", "customer")}
    team = workspace.root / "contracts/team.yaml"
    text = team.read_text("utf-8")
    for person, name in (("zhang", "key"), ("li", "second")):
        text = text.replace(f"id: {person},", f"id: {person}, signing_keys: [{{key: {public[name]}}}],")
    workspace.write("contracts/team.yaml", text)
    settings = f"workspace: examples\ncheckpoint_keys: [{{key: {public['robot']}}}]\n"
    workspace.write("fieldops.yaml", f"apiVersion: fieldops/v1\nkind: Settings\n{settings}")
    _ready_to_confirm(workspace, public["customer"])
    assert workspace.run("inspect", "signed", *_TWO).code == 3
    agreed = ("--requests-by", "2098-01-15", "--again-by", "2098-01-31")
    concluded = workspace.run(
        "run", "conclude", *SIGNED, "--by", "zhang", "--assessment", "Not reached.", *agreed
    )
    assert concluded.code == 0, concluded.err
    # An archive that somebody of the team signs for: taken in again, nothing of it is new.
    archive = str(workspace.root / "signed.zip")
    exported = workspace.run(
        "run", "export", *SIGNED, archive, "--as", "zhang", "--key", str(workspace.root / "key")
    )
    assert exported.code == 0, exported.err


def _key(workspace: Workspace, name: str) -> str:
    """A new key in the folder of the workspace; returns the line of its public half."""
    key = workspace.root / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    return key.with_suffix(".pub").read_text("utf-8").strip()


def _ready_to_confirm(workspace: Workspace, customers_key: str) -> None:
    """An inspection that two have signed, for a customer whose contact has a key."""
    signed = (workspace.root / "contracts/signed.yaml").read_text("utf-8")
    contacts = f"{{name: Acme, contacts: [{{name: Shen, signing_keys: [{{key: {customers_key}}}]}}]}}"
    own = (
        signed.replace("{name: Acme}", contacts)
        .replace("id: signed", "id: confirmed")
        .replace("SN-3", "SN-4")
    )
    workspace.write("contracts/confirmed.yaml", own)
    assert workspace.run("inspect", "confirmed", *_TWO).code == 3
    assert (
        workspace.run("run", "conclude", *CONFIRMED, "--by", "li", "--assessment", "Not reached.").code == 0
    )
    for person, name in (("zhang", "key"), ("li", "second")):
        done = workspace.run("sign", *CONFIRMED, "--as", person, "--key", str(workspace.root / name))
        assert done.code == 0, done.err


def _this_machine(workspace: Workspace) -> None:
    """A contract whose only host is the machine that the tests run on, with a playbook of one look at a file."""
    workspace.probe("state", f"cat '{workspace.root}/state'")
    command = json.dumps(f"cat '{workspace.root}/state'")
    facts = "[{ line: good }]"
    workspace.write("tests/probes/state/said.yaml", f"command: {command}\noutput: fine\nfacts: {facts}\n")
    used = {"mount": {"type": "text"}, "used": {"type": "number", "unit": "%"}}
    workspace.probe("used", "echo / 42", parse={"with": "table", "columns": list(used)}, fields=used)
    workspace.write("playbooks/looked-at.yaml", LOOKED_AT)
    disks = {"probe": "used", "value": "used", "each": "mount", "warn": ">= 80%", "tags": ["capacity"]}
    workspace.playbook([{"probe": "state", "expect": "== fine"}, disks], id="small")
    host = {
        "id": "here-1",
        "serial": "SN-9",
        "category": "server",
        "model": "R750",
        "host": {"address": "localhost", "transport": "local"},
    }
    agreed = LASTING.replace("id: acme", "id: here").replace("title: Acme", "title: Here")
    agreed = agreed.replace("{name: Acme}", "{name: Acme, contacts: [{name: Shen}]}")
    asked = "inspections: [{id: look, kind: health_check, playbook: small, schedule: {every: 1 year, anchor: 2026-06-05}}]\n"
    workspace.write("contracts/here.yaml", f"{agreed}{asked}assets: {json.dumps([host])}\n")
