"""fieldops run diff, and the forms in which a comparison of two runs is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.json_forms import instant_data, run_kind_data
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.run_choice import KindOfRun
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode
from fieldops.messages import say_recorded

if TYPE_CHECKING:
    from fieldops.inspection.checks import Item
    from fieldops.inspection.readings import Reason
    from fieldops.records.comparison import Change, Comparison, Difference
    from fieldops.records.runs import Run
    from fieldops.reports.wording import Wording

_PAINTS = {
    "new": "CRIT",
    "worse": "CRIT",
    "found": "WARN",
    "unseen": "UNKNOWN",
    "fixed": "OK",
    "better": "OK",
}


@command("diff")
@click.argument("old", metavar="[OLD]", required=False)
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--contract", metavar="ID", help="The latest run of this contract.")
@click.option("--kind", type=KindOfRun(), help="The latest run of this kind.")
@form_option
@click.pass_obj
def diff(
    session: Session, old: str | None, new: str | None, contract: str | None, kind: str | None, form: str
) -> int:
    """Compare a run with an earlier one: what is new, worse, better, fixed, still open, no longer looked at.

    \b
    The latest run and the one before it:   fieldops run diff
    A run and the one before it:            fieldops run diff NEW
    Two runs:                               fieldops run diff OLD NEW

    The one before is the last run of the same contract, playbook and kind, of all of its hosts where there is one. What is
    not looked at any more is never fixed, and what nobody had looked at is not new.

    Exit codes: 0 nothing is worse, 1 something is new or worse, 2 wrong use, 3 something is not known.
    """
    from fieldops.actions.comparisons import compared_runs
    from fieldops.actions.runs import LATEST, Wanted
    from fieldops.records.run_events import RunKind

    old, new = (None if each is None else each.lower() for each in (old, new))
    only = old if new is None else new
    wanted = Wanted(only or LATEST, contract, RunKind(kind) if kind else None)
    found = compared_runs(session.root, wanted, old if new is not None else None)
    if form == "json":
        print_json(comparison_data(found, session.language))
    else:
        _print_comparison(session, found)
    return _exit_code(found)


def _exit_code(found: Comparison) -> ExitCode:
    """As `inspect`: 3 where something is not known, else 1 where something turned bad, else 0."""
    from fieldops.records.comparison import NOT_KNOWN, TURNED_BAD

    changes = {each.change for each in found.differences}
    if changes & NOT_KNOWN:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if changes & TURNED_BAD else ExitCode.CLEAN


# --- text ------------------------------------------------------------------------------------------------


def _print_comparison(session: Session, found: Comparison) -> None:
    from zoneinfo import ZoneInfo

    from fieldops.reports.wording import Wording

    wording = Wording(session.language, ZoneInfo(found.new.contract.time_zone))
    for name, each in (("old", found.old), ("new", found.new)):
        when = moment_with_offset(each.started)
        print_line(
            session.say(f"compare.{name}", run=each.id, kind=session.say(f"kind.{each.kind}"), when=when)
        )
    if found.other_machines:
        told = session.say("compare.other-machines", hosts=wording.listed(found.other_machines))
        print_line(session.paint(told, "WARN"))
    headings = [
        session.say(f"compare.column.{name}") for name in ("host", "check", "item", "before", "after")
    ]
    titles = {
        check.id: wording.text(check.title) for run in (found.old, found.new) for check in run.playbook.checks
    }
    for change, differences in groupby(found.differences, key=lambda each: each.change):
        listed = list(differences)
        print_line()
        title = session.say("compare.heading", change=_name(session, change), count=len(listed))
        print_line(session.paint(title, _PAINTS.get(change, "")))
        print_table(session, headings, _rows(session, listed, titles, wording))
    print_line()
    print_line(_counts(session, found))


def _name(session: Session, change: Change) -> str:
    return session.say("compare.new-deviation" if change == "new" else f"compare.{change}")


def _counts(session: Session, found: Comparison) -> str:
    if not found.differences:
        return session.say("compare.none")
    return "  ".join(f"{_name(session, change)} {count}" for change, count in found.counts.items() if count)


def _rows(
    session: Session, differences: Sequence[Difference], titles: Mapping[str, str], wording: Wording
) -> list[list[str]]:
    """A row for each difference; hosts of which just the same is said share one."""
    hosts: dict[tuple[str, ...], list[str]] = {}
    for each in differences:
        said = _said(session, each, titles, wording)
        hosts.setdefault(said, []).append(each.host or session.say("compare.all-hosts"))
    return [[wording.listed(of), *said] for said, of in hosts.items()]


def _said(session: Session, each: Difference, titles: Mapping[str, str], wording: Wording) -> tuple[str, ...]:
    check = each.check or ""
    if session.language == "zh-CN":
        check = titles.get(check, check)
    after = _side(session, each.after, wording)
    if each.why is not None:
        after = _why(each.why, session.language)
    elif each.other_standard:
        after = f"{after} {session.say('compare.other-standard')}"
    one = each.after or each.before
    row = wording.row(each.item or "", one.reason if one is not None else None)
    return check, row, _side(session, each.before, wording), after


def _side(session: Session, item: Item | None, wording: Wording) -> str:
    if item is None:
        return session.say("compare.nothing")
    value, note = wording.judged(item.value, item.unit, item.reason)
    verdict = session.say(f"verdict.{item.verdict}") if session.language == "zh-CN" else item.verdict.value
    return " ".join(filter(None, (verdict, value or note)))


def _why(why: Reason, language: str) -> str:
    return say_recorded(why.code, language, why.values)[0]


# --- JSON ------------------------------------------------------------------------------------------------


def comparison_data(found: Comparison, language: str) -> dict[str, object]:
    """A comparison as JSON (public interface)."""
    return {
        "old": _run_data(found.old),
        "new": _run_data(found.new),
        "other_machines": list(found.other_machines),
        "differences": [_difference_data(each, language) for each in found.differences],
        "counts": found.counts,
    }


def _run_data(run: Run) -> dict[str, object]:
    return {
        "run": run.id,
        "kind": run_kind_data(run.kind),
        "contract": run.contract.id,
        "playbook": run.playbook.id,
        "playbooks": list(run.playbook.playbooks),
        "started": instant_data(run.started),
    }


def _difference_data(each: Difference, language: str) -> dict[str, object]:
    return {
        "change": each.change,
        "host": each.host,
        "check": each.check,
        "item": each.item,
        "before": _item_data(each.before),
        "after": _item_data(each.after),
        "reason": each.why.code if each.why else None,
        "message": _why(each.why, language) if each.why else None,
        "other_standard": each.other_standard,
    }


def _item_data(item: Item | None) -> dict[str, object] | None:
    if item is None:
        return None
    return {"value": item.value, "unit": item.unit, "verdict": item.verdict}
