"""Reads how full the kernel's tables are: connections it tracks, files that are open.

A table may hold more than its limit, when the limit was lowered or root is exempt: that is full, not impossible.
"""

from __future__ import annotations

import re

from fieldops.inspection.raw import RawRow, RawRows, Unreadable

# A count below zero, printed as one of 64 bits without a sign.
_NEGATIVE = 1 << 63


def conntrack(text: str) -> RawRows:
    """``count=N max=M``: entries of the connection table, or nothing where there is none. A limit of 0 is none: no row."""
    if not text.strip():
        return []
    match = re.fullmatch(r"count=([0-9]{1,15}) max=([0-9]{1,15})\s*", text)
    if match is None:
        raise Unreadable("reading.line", line=text.strip())
    count, limit = int(match[1]), int(match[2])
    return [_filled("count", count, limit)] if limit else []


def file_handles(text: str) -> RawRows:
    """/proc/sys/fs/file-nr: handles allocated, of them free (always 0 since Linux 2.6), and the limit."""
    match = re.fullmatch(r"([0-9]{1,20})\s+([0-9]{1,20})\s+([1-9][0-9]{0,19})\s*", text)
    if match is None:
        raise Unreadable("reading.line", line=text.strip())
    allocated, free, limit = (int(each) for each in match.groups())
    if allocated >= _NEGATIVE:
        raise Unreadable("reading.line", line=text.strip())
    return [_filled("allocated", allocated - free, limit)]


def _filled(name: str, used: int, limit: int) -> RawRow:
    return {name: used, "max": limit, "used_percent": f"{min(100.0, 100 * used / limit):.1f}"}
