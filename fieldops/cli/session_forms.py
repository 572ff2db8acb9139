"""The session of a run, host by host: which account, by which way, from when until when, what ran and what was left. E3"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset

if TYPE_CHECKING:
    from fieldops.records.host_access import HostAccess
    from fieldops.records.runs import HostRecord, Run

_COLUMNS = ("host", "account", "way", "from", "until", "commands", "left")


def print_session(session: Session, found: Run) -> None:
    """What is on record of the session: a row for each host, and who began it."""
    people = ", ".join(found.engineers) or "-"
    ended = moment_with_offset(found.finished) if found.finished else session.say("run.unfinished")
    begun = moment_with_offset(found.started)
    print_line(session.say("session.of-run", run=found.id, people=people, begun=begun, ended=ended))
    rows = [_row(session, host) for host in found.hosts]
    print_table(session, [session.say(f"session.{name}") for name in _COLUMNS], rows)


def access_data(access: HostAccess | None) -> dict[str, object]:
    """How a host was reached, for programs; null where nobody logged in or it is not on record."""
    return {
        "account": access.user if access is not None else None,
        "transport": access.transport if access is not None else None,
        "jump_hosts": [{"id": each.name, "account": each.user} for each in access.jumps] if access else [],
    }


def _row(session: Session, host: HostRecord) -> list[str]:
    access = host.access
    begun = moment_with_offset(host.started) if host.started else "-"
    ended = moment_with_offset(host.started + timedelta(milliseconds=host.ms)) if host.started else "-"
    return [
        host.host,
        access.user if access is not None else session.say("session.not-on-record"),
        _way(access),
        begun,
        ended,
        str(len(host.evidence)),
        ", ".join(host.left_running) or "-",
    ]


def _way(access: HostAccess | None) -> str:
    if access is None:
        return "-"
    jumps = [f"{each.user}@{each.name}" for each in access.jumps]
    return " > ".join([*jumps, access.transport])
