"""From the inspection to the signed report, with keys of the real ssh-keygen and a real ssh-agent."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Self

import pytest

from tests.conftest import LASTING, Workspace, again, require

TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: team
name: Team
people:
  - id: zhang
    name: {{zh-CN: 张伟, en: Zhang Wei}}
    roles: [engineer]
    qualifications: [{{id: linux, valid_from: 2020-01-01}}]
    signing_keys: [{{key: {zhang}}}]
  - id: li
    name: {{zh-CN: 李娜, en: Li Na}}
    roles: [engineer]
    qualifications: [{{id: linux, valid_from: 2020-01-01}}]
    signing_keys: [{{key: {li}{more}}}]
  - {{id: wu, name: 吴, roles: [engineer]}}
"""
CHECK = {"probe": "name", "title": {"en": "Name", "zh-CN": "名称"}, "info": True}


def _new_key(file: Path, kind: str, comment: str) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", comment, "-f", str(file)], check=True)


@cache
def _of_li() -> tuple[str, str]:
    """An RSA key, private and public: as it takes a third of a second to make one, tests share it, and each has one that it
    does not share.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "li"
        _new_key(file, "rsa", "li")
        return file.read_text("ascii"), file.with_suffix(".pub").read_text("ascii")


class Signed:
    """A workspace with one host, this machine, two engineers and their keys."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        require("ssh-keygen")
        self.workspace, self.folder = workspace, folder
        workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
        workspace.probe("name", "echo this-machine")
        workspace.playbook([CHECK])
        li = folder / "li"
        li.touch(0o600)
        for file, text in zip((li, li.with_suffix(".pub")), _of_li(), strict=True):
            file.write_text(text, "ascii")
        self.keys = {"zhang": self.key("zhang", "ed25519"), "li": li}
        # The inspection that was made last.
        self.run = ""
        self.team()

    def copied(self, folder: Path) -> Self:
        """The same in another folder: what takes several commands to make is made once for the tests of a file."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        same = copy(self)
        same.folder, same.workspace = folder, copy(self.workspace)
        same.workspace.root = folder / self.workspace.root.name
        same.keys = {person: folder / key.name for person, key in self.keys.items()}
        return same

    def key(self, name: str, kind: str) -> Path:
        file = self.folder / name
        _new_key(file, kind, name)
        return file

    def team(self, more: str = "") -> None:
        lines = {person: key.with_suffix(".pub").read_text().strip() for person, key in self.keys.items()}
        self.workspace.write("contracts/team.yaml", TEAM.format(**lines, more=more))

    def inspect(self) -> str:
        ran = self.workspace.inspect()
        assert ran.code == 0, ran.err
        self.run = str(ran.json["run"])
        return self.run

    def conclude(self, *more: str) -> None:
        ran = self.workspace.run(
            "run", "conclude", "latest", "--by", "zhang", "--assessment", "All is well.", *more
        )
        assert ran.code == 0, ran.err

    def sign(self, person: str, key: str | None = None, *more: str):
        return self.workspace.run(
            "sign", "latest", "--as", person, "--key", str(self.folder / (key or person)), *more
        )


@pytest.fixture
def signed(workspace: Workspace, tmp_path: Path) -> Signed:
    return Signed(workspace, tmp_path)


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real agent without keys."""
    require("ssh-agent")
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL) as process:
        while not socket.exists() and process.poll() is None:
            pass
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        yield
        process.kill()


@pytest.mark.shows("verify", "D1")
def test_an_inspection_is_concluded_signed_by_two_and_verified(signed: Signed) -> None:
    run = signed.inspect()
    assert "signatures: draft, not signed" in signed.workspace.run("run", "show", run).out
    refused = signed.sign("zhang")
    assert (refused.code, "has no conclusion yet" in refused.err) == (4, True)
    signed.conclude("--remarks", "Look at h1 again.")
    assert signed.sign("张伟", "zhang").code == 0
    half = signed.workspace.run("verify", run)
    assert (half.code, "signed by one of two" in half.out) == (1, True)
    assert "1 of 2 signatures that count" in half.out
    assert signed.sign("li").code == 0
    whole = signed.workspace.run("verify", run)
    assert (whole.code, "version 1: final, signed by two" in whole.out) == (0, True)
    assert signed.workspace.run("records", "verify", "--all").code == 0
    shown = signed.workspace.run("run", "show", run, "-o", "json").json["signing"]
    assert (shown["state"], [each["counts"] for each in shown["versions"][0]["signatures"]]) == (
        "final",
        [True, True],
    )


def test_lists_say_which_reports_still_have_to_be_signed(signed: Signed) -> None:
    daily = "inspections: [{id: d, kind: inspection, title: Daily, engineers: 2, playbook: test, schedule: {every: 1 days, anchor: 2026-01-05}}]\n"
    signed.workspace.contract(
        [{"id": "h1", "host": {"address": "localhost", "transport": "local"}}], more=daily, contract=LASTING
    )
    run = signed.inspect()

    def told() -> tuple[str, list[dict[str, str]]]:
        (listed,) = signed.workspace.run("run", "list", "-o", "json").json["runs"]
        schedule = signed.workspace.run("schedule", "list", "--from", "2026-01-01", "-o", "json").json
        (done,) = (each["reports"] for each in schedule["schedule"] if each["state"] == "done")
        return listed["signing"], done

    assert told() == ("draft", [{"run": run, "state": "draft"}])
    signed.conclude()
    signed.sign("zhang")
    assert told() == ("half-signed", [{"run": run, "state": "half-signed"}])
    assert "一人已签字，待第二人签字" in signed.workspace.run("run", "list", language="zh-CN").out
    listed = signed.workspace.run("schedule", "list", "--from", "2026-01-01").out
    assert "report: signed by one of two" in " ".join(listed.split())
    signed.sign("li")
    assert told() == ("final", [{"run": run, "state": "final"}])
    assert "report:" not in signed.workspace.run("schedule", "list", "--from", "2026-01-01").out
    (signed.workspace.root / "contracts/team.yaml").write_text("kind: Nothing\n")
    (without_keys,) = signed.workspace.run("run", "list", "-o", "json").json["runs"]
    assert without_keys["signing"] == "draft"


def test_the_report_says_how_far_it_is_signed_and_by_whom(signed: Signed) -> None:
    run = signed.inspect()

    def pages() -> str:
        made = signed.workspace.run("report", run, "--lang", "en", "-o", "json").json
        page = Path(made["path"]).read_text("utf-8")
        for annex in made["annexes"]:
            # As the page prints it, in groups of eight.
            digest = hashlib.sha256(Path(annex["path"]).read_bytes()).hexdigest()
            assert digest == annex["sha256"]
            assert " ".join(re.findall(".{8}", digest)) in page
        return page

    assert 'class="mark">Draft — not signed</span>' in pages()
    signed.conclude()
    assert "All is well." in pages()
    signed.sign("zhang")
    assert "Draft — signed by one of two · version 1" in pages()
    signed.sign("li")
    final = pages()
    assert "Final report · version 1" in final
    assert len(re.findall(r"<strong>verified</strong>", final)) == 2
    assert "SHA256:" in final
    assert "Draft" not in final


def test_a_correction_takes_the_place_of_what_was_signed(signed: Signed) -> None:
    run = signed.inspect()
    signed.conclude()
    signed.sign("zhang")
    signed.sign("li")
    again = signed.workspace.run("run", "conclude", run, "--by", "li", "--assessment", "h1 is slow.")
    assert (again.code, "is concluded already" in again.err) == (4, True)
    signed.conclude("--correct", "h1 was mixed up")
    told = signed.workspace.run("verify", run)
    assert told.code == 1
    assert "version 1: superseded" in told.out
    assert "version 2: draft" in told.out
    signed.sign("li")
    signed.sign("zhang")
    assert signed.workspace.run("verify", run).code == 0


REFUSALS = {
    "the same person twice": ("zhang", "zhang", "", "has signed this version already"),
    "somebody else's key": ("li", "zhang", "", "is none of li's signing keys"),
    "somebody who was not there": ("wu", "li", "", "did not do this inspection"),
    "a revoked key": ("li", "li", ", revoked_from: 2026-01-01", "is revoked from 2026-01-01 on"),
    "an expired key": ("li", "li", ", valid_until: 2026-01-01", "held until 2026-01-01"),
    "a key of later": ("li", "li", ", valid_from: 2099-01-01", "holds from 2099-01-01 on"),
}


@pytest.mark.shows("sign", "D1")
def test_who_may_not_sign_is_told_why_and_nothing_is_recorded(signed: Signed) -> None:
    run = signed.inspect()
    signed.conclude()
    signed.sign("zhang")
    before = signed.workspace.run("verify", run).out
    for person, key, more, reason in REFUSALS.values():
        signed.team(more)
        refused = signed.sign(person, key)
        assert (refused.code, reason in refused.err) == (4, True), refused.err
    signed.team()
    assert signed.workspace.run("verify", run).out == before


def test_who_is_not_qualified_for_the_inspection_does_not_sign_it(signed: Signed) -> None:
    more = "inspections: [{id: q, kind: inspection, title: Q, engineers: 2, playbook: test, qualifications: [linux], schedule: {every: 3 months, anchor: 2026-01-05}}]\n"
    signed.workspace.contract(
        [{"id": "h1", "host": {"address": "localhost", "transport": "local"}}], more=more, contract=LASTING
    )
    signed.inspect()
    signed.conclude()
    text = (signed.workspace.root / "contracts/team.yaml").read_text("utf-8")
    late = text.replace("valid_from: 2020-01-01}]", "valid_from: 2020-01-01, valid_until: 2021-01-01}]")
    signed.workspace.write("contracts/team.yaml", late)
    refused = signed.sign("li")
    assert (refused.code, "did not hold linux" in refused.err) == (4, True), refused.err


def test_a_key_in_a_real_agent_signs_ed25519_and_rsa(signed: Signed, agent: None) -> None:
    run = signed.inspect()
    signed.conclude()
    missing = signed.workspace.run("sign", run, "--as", "zhang", "--agent")
    assert (missing.code, "the agent holds none of your signing keys" in missing.err) == (3, True)
    for key in signed.keys.values():
        subprocess.run(["ssh-add", "-q", str(key)], check=True)
    for person in signed.keys:
        ran = signed.workspace.run("sign", run, "--as", person, "--agent")
        assert ran.code == 0, ran.err
    assert signed.workspace.run("verify", run).code == 0


def test_the_agent_signs_where_there_is_no_ssh_keygen(
    signed: Signed, agent: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = signed.inspect()
    signed.conclude()
    for key in signed.keys.values():
        subprocess.run(["ssh-add", "-q", str(key)], check=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    for person in signed.keys:
        ran = signed.workspace.run("sign", run, "--as", person)
        assert ran.code == 0, ran.err
    assert signed.workspace.run("verify", run).code == 0
    told = signed.sign("zhang")
    assert (told.code, "no ssh-keygen" in told.err) == (3, True)


def test_what_was_signed_is_verified_by_ssh_keygen_alone(signed: Signed, tmp_path: Path) -> None:
    import sqlite3

    run = signed.inspect()
    signed.conclude()
    signed.sign("zhang")
    with sqlite3.connect(signed.workspace.root / ".fieldops/records.sqlite") as store:
        ((intent, signature),) = store.execute(
            "SELECT body ->> 'intent', body ->> 'signature' FROM events WHERE type = 'run.signed'"
        )
    (tmp_path / "zhang.sig").write_text(signature)
    public = signed.keys["zhang"].with_suffix(".pub").read_text()
    (tmp_path / "allowed").write_text(f'zhang namespaces="report@fieldops" {public}')
    command = "ssh-keygen -Y verify -f allowed -I zhang -n report@fieldops -s zhang.sig"
    for text, good in ((intent, True), (intent.replace(run, "other"), False)):
        done = subprocess.run(command.split(), cwd=tmp_path, input=text.encode(), capture_output=True)
        assert (done.returncode == 0) is good


def test_a_pdf_holds_what_is_signed_and_ssh_keygen_verifies_it(signed: Signed, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed: make test installs it")
    from pypdf import PdfReader

    run = signed.inspect()
    signed.conclude()
    signed.sign("zhang")
    signed.sign("li")
    made = tmp_path / "x.pdf"
    assert signed.workspace.run("report", run, "--lang", "en", "--output", str(made)).code == 0
    files = {name: data for name, (data,) in PdfReader(made).attachments.items()}
    assert set(files) == {
        "manifest.json",
        "report.en.json",
        "signature-zhang.json",
        "signature-zhang.json.sig",
        "signature-li.json",
        "signature-li.json.sig",
        "page.json",
    }
    intent = json.loads(files["signature-zhang.json"])
    assert intent["manifest"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    named = {each["name"]: each["sha256"] for each in intent["files"]}
    assert named["report.en.json"] == hashlib.sha256(files["report.en.json"]).hexdigest()
    (tmp_path / "x.sig").write_bytes(files["signature-zhang.json.sig"])
    (tmp_path / "known").write_text(f"zhang {signed.keys['zhang'].with_suffix('.pub').read_text()}")
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(tmp_path / "known"),
        "-I",
        "zhang",
        "-n",
        "report@fieldops",
    ]
    said = subprocess.run([*command, "-s", str(tmp_path / "x.sig")], input=files["signature-zhang.json"], capture_output=True, check=True)  # fmt: skip
    assert said.stdout.startswith(b"Good ")


@again
def test_a_draft_as_a_pdf_holds_nothing_to_verify_and_the_same_record_gives_the_same_bytes(
    signed: Signed, tmp_path: Path
) -> None:
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed: make test installs it")
    from pypdf import PdfReader

    run, made, written = signed.inspect(), tmp_path / "x.pdf", []
    for _ in range(2):
        # By one name: the report names its annexes, which are called after it.
        assert signed.workspace.run("report", run, "--lang", "en", "--output", str(made)).code == 0
        written.append(made.read_bytes())
    assert dict(PdfReader(made).attachments) == {}
    assert written[0] == written[1]


def test_only_a_finished_inspection_is_signed(signed: Signed) -> None:
    assert signed.workspace.run("health", "acme", "--playbook", "test").code == 0
    told = signed.workspace.run("run", "conclude", "latest", "--by", "zhang", "--assessment", "x")
    assert (told.code, "is a health check" in told.err) == (4, True)
    shown = signed.workspace.run("run", "show", "latest", "-o", "json").json
    assert shown["signing"] is None


def test_a_conclusion_comes_from_a_file_and_never_empty(signed: Signed, tmp_path: Path) -> None:
    run = signed.inspect()
    blank = signed.workspace.run("run", "conclude", run, "--by", "zhang", "--assessment", "  ")
    assert (blank.code, "the conclusion is empty" in blank.err) == (2, True)
    none = signed.workspace.run("run", "conclude", run, "--by", "zhang")
    assert (none.code, "the conclusion is empty" in none.err) == (2, True)
    file = tmp_path / "conclusion.txt"
    file.write_text("系统运行正常。\n第二行\n\n待复查：h1\n", "utf-8")
    ran = signed.workspace.run("run", "conclude", run, "--by", "李娜", "--file", str(file), "-o", "json")
    (version,) = ran.json["versions"]
    assert (version["assessment"], version["remarks"]) == ("系统运行正常。\n第二行", "待复查：h1")


def test_without_the_contract_no_signature_is_called_good(signed: Signed) -> None:
    run = signed.inspect()
    signed.conclude()
    signed.sign("zhang")
    signed.sign("li")
    os.remove(signed.workspace.root / "contracts/acme.yaml")
    told = signed.workspace.run("verify", run, language="zh-CN")
    assert (told.code, told.out.count("无法确认密钥归属")) == (1, 2), told.out


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "the team 'team' has no signing key of zhang"), ("zh-CN", "没有 zhang 的签名公钥")],
)
def test_who_has_no_key_in_the_team_does_not_sign_and_is_told_of_it(
    signed: Signed, language: str, told: str
) -> None:
    signed.inspect()
    signed.conclude()
    team = signed.workspace.root / "contracts/team.yaml"
    own = signed.keys["zhang"].with_suffix(".pub").read_text().strip()
    kept = [line for line in team.read_text().splitlines() if own not in line]
    team.write_text("\n".join(kept) + "\n")
    refused = signed.workspace.run(
        "sign", "latest", "--as", "zhang", "--key", str(signed.keys["zhang"]), language=language
    )
    assert (refused.code, told in refused.err) == (2, True), refused.err
