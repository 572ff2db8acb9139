"""fieldops records checkpoint, and what records verify then says of a store that was cut or written anew. Real ssh-keygen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fieldops.records.chain import leaf_of, link_of
from fieldops.records.recorded import EMPTY
from tests.cli.test_sign import Signed
from tests.conftest import Ran, Workspace, require

SETTINGS = "apiVersion: fieldops/v1\nkind: Settings\nworkspace: {name}\ncheckpoint_keys: [{{key: {key}}}]\n"


class Checked(Signed):
    """A signed inspection, and a key for checkpoints that is nobody's."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        super().__init__(workspace, folder)
        self.robot = self.key("robot", "ed25519")
        self.settings()

    @property
    def kept(self) -> Path:
        return self.workspace.root / "records/checkpoints"

    def settings(self, more: str = "", name: str = "acme-service") -> None:
        key = self.robot.with_suffix(".pub").read_text().strip()
        self.workspace.write("fieldops.yaml", SETTINGS.format(name=name, key=key) + more)

    def checkpoint(self, *more: str) -> Ran:
        return self.workspace.run("records", "checkpoint", "--key", str(self.robot), *more)

    def whole(self) -> str:
        """An inspection, signed by two."""
        run = self.inspect()
        self.conclude()
        assert self.sign("zhang").code == 0
        assert self.sign("li").code == 0
        return run

    def reasons(self) -> list[str]:
        ran = self.workspace.run("records", "verify", "--all", "-o", "json")
        found = [each["reason"] for each in (*ran.json["faults"], *ran.json["contradictions"])]
        assert ran.code == (1 if found else 0), ran.err
        return found

    def behind(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do `work` on the store with the hands of somebody who owns the file."""
        path = self.workspace.root / ".fieldops/records.sqlite"
        with closing(sqlite3.connect(path)) as db:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {name}")
            db.execute("DELETE FROM verified")
            work(db)
            db.commit()


def cut(db: sqlite3.Connection, events: int) -> None:
    db.execute("DELETE FROM events WHERE position > (SELECT max(position) FROM events) - ?", (events,))


def rehashed(db: sqlite3.Connection, position: int) -> None:
    """Another body at `position`, and all that follows from it."""
    db.execute("UPDATE events SET body = replace(body, '{', '{ ') WHERE position = ?", (position,))
    link = EMPTY.link
    rows = db.execute("SELECT position, stream, type, version, body FROM events ORDER BY position").fetchall()
    for at, stream, type, version, body in rows:
        leaf = leaf_of(stream, type, version, body)
        link = link_of(link, leaf)
        db.execute("UPDATE events SET leaf = ?, link = ? WHERE position = ?", (leaf, link, at))


@pytest.fixture
def checked(workspace: Workspace, tmp_path: Path) -> Checked:
    return Checked(workspace, tmp_path)


def test_a_checkpoint_is_signed_kept_and_verified_by_ssh_keygen(checked: Checked, tmp_path: Path) -> None:
    checked.whole()
    made = checked.checkpoint("-o", "json")
    assert made.code == 0, made.err
    size = made.json["head"]["size"]
    assert "git add records/checkpoints" in made.err
    file = checked.kept / str(size)
    origin, count, _ = file.read_text().splitlines()
    assert (origin, count) == ("fieldops/acme-service", str(size))
    signers = tmp_path / "signers"
    signers.write_text(f"checkpoints {checked.robot.with_suffix('.pub').read_text()}")
    asked = ("-f", str(signers), "-I", "checkpoints", "-n", "checkpoint@fieldops", "-s", f"{file}.sig")
    done = subprocess.run(["ssh-keygen", "-Y", "verify", *asked], stdin=file.open(), capture_output=True)
    assert done.returncode == 0, done.stderr
    told = checked.workspace.run("records", "verify")
    assert f"1 checkpoint, the last at {size} events; 0 events stand behind it" in told.out
    assert (
        f"检查点 1 个，最后一个位于第 {size} 条事件；其后有 0 条事件"
        in checked.workspace.run("records", "verify", language="zh-CN").out
    )
    again = checked.checkpoint()
    assert (again.code, "nothing was recorded since" in again.err) == (0, True)
    checked.inspect()
    ran = checked.workspace.run("records", "verify", "-o", "json").json["checkpoints"]
    assert (ran["count"], ran["last"]["size"], ran["behind"], ran["signed_reports"]) == (1, size, 3, 2)
    assert "3 events stand behind it" in checked.workspace.run("doctor").out


def test_last_events_that_were_removed_are_missed(checked: Checked) -> None:
    checked.whole()
    checked.checkpoint()
    checked.behind(lambda db: cut(db, 1))
    assert checked.reasons() == ["checkpoint.truncated"]
    told = checked.workspace.run("records", "verify").out
    assert "1 is missing" in told
    assert "缺 1 条" in checked.workspace.run("records", "verify", language="zh-CN").out
    refused = checked.checkpoint()
    assert (refused.code, "was cut" in refused.err) == (1, True)
    assert checked.workspace.run("doctor").code == 1


def test_a_store_that_was_written_anew_contradicts_checkpoint_and_signed_reports(checked: Checked) -> None:
    checked.whole()
    checked.checkpoint()
    checked.behind(lambda db: rehashed(db, 2))
    assert checked.reasons() == ["checkpoint.rewritten", "signed.rewritten", "signed.rewritten"]
    shutil.rmtree(checked.kept)
    assert checked.reasons() == ["signed.rewritten", "signed.rewritten"]


def test_a_signed_report_in_a_drawer_is_held_against_the_store(checked: Checked, tmp_path: Path) -> None:
    checked.whole()
    path = checked.workspace.root / ".fieldops/records.sqlite"
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT body -> 'intent' ->> '$', body -> 'signature' ->> '$' FROM events WHERE type = 'run.signed' ORDER BY position DESC"
        text, signature = db.execute(query).fetchone()
    drawer = tmp_path / "li.json"
    drawer.write_text(text)
    drawer.with_name("li.json.sig").write_text(signature)
    good = checked.workspace.run("records", "verify", "--intent", str(drawer))
    assert (good.code, "is in the chain" in good.err) == (0, True)
    checked.behind(lambda db: cut(db, 2))
    short = checked.workspace.run("records", "verify", "--intent", str(drawer), "-o", "json")
    assert (short.code, short.json["faults"][0]["reason"]) == (1, "end-missing")
    drawer.write_text(text.replace('"version":1', '"version":2'))
    forged = checked.workspace.run("records", "verify", "--intent", str(drawer))
    assert (forged.code, "is not one of this text" in forged.err) == (1, True)


def test_a_checkpoint_of_another_workspace_or_key_counts_for_nothing(checked: Checked) -> None:
    checked.inspect()
    checked.settings(name="other-service")
    assert checked.checkpoint().code == 0
    checked.settings()
    assert checked.reasons() == ["checkpoint.other-workspace"]
    shutil.rmtree(checked.kept)
    foreign = checked.workspace.run("records", "checkpoint", "--key", str(checked.keys["zhang"]))
    assert (foreign.code, "may not sign checkpoints" in foreign.err) == (4, True)
    assert not checked.kept.exists()
    checked.checkpoint()
    (size,) = (path.name for path in checked.kept.iterdir() if path.suffix != ".sig")
    key = checked.robot.with_suffix(".pub").read_text().strip()
    text = (checked.workspace.root / "fieldops.yaml").read_text()
    ended = text.replace(f"key: {key}", f"key: {key}, last_size: {int(size) - 1}")
    checked.workspace.write("fieldops.yaml", ended)
    assert checked.reasons() == ["checkpoint.key-ended"]
    checked.robot = checked.key("other", "ed25519")
    checked.settings()
    assert checked.reasons() == ["checkpoint.unknown-key"]


def test_what_was_done_to_the_files_of_a_checkpoint_is_named(checked: Checked) -> None:
    checked.inspect()
    checked.checkpoint()
    (file,) = (path for path in checked.kept.iterdir() if path.suffix != ".sig")
    signature = file.with_name(f"{file.name}.sig")
    good, sig = file.read_text(), signature.read_text()

    def after(text: str | None, signed: str | None) -> list[str]:
        for path, content in ((file, text), (signature, signed)):
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_text(content)
        return checked.reasons()

    link = good.splitlines()[2]
    other = ("B" if link[0] == "A" else "A") + link[1:]
    assert after(good.replace(link, other), sig) == ["checkpoint.bad-signature"]
    assert after(good.upper(), sig) == ["checkpoint.unreadable-file"]
    assert after(good, sig.replace("A", "B", 1)) == ["checkpoint.bad-signature"]
    assert after(None, sig) == ["checkpoint.removed"]
    assert after(good, None) == ["checkpoint.unsigned"]
    assert checked.checkpoint().code == 0
    assert checked.reasons() == []


def test_a_checkpoint_that_git_has_and_the_folder_has_not_is_missed(checked: Checked) -> None:
    require("git")
    root = checked.workspace.root
    for command in (["init", "-q"], ["config", "user.name", "x"], ["config", "user.email", "x@example.com"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    checked.inspect()
    checked.workspace.write("draft.txt", "not ours")
    made = checked.checkpoint("--commit")
    assert (made.code, "git add" in made.err) == (0, False), made.err
    names = subprocess.run(
        ["git", "-C", str(root), "show", "--name-only", "--format=%s"], capture_output=True, text=True
    )
    assert names.stdout.splitlines()[0] == "Checkpoint of the record store: 3 events"
    assert sorted(names.stdout.split()[-2:]) == ["records/checkpoints/3", "records/checkpoints/3.sig"]
    shutil.rmtree(checked.kept)
    assert checked.reasons() == ["checkpoint.removed"]


def test_a_checkpoint_that_was_signed_anew_is_not_the_one_that_git_has(checked: Checked) -> None:
    """Whoever has the store and the key writes both anew; not what was pushed before."""
    require("git")
    root = checked.workspace.root
    for command in (["init", "-q"], ["config", "user.name", "x"], ["config", "user.email", "x@example.com"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    checked.inspect()
    checked.checkpoint("--commit")
    checked.behind(lambda db: rehashed(db, 2))
    shutil.rmtree(checked.kept)
    (root / ".git").rename(checked.folder / "git")
    assert checked.checkpoint().code == 0
    assert checked.reasons() == []
    (checked.folder / "git").rename(root / ".git")
    assert checked.reasons() == ["checkpoint.replaced"]
    subprocess.run(["git", "-C", str(root), "commit", "-qam", "as if nothing were"], check=True)
    assert checked.reasons() == ["checkpoint.replaced"]


def test_an_inspection_has_its_end_signed_by_the_key_in_the_settings(checked: Checked) -> None:
    checked.settings(f"checkpoint_key: {checked.robot}\n")
    ran = checked.workspace.inspect()
    assert ran.code == 0, ran.err
    assert "checkpoint of the record store signed" in ran.err
    assert checked.workspace.run("records", "verify", "-o", "json").json["checkpoints"]["behind"] == 0
    assert checked.workspace.run("validate").code == 0


def test_an_inspection_does_not_fail_for_a_checkpoint(checked: Checked) -> None:
    locked = checked.folder / "locked"
    phrase = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(locked)]
    subprocess.run(phrase, check=True)
    for key in (locked, checked.folder / "none"):
        checked.robot = key if key.exists() else checked.robot
        checked.settings(f"checkpoint_key: {key}\n")
        ran = checked.workspace.inspect()
        assert ran.code == 0, ran.err
        assert "no checkpoint was signed after this run" in ran.err
    assert not checked.kept.exists()


def test_a_key_of_nobody_costs_a_sentence(checked: Checked) -> None:
    checked.settings("checkpoint_key: ~nobody-has-this-name/key\n")
    ran = checked.workspace.inspect()
    assert (ran.code, "no checkpoint was signed after this run" in ran.err) == (0, True), ran.err


def test_a_workspace_starts_no_program(checked: Checked, tmp_path: Path) -> None:
    """What somebody else committed must not run here."""
    ran = tmp_path / "ran"
    checked.settings(f"timestamp_command: [{program(tmp_path / 'stamp', f'touch {ran}')}]\n")
    checked.inspect()
    assert checked.checkpoint().code == 0
    assert not ran.exists()


# --- time stamps -----------------------------------------------------------------------------------------

TSA = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
"""


def stamping(folder: Path) -> Path:
    """A program that has a checkpoint stamped by an authority of our own."""
    require("openssl")
    config = folder / "tsa.cnf"
    config.write_text(TSA.format(folder=folder))
    (folder / "serial").write_text("01\n")
    made = ["-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.pem"]
    subject = ["-subj", "/CN=Test TSA", "-days", "3650", "-config", str(config), "-extensions", "ext"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made, *subject],
        check=True,
        capture_output=True,
    )
    return program(
        folder / "stamp",
        f'export OPENSSL_CONF={config}; openssl ts -query -data "$1" -sha256 -cert -out "$1.tsq" && openssl ts -reply -config {config} -queryfile "$1.tsq" -out "$1.tsr"; rm -f "$1.tsq"',
    )


def program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_time_stamp_is_kept_beside_a_checkpoint_and_verified_by_openssl(
    checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDOPS_TIMESTAMP_COMMAND", str(stamping(tmp_path)))
    checked.inspect()
    made = checked.checkpoint("-o", "json")
    assert (made.code, made.json["unstamped"], len(made.json["files"])) == (0, None, 3), made.err
    file = made.json["files"][0]
    verify = ["openssl", "ts", "-verify", "-in", f"{file}.tsr", "-CAfile", str(tmp_path / "tsa.pem"), "-data"]
    env = {**os.environ, "OPENSSL_CONF": str(tmp_path / "tsa.cnf")}
    good, other = (
        subprocess.run([*verify, data], capture_output=True, env=env) for data in (file, f"{file}.sig")
    )
    assert (good.returncode, other.returncode) == (0, 1), good.stderr
    assert checked.reasons() == []


@pytest.mark.parametrize("text", ["exit 3", "echo no network >&2; exit 1", "true"])
def test_a_time_stamp_that_fails_costs_a_sentence(
    checked: Checked, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDOPS_TIMESTAMP_COMMAND", str(program(tmp_path / "stamp", text)))
    checked.inspect()
    made = checked.checkpoint()
    assert (made.code, "the checkpoint has no time stamp" in made.err) == (0, True), made.err
    assert checked.reasons() == []


def test_without_settings_the_way_is_said(checked: Checked) -> None:
    checked.inspect()
    (checked.workspace.root / "fieldops.yaml").unlink()
    refused = checked.checkpoint()
    assert (refused.code, "workspace: NAME" in refused.err) == (2, True), refused.err


@pytest.mark.parametrize(
    ("language", "told"), [("en", "this key signs for zhang"), ("zh-CN", "zhang 的签名密钥")]
)
def test_a_key_of_a_person_signs_no_checkpoint_whoever_wrote_the_settings(
    checked: Checked, language: str, told: str
) -> None:
    checked.inspect()
    own = (checked.folder / "zhang").with_suffix(".pub").read_text().strip()
    checked.workspace.write("fieldops.yaml", SETTINGS.format(name="acme-service", key=own))
    refused = checked.workspace.run(
        "records", "checkpoint", "--key", str(checked.folder / "zhang"), language=language
    )
    assert (refused.code, told in refused.err) == (4, True), refused.err
    assert not checked.kept.exists()
