"""fieldops order: open, log, show, list, next (documents, files, corrections and assessment have modules of their own)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.assessment import assessment
from fieldops.cli.commands import group
from fieldops.cli.order_corrections import correct, void, with_call, withdraw
from fieldops.cli.order_documents import documents, report
from fieldops.cli.order_files import export_command, import_command
from fieldops.cli.output import (
    DayText,
    Session,
    TimeText,
    form_option,
    now,
    print_json,
    say_clock,
)
from fieldops.cli.sla import FACTS, facts_given, with_facts
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.order_lists import Listed
    from fieldops.actions.orders import View
    from fieldops.service.dispatch import Proposal


@group()
def order() -> None:
    """Service orders: open one, tell what happens, see what is due next and for whom."""


order.add_command(documents)
order.add_command(report)
order.add_command(correct)
order.add_command(withdraw)
order.add_command(void)


def _print_one(session: Session, view: View, form: str, proposal: Proposal | None = None) -> None:
    from fieldops.cli.order_data import print_one

    print_one(session, view, form, proposal)


# --- open ---------------------------------------------------------------------------------------------------


@order.command("open")
@click.argument("contract", metavar="CONTRACT")
@click.option("--request", default="incident", show_default=True, help="The type of request.")
@click.option("--severity", help="One of the contract's severities.")
@click.option("--scope", help="How far it reaches, where the contract grades by scope and urgency.")
@click.option("--urgency", help="How urgent it is, where the contract grades by scope and urgency.")
@click.option(
    "--reported",
    "--at",
    "reported",
    type=TimeText(),
    metavar="TIME",
    help="When it was reported; default: now.",
)
@with_call
@click.option(
    "--about",
    metavar="ORDER",
    help="The order that a complaint is about, or on which equipment was found damaged.",
)
@click.option("--emergency", is_flag=True, help="Work begins at once, before anything is agreed.")
@click.option("--by", metavar="PERSON", help="Who takes it in, by id or name.")
@click.option("--number", metavar="ID", help="The order's number; default: SO-, the day, and a count.")
@with_facts
@form_option
@click.pass_obj
def open_command(session: Session, /, contract: str, form: str, **given: Any) -> int:
    """Open a service order, and say whether somebody may be sent and until when what has to happen.

    Exit codes: 0 may be dispatched, 1 something has to be agreed first, 2 wrong use (nothing is recorded), 3 it is not
    known whether it is in the contract's scope.
    """
    from fieldops.actions.dispatch import proposals
    from fieldops.actions.order_opening import Call, open_order
    from fieldops.actions.other_customers import customer_of
    from fieldops.actions.same_calls import open_alike, same_calls

    facts = facts_given(given)
    texts = {name: value for name, value in given.items() if name not in FACTS}
    inside = texts.pop("inside")
    view = open_order(
        session.root,
        Call(contract=contract, facts=facts, inside=None if inside is None else inside == "yes", **texts),
        now(),
    )
    say_clock(session, given["reported"], view.agreement.zone)
    _print_one(session, view, form, proposals(session.root, (view,), now()).get(view.order.id))
    if same := tuple(each.id for each in same_calls(session.root, view.order)):
        session.note("order.opened-for-the-same-call", order=view.order.id, others=same, first=same[0])
    opened = view.order.opened
    alike = [each for each in open_alike(session.root, view.order, now()) if each.order.id not in same]
    if alike:
        from fieldops.cli.order_forms import how_it_stands

        others, first = tuple(how_it_stands(session, each) for each in alike), alike[0].order.id
        values = {"asset": opened.asset, "order": view.order.id, "others": others, "first": first}
        session.note("order.open-for-the-same-asset", **values)
    if (other := customer_of(session.root, opened.contract, opened.caller)) is not None:
        session.note("order.caller-of-other", caller=opened.caller, order=view.order.id, other=other)
    intake = view.standing.intake
    if intake.admission == "undetermined":
        return ExitCode.INCOMPLETE
    return ExitCode.CLEAN if intake.may_begin else ExitCode.FINDINGS


# --- log ----------------------------------------------------------------------------------------------------


@order.command("log")
@click.argument("id", metavar="ORDER")
@click.argument("kind", metavar="EVENT")
@click.option("--at", "time", type=TimeText(), metavar="TIME", help="When it happened; default: now.")
@click.option(
    "--by", metavar="POSITION", help="Who did it: a position such as engineer, or a person by id or name."
)
@click.option("--person", metavar="PERSON", help="To whom it is assigned, by id or name.")
@click.option("--reason", metavar="REASON", help="Why the clocks stand still.")
@click.option("--evidence", metavar="TEXT", help="Where it is written: a letter, a photo, a signed sheet.")
@click.option("--note", metavar="TEXT", help="What else should be remembered.")
@click.option("--to", metavar="WORD", help="The new severity, or where a rejected sheet goes.")
@click.option("--milestone", metavar="NAME", help="For which time another deadline is agreed.")
@click.option(
    "--due", metavar="TIME", help="The deadline that is agreed: a time, or a day that it ends with."
)
@click.option("--document", metavar="KIND", help="Which document was given.")
@click.option("--action", metavar="NAME", help="Which measure was taken.")
@click.option("--step", metavar="ID", help="Which step was done or answered.")
@click.option("--contact", metavar="NAME", help="Who of the customer it was, by name.")
@click.option(
    "--satisfaction",
    metavar="WORD",
    help="How content the customer is: very_satisfied, satisfied, fair or not_satisfied.",
)
@form_option
@click.pass_obj
def log_command(session: Session, /, id: str, kind: str, form: str, time: str | None, **given: Any) -> int:
    """Record that something happened to an order; words such as "on site" and Chinese ones are taken, too.

    What cannot have happened, or may not be done yet, is refused with the reason, and nothing is recorded.

    \b
    Events, by who does it or tells it:
      hotline    answered passed_on caller_confirmed assigned informed
                 severity_changed paused resumed deadline_agreed
                 still_unclear escalated escalation_answered step_done
                 document_given report_given record_given password_reminded
                 notice_sent closed
      engineer   accepted engineer_unavailable responded
                 remote_possible remote_impossible remote_started
                 departed arrived plan_given decided part_needed part_used
                 damage_found
                 workaround action_taken work_done cause_found effect_found
                 prevention_decided resolved reported_done
      customer   reported_again customer_complained confirmed
                 signed signature_refused opinion_given
      manager    approved reviewed rejected
      quality    called_back
    """
    from fieldops.actions.order_evidence import with_evidence
    from fieldops.actions.order_telling import Word, tell

    values = {name: value for name, value in given.items() if value is not None}
    word = Word(kind, time, values)
    if "evidence" in values:
        word = with_evidence(session.root, id, word, now())
    view, new = tell(session.root, id, word, now())
    say_clock(session, time, view.agreement.zone)
    if not new:
        session.note("order.known-already", order=id)
    _print_one(session, view, form)
    if new and form != "json":
        _say_recorded(session, view)
    return ExitCode.CLEAN


def _say_recorded(session: Session, view: View) -> None:
    """What was written down last, and when it happened: in a long order nobody finds it."""
    from fieldops.cli.order_forms import event_word, zone_of
    from fieldops.contracts.wording import moment
    from fieldops.dates.instants import utc

    last = max(reversed(view.order.told), key=lambda each: utc(each.at))
    at = moment(last.time, zone_of(view))
    session.note("order.logged", order=view.order.id, what=event_word(session, last.kind), at=at)
    if last.kind == "approved" and not view.standing.intake.is_outside:
        session.note("order.approval-unasked", order=view.order.id)
    paused = view.order.last("paused", "resumed")
    if last.kind == "resolved" and paused is not None and paused.kind == "paused":
        since = moment(paused.time, zone_of(view))
        session.note("order.resolved-in-pause", order=view.order.id, since=since)


# --- show, list, next ---------------------------------------------------------------------------------------


@order.command("show")
@click.argument("id", metavar="ORDER")
@click.option(
    "--why",
    is_flag=True,
    help="Instead: why each of its times is when it is, counted day by day, with its clause.",
)
@form_option
@click.pass_obj
def show_command(session: Session, id: str, why: bool, form: str) -> int:
    """Show an order: how far it is, its times, what is missing, and all that happened.

    Exit codes: 0 well, 1 something is late, 2 wrong use, 3 something cannot be determined.
    """
    from fieldops.actions.dispatch import proposals
    from fieldops.actions.orders import order_called

    view = order_called(session.root, id, now())
    if why:
        from fieldops.cli.order_forms import print_reckoning

        print_reckoning(session, view, form)
    else:
        _print_one(session, view, form, proposals(session.root, (view,), now()).get(view.order.id))
    if view.standing.is_late:
        return ExitCode.FINDINGS
    status = view.standing.status
    return ExitCode.INCOMPLETE if status is not None and status.is_undetermined else ExitCode.CLEAN


@order.command("list")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--open", "only_open", is_flag=True, help="Only orders that are not closed.")
@click.option(
    "--late",
    is_flag=True,
    help="Only orders on which something is still late; what was late and is done is in `order assessment`.",
)
@click.option("--person", metavar="PERSON", help="Only those assigned to this person, by id or name.")
@click.option("--asset", metavar="ID", help="Only those about this equipment.")
@click.option(
    "--drawn", metavar="MONTH", help="Only those of a month, such as 2026-10, that are drawn for the audit."
)
@click.option("--without-order", is_flag=True, help="Instead: what was worked on without an order.")
@form_option
@click.pass_obj
def list_command(
    session: Session,
    contract: str | None,
    only_open: bool,
    late: bool,
    person: str | None,
    asset: str | None,
    drawn: str | None,
    without_order: bool,
    form: str,
) -> int:
    """List the service orders of all contracts, or of one, and how each stands.

    Exit codes: 0 well, 1 with --late: something is late, with --without-order: somebody has worked without one, 2 wrong
    use, 3 an order or a contract could not be judged.
    """
    if without_order:
        if only_open or late or person or asset or drawn:
            raise UsageError("order.without-alone")
        return _list_unordered(session, contract, form)
    from fieldops.actions.order_lists import all_orders, insist_on_person, open_orders
    from fieldops.service.whose import is_called

    if drawn is not None:
        listed = _drawn(session, contract, drawn)
    else:
        listed = (open_orders if only_open else all_orders)(session.root, now(), contract)
    views = [
        view
        for view in listed.views
        if (not only_open or not view.standing.is_over)
        and (not late or view.standing.is_late)
        and (person is None or is_called(view.order.assigned_to, view.agreement.team, person))
        and (asset is None or view.order.opened.asset == asset)
    ]
    if person is not None and not views:
        insist_on_person(session.root, person)
    _say_unread(session, listed)
    _print_listed(session, views, listed, form)
    if listed.unread:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if late and views else ExitCode.CLEAN


def _print_listed(session: Session, views: list[View], listed: Listed, form: str) -> None:
    """Of the orders that were listed those that were asked for."""
    from fieldops.cli.order_data import order_data
    from fieldops.cli.order_forms import print_orders

    if form == "json":
        orders = [order_data(session, view) for view in views]
        not_asked: dict[str, object] = {"without_order": None, "broken": [], "broken_stores": []}
        print_json({"orders": orders, "unread": _unread_data(listed), **not_asked})
    elif not views:
        session.note("order.none-such")
    else:
        print_orders(session, views)


def _drawn(session: Session, contract: str | None, month: str) -> Listed:
    """The orders that are drawn for the audit of a month; of how many is said."""
    from fieldops.actions.order_lists import drawn_orders

    if contract is None:
        raise UsageError("sample.of-which-contract")
    listed, count = drawn_orders(session.root, now(), contract, month)
    session.note("sample.drawn", month=month, drawn=len(listed.views), count=count)
    return listed


def _list_unordered(session: Session, contract: str | None, form: str) -> int:
    from fieldops.actions.unordered import without_order
    from fieldops.cli.json_forms import WITH_CLAUSES
    from fieldops.cli.unordered_forms import print_unordered, unordered_data

    worked = without_order(session.root, now(), contract)
    if form == "json":
        print_json({"orders": [], "unread": [], **unordered_data(worked)}, WITH_CLAUSES)
    else:
        print_unordered(session, worked)
    if worked.left_out or worked.stores:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if worked.found else ExitCode.CLEAN


def _say_unread(session: Session, listed: Listed) -> None:
    for id, error in listed.unread:
        session.note("order.unread", order=id, what=say_error(error, session.language)[0])


def _unread_data(listed: Listed) -> list[dict[str, object]]:
    return [{"order": id, "reason": error.code} for id, error in listed.unread]


@order.command("next")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--person", metavar="PERSON", help="Only what this person has to do, by id or name.")
@click.option("--today", is_flag=True, help="As --day today.")
@click.option(
    "--day",
    type=DayText(),
    metavar="DAY",
    help="Only what is late or due by the end of that day (today, tomorrow, a date), or waits for somebody on an order that is not solved.",
)
@form_option
@click.pass_obj
def next_command(
    session: Session, contract: str | None, person: str | None, today: bool, day: date | int | None, form: str
) -> int:
    """What has to be done next on all open orders, for each who has to do it: the earliest first, what nobody has promised a
    time for last; and by which command it is told that it was done.

    Exit codes: 0 well, 1 something is late, 2 wrong use, 3 an order could not be judged.
    """
    from fieldops.actions.dispatch import proposals
    from fieldops.actions.order_lists import insist_on_person, open_orders
    from fieldops.cli.agenda_forms import due_by, lines_in_time, print_dues
    from fieldops.cli.json_forms import WITH_CLAUSES
    from fieldops.cli.order_data import due_data
    from fieldops.service.whose import is_for

    listed = open_orders(session.root, now(), contract)
    lines = lines_in_time(listed.views, proposals(session.root, listed.views, now()))
    if person is not None:
        lines = [
            each for each in lines if is_for(each.due, each.view.order, each.view.agreement.team, person)
        ]
        if not lines:
            insist_on_person(session.root, person)
    asked = 0 if today and day is None else day
    if asked is not None:
        lines = due_by(session, lines, asked, now())
    _say_unread(session, listed)
    if form == "json":
        data = {"next": [due_data(session, line) for line in lines], "unread": _unread_data(listed)}
        print_json(data, WITH_CLAUSES)
    elif not lines:
        session.note("order.nothing-due")
    else:
        print_dues(session, lines)
    if listed.unread:
        return ExitCode.INCOMPLETE
    late = any(line.due.state in ("late", "due") for line in lines)
    return ExitCode.FINDINGS if late else ExitCode.CLEAN


order.add_command(assessment)
order.add_command(import_command)
order.add_command(export_command)
