"""fieldops team: on-duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import group
from fieldops.cli.json_forms import day_data
from fieldops.cli.output import Session, TimeText, form_option, now, print_json
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode
from fieldops.messages import Text

if TYPE_CHECKING:
    from fieldops.actions.teams import OnDuty


@group()
def team() -> None:
    """Look at the teams."""


@team.command("on-duty")
@click.argument("id", metavar="[TEAM]", required=False)
@click.option("--at", type=TimeText(), metavar="TIME", help="A day, or a time of it; default: now.")
@form_option
@click.pass_obj
def on_duty(session: Session, id: str | None, at: str | None, form: str) -> int:
    """Say who is on duty, and how to reach them."""
    from fieldops.actions.teams import teams_on_duty

    found = teams_on_duty(session.root, id, now(), at)
    if form == "json":
        print_json({"teams": [_data(session, each) for each in found]})
    else:
        headings = [session.say(f"duty.column-{name}") for name in ("team", "day", "person", "phone")]
        print_table(session, headings, [row for each in found for row in _rows(session, each)])
    return ExitCode.CLEAN


def _rows(session: Session, found: OnDuty) -> list[list[str]]:
    first = [session.value(found.team.name), found.day.isoformat()]
    if not found.people:
        return [[*first, session.say("duty.nobody"), ""]]
    rows = [
        [session.value(_called(person.name, person.title)), person.phone or "-"] for person in found.people
    ]
    return [[*(first if not at else ("", "")), *row] for at, row in enumerate(rows)]


def _called(name: Text, title: Text | None) -> Text:
    return name if title is None else Text(f"{name.zh}（{title.zh}）", f"{name.en} ({title.en})")


def _data(session: Session, found: OnDuty) -> dict[str, object]:
    people = [
        {"id": each.id, "name": session.value(each.name), "phone": each.phone, "email": each.email}
        for each in found.people or ()
    ]
    return {"team": found.team.id, "day": day_data(found.day), "people": people}
