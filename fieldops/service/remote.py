"""Remote sessions on an order: what stands against one and against ending it, and what is owed afterwards. E1-E4 Pure.

What an open session lacks, and what has to follow a closed one, keeps its order open. Does not live here: the customer's
consent and the agreed windows, which are the same for inspections (`fieldops.schedule.admission`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Contract
from fieldops.contracts.model.team import Person
from fieldops.contracts.reasons import Reason
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import moment, word
from fieldops.dates.instants import utc
from fieldops.errors import Named, Refused
from fieldops.records.session_events import Outcome
from fieldops.service.orders import Order, RemoteSession, terms_of

# The rule of those reasons.
SESSION = "session"


def not_an_administrator(contract: Contract, person: Person, account: str) -> Refused | None:
    """Why this person may not use that account, or None. E2

    The account that the contract itself names is there for every engineer; any other one is an administrator's, which only
    those may use whom the contract names, where it names some.
    """
    named = contract.access.administrators
    login = contract.access.login
    if not named or (login is not None and account == login.user):
        return None
    if any(name in (person.name.zh, person.name.en) for name in named):
        return None
    return Refused("session.no-administrator", person=person.name, account=account, choices=", ".join(named))


def not_ended_so(contract: Contract, outcome: Outcome) -> Refused | None:
    """Why a session may not end so, or None: where the contract says ``solved``, it is solved or handed over first. E3"""
    if outcome == "unsolved" and contract.access.session_ends == "solved":
        return Refused("session.only-solved", contract=contract.id)
    return None


def overrun(order: Order, agreement: Agreement, *sessions: RemoteSession) -> tuple[Reason, ...]:
    """That a session has ended after what the customer allowed, with the clause; of all of an order where none is named.

    What has happened is recorded; that it should not have is told. E1
    """
    terms, zone = terms_of(order, agreement), agreement.zone
    return tuple(
        _missing(
            terms,
            "windows" if terms.contract.access.windows else "consent",
            Named(
                "session.ended-late",
                session=each.id,
                ended=moment(each.closed.time, zone),
                until=moment(each.opened.until, zone),
            ),
        )
        for each in sessions or order.sessions
        if each.closed is not None
        and each.opened.until is not None
        and utc(each.closed.time) > utc(each.opened.until)
    )


def handed_over(order: Order, agreement: Agreement) -> Iterator[tuple[RemoteSession, str]]:
    """Sessions that were handed over to somebody of the team (the id) who has neither begun one nor got the order since. E3"""
    for each in order.sessions:
        closed = each.closed
        if closed is None or closed.outcome != "handed_over" or agreement.team is None:
            continue
        to = next((one.id for one in agreement.team.people if one.is_called(closed.to or "")), None)
        since = utc(closed.time)
        begun = any(one.opened.person.id == to and utc(one.opened.time) >= since for one in order.sessions)
        given = any(
            told.kind == "resolved" or (told.kind == "assigned" and told.person is not None)
            for told in order.told
            # Times are whole seconds: what was told in the second of the handing over came before it.
            if utc(told.time) > since
        )
        if to is not None and not begun and not given:
            yield each, to


def owed_of_sessions(order: Order, terms: Terms) -> tuple[Reason, ...]:
    """What the sessions of an order still lack before it may be closed, by the terms of its report, each with its clause.

    An open session is to be closed; after one the customer is reminded of the password, where that is agreed and nobody
    has changed it (E2), and the record goes to those whom the contract names (E3).
    """
    return tuple(_owed(order, terms))


def _owed(order: Order, terms: Terms) -> Iterator[Reason]:
    access = terms.contract.access
    for each in order.sessions:
        if each.closed is None:
            yield _missing(terms, None, Named("session.owed-close", session=each.id))
    last = _last(order, changed=False)
    if access.rotate_credentials_after_use and last and not _told_since(order, last, "password_reminded"):
        yield _missing(terms, "rotate_credentials_after_use", Named("session.owed-reminder", session=last.id))
    last = _last(order, changed=True)
    for to in access.records_to if access.record_sessions and last is not None else ():
        if last is not None and not _told_since(order, last, "record_given", to):
            values = {"session": last.id, "to": word(to, "records_to"), "position": to}
            yield _missing(terms, "records_to", Named("session.owed-record", **values))


def _last(order: Order, changed: bool) -> RemoteSession | None:
    """The session that ended last; without `changed` of those after which nobody has changed the passwords."""
    ended = [
        each for each in order.sessions if each.closed and (changed or not each.closed.passwords_changed)
    ]
    return max(ended, key=lambda each: _end(each).timestamp(), default=None)


def _end(session: RemoteSession) -> datetime:
    return session.closed.time if session.closed is not None else session.opened.time


def _told_since(order: Order, session: RemoteSession, kind: str, to: str | None = None) -> bool:
    since = _end(session).timestamp()
    return any(
        told.kind == kind and told.time.timestamp() >= since and (to is None or told.to == to)
        for told in order.told
    )


def _missing(terms: Terms, field: str | None, said: Named) -> Reason:
    clause = terms.clause("access", field) if field is not None else None
    return Reason(rule=SESSION, result="no", said=said, clause=clause)
