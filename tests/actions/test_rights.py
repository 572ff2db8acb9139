"""What commands write is nobody else's to read, also where it was there before and open to everybody."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.rights import private_mode
from fieldops.actions.settings import store_path

HERE = [{"id": "h1", "host": {"address": "localhost", "transport": "local"}}]


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    workspace.contract(HERE)
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])
    return workspace


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.rglob("*")) if not path.is_symlink() and mode(path) & 0o077]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (0o644, 0o600),
        (0o755, 0o700),
        (0o666, 0o660),
        (0o664, 0o660),
        (0o775, 0o770),
        (0o640, 0o640),
        (0o600, 0o600),
        (0o660, 0o660),
    ],
)
def test_others_lose_their_rights_and_a_group_keeps_what_was_meant_for_it(before: int, after: int) -> None:
    assert private_mode(before) == after


def test_everything_new_is_its_owners_alone(here: Workspace) -> None:
    assert here.inspect().code == 0
    assert here.run("report", "latest").code == 0
    exported, listed = here.root / "run.jsonl", here.root / "assets.xlsx"
    assert here.run("records", "export", "latest", str(exported)).code == 0
    assert here.run("contract", "export-assets", "--contract", "acme", "--output", str(listed)).code == 0
    assert (mode(exported), mode(listed)) == (0o600, 0o600)
    for folder in (".fieldops", "reports"):
        assert open_to_others(here.root / folder) == []


def test_what_was_open_to_everybody_is_tightened_and_that_is_said_once(here: Workspace) -> None:
    assert here.inspect().code == 0
    assert here.run("report", "latest").code == 0
    store, (report, *annexes) = store_path(here.root), (here.root / "reports").iterdir()
    copy = store.with_name("records.before-event-log.sqlite")
    copy.write_bytes(store.read_bytes())
    assert len(annexes) == 2
    for path in (store, report, *annexes, copy):
        path.chmod(0o644)
    for folder in (store.parent, report.parent):
        folder.chmod(0o755)
    ran = here.run("report", "latest")
    assert ran.code == 0
    assert ran.err.count("could be read by every account") == 4  # report and annexes have become other files
    assert open_to_others(store.parent) + open_to_others(report.parent) == []
    assert "could be read" not in here.run("run", "list").err


def test_a_folder_that_somebody_named_for_the_store_stays_as_it_is(here: Workspace, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    here.write("fieldops.yaml", f"apiVersion: fieldops/v1\nkind: Settings\nstore: {shared / 'r.sqlite'}\n")
    assert here.inspect().code == 0
    assert (mode(shared), mode(shared / "r.sqlite")) == (0o755, 0o600)


def test_a_new_workspace_is_its_owners_alone(tmp_path: Path) -> None:
    made = Workspace(tmp_path)
    assert made.run("init", str(tmp_path / "new")).code == 0
    assert open_to_others(tmp_path / "new") == []
