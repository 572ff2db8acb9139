"""Deadlines and who keeps them, gates, a host's words: the parts of reaching a host that need no host."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Unreachable
from fieldops.structs import replaced
from fieldops.transport.gates import Gate, pause_after
from fieldops.transport.keyfiles import KeyFiles
from fieldops.transport.target import Deadline, KeyFile, Limits, Target
from fieldops.transport.watchdog import Watchdog, in_background
from fieldops.transport.words import asked_to_wait, words_of

HOST = Target("h")
AGES = Limits(connect=600, banner=600, auth=600, silence=600, total=600)


def _deadline(cancelled: threading.Event | None = None, **limits: float) -> Deadline:
    return Deadline(HOST, replaced(AGES, **limits), cancelled or threading.Event())


# --- deadlines ---


def test_a_phase_that_takes_too_long_is_the_reason() -> None:
    deadline = _deadline()
    deadline.phase(0, "silent", port=22)
    with pytest.raises(Unreachable) as failure:
        deadline.left()
    assert (failure.value.reason, failure.value.values["port"]) == ("silent", 22)


def test_a_phase_that_the_hosts_time_cuts_short_is_the_reason_with_the_time_it_had() -> None:
    deadline = _deadline(total=4)
    deadline.phase(600, "silent")
    assert deadline.late().values["seconds"] == 4


def test_a_phase_without_any_time_left_is_not_to_blame() -> None:
    deadline = _deadline(total=0)
    deadline.phase(600, "silent")
    assert deadline.late().reason == "deadline"


def test_silence_counts_only_when_the_script_is_on_its_way() -> None:
    deadline = _deadline(silence=0)
    deadline.phase(600, "silent")
    assert deadline.passed() is None
    deadline.answering()
    failure = deadline.passed()
    assert failure is not None
    assert failure.reason == "stalled"


def test_an_interruption_comes_before_every_other_reason() -> None:
    cancelled = threading.Event()
    deadline = _deadline(cancelled, total=0)
    cancelled.set()
    failure = deadline.passed()
    assert failure is not None
    assert failure.reason == "interrupted"


def test_a_host_has_had_its_time_when_all_of_it_is_over_and_nobody_interrupted_it() -> None:
    cancelled = threading.Event()
    over = _deadline(cancelled, total=0)
    assert over.is_over()
    cancelled.set()
    assert not over.is_over()
    phase = _deadline()
    phase.phase(0, "silent")
    assert not phase.is_over()


# --- the watchdog ---


def test_what_is_late_is_ended_from_outside_and_what_is_not_goes_on() -> None:
    watchdog, late, other = Watchdog(), threading.Event(), threading.Event()
    with watchdog.watching(_deadline(total=0), late.set), watchdog.watching(_deadline(), other.set):
        assert late.wait(60)
        assert not other.is_set()


def test_an_interruption_ends_all_that_is_under_way() -> None:
    watchdog, cancelled, ended = Watchdog(), threading.Event(), threading.Event()
    with watchdog.watching(_deadline(cancelled), ended.set):
        cancelled.set()
        assert ended.wait(60)


def test_an_end_that_fails_keeps_nobody_from_being_ended() -> None:
    watchdog, ended = Watchdog(), threading.Event()

    def fails() -> None:
        raise RuntimeError

    with watchdog.watching(_deadline(total=0), fails), watchdog.watching(_deadline(total=0), ended.set):
        assert ended.wait(60)


def test_it_watches_again_after_it_had_nothing_to_watch() -> None:
    watchdog = Watchdog()
    for _ in range(3):
        ended = threading.Event()
        with watchdog.watching(_deadline(total=0), ended.set):
            assert ended.wait(60)


def test_a_name_that_is_never_resolved_is_left_behind() -> None:
    never = threading.Event()
    deadline = _deadline()
    deadline.phase(0.2, "name-timeout", address="h")
    with pytest.raises(Unreachable) as failure:
        in_background(lambda: never.wait(120), deadline)
    assert failure.value.reason == "name-timeout"
    never.set()


def test_what_is_found_in_the_background_or_fails_there_comes_back() -> None:
    assert in_background(lambda: 3, _deadline()) == 3
    with pytest.raises(ZeroDivisionError):
        in_background(lambda: 1 // 0, _deadline())


# --- gates ---


def test_no_more_pass_at_once_than_the_gate_is_wide() -> None:
    gate, inside, most = Gate(3), [], []

    def pass_through(number: int) -> None:
        with gate.passing(_deadline()):
            inside.append(number)
            most.append(len(inside))
            threading.Event().wait(0.01)
            inside.remove(number)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(pass_through, range(20)))
    assert max(most) <= 3


def test_a_refusal_narrows_the_gate_and_those_under_way_with_it_do_not_narrow_it_again() -> None:
    gate = Gate(8)
    with gate.passing(_deadline()):
        gate.limit = 8
        gate.refused(began=1.0)
        narrowed = gate.limit
        gate.refused(began=1.0)
        assert gate.limit == narrowed < 8


def test_a_gate_is_never_shut_and_widens_again() -> None:
    gate = Gate(4)
    for began in (1e9, 2e9, 3e9):
        gate.refused(began)
    assert gate.limit == 1
    for _ in range(100):
        gate.welcomed()
    assert gate.limit == 4


def test_who_waits_too_long_at_a_gate_is_told_so() -> None:
    gate, late = Gate(1), _deadline()
    late.phase(0.1, "crowded", address="h", port=22)
    with gate.passing(_deadline()), pytest.raises(Unreachable) as failure, gate.passing(late):
        pass
    assert failure.value.reason == "crowded"
    with gate.passing(_deadline()):
        pass


def test_pauses_grow_and_differ() -> None:
    assert max(pause_after(1) for _ in range(50)) < min(pause_after(4) for _ in range(50))
    assert len({pause_after(1) for _ in range(10)}) > 1


# --- words ---


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", ""),
        (b"\r\n  \r\n", ""),
        (b"This account is currently not available.\n", "This account is currently not available."),
        (b"one\r\ntwo\n\nthree  words\there", "one / two / three words here"),
        ("正在维护".encode(), "正在维护"),
        ("正在维护".encode("gbk"), "正在维护"),
        ("正在维护".encode()[:-1], "正在维"),
        (b"\x1b[2J\x1b[31mred\x1b[0m\x07", "red"),
        ("safe\u202eexe.fdp\u2066x\u200f".encode(), "safeexe.fdpx"),
        (b"a\0b\x7f", "ab"),
    ],
)
def test_words_of_a_host(raw: bytes, words: str) -> None:
    assert words_of(raw) == words


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("Try again in 30 seconds.", 30),
        ("Too many logins: wait 45s", 45),
        ("please retry after 2 minutes", 120),
        ("try again in a minute", 60),
        ("wait 5 min or 20 sec", 300),
        ("登录过于频繁，请 60 秒后重试", 60),
        ("请3分钟后再试", 180),
        ("请一分钟后重新登录", 60),
        ("Idle sessions end after 300 seconds", 0),
        ("try again later", 0),
        ("您的地址不在白名单内", 0),
        ("", 0),
    ],
)
def test_how_long_a_host_asks_us_to_wait(words: str, seconds: float) -> None:
    assert asked_to_wait(words) == seconds


def test_of_long_words_beginning_and_end_are_kept() -> None:
    words = words_of(b"welcome " + b"x" * 5000 + b" this account is closed")
    assert words.startswith("welcome ")
    assert words.endswith(" this account is closed")
    assert len(words) <= 303


@given(st.binary(max_size=2000))
def test_any_bytes_become_a_short_printable_line(raw: bytes) -> None:
    words = words_of(raw)
    assert len(words) <= 303
    assert "\n" not in words
    assert "\x1b" not in words
    assert words == words.strip()


# --- key files ---


def test_a_key_file_is_read_once_for_all_hosts_of_a_run_and_anew_for_the_next() -> None:
    files, read = KeyFiles(), []
    login = KeyFile("/keys/id")

    def key(path: str) -> str:
        read.append(path)
        return f"key {len(read)}"

    with ThreadPoolExecutor(8) as hosts:
        found = set(hosts.map(lambda _: files.read(login, key, _deadline()), range(40)))
    assert (found, read) == ({"key 1"}, ["/keys/id"])
    assert files.read(KeyFile("/keys/id"), key, _deadline()) == "key 2"


def test_a_key_file_that_was_not_there_is_looked_for_again_by_the_next_host() -> None:
    files, login = KeyFiles(), KeyFile("/keys/id")

    def missing(path: str) -> str:
        raise FileNotFoundError(path)

    with pytest.raises(FileNotFoundError):
        files.read(login, missing, _deadline())
    assert files.read(login, lambda path: "key", _deadline()) == "key"


def test_a_key_file_that_hangs_keeps_no_host_beyond_its_deadline() -> None:
    files, login, never = KeyFiles(), KeyFile("/keys/id"), threading.Event()
    for _ in range(2):
        with pytest.raises(Unreachable):
            files.read(login, lambda path: never.wait(120), _deadline(total=0))
    never.set()
