"""Files that hold a document and that nothing reads: each is told, with where it would be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace
from repository import Repository

from fieldops.actions.validation import validate


def told(root: Path) -> dict[str, tuple[str, object]]:
    """Code and way out by file."""
    found = validate(root).problems
    return {
        each.position.path: (each.code, each.values["meant"]) for each in found if "not-read" in each.code
    }


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("contracts/.acme.yaml", "contracts/acme.yaml"),
        ("contracts/.old/acme.yaml", "contracts/old/acme.yaml"),
        ("contracts/acme.json", "contracts/acme.yaml"),
        ("contracts/acme.yaml.txt", "contracts/acme.yaml"),
        ("contracts/acme.yaml.disabled", "contracts/acme.yaml"),
    ],
)
def test_a_document_with_a_name_that_is_not_read(workspace: Workspace, path: str, meant: str) -> None:
    workspace.write(path, CONTRACT)
    assert told(workspace.root) == {path: ("document.name-not-read", meant)}
    ran = workspace.run("validate", "--strict")
    assert ran.code == 1
    assert "it holds Contract acme" in ran.out


def test_json_is_looked_into(workspace: Workspace) -> None:
    workspace.write("contracts/acme.json", '{\n  "apiVersion": "fieldops/v1",\n  "kind": "Contract"\n}\n')
    workspace.write("contracts/other.json", '{"version": 1}\n')
    assert list(told(workspace.root)) == ["contracts/acme.json"]


@pytest.mark.parametrize(
    "name", ["team.yaml~", "team.yaml.bak", "team.yaml.orig", "#team.yaml#", ".team.yaml.swp"]
)
def test_what_editors_leave_beside_a_file_is_a_copy_of_it(workspace: Workspace, name: str) -> None:
    workspace.write(f"contracts/{name}", TEAM)
    assert told(workspace.root) == {}


def test_what_is_no_document_is_nobodys_business(workspace: Workspace) -> None:
    for path in ("contracts/notes.md", "contracts/.gitlab-ci.yaml", "contracts/scan.pdf", "compose.yaml"):
        workspace.write(path, "services: {}\n")
    (workspace.root / "contracts" / "x.bin").write_bytes(b"\0apiVersion: fieldops/v1\n")
    assert told(workspace.root) == {}


@pytest.mark.parametrize("in_git", [True, False])
def test_documents_beside_the_folders_that_are_read(tmp_path: Path, in_git: bool) -> None:
    workspace = Repository(tmp_path / "w").workspace if in_git else Workspace(tmp_path / "w")
    workspace.write("acme.yaml", CONTRACT)
    workspace.write("contract/a.yaml", CONTRACT)
    workspace.write("contract/b.yaml", CONTRACT)
    workspace.write("playbook/p.yml", "apiVersion: fieldops/v1\nkind: Playbook\nid: p\n")
    workspace.write("templates/contracts/x/contract.yaml", CONTRACT)
    workspace.write("another/fieldops.yaml", "apiVersion: fieldops/v1\nkind: Settings\n")
    workspace.write("another/contracts/a.yaml", CONTRACT)
    workspace.write("docs/guide.md", CONTRACT)
    assert told(workspace.root) == {
        "acme.yaml": ("document.file-not-read", "contracts/acme.yaml"),
        "contract/a.yaml": ("document.folder-not-read", "contracts/a.yaml"),
        "playbook/p.yml": ("document.folder-not-read", "playbooks/p.yaml"),
    }


def test_any_folder_of_a_repository_is_looked_into_but_not_what_git_ignores(tmp_path: Path) -> None:
    workspace = Repository(tmp_path / "w").workspace
    workspace.write("old/2024/acme.yaml", CONTRACT)
    workspace.write("build/acme.yaml", CONTRACT)
    workspace.write(".gitignore", "build/\n")
    assert list(told(workspace.root)) == ["old/2024/acme.yaml"]


def test_folders_that_the_settings_name_are_left_alone(tmp_path: Path) -> None:
    workspace = Repository(tmp_path / "w").workspace
    workspace.write("archive/2024/acme.yaml", CONTRACT)
    workspace.write("draft.yaml", CONTRACT)
    assert len(told(workspace.root)) == 2
    workspace.write(
        "fieldops.yaml", "apiVersion: fieldops/v1\nkind: Settings\nnot_read: [archive/, draft.yaml]\n"
    )
    assert told(workspace.root) == {}


@pytest.mark.parametrize("moved", ["contract/acme.yaml", "contracts/.acme.yaml", "docs/old/acme.yaml"])
def test_a_change_that_moves_a_contract_out_of_sight_is_told(tmp_path: Path, moved: str) -> None:
    repository = Repository(tmp_path / "w")
    repository.workspace.write("contracts/acme.yaml", CONTRACT)
    repository.commit()
    file = repository.root / moved
    file.parent.mkdir(parents=True, exist_ok=True)
    (repository.root / "contracts/acme.yaml").rename(file)
    found = validate(repository.root, (), "HEAD")
    assert [each.position.path for each in found.problems] == [moved]
    assert [(each.id, each.path) for each in found.gone] == [("acme", "contracts/acme.yaml")]
    ran = repository.workspace.run("validate", "--changed-since", "HEAD", "--strict")
    assert ran.code == 1
    assert "contract acme was there at HEAD (contracts/acme.yaml) and is read no longer" in ran.err
    ran = repository.workspace.run("validate", "--changed-since", "HEAD", "-o", "json")
    assert ran.json["gone"] == [{"contract": "acme", "path": "contracts/acme.yaml"}]
    assert "gone" not in repository.workspace.run("validate", "-o", "json").json


def test_a_contract_that_is_deleted_is_named_and_no_mistake(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "w")
    file = repository.workspace.write("contracts/acme.yaml", CONTRACT)
    repository.workspace.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other"))
    repository.commit()
    file.unlink()
    found = validate(repository.root, (), "HEAD")
    assert (found.problems, [each.id for each in found.gone]) == ((), ["acme"])


def test_a_contract_in_another_file_is_not_gone(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "w")
    file = repository.workspace.write("contracts/acme.yaml", CONTRACT)
    repository.commit()
    file.rename(repository.root / "contracts" / "acme-2.YAML")
    found = validate(repository.root, (), "HEAD")
    assert (found.problems, found.gone) == ((), ())


def test_what_was_out_of_sight_before_is_no_news(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "w")
    repository.workspace.write("contract/acme.yaml", CONTRACT)
    repository.commit()
    assert validate(repository.root, (), "HEAD").problems == ()
