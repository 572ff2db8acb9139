"""fieldops sla: deadlines, status, explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import Worded, group
from fieldops.cli.json_forms import WITH_CLAUSES
from fieldops.cli.output import Session, TimeText, day_option, form_option, now, print_json, print_line
from fieldops.cli.reason_forms import Place, reason_lines
from fieldops.cli.sla_forms import (
    deadline_data,
    deadline_row,
    deadlines_data,
    due_of,
    explained_data,
    name_of,
    print_clocks,
    print_days,
    status_data,
)
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment, word
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.deadlines import Answer, OrderAnswer, Report, Terms
    from fieldops.contracts.reasons import Reason

# Facts that some times depend on: the option that says each, and its help.
FACTS = {
    "remotely_fixable": ("--remote-fixable", "Whether it can be fixed remotely."),
    "same_city": ("--same-city", "Whether the site is in the team's city."),
    "technical_question": ("--technical", "Whether it is a technical question."),
    "hardware": ("--hardware", "Whether it is a hardware fault."),
}
_GRADING = {
    "--scope": "How far it reaches, where the contract grades by scope and urgency.",
    "--urgency": "How urgent it is, where the contract grades by scope and urgency.",
}


@group()
def sla() -> None:
    """Compute deadlines, and say how an order stands."""


def with_facts(command: Any) -> Any:
    """The options that say the facts on which some times depend."""
    for name, (flag, help) in reversed(FACTS.items()):
        command = click.option(flag, name, type=Worded(["yes", "no"]), help=help)(command)
    return command


def facts_given(given: dict[str, Any]) -> dict[str, bool]:
    """The facts among the options that were given."""
    return {name: given[name] == "yes" for name in FACTS if given[name] is not None}


def _of_report(command: Any) -> Any:
    """The options that say what is reported."""
    command = with_facts(command)
    command = click.option("--request", default="incident", show_default=True, help="The type of request.")(
        command
    )
    command = click.option(
        "--reported",
        type=TimeText(),
        required=True,
        metavar="TIME",
        help="When it was reported; in the contract's zone.",
    )(command)
    for flag, help in reversed(_GRADING.items()):
        command = click.option(flag, help=help)(command)
    return click.option("--severity", help="One of the contract's severities.")(command)


def _of_terms(command: Any) -> Any:
    """The options that say whose terms hold."""
    known = click.option(
        "--known-at", "known_at", metavar="REV", help="What the repository said at this revision."
    )
    as_of = day_option("--as-of", "Terms in force on this day; default: when it was reported.", "as_of")
    return click.argument("contract", metavar="CONTRACT")(as_of(known(form_option(command))))


def _report(given: dict[str, Any]) -> Report:
    from fieldops.actions.deadlines import Report

    facts = facts_given(given)
    asked = (given["reported"], given["request"], given["severity"], facts)
    return Report(*asked, given["scope"], given["urgency"])


def _terms(given: dict[str, Any]) -> Terms:
    from fieldops.actions.deadlines import Terms

    as_of: date | None = given["as_of"]
    return Terms(given["contract"], as_of, given["known_at"])


# --- deadlines -------------------------------------------------------------------------------------------


@sla.command()
@_of_terms
@_of_report
@click.pass_obj
def deadlines(session: Session, /, form: str, **given: Any) -> int:
    """When everything is due for a report: milestones, documents, measures."""
    from fieldops.actions.deadlines import deadlines_for

    answer = deadlines_for(session.root, _terms(given), _report(given))
    _note_ungraded(session, answer)
    if form == "json":
        rows = [deadline_data(session, each, answer) for each in answer.deadlines]
        print_json(deadlines_data(session, answer, rows), WITH_CLAUSES)
        return ExitCode.CLEAN
    print_line(session.paint(_head(session, answer), "heading"))
    names = ("what", "due", "clock", "condition", "clause")
    headings = [session.say(f"sla.column-{name}") for name in names]
    print_table(session, headings, [deadline_row(session, each, answer) for each in answer.deadlines])
    if any(each.provisional for each in answer.deadlines):
        session.note("sla.provisional")
    return ExitCode.CLEAN


def _note_ungraded(session: Session, answer: Answer) -> None:
    if answer.ungraded:
        session.note("deadline.severity-ignored", request=answer.case.request)
    if answer.by_scope is not None:
        grades = answer.timetable.level.severities
        called = next((each.name for each in grades if each.id == answer.by_scope), answer.by_scope)
        session.note("deadline.graded", severity=called)
    if answer.city is not None:
        session.note(
            "deadline.city-by-sites", city=word("same_city" if answer.city else "other_city", "when")
        )


def _head(session: Session, answer: Answer) -> str:
    table = answer.timetable
    at = moment(answer.case.reported, table.zone)
    return session.say(
        "sla.head", contract=table.terms.id, at=at, zone=table.terms.time_zone, day=table.day.isoformat()
    )


# --- explain ---------------------------------------------------------------------------------------------


@sla.command()
@_of_terms
@_of_report
@click.option("--milestone", required=True, help="What to explain, such as resolve.")
@click.pass_obj
def explain(session: Session, /, form: str, milestone: str, **given: Any) -> int:
    """Count a deadline day by day: hours counted, breaks, days skipped and worked."""
    from fieldops.actions.deadlines import explain_deadlines

    answer, explained = explain_deadlines(session.root, _terms(given), _report(given), milestone)
    _note_ungraded(session, answer)
    if form == "json":
        rows = [explained_data(session, each, answer) for each in explained]
        print_json(deadlines_data(session, answer, rows), WITH_CLAUSES)
        return ExitCode.CLEAN
    print_line(session.paint(_head(session, answer), "heading"))
    for each in explained:
        print_line()
        print_line(
            session.paint(
                session.say(
                    "sla.explained",
                    what=name_of(session, each.deadline),
                    due=due_of(session, each.deadline, answer.timetable.zone),
                ),
                "heading",
            )
        )
        _print_reasons(session, each.deadline.reasons, answer.position)
        print_days(session, each.deadline, each.days)
    return ExitCode.CLEAN


# --- status ----------------------------------------------------------------------------------------------


@sla.command()
@_of_terms
@click.option(
    "--events",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The order's event log, YAML or JSON lines.",
)
@click.option(
    "--now",
    "now_text",
    type=TimeText(),
    metavar="TIME",
    help="Another moment than now; in the contract's zone.",
)
@click.pass_obj
def status(session: Session, /, form: str, events: Path, now_text: str | None, **given: Any) -> int:
    """How an order stands: what is met, late, running, paused; who is asked next."""
    from fieldops.actions.deadlines import order_status

    answer = order_status(session.root, _terms(given), events, now(), now_text)
    if form == "json":
        print_json(status_data(session, answer), WITH_CLAUSES)
    else:
        _print_status(session, answer)
    if answer.status.is_late:
        return ExitCode.FINDINGS
    return ExitCode.INCOMPLETE if answer.status.is_undetermined else ExitCode.CLEAN


def _print_status(session: Session, answer: OrderAnswer) -> None:
    found, zone = answer.status, answer.timetable.zone
    head = session.say(
        "sla.order",
        order=found.log.order or "-",
        contract=answer.timetable.terms.id,
        at=moment(found.now, zone),
    )
    print_line(session.paint(head, "heading"))
    print_clocks(session, answer)


def _print_reasons(session: Session, reasons: tuple[Reason, ...], place: Place) -> None:
    for line in reason_lines(reasons, place, session):
        print_line(line)
