"""fieldops contract: list, show, contacts, people, obligations (new, diff and the spreadsheet commands have files of their own)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import group
from fieldops.cli.contract_assets import export_assets, import_assets
from fieldops.cli.contract_diff import diff
from fieldops.cli.contract_new import new
from fieldops.cli.json_forms import WITH_CLAUSES, clause_data, day_data
from fieldops.cli.output import (
    Session,
    day_option,
    form_option,
    left_out_data,
    note_left_out,
    now,
    print_json,
    print_line,
)
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.contracts import Due


@group()
def contract() -> None:
    """Read, compare and make contracts."""


contract.add_command(diff)
contract.add_command(import_assets)
contract.add_command(export_assets)
contract.add_command(new)


@contract.command("list")
@day_option("--as-of", "The day to look at; default: today.", "as_of")
@form_option
@click.pass_obj
def list_command(session: Session, as_of: date | None, form: str) -> int:
    """List the contracts, their terms and states."""
    from fieldops.actions.contracts import list_contracts

    listed, broken = list_contracts(session.root, now(), as_of)
    rows = [
        {
            "id": one.contract.id,
            "customer": one.contract.customer.name.say(session.language),
            "title": one.contract.title.say(session.language),
            "start": day_data(one.contract.term.start),
            "end": day_data(one.contract.term.end),
            "notice": day_data(one.notice),
            "renewed": one.renewed,
            "state": one.state,
            "assets": len(one.contract.assets),
            "path": one.path,
        }
        for one in listed
    ]
    if form == "json":
        print_json({"contracts": rows, "broken": broken})
    else:
        names = ("id", "customer", "start", "end", "notice", "state", "assets")
        said = [{**row, "state": _state(session, row), "notice": row["notice"] or "-"} for row in rows]
        print_table(
            session,
            [session.say(f"contract.column-{name}") for name in names],
            [[str(row[name]) for name in names] for row in said],
        )
        if not rows and not broken:
            session.note("contract.none")
    for path in broken:
        session.note("contract.broken", path=path)
    return ExitCode.FINDINGS if broken else ExitCode.CLEAN


def _state(session: Session, row: Mapping[str, object]) -> str:
    renewed = row["state"] == "in-force" and row["renewed"]
    return session.say("contract.state-renewed" if renewed else f"contract.state-{row['state']}")


@contract.command()
@click.argument("id", metavar="CONTRACT")
@day_option("--as-of", "Terms in force on this day; default: today.", "as_of")
@click.option(
    "-o",
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Form of the output; markdown and html are for a mail to the customer.",
)
@click.pass_obj
def show(session: Session, id: str, as_of: date | None, form: str) -> int:
    """Read a contract back in plain language: every promise, with the dates that follow from it."""
    from fieldops.actions.contracts import show_contract
    from fieldops.cli.reading_forms import html_text, markdown_lines, print_reading, reading_data

    reading = show_contract(session.root, id, now(), as_of, for_customer=form in ("markdown", "html"))
    if form == "json":
        print_json(reading_data(session, reading), WITH_CLAUSES)
    elif form == "markdown":
        for line in markdown_lines(session, reading):
            print_line(line)
    elif form == "html":
        print_line(html_text(session, reading))
    else:
        print_reading(session, reading)
    return ExitCode.CLEAN


@contract.command()
@click.argument("id", metavar="CONTRACT")
@form_option
@click.pass_obj
def contacts(session: Session, id: str, form: str) -> int:
    """Say whom to call: the customer's people, the liaisons, the hotline and all channels with their hours."""
    return _some(session, id, ("show.contacts", "show.channels", "show.calendars"), form)


@contract.command()
@click.argument("id", metavar="CONTRACT")
@form_option
@click.pass_obj
def people(session: Session, id: str, form: str) -> int:
    """Say who serves the contract: the team with its roles and qualifications, the roster, the emergency groups."""
    return _some(session, id, ("show.people", "show.groups"), form)


def _some(session: Session, id: str, headings: tuple[str, ...], form: str) -> int:
    from fieldops.actions.contracts import show_sections
    from fieldops.cli.reading_forms import print_reading, reading_data

    reading = show_sections(session.root, id, now(), headings)
    if form == "json":
        print_json(reading_data(session, reading), WITH_CLAUSES)
    else:
        print_reading(session, reading, title=False)
    return ExitCode.CLEAN


@contract.command()
@click.argument("id", metavar="[CONTRACT]", required=False)
@day_option("--from", "First day; default: today.", "first")
@day_option("--to", "Last day; default: twelve months on.", "last")
@form_option
@click.pass_obj
def obligations(session: Session, id: str | None, first: date | None, last: date | None, form: str) -> int:
    """List everything a contract (or every contract) makes due between two days."""
    from fieldops.actions.contracts import obligations as due_obligations

    found, left_out = due_obligations(session.root, id, now(), first, last)
    if form == "json":
        rows = [_due_data(session, due) for due in found]
        print_json({"obligations": rows, "broken": left_out_data(left_out)}, WITH_CLAUSES)
    else:
        _print_due(session, found)
    return note_left_out(session, left_out)


def _print_due(session: Session, found: list[Due]) -> None:
    rows = [_due_row(session, times) for times in _times(found)]
    names = ["day", "contract", "title", "window", "clause"]
    shown = [at for at, name in enumerate(names) if name != "window" or any(row[at] for row in rows)]
    headings = [session.say(f"obligations.column-{names[at]}") for at in shown]
    print_table(session, headings, [[row[at] for at in shown] for row in rows])
    if any(due.obligation.provisional for due in found):
        session.note("obligations.provisional")
    if not found:
        session.note("obligations.nothing")


def _times(found: list[Due]) -> list[list[Due]]:
    """The rows of the table: each date by itself, but of what comes more often than monthly all dates together."""
    groups: dict[object, list[Due]] = {}
    for due in found:
        one = due.obligation
        groups.setdefault((due.contract, one.id, None if one.often else (one.day, one.number)), []).append(
            due
        )
    return list(groups.values())


def _due_row(session: Session, times: list[Due]) -> list[str]:
    due, last, at = times[0].obligation, times[-1].obligation, times[0].position
    day, window = due.day.isoformat(), ""
    if len(times) > 1:
        day = session.say("obligations.times", first=day, last=last.day, count=len(times))
    elif due.earliest != due.latest:
        window = f"{due.earliest} … {due.latest}"
    if any(each.obligation.provisional for each in times):
        day = f"{day} *"
    return [day, times[0].contract, session.value(due.title), window, f"{at.path}:{at.line}"]


def _due_data(session: Session, found: Due) -> dict[str, object]:
    due = found.obligation
    return {
        "contract": found.contract,
        "id": due.id,
        "number": due.number,
        "kind": due.kind,
        "title": session.value(due.title),
        "day": day_data(due.day),
        "earliest": day_data(due.earliest),
        "latest": day_data(due.latest),
        "provisional": due.provisional,
        "clause": clause_data(due.clause, found.position),
    }
