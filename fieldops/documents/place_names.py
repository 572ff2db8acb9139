"""The names by which people say a place in a document: ``customer.name``, ``assets.server-01.serial``, ``milestones.0.within``.

An entry of a list is called by its id, or by its number from 0, as ``validate`` counts (an id
of digits alone calls nothing); ``contacts[0].name`` is understood too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.documents.yaml_text import Path

# Any entry.
EACH = "*"
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_BRACKETS = re.compile(r"\[([^\[\].]*)\]")


def name_of(data: object, path: Path) -> str:
    """What the place at `path` in `data` is called."""
    steps, here = list[str](), data
    for step in path:
        entry = _entry(here, step)
        id = entry.get("id") if isinstance(step, int) and isinstance(entry, dict) else None
        steps.append(id if isinstance(id, str) and _called(here, id) == [step] else str(step))
        here = entry
    return ".".join(steps)


def places_named(data: object, name: str) -> list[Path]:
    """The places in `data` that have this name; several where a step of it is ``*``, none where there is no such place."""
    found: list[tuple[Path, object]] = [((), data)]
    for step in steps_of(name):
        found = [((*path, key), _entry(here, key)) for path, here in found for key in _keys(here, step)]
    return [path for path, _ in found]


def steps_of(name: str) -> list[str]:
    """The steps of a name."""
    return _BRACKETS.sub(r".\1", name).split(".")


def leaves(data: object, path: Path = ()) -> Iterator[Path]:
    """Every place of `data` that holds a single value, in the order of the text."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from leaves(value, (*path, at))
    else:
        yield path


def _entry(here: object, step: str | int) -> object:
    if isinstance(here, dict):
        return here.get(step)
    return here[step] if isinstance(here, list) and isinstance(step, int) else None


def _keys(here: object, step: str) -> list[str | int]:
    """The keys or numbers of the entries of `here` that `step` means."""
    if isinstance(here, dict):
        return list(here) if step == EACH else [step] if step in here else []
    if not isinstance(here, list):
        return []
    if step == EACH:
        return list(range(len(here)))
    if _NUMBER.fullmatch(step):
        return [int(step)] if int(step) < len(here) else []
    return _called(here, step)


def _called(here: object, id: str) -> list[str | int]:
    entries = here if isinstance(here, list) and not _NUMBER.fullmatch(id) else []
    return [at for at, entry in enumerate(entries) if isinstance(entry, dict) and entry.get("id") == id]
