"""Results of bundles as they come out of pockets: whole, damaged, rewritten by editors, forged."""

from __future__ import annotations

import codecs
import hashlib
import subprocess
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from conftest import require
from hypothesis import given
from hypothesis import strategies as st

from fieldops.inspection.bundle import FORMAT, Bundle, bundle_of, header_of
from fieldops.inspection.carried import (
    LARGEST,
    BadResult,
    Carried,
    CarriedAs,
    Summed,
    posix_cksum,
    read_result,
)

MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
BUNDLE = Bundle(
    id="0123456789abcdef",
    contract="acme",
    host="db",
    playbooks=("small",),
    engineers=("zhang", "li"),
    tags=(),
    by="zhang",
    made=MADE,
    planned=MADE,
    ends=None,
    until=MADE + timedelta(days=14),
    script="0" * 64,
    playbook_documents="1" * 64,
    fieldops="0",
    override="机房进水",
)
FRAMES = """
@fo 0123456789abcdef NAME db-7

@fo 0123456789abcdef SERIAL SN-1

@fo 0123456789abcdef FROM 1772355600

@fo 0123456789abcdef B state
磁盘正常

rc=0
len=5

@fo 0123456789abcdef E state ok 10

@fo 0123456789abcdef END 1

@fo 0123456789abcdef TO 1772355660
"""


def result(frames: str = FRAMES, like: str = "sha256sum") -> bytes:
    """What a host gives."""
    told = f"{FORMAT}{header_of(BUNDLE)}\n{frames}".encode()
    sums = {
        "sha256sum": f"sha256sum {hashlib.sha256(told).hexdigest()}",
        "cksum": f"cksum {posix_cksum(told)} {len(told)}",
        "none": "none",
    }
    return told + f"\n@fo {BUNDLE.id} SUM {sums[like]}\n".encode()


def refused(data: bytes) -> str:
    with pytest.raises(BadResult) as told:
        read_result(data)
    return told.value.code


def test_a_bundle_reads_its_own_words() -> None:
    assert header_of(BUNDLE).isascii()
    assert bundle_of(header_of(BUNDLE)) == BUNDLE


@pytest.mark.parametrize("like", ["sha256sum", "cksum"])
def test_a_whole_result_is_right_and_tells_of_its_machine(like: str) -> None:
    found = read_result(result(like=like))
    assert (found.bundle, found.summed, found.undone) == (BUNDLE, Summed.RIGHT, ())
    assert (found.name, found.serial) == ("db-7", "SN-1")
    assert found.began == datetime.fromtimestamp(1772355600, UTC)
    assert found.ended == datetime.fromtimestamp(1772355660, UTC)


@given(st.data())
def test_a_changed_byte_is_refused_wherever_it_stands(data: st.DataObject) -> None:
    whole = result()
    at = data.draw(st.integers(0, len(whole) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != whole[at]))
    assert refused(whole[:at] + bytes([byte]) + whole[at + 1 :])


def test_so_is_every_byte_of_the_line_that_holds_the_checksum() -> None:
    """Where its beginning cannot be read, it is not taken for a result that was cut."""
    whole = result()
    for at in range(whole.rindex(b"\n\n@fo "), len(whole) - 1):
        assert refused(whole[:at] + b"?" + whole[at + 1 :])


@given(st.integers(0, len(result())))
def test_a_cut_result_is_refused_or_called_cut(size: int) -> None:
    whole = result()
    try:
        found = read_result(whole[:size])
    except BadResult:
        return
    assert (found.summed is Summed.RIGHT) == (size >= len(whole) - 1)


@given(st.binary(max_size=400))
def test_anything_is_read_or_refused(data: bytes) -> None:
    for each in (data, FORMAT.encode() + data, FORMAT.encode() + header_of(BUNDLE).encode() + b"\n" + data):
        # A traceback would be anything else.
        with suppress(BadResult):
            assert isinstance(read_result(each), Carried)


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("data", "undone"),
    [
        (_text(result()).encode(), (CarriedAs.LINE_ENDS,)),
        (codecs.BOM_UTF8 + result(), (CarriedAs.BYTE_ORDER_MARK,)),
        (codecs.BOM_UTF8 + _text(result()).encode(), (CarriedAs.BYTE_ORDER_MARK, CarriedAs.LINE_ENDS)),
        (_text(result()).encode("utf-16"), (CarriedAs.UTF16, CarriedAs.LINE_ENDS)),
        (codecs.BOM_UTF16_BE + _text(result()).encode("utf-16-be"), (CarriedAs.UTF16, CarriedAs.LINE_ENDS)),
        (result() + b"\n\n", ()),
        (result().rstrip(b"\n"), ()),
    ],
    ids=["CRLF", "BOM", "BOM and CRLF", "UTF-16", "UTF-16 BE", "lines added", "last line end lost"],
)
def test_what_editors_do_is_undone_where_the_checksum_is_right_then(
    data: bytes, undone: tuple[CarriedAs, ...]
) -> None:
    found = read_result(data)
    assert (found.summed, found.undone) == (Summed.RIGHT, undone)
    # However it was carried, it is known again.
    assert found.sha256 == read_result(result()).sha256


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bundle.empty"),
        (b"\n \n", "bundle.empty"),
        (b"x" * (LARGEST + 1), "bundle.too-large"),
        (b"x" * 100_000, "bundle.no-result"),
        (FORMAT.encode() + b"x" * 100_000, "bundle.header-unreadable"),
        (b"#!/bin/sh\nprintf 'fieldops-result 1 '\n", "bundle.is-script"),
        (b"$ sh db.sh\n" + result(), "bundle.more-before"),
        (b"\x1b[2J\x1b[31m" + result(), "bundle.more-before"),
        (result() + b"$ exit\n", "bundle.altered"),
        (result().replace("磁盘".encode(), b"????"), "bundle.altered"),
        (_text(result(like="none")).encode(), "bundle.as-text"),
        (_text(result()[:-30]).encode(), "bundle.as-text"),
        (_text(result()).replace("磁盘", "磁带").encode("utf-16"), "bundle.as-utf-16"),
        (result().replace(b'"id": "0123', b'"id": "0124'), "bundle.altered"),
        (result().replace(b'"id": "0123', b'"id": "../.'), "bundle.header-unreadable"),
        (result().replace(b"2026-03-01T09", b"0001-01-01T00"), "bundle.header-unreadable"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_its_kind(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_forged_times_and_names_of_a_host_say_no_more_than_they_can() -> None:
    forged = FRAMES.replace("1772355600", "9" * 400).replace("1772355660", "-1").replace("db-7", "\x1b[31mdb")
    found = read_result(result(forged))
    assert (found.began, found.ended, found.name) == (None, None, "db")


@pytest.mark.parametrize("size", [0, 1, 5, 255, 256, 65_536])
def test_the_checksum_is_that_of_cksum(size: int) -> None:
    require("cksum")
    data = bytes(number * 7 % 256 for number in range(size))
    told = subprocess.run(["cksum"], input=data, capture_output=True, check=True).stdout.split()
    assert [int(each) for each in told] == [posix_cksum(data), size]
