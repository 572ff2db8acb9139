"""What an order still lacks before it may be closed: the sheet signed, reviewed, audited; documents. A5, B5, B6, B8

What was signed before the customer reported the fault again, before a sheet was rejected, or of a version of it that does not
hold any more (`sheets`), counts no more. Does not live
here: when an order counts as closed for its clocks (`fieldops.sla.escalation`).
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.model.service import Closing
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.errors import Named
from fieldops.records.order_events import OrderTold
from fieldops.service.orders import Order
from fieldops.service.sheets import sheet_version

_ANEW = ("reported_again", "rejected")
# Whose signature may take the place of the customer's, by what the contract allows.
_INSTEAD = {"manager_signature": "department_manager"}
# Who reviews the sheet and who calls the customer back: what contracts call the manager's review and quality's call-back. B6
REVIEWER, CALLER_BACK = "department_manager", "quality"


def owed_to_close(order: Order, level: ServiceLevel) -> tuple[Reason, ...]:
    """What is missing before the order may be closed, in the order in which it is done; each with its clause.

    What an engineer's word closes, such as a question that was answered, has no sheet.
    """
    at, closed_by = next(
        ((at, each.closed_by) for at, each in enumerate(level.requests) if each.id == order.opened.request),
        (0, None),
    )
    if closed_by == "engineer":
        return ()
    owed = [
        *(_owed(order, level.closing, level.id) if level.closing is not None else ()),
        *_documents(order, level),
    ]
    if closed_by == "customer" and not any(
        each.kind == "confirmed" and each.by in (None, "customer") for each in order.since("reported_again")
    ):
        clause: Clause = ("ServiceLevel", level.id, ("requests", at, "closed_by"))
        owed.append(Reason(rule="closing", result="no", said=Named("order.owed-confirmation"), clause=clause))
    return tuple(owed)


def _documents(order: Order, level: ServiceLevel) -> Iterator[Reason]:
    """The documents that the contract makes due for such a request, as far as they were not handed over."""
    changed = order.last("severity_changed")
    severity = changed.to if changed is not None else order.opened.severity
    given = {each.document for each in order.since("reported_again") if each.kind == "document_given"}
    for at, each in enumerate(level.documents):
        holds = each.request == order.opened.request and (not each.severities or severity in each.severities)
        if holds and each.document not in given:
            clause: Clause = ("ServiceLevel", level.id, ("documents", at))
            said = Named("order.owed-document", document=word(each.document))
            yield Reason(rule="document", result="no", said=said, clause=clause)


def _owed(order: Order, rule: Closing, level: str) -> Iterator[Reason]:
    version, since = sheet_version(order), order.since(*_ANEW)
    told = tuple(each for each in since if each in version.beside)
    kinds = {each.kind for each in told if may_say(each)}
    signers = {each.by or "customer" for each in told if each.kind == "signed"}
    if rule.reported_at_once and "reported_done" not in kinds:
        yield _missing(level, "reported_at_once", _unreported(order, since))
    if rule.customer_signature and not _signed(rule, signers):
        said = Named("order.owed-signature")
        if rule.without_customer_signature:
            said = Named("order.owed-signature-or", others=words(rule.without_customer_signature))
        if version.replaces is not None and version.replaces in since:
            said = Named("order.owed-signature-anew", before=version.number - 1, number=version.number)
        yield _missing(level, "customer_signature", said)
    if rule.manager_review and "reviewed" not in kinds:
        yield _missing(level, "manager_review", Named("order.owed-review"))
    if rule.quality_call_back and "called_back" not in kinds:
        yield _missing(level, "quality_call_back", Named("order.owed-call-back"))


def _unreported(order: Order, since: tuple[OrderTold, ...]) -> Named:
    """That the engineer has not reported completion, or has to once more: of a rejected sheet, or of its new version."""
    if any(each.kind == "reported_done" for each in since):
        return Named("order.owed-report-anew")
    begun = order.last(*_ANEW)
    rejected = begun is not None and begun.kind == "rejected" and order.last("reported_done") is not None
    return Named("order.owed-report-again" if rejected else "order.owed-report")


def may_say(told: OrderTold) -> bool:
    """Whether such a word counts from the position that gave it: a review only from the manager, a call-back only from
    quality, which need not be named. B6
    """
    if told.kind == "reviewed":
        return told.by == REVIEWER
    return told.kind != "called_back" or told.by in (None, CALLER_BACK)


def _signed(rule: Closing, signers: set[str]) -> bool:
    return bool(signers & {"customer", *signers_instead(rule)})


def signers_instead(rule: Closing) -> frozenset[str]:
    """The positions whose signature the contract takes in the place of the customer's. B6"""
    return frozenset(_INSTEAD[each] for each in rule.without_customer_signature if each in _INSTEAD)


def _missing(level: str, field: str, said: Named) -> Reason:
    clause: Clause = ("ServiceLevel", level, ("closing", field))
    return Reason(rule="closing", result="no", said=said, clause=clause)
