"""fieldops session: open, close, show, list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import Worded, group
from fieldops.cli.output import Session, TimeText, form_option, now, print_json, print_line, say_clock
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.remote_sessions import Shown

_OUTCOMES = ("solved", "handed_over", "unsolved")


@group()
def session() -> None:
    """Remote sessions on service orders: who was let in until when, what was done and what was changed."""


@session.command("open")
@click.argument("order", metavar="ORDER")
@click.option("--purpose", metavar="TEXT", required=True, help="What is to be done.")
@click.option(
    "--by",
    "person",
    metavar="PERSON",
    help="Who logs in, by id or name; default: to whom the order is assigned.",
)
@click.option(
    "--role",
    default="engineer",
    show_default=True,
    metavar="POSITION",
    help="The position in which the work is done, for times that name one.",
)
@click.option("--account", metavar="NAME", help="The account that is used; default: that of the contract.")
@click.option(
    "--asset",
    "assets",
    multiple=True,
    metavar="ID",
    help="The equipment that is logged in to; default: what the order is about. May be given several times.",
)
@click.option("--permitted-by", metavar="NAME", help="The customer's contact who allows it.")
@click.option("--evidence", metavar="TEXT", help="Where the permission is written.")
@click.option(
    "--until",
    type=TimeText(),
    metavar="TIME",
    help="Until when it is allowed; default: the end of the agreed window.",
)
@click.option("--at", "begun", type=TimeText(), metavar="TIME", help="When it began; default: now.")
@click.option("--override", metavar="REASON", help="Begin in spite of the contract; recorded and printed.")
@form_option
@click.pass_obj
def open_command(session: Session, /, order: str, form: str, **given: Any) -> int:
    """Record that a remote session begins: who logs in, with which account, what for, and who at the customer allows it.

    Outside of the agreed windows, or without the customer's permission, it is refused as an inspection is, unless
    --override says why it has to be.
    """
    from fieldops.actions.order_evidence import evidence_of
    from fieldops.actions.remote_sessions import Wish, open_session
    from fieldops.cli.remote_session_forms import note_cut

    found = evidence_of(given.pop("evidence"))
    wish = Wish(**given, evidence=found.text, file=found.file)
    shown = open_session(session.root, order, wish, now())
    say_clock(session, given["begun"], shown.view.agreement.zone)
    _print(session, (shown,), form)
    note_cut(session, shown)
    return ExitCode.CLEAN


@session.command("close")
@click.argument("id", metavar="SESSION")
@click.option("--outcome", type=Worded(_OUTCOMES, "outcome"), required=True, help="How it ended.")
@click.option("--done", metavar="TEXT", required=True, help="What was done.")
@click.option(
    "--changed",
    multiple=True,
    metavar="TEXT",
    help="A change of the customer's systems; may be given several times.",
)
@click.option("--no-changes", is_flag=True, help="Nothing was changed.")
@click.option("--to", metavar="NAME", help="To whom it is handed over.")
@click.option(
    "--passwords-changed",
    type=Worded(["yes", "no"]),
    help="Whether the customer has changed the passwords since.",
)
@click.option("--reminded", metavar="NAME", help="Who at the customer was reminded to change the password.")
@click.option("--at", "ended", type=TimeText(), metavar="TIME", help="When it ended; default: now.")
@form_option
@click.pass_obj
def close_command(
    session: Session,
    /,
    id: str,
    form: str,
    changed: tuple[str, ...],
    no_changes: bool,
    passwords_changed: str | None,
    **given: Any,
) -> int:
    """Record that a session has ended: what was done, every change, and whether it is solved or who goes on.

    SESSION is an order (with one open session), or ORDER/NUMBER. Where the contract lets a session end only when the problem
    is solved, it does not end otherwise.
    """
    from fieldops.actions.remote_sessions import Ending, close_session

    if changed and no_changes:
        raise UsageError("session.changes-and-none")
    ending = Ending(
        changes=changed or (() if no_changes else None),
        passwords_changed=None if passwords_changed is None else passwords_changed == "yes",
        **given,
    )
    shown = close_session(session.root, id, ending, now())
    say_clock(session, given["ended"], shown.view.agreement.zone)
    _print(session, (shown,), form)
    if ending.outcome == "solved" and not shown.view.order.is_solved:
        session.note("session.solved-on-order", order=shown.view.order.id)
    return ExitCode.CLEAN


@session.command("show")
@click.argument("id", metavar="SESSION")
@form_option
@click.pass_obj
def show_command(session: Session, id: str, form: str) -> int:
    """Show a session (ORDER/NUMBER), or all sessions of an order."""
    from fieldops.actions.remote_sessions import sessions_called

    _print(session, sessions_called(session.root, id, now()), form)
    return ExitCode.CLEAN


@session.command("list")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--open", "only_open", is_flag=True, help="Only sessions that have not ended.")
@form_option
@click.pass_obj
def list_command(session: Session, contract: str | None, only_open: bool, form: str) -> int:
    """List the remote sessions of all contracts, or of one, in the order in which they began.

    Exit codes: 0 well, 2 wrong use, 3 an order could not be judged.
    """
    from fieldops.actions.remote_sessions import all_sessions
    from fieldops.cli.remote_session_forms import print_sessions, session_data

    found, listed = all_sessions(session.root, now(), contract)
    shown = [each for each in found if not only_open or each.session.closed is None]
    for id, error in listed.unread:
        session.note("order.unread", order=id, what=say_error(error, session.language)[0])
    if form == "json":
        unread = [{"order": id, "reason": error.code} for id, error in listed.unread]
        print_json(
            {"sessions": [session_data(session, each.view, each.session) for each in shown], "unread": unread}
        )
    elif not shown:
        session.note("session.none-at-all")
    else:
        print_sessions(session, shown)
    return ExitCode.INCOMPLETE if listed.unread else ExitCode.CLEAN


def _print(session: Session, found: tuple[Shown, ...], form: str) -> None:
    from fieldops.cli.remote_session_forms import print_one, session_data

    if form == "json":
        print_json({"sessions": [session_data(session, each.view, each.session) for each in found]})
        return
    for number, each in enumerate(found):
        if number:
            print_line()
        print_one(session, each)
