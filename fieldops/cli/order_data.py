"""A service order as JSON, alone and in lists, which is public interface; and one order in the form that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import WITH_CLAUSES, clause_data, instant_data
from fieldops.cli.order_forms import Line, dated_of, lines_of, print_order, zone_of
from fieldops.cli.output import Session, print_json
from fieldops.cli.reason_forms import reasons_data
from fieldops.cli.remote_session_forms import session_data
from fieldops.cli.sla_forms import status_data

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.actions.orders import View
    from fieldops.records.order_events import OrderTold
    from fieldops.service.dispatch import Proposal
    from fieldops.service.orders import Correction, Withdrawal


def print_one(session: Session, view: View, form: str, proposal: Proposal | None = None) -> None:
    """One order, as text or as JSON."""

    if form == "json":
        print_json(whole_data(session, view, proposal), WITH_CLAUSES)
    else:
        print_order(session, view, proposal)


def order_data(
    session: Session, view: View, proposals: Mapping[str, Proposal] = MappingProxyType({})
) -> dict[str, object]:
    """An order in a list as JSON."""
    opened, zone, standing = view.order.opened, zone_of(view), view.standing
    return {
        "order": view.order.id,
        "contract": opened.contract,
        "request": opened.request,
        "severity": standing.status.severity if standing.status is not None else opened.severity,
        "reported": instant_data(opened.reported, zone),
        "recorded": instant_data(opened.at, zone),
        "channel": opened.channel,
        "caller": opened.caller,
        "authorised": opened.authorised,
        "asset": opened.asset,
        "affected": opened.affected,
        "symptom": opened.symptom,
        "environment": opened.environment,
        "about": opened.about,
        "complaints": list(view.order.complaints),
        "emergency": opened.emergency,
        "assigned_to": view.order.assigned_to,
        "stage": standing.stage,
        "late": standing.is_late,
        "admission": standing.intake.admission,
        "steps_owed": list(standing.intake.owed),
        "approval_owed": standing.intake.approval,
        "next": [due_data(session, line) for line in lines_of(view, proposals)],
    }


def due_data(session: Session, line: Line) -> dict[str, object]:
    """Something due as JSON."""
    due = line.due
    return {
        "order": due.order,
        "contract": due.contract,
        "what": session.value(due.what),
        "due": instant_data(due.at, zone_of(line.view)),
        "state": due.state,
        "condition": due.condition,
        "command": " ".join(("fieldops", *due.done_by)) if due.done_by else None,
        "by": due.by,
        "assigned_to": due.person,
        "proposed": line.proposal.person.id if line.proposal and line.proposal.person else None,
        "clause": clause_data(due.clause, line.view.agreement.position(due.clause)) if due.clause else None,
    }


def whole_data(session: Session, view: View, proposal: Proposal | None = None) -> dict[str, object]:
    """One order with its clocks and all that was told, as JSON."""
    zone, place = zone_of(view), view.agreement.position
    from fieldops.service.emergency import plan_reasons

    dated = dated_of(view)
    proposals = {view.order.id: proposal} if proposal is not None else {}
    return order_data(session, view, proposals) | {
        "dispatch": reasons_data(proposal.reasons, place, session.language) if proposal else [],
        "handling": reasons_data(view.standing.handling, place, session.language),
        "plan": reasons_data(plan_reasons(view.standing.plan), place, session.language),
        "intake": reasons_data(view.standing.intake.reasons, place, session.language),
        "owed_to_close": reasons_data(view.standing.owed, place, session.language),
        "clocks": status_data(session, dated) if dated is not None else None,
        "sessions": [session_data(session, view, each) for each in view.order.sessions],
        "history": [_told_data(told, zone) for told in view.order.told],
        "withdrawn": [_withdrawn_data(each, zone) for each in view.order.withdrawn],
        "corrected": [_corrected_data(each, zone) for each in view.order.corrected],
        "voided": _voided_data(view),
    }


def _withdrawn_data(each: Withdrawal, zone: ZoneInfo) -> dict[str, object]:
    event = each.event
    return {
        "kind": event.kind,
        "time": instant_data(event.time, zone),
        "recorded": instant_data(each.told.at, zone),
        "withdrawn": instant_data(event.at, zone),
        "reason": event.reason,
        "by": event.by.id if event.by is not None else None,
    }


def _corrected_data(each: Correction, zone: ZoneInfo) -> dict[str, object]:
    from fieldops.service.corrections import changes_of

    def value(found: object) -> object:
        return instant_data(found, zone) if isinstance(found, datetime) else found

    event = each.event
    return {
        "at": instant_data(event.at, zone),
        "reason": event.reason,
        "by": event.by.id if event.by is not None else None,
        "changes": [
            {"field": one.field, "before": value(one.before), "after": value(one.after)}
            for one in changes_of(each)
        ],
    }


def _voided_data(view: View) -> dict[str, object] | None:
    event = view.order.voided
    if event is None:
        return None
    return {
        "at": instant_data(event.at, zone_of(view)),
        "reason": event.reason,
        "instead": event.instead,
        "by": event.by.id if event.by is not None else None,
    }


def _told_data(told: OrderTold, zone: ZoneInfo) -> dict[str, object]:
    due = told.due_day.isoformat() if told.due_day is not None else instant_data(told.due, zone)
    return {
        "kind": told.kind,
        "time": instant_data(told.time, zone),
        "recorded": instant_data(told.at, zone),
        "by": told.by,
        "person": told.person,
        "reason": told.reason,
        "evidence": told.evidence,
        "note": told.note,
        "to": told.to,
        "milestone": told.milestone,
        "due": due,
        "document": told.document,
        "action": told.action,
        "step": told.step,
        "contact": told.contact,
        "satisfaction": told.satisfaction,
        "about": told.about,
    }
