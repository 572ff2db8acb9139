"""Putting right what was written down wrongly: what was given at opening, what was told, an order that should not be. Pure.

Nothing is taken out of the record: what was withdrawn stays in it with its reason, and counts for nothing. What remains has
to be an order that could have been told so; and an order that was closed is opened again first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.dates.instants import utc
from fieldops.errors import Named, Problem, Refused, UsageError
from fieldops.records.order_events import OrderCorrected, OrderTold
from fieldops.service.admitting import NOT_YET, is_of_open_order, refusals
from fieldops.service.ending import is_closed
from fieldops.service.orders import CORRECTED, Correction, Order, level_of, put_right, terms_of
from fieldops.service.told_names import named
from fieldops.sla.deadlines import Deadline
from fieldops.sla.status import Status, status_of
from fieldops.sla.timetable import Timetable, timetable_for
from fieldops.structs import Struct, replaced

# What shows that somebody has worked on it: such an order is closed, not voided.
_WORKED = frozenset(
    {"departed", "arrived", "remote_started", "work_done", "part_used", "workaround", "resolved", "signed"}
)


def told_at(
    order: Order, kind: str, at: datetime | None, which: int | None, agreement: Agreement
) -> tuple[OrderTold, int | None]:
    """What was told of that kind, at that time where there are several, and the how-manieth of them by then that is, None
    where it is the only one. Raises UsageError where it is not one: of several of one time `which` has to say it, from 1.
    """
    found = [each for each in order.told if each.kind == kind and (at is None or utc(each.time) == utc(at))]
    times = {utc(each.time) for each in found}
    if len(times) == 1:
        return _of_one_time(order, found, which, agreement)
    there = [each for each in order.told if each.kind == kind]
    told = tuple(dict.fromkeys(moment(each.time, agreement.zone) for each in there))
    code = "order.withdraw-which" if there else "order.withdraw-none"
    raise UsageError(code, order=order.id, kind=Named(f"order.event-{kind}"), times=told)


def _of_one_time(
    order: Order, found: list[OrderTold], which: int | None, agreement: Agreement
) -> tuple[OrderTold, int | None]:
    if len(found) == 1 and which in (None, 1):
        return found[0], None
    if which is not None and 1 <= which <= len(found):
        return found[which - 1], which
    level = level_of(order, agreement)
    choices = tuple(
        Named(
            "order.withdraw-choice",
            number=number,
            what=_described(each, agreement, level),
            at=moment(each.at, agreement.zone),
        )
        for number, each in enumerate(found, 1)
    )
    values = {"order": order.id, "kind": Named(f"order.event-{found[0].kind}"), "choices": choices}
    raise UsageError("order.withdraw-which-of", at=moment(found[0].time, agreement.zone), **values)


def _described(told: OrderTold, agreement: Agreement, level: ServiceLevel | None) -> tuple[object, ...]:
    """What tells it from others of its kind: who it was, and what was said."""
    by = (word(told.by),) if told.by else ()
    said = tuple(each for each in (told.evidence, told.note) if each)
    return (*by, *named(agreement, level, told), *said) or ("-",)


def insist_on_withdrawing(
    order: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> None:
    """Raise Refused where `told` cannot be withdrawn: from a closed order, or where what follows could not be without it."""
    first = _first_to_withdraw(order, told, agreement, timetable, now)
    if first is not None:
        kind = Named(f"order.event-{told.kind}")
        raise Refused("order.withdraw-closed", kind=kind, **_closed_by(order, first, agreement))
    rest = tuple(each for each in order.told if each is not told)
    known = {_said(each) for each in _problems(order, order.told, agreement, timetable, now)}
    for each in _problems(order, rest, agreement, timetable, now):
        if _said(each) not in known:
            values = {"kind": Named(f"order.event-{told.kind}"), "why": Named(each.code, **each.values)}
            raise Refused("order.withdraw-needed", order=order.id, **values)


def _first_to_withdraw(
    order: Order, told: OrderTold, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> OrderTold | None:
    """What has to be withdrawn before `told` is, as the order is closed; None where nothing has to."""
    if told.kind in ("closed", "reported_again"):
        return None
    first = _closing_word(order, agreement, timetable, now)
    if first is None or first.kind == "closed":
        return first
    return first if is_of_open_order(told) and first is not told else None


def _closing_word(
    order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> OrderTold | None:
    """By which word the order is closed: that it is, else the last without which it would not be; None where it is open."""
    since = order.since("reported_again")
    closed = next((each for each in reversed(since) if each.kind == "closed"), None)
    if closed is not None or not is_closed(order, agreement, timetable, now):
        return closed
    needed = (
        each for each in reversed(since) if not _is_over_without(each, order, agreement, timetable, now)
    )
    return next(needed, None)


def _closed_by(order: Order, first: OrderTold, agreement: Agreement) -> dict[str, object]:
    """What has closed an order, as a sentence that refuses something names it."""
    at = first.time.astimezone(agreement.zone).replace(tzinfo=None).isoformat()
    return {"order": order.id, "word": Named(f"order.event-{first.kind}"), "first": first.kind, "at": at}


def _is_over_without(
    told: OrderTold, order: Order, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> bool:
    rest = tuple(each for each in order.told if each is not told)
    return is_closed(replaced(order, told=rest), agreement, timetable, now)


def _problems(
    order: Order,
    told: tuple[OrderTold, ...],
    agreement: Agreement,
    timetable: Timetable | None,
    now: datetime,
) -> list[Problem]:
    return refusals(replaced(order, told=()), told, agreement, timetable, now)


def _said(problem: Problem) -> tuple[str, str]:
    return problem.code, repr(problem.values)


class Change(Struct, frozen=True):
    """What was put right: a field of what was written down at opening, or a fact, as it was and as it is."""

    field: str
    before: object
    after: object

    def said(self, names: Mapping[object, object]) -> Named:
        """It as a sentence has it; `names`: what ids of the contract are called."""
        values = {"before": _shown(self, self.before, names), "after": _shown(self, self.after, names)}
        return Named("order.corrected-field", name=Named(f"order.field-{self.field}"), **values)


_UNSAID = "-"
# What is written down by ids of the contract.
_BY_ID = frozenset({"asset", "severity", "scope", "urgency"})


def _shown(change: Change, value: object, names: Mapping[object, object]) -> object:
    if value is None:
        return _UNSAID
    if change.field in _BY_ID:
        return names.get(value) or value
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return word(str(value)) if change.field == "channel" else value


def names_in(order: Order, agreement: Agreement) -> dict[object, object]:
    """What the ids of equipment and of severities are called, by which an order is written down."""
    terms, level = terms_of(order, agreement).contract, level_of(order, agreement)
    found: dict[object, object] = {each.id: each.name for each in terms.assets}
    if level is not None:
        found |= {each.id: each.name for each in level.severities}
    if level is not None and level.grading is not None:
        found |= {each.id: each.name for each in level.grading.scopes}
        found |= {each.id: each.name for each in level.grading.urgencies}
    return found


def changes_of(correction: Correction) -> tuple[Change, ...]:
    """What a correction has changed, in the order in which an order is written down."""
    before, after = correction.before, put_right(correction.before, correction.event)
    found = [Change(name, getattr(before, name), getattr(after, name)) for name in CORRECTED]
    facts, known = dict(before.facts), dict(after.facts)
    found += [Change(name, facts.get(name), value) for name, value in known.items()]
    return tuple(each for each in found if each.before != each.after)


def corrected_reasons(
    order: Order, agreement: Agreement, status: Status | None, now: datetime
) -> Iterator[Reason]:
    """That what was given at opening was corrected, how, when and why; and what by `status` is met no more, or after all."""
    names = names_in(order, agreement) if order.corrected else {}
    for each in order.corrected:
        event, zone = each.event, agreement.zone
        values: dict[str, object] = {"on": moment(event.at, zone), "why": event.reason}
        code = "order.corrected"
        if event.by is not None:
            code, values["by"] = "order.corrected-by", event.by.name
        said = Named(code, what=tuple(one.said(names) for one in changes_of(each)), **values)
        yield Reason(rule="corrected", result="note", said=said)
    if order.corrected and status is not None:
        first = replaced(order, opened=order.corrected[0].before)
        timetable = timetable_for(agreement, first.opened.reported)
        if timetable is not None:
            yield from _judged_otherwise(status_of(timetable, first.log(), now), status)


def _judged_otherwise(before: Status, after: Status) -> Iterator[Reason]:
    """What was met by what was written down first and is met no more, or the other way round."""
    first = {_which(each.deadline): each for each in before.states}
    for each in after.states:
        was = first.get(_which(each.deadline))
        if was is None or each.reached is None or {was.state, each.state} != {"met", "late"}:
            continue
        code = "order.no-longer-met" if each.state == "late" else "order.met-after-all"
        due, zone = each.deadline.due, after.now.tzinfo
        values = {
            "what": word(each.deadline.milestone),
            "reached": f"{each.reached.astimezone(zone):%Y-%m-%d %H:%M}",
        }
        values["due"] = due_moment(due, zone) if due is not None and isinstance(zone, ZoneInfo) else _UNSAID
        yield Reason(
            rule="corrected", result="note", said=Named(code, **values), clause=each.deadline.promise.clause
        )


def _which(deadline: Deadline) -> tuple[str, str, Clause]:
    return deadline.kind, deadline.milestone, deadline.promise.clause


def insist_on_correcting(
    order: Order, event: OrderCorrected, agreement: Agreement, timetable: Timetable | None, now: datetime
) -> None:
    """Raise Refused where what was given at opening cannot be corrected so: on a closed order, or where what was told of it
    could not have happened then. That it should not have happened yet is no reason: it has. UsageError where nothing changes.

    `timetable`: what the contract promises for what is reported as it is corrected.
    """
    held = timetable_for(agreement, order.opened.reported)
    if order.voided is None and (first := _closing_word(order, agreement, held, now)) is not None:
        raise Refused("order.correct-closed", **_closed_by(order, first, agreement))
    if put_right(order.opened, event) == order.opened:
        raise UsageError("order.correct-nothing", order=order.id)
    known = {_said(each) for each in _problems(order, order.told, agreement, timetable, now)}
    after = order.with_correction(event)
    for each in _problems(after, order.told, agreement, timetable, now):
        if each.code not in NOT_YET and _said(each) not in known:
            raise Refused("order.correct-needed", order=order.id, why=Named(each.code, **each.values))


def insist_on_voiding(order: Order) -> None:
    """Raise Refused for an order on which somebody has worked, with what stands in the way."""
    told = [each for each in order.told if each.kind in _WORKED or each.kind == "closed"]
    if said := tuple(_in_the_way(order, told)):
        raise Refused("order.void-worked", order=order.id, said=said)


def _in_the_way(order: Order, told: list[OrderTold]) -> Iterator[Named]:
    yield from (Named(f"order.event-{kind}") for kind in dict.fromkeys(each.kind for each in told))
    yield from (Named("order.void-session", session=each.id) for each in order.sessions)
    yield from (
        Named("order.void-issued", what=", ".join(each.serials) or each.part_no) for each in order.issued
    )
    done = [each for each in order.swaps if each.state not in ("refused", "undone")]
    yield from (Named("order.void-swap", swap=each.id) for each in done)
