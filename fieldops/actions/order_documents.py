"""Documents of a service order: which there are, what each says, and writing them as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from fieldops.actions.contracts import open_workspace
from fieldops.actions.orders import View, order_called
from fieldops.actions.rights import write_whole
from fieldops.actions.swap_cases import claim_of
from fieldops.actions.warranties import decide_at, open_desk
from fieldops.dates.instants import utc
from fieldops.documents.typed import text_of
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError, Refused, Unusable
from fieldops.reports.order_documents import KINDS, paper_of
from fieldops.reports.order_papers import document_state
from fieldops.reports.order_view import OrderPaper, PaperKind
from fieldops.reports.order_words import Subject, UncoveredPart
from fieldops.service.orders import Order
from fieldops.service.sheets import as_of, sheet_version
from fieldops.service.standing import standing_of
from fieldops.structs import Struct, replaced

PaperForm = Literal["html", "docx", "pdf"]
# The document of a contract that each kind is.
_DOCUMENT: Mapping[PaperKind, str] = {
    "sheet": "service_sheet",
    "work-contact": "work_contact_form",
    "record": "fault_record",
    "analysis": "analysis_report",
}


class Offered(Struct, frozen=True):
    """A document that an order may have: `refused` says why there is none. `due` is until when the contract wants it, where it
    does, and `given` when it was handed over.
    """

    kind: PaperKind
    refused: FieldopsError | None = None
    due: datetime | None = None
    given: datetime | None = None


def paper(root: Path, id: str, kind: PaperKind, language: str | None, now: datetime) -> OrderPaper:
    """The document of that kind, in `language`, else the contract's.

    The sheet says what was recorded until its version; the same version has the same words whenever it is asked for.
    Raises what `order_called` raises, and Refused where the order has no such document; one that was voided has none.
    """
    view = order_called(root, id, now)
    return _paper(view, about_of(root, view, kind, language, now), kind)


def _paper(view: View, about: Subject, kind: PaperKind) -> OrderPaper:
    if (voided := view.order.voided) is not None:
        raise Refused("order.is-voided", order=view.order.id, reason=voided.reason)
    return paper_of(kind, about)


def offered(root: Path, id: str, now: datetime) -> tuple[View, tuple[Offered, ...]]:
    """Every document that an order may have, and whether it has it. Raises what `order_called` raises."""
    view = order_called(root, id, now)
    return view, tuple(_offered(root, view, kind, now) for kind in KINDS)


def _offered(root: Path, view: View, kind: PaperKind, now: datetime) -> Offered:
    about = about_of(root, view, kind, None, now)
    try:
        _paper(view, about, kind)
    except Refused as error:
        return Offered(kind, error)
    document = _DOCUMENT.get(kind, "")
    state = document_state(about, document)
    given = [each for each in about.of("document_given") if each.document == document]
    return Offered(kind, None, state.deadline.due if state else None, given[-1].time if given else None)


def about_of(root: Path, view: View, kind: PaperKind, language: str | None, now: datetime) -> Subject:
    """The same with what else the workspace says: parts that no warranty covers, what stores are called."""
    about = subject_of(view, kind, language, now)
    stores = open_workspace(root, judged=False).of_kind("Stock") if kind == "swap" else ()
    named = {each.id: text_of(each.data.get("title", each.id)) for each in stores}
    return replaced(about, uncovered=_uncovered_parts(root, view, kind, now), stores=named)


def subject_of(view: View, kind: PaperKind, language: str | None, now: datetime) -> Subject:
    """What a document of that kind is about: a sheet about its version, the others about all that is recorded."""
    order, agreement = view.order, view.agreement
    version = sheet_version(order)
    if kind == "sheet":
        order, now = as_of(order, version.until), version.until
    else:
        until = now if kind == "notice" else max(_recorded(order, kind), key=utc)
        now, version = until, replaced(version, until=until)
    standing = standing_of(order, agreement, view.timetable, now)
    language = language or agreement.signed.language
    return Subject(standing, agreement, view.timetable, version, language)


def _uncovered_parts(root: Path, view: View, kind: PaperKind, now: datetime) -> tuple[UncoveredPart, ...]:
    """The parts of an order that no warranty covers, where the document is about them. Raises Undecided, Broken."""
    alive = [each for each in view.order.swaps if each.state not in ("refused", "undone")]
    if kind != "work-contact" or not alive:
        return ()
    desk = open_desk(open_workspace(root, judged=False), view.agreement.id)
    decided = [(each, decide_at(desk, claim_of(desk, each), now)) for each in alive]
    return tuple(UncoveredPart(each, one.because) for each, one in decided if one.outcome == "not_covered")


def _recorded(order: Order, kind: PaperKind) -> Iterator[datetime]:
    """When what a document is about was written down."""
    yield order.opened.at
    yield from (each.at for each in order.told)
    if kind in ("swap", "work-contact"):
        for record in order.swaps:
            yield record.proposed.at
            yield from (each.at for each in record.told)


def render(root: Path, paper: OrderPaper, form: PaperForm) -> bytes:
    """The document as a page, a PDF of that page or a Word file, by the workspace's template, else ours: the same bytes each time.

    Raises FieldopsError when a template fails, LeadsOut where the workspace's lies somewhere else.
    """
    from fieldops.reports.pdf import write_pdf
    from fieldops.reports.render import render_html, render_word

    folders = (root / "templates", shipped_folder("templates"))
    if form == "docx":
        return render_word(paper, folders, root)
    page = render_html(paper, folders, root)
    return write_pdf(page, paper.dated) if form == "pdf" else page.encode("utf-8")


def file_name(paper: OrderPaper, ending: str) -> str:
    """What the file of a document is called, in ASCII as far as the order's number is."""
    return f"{paper.order}-{paper.kind}.{paper.language}{ending}"


def write(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all. Raises Unusable."""
    try:
        write_whole(path, [data])
    except OSError as error:
        raise Unusable(str(path), error) from error
