"""Broken variants of the shipped examples, from a seed: text that is damaged, and documents that say something else.

A mutation is reproducible: the same examples, seed and number give the same bytes. Text mutations damage what an
editor, a merge or a wrong encoding damages; tree mutations keep the file readable and change what it says, half of
them so that the schema still accepts it and the rules have to cope.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fieldops.documents.schema import KINDS, part_of
from fieldops.documents.yaml_text import Path as Where
from fieldops.documents.yaml_text import read_yaml

Steps = tuple[str | int, ...]
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Example:
    """A shipped file: its path in the workspace, its bytes, and its data."""

    path: str
    raw: bytes
    data: Any

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def id(self) -> str:
        return str(self.data.get("id", ""))


@dataclass(frozen=True)
class Mutation:
    """Files to put in the place of the examples, and in words what was done to them."""

    number: int
    what: str
    files: Mapping[str, bytes]


def examples(repository: Path) -> list[Example]:
    """All YAML files of contracts/, playbooks/ and templates/contracts/; the latter below contracts/templates."""
    found = []
    folders = {
        "contracts": "contracts",
        "playbooks": "playbooks",
        "templates/contracts": "contracts/templates",
    }
    for folder, target in folders.items():
        for file in sorted((repository / folder).rglob("*.yaml")):
            path = f"{target}/{file.relative_to(repository / folder).as_posix()}"
            node, problems = read_yaml(file.read_bytes(), path)
            assert node is not None, problems
            found.append(Example(path, file.read_bytes(), node.data))
    return found


def mutation(corpus: Sequence[Example], seed: int, number: int) -> Mutation:
    """The mutation of that number."""
    chance = random.Random(f"{seed}/{number}")
    # Contracts and what they share are the more interesting half; probes are many.
    pool = [one for one in corpus if one.kind != "Probe"] if chance.random() < 0.85 else corpus
    one = chance.choice(pool)
    if chance.random() < 0.3:
        return _text_mutation(one, chance, number)
    if chance.random() < 0.06:
        return _two_files(corpus, one, chance, number)
    data, done = copy.deepcopy(one.data), []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        change = chance.choice(TREE) if chance.random() < 0.5 else plausible
        done.append(change(data, corpus, chance) if isinstance(data, dict) else "-")
    return Mutation(number, f"{one.path}: {'; '.join(done)}", {one.path: _written(data)})


def _written(data: object) -> bytes:
    # No line is folded, as no person would fold it; nothing becomes an anchor.
    return yaml.dump(
        json.loads(json.dumps(data)), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9
    ).encode("utf-8", "surrogatepass")


# --- text ------------------------------------------------------------------------------------------------

JUNK = (
    "\t", "'", '"', "[", "]", "{", "}", "&a ", "*a", "!!str ", "!!python/object:os.system ", "<<: *a", "<<: {a: 1}", "|", ">", "%",
    "@", "`", "#", ": ", "- ", "? ", "--- ", "\n---\n", "\n...\n", "\ufeff", "\u2028", "\u202e", "\x00", "\x1b[31m", "\x85", "\r", "：",
    "\U0001f600", "é", "\u0301", "\ud7a3", "1e999", "9" * 400, "-0", "0x1F", ".nan", "~", "null", "TBD", "{{ x }}", "${x}", "{0}",
    "\\", '"\\x00"', '"\\uD800"', "\u200b", "\u3000", "[" * 60, "{a: " * 50, "x" * 5000, "中" * 3000, "\n" * 50, " " * 300, ",", ", ,",
    "key: value\n", "'a': 1\n", "2026-02-30", "9999-12-31", "0000-00-00", "999999d", "9999 years",
)  # fmt: skip


def _text_mutation(one: Example, chance: random.Random, number: int) -> Mutation:
    change = chance.choice(TEXT)
    raw = change(one.raw.decode("utf-8"), chance)
    return Mutation(
        number, f"{one.path}: {change.__name__}", {one.path: raw if isinstance(raw, bytes) else _bytes(raw)}
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def delete_lines(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    at = chance.randrange(len(lines))
    return "".join(lines[:at] + lines[at + chance.randint(1, 5) :])


def double_lines(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    at, count = chance.randrange(len(lines)), chance.randint(1, 5)
    return "".join(lines[: at + count] + lines[at:])


def swap_lines(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def indent(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    first = chance.randrange(len(lines))
    for at in range(first, min(len(lines), first + chance.randint(1, 3))):
        deeper = chance.choice((" ", "  ", "    ", "\t", "\u3000"))
        lines[at] = chance.choice((deeper + lines[at], lines[at].lstrip(), lines[at][1:]))
    return "".join(lines)


def insert_junk(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(JUNK) + text[at:]
    return text


def junk_as_value(text: str, chance: random.Random) -> str:
    places = [found.end() for found in re.finditer(r"[a-z_]+: ", text)]
    at = chance.choice(places)
    end = min(x for x in (text.find(stop, at) for stop in (",", "}", "\n")) if x >= 0)
    return text[:at] + chance.choice(JUNK) + chance.choice(("", text[at:end])) + text[end:]


def delete_characters(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text = text[:at] + text[at + chance.choice((1, 1, 2, 20)) :]
    return text


def swap_characters(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def truncate(text: str, chance: random.Random) -> bytes:
    raw = text.encode()
    return raw[: chance.randrange(len(raw))]


def other_line_ends(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\x85", "\u2028", "\n\r", "\x0b")))


def byte_order_mark(text: str, chance: random.Random) -> str:
    return "\ufeff" * chance.choice((1, 1, 2)) + text


def other_encoding(text: str, chance: random.Random) -> bytes:
    return text.encode(
        chance.choice(("gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1", "utf-7")), "replace"
    )


def random_bytes(text: str, chance: random.Random) -> bytes:
    raw = bytearray(text.encode())
    for _ in range(chance.randint(1, 8)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def too_much(text: str, chance: random.Random) -> str:
    """Deep, long, or full of entries."""
    kind = chance.randrange(7)
    if kind == 0:
        return text + "more: " + "[" * chance.choice((30, 45, 100_000))
    if kind == 1:
        return text + "more: [" + "1, " * chance.choice((1000, 150_000)) + "1]\n"
    if kind == 2:
        return text + "more: '" + "长" * chance.choice((10_000, 400_000)) + "'\n"
    if kind == 3:
        return text + "".join(f"key{number}: {number}\n" for number in range(chance.choice((300, 60_000))))
    if kind == 4:
        return text + "# " + "注" * 200_000 + "\n"
    if kind == 5:
        return text + "".join(" " * depth + "a:\n" for depth in range(chance.choice((39, 400))))
    return text + "? " * chance.choice((10, 20_000)) + "\n"


def repeat_block(text: str, chance: random.Random) -> str:
    """A long list of the same entries: many problems of one kind."""
    lines = _lines(text)
    starts = [at for at, line in enumerate(lines) if re.match(r" *- ", line)]
    if not starts:
        return text + text
    at = chance.choice(starts)
    depth = len(lines[at]) - len(lines[at].lstrip())
    end = next(
        (n for n in range(at + 1, len(lines)) if len(lines[n]) - len(lines[n].lstrip()) <= depth), len(lines)
    )
    return "".join(lines[:end] + lines[at:end] * chance.choice((1, 30, 400)) + lines[end:])


def replace_word(text: str, chance: random.Random) -> str:
    """One id or word everywhere replaced by another one of the file."""
    words = sorted(set(re.findall(r"[a-z][a-z0-9-]{2,}", text)))
    old, new = chance.choice(words), chance.choice(words)
    return re.sub(rf"\b{re.escape(old)}\b", new, text, count=chance.choice((0, 1)))


TEXT: tuple[Callable[[str, random.Random], str | bytes], ...] = (
    delete_lines, double_lines, swap_lines, indent, insert_junk, insert_junk, junk_as_value, junk_as_value, delete_characters,
    swap_characters, truncate, other_line_ends, byte_order_mark, other_encoding, random_bytes, too_much, repeat_block, replace_word,
)  # fmt: skip


# --- trees -----------------------------------------------------------------------------------------------

DATES = (
    "0000-00-00", "0001-01-01", "9999-12-31", "2199-12-31", "2199-01-01", "1900-01-01", "2026-02-30", "2026-02-29", "2024-02-29", "2025-12-31", "2026-01-01",
    "2026-10-01", "2028-12-31", "2100-12-31", "2026-06-31",
)  # fmt: skip
PERIODS = (
    "9999 years", "9999 days", "1 day", "1 days", "1 week", "1 month", "9999 weeks", "9999 months", "12 months", "3 years",
    "99 years",
)  # fmt: skip
DURATIONS = ("999999d", "1s", "999999wd", "1wd", "999999s", "1m", "30m", "2h", "999999h", "3d")
SPANS = (
    "00:00-24:00",
    "08:00-08:00",
    "23:59-00:00",
    "00:00-00:00",
    "22:00-06:00",
    "08:30-12:00",
    "12:00-08:30",
)
VALUES: tuple[object, ...] = (
    None, [], {}, "", " ", "TBD", 0, 1, -1, 10**17, True, False, "x" * 100_000, "中" * 20_000, [[]], [None], {"": None}, {"a": {}},
    "true", "-", "{code}", "{0}", "%s", "\n", "a\nb", "\u200b", "ssh-ed25519 AAAA", "password=hunter2", "Europe/Nowhere", "A" * 65,
    *DATES, *PERIODS, *DURATIONS, *SPANS,
)  # fmt: skip


def places(data: object, at: Steps = ()) -> list[Steps]:
    """Every place in the data but the root."""
    pairs: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for step, value in pairs for found in ((*at, step), *places(value, (*at, step)))]


def get(data: Any, steps: Steps) -> Any:
    for step in steps:
        data = data[step]
    return data


def put(data: Any, steps: Steps, value: object) -> None:
    get(data, steps[:-1])[steps[-1]] = value


def _place(data: object, chance: random.Random) -> Steps:
    every = places(data)
    return chance.choice(every) if every else ()


def _named(steps: Steps) -> str:
    return ".".join(map(str, steps))


def _short(value: object) -> str:
    return json.dumps(value)[:60]


def other_value(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    steps, value = _place(data, chance), chance.choice(VALUES)
    if not steps:
        return "-"
    put(data, steps, copy.deepcopy(value))
    return f"{_named(steps)} = {_short(value)}"


def other_shape(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    steps = _place(data, chance)
    if not steps:
        return "-"
    old = get(data, steps)
    value = chance.choice(([old], {"value": old}, [old, old], str(old)[:200], {"zh-CN": old}, [[old]]))
    put(data, steps, copy.deepcopy(value))
    return f"{_named(steps)} reshaped"


def delete(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    steps = _place(data, chance)
    if not steps:
        return "-"
    del get(data, steps[:-1])[steps[-1]]
    return f"{_named(steps)} deleted"


def double(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    steps = _place(data, chance)
    within = get(data, steps[:-1]) if steps else None
    if isinstance(within, list):
        within.extend(
            copy.deepcopy(within[int(steps[-1])])
            for _ in range(chance.choice((1, 1, 50 if len(within) < 30 else 1)))
        )
    elif isinstance(within, dict):
        within[f"{steps[-1]}2"] = copy.deepcopy(within[steps[-1]])
    return f"{_named(steps)} doubled"


def rename(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    keys = [steps for steps in places(data) if isinstance(steps[-1], str)]
    if not keys:
        return "-"
    steps = chance.choice(keys)
    within = get(data, steps[:-1])
    new = chance.choice(
        (
            f"{steps[-1]}s",
            str(steps[-1]).upper(),
            "",
            "<<",
            "id",
            "TBD",
            "{x}",
            "中",
            str(steps[-1])[:-1],
            "0",
        )
    )
    within[new] = within.pop(steps[-1])
    return f"{_named(steps)} renamed {new!r}"


def move(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    source, target = _place(data, chance), _place(data, chance)
    if not source or not target:
        return "-"
    put(data, target, copy.deepcopy(get(data, source)))
    return f"{_named(source)} copied to {_named(target)}"


def transplant(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    """The same key's value from another document, of another kind where it so happens."""
    other = chance.choice(corpus).data
    shared = [key for key in other if key in data and key not in ("apiVersion",)]
    key = chance.choice(shared)
    data[key] = copy.deepcopy(other[key])
    return f"{key} of {other.get('id')}"


def shuffle(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    lists = [steps for steps in places(data) if isinstance(get(data, steps), list)]
    if lists:
        steps = chance.choice(lists)
        chance.shuffle(get(data, steps))
        return f"{_named(steps)} shuffled"
    return "-"


def circle(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    """A reference that leads back to where it stands."""
    kind, own = data.get("kind"), data.get("id")
    if kind == "Calendar":
        data["holidays"] = [own, *(data.get("holidays") or [])][: chance.randint(1, 3)]
    elif kind == "Contract":
        _contract_circle(data, chance)
    elif kind == "ServiceLevel" and isinstance(data.get("escalation"), list) and data["escalation"]:
        for rung in data["escalation"]:
            if isinstance(rung, dict):
                rung["next"], rung["answers_within"] = data["escalation"][0].get("id"), "5m"
    elif kind == "PartCatalogue" and isinstance(data.get("parts"), list):
        parts = [part for part in data["parts"] if isinstance(part, dict)]
        numbers = [part.get("part_no") for part in parts]
        for part in parts:
            part["replaces"] = chance.sample(numbers, min(len(numbers), 2))
    else:
        return other_reference(data, corpus, chance)
    return "a circle"


def _contract_circle(data: Any, chance: random.Random) -> None:
    if chance.random() < 0.4:
        data["predecessor"] = data.get("id")
        return
    events = [
        "preliminary_acceptance",
        "completion_acceptance",
        "final_acceptance",
        "delivery",
        "installation",
    ]
    chance.shuffle(events)
    waits = zip(events, events[1:] + events[:1], strict=True)
    allowed = [(a, b) for a, b in waits if b != "final_acceptance"] + [("delivery", "delivery")]
    data["acceptances"] = [
        {"event": a, "deemed_after": chance.choice(PERIODS), "deemed_from": b}
        for a, b in allowed[: chance.randint(1, 5)]
    ]


def other_reference(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    """An id of the examples, right kind or wrong, where an id stands."""
    ids = [one.id for one in corpus if one.kind != "Probe" or chance.random() < 0.05]
    inner = re.findall(r'"id": "([^"]+)"', json.dumps(data))
    known = [steps for steps in places(data) if get(data, steps) in ids or get(data, steps) in inner]
    if not known:
        return "-"
    steps, id = chance.choice(known), chance.choice((*ids, *inner))
    put(data, steps, id)
    return f"{_named(steps)} = {id}"


def other_kind(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    data["kind"] = chance.choice(list(KINDS))
    return f"kind {data['kind']}"


def plausible(data: Any, corpus: Sequence[Example], chance: random.Random) -> str:
    """Another value of the same form, so that in most cases only a rule can object."""
    every = places(data)
    chance.shuffle(every)
    for steps in every[:20]:
        old = get(data, steps)
        choices = _like(str(data.get("kind")), steps, old)
        if choices:
            value = chance.choice(choices)
            put(data, steps, value)
            return f"{_named(steps)} = {_short(value)}"
    return other_reference(data, corpus, chance)


def _like(kind: str, steps: Steps, old: object) -> Sequence[object]:
    if isinstance(old, bool):
        return (not old,)
    if isinstance(old, int):
        return (0, 1, old + 1, old - 1, 99, 100, 2000, 2100, 10**6, 10**17)
    if not isinstance(old, str):
        return ()
    for form, values in (
        (r"\d{4}-\d\d-\d\d", DATES), (r"\d+ (day|week|month|year)s?", PERIODS), (r"\d+(s|m|h|d|wd)", DURATIONS), (r"[\d:]+-[\d:]+", SPANS),
    ):  # fmt: skip
        if re.fullmatch(form, old):
            return values
    return _choices(kind, tuple(0 if isinstance(step, int) else step for step in steps))


@cache
def _choices(kind: str, where: Where) -> Sequence[object]:
    """What the schema's enum allows at that place."""
    if kind not in KINDS:
        return ()
    parts = [part_of(kind)]
    for step in where:
        parts = [inner for part in parts for inner in part.inner(step)]
    return next(
        (layer.schema["enum"] for part in parts for layer in part.layers() if "enum" in layer.schema), ()
    )


TREE: tuple[Callable[[Any, Sequence[Example], random.Random], str], ...] = (
    other_value, other_value, other_shape, delete, delete, double, rename, move, transplant, shuffle, circle, other_reference,
    other_reference, other_kind,
)  # fmt: skip


def _two_files(corpus: Sequence[Example], one: Example, chance: random.Random, number: int) -> Mutation:
    """Two documents of a kind that exchange their ids, take the same id, or follow each other."""
    alike = [each for each in corpus if each.kind == one.kind and each.path != one.path]
    if not alike:
        return Mutation(number, f"{one.path}: as it is", {one.path: one.raw})
    other = chance.choice(alike)
    first, second = copy.deepcopy(one.data), copy.deepcopy(other.data)
    way = chance.choice(("exchanged", "same id", "follow each other"))
    if way == "exchanged":
        first["id"], second["id"] = second["id"], first["id"]
    elif way == "same id":
        first["id"] = second["id"]
    else:
        key = {"Contract": "predecessor", "Calendar": "holidays"}.get(one.kind, "id")
        wrap = (lambda id: [id]) if key == "holidays" else (lambda id: id)
        first[key], second[key] = wrap(second["id"]), wrap(first["id"])
    files = {one.path: _written(first), other.path: _written(second)}
    return Mutation(number, f"{one.path}, {other.path}: {way}", files)
