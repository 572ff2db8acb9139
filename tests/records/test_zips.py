"""An archive is taken apart only if it is, byte for byte, what packing its files gives."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.records.zips import BadArchive, is_plain_name, packed, unpacked

FILES = {"README.txt": b"read me\n", "pages/报告.html": b"<html>", "empty": b"", "signatures/li.json": b"{}"}


def made(*entries: tuple[str, bytes], **changes: Any) -> bytes:
    """An archive that another program made: `changes` are to each of its entries."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, raw in entries:
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            for field, value in changes.items():
                setattr(entry, field, value)
            archive.writestr(entry, raw)
    return target.getvalue()


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(BadArchive) as error:
        unpacked(data)
    return error.value.code, error.value.place


def test_the_same_files_give_the_same_bytes_and_come_out_again() -> None:
    turned = dict(reversed(FILES.items()))
    assert packed(FILES) == packed(turned)
    assert unpacked(packed(FILES)) == FILES


def test_the_form_stays_what_it_is() -> None:
    # Archives are verified by packing them again: another form, whoever changed it, would refuse all that were handed out.
    digest = hashlib.sha256(packed(FILES)).hexdigest()
    assert digest == "b6e420a7c1962b5d5b9be3292118a26b418eea0b1c8d3ef28148df7d20fa454d"


@given(st.integers(0, len(packed(FILES)) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_found(at: int, flip: int) -> None:
    whole = packed(FILES)
    changed = whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]
    code, _ = refused(changed)
    assert code.startswith("archive.")


@given(st.integers(0, len(packed(FILES)) - 1))
def test_one_that_is_cut_off_or_goes_on_is_found(size: int) -> None:
    whole = packed(FILES)
    assert refused(whole[:size])[0].startswith("archive.")
    assert refused(whole + whole[:size] + b"x")[0].startswith("archive.")


@given(st.binary(max_size=400))
def test_anything_else_is_refused_and_never_fails(data: bytes) -> None:
    assert refused(data)[0].startswith("archive.")


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "a/../b", "a\\b", "C:x", "a//b", "./a", "x\ny", "nul.", "\u202egpj", ""],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert not is_plain_name(name)
    with pytest.raises(BadArchive):
        packed({name: b"x"})
    if name:
        assert refused(made((name, b"x")))[0] == "archive.bad-name"


def test_a_name_that_stands_twice_is_refused_also_in_other_capitals() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = made(("a", b"1"), ("a", b"2"))
    assert refused(twice) == ("archive.doubled-name", "a")
    assert refused(made(("readme", b"1"), ("README", b"2"))) == ("archive.doubled-name", "README")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"external_attr": 0o120777 << 16}, "archive.no-file"),
        ({"external_attr": 0o060644 << 16}, "archive.no-file"),
        ({"compress_type": ZIP_DEFLATED}, "archive.compressed"),
        ({"comment": b"hidden"}, "archive.other-form"),
        ({"extra": b"\x01\x00\x00\x00"}, "archive.other-form"),
        ({"date_time": (2026, 1, 1, 0, 0, 0)}, "archive.other-form"),
    ],
)
def test_what_another_program_packs_is_refused_and_the_file_named(changes: dict[str, Any], code: str) -> None:
    assert refused(made(("a", b"x" * 100), **changes)) == (code, "a")


def test_a_folder_is_refused() -> None:
    assert refused(made(("a/", b""))) == ("archive.no-file", "a/")


def test_a_bomb_is_refused_before_anything_is_read() -> None:
    whole = bytearray(packed({"a": b"x"}))
    central = whole.rindex(b"PK\x01\x02")
    whole[central + 20 : central + 28] = (1 << 30).to_bytes(4, "little") * 2
    assert refused(bytes(whole))[0] == "archive.bomb"


def test_an_encrypted_file_is_refused() -> None:
    whole = bytearray(packed({"a": b"x"}))
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(whole)) == ("archive.encrypted", "a")
