"""Two revisions of a workspace compared: what is read, what is set aside, who is affected."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM
from repository import Repository

from fieldops.actions.differences import Comparison, compare
from fieldops.errors import Notice, Unanswerable, UsageError
from fieldops.messages import say

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: hardware
title: Hardware
covers: hardware
start: {trigger: date, date: 2026-01-01}
period: 1 year
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""
ASSETS = """\
apiVersion: fieldops/v1
kind: Assets
id: acme-servers
contract: acme
assets:
  - {id: s1, category: server}
  - {id: s2, category: server}
"""
OFFICE = "apiVersion: fieldops/v1\nkind: Calendar\nid: office\ntitle: O\n"
WITH_WARRANTY = CONTRACT + "warranties: [{terms: hardware}]\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY)
    repository.workspace.write("contracts/other.yaml", WITH_WARRANTY.replace("id: acme", "id: other"))
    repository.workspace.write("contracts/hardware.yaml", WARRANTY)
    repository.workspace.write("contracts/servers.yaml", ASSETS)
    repository.commit()
    return repository


def against_head(repository: Repository, contract: str | None = None) -> Comparison:
    return compare(repository.root, "HEAD", None, now=NOW, contract=contract)


def told(comparison: Comparison) -> list[str]:
    parts = (*comparison.contracts, *comparison.shared)
    return [f"{one.id}: {say(each.code, 'en', each.values)}" for one in parts for each in one.differences]


def another_customer(repository: Repository) -> None:
    """Contracts and documents go, and those of another customer come, made from the same template."""
    for name in ("acme", "other", "hardware", "servers"):
        (repository.root / f"contracts/{name}.yaml").unlink()
    hospital = WITH_WARRANTY.replace("id: acme", "id: hospital").replace("Acme", "Hospital")
    repository.workspace.write(
        "contracts/hospital.yaml", hospital.replace("terms: hardware", "terms: theirs")
    )
    repository.workspace.write("contracts/theirs.yaml", WARRANTY.replace("id: hardware", "id: theirs"))


@pytest.mark.parametrize("contract", ["hospital", None])
def test_nobody_takes_the_place_of_another_customer(repository: Repository, contract: str | None) -> None:
    another_customer(repository)
    found = told(against_head(repository, contract))
    assert found
    assert not [each for each in found if "takes the place" in each]
    if contract:
        assert not [each for each in found if "Acme" in each or "acme" in each]
        assert {each.partition(":")[0] for each in found} == {"hospital", "theirs"}


def test_a_warranty_under_another_id_takes_the_place_of_the_one_of_the_same_contract(
    repository: Repository,
) -> None:
    (repository.root / "contracts/hardware.yaml").unlink()
    repository.workspace.write("contracts/renamed.yaml", WARRANTY.replace("id: hardware", "id: renamed"))
    for id in ("acme", "other"):
        text = WITH_WARRANTY.replace("id: acme", f"id: {id}").replace("terms: hardware", "terms: renamed")
        repository.workspace.write(f"contracts/{id}.yaml", text)
    assert not [each for each in told(against_head(repository)) if "Warranty" in each and "is gone" in each]


def test_a_contract_of_the_same_customer_under_another_id_takes_the_place_of_the_first(
    repository: Repository,
) -> None:
    (repository.root / "contracts/other.yaml").unlink()
    repository.workspace.write("contracts/new.yaml", WITH_WARRANTY.replace("id: acme", "id: new"))
    found = told(against_head(repository, "new"))
    assert any('takes the place of contract "Acme" (other)' in each for each in found)


def test_nothing_changed(repository: Repository) -> None:
    assert not against_head(repository).found


def test_comments_quotes_and_order_are_nothing(repository: Repository) -> None:
    head, last = WARRANTY.split("parts: 100\n")
    repository.workspace.write("contracts/hardware.yaml", f"# a comment\n{head}{last}parts: 100 # all\n")
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY.replace("title: Acme", "title: 'Acme'"))
    assert not against_head(repository).found


def test_a_shared_document_is_said_once_with_the_contracts_it_affects(repository: Repository) -> None:
    repository.workspace.write("contracts/hardware.yaml", WARRANTY.replace("1 year", "2 years"))
    found = against_head(repository)
    assert [(one.kind, one.id, one.affects) for one in found.shared] == [
        ("Warranty", "hardware", ("acme", "other"))
    ]
    assert told(found) == [
        "acme: warranty of 2 assets of category server (s1, s2) now ends 2028-01-01 (was 2027-01-01; Hardware)",
        "hardware: the warranty now lasts 2 years; it was 1 year",
    ]


def test_a_renamed_file_is_nothing(repository: Repository) -> None:
    repository.git("mv", "contracts/acme.yaml", "contracts/acme-2026.yaml")
    assert not against_head(repository).found


def test_assets_that_move_into_the_contract_are_nothing(repository: Repository) -> None:
    (repository.root / "contracts/servers.yaml").unlink()
    moved = "assets: [{id: s1, category: server}, {id: s2, category: server}]\n"
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY + moved)
    assert not against_head(repository).found


def test_an_asset_of_a_list_is_named_in_its_own_file(repository: Repository) -> None:
    repository.workspace.write("contracts/servers.yaml", ASSETS.replace("{id: s2,", "{id: s2, model: M2,"))
    difference = against_head(repository).contracts[0].differences[0]
    assert difference.after is not None
    assert (difference.after.document.path, difference.after.path) == (
        "contracts/servers.yaml",
        ("assets", 1, "model"),
    )


def test_contracts_that_appear_and_vanish(repository: Repository) -> None:
    (repository.root / "contracts/other.yaml").unlink()
    third = CONTRACT.replace("id: acme", "id: third").replace("Acme", "Third").replace("2026", "2030")
    third = third.replace("zh-CN", "en").replace("Asia/Shanghai", "Europe/Berlin").replace("Vendor", "V")
    repository.workspace.write("contracts/third.yaml", third)
    assert told(against_head(repository)) == [
        "other: contract other is gone; it was: Acme, 2026-01-01 to 2026-12-31, assets: 0",
        "third: contract third is new: Third, 2030-01-01 to 2030-12-31, assets: 0",
    ]


def test_two_revisions_in_the_order_old_new(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY.replace("2026-12-31", "2027-12-31"))
    repository.commit()
    there = compare(repository.root, "HEAD~1", "HEAD", now=NOW, contract="acme")
    back = compare(repository.root, "HEAD", "HEAD~1", now=NOW, contract="acme")
    assert told(there)[0] == "acme: the term now ends on 2027-12-31; it was 2026-12-31"
    assert told(back)[0] == "acme: the term now ends on 2026-12-31; it was 2027-12-31"


def test_an_invalid_document_is_told_and_the_rest_compared(repository: Repository) -> None:
    repository.workspace.write("contracts/hardware.yaml", WARRANTY.replace("parts: 100", "parts: 101"))
    repository.workspace.write("contracts/other.yaml", "kind: Contract\nid: other\n  broken: [\n")
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY.replace("2026-12-31", "2027-12-31"))
    found = against_head(repository)
    assert [(file.path, file.old) for file in found.unread] == [
        ("contracts/hardware.yaml", False),
        ("contracts/other.yaml", False),
    ]
    # What could not be read is not called removed.
    assert told(found) == [
        "acme: the term now ends on 2027-12-31; it was 2026-12-31",
        "acme: last day of service: 2026-12-31 → 2027-12-31",
    ]


def test_what_was_invalid_and_still_is_means_no_difference(repository: Repository) -> None:
    repository.workspace.write("contracts/hardware.yaml", WARRANTY.replace("parts: 100", "parts: 101"))
    repository.commit()
    assert not against_head(repository).found
    repository.workspace.write("contracts/hardware.yaml", WARRANTY)
    assert [(file.path, file.old) for file in against_head(repository).unread] == [
        ("contracts/hardware.yaml", True)
    ]


def test_a_date_that_does_not_exist_is_not_compared(repository: Repository) -> None:
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY.replace("2026-12-31", "2026-02-30"))
    found = against_head(repository)
    assert [file.path for file in found.unread] == ["contracts/acme.yaml"]
    assert told(found) == []


def test_one_contract_and_what_it_refers_to(repository: Repository) -> None:
    repository.workspace.write("contracts/other.yaml", CONTRACT.replace("id: acme", "id: other"))
    repository.workspace.write("contracts/hardware.yaml", WARRANTY.replace("travel: 100", "travel: 50"))
    repository.workspace.write("contracts/second-team.yaml", TEAM.replace("id: team", "id: second"))
    found = against_head(repository, "acme")
    assert told(found) == ["hardware: the service company now bears 50% of: Travel; it was 100%"]
    with pytest.raises(Unanswerable, match=r"reference\.dangling"):
        against_head(repository, "nobody")


def test_an_unknown_revision(repository: Repository) -> None:
    with pytest.raises(UsageError, match=r"git\.unknown-revision"):
        compare(repository.root, "no-such", None, now=NOW)


def test_a_playbook_of_an_inspection(repository: Repository) -> None:
    inspection = "inspections: [{id: check, kind: health_check, playbook: own}]\n"
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY + inspection)
    repository.workspace.probe("own", "true")
    check = {"probe": "own", "info": True}
    repository.workspace.playbook([check], "own")
    repository.commit()
    repository.workspace.playbook([{**check, "title": "another"}], "own")
    found = against_head(repository)
    assert [(one.kind, one.affects) for one in found.shared] == [("Playbook", ("acme",))]
    assert told(found) == ["own: playbook own changed: inspections by it check something else"]


def test_a_playbook_that_judges_otherwise(repository: Repository) -> None:
    inspection = "inspections: [{id: check, kind: health_check, playbook: own}]\n"
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY + inspection)
    adapted = """\
apiVersion: fieldops/v1
kind: Playbook
id: own
title: own
platform: linux
extends: linux-standard
override:
  - {check: cpu-usage, reason: batches, warn: '>= 90%'}
  - {check: memory-used, reason: large, groups: [db], warn: '>= 85%'}
without: [{check: uptime, reason: restarts}]
"""
    repository.workspace.write("playbooks/own.yaml", adapted)
    repository.commit()
    changed = (
        adapted.replace("85%", "86%")
        .replace(">= 90%", ">= 92%")
        .replace("{check: uptime, reason: restarts}", "{check: cpu-steal, reason: ours}")
    )
    repository.workspace.write("playbooks/own.yaml", changed)
    assert told(against_head(repository)) == [
        "own: Uptime: warn < 1d (before: not checked)",
        "own: CPU used: warn >= 92% (before: warn >= 90%)",
        "own: Memory used for group db: warn >= 86%; crit >= 90% (before: warn >= 85%; crit >= 90%)",
        "own: CPU steal: not checked (before: warn >= 10%)",
    ]


def test_a_gap_after_a_predecessor_that_itself_did_not_change(repository: Repository) -> None:
    successor = CONTRACT.replace("id: acme", "id: next").replace(
        "term: {start: 2026-01-01, end: 2026-12-31}", ""
    )
    repository.workspace.write(
        "contracts/next.yaml", successor + "predecessor: acme\nterm: {start: 2027-01-04, end: 2027-12-31}\n"
    )
    assert told(against_head(repository)) == [
        "next: contract next is new: Acme, 2027-01-04 to 2027-12-31, assets: 0",
        'next: it continues contract "Acme" (acme) and is compared with that',
        "next: leaves 2027-01-01 to 2027-01-03 uncovered, between the preceding contract and this one",
        "next: Warranty of some assets Hardware is gone; it was: Terms: Hardware",
        "next: removed: 2 assets of category server (s1, s2)",
        "next: the term is 2027-01-04 to 2027-12-31; that of the contract before was 2026-01-01 to 2026-12-31",
    ]


def test_a_calendar_behind_another_one_reaches_the_contract(repository: Repository) -> None:
    calendar = "apiVersion: fieldops/v1\nkind: Calendar\nid: ID\ntitle: Days\n"
    office = (
        calendar.replace("ID", "office")
        + "holidays: [own]\nweekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-17:00']}]\n"
    )
    repository.workspace.write("contracts/office.yaml", office)
    repository.workspace.write("contracts/own.yaml", calendar.replace("ID", "own"))
    schedule = "{every: 1 year, anchor: 2026-07-01, shift: next_workday, calendar: office}"
    obligation = f"obligations: [{{id: visit, kind: site_visit, title: Visit, schedule: {schedule}}}]\n"
    repository.workspace.write("contracts/acme.yaml", WITH_WARRANTY + obligation)
    repository.commit()
    # Sundays, besides: a year with fewer days off is taken for a placeholder.
    days = "2026-07-01, 2026-01-04, 2026-01-11, 2026-01-18, 2026-01-25, 2026-02-01, 2026-02-08, 2026-02-15"
    off = f"year: 2026\nsource: Notice\nday_off: [{days}]\nmake_up_workday: []\n"
    repository.workspace.write("contracts/own.yaml", calendar.replace("ID", "own") + off)
    found = against_head(repository)
    assert [one.affects for one in found.shared] == [("acme",)]
    assert told(found)[0] == "acme: Visit (visit) moves 1 due date: 2026-07-01* → 2026-07-02"


def test_a_calendar_with_fewer_hours_is_less_for_the_customer(repository: Repository) -> None:
    """The clocks of service hours stand still for longer, and nobody is there; more hours are more."""

    def effects(old: str, new: str) -> set[str]:
        for text in (old, new):
            repository.workspace.write("contracts/office.yaml", f"{OFFICE}{text}\n")
            repository.commit()
        found = compare(repository.root, "HEAD~1", "HEAD", now=NOW)
        return {each.effect for one in found.shared for each in one.differences}

    def week(days: str, hours: str) -> str:
        return f"weekly: [{{days: [{days}], open: ['{hours}']}}]"

    whole = week("mon, tue", "08:30-17:30")
    for less in (week("mon, tue", "09:00-17:00"), week("mon", "08:30-17:30")):
        assert "worse" in effects(whole, less)
        assert "better" not in effects(whole, less)
        assert "worse" not in effects(less, whole)
    assert effects(whole, week("mon, tue", "09:00-18:00")) == {"other"}
    year = [f"2026-05-{day:02}" for day in range(1, 10)]

    def off(days: list[str]) -> str:
        return f"year: 2026\nmake_up_workday: []\nsource: s\nday_off: [{', '.join(days)}]\n{whole}"

    assert effects(off(year), off([*year, "2026-06-01"])) == {"worse"}
    assert effects(off([*year, "2026-06-01"]), off(year)) == {"better"}


@pytest.mark.parametrize(
    ("old", "new"), [(".", "customers/a"), ("customers/a", "customers/b"), ("customers/a", ".")]
)
def test_a_workspace_that_was_moved_is_compared_with_what_it_was(tmp_path: Path, old: str, new: str) -> None:
    """Nothing is new in it; and a copy of one that is still there is another workspace."""
    before = Repository(tmp_path / "clone", old)
    before.workspace.write("contracts/acme.yaml", CONTRACT)
    before.commit()
    (before.top / new / "contracts").parent.mkdir(parents=True, exist_ok=True)
    (before.root / "contracts").rename(before.top / new / "contracts")
    root = before.top / new
    before.commit()
    with pytest.warns(Notice, match=r"git\.workspace-moved"):
        assert not compare(root, "HEAD~1", "HEAD", now=NOW).found
    shutil.copytree(root / "contracts", before.top / "copy" / "contracts")
    before.commit()
    assert [one.id for one in compare(before.top / "copy", "HEAD~1", "HEAD", now=NOW).contracts] == ["acme"]
