"""A service desk for stories: the examples' contracts in a folder of their own, and a clock that a story turns."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fieldops.actions.deadlines import Report, Terms, deadlines_for
from fieldops.actions.order_documents import paper
from fieldops.actions.order_files import export_lines
from fieldops.actions.order_lists import all_orders
from fieldops.actions.order_opening import Call, open_order
from fieldops.actions.order_telling import Word, tell
from fieldops.actions.orders import View, order_called
from fieldops.actions.records import verify_records
from fieldops.actions.remote_sessions import Ending, Shown, Wish, close_session, open_session
from fieldops.messages import say_value
from fieldops.reports.order_view import PaperKind
from fieldops.service.agenda import dues

REPOSITORY = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")


class Desk:
    """Who takes calls and writes down what happens; every time is the wall clock in Shanghai."""

    def __init__(self, root: Path, contract: str) -> None:
        shutil.copytree(REPOSITORY / "contracts", root / "contracts")
        self.root, self.contract = root, contract
        self.order = ""

    def call(self, at: str, request: str = "incident", written: str | None = None, **given: Any) -> View:
        """A request comes in at `at`, is opened then or at `written`, and is what the story goes on with."""
        call = Call(contract=self.contract, request=request, reported=at, **given)
        view = open_order(self.root, call, instant(written or at))
        self.order = view.order.id
        return view

    def tell(self, at: str, kind: str, written: str | None = None, **values: str) -> View:
        """Something happens at `at`, and is written down then or at `written`."""
        return tell(self.root, self.order, Word(kind, at, values), instant(written or at))[0]

    def show(self, at: str) -> View:
        """The order as it stands then."""
        return order_called(self.root, self.order, instant(at))

    def everything(self, at: str) -> tuple[View, ...]:
        """All orders then."""
        return all_orders(self.root, instant(at)).views


class Room(Desk):
    """A desk at which engineers log in to the customer's systems, too."""

    def log_in(self, at: str, purpose: str = "look at the log", **given: Any) -> Shown:
        """Somebody begins a session at `at`."""
        return open_session(self.root, self.order, Wish(purpose, **given), instant(at))

    def log_out(self, at: str, outcome: Any = "solved", **given: Any) -> Shown:
        """The first one of them ends."""
        given = {"done": "restarted the service", "changes": (), **given}
        return close_session(self.root, self.order, Ending(outcome, **given), instant(at))


def instant(at: str) -> datetime:
    """A time on the wall in Shanghai."""
    return datetime.fromisoformat(at).replace(tzinfo=ZONE)


def states(view: View) -> dict[str, str]:
    """The state of each of its times by name; of two for the same the worse."""
    assert view.standing.status is not None
    found: dict[str, str] = {}
    for each in view.standing.status.states:
        if each.deadline.kind == "milestone" and found.get(each.deadline.milestone) != "late":
            found[each.deadline.milestone] = each.state
    return found


def times(view: View) -> list[tuple[str, str, str | None]]:
    """Everything that is due by the order's clocks: what, which kind, when."""
    assert view.standing.status is not None
    return [
        (each.deadline.milestone, each.deadline.kind, _text(each.deadline.due))
        for each in view.standing.status.states
        if each.deadline.applies != "no"
    ]


def promised(desk: Desk, reported: str, severity: str | None, facts: Mapping[str, bool] = {}) -> list[object]:
    """The same by `sla deadlines`."""
    report = Report(reported, "incident", severity, facts)
    answer = deadlines_for(desk.root, Terms(desk.contract), report)
    return [(each.milestone, each.kind, _text(each.due)) for each in answer.deadlines]


def to_do(view: View) -> list[str]:
    """What is to be done next, as people read it."""
    return [say_value(each.what, "en") for each in dues(view.standing)]


def on_paper(desk: Desk, kind: PaperKind, at: str) -> str:
    """All that a document of the order says then, in English, on one line."""
    told = paper(desk.root, desk.order, kind, "en", instant(at))
    parts = [field.value for field in told.head]
    for part in told.parts:
        parts += [part.title, *part.lines, *(field.value for row in part.fields for field in row)]
        parts += [cell for row in (part.table.rows if part.table else ()) for cell in row]
    parts += [
        f"{each.role}: " + "; ".join(word for word in (each.name, each.said, each.dated) if word)
        for each in told.signatures
    ]
    return " | ".join(each for each in parts if each)


def logged(desk: Desk, at: str) -> list[str]:
    """The kinds of events in the order's log, which is whole; as a file they say the same again."""
    assert verify_records(desk.root, evidence=True).sound
    lines = [json.loads(line) for line in export_lines(desk.show(at).order)]
    assert [line["time"] for line in lines] == sorted(line["time"] for line in lines)
    return [line["kind"] for line in lines]


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(ZONE).isoformat()[:16]
