"""validate --tracked: what passes is what a clone passes, whatever lies about in the working tree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace
from repository import Repository

from fieldops.actions.revisions import untracked_paths
from fieldops.actions.validation import Validation, validate
from fieldops.errors import UsageError

CONSENT = "access: {consent: standing, login: {user: u, method: agent}}\n"
HOST = "assets: [{id: h1, host: {address: 192.0.2.1}}]\n"


@pytest.fixture(params=[".", "customers/北 京"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """A repository whose one commit is a team; the contract is not committed."""
    made = Repository(tmp_path / "clone", request.param)
    made.commit("first")
    made.workspace.write("contracts/acme.yaml", CONTRACT)
    return made


def told(found: Validation) -> list[str]:
    return [problem.code for problem in found.problems]


def cloned(repository: Repository, to: Path) -> Validation:
    """What a clone of the index has, as a CI service would see it after the commit."""
    repository.git("checkout-index", "--all", f"--prefix={to}/")
    return validate(to / repository.root.relative_to(repository.top))


def test_a_reference_to_a_file_that_is_not_tracked_dangles(repository: Repository, tmp_path: Path) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT.replace("team: team", "team: crew"))
    repository.workspace.write("contracts/crew.yaml", TEAM.replace("id: team", "id: crew"))
    repository.git("add", "--", f"{repository.root.relative_to(repository.top)}/contracts/acme.yaml")
    assert validate(repository.root).problems == ()
    found = validate(repository.root, tracked=True)
    assert told(found) == ["reference.dangling"] == told(cloned(repository, tmp_path / "ci"))
    assert found.untracked == ("contracts/crew.yaml",)
    repository.git("add", "-A")
    found = validate(repository.root, tracked=True)
    assert (found.problems, found.untracked) == ((), ())


def test_what_is_ignored_or_lies_in_a_new_folder_is_in_no_clone(repository: Repository) -> None:
    repository.commit()
    repository.workspace.write(".gitignore", "*.local.yaml\n")
    repository.workspace.write("contracts/a.local.yaml", TEAM)
    repository.workspace.write("contracts/new/b.yaml", TEAM)
    found = validate(repository.root, tracked=True)
    assert found.untracked == ("contracts/a.local.yaml", "contracts/new/b.yaml")
    assert found.problems == ()
    assert told(validate(repository.root)) != []


def test_pinned_keys_that_are_not_tracked_pin_nothing(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT + CONSENT + HOST)
    repository.commit()
    repository.workspace.write(
        "contracts/acme.known_hosts",
        "192.0.2.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDSq+Au7KKI2Sul+bwaLas/96nzyP5cn590+aUDv1e/N\n",
    )
    assert validate(repository.root).problems == ()
    found = validate(repository.root, tracked=True)
    assert told(found) == ["contract.host-not-pinned"]
    assert found.untracked == ("contracts/acme.known_hosts",)


def test_a_hook_sees_the_commit_under_way(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`git commit FILE` makes an index of its own for the commit: what else was added is not part of it."""
    index = repository.top / ".git" / "index"
    shutil.copy(index, repository.top / ".git" / "next-index-1.lock")
    repository.git("add", "-A")
    assert untracked_paths(repository.root) == frozenset()
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
    assert untracked_paths(repository.root) == {"contracts/acme.yaml"}
    # One of another repository is none of ours.
    shutil.copy(repository.top / ".git" / "next-index-1.lock", tmp_path / "index")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert untracked_paths(repository.root) == frozenset()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "files that git does not track, so that no clone has them, were left out: contracts/acme.yaml\n  hint: add what",
        ),
        ("zh-CN", "以下文件未纳入 git，克隆仓库里没有，因此未校验：contracts/acme.yaml\n  提示：属于合同的"),
    ],
)
def test_what_is_left_out_is_said(repository: Repository, language: str, said: str) -> None:
    ran = repository.workspace.run("validate", "--tracked", language=language)
    assert ran.code == 0
    assert ran.err.startswith(said)
    assert "were left out" not in repository.workspace.run("validate").err


def test_where_git_tracks_nothing_that_is_said(tmp_path: Path) -> None:
    ran = Repository(tmp_path).workspace.run("validate", "--tracked")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        f"error: git tracks none of the files in {tmp_path}\n  hint: add them with git add"
    )


def test_without_git_or_a_repository_nothing_is_called_tracked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    with pytest.raises(UsageError, match=r"git.no-repository"):
        validate(workspace.root, tracked=True)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UsageError, match=r"git.missing-for"):
        validate(workspace.root, tracked=True)
