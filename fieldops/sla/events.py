"""The event log of one service order: a YAML document, or JSON lines.

YAML: the order's facts and a list `events`. JSON lines: one event each; the first line holds the order's facts, too.
Nothing that could be computed is stored in a log. Everything in it is checked here, each mistake with its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.dates.written import written_day, written_time
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.errors import Position, Problem
from fieldops.sla.deadlines import FACTS
from fieldops.sla.event_kinds import KINDS, kind_meant, kinds_offered
from fieldops.sla.log_words import Beside, beside_kind, keys_meant
from fieldops.sla.moments import NoMoment, read_moment

_HEADER = ("order", "contract", "asset", "request", "severity", "facts")
# What of a line in JSON is the order's own, whatever it tells; equipment may be another's.
_OF_ORDER = tuple(each for each in _HEADER if each != "asset")
_KEYS = (
    "time",
    "kind",
    "by",
    "note",
    "evidence",
    "reason",
    "to",
    "document",
    "milestone",
    "due",
    "step",
    "action",
    "person",
    "contact",
    "satisfaction",
    "about",
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an order, where it is written, and what kinds of event say more.

    `reason`, `evidence` of a pause; `to` the new severity, or where a rejected sheet goes; `by` the position of who did
    it; `milestone` and `due` of an agreed deadline: a time, or a day that it ends with; `person` to whom it is assigned;
    `contact` who of the customer it was, by name; `satisfaction` how content the customer is; `about` the order under
    which a complaint is handled.
    """

    at: datetime
    kind: str
    position: Position
    by: str | None = None
    reason: str | None = None
    evidence: str | None = None
    to: str | None = None
    milestone: str | None = None
    due: datetime | date | None = None
    document: str | None = None
    action: str | None = None
    step: str | None = None
    note: str | None = None
    person: str | None = None
    contact: str | None = None
    satisfaction: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class OrderLog:
    """The log of one order: its facts, and its events in the order they happened; the first is the report. `beside`: what else
    it tells, of sessions, swaps and parts.
    """

    order: str | None
    contract: str | None
    asset: str | None
    request: str
    severity: str | None
    facts: Mapping[str, bool]
    events: tuple[Event, ...]
    places: Mapping[str, Position] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()

    @property
    def reported(self) -> datetime:
        """When the request was reported."""
        return utc(self.events[0].at)

    def position(self, key: str) -> Position:
        """Where that fact of the order is written, else where the log begins."""
        first = self.events[0].position if self.events else self.beside[0].place("")
        return self.places.get(key) or first


@dataclass(slots=True)
class _Raw:
    """A mapping of the log as plain data, and where its keys and values stand."""

    data: dict[str, Any]
    place: Callable[[str], Position]


def is_remotely_fixable(events: Sequence[Event], said: bool | None) -> bool | None:
    """Whether the fault of these events can be mended remotely; None where nothing tells.

    What was found out since the report goes before what was `said` at it, the last word first; where nobody has said anything
    the course shows it: no where somebody went there, yes where it was resolved by remote work alone.
    """
    kinds = [each.kind for each in events]
    found = [kind for kind in kinds if kind in ("remote_possible", "remote_impossible")]
    if found:
        return found[-1] == "remote_possible"
    if said is not None:
        return said
    if {"departed", "arrived"} & set(kinds):
        return False
    begun = kinds.index("remote_started") if "remote_started" in kinds else len(kinds)
    return True if "resolved" in kinds[begun:] else None


def is_lines(path: str) -> bool:
    """Whether a log of that name is JSON lines."""
    return path.endswith((".jsonl", ".ndjson"))


def read_log(
    raw: bytes, path: str, zone: ZoneInfo, lines: bool | None = None, whole: bool = True
) -> tuple[OrderLog | None, list[Problem]]:
    """The log in `raw` (JSON lines when `path` ends with .jsonl or with `lines`, else YAML), and every mistake in it, by place.

    Times without offset are in `zone`. What depends on the contract (severities, reasons) is not judged here. The log
    is None when there are mistakes. Not `whole`: a part of a log, which may be written in any order and without the report,
    and may tell of sessions, swaps and parts.
    """
    problems: list[Problem] = []
    lines = is_lines(path) if lines is None else lines
    read = _json_lines(raw, path, problems) if lines else _yaml(raw, path, problems)
    if read is None:
        return None, problems
    header, entries = read
    facts = _header(header, entries, path, problems, lines)
    besides = [each for each in entries if _is_beside(each)]
    entries = [each for each in entries if not _is_beside(each)]
    beside = [told for each in besides if (told := _beside(each, zone, problems, whole)) is not None]
    events = [found for each in entries if (found := _event(each, zone, problems, lines)) is not None]
    if not whole:
        events.sort(key=lambda each: (each.kind != "reported", utc(each.at)))
    elif not problems:
        problems += in_sequence(events, path, zone)
    if not events and not beside and not problems:
        problems.append(Problem(Position(path, 1, 1), "log.no-events"))
    if problems:
        return None, sorted(problems, key=lambda problem: problem.position)
    places = {key: header.place(key) for key in header.data}
    return OrderLog(**facts, events=tuple(events), places=places, beside=tuple(beside)), []


# --- the two forms -------------------------------------------------------------------------------------------


def _yaml(raw: bytes, path: str, problems: list[Problem]) -> tuple[_Raw, list[_Raw]] | None:
    root, found = read_yaml(raw, path)
    problems += found
    if root is None or found:
        return None
    header = _located(root, path) if isinstance(root.data, dict) else None
    listed = keys_meant(root.data).get("events", "") if isinstance(root.data, dict) else ""
    events = root.children.get(listed)
    if header is None or events is None or not isinstance(events.data, list):
        problems.append(Problem(Position(path, *root.place), "log.no-events"))
        return None
    entries = []
    for index in range(len(events.data)):
        child = events.children[index]
        if isinstance(child.data, dict):
            entries.append(_located(child, path))
        else:
            problems.append(Problem(Position(path, *child.place), "log.no-mapping"))
    header.data.pop("events")
    return header, entries


def _located(node: Node, path: str) -> _Raw:
    assert isinstance(node.data, dict)
    keys = keys_meant(node.data)
    data = {key: node.data[written] for key, written in keys.items()}
    return _Raw(data, lambda key: Position(path, *node.at((keys.get(key, key),) if key else ()).place))


def _at_line(line: Position, key: str) -> Position:
    """Where a key stands: of a line of JSON no more is known than the line."""
    return line


def _json_lines(raw: bytes, path: str, problems: list[Problem]) -> tuple[_Raw, list[_Raw]] | None:
    entries: list[_Raw] = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                data = json.loads(line.decode("utf-8"), object_pairs_hook=_once)
            except json.JSONDecodeError as error:
                problems.append(Problem(Position(path, number, error.colno), "log.no-json"))
                continue
            except (ValueError, RecursionError):
                problems.append(Problem(Position(path, number, 1), "log.no-json"))
                continue
            if isinstance(data, dict):
                data = {key: data[written] for key, written in keys_meant(data).items()}
                entries.append(_Raw(data, partial(_at_line, Position(path, number, 1))))
            else:
                problems.append(Problem(Position(path, number, 1), "log.no-mapping"))
    if not entries:
        if not problems:
            problems.append(Problem(Position(path, 1, 1), "log.no-events"))
        return None
    first = entries[0]
    header = _Raw({key: first.data[key] for key in _HEADER if key in first.data}, first.place)
    return header, entries


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no key is written twice: which of two counts is not guessed."""
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError
    return data


# --- the order's facts ---------------------------------------------------------------------------------------


def _header(
    header: _Raw, entries: list[_Raw], path: str, problems: list[Problem], lines: bool
) -> dict[str, Any]:
    for key in header.data:
        if key not in _HEADER:
            choices = ", ".join((*_HEADER, "events"))
            problems.append(Problem(header.place(key), "log.unknown-key", {"key": key, "choices": choices}))
    facts: dict[str, Any] = {
        key: _text(header, key, problems) for key in ("order", "contract", "asset", "severity")
    }
    facts["request"] = _text(header, "request", problems) or "incident"
    facts["facts"] = dict(_facts(header, problems))
    if lines:
        _same_order(header, entries[1:], problems)
    return facts


def _same_order(header: _Raw, entries: list[_Raw], problems: list[Problem]) -> None:
    """What later lines repeat of the order's facts is the same: one file is one order."""
    for entry in entries:
        for key in _HEADER:
            if key in entry.data and entry.data[key] != header.data.get(key):
                values = {"key": key, "found": str(entry.data[key]), "first": str(header.data.get(key))}
                problems.append(Problem(entry.place(key), "log.other-order", values))


def _text(entry: _Raw, key: str, problems: list[Problem]) -> str | None:
    value = entry.data.get(key)
    if isinstance(value, str) and value:
        return value
    # A plain number in YAML, such as an order's.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if key in entry.data:
        problems.append(Problem(entry.place(key), "log.no-text", {"key": key}))
    return None


def _facts(header: _Raw, problems: list[Problem]) -> Iterator[tuple[str, bool]]:
    given = header.data.get("facts", {})
    if not isinstance(given, dict):
        problems.append(Problem(header.place("facts"), "log.facts", {"choices": ", ".join(FACTS)}))
        return
    for key, value in given.items():
        if key not in FACTS or not isinstance(value, bool):
            problems.append(Problem(header.place("facts"), "log.facts", {"choices": ", ".join(FACTS)}))
        else:
            yield key, value


# --- events --------------------------------------------------------------------------------------------------


def _event(entry: _Raw, zone: ZoneInfo, problems: list[Problem], lines: bool) -> Event | None:
    before = len(problems)
    kind = _kind(entry, problems)
    _known_keys(entry, problems, lines)
    for key in ("time", *KINDS.get(kind or "", ())):
        if key not in entry.data:
            problems.append(Problem(entry.place(""), "log.missing", {"key": key, "kind": kind or "-"}))
    at = _moment(entry, "time", zone, problems)
    texts = {
        key: _text(entry, key, problems)
        for key in (
            "by",
            "reason",
            "evidence",
            "to",
            "milestone",
            "document",
            "step",
            "action",
            "note",
            "person",
            "contact",
            "satisfaction",
            "about",
        )
    }
    due = _due(entry, zone, problems) if kind == "deadline_agreed" else None
    if kind is None or at is None or len(problems) > before:
        return None
    return Event(at, kind, entry.place(""), due=due, **texts)


def _is_beside(entry: _Raw) -> bool:
    kind = entry.data.get("kind")
    return isinstance(kind, str) and kind_meant(kind) is None and beside_kind(kind) is not None


def _beside(entry: _Raw, zone: ZoneInfo, problems: list[Problem], whole: bool) -> Beside | None:
    """What is told beside the events; of a whole log, which is judged without any record, it is a mistake."""
    found = beside_kind(entry.data["kind"])
    assert found is not None  # it was asked for
    if whole:
        problems.append(Problem(entry.place("kind"), "log.beside", {"kind": entry.data["kind"]}))
    if "time" not in entry.data:
        values = {"key": "time", "kind": entry.data["kind"]}
        problems.append(Problem(entry.place(""), "log.missing", values))
    at = _moment(entry, "time", zone, problems)
    if at is None:
        return None
    values = {key: value for key, value in entry.data.items() if key not in (*_OF_ORDER, "time", "kind")}
    return Beside(*found, at, values, entry.place)


def _kind(entry: _Raw, problems: list[Problem]) -> str | None:
    kind = entry.data.get("kind")
    if isinstance(kind, str) and (found := kind_meant(kind)) is not None:
        return found
    choices = kinds_offered(str(kind or ""))
    shown = "-" if kind is None else str(kind)
    problems.append(Problem(entry.place("kind"), "log.unknown-kind", {"kind": shown, "choices": choices}))
    return None


def _known_keys(entry: _Raw, problems: list[Problem], lines: bool) -> None:
    known = (*_KEYS, *_HEADER) if lines else _KEYS
    for key in entry.data:
        if key not in known:
            values = {"key": key, "choices": ", ".join(_KEYS)}
            problems.append(Problem(entry.place(key), "log.unknown-key", values))


def _moment(entry: _Raw, key: str, zone: ZoneInfo, problems: list[Problem]) -> datetime | None:
    value = entry.data.get(key)
    if value is None:
        return None
    try:
        return read_moment(written_time(str(value)), zone)
    except NoMoment as error:
        # The same sentence as on the command line, at its place.
        problems.append(Problem(entry.place(key), error.code, error.values))
        return None


def _due(entry: _Raw, zone: ZoneInfo, problems: list[Problem]) -> datetime | date | None:
    """An agreed time; a day alone ends with it, as a contract's amendment says."""
    try:
        day = written_day(str(entry.data.get("due")))
    except ValueError:
        day = None
    return day if day is not None else _moment(entry, "due", zone, problems)


def in_sequence(events: Sequence[Event], path: str, zone: ZoneInfo) -> Iterator[Problem]:
    """What is wrong with how the events of the log `path` follow each other: reported first and once, no pause in a pause,
    none earlier than the one before.
    """
    if not events or events[0].kind != "reported":
        yield Problem(events[0].position if events else Position(path, 1, 1), "log.report-first")
        return
    clocks: Literal["running", "paused", "set going"] = "running"
    for before, event in pairwise(events):
        if utc(event.at) < utc(before.at):
            values = {"at": moment(event.at, zone), "before": moment(before.at, zone)}
            code = "log.before-report" if before.kind == "reported" else "log.out-of-order"
            yield Problem(event.position, code, values)
        if event.kind == "reported":
            yield Problem(event.position, "log.reported-twice")
        if event.kind == "paused" and clocks == "paused":
            yield Problem(event.position, "log.paused-twice")
        if event.kind == "resumed" and clocks == "running":
            yield Problem(event.position, "log.not-paused")
        if event.kind == "paused":
            clocks = "paused"
        elif event.kind == "resumed":
            clocks = "running"
        elif event.kind == "reported_again" and clocks == "paused":
            # A new report has ended the pause; that it is over may still be written down.
            clocks = "set going"
