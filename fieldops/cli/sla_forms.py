"""How deadlines and the state of an order are shown: rows of tables, lines, and JSON."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import clause_data, day_data, instant_data, span_data
from fieldops.cli.output import Session, print_line
from fieldops.cli.reason_forms import reason_lines, reasons_data
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.contracts.wording import span as span_text
from fieldops.messages import joined, say_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from fieldops.actions.deadlines import Answer, Explained, OrderAnswer
    from fieldops.contracts.reasons import Reason
    from fieldops.errors import Named
    from fieldops.sla.deadlines import Deadline
    from fieldops.sla.escalation import Step
    from fieldops.sla.explanation import DayCount
    from fieldops.sla.explanation import Explained as ExplainedState
    from fieldops.sla.status import State

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def deadline_row(session: Session, each: Deadline, answer: Answer) -> list[str]:
    """A row of the table of deadlines."""
    at = answer.position(each.promise.clause)
    condition = session.say(f"value.{each.promise.when}") if each.applies == "unknown" else ""
    return [
        name_of(session, each),
        due_of(session, each, answer.timetable.zone),
        session.say(f"value.{each.clock}"),
        condition,
        f"{at.path}:{at.line}",
    ]


def name_of(session: Session, each: Deadline) -> str:
    """What is due, in words."""
    what = session.say(f"value.{each.milestone}")
    if each.kind in ("at_the_latest", "action"):
        return session.say(f"sla.kind-{each.kind}", what=what)
    return what


def due_of(session: Session, each: Deadline, zone: ZoneInfo) -> str:
    """When it is due, or why that cannot be said; provisional with a star."""
    if each.due is None:
        return session.value(each.why)
    return f"{due_moment(each.due, zone)}{' *' if each.provisional else ''}"


def deadlines_data(session: Session, answer: Answer, deadlines: list[dict[str, object]]) -> dict[str, object]:
    """What was asked and the deadlines there are, as JSON (public interface)."""
    case = answer.case
    return {
        "contract": answer.timetable.terms.id,
        "reported": instant_data(case.reported, answer.timetable.zone),
        "request": case.request,
        "severity": case.severity,
        "terms_of": day_data(answer.timetable.day),
        "revision": answer.revision,
        "deadlines": deadlines,
    }


def deadline_data(session: Session, each: Deadline, answer: Answer | OrderAnswer) -> dict[str, object]:
    """A deadline as JSON (public interface)."""
    clause = each.promise.clause
    return {
        "milestone": each.milestone,
        "kind": each.kind,
        "due": instant_data(each.due, answer.timetable.zone),
        "no_due_because": None if each.due else session.value(each.why),
        "clock": each.clock,
        "calendar": each.calendar,
        "provisional": each.provisional,
        "within": each.limit.text if each.limit else None,
        "counted_from": each.promise.counted_from,
        "of": each.promise.of,
        "by": each.promise.by,
        "applies": each.applies,
        "condition": each.promise.when,
        "clause": clause_data(clause, answer.position(clause)),
        "reasons": reasons_data(each.reasons, answer.position, session.language),
    }


def print_days(session: Session, deadline: Deadline, days: Sequence[DayCount]) -> None:
    """The table of a count, day by day; nothing where nothing was counted."""
    if days:
        names = ("day", "kind", "open", "counted", "total")
        headings = [session.say(f"sla.column-{name}") for name in names]
        print_table(session, headings, [_day_row(session, day, deadline) for day in days])


def _day_row(session: Session, day: DayCount, deadline: Deadline) -> list[str]:
    """A row of the day-by-day count."""
    weekday = session.say(f"value.{_WEEKDAYS[day.day.weekday()]}")
    spans = ", ".join(f"{_clock(begin, day)}-{_clock(end, day)}" for begin, end in day.open)
    limit = deadline.limit
    if limit is not None and limit.working_days:
        counted = session.say("sla.not-counted")
        total = session.say("sla.number", number=day.number) if day.number else ""
        counted = "" if day.number else counted
    else:
        counted = _span(session, day.counted) if day.counted else session.say("sla.not-counted")
        total = _span(session, day.total) if day.counted else ""
    return [f"{day.day} {weekday}", session.say(f"sla.day-{day.kind}"), spans, counted, total]


def _clock(at: datetime, day: DayCount) -> str:
    """A time of that day; of the next one with its date."""
    text = at.time().isoformat("seconds" if at.second else "minutes")
    return text if at.date() == day.day else f"{at.date()} {text}"


def explained_data(session: Session, each: Explained, answer: Answer) -> dict[str, object]:
    """A deadline with its days as JSON (public interface)."""
    data = deadline_data(session, each.deadline, answer)
    data["days"] = days_data(each.days, answer.timetable.zone)
    return data


def days_data(days: Sequence[DayCount], zone: ZoneInfo) -> list[dict[str, object]]:
    """A count day by day as JSON (public interface)."""
    return [
        {
            "day": day_data(day.day),
            "kind": day.kind,
            "open": [[instant_data(begin, zone), instant_data(end, zone)] for begin, end in day.open],
            "counted_seconds": span_data(day.counted),
            "total_seconds": span_data(day.total),
            "working_day": day.number,
        }
        for day in days
    ]


def print_why(session: Session, found: Sequence[ExplainedState], answer: OrderAnswer) -> None:
    """Why each time of an order is when it is: by which clause, from when, without which pauses, counted day by day."""
    for each in found:
        print_line()
        print_line(session.paint(_why_head(session, each, answer), "heading"))
        _print_reasons(session, each.deadline.reasons, answer)
        print_days(session, each.deadline, each.days)
    if answer.status.notes:
        print_line()
        _print_reasons(session, answer.status.notes, answer)


def _why_head(session: Session, each: ExplainedState, answer: OrderAnswer) -> str:
    deadline = each.deadline
    said = _state_words(session, each.state)
    if (left := each.working_days_left) is not None:
        said = session.say("sla.state-paused-days", days=left)
    if each.state.state == "paused" and (why := _paused_for(deadline, answer)):
        said = session.say("sla.paused-for", state=said, reason=why)
    values = {"what": name_of(session, deadline), "due": due_of(session, deadline, answer.timetable.zone)}
    if deadline.applies == "unknown":
        condition = session.say(f"value.{deadline.promise.when}")
        values["what"] = session.say("order.if", what=values["what"], condition=condition)
    clause = answer.timetable.agreement.printed(deadline.promise.clause)
    said = joined([said, *([clause] if clause else [])], session.language)
    return session.say("sla.why", state=said, **values)


def _paused_for(deadline: Deadline, answer: OrderAnswer) -> Named | None:
    """Why a clock stands still; None where it does not."""
    name = deadline.promise.of or deadline.promise.name
    standing = (each for each in answer.status.pauses if each.end is None and each.stops(name))
    return next((word(each.reason) for each in standing), None)


def why_data(
    session: Session, found: Sequence[ExplainedState], answer: OrderAnswer
) -> list[dict[str, object]]:
    """The same as JSON (public interface)."""
    zone = answer.timetable.zone
    return [_state_data(session, each.state, answer) | {"days": days_data(each.days, zone)} for each in found]


def print_clocks(session: Session, answer: OrderAnswer) -> None:
    """How an order stands: each of its times with its reasons, the steps of escalation so far and the next one."""
    found, zone = answer.status, answer.timetable.zone
    names = ("what", "due", "state", "condition", "clause")
    rows = [state_row(session, each, answer) for each in found.states if each.state != "not_applicable"]
    print_table(session, [session.say(f"sla.column-{name}") for name in names], rows)
    for state in found.states:
        _print_reasons(session, state.reasons, answer)
    _print_reasons(session, found.notes, answer)
    for step in found.steps:
        print_line(f"  {step_text(session, step, zone)}")
    if found.closing.at is not None:
        at = moment(found.closing.at, zone)
        print_line(f"  {session.say('sla.closed', at=at)}")
    if found.next_step is not None:
        print_line(f"  {session.say('sla.next', step=step_text(session, found.next_step, zone))}")
    if any(each.deadline.provisional for each in found.states):
        session.note("sla.provisional")


def _print_reasons(session: Session, reasons: tuple[Reason, ...], answer: OrderAnswer) -> None:
    for line in reason_lines(reasons, answer.position, session):
        print_line(line)


def state_row(session: Session, each: State, answer: OrderAnswer) -> list[str]:
    """A row of the table of an order."""
    at = answer.position(each.deadline.promise.clause)
    said = _state_words(session, each)
    when = each.deadline.promise.when
    return [
        name_of(session, each.deadline),
        due_of(session, each.deadline, answer.timetable.zone),
        said,
        session.say(f"value.{when}") if when else "",
        f"{at.path}:{at.line}",
    ]


def _state_words(session: Session, each: State) -> str:
    said = _state(session, each, each.state)
    if each.if_holds is None:
        return said
    return session.say("sla.if-holds", state=said, if_holds=_state(session, each, each.if_holds))


def _state(session: Session, each: State, state: str) -> str:
    span = each.left if state == "paused" else each.by
    if state == "met" and span is None:
        return session.say("sla.state-done")
    if state == "paused" and span is None:
        return session.say("sla.state-standing")
    return session.say(f"sla.state-{state}", by=_span(session, span) if span is not None else "-")


def _span(session: Session, span: timedelta) -> str:
    return say_value(span_text(int(span.total_seconds())), session.language)


def step_text(session: Session, step: Step, zone: ZoneInfo) -> str:
    """A step of escalation or a notice, in words."""
    # Its clock has run out, as that of a deadline: midnight ends a day.
    at = due_moment(step.at, zone)
    if step.kind == "notice":
        return session.say("sla.step-notice", at=at, notice=session.say(f"value.{step.id}"))
    to, cause = session.say(f"value.{step.to}"), session.say(f"value.{step.cause}")
    if step.milestone is not None:
        what = session.say(f"value.{step.milestone}")
        return session.say("sla.step-missed", at=at, to=to, cause=cause, milestone=what)
    told = step.to == "hotline" and step.tells_customer
    return session.say("sla.step-tells" if told else "sla.step-ladder", at=at, to=to, cause=cause)


def status_data(session: Session, answer: OrderAnswer) -> dict[str, object]:
    """How an order stands as JSON (public interface)."""
    found = answer.status
    zone = answer.timetable.zone
    following = found.next_step
    return {
        "order": found.log.order,
        "contract": answer.timetable.terms.id,
        "now": instant_data(found.now, zone),
        "severity": found.severity,
        "terms_of": day_data(answer.timetable.day),
        "revision": answer.revision,
        "closed": instant_data(found.closing.at, zone),
        "late": found.is_late,
        "undetermined": found.is_undetermined,
        "milestones": [_state_data(session, each, answer) for each in found.states],
        "escalation": [_step_data(each, answer) for each in found.steps],
        "next_escalation": _step_data(following, answer) if following else None,
        "notes": reasons_data(found.notes, answer.position, session.language),
    }


def _state_data(session: Session, each: State, answer: OrderAnswer) -> dict[str, object]:
    zone = answer.timetable.zone
    state = each.if_holds or each.state
    data = deadline_data(session, each.deadline, answer)
    data |= {
        "state": each.state,
        "if_holds": each.if_holds,
        "reached": instant_data(each.reached, zone),
        "early_by_seconds": span_data(each.by) if state == "met" else None,
        "late_by_seconds": span_data(each.by) if state == "late" else None,
        "remaining_seconds": span_data(each.left if state == "paused" else each.by)
        if state in ("running", "paused", "waiting")
        else None,
        "state_reasons": reasons_data(each.reasons, answer.position, session.language),
    }
    return data


def _step_data(step: Step, answer: OrderAnswer) -> dict[str, object]:
    zone = answer.timetable.zone
    return {
        "kind": step.kind,
        "step": step.id,
        "to": step.to,
        "cause": step.cause,
        "milestone": step.milestone,
        "at": instant_data(step.at, zone),
        "answer_due": instant_data(step.answer_due, zone),
        "answered": instant_data(step.answered, zone),
        "tells_customer": step.tells_customer,
        "entered_in": step.entered_in,
        "clause": clause_data(step.clause, answer.position(step.clause)),
    }
