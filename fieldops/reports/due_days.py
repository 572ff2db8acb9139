"""What a contract makes due as a day of a calendar, in one language."""

from __future__ import annotations

from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract, Inspection, Obligation, Recurrence
from fieldops.contracts.obligations import DueObligation
from fieldops.contracts.wording import word
from fieldops.dates.periods import Period, parse_period
from fieldops.errors import Named
from fieldops.messages import say, say_value
from fieldops.reports.icalendar import CalendarDay
from fieldops.schedule.duty import assigned

# What people come for.
_ON_SITE = frozenset({"inspection", "site_visit", "onsite_service", "training", "drill"})
# What falls due without being an inspection or an obligation of the contract's own words.
_DATES = frozenset({"renewal", "renewal_notice", "warranty_end", "qualification_end"})


def calendar_day(agreement: Agreement, due: DueObligation, language: str) -> CalendarDay:
    """The day of an occurrence: whose it is, within which days it may be done, and the file:line of its clause."""
    contract = agreement.signed
    customer, title = contract.customer.name.say(language), say_value(due.title, language)
    at = agreement.position(due.clause)
    lines = [say("visit.calendar-contract", language, {"contract": contract.id, "title": contract.title})]
    if due.earliest != due.latest:
        window = {"earliest": due.earliest, "latest": due.latest}
        lines.append(say("visit.calendar-window", language, window))
    lines.append(say("visit.calendar-clause", language, {"path": at.path, "line": at.line}))
    lines += _who(agreement, due, language)
    lines += [say("visit.calendar-provisional", language)] if due.provisional else []
    return CalendarDay(
        uid=f"{_own(due.key, contract)}@fieldops",
        day=due.day,
        agreed=agreed_on(contract),
        summary=say("visit.calendar-summary", language, {"customer": customer, "what": title}),
        description="\n".join(lines),
        category=say(f"visit.kind-{due.kind}" if due.kind in _DATES else f"value.{due.kind}", language),
        tentative=due.provisional,
        location=_where(agreement, due, language),
        reminds=not due.often,
    )


def is_daily(agreement: Agreement, due: DueObligation) -> bool:
    """Whether it comes every day: hundreds of entries that nobody looks at in a calendar."""
    schedule = getattr(agreement.timeline.at(due.clause), "schedule", None)
    return isinstance(schedule, Recurrence) and parse_period(schedule.every) == Period(1, "day")


def _who(agreement: Agreement, due: DueObligation, language: str) -> list[str]:
    """Who does it: the engineers on duty that day, or whose task it is; with the name where the contract has one."""
    entry = agreement.timeline.at(due.clause)
    if isinstance(entry, Inspection) and entry.kind == "inspection" and agreement.team is not None:
        named = [agreement.team.person(id) for id in assigned(agreement.team, entry, due.day).engineers]
        who: object = tuple(person.name for person in named if person is not None)
        return [say("visit.calendar-who", language, {"who": who})] if who else []
    if not isinstance(entry, Obligation) or entry.responsible is None:
        return []
    who = word(entry.responsible)
    manager = agreement.team.person(agreement.signed.account_manager or "") if agreement.team else None
    if entry.responsible == "account_manager" and manager is not None:
        who = Named("visit.calendar-named", who=who, name=manager.name)
    return [say("visit.calendar-who", language, {"who": who})]


def _where(agreement: Agreement, due: DueObligation, language: str) -> str:
    """The places of the contract, for what is done there."""
    if due.kind not in _ON_SITE:
        return ""
    return say_value(tuple(site.name for site in agreement.signed.sites), language)


def _own(key: str, contract: Contract) -> str:
    """A qualification's end is its team's; in the calendars of two contracts it is two days."""
    return key if key.startswith(f"{contract.id}/") else f"{contract.id}/{key}"


def agreed_on(contract: Contract) -> date:
    """Since when the contract says what it says: the day of its last amendment, else of its signing or beginning."""
    signed = contract.signed or contract.term.start
    return max([signed, *(amendment.date for amendment in contract.amendments)])
