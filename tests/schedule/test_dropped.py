"""What an amendment or a notice took away is told to whoever has an earlier calendar; what stays or was done is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.documents.workspace import load_workspace
from fieldops.schedule.dropped import dropped_between

CALL = "{id: call, kind: follow_up_call, title: T, schedule: {every: 1 month, anchor: 2026-01-15}}"
SURVEY = "{id: survey, kind: survey, title: S, schedule: {every: 6 months, anchor: 2026-02-20}}"
FROM, TO = date(2026, 1, 1), date(2026, 12, 31)


def agreed(root: Path, more: str, contract: str | None = None) -> Agreement:
    workspace = Workspace(root)
    kept = {} if contract is None else {"contract": contract}
    workspace.contract([], more=f"obligations:\n  - {CALL}\n  - {SURVEY}\n{more}", **kept)
    documents = load_workspace(root)
    return agreement_of(documents, documents.need("Contract", "acme"))


def amended(obligations: str, day: str = "2026-06-10", id: str = "one") -> str:
    return f"  - {{id: {id}, date: {day}, applies_from: 2026-07-01, rationale: w, sets: {{obligations: [{obligations}]}}}}\n"


def nothing(due: DueObligation) -> date | None:
    return None


def test_what_is_no_longer_promised_is_dropped_since_the_day_it_was_agreed(tmp_path: Path) -> None:
    agreement = agreed(tmp_path, "amendments:\n" + amended(SURVEY))
    found = dropped_between(agreement, FROM, TO, nothing)
    assert [each.due.day for each in found] == [date(2026, month, 15) for month in range(7, 13)]
    assert {each.due.id for each in found} == {"acme/obligations/call"}
    assert {each.since for each in found} == {date(2026, 6, 10)}


@pytest.mark.parametrize("more", ["", "amendments:\n" + amended(f"{CALL}, {SURVEY}")])
def test_where_nothing_was_taken_away_nothing_is_dropped(tmp_path: Path, more: str) -> None:
    assert dropped_between(agreed(tmp_path, more), FROM, TO, nothing) == []


def test_what_a_later_amendment_brings_back_is_not_dropped(tmp_path: Path) -> None:
    back = amended(f"{CALL}, {SURVEY}", "2026-06-20", "two")
    assert (
        dropped_between(agreed(tmp_path, "amendments:\n" + amended(SURVEY) + back), FROM, TO, nothing) == []
    )


def test_what_was_done_although_it_was_dropped_is_not_called_off(tmp_path: Path) -> None:
    agreement = agreed(tmp_path, "amendments:\n" + amended(SURVEY))
    days = {
        each.due.day
        for each in dropped_between(agreement, FROM, TO, lambda due: due.day if due.day.month == 8 else None)
    }
    assert date(2026, 8, 15) not in days
    assert date(2026, 9, 15) in days


def test_no_name_is_both_due_and_dropped(tmp_path: Path) -> None:
    faster = CALL.replace("1 month", "2 weeks")
    agreement = agreed(tmp_path, "amendments:\n" + amended(f"{faster}, {SURVEY}"))
    due = {each.key for each in due_between(agreement, FROM, TO)}
    dropped = [each.due.key for each in dropped_between(agreement, FROM, TO, nothing)]
    assert len(dropped) == len(set(dropped)) == 6
    assert not due & set(dropped)
