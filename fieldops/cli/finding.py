"""fieldops finding: list, show, assign, accept, close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import group
from fieldops.cli.output import (
    DateParameter,
    Session,
    form_option,
    now,
    print_json,
    print_line,
    text_form_option,
)
from fieldops.errors import ExitCode
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.findings import Found
    from fieldops.cli.finding_forms import Line
    from fieldops.records.findings import Finding, Findings


@group()
def finding() -> None:
    """What inspections found: who mends it until when, what the customer accepts, what is mended and what came again."""


_ids_argument = click.argument("ids", metavar="FINDING...", nargs=-1, required=True)
_until_option = click.option(
    "--until", type=DateParameter(), metavar="DATE", required=True, help="The last day."
)


# --- list, show --------------------------------------------------------------------------------------------


@finding.command("list")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--open", "only_open", is_flag=True, help="Only what is still to be mended.")
@click.option("--late", is_flag=True, help="Only what should have been mended by now.")
@click.option("--host", metavar="ID", help="Only findings on this host.")
@click.option("--check", metavar="ID", help="Only findings of this check.")
@click.option("--person", metavar="PERSON", help="Only what this person is to mend, by id or name.")
@text_form_option()
@click.pass_obj
def list_command(
    session: Session,
    contract: str | None,
    only_open: bool,
    late: bool,
    host: str | None,
    check: str | None,
    person: str | None,
    form: str,
) -> int:
    """List the findings of all recorded runs and how each stands; what is late comes first.

    A finding is a warning or worse in one row of a check on a host, the same from run to run. Only a run that looked
    again makes it fixed; what was not reached keeps its state.

    Exit codes: 0 well, 1 with --late: something is late, 2 wrong use, 3 a run could not be read.
    """
    from fieldops.actions.findings import findings
    from fieldops.records.findings import UNSETTLED

    found = findings(session.root, contract)
    lines = _lines(found.contracts)
    if host is not None:
        insist_on_known("host", host, (known for each in found.contracts for known in each.hosts))
        lines = [line for line in lines if line.finding.place.host == host]
    if check is not None:
        insist_on_known("check", check, (known for each in found.contracts for known in each.checks))
        lines = [line for line in lines if line.finding.place.check == check]
    if person is not None:
        lines = [line for line in lines if _is_of(line.finding, person)]
    if only_open:
        lines = [line for line in lines if line.finding.state(line.day) in UNSETTLED]
    if late:
        lines = [line for line in lines if line.finding.late(line.day)]
    _print_list(session, lines, found, form)
    if found.unreadable:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if late and lines else ExitCode.CLEAN


def _lines(found: Iterable[Findings]) -> list[Line]:
    from fieldops.actions.findings import today_of
    from fieldops.cli.finding_forms import Line

    lines = [Line(each, one, today_of(each, now())) for each in found for one in each.findings]
    return sorted(lines, key=lambda line: line.order)


def insist_on_known(what: str, wanted: str, recorded: Iterable[str]) -> None:
    """Raise UsageError, with the nearest, for a host or a check that no run has looked at."""
    from fieldops.actions import finding
    from fieldops.errors import Named

    finding.insist_on_known("finding.no-such", wanted, recorded, what=Named(f"word.{what}"), name=wanted)


def _is_of(finding: Finding, person: str) -> bool:
    assigned = finding.assigned
    return assigned is not None and person in (assigned.to.id, assigned.to.name.zh, assigned.to.name.en)


def _print_list(session: Session, lines: Sequence[Line], found: Found, form: str) -> None:
    from fieldops.cli.finding_forms import finding_data, markdown_lines, print_lines
    from fieldops.records.findings import UNSETTLED

    for run, error in found.unreadable:
        what = say_error(error, session.language)[0]
        session.note("finding.unreadable-run", run=run, what=what)
    for each in found.contracts:
        if each.unplaced:
            session.note("finding.unplaced", count=len(each.unplaced), contract=each.contract)
    if form == "json":
        unreadable = [{"run": run, "reason": error.code} for run, error in found.unreadable]
        print_json(
            {"findings": [finding_data(session, line) for line in lines], "unreadable_runs": unreadable}
        )
    elif not lines:
        session.note("finding.none")
    elif form == "markdown":
        for text in markdown_lines(session, lines):
            print_line(text)
    else:
        print_lines(session, lines)
        states = [line.finding.state(line.day) in UNSETTLED for line in lines]
        late = sum(line.finding.late(line.day) for line in lines)
        print_line(session.say("finding.counts", count=len(lines), open=sum(states), late=late))


@finding.command("show")
@click.argument("id", metavar="FINDING")
@form_option
@click.pass_obj
def show_command(session: Session, id: str, form: str) -> int:
    """Show one finding with all that happened to it; FINDING is its id or how that begins."""
    from fieldops.actions.findings import called, findings, today_of
    from fieldops.cli.finding_forms import Line, history_data, print_finding

    whole, one = called(findings(session.root).contracts, id)
    line = Line(whole, one, today_of(whole, now()))
    if form == "json":
        print_json(history_data(session, line))
    else:
        print_finding(session, line)
    return ExitCode.CLEAN


# --- what people say ---------------------------------------------------------------------------------------


@finding.command()
@_ids_argument
@click.option(
    "--to",
    metavar="PERSON",
    required=True,
    help="Who is to mend it: an engineer by id or name, or a contact of the customer by name.",
)
@_until_option
@click.option("--by", metavar="PERSON", help="Who says so, by id or name.")
@click.option("--note", metavar="TEXT", default="", help="What else should be remembered.")
@form_option
@click.pass_obj
def assign(
    session: Session, ids: tuple[str, ...], to: str, until: date, by: str | None, note: str, form: str
) -> int:
    """Record who is to mend findings, and until when."""
    from fieldops.actions.findings import Assignment, assign

    return _told(session, assign(session.root, ids, Assignment(to, until, by, note), now()), form)


@finding.command()
@_ids_argument
@click.option("--by", metavar="NAME", required=True, help="The contact of the customer who accepts it.")
@_until_option
@click.option("--reason", metavar="TEXT", required=True, help="Why it may stay so.")
@form_option
@click.pass_obj
def accept(session: Session, ids: tuple[str, ...], by: str, until: date, reason: str, form: str) -> int:
    """Record that the customer accepts findings until a day; after it they are open again.

    A warning that was accepted and becomes critical is open at once.
    """
    from fieldops.actions.findings import accept

    return _told(session, accept(session.root, ids, by, until, reason, now()), form)


@finding.command()
@_ids_argument
@click.option("--by", metavar="PERSON", required=True, help="Who closes it, by id or name.")
@click.option("--reason", metavar="TEXT", required=True, help="Why nothing more is to be done.")
@form_option
@click.pass_obj
def close(session: Session, ids: tuple[str, ...], by: str, reason: str, form: str) -> int:
    """Close findings by your word; a later run that sees one again opens it again.

    Closed is not fixed: that is what only a run shows that looked again.
    """
    from fieldops.actions.findings import close

    return _told(session, close(session.root, ids, by, reason, now()), form)


def _told(session: Session, told: Sequence[tuple[Findings, Finding]], form: str) -> int:
    from fieldops.actions.findings import today_of
    from fieldops.cli.finding_forms import Line, finding_data, what_words
    from fieldops.reports.finding_words import standing_words

    lines = [Line(found, one, today_of(found, now())) for found, one in told]
    if form == "json":
        print_json({"findings": [finding_data(session, line) for line in lines]})
        return ExitCode.CLEAN
    for line in lines:
        state = standing_words(line.finding, line.day, line.zone, session.language)
        print_line(
            session.say("finding.now", id=line.finding.id, what=what_words(session, line), state=state)
        )
    return ExitCode.CLEAN
