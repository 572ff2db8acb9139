"""Who mends the problems until when, and who looks again at what is not known: sentences for the first page. Pure.

What nobody was given is said to be open, and who agrees on it: no contract names a day for it, and none is made up.
The table of it is `plan`; how one finding is followed, `following`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.reports.problems import Problems, Undetermined
from fieldops.reports.wording import Wording, clean

# So many hosts of a problem are named.
_HOSTS = 3


def owners_of(run: Run, problems: Problems, unknown: Undetermined, conclusion: RunConcluded | None, wording: Wording) -> Iterator[str]:  # fmt: skip
    """A sentence for the problems that somebody has, that the customer has accepted, that wait for something and that nobody
    has; each only where there are such.
    """
    given = [row for row in problems.rows if row.owner and row.number not in problems.waiting]
    if given:
        yield _given(run, len(given), problems, _first_due(problems, unknown, conclusion), wording)
    if problems.settled:
        yield wording.say("who-accepted", rows=wording.numbers([*problems.settled]))
    if conclusion is not None and conclusion.again_by is not None and unknown.rows:
        yield _again(run, problems, unknown, conclusion, wording)
    elif problems.waiting:
        asked = next(iter(problems.waiting.values()))
        yield wording.say(
            "who-waits",
            rows=wording.numbers([*problems.waiting]),
            asked=wording.numbers(asked),
            vendor=wording.text(run.contract.vendor),
        )
    if rows := _unowned(problems, wording):
        yield _open(run, rows, wording)


def _given(run: Run, n: int, problems: Problems, first: tuple[date, list[int]] | None, wording: Wording) -> str:  # fmt: skip
    told = [wording.say("who-given", n=n)]
    if first is not None:
        day, rows = first
        told.append(wording.say("who-first", day=day, rows=wording.numbers(rows)))
    if mine := problems.of_customer:
        customer = wording.text(run.contract.customer)
        told.append(wording.say("who-customer", customer=customer, rows=wording.listed(map(str, mine))))
    return wording.together(*told)


def _first_due(problems: Problems, unknown: Undetermined, agreed: RunConcluded | None) -> tuple[date, list[int]] | None:  # fmt: skip
    """The first day of all that somebody has to keep, and the rows it is for: problems, requests, what is inspected again."""
    days = [(day, number) for number, day in problems.due.items()]
    if agreed is not None and agreed.again_by is not None:
        days += [(agreed.again_by, number) for number in _inspected_again(problems, unknown)]
    if agreed is not None and agreed.requests_by is not None:
        days += [(agreed.requests_by, number) for number in _asked(unknown)]
    if not days:
        return None
    first = min(day for day, _ in days)
    return first, sorted({number for day, number in days if day == first})


def _inspected_again(problems: Problems, unknown: Undetermined) -> list[int]:
    return sorted({*problems.waiting, *(row.number for row in unknown.rows)})


def _asked(unknown: Undetermined) -> list[int]:
    """The rows in which the customer is asked for something."""
    return sorted(number for numbers in unknown.asked.values() for number in numbers)


def _again(run: Run, problems: Problems, unknown: Undetermined, agreed: RunConcluded, wording: Wording) -> str:  # fmt: skip
    """Until when the service company looks again at what is not known, for which whoever concluded answers, and what the
    customer does before.
    """
    rows = _inspected_again(problems, unknown)
    vendor = _party(wording.text(run.contract.vendor), wording.text(agreed.by.name), wording)
    told = [wording.say("who-again", rows=wording.numbers(rows), vendor=vendor, day=agreed.again_by)]
    if asked := _asked(unknown):
        code = "who-before" if agreed.requests_by is not None else "who-before-open"
        rows_asked = wording.numbers(asked)
        told.append(
            wording.say(code, customer=_customer(run, wording), rows=rows_asked, day=agreed.requests_by)
        )
    return wording.together(*told)


def _open(run: Run, rows: str, wording: Wording) -> str:
    """Who agrees on what nobody has, when the report is handed over: somebody of either party by name."""
    engineer = next(iter(run.team.engineers), None)
    return wording.say(
        "who-open",
        rows=rows,
        vendor=_party(
            wording.text(run.contract.vendor), wording.text(engineer.name) if engineer else "", wording
        ),
        customer=_customer(run, wording),
    )


def _customer(run: Run, wording: Wording) -> str:
    """The customer, with the first contact that the contract names."""
    contact = next(iter(run.contract.contacts), None)
    return _party(wording.text(run.contract.customer), clean(contact.name) if contact else "", wording)


def _unowned(problems: Problems, wording: Wording) -> str:
    """The numbers of the problems that nobody has, and behind them those that somebody has on some of their hosts only, with
    the others; empty where there are none.
    """
    cared_for = {*problems.settled, *problems.waiting}
    none = [row.number for row in problems.rows if not row.owner and row.number not in cared_for]
    told = [wording.numbers(none)] if none else []
    for number, hosts in problems.missing.items():
        told.append(wording.say("at-place", what=number, place=wording.few([*map(clean, hosts)], _HOSTS)))
    return wording.listed(told)


def _party(party: str, person: str, wording: Wording) -> str:
    return wording.say("party-person", party=party, person=person) if person else party
