"""fieldops run trend, and the forms in which trends are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.finding import insist_on_known
from fieldops.cli.json_forms import day_data, instant_data
from fieldops.cli.output import Session, form_option, now, print_json, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.trends import ContractTrends
    from fieldops.records.trends import Left, Trend


@command("trend")
@click.argument("what", metavar="[CONTRACT|RUN]", required=False)
@click.option("--host", metavar="ID", help="Only this host.")
@click.option("--check", metavar="ID", help="Only this check.")
@click.option(
    "--all", "everything", is_flag=True, help="Also what does not fill up, and of what nothing can be said."
)
@form_option
@click.pass_obj
def trend(
    session: Session, what: str | None, host: str | None, check: str | None, everything: bool, form: str
) -> int:
    """Say how many days are left until something is full, over all recorded runs; what is full soonest comes first.

    \b
    All runs of a contract, as of today:   fieldops run trend CONTRACT
    As of a run:                           fieldops run trend RUN

    Looked at are the checks with the tag 'capacity'. A straight line goes through the last values of at least three days over
    a week (Theil-Sen); in brackets are the days within which it is reached at the soonest and at the latest.

    Exit codes: 0 well, 2 wrong use, 3 nothing can be said of anything, or a run could not be read.
    """
    from fieldops.actions.trends import trends

    found = trends(session.root, what, now())
    if host is not None:
        insist_on_known("host", host, (known for each in found for known in each.hosts))
    if check is not None:
        insist_on_known("check", check, (known for each in found for known in each.checks))
    shown = [
        (each, [one for one in each.trends if host in (None, one.host) and check in (None, one.check.id)])
        for each in found
    ]
    for run, error in {run: error for each in found for run, error in each.unreadable}.items():
        session.note("finding.unreadable-run", run=run, what=say_error(error, session.language)[0])
    if form == "json":
        print_json({"contracts": [_contract_data(session, each, mine) for each, mine in shown]})
    elif not any(mine for _, mine in shown):
        session.note("trend.none")
    else:
        for each, mine in shown:
            _print_contract(session, each, mine, everything)
    return _exit_code(found, [one for _, mine in shown for one in mine])


def _exit_code(found: Sequence[ContractTrends], shown: Sequence[Trend]) -> ExitCode:
    unreadable = any(each.unreadable for each in found)
    unknown = bool(shown) and not any(each.outcome in ("fills", "steady") for each in shown)
    return ExitCode.INCOMPLETE if unreadable or unknown else ExitCode.CLEAN


# --- text --------------------------------------------------------------------------------------------------


def _print_contract(
    session: Session, found: ContractTrends, trends: Sequence[Trend], everything: bool
) -> None:
    print_line(
        session.say("trend.title", contract=found.contract, runs=found.runs, day=f"{found.at:%Y-%m-%d}")
    )
    filling = [each for each in trends if each.outcome == "fills" or everything]
    if filling:
        names = ("host", "check", "item", "value")
        headings = [session.say(f"word.{name}") for name in names]
        headings += [
            session.say(f"trend.column-{name}") for name in ("month", "warn", "crit", "full", "data")
        ]
        print_table(session, headings, [_row(session, each) for each in filling])
    for outcome, count in Counter(each.outcome for each in trends).items():
        print_line(session.say(f"trend.{outcome}", count=count))
    if filling:
        print_line(session.say("trend.method"))
    print_line()


def _row(session: Session, each: Trend) -> list[str]:
    from fieldops.reports.trend_words import days_left, points_words, rise_words, value_words

    check = each.check.title.say(session.language) if session.language == "zh-CN" else each.check.id
    left = {one.limit.value: days_left(one, session.language) for one in each.left}
    return [
        each.host,
        check,
        each.item or "",
        value_words(each, session.language),
        rise_words(each, session.language),
        *(left.get(limit, "") for limit in ("warn", "crit", "full")),
        points_words(each, session.language),
    ]


# --- JSON --------------------------------------------------------------------------------------------------


def _contract_data(session: Session, found: ContractTrends, trends: Sequence[Trend]) -> dict[str, object]:
    return {
        "contract": found.contract,
        "as_of": day_data(found.at.date()),
        "runs": found.runs,
        "method": "theil_sen",
        "trends": [trend_data(each, session.language) for each in trends],
        "unreadable_runs": [{"run": run, "reason": error.code} for run, error in found.unreadable],
    }


def trend_data(each: Trend, language: str) -> dict[str, object]:
    """A trend as JSON (public interface)."""
    return {
        "host": each.host,
        "check": each.check.id,
        "item": each.item,
        "title": each.check.title.say(language),
        "outcome": each.outcome,
        "value": each.last.value,
        "unit": each.last.unit,
        "run": each.run,
        "at": instant_data(each.at),
        "points": each.points,
        "first": instant_data(each.first),
        "restart": each.restart,
        "per_day": _rounded(each.per_day, 6),
        "per_day_least": _rounded(each.least, 6),
        "per_day_most": _rounded(each.most, 6),
        "confidence": _rounded(each.confidence, 3),
        "left": list(_left_data(each.left)),
    }


def _left_data(left: Sequence[Left]) -> Iterator[dict[str, object]]:
    for each in left:
        yield {
            "limit": each.limit,
            "value": each.value,
            "reached": each.reached,
            "days": _rounded(each.days, 1),
            "days_least": _rounded(each.earliest, 1),
            "days_most": _rounded(each.latest, 1),
            "day": day_data(each.day),
        }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
