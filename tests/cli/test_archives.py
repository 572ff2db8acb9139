"""An inspection handed out as an archive: checked by a customer who has only OpenSSH and sha256sum, and by fieldops anywhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.cli import test_sign
from tests.cli.test_sign import Signed
from tests.conftest import Ran, Workspace, again, require, run_fieldops

agent = test_sign.agent
PROGRAMS = ("sh", "grep", "sed", "sha256sum")
DATES = "valid_from: 2020-01-01, valid_until: 2090-12-31"


@pytest.fixture
def signed(workspace: Workspace, tmp_path: Path) -> Signed:
    return Signed(workspace, tmp_path)


@pytest.fixture(scope="module")
def exported_once(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    folder = tmp_path_factory.mktemp("signed")
    made = Signed(Workspace(folder / "workspace"), folder)
    made.inspect()
    made.conclude()
    for person in ("zhang", "li"):
        assert made.sign(person).code == 0
    exported(made)
    return made


@pytest.fixture
def final(exported_once: Signed, tmp_path: Path) -> Signed:
    """An inspection that two have signed, in a place of its own, and its archive."""
    return exported_once.copied(tmp_path)


def exported(signed: Signed, *more: str, name: str = "run.zip") -> Path:
    file = signed.folder / name
    ran = signed.workspace.run("run", "export", "latest", str(file), *more)
    assert ran.code == 0, ran.err
    return file


def verified(file: Path, *more: str, language: str = "en") -> Ran:
    """What `verify` says where there is no workspace."""
    return run_fieldops("--lang", language, "verify", file.name, *more, folder=file.parent)


def unpacked(file: Path) -> Path:
    folder = file.with_suffix("")
    with ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def commands(folder: Path, language: str) -> list[str]:
    """What the README lets one type."""
    text = (folder / f"README.{language}.txt").read_text("utf-8")
    return [
        line.strip() for line in text.splitlines() if line.startswith(("   sha256sum", "   ssh-", "   grep"))
    ]


@pytest.fixture(params=["GNU", "busybox"])
def customer(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[str, Path], subprocess.CompletedProcess[str]]:
    """Types commands where there is no fieldops, no Python and little else."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "ssh-keygen").symlink_to(require("ssh-keygen"))
    for name in PROGRAMS:
        (programs / name).symlink_to(require("busybox" if request.param == "busybox" else name))

    def typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(programs), "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
        return subprocess.run(
            [programs / "sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
        )

    return typed


def test_a_customer_checks_everything_by_the_commands_of_the_readme(
    signed: Signed, customer: Any, agent: None
) -> None:
    """Keys in a real agent, ed25519 and RSA; the second one holds on some days only."""
    signed.team(f", {DATES}")
    signed.inspect()
    signed.conclude()
    for person, key in signed.keys.items():
        subprocess.run(["ssh-add", "-q", str(key)], check=True)
        assert signed.workspace.run("sign", "latest", "--as", person, "--agent").code == 0
    folder = unpacked(exported(signed, "--as", "li", "--agent"))
    asked = commands(folder, "en")
    assert len(asked) == 5
    assert commands(folder, "zh-CN") == asked
    done = [customer(command, folder) for command in asked]
    for each in done:
        assert each.returncode == 0, (each.args, each.stdout, each.stderr)
    told = [each.stdout for each in done]
    # All that was signed is asked for, once for each signature: no file of the report is left out.
    asked_for = sorted(line.split(":")[0] for line in told[3].splitlines())
    assert asked_for == sorted(2 * [each.name for each in folder.glob("*.json")])
    assert 'Good "report@fieldops" signature for zhang with ED25519 key' in told[1]
    assert 'Good "report@fieldops" signature for li with RSA key' in told[2]
    assert 'Good "release@fieldops" signature for li with RSA key' in told[4]


def test_each_of_those_commands_finds_what_it_is_for(final: Signed, customer: Any) -> None:
    folder = unpacked(exported(final, "--as", "zhang", "--key", str(final.keys["zhang"])))
    asked = commands(folder, "en")
    changes = {
        "pages": 0,
        "signatures/zhang.json": 1,
        "signatures/li.json": 2,
        "report.en.json": 3,
        "SHA256SUMS": 4,
    }
    for name, number in changes.items():
        file = next((folder / name).iterdir()) if name == "pages" else folder / name
        whole = file.read_bytes()
        file.write_bytes(whole.replace(b"2", b"3", 1))
        assert customer(asked[number], folder).returncode != 0, name
        file.write_bytes(whole)
    assert [customer(command, folder).returncode for command in asked] == [0] * 5


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_report_names_the_archive_and_a_command_of_its_readme(final: Signed, language: str) -> None:
    """Without FILE the archive is called as the report calls it; what the customer's signature covers stands there as well."""
    page = final.folder / "page.html"
    assert final.workspace.run("report", "latest", "--lang", language, "--output", str(page)).code == 0
    view = page.read_text("utf-8")
    run = final.workspace.run("run", "list", "-o", "json").json["runs"][0]["run"]
    assert f"{run}.zip" in view
    asked = commands(unpacked(final.folder / "run.zip"), language)
    assert any(each.partition(" < ")[0] in view for each in asked if each.startswith("ssh-keygen"))
    assert ("it agrees to nothing that is still open" in view) or ("尚未商定的不视为同意" in view)
    root = str(final.workspace.root)
    done = run_fieldops("-C", root, "run", "export", "latest", folder=final.folder)
    assert (done.code, (final.folder / f"{run}.zip").is_file()) == (0, True), done.err


def test_the_same_run_gives_the_same_bytes(final: Signed) -> None:
    assert (final.folder / "run.zip").read_bytes() == exported(final, name="again.zip").read_bytes()


def test_by_the_team_or_a_list_of_ones_own_it_is_proven_and_by_its_own_list_it_is_not(final: Signed) -> None:
    run = final.run
    file = final.folder / "run.zip"
    here = final.workspace.run("verify", str(file))
    assert (here.code, "proven: two different engineers" in here.out) == (0, True)
    assert "keys: from this workspace's team" in here.out
    alone = verified(file)
    assert (alone.code, "not determined: whose keys these are" in alone.out) == (3, True)
    assert "proven: two different engineers" not in alone.out
    assert alone.out.count("SHA256:") == 4
    own = final.folder / "keys"
    own.write_bytes((unpacked(file) / "allowed_signers").read_bytes())
    listed = verified(file, "--allowed-signers", str(own))
    assert (listed.code, f"archive of {run}" in listed.out) == (0, True)
    assert "已证实" in verified(file, "--allowed-signers", str(own), language="zh-CN").out
    own.write_text(own.read_text().splitlines()[0] + "\n")
    half = verified(file, "--allowed-signers", str(own))
    assert (half.code, "'zhang' is nobody" in half.out) == (1, True)


def test_the_report_is_in_it_in_other_forms_too_and_all_of_them_are_covered(final: Signed) -> None:
    run = final.run
    file = exported(final, "--also", "docx", "--also", "md", "--also", "md")
    folder = unpacked(file)
    names = {each.name for each in (folder / "pages").iterdir()}
    assert {
        f"{run}.{language}.{form}" for language in ("en", "zh-CN") for form in ("html", "docx", "md")
    } <= names
    assert all(f"pages/{name}" in (folder / "SHA256SUMS").read_text() for name in names)
    # They name the annexes that are there.
    annex = hashlib.sha256((folder / f"pages/{run}.en-annex.html").read_bytes()).hexdigest()
    told = (folder / f"pages/{run}.en.md").read_text("utf-8")
    assert " ".join(annex[at : at + 8] for at in range(0, 64, 8)) in told
    assert verified(file).code == 3


def test_who_made_the_pages_is_told_where_somebody_signed_for_them(final: Signed) -> None:
    assert "not proven: who made the pages" in verified(final.folder / "run.zip").out
    plain = unpacked(final.folder / "run.zip")
    assert "Nobody signed for the pages" in (plain / "README.en.txt").read_text("utf-8")
    file = exported(final, "--as", "李娜", "--key", str(final.keys["li"]), name="sealed.zip")
    assert "were made by li, who signed for them" in verified(file).out
    ran = final.workspace.run("run", "export", "latest", "x.zip", "--as", "nobody")
    assert (ran.code, "is nobody of the team" in ran.err) == (2, True)
    ran = final.workspace.run("run", "export", "latest", "x.zip", "--agent")
    assert (ran.code, "--as PERSON" in ran.err) == (2, True)


def test_a_draft_says_that_it_is_one(signed: Signed) -> None:
    signed.inspect()
    file = exported(signed)
    assert (verified(file).code, "not proven: 0 of 2 signatures" in verified(file).out) == (1, True)
    folder = unpacked(file)
    assert "DRAFT: nobody has signed" in (folder / "README.en.txt").read_text("utf-8")
    assert "草稿" in (folder / "README.zh-CN.txt").read_text("utf-8")
    assert commands(folder, "en") == ["sha256sum -c SHA256SUMS"]
    signed.conclude()
    assert signed.sign("li").code == 0
    half = unpacked(exported(signed, name="half.zip"))
    assert len(commands(half, "en")) == 3
    assert "1 of 2" in (half / "README.en.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (", revoked_from: 2026-01-01", "held until 2025-12-31"),
        pytest.param(", valid_until: 2026-01-01", "held until 2026-01-01", marks=again),
        pytest.param(", valid_from: 2099-01-01", "holds from 2099-01-01 on", marks=again),
    ],
)
def test_a_key_that_did_not_hold_then_is_refused_by_ssh_keygen_as_well(
    final: Signed, customer: Any, more: str, reason: str
) -> None:
    final.team(more)
    file = exported(final, name="then.zip")
    folder = unpacked(file)
    readme = (folder / "README.en.txt").read_text("utf-8")
    assert "State: signed by one of two" in readme
    assert "NOT counted by the service company itself" in readme
    asked = commands(folder, "en")
    assert [customer(command, folder).returncode == 0 for command in asked] == [True, True, False, True]
    told = verified(file)
    assert (told.code, reason in told.out) == (1, True), told.out


def test_a_changed_archive_is_refused_with_place_and_reason(final: Signed) -> None:
    file = final.folder / "run.zip"
    whole = file.read_bytes()
    at = whole.index(b"<html") if b"<html" in whole else whole.index(b"<!doctype")
    shutil.copy(file, final.folder / "whole.zip")
    file.write_bytes(whole[: at + 1] + b"X" + whole[at + 2 :])
    told = verified(file)
    assert (told.code, told.err) == (1, "")
    assert ".html: its bytes are not those that were packed" in told.out
    assert verified(file, "-o", "json").json["archive"]["faults"][0]["reason"] == "archive.damaged"
    file.write_bytes(whole[:-30])
    assert "no archive of a run, or it is damaged" in verified(file).out
    folder = unpacked(final.folder / "whole.zip")
    with ZipFile(file, "w") as archive:
        for each in sorted(each for each in folder.rglob("*") if each.is_file()):
            archive.write(each, each.relative_to(folder))
    told = verified(file)
    assert (told.code, "is not as fieldops writes it" in told.out) == (1, True)


def test_each_thing_that_is_wrong_inside_is_listed(final: Signed) -> None:
    from fieldops.records.zips import packed

    file = final.folder / "run.zip"
    with ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    del files["manifest.json"]
    file.write_bytes(packed({**files, "allowed_signers": b"* everybody\n", "evil.exe": b""}))
    told = verified(file)
    assert told.out.splitlines()[1:] == [
        "allowed_signers: is not what SHA256SUMS says: it was changed since it was packed",
        "evil.exe: SHA256SUMS does not name it",
        "manifest.json: is missing",
        "refused: 3 things are wrong with this archive",
    ]
    data = verified(file, "-o", "json").json
    assert [each["file"] for each in data["archive"]["faults"]] == [
        "allowed_signers",
        "evil.exe",
        "manifest.json",
    ]
    assert told.code == 1


def test_what_cannot_be_asked_says_so(signed: Signed) -> None:
    signed.inspect()
    keys = signed.folder / "keys"
    keys.write_text("not a list\n")
    ran = signed.workspace.run("verify", "latest", "--allowed-signers", str(keys))
    assert (ran.code, "leave it out" in ran.err) == (2, True)
    file = exported(signed)
    ran = verified(file, "--allowed-signers", str(keys))
    assert (ran.code, "line 1 of the list of keys" in ran.err) == (1, True)
    gone = verified(signed.folder / "gone.zip")
    assert (gone.code, "gone.zip" in gone.err) == (1, True)
    assert signed.workspace.run("run", "export", "latest", "run.tar").code == 2
    shutil.copy(keys, signed.folder / "keys.zip")
    told = verified(signed.folder / "keys.zip")
    assert (told.code, "hint: an archive is a ZIP file" in told.out) == (1, True)
    record = unpacked(file) / "record.jsonl"
    assert "fieldops records verify FILE" in verified(record).out
    ran = signed.workspace.run("records", "verify", str(file))
    assert (ran.code, "fieldops verify FILE" in ran.err) == (1, True)
    assert signed.workspace.run("records", "verify", str(record)).code == 0


def test_an_archive_on_standard_output_is_the_same(signed: Signed) -> None:
    signed.inspect()
    command = [
        sys.executable,
        "-m",
        "fieldops",
        "-C",
        str(signed.workspace.root),
        "run",
        "export",
        "latest",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, env={**os.environ})
    assert done.stdout == exported(signed).read_bytes()
