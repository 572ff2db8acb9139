"""The manifest of a run: the same bytes from the same record, other bytes from any other, whatever comes later."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import pytest

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import ProbeEnd
from fieldops.records.canonical import canonical
from fieldops.records.chain import leaf_of, link_of
from fieldops.records.codecs import UnknownEvent, decode, decoded, encode
from fieldops.records.events import Event
from fieldops.records.manifest import Manifest, manifest_of
from fieldops.records.recorded import EMPTY, Head, Recorded
from fieldops.records.run_events import Evidence, HostFinished, HostStatus, RunFinished, RunStarted
from fieldops.records.snapshots import DocumentSnapshot
from fieldops.structs import replaced
from tests.records.test_version1 import HOST, START

AT = datetime.fromisoformat("2026-03-01T09:00:00+08:00")
OUT = b"/ 83.2\n"
DIGEST = hashlib.sha256(OUT).hexdigest()
DOCUMENT = DocumentSnapshot("Contract", "acme", "contracts/acme.yaml", "d" * 64, 7)


class Stream:
    """A run's events as a log gives them, and the blobs beside them."""

    def __init__(self, *events: Event, start: Head = EMPTY, name: str = "run/r1") -> None:
        self.blobs = {DIGEST: OUT}
        self.events: list[Recorded] = []
        link = start.link
        for number, event in enumerate(events, 1):
            one = encode(event)
            self.blobs |= {hashlib.sha256(raw).hexdigest(): raw for raw in one.blobs}
            leaf = leaf_of(name, one.type, one.version, one.body)
            link = link_of(link, leaf)
            place = (start.size + number, name, number)
            self.events.append(Recorded(*place, one.type, one.version, one.body, leaf, link))

    def manifest(self) -> Manifest:
        found = manifest_of(decoded(self.events, self.blobs.__getitem__))
        assert found is not None
        return found


def started(**more: Any) -> RunStarted:
    event = decode("run.started", 1, json.dumps(START), {}.__getitem__)
    assert isinstance(event, RunStarted)
    return replaced(event, documents=(DOCUMENT,), **more)


EVIDENCE = Evidence("df", ProbeEnd.OK, 0, 12, False, DIGEST, len(OUT), DIGEST, len(OUT))
HOST_1 = HostFinished("h1", HostStatus.DONE, AT, 1500, checks=(CheckResult("c", Verdict.OK),), evidence=(EVIDENCE,))  # fmt: skip
END = RunFinished("r1", AT.replace(minute=30))


def test_it_names_events_blobs_and_documents() -> None:
    stream = Stream(started(), HOST_1, END)
    manifest = stream.manifest()
    assert (manifest.run, manifest.contract, manifest.finished) == ("r1", "acme", END.finished)
    assert [(each.number, each.type, each.version) for each in manifest.events] == [
        (1, "run.started", RunStarted.VERSION),
        (2, "host.finished", HostFinished.VERSION),
        (3, "run.finished", 1),
    ]
    assert [each.leaf for each in manifest.events] == [each.leaf for each in stream.events]
    sizes = {each.sha256: each.size for each in manifest.blobs}
    assert sizes == {sha256: len(raw) for sha256, raw in stream.blobs.items()} | {"d" * 64: 7}
    assert list(sizes) == sorted(sizes)
    assert manifest.documents == (DOCUMENT,)


def test_its_bytes_are_canonical_and_always_the_same() -> None:
    one, again = Stream(started(), HOST_1, END).manifest(), Stream(started(), HOST_1, END).manifest()
    assert one.raw == again.raw
    assert one.sha256 == hashlib.sha256(one.raw).hexdigest()
    assert canonical(json.loads(one.raw)) == one.raw.decode()
    assert json.loads(one.raw)["format"] == "fieldops/run-manifest/v1"


def test_where_the_run_stands_in_the_log_does_not_matter() -> None:
    elsewhere = Stream(started(), HOST_1, END, start=Head(40, "a" * 64))
    assert elsewhere.manifest().raw == Stream(started(), HOST_1, END).manifest().raw


@pytest.mark.parametrize(
    "later",
    [HOST_1, replaced(HOST_1, host="h2"), END, RunFinished("r1", AT)],
    ids=["the host again", "another host", "the end again", "another end"],
)
def test_what_is_recorded_after_the_end_changes_nothing(later: Event) -> None:
    assert Stream(started(), HOST_1, END, later).manifest().raw == Stream(started(), HOST_1, END).manifest().raw  # fmt: skip


@pytest.mark.parametrize(
    "events",
    [
        (started(engineers=("li",)), HOST_1, END),
        (started(), replaced(HOST_1, ms=1501), END),
        (started(), replaced(HOST_1, checks=()), END),
        (started(), replaced(HOST_1, evidence=()), END),
        (started(), HOST_1, replaced(END, finished=AT)),
        (started(), HOST_1, replaced(HOST_1, host="h2"), END),
        (started(), END),
        (started(), HOST_1),
    ],
)
def test_any_other_record_has_another_manifest(events: tuple[Event, ...]) -> None:
    assert Stream(*events).manifest().sha256 != Stream(started(), HOST_1, END).manifest().sha256


def test_a_run_that_was_cut_off_says_so() -> None:
    assert json.loads(Stream(started(), HOST_1).manifest().raw)["finished"] is None


def test_a_run_of_version_1_has_one_too() -> None:
    bodies = (("run.started", START), ("host.finished", HOST), ("run.finished", {"run": "r1", "finished": "2026-03-01T09:30:00+08:00"}))  # fmt: skip
    events = [
        Recorded(at, "run/r1", at, type, 1, body, leaf_of("run/r1", type, 1, body), "0" * 64)
        for at, (type, body) in enumerate(((type, json.dumps(body)) for type, body in bodies), 1)
    ]
    manifest = manifest_of(decoded(events, {}.__getitem__))
    assert manifest is not None
    assert [(each.sha256[0], each.size) for each in manifest.blobs] == [("a", 5), ("b", 0)]
    assert (manifest.documents, len(manifest.events)) == ((), 3)


def test_a_stream_that_is_no_run_has_none_and_what_cannot_be_read_is_not_signed() -> None:
    assert manifest_of(decoded(Stream(HOST_1).events, Stream(HOST_1).blobs.__getitem__)) is None
    stream = Stream(started(), HOST_1, END)
    stream.events[1] = replaced(stream.events[1], version=99)
    with pytest.raises(UnknownEvent):
        stream.manifest()
