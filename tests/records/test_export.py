"""One run handed out: verified with the leaves of the others only, and everything that is done to the file is noticed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fieldops.errors import FieldopsError
from fieldops.records.chain import Reason
from fieldops.records.export import Export, export_lines, verify_export
from fieldops.records.log import Broken, run_stream
from fieldops.records.recorded import Encoded, Head
from tests.records import version_1
from tests.records.memory_log import MemoryLog

OUT, ERR = b"alpha\n", b""


def evidence() -> list[dict[str, Any]]:
    from hashlib import sha256

    return [
        {
            "probe": "name",
            "why": "ok",
            "exit_code": 0,
            "ms": 3,
            "cut": False,
            "out_sha256": sha256(OUT).hexdigest(),
            "out_size": len(OUT),
            "err_sha256": sha256(ERR).hexdigest(),
            "err_size": len(ERR),
        }
    ]


def add(log: MemoryLog, run: str, at: int) -> None:
    kind, body = version_1.run(run)[at][1:]
    if kind == "host.finished":
        body["evidence"] = evidence()
    blobs = (OUT, ERR) if body.get("evidence") else ()
    log.append(run_stream(run), [Encoded(kind, 1, json.dumps(body, ensure_ascii=False))], blobs=blobs)


@pytest.fixture
def log() -> MemoryLog:
    """Three runs, their events mixed: r1 r2 r1 r3 r2 r1 r3."""
    made = MemoryLog()
    for run, at in (("r1", 0), ("r2", 0), ("r1", 1), ("r3", 0), ("r2", 1), ("r1", 2), ("r3", 1)):
        add(made, run, at)
    return made


def exported(log: MemoryLog, run: str = "r2") -> list[str]:
    return list(export_lines(log, run_stream(run)))


def reasons(found: Export) -> list[Reason]:
    return [fault.reason for fault in found.verdict.faults]


def changed(lines: list[str], at: int, **values: Any) -> list[str]:
    return [*lines[:at], json.dumps({**json.loads(lines[at]), **values}), *lines[at + 1 :]]


@pytest.mark.parametrize("run", ["r1", "r2", "r3"])
def test_a_run_is_verified_without_the_data_of_the_others(log: MemoryLog, run: str) -> None:
    lines = exported(log, run)
    others = {"r1", "r2", "r3"} - {run}
    assert not any(f"run/{other}" in line or f'\\"{other}\\"' in line for other in others for line in lines)
    found = verify_export(lines, log.head())
    assert (found.stream, reasons(found), found.lost) == (run_stream(run), [], ())
    assert found.verdict.head == log.head()
    assert found.events == len(log.read(run_stream(run)))


def test_a_head_between_the_first_event_and_the_last_is_met_too(log: MemoryLog) -> None:
    assert reasons(verify_export(exported(log), log.head(4))) == []
    assert reasons(verify_export(exported(log), Head(4, "f" * 64))) == [Reason.REWRITTEN]


def events_of(lines: list[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if "body" in json.loads(line)]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("stream", "run/r9", Reason.ALTERED),
        ("number", 9, Reason.NUMBER_ALTERED),
        ("type", "run.finished", Reason.ALTERED),
        ("version", 2, Reason.ALTERED),
        ("body", "{}", Reason.ALTERED),
        ("leaf", "f" * 64, Reason.LEAF_ALTERED),
        ("link", "f" * 64, Reason.LINK_ALTERED),
        ("position", 99, Reason.POSITION_ALTERED),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_each_altered_field_of_each_event_is_named(
    log: MemoryLog, name: str, value: Any, reason: Reason, which: int
) -> None:
    lines = exported(log)
    at = events_of(lines)[which]
    assert reasons(verify_export(changed(lines, at, **{name: value}))) == [reason]


def test_a_removed_event_is_missing(log: MemoryLog) -> None:
    lines = exported(log)
    at = events_of(lines)[1]
    assert reasons(verify_export(lines[:at] + lines[at + 1 :])) == [Reason.MISSING]


def test_the_last_event_is_missed_by_a_head_that_somebody_has_kept(log: MemoryLog) -> None:
    earlier = log.head()
    add(log, "r2", 2)
    signed = log.head()
    lines = exported(log)
    at = events_of(lines)[-1]
    cut = changed(lines[:at] + lines[at + 1 :], 0, head={"size": earlier.size, "link": earlier.link})
    assert reasons(verify_export(cut)) == []
    assert reasons(verify_export(cut, signed)) == [Reason.END_MISSING]


def test_two_events_that_changed_places_are_named(log: MemoryLog) -> None:
    lines = exported(log, "r1")
    first, second = events_of(lines)[:2]
    lines[first], lines[second] = lines[second], lines[first]
    assert reasons(verify_export(lines)) == [Reason.REORDERED]


def test_changed_leaves_of_others_do_not_lead_to_the_head(log: MemoryLog) -> None:
    lines = exported(log)
    at = next(at for at, line in enumerate(lines) if "leaves" in json.loads(line))
    leaves = json.loads(lines[at])["leaves"]
    assert reasons(verify_export(changed(lines, at, leaves=["f" * 64, *leaves[1:]]))) == [Reason.UNLINKED]
    assert reasons(verify_export(lines[:at] + lines[at + 1 :])) == [Reason.MISSING]


def test_an_altered_first_line_is_noticed(log: MemoryLog) -> None:
    lines = exported(log)
    head = json.loads(lines[0])["head"]
    assert reasons(verify_export(changed(lines, 0, start={"size": 1, "link": "f" * 64}))) != []
    assert reasons(verify_export(changed(lines, 0, head={**head, "link": "f" * 64}))) == [Reason.REWRITTEN]
    assert reasons(verify_export(changed(lines, 0, head={**head, "size": 99}))) == [Reason.END_MISSING]


def test_evidence_that_is_changed_or_left_out_is_named(log: MemoryLog) -> None:
    lines = exported(log)
    at = next(at for at, line in enumerate(lines) if "blob" in json.loads(line))
    digest = json.loads(lines[at])["sha256"]
    other = json.loads(lines[at + 1])["blob"]
    assert verify_export(lines[:at] + lines[at + 1 :]).lost == (digest,)
    assert verify_export(changed(lines, at, blob=other)).lost == (digest,)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [],
        lambda lines: ["<html>"],
        lambda lines: ["[]"],
        lambda lines: lines[1:],
        lambda lines: [lines[0], "{"],
        lambda lines: [lines[0], "[]"],
        lambda lines: [lines[0], "{}"],
        lambda lines: [lines[0], '{"leaves": ["x"], "position": "x"}'],
        lambda lines: changed(lines, 1, more=1),
        lambda lines: changed(lines, 0, head={"size": "x"}),
        lambda lines: changed(lines, 0, start=None),
        lambda lines: changed(lines, len(lines) - 1, blob="no base64"),
    ],
)
def test_what_is_no_export_is_refused(log: MemoryLog, spoil: Any) -> None:
    with pytest.raises(FieldopsError) as error:
        verify_export(spoil(exported(log)))
    assert error.value.code == "export.unreadable"


def test_an_export_of_a_newer_form_says_so(log: MemoryLog) -> None:
    with pytest.raises(FieldopsError) as error:
        verify_export(changed(exported(log), 0, version=2))
    assert error.value.code == "export.newer"


def test_a_changed_run_is_not_handed_out(log: MemoryLog) -> None:
    from fieldops.structs import replaced

    log.events[1] = replaced(log.events[1], body="{}")
    with pytest.raises(Broken):
        exported(log)


def test_many_leaves_of_others_are_written_in_lines_of_a_thousand(log: MemoryLog) -> None:
    for _ in range(2500):
        log.append("run/x", [Encoded("noted", 1, "{}")])
    add(log, "r2", 2)
    lines = exported(log)
    assert [len(json.loads(line)["leaves"]) for line in lines if '"leaves"' in line] == [2, 1000, 1000, 502]
    assert reasons(verify_export(lines, log.head())) == []
