"""Structs and dataclasses beside each other: what must not be mixed up, since the type checker lets it pass."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import fieldops
from fieldops.structs import Struct, as_mapping, replaced


class Point(Struct, frozen=True):
    x: int
    y: int = 0


@dataclasses.dataclass(frozen=True)
class Old:
    x: int
    y: int = 0


def all_structs() -> list[type[Struct]]:
    for module in pkgutil.walk_packages(fieldops.__path__, "fieldops."):
        if not module.name.endswith(("__main__", "rendering")):
            importlib.import_module(module.name)
    found, waiting = [], list(Struct.__subclasses__())
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    return found


@pytest.mark.parametrize("one", [Point(1, 2), Old(1, 2)])
def test_a_changed_copy_of_either_leaves_the_first_as_it_was(one: Point | Old) -> None:
    other = replaced(one, y=5)
    assert (other.x, other.y, one.y) == (1, 5, 2)
    with pytest.raises(TypeError):
        replaced(one, z=1)


def test_a_struct_cannot_be_changed_and_is_its_values() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2
    assert {Point(1), Point(1, 0)} == {Point(1)}
    assert as_mapping(Point(1)) == {"x": 1, "y": 0}


def test_no_struct_has_the_field_of_a_dataclass_as_a_default() -> None:
    found = all_structs()
    assert len(found) > 200
    assert [
        struct.__name__
        for struct in found
        if any(isinstance(each, dataclasses.Field) for each in struct.__struct_defaults__)
    ] == []
