"""What somebody means who writes down an event of an order: positions, people, steps, documents, as they are read on the screen. Pure.

Whatever is shown may be given back, by id or by its word in either language; a person's name stands for the position in which
that person acts. What means nothing stays as it was written, and is judged by the contract (`fieldops.sla.log_rules`).
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Person, ServiceLevel
from fieldops.contracts.spoken import meant, named
from fieldops.contracts.wording import word
from fieldops.service.closing import CALLER_BACK, REVIEWER
from fieldops.service.orders import Order, level_of, terms_of
from fieldops.service.whose import MANAGERS
from fieldops.sla.log_rules import REASONS, ROLES, SATISFACTION

# As which position somebody acts who has several roles, the likeliest first; a role is a position of the same name but for
# managers, of which contracts know three.
_ROLES = ("engineer", "hotline", "account_manager", "manager", "quality")
# What only one role does, whatever else somebody is.
_ROLE_AT = {
    "approved": "manager",
    "reviewed": "manager",
    "rejected": "manager",
    "called_back": "quality",
    "assigned": "hotline",
}
# Where it matters who of the customer it was.
_NAMED = frozenset(
    {
        "signed",
        "signature_refused",
        "confirmed",
        "caller_confirmed",
        "customer_complained",
        "opinion_given",
        "deadline_agreed",
    }
)
_WORDS = {"action": "overdue_action", "milestone": "milestone"}
# What may be said whatever the contract.
_FIXED = {"by": ROLES, "reason": REASONS, "satisfaction": SATISFACTION}


def values_meant(kind: str, values: Mapping[str, str], order: Order, agreement: Agreement) -> dict[str, str]:
    """The values of an event of that kind by their ids. Who is named by name in `by` is the event's `person`, too."""
    level = level_of(order, agreement)
    found = {key: _meant(kind, key, text, order, agreement, level) for key, text in values.items()}
    by = values.get("by")
    if by is None:
        return {"by": "customer", **found} if "contact" in found else found
    if found["by"] in ROLES:
        return found
    person, contacts = _of_team(by, agreement), agreement.signed.customer.contacts
    if person is not None and (position := _acts_as(kind, person, level)) is not None:
        # To whom it is assigned is another matter than who does it.
        who = {} if kind == "assigned" else {"person": person.id}
        return {**who, **found, "by": position}
    if any(by.strip() == each.name for each in contacts):
        who = {"contact": by.strip()} if kind in _NAMED else {}
        return {**who, **found, "by": "customer"}
    return found


def position_meant(kind: str, text: str, order: Order, agreement: Agreement) -> str:
    """The position that is meant by it, or in which the person of that name acts."""
    return values_meant(kind, {"by": text}, order, agreement)["by"]


def _of_team(name: str, agreement: Agreement) -> Person | None:
    people = agreement.team.people if agreement.team is not None else ()
    called = [each for each in people if each.is_called(name)]
    return called[0] if len(called) == 1 else None


def _acts_as(kind: str, person: Person, level: ServiceLevel | None) -> str | None:
    """The position in which a person does that; None for one who has no part in orders."""
    asked = _ROLE_AT.get(kind)
    roles = [asked] if asked in person.roles else [each for each in _ROLES if each in person.roles]
    if not roles:
        return None
    if roles[0] != "manager":
        return CALLER_BACK if roles[0] == "quality" else roles[0]
    approver = level.not_covered.approved_by if level is not None and level.not_covered is not None else None
    return approver if kind == "approved" and approver in MANAGERS else REVIEWER


def _meant(
    kind: str, key: str, text: str, order: Order, agreement: Agreement, level: ServiceLevel | None
) -> str:
    if key == "to":
        return meant(text, _destinations(kind, order, agreement, level)) or text
    if key == "person":
        person = _of_team(text, agreement)
        return person.id if person is not None else text
    if key == "step":
        return meant(text, _steps(agreement, level)) or text
    choices = _choices(key, level)
    if key == "document" and not text.endswith("单"):
        # 整改通知 is as good as 整改通知单.
        text = meant(f"{text}单", named(choices)) or text
    return meant(text, named(choices, _WORDS.get(key, ""))) or meant(text, named(choices)) or text


def _destinations(
    kind: str, order: Order, agreement: Agreement, level: ServiceLevel | None
) -> Mapping[str, object]:
    """What `to` may be at such an event, each by the word that is shown for it: a severity, where a sheet goes back, who is told."""
    if kind == "severity_changed":
        return {each.id: each.name for each in level.severities} if level is not None else {}
    if kind == "rejected":
        return named(level.closing.rejected if level is not None and level.closing is not None else ())
    if kind == "record_given":
        return named(terms_of(order, agreement).contract.access.records_to, "records_to")
    return named(ROLES)


def _steps(agreement: Agreement, level: ServiceLevel | None) -> dict[str, object]:
    """The steps of the procedure and of the plan by their words, those of the ladder by who is asked."""
    before = level.not_covered.steps if level is not None and level.not_covered is not None else ()
    flow = agreement.plan.flow if agreement.plan is not None else ()
    ladder = level.escalation if level is not None else ()
    return {**named((*before, *flow)), **{each.id: word(each.to) for each in ladder}}


def _choices(key: str, level: ServiceLevel | None) -> tuple[str, ...]:
    if key in _FIXED:
        return _FIXED[key]
    if level is None:
        return ()
    if key == "document":
        notices = level.closing.notices if level.closing is not None else ()
        names = (*(each.document for each in level.documents), *(each.notice for each in notices))
        return tuple(dict.fromkeys(names))
    if key == "action":
        return tuple(dict.fromkeys(each.action for each in level.overdue))
    if key == "milestone":
        return tuple(dict.fromkeys(each.milestone for each in level.milestones))
    return ()
