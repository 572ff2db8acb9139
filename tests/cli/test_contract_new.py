"""`fieldops contract new`: from a template, with its values set by name; what remains is told with its place and its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import TEAM, Ran, Workspace

from fieldops.documents.yaml_text import read_yaml

STANDARD = ("--from", "standard-service")
# What the standard template asks for, by the end of the name.
VALUES = {
    "title": "医院: 运维 #1",
    "number": "HT-1",
    "signed": "2025-12-30",
    "name": "陈立",
    "phone": "13800000000",
    "hotline": "400-555-0100",
    "team": "team",
    "account_manager": "manager",
    "members.0": "manager",
    "start": "2026-01-01",
    "end": "2026-12-31",
    "date": "2026-01-05",
    "anchor": "2026-03-02",
    "user": "ops",
    "intake.channels.0.address": "400-555-0100",
    "intake.channels.1.address": "help@example.com",
    "host.address": "192.0.2.11",
    "main.address": "1 Main Road",
    "server-01.serial": "00123",
    "software-01.serial": "true",
    "model": "X1",
    "period": "1 year",
    "within": "2h",
    "until": "2098-12-31",
}
LISTED = re.compile(r"(contracts/\S+\.yaml):([0-9]+):([0-9]+): (\S+)  \S.*")


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """A workspace with a team and no contract."""
    people = TEAM + "  - {id: manager, name: M, roles: [account_manager]}\n"
    workspace.write("contracts/team.yaml", people)
    return workspace


def listed(ran: Ran) -> dict[str, tuple[str, int, int]]:
    """What is open: the place by the name for --set."""
    found = [match for line in ran.out.splitlines() if (match := LISTED.fullmatch(line))]
    return {match[4]: (match[1], int(match[2]), int(match[3])) for match in found}


def settings(names: list[str]) -> list[str]:
    given = []
    for name in names:
        fitting = [end for end in VALUES if name == end or name.endswith(f".{end}")]
        assert fitting, name
        given += ["--set", f"{name}={VALUES[max(fitting, key=len)]}"]
    return given


def files(workspace: Workspace) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in workspace.root.rglob("*") if file.is_file()}


def data(file: Path) -> dict[str, Any]:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert problems == []
    assert isinstance(node.data, dict)
    return node.data


@pytest.mark.shows("contract new", "A4")
def test_what_remains_is_told_with_its_place_and_its_name(office: Workspace) -> None:
    made = office.run("contract", "new", "hospital", *STANDARD)
    assert made.code == 0
    assert "contracts/hospital.yaml" in made.out.splitlines()
    checked = office.run("validate", "-o", "json").json["problems"]
    errors = [problem for problem in checked if problem["severity"] == "error"]
    assert {problem["code"] for problem in errors} == {"document.unfilled"}
    places = {(problem["path"], problem["line"], problem["column"]) for problem in errors}
    assert set(listed(made).values()) == places
    assert {"customer.name", "term.start", "warranty.period"} <= set(listed(made))
    assert f"{len(errors)} values remain" in made.err


def test_the_documents_of_a_new_contract_are_its_own(office: Workspace) -> None:
    assert office.run("contract", "new", "hospital", *STANDARD).code == 0
    for file in (office.root / "contracts").glob("hospital*.yaml"):
        assert "standard-service" not in file.read_text("utf-8")
        assert str(data(file)["id"]).startswith("hospital")
    assert data(office.root / "contracts/hospital.yaml")["service_level"] == "hospital-level"


@pytest.mark.shows("contract new", "A4")
def test_with_every_value_set_nothing_remains_and_nothing_is_wrong(office: Workspace) -> None:
    names = list(listed(office.run("contract", "new", "hospital", *STANDARD)))
    made = office.run("contract", "new", "other", *STANDARD, *settings(names))
    assert (made.code, listed(made)) == (0, {})
    assert "nothing remains" in made.err
    assert "warning" not in made.out
    for file in (office.root / "contracts").glob("hospital*.yaml"):
        file.unlink()
    checked = office.run("validate", "--strict", "-o", "json")
    assert (checked.code, checked.json["problems"]) == (0, [])
    contract = data(office.root / "contracts/other.yaml")
    assert contract["title"] == VALUES["title"]
    assert contract["term"] == {
        "start": "2026-01-01",
        "end": "2026-12-31",
        "renewal": "express",
        "notice": "3 months",
    }
    server, software, *_ = contract["assets"]
    assert (server["serial"], software["serial"]) == ("00123", "true")


def test_a_person_or_document_is_set_by_its_name_too(office: Workspace) -> None:
    """As everywhere; what is nobody's name is told as it was written."""
    team = (office.root / "contracts/team.yaml").read_text("utf-8")
    office.write("contracts/team.yaml", team.replace("id: manager, name: M,", "id: manager, name: 赵敏,"))
    assert office.run("contract", "new", "acme", *STANDARD, "--set", "account_manager=赵敏").code == 0
    assert data(office.root / "contracts/acme.yaml")["account_manager"] == "manager"
    ran = office.run("contract", "new", "other", *STANDARD, "--set", "account_manager=赵某")
    assert ran.code == 2
    assert "--set account_manager=赵某" in ran.err


def test_what_lies_among_the_templates_and_is_none_is_told(office: Workspace) -> None:
    """The packaged template of that name is used; nobody must think that it was one's own."""
    office.write("templates/contracts/standard-service/main.yaml", "id: x\n")
    for arguments in (("contract", "new"), ("contract", "new", "acme", *STANDARD)):
        ran = office.run(*arguments, language="zh-CN")
        assert "templates/contracts/standard-service 不是合同模板" in ran.err


def test_a_comment_in_the_template_stays(office: Workspace) -> None:
    assert office.run("contract", "new", "hospital", *STANDARD, "--set", "warranty.period=3 years").code == 0
    text = (office.root / "contracts/hospital-warranty.yaml").read_text("utf-8")
    assert "# 质保期" in text
    assert "period: 3 years\n" in text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("term.start=2026-13-01", "--set term.start=2026-13-01: error[schema."),
        ("term.end=soon", "--set term.end=soon: error[schema."),
        (
            "service-level.milestones.0.within=2 hours",
            "--set service-level.milestones.0.within=2 hours: error[",
        ),
        ("inspections.regular.engineers=two", "--set inspections.regular.engineers=two: error["),
        ("warranty.parts=150", "--set warranty.parts=150: error["),
        ("team=nobody", "--set team=nobody: error[reference.dangling]"),
        ("number=", "--set number=: error["),
    ],
)
def test_a_wrong_value_is_told_where_it_was_set_and_nothing_is_written(
    value: str, told: str, office: Workspace
) -> None:
    before = files(office)
    ran = office.run("contract", "new", "hospital", *STANDARD, "--set", "signed=2026-01-01", "--set", value)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "nothing was written" in ran.err
    assert files(office) == before


def test_a_value_for_several_places_is_told_once(office: Workspace) -> None:
    given = ("--set", "service-level.milestones.*.within=soon")
    ran = office.run("contract", "new", "hospital", *STANDARD, *given)
    assert (ran.code, ran.err.count("error[schema.form]")) == (2, 1)
    assert "1 value cannot" in ran.err


def test_what_only_a_rule_sees_is_told_at_the_option_too(office: Workspace) -> None:
    before = files(office)
    days = ("--set", "term.start=2026-05-01", "--set", "term.end=2026-01-01")
    ran = office.run("contract", "new", "hospital", *STANDARD, *days)
    assert ran.code == 2
    assert "--set term.end=2026-01-01: error[contract.dates-out-of-order]" in ran.err
    assert files(office) == before


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("customer.nmae=x", "customer.name"),
        ("customer=x", "customer.contacts.0.name"),
        ("customer.name", "--set NAME=VALUE"),
        ("=x", "--set NAME=VALUE"),
        ("id=x", "no value called 'id'"),
        ("kind=Team", "no value called 'kind'"),
        ("nothing.at.all=x", "no value called"),
        ("warranty=x", "no value called"),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest(value: str, told: str, office: Workspace) -> None:
    before = files(office)
    ran = office.run("contract", "new", "hospital", *STANDARD, "--set", value)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert files(office) == before


def test_a_value_is_set_once(office: Workspace) -> None:
    for other in ("customer.contacts.0.name", "customer.contacts[0].name", "customer.contacts.*.name"):
        twice = ("--set", "customer.contacts.0.name=a", "--set", f"{other}=b")
        ran = office.run("contract", "new", "hospital", *STANDARD, *twice)
        assert (ran.code, "more than once" in ran.err) == (2, True)


def test_a_star_means_every_entry(office: Workspace) -> None:
    given = ("--set", "emergency-plan.groups.*.team=team", "--set", "emergency-plan.groups.*.members.*=zhang")
    assert office.run("contract", "new", "hospital", *STANDARD, *given).code == 0
    groups = data(office.root / "contracts/hospital-emergency-plan.yaml")["groups"]
    assert [(each["team"], each["members"]) for each in groups] == [("team", ["zhang"])] * 3


def test_without_a_template_the_templates_are_listed(office: Workspace) -> None:
    office.write(
        "templates/contracts/repair/contract.yaml",
        "# 单次维修合同。\napiVersion: fieldops/v1\nkind: Contract\nid: repair\n",
    )
    office.write("templates/contracts/notes/readme.txt", "none")
    alone = office.run("contract", "new", language="zh-CN")
    assert alone.code == 0
    assert [line.split()[0] for line in alone.out.splitlines()] == ["repair", "standard-service"]
    assert alone.out.splitlines()[0].endswith("单次维修合同。")
    before = files(office)
    asked = office.run("contract", "new", "hospital", language="zh-CN")
    assert (asked.code, asked.out) == (2, alone.out)
    assert "--from" in asked.err
    assert files(office) == before


OWN = """\
# yaml-language-server: $schema=../../../.fieldops/schemas/contract.json
# Servers only.
apiVersion: fieldops/v1
kind: Contract
id: server
title: TBD # A4
customer: {name: server}
vendor: {name: V}
team: team
language: en
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
service_level: server
warranties: [{terms: server-parts, categories: [server]}, {terms: ours, categories: [server-blade]}]
assets:
  - {id: server, category: server, name: 'the server, server-01', serial: server-1}
"""
OWN_LEVEL = """\
apiVersion: fieldops/v1
kind: ServiceLevel
id: server
title: server
requests: [{id: server, name: server}]
milestones: [{request: server, milestone: respond, within: 1h, clock: always}]
"""
OWN_WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: {id}
title: W
covers: hardware
start: {{trigger: date, date: 2026-01-01}}
period: 1 year
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [defect]
"""


def test_only_ids_and_what_refers_to_them_change_their_name(office: Workspace) -> None:
    folder = "templates/contracts/server"
    office.write(f"{folder}/contract.yaml", OWN)
    office.write(f"{folder}/level.yaml", OWN_LEVEL)
    office.write(f"{folder}/parts.yaml", OWN_WARRANTY.format(id="server-parts"))
    office.write(f"{folder}/own.yaml", OWN_WARRANTY.format(id="ours"))
    made = office.run("contract", "new", "clinic", "--from", "server", "--set", "title=T")
    assert made.code == 0, made.out + made.err
    contract = data(office.root / "contracts/clinic.yaml")
    assert (contract["id"], contract["service_level"], contract["title"]) == ("clinic", "clinic-server", "T")
    assert contract["warranties"] == [
        {"terms": "clinic-parts", "categories": ["server"]},
        {"terms": "clinic-ours", "categories": ["server-blade"]},
    ]
    assert contract["assets"] == [
        {"id": "server", "category": "server", "name": "the server, server-01", "serial": "server-1"}
    ]
    assert contract["customer"] == {"name": "server"}
    level = data(office.root / "contracts/clinic-level.yaml")
    assert (level["id"], level["title"]) == ("clinic-server", "server")
    # A comment in one's own template is one's own, and so is every second contract's document.
    assert "title: T # A4" in (office.root / "contracts/clinic.yaml").read_text("utf-8")
    again = office.run("contract", "new", "school", "--from", "server")
    assert again.code == 0, again.out + again.err
    codes = {each["code"] for each in office.run("validate", "-o", "json").json["problems"]}
    assert "reference.doubled-id" not in codes


def test_files_in_folders_of_a_template_keep_apart(office: Workspace) -> None:
    folder = "templates/contracts/server"
    office.write(f"{folder}/contract.yaml", OWN)
    office.write(f"{folder}/level.yaml", OWN_LEVEL)
    office.write(f"{folder}/warranties/level.yaml", OWN_WARRANTY.format(id="server-parts"))
    office.write(f"{folder}/warranties/contract.yaml", OWN_WARRANTY.format(id="ours"))
    made = office.run("contract", "new", "clinic", "--from", "server", "--set", "warranties-level.title=T")
    assert made.code == 0, made.out + made.err
    names = {file.name for file in (office.root / "contracts").glob("clinic*")}
    assert names == {
        "clinic.yaml",
        "clinic-level.yaml",
        "clinic-warranties-level.yaml",
        "clinic-warranties-contract.yaml",
    }
    assert data(office.root / "contracts/clinic-warranties-level.yaml")["title"] == "T"


def test_a_broken_template_of_ones_own_is_told_where_it_is_broken(office: Workspace) -> None:
    office.write("templates/contracts/mine/contract.yaml", "apiVersion: fieldops/v1\nkind: Contract\nid: [\n")
    before = files(office)
    ran = office.run("contract", "new", "x", "--from", "mine")
    assert ran.code == 1
    assert "templates/contracts/mine/contract.yaml:3:" in ran.err
    assert files(office) == before


def test_new_refuses_what_it_cannot_do(office: Workspace) -> None:
    assert office.run("contract", "new", "Hospital", *STANDARD).code == 2
    unknown = office.run("contract", "new", "hospital", "--from", "standard-servise")
    assert (unknown.code, "standard-service (did you mean" in unknown.err) == (2, True)
    assert office.run("contract", "new", "hospital", *STANDARD).code == 0
    before = files(office)
    assert office.run("contract", "new", "hospital", *STANDARD).code == 2
    renewal = office.run("contract", "new", "next", "--from-contract", "hospital", "--set", "title=x")
    assert (renewal.code, "--set" in renewal.err) == (2, True)
    assert files(office) == before
