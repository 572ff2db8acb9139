"""Warranties with the days that they cover, and what holds after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import covers
from fieldops.contracts.model import Warranty
from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.reading.line import Line, line_at, part
from fieldops.contracts.standing import stretches
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import counted, duration, period, price, swap_policy, word, words
from fieldops.errors import Named
from fieldops.structs import Struct


def warranties(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Since when and until when equipment is covered, and by which terms."""
    counts = Counter([*_covered(agreement, terms, day), *_waiting(agreement, terms)])
    for one, count in sorted(counts.items(), key=lambda each: each[0].use):
        warranty = agreement.warranties[terms.contract.warranties[one.use].terms]
        values = {
            "title": warranty.title,
            "assets": counted(count, warranty.covers),
            "start": one.start,
            "end": one.end,
            "own": one.own,
            "rule": word(warranty.period_rule),
            "events": words(one.missing),
        }
        yield line_at(terms, ("warranties", one.use), Named(one.code, **values), "terms")
    used = {use.terms for use in terms.contract.warranties}
    for id, warranty in agreement.warranties.items():
        if id in used:
            yield from _warranty_terms(warranty)


class _Days(Struct, frozen=True):
    """What is said of one cover: by which entry of `warranties`, the days, and the end that these terms alone give it."""

    use: int
    code: str
    start: date | None
    end: date | None
    own: date | None = None
    missing: tuple[str, ...] = ()


def _covered(agreement: Agreement, terms: Terms, day: date) -> Iterator[_Days]:
    """The days of each cover by the terms of the day, as long as all that is agreed lets it go on."""
    for stretch in stretches(agreement):
        given = next((one for one in stretch.given_by if one.terms[0] <= day <= one.terms[1]), None)
        if given is None:
            continue
        own, code = given.cover.end, "show.cover-ended" if stretch.last < day else "show.cover"
        if own is not None and stretch.last < own:
            code = "show.cover-amended"
        yield _Days(given.cover.use, code, stretch.first, stretch.last, own)


def _waiting(agreement: Agreement, terms: Terms) -> Iterator[_Days]:
    """The covers whose days are not known."""
    for cover in covers(agreement, terms.contract):
        if cover.start is None or cover.end is None:
            yield _Days(cover.use, "show.cover-unknown", cover.start, cover.end, missing=cover.missing)


def _warranty_terms(warranty: Warranty) -> Iterator[Line]:
    def line(said: Named, tells: str, *path: str | int) -> Line:
        return part(said, ("Warranty", warranty.id, path), tells)

    said = Named(
        "show.borne",
        title=warranty.title,
        period=period(warranty.period),
        causes=words(warranty.causes, "cause"),
        parts=warranty.parts,
        labour=warranty.labour,
        travel=warranty.travel,
    )
    yield line(said, "title period causes parts labour travel")
    yield line(_start(warranty), "trigger event latest_of date", "start")
    for index, exclusion in enumerate(warranty.exclusions):
        said = Named(
            "show.exclusion",
            cause=word(exclusion.cause, "cause"),
            labour=price(exclusion.labour),
            parts=price(exclusion.parts),
            travel=price(exclusion.travel),
        )
        yield line(said, "cause labour parts travel", "exclusions", index)
    if (uncovered := _uncovered(warranty)) is not None:
        yield line(uncovered, "", "causes")
    for index, remedy in enumerate(warranty.remedies):
        within = duration(remedy.within) if remedy.within else Named("show.no-time")
        said = Named("show.remedy", remedy=word(remedy.kind), within=within)
        if remedy.when is not None:
            when = word(remedy.when, "remedy_when")
            said = Named("show.remedy-when", when=when, remedy=word(remedy.kind), within=within)
        yield line(said, "kind when within", "remedies", index)
    if warranty.swap is not None:
        tells = "policy minimum" if warranty.swap.minimum else "policy"
        yield line(Named("show.swap", policy=swap_policy(warranty.swap)), tells, "swap")
    if warranty.upgrades is not None:
        upgrades = warranty.upgrades
        said = Named("show.upgrades", minor=price(upgrades.minor), major=price(upgrades.major))
        yield line(said, "minor major", "upgrades")


def _uncovered(warranty: Warranty) -> Named | None:
    """The causes that are not covered, also those of which the warranty says nothing; None where all are."""
    others = [cause for cause in CAUSES if cause not in warranty.causes]
    priced = {exclusion.cause for exclusion in warranty.exclusions}
    unsaid = words((cause for cause in others if cause not in priced), "cause")
    values = {"title": warranty.title, "causes": words(others, "cause"), "unsaid": unsaid}
    if not others:
        return None
    return Named("show.uncovered-unpriced" if unsaid else "show.uncovered", **values)


def _start(warranty: Warranty) -> Named:
    start = warranty.start
    return Named(
        f"show.starts-{start.trigger}",
        title=warranty.title,
        event=word(start.event or "not-said"),
        events=words(start.latest_of),
        day=start.date,
    )


def after_warranty(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Who pays afterwards, and what stays free for life."""
    after = terms.contract.after_warranty
    if after is not None:
        said = Named(
            "show.after-prices",
            labour=price(after.labour),
            parts=price(after.parts),
            travel=price(after.travel),
        )
        yield line_at(terms, ("after_warranty",), said, "labour parts travel")
        if after.same_response:
            yield line_at(terms, ("after_warranty", "same_response"), Named("show.same-response"))
    for index, service in enumerate(terms.contract.lifelong_services):
        said = Named("show.lifelong", name=service.name)
        if service.limits:
            said = Named("show.lifelong-limits", name=service.name, limits=tuple(service.limits))
        yield line_at(terms, ("lifelong_services", index), said, "name limits")
