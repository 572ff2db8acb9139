"""Accepted warnings: which count, until when, and what is told of entries that accept nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace
from hypothesis import assume, given
from hypothesis import strategies as st
from test_manual import ENTRIES, codes, entry_of

from fieldops.actions.validation import Validation, validate
from fieldops.documents.judging import check_schema
from fieldops.documents.schema import KINDS
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import Severity
from fieldops.messages import LANGUAGES
from fieldops.rules import accepted

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
CODE = "calendar.workday-anyway"
CALENDAR = """\
apiVersion: fieldops/v1
kind: Calendar
id: office
title: 日历
weekly: [{days: [mon, tue, wed, thu, fri], open: ['08:30-17:30']}]
make_up_workday: [2026-03-02, 2026-03-03]
source: 示例
"""
SETTINGS = "apiVersion: fieldops/v1\nkind: Settings\n"


def entry(code: str = CODE, until: str = "2026-12-31", reason: str = "已核对") -> str:
    return f"accepts: [{{code: {code}, reason: {reason}, until: {until}}}]\n"


def judged(workspace: Workspace, *, now: datetime | None = NOW, **files: str) -> Validation:
    workspace.write("contracts/team.yaml", TEAM)
    workspace.write("contracts/office.yaml", files.pop("office", CALENDAR))
    for name, text in files.items():
        workspace.write("fieldops.yaml" if name == "settings" else f"contracts/{name}.yaml", text)
    return validate(workspace.root, now=now)


def told(found: Validation) -> list[tuple[str, str]]:
    return [(each.position.path.rpartition("/")[2], each.code) for each in found.problems]


def test_an_accepted_warning_is_counted_and_not_among_the_problems(workspace: Workspace) -> None:
    found = judged(workspace, office=CALENDAR + entry())
    assert (found.problems, found.warnings, len(found.accepted)) == ((), 0, 2)
    assert not found.fails(strict=True)
    first = found.accepted[0]
    assert (first.problem.code, first.reason.zh, first.until) == (CODE, "已核对", date(2026, 12, 31))
    assert (first.entry.path, first.entry.line) == ("contracts/office.yaml", 8)


def test_an_entry_is_about_its_own_file_and_one_of_the_settings_about_all(workspace: Workspace) -> None:
    other = CALENDAR.replace("office", "other")
    found = judged(workspace, office=CALENDAR + entry(), other=other)
    assert told(found) == [("other.yaml", CODE)] * 2
    found = judged(workspace, other=other, settings=SETTINGS + entry())
    assert (told(found), len(found.accepted)) == ([], 4)


def test_an_expired_entry_says_so_and_what_it_accepted_is_back(workspace: Workspace) -> None:
    found = judged(workspace, office=CALENDAR + entry(until="2026-11-26"))
    assert told(found) == [("office.yaml", CODE)] * 2 + [("office.yaml", "accepts.expired")]
    assert found.problems[-1].values["count"] == 2
    # The file's own entry is over, that of the whole workspace is not.
    found = judged(workspace, settings=SETTINGS + entry())
    assert (told(found), len(found.accepted)) == ([], 2)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 14))
def test_an_acceptance_ends_nowhere_before_its_last_day_is_over(now: datetime, ahead: int) -> None:
    assume(2 <= now.year <= 9998)
    local = (now + timedelta(hours=ahead)).date()
    assert timedelta() <= local - accepted.day_of(now) <= timedelta(days=2)


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        ("2026-12-31T23:59", False),
        # It is still the 31st in the last zone.
        ("2027-01-01T11:59", False),
        ("2027-01-01T12:00", True),
    ],
)
def test_the_day_of_the_end_belongs_to_it(workspace: Workspace, now: str, counts: bool) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = judged(workspace, now=at, office=CALENDAR + entry(until="2026-12-31"))
    assert bool(found.warnings) is counts


def test_without_a_day_nothing_is_accepted(workspace: Workspace) -> None:
    found = judged(workspace, now=None, office=CALENDAR + entry())
    assert (told(found), found.accepted) == ([("office.yaml", CODE)] * 2, ())


def test_an_entry_that_accepts_nothing_is_told_once_everything_is_known(workspace: Workspace) -> None:
    unused = CALENDAR.replace("make_up_workday: [2026-03-02, 2026-03-03]\n", "") + entry()
    assert told(judged(workspace, office=unused)) == [("office.yaml", "accepts.unused")]
    # What cannot be read may hide the warning.
    broken = judged(workspace, office=unused, acme="kind: Contract\nid: [")
    assert "accepts.unused" not in {code for _, code in told(broken)}
    (workspace.root / "contracts/acme.yaml").unlink()
    # Of some files only, other files' rules are not asked for.
    assert validate(workspace.root, [workspace.root / "contracts/office.yaml"], now=NOW).problems == ()


def test_an_error_stays_whatever_is_accepted(workspace: Workspace) -> None:
    text = CALENDAR + "year: 2025\nday_off: [2026-10-01]\n" + entry("calendar.outside-year")
    found = {code for _, code in told(judged(workspace, office=text))}
    assert {"calendar.outside-year", "accepts.not-a-warning"} <= found


@pytest.mark.parametrize(
    "line",
    [
        "accepts: [{code: calendar.workday-anyway, until: 2026-12-31}]",
        "accepts: [{code: calendar.workday-anyway, reason: '', until: 2026-12-31}]",
        "accepts: [{code: calendar.workday-anyway, reason: 已核对}]",
        "accepts: [{code: calendar.workday-anyway, reason: 已核对, until: 2026-02-30}]",
        "accepts: [{code: calendar.workday-anyway, reason: 已核对, until: soon}]",
        "accepts: [calendar.workday-anyway]",
        "accepts: {code: calendar.workday-anyway}",
        "accepts: []",
    ],
)
def test_an_entry_that_is_not_whole_accepts_nothing(workspace: Workspace, line: str) -> None:
    found = judged(workspace, office=f"{CALENDAR}{line}\n")
    assert found.errors
    assert (found.warnings, found.accepted) == (2, ())


def test_errors_stand_before_warnings(workspace: Workspace) -> None:
    found = judged(workspace, zzz=CONTRACT.replace("language: zh-CN", "language: fr"))
    assert [each.severity for each in found.problems] == [Severity.ERROR, Severity.WARNING, Severity.WARNING]


def test_the_schema_offers_every_warning_and_no_error(tmp_path: Path) -> None:
    """Each code has an example in the manual that is reported; by it, the list of the schema is what can be accepted."""
    warned = set()
    for number, file in enumerate(ENTRIES):
        root = tmp_path / str(number)
        codes(entry_of(file)["bad"], root)
        warned |= {each.code for each in validate(root).problems if each.severity is Severity.WARNING}
    # In the manual an error; a warning where it is about a clock that stops.
    warned.add("service-level.no-such-milestone")
    # Of files that hold no document, or that a revision had: the manual's examples are documents.
    warned |= {code for code in accepted.codes() if code.startswith("pins.") or code.endswith("-not-read")}
    warned |= {"document.now-packaged", "workspace.contracts-lost"}
    warned |= {"document.sparse-checkout", "document.submodule-not-there"}
    assert warned == accepted.codes()


# No rule warns of what fieldops itself runs.
@pytest.mark.parametrize("kind", sorted({*KINDS} - {"Playbook", "Probe"}))
def test_a_warning_is_accepted_in_every_kind_of_document_that_can_have_one(kind: str) -> None:
    entry = {"code": CODE, "reason": {"zh-CN": "已核对", "en": "checked"}, "until": "2026-12-31"}
    document = {"apiVersion": "fieldops/v1", "kind": kind, "accepts": [entry]}
    node, _ = read_yaml(json.dumps(document).encode(), "f.yaml")
    assert node is not None
    found = {(each.code, each.position.column) for each in check_schema(node, "f.yaml")[1]}
    # Whatever else such a document lacks.
    assert found <= {("schema.required", 1)}


def test_a_summary_says_what_is_accepted_and_why_a_job_fails(workspace: Workspace) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    judged(workspace, office=CALENDAR + entry())
    ran = workspace.run("validate", "--strict")
    assert (ran.code, ran.out, ran.err) == (0, "", "3 files, 0 errors, 0 warnings, 2 accepted\n")
    judged(workspace)
    ran = workspace.run("validate", "--strict")
    assert (ran.code, ran.err) == (1, "3 files, 0 errors, 2 warnings; --strict: warnings fail\n")
    ran = workspace.run("validate", "--strict", language="zh-CN")
    assert ran.err == "共 3 个文件，0 个错误，2 个警告；指定了 --strict，有警告即不通过\n"
    assert workspace.run("validate").code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_accepted_warnings_are_listed_on_request(workspace: Workspace, language: str) -> None:
    judged(workspace, office=CALENDAR + entry(reason="{zh-CN: 与行政部核对, en: checked}"))
    lines = workspace.run("validate", "--accepted", language=language).out.splitlines()
    word, why = {
        "en": ("accepted", "accepted until 2026-12-31: checked"),
        "zh-CN": ("已接受", "接受至 2026-12-31：与行政部核对"),
    }[language]
    assert lines[0].startswith(f"contracts/office.yaml:6:19: {word}[{CODE}] ")
    assert lines[1] == f"    {why}"
    data = workspace.run("validate", "-o", "json", language=language).json
    assert (data["problems"], len(data["accepted"])) == ([], 2)
    first = data["accepted"][0]
    assert (first["accepted_in"], first["accepted_line"]) == ("contracts/office.yaml", 8)
