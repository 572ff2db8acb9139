"""Reads what MySQL and MariaDB say of themselves: rows of the client's batch mode, columns apart by tabs.

The client escapes tab, line feed, NUL and backslash inside of a value, and says NULL for what is none. Words that the
versions have changed (slave, master: replica, source, since MySQL 8.0.22) are read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from fieldops.inspection.raw import WHOLE, RawRow, RawRows, Unreadable, whole

_ESCAPED = re.compile(r"\\([tn0\\])")
_MEANT = {"t": "\t", "n": "\n", "0": "\0", "\\": "\\"}


def _cells(text: str) -> Iterator[list[str]]:
    """The cells of each line, as they were before the client escaped them."""
    for line in text.split("\n"):
        if line.strip():
            yield [_ESCAPED.sub(lambda found: _MEANT[found[1]], cell) for cell in line.split("\t")]


def _whole(word: str, line: Sequence[str]) -> int | None:
    """A whole number of a line; None for NULL. Raises Unreadable."""
    return None if word == "NULL" else whole(word, " ".join(line))


def _kinds(text: str, words: Mapping[str, int]) -> Iterator[list[str]]:
    """The lines of statements whose first column is called kind and says which it is; so many words of each kind.

    Raises Unreadable for any other line.
    """
    for cells in _cells(text):
        if cells[0] == "kind":
            continue
        if len(cells) != words.get(cells[0]):
            raise Unreadable("reading.line", line=" ".join(cells)[:200])
        yield cells


# --- how the server stands -----------------------------------------------------------------------------


def mysql_status(text: str) -> RawRows:
    """Names and values of SHOW GLOBAL STATUS and VARIABLES in one row, by their names in small letters.

    In front of them stands Uptime, each time between two lines ``at`` with the server's clock. Where both say the same
    second, the server started just Uptime seconds before: `started`, from where all its counters count. A second may end
    between one such pair, but not between both.
    """
    pairs = [(name.lower(), value) for name, value in _pairs(text)]
    said = dict(pairs)
    for needed in ("version", "uptime"):
        if needed not in said:
            raise Unreadable("reading.field-missing", field=needed)
    waited, at_once = said.get("table_locks_waited"), said.get("table_locks_immediate")
    locks = None if waited is None or at_once is None else _sum(waited, at_once)
    row: dict[str, object] = {
        **said,
        "started": _started(pairs),
        "table_locks": locks,
        "open_files_limit": _limit(said, "open_files_limit"),
        "password_policy": _password_policy(said),
    }
    for name in ("threads_connected", "max_used_connections", "threads_running"):
        row[f"{name}_percent"] = _filled(said, name, "max_connections")
    return [row]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for cells in _cells(text):
        if len(cells) != 2:
            raise Unreadable("reading.line", line=" ".join(cells)[:200])
        if cells[0] != "Variable_name":
            yield cells[0], cells[1]


def _started(pairs: Sequence[tuple[str, str]]) -> str | None:
    """When the server started, by its own clock; None where that cannot be told to the second."""
    for before, between, after in zip(pairs, pairs[1:], pairs[2:], strict=False):
        if (before[0], between[0]) == ("at", "uptime") and before == after:
            seconds = _sum(before[1], "0") - _sum(between[1], "0")
            return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    return None


def _sum(*words: str) -> int:
    return sum(whole(word, " ".join(words)) for word in words)


def _limit(said: Mapping[str, str], name: str) -> str | None:
    """A limit; 0 is none."""
    return None if said.get(name) == "0" else said.get(name)


def _filled(said: Mapping[str, str], used: str, limit: str) -> str | None:
    """How full something is. One connection more than the limit is kept for administrators: that is full."""
    if used not in said or limit not in said or said[limit] == "0":
        return None
    return f"{min(100.0, 100 * _sum(said[used]) / _sum(said[limit])):.1f}"


# What checks the passwords that are set: a component or a plugin of MySQL, plugins of MariaDB. Where none is installed,
# there are no such variables.
_POLICIES = {
    "validate_password.policy": "validate_password.length",
    "validate_password_policy": "validate_password_length",
    "simple_password_check_minimal_length": "",
    "cracklib_password_check_dictionary": "",
    "password_reuse_check_interval": "",
}


def _password_policy(said: Mapping[str, str]) -> str:
    """The variables that say how passwords are checked when they are set, else ``(none)``."""
    shown = [name for policy, more in _POLICIES.items() for name in (policy, more) if name in said]
    return ", ".join(f"{name}={said[name]}" for name in shown) or "(none)"


# --- replication ---------------------------------------------------------------------------------------

_THREAD = {"yes": "yes", "no": "no", "connecting": "connecting", "preparing": "connecting"}


def mysql_replication(text: str) -> RawRows:
    """A line ``replication VERSION``, then SHOW REPLICA STATUS (or SLAVE, or ALL SLAVES of MariaDB), a row for each source.

    A server that follows none has no row. `lag` is Seconds_Behind_Source without the delay that was set
    on purpose; NULL is no lag of 0: nobody knows it.
    """
    lines = [cells for cells in _cells(text) if cells[0] != "kind"]
    if not lines or lines[0][0] != "replication":
        raise Unreadable("reading.field-missing", field="replication")
    if len(lines) == 1:
        return []
    names = [_today(name) for name in lines[1]]
    return [_channel(names, cells) for cells in lines[2:]]


def _today(name: str) -> str:
    """A column's name as MySQL 8.4 says it."""
    return name.lower().replace("slave", "replica").replace("master", "source")


def _channel(names: Sequence[str], cells: Sequence[str]) -> RawRow | Unreadable:
    if len(names) != len(cells):
        return Unreadable("reading.line", line=" ".join(cells)[:200])
    said = dict(zip(names, cells, strict=True))
    channel = said.get("channel_name") or said.get("connection_name")
    source = f"{said.get('source_host', '?')}:{said.get('source_port', '?')}"
    threads = {name: said.get(f"replica_{name}_running", "") for name in ("io", "sql")}
    return {
        "source": f"{channel} ({source})" if channel else source,
        "io": threads["io"],
        "sql": threads["sql"],
        "state": _state(threads),
        "lag": _lag(said),
        "delay": said.get("sql_delay", "0"),
        "error": _error(said),
    }


def _error(said: Mapping[str, str]) -> str:
    """The last error of the threads, in one line."""
    told = said.get("last_io_error") or said.get("last_sql_error") or said.get("last_error") or "-"
    return " ".join(told.split())


def _state(threads: Mapping[str, str]) -> str | Unreadable:
    """Both threads together: ``running`` only where both are."""
    known = {name: _THREAD.get(said.lower()) for name, said in threads.items()}
    for name, state in known.items():
        if state is None:
            return Unreadable("reading.line", line=f"replica_{name}_running: {threads[name]}")
    if known["io"] == known["sql"]:
        return "running" if known["io"] == "yes" else "stopped"
    if known["sql"] != "yes":
        return "sql-stopped"
    return "connecting" if known["io"] == "connecting" else "io-stopped"


def _lag(said: Mapping[str, str]) -> int | Unreadable:
    lag = said.get("seconds_behind_source", "")
    if lag == "NULL":
        return Unreadable("reading.mysql-lag-null")
    if not WHOLE.fullmatch(lag):
        return Unreadable("reading.line", line=f"seconds_behind_source: {lag}")
    delay = said.get("sql_delay", "0")
    return max(0, int(lag) - (int(delay) if WHOLE.fullmatch(delay) else 0))


# --- transactions --------------------------------------------------------------------------------------


def mysql_transactions(text: str) -> RawRows:
    """``history LENGTH VERSION``, ``all COUNT WAITING``, then ``oldest`` and ``biggest``, each ``THREAD SECONDS ROWS``, where there are any."""
    found = {cells[0]: cells for cells in _kinds(text, {"history": 3, "all": 3, "oldest": 4, "biggest": 4})}
    for needed in ("history", "all"):
        if needed not in found:
            raise Unreadable("reading.field-missing", field=needed)
    oldest, biggest = (found.get(kind, [kind, "-", "0", "0"]) for kind in ("oldest", "biggest"))
    return [
        {
            "transactions": found["all"][1],
            "waiting": found["all"][2],
            "oldest_thread": oldest[1],
            "oldest": oldest[2],
            "biggest_thread": biggest[1],
            "biggest": biggest[3],
            "history": _history(found["history"]),
        }
    ]


def _history(line: Sequence[str]) -> str | Unreadable:
    """The length of the history list. What counts it came with MySQL 5.6 and MariaDB 10.0, and can be turned off."""
    _, length, version = line
    if length != "NULL":
        return length
    if version.startswith(("5.1.", "5.5.")):
        return Unreadable("reading.not-on-version", what="INNODB_METRICS", version=version)
    return Unreadable("reading.mysql-metric-off", metric="trx_rseg_history_len")


# --- tables --------------------------------------------------------------------------------------------

# The greatest value of a whole column with a sign, by its type (MySQL manual, "Integer Types"); of floating point numbers
# the greatest up to which each whole number is one of them.
_LARGEST = {
    "tinyint": 2**7 - 1,
    "smallint": 2**15 - 1,
    "mediumint": 2**23 - 1,
    "int": 2**31 - 1,
    "bigint": 2**63 - 1,
}
_EXACT = {"float": 2**24, "double": 2**53}
# How many tables are looked at: each costs a server without a dictionary in tables (all but MySQL 8) opened files.
_MOST_TABLES = 10_000
_JUDGED = ("no-key", "increment", "free")
# The statements of the probe say one row more.
_SHOWN = 20
# Of tables that share one file nobody can say how much of it is free for whom.
_SHARED: RawRow = {
    "kind": "free",
    "table": None,
    "state": "shared",
    "free": Unreadable("reading.mysql-shared-tablespace"),
}


def mysql_tables(text: str) -> RawRows:
    """A line ``tables COUNT STATS SEES FILES``, then the tables that are told of, each with what is said of it (`kind`).

    ``no-key SCHEMA TABLE``; ``increment SCHEMA TABLE COLUMN TYPE NEXT``; ``free SCHEMA TABLE BYTES FREE``. Where a kind
    could not be looked at, one row says why: too many tables; rights for a part of them only (SEES 0); a server that
    would count anew the statistics of each table that is looked at (STATS 1).
    """
    words = {"tables": 5, "no-key": 3, "increment": 6, "free": 5}
    lines = list(_kinds(text, words))
    if not lines or lines[0][0] != "tables":
        raise Unreadable("reading.field-missing", field="tables")
    _, count, stats, sees, files = lines[0]
    unseen = _why_unseen(whole(count, " ".join(lines[0])), stats, sees)
    rows = [row for kind in _JUDGED for row in _listed(kind, [cells for cells in lines if cells[0] == kind])]
    if files in ("0", "OFF") and "free" not in unseen:
        return [*(row for row in rows if row["kind"] != "free"), _SHARED]
    return [
        *rows,
        *(
            {**dict.fromkeys(("used", "state", "free"), why), "kind": kind, "table": None}
            for kind, why in unseen.items()
        ),
    ]


def _listed(kind: str, lines: Sequence[Sequence[str]]) -> Iterator[RawRow]:
    """The tables of one kind. The statement says one more than are shown: that stands for all others."""
    for cells in lines[:_SHOWN]:
        yield _table(cells)
    if len(lines) > _SHOWN:
        yield {**_table(lines[_SHOWN]), "table": "…"}


def _why_unseen(count: int, stats: str, sees: str) -> Mapping[str, Unreadable]:
    """Why kinds of rows were not looked at, by kind."""
    if sees != "1":
        return dict.fromkeys(_JUDGED, Unreadable("reading.mysql-sees-part"))
    if count > _MOST_TABLES:
        return dict.fromkeys(_JUDGED, Unreadable("reading.mysql-many-tables", count=count, most=_MOST_TABLES))
    if stats in ("1", "ON"):
        return dict.fromkeys(("increment", "free"), Unreadable("reading.mysql-stats-on-metadata"))
    return {}


def _table(cells: Sequence[str]) -> RawRow:
    row: dict[str, object] = {"kind": cells[0], "table": f"{cells[1]}.{cells[2]}", "state": cells[0]}
    if cells[0] == "increment":
        column, type, following = cells[3:]
        row["table"] = f"{row['table']}.{column}"
        row |= {"type": type, "used": _used(type, following)}
    elif cells[0] == "free":
        size, free = (whole(word, " ".join(cells)) for word in cells[3:])
        row |= {"size": size, "free": f"{100 * free / max(1, size + free):.1f}"}
    return row


def _used(type: str, following: str) -> str | Unreadable:
    """How much of what a column can count has been given away, in percent; `following` is the next value."""
    words = re.split(r"[( ]", type.lower())
    largest = _EXACT.get(words[0]) or _LARGEST.get(words[0], 0)
    if "unsigned" in words and words[0] in _LARGEST:
        largest = largest * 2 + 1
    if not largest or not WHOLE.fullmatch(following):
        return Unreadable("reading.line", line=f"{type} {following}")
    return f"{min(100.0, 100 * max(0, int(following) - 1) / largest):.1f}"


# --- accounts ------------------------------------------------------------------------------------------


def mysql_accounts(text: str) -> RawRows:
    """``accounts COUNT``, then accounts that are a risk: ``account USER HOST EMPTY POWER``, the last two 1 or 0.

    The gravest of each: a login without any password, one without a name, one that may do everything from everywhere.
    """
    lines = list(_kinds(text, {"accounts": 2, "account": 5}))
    if not lines or lines[0][0] != "accounts":
        raise Unreadable("reading.field-missing", field="accounts")
    listed = [cells for cells in lines if cells[0] == "account"]
    rows: RawRows = [_account(cells) for cells in listed[:_SHOWN]]
    more = [{**_account(cells), "account": "…"} for cells in listed[_SHOWN : _SHOWN + 1]]
    return [*rows, *more]


def _account(cells: Sequence[str]) -> RawRow:
    _, user, host, empty, powerful = cells
    if empty == "1":
        risk = "empty-password"
    elif not user:
        risk = "anonymous"
    else:
        risk = "any-host" if powerful == "1" else "none"
    return {"account": f"'{user}'@'{host}'", "risk": risk}
