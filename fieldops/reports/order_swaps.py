"""The swap form of an order (更换单): which part was taken out, which was put in, by which clause, and who has signed. Pure.

C6, C7, C8. One form for all swaps of an order that were approved; one that is not carried out yet has empty lines for a pen.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.wording import word
from fieldops.errors import Named, Refused
from fieldops.reports.order_view import Field, PaperPart, PaperSignature
from fieldops.reports.order_words import (
    Subject,
    engineers_of,
    equipment_named,
    evidence_of,
    fee_of,
    reported_part,
    signature,
    signer_of,
)
from fieldops.service.swaps import SwapRecord

_ON_THE_FORM = ("approved", "carried_out", "repaired")
# Who signs it.
_SIGNERS = ("engineer", "customer")


def swap_form(about: Subject) -> tuple[tuple[PaperPart, ...], tuple[PaperSignature, ...]]:
    """What stands on the form, and who signs it. Raises Refused where no swap of the order was approved."""
    found = [each for each in about.order.swaps if each.state in _ON_THE_FORM]
    if not found:
        raise Refused("paper.no-swap", order=about.order.id)
    parts = (reported_part(about), *(_swap(about, each) for each in found))
    names = {"engineer": engineers_of(about), "customer": signer_of(about)}
    return parts, tuple(_signature(about, found, each, names[each]) for each in _SIGNERS)


def _swap(about: Subject, record: SwapRecord) -> PaperPart:
    proposed, done, field = record.proposed, record.carried_out, about.field
    asset = next((each for each in about.agreement.assets if each.id == proposed.asset), None)
    equipment = equipment_named(about, asset) if asset is not None else about.value(proposed.asset)
    taken_in = about.value(done.part_no or proposed.part_no) if done is not None else ""
    rows: list[tuple[Field, ...]] = [
        (field("swapped-in", equipment),),
        (field("part-out", about.value(proposed.part_no)), field("serial-out", about.value(proposed.serial_out))),
        (field("part-in", taken_in), field("serial-in", about.value(done.serial) if done is not None else "")),
        (field("slot", about.value(proposed.slot)), field("from-store", _store(about, done.stock) if done is not None else "")),
        (field("carried-out", about.time(done.time) if done is not None else ""), field("cause", about.value(word(record.cause, "cause")))),
        (field("approved", _approved(about, record)),),
        _basis(about, record),
        *_loaner(about, record),
        *_old_part(about, record),
        *_maker(about, record),
    ]  # fmt: skip
    return PaperPart(about.told("part-swap", swap=record.id), tuple(rows))


def _approved(about: Subject, record: SwapRecord) -> str:
    told = record.last("approved")
    if told is None:
        return ""
    position = about.value(word(told.by)) if told.by else ""
    who = about.person(told.person) or about.value(told.contact)
    return " ".join(each for each in (position, who, about.time(told.time)) if each)


def _basis(about: Subject, record: SwapRecord) -> tuple[Field, ...]:
    """The warranty by which it was approved; that none covers it, where none does, with the fee that was agreed."""
    told = record.last("approved")
    warranty = about.agreement.warranties.get(told.warranty or "") if told is not None else None
    if warranty is not None:
        title, printed = about.text(warranty.title), warranty.clause
        said = (
            about.told("clause-in", title=title, clause=printed)
            if printed
            else about.told("clause-of", title=title)
        )
        return (about.field("clause", said),)
    if told is None:
        return (about.field("clause", ""),)
    fee = fee_of(about)
    said = about.told("not-covered" if fee else "not-covered-unsaid")
    return about.field("clause", said), about.field("fee", fee)


def _loaner(about: Subject, record: SwapRecord) -> Iterator[tuple[Field, ...]]:
    """What was lent meanwhile, and when it came back."""
    lent, back = record.last("loaner_out"), record.last("loaner_back")
    if lent is not None:
        said = f"{lent.serial or ''} {about.time(lent.time)}".strip()
        returned = about.time(back.time) if back is not None and record.loaner is None else ""
        yield about.field("loaner", about.value(said)), about.field("loaner-back", returned)


def _old_part(about: Subject, record: SwapRecord) -> Iterator[tuple[Field, ...]]:
    """When the old part came back, and what its examination found."""
    received, examined = record.last("unit_received"), record.last("examined")
    if record.carried_out is not None:
        yield (
            about.field("old-part", about.time(received.time) if received is not None else ""),
            about.field("examined", about.value(examined.result) if examined is not None else ""),
        )


def _maker(about: Subject, record: SwapRecord) -> Iterator[tuple[Field, ...]]:
    """When a unit went to the maker and whose it is there; what came back, and until when the maker vouches for it. C8"""
    sent, back = record.last("sent_to_maker"), record.last("back_from_maker")
    if sent is None:
        return
    whose = about.told("of-maker", at=about.time(sent.time), owner=Named(f"swap.word-{sent.owner}"))
    returned = ""
    if back is not None:
        until = (Named("swap.warranted-until", day=back.until.isoformat()),) if back.until else ()
        said = (about.time(back.time), Named(f"swap.word-{back.result}"), back.serial or "", *until)
        returned = about.joined(each if isinstance(each, str) else about.value(each) for each in said if each)
    yield about.field("to-maker", whose), about.field("from-maker", returned)


def _store(about: Subject, id: str | None) -> str:
    """The name of a store of spare parts; the id of one that is no longer there."""
    return about.value(about.stores.get(id, id)) if id is not None else ""


def _signature(about: Subject, records: list[SwapRecord], by: str, name: str) -> PaperSignature:
    """Room for a signature, with what is on record of who signed: of each swap the last time."""
    found: list[str] = []
    dated, whose = [], []
    for record in records:
        told = [each for each in record.told if each.kind == "signed" and each.by == by]
        if told:
            # Which of several it is for.
            number = record.id if len(records) > 1 else ""
            found.append(" ".join(each for each in (number, evidence_of(about, told[-1])) if each))
            dated.append(told[-1].time)
            whose.append(about.person(told[-1].person) or about.value(told[-1].contact))
    name = about.joined([each for each in dict.fromkeys(whose) if each]) or name
    return signature(about, by, name, about.joined(found), max(dated, default=None))
