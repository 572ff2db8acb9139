"""The names of hosts in an inventory: ranges such as ``web[01:20]``, and the port behind a colon. Pure.

As Ansible's documentation says ("How to build your inventory: adding ranges of hosts"): both ends belong to the range,
leading zeros are kept, a third number is the stride, letters count as numbers do.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from itertools import islice, product

from fieldops.errors import Unanswerable
from fieldops.inventory.listed import MAX_HOSTS
from fieldops.structs import Struct

_RANGE = re.compile(r"\[([0-9]*:[0-9]+(?::[0-9]+)?|[A-Za-z]:[A-Za-z](?::[0-9]+)?)\]", re.ASCII)
_PORT = re.compile(r"(?P<host>[^:]+|\[[^\]]+\]):(?P<port>[0-9]+)", re.ASCII)
_LETTERS = string.ascii_letters


class Named(Struct, frozen=True):
    """The hosts that one name stands for, and the port that stands behind it."""

    hosts: tuple[str, ...]
    port: int | None = None


def hosts_named(text: str) -> Named:
    """The hosts of a name with its ranges. Raises Unanswerable for a range that cannot be one."""
    name, port = _with_port(text)
    pieces = _RANGE.split(name)
    # Between two pieces of text stands what was in the brackets.
    choices = [[piece] if n % 2 == 0 else _steps(piece, text) for n, piece in enumerate(pieces)]
    hosts = tuple("".join(each) for each in islice(product(*choices), MAX_HOSTS + 1))
    if len(hosts) > MAX_HOSTS or not all(hosts):
        raise Unanswerable("inventory.bad-range", text=text)
    return Named(tuple(each.strip("[]") if _is_bracketed(each) else each for each in hosts), port)


def _with_port(text: str) -> tuple[str, int | None]:
    # What is in the brackets of a range has colons of its own.
    ranges: list[str] = []

    def keep(found: re.Match[str]) -> str:
        ranges.append(found[0])
        return "\0"

    found = _PORT.fullmatch(_RANGE.sub(keep, text))
    if found is None:
        return text, None
    kept = iter(ranges)
    return re.sub("\0", lambda _: next(kept), found["host"]), int(found["port"])


def _is_bracketed(name: str) -> bool:
    return name.startswith("[") and name.endswith("]")


def _steps(text: str, whole: str) -> Sequence[str]:
    first, last, *stride = text.split(":")
    step = int(stride[0]) if stride else 1
    if step < 1 or max(len(first), len(last)) > 9:
        raise Unanswerable("inventory.bad-range", text=whole)
    made = list(_letters(first, last, step) if first.isalpha() else _numbers(first or "0", last, step, whole))
    if not made:
        raise Unanswerable("inventory.bad-range", text=whole)
    return made


def _letters(first: str, last: str, step: int) -> Iterator[str]:
    yield from _LETTERS[_LETTERS.index(first) : _LETTERS.index(last) + 1 : step]


def _numbers(first: str, last: str, step: int, whole: str) -> Iterator[str]:
    width = len(first) if first.startswith("0") and len(first) > 1 else 0
    if width and width != len(last):
        raise Unanswerable("inventory.bad-range", text=whole)
    for number in islice(range(int(first), int(last) + 1, step), MAX_HOSTS + 1):
        yield str(number).zfill(width)
