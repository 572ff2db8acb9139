"""A host's own words as a sentence can quote them: decoded, on one line, printable, short. What they mean is not decided here."""

from __future__ import annotations

import codecs

from fieldops.messages import printable

_LONGEST = 300
# Of words that are too long the end is kept too: a greeting comes first, the complaint last.
_BEGINNING = 120


def words_of(raw: bytes) -> str:
    """`raw` in words: lines joined by " / ", without control characters and text-direction marks, 300 characters at most.

    UTF-8 where it is, else GB18030 (which GBK is a part of); what fits neither becomes U+FFFD.
    """
    lines = [" ".join(line.split()) for line in printable(_decoded(raw).replace("\r", "\n")).split("\n")]
    text = " / ".join(line for line in lines if line)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_BEGINNING]} … {text[-(_LONGEST - _BEGINNING) :]}"


def _decoded(raw: bytes) -> str:
    try:
        # A character that was cut off at the end is no sign of another encoding.
        return codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
