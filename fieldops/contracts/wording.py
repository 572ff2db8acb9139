"""How the fixed values of a contract are said inside a sentence: durations, periods, prices, words of an enum."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fieldops.contracts.model import Price, Recurrence
from fieldops.dates.periods import Period
from fieldops.errors import Named
from fieldops.messages import CATALOGUE

_DURATION = re.compile(r"([0-9]+)(s|m|h|d|wd)", re.ASCII)
_PERIOD = re.compile(r"([0-9]+) (day|week|month|year)s?", re.ASCII)


def word(value: str, field: str = "") -> Named:
    """The word for a fixed value of a schema, such as ``respond``; some read differently at one `field`."""
    special = f"value.{field}.{value}"
    return Named(special if special in CATALOGUE else f"value.{value}")


def words(values: Iterable[str]) -> tuple[Named, ...]:
    """The words for several values, joined as the reader's language does."""
    return tuple(word(value) for value in values)


def duration(text: str) -> Named:
    """``30m`` as "30 min", ``2wd`` as "2 working days"."""
    found = _DURATION.fullmatch(text)
    if not found:
        return Named("word.as-written", text=text)
    return Named(f"duration.{_unit(found)}", count=int(found[1]))


def period(text: str) -> Named:
    """``12 months`` as "12 months"."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return Named("word.as-written", text=text)
    return Named(f"period.{_unit(found)}", count=int(found[1]))


def period_words(span: Period) -> Named:
    """A period that has been parsed, in words."""
    return period(f"{span.count} {span.unit}")


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
    every = Named("recurrence.every", period=period(schedule.every))
    if schedule.anchor is not None:
        every = Named("recurrence.first", every=every, day=schedule.anchor)
    elif schedule.after_event is not None:
        every = Named("recurrence.after", every=every, event=word(schedule.after_event))
    if schedule.lasting is not None:
        every = Named("recurrence.lasting", every=every, period=period(schedule.lasting))
    if schedule.shift != "none":
        every = Named("recurrence.shift", every=every, shift=word(schedule.shift))
    return every
