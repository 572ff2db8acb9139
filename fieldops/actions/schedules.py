"""The schedule as people use it: what stands how, recording what was done and that the customer consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from fieldops.actions.agreements import LeftOut, Readable, readable
from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import person_called
from fieldops.actions.needed import need_agreement
from fieldops.actions.runs import read_visits
from fieldops.actions.settings import open_store, read_settings
from fieldops.actions.signed_runs import states_of
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import on_request
from fieldops.dates.instants import first_instant, utc
from fieldops.documents.choices import nearest
from fieldops.errors import Named, Position, UsageError
from fieldops.records.codecs import encode
from fieldops.records.moments import whole_seconds
from fieldops.records.signing import SigningState
from fieldops.records.visit_events import ConsentGiven, ObligationDone, visits_stream
from fieldops.records.visits import Consent, VisitLog
from fieldops.schedule.sessions import consenting
from fieldops.schedule.standing import OPEN, Ledger, Standing, State
from fieldops.schedule.visits import VISITS
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced

_AHEAD = timedelta(days=365)
_CHOICES = 8


class Scheduled(Struct, frozen=True):
    """One line of the schedule: of which contract, how it stands, and where the clause is.

    `reports`: how far each inspection is signed that a visit was done by, by run. It is done; that two answer for it (D1)
    is another matter.
    """

    agreement: Agreement
    standing: Standing
    position: Position
    reports: Mapping[str, SigningState] = {}


class Recorded(Standing, frozen=True):
    """How an occurrence stands after somebody recorded it; `corrects` is what was recorded of it before, and differs."""

    corrects: ObligationDone | None = None


def chosen(root: Path, id: str | None) -> Readable:
    """The contract `id`, or every contract, with those that are left out because of mistakes.

    Raises UsageError for an unknown id or where there is no workspace, InvalidDocuments for the named contract's
    mistakes.
    """
    workspace = open_workspace(root, judged=False)
    return readable(workspace) if id is None else Readable((need_agreement(workspace, id),))


def ledger_of(root: Path, agreement: Agreement, log: VisitLog | None = None) -> Ledger:
    """What is known of the contract's occurrences, from the day on which records are kept."""
    return Ledger(agreement, read_visits(root) if log is None else log, read_settings(root).adopted_from)


def schedule(
    root: Path, id: str | None, now: datetime, first: date | None = None, last: date | None = None
) -> tuple[list[Scheduled], tuple[LeftOut, ...]]:
    """How everything due from `first` to `last` (both included; default of the last: a year on) stands, by day; and the
    contracts of which that is not known because of mistakes.

    Without `first`: from today on, and whatever is still open or was missed, however old.
    Raises what `chosen` raises, and UsageError for days out of order.
    """
    log, contracts = read_visits(root), chosen(root, id)
    found: list[Scheduled] = []
    for agreement in contracts.agreements:
        today = in_zone(now, agreement.zone).date()
        end = last or (first or today) + _AHEAD
        if first is not None and end < first:
            raise UsageError("obligations.days-out-of-order", first=first.isoformat(), last=end.isoformat())
        end = min(end, agreement.timeline.horizon(first or today))
        standings = ledger_of(root, agreement, log).between(first or date.min, end, today)
        if first is None:
            standings = [each for each in standings if each.due.day >= today or each.state in OPEN]
        for each in standings:
            found.append(Scheduled(agreement, each, agreement.position(each.due.clause)))
    return sorted(_with_reports(root, log, found), key=_by_day), contracts.left_out


def _with_reports(root: Path, log: VisitLog, found: list[Scheduled]) -> Iterable[Scheduled]:
    """The lines with how far the inspections are signed that visits were done by."""
    done = {run for each in found if (by := each.standing.completion) is not None for run in by.runs}
    states = states_of(root, (run for run in log.begun if run.run in done))
    for each in found:
        by = each.standing.completion
        reports = {run: states[run].state for run in (by.runs if by is not None else ()) if run in states}
        yield replaced(each, reports=reports)


def _by_day(one: Scheduled) -> tuple[date, str, str, str]:
    return one.standing.due.day, one.agreement.id, one.standing.due.id, one.standing.due.key


# --- recording -----------------------------------------------------------------------------------------


def record_done(
    root: Path, name: str, day: date, by: str | None, note: str | None, now: datetime
) -> Recorded:
    """Record that an obligation was done on `day`: by the key of an occurrence, or by the id of an obligation of
    which one occurrence could be done that day; one without a schedule on any day. The same again changes nothing;
    another day corrects the last one, whose person and note stay unless others are given (an empty note: none).

    Raises UsageError for a name that is none, an occurrence in doubt, a day in the future or before it may be done,
    somebody who is nobody of the team, and for ends that come by themselves.
    """
    agreement = _agreement_of(root, name)
    ledger = ledger_of(root, agreement)
    today = in_zone(now, agreement.zone).date()
    if day > today:
        raise UsageError("visit.future-day", day=day.isoformat(), today=today.isoformat())
    by = None if by is None else person_called(agreement.team.people if agreement.team else (), by).id
    due = _occurrence(ledger, name, day, today).due
    if due.passing:
        raise UsageError("visit.passes-by-itself", id=due.key)
    if day < due.counts_from:
        early = Named("visit.early-visit" if due.kind in VISITS else "visit.early-task")
        days = {"day": day.isoformat(), "earliest": due.counts_from.isoformat()}
        raise UsageError("visit.too-early", id=due.key, early=early, **days)
    before = ledger.log.recorded.get(due.key)
    if before is not None:
        by, note = by or before.by, before.note if note is None else note
    # An empty note takes away the one that was there.
    note = (note or "").strip() or None
    told = ObligationDone(due.key, day, by, note, whole_seconds(now))
    changed = before is None or (before.day, before.by, before.note) != (day, by, note)
    if changed:
        with closing(open_store(root)) as store:
            store.append(visits_stream(due.key), [encode(told)])
    standings = ledger_of(root, agreement).between(date.min, max(due.day, day), today)
    now_so = next(each for each in standings if each.due.key == due.key)
    return Recorded(
        now_so.due,
        now_so.state,
        now_so.completion,
        now_so.runs,
        now_so.unreached,
        now_so.awaited,
        corrects=before if changed else None,
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
    ledger = ledger_of(root, agreement)
    today = in_zone(now, zone).date()
    due = _occurrence(ledger, name, today, today).due
    if due.kind not in VISITS:
        raise UsageError("visit.no-visit", id=due.key)
    may = consenting(contract)
    if by not in may:
        raise UsageError("visit.may-not-consent", name=by, choices=", ".join(may) or "-")
    begin = in_zone(start or first_instant(due.earliest, 0, zone), zone)
    stop = in_zone(end or first_instant(due.latest + timedelta(days=1), 0, zone), zone)
    if utc(stop) <= utc(begin):
        raise UsageError("visit.times-out-of-order", start=begin.isoformat(), end=stop.isoformat())
    consent = Consent(due.key, by, begin, stop)
    if not any(_alike(consent, each) for each in ledger.log.consents.get(due.key, ())):
        with closing(open_store(root)) as store:
            given = ConsentGiven(due.key, by, whole_seconds(begin), whole_seconds(stop), whole_seconds(now))
            store.append(visits_stream(due.key), [encode(given)])
    return consent


def _alike(one: Consent, other: Consent) -> bool:
    # Python calls two times of different zones never equal when a clock shows one of them twice.
    spans = ([utc(each) for each in (consent.start, consent.end)] for consent in (one, other))
    return one.by == other.by and next(spans) == next(spans)


def _agreement_of(root: Path, name: str) -> Agreement:
    """The contract that the name of an obligation begins with; a qualification's is its team's and is found nowhere."""
    return need_agreement(open_workspace(root, judged=False), name.partition("/")[0])


def _occurrence(ledger: Ledger, name: str, day: date, today: date) -> Standing:
    """The occurrence of that key; for the id of an obligation the only one open, or the only one to be done on `day`."""
    for promise in on_request(ledger.agreement):
        if name in _names(promise.id):
            return Standing(promise.done_on(day), State.DUE)
    # A contract that is renewed tacitly has no last occurrence.
    standings = ledger.between(date.min, ledger.agreement.timeline.horizon(today), today)
    exact = [each for each in standings if each.due.key == name]
    if exact:
        return exact[0]
    of_id = [each for each in standings if name in _names(each.due.id)]
    if not of_id:
        known = {each.due.id for each in standings if not each.due.passing}
        known |= {promise.id for promise in on_request(ledger.agreement)}
        raise UsageError("visit.unknown", id=name, choices=nearest(name, sorted(known)))
    if of_id[0].due.passing:
        return of_id[0]
    return _fitting(of_id, name, day)


def _names(id: str) -> tuple[str, ...]:
    """An obligation by its whole id, or by those of the contract and the entry alone."""
    contract, _, rest = id.partition("/")
    return id, f"{contract}/{rest.rpartition('/')[2]}"


def _fitting(of_id: list[Standing], name: str, day: date) -> Standing:
    """The one of all occurrences of an obligation that something done on `day` was done for."""
    wanted = [each for each in of_id if each.due.earliest <= day <= each.due.latest]
    if not wanted:
        # Late for one that is open, or early for the next.
        early = [each for each in of_id if each.due.counts_from <= day <= each.due.latest]
        late = [each for each in of_id if each.state in OPEN and each.due.day <= day]
        wanted = [each for each in of_id if each in (*late, *early)]
        wanted = [each for each in wanted if each.state is not State.DONE] or wanted
    if len(wanted) == 1:
        return wanted[0]
    if all(day < each.due.counts_from for each in of_id):
        return of_id[0]  # too early for any: that is what is to be said
    near = sorted(wanted or of_id, key=lambda each: abs((each.due.day - day).days))[:_CHOICES]
    choices = ", ".join(f"{each.due.key} ({each.due.day})" for each in near)
    raise UsageError("visit.which", id=name, day=day.isoformat(), choices=choices)
