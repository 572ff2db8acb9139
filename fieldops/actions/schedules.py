"""The schedule as people use it: what stands how, recording what was done and that the customer consents."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fieldops.actions.contracts import position_of
from fieldops.actions.needed import need_agreement
from fieldops.actions.settings import open_store, store_path
from fieldops.contracts.agreement import Agreement
from fieldops.documents.workspace import load_workspace
from fieldops.errors import InvalidDocuments, Position, UsageError
from fieldops.records.visits import CONSENT, DONE, SCHEDULE, Consent, VisitLog, consent_event, done_event
from fieldops.schedule.standing import OPEN, PASSING, Ledger, Standing
from fieldops.schedule.visits import VISITS
from fieldops.sla.business_time import first_instant
from fieldops.sla.moments import in_zone

_AHEAD = timedelta(days=365)
# How long after the end of the term something is still named; warranties outlast terms by years.
_FAR_AHEAD = timedelta(days=10 * 366)
_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One line of the schedule: of which contract, how it stands, and where the clause is."""

    agreement: Agreement
    standing: Standing
    position: Position


def agreements(root: Path, id: str | None) -> list[Agreement]:
    """The contract `id`, or every contract without mistakes (`contract list` names the others).

    Raises UsageError for an unknown id, InvalidDocuments for the named contract's mistakes.
    """
    workspace = load_workspace(root, judged=False)
    if id is not None:
        return [need_agreement(workspace, id)]
    found = []
    for document in list(workspace.of_kind("Contract")):
        with suppress(InvalidDocuments):
            found.append(need_agreement(workspace, document.id))
    return found


def read_log(root: Path) -> VisitLog:
    """What the workspace's record store tells about visits; nothing while there is no store."""
    log = VisitLog()
    if store_path(root).is_file():
        with closing(open_store(root)) as store:
            log.feed(store.visit_events())
    return log


def schedule(
    root: Path, id: str | None, now: datetime, first: date | None = None, last: date | None = None
) -> list[Scheduled]:
    """How everything due from `first` to `last` (both included; default of the last: a year on) stands, by day.

    Without `first`: from today on, and whatever is still open or was missed, however old.
    Raises what `agreements` raises, and UsageError for days out of order.
    """
    log = read_log(root)
    found: list[Scheduled] = []
    for agreement in agreements(root, id):
        today = in_zone(now, agreement.zone).date()
        end = last or (first or today) + _AHEAD
        if first is not None and end < first:
            raise UsageError("obligations.days-out-of-order", first=first.isoformat(), last=end.isoformat())
        standings = Ledger(agreement, log).between(first or date.min, end, today)
        if first is None:
            standings = [each for each in standings if each.due.day >= today or each.state in OPEN]
        for each in standings:
            found.append(Scheduled(agreement, each, position_of(agreement, each.due.clause)))
    return sorted(found, key=_by_day)


def _by_day(one: Scheduled) -> tuple[date, str, str, str]:
    return one.standing.due.day, one.agreement.id, one.standing.due.id, one.standing.due.key


# --- recording -----------------------------------------------------------------------------------------


def record_done(
    root: Path, name: str, day: date, by: str | None, note: str | None, now: datetime
) -> Standing:
    """Record that an obligation was done on `day`: by the key of an occurrence, or by the id of an obligation of
    which one occurrence could be done that day. The same again changes nothing; another day corrects the last one.

    Raises UsageError for a name that is none, an occurrence in doubt, a day in the future or before it may be done,
    somebody who is nobody of the team, and for ends that come by themselves.
    """
    agreement = _agreement_of(root, name)
    ledger = Ledger(agreement, read_log(root))
    today = in_zone(now, agreement.zone).date()
    if day > today:
        raise UsageError("visit.future-day", day=day.isoformat(), today=today.isoformat())
    if by is not None and (agreement.team is None or agreement.team.person(by) is None):
        people = agreement.team.people if agreement.team else ()
        choices = ", ".join(person.id for person in people) or "-"
        raise UsageError("visit.unknown-person", id=by, choices=choices)
    due = _occurrence(ledger, name, day, today).due
    if due.kind in PASSING:
        raise UsageError("visit.passes-by-itself", id=due.key)
    if day < due.earliest:
        raise UsageError(
            "visit.too-early", id=due.key, day=day.isoformat(), earliest=due.earliest.isoformat()
        )
    before = ledger.log.recorded.get(due.key)
    if before is None or (before.day, before.by, before.note) != (day, by, note):
        with closing(open_store(root)) as store:
            store.append(SCHEDULE, DONE, done_event(due.key, day, by, note, now))
    return next(
        each
        for each in Ledger(agreement, read_log(root)).between(date.min, due.day, today)
        if each.due.key == due.key
    )


def record_consent(
    root: Path, name: str, by: str, now: datetime, start: datetime | None = None, end: datetime | None = None
) -> Consent:
    """Record that a contact of the customer allows sessions for a visit, from `start` to `end` (default: the whole
    window of the visit). E1

    Raises UsageError for a name that is no visit, a person who may not consent, or times out of order.
    """
    agreement = _agreement_of(root, name)
    contract, zone = agreement.signed, agreement.zone
    ledger = Ledger(agreement, read_log(root))
    today = in_zone(now, zone).date()
    due = _occurrence(ledger, name, today, today).due
    if due.kind not in VISITS:
        raise UsageError("visit.no-visit", id=due.key)
    may = [contact.name for contact in contract.customer.contacts if "consent" in contact.duties]
    if by not in may:
        raise UsageError("visit.may-not-consent", name=by, choices=", ".join(may) or "-")
    begin = in_zone(start or first_instant(due.earliest, 0, zone), zone)
    stop = in_zone(end or first_instant(due.latest + timedelta(days=1), 0, zone), zone)
    if stop.astimezone(UTC) <= begin.astimezone(UTC):
        raise UsageError("visit.times-out-of-order", start=begin.isoformat(), end=stop.isoformat())
    consent = Consent(due.key, by, begin, stop)
    if not any(_alike(consent, each) for each in ledger.log.consents.get(due.key, ())):
        with closing(open_store(root)) as store:
            store.append(SCHEDULE, CONSENT, consent_event(consent, now))
    return consent


def _alike(one: Consent, other: Consent) -> bool:
    # Python calls two times of different zones never equal when a clock shows one of them twice.
    spans = ([each.astimezone(UTC) for each in (consent.start, consent.end)] for consent in (one, other))
    return one.by == other.by and next(spans) == next(spans)


def _agreement_of(root: Path, name: str) -> Agreement:
    """The contract that the name of an obligation begins with; a qualification's is its team's and is found nowhere."""
    return need_agreement(load_workspace(root, judged=False), name.partition("/")[0])


def _occurrence(ledger: Ledger, name: str, day: date, today: date) -> Standing:
    """The occurrence of that key; for the id of an obligation the only one open, or the only one to be done on `day`."""
    # A contract that is renewed tacitly has no last occurrence.
    last = max(today, ledger.agreement.signed.term.end)
    last = date.fromordinal(min(last.toordinal() + _FAR_AHEAD.days, date.max.toordinal()))
    standings = ledger.between(date.min, last, today)
    exact = [each for each in standings if each.due.key == name]
    if exact:
        return exact[0]
    of_id = [each for each in standings if each.due.id == name]
    if not of_id:
        choices = ", ".join(sorted({each.due.id for each in standings if each.due.kind not in PASSING}))
        raise UsageError("visit.unknown", id=name, choices=choices or "-")
    if of_id[0].due.kind in PASSING:
        return of_id[0]
    fitting = [each for each in of_id if each.due.earliest <= day <= each.due.latest]
    wanted = fitting or [each for each in of_id if each.state in OPEN]
    if len(wanted) == 1:
        return wanted[0]
    near = sorted(wanted or of_id, key=lambda each: abs((each.due.day - day).days))[:_CHOICES]
    choices = ", ".join(f"{each.due.key} ({each.due.day})" for each in near)
    raise UsageError("visit.which", id=name, day=day.isoformat(), choices=choices)
