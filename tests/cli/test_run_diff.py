"""fieldops run diff on runs of real inspections of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Workspace


class Inspected:
    """A workspace with one host, this machine, whose disks stand in a file."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.file = workspace, folder / "disks"
        workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
        workspace.probe(
            "disks",
            f"cat {self.file}",
            parse={"with": "table", "columns": ["mount", "used"]},
            fields={"mount": {"type": "text"}, "used": {"type": "number", "unit": "%"}},
        )
        self.judged(warn=">= 80%", crit=">= 90%")

    def judged(self, **criteria: str) -> None:
        check = {
            "probe": "disks",
            "title": {"en": "Space", "zh-CN": "空间"},
            "value": "used",
            "each": "mount",
        }
        self.workspace.playbook([{**check, **criteria}])

    def health(self, said: str) -> str:
        self.file.write_text(said)
        ran = self.workspace.run("health", "acme", "--playbook", "test", "-o", "json")
        return str(ran.json["run"])


@pytest.fixture
def inspected(workspace: Workspace, tmp_path: Path) -> Inspected:
    return Inspected(workspace, tmp_path)


def test_the_latest_run_is_compared_with_the_one_before(inspected: Inspected) -> None:
    old = inspected.health("/ 50\n/data 85\n/old 95\n")
    new = inspected.health("/ 85\n/data 92\n/old 10\n")
    ran = inspected.workspace.run("run", "diff", "-o", "json")
    assert ran.code == 1
    assert (ran.json["old"]["run"], ran.json["new"]["run"]) == (old, new)
    told = [(each["change"], each["item"], each["after"]["value"]) for each in ran.json["differences"]]
    assert told == [("new", "/", 85), ("worse", "/data", 92), ("fixed", "/old", 10)]
    assert ran.json["counts"]["fixed"] == 1


def test_people_read_what_became_of_what_in_their_language(inspected: Inspected) -> None:
    inspected.health("/ 50\n/data 85\n")
    inspected.health("/ 95\n/data 85\n")
    english = inspected.workspace.run("run", "diff").out
    assert "new (1)" in english
    assert "OK 50%" in english
    assert "CRIT 95%" in english
    chinese = inspected.workspace.run("run", "diff", language="zh-CN").out
    assert [word in chinese for word in ("新出现（1）", "仍未整改（1）", "空间", "严重 95%")] == [True] * 4


def test_better_is_no_finding_and_no_difference_is_said(inspected: Inspected) -> None:
    first = inspected.health("/ 95\n")
    second = inspected.health("/ 5\n")
    third = inspected.health("/ 5\n")
    workspace = inspected.workspace
    assert workspace.run("run", "diff", first, second).code == 0
    same = workspace.run("run", "diff", third)
    assert (same.code, "nothing is different" in same.out) == (0, True)


def test_what_is_not_known_is_told_and_leaves_the_answer_open(inspected: Inspected) -> None:
    inspected.health("/ 95\n")
    inspected.health("")
    ran = inspected.workspace.run("run", "diff", "-o", "json")
    assert (ran.code, [each["change"] for each in ran.json["differences"]]) == (3, ["unseen"])


def test_another_standard_is_said(inspected: Inspected) -> None:
    inspected.health("/ 85\n")
    inspected.judged(warn=">= 60%", crit=">= 70%")
    inspected.health("/ 85\n")
    assert "judged by another standard" in inspected.workspace.run("run", "diff").out


def test_the_one_before_is_a_run_that_looked_at_the_same_hosts(workspace: Workspace, tmp_path: Path) -> None:
    local = {"address": "localhost", "transport": "local"}
    workspace.contract([{"id": "h1", "host": local}, {"id": "h2", "host": local}])
    workspace.probe("word", "echo x")
    workspace.playbook([{"probe": "word", "title": "Word", "value": "line", "expect": "== x"}])
    whole = workspace.run("health", "acme", "--playbook", "test", "-o", "json").json["run"]
    workspace.run("health", "acme", "--playbook", "test", "--limit", "h1")
    workspace.run("health", "acme", "--playbook", "test")
    assert workspace.run("run", "diff", "-o", "json").json["old"]["run"] == whole


def test_what_cannot_be_compared_is_refused_with_the_way_out(inspected: Inspected) -> None:
    workspace = inspected.workspace
    first = inspected.health("/ 5\n")
    alone = workspace.run("run", "diff")
    assert (alone.code, "no earlier run of acme" in alone.err) == (2, True)
    second = inspected.health("/ 5\n")
    assert "with itself" in workspace.run("run", "diff", second, second).err
    unknown = workspace.run("run", "diff", "no-such", second)
    assert (unknown.code, first in unknown.err) == (2, True)
