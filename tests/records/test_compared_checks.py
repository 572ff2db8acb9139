"""Checks that are held against earlier runs (`changed`, `rate`, `trend`) on recorded runs: tests/data/checks/compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from recorded_checks import made, told

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.readings import read_output
from fieldops.messages import CATALOGUE, LANGUAGES, say
from fieldops.records.earlier import Asked, Before, candidates
from fieldops.records.run_events import HostFinished, HostStatus, RunKind, RunOutline

FOLDER = Path(__file__).parents[1] / "data/checks/compared"
FILES = sorted(FOLDER.glob("*.yaml"))
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
FIELDS = {"name": {"type": "text"}, "used": {"type": "text"}, "since": {"type": "text", "optional": True}}


def last_of(data: dict[str, Any], runs: list[list[Any]]) -> CheckResult:
    """The result of the last run, each having been compared with those before: days ago, lines, host key."""
    judge, probe = made({"fields": FIELDS, **data})
    follow = ["c"] if judge.check.trend is not None else []
    recorded: list[tuple[RunOutline, HostFinished]] = []
    for days, lines, *key in runs:
        at = NOW - timedelta(days=float(days))
        out = "".join(f"{line}\n" for line in lines.split(";") if line)
        result = judge.judge(read_output(probe, RawOutput("p", out=out.encode(), exit_code=0, why="ok")))
        event = HostFinished("h", HostStatus.DONE, at, 1, host_key=key[0] if key else "k", checks=(result,))
        before = Before(Asked("acme", ["p"], RunKind.INSPECTION, ["h"], at), ["c"], follow)
        earlier = {outline.run: event for outline, event in recorded}
        for outline in candidates([outline for outline, _ in recorded], before.asked):
            before.add(outline, earlier[outline.run])
        run = RunOutline(
            f"r{len(recorded)}", RunKind.INSPECTION, at, "acme", "p", (), ("h",), None, False, ()
        )
        recorded.append((run, before.compared(event, {"c": judge})))
    return recorded[-1][1].checks[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_recorded_runs_are_compared_so(file: Path) -> None:
    data = told(file)
    for case in data["cases"]:
        result = last_of(data, case["runs"])
        worst = [item for item in result.items if item.verdict is result.verdict]
        reasons = [each.reason for each in (result, *worst) if each.reason is not None]
        assert (case["runs"], result.verdict) == (case["runs"], case["verdict"])
        assert {each.code for each in reasons} == {case["reason"]}, case
        assert case["reason"] in CATALOGUE
        assert all(
            "{" not in say(each.code, language, each.values) for each in reasons for language in LANGUAGES
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_comparison_is_shown_fine_at_fault_unread_and_without_enough_data(file: Path) -> None:
    cases = told(file)["cases"]
    assert {case["verdict"] for case in cases} >= {"OK", "WARN", "UNKNOWN"}
    unknown = {case["reason"] for case in cases if case["verdict"] == "UNKNOWN"}
    assert unknown & {"reading.first-time", "reading.trend-few"}
    assert unknown & {"reading.line", "reading.not-a-number"}


@examples(80)
@given(
    st.sampled_from(FILES),
    st.lists(
        st.tuples(st.integers(0, 99), st.sampled_from(["0", "1", "50", "99", "x", ""])),
        min_size=1,
        max_size=6,
    ),
)
def test_no_history_makes_an_unreadable_value_or_a_first_one_ok(
    file: Path, points: list[tuple[int, str]]
) -> None:
    data = told(file)
    points = sorted(dict(points).items(), reverse=True)
    result = last_of(data, [[days, f"a,{value},b"] for days, value in points])
    readable = [value for _, value in points if value.isdigit() or (file.stem == "changed" and value)]
    if len(readable) < 2 or points[-1][1] not in readable:
        assert result.verdict is not Verdict.OK
