"""What a log says against what its contract knows: severities, milestones, reasons, people, equipment, the time now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from fieldops.contracts.agreement import asset_of
from fieldops.contracts.spoken import named, offered
from fieldops.contracts.wording import moment, word
from fieldops.dates.instants import utc
from fieldops.errors import Named, Position, Problem
from fieldops.sla.event_kinds import REACHES
from fieldops.sla.events import Event, OrderLog
from fieldops.sla.timetable import NotPromised, Timetable

# As the schema of service levels has them.
REASONS = (
    "waiting_for_customer",
    "waiting_for_access",
    "customer_postponed",
    "waiting_for_part",
    "third_party",
    "force_majeure",
)
ROLES = (
    "hotline",
    "dispatcher",
    "engineer",
    "senior_engineer",
    "expert_panel",
    "account_manager",
    "department_manager",
    "maintenance_director",
    "general_manager",
    "sales",
    "quality",
    "development",
    "customer",
)
# How content the customer is, and what that may be told with: what the customer or quality says of the sheet. B6
SATISFACTION = ("very_satisfied", "satisfied", "fair", "not_satisfied")
# What may be said: ids, or by each id what it is called where a document of the contract names it.
_Choices = tuple[str, ...] | Mapping[str, object]
# What names another order: of a complaint about this one, or for what was found damaged.
_ABOUT = ("customer_complained", "repair_ordered")
_OPINIONS = ("opinion_given", "signed", "called_back", "confirmed")


def check_log(log: OrderLog, timetable: Timetable, now: datetime) -> list[Problem]:
    """Every word of the log that its contract does not know, each with the choices, and events later than `now`."""
    found = list(_order(log, timetable))
    for event in log.events:
        found += _event(event, timetable, log, now)
    return sorted(found, key=lambda problem: problem.position)


def _order(log: OrderLog, timetable: Timetable) -> Iterator[Problem]:
    terms = timetable.terms
    if log.contract is not None and log.contract != terms.id:
        values = {"found": log.contract, "contract": terms.id}
        yield Problem(log.position("contract"), "log.other-contract", values)
    if log.asset is not None and asset_of(terms, log.asset) is None:
        meant = [asset.id for asset in terms.assets if log.asset in (asset.id, asset.serial)]
        code = "warranty.ambiguous-asset" if meant else "log.no-such-asset"
        choices = ", ".join(meant or [asset.id for asset in terms.assets]) or "-"
        yield Problem(log.position("asset"), code, {"asset": log.asset, "choices": choices})
    try:
        timetable.checked(log.request, log.severity)
    except NotPromised as error:
        yield Problem(log.position(error.field), error.code, error.values)


def _event(event: Event, timetable: Timetable, log: OrderLog, now: datetime) -> Iterator[Problem]:
    if utc(event.at) > utc(now):
        values = {"at": moment(event.at, timetable.zone), "now": moment(now, timetable.zone)}
        yield Problem(event.position, "log.future", values)
    level = timetable.level
    yield from check_words(event)
    if event.kind == "severity_changed":
        yield from _choice(event, "to", event.to, {each.id: each.name for each in level.severities})
    if event.kind == "paused":
        allowed = tuple(each.reason for each in level.pauses)
        if event.reason not in REASONS:
            yield _unknown(event.position, "reason", event.reason or "-", allowed or REASONS)
    if event.kind in ("escalated", "escalation_answered"):
        yield from _choice(event, "step", event.step, {each.id: word(each.to) for each in level.escalation})
    if event.kind == "step_done":
        steps = level.not_covered.steps if level.not_covered is not None else ()
        plan = timetable.agreement.plan
        steps = (*steps, *(each for each in (plan.flow if plan is not None else ()) if each not in steps))
        yield from _choice(event, "step", event.step, steps)
    if event.kind == "rejected":
        yield from _choice(event, "to", event.to, level.closing.rejected if level.closing is not None else ())
    if event.kind == "informed" and event.to is not None and event.to not in ROLES:
        yield _unknown(event.position, "to", event.to, ROLES)
    if event.kind == "notice_sent":
        notices = level.closing.notices if level.closing is not None else ()
        yield from _choice(event, "document", event.document, tuple(each.notice for each in notices))
    if event.kind == "record_given":
        yield from _choice(event, "to", event.to, timetable.terms.access.records_to)
    if event.kind == "assigned":
        team = timetable.agreement.team
        yield from _choice(event, "person", event.person, tuple(p.id for p in team.people) if team else ())
    for kind, key, value in (
        ("deadline_agreed", "milestone", event.milestone),
        ("document_given", "document", event.document),
        ("action_taken", "action", event.action),
    ):
        if event.kind == kind:
            yield from _choice(event, key, value, _names(timetable, log.request, key))


def check_words(event: Event) -> Iterator[Problem]:
    """The words of an event that no contract decides: positions, and what the customer thinks of the work."""
    if event.by is not None and event.by not in ROLES:
        yield _unknown(event.position, "by", event.by, ROLES)
    if event.satisfaction is not None and event.kind not in _OPINIONS:
        values = {"kind": Named(f"order.event-{event.kind}")}
        yield Problem(event.position, "log.satisfaction-elsewhere", values)
    elif event.satisfaction is not None:
        yield from _choice(event, "satisfaction", event.satisfaction, SATISFACTION)
    if event.about is not None and event.kind not in _ABOUT:
        yield Problem(event.position, "log.about-elsewhere", {"kind": Named(f"order.event-{event.kind}")})
    if event.kind == "opinion_given" and event.satisfaction is None and event.note is None:
        yield Problem(event.position, "log.opinion-empty")


def check_without_terms(event: Event) -> Iterator[Problem]:
    """The same where no terms say more, as after the contract's end: which times can be agreed at all."""
    yield from check_words(event)
    if event.kind == "deadline_agreed":
        yield from _choice(event, "milestone", event.milestone, tuple(REACHES.values()))


def _names(timetable: Timetable, request: str, kind: str) -> tuple[str, ...]:
    """The names of what is promised of that kind for the request, whatever the severity."""
    promised = (each for each in timetable.promises if (each.kind, each.request) == (kind, request))
    return tuple(dict.fromkeys(each.name for each in promised))


def _choice(event: Event, key: str, value: str | None, choices: _Choices) -> Iterator[Problem]:
    if value not in choices:
        yield _unknown(event.position, key, value or "-", choices)


def _unknown(position: Position, key: str, value: str, choices: _Choices) -> Problem:
    if not choices:
        return Problem(position, "log.no-value", {"key": key, "value": value})
    values = {
        "key": key,
        "value": value,
        "what": Named(f"log.key-{key}"),
        "choices": offered(value, choices if isinstance(choices, Mapping) else named(choices)),
    }
    return Problem(position, "log.unknown-value", values)
