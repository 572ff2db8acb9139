"""How the values of a contract are said inside a sentence: durations, periods, instants, prices, words of an enum."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldops.contracts.categories import CATEGORIES
from fieldops.errors import Named
from fieldops.messages import CATALOGUE, Text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.contracts.model import Price, Recurrence
    from fieldops.contracts.model.warranty import SwapTerms

_DURATION = re.compile(r"([0-9]+)(s|m|h|d|wd)", re.ASCII)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIOD = re.compile(r"([0-9]+) (day|week|month|year)s?", re.ASCII)


# A contract says few different ones, and each of them often.
@lru_cache(maxsize=1024)
def word(value: str, field: str = "") -> Named:
    """The word for a fixed value of a schema, such as ``respond``; some read differently at one `field`."""
    codes = (f"value.{field}.{value}", f"value.{value}")
    # A rule may ask about a value that the schema has refused: it is said as it was written.
    return next((Named(code) for code in codes if code in CATALOGUE), Named("word.as-written", text=value))


def words(values: Iterable[str], field: str = "") -> tuple[Named, ...]:
    """The words for several values (of one `field`), joined as the reader's language does."""
    return tuple(word(value, field) for value in values)


def weekdays(days: Iterable[str]) -> tuple[object, ...]:
    """Days of the week as people say them: every day, Monday to Friday, or one by one."""
    numbers = sorted({_WEEK.index(day) for day in days if day in _WEEK})
    if len(numbers) == len(_WEEK):
        return (Named("weekdays.all"),)
    said: list[object] = []
    while numbers:
        run = [day for at, day in enumerate(numbers) if day == numbers[0] + at]
        numbers = numbers[len(run) :]
        if len(run) > 2:
            said.append(Named("weekdays.range", first=word(_WEEK[run[0]]), last=word(_WEEK[run[-1]])))
        else:
            said += [word(_WEEK[day]) for day in run]
    return tuple(said)


def span(seconds: int) -> Named:
    """So many seconds (at least 0) as people read them, on the terminal and on paper: "2 h 30 min", "3 days 4 h", to the minute.

    From 48 hours on in days and hours; a short one to the second.
    """
    if seconds < 60:
        return Named("span.seconds", seconds=seconds)
    if seconds < 3600:
        return Named("span.minutes", minutes=seconds // 60)
    if seconds < 48 * 3600:
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return (
            Named("span.hours-minutes", hours=hours, minutes=minutes)
            if minutes
            else Named("span.hours", hours=hours)
        )
    days, hours = seconds // 86400, seconds // 3600 % 24
    return Named("span.days-hours", days=days, hours=hours) if hours else Named("span.days", days=days)


def duration(text: str) -> Named:
    """``30m`` as "30 min", ``150m`` as "2 h 30 min", ``2wd`` as "2 working days"; hours and days are said as the contract has them."""
    found = _DURATION.fullmatch(text)
    if not found:
        return Named("word.as-written", text=text)
    if found[2] == "m" and int(found[1]) >= 60:
        return span(int(found[1]) * 60)
    return Named(f"duration.{_unit(found)}", count=int(found[1]))


def period(text: str) -> Named:
    """``12 months`` as "12 months"."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return Named("word.as-written", text=text)
    return Named(f"period.{_unit(found)}", count=int(found[1]))


def every(text: str) -> Named:
    """The interval ``1 week`` as "every week", ``3 months`` as "every 3 months"."""
    found = _PERIOD.fullmatch(text)
    if found and found[1] == "1":
        return Named(f"every.{found[2]}")
    return Named("recurrence.every", period=period(text))


def swap_policy(swap: SwapTerms) -> Named:
    """How a replaced part is covered on, with the least that it is covered where there is one."""
    if swap.minimum is None:
        return word(swap.policy)
    return Named("swap.longer-of", minimum=period(swap.minimum))


def counted(assets: int, ware: str = "") -> Named:
    """So many assets; `ware`: all of them are hardware, or software, which Chinese counts by other words."""
    if ware:
        return Named(f"show.asset-count-{ware}", count=assets)
    return Named("show.asset-count-one" if assets == 1 else "show.asset-count", count=assets)


def category(id: str) -> Named | Text | str:
    """The word for a category that fieldops knows, as spreadsheets have it; any other id as it is written."""
    if f"category.{id}" in CATALOGUE:
        return Named(f"category.{id}")
    found = CATEGORIES.get(id)
    return Text(found[0], found[1]) if found else id


def ware_of(category: str) -> str:
    """Whether assets of a category are hardware or software; empty where it is not known."""
    if category in ("software", "application"):
        return "software"
    return "hardware" if f"category.{category}" in CATALOGUE or category in CATEGORIES else ""


def _unit(found: re.Match[str]) -> str:
    return f"{found[2]}-one" if found[1] == "1" else found[2]


def price(terms: Price | None) -> Named:
    """Who pays, in a few words."""
    if terms is None:
        return Named("price.unsaid")
    if terms.price == "discount":
        return Named("value.price.discount", percent=terms.discount_percent)
    return word(terms.price, "price")


def recurrence(schedule: Recurrence | None) -> Named:
    """How often, and from when."""
    if schedule is None:
        return Named("recurrence.on-request")
    said = every(schedule.every)
    if schedule.anchor is not None:
        said = Named("recurrence.first", every=said, day=schedule.anchor)
    elif schedule.after_event is not None:
        said = Named("recurrence.after", every=said, event=word(schedule.after_event))
    else:
        said = Named("recurrence.plain", every=said)
    if schedule.lasting is not None:
        said = Named("recurrence.lasting", every=said, period=period(schedule.lasting))
    if schedule.shift != "none":
        said = Named("recurrence.shift", every=said, shift=word(schedule.shift))
    return said


def moment(at: datetime, zone: ZoneInfo) -> str:
    """An instant (aware) for people, as the clock of `zone` shows it; seconds only where there are any.

    For sentences that stand where the zone is named, or can only be the contract's.
    """
    local = at if at.tzinfo is zone else at.astimezone(zone)
    text = local.isoformat(" ")
    return text[:19] if local.second else text[:16]


def due_moment(at: datetime, zone: ZoneInfo) -> str:
    """The same for an end: midnight is 24:00 of the day that ends, as people read a deadline (Civil Code art. 203)."""
    local = at if at.tzinfo is zone else at.astimezone(zone)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return moment(at, zone)
    return f"{(local.date() - timedelta(days=1)).isoformat()} 24:00"


def moment_with_offset(at: datetime) -> str:
    """An instant (aware) for people where nothing names the zone: in its own, with the offset."""
    return at.isoformat(" ", "seconds" if at.second else "minutes")
