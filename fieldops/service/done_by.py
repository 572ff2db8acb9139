"""By which command something that is due is told when it was done: the words after ``fieldops``. Pure.

Names of events, positions, steps and documents are ids; ``NAME``, ``TEXT``, ``FILE`` and ``TIME`` stand for what only whoever
types it knows. How they read in another language is the screen's business (`fieldops.cli.agenda_forms`).
"""

from __future__ import annotations

from fieldops.contracts.reasons import Reason
from fieldops.service.closing import CALLER_BACK, REVIEWER
from fieldops.sla.deadlines import Deadline
from fieldops.sla.event_kinds import REACHES

Words = tuple[str, ...]

# What only whoever types it knows.
NAME, TEXT, FILE, TIME = "NAME", "TEXT", "FILE", "TIME"
_REACHED_BY = {milestone: kind for kind, milestone in REACHES.items()}
# What closing lacks, and the event that tells it.
_CLOSED_BY: dict[str, Words] = {
    "order.owed-report": ("reported_done",),
    "order.owed-report-again": ("reported_done",),
    "order.owed-report-anew": ("reported_done",),
    "order.owed-signature": ("signed", "--evidence", FILE),
    "order.owed-signature-or": ("signed", "--evidence", FILE),
    "order.owed-signature-anew": ("signed", "--evidence", FILE),
    "order.owed-signature-refused-or": ("signed", "--by", REVIEWER, "--evidence", FILE),
    "order.owed-review": ("reviewed", "--by", REVIEWER),
    "order.owed-call-back": ("called_back", "--by", CALLER_BACK),
    "order.owed-confirmation": ("confirmed", "--contact", NAME),
    "order.owed-settled": ("confirmed", "--contact", NAME),
    "session.owed-reminder": ("password_reminded",),
}


def told(order: str, kind: str, *options: str) -> Words:
    """The command that tells an order of an event of that kind."""
    return ("order", "log", order, kind, *options)


def reached_by(order: str, deadline: Deadline) -> Words:
    """The command that tells that a deadline is reached, by whom the contract wants it from; none for what no event reaches."""
    if deadline.kind == "document":
        return told(order, "document_given", "--document", deadline.milestone)
    if deadline.kind == "action":
        return told(order, "action_taken", "--action", deadline.milestone)
    kind = _REACHED_BY.get(deadline.milestone)
    by = ("--by", deadline.promise.by) if deadline.promise.by is not None else ()
    return told(order, kind, *by) if kind is not None else ()


def closed_by(order: str, reason: Reason) -> Words:
    """The command that tells what closing lacks; none for what has to be settled first."""
    code, values = reason.said.codes[0], reason.said.values
    if code in _CLOSED_BY:
        return told(order, *_CLOSED_BY[code])
    if code == "order.owed-document":
        return told(order, "document_given", "--document", str(values["kind"]))
    if code == "order.owed-repair-order":
        return ("order", "open", str(values["contract"]), "--request", str(values["type"]), "--about", order)
    if code == "session.owed-record":
        return told(order, "record_given", "--to", str(values["position"]))
    if code == "session.owed-close":
        return ("session", "close", order)
    return ("swap", "show", str(values["swap"])) if "swap" in values else ()
