"""The example contracts as agreements, cases in short, and contracts written in a test."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.needed import need_agreement
from fieldops.contracts.agreement import Agreement
from fieldops.documents.workspace import load_workspace
from fieldops.sla.deadlines import Case, Deadline, deadlines
from fieldops.sla.timetable import Timetable, timetable_of

REPOSITORY = Path(__file__).resolve().parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@cache
def example(id: str) -> Agreement:
    return need_agreement(load_workspace(REPOSITORY, judged=False), id)


def at(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def timetable(agreement: Agreement, day: str) -> Timetable:
    return timetable_of(agreement, date.fromisoformat(day[:10]))


def found(
    agreement: Agreement,
    reported: str,
    severity: str | None = None,
    request: str = "incident",
    facts: dict[str, bool] | None = None,
) -> list[Deadline]:
    case = Case(request, severity, at(reported), facts or {})
    return [each for each in deadlines(timetable(agreement, reported), case) if each.applies != "no"]


def said(each: Deadline) -> tuple[str, str, str | None]:
    """(what, kind, due to the second without the zone); a condition that nobody has answered stands with what."""
    what = each.milestone if each.applies == "yes" else f"{each.milestone} if {each.promise.when}"
    return what, each.kind, each.due.isoformat()[:19].removesuffix(":00") if each.due else None


def times(*arguments: object, **more: object) -> list[tuple[str, str | None]]:
    """(what, due) of every milestone, without measures and documents."""
    listed = [said(each) for each in found(*arguments, **more)]
    return [
        (what if kind == "milestone" else f"{what} at the latest", due)
        for what, kind, due in listed
        if kind in ("milestone", "at_the_latest")
    ]
