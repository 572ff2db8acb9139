"""How a finding stands, in words: who is to mend it until when, who accepted it, which run saw it in order, how often it came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from fieldops.messages import edition_of, joined, say, say_recorded
from fieldops.records.findings import Finding, State


def standing_words(finding: Finding, day: date, zone: tzinfo, language: str, named: bool = True) -> str:
    """How the finding stands on `day`: its state, whether it is late, how often it came, since when nobody saw it; what
    happened is told by its day in `zone`, the contract's.

    `named`: with who is to mend it until when; not so where that stands beside it.
    """
    return joined(_sentences(finding, day, zone, language, named), language)


def _sentences(finding: Finding, day: date, zone: tzinfo, language: str, named: bool) -> Iterator[str]:
    if named or finding.state(day) is not State.ASSIGNED:
        yield state_words(finding, day, zone, language)
    else:
        yield say("finding.is-open", language, {"since": _day(finding.since, zone)})
    if named and finding.late(day):
        yield say("finding.is-late", language, {"due": str(finding.due)})
    if (doubt := _acceptance_over(finding, day)) is not None and finding.accepted is not None:
        values = {"by": finding.accepted.by, "until": finding.accepted.until.isoformat()}
        yield say(doubt, language, values)
    if finding.recurring:
        yield say("finding.recurring", language, {"times": finding.times, "first": _day(finding.first, zone)})
    if finding.unseen is not None and finding.unseen.why is not None and finding.ended is None:
        why = finding.unseen.why
        told = say_recorded(why.code, language, why.values)[0]
        yield say("finding.unseen", language, {"day": _day(finding.last.at, zone), "why": told})


def state_words(finding: Finding, day: date, zone: tzinfo, language: str) -> str:
    """Its state alone, with who said so or which run saw it."""
    state = finding.state(day)
    values: dict[str, object] = {"since": _day(finding.since, zone)}
    if (seen := finding.evidence) is not None:
        values |= {"day": _day(seen.at, zone), "run": seen.run}
    if state is State.ASSIGNED and finding.assigned is not None:
        values |= {"to": finding.assigned.to.name, "until": finding.assigned.until.isoformat()}
    if state is State.ACCEPTED and (accepted := finding.accepted) is not None:
        values |= {"by": accepted.by, "on": _day(accepted.at, zone), "until": accepted.until.isoformat()}
        values["reason"] = edition_of(accepted.reason, language)
    if state is State.CLOSED and (closed := finding.closed) is not None:
        values |= {"by": closed.by.name, "day": _day(closed.at, zone)}
        values["reason"] = edition_of(closed.reason, language)
    return say(f"finding.is-{state}", language, values)


def _acceptance_over(finding: Finding, day: date) -> str | None:
    """Why the customer's acceptance does not count any more; None where it does, or where nothing is to be done."""
    if finding.accepted is None or finding.ended is not None or finding.state(day) is State.ACCEPTED:
        return None
    return "finding.ran-out" if finding.accepted.until < day else "finding.outgrown"


def _day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"
