"""The stores as JSON (public interface): shelves, what is wrong, what is needed, movements, where a piece is.

Does not live here: the same as text, Markdown and CSV (`stock_forms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import clause_data, day_data, instant_data
from fieldops.cli.output import Session
from fieldops.service.fitting import free_on

if TYPE_CHECKING:
    from fieldops.actions.stock import Done, Seen
    from fieldops.errors import Position
    from fieldops.records.stock_events import StockMoved
    from fieldops.service.alarms import Alarm
    from fieldops.service.counting import Difference
    from fieldops.service.needs import Need
    from fieldops.service.stock import Shelf
    from fieldops.service.stores import World


def part_name(session: Session, world: World, stock: str, part_no: str) -> str:
    """What the stock calls a part; empty where it does not know it."""
    part = world.parts(stock).get(part_no) if stock in world.stocks else None
    return session.value(part.name) if part is not None else ""


def stores_left_out(seen: Seen) -> dict[str, object]:
    """The stocks whose documents have mistakes, as JSON (public interface)."""
    return {"left_out": [{"stock": id, "path": path} for id, path in seen.stores.left_out]}


def free_in(seen: Seen, shelf: Shelf) -> int:
    """How many on the shelf are put aside for nobody and may still be used today."""
    return free_on(shelf, seen.day(shelf.stock))[1]


def shelf_data(session: Session, seen: Seen, shelf: Shelf) -> dict[str, object]:
    """A shelf as JSON (public interface)."""
    zone = seen.stores.zones.get(shelf.stock)
    return {
        "stock": shelf.stock,
        "part_no": shelf.part_no,
        "name": part_name(session, seen.world, shelf.stock, shelf.part_no),
        "kept_as": shelf.kept_as,
        "on_hand": shelf.on_hand,
        "reserved": shelf.reserved,
        "free": free_in(seen, shelf),
        "minimum": seen.world.minimum(shelf.key),
        "pieces": [
            {
                "serial": each.serial,
                "quantity": each.quantity,
                "since": instant_data(each.since, zone),
                "expires": day_data(each.expires),
            }
            for each in shelf.pieces
        ],
        "put_aside": [
            {
                "quantity": each.quantity,
                "serials": list(each.serials),
                "order": each.order,
                "swap": each.swap,
                "since": instant_data(each.since, zone),
                "by": each.by,
            }
            for each in shelf.aside
        ],
        "out": [
            {
                "quantity": each.quantity,
                "serials": list(each.serials),
                "order": each.order,
                "swap": each.swap,
                "person": each.person,
                "since": instant_data(each.since, zone),
                "installed": [one for one in each.serials if one in seen.installed],
            }
            for each in shelf.out
        ],
    }


def alarm_words(session: Session, alarm: Alarm) -> str:
    """What is wrong, in a sentence."""
    values = {
        "quantity": alarm.quantity,
        "serials": alarm.serials or "-",
        "minimum": alarm.minimum,
        "limit": day_data(alarm.limit),
        "since": day_data(alarm.since.date()) if alarm.since is not None else None,
        "target": alarm.swap or alarm.order or "-",
    }
    return session.say(f"stock.details-{alarm.kind}", **values)


def alarm_data(session: Session, seen: Seen, alarm: Alarm) -> dict[str, object]:
    """Something that is wrong, as JSON (public interface)."""
    shelf = alarm.shelf
    return {
        "alarm": alarm.kind,
        "stock": shelf.stock,
        "part_no": shelf.part_no,
        "name": part_name(session, seen.world, shelf.stock, shelf.part_no),
        "kept_as": shelf.kept_as,
        "quantity": alarm.quantity,
        "serials": list(alarm.serials),
        "minimum": alarm.minimum,
        "limit": day_data(alarm.limit),
        "since": instant_data(alarm.since, seen.stores.zones.get(shelf.stock)),
        "order": alarm.order,
        "swap": alarm.swap,
        "message": alarm_words(session, alarm),
    }


def need_data(session: Session, need: Need, place: Position) -> dict[str, object]:
    """Something that a contract needs, as JSON (public interface)."""
    return {
        "need": need.kind,
        "contract": need.contract,
        "model": need.model,
        "part_no": need.part_no,
        "assets": list(need.assets),
        "clause": clause_data(need.clause, place),
        "message": session.say(f"stock.need-{need.kind}"),
    }


def move_data(moved: StockMoved, counted: Mapping[StockMoved, Difference]) -> dict[str, object]:
    """A movement as JSON (public interface)."""
    from fieldops.service.counting import Difference

    difference = counted.get(moved, Difference())
    return {
        "time": instant_data(moved.time),
        "recorded": instant_data(moved.at),
        "stock": moved.stock,
        "kind": moved.kind.value,
        "part_no": moved.part_no,
        "kept_as": moved.kept_as,
        "quantity": moved.quantity,
        "serials": list(moved.serials),
        "missing": list(difference.missing),
        "surplus": list(difference.surplus),
        "expires": day_data(moved.expires),
        "expected": moved.expected,
        "to": moved.to,
        "order": moved.order,
        "swap": moved.swap,
        "by": moved.by.id if moved.by is not None else None,
        "person": moved.person,
        "reason": moved.reason,
        "document": moved.document,
    }


def done_data(session: Session, done: Done) -> dict[str, object]:
    """What was recorded, and what lies there then, as JSON (public interface)."""
    keys = dict.fromkeys((each.stock, each.part_no, each.kept_as) for each in done.moves)
    return {
        "moves": [move_data(each, done.counted) for each in done.moves],
        "shelves": [
            {
                "stock": key[0],
                "part_no": key[1],
                "kept_as": key[2],
                "on_hand": done.world.books.shelf(*key).on_hand,
                "reserved": done.world.books.shelf(*key).reserved,
                "minimum": done.world.minimum(key),
            }
            for key in keys
        ],
    }
