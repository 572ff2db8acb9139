"""The kernel log: which lines are faults, of what class and how grave. The table of patterns is `kernel_log.yaml`.

What is looked at here are the lines that the probe `linux-kernel-log` lets through, each with how often it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.raw import RawRows, Unreadable, whole
from fieldops.structs import Struct

# "ata2.00: ATAPI: ...", "hdc: ... ATAPI CD/DVD-ROM drive" (IDE drivers before libata): there is a CD drive; what it
# complains of is an empty tray or a bad disc.
_CD_DRIVE = re.compile(r"(ata[0-9]+|hd[a-z])(?:\.[0-9]+)?: .*ATAPI", re.ASCII)
# A stick, a card reader or the virtual floppy of a management controller: its first block is asked for while it is empty.
_REMOVABLE = re.compile(r"\[(sd[a-z]+)\] Attached SCSI removable disk", re.ASCII)
_EMPTY = re.compile(r"(?:dev|device) (sd[a-z]+), (?:sector|logical block) 0\b", re.ASCII)
# The probe sends shorter lines, and like lines once; a host that sends others must not keep us busy.
_LONGEST_LINE, _MOST_LINES = 300, 2000
_PORT = re.compile(r"(ata[0-9]+|hd[a-z])(?:\.[0-9]+)?: |.*\b(?:dev|device) (hd[a-z])\b", re.ASCII)


class Kind(Struct, frozen=True):
    """One kind of line: its class, how grave it is, what it is called, and a recorded line of it.

    `severity` is ``error``, ``warning``, or ``none`` for what only sounds like a fault. One that is told `alone` says no
    more than others of its class.
    """

    id: str
    class_: str
    severity: str
    pattern: re.Pattern[str]
    zh: str
    en: str
    line: str
    alone: bool = False


class Seen(Struct, frozen=True):
    """A kind of fault that the log holds: how many lines of it, and the first."""

    kind: Kind
    count: int
    line: str


@cache
def kinds() -> tuple[Kind, ...]:
    """The table, in the order in which its patterns are tried."""
    node, problems = read_yaml(Path(__file__).with_name("kernel_log.yaml").read_bytes(), "kernel_log.yaml")
    if node is None or problems:
        raise ValueError(problems)
    entries = msgspec.convert(node.data, dict[str, list[dict[str, str | bool]]])["patterns"]
    return tuple(_kind(entry) for entry in entries)


def _kind(entry: dict[str, str | bool]) -> Kind:
    def text(name: str) -> str:
        return str(entry.get(name, ""))

    pattern = re.compile(text("pattern"))
    return Kind(
        text("id"),
        text("class"),
        text("severity"),
        pattern,
        text("zh"),
        text("en"),
        text("line"),
        entry.get("alone") is True,
    )


def kind_of(line: str) -> Kind | None:
    """The first kind whose pattern the line has."""
    return next((kind for kind in kinds() if kind.pattern.search(line)), None)


def _empty_drives(lines: Iterable[str]) -> Callable[[str], bool]:
    """Whether a line is about a drive without a medium, as far as the log itself says what is a drive."""
    listed = list(lines)
    drives = {match[1] for line in listed if (match := _CD_DRIVE.match(line))}
    removable = {match[1] for line in listed if (match := _REMOVABLE.search(line))}

    def about(line: str) -> bool:
        port, block = _PORT.match(line), _EMPTY.search(line)
        return (port is not None and (port[1] or port[2]) in drives) or (
            block is not None and block[1] in removable
        )

    return about


def faults(lines: Iterable[tuple[int, str]]) -> Iterator[Seen]:
    """What of the lines (how often, text) is a fault, summed up by kind, in the table's order."""
    listed = list(lines)
    empty = _empty_drives(line for _, line in listed)
    found: dict[str, Seen] = {}
    for count, line in listed:
        if empty(line):
            continue
        kind = kind_of(line)
        if kind is not None and kind.severity != "none":
            before = found.get(kind.id)
            found[kind.id] = Seen(
                kind, count + (before.count if before else 0), before.line if before else line
            )
    told = {seen.kind.class_ for seen in found.values() if not seen.kind.alone}
    for kind in kinds():
        if kind.id in found and not (kind.alone and kind.class_ in told):
            yield found[kind.id]


# Of less than this nothing is said; and so soon after the start a log begins that has lost nothing.
_LEAST_HELD, _AT_START = 86_400, 5


def _not_held(begins: str, told: set[str]) -> list[dict[str, object]]:
    """Rows for the classes of faults of which nothing is `told`, where the log begins less than a day ago and not at the start."""
    match = re.fullmatch(r"([0-9]{1,10})\.[0-9]{1,9} of ([0-9]{1,10})(?:\.[0-9]{1,9})?", begins)
    if match is None:
        return []
    first, up = int(match[1]), int(match[2])
    if first <= _AT_START or not 0 <= up - first < _LEAST_HELD:
        return []
    hours, days = (up - first) // 3600, up // 86_400
    how_short = "-hour" if not hours else "-day" if not days else ""
    short = Unreadable(f"reading.log-lost{how_short}", hours=hours, days=days)
    classes = sorted({kind.class_ for kind in kinds()} - told)
    return [
        {
            "kind": "-",
            "class": name,
            "severity": short,
            "count": 0,
            "line": "-",
            "name_zh": "更早的日志",
            "name_en": "earlier lines of the log",
        }
        for name in classes
    ]


def kernel_log(text: str) -> RawRows:
    """Lines ``lines=COUNT``, ``since=BOOT FIRST-LINE``, ``begins=SECONDS of SECONDS``, then ``TIMES TEXT``: a row for each
    kind of fault.

    An empty log tells nothing. One that has lost all but its last day tells nothing of what it does not hold: a row that is
    not determined stands for each class of which no fault is there.
    """
    (head, *rest) = text.splitlines() or [""]
    if head == "lines=0":
        raise Unreadable("reading.empty-log")
    if not re.fullmatch(r"lines=[0-9]{1,9}", head):
        raise Unreadable("reading.field-missing", field="lines")
    since = rest.pop(0).removeprefix("since=") if rest and rest[0].startswith("since=") else None
    begins = rest.pop(0).removeprefix("begins=") if rest and rest[0].startswith("begins=") else ""
    lines = []
    for line in rest[:_MOST_LINES]:
        times, _, said = line.partition(" ")
        lines.append((whole(times, line), said[:_LONGEST_LINE]))
    found = list(faults(lines))
    rows: RawRows = [{**_row(seen), "since": since} for seen in found]
    told = {seen.kind.class_ for seen in found}
    rows += [{**row, "since": since} for row in _not_held(begins, told)]
    if len(rest) > _MOST_LINES:
        rows.append(Unreadable("reading.more-lines", count=len(rest) - _MOST_LINES))
    return rows


def _row(seen: Seen) -> dict[str, object]:
    kind = seen.kind
    return {
        "kind": kind.id,
        "class": kind.class_,
        "severity": kind.severity,
        "count": seen.count,
        "line": seen.line,
        "name_zh": kind.zh,
        "name_en": kind.en,
    }
