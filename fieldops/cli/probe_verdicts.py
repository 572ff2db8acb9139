"""How the checks that read a probe judge what was tried: a table, and JSON. Nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line, problem_data, problem_text
from fieldops.cli.tables import print_table

if TYPE_CHECKING:
    from fieldops.actions.probe_judges import Asking
    from fieldops.inspection.checks import CheckResult, Item
    from fieldops.inspection.readings import Reading
    from fieldops.reports.wording import Wording


def print_verdicts(session: Session, asked: Asking, reading: Reading, wording: Wording) -> None:
    """A row for each value that a check judges, worst first; then the mistakes for which a playbook judges nothing."""
    from fieldops.inspection.checks import Verdict

    rows = sorted(_rows(asked, reading), key=lambda each: _ORDER.index(each[2].verdict.value))
    if rows:
        names = ("verdict", "playbook", "check", "item", "value", "reason")
        shown = [_cells(session, wording, *row) for row in rows]
        paints = {_word(session, each): each.value for each in Verdict}
        print_line("")
        print_table(session, [session.say(f"word.{name}") for name in names], shown, paints)
    elif not asked.problems:
        print_line(session.say("probe.no-check"))
    for problem in asked.problems:
        print_line(problem_text(problem, session))
    if asked.problems:
        print_line(session.say("probe.not-judged"))


_ORDER = ("CRIT", "WARN", "UNKNOWN", "NA", "OK", "INFO")


def _rows(asked: Asking, reading: Reading) -> Iterator[tuple[str, str, Item]]:
    for playbook, results in asked.judge(reading).items():
        for check, result in results.items():
            for item in result.items or (_alone(result),):
                yield playbook, check, item


def _alone(result: CheckResult) -> Item:
    """A check without rows as one: its verdict, and why there are none."""
    from fieldops.inspection.checks import Item

    return Item(None, None, None, result.verdict, result.reason)


def _cells(session: Session, wording: Wording, playbook: str, check: str, item: Item) -> list[str]:
    value, note = wording.judged(item.value, item.unit, item.reason)
    named = wording.row(item.item or "", item.reason)
    return [_word(session, item.verdict), playbook, check, named, "" if item.value is None else value, note]


def _word(session: Session, verdict: str) -> str:
    """The word for it in Chinese; in English the code that is documented."""
    return session.say(f"verdict.{verdict}") if session.language == "zh-CN" else str(verdict)


def verdicts_data(session: Session, asked: Asking, reading: Reading) -> dict[str, object]:
    """The same for programs; public interface."""
    return {
        "verdicts": [
            {
                "playbook": playbook,
                "check": check,
                "item": item.item,
                "value": item.value,
                "unit": item.unit,
                "verdict": item.verdict.value,
                "reason": item.reason.code if item.reason is not None else None,
            }
            for playbook, check, item in _rows(asked, reading)
        ],
        "not_judged": [problem_data(each, session.language) for each in asked.problems],
    }
