"""How the stores are shown: shelves, what is wrong, where a piece is, movements. As JSON: `stock_data`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import WITH_CLAUSES, day_data, instant_data
from fieldops.cli.output import Session, left_out_data, print_json, print_line
from fieldops.cli.stock_data import (
    alarm_data,
    alarm_words,
    done_data,
    free_in,
    move_data,
    need_data,
    part_name,
    shelf_data,
    stores_left_out,
)
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment, word
from fieldops.reports.markdown import table_lines
from fieldops.service.stores import target_of
from fieldops.spreadsheet.formulas import marked

if TYPE_CHECKING:
    from fieldops.actions.stock import Checked, Done, Found, Seen
    from fieldops.actions.stock_files import Taken
    from fieldops.records.stock_events import StockMoved
    from fieldops.service.alarms import Alarm
    from fieldops.service.counting import Difference
    from fieldops.service.stock import Piece, Shelf

# Public, as the names of the columns of CSV.
_SHELF = ("stock", "part_no", "name", "kept_as", "on_hand", "reserved", "free", "minimum", "out", "installed")
_ALARM = ("stock", "part_no", "name", "kept_as", "alarm", "details")
_NEED = ("contract", "need", "model", "part_no", "assets", "clause")
_MOVE = ("time", "stock", "kind", "part_no", "quantity", "serials", "by", "target", "reason")


def _print_rows(
    session: Session, names: Sequence[str], rows: Sequence[Sequence[str]], form: str, none: str
) -> None:
    """Rows as a table of text, Markdown or CSV; CSV has its headings even where nothing is below them."""
    if form == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(map(marked, row) for row in rows)
        print_line(text.getvalue().rstrip("\n"))
        return
    headings = [session.say(f"stock.column-{name}") for name in names]
    if not rows:
        session.note(none)
    elif form == "markdown":
        print_line("\n".join(table_lines(headings, rows)))
    else:
        print_table(session, headings, rows)


# --- shelves ------------------------------------------------------------------------------------------------


def print_shelves(session: Session, seen: Seen, shelves: Sequence[Shelf], form: str) -> None:
    """What lies in the stores."""
    if form == "json":
        print_json(
            {"shelves": [shelf_data(session, seen, each) for each in shelves], **stores_left_out(seen)}
        )
        return
    rows = [_shelf_row(session, seen, each, plain=form == "csv") for each in shelves]
    _print_rows(session, _SHELF, rows, form, "stock.nothing-kept")


def _shelf_row(session: Session, seen: Seen, shelf: Shelf, plain: bool) -> list[str]:
    minimum = seen.world.minimum(shelf.key)
    kept = shelf.kept_as if plain else session.value(word(shelf.kept_as))
    numbers = (shelf.on_hand, shelf.reserved, free_in(seen, shelf))
    return [
        shelf.stock,
        shelf.part_no,
        part_name(session, seen.world, shelf.stock, shelf.part_no),
        kept,
        *map(str, numbers),
        "" if minimum is None else str(minimum),
        str(sum(each.quantity for each in shelf.out) - _installed(seen, shelf)),
        str(_installed(seen, shelf)),
    ]


def _installed(seen: Seen, shelf: Shelf) -> int:
    """How many of what left the shelf were built in: they are not expected back."""
    return sum(one in seen.installed for each in shelf.out for one in each.serials)


# --- what is wrong ------------------------------------------------------------------------------------------


def print_alarms(session: Session, seen: Seen, found: Sequence[Alarm], form: str) -> None:
    """What is wrong in the stores."""
    if form == "json":
        print_json({"alarms": [alarm_data(session, seen, each) for each in found], **stores_left_out(seen)})
        return
    rows = [
        [
            each.shelf.stock,
            each.shelf.part_no,
            part_name(session, seen.world, each.shelf.stock, each.shelf.part_no),
            each.shelf.kept_as if form == "csv" else session.value(word(each.shelf.kept_as)),
            each.kind if form == "csv" else session.say(f"stock.alarm-{each.kind}"),
            alarm_words(session, each),
        ]
        for each in found
    ]
    _print_rows(session, _ALARM, rows, form, "stock.nothing-wrong")


# --- what contracts need ------------------------------------------------------------------------------------


def print_needs(session: Session, checked: Checked, form: str) -> None:
    """What contracts need and no store has, and what is over in their stores."""
    if form == "json":
        print_json(
            {
                "needs": [need_data(session, need, place) for need, place in checked.needs],
                "alarms": [alarm_data(session, checked.seen, each) for each in checked.warned],
                "left_out_contracts": left_out_data(checked.left_out),
                **stores_left_out(checked.seen),
            },
            WITH_CLAUSES,
        )
        return
    rows = [
        [
            need.contract,
            need.kind if form == "csv" else session.say(f"stock.need-{need.kind}"),
            need.model or "",
            need.part_no or "",
            ", ".join(need.assets),
            str(place),
        ]
        for need, place in checked.needs
    ]
    _print_rows(session, _NEED, rows, form, "stock.nothing-needed")
    if checked.warned and form != "csv":
        print_line()
        print_alarms(session, checked.seen, checked.warned, form)


# --- movements ----------------------------------------------------------------------------------------------


def print_moves(session: Session, seen: Seen, moves: Sequence[StockMoved], form: str) -> None:
    """What was moved."""
    if form == "json":
        print_json({"moves": [move_data(each, seen.counted) for each in moves]})
        return
    rows = [_move_row(session, seen, each, plain=form == "csv") for each in moves]
    _print_rows(session, _MOVE, rows, form, "stock.nothing-moved")


def _with_sign(difference: int) -> str:
    return f"{difference:+d}" if difference else "0"


def _move_row(session: Session, seen: Seen, moved: StockMoved, plain: bool) -> list[str]:
    from fieldops.service.counting import Difference

    counted = seen.counted.get(moved, Difference())
    store = moved.stock if moved.to is None else f"{moved.stock} → {moved.to}"
    quantity = str(moved.quantity)
    if moved.expected not in (None, moved.quantity):
        quantity = f"{moved.quantity} ({_with_sign(moved.quantity - (moved.expected or 0))})"
    by = moved.by.id if moved.by is not None and plain else moved.by
    return [
        instant_data(moved.time) if plain else f"{moved.time:%Y-%m-%d %H:%M}",
        store,
        moved.kind.value if plain else session.say(f"stock.kind-{moved.kind}"),
        moved.part_no,
        quantity,
        ", ".join(_signed(moved, counted)),
        by if isinstance(by, str) else session.value(by.name) if by is not None else "",
        target_of(moved) or moved.document or "",
        moved.reason or "",
    ]


def _signed(moved: StockMoved, counted: Difference) -> Iterator[str]:
    """The serial numbers, those with a sign that a count found too many (+) or did not find (-)."""
    for each in moved.serials:
        yield f"+{each}" if each in counted.surplus else each
    for each in counted.missing:
        yield f"-{each}"


# --- what was done just now ---------------------------------------------------------------------------------


def print_done(session: Session, done: Done) -> None:
    """What was recorded, and what lies there then."""
    print_moved(session, done)
    for key in dict.fromkeys((each.stock, each.part_no, each.kept_as) for each in done.moves):
        shelf = done.world.books.shelf(*key)
        values = {"stock": key[0], "part_no": key[1], "quantity": shelf.on_hand, "reserved": shelf.reserved}
        print_line("  " + session.say("stock.now", **values))
        minimum = done.world.minimum(key)
        if minimum is not None and shelf.free < minimum:
            session.note("stock.now-below", part_no=key[1], stock=key[0], free=shelf.free, minimum=minimum)


def print_moved(session: Session, done: Done) -> None:
    """What was recorded, each in a sentence; of a count which serial numbers were missing or too many."""
    for each in done.moves:
        print_line(moved_words(session, each))
        difference = done.counted.get(each)
        if difference is None:
            continue
        for name in ("missing", "surplus", "unheard"):
            serials: tuple[str, ...] = getattr(difference, name)
            if serials:
                print_line("  " + session.say(f"stock.count-{name}", serials=serials))


def moved_words(session: Session, moved: StockMoved) -> str:
    """A movement in a sentence."""
    target = target_of(moved) or moved.reason or moved.document or "-"
    values = {
        "quantity": moved.quantity,
        "part_no": moved.part_no,
        "stock": moved.stock,
        "to": moved.to or "-",
        "target": target,
    }
    if moved.expected is not None:
        values |= {"expected": moved.expected, "difference": _with_sign(moved.quantity - moved.expected)}
    said = session.say(f"stock.did-{moved.kind}", **values)
    return session.say("stock.with-serials", what=said, serials=moved.serials) if moved.serials else said


def print_taken(session: Session, taken: Taken, dry_run: bool, form: str) -> None:
    """What a list has changed in the books, or would."""
    unnamed = [{"stock": stock, "part_no": part, "kept_as": kept} for stock, part, kept in taken.unnamed]
    if form == "json":
        print_json({**done_data(session, taken.done), "not_named": unnamed, "dry_run": dry_run})
        return
    print_moved(session, taken.done)
    if not taken.done.moves:
        print_line(session.say("stock.as-booked"))
    if taken.unnamed:
        session.note("stock.not-named", parts=tuple(part for _, part, _ in taken.unnamed))
    if dry_run:
        session.note("stock.dry-run")


# --- one part, one piece ------------------------------------------------------------------------------------


def print_found(session: Session, seen: Seen, found: Found, form: str) -> None:
    """What is known of a part or of a piece."""
    if form == "json":
        print_json(
            {
                "part_no": found.part_no,
                "serial": found.serial,
                "where": session.value(found.where) if found.where is not None else None,
                "shelves": [shelf_data(session, seen, each) for each in found.shelves],
                "moves": [move_data(each, seen.counted) for each in found.moves],
            }
        )
        return
    if found.serial is not None:
        where = found.where if found.where is not None else session.say("stock.nowhere")
        print_line(session.say("stock.where", serial=found.serial, where=where))
    for shelf in found.shelves:
        _print_shelf(session, seen, shelf)
    if found.moves:
        print_line()
        print_moves(session, seen, found.moves, "text")


def _piece_words(session: Session, piece: Piece) -> str:
    quantity, until = piece.quantity, day_data(piece.expires)
    if piece.serial is None and until is None:
        return session.say("stock.lot", quantity=quantity)
    if piece.serial is None:
        return session.say("stock.lot-until", quantity=quantity, expires=until)
    if until is None:
        return session.say("stock.piece", quantity=quantity, serial=piece.serial)
    return session.say("stock.piece-until", quantity=quantity, serial=piece.serial, expires=until)


def _print_shelf(session: Session, seen: Seen, shelf: Shelf) -> None:
    name = part_name(session, seen.world, shelf.stock, shelf.part_no)
    values = {"stock": shelf.stock, "part_no": shelf.part_no, "name": name, "kept": word(shelf.kept_as)}
    counts = {"quantity": shelf.on_hand, "reserved": shelf.reserved, "free": free_in(seen, shelf)}
    print_line(session.paint(session.say("stock.shelf", **values, **counts), "heading"))
    for piece in shelf.pieces:
        print_line("  " + _piece_words(session, piece))
    zone = seen.stores.zones[shelf.stock]
    for each in shelf.aside:
        target = each.swap or each.order or "-"
        since = moment(each.since, zone)
        print_line(
            "  "
            + session.say(
                "stock.aside", quantity=each.quantity, target=target, since=since, serials=each.serials or "-"
            )
        )
    for out in shelf.out:
        if out.serials and all(one in seen.installed for one in out.serials):
            for one in out.serials:
                line = session.say("stock.installed", serial=one, where=seen.installed[one])
                print_line(f"  {line}")
            continue
        target = ", ".join(each for each in (out.swap or out.order, out.person) if each) or "-"
        since = moment(out.since, zone)
        print_line(
            "  "
            + session.say(
                "stock.out", quantity=out.quantity, target=target, since=since, serials=out.serials or "-"
            )
        )
