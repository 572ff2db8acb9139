"""What a terminal would show of the bytes that a device sends: lines without what was overwritten, wiped or moved over.

Bytes go in and come out: the encoding is looked at later, and what moves the cursor is ASCII in UTF-8 and in GB18030.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    rb"\x1b\[([0-9;?]*)([A-Za-z])|\x1b[()][A-Za-z0-9]|\x1b.|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+", re.S
)
_TAB = 8
# No device has a wider terminal; what claims to move further does not make us fill memory.
_WIDEST = 4096


def shown(line: bytes) -> bytes:
    """One line as it stands in the end, without spaces behind it: carriage returns, backspaces, ``ESC [ n D``, ``ESC [ K``."""
    cells, column = bytearray(), 0
    for piece in _PIECE.finditer(line):
        text = piece[0]
        if text[0] >= 0x20 and text != b"\x7f":
            if column > len(cells):
                cells += b" " * (column - len(cells))
            cells[column : column + len(text)] = text
            column += len(text)
        else:
            column = _moved(cells, column, piece)
    return bytes(cells).rstrip()


def _moved(cells: bytearray, column: int, piece: re.Match[bytes]) -> int:
    """Where the cursor is after a control character or sequence, which may have wiped the rest of the line."""
    text, final = piece[0], piece[2]
    if text == b"\r":
        return 0
    if text == b"\b":
        return max(0, column - 1)
    if text == b"\t":
        return min(_WIDEST, column // _TAB * _TAB + _TAB)
    if final == b"K" and piece[1] in (b"", b"0"):
        del cells[column:]
    count = int(piece[1]) if piece[1] and piece[1].isdigit() and len(piece[1]) < 5 else 1
    if final == b"D":
        return max(0, column - count)
    return min(_WIDEST, column + count) if final == b"C" else column


def lines_of(raw: bytes) -> list[bytes]:
    """All lines of `raw` as they are shown in the end."""
    return [shown(line) for line in raw.split(b"\n")]
