"""What a contract makes due as a day of a calendar, in one language."""

from __future__ import annotations

from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract
from fieldops.contracts.obligations import DueObligation
from fieldops.messages import say, say_value
from fieldops.reports.icalendar import CalendarDay

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
    lines += [say("visit.calendar-provisional", language)] if due.provisional else []
    return CalendarDay(
        uid=f"{_own(due.key, contract)}@fieldops",
        day=due.day,
        agreed=agreed_on(contract),
        summary=say("visit.calendar-summary", language, {"customer": customer, "what": title}),
        description="\n".join(lines),
        category=say(f"visit.kind-{due.kind}" if due.kind in _DATES else f"value.{due.kind}", language),
        tentative=due.provisional,
    )


def _own(key: str, contract: Contract) -> str:
    """A qualification's end is its team's; in the calendars of two contracts it is two days."""
    return key if key.startswith(f"{contract.id}/") else f"{contract.id}/{key}"


def agreed_on(contract: Contract) -> date:
    """Since when the contract says what it says: the day of its last amendment, else of its signing or beginning."""
    signed = contract.signed or contract.term.start
    return max([signed, *(amendment.date for amendment in contract.amendments)])
