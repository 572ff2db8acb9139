"""Becoming root with a password: what is sent in answer to which words, whole or in pieces, and to how many hosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.inspection.frames import FrameReader
from fieldops.inspection.root_login import MOST_REFUSALS, PATIENCE, RootLogin, RootPassword

NONCE = "0123456789abcdef"
SENT = b"secret\n"
SCRIPT = b"echo root\n"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def begun(password: RootPassword | None = None) -> tuple[RootLogin, FrameReader, Clock]:
    """A host whose script has just started sudo."""
    clock = Clock()
    login = RootLogin(password or RootPassword("secret"), SCRIPT, clock)
    reader = FrameReader(NONCE, {"a": 10}, root=login)
    assert reader.answer() == b""
    reader.feed(f"\n@fo {NONCE} SUDO\n".encode())
    return login, reader, clock


def asks(login: RootLogin) -> list[bytes]:
    token = login.token.encode()
    return [
        b"@fo-ask-" + token,
        b"We trust you have received the usual lecture\n@fo-ask-" + token,
        b"[sudo: @fo-ask-" + token + b"] Password: ",
        b"[sudo: @fo-ask-" + token + "] 密码: ".encode(),
    ]


@given(st.integers(0, 3), st.lists(st.integers(0, 120), max_size=8))
def test_the_password_is_sent_once_and_the_script_when_root_is_there_however_the_bytes_come(
    form: int, cuts: list[int]
) -> None:
    login, reader, _ = begun()
    there = b"\n@fo-root-" + login.token.encode() + b"\n"
    sent = [_fed(reader, asks(login)[form], cuts), _fed(reader, there, cuts)]
    assert sent == [SENT, SCRIPT]
    assert reader.answer() is None
    assert not login.refused


def _fed(reader: FrameReader, text: bytes, cuts: list[int]) -> bytes:
    """What is answered to bytes that come in pieces."""
    said, at = b"", 0
    for cut in sorted({min(cut, len(text)) for cut in [*cuts, len(text)]}):
        reader.feed(text[at:cut])
        said, at = said + (reader.answer() or b""), cut
    return said


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"Password: ",
        b"[sudo] password for inspector: ",
        b"@fo-ask-0000000000000000",
        b"[sudo: @fo-ask-TOKEN] Verification code: ",
        b"[sudo: @fo-ask-TOKEN] ",
        b"@fo-ask-TOKEN\nand more",
        b"sorry, 'sh -c printf @fo-root-TOKEN; exec sh -s' is not allowed\n",
    ],
)
def test_to_any_other_question_nothing_is_sent_and_in_the_end_it_is_given_up(words: bytes) -> None:
    login, reader, clock = begun()
    reader.feed(words.replace(b"TOKEN", login.token.encode()))
    assert reader.answer() == b""
    clock.now = PATIENCE
    assert reader.answer() is None


def test_before_our_script_starts_sudo_nobody_is_answered() -> None:
    login = RootLogin(RootPassword("secret"), SCRIPT)
    reader = FrameReader(NONCE, {"a": 10}, root=login)
    reader.feed(b"@fo-ask-" + login.token.encode())
    assert reader.answer() == b""
    # Nor from within the output of a probe.
    reader.feed(f"\n@fo {NONCE} B a\n@fo-ask-{login.token}".encode())
    assert reader.answer() == b""


def test_a_second_question_is_not_answered_and_sudos_words_are_kept() -> None:
    login, reader, _ = begun()
    ask = asks(login)[1]
    reader.feed(ask)
    assert reader.answer() == SENT
    reader.feed(b"\nSorry, try again.\n" + ask[-24:])
    assert reader.answer() is None
    reader.feed(f"\nsudo: 1 incorrect password attempt\n\n@fo {NONCE} SUDO-END 1\n".encode())
    assert login.refused
    assert login.words == b"Sorry, try again.\nsudo: 1 incorrect password attempt"


def test_a_wrong_password_does_not_go_from_host_to_host() -> None:
    password = RootPassword("secret")
    for _ in range(MOST_REFUSALS):
        login, reader, _ = begun(password)
        reader.feed(asks(login)[0])
        assert reader.answer() == SENT
        login.end()
    login, reader, _ = begun(password)
    reader.feed(asks(login)[0])
    assert reader.answer() is None
    assert login.spared


def test_until_one_host_has_taken_it_the_others_wait_for_it() -> None:
    password = RootPassword("secret")
    (first, one, _), (second, two, _) = begun(password), begun(password)
    one.feed(asks(first)[0])
    two.feed(asks(second)[0])
    assert (one.answer(), two.answer()) == (SENT, b"")
    one.feed(b"\n@fo-root-" + first.token.encode() + b"\n")
    assert two.answer() == SENT


def test_a_password_is_not_shown_with_the_object_that_holds_it() -> None:
    assert "secret" not in repr(RootPassword("secret"))
