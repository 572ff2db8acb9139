"""Rules about warranty terms themselves, and about what a contract says of them without computing dates.

Rules that need the dates of each asset's cover are in `fieldops.rules.coverage`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.versions import written_roots
from fieldops.contracts.wording import word
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import owner_of
from fieldops.rules.rule import Rule, look_at, problem, warning
from fieldops.rules.sections import (
    equipment,
    has,
    is_true,
    number_at,
    period_at,
    sections,
    texts_at,
)

_COSTS = ("labour", "parts", "travel")


# --- kind Warranty -----------------------------------------------------------------------------------


def causes_agree(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.cause-covered-and-excluded, warranty.exclusion-doubled: what is said of a cause is said once. C1 C2"""
    covered = {cause for _, cause in texts_at(document, "causes")}
    first: dict[str, int] = {}
    for index in document.entries("exclusions"):
        place: Path = ("exclusions", index, "cause")
        cause = document.text(*place)
        if cause is None:
            continue
        if cause in covered:
            yield problem(document, place, "warranty.cause-covered-and-excluded", cause=cause)
        if cause in first:
            yield problem(document, place, "warranty.exclusion-doubled", cause=cause, line=first[cause])
        first.setdefault(cause, document.position(*place).line)


# What a customer takes for granted: that a warranty is for what breaks in normal use, and for defects. C1
_TAKEN_FOR_GRANTED = ("normal", "defect")


def expected_causes_said(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.cause-unsaid (warning): failure in normal use and defects are covered, or excluded in so many words. C1"""
    covered = {cause for _, cause in texts_at(document, "causes")}
    excluded = {document.text("exclusions", index, "cause") for index in document.entries("exclusions")}
    for cause in _TAKEN_FOR_GRANTED:
        if covered and cause not in covered | excluded:
            yield warning(
                document, ("causes",), "warranty.cause-unsaid", id=cause, cause=word(cause, "cause")
            )


def exclusions_priced(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.exclusion-without-price (warning): an exclusion says who pays. C2"""
    for index in document.entries("exclusions"):
        if not any(has(document, "exclusions", index, cost) for cost in _COSTS):
            cause = document.text("exclusions", index, "cause")
            yield warning(document, ("exclusions", index), "warranty.exclusion-without-price", cause=cause)


def something_borne(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.nothing-borne (warning): the service company bears some part of some cost."""
    if all(number_at(document, cost) == 0 for cost in _COSTS):
        yield warning(document, ("parts",), "warranty.nothing-borne")


def month_end_used(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.month-end-unused (warning): `month_end` stands only where the period rule asks for it.

    The corresponding date is the month's last day in any case (Civil Code art. 202); days and weeks have no month end.
    """
    if document.text("month_end") is None:
        return
    period = period_at(document, "period")
    by_months = period is None or period.unit in ("month", "year")
    if document.text("period_rule") == "corresponding_date" or not by_months:
        yield warning(document, ("month_end",), "warranty.month-end-unused")


def swap_fits_period(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.swap-minimum-too-long (warning): a new part is not covered longer than the warranty itself lasts."""
    minimum, period = period_at(document, "swap", "minimum"), period_at(document, "period")
    if minimum and period and minimum.days_about > period.days_about:
        values = {"minimum": document.text("swap", "minimum"), "period": document.text("period")}
        yield warning(document, ("swap", "minimum"), "warranty.swap-minimum-too-long", **values)


def discounts_count(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.discount-without-effect (warning): a discount is more than 0 and less than 100 percent. C2 C3"""
    for place in _prices(document):
        percent = number_at(document, *place, "discount_percent")
        if percent in (0, 100) and has(document, *place, "discount_percent"):
            at = (*place, "discount_percent")
            yield warning(document, at, "warranty.discount-without-effect", percent=percent)


def _prices(document: Document) -> Iterator[Path]:
    """Where prices may stand: in exclusions and upgrades of a warranty, after the warranty in a contract."""
    for index in document.entries("exclusions"):
        yield from (("exclusions", index, cost) for cost in _COSTS)
    for version in ("minor", "major"):
        yield ("upgrades", version)
    for root in written_roots(document):
        yield from ((*root, "after_warranty", name) for name in (*_COSTS, "experts", "upgrades"))


# --- kinds Contract and Assets -----------------------------------------------------------------------


def rollover_has_calendar(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.rollover-without-calendar: a last day moves over holidays only where a calendar says which they are."""
    if has(document, "calendar"):
        return
    for use in sections(document, "warranties"):
        terms = _terms(workspace, document, use)
        if terms is not None and is_true(terms, "holiday_rollover"):
            place = (*use, "terms")
            yield problem(document, place, "warranty.rollover-without-calendar", terms=terms.id)


def key_equipment_exists(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.no-key-equipment (warning): a remedy for key equipment has some to be given for. C6"""
    uses = [
        (use, terms)
        for use in sections(document, "warranties")
        if (terms := _terms(workspace, document, use))
    ]
    for use, terms in uses:
        wanted = any(
            terms.text("remedies", index, "when") == "key_equipment" for index in terms.entries("remedies")
        )
        if wanted and not _has_key_equipment(workspace, document):
            yield warning(document, (*use, "terms"), "warranty.no-key-equipment", terms=terms.id)


def _has_key_equipment(workspace: Workspace, document: Document) -> bool:
    return any(is_true(file, *asset, "key_equipment") for file, asset in equipment(workspace, document))


def _terms(workspace: Workspace, document: Document, use: Path) -> Document | None:
    return look_at(workspace, "Warranty", document.text(*use, "terms"))


def every_asset_covered(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """warranty.none-for-asset (warning): where a contract has warranties, each asset has one by some of its terms.

    One for all assets of a category, which is what is probably missing. An asset without category, where all
    warranties go by category, is `asset.no-category`.
    """
    contract = owner_of(workspace, document)
    uses = list(sections(contract, "warranties")) if contract is not None else []
    if contract is None or not uses:
        return
    ids = {id for use in uses for _, id in texts_at(contract, *use, "assets")}
    categories = {name for use in uses for _, name in texts_at(contract, *use, "categories")}
    if any(not contract.entries(*use, "assets") and not contract.entries(*use, "categories") for use in uses):
        return
    only_categories = not ids
    uncovered: dict[str | None, list[tuple[int, str]]] = {}
    for at in document.entries("assets"):
        id, category = document.text("assets", at, "id"), document.text("assets", at, "category")
        if id is None or id in ids or category in categories or (only_categories and category is None):
            continue
        uncovered.setdefault(category, []).append((at, id))
    for listed in uncovered.values():
        at, id = listed[0]
        yield warning(document, ("assets", at, "id"), "warranty.none-for-asset", id=id, count=len(listed))


RULES: dict[str, tuple[Rule, ...]] = {
    "Warranty": (
        causes_agree,
        expected_causes_said,
        exclusions_priced,
        something_borne,
        month_end_used,
        swap_fits_period,
        discounts_count,
    ),
    "Contract": (rollover_has_calendar, key_equipment_exists, every_asset_covered, discounts_count),
    "Assets": (every_asset_covered,),
}
