"""`fieldops validate`: its options and exit codes, and what a change can have broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace
from repository import Repository

from fieldops.actions.validation import validate
from fieldops.errors import UsageError

CONSENT = "access: {consent: standing}\n"
HOST = "assets: [{id: h1, host: {address: 192.0.2.1}}]\n"  # its key is not pinned: a warning


@pytest.fixture(params=[".", "customers/acme"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """A repository with contract, team, playbook and probe; the workspace is its top, or a folder of it."""
    made = Repository(tmp_path / "clone", request.param)
    made.workspace.write("contracts/acme.yaml", CONTRACT)
    made.workspace.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other"))
    made.workspace.write("contracts/team2.yaml", TEAM.replace("id: team", "id: team2"))
    made.workspace.probe("mine", "echo x")
    made.workspace.playbook([{"probe": "mine", "info": True}], id="book")
    made.workspace.playbook([{"probe": "linux-uptime", "info": True, "value": "seconds"}], id="book2")
    made.commit("first")
    return made


def judged(repository: Repository, *paths: str, since: str = "HEAD") -> set[str]:
    """The names of the files that a validation since then looked at."""
    chosen = [repository.root / path for path in paths]
    found = validate(repository.root, chosen, since)
    return {path.removeprefix("contracts/").removeprefix("playbooks/") for path in found.paths}


def problems(repository: Repository, since: str = "HEAD") -> list[tuple[str, str]]:
    found = validate(repository.root, (), since).problems
    return [(each.position.path, each.code) for each in found]


# --- options and exit codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (CONTRACT, [], 0),
        (CONTRACT, ["--strict"], 0),
        (CONTRACT + HOST, [], 0),
        (CONTRACT + HOST, ["--strict"], 1),
        (CONTRACT.replace("zh-CN", "fr"), [], 1),
        (CONTRACT.replace("zh-CN", "fr"), ["--strict"], 1),
    ],
)
def test_exit_codes_are_the_same_in_every_format(
    workspace: Workspace, text: str, options: list[str], code: int
) -> None:
    workspace.write("contracts/acme.yaml", text)
    forms = ("text", "json", "github", "gitlab", "sarif", "junit")
    ran = {form: workspace.run("validate", "--format", form, *options) for form in forms}
    assert {form: each.code for form, each in ran.items()} == dict.fromkeys(forms, code)
    assert workspace.run("validate", "-o", "json", *options).out == ran["json"].out
    # What is left for people when the report goes into a file.
    told = [form for form in forms if "2 files, " in ran[form].err]
    # Where warnings alone fail, every form says so: on stderr, or as an annotation.
    by_warnings = "; --strict: warnings fail"
    strictly = [form for form in forms if by_warnings in (ran[form].err + ran[form].out)]
    if ran["json"].json["problems"] and code and options and "error" not in ran["json"].out:
        assert (told, strictly) == (["text", "json", "gitlab", "sarif", "junit"], list(forms))
    else:
        assert (told, strictly) == (["text", "gitlab", "sarif", "junit"], [])


def test_reports_are_utf_8_whatever_the_terminal_speaks(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.write("contracts/合同é😀.yaml", CONTRACT.replace("zh-CN", "法语é😀"))
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    command = [sys.executable, "-m", "fieldops", "-C", str(workspace.root), "--lang", "zh-CN", "validate"]
    for form in ("gitlab", "junit", "github", "sarif"):
        done = subprocess.run([*command, "--format", form], capture_output=True, check=False)
        assert done.returncode == 1
        assert "法语é😀" in done.stdout.decode("utf-8")


def test_a_workspace_without_files_is_a_mistake(workspace: Workspace) -> None:
    (workspace.root / "contracts/team.yaml").unlink()
    for form in ("text", "junit"):
        ran = workspace.run("validate", "--format", form)
        assert (ran.code, ran.out) == (2, "")


def test_plain_validation_does_not_load_what_only_reports_and_revisions_need(workspace: Workspace) -> None:
    code = (
        "import sys; from fieldops.cli.main import _run, session_of, take_streams; given = ['-C', sys.argv[1], 'validate'];"
        "_run(given, session_of(given), take_streams());"
        "print([name for name in ('fieldops.cli.formats', 'fieldops.actions.revisions', 'xml.etree')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(workspace.root)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# --- what a change can have broken -------------------------------------------------------------------------


def test_nothing_changed(repository: Repository) -> None:
    assert judged(repository) == set()
    ran = repository.workspace.run("validate", "--changed-since", "HEAD")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "nothing that changed since HEAD can have broken a document\n"
    report = repository.workspace.run("validate", "--changed-since", "HEAD", "--format", "junit")
    assert (report.code, 'tests="0"' in report.out) == (0, True)
    assert repository.workspace.run("validate", "--changed-since", "HEAD", "-o", "json").json["files"] == 0


def test_a_changed_file_and_what_refers_to_it(repository: Repository) -> None:
    write = repository.workspace.write
    write("contracts/acme.yaml", CONTRACT + "# changed\n")
    assert judged(repository) == {"acme.yaml"}
    write("contracts/team.yaml", TEAM + "# changed\n")
    assert judged(repository) == {"acme.yaml", "other.yaml", "team.yaml"}
    write("contracts/new.yaml", CONTRACT.replace("id: acme", "id: new").replace("team: team", "team: team2"))
    assert judged(repository) == {"acme.yaml", "other.yaml", "team.yaml", "new.yaml"}
    repository.commit()
    assert judged(repository) == set()
    assert judged(repository, since="HEAD~1") == {"acme.yaml", "other.yaml", "team.yaml", "new.yaml"}


def test_a_changed_probe_reaches_its_playbook(repository: Repository) -> None:
    repository.workspace.probe(
        "mine", "echo y", parse={"with": "int"}, fields={"value": {"type": "number", "unit": "s"}}
    )
    assert judged(repository) == {"book.yaml", "probes/mine.yaml"}
    assert ("playbooks/book.yaml", "check.unknown-field") in problems(repository)


def test_an_own_probe_in_the_place_of_a_shipped_one_reaches_its_playbook(repository: Repository) -> None:
    repository.workspace.probe("linux-uptime", "echo y")
    assert judged(repository) == {"book2.yaml", "probes/linux-uptime.yaml"}
    repository.commit()
    (repository.root / "playbooks/probes/linux-uptime.yaml").unlink()
    assert judged(repository) == {"book2.yaml"}


def test_a_removed_document_leaves_references_dangling(repository: Repository) -> None:
    (repository.root / "contracts/team.yaml").unlink()
    assert problems(repository) == [
        ("contracts/acme.yaml", "reference.dangling"),
        ("contracts/other.yaml", "reference.dangling"),
    ]
    repository.commit()
    assert problems(repository) == []
    assert len(problems(repository, "HEAD~1")) == 2
    assert repository.workspace.run("validate", "--changed-since", "HEAD~1").code == 1


def test_a_renamed_id_leaves_references_dangling(repository: Repository) -> None:
    repository.workspace.write("contracts/team.yaml", TEAM.replace("id: team", "id: crew"))
    assert judged(repository) == {"team.yaml", "acme.yaml", "other.yaml"}
    assert [code for _, code in problems(repository)] == ["reference.dangling"] * 2


def test_a_moved_file_breaks_nothing_and_its_references_are_looked_at(repository: Repository) -> None:
    (repository.root / "contracts/team.yaml").rename(repository.root / "contracts/crew.yaml")
    assert judged(repository) == {"crew.yaml", "acme.yaml", "other.yaml"}
    assert problems(repository) == []


@pytest.mark.parametrize("name", ["aaa.yaml", "zzz.yaml"])  # read before and after the one that is there
def test_an_id_that_doubles_now_is_reported_at_both_places(repository: Repository, name: str) -> None:
    repository.workspace.write(f"contracts/{name}", CONTRACT.replace("language: zh-CN", "language: fr"))
    assert judged(repository) == {name, "acme.yaml"}
    assert sorted(problems(repository)) == sorted(
        [
            ("contracts/acme.yaml", "reference.doubled-id"),
            (f"contracts/{name}", "reference.doubled-id"),
            (f"contracts/{name}", "schema.enum"),
        ]
    )
    repository.commit()
    (repository.root / "contracts" / name).unlink()
    assert judged(repository) == {"acme.yaml"}


def test_a_problem_that_was_there_before_is_not_reported(repository: Repository) -> None:
    repository.workspace.write("contracts/old.yaml", "kind: [")
    repository.commit()
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "# changed\n")
    assert problems(repository) == []
    repository.workspace.write("contracts/old.yaml", "kind: Team [")
    assert {path for path, _ in problems(repository)} == {"contracts/old.yaml"}


def test_pinned_host_keys_are_part_of_their_contract(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT + CONSENT + HOST)
    repository.workspace.write("contracts/acme.known_hosts", "192.0.2.1 ssh-ed25519 AAAA\n")
    repository.commit()
    (repository.root / "contracts/acme.known_hosts").unlink()
    assert problems(repository) == [("contracts/acme.yaml", "contract.host-not-pinned")]


def test_hosts_of_assets_documents_are_pinned_with_their_contract(repository: Repository) -> None:
    assets = "apiVersion: fieldops/v1\nkind: Assets\nid: a\ncontract: acme\n" + HOST
    repository.workspace.write("contracts/acme.yaml", CONTRACT + CONSENT)
    repository.commit()
    repository.workspace.write("contracts/a.yaml", assets)
    assert problems(repository) == [("contracts/a.yaml", "contract.host-not-pinned")]
    repository.commit()
    repository.workspace.write("contracts/acme.known_hosts", "# none yet\n")
    assert problems(repository) == [("contracts/a.yaml", "contract.host-not-pinned")]


def test_paths_narrow_it_down(repository: Repository) -> None:
    repository.workspace.write("contracts/team.yaml", TEAM + "# changed\n")
    repository.workspace.write("elsewhere/c.yaml", CONTRACT.replace("id: acme", "id: c"))
    assert judged(repository, "contracts/other.yaml", "playbooks") == {"other.yaml"}
    # git is asked about what the workspace reads; what else is named is looked at.
    assert judged(repository, "elsewhere") == {"elsewhere/c.yaml"}
    with pytest.raises(UsageError):
        judged(repository, "contracts/team3.yaml")


def test_assets_and_their_contract_are_judged_together(repository: Repository) -> None:
    assets = "apiVersion: fieldops/v1\nkind: Assets\nid: {}\ncontract: {}\nassets: [{{id: {}}}]\n"
    repository.workspace.write("contracts/a1.yaml", assets.format("a1", "acme", "x"))
    repository.workspace.write("contracts/a2.yaml", assets.format("a2", "acme", "y"))
    repository.commit()
    repository.workspace.write("contracts/a1.yaml", assets.format("a1", "acme", "z"))
    assert judged(repository) == {"a1.yaml", "a2.yaml", "acme.yaml"}
    repository.workspace.write("contracts/a1.yaml", assets.format("a1", "other", "x"))
    assert judged(repository) == {"a1.yaml", "a2.yaml", "acme.yaml", "other.yaml"}
    repository.workspace.write("contracts/a1.yaml", assets.format("a1", "acme", "x"))
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "# changed\n")
    assert judged(repository) == {"a1.yaml", "a2.yaml", "acme.yaml"}
    repository.workspace.write("contracts/acme.yaml", CONTRACT)
    (repository.root / "contracts/a1.yaml").unlink()
    assert judged(repository) == {"a2.yaml", "acme.yaml"}


def test_part_and_serial_numbers_are_looked_at_without_a_reference(repository: Repository) -> None:
    head = "apiVersion: fieldops/v1\nid: {}\ntitle: T\nkind: "
    parts = head.format("parts") + "PartCatalogue\nparts: [{part_no: P, name: P}]\n"
    stock = head.format("stock") + "Stock\ncatalogue: parts\nitems: []\n"
    repository.workspace.write("contracts/parts.yaml", parts)
    repository.workspace.write("contracts/stock.yaml", stock)
    repository.commit()
    repository.workspace.write("contracts/parts.yaml", parts + "# changed\n")
    assert judged(repository) == {"parts.yaml", "stock.yaml", "acme.yaml", "other.yaml"}
    repository.workspace.write("contracts/parts.yaml", parts)
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "# changed\n")
    assert judged(repository) == {"acme.yaml", "stock.yaml"}


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nonsense\n::error::x", "error: there is no commit 'nonsense ::error::x' in this clone\n"),
        ("-x", "error: there is no commit '-x' in this clone\n"),
    ],
)
def test_a_revision_that_is_none(repository: Repository, revision: str, said: str) -> None:
    for form in ("text", "sarif"):
        ran = repository.workspace.run("validate", f"--changed-since={revision}", "--format", form)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(said)
        assert "\n  hint: " in ran.err


def test_outside_of_a_repository(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    ran = workspace.run("validate", "--changed-since", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be read as part of a git repository: not a git repository" in ran.err
    monkeypatch.setenv("PATH", "/nonexistent")
    ran = workspace.run("validate", "--changed-since", "HEAD", language="zh-CN")
    assert (ran.code, ran.out) == (2, "")
    assert "没有找到 git" in ran.err
    assert workspace.run("validate").code == 0


def test_the_reports_of_a_change_name_its_files_only(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", CONTRACT.replace("zh-CN", "fr"))
    ran = repository.workspace.run("validate", "--changed-since", "HEAD", "--format", "gitlab")
    (found,) = json.loads(ran.out)
    folder = repository.root.relative_to(repository.top)
    assert found["location"]["path"] == (folder / "contracts/acme.yaml").as_posix()
    assert ran.err == "1 file, 1 error, 0 warnings\n"
