"""How far each run of a list is signed: what the whole record says of it, without reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldops.records.codecs import decoded, encode
from fieldops.records.events import Event
from fieldops.records.keyholders import Register
from fieldops.records.log import run_stream
from fieldops.records.recorded import Head
from fieldops.records.run_events import RunKind
from fieldops.records.signing import SigningState, signing_of
from fieldops.records.signing_events import RunSigned
from fieldops.records.signing_states import signing_states
from fieldops.records.sqlite import SqliteLog, open_sqlite
from fieldops.structs import replaced
from tests.records.test_manifest import OUT
from tests.records.test_signing import (
    BEGUN,
    BOTH,
    CONTENT,
    LI,
    REGISTER,
    ZHANG,
    concluded,
    signed,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
STREAM = run_stream("r1")


class Reading(SqliteLog):
    """A log that counts which blobs are read."""

    read_blobs = 0

    def blob(self, digest: str) -> bytes:
        self.read_blobs += 1
        return super().blob(digest)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Reading]:
    with closing(open_sqlite(tmp_path / "records.sqlite", NOW)) as plain:
        yield Reading(plain._db)


def record(log: SqliteLog, *events: Event, stream: str = STREAM) -> None:
    for event in events:
        log.append(stream, [encode(event)], blobs=(OUT, CONTENT))


def state(log: SqliteLog, register: Register | None = REGISTER) -> SigningState:
    return signing_states(log, {STREAM: BEGUN.outline}, lambda begun: register)[STREAM].state


def in_whole(log: SqliteLog, register: Register | None = REGISTER) -> SigningState:
    """The same by everything that was recorded."""
    told = signing_of(tuple(decoded(log.read(STREAM), log.blob)), register)
    assert told is not None
    return told.state


def test_each_state_is_told_without_reading_what_was_recorded(log: Reading) -> None:
    record(log, *BOTH)
    assert state(log) is SigningState.DRAFT
    record(log, signed(BOTH, ZHANG, log=log.head()))
    assert state(log) is SigningState.HALF_SIGNED
    record(log, signed(BOTH, LI, log=log.head()))
    assert (state(log), log.read_blobs) == (SigningState.FINAL, 0)
    record(log, concluded(2, corrects="h1 was mixed up"))
    assert (state(log), log.read_blobs) == (SigningState.DRAFT, 0)


def test_a_signature_of_another_store_is_held_against_the_whole_record(log: Reading) -> None:
    record(log, *BOTH, signed(BOTH, ZHANG), signed(BOTH, LI))
    assert (state(log), log.read_blobs > 0) == (SigningState.FINAL, True)


def rewritten(log: SqliteLog) -> None:
    """The run of somebody who writes it anew: other results below the signatures that were made of the first ones."""
    signatures = [signed(BOTH, person, log=Head(4, "a" * 64)) for person in (ZHANG, LI)]
    begun = replaced(BEGUN, hosts=("h1", "h2"))
    record(log, begun, *BOTH[1:], *signatures)


def before_the_conclusion(log: SqliteLog) -> None:
    """Signatures that name a place of the log before what they are said to be signatures of."""
    record(log, *BOTH[:3])
    early = log.head()
    changed = concluded(assessment="All is lost.")
    record(log, changed, signed(BOTH, ZHANG, log=early), signed(BOTH, LI, log=early))


def of_another_run(log: SqliteLog) -> None:
    record(log, *BOTH)
    record(log, *(signed(BOTH, person, run="r2", log=log.head()) for person in (ZHANG, LI)))


def garbage(log: SqliteLog) -> None:
    record(log, *BOTH)
    good = signed(BOTH, ZHANG, log=log.head())
    record(log, good, replaced(signed(BOTH, LI, log=log.head()), intent="{}"))


FORGERIES = {each.__name__: each for each in (rewritten, before_the_conclusion, of_another_run, garbage)}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_list_never_says_more_than_the_whole_record(
    log: Reading, forge: Callable[[SqliteLog], None]
) -> None:
    forge(log)
    assert state(log) is in_whole(log)
    assert state(log) is not SigningState.FINAL


def test_nothing_counts_without_the_keys_and_nothing_is_asked_of_a_health_check(log: Reading) -> None:
    record(log, *BOTH, signed(BOTH, ZHANG), signed(BOTH, LI))
    assert state(log, None) is SigningState.DRAFT
    health = replaced(BEGUN.outline, kind=RunKind.HEALTH_CHECK)
    assert signing_states(log, {STREAM: health}, lambda begun: REGISTER) == {}


def test_evidence_that_is_gone_proves_nothing(log: Reading) -> None:
    foreign: tuple[RunSigned, ...] = (signed(BOTH, ZHANG), signed(BOTH, LI))
    for event in (*BOTH, *foreign):
        log.append(STREAM, [replaced(encode(event), blobs=())])
    assert state(log) is SigningState.DRAFT
