"""Files packed into one ZIP archive and taken out again, so that every byte of the archive is accounted for. Pure.

One form only: files stored as they are, in the order of their names, all with the same fixed day and rights. So the same
files give the same bytes, nothing has to be inflated before it is known how large it is, and an archive is unpacked only
if packing its files gives it again: whatever else is in it is found. What the files are is `fieldops.records.archive`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from fieldops.errors import FieldopsError

# What a run of hundreds of hosts needs, several times. More is not read into memory.
LARGEST = 512 << 20
_MOST_FILES = 1000
_DAY = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o100644 << 16
_UNIX = 3
# What the standard library raises for an archive that is none, or one of a kind that it does not read.
_UNREADABLE = (
    BadZipFile,
    struct.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)


class BadArchive(FieldopsError):
    """An archive that is not taken apart: none of ours, damaged, or made to do harm. `place` is the file in it."""

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        super().__init__(code, file=place or "-", **values)
        self.place = place


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files by name. Raises BadArchive for what would not be unpacked again: too much, a bad name."""
    for name in files:
        if not is_plain_name(name):
            raise BadArchive("archive.bad-name", name)
    if sum(map(len, files.values())) > LARGEST - (1 << 20) or len(files) > _MOST_FILES:
        raise BadArchive("archive.too-large", megabytes=LARGEST >> 20)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = _UNIX, _RIGHTS
            archive.writestr(entry, files[name])
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of an archive that `packed` made.

    Raises BadArchive with what is wrong and in which file: no archive or cut off, a name that leads elsewhere or stands
    twice, a link, something compressed or encrypted, a size that is not true, a changed byte anywhere.
    """
    if len(data) > LARGEST:
        raise BadArchive("archive.too-large", megabytes=LARGEST >> 20)
    try:
        archive = ZipFile(BytesIO(data))
    except _UNREADABLE as error:
        raise BadArchive("archive.unreadable") from error
    with archive:
        entries = archive.infolist()
        for wrong in _wrong(entries, len(data)):
            raise wrong
        files = {entry.filename: _read(archive, entry) for entry in entries}
    again = packed(files)
    if again != data:
        shorter = min(len(again), len(data))
        at = next((at for at in range(shorter) if again[at] != data[at]), shorter)
        raise BadArchive("archive.other-form", _around(entries, at), byte=at + 1)
    return files


def _wrong(entries: Sequence[ZipInfo], size: int) -> Iterator[BadArchive]:
    """What must not be read at all, before anything is."""
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > size:
        yield BadArchive("archive.bomb")
    seen = set[str]()
    for entry in entries:
        name = entry.orig_filename
        if entry.is_dir():
            yield BadArchive("archive.no-file", name)
        if not is_plain_name(name) or name != entry.filename:
            yield BadArchive("archive.bad-name", name)
        if name.casefold() in seen:
            # On a machine where capitals do not matter one would take the other's place.
            yield BadArchive("archive.doubled-name", name)
        seen.add(name.casefold())
        if entry.external_attr >> 16 & 0o170000 not in (0, 0o100000):
            yield BadArchive("archive.no-file", name)
        if entry.flag_bits & 1:
            yield BadArchive("archive.encrypted", name)
        if entry.compress_type != ZIP_STORED:
            yield BadArchive("archive.compressed", name)
        if entry.compress_size != entry.file_size:
            yield BadArchive("archive.wrong-size", name)


def is_plain_name(name: str) -> bool:
    """Whether this can be the name of a file below the folder that an archive is unpacked to, on any system."""
    parts = name.split("/")
    return name.isprintable() and not set(name) & set('\\:*?"<>|') and all(map(_is_plain_part, parts))


def _is_plain_part(part: str) -> bool:
    return bool(part) and part.strip(". ") != "" and not part.endswith((".", " "))


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except _UNREADABLE as error:
        raise BadArchive("archive.damaged", entry.filename) from error


def _around(entries: Sequence[ZipInfo], at: int) -> str:
    """The file in front of whose bytes, or in whose, that place of the archive lies."""
    before = [entry for entry in entries if entry.header_offset <= at]
    return max(before, key=lambda entry: entry.header_offset).filename if before else ""
