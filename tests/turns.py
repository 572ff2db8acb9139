"""In which turn tests are handed out to workers, so that the processors have work whenever a test waits.

By their names tests of servers came one after another, and so did those that write to the disk at each step: all workers
waited at once, and at other times none did.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
# What waits longer than it reckons, for servers, other machines' clocks and the disk: measured, see
# docs/decisions/2026-11-29-cost-of-tests.md. Whoever is not named here runs well, too, only not beside what reckons.
_WAITING_FOLDERS = frozenset({"transport", "service"})
_WAITING = frozenset(
    [
        "test_bundles",
        "test_carried",
        "test_checkpoints",
        "test_forgetting",
        "test_inspection",
        "test_network_devices",
        "test_order_evidence",
        "test_recording_trouble",
        "test_schedule_actions",
        "test_scripts",
        "test_shell",
        "test_storage_probes",
    ]
)
# What waits is begun in the first part of a run: a server that lets one wait long is not left for the end.
_FIRST_PART = 0.8


def waits(test: Path) -> bool:
    """Whether the tests of the file at `test` wait more than they reckon."""
    return test.parent.name in _WAITING_FOLDERS or test.stem in _WAITING


def in_turn(tests: Sequence[T], unit: Callable[[T], Hashable], waiting: Callable[[T], bool]) -> list[T]:
    """All `tests`, those of one `unit` (what stays with one worker) together, the largest units first; those that are
    `waiting` spread evenly between the others.
    """
    units: dict[Hashable, list[T]] = {}
    for test in tests:
        units.setdefault(unit(test), []).append(test)
    ordered = sorted(units.values(), key=len, reverse=True)
    turns: list[tuple[float, list[T]]] = []
    for kind, part in ((True, _FIRST_PART), (False, 1.0)):
        alike = [each for each in ordered if waiting(each[0]) is kind]
        turns += [(part * place / len(alike), each) for place, each in enumerate(alike)]
    return [test for _, each in sorted(turns, key=lambda turn: turn[0]) for test in each]
