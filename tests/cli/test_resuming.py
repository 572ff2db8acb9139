"""A run that is killed between hosts goes on: into the same run, by the same documents, here or on another laptop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fieldops.actions.loopback import LoopbackServer
from tests.cli.test_fill import ROOM
from tests.cli.test_sign import TEAM
from tests.conftest import Ran, Workspace, require

INSPECT = (
    "inspect",
    "acme",
    "--playbook",
    "test",
    "--engineer",
    "zhang",
    "--engineer",
    "li",
    "--workers",
    "1",
)


@dataclass
class CutOff:
    """A workspace with the hosts h1 and h2 on real servers; that of h2 can be held so that it says nothing."""

    workspace: Workspace
    second: LoopbackServer
    key: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        pid = int((self.second.folder / "sshd.pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def killed(self, *command: str, when: Callable[[dict[str, Any]], bool]) -> str:
        """Begin a command, kill it with the run in the state that is waited for; the run's id."""
        process = self.workspace.start(*command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(600):
            shown = self.workspace.run("run", "show", "latest", "-o", "json")
            if shown.code == 0 and when(shown.json):
                break
            time.sleep(0.1)
        process.kill()
        process.wait()
        return str(shown.json["run"])

    def cut_off(self) -> str:
        with self.held():
            return self.killed(*INSPECT, when=lambda run: statuses(run) == ["done", "pending"])

    def resume(self, run: str, *more: str, **options: str) -> Ran:
        return self.workspace.run("inspect", "acme", "--resume", run, *more, **options)


def statuses(run: dict[str, Any]) -> list[str]:
    return [host["status"] for host in run["hosts"]]


@pytest.fixture
def cut(workspace: Workspace, sshd: LoopbackServer, new_sshd: Any, tmp_path: Path) -> Iterator[CutOff]:
    require("ssh-keygen")
    keys = {}
    for name in ("zhang", "li"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
        keys[name] = (tmp_path / f"{name}.pub").read_text().strip()
    workspace.write("contracts/team.yaml", TEAM.format(**keys, more=""))
    login = {"user": sshd.user, "method": "key_file", "key_file": str(sshd.key_file)}
    workspace.probe("name", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    with new_sshd(client_key=sshd.key_file) as second:
        hosts = [
            {"id": id, "host": {"address": "127.0.0.1", "port": server.port}}
            for id, server in (("h1", sshd), ("h2", second))
        ]
        workspace.contract(hosts, login)
        assert workspace.run("hosts", "pin", "acme", "--yes").code == 0
        yield CutOff(workspace, second, tmp_path / "zhang")


def test_a_killed_run_is_finished_by_its_resumption_once_however_often_it_is_killed(cut: CutOff) -> None:
    run = cut.cut_off()
    with cut.held():
        cut.killed("inspect", "acme", "--resume", run, when=lambda shown: len(shown["resumed"]) == 1)
    done = cut.resume(run, "-o", "json")
    assert (done.code, done.json["run"], statuses(done.json)) == (0, run, ["done", "done"])
    assert (len(done.json["resumed"]), done.json["finished"] is not None) == (2, True)
    (listed,) = cut.workspace.run("run", "list", "-o", "json").json["runs"]
    assert listed["run"] == run
    assert cut.workspace.run("records", "verify", "--all").code == 0
    again = cut.resume(run)
    assert (again.code, "has ended" in again.err) == (2, True)
    for language, said in (("en", "Cut off, and resumed"), ("zh-CN", "中断后接着执行")):
        assert said in cut.workspace.run("report", run, "--lang", language, "--output", "-").out


def test_what_people_look_at_is_owed_once_when_a_run_goes_on(cut: CutOff) -> None:
    cut.workspace.write("playbooks/rounds.yaml", ROOM)
    with cut.held():
        run = cut.killed(
            *INSPECT, "--playbook", "rounds", when=lambda run: statuses(run) == ["done", "pending"]
        )
    done = cut.resume(run, "-o", "json")
    # Doors and air once, the lights of each of two hosts.
    assert (done.code, done.json["run"], done.json["coverage"]["manual"]) == (3, run, 4), done.err
    filled = ("doors=ok", "air=24", "h1/lights=ok", "h2/lights=ok")
    given = [word for each in filled for word in ("--item", each)]
    ran = cut.workspace.run("run", "fill", run, "--engineer", "zhang", *given)
    assert (ran.code, "4 of 4" in ran.err) == (0, True), ran.err


@pytest.mark.parametrize(("language", "said"), [("en", "no longer what it was"), ("zh-CN", "与开始时不同")])
def test_other_documents_are_named_and_nothing_is_added(cut: CutOff, language: str, said: str) -> None:
    run = cut.cut_off()
    cut.workspace.playbook([{"probe": "name", "expect": "== good"}])
    refused = cut.resume(run, language=language)
    assert (refused.code, said in refused.err, "playbooks/test.yaml" in refused.err) == (4, True, True)
    assert statuses(cut.workspace.run("run", "show", run, "-o", "json").json) == ["done", "pending"]


def test_it_goes_on_on_another_laptop_and_both_have_the_same_run(cut: CutOff, tmp_path: Path) -> None:
    run, here = cut.cut_off(), cut.workspace
    sealed = ("--as", "zhang", "--key", str(cut.key))
    assert here.run("run", "export", run, str(tmp_path / "half.zip"), *sealed).code == 0
    shutil.copytree(here.root, tmp_path / "other", ignore=shutil.ignore_patterns(".fieldops"))
    cut.workspace = there = Workspace.__new__(Workspace)
    there.root = tmp_path / "other"
    taken = there.run("run", "import", str(tmp_path / "half.zip"))
    assert taken.code == 0, taken.err
    done = cut.resume(run, "-o", "json")
    assert (done.code, done.json["run"], statuses(done.json)) == (0, run, ["done", "done"]), done.err
    assert there.run("run", "export", run, str(tmp_path / "whole.zip"), *sealed).code == 0
    back = here.run("run", "import", str(tmp_path / "whole.zip"))
    assert back.code == 0, back.err
    assert here.run("run", "show", run, "-o", "json").json == there.run("run", "show", run, "-o", "json").json


@pytest.mark.parametrize(("language", "said"), [("en", "concluded or signed"), ("zh-CN", "已作结论或已签字")])
def test_what_was_concluded_does_not_go_on(workspace: Workspace, language: str, said: str) -> None:
    workspace.probe("name", "echo fine")
    workspace.playbook([{"probe": "name", "expect": "== fine"}])
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    run = str(workspace.inspect().json["run"])
    ended = workspace.run("inspect", "acme", "--resume", run)
    assert (ended.code, "has ended" in ended.err) == (2, True)
    concluded = workspace.run("run", "conclude", run, "--by", "zhang", "--assessment", "Well.")
    assert concluded.code == 0, concluded.err
    before = workspace.run("run", "show", run, "-o", "json").json
    refused = workspace.run("inspect", "acme", "--resume", run, language=language)
    assert (refused.code, said in refused.err) == (4, True), refused.err
    assert workspace.run("run", "show", run, "-o", "json").json == before


OURS = """\
apiVersion: fieldops/v1
kind: Playbook
id: ours
title: {zh-CN: 本项目巡检, en: Our inspection}
platform: linux
extends: base
override:
  - {check: queue, groups: [database], warn: '>= 9', reason: {zh-CN: 夜间批量入库, en: Loads at night}}
"""


def visit_of_four_groups(cut: CutOff, login: LoopbackServer) -> None:
    """A visit of two playbooks, ours with an override for one of four groups, and what people look at; h2 comes last."""
    here, today = cut.workspace, datetime.now(ZoneInfo("Asia/Shanghai")).date()
    number = {"value": {"type": "number", "unit": "count"}}
    here.probe("depth", "echo 7", parse={"with": "int"}, fields=number)
    here.playbook([{"id": "queue", "probe": "depth", "value": "value", "warn": ">= 5"}], id="base")
    here.write("playbooks/ours.yaml", OURS)
    here.write("playbooks/rounds.yaml", ROOM)
    when = f"schedule: {{every: 1 years, anchor: {today + timedelta(days=2)}, early: 3 days, late: 3 days}}"
    visits = f"inspections:\n  - {{id: both, kind: inspection, engineers: 2, playbook: ours, playbooks: [{{playbook: rounds}}], {when}}}\n"
    remote = {
        id: {"address": "127.0.0.1", "port": server.port}
        for id, server in (("h1", login), ("h2", cut.second))
    }
    local = {"address": "localhost", "transport": "local"}
    placed = (("h1", "web"), ("h3", "app"), ("h4", "edge"), ("h2", "database"))
    hosts = [{"id": id, "host": {**remote.get(id, local), "groups": [group]}} for id, group in placed]
    here.contract(hosts, {"user": login.user, "method": "key_file", "key_file": str(login.key_file)}, visits)


def interrupted(here: Workspace, *command: str) -> str:
    """Begin a visit, press Ctrl-C when all hosts but the last have ended; the run's id."""
    process = here.start(*command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for _ in range(600):
        shown = here.run("run", "show", "latest", "-o", "json")
        if shown.code == 0 and statuses(shown.json) == ["done", "done", "done", "pending"]:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    run = str(shown.json["run"])
    assert (process.returncode, f"--resume {run}" in err) == (130, True), err
    return run


def moved(here: Workspace, there: Path, run: str, *sealed: str) -> Workspace:
    """Another laptop with the same documents and a store of its own, into which the run was taken."""
    file = there.with_suffix(".zip")
    exported = here.run("run", "export", run, str(file), *sealed)
    assert exported.code == 0, exported.err
    shutil.copytree(here.root, there, ignore=shutil.ignore_patterns(".fieldops"))
    other = Workspace.__new__(Workspace)
    other.root = there
    taken = other.run("run", "import", str(file))
    assert taken.code == 0, taken.err
    return other


def test_one_visit_that_was_interrupted_and_carried_elsewhere_is_one_run_and_one_report(
    cut: CutOff, sshd: LoopbackServer, tmp_path: Path
) -> None:
    visit_of_four_groups(cut, sshd)
    two = ("--engineer", "zhang", "--engineer", "li", "--workers", "1")
    with cut.held():
        run = interrupted(cut.workspace, "inspect", "acme", "--visit", "both", *two)
    cut.workspace = there = moved(
        cut.workspace, tmp_path / "other", run, "--as", "zhang", "--key", str(cut.key)
    )
    done = cut.resume(run, "-o", "json")
    assert (done.json["run"], statuses(done.json)) == (run, ["done"] * 4), done.err
    assert (done.json["coverage"]["manual"], done.json["engineers"]) == (6, ["zhang", "li"])
    verdicts = {
        host["host"]: check["verdict"]
        for host in done.json["hosts"]
        for check in host["checks"]
        if check["id"] == "queue"
    }
    assert verdicts == {"h1": "WARN", "h3": "WARN", "h4": "WARN", "h2": "OK"}
    answers = ("doors=ok", "air=24", *(f"{id}/lights=ok" for id in ("h1", "h2", "h3", "h4")))
    filled = there.run(
        "run", "fill", run, "--engineer", "li", *(word for each in answers for word in ("--item", each))
    )
    assert "6 of 6" in filled.err
    assert [each["run"] for each in there.run("run", "list", "-o", "json").json["runs"]] == [run]
    (visit,) = there.run("schedule", "list", "-o", "json").json["schedule"][:1]
    assert (visit["state"], visit["runs"]) == ("done", [run])
    for language, said in (
        ("en", ("Cut off, and resumed", "Loads at night", "Doors", "Air")),
        ("zh-CN", ("中断后接着执行", "夜间批量入库", "机柜门", "温度")),
    ):
        report = there.run("report", run, "--lang", language, "--output", "-").out
        assert [word for word in said if word not in report] == []


def test_a_run_that_was_cut_off_is_not_concluded_before_it_has_gone_on(cut: CutOff) -> None:
    run = cut.cut_off()
    refused = cut.workspace.run("run", "conclude", run, "--by", "zhang", "--assessment", "Well.")
    assert refused.code == 4, refused.err
    assert cut.resume(run).code == 0


def test_a_run_does_not_go_on_with_other_words_beside_it(cut: CutOff) -> None:
    run = cut.cut_off()
    for beside in (("--limit", "h2"), ("--playbook", "test"), ("--engineer", "wu"), ("--list-hosts",)):
        refused = cut.resume(run, *beside)
        assert (refused.code, beside[0] in refused.err) == (2, True)
    other = cut.workspace.run("health", "acme", "--resume", run)
    assert (other.code, "fieldops inspect" in other.err) == (2, True)
    retried = cut.workspace.run("inspect", "acme", "--retry-unreached", run)
    assert (retried.code, f"--resume {run}" in retried.err) == (2, True)


def test_hosts_that_gave_nothing_are_asked_again_in_a_run_that_names_the_first(cut: CutOff) -> None:
    with cut.held():
        first = cut.workspace.run(*INSPECT, "--host-deadline", "15", "-o", "json")
    assert (first.code, statuses(first.json)) == (3, ["done", "unreachable"])
    run = first.json["run"]
    second = cut.workspace.run("inspect", "acme", "--retry-unreached", run, "-o", "json")
    assert (second.code, [host["host"] for host in second.json["hosts"]]) == (0, ["h2"]), second.err
    assert (second.json["retries"], second.json["engineers"]) == (run, ["zhang", "li"])
    for language in ("en", "zh-CN"):
        assert run in cut.workspace.run("report", "latest", "--lang", language, "--output", "-").out
    nothing = cut.workspace.run("inspect", "acme", "--retry-unreached", second.json["run"])
    assert (nothing.code, "all of its hosts" in nothing.err) == (2, True)
