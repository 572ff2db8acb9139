"""Evidence is deleted when its time is over, on record; nothing is damaged by it, and what another run needs stays."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from fieldops.actions.forgetting import Forgetting, forget_before, forget_run
from fieldops.actions.runs import Wanted
from fieldops.errors import FieldopsError, Refused
from fieldops.messages.text import Text
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.records.order_events import HandedIn, OrderTold, order_stream
from fieldops.records.run_events import BlobsForgotten
from fieldops.records.snapshots import PersonSnapshot
from fieldops.records.sqlite import open_sqlite
from tests.cli.test_sign import Signed
from tests.conftest import LASTING, Workspace, again

LATER = datetime.now(UTC) + timedelta(days=800)
HOST = {"id": "h1", "host": {"address": "localhost", "transport": "local"}}
ONE_YEAR = "retention: [{records: inspection_evidence, keep: 1 year, counted_from: creation}]\n"


class Keeping(Signed):
    """A workspace whose evidence is kept for a year."""

    def agreed(self, retention: str = ONE_YEAR) -> None:
        self.workspace.contract([HOST], contract=LASTING, more=retention)

    def final(self) -> str:
        run = self.inspect()
        self.conclude()
        for person in self.keys:
            assert self.sign(person).code == 0
        return run

    def forget(self, run: str, now: datetime = LATER, only_say: bool = False) -> Forgetting:
        return forget_run(self.workspace.root, Wanted(run), "zhang", now, only_say)

    def output(self, run: str):
        return self.workspace.run("run", "output", run, "h1", "name")

    def blobs(self) -> int:
        with closing(sqlite3.connect(self.workspace.root / ".fieldops/records.sqlite")) as db:
            return int(db.execute("SELECT count(*) FROM blobs").fetchone()[0])


@pytest.fixture
def keeping(workspace: Workspace, tmp_path: Path) -> Keeping:
    made = Keeping(workspace, tmp_path)
    made.agreed()
    return made


def test_what_was_deleted_as_agreed_is_told_as_that_everywhere_and_never_as_damage(keeping: Keeping) -> None:
    run = keeping.final()
    before = keeping.blobs()
    done = keeping.forget(run)
    assert ([each.run for each in done.forgotten], done.given_back) == ([run], True)
    assert keeping.blobs() < before
    assert b"this-machine\n" not in (keeping.workspace.root / ".fieldops/records.sqlite").read_bytes()
    run_of = keeping.workspace.run
    for language, told in (("en", "deleted on"), ("zh-CN", "按约定删除")):
        shown = run_of("run", "output", run, "h1", "name", language=language)
        assert (shown.code, told in shown.err) == (3, True), shown.err
        verified = run_of("records", "verify", "--all", language=language)
        assert (verified.code, told.replace("on", "as agreed") in verified.out) == (0, True), verified.out
        assert told in run_of("verify", run, language=language).out
    assert run_of("verify", run).code == 0
    assert run_of("run", "show", run).code == 0
    page = keeping.folder / "page.html"
    assert run_of("report", run, "--lang", "en", "--output", str(page)).code == 0
    annex = keeping.folder / "page-annex.html"
    assert ("deleted on" in page.read_text(), "deleted on" in annex.read_text()) == (True, True)
    archive = str(keeping.folder / "run.zip")
    assert run_of("run", "export", run, archive).code == 0
    assert run_of("verify", archive).code == 0
    exported = keeping.folder / "run.jsonl"
    assert run_of("records", "export", run, str(exported)).code == 0
    told = run_of("records", "verify", str(exported), "-o", "json")
    assert (told.code, told.json["lost"], told.json["forgotten"] > 0) == (0, [], True)


def test_before_its_time_nothing_is_deleted_and_the_day_is_told(keeping: Keeping) -> None:
    run = keeping.inspect()
    for language, told in (("en", "is to be kept until"), ("zh-CN", "须保存至")):
        refused = keeping.workspace.run("records", "forget", run, "--by", "zhang", language=language)
        assert (refused.code, told in refused.err) == (4, True), refused.err
    kept = keeping.workspace.run("records", "forget", "--before", "2999-01-01", "--by", "zhang", "-o", "json")
    assert (kept.code, kept.json["forgotten"], [each["run"] for each in kept.json["kept"]]) == (0, [], [run])
    keeping.agreed("")
    with pytest.raises(Refused) as error:
        keeping.forget(run)
    assert error.value.code == "forget.nothing-agreed"
    assert keeping.output(run).code == 0


@pytest.mark.parametrize(
    ("more", "forgotten"),
    [
        ("{records: service_file, keep: 3 years, counted_from: creation}", False),
        ("{records: session_records, keep: 1 month, counted_from: service_end}", False),
        ("{records: logs, keep: 9 years, counted_from: creation}", True),
    ],
)
def test_of_several_agreed_times_the_longest_holds(keeping: Keeping, more: str, forgotten: bool) -> None:
    run = keeping.inspect()
    keeping.agreed(ONE_YEAR.replace("]", f", {more}]"))
    if forgotten:
        assert keeping.forget(run).forgotten
    else:
        with pytest.raises(Refused) as error:
            keeping.forget(run)
        assert error.value.code == "forget.too-early"


def test_what_another_run_needs_stays_until_that_is_forgotten_too(keeping: Keeping) -> None:
    first, second = keeping.inspect(), keeping.inspect()
    keeping.forget(first)
    assert keeping.output(first).code == 3
    assert keeping.output(second).out == "this-machine\n"
    assert keeping.workspace.run("records", "verify", "--all").code == 0
    keeping.forget(second)
    assert keeping.output(second).code == 3
    assert keeping.workspace.run("records", "verify", "--all").code == 0


def test_what_was_handed_in_with_an_order_stays_when_the_same_bytes_of_a_run_are_forgotten(
    keeping: Keeping,
) -> None:
    run, at, raw = keeping.inspect(), datetime.now(UTC).replace(microsecond=0), b"this-machine\n"
    file = HandedIn("output.txt", sha256(raw).hexdigest(), len(raw))
    with closing(open_sqlite(keeping.workspace.root / ".fieldops/records.sqlite", at)) as log:
        log.append(order_stream("SO-1"), [encode(OrderTold("SO-1", "signed", at, at, file=file))], 0, [raw])
        keeping.forget(run)
        assert log.blob(file.sha256) == raw
    assert keeping.output(run).code == 3
    assert keeping.workspace.run("records", "verify", "--all").code == 0


def test_forgetting_twice_changes_nothing_and_many_are_forgotten_at_once(keeping: Keeping) -> None:
    runs = {keeping.inspect(), keeping.inspect()}
    root = keeping.workspace.root
    said = forget_before(root, LATER.date(), "zhang", LATER, only_say=True)
    done = forget_before(root, LATER.date(), "zhang", LATER)
    assert {each.run for each in said.forgotten} == {each.run for each in done.forgotten} == runs
    assert forget_before(root, LATER.date(), "zhang", LATER).forgotten == ()
    assert keeping.forget(runs.pop()).forgotten == ()


def test_an_event_that_deletes_before_its_time_excuses_nothing(keeping: Keeping) -> None:
    """Whoever deletes evidence and writes such an event beside it is told of."""
    run = keeping.inspect()
    at = datetime.now(UTC).replace(microsecond=0)
    person = PersonSnapshot("zhang", Text("张伟", "Zhang Wei"))
    with closing(open_sqlite(keeping.workspace.root / ".fieldops/records.sqlite", at)) as log:
        stream = run_stream(run)
        events = log.read(stream)
        digests = tuple(sorted(set(log.blobs())))
        early = BlobsForgotten(run, digests, date(2999, 1, 1), "", person, at)
        log.forget(stream, encode(early), len(events), digests[:1])
    verified = keeping.workspace.run("records", "verify", "--all", "-o", "json")
    assert (verified.code, verified.json["forgotten"]) == (1, 0)


def test_what_was_judged_is_never_excused_by_such_an_event(keeping: Keeping) -> None:
    run = keeping.inspect()
    at = datetime.now(UTC).replace(microsecond=0)
    person = PersonSnapshot("zhang", Text("张伟", "Zhang Wei"))
    with closing(open_sqlite(keeping.workspace.root / ".fieldops/records.sqlite", at)) as log:
        stream = run_stream(run)
        digests = tuple(sorted(set(log.blobs())))
        all_of_it = BlobsForgotten(run, digests, date(2020, 1, 1), "", person, at)
        log.forget(stream, encode(all_of_it), len(log.read(stream)), digests)
    assert keeping.workspace.run("records", "verify", "--all").code == 1


def test_where_it_cannot_be_recorded_nothing_is_deleted(keeping: Keeping) -> None:
    run = keeping.inspect()
    at = datetime.now(UTC).replace(microsecond=0)
    person = PersonSnapshot("zhang", Text("张伟", "Zhang Wei"))
    with closing(open_sqlite(keeping.workspace.root / ".fieldops/records.sqlite", at)) as log:
        before = list(log.blobs())
        with pytest.raises(FieldopsError):
            log.forget(
                run_stream(run),
                encode(BlobsForgotten(run, tuple(before), date(2020, 1, 1), "", person, at)),
                1,
                before,
            )
        assert list(log.blobs()) == before


def test_an_archive_of_which_evidence_is_gone_is_verified_and_not_taken_in(keeping: Keeping) -> None:
    from tests.cli.test_imports import other

    there = other(keeping)
    run = keeping.final()
    keeping.forget(run)
    archive = str(keeping.folder / "run.zip")
    assert keeping.workspace.run("run", "export", run, archive).code == 0
    refused = there.run("run", "import", archive)
    assert (refused.code, "the sender has deleted evidence" in refused.err) == (4, True), refused.err


# Ends itself by SIGKILL at the so-and-so-many-th line of what deletes; 0: at none, and says how many lines there are.
KILLED = """\
import os, signal, sys
from datetime import datetime
from pathlib import Path
from fieldops.actions import forgetting
root, now, end = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
seen = 0
def line(frame, event, arg):
    global seen
    if event == "line":
        seen += 1
        if seen == end:
            os.kill(os.getpid(), signal.SIGKILL)
    return line
def call(frame, event, arg):
    name = frame.f_code.co_filename
    return line if name.endswith(("records/sqlite.py", "records/database.py", "actions/forgetting.py")) else None
sys.settrace(call)
forgetting.forget_before(root, now.date(), "zhang", now)
print(seen)
"""


@again
def test_what_is_killed_while_it_deletes_is_taken_up_again_and_nothing_is_half_deleted(
    keeping: Keeping, tmp_path: Path
) -> None:
    runs = [keeping.inspect() for _ in range(3)]

    def killed_at(end: int) -> tuple[Path, subprocess.CompletedProcess[str]]:
        root = tmp_path / f"killed-{end}"
        shutil.copytree(keeping.workspace.root, root)
        command = [sys.executable, "-c", KILLED, str(root), LATER.isoformat(), str(end)]
        return root, subprocess.run(command, capture_output=True, text=True, check=False)

    _, whole = killed_at(0)
    lines = int(whole.stdout)
    for end in random.Random(11).sample(range(lines // 4, lines), 5):
        root, ended = killed_at(end)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        here = Workspace(root)
        verified = here.run("records", "verify", "--all")
        assert verified.code == 0, (end, verified.out)
        # Each run has all of its evidence, or none and says so.
        codes = [here.run("run", "output", run, "h1", "name").code for run in runs]
        assert set(codes) <= {0, 3}
        again = forget_before(root, LATER.date(), "zhang", LATER)
        assert [each.run for each in again.forgotten] == [
            run for run, code in zip(runs, codes, strict=True) if code == 0
        ]
        assert [here.run("run", "output", run, "h1", "name").code for run in runs] == [3, 3, 3]
        assert here.run("records", "verify", "--all").code == 0
        assert b"this-machine\n" not in (root / ".fieldops/records.sqlite").read_bytes()
