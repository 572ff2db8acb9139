"""What no sentence of ours tells, said by the titles of the schema: no promise of a contract is left out when it is read.

Lives here: from the lines that are written to all of them. What a single value is called is `values`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fieldops.contracts.reading.line import Line
from fieldops.contracts.reading.values import Names, is_single, said
from fieldops.contracts.reasons import Clause
from fieldops.documents.schema import titled
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.messages import CATALOGUE
from fieldops.structs import Struct, replaced

# What a document says about itself as a file, and about whom it belongs to.
_OF_THE_FILE = frozenset({"apiVersion", "kind", "id", "contract", "accepts"})
_PARTICULARS = {
    (name,) for name in ("id", "number", "signed", "language", "time_zone", "calendar", "predecessor")
}
_MISSING = object()
_NOTHING_LISTED = Named("show.listed", entries="-")
_Place = tuple[str, str, Path]
# Whether a property of a kind of document, at a path, is kept from the readers.
Hidden = Callable[[str, Path], bool]


class Root(Struct, frozen=True):
    """Something in force that is said as a whole: a section of a contract, or another document (an empty path)."""

    kind: str
    id: str
    path: Path
    data: object
    heading: str


class Telling:
    """Which properties of which documents are told by now."""

    def __init__(self, lines: list[Line], roots: Iterable[_Place], hidden: Hidden) -> None:
        self._roots = frozenset(roots)
        self._told: set[_Place] = set()
        # Tells what is none of the readers' business.
        self._hidden = hidden
        for line in lines:
            kind, id, path = line.clause
            self._told.update((kind, id, (*path, *told)) for told in line.tells)
            self._told.update(line.besides)

    def tell(self, clause: Clause) -> None:
        """From now on all below the clause is told."""
        self._told.add(clause)

    def has(self, kind: str, id: str, path: Path) -> bool:
        """Whether the value at the path is told, by itself or with what it belongs to."""
        if self._hidden(kind, path):
            return True
        for length in range(len(path), -1, -1):
            place = (kind, id, path[:length])
            if place in self._told:
                return True
            # What an amendment put in the place of a section is no part of what the amendment says of itself.
            if place in self._roots:
                return False
        return False

    def adds(self, kind: str, id: str, path: Path) -> bool:
        """The same of a value that stands in one of which nothing is told: only its own place is looked at."""
        return (kind, id, path) in self._told or self._hidden(kind, path)


class Reader(Struct, frozen=True):
    """Says what is not told of one document."""

    names: Names
    telling: Telling
    kind: str
    id: str

    def inside(self, at: Path, value: object) -> Named | None:
        """Everything at the place that is not told yet, as one phrase without a title; None where there is nothing."""
        return None if self.telling.has(self.kind, self.id, at) else self._rest(at, value)

    def titled(self, at: Path, value: object) -> Named | None:
        """The same under the title that the schema gives the property."""
        return None if self.telling.has(self.kind, self.id, at) else self._titled_rest(at, value)

    # From here on nothing around the place is told: that is asked once, where a reading begins.

    def _rest(self, at: Path, value: object) -> Named | None:
        if is_single(value):
            return Named("show.value", value=said(self.names, self.kind, at, value))
        if isinstance(value, dict):
            inner = (((*at, key), each) for key, each in value.items() if at or key not in _OF_THE_FILE)
            return _joined([self._titled_rest(*each) for each in self._untold(inner)])
        return Named("show.listed", entries=self._entries(at, value) or "-")

    def _entries(self, at: Path, value: object) -> tuple[Named, ...]:
        """What is left of each entry of a list that has something left."""
        inner = (((*at, index), each) for index, each in enumerate(value if isinstance(value, list) else ()))
        left = [self._rest(*each) for each in self._untold(inner)]
        return tuple(_group(each) for each in left if each)

    def _untold(self, inner: Iterable[tuple[Path, object]]) -> Iterator[tuple[Path, object]]:
        return (each for each in inner if not self.telling.adds(self.kind, self.id, each[0]))

    def _titled_rest(self, at: Path, value: object) -> Named | None:
        title = titled(self.kind, at) or str(at[-1])
        if value is True:
            return Named("show.value", value=title)
        if value is False and f"value.{at[-1]}.not" in CATALOGUE:
            return Named("show.value", value=Named(f"value.{at[-1]}.not"))
        inside = self._rest(at, value)
        # A list of which each entry is told.
        if inside is None or inside == _NOTHING_LISTED:
            return None
        grouped = isinstance(value, dict) and not is_single(value)
        return Named("show.titled-group" if grouped else "show.titled", title=title, inside=inside)


def _joined(phrases: list[Named | None]) -> Named | None:
    found: Named | None = None
    for phrase in phrases:
        if phrase is not None:
            found = phrase if found is None else Named("show.and-also", said=found, more=phrase)
    return found


def _group(inner: Named) -> Named:
    return Named("show.group", inner=inner)


def completed(
    lines: Mapping[str, list[Line]], roots: list[Root], names: Names, hidden: Hidden
) -> dict[str, list[Line]]:
    """The lines, by heading, with whatever of these roots they do not tell; properties that are `hidden` stay untold."""
    data = {(root.kind, root.id, root.path): root.data for root in roots}
    telling = Telling([line for found in lines.values() for line in found], data, hidden)
    full = {heading: list(found) for heading, found in lines.items()}
    articles = _Articles(data)
    for line in (line for found in lines.values() for line in found):
        if place := articles.place(line.clause):
            telling.tell(place)
    # The innermost first: what an entry of an entry tells is its own.
    places = sorted(_places(full), key=lambda place: -len(full[place[0]][place[1]].clause[2]))
    for heading, index in places:
        full[heading][index] = _with_rest(full[heading][index], data, names, telling)
    for root in roots:
        left = _lines_of(root, Reader(names, telling, root.kind, root.id))
        full.setdefault(root.heading, []).extend(left)
    return {heading: [_with_article(line, articles) for line in found] for heading, found in full.items()}


def _places(lines: Mapping[str, list[Line]]) -> list[tuple[str, int]]:
    return [(heading, index) for heading, found in lines.items() for index in range(len(found))]


def _with_rest(line: Line, data: Mapping[_Place, object], names: Names, telling: Telling) -> Line:
    """A line about an entry of a list, or a document, with the rest of it."""
    kind, id, path = line.clause
    value = value_at(data, line.clause)
    if value is _MISSING or (path and not isinstance(path[-1], int)):
        return line
    name = _told_id(line.clause, value, telling) if path else None
    more = Reader(names, telling, kind, id).inside(path, value)
    telling.tell(line.clause)
    return replaced(line, more=more, id=name)


def _told_id(clause: Clause, value: object, telling: Telling) -> str | None:
    """The id of an entry, which is shown beside its line."""
    name = value.get("id") if isinstance(value, dict) else None
    if not isinstance(name, str):
        return None
    kind, id, path = clause
    telling.tell((kind, id, (*path, "id")))
    return name


def _lines_of(root: Root, reader: Reader) -> Iterator[Line]:
    """Lines for what is left of a root: one for each entry of a list, and for each property of anything else."""
    for at, value in _pieces(root.path, root.data):
        # What names the paper, and how it is written, is no agreement.
        code = "show.value" if root.kind == "Contract" and at[:1] in _PARTICULARS else "show.also-agreed"
        values: dict[str, object] = {}
        if len(at) > 1 and isinstance(at[-1], str) and (of := titled(root.kind, at[:-1])):
            code, values = "show.also-agreed-of", {"of": of}
        if isinstance(value, list) and not is_single(value):
            for index, entry in enumerate(value):
                clause = (root.kind, root.id, (*at, index))
                name = _told_id(clause, entry, reader.telling)
                inside = reader.inside(clause[2], entry)
                if inside is not None:
                    title = titled(root.kind, clause[2]) or titled(root.kind, at) or str(at[-1])
                    phrase = Named("show.titled", title=title, inside=inside)
                    yield Line(Named(code, what=phrase, **values), clause, id=name)
        elif (left := reader.titled(at, value)) is not None:
            said = left if code == "show.value" else Named(code, what=left, **values)
            yield Line(said, (root.kind, root.id, at))


def _pieces(at: Path, value: object) -> Iterator[tuple[Path, object]]:
    """What is said on lines of its own: the properties of a root, and of those that have properties again."""
    if not isinstance(value, dict) or is_single(value):
        yield at, value
        return
    # The place in the signed paper stands beside every line; alone it is said where there is no other.
    names = [key for key in value if at or key not in _OF_THE_FILE]
    for key in [*(key for key in names if key != "clause"), *(["clause"] if names == ["clause"] else [])]:
        inner = value[key]
        if at or is_single(inner) or not isinstance(inner, dict):
            yield (*at, key), inner
        else:
            yield from _pieces((*at, key), inner)


def value_at(data: Mapping[_Place, object], clause: Clause) -> object:
    """What stands at the clause, from the roots that are in force; `_MISSING` where nothing does."""
    kind, id, path = clause
    for length in range(len(path), -1, -1):
        found = data.get((kind, id, path[:length]), _MISSING)
        if found is not _MISSING:
            for step in path[length:]:
                if isinstance(step, str) and isinstance(found, dict):
                    found = found.get(step, _MISSING)
                elif isinstance(step, int) and isinstance(found, list) and step < len(found):
                    found = found[step]
                else:
                    return _MISSING
            return found
    return _MISSING


class _Articles:
    """Where places in the signed paper are written; many lines stand in the same entries."""

    def __init__(self, data: Mapping[_Place, object]) -> None:
        self._data = data
        self._found: dict[Clause, tuple[Clause, str] | None] = {}

    def place(self, clause: Clause) -> Clause | None:
        """Where the one is written that holds for the clause: beside it, or further out."""
        found = self._holds(clause)
        return found and found[0]

    def article(self, clause: Clause) -> str | None:
        """The one that holds for the clause, such as 第 4 条."""
        found = self._holds(clause)
        return found and found[1]

    def _holds(self, clause: Clause) -> tuple[Clause, str] | None:
        if clause not in self._found:
            kind, id, path = clause
            place = (kind, id, (*path, "clause"))
            value = value_at(self._data, place)
            if isinstance(value, str):
                self._found[clause] = (place, value)
            else:
                self._found[clause] = self._holds((kind, id, path[:-1])) if path else None
        return self._found[clause]


def _with_article(line: Line, articles: _Articles) -> Line:
    """The line with the place in the signed paper, such as 第 4 条."""
    article = articles.article(line.clause)
    return line if article is None else replaced(line, article=article)
