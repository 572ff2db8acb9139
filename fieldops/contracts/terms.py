"""What a contract says on a day, as a typed contract, and for how long.

Lives here: the terms in force, over all versions of the text and all renewals. Where their sections stand is
`fieldops.contracts.versions`, how a term goes on `fieldops.contracts.renewal`. Does not live here: what the terms mean for
dates (cover, obligations), or whether they are right (rules).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from fieldops.contracts.model import Contract
from fieldops.contracts.reasons import Clause
from fieldops.contracts.renewal import Course, TermPeriod, course_of
from fieldops.contracts.versions import Change, Version, sets_of, versions_of
from fieldops.dates.spans import Span, joined
from fieldops.structs import Struct, replaced

_DAY = timedelta(days=1)
# Years; nobody plans the visits of a contract that goes on by itself further.
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says on the days from `first` to `last` (both included).

    `contract` is the whole contract as in force then. The end of its `term` is that of the `period` of service going
    on: of the one as agreed, or of a tacit renewal.
    """

    contract: Contract
    version: Version
    course: Course
    period: TermPeriod
    assets: tuple[Clause, ...] = field(default=(), repr=False)

    @property
    def first(self) -> date:
        """The first day on which this holds."""
        begin = self.period.first if self.period.number else date.min
        return max(self.version.first, begin)

    @property
    def last(self) -> date:
        """The last day on which this holds."""
        end = self.period.last if self.period.renewed else date.max
        return min(self.version.last, end)

    @property
    def amendment(self) -> str:
        """The id of the amendment that made the text what it is; empty where it is as signed."""
        made_by = self.version.amendments
        return self.contract.amendments[made_by[-1]].id if made_by else ""

    def clause(self, section: str, *path: str | int) -> Clause:
        """Where the section in force, or what lies at `path` inside it, is written: kind and id of the document, path.

        An asset may stand in a file of its own.
        """
        if section == "assets" and path and isinstance(path[0], int) and path[0] < len(self.assets):
            kind, id, place = self.assets[path[0]]
            return kind, id, (*place, *path[1:])
        return "Contract", self.contract.id, self.version.place(section, *path)

    def serves(self, day: date) -> bool:
        """Whether there is service on `day` by these terms, were they in force then: in the term, or renewed by itself."""
        return self.contract.term.start <= day <= (self.course.end or date.max)

    def state(self, day: date) -> str:
        """upcoming, in-force or ended; both days of the term belong to it."""
        term = self.contract.term
        if day < term.start:
            return "upcoming"
        return "ended" if day > term.end else "in-force"


class _Span(Struct, frozen=True):
    """The days on which one and the same text says what the term is, and the course that the term takes by it."""

    first: date
    last: date
    course: Course


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything a contract says, from the first day to the last: its versions in order, each for its days."""

    signed: Contract
    versions: tuple[Version, ...]
    _contracts: tuple[Contract, ...] = field(repr=False)
    _spans: tuple[_Span, ...] = field(repr=False)
    _assets: tuple[Clause, ...] = field(repr=False)
    # The last answer of each version: a batch asks for thousands of days of few periods.
    _made: dict[int, Terms] = field(default_factory=dict, repr=False, compare=False)

    def on(self, day: date) -> Terms:
        """The terms in force on `day`; after the end, those with which the contract ended."""
        at = bisect_right(self.versions, day, key=lambda version: version.first) - 1
        known = self._made.get(at)
        if known is None or not known.first <= day <= known.last:
            known = self._made[at] = self._terms(at, day)
        return known

    def _terms(self, at: int, day: date) -> Terms:
        contract, version = self._contracts[at], self.versions[at]
        course = _holding(self._spans, version.first).course
        period = course.on(day)
        if period.number:
            contract = replaced(contract, term=replaced(contract.term, end=period.last))
        return Terms(contract, version, course, period, self._assets)

    def between(self, first: date, last: date) -> Iterator[Terms]:
        """The terms of all days from `first` to `last`, in order; as many as there are periods, where the contract
        renews itself.
        """
        terms = self.on(first)
        yield terms
        while terms.last < last:
            terms = self.on(terms.last + _DAY)
            yield terms

    def written(self) -> Iterator[Terms]:
        """The terms of each version, on its first day."""
        return (self.on(version.first) for version in self.versions)

    def changes_after(self, day: date, *sections: str) -> Iterator[tuple[Clause, date]]:
        """The amendments that replace one of these sections after `day`, in order: where each stands, and from when on."""
        before = self.on(day).version
        for version in (version for version in self.versions if version.first > day):
            roots = dict.fromkeys(
                version.root(name) for name in sections if version.root(name) != before.root(name)
            )
            yield from ((("Contract", self.signed.id, root[:2]), version.first) for root in roots)
            before = version

    def at(self, clause: Clause) -> object:
        """What a clause of this contract says, as a typed value; None where it is none of its own text."""
        kind, id, path = clause
        if (kind, id) != ("Contract", self.signed.id):
            return None
        found: object = self.signed
        for step in path:
            if isinstance(step, int):
                found = found[step] if isinstance(found, tuple) and step < len(found) else None
            else:
                found = getattr(found, step, None)
        return found

    @property
    def final(self) -> Terms:
        """The terms with all amendments, whenever they apply."""
        return self.on(self.versions[-1].first)

    @property
    def start(self) -> date:
        """The first day of service by all that was ever agreed."""
        return min(contract.term.start for contract in self._contracts)

    def next_notice(self, day: date) -> date | None:
        """The next last day for notice from `day` on, by the terms in force then."""
        return self.on(day).course.next_notice(day)

    @property
    def service(self) -> tuple[Span, ...]:
        """The days of service by all that is agreed; up to the last day there is while the contract is renewed by itself."""
        courses = ((span, span.course) for span in self._spans)
        days = ((max(s.first, c.term.start), min(s.last, c.end or date.max)) for s, c in courses)
        return tuple(joined(span for span in days if span[0] <= span[1]))

    @property
    def end(self) -> date | None:
        """The last day of service by all that is agreed; None while the contract is renewed by itself."""
        return self._spans[-1].course.end

    def horizon(self, day: date) -> date:
        """How far one looks ahead from `day`: without end, but where the contract renews itself, ten years."""
        if self.end is not None:
            return date.max
        begin = max(day, self.final.contract.term.end)
        return date(begin.year + _AHEAD, 12, 31) if begin.year + _AHEAD < date.max.year else date.max

    def ends(self, until: date) -> Iterator[Terms]:
        """The terms of the last day of each period of service that ends by `until`, in order.

        Where an amendment lets a term go on without a break, that term does not end.
        """
        for span, following in zip(self._spans, (*self._spans[1:], None), strict=True):
            for period in span.course.periods(until):
                late = period.last < span.first and following is None and not period.renewed
                ends = span.first <= period.last <= span.last and not _goes_on(period, span, following)
                if ends or late:
                    # An amendment may have ended the term on a day before its own.
                    yield self.on(max(period.last, span.first))


def _goes_on(period: TermPeriod, span: _Span, following: _Span | None) -> bool:
    """Whether service continues by another text on the day after the period."""
    if following is None or period.last < span.last:
        return False
    return following.course.term.start <= following.first <= following.course.on(following.first).last


def _holding(spans: tuple[_Span, ...], day: date) -> _Span:
    return spans[bisect_right(spans, day, key=lambda span: span.first) - 1]


def timeline_of(signed: Contract, assets: Iterable[Clause] = ()) -> Timeline:
    """Everything that the contract says over time; `assets` tells where each of its assets is written."""
    versions = versions_of(_changes_of(signed))
    contracts = tuple(_amended(signed, version) for version in versions)
    spans = tuple(_spans(versions, contracts))
    return Timeline(signed, versions, contracts, spans, tuple(assets))


def _spans(versions: tuple[Version, ...], contracts: tuple[Contract, ...]) -> Iterator[_Span]:
    both = zip(versions, contracts, strict=True)
    for _, group in groupby(both, key=lambda each: each[0].root("term")):
        of_term = list(group)
        first, last = of_term[0][0].first, of_term[-1][0].last
        contract = of_term[0][1]
        # What is agreed after a notice takes its place.
        notices = (notice for notice in contract.notices if first <= notice.given <= last)
        yield _Span(first, last, course_of(contract.term, notices))


def _changes_of(contract: Contract) -> Iterator[Change]:
    for index, one in enumerate(contract.amendments):
        yield Change(index, one.applies_from, one.date, frozenset(sets_of(one)))


def _amended(signed: Contract, version: Version) -> Contract:
    """The signed contract with the sections of that version in place of its own."""
    changes = {name: getattr(signed.amendments[at].sets, name) for name, at in version.standing.items()}
    return replaced(signed, **changes) if changes else signed
