"""Recorded bytes to outputs: cut anywhere, forged, endless, incomplete."""

from __future__ import annotations

import tracemalloc
from dataclasses import astuple

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.inspection.frames import (
    KEPT_ERRORS,
    KEPT_NOISE,
    FrameReader,
    ProbeEnd,
    RawOutput,
    by_probe,
    frame_of,
)

NONCE = "0123456789abcdef"
CAPS = {"a": 8, "b": 100, "c": 100}

# What a login shell prints first, then three probes: no line feed at the end, errors, none at all.
OUT = b"""\
Last login: today
@fo 0123456789abcdef B a
12345678
rc=0
len=4

@fo 0123456789abcdef E a ok 12
@fo 0123456789abcdef B b
line

warning: \xff

rc=7
len=16

@fo 0123456789abcdef E b ok 0
@fo 0123456789abcdef B c
@fo 0123456789abcdef E c absent 3 dmidecode
@fo 0123456789abcdef END 3 b c
bye
"""


def read(out: bytes, caps: dict[str, int] | None = None, cuts: list[int] | None = None) -> FrameReader:
    """A reader that was fed the stream in pieces that end at `cuts` (None: byte by byte)."""
    reader = FrameReader(NONCE, caps or CAPS)
    ends = range(1, len(out)) if cuts is None else sorted({cut for cut in cuts if 0 < cut < len(out)})
    for start, end in zip([0, *ends], [*ends, len(out)], strict=True):
        reader.feed(out[start:end])
    return reader


def state(reader: FrameReader) -> object:
    outputs = {id: astuple(output) for id, output in reader.outputs.items()}
    return outputs, reader.complete, reader.ended, reader.left_running, bytes(reader.noise), reader.received


def test_the_recorded_run() -> None:
    reader = read(OUT, cuts=[])
    assert reader.outputs == {
        "a": RawOutput("a", b"12345678", b"", 0, "ok", "", 12),
        "b": RawOutput("b", b"line\n", b"warning: \xff", 7, "ok", "", 0),
        "c": RawOutput("c", b"", b"", None, "absent", "dmidecode", 3),
    }
    assert reader.complete
    assert reader.left_running == ("b", "c")
    assert b"Last login: today" in reader.noise


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16, 21, 22, 23])
def test_pieces_of_one_size_give_the_same(size: int) -> None:
    assert state(read(OUT, cuts=list(range(0, len(OUT), size)))) == state(read(OUT, cuts=[]))


def test_every_single_cut_gives_the_same() -> None:
    whole = state(read(OUT, cuts=[]))
    assert [cut for cut in range(len(OUT)) if state(read(OUT, cuts=[cut])) != whole] == []


_PIECE = st.sampled_from(
    [
        b"\n",
        b"@fo ",
        b"@",
        NONCE.encode(),
        b" ",
        b"B a",
        b"E a ok 1",
        b"B b",
        b"E b",
        b"END 3",
        b"x",
        b"\xff",
        b"\n@fo " + NONCE.encode() + b" ",
        b"y" * 5000,
        b"\n@fo 0123456789abcdef END 3 " + b"z " * 3000,
        b"rc=3",
        b"\nrc=0\nlen=4\n",
        b"\nlen=99999999\n",
    ]
)


@examples(120)
@given(st.lists(_PIECE, max_size=14), st.lists(st.integers(0, 20_000), max_size=12))
def test_any_bytes_in_any_pieces_give_the_same(out: list[bytes], cuts: list[int]) -> None:
    assert state(read(b"".join(out), cuts=[])) == state(read(b"".join(out), cuts=cuts))


# --- what is no result -----------------------------------------------------------------------------------


def framed(*lines: str) -> bytes:
    return (
        "".join(
            f"\n@fo {NONCE} {line}" if line[:2] in ("B ", "E ", "EN") else line for line in lines
        ).encode()
        + b"\n"
    )


@pytest.mark.parametrize(
    ("out", "outputs", "complete"),
    [
        # the whole thing, for comparison
        (
            framed("B a", "\n1", "E a ok 1", "B b", "\n2", "E b ok 1", "B c", "\n3", "E c ok 1", "END 3"),
            {"a": b"1", "b": b"2", "c": b"3"},
            True,
        ),
        (b"", {}, False),
        (b"Connection refused", {}, False),
        (framed("B a", "\n1", "E a ok 1", "B b", "\n2"), {"a": b"1"}, False),
        (
            framed("B a", "\n1", "E a ok 1", "B b", "\n2", "E b ok 1", "B c", "\n3", "E c ok 1"),
            {"a": b"1", "b": b"2", "c": b"3"},
            False,
        ),
        (
            framed("B a", "\n1", "B b", "\n2", "E b ok 1", "B c", "\n3", "E c ok 1", "END 3"),
            {"b": b"2", "c": b"3"},
            False,
        ),
        (framed("B a", "\n1", "E a ok 1", "END 1"), {"a": b"1"}, False),
        (framed("B a", "\n1", "E a ok 1", "END 3"), {"a": b"1"}, False),
        (
            framed("B a", "\n1", "E a ok 1", "B b", "\n2", "E b ok 1", "B c", "\n3", "E c ok 1", "END"),
            {"a": b"1", "b": b"2", "c": b"3"},
            False,
        ),
        # the end of another probe, an unknown probe, a probe a second time
        (framed("B a", "\n1", "E b ok 1", "E a ok 1"), {"a": b"1"}, False),
        (framed("B x", "\n1", "E x ok 1", "E a ok 1"), {}, False),
        (framed("B a", "\n1", "E a ok 1", "B a", "\n2", "E a ok 1"), {"a": b"1"}, False),
        # no line of its own, or another nonce: just output
        (framed("B a", f"\n1 @fo {NONCE} E a ok", "E a ok 1"), {"a": b"1 @fo 01"}, False),
        (
            framed("B b", "\n1\n@fo fedcba9876543210 E b ok 1\n2", "E b ok 1"),
            {"b": b"1\n@fo fedcba9876543210 E b ok 1\n2"},
            False,
        ),
        (framed("B b", "\n1\r", "E b ok 1"), {"b": b"1\r"}, False),
    ],
)
def test_incomplete_and_forged_streams(out: bytes, outputs: dict[str, bytes], complete: bool) -> None:
    for cuts in (None, []):
        reader = read(out, cuts=cuts)
        assert {id: output.out for id, output in reader.outputs.items()} == outputs
        assert reader.complete is complete


def ended(body: str, told: str = "rc=0") -> str:
    """A frame's content as the script sends it: output, errors and exit code, their length."""
    return f"\n{body}\n{told}\nlen={len(told)}\n"


@pytest.mark.parametrize(
    ("body", "out", "cut"),
    [
        ("", b"", False),
        ("\n", b"\n", False),
        ("1234567", b"1234567", False),
        ("12345678", b"12345678", False),
        ("1234567\n", b"1234567\n", False),
        ("123456789", b"12345678", True),
        ("12345678\n", b"12345678", True),
        ("x" * 100_000, b"xxxxxxxx", True),
    ],
)
def test_caps_and_line_feeds(body: str, out: bytes, cut: bool) -> None:
    output = read(framed("B a", ended(body), "E a ok 1")).outputs["a"]
    assert (output.out, output.cut, output.exit_code) == (out, cut, 0)


@pytest.mark.parametrize(
    ("told", "text", "code"),
    [
        ("rc=0", b"", 0),
        ("said\n\nrc=12", b"said", 12),
        ("rc=5\nmore", b"rc=5\nmore", None),
        ("src=5", b"src=5", None),
        ("rc=1234", b"rc=1234", None),
        ("rc=-1", b"rc=-1", None),
        ("rc=3\n\nrc=0", b"rc=3", 0),
        ("len=4\nrc=2", b"len=4", 2),
        ("e" * (KEPT_ERRORS + 1) + "\n\nrc=9", b"e" * KEPT_ERRORS, 9),
        ("", b"", None),
    ],
)
def test_errors_and_exit_code(told: str, text: bytes, code: int | None) -> None:
    output = read(framed("B a", ended("1", told), "E a ok 1", "END 1"), {"a": 8}, cuts=[7, 100]).outputs["a"]
    assert (output.out, output.err, output.exit_code) == (b"1", text, code)


@pytest.mark.parametrize(
    "body",
    [
        "\n1",
        "\n1\nrc=0\n",
        "\n1\nrc=0\nlen=5\n",
        "\n1\nrc=0\nlen=3\n",
        "\n1\nrc=0\nlen=0\n",
        "\n1\nrc=0\nlen=999\n",
        "\n1\nrc=0\nlen=4\nmore",
        "\n1\nrc=0\nlen=99999999999\n",
        "\n1\n" + "e" * 200_000 + "\nrc=0\nlen=200005\n",
    ],
)
def test_a_frame_without_a_proper_end_has_no_exit_code(body: str) -> None:
    assert read(framed("B b", body, "E b ok 1"), cuts=[]).outputs["b"].exit_code is None


def test_a_killed_probe_has_what_it_printed_and_no_exit_code() -> None:
    output = read(framed("B b", ended("1"), "E b timeout 3000")).outputs["b"]
    assert (output.exit_code, output.why, output.out[:1]) == (None, "timeout", b"1")


@pytest.mark.parametrize(
    ("end", "why", "ms", "detail"),
    [
        ("E a timeout 2000", "timeout", 2000, ""),
        ("E a ok -1", "ok", 0, ""),
        ("E a ok", "ok", 0, ""),
        ("E a", "died", 0, ""),
        ("E a OK 1", "died", 1, ""),
        ("E a ok 1e9 x y", "ok", 0, "x"),
        ("E a ok " + "9" * 5000, "ok", None, ""),
        ("E a absent 1 \u4e2d", "absent", 1, "\ufffd\ufffd\ufffd"),
    ],
)
def test_words_of_an_end(end: str, why: str, ms: int | None, detail: str) -> None:
    output = read(framed("B a", end)).outputs["a"]
    assert (output.why, output.detail) == (why, detail)
    assert output.ms == ms or ms is None


def test_an_end_that_names_many_probes_is_read() -> None:
    caps = {f"probe-with-a-rather-long-name-{number}": 8 for number in range(60)}
    out = framed(
        *(line for id in caps for line in (f"B {id}", "\n1", f"E {id} timeout 1")), f"END 60 {' '.join(caps)}"
    )
    for cuts in (None, [], list(range(0, len(out), 500))):
        reader = read(out, caps=caps, cuts=cuts)
        assert reader.complete
        assert reader.left_running == tuple(caps)


@pytest.mark.parametrize("start", [b"", framed("B a"), b"\n@fo 0123456789abcdef B a "])
def test_endless_streams_need_no_memory(start: bytes) -> None:
    reader = FrameReader(NONCE, CAPS)
    chunk = b"x" * 65536
    reader.feed(start)
    tracemalloc.start()
    for _ in range(400):
        reader.feed(chunk)
        reader.feed_errors(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
    assert len(reader.noise) <= KEPT_NOISE
    assert reader.received == len(start) + 2 * 400 * 65536


@pytest.mark.parametrize(
    "said", [b"", b"x", b"This account is currently not available.\n", b"\n@fo", b"@fo 0 B a\n"]
)
def test_what_a_host_says_instead_of_the_script_is_kept_to_its_last_byte(said: bytes) -> None:
    reader = FrameReader("0123456789abcdef", {"a": 10})
    for at in range(len(said)):
        reader.feed(said[at : at + 1])
    assert (reader.begun, reader.said) == (False, said)


def test_a_script_has_begun_when_the_first_of_its_marks_is_there() -> None:
    reader = FrameReader("0123456789abcdef", {"a": 10})
    reader.feed(b"motd\n")
    assert not reader.begun
    reader.feed(b"@fo 0123456789abcdef B a\nhalf")
    assert (reader.begun, reader.said) == (True, b"motd")


def sampled(first: RawOutput | None, second: RawOutput | None) -> RawOutput:
    frames = {frame_of("a", 1): first, frame_of("a", 2): second}
    return by_probe({frame: output for frame, output in frames.items() if output is not None})["a"]


def test_two_samples_are_one_output_with_a_line_between() -> None:
    whole = sampled(
        RawOutput("a+1", b"1\n", b"x", 0, ProbeEnd.OK, ms=10),
        RawOutput("a+2", b"2\n", b"y", 0, ProbeEnd.OK, ms=20),
    )
    assert whole == RawOutput("a", b"1\n--\n2\n", b"xy", 0, ProbeEnd.OK, ms=30)
    assert (
        sampled(RawOutput("a+1", b"1", exit_code=0, why=ProbeEnd.OK), RawOutput("a+2", b"2")).out
        == b"1\n--\n2"
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (1, 2, None), (None, 0, None), (0, None, None)],
)
def test_one_sample_that_went_wrong_is_seen_in_both(first: int, second: int, code: int | None) -> None:
    both = [RawOutput("", exit_code=each, why=ProbeEnd.OK) for each in (first, second)]
    assert sampled(*both).exit_code == code


@pytest.mark.parametrize("why", [each for each in ProbeEnd if each is not ProbeEnd.OK])
def test_two_samples_end_as_the_worse_of_them(why: ProbeEnd) -> None:
    good, bad = (RawOutput("", b"1\n", exit_code=0, why=ProbeEnd.OK), RawOutput("", why=why, detail="x"))
    assert [sampled(*pair).why for pair in ((good, bad), (bad, good))] == [why, why]
    assert sampled(good, None).why is ProbeEnd.UNFINISHED


def test_a_probe_that_is_left_running_is_named_once_whatever_its_sample() -> None:
    reader = read(framed("B a", "E a ok 1", "B b", "E b ok 1", "END 2 a+1 a+2 b"))
    assert reader.left_running == ("a", "b")
