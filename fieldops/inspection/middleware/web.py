"""Web servers: the status pages of Nginx and Apache, and what was counted in their logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.inspection.middleware.lines import must_run, values
from fieldops.inspection.raw import RawRow, RawRows, Unreadable, small, whole

# What stub_status prints (nginx.org, ngx_http_stub_status_module).
_NGINX = re.compile(
    r"Active connections:\s*([0-9]{1,15})\s*\n\s*server accepts handled requests[^\n]*\n"
    r"\s*([0-9]{1,19})\s+([0-9]{1,19})\s+([0-9]{1,19})[^\n]*\n"
    r"\s*Reading:\s*([0-9]{1,15})\s+Writing:\s*([0-9]{1,15})\s+Waiting:\s*([0-9]{1,15})",
    re.ASCII,
)


def nginx_status(text: str) -> RawRows:
    """The page of stub_status. What was accepted and not handled was dropped, for want of connections or of files.

    A line ``since=`` in front of the page tells which start of the server it counts from.
    """
    must_run(text)
    found = _NGINX.search(text)
    if found is None:
        raise Unreadable("reading.no-status-page", page="stub_status")
    active, accepted, handled, requests, reading, writing, waiting = map(int, found.groups())
    return [
        {
            "active": active,
            "accepted": accepted,
            "dropped": max(0, accepted - handled),
            "requests": requests,
            "reading": reading,
            "writing": writing,
            "waiting": waiting,
            "since": values(text).get("since"),
        }
    ]


def apache_status(text: str) -> RawRows:
    """The page of mod_status for programs: lines ``NAME: VALUE``. The scoreboard has a sign for each worker that may be there."""
    must_run(text)
    said = values(text, ": ")
    if not {"BusyWorkers", "IdleWorkers", "Scoreboard"} <= said.keys():
        raise Unreadable("reading.no-status-page", page="mod_status")
    return [
        {
            "version": said.get("ServerVersion"),
            "uptime": said.get("ServerUptimeSeconds") or said.get("Uptime"),
            "busy": said["BusyWorkers"],
            "idle": said["IdleWorkers"],
            "places": len(said["Scoreboard"]),
            "requests": said.get("Total Accesses"),
        }
    ]


# --- logs -----------------------------------------------------------------------------------------------

# One line in a hundred that is odd may be one that somebody broke; more is another format.
_ODD_OF = 100
# So much of a log is read; that it was all of it cannot be told of a little less.
_READ = 1024 * 1024 - 1024


def web_logs(text: str) -> RawRows:
    """What was counted at the end of each log that the server writes: after ``log=PATH`` lines ``KEY=COUNT`` up to ``end``.

    A server that writes no log of a kind has a row all the same, which says so.
    """
    must_run(text)
    parts = re.split(r"^log=", text, flags=re.MULTILINE)[1:]
    rows = [_log(part) for part in parts if not _is_no_log(part)]
    kinds = {row["kind"] for row in rows}
    return [*rows, *(_no_log(kind) for kind in ("access", "error") if kind not in kinds)]


def _is_no_log(part: str) -> bool:
    """Whether it is an empty file that is not called a log: servers also keep locks open."""
    return "log" not in part.partition("\n")[0].rpartition("/")[2] and values(part).get("lines") == "0"


def _log(part: str) -> RawRow:
    path, said = part.partition("\n")[0], values(part)
    row = {"log": path, "kind": "error" if "error" in path.rpartition("/")[2] else "access"}
    if "\nend" not in part:
        return {**row, **dict.fromkeys(_COUNTED[row["kind"]], Unreadable("reading.log-failed", log=path))}
    count = {key: small(said.get(key, "")) or 0 for key in ("lines", "errors", "requests", "odd")}
    if count["errors"] > count["requests"]:
        row["kind"] = "error"
    elif count["requests"]:
        row["kind"] = "access"
    named = dict(_counted(row["kind"], said))
    # Begun in the middle, the first line may be half a line; errors of several lines are everyday life.
    if row["kind"] == "access" and count["odd"] > 1 + count["lines"] // _ODD_OF:
        named |= dict.fromkeys(_COUNTED["access"], Unreadable("reading.log-format", odd=count["odd"]))
    elif row["kind"] == "error" and count["lines"] and not count["errors"]:
        named |= dict.fromkeys(_COUNTED["error"], Unreadable("reading.log-format", odd=count["lines"]))
    elif row["kind"] == "error" and _is_short(said):
        short = Unreadable("reading.log-short", first=said.get("first") or "-")
        named |= {field: short for field in _COUNTED["error"] if not named[field]}
    return {**row, **named}


def _is_short(said: dict[str, str]) -> bool:
    """Whether what was read begins within the last day though there is more: nothing in it is then not nothing in a day."""
    more = said.get("unread") == "yes" or (small(said.get("bytes", "")) or 0) >= _READ
    return more and not "" < said.get("first", "") <= said.get("day", "")


# The fields of each kind of log, and what the host calls them.
_COUNTED = {
    "access": {"requests": "requests", "client_errors": "client", "server_errors": "server"},
    "error": {"upstream": "upstream", "limits": "limits", "severe": "severe"},
}


def _counted(kind: str, said: dict[str, str]) -> Iterator[tuple[str, object]]:
    for field, key in _COUNTED[kind].items():
        yield field, whole(said.get(key, ""), f"{key}={said.get(key, '')}")
    yield "first", said.get("first") or "-"
    yield "last", said.get("last") or "-"
    yield "worst", said.get("worst") or "-"


def _no_log(kind: str) -> RawRow:
    return {
        "log": f"({kind} log)",
        "kind": kind,
        **dict.fromkeys(_COUNTED[kind], Unreadable("reading.no-log", kind=kind)),
    }
