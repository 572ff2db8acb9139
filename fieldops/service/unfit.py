"""Who was sent, or has signed, without being whom the contract asks for: recorded as it happened, and told. B2, B6. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.duty import lacking
from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word
from fieldops.errors import Named
from fieldops.records.stock_events import StockMoved
from fieldops.service.closing import signers_instead
from fieldops.service.orders import Order, terms_of


def unfit(order: Order, agreement: Agreement, level: ServiceLevel) -> tuple[Reason, ...]:
    """Each assignment to somebody without a qualification that the contract asks for, each signature that it does not take in
    the place of the customer's, and each of somebody whom the customer has not named for it; with the clause.
    """
    return (
        *_unqualified(order, agreement),
        *_signatures(order, level),
        *_not_for_them(order, agreement, level),
    )


def asked_for(order: Order, agreement: Agreement) -> tuple[tuple[str, ...], Clause | None]:
    """The qualifications that the contract asks of whoever is sent for such a request, else of whoever works on the order's
    equipment; and where it says so.
    """
    terms = terms_of(order, agreement).contract
    level = agreement.level(terms)
    asset = asset_of(terms, order.opened.asset) if order.opened.asset is not None else None
    if level is None:
        return (), None
    for index, request in enumerate(level.requests):
        if request.id == order.opened.request and request.qualifications:
            return request.qualifications, ("ServiceLevel", level.id, ("requests", index, "qualifications"))
    if level.handling is None or asset is None:
        return (), None
    for index, each in enumerate(level.handling.qualifications):
        if each.category == asset.category:
            return each.qualifications, ("ServiceLevel", level.id, ("handling", "qualifications", index))
    return (), None


def _unqualified(order: Order, agreement: Agreement) -> Iterator[Reason]:
    wanted, clause = asked_for(order, agreement)
    for each in order.told:
        person = agreement.team.person(each.person) if agreement.team and each.person else None
        if each.kind != "assigned" or person is None:
            continue
        if lacks := lacking(person, wanted, each.time.astimezone(agreement.zone).date()):
            said = Named("order.unqualified", person=person.name, lacks=", ".join(lacks))
            yield Reason(rule="qualification", result="no", said=said, clause=clause)


def parts_out(order: Order) -> tuple[Reason, ...]:
    """What was handed out for the order and is by nothing that was told put in, lent, used or brought back. C8

    No contract asks for it before an order is closed: it is told, and keeps nothing open.
    """
    return tuple(
        Reason(
            rule="parts",
            result="no",
            said=Named(
                "order.part-out", serial=serial, part=each.part_no, stock=each.stock, person=_taken_by(each)
            ),
        )
        for each in order.unaccounted
        for serial in each.serials
    )


def _taken_by(moved: StockMoved) -> object:
    return moved.person or (moved.by.name if moved.by is not None else "-")


def _signatures(order: Order, level: ServiceLevel) -> Iterator[Reason]:
    rule = level.closing
    if rule is None or not rule.customer_signature:
        return
    clause: Clause = ("ServiceLevel", level.id, ("closing", "customer_signature"))
    for each in order.told:
        if each.kind == "signed" and each.by not in (None, "customer", *signers_instead(rule)):
            said = Named("order.signed-by-other", by=word(each.by or ""))
            yield Reason(rule="signature", result="no", said=said, clause=clause)


def _not_for_them(order: Order, agreement: Agreement, level: ServiceLevel) -> Iterator[Reason]:
    """Who of the customer has signed a sheet without the duty to accept work, where the customer has named somebody for it."""
    contacts = terms_of(order, agreement).contract.customer.contacts
    may = tuple(each.name for each in contacts if "acceptance" in each.duties)
    if not may or level.closing is None or not level.closing.customer_signature:
        return
    clause: Clause = ("ServiceLevel", level.id, ("closing", "customer_signature"))
    for each in order.told:
        if each.kind == "signed" and each.contact is not None and each.contact not in may:
            said = Named("order.signed-without-acceptance", who=each.contact, named=may)
            yield Reason(rule="signature", result="no", said=said, clause=clause)
