"""Deadlines through the workspace: terms as of a day, as known at a revision, refusals, event logs as files."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fieldops.actions.deadlines import (
    InvalidLog,
    Report,
    Terms,
    deadlines_for,
    explain_deadlines,
    order_status,
)
from fieldops.errors import ExitCode, FieldopsError, Refused, UsageError
from fieldops.sla.moments import NoMoment
from fieldops.sla.timetable import NotPromised
from tests.repository import Repository
from tests.sla.agreements import REPOSITORY, said

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CALL = Report("2026-03-02T09:00", "incident", "ordinary", {})
ARCHIVE = Terms("archive-digitisation")


def _copy(root: Path) -> Path:
    shutil.copytree(REPOSITORY / "contracts", root / "contracts", dirs_exist_ok=True)
    return root


def test_the_clause_is_found_in_its_file(tmp_path: Path) -> None:
    answer = deadlines_for(_copy(tmp_path), ARCHIVE, CALL)
    at = answer.position(answer.deadlines[0].promise.clause)
    line = (tmp_path / at.path).read_text("utf-8").splitlines()[at.line - 1]
    assert "milestone: respond, within: 5m" in line


def test_known_at_a_revision_the_old_promise_holds(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    root = _copy(repository.root)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "signed")
    level = root / "contracts" / "service-levels" / "archive-support.yaml"
    level.write_text(level.read_text("utf-8").replace("respond, within: 5m", "respond, within: 9m"), "utf-8")
    known = deadlines_for(root, Terms("archive-digitisation", known_at="HEAD"), CALL)
    assert said(known.deadlines[0])[2] == "2026-03-02T09:05"
    assert said(deadlines_for(root, ARCHIVE, CALL).deadlines[0])[2] == "2026-03-02T09:09"


AMENDED = """\
  - id: faster
    date: 2026-06-01
    applies_from: 2026-06-01
    rationale: faster
    sets:
      service_level_overrides:
        - {request: incident, milestone: respond, within: 2m}
"""


def test_as_of_a_day_the_terms_in_force_then_hold(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    file = root / "contracts" / "archive-digitisation.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("service_level: archive-support\n", f"{AMENDED}service_level: archive-support\n"),
        "utf-8",
    )
    assert said(deadlines_for(root, ARCHIVE, CALL).deadlines[0])[2] == "2026-03-02T09:05"
    later = deadlines_for(root, Terms("archive-digitisation", as_of=date(2026, 6, 1)), CALL)
    assert said(later.deadlines[0])[2] == "2026-03-02T09:02"
    at = later.position(later.deadlines[0].promise.clause)
    assert at.path == "contracts/archive-digitisation.yaml"


@pytest.mark.parametrize(
    ("report", "error", "code"),
    [
        (Report("2029-01-01T09:00", "incident", "ordinary", {}), Refused, "deadline.not-in-force"),
        (Report("soon", "incident", "ordinary", {}), NoMoment, "deadline.no-such-time"),
        (Report("2026-03-02T09:00", "incident", "severe", {}), NotPromised, "deadline.no-such-severity"),
        (Report("2026-03-02T09:00", "repair", "ordinary", {}), NotPromised, "deadline.no-such-request"),
    ],
)
def test_what_cannot_be_answered_is_refused(report: Report, error: type[FieldopsError], code: str) -> None:
    with pytest.raises(error) as wrong:
        deadlines_for(REPOSITORY, ARCHIVE, report)
    assert wrong.value.code == code


def test_a_severity_is_needed_where_there_are_several_and_the_only_one_is_taken() -> None:
    with pytest.raises(NotPromised, match="severity-needed"):
        deadlines_for(REPOSITORY, Terms("managed-service"), Report("2026-09-30T17:20", "incident", None, {}))
    only = deadlines_for(REPOSITORY, ARCHIVE, Report("2026-03-02T09:00", "incident", None, {}))
    assert only.case.severity == "ordinary"


def test_the_last_day_of_the_term_is_that_of_the_contract_s_zone() -> None:
    # 15:59 UTC on the last day is 23:59 in Shanghai; a minute later it is over there, not yet in UTC.
    deadlines_for(REPOSITORY, ARCHIVE, Report("2028-12-31T15:59Z", "incident", "ordinary", {}))
    with pytest.raises(Refused):
        deadlines_for(REPOSITORY, ARCHIVE, Report("2028-12-31T16:00Z", "incident", "ordinary", {}))


def test_explained_days_add_up_to_the_limit() -> None:
    call = Report("2026-09-30T17:20", "change", None, {})
    _, explained = explain_deadlines(REPOSITORY, Terms("managed-service"), call, "respond")
    days = explained[0].days
    assert [(day.day.day, day.kind, int(day.counted.total_seconds()) // 60) for day in days] == [
        (30, "workday", 10),
        *((day, "day_off", 0) for day in range(1, 8)),
        (8, "workday", 230),
    ]
    assert days[-1].total.total_seconds() == 4 * 3600
    _, explained = explain_deadlines(REPOSITORY, Terms("managed-service"), call, "plan")
    assert [day.number for day in explained[0].days if day.number] == [1, 2, 3]
    with pytest.raises(UsageError) as wrong:
        explain_deadlines(REPOSITORY, Terms("managed-service"), call, "onsite")
    assert [each.values["id"] for each in wrong.value.values["choices"]] == ["respond", "plan"]


def test_a_log_with_mistakes_or_none_is_no_late_order(tmp_path: Path) -> None:
    log = tmp_path / "order.yaml"
    with pytest.raises(UsageError) as missing:
        order_status(REPOSITORY, ARCHIVE, log, NOW, None)
    assert missing.value.code == "log.not-readable"
    log.write_text("severity: ordinary\nevents:\n  - {time: 2026-03-02T09:00, kind: begun}\n", "utf-8")
    with pytest.raises(InvalidLog) as wrong:
        order_status(REPOSITORY, ARCHIVE, log, NOW, None)
    assert wrong.value.exit_code == ExitCode.USAGE
    assert [(problem.position.line, problem.code) for problem in wrong.value.problems] == [
        (3, "log.unknown-kind")
    ]


def test_now_is_a_parameter(tmp_path: Path) -> None:
    log = tmp_path / "order.yaml"
    log.write_text("severity: ordinary\nevents:\n  - {time: 2026-03-02T09:00, kind: reported}\n", "utf-8")
    assert order_status(REPOSITORY, ARCHIVE, log, NOW, None).status.is_late
    assert not order_status(REPOSITORY, ARCHIVE, log, NOW, "2026-03-02T09:04").status.is_late
