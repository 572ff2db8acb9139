"""fieldops stock: receive, reserve, release, issue, return, move, count, scrap (what lies where has a file of its own, `stock_lists`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import Worded, group
from fieldops.cli.output import DateParameter, Session, TimeText, form_option, now, print_json, say_taken
from fieldops.cli.stock_lists import (
    check_command,
    import_command,
    list_command,
    log_command,
    low_command,
    show_command,
)
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.records.stock_events import Movement


@group()
def stock() -> None:
    """The spare-parts stores: what comes, goes, is put aside and counted; what lies where, and what is short."""


_AS = click.option("--as", "kept_as", type=Worded(["spare", "loaner"]), help="What the parts are kept as.")
_QUANTITY = click.option(
    "--quantity", type=int, metavar="N", help="How many; default: 1, or one per --serial."
)
_SERIALS = click.option(
    "--serial",
    "serials",
    multiple=True,
    metavar="SERIAL",
    help="The serial number of a piece; several times.",
)
_BY = click.option("--by", required=True, metavar="PERSON", help="Who does it, by id or name.")
_AT = click.option("--at", "time", type=TimeText(), metavar="TIME", help="When it happened; default: now.")
_ORDER = click.option("--order", metavar="ORDER", help="The service order that it is for.")
_REASON = click.option("--reason", metavar="TEXT", help="Why.")
_EXPIRES = click.option(
    "--expires", type=DateParameter(), metavar="DATE", help="The last day on which they may be used."
)


def _moving(name: str, *options: Callable[[Any], Any]) -> Callable[[Callable[..., int]], Any]:
    """A command that moves parts: a store, a part, and what all of them are told."""

    def made(function: Callable[..., int]) -> Any:
        command: Any = click.pass_obj(function)
        for option in reversed((_QUANTITY, _SERIALS, _AS, *options, _BY, _AT, form_option)):
            command = option(command)
        part = click.argument("part", metavar="[PART_NO]", required=False)
        return stock.command(name)(click.argument("stock", metavar="STOCK")(part(command)))

    return made


@_moving(
    "receive",
    _EXPIRES,
    click.option(
        "--document", metavar="ID", help="The delivery note; the same delivery told again is recorded once."
    ),
    _REASON,
)
def receive(session: Session, **given: Any) -> int:
    """Record parts that have come into a store.

    A serial number that is anywhere else is refused, with where it is.
    """
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.RECEIVED, given)


@_moving("reserve", _ORDER, _REASON)
def reserve(session: Session, **given: Any) -> int:
    """Put parts aside for a service order: nobody else gets them.

    Without --serial those are taken that expire first. Exit code 4: so many are not free.
    """
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.RESERVED, given)


@_moving("release", _ORDER, _REASON)
def release(session: Session, **given: Any) -> int:
    """Give back what was put aside for a service order; all of it where neither number nor serial is told."""
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.RELEASED, given)


@_moving("issue", _ORDER, click.option("--person", metavar="NAME", help="Who takes them."), _REASON)
def issue(session: Session, **given: Any) -> int:
    """Hand parts out for a service order: first what was put aside for it, then what expires first.

    Exit code 4: so many are not free, or a piece is put aside for somebody else or may no longer be used.
    """
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.ISSUED, given)


@_moving("return", _EXPIRES, _ORDER, _REASON)
def give_back(session: Session, **given: Any) -> int:
    """Take back what was handed out: a loaner, or a part that was not needed."""
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.RETURNED, given)


@_moving("move", click.option("--to", metavar="STOCK", required=True, help="The other store."), _REASON)
def move(session: Session, **given: Any) -> int:
    """Move parts to another store; what is put aside stays."""
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.MOVED, given)


@_moving("count", _EXPIRES, _REASON)
def count(session: Session, **given: Any) -> int:
    """Record how many were found at a count; from then on that is what lies there.

    Tell every serial number that was found, or their number alone. Exit code 1: it is not what the books said.
    """
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.COUNTED, given)


@_moving("scrap", _EXPIRES, _REASON)
def scrap(session: Session, **given: Any) -> int:
    """Take parts out of a store for good: broken, or past their last day of use."""
    from fieldops.records.stock_events import Movement

    return _move(session, Movement.SCRAPPED, given)


def _move(session: Session, kind: Movement, given: dict[str, Any]) -> int:
    from fieldops.actions.stock import Asked, move
    from fieldops.cli.stock_data import done_data
    from fieldops.cli.stock_forms import print_done
    from fieldops.sla.moments import is_clock

    form = given.pop("form")
    expires: date | None = given.pop("expires", None)
    done = move(session.root, Asked(kind=kind, expires=expires, **given), now())
    if not done.moves:
        session.note("stock.known-already")
    elif given["time"] is not None and is_clock(given["time"]):
        say_taken(session, given["time"], done.moves[-1].time)
    if form == "json":
        print_json(done_data(session, done))
    else:
        print_done(session, done)
    counted = done.counted or any(each.expected not in (None, each.quantity) for each in done.moves)
    return ExitCode.FINDINGS if counted else ExitCode.CLEAN


for _each in (list_command, low_command, check_command, show_command, log_command, import_command):
    stock.add_command(_each)
