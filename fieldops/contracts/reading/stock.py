"""Spare parts and loan equipment that are kept ready for a contract, by store. The service company's own business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import PartCatalogue, Stock
from fieldops.contracts.reading.line import NOT_OUTSIDE, Line, part
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import word
from fieldops.documents.typed import fill
from fieldops.errors import Named
from fieldops.messages import Text
from fieldops.structs import replaced


def stock(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The stores among the documents of the agreement, and what lies there."""
    for (kind, id), document in agreement.documents.items():
        if kind != "Stock":
            continue
        store = fill(Stock, document.data)
        names = _names(agreement, store.catalogue)
        where = store.location or Text("-", "-")
        said = Named("show.store", title=store.title, location=where)
        yield _own(part(said, ("Stock", id, ()), "title location"))
        for at, item in enumerate(store.items):
            values = {"part": item.part_no, "quantity": item.quantity, "kept": word(item.kept_as)}
            name = names.get(item.part_no)
            code = "show.stock-item" if name is None else "show.stock-item-named"
            clause = ("Stock", id, ("items", at))
            yield _own(part(Named(code, name=name, **values), clause, "part_no quantity kept_as"))


def _own(line: Line) -> Line:
    return replaced(line, outside=NOT_OUTSIDE)


def _names(agreement: Agreement, catalogue: str) -> dict[str, Text]:
    """What the parts are called, by number."""
    document = agreement.documents.get(("PartCatalogue", catalogue))
    parts = fill(PartCatalogue, document.data).parts if document is not None else ()
    return {each.part_no: each.name for each in parts}
