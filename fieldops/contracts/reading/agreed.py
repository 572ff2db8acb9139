"""What was agreed: the parties, the term and how it goes on, what was handed over and accepted, the equipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import event_date, first_day_of
from fieldops.contracts.model import Asset, Contract
from fieldops.contracts.reading.line import Line, line_at
from fieldops.contracts.renewal import ends_with
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import category, counted, period, ware_of, word
from fieldops.errors import Named
from fieldops.structs import replaced


def parties(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Customer, service company, team."""
    contract = terms.contract
    yield line_at(terms, ("title",), Named("show.contract-title", title=contract.title))
    yield line_at(terms, ("customer", "name"), Named("show.customer", name=contract.customer.name))
    yield line_at(terms, ("vendor", "name"), Named("show.vendor", name=contract.vendor.name))
    if agreement.team is not None:
        count = sum("engineer" in member.roles for member in agreement.team.people)
        said = Named("show.team", name=agreement.team.name, count=count)
        name = ("Team", agreement.team.id, ("name",))
        yield replaced(line_at(terms, ("team",), said), besides=(name,))


def term(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The term on that day, how it goes on, amendments, hand-over, acceptances."""
    term = terms.contract.term
    days = {"start": term.start, "end": term.end, "zone": terms.contract.time_zone}
    yield line_at(terms, ("term",), Named("show.term-days", **days), "start end")
    left = (term.end - day).days
    state = Named(f"show.state-{terms.state(day)}", day=day, left=left, days=abs(left))
    yield line_at(terms, ("term",), state, "")
    if term.begins_with is not None:
        began = first_day_of(terms.contract, term.begins_with)
        said = Named("show.begins-open", event=word(term.begins_with))
        if began is not None:
            said = Named("show.begins", event=word(term.begins_with), day=began)
        yield line_at(terms, ("term", "begins_with"), said)
    yield from _renewal(agreement, terms, day)
    for index, amendment in enumerate(terms.contract.amendments):
        code = "show.amendment" if amendment.applies_from <= day else "show.amendment-later"
        said = Named(code, day=amendment.applies_from, why=amendment.rationale)
        yield line_at(terms, ("amendments", index), said, "applies_from rationale")
    yield from _handover(terms)
    for index, acceptance in enumerate(terms.contract.acceptances):
        said = _acceptance(terms.contract, index, acceptance.event)
        yield line_at(terms, ("acceptances", index), said, "event date batch")


def _renewal(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How the term goes on, how often it has, until when notice can be given, and the notices that were."""
    term, number = terms.contract.term, terms.period.number
    if number:
        times = Named("show.times-one" if number == 1 else "show.times", count=number)
        yield line_at(
            terms, ("term", "end"), Named("show.renewed", times=times, agreed=terms.course.term.end), ""
        )
    if term.renewal is not None:
        said = Named("show.renewal", renewal=word(term.renewal))
        if term.renewal_period is not None:
            values = {"renewal": word(term.renewal), "period": period(term.renewal_period)}
            said = Named("show.renewal-for", **values)
        yield line_at(terms, ("term",), said, "renewal renewal_period")
    if term.notice is not None:
        yield line_at(terms, ("term", "notice"), Named("show.notice", notice=period(term.notice)))
    notice = agreement.timeline.next_notice(day)
    if notice is not None and terms.course.final is None:
        ending = terms.course.period(ends_with(terms.course.term, notice) + 1)
        yield line_at(terms, ("term", "notice"), Named("show.next-notice", day=notice, until=ending.last), "")
    for index, given in enumerate(terms.contract.notices):
        code = "show.notice-given" if given is terms.course.ended_by else "show.notice-void"
        said = Named(code, given=given.given, by=word(given.by), end=terms.course.end)
        yield line_at(terms, ("notices", index), said, "given by")
    if term.renewal_always_offered:
        yield line_at(terms, ("term", "renewal_always_offered"), Named("show.renewal-offered"))


def _handover(terms: Terms) -> Iterator[Line]:
    entries = terms.contract.handover
    missing = tuple(entry.name or word(entry.document) for entry in entries if entry.received is None)
    if missing:
        yield line_at(terms, ("handover",), Named("show.handover-missing", documents=missing), "")
    elif entries:
        yield line_at(terms, ("handover",), Named("show.handover-complete", count=len(entries)), "")
    for index, entry in enumerate(entries):
        said = Named("show.handed-over", name=entry.name or word(entry.document), day=entry.received)
        if entry.received is None:
            said = Named("show.not-handed-over", name=entry.name or word(entry.document))
        tells = "name received" if entry.name else "document received"
        yield line_at(terms, ("handover", index), said, tells)


def _acceptance(terms: Contract, index: int, event: str) -> Named:
    acceptance = terms.acceptances[index]
    scope: object = Named("show.whole-contract")
    if acceptance.batch is not None:
        scope = Named("show.batch", batch=acceptance.batch)
    elif acceptance.assets:
        scope = counted(len(acceptance.assets))
    if acceptance.date is not None:
        return Named("show.event", event=word(event), day=acceptance.date, scope=scope)
    asset = Asset(next(iter(acceptance.assets), ""), batch=acceptance.batch)
    deemed = event_date(terms, asset, event)
    if deemed is not None:
        return Named("show.event-deemed", event=word(event), day=deemed, scope=scope)
    return Named("show.event-open", event=word(event), scope=scope)


def assets(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How much equipment of which category, and where."""
    kinds = Counter(asset.category or "-" for asset in terms.contract.assets)
    for id, count in sorted(kinds.items()):
        hosts = sum(
            asset.host is not None for asset in terms.contract.assets if (asset.category or "-") == id
        )
        said = Named("show.category", category=category(id), assets=counted(count, ware_of(id)), hosts=hosts)
        outside = Named("show.category-outside", category=category(id), assets=counted(count, ware_of(id)))
        yield replaced(line_at(terms, ("assets",), said, ""), outside=outside)
    for index, site in enumerate(terms.contract.sites):
        count = sum(asset.site == site.id for asset in terms.contract.assets)
        said = Named("show.site", name=site.name, assets=counted(count))
        yield line_at(terms, ("sites", index), said, "name")


def equipment(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Every piece of equipment."""
    for index, asset in enumerate(terms.contract.assets):
        said = Named("show.value", value=asset.name or asset.id)
        yield line_at(terms, ("assets", index), said, "name" if asset.name else "")
