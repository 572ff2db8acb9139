"""The archive of an order is checked by whoever gets it, without the store that it is from; with the real ssh-keygen and sha256sum."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from actions.test_order_evidence import AT, desk, hand_in_signed, made_key, sheet, sign
from service.stories import Desk, instant

from fieldops.actions import order_archives
from fieldops.actions.order_archives import make_order_archive
from fieldops.records.archive import SUMS, sums_of
from fieldops.records.zips import packed, unpacked
from tests.conftest import run_fieldops

__all__ = ["desk"]


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives with pages only: making a PDF takes longer than all the rest."""
    monkeypatch.setattr(order_archives, "_FORMS", (("html", ".html"),))


@pytest.fixture
def archive(desk: Desk, no_pdf: None) -> Path:
    """The archive of an order whose sheet the customer has signed."""
    file = sheet(desk)
    sign(file, desk.root / "key")
    hand_in_signed(desk, file)
    path = desk.root.parent / f"{desk.root.name}.zip"
    path.write_bytes(make_order_archive(desk.root, desk.order, instant(AT)).raw)
    return path


def verified(folder: Path, file: Path, *more: str) -> tuple[int, dict[str, object]]:
    done = run_fieldops("verify", str(file), *more, "-o", "json", folder=folder)
    assert done.out, done.err
    return done.code, json.loads(done.out)["order"]


def test_it_is_verified_without_the_senders_store(archive: Path, desk: Desk, tmp_path_factory) -> None:
    away = tmp_path_factory.mktemp("away")
    code, told = verified(away, archive)
    assert (code, told["order"], told["faults"], told["keys_from"]) == (3, desk.order, [], "archive")
    assert [each["person"] for each in told["signatures"]] == ["陈立"]
    listed = away / "mine"
    listed.write_bytes(unpacked(archive.read_bytes())["allowed_signers"])
    assert verified(away, archive, "--allowed-signers", str(listed))[0] == 0
    assert verified(desk.root, archive)[1]["keys_from"] == "contract"
    listed.write_text("", "utf-8")
    code, told = verified(away, archive, "--allowed-signers", str(listed))
    assert (code, told["signatures"][0]["fault"]["reason"]) == (1, "paper.unlisted-key")


def test_its_readme_says_commands_that_work_without_fieldops(archive: Path, tmp_path_factory) -> None:
    away = tmp_path_factory.mktemp("away")
    with ZipFile(archive) as opened:
        opened.extractall(away)
    for language in ("en", "zh-CN"):
        text = (away / f"README.{language}.txt").read_text("utf-8")
        commands = [line.strip() for line in text.splitlines() if line.startswith("   ")]
        assert len(commands) == 2
        for command in commands:
            done = subprocess.run(command, shell=True, cwd=away, capture_output=True, text=True, check=False)
            assert done.returncode == 0, (command, done.stderr)
        assert shlex.split(commands[1])[:3] == ["ssh-keygen", "-Y", "verify"]


@pytest.mark.parametrize("what", ["evidence/", "record.jsonl", "pages/"])
def test_what_was_changed_in_it_is_named(archive: Path, what: str) -> None:
    files = unpacked(archive.read_bytes())
    name = next(each for each in sorted(files) if each.startswith(what) and not each.endswith(".sig"))
    files[name] = files[name].replace(b"a", b"b", 1)
    archive.write_bytes(packed(files))
    code, told = verified(archive.parent, archive)
    assert (code, told["faults"][0]["file"]) == (1, name)
    if what == "evidence/":
        # The checksums, too: it is still not what the record says.
        files[SUMS] = sums_of({each: files[each] for each in files if each != SUMS})
        archive.write_bytes(packed(files))
        code, told = verified(archive.parent, archive)
        assert (code, told["faults"][0]["reason"]) == (1, "archive.not-recorded")


def test_the_command_writes_it_and_takes_no_other_ending(desk: Desk) -> None:
    own = made_key(desk.root / "own")
    team = desk.root / "contracts" / "team-east.yaml"
    text = team.read_text("utf-8")
    theirs = " ".join(text[text.index("ssh-ed25519 ") :].split()[:2])
    team.write_text(text.replace(theirs, own), "utf-8")
    who = yaml.safe_load(team.read_text("utf-8"))["people"][0]["id"]
    signing = ("--as", who, "--key", str(desk.root / "own"))
    done = run_fieldops("order", "export", desk.order, "order.zip", *signing, folder=desk.root)
    assert (done.code, (desk.root / "order.zip").is_file()) == (0, True), done.err
    # Nobody of the customer has signed: it is whole, and that is said.
    code, told = verified(desk.root, desk.root / "order.zip")
    assert (code, told["faults"], told["signatures"]) == (1, [], [])
    assert (told["sealed_by"]["person"], told["sealed_by"]["counts"]) == (who, True)
