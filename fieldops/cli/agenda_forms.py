"""How what is due on all orders is shown: for each who has to do it a table, what is due first at the top, with the command by which it is told that it was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from shlex import quote
from typing import TYPE_CHECKING

from fieldops.cli.order_forms import Line, about, event_word, lines_of, what_due, when_due, zone_of
from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import fits, print_table
from fieldops.contracts.wording import word
from fieldops.dates.instants import utc
from fieldops.errors import UsageError
from fieldops.messages import joined

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.actions.orders import View
    from fieldops.service.dispatch import Proposal
    from fieldops.service.done_by import Words

_COLUMNS = ("due", "what", "order", "contract", "about")
# What only whoever types the command knows (`fieldops.service.done_by`).
_UNKNOWN = frozenset({"NAME", "TEXT", "FILE", "TIME"})
_FIELDS = {"--action": "overdue_action"}
# What a shell takes as one word.
_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def lines_in_time(views: Iterable[View], proposed: Mapping[str, Proposal]) -> list[Line]:
    """What is due on these orders, the earliest first, what has no time last. `proposed`: whom to send, by order."""
    lines = [line for view in views for line in lines_of(view, proposed)]
    return sorted(lines, key=_time)


def _time(line: Line) -> tuple[bool, float]:
    at = line.due.at
    return (at is None, utc(at).timestamp() if at is not None else 0.0)


def due_by(session: Session, lines: Sequence[Line], asked: date | int, now: datetime) -> list[Line]:
    """What is due by the end of that day, or so many days from today, where each contract is; says which day that is.

    Raises UsageError for a day that is over everywhere.
    """
    days = [_day_of(asked, now, zone_of(each.view)) for each in lines]
    if isinstance(asked, date) and asked < (now - timedelta(hours=12)).date():
        raise UsageError("order.day-past", day=asked.isoformat())
    for day in sorted(set(days)) if asked else ():
        session.note("order.next-until", day=day.isoformat())
    return [each for each, day in zip(lines, days, strict=True) if is_due_on(each, day)]


def _day_of(asked: date | int, now: datetime, zone: ZoneInfo) -> date:
    return asked if isinstance(asked, date) else now.astimezone(zone).date() + timedelta(days=asked)


def is_due_on(line: Line, day: date) -> bool:
    """Whether its time is over by the end of that day in the contract's zone; or it has none, and its order is not solved yet:
    somebody has to be sent, a part is needed, a session was handed over.
    """
    at = line.due.at
    if at is None:
        return line.due.state != "paused" and line.view.standing.stage != "resolved"
    return at.astimezone(zone_of(line.view)).date() <= day


def print_dues(session: Session, lines: Sequence[Line]) -> None:
    """Tables of what is due: for each who has to do it one, who has the earliest first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_who(session, line), []).append(line)
    headings = [session.say(f"order.column-{name}") for name in _COLUMNS]
    for at, (who, own) in enumerate(found.items()):
        if at:
            print_line()
        print_line(session.paint(session.say("order.to-do-of", who=who, count=len(own)), "heading"))
        _print_own(session, headings, own)


def _print_own(session: Session, headings: list[str], lines: Sequence[Line]) -> None:
    """What somebody has to do. A command that is folded cannot be taken over: without room beside the table it stands below."""
    rows = [_row(session, each) for each in lines]
    commands = [command_text(session, each) for each in lines]
    beside = [[*row, command] for row, command in zip(rows, commands, strict=True)]
    wider = [*headings, session.say("order.column-command")]
    if fits([wider, *beside]):
        print_table(session, wider, beside)
        return
    print_table(session, headings, rows)
    for command in filter(None, dict.fromkeys(commands)):
        print_line(f"$ {command}")


def _row(session: Session, line: Line) -> list[str]:
    due = line.due
    return [when_due(session, line), _what(session, line), due.order, due.contract, about(session, line.view)]


def command_text(session: Session, line: Line) -> str:
    """The command by which it is told that it was done, in the reader's words where the command line takes them."""
    if not line.due.done_by:
        return ""
    words = [_spoken(session, line.due.done_by, at) for at in range(len(line.due.done_by))]
    person = line.proposal.person if line.proposal is not None else None
    if person is not None and "assigned" in line.due.done_by:
        words[-1] = session.value(person.name)
    return " ".join(("fieldops", *map(_quoted, words)))


def _spoken(session: Session, command: Words, at: int) -> str:
    """A word of a command as the reader's language has it; in English all are as they are, which needs no quotation marks."""
    text, before = command[at], command[at - 1]
    if session.language == "en" or text.startswith("--"):
        return text
    if text in _UNKNOWN:
        return session.say(f"order.word-{text}")
    if command[:2] != ("order", "log") or at < 3:
        return text
    if at == 3:
        return event_word(session, text)
    return session.value(word(text, _FIELDS.get(before, "")))


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text)


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
