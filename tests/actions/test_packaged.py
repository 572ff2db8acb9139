"""What ships with fieldops never takes the place of a workspace's own documents without a word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONTRACT
from repository import Repository

from fieldops.actions.differences import compare
from fieldops.actions.validation import validate
from fieldops.documents.workspace import packaged
from fieldops.messages import say

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CALENDAR = """\
apiVersion: fieldops/v1
kind: Calendar
id: cn-office
title: Office
holidays: [cn-2026]
weekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-18:00']}]
"""
FILE = "contracts/calendars/office.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "calendar: cn-office\n")
    repository.workspace.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other"))
    repository.workspace.write(FILE, CALENDAR)
    repository.commit()
    return repository


def codes(repository: Repository, since: str | None = None) -> list[tuple[str, str]]:
    return [(one.position.path, one.code) for one in validate(repository.root, (), since).problems]


def test_an_own_document_with_the_id_of_another_packaged_one_is_told(repository: Repository) -> None:
    assert codes(repository) == [(FILE, "document.instead-of-packaged")]
    # With an id of its own nothing can take its place.
    repository.workspace.write(FILE, CALENDAR.replace("cn-office", "our-office"))
    repository.workspace.write("contracts/acme.yaml", CONTRACT + "calendar: our-office\n")
    assert codes(repository) == []


def test_a_copy_of_a_packaged_document_is_no_mistake(repository: Repository) -> None:
    shipped = packaged("Calendar", "cn-office")
    assert shipped is not None
    repository.workspace.write(FILE, shipped.raw.decode("utf-8"))
    assert codes(repository) == []


@pytest.mark.parametrize("id", ["cn-ofice", "our-hours"])
def test_a_calendar_whose_id_is_changed_is_told_beside_the_packaged_one(
    repository: Repository, id: str
) -> None:
    repository.workspace.write(FILE, CALENDAR.replace("id: cn-office", f"id: {id}"))
    assert codes(repository) == [(FILE, "document.beside-packaged")]
    assert codes(repository, "HEAD") == [
        ("contracts/acme.yaml", "document.now-packaged"),
        (FILE, "document.beside-packaged"),
    ]


@pytest.mark.parametrize("gone", ["renamed", "deleted", "moved", "hidden"])
def test_the_change_check_and_the_comparison_name_the_calendar_that_applies_now(
    repository: Repository, gone: str
) -> None:
    file = repository.root / FILE
    file.unlink()
    if gone == "renamed":
        repository.workspace.write(FILE, CALENDAR.replace("id: cn-office", "id: cn-ofice"))
    elif gone != "deleted":
        repository.workspace.write(
            "docs/office.yaml" if gone == "moved" else "contracts/.office.yaml", CALENDAR
        )
    assert ("contracts/acme.yaml", "document.now-packaged") in codes(repository, "HEAD")
    found = compare(repository.root, "HEAD", None, now=NOW).shared
    (office,) = [one for one in found if one.id == "cn-office"]
    assert office.affects == ("acme",)
    said = [say(each.code, "en", each.values) for each in office.differences]
    assert (
        said[0]
        == "'cn-office' no longer means the workspace's own Calendar, but the one that ships with fieldops"
    )
    assert any("08:30-17:30 added, 09:00-18:00 removed" in each for each in said)


def test_a_calendar_that_is_put_in_the_place_of_the_packaged_one(repository: Repository) -> None:
    (repository.root / FILE).unlink()
    repository.commit()
    repository.workspace.write(FILE, CALENDAR)
    (office,) = compare(repository.root, "HEAD", None, now=NOW).shared
    assert office.differences[0].code == "diff.document.own"
    assert "the workspace's own" in say(office.differences[0].code, "en", office.differences[0].values)


def test_nothing_that_ships_stands_in_for_a_calendar_with_mistakes(repository: Repository) -> None:
    repository.workspace.write(FILE, CALENDAR.replace("holidays: [cn-2026]", "holidays: cn-2026"))
    found = compare(repository.root, "HEAD", None, now=NOW)
    assert [each.path for each in found.unread] == [FILE]
    assert found.shared == ()


def test_a_probe_of_ones_own_changes_the_playbooks_that_use_it(repository: Repository) -> None:
    inspected = "inspections: [{id: i, kind: health_check, playbook: linux-standard}]\n"
    repository.workspace.write("contracts/acme.yaml", CONTRACT + inspected)
    repository.workspace.probe("linux-uptime", "echo 1")
    repository.commit()
    # The way in which the packaged playbooks are made to ask something else.
    assert not any(path.startswith("playbooks/") and "packaged" in code for path, code in codes(repository))
    (repository.root / "playbooks/probes/linux-uptime.yaml").unlink()
    assert ("contracts/acme.yaml", "document.now-packaged") in codes(repository, "HEAD")
    (playbook,) = compare(repository.root, "HEAD", None, now=NOW).shared
    assert (playbook.kind, playbook.id, playbook.affects) == ("Playbook", "linux-standard", ("acme",))
