"""What every backend of the log does alike. A new backend joins by one more entry in `BACKENDS`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.errors import ExitCode, FieldopsError
from fieldops.records.chain import own_leaf, verify
from fieldops.records.log import Conflict, Log, Part, Stream
from fieldops.records.recorded import EMPTY, Encoded, Head, Sealed
from fieldops.records.sqlite import open_sqlite
from fieldops.records.verification import verify_log
from fieldops.structs import replaced
from tests.records.memory_log import MemoryLog

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BACKENDS: dict[str, Callable[[Path], Log]] = {
    "memory": lambda folder: MemoryLog(),
    "sqlite": lambda folder: open_sqlite(folder / "records.sqlite", NOW),
}


@pytest.fixture(params=BACKENDS)
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    opened = BACKENDS[request.param](tmp_path)
    yield opened
    opened.close()


def event(body: str = "{}", once: str | None = None, *blobs: bytes) -> Encoded:
    return Encoded("noted", 1, body, once, blobs)


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_an_empty_log_has_nothing(log: Log) -> None:
    assert (log.head(), log.read("a"), list(log.since(0)), log.streams(), log.verified()) == (
        EMPTY,
        [],
        [],
        [],
        EMPTY,
    )


def test_events_come_back_as_they_were_written_in_their_order(log: Log) -> None:
    log.append("a", [event("1"), event('"二"')])
    log.append("b", [Encoded("other", 7, '{"x":"\\u0000"}')])
    head = log.append("a", [event("3")])
    assert [(each.position, each.number, each.body) for each in log.read("a")] == [
        (1, 1, "1"),
        (2, 2, '"二"'),
        (4, 3, "3"),
    ]
    (other,) = log.read("b")
    assert (other.stream, other.type, other.version, other.body) == ("b", "other", 7, '{"x":"\\u0000"}')
    assert [each.body for each in log.since(0)] == ["1", '"二"', '{"x":"\\u0000"}', "3"]
    assert (head, log.head()) == (Head(4, log.read("a")[-1].link),) * 2
    assert verify(log.since(0), head=head).faults == ()


def test_appending_nothing_changes_nothing(log: Log) -> None:
    assert log.append("a", []) == EMPTY
    assert log.streams() == []


def test_several_streams_are_written_together_or_not_at_all(log: Log) -> None:
    log.append("a", [event("1")])
    head = log.append_all([Part("a", (event("2"),), 1, (b"x",)), Part("b", (event("3"),), 0)])
    assert [each.body for each in log.since(0)] == ["1", "2", "3"]
    assert (head, log.has_blob(digest(b"x"))) == (log.head(), True)
    with pytest.raises(Conflict):
        log.append_all([Part("a", (event("4"),), 2, (b"y",)), Part("b", (event("5"),), 0)])
    assert (log.head(), log.has_blob(digest(b"y"))) == (head, False)


def test_reading_goes_on_from_a_position_and_by_type(log: Log) -> None:
    log.append("a", [event("1"), Encoded("x", 1, "2"), Encoded("y", 1, "3")])
    log.append("b", [Encoded("x", 1, "4")])
    assert [each.body for each in log.since(2)] == ["3", "4"]
    assert [each.body for each in log.since(0, ("x", "noted"))] == ["1", "2", "4"]
    assert [each.body for each in log.since(2, ("x",))] == ["4"]
    assert list(log.since(0, ())) == []
    assert list(log.since(99)) == []


def test_many_events_come_in_pages_without_a_gap(log: Log) -> None:
    log.append("a", [event(str(number)) for number in range(700)])
    log.append("b", [event("last")])
    assert [each.position for each in log.since(0)] == list(range(1, 702))
    assert len(log.read("a")) == 700
    assert [each.position for each in log.since(0, ("noted",))] == list(range(1, 702))


def test_streams_come_one_after_the_other_up_to_a_size(log: Log) -> None:
    for number in range(300):
        log.append(("order/b", "order/a", "order0", "order", "order/甲")[number % 5], [event(str(number))])
    found = [(each.stream, each.number, each.body) for each in log.by_stream("order/", 299)]
    assert found == [
        (name, at + 1, str(5 * at + offset))
        for name, offset in (("order/a", 1), ("order/b", 0), ("order/甲", 4))
        for at in range(60 - (offset == 4))
    ]
    assert list(log.by_stream("nothing/", 299)) == []


def test_the_log_may_grow_while_it_is_read(log: Log) -> None:
    log.append("a", [event(str(number)) for number in range(300)])
    for seen in log.since(0):
        if seen.position == 1:
            log.append("b", [event("late")])
    assert log.head().size == 301


def test_a_stream_that_is_longer_than_expected_refuses(log: Log) -> None:
    log.append("a", [event("1")], expected=0)
    log.append("a", [event("2")], expected=1)
    for expected in (0, 1, 3):
        with pytest.raises(Conflict) as refused:
            log.append("a", [event("3")], expected, [b"with it"])
        assert (refused.value.code, refused.value.values["found"]) == ("store.conflict", 2)
        assert refused.value.exit_code == ExitCode.INCOMPLETE
    assert log.head().size == 2
    with pytest.raises(FieldopsError, match="blob-missing"):
        log.blob(digest(b"with it"))


def test_an_event_that_comes_once_is_refused_the_second_time(log: Log) -> None:
    log.append("a", [event("1", "host.finished:h1")])
    log.append("a", [event("2", "host.finished:h2"), event("3"), event("3")])
    log.append("b", [event("1", "host.finished:h1")])
    with pytest.raises(Conflict) as refused:
        log.append("a", [event("4"), event("other", "host.finished:h1")])
    assert refused.value.code == "store.already-recorded"
    with pytest.raises(Conflict):
        log.append("c", [event("1", "x"), event("2", "x")])
    assert [each.body for each in log.since(0)] == ["1", "2", "3", "3", "1"]


def test_what_may_have_been_written_before_is_not_written_twice(log: Log) -> None:
    log.append("a", [event("1", "one"), event("2")], blobs=[b"raw"])
    log.append("a", [event("1", "one"), event("2"), event("3")], blobs=[b"raw", b"more"], again=True)
    assert [each.body for each in log.read("a")] == ["1", "2", "3"]
    assert log.blob(digest(b"more")) == b"more"
    with pytest.raises(Conflict):
        log.append("a", [event("another", "one")], again=True)
    # The same words in another stream are another event.
    assert log.append("b", [event("1", "one")], again=True).size == 4


def test_streams_are_listed_newest_first_by_the_beginning_of_their_names(log: Log) -> None:
    for name in ("run/1", "visits/acme", "run/2", "run/1", "running", "run/%"):
        log.append(name, [event()])
    assert log.streams("run/") == [Stream("run/%", 6), Stream("run/2", 3), Stream("run/1", 1)]
    assert [each.name for each in log.streams("run/", 2)] == ["run/%", "run/2"]
    assert len(log.streams()) == 5
    assert log.streams("x") == []
    assert (log.count("run/1", 3), log.count("run/1", 4), log.count("none", 9)) == (1, 2, 0)


def test_heads_of_the_past_are_known(log: Log) -> None:
    heads = [EMPTY, *(log.append("a", [event(str(number))]) for number in range(3))]
    assert [log.head(size) for size in range(4)] == heads
    assert log.head(99) == heads[-1]


def test_blobs_are_kept_once_and_found_by_hash(log: Log) -> None:
    log.append("a", [event("1", None, b"own", b"shared")], blobs=[b"shared", b"", b"\x00\xff" * 9999])
    log.append("a", [event("2", None, b"shared")])
    for raw in (b"own", b"shared", b"", b"\x00\xff" * 9999):
        assert log.blob(digest(raw)) == raw


@pytest.mark.parametrize("name", ["0" * 64, "", "x"])
def test_a_blob_that_is_not_there_is_an_error_and_never_empty(log: Log, name: str) -> None:
    with pytest.raises(FieldopsError) as error:
        log.blob(name)
    assert error.value.code == "store.blob-missing"


def test_of_others_an_export_gets_the_leaves_only(log: Log) -> None:
    log.append("a", [event("1")])
    log.append("b", [event("secret"), event("2")])
    log.append("a", [event("3")])
    entries = list(log.sealed(0, "a"))
    assert [isinstance(each, Sealed) for each in entries] == [False, True, True, False]
    assert "secret" not in repr(entries)
    assert verify(entries, head=log.head()).faults == ()
    assert verify(log.sealed(1, "a"), log.head(1), log.head()).faults == ()


def test_a_verification_remembers_how_far_it_came(log: Log) -> None:
    log.append("a", [event("1"), event("2")])
    first = verify_log(log)
    assert (first.head, log.verified(), first.faults) == (log.head(), log.head(), ())
    log.append("b", [event("3")])
    assert verify_log(log, head=first.head).head == log.head() == log.verified()
    assert verify_log(log, whole=True).faults == ()
    other = Head(1, "f" * 64)
    assert [fault.reason for fault in verify_log(log, head=other).faults] == ["rewritten"]
    assert [fault.reason for fault in verify_log(log, head=Head(9, "f" * 64)).faults] == ["end-missing"]


@pytest.mark.parametrize("noted", [Head(2, "f" * 64), Head(9, "f" * 64)])
def test_what_a_log_says_of_its_verification_is_not_believed_blindly(log: Log, noted: Head) -> None:
    log.append("a", [event("1"), event("2"), event("3")])
    log.note_verified(noted)
    assert verify_log(log).faults != ()


def test_a_lease_is_one_holders_until_it_runs_out(log: Log) -> None:
    assert log.lease("acme", "one", NOW, NOW + MINUTE)
    assert not log.lease("acme", "two", NOW, NOW + MINUTE)
    assert log.lease("other", "two", NOW, NOW + MINUTE)
    assert log.lease("acme", "one", NOW + MINUTE / 2, NOW + 2 * MINUTE)
    assert not log.lease("acme", "two", NOW + MINUTE, NOW + 3 * MINUTE)
    assert log.lease("acme", "two", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    # The first one lost it and may neither prolong nor end it.
    assert not log.lease("acme", "one", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    log.release("acme", "one")
    assert not log.lease("acme", "one", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    log.release("acme", "two")
    assert log.lease("acme", "one", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    log.release("never taken", "one")


def test_a_lease_counts_instants_whatever_the_zone(log: Log) -> None:
    east = NOW.astimezone(datetime.fromisoformat("2026-01-01T00:00+08:00").tzinfo)
    assert log.lease("acme", "one", east, east + MINUTE)
    assert not log.lease("acme", "two", NOW, NOW + MINUTE)
    assert log.lease("acme", "two", NOW + MINUTE, NOW + 2 * MINUTE)


EVENTS = st.builds(
    lambda body, once, blobs: Encoded("noted", 1, body, once, tuple(blobs)),
    st.sampled_from(["1", '"二"', "[]"]),
    st.none() | st.sampled_from(["x", "y"]),
    st.lists(st.sampled_from([b"", b"raw", b"\x00"]), max_size=2),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.lists(EVENTS, max_size=3), st.none() | st.integers(0, 3), st.booleans()
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(STEPS)
def test_all_backends_answer_alike(
    tmp_path: Path, steps: list[tuple[str, list[Encoded], int | None, bool]]
) -> None:
    (tmp_path / "records.sqlite").unlink(missing_ok=True)
    logs = [make(tmp_path) for make in BACKENDS.values()]
    for stream, events, expected, again in steps:
        answers = []
        for each in logs:
            try:
                answers.append(str(each.append(stream, events, expected, again=again)))
            except Conflict as refused:
                answers.append(refused.code)
        assert len(set(answers)) == 1
    told = [
        (list(each.since(0)), each.streams(), each.read("a"), each.head(), list(each.by_stream("", 4)))
        for each in logs
    ]
    assert all(each == told[0] for each in told)
    assert verify(told[0][0], head=told[0][3]).faults == ()
    assert all(own_leaf(each) == each.leaf != own_leaf(replaced(each, version=2)) for each in told[0][0])
    for each in logs:
        each.close()
