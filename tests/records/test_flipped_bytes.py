"""One byte that was changed anywhere in what is on record, at random positions, is found and named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.actions.archives import verify_archive
from fieldops.actions.records import verify_file, verify_records
from fieldops.actions.settings import open_store
from fieldops.errors import FieldopsError
from fieldops.records.chain import leaf_of, link_of
from fieldops.records.recorded import EMPTY
from fieldops.records.signing import SigningState
from tests.cli.test_confirm import Confirmed
from tests.cli.test_fill import JPEG, ROOM
from tests.conftest import Workspace

# What of the store stands in which column: all that means something is covered by the chain, or compared with what it follows from.
COLUMNS = ("stream", "number", "type", "version", "once", "leaf", "link", "body")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Confirmed:
    """An inspection, filled in by people too, that two have signed and the customer has confirmed, with a checkpoint, an archive and an export."""
    folder = tmp_path_factory.mktemp("whole")
    made = Confirmed(Workspace(folder / "workspace"), folder)
    robot = made.key("robot", "ed25519")
    public = robot.with_suffix(".pub").read_text().strip()
    text = f"apiVersion: fieldops/v1\nkind: Settings\nworkspace: test\ncheckpoint_keys: [{{key: {public}}}]\n"
    made.workspace.write("fieldops.yaml", text)
    run = _filled_in(made)
    made.conclude()
    for person in made.keys:
        assert made.sign(person).code == 0
    assert made.by_key().code == 0
    assert made.workspace.run("records", "checkpoint", "--key", str(robot)).code == 0
    for command in (
        ("run", "export", run, str(folder / "run.zip")),
        ("records", "export", run, str(folder / "run.jsonl")),
    ):
        assert made.workspace.run(*command).code == 0
    return made


def _filled_in(made: Confirmed) -> str:
    """An inspection by programs and people, with answers and a photo of what is not in order."""
    made.workspace.write("playbooks/rounds.yaml", ROOM)
    asked = ("--playbook", "test", "--playbook", "rounds", "--engineer", "zhang", "--engineer", "li")
    run = str(made.workspace.run("inspect", "acme", *asked, "-o", "json").json["run"])
    photo = made.folder / "door.jpg"
    photo.write_bytes(JPEG)
    answers = ("--item", "doors=no", "--note", "doors=lock", "--photo", f"doors={photo}", "--item", "air=24")
    assert made.workspace.run("run", "fill", run, "--engineer", "zhang", *answers).code == 3
    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def copied(whole: Confirmed, folder: Path) -> Path:
    root = folder / "copy"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(whole.workspace.root, root)
    return root


def flipped(raw: bytes, at: int, bit: int) -> bytes:
    at %= len(raw)
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


def found(root: Path) -> bool:
    """Whether `records verify --all` is not content; and that what it says is a sentence of ours."""
    try:
        told = verify_records(root, evidence=True)
    except FieldopsError:
        return True
    return not told.sound


places = given(pick=st.integers(0, 10**6), at=st.integers(0, 10**9), bit=st.integers(0, 7))
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@often
@given(
    column=st.sampled_from(COLUMNS),
    pick=st.integers(0, 10**6),
    at=st.integers(0, 10**9),
    bit=st.integers(0, 6),
)
def test_of_an_event(whole: Confirmed, folder: Path, column: str, pick: int, at: int, bit: int) -> None:
    root = copied(whole, folder)
    with closing(sqlite3.connect(root / ".fieldops/records.sqlite")) as db:
        db.execute("DROP TRIGGER events_stay")
        where = " WHERE once IS NOT NULL" if column == "once" else ""
        rows = db.execute(f"SELECT position, {column} FROM events{where} ORDER BY position").fetchall()
        position, value = rows[pick % len(rows)]
        new: object = value ^ (1 << bit) if isinstance(value, int) else flipped(value.encode(), at, bit)
        if isinstance(new, bytes):
            new = new.decode("utf-8", "replace")
        try:
            db.execute(f"UPDATE events SET {column} = ? WHERE position = ?", (new, position))
        except sqlite3.IntegrityError:
            return
        db.commit()
    assert found(root)


@often
@places
def test_of_a_blob(whole: Confirmed, folder: Path, pick: int, at: int, bit: int) -> None:
    root = copied(whole, folder)
    with closing(sqlite3.connect(root / ".fieldops/records.sqlite")) as db:
        rows = db.execute("SELECT sha256, size, deflated FROM blobs ORDER BY sha256").fetchall()
        digest, size, deflated = rows[pick % len(rows)]
        before = read_back(root, digest)
        if at % 20 == 0:
            db.execute("UPDATE blobs SET size = ? WHERE sha256 = ?", (size ^ (1 << bit), digest))
        elif at % 20 == 1:
            other = flipped(digest.encode(), at, bit % 7).decode("utf-8", "replace")
            db.execute("UPDATE blobs SET sha256 = ? WHERE sha256 = ?", (other, digest))
        else:
            db.execute("UPDATE blobs SET deflated = ? WHERE sha256 = ?", (flipped(deflated, at, bit), digest))
        db.commit()
    # Bits that fill up the last byte of a compressed stream are part of nothing.
    assert found(root) or (at % 20 > 1 and read_back(root, digest) == before)


def read_back(root: Path, digest: str) -> bytes:
    """What the store gives for a blob."""
    with closing(open_store(root)) as log:
        return log.blob(digest)


@often
@places
def test_of_a_checkpoint(whole: Confirmed, folder: Path, pick: int, at: int, bit: int) -> None:
    root = copied(whole, folder)
    files = sorted((root / "records/checkpoints").iterdir())
    file = files[pick % len(files)]
    raw = file.read_bytes()
    file.write_bytes(changed := flipped(raw, at, bit))
    if file.suffix == ".sig" and changed.split() == raw.split():
        return  # Another kind of space between lines: the same signature.
    assert found(root)


@often
@places
def test_of_an_archive_by_itself_and_by_the_team(
    whole: Confirmed, folder: Path, pick: int, at: int, bit: int
) -> None:
    file = folder / "changed.zip"
    file.write_bytes(flipped((whole.folder / "run.zip").read_bytes(), at, bit))
    told = verify_archive(file, None, whole.workspace.root, date(2026, 12, 1))
    assert told.faults
    assert all(fault.place for fault in told.faults)


@often
@places
def test_of_an_export(whole: Confirmed, folder: Path, pick: int, at: int, bit: int) -> None:
    file = folder / "changed.jsonl"
    file.write_bytes(flipped((whole.folder / "run.jsonl").read_bytes(), at, bit))
    try:
        told = verify_file(file)
    except FieldopsError:
        return
    assert told.verdict.faults or told.lost


def rehashed(root: Path, gone: int = 0, change: bool = False) -> None:
    """The store of somebody who owns the file: the last events left out, or one changed and everything hashed anew."""
    with closing(sqlite3.connect(root / ".fieldops/records.sqlite")) as db:
        for name in ("events_stay", "events_remain"):
            db.execute(f"DROP TRIGGER {name}")
        size = db.execute("SELECT max(position) FROM events").fetchone()[0]
        db.execute("DELETE FROM events WHERE position > ?", (size - gone,))
        if change:
            db.execute("UPDATE events SET body = replace(body, 'zhang', 'zhong')")
        link = EMPTY.link
        rows = db.execute(
            "SELECT position, stream, type, version, body FROM events ORDER BY position"
        ).fetchall()
        for position, stream, type, version, body in rows:
            leaf = leaf_of(stream, type, version, body)
            link = link_of(link, leaf)
            db.execute("UPDATE events SET leaf = ?, link = ? WHERE position = ?", (leaf, link, position))
        db.execute("DELETE FROM verified")
        db.commit()


@pytest.mark.parametrize("gone", range(1, 7))
def test_last_events_that_were_removed_are_found_by_checkpoint_or_signed_report(
    whole: Confirmed, folder: Path, gone: int
) -> None:
    root = copied(whole, folder)
    rehashed(root, gone=gone)
    told = verify_records(root, evidence=True)
    codes = {fault.code for fault in told.kept.faults}
    assert (told.verdict.faults, "checkpoint.truncated" in codes) == ((), True)


def test_a_store_that_was_written_anew_is_found_by_checkpoint_and_signed_report(
    whole: Confirmed, folder: Path
) -> None:
    root = copied(whole, folder)
    rehashed(root, change=True)
    told = verify_records(root, evidence=True)
    assert {"checkpoint.rewritten"} <= {fault.code for fault in told.kept.faults}
    shutil.rmtree(root / "records")
    told = verify_records(root, evidence=True)
    assert told.kept.faults
    assert SigningState.FINAL.value not in whole.workspace.run("-C", str(root), "run", "list").out
