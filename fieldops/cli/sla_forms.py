"""How deadlines and the state of an order are shown: rows of tables, lines, and JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line

if TYPE_CHECKING:
    from fieldops.actions.deadlines import Answer, Explained, OrderAnswer
    from fieldops.contracts.reasons import Clause, Reason
    from fieldops.errors import Position
    from fieldops.sla.deadlines import Deadline
    from fieldops.sla.escalation import Step
    from fieldops.sla.explanation import DayCount
    from fieldops.sla.status import State

    Place = Callable[[Clause], Position]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def deadline_row(session: Session, each: Deadline, answer: Answer) -> list[str]:
    """A row of the table of deadlines."""
    at = answer.position(each.promise.clause)
    condition = session.say(f"value.{each.promise.when}") if each.applies == "unknown" else ""
    return [
        name_of(session, each),
        due_of(session, each),
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


def due_of(session: Session, each: Deadline) -> str:
    """When it is due, or why that cannot be said; provisional with a star."""
    if each.due is None:
        return session.value(each.why)
    return f"{shown(each.due)}{' *' if each.provisional else ''}"


def shown(at: datetime) -> str:
    """A time in its own zone, seconds only where there are any."""
    text = at.isoformat(" ")
    return text[:19] if at.second else text[:16]


def deadline_data(session: Session, each: Deadline, answer: Answer | OrderAnswer) -> dict[str, object]:
    """A deadline as JSON (public interface)."""
    at = answer.position(each.promise.clause)
    return {
        "milestone": each.milestone,
        "kind": each.kind,
        "due": each.due.isoformat() if each.due else None,
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
        "path": at.path,
        "line": at.line,
        "revision": answer.revision,
        "reasons": reason_rows(session, each.reasons, answer.position),
    }


def reason_rows(session: Session, reasons: tuple[Reason, ...], place: Place) -> list[dict[str, object]]:
    """The tree of reasons as JSON (public interface)."""
    rows = []
    for each in reasons:
        at = place(each.clause) if each.clause else None
        row: dict[str, object] = {
            "rule": each.rule,
            "result": each.result,
            "text": session.value(each.said),
            "path": at.path if at else None,
            "line": at.line if at else None,
        }
        if each.inner:
            row["reasons"] = reason_rows(session, each.inner, place)
        rows.append(row)
    return rows


def print_reasons(session: Session, reasons: tuple[Reason, ...], place: Place, depth: int = 1) -> None:
    """The tree of reasons on stdout, each with its clause."""
    for each in reasons:
        at = place(each.clause) if each.clause else None
        where = f"  {session.paint(f'[{at.path}:{at.line}]', 'place')}" if at else ""
        print_line(f"{'  ' * depth}{session.value(each.said)}{where}")
        print_reasons(session, each.inner, place, depth + 1)


def day_row(session: Session, day: DayCount, each: Explained) -> list[str]:
    """A row of the day-by-day count."""
    weekday = session.say(f"value.{_WEEKDAYS[day.day.weekday()]}")
    spans = ", ".join(f"{_clock(begin, day)}-{_clock(end, day)}" for begin, end in day.open)
    limit = each.deadline.limit
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
    data["days"] = [
        {
            "day": day.day.isoformat(),
            "kind": day.kind,
            "open": [[begin.isoformat(), end.isoformat()] for begin, end in day.open],
            "counted_seconds": int(day.counted.total_seconds()),
            "total_seconds": int(day.total.total_seconds()),
            "working_day": day.number,
        }
        for day in each.days
    ]
    return data


def state_row(session: Session, each: State, answer: OrderAnswer) -> list[str]:
    """A row of the table of an order."""
    at = answer.position(each.deadline.promise.clause)
    said = _state(session, each, each.state)
    if each.if_holds is not None:
        said = session.say("sla.if-holds", state=said, if_holds=_state(session, each, each.if_holds))
    when = each.deadline.promise.when
    return [
        name_of(session, each.deadline),
        due_of(session, each.deadline),
        said,
        session.say(f"value.{when}") if when else "",
        f"{at.path}:{at.line}",
    ]


def _state(session: Session, each: State, state: str) -> str:
    span = each.left if state == "paused" else each.by
    if state == "met" and span is None:
        return session.say("sla.state-done")
    if state == "paused" and span is None:
        return session.say("sla.state-standing")
    return session.say(f"sla.state-{state}", by=_span(session, span) if span is not None else "-")


def _span(session: Session, span: timedelta) -> str:
    """A span in words, to the minute; a short one to the second."""
    total = int(span.total_seconds())
    if total < 60:
        return session.say("sla.span-seconds", seconds=total)
    if total < 3600:
        return session.say("sla.span-minutes", minutes=total // 60)
    if total < 48 * 3600:
        return session.say("sla.span-hours", hours=total // 3600, minutes=total // 60 % 60)
    return session.say("sla.span-days", days=total // 86400, hours=total // 3600 % 24)


def step_text(session: Session, step: Step) -> str:
    """A step of escalation or a notice, in words."""
    at = shown(step.at)
    if step.kind == "notice":
        return session.say("sla.step-notice", at=at, notice=session.say(f"value.{step.id}"))
    to, cause = session.say(f"value.{step.to}"), session.say(f"value.{step.cause}")
    return session.say("sla.step-ladder", at=at, to=to, cause=cause)


def status_data(session: Session, answer: OrderAnswer) -> dict[str, object]:
    """How an order stands as JSON (public interface)."""
    found = answer.status
    zone = answer.timetable.zone
    following = found.next_step
    return {
        "schema_version": 1,
        "order": found.log.order,
        "contract": answer.timetable.terms.id,
        "now": found.now.isoformat(),
        "severity": found.severity,
        "closed": found.closing.at.astimezone(zone).isoformat() if found.closing.at else None,
        "late": found.is_late,
        "undetermined": found.is_undetermined,
        "milestones": [_state_data(session, each, answer) for each in found.states],
        "escalation": [_step_data(each, answer) for each in found.steps],
        "next_escalation": _step_data(following, answer) if following else None,
        "notes": reason_rows(session, found.notes, answer.position),
    }


def _state_data(session: Session, each: State, answer: OrderAnswer) -> dict[str, object]:
    from fieldops.actions.deadlines import seconds

    zone = answer.timetable.zone
    state = each.if_holds or each.state
    data = deadline_data(session, each.deadline, answer)
    data |= {
        "state": each.state,
        "if_holds": each.if_holds,
        "reached": each.reached.astimezone(zone).isoformat() if each.reached else None,
        "early_by_seconds": seconds(each.by) if state == "met" else None,
        "late_by_seconds": seconds(each.by) if state == "late" else None,
        "remaining_seconds": seconds(each.left if state == "paused" else each.by)
        if state in ("running", "paused", "waiting")
        else None,
    }
    if each.reasons:
        data["state_reasons"] = reason_rows(session, each.reasons, answer.position)
    return data


def _step_data(step: Step, answer: OrderAnswer) -> dict[str, object]:
    at = answer.position(step.clause)
    zone = answer.timetable.zone
    return {
        "kind": step.kind,
        "step": step.id,
        "to": step.to,
        "cause": step.cause,
        "at": step.at.isoformat(),
        "answer_due": step.answer_due.isoformat() if step.answer_due else None,
        "answered": step.answered.astimezone(zone).isoformat() if step.answered else None,
        "tells_customer": step.tells_customer,
        "entered_in": step.entered_in,
        "path": at.path,
        "line": at.line,
    }
