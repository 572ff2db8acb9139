"""The inputs of yaml-test-suite: nothing that is no YAML is accepted, and what is read says what it should.

What we refuse on purpose (anchors, tags, a second document) is nobody's mistake. Numbers with a fraction stay text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldops.documents.yaml_text import read_yaml
from fieldops.messages import LANGUAGES, say_problem

FILE = Path(__file__).parent.parent / "data" / "yaml-test-suite" / "cases.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def documents(text: str) -> Iterator[Any]:
    at = 0
    while at < len(text.rstrip()):
        value, at = json.JSONDecoder().raw_decode(text, len(text) - len(text[at:].lstrip()))
        yield value


def without_fractions(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_fractions(value) for key, value in data.items()}
    if isinstance(data, list):
        return [without_fractions(value) for value in data]
    return "a fraction" if isinstance(data, float) else data


def as_read(read: Any, wanted: Any) -> Any:
    """What was read, texts in the place of fractions made alike."""
    if isinstance(read, dict) and isinstance(wanted, dict):
        return {key: as_read(value, wanted.get(key)) for key, value in read.items()}
    if isinstance(read, list) and isinstance(wanted, list) and len(read) == len(wanted):
        return [as_read(value, other) for value, other in zip(read, wanted, strict=True)]
    if isinstance(wanted, float) and isinstance(read, str):
        return "a fraction" if float(read) == wanted else read
    return read


def test_what_is_no_yaml_is_refused_and_what_is_read_is_right() -> None:
    wrong = []
    for case in CASES:
        node, problems = read_yaml(case["yaml"].encode("utf-8", "surrogatepass"), "f.yaml")
        for problem in problems:
            for language in LANGUAGES:
                assert all(part is None or part for part in say_problem(problem, language)), case["id"]
        if case.get("fail"):
            right = node is None or bool(problems)
        elif node is not None and not problems and "json" in case:
            (wanted,) = documents(case["json"])
            right = as_read(node.data, wanted) == without_fractions(wanted)
        else:
            continue
        if not right:
            wrong.append((case["id"], node and node.data))
    assert wrong == []


def test_most_of_what_is_yaml_is_read() -> None:
    """Otherwise the test above would be about nothing."""
    read = [
        case["id"] for case in CASES if not read_yaml(case["yaml"].encode("utf-8", "surrogatepass"), "f")[1]
    ]
    assert len(read) > 150
