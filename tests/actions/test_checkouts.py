"""What git has and the working tree has not: submodules and sparse checkouts, told by `validate` and read by revisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CONTRACT
from repository import Repository

from fieldops.actions.validation import validate
from fieldops.errors import Notice


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """A repository of teams, for others to have as a submodule."""
    made = Repository(tmp_path / "shared")  # the base of a test's workspace has a team
    made.commit("teams")
    return made


@pytest.fixture
def repository(tmp_path: Path, shared: Repository) -> Repository:
    """A contract whose team comes from a submodule below `contracts`."""
    made = Repository(tmp_path / "clone")
    # The team of its own goes.
    for file in made.root.rglob("team*.yaml"):
        file.unlink()
    made.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shared.top), "contracts/shared"
    )
    made.workspace.write("contracts/acme.yaml", CONTRACT)
    made.commit("first")
    return made


def told(repository: Repository, since: str | None = None) -> list[tuple[str, str]]:
    found = validate(repository.root, changed_since=since)
    return [(each.position.path, each.code) for each in found.problems]


def test_what_a_submodule_no_longer_has_is_missed_by_what_refers_to_it(repository: Repository) -> None:
    assert told(repository) == told(repository, "HEAD") == []
    repository.git("-C", "contracts/shared", "rm", "-q", "contracts/team.yaml")
    repository.git("-C", "contracts/shared", "commit", "-q", "-m", "no team any more")
    repository.commit("another commit of the submodule")
    assert told(repository, "HEAD") == []
    assert told(repository, "HEAD~1") == [("contracts/acme.yaml", "reference.dangling")]


def test_every_file_is_judged_where_a_submodule_of_then_cannot_be_read(repository: Repository) -> None:
    repository.git("rm", "-q", "-f", "contracts/shared")
    repository.commit("no submodule any more")
    with pytest.warns(Notice, match=r"git\.submodule-unread"):
        assert told(repository, "HEAD~1") == [("contracts/acme.yaml", "reference.dangling")]


def test_a_submodule_that_is_not_checked_out_is_told(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", str(repository.top), str(tmp_path / "ci"))
    found = validate(tmp_path / "ci")
    assert ("contracts/shared", "document.submodule-not-there") in [
        (each.position.path, each.code) for each in found.problems
    ]


def test_what_a_sparse_checkout_leaves_out_is_told(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "clone")
    repository.workspace.write("contracts/north/acme.yaml", CONTRACT)
    repository.workspace.write("contracts/south/acme.yaml", CONTRACT.replace("id: acme", "id: south"))
    repository.commit("first")
    assert told(repository) == []
    repository.git("sparse-checkout", "set", "--no-cone", "/*", "!/contracts/south/")
    assert not (repository.root / "contracts/south").exists()
    missing = [("contracts/south/acme.yaml", "document.sparse-checkout")]
    assert told(repository) == told(repository, "HEAD") == missing
    other = tmp_path / "beside"
    repository.git("sparse-checkout", "disable")
    repository.git("worktree", "add", "-q", "-b", "other", str(other))
    beside = Repository(other)
    beside.git("sparse-checkout", "set", "--no-cone", "/*", "!/contracts/south/")
    assert [each.code for each in validate(other).problems] == ["document.sparse-checkout"]


def test_a_change_of_the_settings_can_have_broken_every_file(tmp_path: Path) -> None:
    """What was accepted for all files, and is no longer, warns in files that did not change."""
    repository = Repository(tmp_path / "clone")
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "number: 暂无\n")
    settings = "apiVersion: fieldops/v1\nkind: Settings\n"
    entry = "accepts: [{code: text.filler, reason: 已核对, until: 2099-12-31}]\n"
    repository.workspace.write("fieldops.yaml", settings + entry)
    repository.commit("first")
    assert repository.workspace.run("validate", "--strict", "--changed-since", "HEAD").code == 0
    repository.workspace.write("fieldops.yaml", settings)
    ran = repository.workspace.run("validate", "--strict", "--changed-since", "HEAD")
    assert ran.code == 1
    assert "contracts/acme.yaml:" in ran.out


def test_a_workspace_that_has_lost_its_contracts_is_not_green_in_silence(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "clone")
    repository.workspace.write("contracts/acme.yaml", CONTRACT)
    repository.commit("first")
    (repository.root / "contracts/acme.yaml").unlink()
    assert [code for _, code in told(repository, "HEAD")] == ["workspace.contracts-lost"]
    assert repository.workspace.run("validate", "--strict", "--changed-since", "HEAD").code == 1
    assert "there is no contract in this workspace" in repository.workspace.run("validate").err
    notices = repository.workspace.run("validate", "-o", "json").json["notices"]
    assert [each["code"] for each in notices] == ["validate.no-contract"]
    assert "没有合同" in repository.workspace.run("validate", "-o", "github", language="zh-CN").out


def test_terms_that_no_contract_names_are_told(tmp_path: Path) -> None:
    """A warranty that was taken out of its contract, or never put into it, holds for nobody."""
    repository = Repository(tmp_path / "clone")
    terms = "apiVersion: fieldops/v1\nkind: Warranty\nid: terms\ntitle: T\ncovers: hardware\ncauses: [normal, defect]\n"
    days = "start: {trigger: event, event: contract_start}\nperiod: 1 year\nperiod_rule: day_before_anniversary\n"
    repository.workspace.write("contracts/terms.yaml", f"{terms}{days}parts: 100\nlabour: 100\ntravel: 100\n")
    repository.workspace.write("contracts/acme.yaml", CONTRACT)
    assert validate(repository.root).unused == ("contracts/terms.yaml",)
    assert "contracts/terms.yaml" in repository.workspace.run("validate").err
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "warranties: [{terms: terms}]\n")
    assert validate(repository.root).unused == ()


def test_playbooks_alone_need_no_contract(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "clone")
    for file in repository.root.rglob("*.yaml"):
        file.unlink()
    repository.workspace.write(
        "playbooks/own.yaml",
        "apiVersion: fieldops/v1\nkind: Playbook\nid: own\ntitle: {zh-CN: 方案, en: plan}\nchecks: []\n",
    )
    assert validate(repository.root).contracts
