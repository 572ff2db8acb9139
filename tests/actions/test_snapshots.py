"""What a run keeps of its time: the contract by the terms of the day, what was asked for and left out, the documents."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from conftest import CONTRACT, Workspace

from fieldops.actions.inspection import Request, inspect
from fieldops.actions.needed import needed_documents
from fieldops.actions.settings import open_store
from fieldops.actions.snapshots import contract_snapshot
from fieldops.cli.inspect import SILENT
from fieldops.contracts.agreement import contract_of
from fieldops.messages.text import Text
from fieldops.records.runs import Run
from fieldops.records.snapshots import (
    AssetSnapshot,
    CheckHeading,
    ContractSnapshot,
    HostSnapshot,
    ProbeSnapshot,
    TermSnapshot,
)

HERE = {"address": "127.0.0.1", "transport": "local"}
NOW = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
AMENDED = """\
amendments:
  - id: longer
    date: 2026-05-20
    applies_from: 2026-06-01
    rationale: more
    sets: {term: {start: 2026-01-01, end: 2027-12-31}}
"""


def inspected(workspace: Workspace, request: Request) -> Run:
    return inspect(workspace.root, request, lambda: NOW, lambda user: None, SILENT)


def with_checks(workspace: Workspace, hosts: int = 1, more: str = "") -> None:
    workspace.contract([{"id": f"h{n}", "category": "server", "host": HERE} for n in range(1, hosts + 1)], more=more, contract=CONTRACT)  # fmt: skip
    workspace.probe("name", "echo here")
    workspace.probe("denied", "megacli --state")
    workspace.playbook(
        [
            {"probe": "name", "info": True, "tags": ["short"], "id": "name-is", "title": "Name"},
            {"probe": "denied", "info": True, "id": "array", "title": {"zh-CN": "阵列", "en": "Array"}},
        ]
    )


def test_what_was_asked_for_and_what_was_left_out_is_recorded(workspace: Workspace) -> None:
    with_checks(workspace, hosts=3)
    run = inspected(
        workspace, Request("acme", ("test",), engineers=("zhang", "li"), limit="h1", tags=("short",))
    )
    assert (run.request.limit, run.request.tags) == ("h1", ("short",))
    assert run.request.left_out == ("h2", "h3")
    assert [check.id for check in run.playbook.checks] == ["name-is"]
    assert run.playbook.left_out == (CheckHeading("array", Text("阵列", "Array"), "all"),)
    assert [probe.id for probe in run.playbook.probes] == ["name"]


def test_a_command_that_the_contract_forbids_is_recorded_as_not_sent(workspace: Workspace) -> None:
    with_checks(workspace, more="access: {denied_commands: [megacli]}\n")
    run = inspected(workspace, Request("acme", ("test",), engineers=("zhang", "li")))
    assert run.playbook.probe("denied") == ProbeSnapshot("denied", Text("denied", "denied"), None, "megacli")
    sent = run.playbook.probe("name")
    assert sent is not None
    assert (sent.command, sent.forbidden) == ("echo here", None)


def test_engineers_are_recorded_by_name(workspace: Workspace) -> None:
    with_checks(workspace)
    run = inspected(workspace, Request("acme", ("test",), engineers=("li", "zhang")))
    assert [(one.id, one.name.say("zh-CN")) for one in run.team.engineers] == [("li", "李娜"), ("zhang", "张伟")]  # fmt: skip


def test_the_documents_are_kept_byte_for_byte(workspace: Workspace) -> None:
    with_checks(workspace)
    team = workspace.root / "contracts" / "team.yaml"
    team.write_text(f"# kept, too\n{team.read_text('utf-8')}", "utf-8")
    workspace.write(
        "contracts/more.yaml",
        "apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: acme\nassets: [{id: printer, model: P1}]\n",
    )
    run = inspected(workspace, Request("acme", ("test",), engineers=("zhang", "li")))
    assert {(one.kind, one.id) for one in run.begun.documents} == {
        ("Contract", "acme"),
        ("Assets", "more"),
        ("Team", "team"),
        ("Playbook", "test"),
        ("Probe", "name"),
        ("Probe", "denied"),
    }
    with closing(open_store(workspace.root)) as log:
        for one in run.begun.documents:
            raw = (workspace.root / one.path).read_bytes()
            assert (one.sha256, one.size) == (hashlib.sha256(raw).hexdigest(), len(raw))
            assert log.blob(one.sha256) == raw


def test_a_shipped_playbook_is_kept_like_ones_own(workspace: Workspace) -> None:
    workspace.contract([{"id": "h1", "host": HERE}])
    run = inspected(
        workspace, Request("acme", ("linux-standard",), engineers=("zhang", "li"), tags=("uptime",))
    )
    kept = {one.kind: one for one in run.begun.documents}
    assert kept["Playbook"].path == "fieldops:linux-standard.yaml"
    assert not any(Path(one.path).is_absolute() for one in run.begun.documents)
    with closing(open_store(workspace.root)) as log:
        assert b"kind: Playbook" in log.blob(kept["Playbook"].sha256)


def snapshot_on(workspace: Workspace, day: str) -> ContractSnapshot:
    needed = needed_documents(workspace.root, "acme", ("test",))
    contract = contract_of(needed.workspace, needed.contract)
    return contract_snapshot(contract, needed.contract, date.fromisoformat(day))


def test_the_term_is_the_one_in_force_on_the_day_and_says_where_it_stands(workspace: Workspace) -> None:
    with_checks(workspace, more=AMENDED)
    lines = (workspace.root / "contracts/acme.yaml").read_text("utf-8").splitlines()
    signed = 1 + next(at for at, line in enumerate(lines) if line.startswith("term:"))
    amended = 1 + next(at for at, line in enumerate(lines) if "sets:" in line)
    path = "contracts/acme.yaml"
    assert snapshot_on(workspace, "2026-05-31").term == TermSnapshot(
        date(2026, 1, 1), date(2026, 12, 31), ("term",), None, path, signed
    )
    assert snapshot_on(workspace, "2026-06-01").term == TermSnapshot(
        date(2026, 1, 1), date(2027, 12, 31), ("amendments", 0, "sets", "term"), "longer", path, amended
    )


def test_a_term_that_has_renewed_itself_ends_with_its_period(workspace: Workspace) -> None:
    with_checks(workspace)
    file = workspace.root / "contracts/acme.yaml"
    tacit = "end: 2026-12-31, renewal: tacit, renewal_period: 1 years, notice: 1 months}"
    file.write_text(file.read_text("utf-8").replace("end: 2026-12-31}", tacit), "utf-8")
    assert snapshot_on(workspace, "2026-06-01").term.end == date(2026, 12, 31)
    assert snapshot_on(workspace, "2027-06-01").term.end == date(2027, 12, 31)


def test_equipment_of_all_files_is_kept_also_what_no_inspection_reaches(workspace: Workspace) -> None:
    with_checks(workspace, more="sites: [{id: dc, name: {zh-CN: 机房, en: Room}}]\n")
    assets = [{"id": "printer", "model": "P1", "site": "dc", "location": "A3"}]
    workspace.write(
        "contracts/more.yaml",
        f"apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: acme\nassets: {json.dumps(assets)}\n",
    )
    assert snapshot_on(workspace, "2026-06-01").assets == (
        AssetSnapshot("h1", category="server", host=HostSnapshot("127.0.0.1", transport="local")),
        AssetSnapshot("printer", model="P1", site=Text("机房", "Room"), location=Text("A3", "A3")),
    )
