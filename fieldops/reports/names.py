"""What the files of a report are called: by the customer, what it is, its day, and the run. Pure.

A name is for people who file it, so it has their words; and no file of another run may have it.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from fieldops.records.runs import Run
from fieldops.reports.wording import Wording

_LONGEST = 40
# A file name may have 255 bytes, and a Chinese character takes three of them.
_LONGEST_RUN = 30


def stem_of(run: Run, language: str) -> str:
    """The name of a report's file without its ending, such as ``Harbour-Bank-Ltd_Inspection-Report_2026-06-18_k3f9``."""
    wording = Wording(language, ZoneInfo(run.contract.time_zone))
    customer = _plain(run.contract.customer.say(language)) or _plain(run.contract.id)
    title = _plain(wording.say(f"title.{run.kind}"))
    day = f"{wording.local(run.started):%Y-%m-%d}"
    return "_".join((customer, title, day, _plain(run.id.rpartition("-")[2])[:_LONGEST_RUN] or "run"))


def annex_name(stem: str, ending: str) -> str:
    """The name of an annex of the report whose file has that stem; in Chinese where the report's has."""
    return f"{stem}-{'annex' if stem.isascii() else '附件'}{ending}"


def _plain(text: str) -> str:
    """Letters, digits and hyphens: what every file system takes, and no shell or archive stumbles over."""
    return re.sub(r"[\W_]+", "-", text).strip("-")[:_LONGEST].strip("-")
