"""A contract's template becomes a contract: its documents are renamed, and values are set by the names of their places.

Texts in, texts out: comments stay. Does not live here: where templates lie, and what else is wrong with what was made
(fieldops.actions.new_contracts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldops.documents.appending import entry_text
from fieldops.documents.choices import nearest
from fieldops.documents.editing import with_scalar
from fieldops.documents.judging import check_schema, kind_of, unfilled_places
from fieldops.documents.place_names import leaves, name_of, places_named, steps_of
from fieldops.documents.references import references
from fieldops.documents.schema import layers_of
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Path, read_yaml
from fieldops.errors import ExitCode, InvalidDocuments, Position, Problem, UsageError, by_place
from fieldops.structs import replaced

MAIN = "contract"
# A date, a duration, a period, a phone number: they mean themselves without quotes, for readers of YAML 1.1 too.
_PLAIN = re.compile(r"[1-9][0-9]{0,4} ?[a-z]+|[0-9]{2,4}(?:-[0-9]{3,8})+", re.ASCII)
_FIXED = (("apiVersion",), ("kind",), ("id",))


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a template: the name of the file without its ending, its text, and the document in it."""

    stem: str
    text: str
    document: Document

    def name_of(self, path: Path) -> str:
        """What a place of it is called among those of the template: those of the contract itself have no word before."""
        name = name_of(self.document.data, path)
        return name if self.stem == MAIN else f"{self.stem}.{name}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A value that somebody sets: what the place is called, and the value as it was written."""

    name: str
    value: str

    @property
    def position(self) -> Position:
        """Where it stands, for people: not in a file."""
        return Position(f"--set {self.name}={self.value}", 0, 0)


class WrongValues(InvalidDocuments):
    """Values of `--set` that cannot stand where they were to stand; nothing was written (exit 2)."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.code = "new.wrong-values"


# Where in the parts each assignment has its values: by the name of the file and the path.
Placed = Mapping[tuple[str, Path], Assignment]


def part_of_text(stem: str, text: str, path: str) -> Part:
    """The part with this text; `path` names its file. Raises InvalidDocuments for a text that is no document."""
    node, problems = read_yaml(text.encode(), path)
    kind = kind_of(node) if node is not None else None
    if node is None or problems or kind is None:
        raise InvalidDocuments(problems or (check_schema(node, path)[1] if node is not None else []))
    document = Document(path, kind, stem, node)
    return Part(stem, text, replaced(document, id=document.text("id") or stem))


def renamed(parts: Sequence[Part], template: str, id: str) -> list[Part]:
    """The parts with ids of their own, which begin with the new contract's `id`; references among them follow.

    Nothing else that happens to read like an id of the template is changed.
    """
    main = next((part.document.id for part in parts if part.stem == MAIN), template)
    ids = {(part.document.kind, part.document.id): _new_id(part, (main, template), id) for part in parts}
    done = []
    for part in parts:
        document = part.document
        values: dict[Path, str] = {
            each.path: ids[each.kind, each.id] for each in references(document) if (each.kind, each.id) in ids
        }
        if "id" in document.data:
            values[("id",)] = ids[document.kind, document.id]
        done.append(_with_values(part, values))
    return done


def _new_id(part: Part, prefixes: tuple[str, str], id: str) -> str:
    old = part.document.id
    if part.stem == MAIN:
        return id
    for prefix in prefixes:
        if old.startswith(f"{prefix}-"):
            return id + old.removeprefix(prefix)
    return f"{id}-{old}"


def assigned(parts: Sequence[Part], assignments: Sequence[Assignment]) -> tuple[list[Part], Placed]:
    """The parts with these values, and where they stand. Raises UsageError for a name that is none of theirs, WrongValues
    for a value with characters that no file may hold.

    A name means a place of the contract, else, behind the name of another file, a place of that.
    """
    if strange := [problem for each in assignments for problem in _strange(each)]:
        raise WrongValues(strange)
    placed: dict[tuple[str, Path], Assignment] = {}
    for each in assignments:
        for part, path in _places(parts, each):
            if (part.stem, path) in placed:
                raise UsageError("new.set-twice", name=part.name_of(path))
            placed[part.stem, path] = each
    done = []
    for part in parts:
        values = {path: each.value for (stem, path), each in placed.items() if stem == part.stem}
        done.append(_with_values(part, {path: meant(part, path, value) for path, value in values.items()}))
    return done, placed


def _strange(wanted: Assignment) -> list[Problem]:
    key = steps_of(wanted.name)[-1]
    line = f"{key if key.isidentifier() else 'value'}: {entry_text(wanted.value)}\n"
    _, problems = read_yaml(line.encode("utf-8", "surrogateescape"), "")
    return [replaced(each, position=wanted.position) for each in problems]


def _places(parts: Sequence[Part], wanted: Assignment) -> Iterator[tuple[Part, Path]]:
    first, _, rest = wanted.name.partition(".")
    main, others = parts[0], [part for part in parts[1:] if part.stem == first]
    found = [(main, path) for path in places_named(main.document.data, wanted.name)]
    found = found or [(part, path) for part in others for path in places_named(part.document.data, rest)]
    known = {part.name_of(path): path for part in parts for path in leaves(part.document.data)}
    settable = [name for name, path in known.items() if path not in _FIXED]
    if not found or any(path in _FIXED for _, path in found):
        raise UsageError("new.no-such-name", name=wanted.name, choices=nearest(wanted.name, settable))
    for part, path in found:
        if isinstance(part.document.node.at(path).data, (dict, list)):
            begin = f"{part.name_of(path)}."
            inside = [name for name in settable if name.startswith(begin)]
            raise UsageError("new.several-values", name=wanted.name, choices=", ".join(inside) or "-")
    yield from found


def meant(part: Part, path: Path, written: str) -> object:
    """What a written value means at that place: a text where a text stands (``13800000000`` for a phone), else what it
    means in YAML. Quotes around all of it are YAML's.
    """
    node, problems = read_yaml(f"value: {written}\n".encode(), "")
    scalar = node.data["value"] if node is not None and isinstance(node.data, dict) else written
    if problems or isinstance(scalar, (dict, list)):
        scalar = written
    quoted = written[:1] in ("'", '"') and written[-1:] == written[:1]
    layers = layers_of(part.document.kind, path)
    text = any(_takes_text(layer) for layer in layers) or not layers
    return written if text and not (quoted and isinstance(scalar, str)) else scalar


def _takes_text(schema: Mapping[str, object]) -> bool:
    types = schema.get("type", ())
    fixed = schema.get("enum", ())
    return (
        types == "string"
        or (isinstance(types, list) and "string" in types)
        or (isinstance(fixed, list) and any(isinstance(one, str) for one in fixed))
    )


def _with_values(part: Part, values: Mapping[Path, object]) -> Part:
    """The part with other single values. Raises UsageError where they are written in a way that cannot be replaced."""
    text, document = part.text, part.document
    for path, value in values.items():
        text = with_scalar(
            text, part_of_text(part.stem, text, document.path).document.node, path, _yaml(value)
        )
    done = part_of_text(part.stem, text, document.path)
    expected = _replaced(document.data, values)
    if done.document.data != expected:
        raise UsageError("renew.text-of", path=document.path)
    return done


def _yaml(value: object) -> str:
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else entry_text(value)


def _replaced(data: object, values: Mapping[Path, object], path: Path = ()) -> object:
    if path in values:
        return values[path]
    if isinstance(data, dict):
        return {key: _replaced(value, values, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_replaced(value, values, (*path, at)) for at, value in enumerate(data)]
    return data


# --- what is wrong, and what is open -----------------------------------------------------------------------


def mistakes_in(parts: Sequence[Part], placed: Placed) -> list[Problem]:
    """What is wrong, by the schemas, with the values that were set: told where they were set."""
    found = [problem for part in parts for problem in check_schema(part.document.node, part.document.path)[1]]
    return told_at_options(found, parts, placed)


def told_at_options(problems: Sequence[Problem], parts: Sequence[Part], placed: Placed) -> list[Problem]:
    """Those of the problems that are about a value that was set, with the option as their place; each once, however many
    places the option has set.
    """
    where = {}
    for part in parts:
        for (stem, path), each in placed.items():
            if stem == part.stem:
                where[part.document.position(*path)] = each
                where[part.document.position(*path, key=True)] = each
    told = [
        replaced(problem, position=where[problem.position].position)
        for problem in problems
        if problem.position in where and problem.code != "document.unfilled"
    ]
    return by_place(told)


def open_places(parts: Sequence[Part]) -> dict[Position, str]:
    """What is still to be filled in: the place in the file, and what it is called."""
    return {
        part.document.position(*path): part.name_of(path)
        for part in parts
        for path in unfilled_places(part.document.data)
    }
