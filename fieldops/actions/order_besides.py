"""What an event file of an order tells beside its events: remote sessions, swaps and movements of parts, each done as by its command.

What was taken in already changes nothing. Does not live here: reading the file (`fieldops.sla.events`), the order in which
all of it is done and that it is done together (`order_files`), any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from fieldops.actions.order_evidence import as_claimed
from fieldops.actions.orders import order_called
from fieldops.actions.remote_sessions import Ending, Wish, close_session, open_session
from fieldops.actions.settings import open_store
from fieldops.actions.stock import Asked, move, moves_in
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import Wanted, list_swaps, propose, tell
from fieldops.contracts.spoken import meant, named, offered
from fieldops.dates.instants import utc
from fieldops.dates.written import written_day, written_time
from fieldops.errors import Named, Problem
from fieldops.records.moments import whole_seconds
from fieldops.records.session_events import Outcome
from fieldops.records.stock_events import Movement, StockMoved
from fieldops.service.orders import RemoteSession
from fieldops.service.swaps import NEEDS, SWAP_KINDS
from fieldops.sla.log_words import Beside
from fieldops.structs import Struct

Choice = TypeVar("Choice", bound=str)
_OUTCOMES: tuple[Outcome, ...] = ("solved", "handed_over", "unsolved")
_FACTS = ("remotely_fixable", "in_factory", "solution_in_time", "consumable")
# For an order are all movements but these.
_FOR_STORE = (Movement.RECEIVED, Movement.MOVED, Movement.COUNTED, Movement.SCRAPPED)
_YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_NOTHING = ("none", "无", "-")


class Unclear(Exception):
    """Something in the file is not understood: why, and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Kind(Struct, frozen=True):
    """A kind of what is told beside: what it needs, what else it may say, and what is done with it."""

    needs: tuple[str, ...]
    may: tuple[str, ...]
    do: Callable[[_Task], int]


class _Task(Struct, frozen=True):
    """One thing to be done: for which order, and by which kind."""

    root: Path
    order: str
    told: Beside
    kind: str
    now: datetime

    def text(self, key: str) -> str | None:
        """The text of a key; a number is its digits. Raises Unclear."""
        value = self.told.values.get(key)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value is None or isinstance(value, str | int):
            return str(value).strip() if value is not None else None
        raise self.unclear(key, "log.no-text", key=key)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a key: a list, or one. Raises Unclear."""
        value = self.told.values.get(key)
        if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
            return tuple(str(each).strip() for each in value)
        text = self.text(key)
        return (text,) if text is not None else ()

    def flag(self, key: str) -> bool | None:
        """Yes or no. Raises Unclear."""
        text = self.text(key)
        if text is not None and text.casefold() not in _YES:
            raise self.unclear(key, "log.unknown-word", key=key, value=text, choices="yes, no")
        return _YES[text.casefold()] if text is not None else None

    def choice(self, key: str, names: Mapping[Choice, object]) -> Choice | None:
        """One of some words. Raises Unclear with what there is."""
        text = self.text(key)
        found = meant(text, names) if text is not None else None
        if text is not None and found is None:
            raise self.unclear(key, "log.unknown-word", key=key, value=text, choices=offered(text, names))
        return found

    def unclear(self, at: str, code: str, **values: object) -> Unclear:
        """What is to be told of the key `at`."""
        return Unclear(Problem(self.told.place(at), code, values))

    @property
    def time(self) -> str:
        """When it happened, as the actions take it."""
        return whole_seconds(self.told.at).isoformat()

    def is_then(self, at: datetime) -> bool:
        """Whether that is the time at which it happened."""
        return utc(at) == utc(whole_seconds(self.told.at))


def take_in(root: Path, order: str, told: Beside, now: datetime) -> int:
    """Do what is told; how much of it was new (0 or 1). Raises Unclear, and what the action raises."""
    names = _names(told.family)
    # 批准 is what is shown as 已批准 once it is done.
    kind = meant(told.kind, names) or meant(f"已{told.kind}", names)
    task = _Task(root, order, told, kind or "", now)
    if kind is None:
        raise task.unclear("kind", "log.unknown-kind", kind=told.kind, choices=offered(told.kind, names))
    what = _kind(told.family, kind)
    for key in told.values:
        if key not in (*what.needs, *what.may):
            choices = ", ".join((*what.needs, *what.may))
            raise task.unclear(key, "log.unknown-key", key=key, choices=choices)
    for key in what.needs:
        if not told.values.get(key):
            raise task.unclear("", "log.missing", key=key, kind=names[kind])
    return what.do(task)


def _names(family: str) -> dict[str, object]:
    """What is told of it, each by its words."""
    if family == "session":
        return {each: Named(f"log.session-{each}") for each in ("opened", "closed")}
    if family == "swap":
        return {each: Named(f"swap.event-{each}") for each in ("proposed", *SWAP_KINDS)}
    return {str(each): Named(f"stock.kind-{each}") for each in Movement if each is not Movement.OPENED}


def _kind(family: str, kind: str) -> _Kind:
    if family == "session":
        return _SESSION[kind]
    if family == "swap":
        return _PROPOSED if kind == "proposed" else _Kind(NEEDS.get(kind, ()), _OF_SWAP, _swapped)
    return _MOVED


# --- remote sessions ----------------------------------------------------------------------------------------


def _opened(task: _Task) -> int:
    if any(task.is_then(each.opened.time) for each in _sessions(task)):
        return 0
    wish = Wish(
        purpose=task.text("purpose") or "",
        person=task.text("person"),
        role=task.text("by") or "engineer",
        account=task.text("account"),
        assets=task.texts("asset"),
        permitted_by=task.text("permitted_by"),
        evidence=_evidence(task),
        until=_written(task.text("until")),
        begun=task.time,
        override=task.text("override"),
    )
    open_session(task.root, task.order, wish, task.now)
    return 1


def _closed(task: _Task) -> int:
    if any(each.closed is not None and task.is_then(each.closed.time) for each in _sessions(task)):
        return 0
    changes = task.texts("changes") if "changes" in task.told.values else None
    outcome = task.choice("outcome", named(_OUTCOMES, "outcome"))
    assert outcome is not None  # the kind needs it
    ending = Ending(
        outcome=outcome,
        done=task.text("done") or "",
        changes=() if changes is not None and set(changes) <= set(_NOTHING) else changes,
        to=task.text("to"),
        passwords_changed=task.flag("passwords_changed"),
        reminded=task.text("reminded"),
        ended=task.time,
    )
    close_session(task.root, task.order, ending, task.now)
    return 1


def _sessions(task: _Task) -> Iterable[RemoteSession]:
    return order_called(task.root, task.order, task.now).order.sessions


def _evidence(task: _Task) -> str | None:
    """What a file says of a key's signature is what it says: nobody here has verified it."""
    text = task.text("evidence")
    return as_claimed(text) if text is not None else None


def _written(text: str | None) -> str | None:
    return written_time(text) if text is not None else None


# --- swaps --------------------------------------------------------------------------------------------------


def _proposed(task: _Task) -> int:
    out = task.text("serial_out") or ""
    for each in list_swaps(task.root, order=task.order).records:
        if each.proposed.serial_out == out and task.is_then(each.proposed.time):
            return 0
    facts = {key: task.flag(key) for key in _FACTS}
    wanted = Wanted(
        order=task.order,
        part=task.text("part") or "",
        serial_out=out,
        asset=task.text("asset"),
        cause=task.text("cause"),
        facts={key: value for key, value in facts.items() if value is not None},
        slot=task.text("slot"),
        time=task.time,
        by=task.text("by"),
    )
    propose(task.root, wanted, task.now)
    return 1


def _swapped(task: _Task) -> int:
    values = {key: text for key in task.told.values if (text := task.text(key)) is not None}
    swap = _swap(task, values.pop("swap", None))
    if "part" in values:
        values["part_no"] = values.pop("part")
    if "until" in values:
        day = written_day(values["until"])
        values["until"] = day.isoformat() if day is not None else values["until"]
    if "evidence" in values:
        values["evidence"] = as_claimed(values["evidence"])
    return tell(task.root, swap, Word(task.kind, task.time, values), task.now)[1]


def _swap(task: _Task, said: str | None) -> str:
    """Which swap is meant: the one that is named, by its number or what follows the order's, else the only one of the order."""
    known = [each.id for each in list_swaps(task.root, order=task.order).records]
    if said is not None:
        return f"{task.order}-{said}" if f"{task.order}-{said}" in known else said
    if len(known) != 1:
        raise task.unclear("", "log.which-swap", choices=", ".join(known) or "-")
    return known[0]


# --- movements of parts -------------------------------------------------------------------------------------


def _moved(task: _Task) -> int:
    quantity = task.text("quantity")
    if quantity is not None and not quantity.isdecimal():
        raise task.unclear("quantity", "log.no-number", key="quantity", value=quantity)
    expires = task.text("expires")
    day = written_day(expires) if expires is not None else None
    if expires is not None and day is None:
        raise task.unclear("expires", "contract.no-such-date", date=expires)
    kind = Movement(task.kind)
    asked = Asked(
        kind=kind,
        stock=task.text("stock") or "",
        part=task.text("part"),
        kept_as=task.choice("kept_as", named(("spare", "loaner"))),
        quantity=int(quantity) if quantity is not None else None,
        serials=task.texts("serial"),
        expires=day,
        to=task.text("to"),
        order=None if kind in _FOR_STORE else task.order,
        by=task.text("by"),
        person=task.text("person"),
        reason=task.text("reason"),
        document=task.text("document"),
        time=task.time,
    )
    with closing(open_store(task.root)) as log:
        if _is_known(task, asked, moves_in(log)):
            return 0
    move(task.root, asked, task.now)
    return 1


def _is_known(task: _Task, asked: Asked, moves: Iterable[StockMoved]) -> bool:
    """Whether the same was moved at that time already: these serial numbers, or as many of the part."""
    same = [
        each
        for each in moves
        if (each.kind, each.order, each.to) == (asked.kind, asked.order, asked.to or each.to)
        and task.is_then(each.time)
    ]
    if asked.serials:
        return set(asked.serials) <= {serial for each in same for serial in each.serials}
    # How the books have called the part is another word for the same.
    wanted = asked.quantity if asked.quantity is not None else 1
    return bool(same) and sum(each.quantity for each in same) == wanted


_SESSION: Mapping[str, _Kind] = {
    "opened": _Kind(
        ("purpose",),
        ("person", "by", "account", "asset", "permitted_by", "evidence", "until", "override"),
        _opened,
    ),
    "closed": _Kind(("outcome", "done"), ("changes", "to", "passwords_changed", "reminded"), _closed),
}
_PROPOSED = _Kind(("part", "serial_out"), ("asset", "cause", "slot", "by", *_FACTS), _proposed)
_OF_SWAP = (
    "swap",
    "by",
    "serial",
    "part",
    "cause",
    "result",
    "owner",
    "until",
    "reason",
    "evidence",
    "note",
)
_MOVED = _Kind(
    ("stock", "by"),
    ("part", "kept_as", "quantity", "serial", "expires", "to", "person", "reason", "document"),
    _moved,
)
