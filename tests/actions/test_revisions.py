"""What git tells: changed paths, the workspace of another revision, and refusals in clear words."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM
from repository import Repository

from fieldops.actions.revisions import changed_paths, commit_of, touched, workspace_at
from fieldops.documents.places import repository_top
from fieldops.errors import FieldopsError, UsageError
from fieldops.messages import say_error


@pytest.fixture(params=[".", "customers/北 京"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """A repository with one commit; the workspace is its top, or a folder of it."""
    made = Repository(tmp_path / "clone", request.param)
    made.workspace.write("contracts/acme.yaml", CONTRACT)
    (made.top / "elsewhere.txt").write_text("not ours", "utf-8")
    made.commit("first")
    return made


def test_changed_paths_are_those_of_the_working_tree(repository: Repository) -> None:
    write, root = repository.workspace.write, repository.root
    assert changed_paths(root, "HEAD") == frozenset()
    write("contracts/acme.yaml", CONTRACT + "# changed\n")
    write("contracts/new.yaml", CONTRACT)
    write("contracts/ignored.yaml", CONTRACT)
    write(".gitignore", "ignored.yaml\n")
    (root / "contracts/team.yaml").rename(root / "contracts/people.yaml")
    (repository.top / "elsewhere.txt").write_text("changed", "utf-8")
    changed = {path for path in changed_paths(root, "HEAD") if path.startswith("contracts")}
    assert changed == {f"contracts/{name}.yaml" for name in ("acme", "new", "ignored", "team", "people")}
    repository.commit("second")
    assert changed_paths(root, "HEAD") == frozenset()
    assert changed <= changed_paths(root, "HEAD~1")
    repository.git("tag", "v1", "HEAD~1")
    repository.git("branch", "old/branch", "HEAD~1")
    assert changed_paths(root, "v1") == changed_paths(root, "old/branch") == changed_paths(root, "HEAD~1")


def test_asking_changes_nothing(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "# changed\n")
    repository.workspace.write("contracts/new.yaml", CONTRACT)
    # Touched, not changed: no change, whatever the index remembers.
    os.utime(repository.root / "contracts/team.yaml", (1, 1))
    before = sorted(repository.top.rglob("*"))
    assert changed_paths(repository.root, "HEAD") == {"contracts/acme.yaml", "contracts/new.yaml"}
    workspace_at(repository.root, "HEAD")
    assert sorted(repository.top.rglob("*")) == before
    assert "acme.yaml" not in repository.git("diff", "--cached", "--name-only")


@pytest.mark.parametrize(
    "name", [b"a\n::error::b.yaml", b"a,%0A\x1b[31m.yaml", b"\xff\xfe.yaml", b"-a\t'\".yaml"]
)
def test_any_file_name_comes_through(repository: Repository, name: bytes) -> None:
    path = os.fsdecode(name)
    (repository.root / "contracts" / path).write_text(CONTRACT.replace("acme", "odd"), "utf-8")
    assert changed_paths(repository.root, "HEAD") == {f"contracts/{path}"}
    repository.commit()
    assert workspace_at(repository.root, "HEAD").documents["Contract", "odd"].path == f"contracts/{path}"
    (repository.root / "contracts" / path).unlink()
    assert changed_paths(repository.root, "HEAD") == {f"contracts/{path}"}


def test_workspace_at_a_revision(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT.replace("title: Acme", "title: Other"))
    repository.workspace.write(
        "contracts/deep/er/b.yml", CONTRACT.replace("acme", "b").replace("title: Acme", "title: []")
    )
    repository.workspace.write("fieldops.yaml", "apiVersion: fieldops/v1\nkind: Settings\nlanguage: en\n")
    repository.commit("second")
    shutil.rmtree(repository.root / "contracts")
    before, now = workspace_at(repository.root, "HEAD~1"), workspace_at(repository.root, "main")
    assert before.documents["Contract", "acme"].text("title") == "Acme"
    assert sorted(before.files) == ["contracts/acme.yaml", "contracts/team.yaml"]
    assert now.documents["Contract", "acme"].text("title") == "Other"
    assert [str(each.position) for each in now.problems] == ["contracts/deep/er/b.yml:4:8"]
    assert now.documents["Settings", "fieldops"].valid
    assert not (repository.root / "contracts").exists()
    few = workspace_at(repository.root, "main", judged=False, only={"contracts/deep"})
    assert few.files == ["contracts/deep/er/b.yml"]
    assert few.documents["Contract", "b"].valid is None


def test_attributes_and_line_ends_change_nothing(repository: Repository) -> None:
    repository.workspace.write(".gitattributes", "* export-ignore export-subst\n")
    repository.workspace.write("contracts/acme.yaml", CONTRACT.replace("title: Acme", "title: $Format:%H$"))
    repository.commit()
    assert workspace_at(repository.root, "HEAD").documents["Contract", "acme"].text("title") == "$Format:%H$"


def test_a_folder_that_did_not_exist_then_is_empty(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "new")
    (repository.root / "contracts/team.yaml").unlink()
    repository.commit("before there was a workspace")
    repository.workspace.write("contracts/team.yaml", TEAM)
    assert workspace_at(repository.root, "HEAD").documents == {}
    assert changed_paths(repository.root, "HEAD") == {"contracts/team.yaml"}


def test_links_of_a_revision(repository: Repository) -> None:
    root = repository.root
    repository.workspace.write("shared/b.yaml", CONTRACT.replace("acme", "b"))
    (root / "contracts/b.yaml").symlink_to("../shared/b.yaml")
    (root / "contracts/out.yaml").symlink_to("/etc/hostname")
    repository.commit()
    then = workspace_at(root, "HEAD")
    assert then.documents["Contract", "b"].path == "contracts/b.yaml"
    assert {each.code for each in then.problems} <= {"document.symlink"}
    repository.workspace.write("shared/b.yaml", CONTRACT.replace("acme", "c"))
    changed = changed_paths(root, "HEAD")
    assert changed == {"shared/b.yaml"}
    assert [path for path in ("contracts/b.yaml", "contracts/acme.yaml") if touched(root, path, changed)] == [
        "contracts/b.yaml"
    ]


def test_a_forged_tree_cannot_write_elsewhere(repository: Repository, tmp_path: Path) -> None:
    """Trees that git itself would not make: a name that leads upwards, and a link and a folder of one name."""
    git = repository.git
    blob = git("hash-object", "-w", "--stdin", stdin=CONTRACT.encode())
    target = git("hash-object", "-w", "--stdin", stdin=str(tmp_path).encode())

    def tree(*entries: tuple[str, str, str]) -> str:
        raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(id) for mode, name, id in entries)
        return git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=raw)

    inner = tree(("100644", "evil.yaml", blob))
    upwards = tree(("40000", "..", tree(("40000", "..", inner))))
    doubled = tree(("120000", "a", target), ("40000", "a", inner))
    for contracts in (upwards, doubled):
        top = tree(("40000", "contracts", contracts))
        for folder in reversed(repository.root.relative_to(repository.top).parts):
            top = tree(("40000", folder, top))
        commit = git("commit-tree", top, "-m", "forged")
        with contextlib.suppress(FieldopsError):
            workspace_at(repository.root, commit)
    assert list(tmp_path.parent.rglob("evil.yaml")) == []


def test_a_repository_inside_counts_as_changed(repository: Repository) -> None:
    inner = Repository(repository.root / "contracts/inner")
    inner.commit()
    changed = changed_paths(repository.root, "HEAD")
    assert touched(repository.root, "contracts/inner/contracts/team.yaml", changed)
    assert not touched(repository.root, "contracts/acme.yaml", changed)


@pytest.mark.parametrize(
    "revision",
    [
        "-x",
        "--output=stolen",
        "nonsense",
        "HEAD~9",
        "HEAD..HEAD",
        "HEAD:contracts",
        "a\0b",
        "a\nb",
        "\ud800",
    ],
)
def test_what_is_no_commit(repository: Repository, revision: str) -> None:
    with pytest.raises(UsageError) as caught:
        commit_of(repository.root, revision)
    assert caught.value.code == "git.unknown-revision"
    assert not (repository.root / "stolen").exists()


@pytest.mark.parametrize(
    ("revision", "code"),
    [("", "git.empty-revision"), (" ", "git.empty-revision"), ("0" * 40, "git.no-commit-before")],
)
def test_what_ci_services_give_where_nothing_was_before(
    repository: Repository, revision: str, code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        commit_of(repository.root, revision)
    assert caught.value.code == code


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError) as caught:
        changed_paths(tmp_path, "HEAD")
    assert caught.value.code == "git.no-repository"
    assert "not a git repository" in say_error(caught.value, "en")[0]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        workspace_at(tmp_path, "HEAD")
    assert caught.value.code == "git.missing"


def test_what_git_itself_refuses_is_told(tmp_path: Path) -> None:
    """A repository without a working tree has nothing to compare with."""
    repository = Repository(tmp_path / "clone")
    repository.commit()
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    with pytest.raises(FieldopsError) as caught:
        changed_paths(tmp_path / "bare", "HEAD")
    assert (caught.value.code, caught.value.values["command"]) == ("git.failed", "diff")
    assert workspace_at(tmp_path / "bare", "HEAD").files == ["contracts/team.yaml"]


def test_the_environment_of_a_hook_does_not_mislead(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.workspace.write("contracts/acme.yaml", "changed")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/nowhere")
    assert changed_paths(repository.root, "HEAD") == {"contracts/acme.yaml"}


def test_settings_start_no_program(repository: Repository, tmp_path: Path) -> None:
    """A repository's own settings name programs for several occasions; none is run for us."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n", "utf-8")
    trap.chmod(0o755)
    repository.git("config", "core.fsmonitor", str(trap))
    repository.git("config", "diff.external", str(trap))
    repository.git("config", "diff.relative", "false")
    repository.workspace.write("contracts/acme.yaml", "changed")
    assert changed_paths(repository.root, "HEAD") == {"contracts/acme.yaml"}
    assert not (tmp_path / "sprung").exists()


def test_repository_top(repository: Repository, tmp_path: Path) -> None:
    assert repository_top(repository.root) == repository.top
    assert repository_top(repository.root / "contracts/not-there") == repository.top
    (tmp_path / "worktree").mkdir()
    (tmp_path / "worktree/.git").write_text("gitdir: elsewhere", "utf-8")
    assert repository_top(tmp_path / "worktree") == tmp_path / "worktree"
