"""Mistakes in an event log are found with their place and the choices."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import Problem
from fieldops.messages import LANGUAGES, say_problem
from fieldops.sla.events import OrderLog, read_log
from fieldops.sla.log_rules import check_log
from fieldops.sla.moments import NoMoment, read_moment
from tests.sla.agreements import SHANGHAI, at, example, timetable

HEAD = "severity: ordinary\nevents:\n  - {time: 2026-03-02T09:00, kind: reported}\n"


def found_in(text: str, path: str = "log.yaml") -> list[Problem]:
    log, found = read_log(text.encode(), path, SHANGHAI)
    if log is not None:
        table = timetable(example("archive-digitisation"), log.reported.astimezone(SHANGHAI).isoformat())
        found = check_log(log, table, at("2026-03-05T00:00"))
    for problem in found:
        for language in LANGUAGES:
            assert say_problem(problem, language)[0]
    return found


def problems(text: str, path: str = "log.yaml") -> list[tuple[int, str]]:
    return [(problem.position.line, problem.code) for problem in found_in(text, path)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{time: 2026-03-02T08:00, kind: responded}", "log.before-report"),
        ("{time: 2026-03-06T08:00, kind: responded}", "log.future"),
        ("{time: 2026-03-02T10:00, kind: resumed}", "log.not-paused"),
        ("{time: 2026-03-02T10:00, kind: reported}", "log.reported-twice"),
        ("{time: 2026-03-02T10:00, kind: fixed}", "log.unknown-kind"),
        ("{time: 2026-03-02T10:00}", "log.unknown-kind"),
        ("{kind: responded}", "log.missing"),
        ("{time: 2026-03-02T10:00, kind: paused}", "log.missing"),
        ("{time: 2026-03-02T10:00, kind: paused, reason: lunch}", "log.unknown-value"),
        ("{time: 2026-03-02T10:00, kind: severity_changed, to: major}", "log.unknown-value"),
        (
            "{time: 2026-03-02T10:00, kind: deadline_agreed, milestone: report, due: 2026-03-09}",
            "log.unknown-value",
        ),
        (
            "{time: 2026-03-02T10:00, kind: deadline_agreed, milestone: resolve, due: soon}",
            "deadline.no-such-time",
        ),
        ("{time: 2026-03-02T10:00, kind: document_given, document: service_sheet}", "log.no-value"),
        ("{time: 2026-03-02T10:00, kind: escalation_answered, step: boss}", "log.unknown-value"),
        ("{time: 2026-03-02T10:00, kind: responded, by: somebody}", "log.unknown-value"),
        ("{time: 2026-03-02T10:00, kind: responded, who: engineer}", "log.unknown-key"),
        ("{time: 2026-03-02, kind: responded}", "deadline.no-such-time"),
        ("{time: 10:00, kind: responded}", "deadline.no-such-time"),
        ("{time: 2026-02-30T10:00, kind: responded}", "deadline.no-such-time"),
        ("{time: [], kind: responded}", "deadline.no-such-time"),
        ("responded", "log.no-mapping"),
    ],
)
def test_a_wrong_event_is_named_with_its_line(line: str, code: str) -> None:
    assert problems(f"{HEAD}  - {line}\n") == [(4, code)]


def test_times_of_a_mistake_are_those_of_the_contracts_zone() -> None:
    (early,) = found_in(f"{HEAD}  - {{time: 2026-03-02T00:30:00Z, kind: responded}}\n")
    assert (early.values["at"], early.values["before"]) == ("2026-03-02 08:30", "2026-03-02 09:00")
    (late,) = found_in(f"{HEAD}  - {{time: 2026-03-06T08:00, kind: responded}}\n")
    assert (late.values["at"], late.values["now"]) == ("2026-03-06 08:00", "2026-03-05 00:00")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("events: []\n", 1, "log.report-first"),
        ("severity: ordinary\n", 1, "log.no-events"),
        ("events: none\n", 1, "log.no-events"),
        ("- 1\n", 1, "log.no-events"),
        (HEAD.replace("ordinary", "major"), 1, "deadline.no-such-severity"),
        (f"request: repair\n{HEAD}", 1, "deadline.no-such-request"),
        (f"contract: other\n{HEAD}", 1, "log.other-contract"),
        (f"asset: toaster\n{HEAD}", 1, "log.no-such-asset"),
        (f"facts: {{hardware: maybe}}\n{HEAD}", 1, "log.facts"),
        (f"facts: {{colour: true}}\n{HEAD}", 1, "log.facts"),
        (f"elapsed: 3h\n{HEAD}", 1, "log.unknown-key"),
        (HEAD.replace("reported", "responded"), 3, "log.report-first"),
        ("severity: {\n", 1, "yaml.unclosed-bracket"),
    ],
)
def test_a_wrong_log_is_named_with_its_line(text: str, line: int, code: str) -> None:
    found = problems(text)
    assert found[0][1] == code
    if code != "yaml.syntax":
        assert found[0][0] == line


LINES = """\
{"order": "A-1", "severity": "ordinary", "time": "2026-03-02T09:00", "kind": "reported"}

{"order": "A-1", "time": "2026-03-02T01:03:00Z", "kind": "responded"}
"""


def test_json_lines_say_the_same_as_yaml() -> None:
    lines, _ = read_log(LINES.encode(), "log.jsonl", SHANGHAI)
    yaml, _ = read_log(
        f"order: A-1\n{HEAD}  - {{time: 2026-03-02T09:03, kind: responded}}\n".encode(), "log.yaml", SHANGHAI
    )
    assert lines is not None
    assert yaml is not None

    def told(log: OrderLog) -> list[object]:
        return [log.order, log.severity, *((event.at, event.kind) for event in log.events)]

    assert told(lines) == told(yaml)
    assert lines.events[1].at == datetime(2026, 3, 2, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"time": "2026-03-02T10:00", "kind": "resumed"}', "log.not-paused"),
        ('{"time": "2026-03-02T10:00", "kind": ', "log.no-json"),
        ('{"time": "2026-03-02T10:00", "time": "2026-03-02T11:00", "kind": "responded"}', "log.no-json"),
        ('["responded"]', "log.no-mapping"),
        ('{"order": "A-2", "time": "2026-03-02T10:00", "kind": "responded"}', "log.other-order"),
        ('{"time": 5, "kind": "responded"}', "deadline.no-such-time"),
        ("\udcff", "log.no-json"),
    ],
)
def test_a_wrong_json_line_is_named(line: str, code: str) -> None:
    raw = (LINES + line).encode("utf-8", "surrogateescape")
    log, found = read_log(raw, "log.jsonl", SHANGHAI)
    assert log is None
    assert [(problem.position.line, problem.code) for problem in found] == [(4, code)]


def test_no_json_lines_at_all() -> None:
    assert problems("\n\n", "log.jsonl") == [(1, "log.no-events")]


def test_times_without_offset_are_of_the_contract_s_zone() -> None:
    assert read_moment("2026-03-02T09:00", SHANGHAI) == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert read_moment("2026-03-02 09:00", SHANGHAI) == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert read_moment("2026-03-02T09:00Z", SHANGHAI) == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-29T02:30", "deadline.skipped-time"),
        ("2026-10-25T02:30", "deadline.doubled-time"),
        ("2026-03-02", "deadline.no-such-time"),
        ("tomorrow", "deadline.no-such-time"),
        ("0001-01-01T00:00+14:00", "deadline.no-such-time"),
    ],
)
def test_a_time_that_means_nothing_or_two_things_is_refused(text: str, code: str) -> None:
    with pytest.raises(NoMoment) as wrong:
        read_moment(text, ZoneInfo("Europe/Berlin"))
    assert wrong.value.code == code


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["reported", "paused", "2026-03-02T09:00", "2026-03-02", "0001-01-01T00:00+14:00", "waiting_for_part"]
    )
)
_KEYS = st.sampled_from(["time", "kind", "reason", "due", "by", "order", "severity", "facts", "events", "x"])
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


@examples(120)
@given(st.lists(_ANYTHING, max_size=3), _ANYTHING)
def test_whatever_is_written_a_log_is_read_or_its_mistakes_are_named(
    events: list[object], head: object
) -> None:
    lines = "\n".join(json.dumps(event) for event in events)
    whole = {**(head if isinstance(head, dict) else {"order": head}), "events": events}
    for text, path in ((lines, "log.jsonl"), (json.dumps(whole), "log.yaml"), (str(whole), "log.yaml")):
        log, found = read_log(text.encode("utf-8", "replace"), path, SHANGHAI)
        assert (log is None) == bool(found)
        for problem in found:
            assert say_problem(problem, "zh-CN")[0]
