"""What a file is that is no YAML in UTF-8, told from its first bytes: a pointer of Git LFS, UTF-16, a workbook, a web page."""

from __future__ import annotations

import codecs
import re

from fieldops.errors import Named

_LFS = b"version https://git-lfs.github.com/spec/"
_OFFICE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# First bytes, and what the file then is.
_FILES = {
    _OFFICE: "file.office",
    _OLD_OFFICE: "file.office",
    b"%PDF-": "file.pdf",
    b"{\\rtf": "file.rtf",
    b"<!DOCTYPE": "file.web-page",
    b"<!doctype": "file.web-page",
    b"<html": "file.web-page",
    b"<?xml": "file.xml",
}
# The longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FIRST_BYTES = (_LFS, *_FILES, *_MARKS)
# ASCII in UTF-16 without a mark: every other byte is zero.
_ZEROS = re.compile(rb"(?:[\t\r\n -~]\x00){8}|(?:\x00[\t\r\n -~]){8}")

Said = tuple[str, dict[str, object]]


def other_file(raw: bytes) -> Said | None:
    """The code and values of the sentence that says what `raw` is, or None where it may be YAML."""
    if raw.startswith(_LFS):
        return "yaml.lfs-pointer", {}
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if encoding is None and _ZEROS.match(raw):
        encoding = "utf-16"
    if encoding is not None:
        return "yaml.other-encoding", {"encoding": encoding.upper()}
    found = next((name for first, name in _FILES.items() if raw.startswith(first)), None)
    return None if found is None else ("yaml.other-file", {"what": Named(found)})


def decoded(raw: bytes) -> str | None:
    """The text of a file in another encoding that says which, or None: only to find out what its document is called."""
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    return None
