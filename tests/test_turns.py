"""Workers get what waits between what reckons, and groups whole."""

from __future__ import annotations

import itertools
from pathlib import Path

import turns

_NAMES = ["a1", "a2", "b", "c", "d", "e", "f", "g", "wait1", "wait2", "wait3", "wait4"]


def _in_turn(names: list[str]) -> list[str]:
    return turns.in_turn(names, lambda name: name[0] if name[0] == "a" else name, lambda name: "wait" in name)


def test_no_test_is_lost_and_none_is_there_twice() -> None:
    assert sorted(_in_turn(_NAMES)) == sorted(_NAMES)


def test_a_group_stays_together_and_is_begun_before_single_tests() -> None:
    assert _in_turn(["b", "a1", "c", "a2"])[:2] == ["a1", "a2"]


def test_what_waits_is_spread_and_begun_before_the_end() -> None:
    places = [place for place, name in enumerate(_in_turn(_NAMES)) if "wait" in name]
    assert min(after - before for before, after in itertools.pairwise(places)) >= 2
    assert places[-1] < len(_NAMES) - 1


def test_each_name_of_what_waits_is_a_file_or_folder_of_tests() -> None:
    here = Path(__file__).parent
    found = {each.stem for each in here.rglob("test_*.py")} | {
        each.name for each in here.iterdir() if each.is_dir()
    }
    assert found >= turns._WAITING | turns._WAITING_FOLDERS
