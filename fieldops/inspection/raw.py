"""What every reader needs: rows of raw values, and the exception in place of what was not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping


class Unreadable(Exception):
    """The output is not what the probe expects; `code` (below ``reading.``) and values say where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


# Python refuses to read endless numbers.
WHOLE = re.compile("[0-9]{1,20}")
_SMALL = re.compile("[0-9]{1,9}")

RawRow = Mapping[str, object]
RawRows = list[RawRow | Unreadable]


def halves(text: str) -> tuple[list[str], list[str]]:
    """The lines before and after the line ``--`` that separates two reads of one file. Raises Unreadable."""
    first, found, second = text.partition("\n--\n")
    if not found:
        raise Unreadable("reading.line", line="--")
    return first.splitlines(), second.splitlines()


def after_head(text: str, head: str) -> list[str]:
    """The lines after the first one, which must begin with `head`: proof that the command got to work.

    Raises Unreadable.
    """
    lines = text.splitlines()
    if not lines or not lines[0].startswith(head):
        raise Unreadable("reading.field-missing", field=head)
    return lines[1:]


def small(word: str) -> int | None:
    """The whole number `word` of up to nine digits; None for anything else (Python refuses to read endless ones)."""
    return int(word) if _SMALL.fullmatch(word) else None


def whole(word: str, line: str) -> int:
    """The whole number `word`, a word of `line`. Raises Unreadable."""
    if not WHOLE.fullmatch(word):
        raise Unreadable("reading.line", line=line)
    return int(word)
