"""No command reads or writes outside of the workspace by a link, a name or an id, and each says what it refused."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Ran, Workspace

from fieldops.actions.settings import store_path
from fieldops.documents.links import LeadsOut
from fieldops.records.recorded import Encoded
from fieldops.records.sqlite import open_sqlite

AT = datetime(2026, 3, 2, tzinfo=UTC)

TWO = ("--engineer", "zhang", "--engineer", "li")


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A contract of this machine with one check, so that runs cost little."""
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])
    return workspace


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def refused(ran: Ran, what: str) -> None:
    assert (ran.code, ran.out) == (1, "")
    assert "leads out of the workspace" in ran.err
    assert what in ran.err


def test_a_store_named_by_a_relative_path_stays_in_the_workspace(here: Workspace, elsewhere: Path) -> None:
    (here.root / "link").symlink_to(elsewhere)
    for named in ("../elsewhere/r.sqlite", "link/r.sqlite"):
        here.write("fieldops.yaml", f"apiVersion: fieldops/v1\nkind: Settings\nstore: {named}\n")
        for command in (
            ("inspect", "acme", "--playbook", "test", *TWO),
            ("run", "list"),
            ("report", "latest"),
        ):
            refused(here.run(*command), "r.sqlite")
        assert "leads out" in here.run("doctor").out
    assert list(elsewhere.iterdir()) == []
    # An absolute path means what it says.
    here.write("fieldops.yaml", f"apiVersion: fieldops/v1\nkind: Settings\nstore: {elsewhere / 'r.sqlite'}\n")
    assert here.inspect().code == 0
    assert here.run("run", "list", "-o", "json").json["runs"]


def test_a_folder_of_records_that_is_a_link_to_somewhere_else_is_refused(
    here: Workspace, elsewhere: Path
) -> None:
    (here.root / ".fieldops").symlink_to(elsewhere)
    refused(here.inspect(), ".fieldops")
    assert list(elsewhere.iterdir()) == []


def test_settings_that_are_a_link_to_somewhere_else_are_not_followed(
    here: Workspace, elsewhere: Path
) -> None:
    (elsewhere / "s.yaml").write_text("apiVersion: fieldops/v1\nkind: Settings\nstore: x.sqlite\n")
    (here.root / "fieldops.yaml").symlink_to(elsewhere / "s.yaml")
    with pytest.raises(LeadsOut):
        store_path(here.root)
    refused(here.inspect(), "fieldops.yaml")


def test_a_report_is_not_written_through_a_link(here: Workspace, elsewhere: Path) -> None:
    assert here.inspect().code == 0
    (here.root / "reports").symlink_to(elsewhere)
    refused(here.run("report", "latest"), "reports")
    assert list(elsewhere.iterdir()) == []
    # What somebody names on the command line is that person's choice; so is a link within the workspace.
    assert here.run("report", "latest", "--output", str(elsewhere / "r.html")).code == 0
    (here.root / "reports").unlink()
    (here.root / "out").mkdir()
    (here.root / "reports").symlink_to("out")
    assert here.run("report", "latest").code == 0
    assert len(list((here.root / "out").iterdir())) == 3


@pytest.mark.parametrize("id", ["../../x", "..", "a/b", ".hidden", "../contracts/acme"])
def test_a_run_whose_name_is_a_path_writes_no_file(here: Workspace, id: str) -> None:
    """In a manipulated store; its chain is computed anew, as whoever owns the file can."""
    assert here.inspect().code == 0
    before = set(here.root.rglob("*"))
    path = store_path(here.root)
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT type, version, body FROM events ORDER BY position").fetchall()
    told = here.run("run", "list", "-o", "json").json["runs"][0]["run"]
    log = open_sqlite(path, AT)
    for type, version, body in rows:
        log.append(f"run/{id}", [Encoded(type, version, body.replace(told, id))])
    log.close()
    for asked in ("latest", id):
        ran = here.run("report", asked)
        assert ran.code == 1
        assert "calls itself" in ran.err
    assert set(here.root.rglob("*")) == before


def test_a_contract_template_reads_and_writes_within_the_workspace(here: Workspace, elsewhere: Path) -> None:
    (elsewhere / "contract.yaml").write_text("secret: 1\n")
    template = here.root / "templates/contracts/mine"
    template.mkdir(parents=True)
    (template / "contract.yaml").symlink_to(elsewhere / "contract.yaml")
    refused(here.run("contract", "new", "fresh", "--from", "mine"), "contract.yaml")
    (template / "contract.yaml").unlink()
    (template / "contract.yaml").write_text("apiVersion: fieldops/v1\nkind: Contract\nid: mine\n")
    (here.root / "contracts/fresh.yaml").symlink_to(elsewhere / "made.yaml")
    refused(here.run("contract", "new", "fresh", "--from", "mine"), "fresh.yaml")
    assert [file.name for file in elsewhere.iterdir()] == ["contract.yaml"]


def test_pinned_keys_are_not_read_or_written_elsewhere(here: Workspace, elsewhere: Path) -> None:
    (elsewhere / "keys").write_text("")
    (here.root / "contracts/acme.known_hosts").symlink_to(elsewhere / "keys")
    refused(here.run("hosts", "pin", "acme", "--yes"), "acme.known_hosts")


def test_who_goes_on_without_a_file_says_so(here: Workspace, elsewhere: Path) -> None:
    """The contract's equipment may be in it."""
    (here.root / "contracts/assets").symlink_to(elsewhere)
    ran = here.inspect()
    assert ran.code == 0
    assert "contracts/assets: this is a link that leads out of the workspace" in ran.err
