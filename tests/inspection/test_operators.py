"""Each operator of the check language on recorded outputs: tests/data/checks/operators, and none makes what is unread OK."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from recorded_checks import made, told

from fieldops.inspection.checks import CheckResult, Judge, Verdict
from fieldops.inspection.criteria import Condition
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reason, Session, read_output
from fieldops.messages import CATALOGUE
from fieldops.structs import replaced

FOLDER = Path(__file__).parents[1] / "data/checks/operators"
FILES = sorted(FOLDER.glob("*.yaml"))


def judged(judge: Judge, probe: Probe, output: str, asked: float | None = None) -> CheckResult:
    raw = RawOutput("p", out=output.encode("utf-8", "surrogateescape"), exit_code=0, why="ok")
    return judge.judge(read_output(probe, raw, None if asked is None else Session(asked, asked)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_recorded_outputs_are_judged_so(file: Path) -> None:
    data = told(file)
    judge, probe = made(data)
    for case in data["cases"]:
        result = judged(judge, probe, case["output"], case.get("asked", data.get("asked")))
        worst = [item for item in result.items if item.verdict is result.verdict]
        reasons = {each.reason.code for each in (result, *worst) if each.reason is not None}
        assert (case["output"], result.verdict) == (case["output"], case["verdict"])
        assert reasons == ({case["reason"]} if "reason" in case else set()), case
        assert reasons <= set(CATALOGUE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_operator_is_shown_fine_at_fault_and_unread(file: Path) -> None:
    verdicts = {case["verdict"] for case in told(file)["cases"]}
    assert verdicts >= {"OK", "UNKNOWN"}
    assert verdicts & {"WARN", "CRIT"}


def test_no_operator_is_without_recorded_cases() -> None:
    used = {
        criterion.operator
        for file in FILES
        for condition in conditions(made(told(file))[0])
        for _, criterion in condition.parts
    }
    assert used == {*OPERATORS}


def test_of_every_operator_the_cases_show_that_it_holds_and_not_and_that_nobody_knows() -> None:
    # A file may show one operator at all and another beside it only when it holds.
    shown: dict[str, set[bool | None]] = {operator: set() for operator in OPERATORS}
    for file in FILES:
        data = told(file)
        judge, probe = made(data)
        for case in data["cases"]:
            asked = case.get("asked", data.get("asked"))
            raw = RawOutput("p", out=case["output"].encode(), exit_code=0, why="ok")
            reading = read_output(probe, raw, None if asked is None else Session(asked, asked))
            for condition in conditions(judge):
                for part in condition.parts:
                    alone = replaced(condition, parts=(part,))
                    # An output that says nothing as a whole says nothing of any row.
                    told_of = {alone.test(row, reading.asked) for row in reading.rows}
                    shown[part[1].operator] |= told_of or {None}
    # What is missing in a list is said of the list, not of a row.
    wanted = {each: {True, None} if each == "all of" else {True, False, None} for each in OPERATORS}
    assert shown == wanted


def conditions(judge: Judge) -> list[Condition]:
    found = (judge.warn, judge.crit, judge.expect, judge.where, judge.skip)
    return [each for each in found if each is not None]


OPERATORS = (
    *(">=", "<=", "==", "!=", ">", "<", "not in", "in", "within", "outside"),
    *("not contains", "contains", "exactly", "all of"),
)


_STRANGE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "nan",
            "inf",
            "-inf",
            "NaN",
            "1e999",
            "--1",
            "0x10",
            "１２",
            "∞",
            "{limit}",
            "9" * 40,
            "1.2.3",
            "true",
            "null",
        ]
    ),
)


def _typed(value: Any, kind: str) -> bool:
    """Whether a value is one of the kind that its field asks for, so that it may be judged at all."""
    return isinstance(value, str) if kind in ("text", "date") else isinstance(value, int | float)


@examples(150)
@given(st.sampled_from(FILES), st.lists(_STRANGE, min_size=1, max_size=4), st.booleans())
def test_no_output_however_strange_makes_an_unreadable_value_ok(
    file: Path, cells: list[str], asked: bool
) -> None:
    """OK is said only of a row whose value was read, or that lacks it where the check says what that means."""
    data = told(file)
    judge, probe = made(data)
    reading = read_output(
        probe,
        RawOutput("p", out=",".join(cells).encode("utf-8", "replace") + b"\n", exit_code=0, why="ok"),
        Session(data["asked"], data["asked"]) if asked and "asked" in data else None,
    )
    result = judge.judge(reading)
    if result.verdict is not Verdict.OK:
        return
    assert reading.unknown is None
    kind = data["fields"][data["check"]["value"]]["type"]
    allowed = {name for name, meaning in data["check"].get("missing", {}).items() if meaning == "ok"}
    for item, row in zip(result.items, reading.rows, strict=False):
        assert _typed(item.value, kind) or data["check"]["value"] in allowed
        # Whatever it is compared with was read as well, or a criterion it stands in was decided without.
        assert not isinstance(row[data["check"]["value"]], Reason)
    if data.get("asked") is not None:
        assert asked  # without a clock no date is in order


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_of_every_cell_that_is_spoilt_at_most_the_rest_is_fine(file: Path) -> None:
    """Each field of a row that is OK, made unreadable: UNKNOWN, unless the verdict did not depend on it."""
    data = told(file)
    judge, probe = made(data)
    deciding = {data["check"]["value"]}
    for case in data["cases"]:
        if case["verdict"] != "OK":
            continue
        reading = read_output(
            probe,
            RawOutput("p", out=case["output"].encode(), exit_code=0, why="ok"),
            Session(data["asked"], data["asked"]) if "asked" in data else None,
        )
        for at, row in enumerate(reading.rows):
            for name in deciding:
                spoilt = {**row, name: Reason("reading.line", {"line": "!"})}
                rows = (*reading.rows[:at], spoilt, *reading.rows[at + 1 :])
                result = judge.judge(replaced(reading, rows=rows))
                wanted = judge.where is None or judge.where.may_hold(
                    {k: v for k, v in row.items() if k != name}
                )
                assert (result.verdict is Verdict.OK) is not wanted
