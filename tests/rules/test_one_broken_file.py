"""One broken file hides nothing of the others, and how many mistakes a file has is one number everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONTRACT, Workspace
from repository import Repository

from fieldops.actions.differences import compare
from fieldops.actions.validation import validate
from fieldops.errors import Severity

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CALENDAR = """\
apiVersion: fieldops/v1
kind: Calendar
id: office
title: Office
holidays: [cn-2026]
weekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-18:00']}]
"""
LEVEL = """\
apiVersion: fieldops/v1
kind: ServiceLevel
id: level
title: Level
requests: [{id: incident, name: Fault}]
milestones: [{request: incident, milestone: respond, within: 1h, clock: always}]
"""
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: hardware
title: Hardware
covers: hardware
start: {trigger: event, event: final_acceptance}
period: 1 year
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""
AGREED = """\
calendar: office
service_level: level
warranties: [{terms: hardware}]
access: {consent: standing}
assets:
  - {id: a, serial: SN-1, host: {address: 192.0.2.1}}
  - {id: b, serial: sn-1}
"""
# A mistake in the text, one of the schema, and an id that nobody has.
BREAKS = ("x: [\n", "x: 1\n", "")
WARNED = {"warranty.start-unknown", "contract.host-not-pinned", "text.read-alike"}


@pytest.fixture
def whole(workspace: Workspace) -> Workspace:
    for name, text in (
        ("office", CALENDAR),
        ("level", LEVEL),
        ("hardware", WARRANTY),
        ("acme", CONTRACT + AGREED),
    ):
        workspace.write(f"contracts/{name}.yaml", text)
    return workspace


def warned(workspace: Workspace) -> set[str]:
    found = validate(workspace.root).problems
    return {
        each.code
        for each in found
        if each.position.path == "contracts/acme.yaml" and each.severity is Severity.WARNING
    }


def test_the_contract_has_warnings(whole: Workspace) -> None:
    assert warned(whole) == WARNED


@pytest.mark.parametrize("more", BREAKS)
@pytest.mark.parametrize("name", ["office", "level", "team"])
def test_a_broken_shared_document_hides_no_warning_of_a_contract(
    whole: Workspace, name: str, more: str
) -> None:
    file = whole.root / f"contracts/{name}.yaml"
    text = file.read_text("utf-8")
    file.write_text(text + more if more else text.replace(f"id: {name}\n", "id: other\n"), "utf-8")
    assert validate(whole.root).errors
    assert warned(whole) >= WARNED


def test_a_mistake_in_a_contract_hides_no_other_of_it(whole: Workspace) -> None:
    whole.write("contracts/acme.yaml", (CONTRACT + AGREED).replace("language: zh-CN", "language: fr"))
    assert warned(whole) >= {"contract.host-not-pinned", "text.read-alike"}


@pytest.mark.parametrize(
    "change",
    [
        # Two that a comparison looks at one of, two of the schema, one of each, a day that does not exist.
        ("id: b, serial: sn-1", "id: a, serial: SN-1"),
        ("language: zh-CN", "language: fr\nnumber: ''"),
        ("{terms: hardware}", "{terms: software}, {terms: hardware, assets: [c]}"),
        ("end: 2026-12-31", "end: 2026-02-30"),
    ],
)
def test_a_comparison_counts_the_mistakes_that_validate_shows(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    repository = Repository(tmp_path / "w")
    for name, text in (
        ("office", CALENDAR),
        ("level", LEVEL),
        ("hardware", WARRANTY),
        ("acme", CONTRACT + AGREED),
    ):
        repository.workspace.write(f"contracts/{name}.yaml", text)
    repository.commit()
    repository.workspace.write("contracts/acme.yaml", (CONTRACT + AGREED).replace(*change))
    shown = [each for each in validate(repository.root).problems if each.severity is Severity.ERROR]
    (unread,) = compare(repository.root, "HEAD", None, now=NOW).unread
    assert (unread.path, unread.mistakes) == ("contracts/acme.yaml", len(shown))
    assert len(shown) >= 1
