"""How what is due on all orders is shown: for each who has to do it a table, what is due first at the top, a row for a sheet's papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fieldops.cli.order_forms import Line, about, lines_of, what_due, when_due, zone_of
from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import word
from fieldops.dates.instants import utc
from fieldops.messages import joined

if TYPE_CHECKING:
    from fieldops.actions.orders import View
    from fieldops.service.dispatch import Proposal


def lines_in_time(views: Iterable[View], proposed: Mapping[str, Proposal]) -> list[Line]:
    """What is due on these orders, the earliest first, what has no time last. `proposed`: whom to send, by order."""
    lines = [line for view in views for line in lines_of(view, proposed)]
    return sorted(lines, key=_time)


def _time(line: Line) -> tuple[bool, float]:
    at = line.due.at
    return (at is None, utc(at).timestamp() if at is not None else 0.0)


def is_for_today(line: Line, now: datetime) -> bool:
    """Whether its time is over, or is by the end of today in the contract's zone."""
    at, zone = line.due.at, zone_of(line.view)
    return at is not None and at.astimezone(zone).date() <= now.astimezone(zone).date()


def print_dues(session: Session, lines: Sequence[Line]) -> None:
    """Tables of what is due: for each who has to do it one, who has the earliest first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_who(session, line), []).append(line)
    names = ("due", "what", "order", "contract", "about")
    headings = [session.say(f"order.column-{name}") for name in names]
    for at, (who, own) in enumerate(found.items()):
        if at:
            print_line()
        print_line(session.paint(session.say("order.to-do-of", who=who, count=len(own)), "heading"))
        print_table(session, headings, [_row(session, each) for each in _together(own)])


def _together(lines: Sequence[Line]) -> list[list[Line]]:
    """What has no time, order by order: who closes an order does all of it at once."""
    found: dict[object, list[Line]] = {}
    for at, line in enumerate(lines):
        found.setdefault((line.due.order, line.due.state) if line.due.at is None else at, []).append(line)
    return list(found.values())


def _row(session: Session, lines: Sequence[Line]) -> list[str]:
    first = lines[0]
    what = joined((_what(session, each) for each in lines), session.language)
    return [when_due(session, first), what, first.due.order, first.due.contract, about(session, first.view)]


def _what(session: Session, line: Line) -> str:
    what = what_due(session, line.due)
    if line.proposal is None or line.proposal.person is None:
        return what
    return session.say("dispatch.such-as", what=what, person=line.proposal.person.name)


def _who(session: Session, line: Line) -> str:
    from fieldops.service.told_names import person_named
    from fieldops.service.whose import holders, owner_of, waits_for_dispatch

    owner = owner_of(line.due, line.view.order)
    if owner is not None:
        return session.value(person_named(line.view.agreement, owner))
    if line.due.by is None or waits_for_dispatch(line.due, line.view.order):
        return session.say("order.to-do-of-nobody")
    position = session.value(word(line.due.by))
    people = [session.value(each.name) for each in holders(line.due, line.view.agreement.team)]
    if not people:
        return position
    return session.say("order.to-do-of-position", position=position, people=joined(people, session.language))
