"""What a swap still owes: the customer's remedies with their times, and what has to come back, be examined or be signed. Pure.

C6: a loaner until the repaired unit is back. C7: the faulty unit is examined, its cause found, a warning issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import ServiceLevel, SwapTerms, Warranty
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word
from fieldops.errors import Named
from fieldops.records.swap_events import SwapTold
from fieldops.service.orders import Order
from fieldops.service.swaps import SwapRecord
from fieldops.sla.clocks import limit_of
from fieldops.sla.timetable import Timetable
from fieldops.structs import Struct
from fieldops.warranty.verdict import OfferedRemedy, Verdict

# The rule of the reasons that say what a swap owes.
SWAP = "swap"


class RemedyOwed(Struct, frozen=True):
    """A remedy that the customer gets, and when at the latest; None: the contract gives no time for it, or none can be counted."""

    offered: OfferedRemedy
    due: datetime | None = None


def remedies_owed(
    verdict: Verdict, timetable: Timetable | None, reported: datetime
) -> tuple[RemedyOwed, ...]:
    """What the customer gets for a fault that is covered, and until when, counted from the report. C6 C7"""
    return tuple(RemedyOwed(each, _due(each, timetable, reported)) for each in verdict.remedies)


def _due(offered: OfferedRemedy, timetable: Timetable | None, reported: datetime) -> datetime | None:
    remedy = offered.remedy
    clock = timetable.clocks.get(remedy.clock) if timetable is not None else None
    if remedy.within is None or clock is None:
        return None
    return clock.due(reported, limit_of(remedy.within, remedy.clock)).at


def owed_of_swap(record: SwapRecord, agreement: Agreement) -> tuple[Reason, ...]:
    """What is still to be done about a swap, each with its clause; of one that was refused or undone only
    what is not back: the loaner, a part out of a store.
    """
    return tuple(_owed(record, agreement))


def owed_of_swaps(order: Order, agreement: Agreement) -> tuple[Reason, ...]:
    """What is still to be done about all swaps of an order."""
    return tuple(reason for each in order.swaps for reason in owed_of_swap(each, agreement))


def _owed(record: SwapRecord, agreement: Agreement) -> Iterator[Reason]:
    warranty = _warranty(agreement, record)
    if record.is_open:
        yield _open(f"swap.owed-{record.state}", record)
    if record.loaner is not None:
        yield _open(
            "swap.owed-loaner", record, _remedy_clause(warranty, "loaner"), serial=record.loaner.serial
        )
    for serial, stock in record.adrift:
        yield _open("swap.owed-adrift", record, serial=serial, stock=stock)
    unit = record.with_maker
    if unit is not None and unit.owner == "customer":
        yield _open("swap.owed-unit-back", record)
    if record.carried_out is not None:
        terms = agreement.terms_on(record.proposed.day).contract
        yield from _after(record, warranty, agreement.level(terms))


def _after(record: SwapRecord, warranty: Warranty | None, level: ServiceLevel | None) -> Iterator[Reason]:
    """What comes after a part was replaced: the form, the old part, its examination and the warning."""
    wanted = {"engineer"}
    if level is None or level.closing is None or level.closing.customer_signature:
        wanted.add("customer")
    for by in sorted(wanted - {each.by for each in record.told if each.kind == "signed"}):
        yield _open("swap.owed-signature", record, by=word(by))
    swap = warranty.swap if warranty is not None else None
    if _comes_back(swap) and record.last("unit_received", "sent_to_maker", "examined") is None:
        clause: Clause | None = (
            ("Warranty", warranty.id, ("swap", "receipt")) if warranty is not None else None
        )
        yield _open("swap.owed-unit", record, clause)
    yield from _examination(record, warranty)


def _comes_back(swap: SwapTerms | None) -> bool:
    return swap is not None and swap.receipt in ("before_delivery", "after_delivery")


def _examination(record: SwapRecord, warranty: Warranty | None) -> Iterator[Reason]:
    rule = warranty.after_replacement if warranty is not None else None
    if rule is None or warranty is None:
        return

    def clause(field: str) -> Clause:
        return "Warranty", warranty.id, ("after_replacement", field)

    examined = record.last("examined")
    if rule.examine and examined is None:
        yield _open("swap.owed-examination", record, clause("examine"))
    if rule.find_cause and not _has_cause(examined):
        yield _open("swap.owed-cause", record, clause("find_cause"))
    if rule.early_warning and record.last("warned") is None:
        yield _open("swap.owed-warning", record, clause("early_warning"))


def _has_cause(examined: SwapTold | None) -> bool:
    return examined is not None and examined.cause not in (None, "unknown")


def _warranty(agreement: Agreement, record: SwapRecord) -> Warranty | None:
    """The warranty by which the swap was approved; None where it is not covered, or not approved yet."""
    approved = record.last("approved")
    named = approved.warranty if approved is not None else None
    return agreement.warranties.get(named) if named is not None else None


def _remedy_clause(warranty: Warranty | None, kind: str) -> Clause | None:
    for at, remedy in enumerate(warranty.remedies if warranty is not None else ()):
        if remedy.kind == kind and warranty is not None:
            return "Warranty", warranty.id, ("remedies", at)
    return None


def _open(code: str, record: SwapRecord, clause: Clause | None = None, **values: object) -> Reason:
    return Reason(rule=SWAP, result="no", said=Named(code, swap=record.id, **values), clause=clause)


def still_handed_out(record: SwapRecord, order: Order) -> tuple[str, ...]:
    """After a part was put in: the serial numbers of what stores handed out for this very part and nobody has put in."""
    told = record.told[-1] if record.told else None
    if told is None or told.kind != "carried_out":
        return ()
    same = [
        each
        for each in (*record.issued, *order.unaccounted)
        if each.part_no == (told.part_no or record.proposed.part_no)
    ]
    return tuple(sorted({serial for each in same for serial in each.serials} - record.used))
