"""The customer's confirmation, with a key of the real ssh-keygen, on paper, or by a manager where that is agreed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.test_imports import export, other, take, taken
from tests.cli.test_sign import Signed
from tests.conftest import LASTING, Ran, Workspace

PDF = b"%PDF-1.4\n% signed by hand\n%%EOF\n"
HOST = {"id": "h1", "host": {"address": "localhost", "transport": "local"}}


class Confirmed(Signed):
    """The same with a contact of the customer, Shen, who has a key, and one who has none."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        super().__init__(workspace, folder)
        self.key("shen", "ed25519")
        self.contacts(f"[{{name: Shen, signing_keys: [{self.entry('shen')}]}}, {{name: Lu}}]")

    @property
    def customer_key(self) -> Path:
        return self.folder / "shen"

    def entry(self, name: str, more: str = "") -> str:
        return f"{{key: {(self.folder / name).with_suffix('.pub').read_text().strip()}{more}}}"

    def contacts(self, contacts: str, more: str = "") -> None:
        found = [line for line in LASTING.splitlines() if line.startswith("customer:")]
        named = LASTING.replace(found[0], f"customer: {{name: Customer, contacts: {contacts}}}")
        self.workspace.contract([HOST], contract=named + more)

    def final(self) -> str:
        run = self.inspect()
        self.conclude()
        for person in self.keys:
            assert self.sign(person).code == 0
        return run

    def confirm(self, *more: str) -> Ran:
        return self.workspace.run("run", "confirm", "latest", *more)

    def by_key(self) -> Ran:
        return self.confirm("--by", "Shen", "--key", str(self.customer_key))

    def scan(self, raw: bytes = PDF, *more: str, day: str | None = None) -> Ran:
        file = self.folder / "scan.pdf"
        file.write_bytes(raw)
        return self.confirm("--by", "Lu", "--scan", str(file), "--on", day or self.today(), *more)

    def today(self) -> str:
        shown = self.workspace.run("run", "show", "latest", "-o", "json").json
        return str(shown["signing"]["versions"][0]["concluded_at"])[:10]

    def text_signed(self, key: str = "shen", namespace: str = "confirmation@fieldops") -> Path:
        """What a customer does without fieldops."""
        text = self.folder / "confirm.json"
        text.write_text(self.confirm("--by", "Shen", "--intent").out)
        return self.resigned(text, key, namespace)

    def resigned(self, text: Path, key: str = "shen", namespace: str = "confirmation@fieldops") -> Path:
        text.with_name(f"{text.name}.sig").unlink(missing_ok=True)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(self.folder / key), "-n", namespace, str(text)]
        subprocess.run(command, check=True, capture_output=True)
        return text

    def signing(self) -> dict[str, object]:
        found: dict[str, object] = self.workspace.run("run", "show", "latest", "-o", "json").json["signing"]
        return found

    def ways(self) -> list[list[tuple[str, bool]]]:
        versions = self.workspace.run("run", "show", "latest", "-o", "json").json["signing"]["versions"]
        return [[(each["way"], each["counts"]) for each in one["confirmations"]] for one in versions]


@pytest.fixture
def here(workspace: Workspace, tmp_path: Path) -> Confirmed:
    return Confirmed(workspace, tmp_path)


@pytest.fixture(scope="module")
def signed_by_two(tmp_path_factory: pytest.TempPathFactory) -> Confirmed:
    folder = tmp_path_factory.mktemp("signed")
    made = Confirmed(Workspace(folder / "workspace"), folder)
    made.final()
    return made


@pytest.fixture
def final(signed_by_two: Confirmed, tmp_path: Path) -> Confirmed:
    """An inspection that two have signed, in a place of its own."""
    return signed_by_two.copied(tmp_path)


@pytest.mark.shows("run confirm", "D1")
def test_the_customer_confirms_with_a_key_of_its_own_and_everything_says_so(final: Confirmed) -> None:
    run = final.run
    assert "not confirmed by the customer" in final.workspace.run("verify", run).out
    done = final.by_key()
    assert (done.code, "confirmed by the customer (Shen)" in done.err) == (0, True), done.err
    assert final.ways() == [[("signature", True)]]
    verified = final.workspace.run("verify", run)
    assert (verified.code, "a key of the customer's contact Shen confirmed" in verified.out) == (0, True)
    assert "confirmed by the customer" in final.workspace.run("run", "list").out
    (listed,) = final.workspace.run("run", "list", "-o", "json").json["runs"]
    assert (listed["signing"], listed["confirmed"]) == ("final", "signature")
    for language, told in (("en", "electronically: verified"), ("zh-CN", "电子签名验证通过")):
        page = final.folder / f"{language}.html"
        assert final.workspace.run("report", run, "--lang", language, "--output", str(page)).code == 0
        assert (told in page.read_text(), "Shen" in page.read_text()) == (True, True)
    assert "room for a company seal" in (final.folder / "en.html").read_text()
    assert final.workspace.run("records", "verify", "--all").code == 0


def test_the_customer_signs_the_text_without_fieldops(final: Confirmed) -> None:
    text = final.text_signed()
    assert json.loads(text.read_text())["by"] == "Shen"
    done = final.confirm("--signed", str(text))
    assert (done.code, final.ways()) == (0, [[("signature", True)]]), done.err
    again = final.confirm("--signed", str(text))
    assert (again.code, "nothing changed" in again.err) == (0, True)
    # With the key a second text would be made: what stands there is enough.
    assert "nothing changed" in final.by_key().err
    assert final.ways() == [[("signature", True)]]


def test_what_is_no_confirmation_by_the_customer_is_refused_with_its_reason(final: Confirmed) -> None:
    cases = {
        "is none of those that the contract has of": final.text_signed("wu")
        if final.key("wu", "ed25519")
        else None,
        "was made for another purpose": None,
    }
    for told in cases:
        text = cases[told] or final.text_signed(namespace="report@fieldops")
        refused = final.confirm("--signed", str(text))
        assert (refused.code, told in refused.err) == (4, True), refused.err
    engineers = final.confirm("--signed", str(final.text_signed("zhang")))
    assert (engineers.code, "a signing key of zhang" in engineers.err) == (4, True), engineers.err
    for old, new, reason in (
        ('"version":1', '"version":2', "has no version 2"),
        ('"manifest":"', '"manifest":"0', "the record is not what was signed"),
        ('"by":"Shen"', '"by":"Lu"', "is that of Shen"),
        ('"by":"Shen"', '"by": "Shen"', "not readable as fieldops writes it"),
    ):
        text = final.text_signed()
        text.write_text(text.read_text().replace(old, new))
        refused = final.confirm("--signed", str(final.resigned(text)))
        assert (refused.code != 0, reason in refused.err) == (True, True), refused.err
    text = final.text_signed()
    text.write_text(text.read_text().replace("Customer", "Consumer"))
    assert "one of the two was changed" in final.confirm("--signed", str(text)).err
    assert final.ways() == [[]]


def test_nobody_confirms_what_two_engineers_have_not_signed(here: Confirmed) -> None:
    here.inspect()
    assert "has no conclusion yet" in here.by_key().err
    here.conclude()
    here.sign("zhang")
    for done in (here.by_key(), here.confirm("--by", "Shen", "--intent"), here.scan()):
        assert (done.code, "is not signed by two engineers yet" in done.err) == (4, True), done.err


def test_a_key_that_was_lost_does_not_confirm_and_is_told_of_afterwards(final: Confirmed) -> None:
    run = final.run
    assert final.by_key().code == 0
    final.contacts(f"[{{name: Shen, signing_keys: [{final.entry('shen', ', revoked_from: 2020-01-01')}]}}]")
    verified = final.workspace.run("verify", run)
    assert (verified.code, "is revoked from 2020-01-01 on" in verified.out) == (1, True), verified.out
    page = final.folder / "page.html"
    final.workspace.run("report", run, "--lang", "en", "--output", str(page))
    assert "does not count" in page.read_text()


def test_a_confirmation_of_an_earlier_version_is_one_of_that_version(final: Confirmed) -> None:
    run = final.run
    text = final.text_signed()
    final.conclude("--correct", "A word was missing.")
    for person in final.keys:
        final.sign(person)
    done = final.confirm("--signed", str(text))
    assert (done.code, "version 2 is not confirmed by it" in done.err) == (0, True), done.err
    assert final.ways() == [[("signature", True)], []]
    assert "not confirmed by the customer" in final.workspace.run("verify", run).out
    assert final.workspace.run("run", "list", "-o", "json").json["runs"][0]["confirmed"] is None
    page = final.folder / "page.html"
    final.workspace.run("report", run, "--lang", "en", "--output", str(page))
    assert ("version 1: Shen" in page.read_text(), "not confirmed yet" in page.read_text()) == (True, True)


def test_a_paper_is_kept_as_a_scan_with_its_day_and_who_recorded_it(final: Confirmed) -> None:
    run = final.run
    done = final.scan(PDF, "--as", "zhang")
    assert (done.code, "on paper (Lu)" in done.err) == (0, True), done.err
    assert "nothing changed" in final.scan(PDF, "--as", "zhang").err
    other_paper = final.scan(PDF + b"x")
    assert (other_paper.code, "another paper already" in other_paper.err) == (4, True)
    verified = final.workspace.run("verify", run)
    assert (verified.code, "whose hand it is only people can tell" in verified.out) == (0, True)
    archive = export(final.workspace, final.folder / "run.zip")
    with ZipFile(archive) as files:
        (name,) = [each for each in files.namelist() if each.startswith("confirmation/")]
        assert files.read(name) == PDF
        assert name in files.read("README.en.txt").decode()
    assert final.workspace.run("verify", str(archive)).code == 0


@pytest.mark.parametrize(
    ("raw", "day", "told"),
    [
        (b"hello", None, "is no PDF, JPEG or PNG by its content"),
        (b"", None, "is no PDF, JPEG or PNG by its content"),
        (PDF, "2020-01-01", "cannot have been signed on 2020-01-01"),
        (PDF, "2998-01-01", "cannot have been signed on 2998-01-01"),
        (b"%PDF-" + bytes(21 << 20), None, "is larger than 20 MB"),
    ],
    # Pytest would make the name of a test of all the bytes.
    ids=["no-scan", "nothing", "before-the-run", "after-today", "too-large"],
)
def test_a_file_that_is_no_scan_of_that_time_is_refused(
    final: Confirmed, raw: bytes, day: str | None, told: str
) -> None:
    refused = final.scan(raw, day=day)
    assert (refused.code, told in refused.err) == (2, True), refused.err
    assert final.ways() == [[]]


def test_a_manager_signs_for_the_customer_only_where_that_is_agreed(here: Confirmed) -> None:
    boss = here.key("boss", "ed25519")
    here.team()
    team = here.workspace.root / "contracts/team.yaml"
    wu = "{id: wu, name: 吴, roles: [engineer]}"
    team.write_text(
        team.read_text().replace(
            wu, f"{{id: wu, name: 吴, roles: [manager], signing_keys: [{here.entry('boss')}]}}"
        )
    )
    here.final()
    asked = ("--manager", "wu", "--reason", "Shen is ill.", "--key", str(boss))
    refused = here.confirm(*asked)
    assert (refused.code, "does not let a manager sign" in refused.err) == (4, True), refused.err
    here.contacts("[{name: Shen}]", "service_level: level\n")
    here.workspace.write("contracts/level.yaml", LEVEL)
    engineer = here.confirm("--manager", "zhang", "--reason", "x", "--key", str(here.keys["zhang"]))
    assert (engineer.code, "is no manager" in engineer.err) == (4, True), engineer.err
    done = here.confirm(*asked)
    assert (done.code, here.ways()) == (0, [[("manager", True)]]), done.err
    verified = here.workspace.run("verify", "latest")
    assert (verified.code, "the customer did not confirm it" in verified.out) == (0, True), verified.out


LEVEL = """\
apiVersion: fieldops/v1
kind: ServiceLevel
id: level
title: Level
requests: [{id: incident, name: Fault, closed_by: customer}]
milestones: [{request: incident, milestone: respond, within: 1h, clock: always}]
closing: {customer_signature: true, without_customer_signature: [manager_signature]}
"""


def test_a_confirmation_travels_with_the_archive_and_a_customer_checks_it_with_openssh(
    final: Confirmed,
) -> None:
    there = other(final)
    run = final.run
    final.by_key()
    archive = export(final.workspace, final.folder / "run.zip")
    assert taken(take(there, archive))[-1] == "confirmed"
    assert taken(take(there, archive)) == []
    assert there.run("run", "list", "-o", "json").json["runs"][0]["confirmed"] in ("signature", None)
    assert "Shen confirmed this version" in there.run("verify", run).out
    assert there.run("records", "verify", "--all").code == 0
    folder = final.folder / "unpacked"
    with ZipFile(archive) as files:
        files.extractall(folder)
    readme = (folder / "README.en.txt").read_text()
    (command,) = [line.strip() for line in readme.splitlines() if "-n confirmation@fieldops" in line]
    checked = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert (
        checked.returncode,
        'Good "confirmation@fieldops" signature for customer@acme' in checked.stdout,
    ) == (0, True)
    named = next(line.strip() for line in readme.splitlines() if line.strip().startswith("grep"))
    assert "confirmation/signature-" in named
    asked = subprocess.run(["sh", "-c", named], cwd=folder, capture_output=True, text=True, check=False)
    assert (asked.returncode, "manifest.json: OK" in asked.stdout) == (0, True), asked.stderr
    by_list = final.workspace.run(
        "verify", str(archive), "--allowed-signers", str(folder / "allowed_signers")
    )
    assert (by_list.code, "Shen confirmed this version" in by_list.out) == (0, True), by_list.out


def test_a_scan_comes_with_an_archive_that_somebody_of_the_team_signed(final: Confirmed) -> None:
    there = other(final)
    final.scan()
    left = take(there, export(final.workspace, final.folder / "open.zip"))
    assert [each["reason"] for each in left.json["left_out"]] == ["import.unvouched-scan"]
    sealed = export(
        final.workspace, final.folder / "run.zip", "--as", "zhang", "--key", str(final.keys["zhang"])
    )
    assert taken(take(there, sealed)) == ["confirmed"]
    assert there.run("records", "verify", "--all").code == 0


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("--by", "Nobody"),
        ("--by", "Lu"),
        ("--by", "Shen", "--scan", "scan.pdf"),
        ("--by", "Shen", "--on", "2026-01-01"),
        ("--by", "Shen", "--intent", "--agent"),
        ("--by", "Shen", "--reason", "x"),
        ("--manager", "wu"),
        ("--manager", "wu", "--by", "Shen", "--reason", "x"),
    ],
)
def test_wrong_use_is_said_in_both_languages(final: Confirmed, given: tuple[str, ...]) -> None:
    (final.folder / "scan.pdf").write_bytes(PDF)
    options = [str(final.folder / each) if each == "scan.pdf" else each for each in given]
    for language in ("en", "zh-CN"):
        ran = final.workspace.run("run", "confirm", "latest", *options, language=language)
        assert (ran.code, "Traceback" in ran.err) == (2, False), ran.err


def test_scans_for_which_no_time_is_agreed_are_named_where_evidence_is_deleted(final: Confirmed) -> None:
    run = final.run
    forget = ("records", "forget", "--before", "2999-01-01", "--by", "zhang", "--dry-run")
    assert final.workspace.run(*forget, "-o", "json").json["scans_without_end"] == []
    assert final.scan().code == 0
    assert final.workspace.run(*forget, "-o", "json").json["scans_without_end"] == [{"run": run, "scans": 1}]
    for language, told in (("en", "1 scan kept for ever"), ("zh-CN", "1 份扫描件一直保留")):
        assert told in final.workspace.run(*forget, language=language).out
    agreed = "retention: [{records: service_sheets, keep: 1 year, counted_from: creation}]\n"
    final.contacts("[{name: Lu}]", agreed)
    assert final.workspace.run(*forget, "-o", "json").json["scans_without_end"] == []
