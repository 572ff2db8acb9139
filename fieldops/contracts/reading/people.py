"""The people of the service company, who of them is on duty, and whom the customer can reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Calendar, Contact
from fieldops.contracts.model.team import Person
from fieldops.contracts.reading.line import NOT_OUTSIDE, Line, line_at, part
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import every, weekdays, word, words
from fieldops.documents.typed import fill
from fieldops.errors import Named
from fieldops.structs import replaced


def contacts(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The people of the customer: of the contract, of its sites, and the liaisons of both sides."""
    for index, contact in enumerate(terms.contract.customer.contacts):
        place = ("customer", "contacts", index)
        yield line_at(terms, place, _contact(contact), "name phone duties")
    for index, site in enumerate(terms.contract.sites):
        if site.contact is not None:
            said = Named("show.site-contact", site=site.name, contact=_contact(site.contact))
            yield line_at(terms, ("sites", index, "contact"), said, "name phone duties")
    for index, liaison in enumerate(terms.contract.emergency.liaisons if terms.contract.emergency else ()):
        said = Named("show.liaison", side=word(liaison.side), name=liaison.name, phone=liaison.phone)
        yield line_at(terms, ("emergency", "liaisons", index), said, "side name phone")


def _contact(contact: Contact) -> Named:
    phone = contact.phone or Named("show.no-phone")
    if not contact.duties:
        return Named("show.contact-only", name=contact.name, phone=phone)
    return Named("show.contact", name=contact.name, phone=phone, duties=words(contact.duties))


def people(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The team, and everybody in it."""
    team = agreement.team
    if team is None:
        return
    manager = team.person(terms.contract.account_manager or "")
    if manager is not None:
        said = Named("show.account-manager", name=manager.name)
        yield line_at(terms, ("account_manager",), said)
    for index, person in enumerate(team.people):
        said = Named(
            "show.person",
            name=person.name,
            roles=words(person.roles),
            phone=Named("show.phone", phone=person.phone) if person.phone else Named("show.no-phone"),
        )
        line = part(said, ("Team", team.id, ("people", index)), "name roles phone")
        yield replaced(line, outside=_to_customers(person))
    for index, unit in enumerate(team.units):
        said = Named("show.unit", kind=word(unit.kind), name=unit.name)
        yield part(said, ("Team", team.id, ("units", index)), "kind name")
    if team.duty_roster is not None:
        said = Named("show.roster", start=team.duty_roster.start, every=every(team.duty_roster.every))
        line = part(said, ("Team", team.id, ("duty_roster",)), "start every")
        yield replaced(line, outside=NOT_OUTSIDE)


def _to_customers(person: Person) -> Named:
    values = {"name": person.name, "roles": words(person.roles)}
    if not person.qualifications:
        return Named("show.person-outside", **values)
    held = tuple(one.name or one.id for one in person.qualifications)
    return Named("show.person-qualified", **values, qualifications=held)


def calendars(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """When service hours are: of each calendar that the contract counts by."""
    for id in sorted(agreement.calendars):
        calendar = fill(Calendar, agreement.documents["Calendar", id].data)
        for index, entry in enumerate(calendar.weekly):
            said = Named("show.hours", title=calendar.title, days=weekdays(entry.days), open=entry.open)
            line = part(said, ("Calendar", id, ("weekly", index)), "days open")
            yield replaced(line, besides=(("Calendar", id, ("title",)),))
