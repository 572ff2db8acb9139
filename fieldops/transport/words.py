"""A host's own words as a sentence can quote them: decoded, on one line, printable, short; and how long they ask us to wait.

What else they mean is not decided here.
"""

from __future__ import annotations

import codecs
import re

from fieldops.messages import printable

_LONGEST = 300
# Of words that are too long the end is kept too: a greeting comes first, the complaint last.
_BEGINNING = 120
# Who names a time in which to come again, as bastions and login servers do.
_AGAIN = re.compile(r"again|retry|wait|later|重试|再试|重新|等待|稍后|后再", re.I)
_TIME = re.compile(r"([0-9]{1,5})\s*(?:(秒|s\b|secs?\b|seconds?\b)|(?:分|m\b|mins?\b|minutes?\b))", re.I)
_ONE_MINUTE = re.compile(r"\b(?:a|one) minute|一分钟", re.I)


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


def asked_to_wait(words: str) -> float:
    """The seconds after which a host that turns us away wants us back, as it says ("try again in 30 seconds"); 0: it does not.

    Of several times the longest.
    """
    if not _AGAIN.search(words):
        return 0
    named = [float(number) * (1 if second else 60) for number, second in _TIME.findall(words)]
    return max([*named, 60.0 * bool(_ONE_MINUTE.search(words))])
