"""Nothing is decided from documents that `validate` refuses where the fault matters: not by any door, and never by a pick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.claim_files import answers
from fieldops.actions.contracts import list_contracts, obligations, show_contract
from fieldops.actions.deadlines import Report, Terms, deadlines_for, order_status
from fieldops.actions.differences import compare
from fieldops.actions.inspection import Request, prepare
from fieldops.actions.needed import COVER, MEANING, TERM, TIMES, VISITS, WHOLE, mistakes
from fieldops.actions.schedules import schedule
from fieldops.actions.validation import validate
from fieldops.actions.warranties import check_claim, find_gaps, list_warranties
from fieldops.documents.workspace import load_workspace
from fieldops.errors import ExitCode, InvalidDocuments, Severity
from fieldops.records.run_events import RunKind
from fieldops.warranty.claim import Claim
from tests.repository import Repository

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: acme
title: Acme
customer: {name: Acme}
vendor: {name: Vendor}
team: team
language: en
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2030-12-31}
calendar: office
service_level: level
service_level_overrides:
  - {request: incident, severity: high, milestone: respond, within: 1h}
warranties: [{terms: hardware}]
acceptances: [{event: final_acceptance, date: 2026-01-10}]
sites: [{id: here, name: Here, address: Street 1}]
assets: [{id: srv, serial: S-1, category: server, site: here, host: {address: 192.0.2.1}}]
inspections: [{id: q, kind: health_check, title: Q, playbook: linux-standard}]
"""
TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: team
name: Team
people: [{id: zhang, name: Zhang, roles: [engineer]}, {id: li, name: Li, roles: [engineer]}]
"""
LEVEL = """\
apiVersion: fieldops/v1
kind: ServiceLevel
id: level
title: Level
service_hours: office
severities: [{id: high, name: High, criteria: c}, {id: low, name: Low, criteria: c}]
requests: [{id: incident, name: Fault, graded: true}]
milestones: [{request: incident, milestone: respond, within: 2h, clock: always}]
pauses: [{reason: waiting_for_customer}]
"""
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: hardware
title: Hardware
covers: hardware
start: {trigger: event, event: final_acceptance}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal, defect]
exclusions: [{cause: misuse, labour: {price: free}}]
"""
CALENDAR = """\
apiVersion: fieldops/v1
kind: Calendar
id: office
title: Hours
holidays: [cn-2025, cn-2026]
weekly: [{days: [mon, tue, wed, thu, fri], open: ['08:30-17:30']}]
"""
FILES = {
    "contracts/acme.yaml": CONTRACT,
    "contracts/team.yaml": TEAM,
    "contracts/level.yaml": LEVEL,
    "contracts/hardware.yaml": WARRANTY,
    "contracts/office.yaml": CALENDAR,
}
LOG = "order: O\ncontract: acme\nseverity: high\nevents: [{time: 2026-03-02T09:00, kind: reported}]\n"


@dataclass(frozen=True)
class Fault:
    """What is written in place of something else (or added, where `old` is empty) in a file, and what it matters to."""

    code: str
    file: str
    old: str
    new: str
    matters: frozenset[str]


ALL = frozenset(("cover", "times", "whole", "visits", "term"))
ACME, HARDWARE = "contracts/acme.yaml", "contracts/hardware.yaml"
OFFICE, OTHER = "contracts/office.yaml", "contracts/other.yaml"
FAULTS = {
    "two dates of one acceptance": Fault(
        "contract.acceptance-doubled",
        ACME,
        "date: 2026-01-10}",
        "date: 2026-01-10}, {event: final_acceptance, date: 2026-02-01}",
        ALL - {"times", "term"},
    ),
    "a warranty that is not there": Fault(
        "reference.dangling", ACME, "terms: hardware", "terms: hardwear", ALL - {"times", "term"}
    ),
    "a service level that is not there": Fault(
        "reference.dangling",
        ACME,
        "service_level: level",
        "service_level: lvl",
        frozenset(("times", "whole")),
    ),
    "a calendar that is not there": Fault(
        "reference.dangling", ACME, "calendar: office", "calendar: o", ALL - {"term"}
    ),
    "two warranties of one id": Fault(
        "reference.doubled-id", OTHER, "", WARRANTY.replace("12", "1"), ALL - {"times", "term"}
    ),
    "two service levels of one id": Fault(
        "reference.doubled-id", OTHER, "", LEVEL.replace("2h", "9h"), frozenset(("times", "whole"))
    ),
    "two calendars of one id": Fault("reference.doubled-id", OTHER, "", CALENDAR, ALL - {"term"}),
    "two contracts of one id": Fault("reference.doubled-id", OTHER, "", CONTRACT, ALL),
    "two devices of one id": Fault(
        "reference.doubled-entry",
        ACME,
        "assets: [",
        "assets: [{id: srv, serial: S-2, site: here}, ",
        ALL - {"term"},
    ),
    "an address that is none": Fault(
        "asset.bad-address",
        ACME,
        "address: 192.0.2.1",
        "address: 192.0.2.999",
        frozenset(("whole", "visits")),
    ),
    "an amendment that names no service level": Fault(
        "reference.dangling",
        ACME,
        "inspections:",
        "amendments: [{id: a, date: 2026-02-01, applies_from: 2027-01-01, rationale: r, sets: {service_level: none}}]"
        "\ninspections:",
        frozenset(("times", "whole")),
    ),
    "a cause covered and excluded": Fault(
        "warranty.cause-covered-and-excluded",
        HARDWARE,
        "[normal,",
        "[normal, misuse,",
        ALL - {"times", "term"},
    ),
    "a cause excluded twice": Fault(
        "warranty.exclusion-doubled",
        HARDWARE,
        "exclusions: [",
        "exclusions: [{cause: misuse, labour: {price: at_cost}}, ",
        ALL - {"times", "term"},
    ),
    "a rollover without calendar": Fault(
        "warranty.rollover-without-calendar", ACME, "calendar: office\n", "", ALL - {"times", "term"}
    ),
    "two calendars of one year": Fault(
        "calendar.year-twice", OFFICE, "cn-2026]", "cn-2026, more]", ALL - {"term"}
    ),
    "two overrides of one time": Fault(
        "service-level.override-doubled",
        ACME,
        "within: 1h}",
        "within: 1h}\n  - {request: incident, severity: high, milestone: respond, within: 3h}",
        frozenset(("times", "whole")),
    ),
    "a pause entered twice": Fault(
        "service-level.pause-doubled",
        "contracts/level.yaml",
        "pauses: [",
        "pauses: [{reason: waiting_for_customer, evidence: true}, ",
        frozenset(("times", "whole")),
    ),
    "a time zone that does not exist": Fault(
        "contract.unknown-time-zone", ACME, "Asia/Shanghai", "Asia/Peking", ALL
    ),
    "a playbook that is not there": Fault(
        "reference.dangling", ACME, "linux-standard", "linux-standart", frozenset()
    ),
    "an amendment that names no warranty": Fault(
        "reference.dangling",
        ACME,
        "inspections:",
        "amendments:\n  - {id: a, date: 2026-02-01, applies_from: 2027-01-01, rationale: r, sets: {warranties:"
        " [{terms: none}]}}\ninspections:",
        ALL - {"times", "term"},
    ),
    "a person twice in the team": Fault(
        "reference.doubled-entry",
        "contracts/team.yaml",
        "people: [",
        "people: [{id: li, name: Lin, roles: [engineer]}, ",
        frozenset(("whole", "visits")),
    ),
}
MORE = """\
apiVersion: fieldops/v1
kind: Calendar
id: more
title: More
year: 2026
day_off: [2026-03-02]
"""


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, workspace: Workspace) -> tuple[Path, Fault]:
    found = FAULTS[request.param]
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write("contracts/more.yaml", MORE)
    if found.code == "warranty.rollover-without-calendar":
        workspace.write(HARDWARE, WARRANTY + "holiday_rollover: true\n")
    before = FILES.get(found.file, "")
    after = before.replace(found.old, found.new, 1) if found.old else before + found.new
    assert after != before
    workspace.write(found.file, after)
    workspace.write("order.yaml", LOG)
    return workspace.root, found


PURPOSES = {"cover": COVER, "times": TIMES, "whole": WHOLE, "visits": VISITS, "term": TERM}


def test_what_validate_refuses_matters_to_what_it_plays_a_part_in(fault: tuple[Path, Fault]) -> None:
    root, expected = fault
    told = {each.code for each in validate(root).problems if each.severity is Severity.ERROR}
    assert expected.code in told
    workspace = load_workspace(root, judged=False)
    contract = workspace.need("Contract", "acme")
    matters = {name for name, purpose in PURPOSES.items() if mistakes(workspace, contract, purpose)}
    assert matters == expected.matters


def _doors(root: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    claim = Claim("S-1", "normal", date(2026, 3, 1))
    report = Report("2026-03-02T09:00", "incident", "high", {})
    yield "cover", lambda: check_claim(root, "acme", claim, NOW)
    yield "cover", lambda: list_warranties(root, NOW, "acme")
    yield "cover", lambda: find_gaps(root, "acme")
    yield "times", lambda: deadlines_for(root, Terms("acme"), report)
    yield "times", lambda: order_status(root, Terms("acme"), root / "order.yaml", NOW, None)
    yield "whole", lambda: show_contract(root, "acme", NOW, date(2026, 3, 1))
    yield "whole", lambda: obligations(root, "acme", NOW)
    yield "whole", lambda: schedule(root, "acme", NOW)
    request = Request("acme", ("linux-standard",), RunKind.HEALTH_CHECK)
    yield "visits", lambda: prepare(root, request, NOW)


def test_every_door_refuses_what_matters_to_it_and_answers_otherwise(fault: tuple[Path, Fault]) -> None:
    root, expected = fault
    for matter, ask in _doors(root):
        if matter in expected.matters:
            with pytest.raises(InvalidDocuments) as refused:
                ask()
            assert expected.code in {each.code for each in refused.value.problems}
            # Exit 1 of a decision would say "not covered", or "late".
            wanted = ExitCode.INCOMPLETE if matter in ("cover", "times") else ExitCode.FINDINGS
            assert refused.value.exit_code == wanted
        else:
            assert ask() is not None


def test_what_is_read_of_all_contracts_names_the_contract_that_is_left_out(fault: tuple[Path, Fault]) -> None:
    root, expected = fault
    listed, broken = list_contracts(root, NOW)
    assert bool(broken) == ("term" in expected.matters)
    assert [each.contract.id for each in listed] == ([] if broken else ["acme"])
    if "cover" in expected.matters:
        assert list_warranties(root, NOW).broken
    if "whole" in expected.matters:
        assert [each.id for each in schedule(root, None, NOW)[1]] == ["acme"]
        assert [each.id for each in obligations(root, None, NOW)[1]] == ["acme"]


def test_a_batch_tells_the_mistake_in_each_line_of_that_contract(fault: tuple[Path, Fault]) -> None:
    root, expected = fault
    claims = root / "claims.csv"
    claims.write_text("contract,asset,cause,day\nacme,S-1,normal,2026-03-01\nacme,S-1,misuse,2026-03-01\n")
    found = list(answers(load_workspace(root, judged=False), claims, NOW))
    assert [isinstance(each.error, InvalidDocuments) for each in found] == ["cover" in expected.matters] * 2


def test_a_comparison_sets_aside_what_has_two_meanings(fault: tuple[Path, Fault]) -> None:
    root, expected = fault
    assert MEANING.codes is not None
    repository = Repository(root)
    for path, text in FILES.items():
        (root / path).write_text(text, "utf-8")
    if (root / "contracts/other.yaml").exists():
        (root / "contracts/other.yaml").unlink()
    repository.git("add", "-A")
    repository.git("commit", "-qm", "sound")
    before = FILES.get(expected.file, "")
    after = before.replace(expected.old, expected.new, 1) if expected.old else before + expected.new
    if expected.code == "warranty.rollover-without-calendar":
        (root / HARDWARE).write_text(WARRANTY + "holiday_rollover: true\n", "utf-8")
    (root / expected.file).write_text(after, "utf-8")
    found = compare(root, "HEAD", None, now=NOW)
    aside = {each.path for each in found.unread if not each.old}
    assert (expected.file in aside) == (expected.code in MEANING.codes and bool(expected.matters))


def test_equipment_in_a_file_that_cannot_be_read_is_not_taken_for_missing(workspace: Workspace) -> None:
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write(
        "contracts/more.yaml", "apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: acme\nassets: [{"
    )
    with pytest.raises(InvalidDocuments) as refused:
        check_claim(workspace.root, "acme", Claim("S-1", "normal", date(2026, 3, 1)), NOW)
    assert {each.position.path for each in refused.value.problems} == {"contracts/more.yaml"}


def test_terms_in_a_file_that_cannot_be_read_are_not_taken_for_missing(workspace: Workspace) -> None:
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write(HARDWARE, "{" + WARRANTY)
    with pytest.raises(InvalidDocuments) as refused:
        check_claim(workspace.root, "acme", Claim("S-1", "normal", date(2026, 3, 1)), NOW)
    assert {each.position.path for each in refused.value.problems} == {HARDWARE}


def test_equipment_in_a_file_whose_id_another_one_has_is_not_taken_for_missing(workspace: Workspace) -> None:
    assets = "apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: %s\nassets: [{id: %s, category: server}]\n"
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write("contracts/beta.yaml", CONTRACT.replace("acme", "beta").replace("S-1", "S-9"))
    workspace.write("contracts/more-beta.yaml", assets % ("acme", "x"))
    workspace.write("contracts/more.yaml", assets % ("beta", "y"))
    for id in ("acme", "beta"):
        with pytest.raises(InvalidDocuments) as refused:
            obligations(workspace.root, id, NOW)
        assert {each.code for each in refused.value.problems} == {"reference.doubled-id"}


def test_a_mistake_of_another_customer_stops_nobody(workspace: Workspace) -> None:
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write(
        "contracts/beta.yaml", CONTRACT.replace("id: acme", "id: beta").replace("terms: hardware", "terms: x")
    )
    assert [problem.code for problem in _whole(workspace.root, "beta")] == ["reference.dangling"]
    assert _whole(workspace.root, "acme") == []


def _whole(root: Path, id: str) -> list[object]:
    workspace = load_workspace(root, judged=False)
    return [*mistakes(workspace, workspace.need("Contract", id), WHOLE)]


def test_two_warranties_of_equal_rank_are_told_by_the_decision_for_the_days_that_they_share(
    workspace: Workspace,
) -> None:
    for path, text in FILES.items():
        workspace.write(path, text)
    workspace.write(ACME, CONTRACT.replace("{terms: hardware}", "{terms: hardware}, {terms: second}"))
    workspace.write(
        "contracts/second.yaml", WARRANTY.replace("id: hardware", "id: second").replace("12 m", "6 m")
    )
    assert "warranty.overlap" in {each.code for each in validate(workspace.root).problems}
    for day, outcome in ((date(2026, 3, 1), "undetermined"), (date(2026, 11, 1), "covered")):
        _, decision = check_claim(workspace.root, "acme", Claim("S-1", "normal", day), NOW)
        assert decision.outcome == outcome


def test_gaps_of_a_customer_name_the_contract_that_cannot_be_looked_at(workspace: Workspace) -> None:
    for path, text in FILES.items():
        workspace.write(path, text)
    beta = (
        CONTRACT.replace("id: acme", "id: beta").replace("terms: hardware", "terms: x").replace("S-1", "S-9")
    )
    workspace.write("contracts/beta.yaml", beta)
    _, contracts, broken = find_gaps(workspace.root, "Acme")
    assert (contracts, broken) == (["acme"], ["contracts/beta.yaml"])
    # That of another customer is nobody's business here.
    workspace.write("contracts/beta.yaml", beta.replace("{name: Acme}", "{name: Beta}"))
    assert find_gaps(workspace.root, "acme")[2] == []
    with pytest.raises(InvalidDocuments):
        find_gaps(workspace.root, "Beta")
