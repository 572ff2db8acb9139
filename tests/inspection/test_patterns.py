"""No text that a host sends makes a pattern try for ever: what repeats inside of what repeats has a mark in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import fieldops.inspection
import fieldops.transport

# How `re` itself reads a pattern; in no public module.
_parser: Any = import_module("re._parser")
_constants: Any = import_module("re._constants")

# Looked at one by one: in these the inner part ends at a character that it cannot hold itself, so a text is read in one way.
SAFE = {
    # Blanks, which the inner part does not hold.
    r"(?:[0-9.PYN]+\s+)*",
    # A space ends each part.
    r"(?:(?:[0-9]+|line [0-9]+|eval|\w+\[[0-9]+\]): )*",
    # A hyphen, which the inner part does not hold.
    r"(?:[A-Z0-9_]+-)*?",
    # A bracket, which the inner part does not hold.
    r"(?:\([a-z]+\))*",
}


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (fieldops.inspection, fieldops.transport):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{found.name}.{name}", value


def _nested(tree: Any, inside: bool = False) -> bool:
    """Whether something that may come any number of times stands inside of something that may."""
    for kind, what in tree:
        endless = kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and what[1] > 20
        if endless and inside:
            return True
        if any(_nested(each, inside or endless) for each in _below(kind, what)):
            return True
    return False


def _below(kind: Any, what: Any) -> list[Any]:
    """The parts that a part of a pattern holds."""
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return [what[2]]
    if kind is _constants.SUBPATTERN:
        return [what[3]]
    if kind is _constants.BRANCH:
        return list(what[1])
    return [what[1]] if kind in (_constants.ASSERT, _constants.ASSERT_NOT) else []


def _without_safe(pattern: str) -> str:
    for each in SAFE:
        pattern = pattern.replace(each, "")
    return pattern


def test_no_repetition_inside_of_a_repetition_can_be_read_in_many_ways() -> None:
    wrong = [
        f"{name}: {pattern.pattern}"
        for name, pattern in _patterns()
        if isinstance(pattern.pattern, str)
        and _nested(_parser.parse(_without_safe(pattern.pattern), pattern.flags))
    ]
    assert wrong == []


def test_the_pattern_that_a_line_of_numbers_held_for_minutes_is_found() -> None:
    assert _nested(_parser.parse(r"\S+\s+(?:[0-9P.\s]*[YNP ]\s*)*(Master|Backup)"))
