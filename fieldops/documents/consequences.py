"""What is wrong with a document only because of another mistake in it: told once, by the mistake.

A misspelt key is missing under its right name; a misspelt type makes other keys forbidden. Where a correction is
certain enough to be shown, it is made in a copy, and what the schema then no longer finds was its consequence.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Problem
from fieldops.structs import Struct

# A file may hold the same mistake ten thousand times; then nobody asks which of the others follow from it.
_MOST = 100
# The library names all unknown keys of a mapping in one sentence: after a correction it is another one.
_ABOUT_KEYS = ("additionalProperties", "unevaluatedProperties")


class _Correction(Struct, frozen=True):
    """What is shown as meant: the key's new name, or the value at `where`."""

    where: Path
    name: str = ""
    value: object = None


def independent(
    found: Sequence[tuple[Any, Sequence[Problem]]],
    data: object,
    errors_of: Callable[[Any], Iterable[Any]],
) -> list[Problem]:
    """The problems, without those that are gone once the others are corrected as their hints say.

    `found`: the library's errors with the problems made of them; `errors_of` judges data by the same schema.
    """
    every = [problem for _, problems in found for problem in problems]
    corrections = [(error, each) for error, problems in found for each in _corrections(error, problems)]
    if len(found) == 1 or not 0 < len(corrections) <= _MOST:
        return every
    corrected = copy.deepcopy(data)
    # The deepest first, so that no place is renamed before what stands in it.
    for _, each in sorted(corrections, key=lambda one: -len(one[1].where)):
        _correct(corrected, each)
    left = {_key(error) for error in errors_of(corrected)}
    own = {id(error) for error, _ in corrections}
    return [
        problem
        for error, problems in found
        if id(error) in own or error.validator in _ABOUT_KEYS or _key(error) in left
        for problem in problems
    ]


def _key(error: Any) -> tuple[object, ...]:
    return (*error.absolute_path, error.validator, error.message)


def _corrections(error: Any, problems: Sequence[Problem]) -> Iterator[_Correction]:
    where: Path = tuple(error.absolute_path)
    for problem in problems:
        near = problem.values.get("near")
        advice = problem.values.get("advice")
        if problem.code == "schema.unknown-key-near" and near:
            key = next((key for key in error.instance if str(key) == problem.values["key"]), None)
            if key is not None and near not in error.instance:
                yield _Correction((*where, key), name=str(near))
        elif problem.code == "schema.enum-near" and near in error.validator_value:
            yield _Correction(where, value=near)
        elif isinstance(advice, Named) and error.validator_value == "boolean":
            told = {"true": True, "false": False}.get(str(advice.values.get("near")))
            if told is not None:
                yield _Correction(where, value=told)


def _correct(data: Any, correction: _Correction) -> None:
    *steps, last = correction.where
    for step in steps:
        data = data[step]
    if correction.name:
        data[correction.name] = data.pop(last)
    else:
        data[last] = correction.value
