"""How swaps are shown: a table, one with its decision and all that happened, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import clause_data, day_data, instant_data
from fieldops.cli.output import Session, print_line
from fieldops.cli.reason_forms import reason_lines, reasons_data
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment, word
from fieldops.messages import CATALOGUE, joined
from fieldops.service.swap_dues import RemedyOwed, owed_of_swap, remedies_owed
from fieldops.service.told_names import person_named
from fieldops.structs import Struct

if TYPE_CHECKING:
    from fieldops.actions.swap_alike import AlikeEquipment
    from fieldops.actions.swap_cases import SwapView
    from fieldops.actions.swap_stock import Offered
    from fieldops.contracts.agreement import Agreement
    from fieldops.contracts.reasons import Reason
    from fieldops.records.stock_events import StockMoved
    from fieldops.records.swap_events import SwapTold
    from fieldops.service.fitting import Fit
    from fieldops.service.swaps import SwapRecord

# What belongs to what was told, in the order in which it is read.
_TEXTS = ("warranty", "serial", "part_no", "stock", "result", "reason", "evidence", "note")


def print_swaps(session: Session, records: Sequence[SwapRecord]) -> None:
    """A table of swaps."""
    names = ("swap", "asset", "part", "out", "in", "state")
    rows = [
        [
            each.id,
            each.proposed.asset,
            each.proposed.part_no,
            each.proposed.serial_out,
            (each.carried_out.serial or "") if each.carried_out is not None else "",
            session.say(f"swap.state-{each.state}"),
        ]
        for each in records
    ]
    print_table(session, [session.say(f"swap.column-{name}") for name in names], rows)


def remedies(view: SwapView) -> tuple[RemedyOwed, ...]:
    """What the customer gets, and until when."""
    return remedies_owed(view.decision.verdict, view.order.timetable, view.order.order.opened.reported)


def owed(view: SwapView) -> tuple[Reason, ...]:
    """What is still to be done about it."""
    return owed_of_swap(view.record, view.order.agreement)


class Beside(Struct, frozen=True):
    """What is shown beside a swap: what fits it in the stores, and which equipment is like the faulty one."""

    stores: Offered
    alike: tuple[AlikeEquipment, ...] = ()


def print_swap(session: Session, view: SwapView, beside: Beside, whole: bool) -> None:
    """One swap; `whole`: with the warranty's decision and why."""
    from fieldops.cli.decision_forms import text_lines

    record, zone = view.record, view.order.agreement.zone
    proposed = record.proposed
    head = session.say(
        "swap.head",
        swap=record.id,
        part=proposed.part_no,
        serial=proposed.serial_out,
        asset=proposed.asset,
        state=session.say(f"swap.state-{record.state}"),
    )
    print_line(session.paint(head, "heading"))
    if whole:
        for line in text_lines(view.desk, view.decision, session):
            print_line(line)
        if (done := record.carried_out) is not None:
            # Else "not covered from tomorrow on" reads as if the warranty ended.
            day = done.time.astimezone(zone).date()
            print_line(session.say("swap.out-since", serial=proposed.serial_out, day=day))
        _print_list(session, "swap.remedies", list(_remedy_lines(session, view)))
        _print_list(session, "swap.spares", [_fit_line(session, each) for each in beside.stores.spares])
        if view.record.is_open and not beside.stores.spares:
            print_line(session.say("swap.no-spare"))
        _print_list(session, "swap.loaners", [_fit_line(session, each) for each in beside.stores.loaners])
        out = [_out_line(session, each) for each in view.order.order.unaccounted]
        _print_list(session, "swap.unaccounted", out)
    elif record.is_open:
        # What has just been told may have decided it.
        line = next(iter(text_lines(view.desk, view.decision, session)))
        print_line(session.say("swap.decided", decision=line))
    _print_list(session, "swap.alike", [_alike_line(session, each) for each in beside.alike])
    open_now = owed(view)
    if open_now:
        print_line(session.paint(session.say("swap.owed"), "heading"))
        for line in reason_lines(open_now, view.order.agreement.position, session):
            print_line(line)
    print_line(session.paint(session.say("order.history"), "heading"))
    by = session.value(proposed.by.name) if proposed.by is not None else ""
    print_line(_line(session, moment(proposed.time, zone), session.say("swap.event-proposed"), by))
    for told in record.told:
        what = event_word(session, told.kind)
        print_line(
            _line(session, moment(told.time, zone), what, _details(session, told, view.order.agreement))
        )


def _print_list(session: Session, heading: str, lines: Sequence[str]) -> None:
    if lines:
        print_line(session.paint(session.say(heading), "heading"))
    for line in lines:
        print_line(f"  - {line}")


def _remedy_lines(session: Session, view: SwapView) -> Iterator[str]:
    zone = view.order.agreement.zone
    for each in remedies(view):
        remedy = each.offered.remedy
        place = view.desk.position(each.offered.clause)
        what = session.value(word(remedy.kind))
        if not each.offered.certain and remedy.when is not None:
            what = session.say("swap.remedy-if", what=what, when=session.value(word(remedy.when)))
        code = "swap.remedy" if each.due is None else "swap.remedy-until"
        at = moment(each.due, zone) if each.due is not None else ""
        yield session.say(code, what=what, at=at, where=f"{place.path}:{place.line}")


def _fit_line(session: Session, fit: Fit) -> str:
    serials = [each.serial for each in fit.pieces if each.serial is not None]
    values = {"part": fit.part.part_no, "free": fit.free, "stock": fit.stock.title}
    code = "swap.fit" if serials else "swap.fit-uncounted"
    return session.say(code, **values, **({"serials": ", ".join(serials)} if serials else {}))


def _out_line(session: Session, moved: StockMoved) -> str:
    values = {"serial": ", ".join(moved.serials), "part": moved.part_no, "stock": moved.stock}
    person = moved.person or (moved.by.name if moved.by is not None else "-")
    return session.say("swap.unaccounted-line", day=moved.time.date().isoformat(), person=person, **values)


def _alike_line(session: Session, each: AlikeEquipment) -> str:
    traits = ", ".join(session.say(f"similar.{one.alike}", value=one.value) for one in each.traits)
    return session.say("swap.alike-line", contract=each.contract, asset=each.asset, traits=traits)


def event_word(session: Session, kind: str) -> str:
    """What happened, in words; of a kind that only a newer fieldops knows its name."""
    code = f"swap.event-{kind}"
    return session.say(code) if code in CATALOGUE else kind


def _line(session: Session, at: str, what: str, details: str) -> str:
    code = "order.told-line-with" if details else "order.told-line"
    return "  " + session.say(code, at=at, what=what, **({"details": details} if details else {}))


def _details(session: Session, told: SwapTold, agreement: Agreement) -> str:
    values = [session.value(word(told.by))] if told.by else []
    values += [session.value(person_named(agreement, told.person))] if told.person else []
    values += [told.contact] if told.contact else []
    values += [session.say(f"swap.word-{told.owner}")] if told.owner else []
    values += [session.value(word(told.cause, "cause"))] if told.cause else []
    for name in _TEXTS:
        text = getattr(told, name)
        if text is not None:
            is_word = name == "result" and told.kind == "back_from_maker"
            values.append(session.say(f"swap.word-{text}") if is_word else text)
    values += [session.say("swap.warranted-until", day=told.until.isoformat())] if told.until else []
    return joined(values, session.language)


# --- JSON (public interface) --------------------------------------------------------------------------------


def row_data(record: SwapRecord) -> dict[str, object]:
    """A swap in a list as JSON."""
    proposed, done = record.proposed, record.carried_out
    return {
        "swap": record.id,
        "contract": proposed.contract,
        "order": proposed.order,
        "asset": proposed.asset,
        "part_no": proposed.part_no,
        "serial_out": proposed.serial_out,
        "serial_in": done.serial if done is not None else None,
        "slot": proposed.slot,
        "cause": record.cause,
        "state": record.state,
        "proposed": instant_data(proposed.time),
        "carried_out": instant_data(done.time) if done is not None else None,
        "loaner": record.loaner.serial if record.loaner is not None else None,
        "with_maker": record.with_maker is not None,
    }


def _fit_data(fit: Fit) -> dict[str, object]:
    return {
        "stock": fit.stock.id,
        "part_no": fit.part.part_no,
        "free": fit.free,
        "serials": [each.serial for each in fit.pieces if each.serial is not None],
    }


def whole_data(session: Session, view: SwapView, beside: Beside) -> dict[str, object]:
    """One swap with its decision, what is owed, and all that was told, as JSON."""
    from fieldops.cli.decision_forms import decision_data

    zone, place = view.order.agreement.zone, view.order.agreement.position
    return row_data(view.record) | {
        "decision": decision_data(view.desk, view.decision, session.language),
        "remedies": [
            {
                "kind": each.offered.remedy.kind,
                "certain": each.offered.certain,
                "due": instant_data(each.due, zone),
                "clause": clause_data(each.offered.clause, view.desk.position(each.offered.clause)),
            }
            for each in remedies(view)
        ],
        "spares": [_fit_data(each) for each in beside.stores.spares],
        "loaners": [_fit_data(each) for each in beside.stores.loaners],
        "alike": [{"contract": each.contract, "asset": each.asset} for each in beside.alike],
        "unaccounted": [
            {"serial": serial, "part_no": each.part_no, "stock": each.stock, "person": each.person}
            for each in view.order.order.unaccounted
            for serial in each.serials
        ],
        "owed": reasons_data(owed(view), place, session.language),
        "history": [
            {
                "kind": told.kind,
                "time": instant_data(told.time, zone),
                "recorded": instant_data(told.at, zone),
                **{
                    name: getattr(told, name)
                    for name in ("by", "person", "contact", "owner", "cause", *_TEXTS)
                },
                "until": day_data(told.until),
            }
            for told in view.record.told
        ],
    }
