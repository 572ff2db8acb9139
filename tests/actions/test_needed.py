"""A command on a contract says which of its files is wrong; it neither fails nor leaves out what it cannot read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace

from fieldops.actions.contracts import list_contracts, obligations, show_contract
from fieldops.actions.needed import need
from fieldops.documents.workspace import load_workspace
from fieldops.errors import InvalidDocuments

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ASSETS = "apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: acme\nassets: [{id: srv-01, %s}]\n"
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: hardware
title: Hardware
covers: hardware
start: {trigger: event, event: %s}
period: %s
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""

# Each of them ended a command in a traceback once.
WRONG = {
    "a part number that is a mapping": ("contracts/more.yaml", ASSETS % "parts: [{part_no: {a: {}}}]"),
    "a swap on 31 June": (
        "contracts/more.yaml",
        ASSETS % "swaps: [{date: 2026-06-31, part_no: P, removed_serial: A, installed_serial: B}]",
    ),
    "equipment that is no mapping": ("contracts/more.yaml", ASSETS.replace("{id: srv-01, %s}", "srv-01")),
    "roles that are no list": ("contracts/team.yaml", TEAM.replace("[manager]", "manager")),
    "a qualification from 30 February": (
        "contracts/team.yaml",
        TEAM.replace(
            "roles: [manager]", "roles: [manager], qualifications: [{id: q, valid_from: 2026-02-30}]"
        ),
    ),
    "a warranty for a key": ("contracts/hardware.yaml", WARRANTY % ("contract_start", "ssh-ed25519 AAAA")),
    "a misspelt event": ("contracts/hardware.yaml", WARRANTY % ("contract_strat", "1 year")),
}


@pytest.fixture(params=WRONG)
def broken(request: pytest.FixtureRequest, workspace: Workspace) -> tuple[Path, str]:
    path, text = WRONG[request.param]
    workspace.write("contracts/acme.yaml", f"{CONTRACT}warranties: [{{terms: hardware}}]\n")
    workspace.write("contracts/hardware.yaml", WARRANTY % ("contract_start", "1 year"))
    workspace.write(path, text)
    return workspace.root, path


def test_a_contract_with_a_wrong_file_is_not_read_back(broken: tuple[Path, str]) -> None:
    root, path = broken
    for ask in (lambda: show_contract(root, "acme", NOW), lambda: obligations(root, "acme", NOW)):
        with pytest.raises(InvalidDocuments) as stopped:
            ask()
        assert {problem.position.path for problem in stopped.value.problems} == {path}
    found, left_out = obligations(root, None, NOW)
    assert (found, [(each.id, each.paths) for each in left_out]) == ([], [("acme", (path,))])


def test_a_contract_whose_equipment_is_wrong_is_listed_as_broken(broken: tuple[Path, str]) -> None:
    root, path = broken
    listed, wrong = list_contracts(root, NOW)
    if path == "contracts/more.yaml":
        assert (listed, wrong) == ([], [path])
        with pytest.raises(InvalidDocuments):
            need(load_workspace(root, judged=False), "Contract", "acme")
    else:
        assert ([one.contract.id for one in listed], wrong) == (["acme"], [])
