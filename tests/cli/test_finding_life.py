"""fieldops finding on runs of real inspections of this machine: what a user types and reads."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Workspace
from test_run_diff import Inspected

from fieldops.actions.findings import called, findings
from fieldops.actions.settings import open_store
from fieldops.cli.finding_forms import Line, finding_data
from fieldops.cli.output import Session
from fieldops.records.log import run_stream
from fieldops.records.recorded import Encoded


@pytest.fixture
def inspected(workspace: Workspace, tmp_path: Path) -> Inspected:
    made = Inspected(workspace, tmp_path)
    contract = workspace.root / "contracts/acme.yaml"
    text = contract.read_text("utf-8").replace("{name: Acme}", "{name: Acme, contacts: [{name: 沈岚}]}")
    contract.write_text(text, "utf-8")
    return made


def ids(workspace: Workspace, *more: str) -> dict[str, str]:
    """The ids of the findings by what they are about."""
    ran = workspace.run("finding", "list", *more, "-o", "json")
    return {each["item"]: each["id"] for each in ran.json["findings"]}


def test_a_finding_is_given_to_somebody_mended_and_comes_again(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n/data 95\n")
    known = ids(workspace)
    said = workspace.run("finding", "assign", known["/"], "--to", "李娜", "--until", "2099-01-31")
    assert (said.code, "to be fixed by 李娜 by 2099-01-31" in said.out) == (0, True)
    assert list(ids(workspace, "--person", "li")) == ["/"]
    good = inspected.health("/ 10\n/data 95\n")
    shown = workspace.run("finding", "show", known["/"][:4], "-o", "json").json
    assert (shown["state"], shown["times"]) == ("fixed", 1)
    assert [each["kind"] for each in shown["history"]] == ["seen", "assigned", "fixed"]
    assert shown["history"][-1]["run"] == good
    assert list(ids(workspace, "--open")) == ["/data"]
    inspected.health("/ 99\n/data 95\n")
    assert list(ids(workspace, "acme", "--open", "--host", "h1")) == ["/", "/data"]
    chinese = workspace.run("finding", "show", known["/"], language="zh-CN")
    assert ("重复出现" in chinese.out, "第 2 次" in chinese.out) == (True, True)


def test_the_customer_accepts_until_a_day_and_what_is_late_is_said_with_an_exit_code(
    inspected: Inspected,
) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n")
    id = ids(workspace)["/"]
    stranger = workspace.run(
        "finding", "accept", id, "--by", "李娜", "--until", "2099-01-31", "--reason", "x"
    )
    assert (stranger.code, "沈岚" in stranger.err) == (2, True)
    today = datetime.now(UTC) + timedelta(hours=8)
    words = ("--by", "沈岚", "--until", f"{today:%Y-%m-%d}", "--reason", "下季度扩容")
    taken = workspace.run("finding", "accept", id, *words, language="zh-CN")
    assert (taken.code, f"客户沈岚于 {today:%Y-%m-%d} 同意暂不整改" in taken.out) == (0, True)
    assert workspace.run("finding", "accept", id, *words).code == 0
    shown = workspace.run("finding", "show", id, "-o", "json").json
    # The same said twice is said once.
    assert [each["kind"] for each in shown["history"]] == ["seen", "accepted"]
    assert (shown["state"], shown["late"]) == ("accepted", False)
    assert workspace.run("finding", "list", "--late").code == 0
    whole, one = called(findings(workspace.root).contracts, id)
    line = Line(whole, one, today.date() + timedelta(days=1))
    later = finding_data(Session(workspace.root, "en", False), line)
    assert (later["state"], later["late"]) == ("open", True)
    assert "ran out on" in str(later["message"])


def test_what_was_not_looked_at_is_not_mended_and_a_word_is_no_evidence(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n/data 95\n")
    inspected.health("")
    both = workspace.run("finding", "list", "-o", "json").json["findings"]
    assert {each["state"] for each in both} == {"open"}
    assert {each["not_seen"]["reason"] for each in both} == {"reading.no-data"}
    known = ids(workspace)
    closed = workspace.run("finding", "close", *known.values(), "--by", "zhang", "--reason", "switched off")
    assert closed.out.count("not seen in order: switched off") == 2
    again = workspace.run("finding", "close", known["/"], "--by", "zhang", "--reason", "x", language="zh-CN")
    assert (again.code, "无需再处理" in again.err) == (2, True)
    inspected.health("/ 86\n/data 5\n")
    told = workspace.run("finding", "list", "-o", "json").json["findings"]
    assert {each["item"]: (each["state"], each["times"]) for each in told} == {
        "/": ("open", 2),
        "/data": ("fixed", 1),
    }


def test_names_that_are_none_are_answered_by_those_that_are(inspected: Inspected) -> None:
    workspace = inspected.workspace
    assert (workspace.run("finding", "list").code, workspace.run("finding", "show", "x").code) == (0, 2)
    inspected.health("/ 85\n/data 95\n")
    known = ids(workspace)
    unknown = workspace.run("finding", "show", "none-such")
    assert (unknown.code, known["/"] in unknown.err) == (2, True)
    for option in ("--host", "--check"):
        assert workspace.run("finding", "list", option, "none-such").code == 2
    assert "acme" in workspace.run("finding", "list", "acne").err
    passed = workspace.run("finding", "assign", known["/"], "--to", "li", "--until", "2020-01-01")
    assert (passed.code, "2020-01-01 has passed" in passed.err) == (2, True)
    nobody = workspace.run("finding", "assign", known["/"], "--to", "lee", "--until", "2099-01-01")
    assert (nobody.code, "李娜 (li)" in nobody.err) == (2, True)
    # All or none: nothing was recorded of a command that failed.
    half = workspace.run("finding", "close", known["/"], "none-such", "--by", "li", "--reason", "x")
    assert half.code == 2
    assert workspace.run("finding", "show", known["/"], "-o", "json").json["state"] == "open"


def test_markdown_shows_what_hosts_say_as_text(inspected: Inspected) -> None:
    inspected.health("/<b>|x 85\n")
    told = inspected.workspace.run("finding", "list", "--format", "markdown").out
    assert "&lt;b&gt;\\|x" in told


def test_a_run_that_only_a_newer_fieldops_can_read_is_named_with_an_exit_code(inspected: Inspected) -> None:
    workspace = inspected.workspace
    inspected.health("/ 85\n")
    with closing(open_store(workspace.root)) as log:
        log.append(run_stream("of-tomorrow"), [Encoded("run.started", 99, "{}")])
    for command in (("finding", "list"), ("run", "trend")):
        ran = workspace.run(*command)
        assert (ran.code, "of-tomorrow" in ran.err) == (3, True), ran.err


def test_two_stores_say_the_same_of_a_finding(inspected: Inspected, tmp_path: Path) -> None:
    inspected.health("/ 85\n")
    other = Inspected(Workspace(tmp_path / "other"), tmp_path)
    other.health("/ 95\n")
    assert ids(inspected.workspace) == ids(other.workspace)
