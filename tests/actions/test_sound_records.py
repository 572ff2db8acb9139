"""Nothing is listed, decided or handed out by records that somebody has changed, and evidence that is lost is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import Ran, Workspace

from fieldops.actions.settings import store_path

TWO = ("--engineer", "zhang", "--engineer", "li")
# Everything that says something by what the records tell of more than one run.
CONCLUDING = [
    ("run", "list"),
    ("run", "list", "-o", "json"),
    ("run", "show", "latest"),
    ("report", "latest"),
    ("schedule", "list"),
    ("schedule", "ics"),
    ("schedule", "run", "--dry-run"),
    ("schedule", "run"),
    ("health", "acme", "--playbook", "test"),
    ("inspect", "acme", "--playbook", "test", *TWO),
    ("inspect", "acme", "--playbook", "test", *TWO, "--override", "fire"),
]
CHANGES = {
    "a changed event": "UPDATE events SET body = replace(body, 'acme', 'ACME') WHERE position = 1",
    "a removed event": "DELETE FROM events WHERE position = 2",
    "a removed end": "DELETE FROM events WHERE position = (SELECT max(position) FROM events)",
}


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    workspace.contract(
        [{"id": "h1", "host": {"address": "localhost", "transport": "local"}}],
        more="inspections: [{id: d, kind: health_check, playbook: test, schedule: {every: 1 day, anchor: 2026-01-05}}]\n",
    )
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])
    for _ in range(2):
        assert workspace.inspect().code == 0
    return workspace


def change(root: Path, statement: str) -> None:
    with sqlite3.connect(store_path(root)) as db:
        db.executescript("DROP TRIGGER events_stay; DROP TRIGGER events_remain;")
        db.execute(statement)


def told_as_broken(ran: Ran) -> None:
    assert (ran.code, ran.out) == (1, "")
    assert "has been changed" in ran.err


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_nothing_is_concluded_from_a_broken_chain(here: Workspace, statement: str) -> None:
    # It is remembered how far somebody has followed the chain.
    assert here.run("records", "verify").code == 0
    change(here.root, statement)
    for command in CONCLUDING:
        told_as_broken(here.run(*command))
    assert here.run("records", "verify", "--all").code == 1
    assert here.run("doctor").code == 1


def test_a_run_by_its_name_is_read_by_its_own_events(here: Workspace) -> None:
    first = here.run("run", "list", "-o", "json").json["runs"][1]["run"]
    change(here.root, "UPDATE events SET body = replace(body, 'zhang', 'ZHANG') WHERE position = 4")
    assert here.run("run", "show", first).code == 0
    told_as_broken(here.run("run", "show", "latest"))


def test_evidence_that_is_lost_is_told_by_every_command_that_needs_it(here: Workspace) -> None:
    shown = here.run("run", "output", "latest", "h1", "name")
    assert (shown.code, shown.out) == (0, "here\n")
    with sqlite3.connect(store_path(here.root)) as db:
        db.execute("DELETE FROM blobs")
    for command in (
        ("run", "output", "latest", "h1", "name"),
        ("run", "show", "latest"),
        ("report", "latest"),
        ("records", "verify", "--all"),
    ):
        ran = here.run(*command)
        assert ran.code == 1
        assert "lacks what was kept under" in ran.err + ran.out
    ran = here.run("doctor")
    assert ran.code == 1
    assert "event 1: " in ran.out
