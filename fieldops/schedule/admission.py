"""Whether somebody may begin an inspection or a health check by hand at a moment: what the schedule asks, every door asks.

Pure: the contract, the folded log and the moment come in as values; what stands against it comes out, all of it, and
until when a session may go on. Who overrides what is `fieldops.actions`. Does not live here: that an inspection has two
different engineers of the team (D1), which nobody can override.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.duty import lacking
from fieldops.contracts.model import Contract, Inspection
from fieldops.contracts.model.team import ENGINEERS
from fieldops.dates.instants import utc
from fieldops.errors import Refused
from fieldops.records.run_events import RunKind, RunOutline
from fieldops.records.visits import Consent
from fieldops.schedule.deciding import plan_of
from fieldops.schedule.sessions import NEVER, agreed_times, asks_consent, consenting, term_refusal
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import RUN_KINDS, entry_of
from fieldops.structs import Struct

# How far ahead the next time for a session is looked for.
_AHEAD = timedelta(days=366)


class Admission(Struct, frozen=True):
    """What stands against beginning now (nothing: it may begin), and the instant (UTC) at which sessions must end."""

    refusals: tuple[Refused, ...]
    until: datetime | None


def admission(
    ledger: Ledger,
    kind: RunKind,
    playbooks: Sequence[str],
    engineers: Sequence[str],
    moment: datetime,
    visit: str | None = None,
) -> Admission:
    """What stands against a run of `kind` with these playbooks by these engineers at `moment` (in the contract's zone).

    `visit`: the occurrence that the run is for, whose own consent counts then and no other's.
    By the terms in force that day: the term, the customer's consent and the windows (E1), and for an inspection the
    number of engineers agreed and their qualifications (D1).
    """
    agreement, day = ledger.agreement, moment.date()
    terms = agreement.terms_on(day)
    late = term_refusal(terms, day)
    refusals = [late] if late is not None else []
    # What the customer allows are the commands of a playbook: several need consent for each.
    access = [_access(ledger, terms.contract, playbook, moment, visit) for playbook in playbooks or ("",)]
    refusals += [refused for refused, _ in access if refused is not None][:1]
    if kind is RunKind.INSPECTION:
        entries = _asked_for(ledger, terms.contract, kind, playbooks, day)
        refusals += _people(ledger, _of_visit(entries, visit), engineers, day)
    return Admission(tuple(refusals), min((end for _, end in access if end is not None), default=None))


def _access(
    ledger: Ledger, terms: Contract, playbook: str, moment: datetime, visit: str | None
) -> tuple[Refused | None, datetime | None]:
    """Why the customer allows no session at this moment, and when one that begins now must end. E1"""
    if not asks_consent(terms):
        return None, None
    given = ledger.log.consents
    consents = list(given.get(visit, ())) if visit is not None else _consents(ledger, terms, playbook)
    return session_allowed(terms, consents, moment)


def session_allowed(
    terms: Contract, consents: Sequence[Consent], moment: datetime
) -> tuple[Refused | None, datetime | None]:
    """Why the customer allows no session on its systems at `moment` (in the contract's zone), by these `consents` and the
    agreed windows; else None, and the instant (UTC) at which a session that begins then must end. E1
    """
    if terms.access.consent is None:
        return Refused("admission.consent-unsaid", contract=terms.id), None
    now = utc(moment)
    if terms.access.consent == "per_visit" and not any(now < utc(each.end) for each in consents):
        may = ", ".join(consenting(terms))
        return Refused("admission.no-consent", contract=terms.id, choices=may or "-"), None
    span = agreed_times(terms, consents).next(now, (moment + _AHEAD).date())
    if span is None:
        return Refused("admission.closed-for-long", contract=terms.id), None
    begin, end = span
    if begin > now:
        opens = f"{begin.astimezone(moment.tzinfo):%Y-%m-%d %H:%M}"
        return Refused(
            "admission.closed", contract=terms.id, now=f"{moment:%Y-%m-%d %H:%M}", opens=opens
        ), None
    return None, None if end == NEVER else end


def _consents(ledger: Ledger, terms: Contract, playbook: str) -> list[Consent]:
    """The consents on record to visits with this playbook: what was allowed are its commands."""
    visits = tuple(
        f"{terms.id}/inspections/{entry.id}/" for entry in terms.inspections if playbook in entry.named
    )
    log = ledger.log.consents
    return [consent for key, given in log.items() if key.startswith(visits) for consent in given]


def _asked_for(
    ledger: Ledger, terms: Contract, kind: RunKind, playbooks: Collection[str], day: date
) -> tuple[Inspection, ...]:
    """The inspections of the contract that a run could be one of.

    Those with one of its playbooks; where several differ in what they ask for, those that may be done that day. Playbooks
    that the contract does not name stand for any of them.
    """
    of_kind = tuple(entry for entry in terms.inspections if RUN_KINDS[entry.kind] is kind)
    entries = tuple(entry for entry in of_kind if not set(playbooks).isdisjoint(entry.named)) or of_kind
    if len({(entry.engineers, entry.qualifications) for entry in entries}) < 2:
        return entries
    due = [due for due in plan_of(ledger, day).open if ledger.completion(due) is None]
    now = {found.id for each in due if (found := entry_of(ledger.agreement, each)) is not None}
    return tuple(entry for entry in entries if entry.id in now) or entries


def _of_visit(entries: Sequence[Inspection], visit: str | None) -> Sequence[Inspection]:
    """Of these inspections the one that an occurrence is of, where it is said."""
    return [entry for entry in entries if [entry.id] == (visit or "").split("/")[2:3]] or entries


def _people(
    ledger: Ledger, entries: Sequence[Inspection], engineers: Sequence[str], day: date
) -> Iterator[Refused]:
    """What the contract asks of those who inspect, and they are not. D1"""
    needed = max((entry.engineers or ENGINEERS for entry in entries), default=ENGINEERS)
    if len(set(engineers)) < needed:
        yield Refused("admission.too-few", needed=needed, found=len(set(engineers)))
    team = ledger.agreement.team
    wanted = dict.fromkeys(each for entry in entries for each in entry.qualifications)
    for id in engineers:
        person = team.person(id) if team is not None else None
        lacks = lacking(person, wanted, day) if person is not None else tuple(wanted)
        if lacks:
            yield Refused(
                "admission.unqualified", person=id, qualifications=", ".join(lacks), day=day.isoformat()
            )


def unqualified(agreement: Agreement, begun: RunOutline) -> Mapping[str, tuple[str, ...]]:
    """Of everybody in the contract's team the qualifications that the inspection asks for and that were lacking on its
    day. D1

    The inspection is the entry that the run was begun for; of one that was begun by hand, those with its playbook.
    """
    day = begun.started.date()
    entries = [
        entry for entry in agreement.terms_on(day).contract.inspections if RUN_KINDS[entry.kind] is begun.kind
    ]
    served = (begun.serves or "").split("/")[2:3]
    of_run = [entry for entry in entries if [entry.id] == served]
    of_run = (
        of_run or [entry for entry in entries if not set(begun.playbooks).isdisjoint(entry.named)] or entries
    )
    wanted = dict.fromkeys(each for entry in of_run for each in entry.qualifications)
    people = agreement.team.people if agreement.team is not None else ()
    return {person.id: lacking(person, wanted, day) for person in people}
