"""An archive from elsewhere: whatever is done to it is found and named; what a forger writes anew, the signatures tell."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import FieldopsError
from fieldops.records.allowed_signers import allowed_signers, read_signers
from fieldops.records.archive import (
    FIXED,
    MANIFEST,
    READMES,
    RECORD,
    SEAL,
    SIGNERS,
    SUMS,
    recorded_files,
    sums_of,
)
from fieldops.records.chain import leaf_of, link_of
from fieldops.records.codecs import encode
from fieldops.records.events import Event
from fieldops.records.export import export_lines
from fieldops.records.intents import RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.keyholders import Registered, RegisteredKey
from fieldops.records.log import run_stream
from fieldops.records.received import Received, Seal, read_record, received, seal_of
from fieldops.records.signing import Signing, SigningState, signing_of
from fieldops.records.zips import BadArchive, packed
from fieldops.structs import replaced
from tests.records.memory_log import MemoryLog
from tests.records.test_manifest import HOST_1, OUT, started
from tests.records.test_signing import CONTENT, END, KEYS, LI, REGISTER, ZHANG, concluded, key, signed

# Only what is in the archive is asked for: no document beside the run.
BEGUN = replaced(started(), engineers=("zhang", "li"), documents=())
BOTH = (BEGUN, HOST_1, END, concluded())
FINAL = (*BOTH, signed(BOTH, ZHANG), signed(BOTH, LI))
PAGE = "pages/r1.en.html"
TODAY = date(2026, 3, 2)
Files = dict[str, bytes]


def log_of(*events: Event, others: int = 1) -> MemoryLog:
    """A store that holds the run, and something of other runs before and between."""
    log = MemoryLog()
    for number, event in enumerate(events):
        for other in range(others):
            log.append(
                run_stream("other"),
                [replaced(encode(END), body=f'{{"n":{number * others + other}}}', once=None)],
            )
        log.append(run_stream("r1"), [encode(event)], blobs=(OUT, CONTENT))
    return log


def archive_of(*events: Event, signers: bytes | None = None) -> Files:
    """The files of the archive of a run."""
    raw = "".join(f"{line}\n" for line in export_lines(log_of(*events), run_stream("r1"))).encode()
    record = read_record(raw)
    signing = signing_of(record.events, REGISTER)
    assert signing is not None
    files = {
        RECORD: raw,
        **recorded_files(record.events, signing, record.export.blob),
        SIGNERS: allowed_signers(REGISTER.values()).encode() if signers is None else signers,
        PAGE: b"<html>",
        **dict.fromkeys(READMES.values(), b"read me"),
    }
    return {**files, SUMS: sums_of(files)}


def again(files: Files) -> Received:
    """The archive with checksums that fit, as a forger makes them."""
    rest = {name: raw for name, raw in files.items() if name not in (SUMS, SEAL)}
    return received(packed({**files, SUMS: sums_of(rest)}))


def faults(found: Received) -> list[tuple[str, str]]:
    return [(each.place, each.error.code) for each in found.faults]


def judged(found: Received) -> Signing:
    assert found.record is not None
    signing = signing_of(found.record.events, REGISTER)
    assert signing is not None
    return signing


WHOLE = archive_of(*FINAL)
PACKED = packed(WHOLE)


def test_an_archive_is_whole_and_its_signatures_count() -> None:
    found = received(PACKED)
    assert found.faults == ()
    assert judged(found).state is SigningState.FINAL
    assert found.head.size == 2 * len(FINAL)
    assert {"signatures/li.json", "signatures/li.json.sig", "report.en.json", MANIFEST} <= set(found.files)


def test_drafts_and_runs_without_a_conclusion_have_archives() -> None:
    for events in (BOTH, (BEGUN, HOST_1, END), (BEGUN, HOST_1)):
        found = received(packed(archive_of(*events)))
        assert (faults(found), judged(found).state) == ([], SigningState.DRAFT)


def test_a_version_that_was_corrected_is_there_with_its_signatures() -> None:
    corrected = (*FINAL, concluded(2, corrects="h1 was mixed up"))
    files = archive_of(*corrected, signed(corrected, LI, version=2))
    found = received(packed(files))
    assert faults(found) == []
    assert {"versions/1/manifest.json", "versions/1/signatures/zhang.json", "signatures/li.json"} <= set(
        files
    )
    assert "signatures/zhang.json" not in files
    assert [each.state for each in judged(found).versions] == [
        SigningState.SUPERSEDED,
        SigningState.HALF_SIGNED,
    ]


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_one_flipped_byte_anywhere_is_found_and_its_file_named(at: int, flip: int) -> None:
    changed = PACKED[:at] + bytes([PACKED[at] ^ flip]) + PACKED[at + 1 :]
    with pytest.raises(BadArchive) as error:
        received(changed)
    begins = {name: PACKED.index(name.encode() + raw) + len(name.encode()) for name, raw in WHOLE.items()}
    within = [name for name, first in begins.items() if first <= at < first + len(WHOLE[name])]
    if within:
        assert (error.value.code, error.value.place) == ("archive.damaged", within[0])


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 1 << 30), st.integers(1, 255))
def test_one_flipped_byte_of_a_file_is_found_also_when_it_was_packed_again(
    name: str, at: int, flip: int
) -> None:
    raw = WHOLE[name]
    at %= len(raw)
    changed = raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :]
    told = faults(received(packed({**WHOLE, name: changed})))
    if name != SUMS:
        assert (name, "archive.altered") in told
    assert told


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_file_that_is_missing_is_named_also_when_the_checksums_say_nothing_of_it(name: str) -> None:
    rest = {other: raw for other, raw in WHOLE.items() if other != name}
    assert faults(received(packed(rest))) == [(name, "archive.missing")]
    if name in FIXED - {SUMS} or "/" not in name:
        assert (name, "archive.missing") in faults(again(rest)) or name == SUMS


def test_a_file_that_does_not_belong_there_is_named() -> None:
    assert faults(received(packed({**WHOLE, "run.exe": b"x"}))) == [("run.exe", "archive.unnamed")]
    assert faults(again({**WHOLE, "run.exe": b"x"})) == [("run.exe", "archive.strange")]


@pytest.mark.parametrize("sums", [b"", b"x", b"\xff", b"0  a\n", 2 * WHOLE[SUMS], WHOLE[SUMS][:-1]])
def test_checksums_that_are_none_are_refused(sums: bytes) -> None:
    told = faults(received(packed({**WHOLE, SUMS: sums})))
    assert told[0][1] in ("archive.sums-unreadable", "archive.unnamed")


# --- what a forger writes anew ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [MANIFEST, "report.en.json", "signatures/li.json", "signatures/zhang.json.sig"]
)
def test_a_file_that_is_not_what_the_record_says_is_named(name: str) -> None:
    assert faults(again({**WHOLE, name: b"other"})) == [(name, "archive.not-recorded")]


def test_a_record_that_was_changed_is_told_by_its_chain() -> None:
    raw = WHOLE[RECORD].replace(b"zhang", b"zhong")
    told = faults(again({**WHOLE, RECORD: raw}))
    assert (RECORD, "records.fault") in told


def test_everything_written_anew_is_told_by_the_signatures() -> None:
    """Another result, with leaves, links, manifest and checksums that fit: all that a forger can do without a key."""
    better = replaced(HOST_1, ms=HOST_1.ms + 1)
    found = received(packed(archive_of(BEGUN, better, *FINAL[2:])))
    assert faults(found) == []
    signing = judged(found)
    assert signing.current is not None
    codes = [[fault.code for fault in each.faults] for each in signing.current.signatures]
    assert (signing.state, codes) == (SigningState.DRAFT, [["signature.other-record"]] * 2)


def test_signatures_by_the_keys_of_a_forger_count_only_by_the_forgers_own_list() -> None:
    better = (BEGUN, replaced(HOST_1, ms=HOST_1.ms + 1), END, concluded())
    forged = (*better, signed(better, ZHANG, key(8)), signed(better, LI, key(9)))
    own = [Registered(id, (RegisteredKey(one.blob),)) for id, one in (("zhang", key(8)), ("li", key(9)))]
    found = received(packed(archive_of(*forged, signers=allowed_signers(own).encode())))
    assert found.record is not None
    assert faults(found) == []
    by_its_own = signing_of(found.record.events, read_signers(found.files[SIGNERS].decode(), RUN_NAMESPACE))
    assert by_its_own is not None
    assert (by_its_own.state, judged(found).state) == (SigningState.FINAL, SigningState.DRAFT)


def spoiled(change: Callable[[list[dict[str, object]]], None]) -> bytes:
    lines = [json.loads(line) for line in WHOLE[RECORD].splitlines()]
    change(lines)
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\n",
        b"{}\n",
        WHOLE[RECORD][:-1],
        b"[" * 100_000 + b"\n",
        WHOLE[RECORD].split(b"\n", 1)[0] + b"\n" + b'{"a":' * 100_000 + b"\n",
        spoiled(lambda lines: lines[0].update(stream="run/other")),
        WHOLE[RECORD].replace(b"run/r1", b"run/../r1").replace(b'"run":"r1"', b'"run":"../r1"'),
        spoiled(lambda lines: lines[2].update(leaf=1)),
        spoiled(lambda lines: lines[2].update(position="x")),
        spoiled(lambda lines: lines[0].update(head=None)),
    ],
)
def test_a_record_that_is_none_is_refused_and_never_fails(raw: bytes) -> None:
    found = again({**WHOLE, RECORD: raw})
    assert found.record is None
    assert [place for place, _ in faults(found)][-1] == RECORD


HOSTILE = (
    None,
    -1,
    2**70,
    1.5,
    True,
    "",
    "\ud800",
    "../x",
    [],
    {},
    [1],
    {"$float": "x"},
    "2026-13-01T00:00:00Z",
)


def mutated(value: Any, choose: Random) -> Any:
    """The same with something else, or nothing, somewhere in it."""
    if isinstance(value, dict) and value:
        key = choose.choice(sorted(value))
        rest = {name: one for name, one in value.items() if name != key}
        return rest if choose.random() < 0.2 else {**rest, key: mutated(value[key], choose)}
    if isinstance(value, list) and value:
        at = choose.randrange(len(value))
        return [*value[:at], mutated(value[at], choose), *value[at + 1 :]]
    return choose.choice(HOSTILE)


def written_anew(lines: list[dict[str, Any]]) -> bytes:
    """The record with leaves and links that fit."""
    link = lines[0]["start"]["link"]
    for line in lines:
        if "body" in line:
            line["leaf"] = leaf_of(line["stream"], line["type"], line["version"], line["body"])
        for leaf in line.get("leaves", [line["leaf"]] if "body" in line else []):
            link = link_of(link, leaf)
        if "body" in line:
            line["link"] = link
    lines[0]["head"]["link"] = link
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


@given(st.integers(0, 1 << 32), st.booleans())
def test_events_and_evidence_of_any_form_are_told_or_refused_and_never_fail(seed: int, in_blob: bool) -> None:
    """Whoever writes all of the chain anew may write anything into it."""
    choose = Random(seed)
    lines = [json.loads(line) for line in WHOLE[RECORD].splitlines()]
    line = choose.choice([each for each in lines if ("blob" if in_blob else "body") in each])
    if in_blob:
        old = zlib.decompress(base64.b64decode(line["blob"]))
        new = json.dumps(mutated(json.loads(old), choose)).encode() if old.startswith(b"{") else b"x"
        digests = line["sha256"], sha256(new).hexdigest()
        line.update(sha256=digests[1], blob=base64.b64encode(zlib.compress(new)).decode())
        for each in lines:
            if "body" in each:
                each["body"] = each["body"].replace(*digests)
    else:
        line["body"] = json.dumps(mutated(json.loads(line["body"]), choose))
    found = again({**WHOLE, RECORD: written_anew(lines)})
    assert found.faults or judged(found).state is not SigningState.FINAL


def test_a_person_whose_id_could_be_a_command_is_in_no_archive() -> None:
    evil = replaced(LI, id="li; rm -rf .")
    with pytest.raises(BadArchive) as error:
        archive_of(*BOTH, replaced(signed(BOTH, LI), signer=evil))
    assert error.value.code == "archive.bad-name"


# --- who packed it ---------------------------------------------------------------------------------------


def sealed(by: str = "zhang", namespace: str = RELEASE_NAMESPACE, sums: bytes = WHOLE[SUMS]) -> Seal:
    files = {**WHOLE, SEAL: KEYS[by].sign(sums, namespace).encode()}
    assert received(packed(files)).faults == ()
    found = seal_of(files, REGISTER, TODAY)
    assert found is not None
    return found


def test_a_seal_says_who_made_the_pages() -> None:
    assert seal_of(WHOLE, REGISTER, TODAY) is None
    assert (sealed("li").person, sealed("li").faults) == ("li", ())


def test_a_seal_that_does_not_count_says_why() -> None:
    def codes(seal: Seal | None) -> list[str]:
        assert seal is not None
        return [fault.code for fault in seal.faults]

    assert codes(sealed(namespace=RUN_NAMESPACE)) == ["signature.other-namespace"]
    assert codes(sealed(sums=b"other")) == ["signature.bad"]
    assert codes(seal_of({**WHOLE, SEAL: b"x"}, REGISTER, TODAY)) == ["signature.unreadable"]
    files = {**WHOLE, SEAL: KEYS["li"].sign(WHOLE[SUMS], RELEASE_NAMESPACE).encode()}
    assert codes(seal_of(files, {"zhang": REGISTER["zhang"]}, TODAY)) == ["archive.unknown-seal"]
    revoked = {"li": Registered("li", (RegisteredKey(KEYS["li"].blob, revoked=TODAY),))}
    assert codes(seal_of(files, revoked, TODAY)) == ["signature.key-revoked"]


def test_an_export_of_something_else_than_one_run_is_no_archive() -> None:
    """Another stream's export, and a run whose stream has another's name."""
    log = MemoryLog()
    log.append("order/A-1", [encode(END)])
    log.append(run_stream("r2"), [encode(BEGUN)], blobs=(OUT,))
    for stream in ("order/A-1", run_stream("r2")):
        raw = "".join(f"{line}\n" for line in export_lines(log, stream)).encode()
        with pytest.raises(FieldopsError) as caught:
            read_record(raw)
        assert caught.value.code == "archive.no-run"
