"""How work without an order is shown: a table, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldops.cli.json_forms import clause_data, day_data
from fieldops.cli.output import Session, left_out_data, note_left_out
from fieldops.cli.tables import print_table

if TYPE_CHECKING:
    from fieldops.actions.unordered import Worked

_COLUMNS = ("day", "contract", "trace", "about", "who", "order")


def print_unordered(session: Session, worked: Worked) -> None:
    """Each piece of work with the trace that tells of it; what could not be asked goes to stderr."""
    rows = [
        [
            each.day.isoformat(),
            each.contract,
            session.say(f"order.trace-{each.trace}"),
            each.what,
            session.value(each.called) if each.called is not None else "",
            each.order or "",
        ]
        for each, _ in worked.found
    ]
    if rows:
        print_table(session, [session.say(f"order.column-{name}") for name in _COLUMNS], rows)
    elif not worked.left_out and not worked.stores:
        session.note("order.none-without")
    note_left_out(session, worked.left_out)
    for id, path in worked.stores:
        session.note("stock.left-out", stock=id, path=path)


def unordered_data(worked: Worked) -> dict[str, object]:
    """The same as JSON (public interface)."""
    found = [
        {
            "day": day_data(each.day),
            "contract": each.contract,
            "trace": each.trace,
            "about": each.what,
            "who": each.who,
            "order": each.order,
            "clause": clause_data(each.clause, position),
        }
        for each, position in worked.found
    ]
    stores = [{"stock": id, "path": path} for id, path in worked.stores]
    return {"without_order": found, "broken": left_out_data(worked.left_out), "broken_stores": stores}
