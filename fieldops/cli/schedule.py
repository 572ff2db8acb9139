"""fieldops schedule: list, done, consent, ics, run, watch, install."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import group
from fieldops.cli.json_forms import WITH_CLAUSES, day_data, instant_data
from fieldops.cli.output import (
    DateParameter,
    Session,
    day_option,
    form_option,
    left_out_data,
    note_left_out,
    now,
    print_bytes,
    print_error,
    print_json,
    print_line,
)
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.dates.periods import parse_duration
from fieldops.errors import ExitCode, FieldopsError, UsageError

if TYPE_CHECKING:
    from fieldops.actions.visiting import Outcome, Visitor


@group()
def schedule() -> None:
    """See what is due, do the visits that are, and record the rest."""


class TimeParameter(click.ParamType[datetime, str]):
    """A time of the command line, such as 2026-03-31T09:00 or with an offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time; one without an offset is meant in the contract's zone. Anything else ends with exit 2."""
        from fieldops.dates.written import written_time

        if isinstance(value, datetime):
            return value
        try:
            # A day alone is no time: its beginning is not guessed.
            text = written_time(value)
            if len(text) >= len("2026-03-31T09:00"):
                return datetime.fromisoformat(text)
        except ValueError:
            pass
        raise UsageError("visit.no-such-time", value=str(value))


_CLOCK = "visit.clock-behind"
_contract_option = click.option("--contract", metavar="ID", help="Only this contract; default: all of them.")


def _time_option(flag: str, name: str, help: str) -> Callable[[Any], Any]:
    return click.option(flag, name, type=TimeParameter(), metavar="TIME", help=help)


# --- list ----------------------------------------------------------------------------------------------


@schedule.command("list")
@day_option("--from", "First day; default: today, and what is still open or was missed before.", "first")
@day_option("--to", "Last day; default: twelve months on.", "last")
@_contract_option
@form_option
@click.pass_obj
def list_command(
    session: Session, first: date | None, last: date | None, contract: str | None, form: str
) -> int:
    """List everything due and how it stands: done, due, missed, planned ..."""
    from fieldops.actions.schedules import schedule as scheduled
    from fieldops.cli.schedule_forms import grouped, scheduled_data, table_row

    found, left_out = scheduled(session.root, contract, now(), first, last)
    rows = [scheduled_data(session, each) for each in found]
    if form == "json":
        print_json({"schedule": rows, "broken": left_out_data(left_out)}, WITH_CLAUSES)
    elif rows:
        headings = [
            session.say(f"obligations.column-{name}") for name in ("day", "contract", "title", "window")
        ]
        headings += [session.say(f"visit.column-{name}") for name in ("state", "done")]
        headings.append(session.say("obligations.column-clause"))
        print_table(session, headings, [table_row(session, times) for times in grouped(rows)])
        if any(row["provisional"] for row in rows):
            session.note("visit.calendar-provisional")
    else:
        session.note("visit.nothing")
    return note_left_out(session, left_out)


# --- recording -----------------------------------------------------------------------------------------


@schedule.command()
@click.argument("obligation", metavar="OBLIGATION")
@click.option(
    "--on", "day", type=DateParameter(), metavar="DATE", required=True, help="The day on which it was done."
)
@click.option("--by", metavar="PERSON", help="Id or name of the person of the team who did it.")
@click.option("--note", metavar="TEXT", help="What else should be remembered.")
@form_option
@click.pass_obj
def done(session: Session, obligation: str, day: date, by: str | None, note: str | None, form: str) -> int:
    """Record that something was done. OBLIGATION is an id or key of 'schedule list -o json'."""
    from fieldops.actions.schedules import record_done

    standing = record_done(session.root, obligation, day, by, note, now())
    due, before, known = standing.due, standing.corrects, standing.completion
    if form == "json":
        data = {"key": due.key, "day": day_data(due.day), "done": day_data(day), "late": standing.late}
        people = {"by": known.by if known else by, "note": known.note if known else note}
        print_json({**data, **people, "corrects": day_data(before.day) if before else None})
    elif before is not None:
        told = tuple(str(each) for each in (before.day, before.by, before.note) if each is not None)
        print_line(session.say("visit.corrected", id=due.key, due=due.day, day=day, before=told))
    else:
        print_line(session.say("visit.recorded", id=due.key, due=due.day, day=day))
    return ExitCode.CLEAN


@schedule.command()
@click.argument("visit", metavar="VISIT")
@click.option("--by", metavar="NAME", required=True, help="The contact of the customer who allows it.")
@_time_option("--from", "start", "From when; default: the first day of the visit's window.")
@_time_option("--to", "end", "Until when; default: the end of the last day of the window.")
@form_option
@click.pass_obj
def consent(
    session: Session, visit: str, by: str, start: datetime | None, end: datetime | None, form: str
) -> int:
    """Record that the customer allows sessions for a visit. VISIT is a key of 'schedule list -o json'."""
    from fieldops.actions.schedules import record_consent

    given = record_consent(session.root, visit, by, now(), start, end)
    if form == "json":
        times = {"start": instant_data(given.start), "end": instant_data(given.end)}
        print_json({"key": given.occurrence, "by": by, **times})
    else:
        begin, until = moment_with_offset(given.start), moment_with_offset(given.end)
        print_line(session.say("visit.consented", id=given.occurrence, by=by, start=begin, end=until))
    return ExitCode.CLEAN


# --- for other programs --------------------------------------------------------------------------------


@schedule.command()
@day_option("--from", "First day; default: the first of this year.", "first")
@day_option("--to", "Last day; default: the last of the next year.", "last")
@click.option("--daily", is_flag=True, help="Also what comes every day, such as daily logs and checks.")
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="Only what is of this kind, such as inspection, survey or training; may be given several times.",
)
@click.option("--person", metavar="PERSON", help="Only what this person of the team does, by id or name.")
@_contract_option
@click.pass_context
def ics(
    context: click.Context,
    first: date | None,
    last: date | None,
    contract: str | None,
    daily: bool,
    kinds: tuple[str, ...],
    person: str | None,
) -> int:
    """Print what falls due as a calendar file (iCalendar, RFC 5545).

    In the language of the contract, or that of --lang. The same days give the same file; taken in again, it changes what has
    moved and cancels what is off. Exit 1 when a contract is left out because of mistakes: keep the file of before.
    """
    from fieldops.actions.schedule_files import Wanted, schedule_calendar

    session: Session = context.obj
    asked = context.find_root().params.get("lang")
    wanted = Wanted(contract, first, last, daily, kinds, person)
    text, left_out = schedule_calendar(session.root, wanted, now(), asked)
    print_bytes(text.encode("utf-8"))
    return note_left_out(session, left_out)


@schedule.command()
@click.option("--user", is_flag=True, help="Units of your own systemd instead of the system's.")
@click.option("--every", metavar="INTERVAL", default="5m", show_default=True, help="How often to look.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Write the two files into this folder instead of printing them.",
)
@click.pass_obj
def install(session: Session, user: bool, every: str, into: Path | None) -> int:
    """Print systemd units that call 'fieldops schedule run' again and again."""
    from fieldops.actions.schedule_files import schedule_units

    made = schedule_units(session.root, _seconds(every), user, into)
    for unit in made:
        if into is None:
            print_line(f"# {unit.path}\n{unit.text}")
        else:
            file = into / Path(unit.path).name
            file.write_text(unit.text, "utf-8")
            file.chmod(0o644)  # systemd wants its units to be readable; nothing of a customer is in them
            print_line(str(file))
    session.note("visit.install-next", user="--user " if user else "", timer=Path(made[1].path).name)
    if user:
        session.note("visit.linger")
    return ExitCode.CLEAN


def _seconds(text: str) -> int:
    duration = parse_duration(text)
    if duration is None or not duration.seconds:
        raise UsageError("visit.no-such-interval", value=text)
    return duration.seconds


# --- doing it ------------------------------------------------------------------------------------------


@schedule.command("run")
@_time_option("--now", "moment", "Act as if it were this time; default: the clock's.")
@_contract_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@form_option
@click.pass_obj
def run_command(
    session: Session, moment: datetime | None, contract: str | None, dry_run: bool, form: str
) -> int:
    """Do the inspections and health checks that are due.

    Safe to call at any time, as often as you like, by several at once: what is done is not done again.
    Nobody is asked for a password.
    """
    from fieldops.cli.schedule_forms import outcome_data, outcome_lines

    outcomes, visitor = [], _visitor(session)
    for outcome in visitor.turn(lambda: moment or datetime.now(UTC), contract, dry_run):
        outcomes.append(outcome)
        if form == "text":
            print_line("\n".join(outcome_lines(session, outcome)))
    unreadable = visitor.unreadable if contract is None else ()
    if visitor.ahead is not None:
        session.note(_CLOCK, latest=moment_with_offset(visitor.ahead))
    if form == "json":
        rows = [outcome_data(session, each) for each in outcomes]
        data = {"dry_run": dry_run, "clock_behind": instant_data(visitor.ahead), "outcomes": rows}
        print_json({**data, "broken": left_out_data(unreadable)})
    elif not outcomes:
        session.note("visit.run-nothing")
    doubts = note_left_out(session, unreadable)
    if visitor.ahead is not None:
        doubts = max(doubts, ExitCode.INCOMPLETE)
    return max(doubts, _exit_code(outcomes))


@schedule.command()
@click.option("--every", metavar="INTERVAL", default="5m", show_default=True, help="How often to look.")
@_contract_option
@click.pass_obj
def watch(session: Session, every: str, contract: str | None) -> int:
    """Do what is due, again and again, until Ctrl-C."""
    seconds = _seconds(every)
    visitor = _visitor(session)
    session.note("visit.watching", every=every)
    said: set[str] = set()
    while True:
        try:
            said = _turn(session, visitor, contract, said)
        except FieldopsError as error:
            if error.exit_code == ExitCode.USAGE:
                raise
            # The disk is full, the store is busy: the next time it may go.
            print_error(error, session)
        time.sleep(seconds)


def _turn(session: Session, visitor: Visitor, contract: str | None, said: set[str]) -> set[str]:
    """One turn of the loop; what was said the last time (it waits, it is refused) is not said again."""
    from fieldops.cli.schedule_forms import outcome_lines

    now_said = set()
    for outcome in visitor.turn(now, contract):
        lines = "\n".join(outcome_lines(session, outcome))
        now_said.add(lines)
        if lines not in said or outcome.run is not None:
            print_line(lines)
    if visitor.ahead is not None:
        now_said.add(_CLOCK)
        if _CLOCK not in said:
            session.note(_CLOCK, latest=moment_with_offset(visitor.ahead))
    for each in visitor.unreadable:
        now_said.update(each.paths)
        if not said.issuperset(each.paths):
            note_left_out(session, [each])
    return now_said


def _visitor(session: Session) -> Visitor:
    from fieldops.actions.visiting import Visitor
    from fieldops.cli.inspect import SILENT

    return Visitor(session.root, None, SILENT)


def _exit_code(outcomes: Iterable[Outcome]) -> int:
    """4 when something was refused, 3 when a host was not reached or a visit missed, else 1 for findings, else 0."""
    from fieldops.actions.visiting import Result
    from fieldops.cli.inspect import exit_code

    found = list(outcomes)
    if any(each.result is Result.REFUSED for each in found):
        return ExitCode.REFUSED
    if any(each.result in (Result.MISSED, Result.INCOMPLETE) for each in found):
        return ExitCode.INCOMPLETE
    return max((exit_code(each.run) for each in found if each.run is not None), default=ExitCode.CLEAN)
