"""What a hostile text costs when it gets twice as long: twice as much, or it stops a service with a few kilobytes."""

from __future__ import annotations

import time
from collections.abc import Callable

from fieldops.documents.judging import check_schema
from fieldops.documents.yaml_text import read_yaml

HEAD = "apiVersion: fieldops/v1\nkind: Contract\nid: acme\ntitle: Acme\n"
# Lines made for what compares all with all, and for patterns that look again and again; by their length.
TEXTS: dict[str, Callable[[int], str]] = {
    "values to compare": lambda n: "access: {denied_commands: [" + ",".join(f"{{a: {x}}}" for x in range(n // 10)) + "]}",
    "an e-mail address": lambda n: "customer: {name: n, contacts: [{name: n, email: 'a@" + "." * n + "@'}]}",
    "an id": lambda n: "team: " + "a-" * (n // 2),
    "a host name": lambda n: "assets: [{id: a, host: {address: " + "a" * n + "_}}]",
    "unknown keys": lambda n: "".join(f"k{x}: 1\n" for x in range(n // 10)),
    "blanks to fill in": lambda n: "assets: [" + "{id: TBD}," * (n // 10) + "]",
}  # fmt: skip
LENGTH = 100_000


def growth(text: Callable[[int], str], rounds: int) -> tuple[float, float]:
    """Processor seconds for the text of twice the length, and of once; the least of some rounds."""
    twice, once = ((HEAD + text(length) + "\n").encode() for length in (2 * LENGTH, LENGTH))
    return min(_seconds(twice) for _ in range(rounds)), min(_seconds(once) for _ in range(rounds))


def _seconds(raw: bytes) -> float:
    began = time.process_time()
    node, problems = read_yaml(raw, "hostile.yaml")
    if node is not None:
        problems = [*problems, *check_schema(node, "hostile.yaml")[1]]
    spent = time.process_time() - began
    if not problems:
        raise SystemExit("a hostile text was accepted")
    return spent
