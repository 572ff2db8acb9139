"""The one form in which places and times leave for programs; public interface (docs/command-line.md).

A day is ``2026-03-31``. An instant is ISO 8601 with its offset, to the second, where a contract is involved in the
contract's zone. A span is whole seconds. A clause is where something is written: the document, the path in it, the
file and line. Does not live here: reasons (reason_forms), what a command says beside these.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, overload

from fieldops.errors import FieldopsError, Position
from fieldops.messages import say_error, say_recorded

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.contracts.reasons import Clause
    from fieldops.records.run_events import RunKind
    from fieldops.records.snapshots import OverrideSnapshot

# The number of the documents that say where something is written by a clause, and why by a tree of reasons.
WITH_CLAUSES = 2


@overload
def day_data(day: date) -> str: ...
@overload
def day_data(day: date | None) -> str | None: ...
def day_data(day: date | None) -> str | None:
    """A civil day; null where there is none."""
    return None if day is None else day.isoformat()


@overload
def instant_data(at: datetime, zone: ZoneInfo | None = None) -> str: ...
@overload
def instant_data(at: datetime | None, zone: ZoneInfo | None = None) -> str | None: ...
def instant_data(at: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    """An instant (aware) as the clock of `zone` shows it, without one in its own; null where there is none."""
    if at is None:
        return None
    return (at if zone is None else at.astimezone(zone)).isoformat(timespec="seconds")


@overload
def span_data(span: timedelta) -> int: ...
@overload
def span_data(span: timedelta | None) -> int | None: ...
def span_data(span: timedelta | None) -> int | None:
    """A span in whole seconds; null where there is none."""
    return None if span is None else int(span.total_seconds())


def run_kind_data(kind: RunKind) -> str:
    """What kind of run it is, in the words of the contract's schema: `inspection`, `health_check`."""
    return kind.value.replace("-", "_")


def clause_data(clause: Clause, position: Position) -> dict[str, object]:
    """A clause: `path` is the way to it in its document, `file`, `line` and `column` where that is written."""
    kind, id, path = clause
    place = {"file": position.path, "line": position.line, "column": position.column}
    return {"kind": kind, "id": id, "path": list(path), **place}


def error_data(error: FieldopsError, language: str) -> dict[str, object]:
    """What is wrong with something: the code for programs, the sentence for people."""
    return {"reason": error.code, "message": say_error(error, language)[0]}


def override_data(override: OverrideSnapshot | None, language: str) -> dict[str, object] | None:
    """In spite of what something was begun, and why; null where nothing stood against it."""
    if override is None:
        return None
    refused = [
        {"reason": each.code, "message": say_recorded(each.code, language, each.values)[0]}
        for each in override.refused
    ]
    return {"reason": override.reason, "refused": refused}
