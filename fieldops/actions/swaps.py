"""Swaps as people use them: proposing one for an order, telling what happens to it, and seeing what became of all of them.

A contract's stream is written only as long as it was when it was read: of two who decide about the same part, one wins and
the other is told. Does not live here: any rule (`fieldops.service`), the change of the contract's files (`swap_patches`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import recorded_member
from fieldops.actions.handed_in import bytes_of
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.orders import View
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.swap_cases import FACTS, Case, SwapView, case_of
from fieldops.actions.swap_records import all_swaps, where_is, with_issued
from fieldops.actions.swap_stock import bring_back, insist_on_origin, located, take_out
from fieldops.actions.swap_words import Word, told_of_swap
from fieldops.contracts.model import Asset
from fieldops.contracts.spoken import offered
from fieldops.contracts.swapped_parts import is_listed
from fieldops.contracts.wording import moment
from fieldops.dates.instants import utc
from fieldops.documents.choices import nearest
from fieldops.errors import Named, Refused, UsageError
from fieldops.records.codecs import encode
from fieldops.records.log import Conflict, Log
from fieldops.records.moments import whole_seconds
from fieldops.records.swap_events import SwapProposed, SwapTold, swaps_stream
from fieldops.service.orders import level_of
from fieldops.service.swap_approval import (
    insist_on_approval,
    insist_on_carrying_out,
    insist_on_no_approval,
    insist_on_same_unit,
    unit_first,
)
from fieldops.service.swaps import (
    SwapRecord,
    out_of_order,
    possible,
)
from fieldops.sla.moments import in_zone, read_moment
from fieldops.structs import Struct, replaced
from fieldops.warranty.claim import CLAIMED_CAUSES, known_word
from fieldops.warranty.parts import BuiltIn, part_number, parts_meant

# So often the swaps are read again because somebody else has written to them meanwhile.
_TRIES = 5
# What is taken out of a spare-parts store, where it lies in one.
_TAKEN = ("carried_out", "loaner_out")
_BACK = "back_from_maker"


class Wanted(Struct, frozen=True):
    """A swap that somebody wants, as it was typed; without `asset` of the equipment that the order is about."""

    order: str
    part: str
    serial_out: str
    asset: str | None = None
    cause: str | None = None
    facts: Mapping[str, bool] = {}
    slot: str | None = None
    time: str | None = None
    by: str | None = None


# --- proposing ----------------------------------------------------------------------------------------------


def propose(root: Path, wanted: Wanted, now: datetime) -> SwapView:
    """Record that a part should be replaced, and say whether it is covered, by which clause, and what is owed.

    Raises UsageError for an order, equipment or a part that there is none of, for a part that is somewhere else, and for a
    time that cannot be; Refused where the order is closed or the part is being replaced already.
    """
    _insist_on_store(root)
    with closing(open_store(root)) as log:
        tried = 0
        while True:
            tried += 1
            case = case_of(root, log, wanted.order, now)
            record = SwapRecord(_proposed(case, wanted, now))
            view = case.view(record, now)
            try:
                stream = swaps_stream(record.proposed.contract)
                log.append(stream, [encode(record.proposed)], expected=case.size)
            except Conflict:
                if tried == _TRIES:
                    raise
                continue
            return view


def _insist_on_store(root: Path) -> None:
    open_workspace(root, judged=False)
    if not store_path(root).exists():
        raise UsageError("order.none")


def _proposed(case: Case, wanted: Wanted, now: datetime) -> SwapProposed:
    order, zone = case.order.order, case.order.agreement.zone
    if case.order.standing.is_over:
        raise Refused("swap.order-closed", order=order.id)
    asset = _asset(case, wanted)
    day = order.opened.reported.astimezone(zone).date()
    part = _part(case, asset, wanted, day)
    _insist_on_one(case, asset, wanted.serial_out)
    by = recorded_member(case.order.agreement, wanted.by) if wanted.by else None
    at = whole_seconds(in_zone(now, zone))
    time = whole_seconds(in_zone(read_moment(wanted.time, zone, latest=now), zone)) if wanted.time else at
    if utc(time) > utc(now) or utc(time) < utc(order.opened.reported):
        values = {"at": moment(time, zone), "now": moment(now, zone)}
        values["reported"] = moment(order.opened.reported, zone)
        raise UsageError("swap.proposed-when", order=order.id, **values)
    return SwapProposed(
        swap=_next_number(case, order.id),
        contract=order.opened.contract,
        order=order.id,
        asset=asset.id,
        part_no=part.part_no,
        serial_out=wanted.serial_out,
        day=day,
        time=time,
        at=at,
        cause=known_word(wanted.cause, CLAIMED_CAUSES, "cause") if wanted.cause else "unknown",
        slot=wanted.slot or _slot(asset, part),
        facts=tuple(sorted({**_facts_of(case.order), **wanted.facts}.items())),
        by=by,
    )


def _next_number(case: Case, order: str) -> str:
    count = sum(each.proposed.order == order for each in case.records.values())
    return f"{order}-S{count + 1}"


def _asset(case: Case, wanted: Wanted) -> Asset:
    name = wanted.asset or case.order.order.opened.asset
    if name is None:
        named: dict[str, object] = {each.id: each.name or each.id for each in case.order.agreement.assets}
        raise UsageError("swap.which-asset", order=wanted.order, choices=offered("", named))
    return case.desk.decider.judge.register.find(name)[1]


def _part(case: Case, asset: Asset, wanted: Wanted, day: date) -> BuiltIn:
    """The part that is taken out; what is not in that equipment is refused with where it is, or with what is there."""
    catalogues = case.desk.decider.judge.catalogues
    number = part_number(asset, wanted.part, catalogues)
    if wanted.serial_out == asset.serial:
        return BuiltIn(number, asset.serial, asset.category, None)
    found = where_is(case.workspace, all_swaps(case.log), wanted.serial_out)
    if found is not None and found[0] != asset.id:
        raise UsageError("swap.serial-elsewhere", serial=wanted.serial_out, asset=asset.id, where=found[1])
    if not any(part.serial for part in asset.parts) and not asset.swaps:
        # A list of parts that is not kept knows of no part: the number alone has to be known.
        return parts_meant(asset, number, None, day, catalogues)[0]
    part = parts_meant(asset, number, wanted.serial_out, day, catalogues)[0]
    now_there = {
        each.serial for each in parts_meant(asset, number, None, date.max, catalogues) if each.present
    }
    if part.serial not in now_there:
        known = sorted(each for each in now_there if each is not None)
        raise UsageError(
            "swap.not-there-now",
            serial=wanted.serial_out,
            asset=asset.id,
            choices=nearest(wanted.serial_out, known),
        )
    return part


def _slot(asset: Asset, part: BuiltIn) -> str | None:
    if part.index is not None:
        return asset.parts[part.index].slot
    return asset.swaps[part.swaps[-1]].slot if part.swaps else None


def _insist_on_one(case: Case, asset: Asset, serial: str) -> None:
    for each in case.records.values():
        if each.is_open and (each.proposed.asset, each.proposed.serial_out) == (asset.id, serial):
            raise Refused("swap.proposed-already", swap=each.id, serial=serial)


def _facts_of(view: View) -> dict[str, bool]:
    """What the order says of the facts that remedies depend on: whether it can be mended from afar, and whether a solution
    came in the time that the contract gives for one. C7
    """
    facts = {name: value for name, value in view.order.opened.facts if name in FACTS}
    states = view.standing.status.states if view.standing.status is not None else ()
    plans = {
        each.state
        for each in states
        if each.deadline.kind == "milestone" and each.deadline.milestone == "plan"
    }
    if "late" in plans or "due" in plans:
        facts["solution_in_time"] = False
    elif "met" in plans:
        facts["solution_in_time"] = True
    return facts


# --- telling ------------------------------------------------------------------------------------------------


def tell(root: Path, id: str, said: Word, now: datetime) -> tuple[SwapView, int]:
    """Record that something happened to a swap; the swap as it stands then, and how much of it was new (0 or 1).

    Raises UsageError for a swap that there is none of, a time or a serial number that cannot be, Refused for what may not be
    yet, or not any more.
    """
    _insist_on_store(root)
    with closing(open_store(root)) as log:
        tried = 0
        while True:
            tried += 1
            case, record = _found(root, log, id, now)
            told = _with_warranty(case, record, told_of_swap(case, record, said, now), now)
            if told.kind in _TAKEN:
                told = located(root, record, told, now)
            if _is_known(record, told):
                return case.view(record, now), 0
            _insist_on_sense(case, record, told, now)
            taken = _move_in_store(root, record, told, now)
            try:
                stream = swaps_stream(record.proposed.contract)
                files = bytes_of(said.file, said.signature)
                log.append(stream, [encode(told)], expected=case.size, blobs=files)
            except Conflict:
                # Somebody else was first: what was taken for nothing goes back before it is decided again.
                if taken:
                    bring_back(root, told, told, now)
                if tried == _TRIES:
                    raise
                continue
            after = _found(root, log, id, now)
            return after[0].view(after[1], now), 1


def _found(root: Path, log: Log, id: str, now: datetime) -> tuple[Case, SwapRecord]:
    every = all_swaps(log)
    record = next((records[id] for records in every.values() if id in records), None)
    if record is None:
        known = [each for records in every.values() for each in records]
        if not known:
            raise UsageError("swap.none")
        raise UsageError("swap.no-such", swap=id, choices=nearest(id, known))
    case = case_of(root, log, record.proposed.order, now)
    # As the case has it: what somebody else has told meanwhile is in what is decided, or the log has moved on (`expected`).
    return case, with_issued(log, {id: case.records[id]})[id]


def _is_known(record: SwapRecord, told: SwapTold) -> bool:
    bare = replaced(told, file=None, signature=None)
    return any(replaced(each, at=told.at, file=None, signature=None) == bare for each in record.told)


def _with_warranty(case: Case, record: SwapRecord, told: SwapTold, now: datetime) -> SwapTold:
    """An approval with the warranty that it is by."""
    if told.kind != "approved":
        return told
    verdict = case.decision(record, now).verdict
    one = verdict.warranty if verdict.outcome == "covered" else None
    return replaced(told, warranty=one.warranty.id if one is not None else None)


def _move_in_store(root: Path, record: SwapRecord, told: SwapTold, now: datetime) -> bool:
    """Have the spare-parts store give out, or take back, what was told; whether it has given something out."""
    if told.kind == "loaner_back":
        bring_back(root, record.loaner, told, now)
    if told.kind == "undone":
        bring_back(root, record.carried_out, told, now)
    return told.kind in _TAKEN and take_out(root, record, told, now)


def _insist_on_sense(case: Case, record: SwapRecord, told: SwapTold, now: datetime) -> None:
    zone = case.order.agreement.zone
    if utc(told.time) > utc(now):
        raise UsageError("log.future", at=moment(told.time, zone), now=moment(now, zone))
    wrong = out_of_order(record.with_told(told))
    if wrong is not None:
        each, before = wrong
        choices = tuple(Named(f"swap.event-{kind}") for kind in possible(before))
        raise Refused(
            "swap.not-then" if choices else "swap.over-then",
            swap=record.id,
            kind=Named(f"swap.event-{each.kind}"),
            at=moment(each.time, zone),
            state=Named(f"swap.state-{before.state}"),
            choices=choices,
        )
    match told.kind:
        case "approved":
            _insist_on_approval(case, record, told, now)
        case "carried_out":
            _insist_on_carrying_out(case, record, told, now)
            _insist_on_origin(case, record, told, now)
        case "loaner_out":
            _insist_on_free(case, record, told)
            _insist_on_origin(case, record, told, now)
        case "back_from_maker":
            insist_on_same_unit(record, told)
        case "undone":
            _insist_on_undoing(case, record)
        case _:
            pass


def _insist_on_approval(case: Case, record: SwapRecord, told: SwapTold, now: datetime) -> None:
    verdict = case.decision(record, now).verdict
    agreement = case.order.agreement
    insist_on_no_approval(record, told, agreement)
    level = level_of(case.order.order, agreement)
    insist_on_approval(record, told, verdict, case.order.order, level, agreement.zone)


def _insist_on_carrying_out(case: Case, record: SwapRecord, told: SwapTold, now: datetime) -> None:
    insist_on_carrying_out(record, told, case.order.agreement)
    decision = case.decision(record, now)
    one = decision.verdict.warranty
    clause = unit_first(one.warranty if one is not None and decision.outcome == "covered" else None)
    if clause is not None and record.last("unit_received", "sent_to_maker") is None:
        place = case.desk.position(clause)
        raise Refused("swap.unit-first", swap=record.id, where=f"{place.path}:{place.line}")
    if told.serial == record.proposed.serial_out:
        raise UsageError("swap.same-serial", serial=told.serial)
    if told.part_no is not None and told.part_no != record.proposed.part_no:
        _insist_on_fitting(case, record, told.part_no)
    _insist_on_free(case, record, told)


def _insist_on_fitting(case: Case, record: SwapRecord, part_no: str) -> None:
    catalogues = case.desk.decider.judge.catalogues
    model = case.desk.decider.judge.register.find(record.proposed.asset)[1].model
    if not catalogues.of(part_no, model):
        names: dict[str, object] = {no: catalogues.entries[no][0][1].name for no in catalogues.fitting(model)}
        raise UsageError(
            "swap.does-not-fit", part=part_no, model=model or "-", choices=offered(part_no, names)
        )


def _insist_on_free(case: Case, record: SwapRecord, told: SwapTold) -> None:
    """That what is put in or lent is nowhere else in the world we know."""
    assert told.serial is not None
    every = {**all_swaps(case.log), record.proposed.contract: dict(case.records)}
    found = where_is(case.workspace, every, told.serial)
    lent = record.loaner is not None and record.loaner.serial == told.serial
    if found is not None and not lent:
        raise UsageError("swap.serial-in-use", serial=told.serial, where=found[1])


def _insist_on_origin(case: Case, record: SwapRecord, told: SwapTold, now: datetime) -> None:
    """That what is from no store is known from somewhere, or it is said why; what was taken out, or came back, is known."""
    every = {**all_swaps(case.log), record.proposed.contract: dict(case.records)}
    came = {
        serial
        for records in every.values()
        for each in records.values()
        for serial in (each.proposed.serial_out, *(one.serial for one in each.told if one.kind == _BACK))
    }
    replaced_before = (swap.removed_serial for asset in case.order.agreement.assets for swap in asset.swaps)
    if told.serial not in came and told.serial not in set(replaced_before):
        insist_on_origin(case.workspace.root, record, case.order.order, told, now)


def _insist_on_undoing(case: Case, record: SwapRecord) -> None:
    swap = record.swap(case.order.agreement.zone)
    if swap is None or record.carried_out is None:
        return
    said = [each for each in case.order.order.told if each.kind in ("resolved", "reported_again")]
    solved = [each for each in said[-1:] if each.kind == "resolved"]
    if solved and utc(solved[-1].time) >= utc(record.carried_out.time):
        # A fault is not solved by a part that was never put in.
        at = moment(solved[-1].time, case.order.agreement.zone)
        raise Refused("swap.solved-by-it", swap=record.id, order=record.proposed.order, at=at)
    asset = next(each for each in case.order.agreement.assets if each.id == record.proposed.asset)
    if is_listed(asset, swap):
        file, path = case.order.agreement.asset_places[case.order.agreement.assets.index(asset)]
        place = file.position(*path, "swaps")
        raise Refused("swap.in-the-files", swap=record.id, where=f"{place.path}:{place.line}")
    for each in case.records.values():
        if each.carried_out is not None and each.proposed.serial_out == swap.installed_serial:
            raise Refused("swap.built-upon", swap=record.id, other=each.id)


# --- looking ------------------------------------------------------------------------------------------------


def swap_called(root: Path, id: str, now: datetime) -> SwapView:
    """The swap of that number, as it stands. Raises UsageError where there is none, Broken when its stream was changed."""
    _insist_on_store(root)
    with closing(open_store(root)) as log:
        case, record = _found(root, log, id, now)
        return case.view(record, now)


class Listed(Struct, frozen=True):
    """Swaps, the first proposed first."""

    records: tuple[SwapRecord, ...]


def list_swaps(root: Path, contract: str | None = None, order: str | None = None) -> Listed:
    """The swaps of all contracts, of one, or of an order. Raises Broken when a stream was changed."""
    workspace = open_workspace(root, judged=False)
    if contract is not None:
        contract = need_agreement(workspace, contract, TIMES).id
    if not store_path(root).exists():
        return Listed(())
    with closing(open_store(root)) as log:
        every = all_swaps(log)
    found = [
        each
        for id, records in every.items()
        for each in records.values()
        if contract in (None, id) and order in (None, each.proposed.order)
    ]
    return Listed(tuple(sorted(found, key=lambda each: (utc(each.proposed.time), each.id))))
