"""The one form of reasons: as JSON (public interface), as lines for a terminal, as a list in Markdown.

Whatever decides (a warranty, a deadline, how an order stands) explains itself by the same tree of reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fieldops.cli.json_forms import clause_data
from fieldops.cli.output import Session
from fieldops.contracts.reasons import Clause, Reason, Result, flattened
from fieldops.errors import Position
from fieldops.messages import say_value

# Where a clause stands.
Place = Callable[[Clause], Position]

_MARKS: Mapping[Result, str] = {"yes": "✓", "no": "✗", "unknown": "?", "note": "·"}


def reasons_data(reasons: Iterable[Reason], place: Place, language: str) -> list[dict[str, object]]:
    """The tree as JSON; `inner` are the reasons behind a reason."""
    return [
        {
            "rule": each.rule,
            "result": each.result,
            "message": say_value(each.said, language),
            "clause": None if each.clause is None else clause_data(each.clause, place(each.clause)),
            "inner": reasons_data(each.inner, place, language),
        }
        for each in reasons
    ]


def reason_lines(reasons: tuple[Reason, ...], place: Place, session: Session) -> Iterator[str]:
    """The tree for a terminal: what came out, the sentence, file and line."""
    for depth, reason in flattened(reasons):
        where = f"  {session.paint(f'[{_where(reason.clause, place)}]', 'place')}" if reason.clause else ""
        yield f"{'  ' * (depth + 1)}{_MARKS[reason.result]} {session.value(reason.said)}{where}"


def reason_bullets(reasons: tuple[Reason, ...], place: Place, language: str) -> Iterator[str]:
    """The tree as a Markdown list."""
    from fieldops.reports import markdown

    for depth, reason in flattened(reasons):
        where = f" {markdown.code(_where(reason.clause, place))}" if reason.clause else ""
        said = markdown.escaped(say_value(reason.said, language))
        yield f"{'  ' * depth}- {_MARKS[reason.result]} {said}{where}"


def _where(clause: Clause, place: Place) -> str:
    at = place(clause)
    return f"{at.path}:{at.line}"
