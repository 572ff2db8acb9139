"""A customer signs the sheet itself, with the real ssh-keygen; what is handed in is recorded with its hash."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from conftest import again
from service.stories import Desk, instant

from fieldops.actions.order_documents import paper, render
from fieldops.actions.order_evidence import evidence_of, kept_files, with_evidence
from fieldops.actions.order_files import export_lines, import_order
from fieldops.actions.order_telling import Word, tell
from fieldops.actions.orders import View
from fieldops.actions.settings import open_store
from fieldops.actions.signed_papers import NAMESPACE
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.records.verification import lost_blobs, verify_log

TESTS = Path(__file__).parents[1]
CALLED, AT = "2026-02-13T17:20", "2026-02-13T20:10"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose customer's contact has a key."""
    found = Desk(tmp_path, "archive-digitisation")
    file = found.root / "contracts" / "archive-digitisation.yaml"
    public = made_key(tmp_path / "key")
    text = file.read_text("utf-8")
    line = next(each for each in text.splitlines() if "name: 陈立" in each)
    indent = " " * (len(line) - len(line.lstrip()) + (2 if line.lstrip().startswith("- ") else 0))
    assert "{" not in line
    added = f"{line}\n{indent}signing_keys: [{{key: {public}}}]"
    file.write_text(text.replace(line, added, 1), "utf-8")
    found.call(CALLED, severity="ordinary", asset="scanner-01", caller="陈立")
    found.tell("2026-02-13T20:00", "resolved")
    return found


def made_key(path: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True)
    return " ".join(path.with_name(f"{path.name}.pub").read_text("ascii").split()[:2])


def sheet(desk: Desk) -> Path:
    file = desk.root / "sheet.html"
    told = paper(desk.root, desk.order, "sheet", None, instant(AT))
    file.write_bytes(render(desk.root, told, "html"))
    return file


def sign(file: Path, key: Path, namespace: str = NAMESPACE) -> None:
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", key, file], check=True)


def ssh_keygen_verifies(file: Path, allowed: Path, signer: str) -> bool:
    """Whether OpenSSH alone finds the signature beside the file to be that signer's."""
    command = (
        "ssh-keygen",
        "-Y",
        "verify",
        "-n",
        NAMESPACE,
        "-f",
        allowed,
        "-I",
        signer,
        "-s",
        f"{file}.sig",
    )
    with file.open("rb") as text:
        return subprocess.run(command, stdin=text, capture_output=True, check=False).returncode == 0


def handed(desk: Desk, file: Path) -> str:
    word = Word("signed", AT, {"evidence": str(file)})
    return with_evidence(desk.root, desk.order, word, instant(AT)).values["evidence"]


@pytest.mark.shows("order log", "B6")
def test_a_sheet_that_the_customer_signed_counts_and_ssh_keygen_alone_verifies_it(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    said = handed(desk, file)
    assert said.startswith(
        f"sheet.html (SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()}) {NAMESPACE} 陈立 SHA256:"
    )
    view = desk.tell(AT, "signed", evidence=said)
    assert view.order.told[-1].evidence == said
    allowed = desk.root / "allowed_signers"
    allowed.write_text(f"chen-li {(desk.root / 'key.pub').read_text('ascii')}", "utf-8")
    assert ssh_keygen_verifies(file, allowed, "chen-li")


def hand_in_signed(desk: Desk, file: Path, at: str = AT) -> View:
    """The customer's sheet is recorded, with the signature beside it."""
    word = Word("signed", at, {"evidence": str(file)})
    return tell(desk.root, desk.order, with_evidence(desk.root, desk.order, word, instant(at)), instant(at))[
        0
    ]


def test_the_signature_is_kept_with_the_sheet_and_given_out_again_as_it_was(
    desk: Desk, tmp_path: Path
) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    signature = file.with_name("sheet.html.sig").read_bytes()
    told = hand_in_signed(desk, file).order.told[-1]
    assert (told.signature.name, told.signature.size) == ("sheet.html.sig", len(signature))
    raw = file.read_bytes()
    file.unlink()
    (kept,) = kept_files(desk.root, desk.order)
    assert (kept.raw, kept.signature) == (raw, signature)
    assert lost(desk) == []


def test_however_it_is_typed_a_signature_of_the_customer_is_verified(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    words = [
        Word(kind, AT, {"evidence": str(file)} | ({"by": by} if by is not None else {}))
        for kind in ("signed", "服务单已签字", "签字", "sheet signed")
        for by in (None, "customer", "客户", "陈立")
    ]
    for word in words:
        found = with_evidence(desk.root, desk.order, word, instant(AT))
        assert f"{NAMESPACE} 陈立 SHA256:" in found.values["evidence"]
        assert found.signature is not None
    file.write_bytes(file.read_bytes() + b" ")
    for word in words:
        with pytest.raises(Refused, match=r"signature\.bad"):
            with_evidence(desk.root, desk.order, word, instant(AT))


def test_a_key_of_somebody_else_than_was_named_is_told(desk: Desk) -> None:
    contacts = desk.show(AT).agreement.signed.customer.contacts
    other = next(each.name for each in contacts if each.name != "陈立")
    file = sheet(desk)
    sign(file, desk.root / "key")
    with pytest.raises(Refused, match="key-of-other"):
        with_evidence(
            desk.root, desk.order, Word("签字", AT, {"evidence": str(file), "by": other}), instant(AT)
        )


def test_a_sheet_that_says_less_than_is_recorded_is_refused_and_says_until_when_it_is(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    desk.tell("2026-02-13T20:05", "cause_found", note="a worn roller")
    with pytest.raises(Refused, match="older-sheet") as refused:
        handed(desk, file)
    assert "2026-02-13 20:00" in refused.value.values["version"]


def test_the_same_person_twice_is_one_signature(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    hand_in_signed(desk, file)
    # The very same told once more is nothing new.
    assert "陈立" in handed(desk, file)
    other = desk.root / "other.html"
    told = paper(desk.root, desk.order, "sheet", "en", instant(AT))
    other.write_bytes(render(desk.root, told, "html"))
    sign(other, desk.root / "key")
    with pytest.raises(Refused, match="signed-already"):
        handed(desk, other)


def test_a_key_of_the_team_does_not_sign_for_the_customer_and_its_holder_is_named(desk: Desk) -> None:
    team = desk.root / "contracts" / "team-east.yaml"
    public = made_key(desk.root / "mine")
    text = team.read_text("utf-8")
    theirs = " ".join(text[text.index("ssh-ed25519 ") :].split()[:2])
    team.write_text(text.replace(theirs, public), "utf-8")
    file = sheet(desk)
    sign(file, desk.root / "mine")
    with pytest.raises(Refused, match="key-of-team"):
        handed(desk, file)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ("valid_from: 2026-02-14", "signature.key-too-early"),
        ("valid_until: 2026-02-12", "signature.key-expired"),
        ("revoked_from: 2026-02-01", "signature.key-revoked"),
    ],
)
def test_a_key_signs_on_its_days_only(desk: Desk, days: str, code: str) -> None:
    file = desk.root / "contracts" / "archive-digitisation.yaml"
    text = file.read_text("utf-8")
    end = text.index("}]", text.index("signing_keys: [{key: "))
    file.write_text(f"{text[:end]}, {days}{text[end:]}", "utf-8")
    told = sheet(desk)
    sign(told, desk.root / "key")
    with pytest.raises(Refused, match=code):
        handed(desk, told)


@pytest.mark.parametrize(("make", "code"), [(Path.mkdir, "paper.folder"), (os.mkfifo, "paper.pipe")])
def test_what_has_no_content_to_keep_is_refused_and_not_taken_for_words(desk: Desk, make, code: str) -> None:
    path = desk.root / "handed"
    make(path)
    with pytest.raises(UsageError, match=code):
        evidence_of(str(path))
    with pytest.raises(UsageError, match=code):
        handed(desk, path)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("changed", "signature.bad"),
        ("other purpose", "signature.other-namespace"),
        ("other key", "confirmation.unknown-key"),
        ("other sheet", "paper.other-sheet"),
        ("no signature", "signature.unreadable"),
    ],
)
def test_what_the_customer_has_not_signed_is_refused(desk: Desk, how: str, code: str) -> None:
    file, key = sheet(desk), desk.root / "key"
    if how == "other sheet":
        file.write_text("<p>I owe you nothing</p>", "utf-8")
    if how == "other key":
        key = desk.root / "another"
        made_key(key)
    sign(file, key, "report@fieldops" if how == "other purpose" else NAMESPACE)
    if how == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    if how == "no signature":
        file.with_name("sheet.html.sig").write_text("signed, Chen", "utf-8")
    with pytest.raises(FieldopsError) as refused:
        handed(desk, file)
    assert refused.value.code == code


def test_a_sheet_signed_before_the_engineer_reported_is_still_the_sheet(desk: Desk) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    desk.tell("2026-02-13T20:05", "reported_done")
    assert "陈立" in handed(desk, file)


def test_a_scan_is_recorded_with_its_hash_and_a_text_as_it_is(desk: Desk) -> None:
    scan = desk.root / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    assert handed(desk, scan) == f"scan.pdf (SHA-256 {hashlib.sha256(b'%PDF-1.7').hexdigest()})"
    assert handed(desk, Path("folder 7, page 3")) == "folder 7, page 3"


@pytest.mark.parametrize("name", ["sheeet.pdf", "scans/签字单.JPG"])
def test_the_name_of_a_file_that_is_not_there_is_no_evidence(desk: Desk, name: str) -> None:
    with pytest.raises(UsageError, match="no-such-file"):
        with_evidence(desk.root, desk.order, Word("signed", AT, {"evidence": name}), instant(AT))
    told = Word("signed", AT, {"evidence": f"filed as {name}"})
    assert with_evidence(desk.root, desk.order, told, instant(AT)) == told


def test_a_signature_that_is_only_told_of_counts_as_told_and_not_as_verified(
    desk: Desk, tmp_path: Path
) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    said = handed(desk, file)
    with pytest.raises(UsageError) as refused:
        with_evidence(desk.root, desk.order, Word("signed", AT, {"evidence": said}), instant(AT))
    assert refused.value.code == "paper.claimed"
    desk.tell(AT, "signed", evidence=said)
    lines = tmp_path / "order.jsonl"
    lines.write_text("\n".join(export_lines(desk.show(AT).order)), "utf-8")
    # Where it was verified it is known; elsewhere it is what the file says.
    assert import_order(desk.root, lines, instant(AT)).new == 0
    there = Desk(tmp_path / "there", "archive-digitisation")
    taken_in = import_order(there.root, lines, instant(AT))
    assert (
        taken_in.view.order.told[-1].evidence
        == said.replace(NAMESPACE, f"[not verified here: {NAMESPACE}") + "]"
    )
    assert import_order(there.root, lines, instant(AT)).new == 0
    # Written out and taken in once more it says so once.
    lines.write_text("\n".join(export_lines(taken_in.view.order)), "utf-8")
    assert import_order(there.root, lines, instant(AT)).new == 0


SCAN = b"%PDF-1.7 signed"
SCAN_SHA256 = hashlib.sha256(SCAN).hexdigest()


def hand_in(desk: Desk, kind: str = "signed") -> int:
    """Tell of the order with a scan as evidence; how much of it was new."""
    scan = desk.root / "scan.pdf"
    scan.write_bytes(SCAN)
    word = with_evidence(desk.root, desk.order, Word(kind, AT, {"evidence": str(scan)}), instant(AT))
    return tell(desk.root, desk.order, word, instant(AT))[1]


def lost(desk: Desk) -> list[str]:
    with closing(open_store(desk.root)) as log:
        return [fault.code for _, fault in lost_blobs(log)]


@pytest.mark.shows("order log", "B6")
def test_a_file_that_is_handed_in_is_kept_and_found_again(desk: Desk) -> None:
    assert [hand_in(desk), hand_in(desk)] == [1, 0]
    (desk.root / "scan.pdf").unlink()
    (kept,) = kept_files(desk.root, desk.order)
    assert (kept.file.name, kept.file.sha256, kept.file.size) == ("scan.pdf", SCAN_SHA256, len(SCAN))
    assert (kept.raw, kept.signature) == (SCAN, None)
    assert lost(desk) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM blobs WHERE sha256 = :sha256", "store.blob-missing"),
        ("UPDATE blobs SET deflated = :other WHERE sha256 = :sha256", "store.blob-damaged"),
    ],
)
def test_a_file_that_is_gone_or_altered_is_told_by_verification(desk: Desk, change: str, code: str) -> None:
    hand_in(desk)
    with closing(sqlite3.connect(desk.root / ".fieldops" / "records.sqlite")) as database, database:
        database.execute(change, {"sha256": SCAN_SHA256, "other": zlib.compress(b"%PDF-1.7 Signed")})
    assert lost(desk) == [code]
    with pytest.raises(FieldopsError, match=code):
        list(kept_files(desk.root, desk.order))


def test_what_is_refused_leaves_no_file_behind(desk: Desk) -> None:
    with pytest.raises(FieldopsError):
        hand_in(desk, "closed")
    with closing(open_store(desk.root)) as log:
        assert not log.has_blob(SCAN_SHA256)


# Ends itself by SIGKILL at the so-and-so-many-th line of what writes the store; 0: at none, and says how many lines there are.
KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from service.stories import instant
from fieldops.actions.order_evidence import with_evidence
from fieldops.actions.order_telling import Word, tell
root, order, file, at, wanted = Path(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5])
word = with_evidence(root, order, Word("signed", at, {"evidence": file}), instant(at))
lines = 0
def line(frame, event, arg):
    global lines
    if event == "line":
        lines += 1
        if lines == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
    return line
def call(frame, event, arg):
    return line if frame.f_code.co_filename.endswith(("records/sqlite.py", "records/database.py")) else None
sys.settrace(call)
tell(root, order, word, instant(at))
sys.settrace(None)
print(lines)
"""


def killed(desk: Desk, file: Path, wanted: int) -> subprocess.CompletedProcess[str]:
    given = [sys.executable, "-c", KILLED, desk.root, desk.order, file, AT, str(wanted)]
    paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
    return subprocess.run(
        given, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )


@again
def test_killed_while_a_sheet_is_kept_there_is_all_of_it_or_nothing(desk: Desk, tmp_path: Path) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    store = desk.root / ".fieldops" / "records.sqlite"
    before = store.read_bytes()
    lines = int(killed(desk, file, 0).stdout)
    # The second half is what writes.
    for wanted in (lines // 2, 2 * lines // 3, 5 * lines // 6, lines):
        store.with_name("records.sqlite-journal").unlink(missing_ok=True)
        store.write_bytes(before)
        assert killed(desk, file, wanted).returncode == -signal.SIGKILL
        with closing(open_store(desk.root)) as log:
            assert not verify_log(log).faults
        kept = list(kept_files(desk.root, desk.order))
        assert [each.raw for each in kept] in ([], [file.read_bytes()])
        assert all(each.signature for each in kept)
        assert lost(desk) == []
        # Told once more it is there, once.
        hand_in_signed(desk, file)
        assert len(list(kept_files(desk.root, desk.order))) == 1
        assert [each.kind for each in desk.show(AT).order.told].count("signed") == 1


@pytest.mark.parametrize("by", ["customer", "客户", "陈立"])
def test_a_signature_is_verified_in_whichever_words_the_customer_is_named(desk: Desk, by: str) -> None:
    file = sheet(desk)
    sign(file, desk.root / "key")
    file.write_bytes(file.read_bytes() + b" ")
    word = Word("signed", AT, {"evidence": str(file), "by": by})
    with pytest.raises(FieldopsError, match=r"signature\.bad"):
        with_evidence(desk.root, desk.order, word, instant(AT))
