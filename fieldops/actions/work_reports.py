"""The periodic work report of a contract, put together from the records: orders, visits, findings, parts. H2"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.findings import Found, findings
from fieldops.actions.needed import need_agreement
from fieldops.actions.order_lists import all_orders
from fieldops.actions.schedules import schedule
from fieldops.actions.settings import store_path
from fieldops.contracts.agreement import Agreement
from fieldops.errors import FieldopsError, UsageError
from fieldops.records.findings import Finding
from fieldops.reports.order_view import OrderPaper
from fieldops.reports.work_report import Told, work_report
from fieldops.schedule.standing import Standing
from fieldops.service.work_report import KIND, Period, report_period, worked
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct, replaced

_DAY = timedelta(days=1)


class Report(Struct, frozen=True):
    """A work report of a contract's period, and what could not be read for it: orders with why, and runs."""

    paper: OrderPaper
    period: Period
    unread: tuple[tuple[str, FieldopsError], ...] = ()
    unreadable: int = 0


class Asked(Struct, frozen=True):
    """Which report: of a contract, of its days `first` to `last` or of the period of its `obligation` that ended last."""

    contract: str
    first: date | None = None
    last: date | None = None
    obligation: str | None = None
    language: str | None = None


def report_of(root: Path, asked: Asked, now: datetime) -> Report:
    """The report, in the language that is asked for, else the contract's.

    Raises UsageError for a contract, days or an obligation that cannot be, and what `all_orders` and `schedule` raise.
    """
    agreement = need_agreement(open_workspace(root, judged=False), asked.contract)
    today = in_zone(now, agreement.zone).date()
    period = _period(agreement, asked, today)
    listed = all_orders(root, now, agreement.id)
    work = worked((view.standing for view in listed.views), agreement, period)
    found = _found(root, agreement.id) if store_path(root).exists() else Found(())
    seen = (one for each in found.contracts for one in each.findings)
    length = period.last - period.first
    ahead_of = period.last + _DAY
    told = Told(
        agreement,
        work,
        {view.order.id: view.timetable for view in listed.views},
        _promised(root, agreement, now, period.first, period.last),
        _promised(root, agreement, now, ahead_of, ahead_of + length),
        tuple(one for one in seen if _concerns(one, period, agreement)),
        asked.language or agreement.signed.language,
        now,
    )
    return Report(work_report(told), period, listed.unread, len(found.unreadable))


def _period(agreement: Agreement, asked: Asked, today: date) -> Period:
    if (asked.first is None) != (asked.last is None):
        raise UsageError("work-report.one-day")
    if asked.first is None or asked.last is None:
        return report_period(agreement, today, asked.obligation)
    if asked.last < asked.first:
        days = {"first": asked.first.isoformat(), "last": asked.last.isoformat()}
        raise UsageError("obligations.days-out-of-order", **days)
    if asked.first > today:
        raise UsageError("work-report.in-future", first=asked.first.isoformat(), today=today.isoformat())
    return Period(asked.first, asked.last)


def _found(root: Path, contract: str) -> Found:
    """The findings of a contract; of one of which no run is recorded, none, but for runs that nobody can read."""
    try:
        return findings(root, contract)
    except UsageError as error:
        if error.code != "run.none-of-contract":
            raise
        return replaced(findings(root), contracts=())


def _promised(
    root: Path, agreement: Agreement, now: datetime, first: date, last: date
) -> tuple[Standing, ...]:
    """What the contract makes due on these days; without ends that come by themselves, and without the report itself."""
    found, _ = schedule(root, agreement.id, now, first, last)
    due = (each.standing for each in found)
    return tuple(each for each in due if not each.due.passing and each.due.kind != KIND)


def _concerns(finding: Finding, period: Period, agreement: Agreement) -> bool:
    """Whether it was there in the period: found by its end, and not mended before it began."""
    zone = agreement.zone
    if finding.first.astimezone(zone).date() > period.last:
        return False
    ended = finding.evidence
    return ended is None or ended.at.astimezone(zone).date() >= period.first
