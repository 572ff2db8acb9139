"""The example contracts: what validation may say about them, and that they promise what their sources did."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from properties import workspace as shipped

from fieldops.actions.pins import pinned, pins_of
from fieldops.actions.validation import validate
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.cover import covers
from fieldops.contracts.model import ServiceLevel
from fieldops.documents.workspace import Workspace
from fieldops.errors import Severity

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "templates" / "contracts" / "standard-service"
CONTRACTS = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")

# Nothing else may be said about an example; all of it is accepted there, with reason and last day.
DESERVED = {
    # The source promises to fix a fault in 3 h, and elsewhere in 4 h (A1): told at both places.
    "contracts/service-levels/archive-support.yaml": ["service-level.two-values", "service-level.two-values"],
}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """The project's own tree."""
    return shipped()


def agreement(workspace: Workspace, id: str) -> Agreement:
    """The example with everything it refers to."""
    return agreement_of(workspace, workspace.need("Contract", id))


def level_of(workspace: Workspace, id: str) -> ServiceLevel:
    """The example's service level."""
    found = agreement(workspace, id)
    level = found.level(found.signed)
    assert level is not None
    return level


def test_nothing_is_said_but_what_the_sources_deserve() -> None:
    found = validate(ROOT, now=datetime(2026, 11, 28, tzinfo=UTC))
    # The public holidays of 2027 and later are not decreed yet: a note.
    (note,) = found.problems
    assert (note.code, note.severity, note.values["years"]) == (
        "calendar.years-open",
        Severity.NOTE,
        "2027, 2028, 2029",
    )
    said: dict[str, list[str]] = {}
    for each in found.accepted:
        said.setdefault(each.problem.position.path, []).append(each.problem.code)
    assert said == DESERVED


@pytest.mark.parametrize("id", CONTRACTS)
def test_everything_an_example_refers_to_is_there(workspace: Workspace, id: str) -> None:
    found = agreement(workspace, id)
    contract = found.signed
    assert found.team is not None
    assert found.team.duty_roster is not None
    assert found.level(contract) is not None
    assert set(found.warranties) == {use.terms for use in contract.warranties}
    assert len(contract.sites) > 1
    assert 6 <= len(contract.assets) <= 15
    assert any(asset.category in ("software", "application") for asset in contract.assets)
    assert any(asset.parts for asset in contract.assets)
    assert contract.term.start <= date(2026, 11, 22) <= contract.term.end


@pytest.mark.parametrize("id", CONTRACTS)
def test_every_asset_has_a_warranty_with_both_days(workspace: Workspace, id: str) -> None:
    found = agreement(workspace, id)
    days = {cover.asset.id: (cover.start, cover.end) for cover in covers(found, found.signed)}
    assert set(days) == {asset.id for asset in found.signed.assets}
    assert all(start and end for start, end in days.values())


@pytest.mark.parametrize("id", CONTRACTS)
def test_every_host_has_a_pinned_key(workspace: Workspace, id: str) -> None:
    pins = pins_of(workspace, workspace.need("Contract", id))
    hosts = [asset.host for asset in agreement(workspace, id).signed.assets if asset.host is not None]
    assert len(hosts) > 1
    assert all(pinned(pins, host) for host in hosts)


# request, severity, milestone, within, when: word by word from the promise that is named.
TIMES = {
    "A1": (
        "archive-digitisation",
        [
            ("incident", None, "respond", "5m", None),
            ("incident", None, "onsite", "1h", None),
            ("incident", "ordinary", "resolve", "3h", None),
        ],
    ),
    "A2": (
        "device-platform",
        [
            ("incident", "common", "respond", "1h", None),
            ("incident", "common", "resolve", "1h", "remotely_fixable"),
            ("incident", "common", "onsite", "2h", "not_remotely_fixable"),
            ("incident", "major", "respond", "30m", None),
            ("incident", "major", "plan", "2h", None),
        ],
    ),
    "A3": (
        "housing-fund-portal",
        [
            ("incident", "ordinary", "respond", "2h", None),
            ("incident", "major", "respond", "2h", None),
            ("incident", "major", "resolve", None, None),
        ],
    ),
    "A5": (
        "managed-service",
        [
            ("incident", "level-1", "respond", "10m", None),
            ("incident", "level-1", "remote", "30m", None),
            ("incident", "level-1", "onsite", "1h", "same_city"),
            ("incident", "level-2", "respond", "30m", None),
            ("incident", "level-2", "plan", "2h", None),
            ("incident", "level-3", "respond", "1h", None),
            ("incident", "level-3", "resolve", "4h", None),
        ],
    ),
    "A6": (
        "managed-service",
        [
            ("consultation", None, "answer", "30s", None),
            ("consultation", None, "respond", "10m", "in_service_hours"),
            ("consultation", None, "respond", "4h", "outside_service_hours"),
            ("consultation", None, "pass_on", "30m", "technical_question"),
            ("consultation", None, "respond", "1h", "technical_question"),
        ],
    ),
}


@pytest.mark.parametrize("promise", TIMES)
def test_times_are_those_of_the_promise(workspace: Workspace, promise: str) -> None:
    id, promised = TIMES[promise]
    level = level_of(workspace, id)
    said = {(one.request, one.severity, one.milestone, one.within, one.when) for one in level.milestones}
    assert set(promised) <= said


def test_warranties_run_from_the_acceptance_that_was_promised(workspace: Workspace) -> None:
    def last_days(id: str) -> set[tuple[str, date | None]]:
        found = agreement(workspace, id)
        return {(cover.warranty.id, cover.end) for cover in covers(found, found.signed)}

    # C1: one year from completion, of each batch its own; a week of downtime by the vendor is added.
    assert last_days("device-platform") == {
        ("device-hardware", date(2027, 1, 16)),
        ("device-hardware", date(2027, 6, 30)),
        ("device-hardware", date(2027, 7, 7)),
        ("device-software", date(2027, 1, 16)),
    }
    # C3: hardware three years, software one year from final acceptance.
    assert last_days("housing-fund-portal") == {
        ("portal-servers", date(2029, 2, 25)),
        ("portal-network", date(2029, 2, 25)),
        ("portal-software", date(2027, 2, 25)),
    }
    # The acceptance of the software counts as given 30 days after it was asked for.
    assert last_days("managed-service") == {
        ("managed-hardware", date(2028, 3, 19)),
        ("managed-software", date(2028, 5, 19)),
    }


def test_the_template_is_refused_for_its_blanks_alone(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "contracts")
    errors = [each for each in validate(tmp_path).problems if each.severity is Severity.ERROR]
    assert {each.code for each in errors} == {"document.unfilled"}
    blanks = {(Path(each.position.path).name, each.values["key"]) for each in errors}
    assert {
        ("contract.yaml", "customer.name"),
        ("contract.yaml", "term.start"),
        ("service-level.yaml", "milestones[1].within"),  # Y hours, urgent
        ("service-level.yaml", "milestones[5].within"),  # X hours, general
        ("warranty.yaml", "period"),  # Z years
    } <= blanks
