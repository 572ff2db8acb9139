"""Problems followed: who mends each until when and how it stands, what is open and was not seen, how long things last.

Lives here: the words of a report for the history of its contract (`fieldops.records.history`). Does not live here: how one
finding stands (`finding_words`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from fieldops.inspection.filling import Outcome
from fieldops.records.finding_events import FindingAssigned
from fieldops.records.findings import UNSETTLED, Finding, State
from fieldops.records.history import History, Row
from fieldops.records.runs import Run
from fieldops.records.trends import Left, Limit, Trend
from fieldops.reports.finding_words import standing_words
from fieldops.reports.judged import Judged, some_of
from fieldops.reports.trend_words import FAR
from fieldops.reports.view import Fact
from fieldops.reports.wording import Wording, clean, one_line
from fieldops.structs import Struct

_STATES, _OWNERS, _CARRIED, _CARRIED_SHORT = 3, 3, 20, 2
_SOON = 365
_NO_DATA = frozenset({Outcome.TOO_FEW, Outcome.TOO_SHORT})


class Followed(Struct, frozen=True):
    """Who is to mend a problem, until when, and how it stands; each may be empty. `of_customer`: somebody of the customer is
    to; `accepted`: nobody has to, as the customer has accepted all of it: who did, until when.
    `fresh` is what is to be said of one that was found just now, where others are followed. `first` is the first day that is due; `missing` are the hosts of which nobody has it, where somebody has it on others.
    """

    owner: str = ""
    due: str = ""
    state: str = ""
    of_customer: bool = False
    accepted: str = ""
    missing: tuple[str, ...] = ()
    first: date | None = None
    fresh: str = ""


def followed(values: Sequence[Judged], history: History, wording: Wording) -> Followed:
    """The owners, the first day that is due, and the states of the findings behind the values of a problem."""
    rows = dict.fromkeys((each.host, each.check, each.item) for each in values)
    found = [history.findings[row] for row in rows if row in history.findings]
    if all(len(each.steps) == 1 and each.first == each.last.at for each in found):
        # Found just now: there is nothing to follow yet.
        fresh = wording.say("nobody-and", state=_states(found, history, wording)) if found else ""
        return Followed(fresh=fresh)
    given = [each.assigned for each in found if each.assigned is not None]
    owners = some_of(list(dict.fromkeys(_owner(each, wording) for each in given)), wording, _OWNERS)
    missing = _missing(rows, history) if given else ()
    if missing:
        hosts = wording.behind(wording.few([*map(clean, missing)], _OWNERS))
        owners = wording.say("owner-part", hosts=hosts, owners=owners)
    accepted = len(found) == len(rows) and all(each.state(history.day) is State.ACCEPTED for each in found)
    owed = [each for each in found if each.due is not None and each.state(history.day) in UNSETTLED]
    late = any(each.late(history.day) for each in found)
    state = _states(found, history, wording)
    return Followed(
        owner=owners,
        due=_due(owed, late, wording),
        first=min((each.due for each in owed if each.due is not None), default=None),
        state=state if owners or accepted else wording.say("nobody-and", state=state),
        of_customer=any(each.of_customer for each in given),
        accepted=_accepted(found, wording) if accepted else "",
        missing=missing,
    )


def _due(owed: Sequence[Finding], late: bool, wording: Wording) -> str:
    """The day that is due; of several the day of each host, of many hosts the first and the last one."""
    days: dict[date, dict[str, None]] = {}
    for each in owed:
        if each.due is not None:
            days.setdefault(each.due, {})[clean(each.place.host)] = None
    if not days:
        return ""
    first, last = min(days), max(days)
    hosts = [host for of_day in days.values() for host in of_day]
    if first == last:
        told = first.isoformat()
    elif len(hosts) <= _OWNERS and len(set(hosts)) == len(hosts):
        told = wording.listed(
            wording.say("due-of", day=day, hosts=wording.listed(days[day])) for day in sorted(days)
        )
    else:
        told = wording.say("until", start=first, end=last)
    return wording.say("due-late" if late else "due", day=told)


def _missing(rows: Iterable[Row], history: History) -> tuple[str, ...]:
    """The hosts that have one of these that nobody was given and nobody has accepted."""
    found = {row: history.findings.get(row) for row in rows}
    lacking = [
        row[0]
        for row, each in found.items()
        if each is None or (each.assigned is None and each.state(history.day) is not State.ACCEPTED)
    ]
    return tuple(dict.fromkeys(lacking))


def _accepted(found: Sequence[Finding], wording: Wording) -> str:
    """Who accepted all of these and when, of several days the last one; and the first day on which that ends."""
    said = [each.accepted for each in found if each.accepted is not None]
    people = wording.listed(dict.fromkeys(clean(each.by) for each in said))
    on = max(wording.local(each.at).date() for each in said)
    return wording.say("accepted-until", by=people, on=on, until=min(each.until for each in said))


def _owner(assigned: FindingAssigned, wording: Wording) -> str:
    """Who is to mend something, and of which party."""
    party = "customer" if assigned.of_customer else "vendor"
    return wording.say(f"owner-{party}", person=clean(assigned.to.name.say(wording.language)))


def _states(found: Sequence[Finding], history: History, wording: Wording) -> str:
    """How the findings stand, each way once with how many; of many ways the most frequent ones."""
    counted = Counter(
        one_line(standing_words(each, history.day, wording.zone, wording.language, named=False))
        for each in found
    )
    # Of equally many ones those of the earlier day come first: their sentences begin alike.
    told = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    if len(told) == 1:
        return told[0][0]
    shown = [wording.say("state-of", state=state, n=n) for state, n in told[:_STATES]]
    if len(told) > _STATES:
        shown.append(wording.say("states-more", n=sum(n for _, n in told[_STATES:])))
    return wording.sentences(shown)


def _unseen(run: Run, history: History) -> list[Finding]:
    """The findings that nothing has ended and this run has not seen."""
    return [each for each in history.findings.values() if each.ended is None and each.last.run != run.id]


def carried(run: Run, history: History, wording: Wording) -> tuple[Fact, ...]:
    """What is still to be mended and was not seen by this run: where it is, and how it stands."""
    open_still = _unseen(run, history)
    facts = [
        Fact(
            _where(each, wording), one_line(standing_words(each, history.day, wording.zone, wording.language))
        )
        for each in open_still[:_CARRIED]
    ]
    if len(open_still) > _CARRIED:
        facts.append(Fact("", wording.say("carried-more", n=len(open_still) - _CARRIED)))
    return tuple(facts)


def carried_short(run: Run, history: History, wording: Wording) -> Iterator[str]:
    """The same in a sentence for the first page, where there is any: each with whether it is to be mended."""
    told = []
    for each in _unseen(run, history):
        accepted = each.accepted if each.state(history.day) is State.ACCEPTED else None
        name = "carried-open" if accepted is None else "carried-accepted"
        told.append(wording.say(name, what=_where(each, wording), until=accepted and accepted.until))
    if not told:
        return
    all = wording.sentences(told[:_CARRIED_SHORT])
    if len(told) > _CARRIED_SHORT:
        all = wording.say("and-more-checks", names=wording.behind(all), n=len(told) - _CARRIED_SHORT)
    yield wording.say("carried-short", all=all)


def growth_of(values: Sequence[Judged], history: History, wording: Wording) -> str:
    """Which of these values comes to a limit within a year as it grows, and when, the soonest of several; empty for none."""
    found = list(_growing(values, history))
    if not found:
        return ""
    trend, soonest = min(found, key=lambda each: each[0].soonest)
    ahead = next(_ahead(trend))
    left = wording.say(f"left-{ahead.limit}", days=round(ahead.days))
    if len(values) == 1:
        return left
    return wording.say("grows-first", what=_place_of(soonest, wording), left=left)


def _growing(values: Iterable[Judged], history: History) -> Iterator[tuple[Trend, Judged]]:
    """Those of the values that come to a limit within a year as they grow, each behind its trend."""
    for each in values:
        trend = history.trends.get((each.host, each.check, each.item))
        if trend is not None and trend.outcome is Outcome.FILLS and trend.soonest <= _SOON:
            yield trend, each


def _place_of(value: Judged, wording: Wording) -> str:
    """Where a value was found: the host, and what of it."""
    return " ".join(part for part in (clean(value.host), wording.row(value.item, value.reason)) if part)


def _where(finding: Finding, wording: Wording) -> str:
    place, title = finding.place, wording.text(finding.check.title)
    items = wording.row(one_line(place.item or ""), finding.deviation.reason)
    named = wording.say("item-of", check=title, item=items) if items else title
    return f"{clean(place.host)} · {named}"


def times_left(values: Sequence[Judged], history: History, wording: Wording) -> list[str]:
    """For each of these values how many days are left; nothing where there is not enough data for any of them."""
    rows = [(each.host, each.check, each.item) for each in values]
    trends = [history.trends[row] for row in rows if row in history.trends]
    if all(each.outcome in _NO_DATA for each in trends):
        return [""] * len(values)
    return [time_left(each, history, wording) for each in values]


def is_soon_full(values: Sequence[Judged], history: History) -> bool:
    """Whether one of these values comes to a limit within a year, as it grows."""
    rows = ((each.host, each.check, each.item) for each in values)
    return any(row in history.trends and history.trends[row].soonest <= _SOON for row in rows)


def soon_full(values: Mapping[str, Sequence[Judged]], history: History, wording: Wording) -> list[str]:
    """What comes to a limit within a year as it grows, the soonest first: each with its host and how many days are left."""
    found = []
    for trend, each in _growing(chain.from_iterable(values.values()), history):
        what = _place_of(each, wording)
        if not each.item:
            what = wording.say("item-of", check=wording.text(trend.check.title), item=what)
        told = wording.say("soon-full", what=what, left=time_left(each, history, wording))
        found.append((trend.soonest, told))
    return [told for _, told in sorted(found)]


def time_left(value: Judged, history: History, wording: Wording) -> str:
    """How many days are left until what is drawn in a bar is critical, or full; why that is not known; or nothing."""
    trend = history.trends.get((value.host, value.check, value.item))
    if trend is None:
        return ""
    if trend.outcome is Outcome.FILLS:
        return days_left(next(_ahead(trend)), wording)
    if trend.outcome is Outcome.STEADY and any(each.limit is Limit.CRIT for each in trend.left):
        return wording.say("left-reached")  # nothing is left until it is, and no further limit is near
    return wording.say(f"left-{trend.outcome}")


def _ahead(trend: Trend) -> Iterator[Left]:
    """The limits that are still to come, what is worst first."""
    left = {each.limit: each for each in trend.left if not each.reached}
    return (left[limit] for limit in (Limit.CRIT, Limit.FULL, Limit.WARN) if limit in left)


def days_left(left: Left, wording: Wording) -> str:
    """The days until a limit, with the range where there is one; beyond two years no number of days means anything."""
    days, least, most = (round(each) for each in (left.days, left.earliest, min(left.latest, 2 * FAR)))
    if days > FAR:
        return wording.say("left-steady" if least > FAR else "left-steady-least", least=f"{least:,}")
    named = wording.say(f"left-{left.limit}", days=days)
    if most > FAR:
        return wording.say("left-open", left=named, least=f"{least:,}")
    return named if least == most else wording.say("left-between", left=named, least=least, most=most)
