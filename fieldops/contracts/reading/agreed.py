"""What was agreed: the parties, the term and how it goes on, what was handed over and accepted, the equipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import event_date
from fieldops.contracts.model import Asset, Contract
from fieldops.contracts.reading.line import Line, line_at
from fieldops.contracts.renewal import ends_with
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import category, period, word, words
from fieldops.errors import Named


def parties(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Customer with contacts, service company, team."""
    yield line_at(terms, ("customer", "name"), Named("show.customer", name=terms.contract.customer.name))
    for index, contact in enumerate(terms.contract.customer.contacts):
        said = Named(
            "show.contact", name=contact.name, phone=contact.phone or "-", duties=words(contact.duties) or "-"
        )
        yield line_at(terms, ("customer", "contacts", index), said)
    vendor = Named(
        "show.vendor", name=terms.contract.vendor.name, hotline=terms.contract.vendor.hotline or "-"
    )
    yield line_at(terms, ("vendor",), vendor)
    team = agreement.team
    if team is not None:
        person = team.person(terms.contract.account_manager or "")
        count = sum("engineer" in member.roles for member in team.people)
        said = Named("show.team", name=team.name, count=count, manager=person.name if person else "-")
        yield line_at(terms, ("team",), said)


def term(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The term on that day, how it goes on, amendments, hand-over, acceptances."""
    term = terms.contract.term
    days = {"start": term.start, "end": term.end, "zone": terms.contract.time_zone}
    yield line_at(terms, ("term",), Named("show.term-days", **days))
    left = (term.end - day).days
    state = Named(f"show.state-{terms.state(day)}", day=day, left=left, days=abs(left))
    yield line_at(terms, ("term",), state)
    yield from _renewal(agreement, terms, day)
    for index, amendment in enumerate(terms.contract.amendments):
        code = "show.amendment" if amendment.applies_from <= day else "show.amendment-later"
        said = Named(code, day=amendment.applies_from, why=amendment.rationale)
        yield line_at(terms, ("amendments", index), said)
    yield from _handover(terms)
    for index, acceptance in enumerate(terms.contract.acceptances):
        yield line_at(terms, ("acceptances", index), _acceptance(terms.contract, index, acceptance.event))


def _renewal(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How the term goes on, how often it has, until when notice can be given, and the notices that were."""
    term, number = terms.contract.term, terms.period.number
    if number:
        times = Named("show.times-one" if number == 1 else "show.times", count=number)
        yield line_at(
            terms, ("term", "end"), Named("show.renewed", times=times, agreed=terms.course.term.end)
        )
    if term.renewal is not None:
        said = Named("show.renewal", renewal=word(term.renewal))
        if term.notice is not None:
            said = Named("show.renewal-notice", renewal=word(term.renewal), notice=period(term.notice))
        yield line_at(terms, ("term", "renewal"), said)
    notice = agreement.timeline.next_notice(day)
    if notice is not None and terms.course.final is None:
        ending = terms.course.period(ends_with(terms.course.term, notice) + 1)
        yield line_at(terms, ("term", "notice"), Named("show.next-notice", day=notice, until=ending.last))
    for index, given in enumerate(terms.contract.notices):
        code = "show.notice-given" if given is terms.course.ended_by else "show.notice-void"
        values = {"given": given.given, "by": word(given.by), "end": terms.course.end}
        yield line_at(terms, ("notices", index), Named(code, **values))
    if term.renewal_always_offered:
        yield line_at(terms, ("term", "renewal_always_offered"), Named("show.renewal-offered"))


def _handover(terms: Terms) -> Iterator[Line]:
    missing = [
        entry.name or word(entry.document) for entry in terms.contract.handover if entry.received is None
    ]
    if missing:
        yield line_at(terms, ("handover",), Named("show.handover-missing", documents=tuple(missing)))
    elif terms.contract.handover:
        yield line_at(
            terms, ("handover",), Named("show.handover-complete", count=len(terms.contract.handover))
        )


def _acceptance(terms: Contract, index: int, event: str) -> Named:
    acceptance = terms.acceptances[index]
    scope: object = Named("show.whole-contract")
    if acceptance.batch is not None:
        scope = Named("show.batch", batch=acceptance.batch)
    elif acceptance.assets:
        scope = Named("show.some-assets", count=len(acceptance.assets))
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
        said = Named("show.category", category=category(id), count=count, hosts=hosts)
        yield line_at(terms, ("assets",), said)
    for index, site in enumerate(terms.contract.sites):
        count = sum(asset.site == site.id for asset in terms.contract.assets)
        yield line_at(terms, ("sites", index), Named("show.site", name=site.name, count=count))
