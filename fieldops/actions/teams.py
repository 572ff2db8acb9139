"""Who of a team is on duty, for whoever looks for somebody to call."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import need
from fieldops.contracts.duty import on_duty
from fieldops.contracts.model import Person, Team
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.sla.moments import read_moment


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A team, and who of it is on duty on the day; None where its roster names nobody."""

    team: Team
    day: date
    people: tuple[Person, ...] | None


def teams_on_duty(root: Path, id: str | None, now: datetime, at: str | None = None) -> list[OnDuty]:
    """Who is on duty at `at`, a day or a time (default: now), in the team `id`, or in every team; a time is one of the zone of
    the team's contracts, where it has no offset.

    Raises NoMoment for a text that is neither, UsageError for an unknown team or where there is no workspace, InvalidDocuments for a team with mistakes.
    """
    workspace = open_workspace(root, judged=False)
    ids = [each.id for each in workspace.of_kind("Team")] if id is None else [id]
    return [_on_duty(workspace, need(workspace, "Team", each), now, at) for each in ids]


def _on_duty(workspace: Workspace, document: Document, now: datetime, at: str | None) -> OnDuty:
    team = fill(Team, document.data)
    day = _day(_zone(workspace, team.id), now, at)
    named = on_duty(team, day)
    people = None if named is None else tuple(p for each in named if (p := team.person(each)) is not None)
    return OnDuty(team, day, people)


def _day(zone: ZoneInfo | None, now: datetime, at: str | None) -> date:
    """The civil day that is meant; the roster changes at midnight."""
    if at is None:
        return now.astimezone(zone).date()
    with suppress(ValueError):
        return date.fromisoformat(at)
    # Where no contract tells the zone, the day is the one that is written.
    spoken = zone or ZoneInfo("UTC")
    return read_moment(at, spoken).astimezone(spoken).date()


def _zone(workspace: Workspace, team: str) -> ZoneInfo | None:
    """The zone of the team's contracts; None, this machine's, where nobody can read them."""
    for contract in workspace.naming("Contract", "team", team):
        with suppress(ValueError, ZoneInfoNotFoundError):
            return ZoneInfo(contract.text("time_zone") or "")
    return None
