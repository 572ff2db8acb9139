"""What a file is that is no YAML in UTF-8, told from its first bytes: a pointer of Git LFS, UTF-16, a workbook, a web page, what is encrypted or compressed."""

from __future__ import annotations

import codecs
import re

from fieldops.errors import Named

# Pointers of Git LFS; before it had its name it was called hawser and git-media.
_LFS = tuple(
    b"version %s/" % place
    for place in (b"https://git-lfs.github.com", b"https://hawser.github.com", b"http://git-media.io")
)
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
    b"/annex/objects/": "file.annex",
    b"\x00GITCRYPT\x00": "file.encrypted",
    b"$ANSIBLE_VAULT;": "file.encrypted",
    b"-----BEGIN PGP MESSAGE": "file.encrypted",
    b"-----BEGIN AGE ENCRYPTED": "file.encrypted",
    b"age-encryption.org/": "file.encrypted",
    b"diff --git ": "file.patch",
    b"\x1f\x8b": "file.compressed",
    b"BZh": "file.compressed",
    b"\xfd7zXZ\x00": "file.compressed",
    b"\x28\xb5\x2f\xfd": "file.compressed",
    b"7z\xbc\xaf\x27\x1c": "file.compressed",
    b"Rar!\x1a\x07": "file.compressed",
    b"\x00" * 64: "file.zeros",
}
# The longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FIRST_BYTES = (*_LFS, *_FILES, *_MARKS)
# Before the first bytes of a text may stand its mark and blanks.
_BLANK = b" \t\r\n"
# ASCII in UTF-16 without a mark: every other byte is zero.
_ZEROS = re.compile(rb"(?:[\t\r\n -~]\x00){8}|(?:\x00[\t\r\n -~]){8}")

Said = tuple[str, dict[str, object]]


def may_be_other(raw: bytes) -> bool:
    """Whether the first bytes are such that it has to be looked at what the file is: cheap, for every file."""
    head = raw[:64]
    if head[:1] in (b"\xef", b" ", b"\t", b"\r", b"\n"):
        head = head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    return head.startswith(FIRST_BYTES) or b"\0" in head


def other_file(raw: bytes) -> Said | None:
    """The code and values of the sentence that says what `raw` is, or None where it may be YAML."""
    if raw.startswith(_LFS):
        return "yaml.lfs-pointer", {}
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if encoding is None and _ZEROS.match(raw):
        encoding = "utf-16"
    if encoding is not None:
        return "yaml.other-encoding", {"encoding": encoding.upper()}
    head = raw[:128].removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    found = next((name for first, name in _FILES.items() if head.startswith(first)), None)
    return None if found is None else ("yaml.other-file", {"what": Named(found)})


def decoded(raw: bytes) -> str | None:
    """The text of a file in another encoding that says which, or None: only to find out what its document is called."""
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    return None
