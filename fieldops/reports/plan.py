"""The plan of what is to be mended, for whoever reads the first pages only: what is to be done about each problem, by whom,
until when. Pure. The whole table of problems is `problems`.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldops.reports.problems import Problems
from fieldops.reports.view import PlanRow, PlanView, ProblemRow
from fieldops.reports.wording import Wording

# More rows leave no room on the third page: of those that are left out chapter 2 has the same columns.
_MOST = 24
# As many characters as the names of hosts may take there, three lines: of more it is said how many they are.
_ROOM = 42


def plan_of(problems: Problems, wording: Wording) -> PlanView | None:
    """A row for each problem, in their order; of many the most urgent ones. None where there is no problem."""
    if not problems.rows:
        return None
    rows = tuple(_row(row, problems, wording) for row in problems.rows[:_MOST])
    return PlanView(rows, _rest(problems.rows[_MOST:], wording))


def _rest(rest: Sequence[ProblemRow], wording: Wording) -> str:
    if not rest:
        return ""
    first, last = rest[0].number, rest[-1].number
    rows = str(first) if first == last else wording.say("range", first=first, last=last)
    return wording.say("plan-rest", n=len(rest), rows=rows)


def _row(row: ProblemRow, problems: Problems, wording: Wording) -> PlanRow:
    accepted = problems.settled.get(row.number, "")
    return PlanRow(
        number=row.number,
        verdict=row.verdict,
        found=_found(row, wording),
        hosts=row.hosts if len(row.hosts) <= _ROOM else row.count,
        action=row.advice,
        owner=accepted or row.owner or wording.say("nobody-yet"),
        due="" if accepted else row.due,
    )


def _found(row: ProblemRow, wording: Wording) -> str:
    found = wording.say("plan-found", check=row.check, value=row.value) if row.value else row.check
    return wording.say("plan-limit", found=found, limit=row.limit) if row.limit else found
