"""Service levels and calendars. Durations are texts such as ``30m`` or ``2wd``."""

from __future__ import annotations

from datetime import date

from fieldops.documents.typed import Model, Text


class Channel(Model, frozen=True):
    """A way in which requests come in."""

    kind: str
    address: str | None = None
    hours: str | None = None
    requests: tuple[str, ...] = ()


class Intake(Model, frozen=True):
    """How requests come in."""

    channels: tuple[Channel, ...] = ()
    only_authorised_callers: bool = False
    order_required: bool = False
    emergency_may_start_first: bool = False
    order_holds: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    clause: str | None = None


class NotCovered(Model, frozen=True):
    """What must happen before work outside the contract begins."""

    steps: tuple[str, ...] = ()
    approved_by: str | None = None
    commercial_questions: str | None = None
    clause: str | None = None


class SeverityLevel(Model, frozen=True):
    """One grade of the contract's own scale."""

    id: str
    name: Text
    criteria: Text
    plan_grade: str | None = None


class GradingStep(Model, frozen=True):
    """How far a fault reaches, or how urgent it is."""

    id: str
    name: Text


class GradedSeverity(Model, frozen=True):
    """The severity for a scope with an urgency."""

    scope: str
    urgency: str
    severity: str


class Grading(Model, frozen=True):
    """Which severity follows from scope and urgency."""

    scopes: tuple[GradingStep, ...]
    urgencies: tuple[GradingStep, ...]
    severities: tuple[GradedSeverity, ...]
    clause: str | None = None


class RequestType(Model, frozen=True):
    """A kind of request with times of its own."""

    id: str
    name: Text
    graded: bool = False
    closed_by: str | None = None
    announced: str | None = None
    qualifications: tuple[str, ...] = ()


class Milestone(Model, frozen=True):
    """Something that must be reached within a duration, for a request type and severity (None: all)."""

    request: str
    milestone: str
    clock: str
    severity: str | None = None
    within: str | None = None
    at_the_latest: str | None = None
    best_effort: bool = False
    counted_from: str = "reported"
    when: str | None = None
    by: str | None = None
    supervised_by: str | None = None
    clause: str | None = None


class Qualified(Model, frozen=True):
    """What an engineer has to hold who works on equipment of a category."""

    category: str
    qualifications: tuple[str, ...]


class Handling(Model, frozen=True):
    """How a request is worked on, and by whom."""

    order: tuple[str, ...] = ()
    out_of_order: str | None = None
    qualifications: tuple[Qualified, ...] = ()
    remote_by: tuple[str, ...] = ()
    keeps_customer_informed: bool = False
    fastest_transport: bool = False
    found_damaged: str | None = None
    clause: str | None = None


class Overdue(Model, frozen=True):
    """What must be done when a milestone is missed."""

    request: str
    milestone: str
    action: str
    severity: str | None = None
    after: str | None = None
    clock: str | None = None
    detail: Text | None = None
    clause: str | None = None


class EscalationStep(Model, frozen=True):
    """Who is asked next; `next` names the step after it."""

    id: str
    to: str
    when: str | None = None
    request: str | None = None
    answers_within: str | None = None
    next: str | None = None
    tells_customer: bool = False
    clause: str | None = None


class Pause(Model, frozen=True):
    """A reason for which clocks may stop."""

    reason: str
    milestones: tuple[str, ...] = ()
    evidence: bool = False
    clause: str | None = None


class Notice(Model, frozen=True):
    """What happens when an order stays open."""

    after: str
    notice: str
    entered_in: str | None = None


class Closing(Model, frozen=True):
    """What it takes to close an order."""

    customer_signature: bool = False
    without_customer_signature: tuple[str, ...] = ()
    manager_review: bool = False
    quality_call_back: bool = False
    rejected: tuple[str, ...] = ()
    reported_at_once: bool = False
    record_holds: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    clause: str | None = None


class DocumentDue(Model, frozen=True):
    """A document that is due after an event of an order."""

    document: str
    request: str
    within: str
    after: str
    severities: tuple[str, ...] = ()
    clock: str = "always"
    contents: tuple[str, ...] = ()
    clause: str | None = None


class ServiceLevel(Model, frozen=True):
    """How fast requests are answered, handled and closed; severities with the gravest first."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    requests: tuple[RequestType, ...]
    milestones: tuple[Milestone, ...]
    service_hours: str | None = None
    intake: Intake | None = None
    not_covered: NotCovered | None = None
    severities: tuple[SeverityLevel, ...] = ()
    grading: Grading | None = None
    handling: Handling | None = None
    overdue: tuple[Overdue, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    pauses: tuple[Pause, ...] = ()
    closing: Closing | None = None
    documents: tuple[DocumentDue, ...] = ()


class OpenDays(Model, frozen=True):
    """Weekdays (``mon`` ...) and their open spans (``08:30-12:00``)."""

    days: tuple[str, ...]
    open: tuple[str, ...]


class Calendar(Model, frozen=True):
    """Working hours of a week, and the days that differ."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    holidays: tuple[str, ...] = ()
    weekly: tuple[OpenDays, ...] = ()
    make_up_hours: str | None = None
    year: int | None = None
    day_off: tuple[date, ...] = ()
    make_up_workday: tuple[date, ...] = ()
    source: str | None = None
