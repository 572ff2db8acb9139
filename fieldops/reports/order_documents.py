"""A document of a service order, whole: title, head, parts, signatures, and what it rests on. Pure.

What stands in the parts is in `order_sheets` and `order_papers`; how it becomes a file in `render` and `order_markdown`.
"""

from __future__ import annotations

from fieldops.messages import say
from fieldops.reports.order_papers import Paper, analysis, due_notice, fault_record, notice, work_contact
from fieldops.reports.order_sheets import sheet_head, sheet_parts, sheet_signatures
from fieldops.reports.order_swaps import swap_form
from fieldops.reports.order_view import OrderPaper, PaperKind
from fieldops.reports.order_words import Subject

KINDS: tuple[PaperKind, ...] = ("sheet", "work-contact", "record", "analysis", "notice", "swap")


# What people call the time of a zone.
_ZONES = {"Asia/Shanghai": "zone-beijing", "Asia/Chongqing": "zone-beijing"}


def paper_of(kind: PaperKind, about: Subject) -> OrderPaper:
    """The document of that kind, of the order as it was recorded until the sheet's version.

    Raises Refused where the order has none: it is covered, no fault, or no notice is due.
    """
    parts, signatures = _content(kind, about)
    return OrderPaper(
        kind=kind,
        language=about.language,
        order=about.order.id,
        title=_title(kind, about),
        vendor=about.text(about.terms.vendor.name),
        customer=about.text(about.terms.customer.name),
        hotline=about.value(about.terms.vendor.hotline),
        head=sheet_head(about),
        version=_version(about) if kind == "sheet" else "",
        parts=parts,
        signatures=signatures,
        signatures_title=about.told("part-signatures"),
        by_hand=about.told("by-hand"),
        date=about.told("date"),
        foot=_foot(about),
        page=(_page("before", about), _page("between", about), _page("after", about)),
        dated=about.version.until,
    )


def _content(kind: PaperKind, about: Subject) -> Paper:
    match kind:
        case "sheet":
            return sheet_parts(about), sheet_signatures(about)
        case "work-contact":
            return work_contact(about)
        case "record":
            return fault_record(about)
        case "analysis":
            return analysis(about)
        case "notice":
            return notice(about)
        case "swap":
            return swap_form(about)


def _page(side: str, about: Subject) -> str:
    return say(f"report.page.{side}", about.language)


def _title(kind: PaperKind, about: Subject) -> str:
    return about.told(f"title-{due_notice(about) if kind == 'notice' else kind}")


def _version(about: Subject) -> str:
    """Which version of the sheet it is, and which signed one it takes the place of."""
    version = about.version
    if version.replaces is None:
        return about.told("version", number=version.number)
    signed = about.time(version.replaces.time)
    return about.told("version-after", number=version.number, before=version.number - 1, signed=signed)


def _foot(about: Subject) -> tuple[str, ...]:
    """What it rests on."""
    zone = about.agreement.zone.key
    zone = about.told(_ZONES[zone]) if zone in _ZONES else zone
    return (about.told("as-recorded", at=about.time(about.version.until), zone=zone), about.told("not-known"))
