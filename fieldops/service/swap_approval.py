"""Whether a swap may be approved, and carried out: by the warranty's decision and what the contract wants first. Pure.

What a warranty covers may be approved by anybody of the service company; what it does not is work that the contract does
not cover: its steps are done first, and whom it names approves (C2 C9, B3 B9). What is undetermined is approved by nobody.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import ServiceLevel, Warranty
from fieldops.contracts.reasons import Clause
from fieldops.contracts.wording import moment, word, words
from fieldops.dates.instants import utc
from fieldops.errors import Refused, UsageError
from fieldops.records.swap_events import SwapTold
from fieldops.service.orders import Order
from fieldops.service.swaps import SwapRecord
from fieldops.warranty.clauses import facts
from fieldops.warranty.verdict import Outcome, Verdict

_LIFELONG = "spare_part_swap"
_CUSTOMER = "customer"


def insist_on_approval(
    record: SwapRecord,
    told: SwapTold,
    verdict: Verdict,
    order: Order,
    level: ServiceLevel | None,
    zone: ZoneInfo,
) -> None:
    """Raise Refused where nobody may approve the swap yet, or somebody else has to; `zone` is the contract's."""
    if told.by == _CUSTOMER and approver(verdict.outcome, level) != _CUSTOMER:
        raise Refused("swap.customer-approves", swap=record.id)
    if verdict.outcome == "undetermined":
        raise Refused("swap.undetermined", swap=record.id, missing=facts(verdict.missing))
    if verdict.outcome == "covered":
        return
    owed = steps_owed(order, level, told.time)
    if owed:
        at = moment(told.time, zone)
        raise Refused("swap.steps-first", swap=record.id, steps=words(owed), order=order.id, at=at)
    asked = approver(verdict.outcome, level)
    if asked is not None and told.by != asked:
        raise Refused("swap.other-approver", swap=record.id, by=word(asked))


def insist_on_no_approval(record: SwapRecord, told: SwapTold, agreement: Agreement) -> None:
    """Raise Refused where the swap is approved already; one of the term may be approved again after its end (C8)."""
    last = record.last("approved")
    if last is None or record.state != "approved":
        return
    days = [record.day_of(each, agreement.zone) for each in (last, told)]
    before, after = (agreement.terms_on(day).serves(day) for day in days)
    if before == after:
        raise Refused("swap.approved-already", swap=record.id, by=word(last.by or "-"), day=days[0])


def approver(outcome: Outcome, level: ServiceLevel | None) -> str | None:
    """The position that has to approve; None where the contract names none."""
    rule = level.not_covered if level is not None and outcome == "not_covered" else None
    return rule.approved_by if rule is not None else None


def steps_owed(order: Order, level: ServiceLevel | None, by: datetime) -> tuple[str, ...]:
    """What the contract wants done before work that it does not cover, and had not been done on the order until then."""
    rule = level.not_covered if level is not None else None
    done = {each.step for each in order.told if each.kind == "step_done" and utc(each.time) <= utc(by)}
    return tuple(step for step in (rule.steps if rule is not None else ()) if step not in done)


def insist_on_carrying_out(record: SwapRecord, told: SwapTold, agreement: Agreement) -> None:
    """Raise Refused where the part may not be put in although the swap was approved.

    A swap that was approved within the term is approved again where the term has ended since, for a contract that owes no
    swaps for life (C8); and a unit that has to be back first is waited for.
    """
    day = record.day_of(told, agreement.zone)
    terms = agreement.terms_on(day)
    lifelong = any(each.service == _LIFELONG for each in terms.contract.lifelong_services)
    if lifelong or terms.serves(day):
        return
    approved = record.last("approved")
    approved_on = record.day_of(approved, agreement.zone) if approved is not None else day
    if agreement.terms_on(approved_on).serves(approved_on):
        raise Refused("swap.term-over", swap=record.id, end=terms.period.last)


def insist_on_same_unit(record: SwapRecord, told: SwapTold) -> None:
    """Raise UsageError where what is said to be repaired has another serial number than what went to the maker, or what is
    said to be replaced has the same.
    """
    values = {"swap": record.id, "serial": told.serial, "sent": record.proposed.serial_out}
    same = told.serial == record.proposed.serial_out
    if told.result == "repaired" and not same:
        raise UsageError("swap.repaired-other", **values)
    if told.result == "replaced" and same:
        raise UsageError("swap.replaced-same", **values)


def unit_first(warranty: Warranty | None) -> Clause | None:
    """The clause by which the old unit has to be back before a new one is sent; None where there is none."""
    swap = warranty.swap if warranty is not None else None
    if warranty is None or swap is None:
        return None
    if swap.receipt == "before_delivery":
        return "Warranty", warranty.id, ("swap", "receipt")
    return ("Warranty", warranty.id, ("swap", "delivery")) if swap.delivery == "received" else None
