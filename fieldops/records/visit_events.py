"""What is recorded of the visits that a contract makes due: that one was done or missed, and the customer's consent to sessions.

One stream per contract. Does not live here: the runs that serve a visit (`run_events`), and how a visit stands after all
that (`fieldops.records.visits`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from fieldops.structs import Struct

# Where events of visits stand, one stream per contract.
VISITS = "visits/"


class ObligationDone(Struct, frozen=True):
    """Somebody recorded at `at` that an occurrence of an obligation was done on `day`; `by` is a person of the team."""

    TYPE: ClassVar[str] = "obligation.done"
    VERSION: ClassVar[int] = 1

    occurrence: str
    day: date
    by: str | None
    note: str | None
    at: datetime


class ConsentGiven(Struct, frozen=True):
    """The customer's contact `by` allows sessions for a visit from `start` until `end` (not included). E1"""

    TYPE: ClassVar[str] = "consent.given"
    VERSION: ClassVar[int] = 1

    occurrence: str
    by: str
    start: datetime
    end: datetime
    at: datetime


class VisitMissed(Struct, frozen=True):
    """That these visits of a contract were missed was noticed at `at`, and has been said."""

    TYPE: ClassVar[str] = "visit.missed"
    VERSION: ClassVar[int] = 1

    contract: str
    occurrences: tuple[str, ...]
    at: datetime


VisitEvent = ObligationDone | ConsentGiven | VisitMissed


def visits_stream(occurrence: str) -> str:
    """The stream for what is recorded about an occurrence (``contract/…``) or a contract."""
    return VISITS + occurrence.partition("/")[0]
