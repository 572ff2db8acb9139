"""Reads what Oracle says of itself by sqlplus: columns apart by tabs and filled up with blanks.

The first column of every statement is called kind and says which statement it was. Numbers are printed by TO_CHAR, for
sqlplus rounds large ones and writes the point as the session's country does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from fieldops.inspection.raw import WHOLE, RawRow, RawRows, Unreadable, whole

# How v$dataguard_stats writes times, and how long its primary may be silent.
_DATUM = "%m/%d/%Y %H:%M:%S"
_PATIENCE = timedelta(minutes=10)
# A length of time as Data Guard prints it, such as +00 00:00:05.
_INTERVAL = re.compile(r"\+([0-9]{1,4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?")


def _lines(text: str, words: Mapping[str, int]) -> dict[str, list[list[str]]]:
    """The cells of all lines by their kind, and so many words of each. Raises Unreadable for any other line."""
    found: dict[str, list[list[str]]] = {kind: [] for kind in words}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            continue
        if len(cells) != words.get(cells[0]):
            raise Unreadable("reading.line", line=line.strip()[:200])
        found[cells[0]].append(cells)
    return found


def _only(found: Mapping[str, list[list[str]]], kind: str) -> list[str]:
    """The line of a kind that there must be once. Raises Unreadable."""
    if len(found[kind]) != 1:
        raise Unreadable("reading.field-missing", field=kind)
    return found[kind][0]


# Of a standby that does not open: MOUNTED is how it should be.
_OPEN = {
    "PRIMARY": ("READ WRITE",),
    "PHYSICAL STANDBY": ("MOUNTED", "READ ONLY WITH APPLY", "READ ONLY"),
    "LOGICAL STANDBY": ("READ WRITE", "READ ONLY"),
    "SNAPSHOT STANDBY": ("READ WRITE",),
}


def oracle_instance(text: str) -> RawRows:
    """``instance NAME VERSION STATUS ARCHIVER ACTIVITY LOGINS STARTED``; where it is mounted also ``database NAME MODE LOGS ROLE``.

    `state` is ``open`` where the mode is the one of the role, and users may log in and work; else the mode, or the status
    where no database is mounted, with what is amiss. `archiving` is the mode, with the archiver's word where it does not run.
    """
    found = _lines(text, {"instance": 8, "database": 5})
    _, name, version, status, archiver, activity, logins, started = _only(found, "instance")
    row = {"name": name, "version": version, "status": status, "started": started}
    if not found["database"]:
        return [row | {"state": status}]
    _, database, mode, logs, role = _only(found, "database")
    amiss = [word for word, well in ((activity, "ACTIVE"), (logins, "ALLOWED")) if word != well]
    well = mode in _OPEN.get(role, ()) and status in ("OPEN", "MOUNTED") and not amiss
    state = "open" if well else ", ".join([mode, *amiss])
    if logs == "ARCHIVELOG" and archiver != "STARTED":
        logs = f"{logs}, {archiver}"
    return [row | {"database": database, "mode": mode, "archiving": logs, "role": role, "state": state}]


def oracle_space(text: str) -> RawRows:
    """``tablespace NAME CONTENTS USED SIZE``, ``asm NAME STATE FREE TOTAL``, ``recovery NAME USED RECLAIMABLE LIMIT``: bytes.

    What of the recovery area can be given back counts as free. Each statement ends with ``end``: there may be none of a kind.
    """
    found = _lines(text, {"tablespace": 5, "asm": 5, "recovery": 5, "end": 1})
    _only(found, "end")
    rows: RawRows = [_filled(*cells) for cells in found["tablespace"]]
    for kind, name, state, free, total in found["asm"]:
        taken = whole(total, total) - whole(free, free)
        rows.append(_filled(kind, name, state, str(taken), total))
    for kind, name, used, reclaimable, limit in found["recovery"]:
        taken = whole(used, used) - whole(reclaimable, reclaimable)
        rows.append(_filled(kind, name, "", str(max(0, taken)), limit))
    return rows


def _filled(kind: str, name: str, contents: str, used: str, size: str) -> RawRow | Unreadable:
    """How full something is; what has no size (a recovery area that was not set up) is nothing."""
    if not WHOLE.fullmatch(used) or not WHOLE.fullmatch(size):
        return Unreadable("reading.line", line=f"{kind} {name} {used} {size}")
    share = None if size == "0" else f"{min(100.0, 100 * int(used) / int(size)):.1f}"
    return {
        "kind": kind,
        "name": name,
        "contents": contents,
        "used": used,
        "size": size,
        "used_percent": share,
    }


def oracle_limits(text: str) -> RawRows:
    """``limit NAME CURRENT MOST LIMIT``: how much of what there may be at most is used; UNLIMITED has no share."""
    rows: RawRows = []
    for _, name, current, most, limit in _lines(text, {"limit": 5})["limit"]:
        filled = _filled("limit", name, "", current, "0" if limit == "UNLIMITED" else limit)
        rows.append(filled if isinstance(filled, Unreadable) else {**filled, "most": most, "limit": limit})
    return rows


def oracle_work(text: str) -> RawRows:
    """One row of counts: ``started TEXT``, ``cache GETS READS``, ``library PINS MISSES``, ``dictionary GETS MISSES``, ``redo SWITCHES BUSIEST``.

    `switch_interval` is the average time between two switches of the log in the last day, in seconds; without any: a day.
    """
    found = _lines(text, {"started": 2, "cache": 3, "library": 3, "dictionary": 3, "redo": 3})
    row: dict[str, object] = {"started": _only(found, "started")[1]}
    for kind in ("cache", "library", "dictionary"):
        _, row[f"{kind}_gets"], row[f"{kind}_misses"] = _only(found, kind)
    _, switches, busiest = _only(found, "redo")
    row |= {"switches": switches, "busiest": busiest}
    row["switch_interval"] = 86400 // max(1, whole(switches, switches))
    return [row]


def oracle_upkeep(text: str) -> RawRows:
    """``backup JOBS FAILED AGE`` (seconds since the last that went well, - for none), ``jobs FAILED``, ``invalid COUNT``, ``stale COUNT``."""
    found = _lines(text, {"backup": 4, "jobs": 2, "invalid": 2, "stale": 2})
    _, backups, failed, age = _only(found, "backup")
    return [
        {
            "backups": backups,
            "backups_failed": failed,
            "backup_age": None if age == "-" else age,
            "jobs_failed": _only(found, "jobs")[1],
            "invalid": _only(found, "invalid")[1],
            "stale": _only(found, "stale")[1],
        }
    ]


def oracle_standby(text: str) -> RawRows:
    """``role ROLE``, then of a standby ``lag NAME VALUE HEARD NOW`` for each kind of lag. A primary has no row.

    A lag without a value (-) is not 0: nobody knows it. Nor does anybody where the primary has not been HEARD for long: the
    last value stays then (Oracle Database Reference, V$DATAGUARD_STATS, DATUM_TIME).
    """
    found = _lines(text, {"role": 2, "lag": 5})
    role = _only(found, "role")[1]
    if "STANDBY" not in role:
        return []
    if not found["lag"]:
        return [{"lag": "apply lag", "value": Unreadable("reading.oracle-no-lag")}]
    return [
        {"lag": name, "value": _unheard(heard, now) or _seconds(value)}
        for _, name, value, heard, now in found["lag"]
    ]


def _unheard(heard: str, now: str) -> Unreadable | None:
    """Why a lag says nothing: the primary has not been heard for ten minutes, or ever; None where it has."""
    if heard == "-":
        return Unreadable("reading.oracle-no-lag")
    try:
        silent = datetime.strptime(now, _DATUM) - datetime.strptime(heard, _DATUM)  # noqa: DTZ007 - of one clock
    except ValueError:
        return Unreadable("reading.line", line=f"{heard} {now}")
    if silent <= _PATIENCE:
        return None
    return Unreadable("reading.oracle-unheard", minutes=silent // timedelta(minutes=1))


def _seconds(interval: str) -> int | Unreadable:
    if interval == "-":
        return Unreadable("reading.oracle-no-lag")
    match = _INTERVAL.fullmatch(interval)
    if match is None:
        return Unreadable("reading.line", line=interval)
    days, hours, minutes, seconds = (int(each) for each in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def oracle_accounts(text: str) -> RawRows:
    """``accounts COUNT``, then ``account NAME STATUS LEFT`` of those whose password ends soon, in seconds (may be below 0)."""
    found = _lines(text, {"accounts": 2, "account": 4})
    _only(found, "accounts")
    return [{"account": name, "status": status, "left": left} for _, name, status, left in found["account"]]


# --- alert log -----------------------------------------------------------------------------------------

_ERROR = re.compile(r"\bORA-([0-9]{1,5})\b(?::? ?(.*))?")
# Up to 12.1 a line of its own, as ctime(3) writes it; since 12.2 in ISO 8601.
_CTIME = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}(?: [A-Z]{2,5})? [0-9]{4}"
)
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(?:\.[0-9]+)?(?:[+-][0-9]{2}:[0-9]{2}|Z)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Of the database itself or of its files, not of a statement (Oracle Database Error Messages): internal errors, damaged
# blocks, files that cannot be read or written, a process that ended the instance, logs that cannot be archived.
_GRAVE = frozenset(
    {
        "00600",
        "07445",
        "01578",
        "01110",
        "00603",
        "00470",
        "00474",
        "27072",
        "01115",
        "01122",
        "00257",
        "19502",
        "16038",
    }
)


# So much of the alert log is read; that it was all of it cannot be told of a little less.
_ALERT_READ = 256 * 1024 - 1024
_ALERT_SPAN = timedelta(days=7)


def oracle_alert(text: str) -> RawRows:
    """A line ``now YYYY-MM-DD HH:MM:SS``, then the end of the alert log: each ORA- code with its last time and how often.

    ``begun`` and ``bytes`` tell what was read of it, ``more`` names older files. A row without a code, not determined, says
    that this does not reach back for a week. Times are of the host's own clock; a code before the first time in the text is
    left out with it.
    """
    lines = text.splitlines()
    if not lines or not lines[0].startswith("now "):
        raise Unreadable("reading.field-missing", field="now")
    now = _time(lines[0][4:].strip().replace(" ", "T"))
    if now is None:
        raise Unreadable("reading.line", line=lines[0])
    codes: dict[str, dict[str, object]] = {}
    for at, code, said in _errors(lines[1:]):
        row = codes.setdefault(code, {"code": f"ORA-{code}", "said": said, "times": 0})
        times = row["times"]
        assert isinstance(times, int)
        row |= {"times": times + 1, "age": max(0, int((now - at) / timedelta(seconds=1)))}
        row["grave"] = "yes" if code in _GRAVE else "no"
    return [*codes.values(), *_not_reached(lines, now)]


def _not_reached(lines: Sequence[str], now: datetime) -> Iterator[RawRow]:
    """A row for what lies within a week and was not read, if anything does."""
    if len(lines) < 3 or not lines[-1].startswith("bytes ") or not lines[-2].startswith("begun "):
        raise Unreadable("reading.field-missing", field="bytes")
    read, said = whole(lines[-1][6:], lines[-1]), lines[-2][6:]
    begun = _time(said)
    more = read >= _ALERT_READ or any(line.startswith("more ") for line in lines)
    if begun is None or (more and now - begun < _ALERT_SPAN):
        short = Unreadable("reading.log-short", first=said or "-")
        yield {"code": "-", "said": None, "times": 0, "age": short, "grave": "-"}


def _errors(lines: Sequence[str]) -> Iterator[tuple[datetime, str, str]]:
    at = None
    for line in lines:
        at = _time(line) or at
        if at is not None and (match := _ERROR.search(line)) is not None:
            yield at, match[1].zfill(5), (match[2] or "").strip()[:200]


def _time(line: str) -> datetime | None:
    """The local time that the line begins with; None for none."""
    if (match := _ISO.match(line)) is not None:
        return datetime.fromisoformat(match[1])
    if (match := _CTIME.match(line)) is None:
        return None
    _, month, day, clock, *_, year = match[0].split()
    if month not in _MONTHS:
        return None
    return datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{day.zfill(2)}T{clock}")
