"""What comes back from a host to which a bundle was carried: whether it is whole, and what was done to it on the way. Pure.

A checksum made on the host stands at its end. Programs that carry text change it without asking (line ends, a byte order
mark, UTF-16): that is undone, and believed undone only where the checksum is then right. Nothing here proves who made a
result: whoever can write a file can write a right one. The frames in it are read by `frames`.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from fieldops.errors import FieldopsError
from fieldops.inspection.bundle import FORMAT, Bundle, bundle_of
from fieldops.messages import printable
from fieldops.structs import Struct, replaced

# As much as a host may send over SSH. More is not read into memory.
LARGEST = 64 << 20
_LONGEST_HEADER = 64 << 10
_LONGEST_WORD = 200
_BEGIN = FORMAT.encode()
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SUM = re.compile(rb"(none|sha256sum [0-9a-f]{64}|cksum [0-9]{1,10} [0-9]{1,10})\s*\Z")
# A clock of ten digits ends in 2286; anything else is no time.
_SECONDS = re.compile(r"[0-9]{9,10}", re.ASCII)
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class BadResult(FieldopsError):
    """A file that is no result, or not the one that the host gave: nothing of it is taken in."""


class Summed(StrEnum):
    """What the checksum at the end of a result says."""

    RIGHT = "right"
    LACKING = "lacking"  # the host had no program for one
    CUT = "cut"  # the end is not there


class CarriedAs(StrEnum):
    """What was done to a result on its way, and has been undone."""

    LINE_ENDS = "line-ends"
    BYTE_ORDER_MARK = "byte-order-mark"
    UTF16 = "utf-16"


class Carried(Struct, frozen=True):
    """A result: of which bundle, the bytes that the script printed, what is known of its wholeness, and how it was carried.

    `name`, `serial`: what the machine calls itself, "" where it does not say; `began`, `ended` by its own clock, None
    where that says nothing.
    """

    bundle: Bundle
    header: bytes
    output: bytes
    summed: Summed
    undone: tuple[CarriedAs, ...] = ()
    name: str = ""
    serial: str = ""
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def sha256(self) -> str:
        """The hash by which a result is known again, however it was carried."""
        return hashlib.sha256(self.header + b"\n" + self.output).hexdigest()


class _Version(Struct, frozen=True):
    """The bytes of a file, as they are or with something undone."""

    data: bytes
    undone: tuple[CarriedAs, ...] = ()


def read_result(data: bytes) -> Carried:
    """The result in the bytes of a file.

    Raises BadResult with what it is instead: empty, too large, the bundle itself, no result, changed on its way (as text by
    an editor or a transfer, where that shows), or cut where it was also carried as text.
    """
    if len(data) > LARGEST:
        raise BadResult("bundle.too-large", megabytes=LARGEST >> 20)
    if not data.strip():
        raise BadResult("bundle.empty")
    seen: list[_Version] = []
    for version in _versions(data):
        found = _read(version)
        if found is not None and (not version.undone or found.summed is Summed.RIGHT):
            return found
        seen.append(version)
    raise _bad(data, seen)


def _versions(data: bytes) -> Iterator[_Version]:
    """The file as it is, and with all undone that may have been done to it."""
    for base in (_Version(data), *_decoded(data)):
        yield base
        # A host may print such line ends; ours it prints without.
        if base.data[:_LONGEST_HEADER].partition(b"\n")[0].endswith(b"\r"):
            yield _Version(base.data.replace(b"\r\n", b"\n"), (*base.undone, CarriedAs.LINE_ENDS))


def _decoded(data: bytes) -> Iterator[_Version]:
    if data.startswith(codecs.BOM_UTF8):
        yield _Version(data.removeprefix(codecs.BOM_UTF8), (CarriedAs.BYTE_ORDER_MARK,))
    if data.startswith(_UTF16):
        text = data.decode("utf-16", "replace")
        # What the editor took the bytes for, before it wrote them so.
        for encoding in ("utf-8", "gb18030"):
            yield _Version(text.encode(encoding, "replace"), (CarriedAs.UTF16,))


def _bad(data: bytes, seen: Sequence[_Version]) -> BadResult:
    """Why none of the versions is a result that can be believed."""
    carried = [way for version in seen for way in version.undone]
    headed = any(version.data.startswith(_BEGIN) for version in seen)
    if headed and CarriedAs.UTF16 in carried:
        return BadResult("bundle.as-utf-16")
    if headed and carried:
        return BadResult("bundle.as-text")
    if headed:
        header = data[:_LONGEST_HEADER].partition(b"\n")[0].removeprefix(_BEGIN)
        return BadResult("bundle.altered" if bundle_of(header) is not None else "bundle.header-unreadable")
    if data.removeprefix(codecs.BOM_UTF8).startswith(b"#!/bin/sh"):
        return BadResult("bundle.is-script")
    if _BEGIN in data:
        return BadResult("bundle.more-before")
    return BadResult("bundle.no-result")


def _read(version: _Version) -> Carried | None:
    """The result in these bytes; None where they are none, or its checksum is not right."""
    header, line_end, rest = version.data.partition(b"\n")
    if not header.startswith(_BEGIN) or len(header) > _LONGEST_HEADER:
        return None
    bundle = bundle_of(header.removeprefix(_BEGIN))
    if bundle is None or not line_end:
        return None
    output, mark, told = rest.rpartition(_mark(bundle, "SUM"))
    summed = _SUM.fullmatch(told) if mark else None
    if mark and summed is None:
        return None
    state = Summed.CUT
    if summed is not None:
        state = Summed.LACKING if summed[1] == b"none" else Summed.RIGHT
        covered = version.data[: len(version.data) - len(told) - len(mark)]
        if state is Summed.RIGHT and _sum_of(covered, summed[1]) != summed[1]:
            return None
    # Line ends that were changed show here; without a checksum nobody can say what else was.
    if header.endswith(b"\r") and state is not Summed.RIGHT:
        return None
    if state is Summed.CUT and not _is_beginning(bundle, rest):
        return None
    return _told(Carried(bundle, header, output if mark else rest, state, version.undone))


def _is_beginning(bundle: Bundle, rest: bytes) -> bool:
    """Whether what stands behind the header may be a result of which only the end is missing.

    It begins with the name of the machine; behind its last time nothing comes but its checksum. Otherwise the checksum is not
    missing but unreadable.
    """
    first = _mark(bundle, "NAME")
    if rest[: len(first)] != first[: len(rest)]:
        return False
    _, ended, behind = rest.rpartition(_mark(bundle, "TO"))
    return not ended or _mark(bundle, "SUM").startswith(behind.partition(b"\n")[2].rstrip(b"\r\n"))


def _mark(bundle: Bundle, word: str) -> bytes:
    return f"\n@fo {bundle.id} {word} ".encode()


def _sum_of(data: bytes, like: bytes) -> bytes:
    """The checksum of `data` by the program that made one `like` that."""
    if like.startswith(b"cksum"):
        return f"cksum {posix_cksum(data)} {len(data)}".encode()
    return f"sha256sum {hashlib.sha256(data).hexdigest()}".encode()


def posix_cksum(data: bytes) -> int:
    """The checksum of POSIX `cksum`: the CRC-32 of the data and its length, bits in the order in which zlib has them not."""
    size = len(data)
    length = size.to_bytes((size.bit_length() + 7) // 8, "little")
    found = zlib.crc32(length.translate(_REVERSED), zlib.crc32(data.translate(_REVERSED), 0xFFFFFFFF))
    return int(f"{found:032b}"[::-1], 2)


def _told(result: Carried) -> Carried:
    """The result with what the machine says of itself before the first probe, and of the time behind the last."""
    first = result.output.partition(_mark(result.bundle, "B"))[0]
    last = result.output.rpartition(_mark(result.bundle, "END"))
    return replaced(
        result,
        name=_word(result.bundle, first, "NAME"),
        serial=_word(result.bundle, first, "SERIAL"),
        began=_moment(_word(result.bundle, first, "FROM")),
        ended=_moment(_word(result.bundle, last[2], "TO")) if last[1] else None,
    )


def _word(bundle: Bundle, part: bytes, word: str) -> str:
    told = part.partition(_mark(bundle, word))[2].partition(b"\n")[0]
    return printable(told[:_LONGEST_WORD].decode("utf-8", "replace")).strip()


def _moment(told: str) -> datetime | None:
    return datetime.fromtimestamp(int(told), UTC) if _SECONDS.fullmatch(told) else None
