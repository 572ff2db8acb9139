"""Everything a contract makes due on a date, between two days.

Inspections, health checks and the other obligations by their recurrence; renewals with their notice; the ends of
warranties and qualifications; drills and revisions that the emergency plan promises. What falls due after an
event of a service order (a report within 24 h) is no date yet and is not listed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import Cover
from fieldops.contracts.model import Inspection, Obligation, Recurrence
from fieldops.contracts.reasons import Clause
from fieldops.contracts.schedules import (
    counts_from,
    is_often,
    occurrences,
    period_of,
    schedule_start,
    window_of,
)
from fieldops.contracts.standing import stretches
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import counted, word
from fieldops.dates.periods import add_period
from fieldops.dates.recurrence import Due
from fieldops.documents.typed import Text
from fieldops.errors import Named
from fieldops.structs import Struct

# Days; no shift rule looks further (fieldops.dates.workdays).
_SHIFTED_AT_MOST = 400
_LONGEST_MONTH = 31


class DueObligation(Struct, frozen=True):
    """Something due on `day`; it may be done from `earliest` to `latest` (all days included).

    `id` names the source inside the contract, `key` the occurrence: both are stable as long as the clause stays.
    `number` is the n-th time. `clause` is (kind of document, its id, path in it). `kind` is the obligation's own word, or
    renewal_notice, renewal, warranty_end, qualification_end. `provisional`: depends on holidays not decreed yet,
    or (`counted: from_completion`) on the one before, which is not done yet. `mark` is the occurrence's part of `key`
    where the number alone would name two.
    `often`: it comes again within less than a month, so that people are told how many times, not each day.
    `passing`: its day comes and goes by itself; nobody does it. `opens`: the first day on which doing it counts for this
    occurrence (None: `earliest`): what is promised for a day may be done before it, but for a visit, which has a window.
    """

    id: str
    kind: str
    title: Text | Named
    number: int
    day: date
    earliest: date
    latest: date
    clause: Clause
    provisional: bool = False
    mark: str = ""
    often: bool = False
    passing: bool = False
    opens: date | None = None

    @property
    def counts_from(self) -> date:
        """The first day on which doing it counts."""
        return self.earliest if self.opens is None else min(self.opens, self.earliest)

    @property
    def key(self) -> str:
        """The name of this occurrence among all of the workspace."""
        return f"{self.id}/{self.mark or self.number}"


# Tells the day on which an occurrence was done, or None.
Completed = Callable[[DueObligation], date | None]


def _nothing_done(due: DueObligation) -> date | None:
    return None


def due_between(
    agreement: Agreement, first: date, last: date, completed: Completed = _nothing_done
) -> list[DueObligation]:
    """Everything due from `first` to `last` (both included), by day, kind and id.

    Amended terms hold from their day on: a recurrence is listed for the days on which its terms are in force. What
    follows an acceptance is due after it, also where the term has not begun by then; nothing else is due before the service
    begins. What is counted from completion
    needs `completed`; without it everything is planned as if done when due. A contract that renews itself has no last
    day: whoever lets people choose `last` looks no further than `agreement.timeline.horizon`.
    """
    found = recurring_between(agreement, first, last, ("inspections", "obligations"), completed)
    found += _plan_dates(agreement, first, last)
    found += [due for due, _ in handover_dates(agreement)]
    found += _term_ends(agreement, last)
    found += _warranty_ends(agreement)
    found += _qualification_ends(agreement)
    chosen = (due for due in found if first <= due.day <= last)
    return sorted(chosen, key=lambda due: (due.day, due.kind, due.id, due.number))


def recurring_between(
    agreement: Agreement,
    first: date,
    last: date,
    sections: Iterable[str],
    completed: Completed = _nothing_done,
) -> list[DueObligation]:
    """What the schedules in these sections ("inspections", "obligations") make due from `first` to `last`, by day."""
    # A due date is moved by its shift rule only.
    earliest, latest = _moved(first, -_SHIFTED_AT_MOST), _moved(last, _SHIFTED_AT_MOST)
    epochs: dict[tuple[str, str], _Epoch] = {}
    wanted = tuple(sections)
    found: list[DueObligation] = []
    # From the first version on, as numbers begin with it.
    for terms in agreement.timeline.between(date.min, latest):
        for section in wanted:
            for index, entry in enumerate(getattr(terms.contract, section)):
                if entry.schedule is None:
                    continue
                epoch = _epoch(epochs.get((section, entry.id)), terms, entry.schedule)
                epochs[section, entry.id] = epoch
                source = _Source(agreement, terms, section, index, entry, epoch.mark)
                found += source.due(max(terms.first, earliest), min(terms.last, latest), completed)
    return sorted((due for due in found if first <= due.day <= last), key=lambda due: (due.day, due.id))


def _moved(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


class _Epoch(Struct, frozen=True):
    """The time in which a schedule counts by the same numbers, and the amendment with which that began."""

    schedule: Recurrence
    begin: date | None
    mark: str


def _epoch(before: _Epoch | None, terms: Terms, schedule: Recurrence) -> _Epoch:
    """An amendment that leaves the schedule as it is leaves the numbers; otherwise they begin again."""
    begin = schedule.anchor or schedule_start(terms.contract, schedule)
    if before is not None and (before.schedule, before.begin) == (schedule, begin):
        return before
    return _Epoch(schedule, begin, terms.amendment)


class _Source(Struct, frozen=True):
    """One scheduled entry of the contract, by the terms of some days."""

    agreement: Agreement
    terms: Terms
    section: str
    index: int
    entry: Inspection | Obligation
    epoch: str

    def due(self, start: date, end: date, completed: Completed) -> Iterator[DueObligation]:
        schedule = self.entry.schedule
        assert schedule is not None  # the caller has looked
        if start > end:
            return
        obligation = self._obligation(schedule)
        found = occurrences(
            self.agreement,
            self.terms.contract,
            schedule,
            start,
            end,
            lambda due: completed(obligation(due)),
        )
        # What follows an event, or lasts as long as warranties, may be due before the service begins; nothing else is.
        of_the_term = schedule.during == "term" and schedule.after_event in (None, "contract_start")
        begin = self.agreement.timeline.start if of_the_term else date.min
        yield from (obligation(due) for due in found if due.day >= begin)

    def _obligation(self, schedule: Recurrence) -> Callable[[Due], DueObligation]:
        """What each occurrence makes due. A look at every working day of ten years has thousands: what is the same for all
        of them is worked out once.
        """
        id, clause = (
            f"{self.agreement.id}/{self.section}/{self.entry.id}",
            self.terms.clause(self.section, self.index),
        )
        kind, title = self.entry.kind, self.entry.title or Named(f"value.{self.entry.kind}")
        often, opens, begin = (
            is_often(schedule),
            self.section == "obligations",
            self.agreement.timeline.start,
        )

        def of(due: Due) -> DueObligation:
            earliest, latest = window_of(schedule, due.day)
            mark = f"{self.epoch}/{due.number}" if self.epoch else ""
            return DueObligation(
                id, kind, title, due.number, due.day, earliest, latest, clause, due.provisional, mark, often,
                opens=counts_from(schedule, due, begin) if opens else None,
            )  # fmt: skip

        return of


def _plan_dates(agreement: Agreement, first: date, last: date) -> Iterator[DueObligation]:
    """What only the emergency plan or the promises of quality let come again: once within each interval of the term. F4 G1 G2"""
    for terms in agreement.timeline.between(first, last):
        contract = terms.contract
        scheduled = {entry.kind for entry in contract.obligations if entry.schedule is not None}
        begin, end = max(terms.first, first), min(terms.last, last)
        for kind, place, every, clause in _comes_again(agreement, terms):
            if kind in scheduled:
                continue
            for due in occurrences(agreement, contract, Recurrence(every=every), begin, end):
                # The first day of the interval, which is done by its last.
                before = add_period(contract.term.start, period_of(every) * (due.number - 1))
                yield DueObligation(
                    f"{contract.id}/{place}", kind, Named(f"value.{kind}"), due.number, due.day,
                    before, due.day, clause,
                )  # fmt: skip


def _comes_again(agreement: Agreement, terms: Terms) -> Iterator[tuple[str, str, str, Clause]]:
    """The kind, the place below the contract's id, the interval and the clause of each."""
    plan, quality = agreement.plan, terms.contract.quality
    if plan is not None and plan.drills is not None:
        yield "drill", "emergency/drills", plan.drills.every, ("EmergencyPlan", plan.id, ("drills",))
    if plan is not None and plan.revision is not None:
        yield (
            "plan_revision", "emergency/revision", plan.revision.every, ("EmergencyPlan", plan.id, ("revision",)),
        )  # fmt: skip
    if quality is not None and quality.sample is not None:
        yield "quality_audit", "quality/sample", quality.sample.every, terms.clause("quality", "sample")
    if quality is not None and quality.review is not None:
        yield "external_review", "quality/review", quality.review.every, terms.clause("quality", "review")


def handover_dates(agreement: Agreement) -> Iterator[tuple[DueObligation, date | None]]:
    """Each document that must be there when service begins, due on that day; and the day on which it came. H4"""
    terms = agreement.timeline.final
    seen: Counter[str] = Counter()
    for index, entry in enumerate(terms.contract.handover):
        seen[entry.document] += 1
        again = f"-{seen[entry.document]}" if seen[entry.document] > 1 else ""
        day = agreement.timeline.start
        yield (
            DueObligation(
                f"{agreement.id}/handover/{entry.document}{again}", "document_handover",
                entry.name or word(entry.document), 1, day, day, day, terms.clause("handover", index),
                opens=date.min,
            ),
            entry.received,
        )  # fmt: skip


class OnRequest(Struct, frozen=True):
    """Something promised without a schedule: whoever does it records it. `id` as in `DueObligation`."""

    id: str
    kind: str
    title: Text | Named
    clause: Clause

    def done_on(self, day: date) -> DueObligation:
        """That it was done on a day, as an occurrence of it: one for each day."""
        mark = day.isoformat()
        return DueObligation(self.id, self.kind, self.title, 1, day, day, day, self.clause, mark=mark)


def on_request(agreement: Agreement) -> list[OnRequest]:
    """Everything that the contract promises without a schedule, by any of its terms; by the last that promise it."""
    found: dict[str, OnRequest] = {}
    for terms in agreement.timeline.written():
        for section in ("inspections", "obligations"):
            entries: tuple[Inspection | Obligation, ...] = getattr(terms.contract, section)
            for index, entry in enumerate(entries):
                if entry.schedule is None:
                    id = f"{agreement.id}/{section}/{entry.id}"
                    title = entry.title or Named(f"value.{entry.kind}")
                    found[id] = OnRequest(id, entry.kind, title, terms.clause(section, index))
    return list(found.values())


def term_ends(agreement: Agreement) -> list[DueObligation]:
    """The end of the term and the last day for its notice, with all amendments, whenever they are."""
    return list(_term_end(agreement.timeline.final, 1))


def _term_ends(agreement: Agreement, last: date) -> Iterator[DueObligation]:
    """The end of each period of service, and the last day for notice before it."""
    notices = [terms.contract.term.notice for terms in agreement.timeline.written()]
    longest = max((period_of(notice).days_about for notice in notices if notice), default=0)
    until = _moved(last, int(longest) + _LONGEST_MONTH)
    for number, terms in enumerate(agreement.timeline.ends(until), 1):
        yield from _term_end(terms, number)


def _term_end(terms: Terms, number: int) -> Iterator[DueObligation]:
    """The end of the period of service that the terms are of; the last day for notice, unless notice was given."""
    id, period, renewal = terms.contract.id, terms.period, terms.contract.term.renewal or "never"
    given = terms.course.ended_by if not period.renewed else None
    if period.notice is not None and given is None:
        title, clause = Named(f"obligation.notice-{renewal}"), terms.clause("term", "notice")
        yield DueObligation(
            f"{id}/term/notice", "renewal_notice", title, number, period.notice, period.notice, period.notice,
            clause, passing=period.renewed, opens=period.first,
        )  # fmt: skip
    title, clause = Named(f"obligation.end-{renewal}"), terms.clause("term", "end")
    if given is not None:
        title = Named("obligation.end-noticed", given=given.given.isoformat(), by=word(given.by))
        clause = terms.clause("notices", terms.contract.notices.index(given), "given")
    yield DueObligation(
        f"{id}/term/end",
        "renewal",
        title,
        number,
        period.last,
        period.last,
        period.last,
        clause,
        passing=True,
    )


def _warranty_ends(agreement: Agreement) -> Iterator[DueObligation]:
    """One entry for all assets whose cover by the same terms, as amended, ends on the same day."""
    ends: dict[tuple[date, Clause], list[Cover]] = {}
    for stretch in stretches(agreement):
        last = stretch.of(stretch.last)
        ends.setdefault((stretch.last, last.clause), []).append(last.cover)
    for (day, clause), found in ends.items():
        use, terms = found[0].use, found[0].warranty
        title = Named(
            "obligation.warranty-end", warranty=terms.title, assets=counted(len(found), terms.covers)
        )
        provisional = any(cover.provisional and cover.end == day for cover in found)
        yield DueObligation(
            f"{agreement.id}/warranties/{terms.id}", "warranty_end", title, use, day, day, day,
            clause, provisional, f"{use + 1}/{day}", passing=True,
        )  # fmt: skip


def _qualification_ends(agreement: Agreement) -> Iterator[DueObligation]:
    team = agreement.team
    for at, person in enumerate(team.people if team else ()):
        for index, one in enumerate(person.qualifications):
            if team is not None and one.valid_until is not None:
                name = one.name or one.id
                title = Named("obligation.qualification-end", person=person.name, qualification=name)
                day, clause = one.valid_until, ("Team", team.id, ("people", at, "qualifications", index))
                yield DueObligation(
                    f"{team.id}/{person.id}/{one.id}",
                    "qualification_end",
                    title,
                    index,
                    day,
                    day,
                    day,
                    clause,
                    mark=day.isoformat(),
                    passing=True,
                )


def grouped(due: Iterable[DueObligation]) -> list[list[DueObligation]]:
    """The same obligation's days together, each group by day and the groups by their first."""
    groups: dict[str, list[DueObligation]] = {}
    for one in due:
        groups.setdefault(one.id, []).append(one)
    return list(groups.values())
