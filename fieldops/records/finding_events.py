"""What people say of findings: who is to mend one, that the customer accepts it, that nothing more is to be done.

One stream per contract. Does not live here: the deviations themselves, which stand in the events of the hosts
(`run_events`), and what follows from both (`fieldops.records.findings`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct

# Where people's words about findings stand, one stream per contract.
FINDINGS = "findings/"


class FindingPlace(Struct, frozen=True):
    """Where a deviation is: on which host, in which row of which check; `nth` of several rows of that name, from 0.

    With the contract this is what a finding is: the same in every run, and in every store.
    """

    contract: str
    host: str
    check: str
    item: str | None = None
    nth: int = 0


class FindingAssigned(Struct, frozen=True):
    """Somebody is to mend a finding until a day (included): an engineer, or a person `of_customer` (whose id is the name).

    `by` is the person of the team who said so, where that was told.
    """

    TYPE: ClassVar[str] = "finding.assigned"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    to: PersonSnapshot
    of_customer: bool
    until: date
    at: datetime
    by: PersonSnapshot | None = None
    note: str = ""


class FindingAccepted(Struct, frozen=True):
    """A person of the customer accepts a deviation until a day (included), with a reason. D2"""

    TYPE: ClassVar[str] = "finding.accepted"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    by: str
    until: date
    reason: str
    at: datetime


class FindingClosed(Struct, frozen=True):
    """A person of the team says that nothing more is to be done about a finding. That is no evidence that it is mended."""

    TYPE: ClassVar[str] = "finding.closed"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    by: PersonSnapshot
    reason: str
    at: datetime


FindingEvent = FindingAssigned | FindingAccepted | FindingClosed


def findings_stream(contract: str) -> str:
    """The stream for what people say about the findings of a contract."""
    return FINDINGS + contract
