"""Values in words: durations, periods, days, choices, texts and lists, as values that the catalogue says in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from fieldops.contracts import wording
from fieldops.contracts.model import OpenDays, Price, Recurrence, Window
from fieldops.contracts.public_keys import fingerprint
from fieldops.contracts.wording import category, duration, period, price, word
from fieldops.diff.changes import identifying
from fieldops.diff.scene import Scene
from fieldops.documents.schema import in_both, layers_of
from fieldops.documents.typed import Model, Text
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.structs import fields_of

# So many entries of a list are named, the others counted.
NAMED = 12
_FACTS = 8
_CATEGORIES = {"category", "categories"}
_LONGEST = 160


def words(scene: Scene, path: Path, value: object) -> object:
    """`value`, which stands at `path` of a document of the scene, as a person would say it; ids by what they name."""
    if value is None:
        return Named("value.not-said")
    if isinstance(value, bool):
        return Named("value.yes") if value else Named("value.no-such")
    if isinstance(value, Text):
        return Named("diff.quoted", text=text(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        parts = (words(scene, (*path, 0), each) for each in value)
        nested = any(isinstance(each, tuple) for each in value)
        return listed(Named("diff.together", members=part) if nested else part for part in parts)
    if isinstance(value, Model):
        return _object(scene, path, value)
    return _scalar(scene, path, value)


def _scalar(scene: Scene, path: Path, value: object) -> object:
    layers = layers_of(scene.kind, path)
    if isinstance(value, str) and any("enum" in layer for layer in layers):
        return word(value, _field(path))
    if isinstance(value, str) and (called := scene.called(path, value)) is not None:
        return text(called) if isinstance(called, Text) else called
    forms = {layer.get("x-form") for layer in layers}
    if isinstance(value, str) and _field(path) in _CATEGORIES:
        return category(value)
    if isinstance(value, str) and forms & {"duration", "service-duration"}:
        return duration(value)
    if isinstance(value, str) and "period" in forms:
        return period(value)
    if "decimal" in forms or any(str(layer.get("$ref", "")).endswith("/percent") for layer in layers):
        return Named("value.percent", count=value)
    if isinstance(value, str):
        plain = _cut(fingerprint(value) if "public-key" in forms else value)
        return Named("diff.quoted", text=plain) if " " in plain else plain
    return value


def text(value: Text) -> Text:
    """A user's text in both its languages, cut where it is very long."""
    return Text(_cut(value.zh), _cut(value.en))


def both_sides(scene: Scene, path: Path, old: object, new: object) -> tuple[object, object, object]:
    """The title of what changed, and its two values in words.

    Of a text that changed in one of its languages only, that language is shown to every reader, and named.
    """
    what = title(scene.kind, path)
    if not isinstance(old, Text) or not isinstance(new, Text) or (old.en != new.en and old.zh != new.zh):
        return what, *_told_apart(old, new, words(scene, path, old), words(scene, path, new))
    code, was, now = ("zh-CN", old.zh, new.zh) if old.en == new.en else ("en", old.en, new.en)
    named = Named("diff.in-language", what=what, language=Named(f"value.{code}"))
    return named, Named("diff.quoted", text=_cut(was)), Named("diff.quoted", text=_cut(now))


def _told_apart(old: object, new: object, was: object, now: object) -> tuple[object, object]:
    """The words for two values, with their ids where both are called the same."""
    if was != now or not isinstance(old, str) or not isinstance(new, str):
        return was, now
    return Named("diff.named", id=old, name=was), Named("diff.named", id=new, name=now)


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"


def listed(parts: Iterable[object], most: int = NAMED) -> object:
    """Several values as one: "a, b, and 37 more"."""
    found = list(parts)
    if not found:
        return Named("value.not-said")
    shown, left = found[:most], len(found) - most
    said: object = Named("diff.more", count=left) if left > 0 else shown.pop()
    for part in reversed(shown):
        said = Named("diff.and", first=part, rest=said)
    return said


def _object(scene: Scene, path: Path, value: Any) -> object:
    if isinstance(value, Price):
        return price(value)
    if isinstance(value, Window):
        return Named("diff.window", days=weekdays(value.days), hours=value.hours)
    if isinstance(value, OpenDays):
        return Named("diff.window", days=weekdays(value.days), hours=listed(value.open))
    facts = []
    for one in fields_of(value):
        said = getattr(value, one.name)
        if said != one.default and said not in (None, ()) and not (one.required and one.name == "id"):
            inner = (*path, one.name)
            told = words(scene, inner, said)
            told = Named("diff.together", members=told) if _nested(said) else told
            facts.append(Named("diff.fact", title=title(scene.kind, inner), value=told))
    return listed(facts, _FACTS)


def _nested(value: object) -> bool:
    return isinstance(value, Model) and not isinstance(value, Price)


def weekdays(days: Iterable[str]) -> object:
    """Weekdays in words."""
    return listed(word(day) for day in days)


def every(value: Recurrence) -> Named:
    """How often, in words."""
    return wording.every(value.every)


def day_in_words(day: date, provisional: bool) -> object:
    """A day that follows from the contract; a star marks one that may still move, as holidays are not decreed yet."""
    return Named("diff.provisional", day=day.isoformat()) if provisional else day.isoformat()


def is_provisional(value: object) -> bool:
    """Whether a star of `day_in_words` is anywhere in a value."""
    if isinstance(value, Named):
        return "diff.provisional" in value.codes or any(map(is_provisional, value.values.values()))
    return isinstance(value, tuple | list) and any(map(is_provisional, value))


# --- titles of the schema --------------------------------------------------------------------------------


def title(kind: str, path: Path) -> Text:
    """The schema's title of what stands at `path`; where it has none, the property's own name."""
    found = next((str(layer["title"]) for layer in layers_of(kind, path) if "title" in layer), None)
    name = _field(path)
    return in_both(found) if found else Text(name, name)


def label(
    scene: Scene, path: Path, trail: tuple[tuple[Path, object], ...], last: object | None = None
) -> object:
    """Which value is meant: titles from the section inwards, entries of lists by their title and name.

    `last` stands for the title of the value itself.
    """
    entries = dict(trail)
    said: object = None
    for end in range(1, len(path) + 1):
        where = path[:end]
        in_list = end < len(path) and isinstance(path[end], int)
        if in_list:
            continue
        part = entry_name(scene, where, entries[where]) if where in entries else title(scene.kind, where)
        part = last if last is not None and where == path else part
        said = part if said is None else Named("diff.inside", outer=said, inner=part)
    return said


def entry_name(scene: Scene, path: Path, entry: object) -> object:
    """An entry of a list by its title and what tells it from the others, as in "Asset scan-01 (Scanner)"."""
    return Named("diff.entry", title=title(scene.kind, path), name=name_of(scene, path, entry))


def name_of(scene: Scene, path: Path, entry: Any) -> object:
    """What tells an entry from the others of its list, with its name for people where it has one."""
    parts = [
        _identifier(scene, (*path, name), getattr(entry, name))
        for name in identifying(entry)
        if getattr(entry, name) not in (None, ())
    ]
    # What a person is called goes before the position.
    named = getattr(entry, "name", None) or (getattr(entry, "title", None) if hasattr(entry, "id") else None)
    if not isinstance(named, Text):
        return listed(parts)
    return Named("diff.named", id=listed(parts), name=text(named))


def _identifier(scene: Scene, path: Path, value: object) -> object:
    if path[-1] == "slot":
        return Named("diff.slot", slot=value)
    return text(value) if isinstance(value, Text) else words(scene, path, value)


def _field(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")
