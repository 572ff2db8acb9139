"""Which times of milestones a contract promises: the service level's, with the contract's own times in place of some.

Lives here: what an override replaces and what it leaves standing, for whoever counts, compares or reads it back. Does not
live here: counting (fieldops.sla), the order between conditions (precedence).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.contracts.model import Milestone, Override, ServiceLevel
from fieldops.contracts.precedence import Scope, general_scope
from fieldops.structs import Struct, replaced


class Promised(Struct, frozen=True):
    """A time that holds, and what says so: the entry of that index of the level's milestones or, `own`, of the overrides."""

    time: Milestone
    index: int
    own: bool = False


def promised(level: ServiceLevel | None, overrides: Sequence[Override]) -> tuple[Promised, ...]:
    """The times of the milestones with the contract's own ones in place of the service level's.

    An override holds for its severity, or for all; conditions, outer limits and who acts stay the service level's. What
    the level says twice is said once by then. One for a severity goes before one for all, in whichever order they stand.
    """
    found = [Promised(each, index) for index, each in enumerate(level.milestones if level else ())]
    for index, override in sorted(enumerate(overrides), key=lambda each: each[1].severity is not None):
        found = list(dict.fromkeys(_changed(found, override, index)))
    return tuple(found)


def holding_for(severity: str | None, times: Sequence[Promised]) -> Iterator[Promised]:
    """What of the times of one milestone holds for a severity: its own go before those for all, for their cases."""
    own = [
        Scope(each.time.when, each.time.by)
        for each in times
        if severity is not None and each.time.severity == severity
    ]
    for each in times:
        if each.time.severity is not None:
            if each.time.severity == severity:
                yield each
        elif (scope := general_scope(Scope(each.time.when, each.time.by), own)) is not None:
            yield replaced(each, time=replaced(each.time, when=scope.when))


def _changed(times: list[Promised], override: Override, index: int) -> Iterator[Promised]:
    """The times by which an override changes what holds for its severity, and nothing for the others.

    Where the service level has only a time for all severities, the one of the override is a time of its own.
    """
    meant = [each for each in times if _is_meant(each.time, override)]
    if override.severity is None:
        holding = list(meant)
        kept = [each for each in times if each not in meant]
    else:
        holding = list(holding_for(override.severity, meant))
        kept = [each for each in times if each not in meant or each.time.severity != override.severity]
    limits = [_outer_limit(each.time, holding) for each in holding]
    changed = [
        Promised(_replaced(each.time, override, latest), index, own=True)
        for each, latest in zip(holding, limits, strict=True)
    ]
    at = max((place for place, each in enumerate(times) if each in meant), default=-1)
    before = [each for each in times[: at + 1] if each in kept]
    yield from (*before, *changed, *(each for each in times[at + 1 :]))


def _is_meant(time: Milestone, override: Override) -> bool:
    return (time.request, time.milestone) == (override.request, override.milestone)


def _outer_limit(time: Milestone, holding: Sequence[Promised]) -> str | None:
    """The outer limit that an override leaves standing; none where the service level says two things of it."""
    scope = time.severity, time.when, time.by
    others = (each.time for each in holding)
    limits = {each.at_the_latest for each in others if (each.severity, each.when, each.by) == scope}
    return time.at_the_latest if len(limits) == 1 else None


def _replaced(time: Milestone, override: Override, latest: str | None) -> Milestone:
    """The time with that of the override; its outer limit is counted on the clock that now runs."""
    return replaced(
        time,
        severity=override.severity or time.severity,
        clock=override.clock or time.clock,
        within=override.within,
        at_the_latest=latest,
        best_effort=False,
        # Of the entry it stood at, not of the time.
        supervised_by=None,
        clause=None,
    )
