"""What is known of a contract beside one run, as of a moment: how its findings stand, and how what fills up has grown. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldops.records.accounts import PasswordUse
from fieldops.records.finding_events import FindingEvent
from fieldops.records.findings import Finding, Findings, findings_of
from fieldops.records.runs import Run
from fieldops.records.trends import Trend, trends_of
from fieldops.structs import Struct

Row = tuple[str, str, str]
"""A row of a check: host, check and the row's name ("" where it has none)."""


class History(Struct, frozen=True):
    """As of `day`: the findings by the row in which each is, and the trends of what fills up.

    `instance_passwords`: those of databases that the run used, by the contract; `reminder_agreed`: whether it had it on the
    run's day that the customer is reminded of passwords that were used.
    """

    day: date
    findings: dict[Row, Finding]
    trends: dict[Row, Trend]
    instance_passwords: tuple[PasswordUse, ...] = ()
    reminder_agreed: bool = False


NOTHING = History(date.min, {}, {})


def history_of(told: tuple[Run | FindingEvent, ...], run: Run, at: datetime) -> History:
    """The history of a run's contract as of `at`, from what is recorded of it up to that run.

    Trends are those of the time of the run, which saw the last values.
    """
    zone = ZoneInfo(run.contract.time_zone)
    found: Findings | None = findings_of(told)
    runs = [each for each in told if isinstance(each, Run)]
    # Of several rows with one name the first one is shown.
    findings = {_row(each): each for each in reversed(found.findings)} if found is not None else {}
    trends = {
        (each.host, each.check.id, each.item or ""): each
        for each in reversed(trends_of(runs, run.started.astimezone(zone)))
    }
    return History(at.astimezone(zone).date(), findings, trends)


def _row(finding: Finding) -> Row:
    return finding.place.host, finding.place.check, finding.place.item or ""
