"""Days that no term covers: between a contract and the one it continues, and where a term was moved or cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from fieldops.contracts.model import Term
from fieldops.diff.said import Said, said
from fieldops.diff.warranty_dates import Span, span_in_words, without

_DAY = timedelta(days=1)


def gap(earlier: Term | None, later: Term | None) -> Span | None:
    """The first and last day between two terms, None where there is none between them."""
    if earlier is None or later is None or later.start <= earlier.end + _DAY:
        return None
    return earlier.end + _DAY, later.start - _DAY


def term_gaps(
    old: Term | None, new: Term, earlier: tuple[Term | None, Term | None]
) -> Iterator[tuple[Said, list[str] | None]]:
    """Sentences about days that are not covered any more, or are again, with the days.

    `earlier`: the term of the contract that this one continues, before and after.
    """
    was, now = gap(earlier[0], old), gap(earlier[1], new)
    if now is not None and now != was:
        yield said("diff.gap.predecessor", days=span_in_words(now)), _plain(now)
    elif was is not None and now is None:
        yield said("diff.gap.closed", days=span_in_words(was)), None
    for span in _lost(old, new) if old is not None else ():
        if span == now:
            continue
        yield said("diff.gap.term", days=span_in_words(span)), _plain(span)


def _lost(old: Term, new: Term) -> list[Span]:
    """Days that lie in the old term or before the new one, and not in the new one any more.

    Where the new term follows after the old, the old has run its course: only what lies between them counts.
    """
    if new.start > old.end:
        between = gap(old, new)
        return [between] if between else []
    return without([(old.start, old.end)], [(new.start, new.end)])


def _plain(span: tuple[date, date]) -> list[str]:
    return [span[0].isoformat(), span[1].isoformat()]
