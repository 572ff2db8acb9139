"""How service orders are shown: lists, what is due next, one order with all of it. As JSON: `order_data`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import WITH_CLAUSES
from fieldops.cli.order_places import places_of
from fieldops.cli.output import Session, print_json, print_line
from fieldops.cli.reason_forms import reason_lines
from fieldops.cli.remote_session_forms import session_head
from fieldops.cli.sla_forms import print_clocks, print_why, why_data
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.dates.instants import utc
from fieldops.messages import CATALOGUE, joined
from fieldops.structs import Struct

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.actions.deadlines import OrderAnswer
    from fieldops.actions.orders import View
    from fieldops.contracts.model import ServiceLevel
    from fieldops.records.order_events import OrderTold
    from fieldops.service.agenda import Due
    from fieldops.service.dispatch import Proposal
    from fieldops.service.orders import Correction, Withdrawal

# What was said, where nothing is faulty, by the type of request.
_ASKS = {"consultation": "question", "complaint": "complaint"}


class Line(Struct, frozen=True):
    """Something due, of which order; where somebody is to be sent for it, who is proposed."""

    view: View
    due: Due
    proposal: Proposal | None = None


def lines_of(view: View, proposals: Mapping[str, Proposal]) -> list[Line]:
    """What is due on an order; `proposals`: whom to send, by order."""
    from fieldops.service.agenda import dues

    found = []
    for due in dues(view.standing):
        sends = "order.do-assign" in due.what.codes
        found.append(Line(view, due, proposals.get(due.order) if sends else None))
    return found


def zone_of(view: View) -> ZoneInfo:
    """The zone in which an order's times are told."""
    return view.agreement.zone


def print_orders(session: Session, views: Sequence[View]) -> None:
    """A table of orders."""
    names = ("order", "contract", "reported", "about", "stage", "person", "next")
    rows = [_row(session, view) for view in views]
    print_table(session, [session.say(f"order.column-{name}") for name in names], rows)


def _row(session: Session, view: View) -> list[str]:
    from fieldops.service.agenda import dues

    standing, opened = view.standing, view.order.opened
    following = next(iter(dues(standing)), None)
    return [
        view.order.id,
        opened.contract,
        moment(opened.reported, zone_of(view)),
        about(session, view),
        stage_of(session, view),
        person_of(session, view),
        _due_text(session, view, following) if following is not None else "",
    ]


def about(session: Session, view: View) -> str:
    """What an order is about: the equipment or what is affected, else the type of request."""
    opened = view.order.opened
    level = _level_of(view)
    kinds = level.requests if level is not None else ()
    kind = next((session.value(each.name) for each in kinds if each.id == opened.request), opened.request)
    what = opened.asset or opened.affected or opened.about
    return session.say("order.about", kind=kind, what=what) if what else kind


def _level_of(view: View) -> ServiceLevel | None:
    """The service level whose words an order is told by, also outside of the term."""
    if view.timetable is not None:
        return view.timetable.level
    from fieldops.service.orders import level_of

    return level_of(view.order, view.agreement)


def stage_of(session: Session, view: View) -> str:
    """How far it is, with a word where something is late."""
    standing, name = view.standing, view.standing.stage
    # Nobody is sent for what is answered by a word.
    to_answer = name == "to_dispatch" and not standing.sends
    stage = session.say("order.stage-to_answer" if to_answer else f"order.stage-{name}")
    return session.say("order.late", stage=stage) if view.standing.is_late else stage


def how_it_stands(session: Session, view: View) -> str:
    """An order in one breath: its number, how far it is, and who has it."""
    values = {"order": view.order.id, "stage": stage_of(session, view)}
    if person := person_of(session, view):
        return session.say("order.stands-with", person=person, **values)
    return session.say("order.stands", **values)


def person_of(session: Session, view: View) -> str:
    """The name of whom an order is assigned to."""
    from fieldops.service.told_names import person_named

    id = view.order.assigned_to
    return session.value(person_named(view.agreement, id)) if id else ""


def _paused_for(line: Line) -> str | None:
    """Why its clocks stand still: the reason of the pause that has no end yet."""
    pauses = status.pauses if (status := line.view.standing.status) is not None else ()
    return next((each.reason for each in pauses if each.end is None), None)


def when_due(session: Session, line: Line) -> str:
    """Until when, with a word where that is over, or would be if the condition holds."""
    due = line.due
    if due.at is None:
        if due.state == "paused" and (reason := _paused_for(line)) is not None:
            return session.say("order.when-paused", reason=word(reason))
        return session.say("order.when-open")
    at = due_moment(due.at, zone_of(line.view))
    if "order.ask" in due.what.codes:
        # It is to be asked now: the time is that of the answer.
        at = session.say("order.when-answer", at=at)
    if due.state in ("late", "due"):
        return session.say("order.when-late", at=at)
    is_past = due.condition is not None and utc(due.at) < utc(line.view.standing.now)
    return session.say("order.when-past", at=at) if is_past else at


def what_due(session: Session, due: Due) -> str:
    """What has to be done, with the condition under which it has to be."""
    what = session.value(due.what)
    if due.condition is None:
        return what
    return session.say("order.if", what=what, condition=session.value(word(due.condition)))


def _due_text(session: Session, view: View, due: Due) -> str:
    what = what_due(session, due)
    if due.at is None:
        return what
    return session.say("order.due-by", what=what, at=when_due(session, Line(view, due)))


def print_order(session: Session, view: View, proposal: Proposal | None = None) -> None:
    """One order: how far it is, what was reported, whom to send, its clocks, what is missing, and all that was told."""
    from fieldops.service.emergency import plan_reasons

    opened, zone = view.order.opened, zone_of(view)
    print_line(session.paint(_head(session, view), "heading"))
    for name, text in _facts(session, view):
        print_line("  " + session.say("order.fact", name=session.say(f"order.field-{name}"), text=text))
    for line in reason_lines(view.standing.intake.reasons, view.agreement.position, session):
        print_line(line)
    if proposal is not None:
        _print_proposal(session, view, proposal)
    plan = tuple(plan_reasons(view.standing.plan))
    for line in reason_lines((*view.standing.handling, *plan), view.agreement.position, session):
        print_line(line)
    _print_clocks(session, view)
    # What closing takes is of interest when the work is done.
    if view.standing.stage == "resolved" or view.order.is_solved:
        for line in reason_lines(view.standing.owed, view.agreement.position, session):
            print_line(line)
    for each in view.order.sessions:
        print_line("  " + session_head(session, each, zone))
    print_line()
    print_line(session.paint(session.say("order.history"), "heading"))
    print_line(_history_line(session, opened.reported, session.say("order.event-reported"), "", zone))
    for line in _history(session, view, zone):
        print_line(line)


def _history(session: Session, view: View, zone: ZoneInfo) -> list[str]:
    """What was told, withdrawn and corrected, in order of time."""
    found = [
        (
            told.time,
            _history_line(
                session, told.time, event_word(session, told.kind), _details(session, view, told), zone
            ),
        )
        for told in view.order.told
    ]
    for each in view.order.withdrawn:
        line = session.say("order.withdrawn-line", **_withdrawn(session, view, each, zone))
        found.append((each.event.time, "  " + line))
    for one in view.order.corrected:
        what = session.say("order.event-corrected")
        found.append(
            (one.event.at, _history_line(session, one.event.at, what, _correction(session, view, one), zone))
        )
    return [line for _, line in sorted(found, key=lambda one: utc(one[0]))]


def _correction(session: Session, view: View, each: Correction) -> str:
    from fieldops.service.corrections import changes_of, names_in

    event, names = each.event, names_in(view.order, view.agreement)
    said = [session.value(one.said(names)) for one in changes_of(each)] + [event.reason]
    return joined(
        [*said, *([session.value(event.by.name)] if event.by is not None else [])], session.language
    )


def _print_proposal(session: Session, view: View, proposal: Proposal) -> None:
    person = proposal.person
    said = session.say("dispatch.proposed", person=person.name) if person else session.say("dispatch.nobody")
    print_line("  " + said)
    for line in reason_lines(proposal.reasons, view.agreement.position, session):
        print_line(line)


def _facts(session: Session, view: View) -> list[tuple[str, str]]:
    opened, asks = view.order.opened, view.order.opened.request
    caller = " ".join(each for each in (opened.caller, opened.phone) if each)
    level = _level_of(view)
    changed = view.order.last("severity_changed")
    held = changed.to if changed is not None else opened.severity
    grades = level.severities if level is not None else ()
    severity = next((session.value(each.name) for each in grades if each.id == held), held)
    found = (
        ("voided", _voided(session, view)),
        ("request" if asks in _ASKS else "about", about(session, view)),
        *places_of(session, view),
        ("severity", severity),
        ("channel", session.value(word(opened.channel)) if opened.channel else None),
        ("caller", caller),
        ("emergency", session.say("order.emergency-first") if opened.emergency else None),
        (_ASKS.get(asks, "symptom"), opened.symptom),
        ("about-order" if asks == "complaint" else "found-on", opened.about),
        ("complaints", joined(view.order.complaints, session.language)),
        ("environment", opened.environment),
        ("person", person_of(session, view)),
    )
    return [(name, text) for name, text in found if text]


def _voided(session: Session, view: View) -> str | None:
    event = view.order.voided
    if event is None:
        return None
    said = [moment(event.at, zone_of(view)), event.reason]
    said += [session.say("order.voided-instead", order=event.instead)] if event.instead else []
    said += [session.value(event.by.name)] if event.by is not None else []
    return joined(said, session.language)


def _print_clocks(session: Session, view: View) -> None:
    dated = dated_of(view)
    if dated is None:
        if view.order.voided is None:
            print_line("  " + session.say("order.no-times"))
        return
    print_clocks(session, dated)


def print_reckoning(session: Session, view: View, form: str) -> None:
    """Why each time of an order is when it is, as text or as JSON."""
    from fieldops.sla.explanation import explained

    dated = dated_of(view)
    found = explained(dated.timetable, dated.status) if dated is not None else ()
    if form == "json":
        times = why_data(session, found, dated) if dated is not None else []
        print_json(
            {"order": view.order.id, "contract": view.order.opened.contract, "times": times}, WITH_CLAUSES
        )
        return
    print_line(session.paint(_head(session, view), "heading"))
    if dated is None:
        print_line("  " + session.say("order.no-times"))
    else:
        print_why(session, found, dated)


def _head(session: Session, view: View) -> str:
    values = {"order": view.order.id, "contract": view.order.opened.contract}
    return session.say("order.head", stage=stage_of(session, view), **values)


def dated_of(view: View) -> OrderAnswer | None:
    """The clocks of an order; None where the contract promises it no times."""
    from fieldops.sla.timetable import without_promises

    clocks = view.standing.clocks
    timetable = view.timetable or without_promises(view.agreement, view.order.opened.reported)
    if timetable is None or clocks is None or not clocks.states:
        return None
    from fieldops.actions.deadlines import OrderAnswer

    return OrderAnswer(timetable, clocks)


def event_word(session: Session, kind: str) -> str:
    """What happened, in words; of a kind that only a newer fieldops knows its name."""
    code = f"order.event-{kind}"
    return session.say(code) if code in CATALOGUE else kind


def _history_line(session: Session, at: datetime, what: str, details: str, zone: ZoneInfo) -> str:
    values = {"at": moment(at, zone), "what": what}
    if not details:
        return "  " + session.say("order.told-line", **values)
    return "  " + session.say("order.told-line-with", details=details, **values)


def _withdrawn(session: Session, view: View, each: Withdrawal, zone: ZoneInfo) -> dict[str, object]:
    event, by = each.event, each.event.by
    why = joined([event.reason, *([session.value(by.name)] if by is not None else [])], session.language)
    what = event_word(session, event.kind)
    if details := _details(session, view, each.told):
        what = session.say("order.withdrawn-what", what=what, details=details)
    return {"at": moment(event.time, zone), "what": what, "on": moment(event.at, zone), "why": why}


def _details(session: Session, view: View, told: OrderTold) -> str:
    from fieldops.service.told_names import named

    level = view.timetable.level if view.timetable is not None else None
    values = [session.value(word(told.by))] if told.by else []
    values += [session.value(each) for each in named(view.agreement, level, told)]
    due = told.due or told.due_day
    values += [due.isoformat()] if due is not None else []
    values += [text for text in (told.evidence, told.note) if text]
    return joined(values, session.language)
