"""What an order still lacks before it may be closed: the sheet signed, reviewed, audited; documents. A5, B5, B6, B8

What was signed before the customer reported the fault again, before a sheet was rejected, or of a version of it that does not
hold any more (`sheets`), counts no more. Does not live
here: when an order counts as closed for its clocks (`fieldops.sla.escalation`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.model.service import Closing
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.errors import Named
from fieldops.records.order_events import OrderTold
from fieldops.service.intake import ANSWERED
from fieldops.service.orders import Order
from fieldops.service.sheets import SheetVersion, sheet_version

_ANEW = ("reported_again", "rejected")
# What only somebody does who works at the customer's.
_WORK = frozenset({"remote_started", "departed", "arrived", "work_done", "part_used"})
# The rule by which what was found damaged gets an order of its own.
DAMAGE = "damage"
# Whose signature may take the place of the customer's, by what the contract allows.
_INSTEAD = {"manager_signature": "department_manager"}
# Who reviews the sheet and who calls the customer back: what contracts call the manager's review and quality's call-back. B6
REVIEWER, CALLER_BACK = "department_manager", "quality"


def owed_to_close(order: Order, level: ServiceLevel) -> tuple[Reason, ...]:
    """What is missing before the order may be closed, in the order in which it is done; each with its clause.

    What an engineer's word closes, such as a question that was answered, has no sheet; nor has a complaint that somebody has
    settled, unless somebody was sent for it. B10
    """
    at, closed_by = next(
        ((at, each.closed_by) for at, each in enumerate(level.requests) if each.id == order.opened.request),
        (0, None),
    )
    if closed_by == "engineer":
        return ()
    by_customer: Clause = ("ServiceLevel", level.id, ("requests", at, "closed_by"))
    answered = is_answered(order)
    owed = [
        *_unsolved(order, level, by_customer if closed_by == "customer" else None),
        *(_owed(order, level.closing, level.id) if level.closing is not None and not answered else ()),
        *_documents(order, level),
        *_damaged(order, level),
    ]
    if closed_by == "customer" and not any(
        each.kind == "confirmed" and each.by in (None, "customer") for each in order.since("reported_again")
    ):
        said = Named("order.owed-settled" if answered else "order.owed-confirmation")
        owed.append(Reason(rule="closing", result="no", said=said, clause=by_customer))
    return tuple(owed)


def _unsolved(order: Order, level: ServiceLevel, by_customer: Clause | None) -> Iterator[Reason]:
    """That nothing was solved: no sheet is signed off before that, and no customer confirms it (`by_customer`)."""
    clause: Clause = ("ServiceLevel", level.id, ("closing",))
    answered = is_answered(order)
    asked = clause if level.closing is not None and not answered else by_customer
    if asked is not None and not order.is_solved:
        said = Named("order.owed-answer" if answered else "order.owed-solution")
        yield Reason(rule="closing", result="no", said=said, clause=asked)


def is_answered(order: Order) -> bool:
    """Whether it is a question or a complaint for which nobody has worked at the customer's: there is no sheet of it."""
    worked = bool(order.sessions) or any(each.kind in _WORK for each in order.told)
    return order.opened.request in ANSWERED and not worked


def _documents(order: Order, level: ServiceLevel) -> Iterator[Reason]:
    """The documents that the contract makes due for such a request, as far as they were not handed over."""
    changed = order.last("severity_changed")
    severity = changed.to if changed is not None else order.opened.severity
    given = {each.document for each in order.since("reported_again") if each.kind == "document_given"}
    for at, each in enumerate(level.documents):
        holds = each.request == order.opened.request and (not each.severities or severity in each.severities)
        if holds and each.document not in given:
            clause: Clause = ("ServiceLevel", level.id, ("documents", at))
            said = Named("order.owed-document", document=word(each.document), kind=each.document)
            yield Reason(rule="document", result="no", said=said, clause=clause)


def _damaged(order: Order, level: ServiceLevel) -> Iterator[Reason]:
    """What was found damaged on site and has no order by which it is repaired, where the contract wants one; what the order is
    itself about needs none besides.
    """
    wanted = level.handling.found_damaged if level.handling is not None else None
    if wanted in (None, order.opened.request):
        return
    found = [each for each in order.told if each.kind == "damage_found"]
    ordered = sum(each.kind == "repair_ordered" for each in order.told)
    request = next((each.name for each in level.requests if each.id == wanted), wanted)
    for each in found[ordered:]:
        said = Named(
            "order.owed-repair-order",
            damaged=each.note or "-",
            request=request,
            type=wanted,
            contract=order.opened.contract,
        )
        yield Reason(
            rule=DAMAGE,
            result="no",
            said=said,
            clause=("ServiceLevel", level.id, ("handling", "found_damaged")),
        )


def _owed(order: Order, rule: Closing, level: str) -> Iterator[Reason]:
    version, since = sheet_version(order), order.since(*_ANEW)
    told = tuple(each for each in since if each in version.beside)
    kinds = {each.kind for each in told if may_say(each)}
    signers = {each.by or "customer" for each in told if each.kind == "signed"}
    if rule.reported_at_once and "reported_done" not in kinds:
        yield _missing(level, "reported_at_once", _unreported(order, since))
    if rule.customer_signature and not _signed(rule, signers):
        yield _missing(level, "customer_signature", _unsigned(rule, version, since, refusal_in(told)))
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


def _unsigned(
    rule: Closing, version: SheetVersion, since: tuple[OrderTold, ...], refused: OrderTold | None
) -> Named:
    """That the customer has not signed, has refused to, or has signed what is no more; and what the contract takes instead. B6"""
    if refused is None and version.replaces is not None and version.replaces in since:
        return Named("order.owed-signature-anew", before=version.number - 1, number=version.number)
    if refused is None:
        others = words(rule.without_customer_signature)
        return Named("order.owed-signature-or", others=others) if others else Named("order.owed-signature")
    values = {"who": refused.contact or word("customer"), "why": refused.note or "-"}
    # Who does not sign sends no signed copy back either.
    if instead := [each for each in rule.without_customer_signature if each in _INSTEAD]:
        return Named("order.owed-signature-refused-or", others=words(instead), **values)
    return Named("order.owed-signature-refused", **values)


def ways_when_rejected(level: ServiceLevel) -> tuple[str, ...]:
    """Where a rejected sheet may go: escalated only where a ladder of the contract says who is asked then. B6"""
    ways = level.closing.rejected if level.closing is not None else ()
    asked = any(each.when == "sheet_rejected" for each in level.escalation)
    return tuple(each for each in ways if asked or each != "escalate")


def refusal_in(told: Sequence[OrderTold]) -> OrderTold | None:
    """The customer's refusal to sign the sheet among what was told; None where there is none, or the customer signed after it."""
    last = next((each for each in reversed(told) if is_customers_answer(each)), None)
    return last if last is not None and last.kind == "signature_refused" else None


def is_customers_answer(told: OrderTold) -> bool:
    """Whether it says that the customer signs the sheet, or does not."""
    return told.kind == "signature_refused" or (told.kind == "signed" and told.by in (None, "customer"))


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
