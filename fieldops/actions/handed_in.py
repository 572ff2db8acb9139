"""Files that people hand in: with a confirmation the scan of a paper, a text that was signed, a signature; photos with answers;
evidence of what happened to an order.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from fieldops.errors import FieldopsError, UsageError, system_error
from fieldops.records.handed_in import HandedIn

Handed = tuple[str, bytes]
"""A file that is handed in: its name and its bytes."""

# A scan of some pages; whoever photographs a paper in full size needs no more.
LARGEST_SCAN = 20 << 20
# How a content begins, behind how many bytes, and the ending that it has.
_Kinds = tuple[tuple[bytes, int, str], ...]
_JPEG_AND_PNG: _Kinds = ((b"\xff\xd8\xff", 0, "jpg"), (b"\x89PNG\r\n\x1a\n", 0, "png"))
_SCANS: _Kinds = ((b"%PDF-", 0, "pdf"), *_JPEG_AND_PNG)
# What phones and cameras make; the brand of HEIC stands behind the length of its first box.
_PICTURES: _Kinds = (*_JPEG_AND_PNG, (b"ftyphei", 4, "heic"), (b"ftypmif1", 4, "heic"))
# A text that is signed, or a signature.
_LONGEST = 1 << 20


def read_scan(file: Path) -> tuple[bytes, str]:
    """The bytes of a scan, and the ending that its content has. Raises UsageError, FieldopsError."""
    return _read(file, _SCANS, "confirmation.scan-too-large", "confirmation.no-scan-file")


def read_photo(file: Path) -> tuple[bytes, str]:
    """The bytes of a photo, as they are, and the ending that its content has. Raises UsageError, FieldopsError."""
    return _read(file, _PICTURES, "manual.photo-too-large", "manual.no-photo-file")


def read_paper(file: Path, too_large: str = "confirmation.scan-too-large") -> bytes:
    """The bytes of a paper, whatever it is, at most LARGEST_SCAN. Raises UsageError (`too_large`), FieldopsError."""
    raw = first_bytes(file, LARGEST_SCAN)
    if len(raw) > LARGEST_SCAN:
        raise UsageError(too_large, path=str(file), megabytes=LARGEST_SCAN >> 20)
    return raw


def first_bytes(file: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than `most`: by that one whoever asks sees that it is too large.

    Raises FieldopsError for one that cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise FieldopsError("file.not-readable", path=str(file), detail=system_error(error)) from error


def _read(file: Path, kinds: _Kinds, too_large: str, of_no_kind: str) -> tuple[bytes, str]:
    raw = read_paper(file, too_large)
    ending = next((ending for magic, at, ending in kinds if raw[at:].startswith(magic)), None)
    if ending is None:
        raise UsageError(of_no_kind, path=str(file))
    return raw, ending


def read_text(file: Path) -> str:
    """The text of a small file. Raises FieldopsError for one that cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(_LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = system_error(error) if isinstance(error, OSError) else "UTF-8"
        raise FieldopsError("file.not-readable", path=str(file), detail=detail) from error


def kept(handed: Handed | None) -> HandedIn | None:
    """What an event says of a file that is kept beside it."""
    if handed is None:
        return None
    name, raw = handed
    return HandedIn(name, hashlib.sha256(raw).hexdigest(), len(raw))


def bytes_of(*handed: Handed | None) -> tuple[bytes, ...]:
    """The bytes of the files that are handed in."""
    return tuple(each[1] for each in handed if each is not None)
