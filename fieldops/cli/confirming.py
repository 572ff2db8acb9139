"""fieldops run confirm."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import DateParameter, Session, form_option, now, print_json
from fieldops.cli.run_choice import run_argument
from fieldops.cli.signing import finder, key_options, signing_data
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.confirming import Confirming, Recorded
    from fieldops.actions.runs import Wanted


@command()
@run_argument
@click.option("--by", metavar="NAME", help="The contact of the customer who confirms.")
@click.option("--intent", is_flag=True, help="Only print the text that the customer signs.")
@click.option(
    "--signed",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The text that the customer signed; the signature lies beside it in FILE.sig.",
)
@click.option(
    "--scan",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The scan of a paper that the customer signed: PDF, JPEG or PNG.",
)
@click.option("--on", "day", type=DateParameter(), metavar="DATE", help="The day that stands on the paper.")
@click.option("--as", "person", metavar="PERSON", help="Who of the team records the paper, by id or name.")
@click.option(
    "--manager", metavar="PERSON", help="A manager who signs in the customer's place, where that is agreed."
)
@click.option("--reason", metavar="TEXT", default="", help="Why a manager does.")
@key_options()
@form_option
@click.pass_obj
def confirm(
    session: Session,
    wanted: Wanted,
    by: str | None,
    intent: bool,
    signed: Path | None,
    scan: Path | None,
    day: date | None,
    person: str | None,
    manager: str | None,
    reason: str,
    key: Path | None,
    agent: bool,
    form: str,
) -> int:
    """Record that the customer confirms RUN, which two engineers have signed: with a key of the customer's, or on paper.

    \b
    With the customer's key here:   fieldops run confirm RUN --by NAME
    With the customer's key there:  fieldops run confirm RUN --by NAME --intent > confirm.json
                                    ssh-keygen -Y sign -f KEY -n confirmation@fieldops confirm.json
                                    fieldops run confirm RUN --signed confirm.json
    On paper:                       fieldops run confirm RUN --by NAME --scan FILE --on DATE

    The customer's keys stand with the contacts of the contract.
    """
    from fieldops.actions import confirming

    if signed is not None:
        _refuse(signed=signed, by=by, intent=intent, scan=scan, on=day, manager=manager, key=key, agent=agent)
        return _tell(session, confirming.take_confirmation(session.root, wanted, signed, now()), form)
    if scan is not None:
        _refuse(scan=scan, intent=intent, manager=manager, key=key, agent=agent)
        if by is None or day is None:
            raise UsageError("confirmation.paper-of-whom")
        paper = confirming.Paper(scan, day, person)
        return _tell(session, confirming.attach_scan(session.root, wanted, by, paper, now()), form)
    if day is not None or person is not None:
        raise UsageError("confirmation.no-paper")
    who = _who(by, manager, reason)
    if intent:
        _refuse(intent=intent, key=key, agent=agent)
        return _print_text(session, wanted, who, form)
    told = confirming.confirm(session.root, wanted, who, finder(key, agent), now())
    return _tell(session, told, form)


def _refuse(**given: object) -> None:
    """Raise UsageError where two options that exclude each other were given; the first one is the one that counts."""
    named = [name for name, value in given.items() if value]
    if len(named) > 1:
        raise UsageError("confirmation.two-ways", one=f"--{named[0]}", other=f"--{named[1]}")


def _who(by: str | None, manager: str | None, reason: str) -> Confirming:
    from fieldops.actions.confirming import Confirming

    if manager is None:
        if by is None:
            raise UsageError("confirmation.nobody")
        if reason:
            raise UsageError("confirmation.reason-of-manager")
        return Confirming(by)
    if by is not None:
        raise UsageError("confirmation.two-ways", one="--manager", other="--by")
    if not reason.strip():
        raise UsageError("confirmation.manager-without-reason")
    return Confirming(manager, manager=True, note=reason)


def _print_text(session: Session, wanted: Wanted, who: Confirming, form: str) -> int:
    """The text byte for byte: a line's end behind it would be signed, too."""
    from fieldops.actions.confirming import confirmation_text

    text = confirmation_text(session.root, wanted, who, now())
    if form == "json":
        print_json({"text": text})
        return ExitCode.CLEAN
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
    return ExitCode.CLEAN


def _tell(session: Session, recorded: Recorded, form: str) -> int:
    told, confirmed = recorded.told, recorded.confirmation.confirmed
    if form == "json":
        print_json({"run": told.run.id, **signing_data(told.signing, session.language)})
        return ExitCode.CLEAN
    way = session.say(f"confirmation.way.{confirmed.way}")
    values = {"run": told.run.id, "version": confirmed.version, "by": confirmed.by, "way": way}
    session.note("confirmation.recorded" if recorded.new else "confirmation.already", **values)
    if recorded.superseded:
        current = told.signing.versions[-1].conclusion.version
        session.note("confirmation.of-earlier", version=confirmed.version, current=current)
    return ExitCode.CLEAN
