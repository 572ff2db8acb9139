"""What a change does to the customer's rights: whether there is less than before, or more.

Lives here: which way is worse, property by property. Does not live here: days of cover, service and visits (days, due).
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from fieldops.contracts.model import (
    AfterWarranty,
    Calendar,
    Exclusion,
    Override,
    Price,
    Term,
    Warranty,
)
from fieldops.contracts.model.service import GradedSeverity, Pause
from fieldops.dates.periods import parse_duration, parse_period
from fieldops.dates.workdays import FEWEST_DAYS_OFF, week_of
from fieldops.diff.changes import Change
from fieldops.diff.difference import Effect, Said
from fieldops.diff.scene import Scene
from fieldops.documents.schema import forms_of

# Sentences that say by themselves which way it goes.
_WORSE = {
    "diff.time.longer",
    "diff.time.dropped",
    "diff.time.best-effort",
    "diff.time.limit-dropped",
    "diff.severity.removed",
    "diff.schedule.dropped",
    "diff.assets.removed",
    "diff.term.not-renewed",
    "diff.term.no-renewal",
}
_BETTER = {
    "diff.time.shorter",
    "diff.time.added",
    "diff.time.promised",
    "diff.time.limit-added",
    "diff.severity.added",
    "diff.schedule.set",
    "diff.assets.added",
}
# Numbers, durations and periods of which less is worse; of which more is.
_LESS = {
    "percent", "engineers", "keep", "minimum", "lasting", "period", "parts", "labour", "travel",
    "compliance_target_percent", "milestone_acceptance_percent", "target",
}  # fmt: skip
_MORE = {
    "within", "at_the_latest", "answers_within", "after", "every", "meeting_within", "repeat_rate_percent",
    "severe_accidents_allowed", "deemed_after",
}  # fmt: skip
# What limits a promise: worse where it is there.
_LIMITS = {
    "exclusions", "limits", "out_of_scope", "only_delivered_scope", "repair_after_consultation", "pauses", "best_effort",
    "when", "cap", "only_authorised_callers",
}  # fmt: skip
# What nobody has a right to: names, places, notes, and who does what on either side.
_NO_RIGHT = {
    "address", "batch", "by", "calendar", "clause", "contacts", "customer", "description", "evidence", "host", "id",
    "login", "model", "name", "number", "order_holds", "order", "purpose", "rationale", "serial", "site", "slot",
    "source", "swaps", "title", "users", "year", "counted_from", "people", "qualifications", "anchor", "shift",
    "early", "late", "graded", "parts", "on_call", "replaced_by", "day_off", "make_up_workday", "holidays", "held",
    "consent_evidence", "windows", "until", "jump", "jump_hosts", "via", "groups",
}  # fmt: skip
# Sections of a contract that promise nothing by themselves; what follows from them is told with its days.
_NO_PROMISE = {
    "amendments", "notices", "handover", "acceptances", "sites", "customer", "account_manager", "signed", "predecessor",
    "language", "time_zone", "team", "calendar", "number", "title", "vendor", "term",
}  # fmt: skip
_CLOCK = re.compile("([0-9]+):([0-9]+)")
_PRICES = ("free", "discount", "preferential", "at_cost", "list_price")


def effect_of(told: Said, change: Change, scene: Scene) -> Effect:
    """Whether what this sentence tells of this change is less for the customer than before."""
    if told.effect != "other":
        return told.effect
    if told.code in _WORSE or told.code in _BETTER:
        return "worse" if told.code in _WORSE else "better"
    if isinstance(change.owners[1], Override) or isinstance(change.new or change.old, Override):
        # Which way it goes is told by the time that it takes the place of (`own_times`).
        return "other"
    if change.reordered or scene.kind in ("PartCatalogue", "Stock", "Team"):
        return "other"
    if scene.kind == "Contract" and change.path[0] in _NO_PROMISE and change.field != "hotline":
        return _term(change)
    limits = change.field in _LIMITS or isinstance(change.new or change.old, Exclusion | Pause)
    if limits:
        return _turned(_more_or_less(change, scene))
    if change.field in _NO_RIGHT and not (change.field in _LESS and isinstance(change.owners[1], Warranty)):
        return "other"
    return _more_or_less(change, scene)


def effect_within(told: Said, change: Change, scene: Scene, old: object, new: object) -> Effect:
    """The same for a change between two documents of one kind, where it may take all of both to tell."""
    if isinstance(old, Calendar) and isinstance(new, Calendar):
        return _of_calendar(change, old, new)
    return effect_of(told, change, scene)


def _of_calendar(change: Change, old: Calendar, new: Calendar) -> Effect:
    """Whether a change of a calendar leaves fewer hours in which somebody is there, or in which clocks run.

    Days off count in a year whose list was there before: that a year is decreed takes nothing away.
    """
    if change.path[0] == "weekly":
        was, now = _open_minutes(old), _open_minutes(new)
        return "worse" if now < was else "better" if now > was else "other"
    if (
        change.field in ("day_off", "make_up_workday")
        and (old.year == new.year)
        and len(old.day_off) >= FEWEST_DAYS_OFF
    ):
        days = getattr(old, change.field), getattr(new, change.field)
        effect = _of_lists(*days)
        return _turned(effect) if change.field == "day_off" else effect
    return "other"


def _open_minutes(calendar: Calendar) -> set[tuple[str, int]]:
    """The minutes of the week, each by the day on which its span begins."""
    found: set[tuple[str, int]] = set()
    for day, spans in week_of((entry.days, entry.open) for entry in calendar.weekly).items():
        for span in spans:
            begin, end = (int(hours) * 60 + int(minutes) for hours, minutes in _CLOCK.findall(span))
            found |= {(day, minute) for minute in range(begin, end if end > begin else end + 1440)}
    return found


def _term(change: Change) -> Effect:
    owner = change.owners[1]
    if isinstance(owner, Term) and change.field in ("start", "end"):
        later = str(change.new) > str(change.old)
        return "better" if later == (change.field == "end") else "worse"
    if isinstance(owner, Term) and change.field == "renewal_always_offered":
        return "better" if change.new else "worse"
    return "other"


def _more_or_less(change: Change, scene: Scene) -> Effect:
    old, new = change.old, change.new
    if isinstance(old, bool) or isinstance(new, bool):
        return _direction(bool(new) - bool(old))
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _of_lists(old, new)
    if old is None or new is None:
        return _direction((new is not None) - (old is not None))
    if isinstance(old, Price) and isinstance(new, Price):
        return (
            _direction(_cheap(new) - _cheap(old)) if isinstance(change.owners[1], AfterWarranty) else "other"
        )
    if isinstance(change.owners[1], GradedSeverity) and scene.level is not None:
        # The gravest comes first: a later one has longer times.
        ranks: dict[object, int] = {each.id: rank for rank, each in enumerate(scene.level.severities)}
        return _direction(ranks[old] - ranks[new]) if {old, new} <= ranks.keys() else "other"
    if change.field in ("clock", "hours"):
        return _direction((new == "always") - (old == "always"))
    was, now = (_amount(scene.kind, change, value) for value in (old, new))
    if was is None or now is None or change.field not in _LESS | _MORE or was[0] != now[0]:
        return "other"
    return (
        _direction((now > was) - (now < was))
        if change.field in _LESS
        else _direction((now < was) - (now > was))
    )


def _of_lists(old: tuple[object, ...], new: tuple[object, ...]) -> Effect:
    """A list of words that only lost, or only won."""
    lost, won = [each for each in old if each not in new], [each for each in new if each not in old]
    return _direction(bool(won) - bool(lost)) if not (won and lost) else "other"


def _direction(sign: int) -> Effect:
    return "other" if sign == 0 else "better" if sign > 0 else "worse"


def _turned(effect: Effect) -> Effect:
    turned: dict[Effect, Effect] = {"better": "worse", "worse": "better"}
    return turned.get(effect, "other")


def _cheap(terms: Price) -> int:
    return -_PRICES.index(terms.price) if terms.price in _PRICES else 0


def _amount(kind: str, change: Change, value: object) -> tuple[str, Decimal] | None:
    """A value that can be compared with others of its unit: working days, seconds, days, a number."""
    text, forms = str(value), forms_of(kind, change.path)
    if forms & {"duration", "service-duration"} and (duration := parse_duration(text)) is not None:
        working = bool(duration.working_days)
        return ("wd", Decimal(duration.working_days)) if working else ("s", Decimal(duration.seconds))
    if "period" in forms and (period := parse_period(text)) is not None:
        days = {"day": 1, "week": 7, "month": 30, "year": 365}
        return "days", Decimal(period.count * days[period.unit])
    try:
        return "number", Decimal(text.strip("<>=≥≤ %％"))
    except InvalidOperation:
        return None
