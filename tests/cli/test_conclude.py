"""Concluding an inspection: what its report leaves open is told while it can still be agreed, and agreed days are judged."""

from __future__ import annotations

import json

import pytest
from conftest import Workspace

INSPECTED = ("run", "conclude", "latest", "--by", "zhang", "--assessment", "One host is missing.")


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """This machine, on which something deviates, and a host that nobody can reach, as it is asked for at a closed port."""
    workspace.contract(
        [
            {"id": "h1", "host": {"address": "localhost", "transport": "local"}},
            {"id": "h2", "host": {"address": "127.0.0.1", "port": 1}},
        ],
        login={"user": "nobody", "method": "agent"},
    )
    workspace.probe("name", "echo other")
    workspace.playbook([{"probe": "name", "title": "Name", "expect": "== this"}])
    assert workspace.inspect().code == 3
    return workspace


def test_whoever_concludes_is_told_what_nobody_has_and_which_days_are_missing(here: Workspace) -> None:
    said = here.run(*INSPECTED)
    assert said.code == 0, said.err
    id = json.loads(here.run("finding", "list", "-o", "json").out)["findings"][0]["id"]
    assert "nobody has 1 of the findings yet, and the report says so:" in said.err
    assert f"  {id}  h1  Name" in said.err
    assert f"fieldops finding assign {id} ... --to PERSON" in said.err
    assert "--requests-by DATE" in said.err
    assert "--again-by DATE" in said.err


def test_what_is_agreed_is_told_no_more_and_stands_in_the_record(here: Workspace) -> None:
    (found,) = json.loads(here.run("finding", "list", "-o", "json").out)["findings"]
    given = here.run("finding", "assign", found["id"], "--to", "li", "--until", "2099-01-10")
    assert given.code == 0, given.err
    said = here.run(*INSPECTED, "--requests-by", "2099-01-15", "--again-by", "2099-01-31", "-o", "json")
    assert said.code == 0, said.err
    assert said.json["unowned"] == []
    (version,) = said.json["versions"]
    assert (version["requests_by"], version["again_by"]) == ("2099-01-15", "2099-01-31")
    shown = here.run("run", "show", "latest").out
    assert "days agreed: what the customer does 2099-01-15, inspected again 2099-01-31" in shown
    report = here.run("report", "latest", "--format", "md", "--output", "-").out
    assert "未采集到的内容（序号 2、3）由 Vendor（张伟）补检，期限 2099-01-31。" in report


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("--again-by", "2020-01-01"), "2020-01-01"),
        (("--requests-by", "2099-02-01", "--again-by", "2099-01-31"), "--again-by is not before"),
    ],
)
def test_a_day_that_has_passed_and_days_in_the_wrong_order_are_refused(
    here: Workspace, days: tuple[str, ...], told: str
) -> None:
    refused = here.run(*INSPECTED, *days)
    assert refused.code == 2
    assert told in refused.err
    assert here.run(*INSPECTED).code == 0  # nothing was recorded


def test_where_nothing_is_open_there_is_no_day_to_agree_on(workspace: Workspace) -> None:
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    workspace.probe("name", "echo this")
    workspace.playbook([{"probe": "name", "title": "Name", "expect": "== this"}])
    assert workspace.inspect().code == 0
    for option in ("--requests-by", "--again-by"):
        refused = workspace.run(*INSPECTED, option, "2099-01-31")
        assert (refused.code, f"leave out {option}" in refused.err) == (2, True)
    said = workspace.run(*INSPECTED)
    assert (said.code, "nobody" in said.err, "no day" in said.err) == (0, False, False)
