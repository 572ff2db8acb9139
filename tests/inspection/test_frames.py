"""Recorded bytes to outputs: cut anywhere, forged, endless, incomplete."""

from __future__ import annotations

import tracemalloc
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldops.inspection.frames import KEPT_ERRORS, KEPT_NOISE, FrameReader, RawOutput

NONCE = "0123456789abcdef"
CAPS = {"a": 8, "b": 100, "c": 100}

# What a login shell prints first, then three probes: no line feed at the end, output at the cap, none at all.
OUT = b"""\
Last login: today
@fo 0123456789abcdef B a
12345678
@fo 0123456789abcdef E a ok 12
@fo 0123456789abcdef B b
line

@fo 0123456789abcdef E b ok 0

@fo 0123456789abcdef B c
@fo 0123456789abcdef E c absent 3 dmidecode

@fo 0123456789abcdef END 3 b c
bye
"""
ERR = b"""\
stty: standard input: not a tty

@fo 0123456789abcdef B a

rc=0

@fo 0123456789abcdef B b
warning: \xff

rc=7

@fo 0123456789abcdef B c

@fo 0123456789abcdef END
bye
"""


def read(
    out: bytes, err: bytes = b"", caps: dict[str, int] | None = None, cuts: list[int] | None = None
) -> FrameReader:
    """A reader that was fed both streams in pieces that end at `cuts` (None: byte by byte)."""
    reader = FrameReader(NONCE, caps or CAPS)
    for data, feed in ((out, reader.feed_out), (err, reader.feed_err)):
        ends = range(1, len(data)) if cuts is None else sorted({cut for cut in cuts if 0 < cut < len(data)})
        for start, end in zip([0, *ends], [*ends, len(data)], strict=True):
            feed(data[start:end])
    reader.finish()
    return reader


def state(reader: FrameReader) -> object:
    outputs = {id: astuple(output) for id, output in reader.outputs.items()}
    return outputs, reader.complete, reader.drained, reader.left_running, bytes(reader.noise), reader.received


def test_the_recorded_run() -> None:
    reader = read(OUT, ERR, cuts=[])
    assert reader.outputs == {
        "a": RawOutput("a", b"12345678", b"", 0, "ok", "", 12),
        "b": RawOutput("b", b"line\n", b"warning: \xff", 7, "ok", "", 0),
        "c": RawOutput("c", b"", b"", None, "absent", "dmidecode", 3),
    }
    assert reader.complete
    assert reader.drained
    assert reader.left_running == ("b", "c")
    assert b"Last login: today" in reader.noise
    assert b"stty:" in reader.noise


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16, 21, 22, 23])
def test_pieces_of_one_size_give_the_same(size: int) -> None:
    cuts = list(range(0, max(len(OUT), len(ERR)), size))
    assert state(read(OUT, ERR, cuts=cuts)) == state(read(OUT, ERR, cuts=[]))


def test_every_single_cut_gives_the_same() -> None:
    whole = state(read(OUT, ERR, cuts=[]))
    assert [cut for cut in range(len(OUT)) if state(read(OUT, ERR, cuts=[cut])) != whole] == []


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
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_PIECE, max_size=14), st.lists(st.integers(0, 20_000), max_size=12), st.lists(_PIECE, max_size=8)
)
def test_any_bytes_in_any_pieces_give_the_same(out: list[bytes], cuts: list[int], err: list[bytes]) -> None:
    whole, pieces = read(b"".join(out), b"".join(err), cuts=[]), read(b"".join(out), b"".join(err), cuts=cuts)
    left, right = state(whole), state(pieces)
    assert left == right


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


@pytest.mark.parametrize(
    ("body", "out", "cut"),
    [
        ("", b"", False),
        ("\n", b"", False),
        ("\n\n", b"\n", False),
        ("\n1234567", b"1234567", False),
        ("\n12345678", b"12345678", False),
        ("\n1234567\n", b"1234567\n", False),
        ("\n123456789", b"12345678", True),
        ("\n12345678\n", b"12345678", True),
        ("\n" + "x" * 100_000, b"xxxxxxxx", True),
    ],
)
def test_caps_and_line_feeds(body: str, out: bytes, cut: bool) -> None:
    output = read(framed("B a", body, "E a ok 1")).outputs["a"]
    assert (output.out, output.cut) == (out, cut)


@pytest.mark.parametrize(
    ("err", "text", "code"),
    [
        ("\n\nrc=0\n", b"", 0),
        ("\nsaid\n\nrc=12\n", b"said", 12),
        ("\nsaid", b"said", None),
        ("", b"", None),
        ("\nrc=5\nmore\n", b"rc=5\nmore", None),
        ("\nsrc=5\n", b"src=5", None),
        ("\nrc=1234\n", b"rc=1234", None),
        ("\nrc=-1\n", b"rc=-1", None),
        ("\nrc=3\n\nrc=0\n", b"rc=3", 0),
        ("\n" + "e" * (KEPT_ERRORS + 1) + "\n\nrc=9\n", b"e" * KEPT_ERRORS, 9),
        ("\n" + "e" * (KEPT_ERRORS - 2) + "\n\nrc=9\n", b"e" * (KEPT_ERRORS - 2), 9),
        ("\n" + "e" * 1_000_000, b"e" * KEPT_ERRORS, None),
    ],
)
@pytest.mark.parametrize("end", ["END", None])
def test_standard_error(err: str, text: bytes, code: int | None, end: str | None) -> None:
    stream = framed("B a", err, *([end] if end else []))
    output = read(framed("B a", "\n1", "E a ok 1", "END 1"), stream, {"a": 8}, cuts=[7, 100]).outputs["a"]
    assert (output.err, output.exit_code) == (text, code)


@pytest.mark.parametrize(
    ("end", "why", "ms", "detail"),
    [
        ("E a timeout 2000", "timeout", 2000, ""),
        ("E a ok -1", "ok", 0, ""),
        ("E a ok", "ok", 0, ""),
        ("E a", "", 0, ""),
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
    reader.feed_out(start)
    reader.feed_err(start)
    tracemalloc.start()
    for _ in range(400):
        reader.feed_out(chunk)
        reader.feed_err(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
    assert len(reader.noise) <= 2 * KEPT_NOISE
    assert reader.received == 2 * (len(start) + 400 * 65536)
