"""What a contract makes due as a day of a calendar, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.duty import assigned
from fieldops.contracts.model import Contract, Inspection, Obligation, Person, Recurrence, Site
from fieldops.contracts.obligations import DueObligation
from fieldops.contracts.wording import word
from fieldops.dates.periods import Period, parse_period
from fieldops.documents.schema import schema_of
from fieldops.errors import Named
from fieldops.messages import say, say_value
from fieldops.reports.icalendar import CalendarDay, Somebody
from fieldops.schedule.visits import Estate, estate_of, hosts_of

# What people come for.
_ON_SITE = frozenset({"inspection", "site_visit", "onsite_service", "training", "drill"})
# What falls due without being an inspection or an obligation of the contract's own words.
_DATES = ("renewal", "renewal_notice", "warranty_end", "qualification_end")


# Whether the service goes on, and on what terms, is settled with the customer.
_GOING_ON = frozenset({"renewal", "renewal_notice"})


def _chosen_in(part: str) -> tuple[str, ...]:
    schema = schema_of("Contract")["$defs"][part]
    return tuple(schema["properties"]["kind"]["enum"])


KINDS = (*_chosen_in("inspection"), *_chosen_in("obligation"), *_DATES)
"""Every kind of occurrence that a contract can make due."""


def calendar_day(
    agreement: Agreement,
    due: DueObligation,
    language: str,
    changed: datetime,
    done: date | None = None,
    cancelled: bool = False,
) -> CalendarDay:
    """The day of an occurrence: whose it is, who does it where, and the file:line of its clause.

    `changed`: when what is said of it changed last; `done`: the day on which it was done; `cancelled`: it was agreed, and
    is no longer.
    """
    contract = agreement.signed
    customer, title = contract.customer.name.say(language), say_value(due.title, language)
    doers, manager = doers_of(agreement, due), _manager(agreement)
    return CalendarDay(
        uid=f"{_own(due.key, contract)}@fieldops",
        day=due.day,
        changed=changed,
        summary=say("visit.calendar-summary", language, {"customer": customer, "what": title}),
        description="\n".join(_description(agreement, due, language, done)),
        category=say(kind_key(due.kind), language),
        tentative=due.provisional,
        location=_where(agreement, due, language),
        reminds=not due.often and done is None,
        cancelled=cancelled,
        organizer=_somebody(manager, language) if doers else None,
        attendees=tuple(one for each in doers if (one := _somebody(each, language)) is not None),
    )


def kind_key(kind: str) -> str:
    """The sentence that is the word for a kind of occurrence."""
    return f"visit.kind-{kind}" if kind in _DATES else f"value.{kind}"


def _description(agreement: Agreement, due: DueObligation, language: str, done: date | None) -> Iterator[str]:
    contract, at = agreement.signed, agreement.position(due.clause)
    yield say("visit.calendar-contract", language, {"contract": contract.id, "title": contract.title})
    if due.earliest != due.latest:
        window = {"earliest": due.earliest, "latest": due.latest}
        yield say("visit.calendar-window", language, window)
    yield say("visit.calendar-clause", language, {"path": at.path, "line": at.line})
    who = _who(agreement, due)
    if who is not None:
        yield say("visit.calendar-who", language, {"who": who})
    if done is not None:
        yield say("visit.calendar-done", language, {"day": done})
    if due.provisional:
        yield say("visit.calendar-provisional", language)


def is_daily(agreement: Agreement, due: DueObligation) -> bool:
    """Whether it comes every day: hundreds of entries that nobody looks at in a calendar."""
    schedule = getattr(agreement.timeline.at(due.clause), "schedule", None)
    return isinstance(schedule, Recurrence) and parse_period(schedule.every) == Period(1, "day")


def doers_of(agreement: Agreement, due: DueObligation) -> tuple[Person, ...]:
    """The people of the team whom an occurrence concerns by name: the engineers who are on duty for an inspection (A7, D1),
    the account manager, also for the end of the term and the last day for notice, whoever holds a qualification that ends.
    """
    team, entry = agreement.team, agreement.timeline.at(due.clause)
    if team is None:
        return ()
    if due.kind == "qualification_end":
        ids: tuple[str, ...] = (due.id.split("/")[1],)
    elif isinstance(entry, Inspection) and entry.kind == "inspection":
        ids = assigned(team, entry, due.day).engineers
    elif _of_manager(due, entry):
        ids = (agreement.signed.account_manager or "",)
    else:
        ids = ()
    return tuple(person for id in ids if (person := team.person(id)) is not None)


def _of_manager(due: DueObligation, entry: object) -> bool:
    """Whether it is the account manager's: by the contract, or as somebody has to ask whether the service goes on."""
    if isinstance(entry, Obligation):
        return entry.responsible == "account_manager"
    return due.kind in _GOING_ON


def _who(agreement: Agreement, due: DueObligation) -> object:
    """Who does it: the engineers by name, or whose task it is; with the name where the contract has one."""
    entry, doers = agreement.timeline.at(due.clause), doers_of(agreement, due)
    if isinstance(entry, Inspection):
        return tuple(person.name for person in doers) or None
    if doers and _of_manager(due, entry):
        return Named("visit.calendar-named", who=word("account_manager"), name=doers[0].name)
    if not isinstance(entry, Obligation) or entry.responsible is None:
        return None
    return word(entry.responsible)


def _manager(agreement: Agreement) -> Person | None:
    team = agreement.team
    return team.person(agreement.signed.account_manager or "") if team is not None else None


def _somebody(person: Person | None, language: str) -> Somebody | None:
    """The person as a calendar knows people; None without a mail address."""
    if person is None or person.email is None:
        return None
    return Somebody(person.name.say(language), person.email)


def _where(agreement: Agreement, due: DueObligation, language: str) -> str:
    """The places of what is done there, with their addresses: those of the equipment that is inspected, else all."""
    if due.kind not in _ON_SITE:
        return ""
    entry, contract = agreement.timeline.at(due.clause), agreement.signed
    looked_at = hosts_of(entry, _looked_at(contract, entry)) if isinstance(entry, Inspection) else ()
    wanted = {asset.site for asset in contract.assets if asset.id in looked_at}
    sites = [site for site in contract.sites if site.id in wanted] or list(contract.sites)
    return say_value(tuple(_place(site, language) for site in sites), language)


def _looked_at(contract: Contract, entry: Inspection) -> Estate:
    """The equipment that may be inspected: with a playbook that which has a host, by people any."""
    if entry.uses:
        return estate_of(contract)
    return Estate(tuple((asset.id, asset.category) for asset in contract.assets))


def _place(site: Site, language: str) -> str:
    name = site.name.say(language)
    if site.address is None:
        return name
    return say("visit.calendar-place", language, {"name": name, "address": site.address})


def _own(key: str, contract: Contract) -> str:
    """A qualification's end is its team's; in the calendars of two contracts it is two days."""
    return key if key.startswith(f"{contract.id}/") else f"{contract.id}/{key}"


def changed_on(contract: Contract) -> date:
    """The last day on which something happened to the contract that its own text tells: it was signed, amended, given
    notice of, or its goods were accepted.
    """
    days = [contract.signed or contract.term.start]
    days += [amendment.date for amendment in contract.amendments]
    days += [notice.given for notice in contract.notices]
    days += [one.date for one in contract.acceptances if one.date is not None]
    return max(days)
