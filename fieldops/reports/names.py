"""What the files of a report are called: by the customer, the visit and its period (else what it is and its day), and the run. Pure.

A name is for people who file it, so it has their words; and no file of another run may have it.
"""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from fieldops.dates.periods import parse_period
from fieldops.messages import Text
from fieldops.records.runs import Run
from fieldops.reports.wording import Wording
from fieldops.structs import Struct

_LONGEST = 40
# A file name may have 255 bytes, and a Chinese character takes three of them.
_LONGEST_TITLE, _LONGEST_RUN = 20, 30


class Served(Struct, frozen=True):
    """The visit that a run was made for: what the contract calls it (None: nothing), its due day, and how often it comes."""

    title: Text | None
    day: date
    every: str

    @property
    def period(self) -> str:
        """The month, quarter, half or whole year in which it was due, as people file it; of anything else its due day."""
        every = parse_period(self.every)
        months = every.count * {"month": 1, "year": 12}.get(every.unit, 0) if every is not None else 0
        match months:
            case 1:
                return f"{self.day:%Y-%m}"
            case 3:
                return f"{self.day.year}Q{(self.day.month + 2) // 3}"
            case 6:
                return f"{self.day.year}H{(self.day.month + 5) // 6}"
            case 12:
                return str(self.day.year)
        return self.day.isoformat()


def stem_of(run: Run, language: str, served: Served | None = None) -> str:
    """The name of a report's file without its ending, such as ``Harbour-Bank-Ltd_Quarterly-inspection_2026Q4_k3f9``, and of a
    run that was made for no visit ``Harbour-Bank-Ltd_Inspection-Report_2026-06-18_k3f9``.
    """
    wording = Wording(language, ZoneInfo(run.contract.time_zone))
    customer = _plain(run.contract.customer.say(language)) or _plain(run.contract.id)
    named = served.title.say(language) if served is not None and served.title is not None else ""
    title = _plain(named)[:_LONGEST_TITLE].strip("-") or _plain(wording.say(f"title.{run.kind}"))
    period = served.period if served is not None else f"{wording.local(run.started):%Y-%m-%d}"
    return "_".join((customer, title, period, _plain(run.id.rpartition("-")[2])[:_LONGEST_RUN] or "run"))


def annex_name(stem: str, ending: str) -> str:
    """The name of an annex of the report whose file has that stem; in Chinese where the report's has."""
    return f"{stem}-{'annex' if stem.isascii() else '附件'}{ending}"


def _plain(text: str) -> str:
    """Letters, digits and hyphens: what every file system takes, and no shell or archive stumbles over."""
    return re.sub(r"[\W_]+", "-", text).strip("-")[:_LONGEST].strip("-")
