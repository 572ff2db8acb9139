"""Reads what PostgreSQL says of itself, of versions 9.2 to 17: rows of psql without alignment, columns apart by tabs.

What the account may not see of other sessions is counted by the probe; whatever depends on it is unreadable then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldops.inspection.raw import WHOLE, RawRow, RawRows, Unreadable, whole

# What is told of other sessions: all of it is empty for an account that may not look at them.
_OF_SESSIONS = ("transaction", "idle", "blocked", "blocked_for")
# Since 10 a hidden session does not even say whether it is a client's (backend_type is empty): the count leaves it out.
_COUNTED_BY_TYPE = ("connections", "connections_percent")
_SINCE_TYPES = 10
_NEEDED = (
    *("version", "uptime", "started", "standby", "connections", "most", "reserved", "hidden", *_OF_SESSIONS),
    *("locks", "prepared", "prepared_for", "hits", "reads", "reset", "deadlocks", "autovacuum"),
)
_ROLES = {"true": "standby", "false": "primary", "t": "standby", "f": "primary"}


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.strip():
            yield line.split("\t")


def _numbers(words: Iterable[str]) -> bool:
    return all(WHOLE.fullmatch(word) for word in words)


def postgresql_status(text: str) -> RawRows:
    """Lines of a name and a value, in one row. Raises Unreadable where one is missing."""
    said = {cells[0]: cells[1] for cells in _rows(text) if len(cells) == 2}
    for name in _NEEDED:
        if name not in said:
            raise Unreadable("reading.field-missing", field=name)
    if said["standby"] not in _ROLES:
        raise Unreadable("reading.line", line=f"standby {said['standby']}")
    limit = whole(said["most"], "max_connections") - whole(said["reserved"], "superuser_reserved_connections")
    used = whole(said["connections"], "connections")
    row: dict[str, object] = {
        **said,
        "role": _ROLES[said["standby"]],
        "limit": limit,
        "connections_percent": f"{min(100.0, 100 * used / max(1, limit)):.1f}",
        "blocks": whole(said["hits"], "hits") + whole(said["reads"], "reads"),
        "counted": said["reset"],
    }
    if said["hidden"] != "0":
        hidden = Unreadable("reading.postgresql-hidden", count=whole(said["hidden"], "hidden"))
        row |= dict.fromkeys(_OF_SESSIONS, hidden)
        if whole(said["version"].partition(".")[0], "server_version") >= _SINCE_TYPES:
            row |= dict.fromkeys(_COUNTED_BY_TYPE, hidden)
    return [row]


def postgresql_databases(text: str) -> RawRows:
    """A row for each database: the age of its oldest transaction number, and how much of the limit for freezing that is.

    An age may be a little more than that limit, from where on the server freezes. Raises Unreadable where there is no database.
    """
    found = list(_databases(text))
    if not found:
        raise Unreadable("reading.field-missing", field="datname")
    return found


def _databases(text: str) -> Iterator[RawRow | Unreadable]:
    for cells in _rows(text):
        if cells[0] == "datname":
            continue
        if len(cells) != 3 or not _numbers(cells[1:]) or int(cells[2]) == 0:
            yield Unreadable("reading.line", line=" ".join(cells)[:200])
            continue
        name, age, freeze = cells[0], int(cells[1]), int(cells[2])
        yield {
            "name": name,
            "age": age,
            "freeze": freeze,
            "freeze_percent": f"{min(100.0, 100 * age / freeze):.1f}",
        }


# --- replication ---------------------------------------------------------------------------------------

_KINDS = ("self", "standby", "slot", "receiver")


def postgresql_replication(text: str) -> RawRows:
    """A row for each standby that is connected, for each slot, and for the server itself where it is a standby.

    A server that is none, with neither standby nor slot, has no row. Raises Unreadable where it did not say what it is.
    """
    rows: list[RawRow | Unreadable] = []
    known = False
    for cells in _rows(text):
        if cells[0] not in _KINDS:
            # The names of columns above each answer.
            if cells[0] not in ("kind", "?column?"):
                rows.append(Unreadable("reading.line", line=" ".join(cells)[:200]))
        elif len(cells) != 5:
            rows.append(Unreadable("reading.line", line=" ".join(cells)[:200]))
        elif cells[0] == "self":
            known = True
            if _ROLES.get(cells[1]) == "standby":
                rows.append({"kind": "self", "name": "self", "state": "standby", "lag": _lag(cells[4])})
        else:
            kind, name, state, bytes_, lag = cells
            rows.append(
                {
                    "kind": kind,
                    "name": name,
                    "state": _state(kind, state),
                    "bytes": bytes_ or None,
                    "lag": lag or None,
                }
            )
    if not known:
        raise Unreadable("reading.field-missing", field="pg_is_in_recovery")
    return rows


def _lag(said: str) -> object:
    """The lag of a standby; one that has not replayed anything, or to which nothing comes, has none that anybody knows."""
    return said or Unreadable("reading.postgresql-no-lag")


def _state(kind: str, said: str) -> object:
    if kind == "slot":
        return {"true": "active", "false": "inactive", "t": "active", "f": "inactive"}.get(said, said)
    if said == "unclear":
        return Unreadable("reading.postgresql-not-receiving")
    return said or Unreadable("reading.postgresql-hidden", count=1)


# --- tables and sequences ------------------------------------------------------------------------------

_SINCE_SEQUENCES = 100_000


def postgresql_tables(text: str) -> RawRows:
    """A line ``version NUMBER``, then for each database a line with its name and lines of its tables and sequences.

    Before 10 there is a row that says that sequences are not told. Raises Unreadable without the version.
    """
    rows: list[RawRow | Unreadable] = []
    version, database = 0, ""
    for cells in _rows(text):
        head, _, rest = cells[0].partition(" ")
        if head == "version" and WHOLE.fullmatch(rest):
            version = int(rest)
        elif head == "database" and len(cells) == 1:
            database = rest
        elif cells[0] == "?column?":
            continue
        elif cells == ["refused"] and database:
            rows.append(Unreadable("reading.postgresql-refused", database=database))
        elif len(cells) == 5 and cells[0] in ("table", "sequence") and database:
            rows.append(_table(database, cells) if cells[0] == "table" else _sequence(database, cells))
        else:
            rows.append(Unreadable("reading.line", line=f"{database}: {' '.join(cells)}"[:200]))
    if not version:
        raise Unreadable("reading.field-missing", field="server_version_num")
    if version < _SINCE_SEQUENCES:
        untold = Unreadable("reading.postgresql-no-sequences")
        rows.append({"kind": "sequence", "name": "sequences", "used_percent": untold})
    return rows


def _table(database: str, cells: list[str]) -> RawRow | Unreadable:
    _, name, live, dead, vacuum = cells
    if not _numbers((live, dead)):
        return Unreadable("reading.line", line=f"{database}: {' '.join(cells)}"[:200])
    return {
        "kind": "table",
        "name": f"{database}.{name}",
        "live": live,
        "dead": dead,
        "rows": int(live) + int(dead),
        "vacuum": None if vacuum == "never" else vacuum,
    }


def _sequence(database: str, cells: list[str]) -> RawRow | Unreadable:
    """How much of a sequence is used; one that was never called has no last value."""
    _, name, last, limit, seen = cells
    row: dict[str, object] = {"kind": "sequence", "name": f"{database}.{name}"}
    if seen not in ("true", "t"):
        return row | {"used_percent": Unreadable("reading.postgresql-sequence-hidden")}
    if not last:
        return row | {"used_percent": "0"}
    numbers = [text.removeprefix("-") for text in (last, limit)]
    if not _numbers(numbers) or int(limit) == 0:
        return Unreadable("reading.line", line=f"{database}: {' '.join(cells)}"[:200])
    return row | {"used_percent": f"{max(0.0, min(100.0, 100 * int(last) / int(limit))):.1f}"}
