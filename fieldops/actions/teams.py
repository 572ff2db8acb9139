"""Who of a team is on duty, for whoever looks for somebody to call."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import need
from fieldops.contracts.model import Person, Team
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.schedule.duty import on_duty


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A team, and who of it is on duty on the day; None where its roster names nobody."""

    team: Team
    day: date
    people: tuple[Person, ...] | None


def teams_on_duty(root: Path, id: str | None, now: datetime, at: date | None = None) -> list[OnDuty]:
    """Who is on duty on the day `at` (default: today where the team's contracts are) in the team `id`, or in every team.

    Raises UsageError for an unknown team or where there is no workspace, InvalidDocuments for a team with mistakes.
    """
    workspace = open_workspace(root, judged=False)
    ids = [each.id for each in workspace.of_kind("Team")] if id is None else [id]
    return [_on_duty(workspace, need(workspace, "Team", each), now, at) for each in ids]


def _on_duty(workspace: Workspace, document: Document, now: datetime, at: date | None) -> OnDuty:
    team = fill(Team, document.data)
    day = at or _day(workspace, team.id, now)
    named = on_duty(team, day)
    people = None if named is None else tuple(p for each in named if (p := team.person(each)) is not None)
    return OnDuty(team, day, people)


def _day(workspace: Workspace, team: str, now: datetime) -> date:
    """The civil day of `now` where the team's contracts are; of contracts that nobody can read, where this machine is."""
    for contract in workspace.naming("Contract", "team", team):
        with suppress(ValueError, ZoneInfoNotFoundError):
            return now.astimezone(ZoneInfo(contract.text("time_zone") or "")).date()
    return now.astimezone().date()
