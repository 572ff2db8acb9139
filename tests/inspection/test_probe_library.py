"""The shipped probes and playbooks, held against recorded outputs: tests/data/probes/<probe>/<case>.yaml."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import require
from properties import workspace as shipped

from fieldops.contracts.commands import command_words
from fieldops.documents.judging import check_schema
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.readings import Reason, Session, read_output
from fieldops.inspection.rules import check_rules

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "data"
FILES = sorted((ROOT / "playbooks").rglob("*.yaml"))
CASES = sorted((DATA / "probes").glob("*/*.yaml"))


@cache
def library() -> Workspace:
    return shipped()


def documents(kind: str) -> list[Document]:
    return list(library().of_kind(kind))


def read(file: Path) -> dict[str, Any]:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert not problems
    assert isinstance(node.data, dict)
    return node.data


@cache
def case(probe: str, name: str) -> dict[str, Any]:
    return read(DATA / "probes" / probe / f"{name}.yaml")


def raw_of(probe: str, recorded: dict[str, Any]) -> RawOutput:
    return RawOutput(
        probe,
        out=recorded["output"].encode(),
        err=recorded.get("error", "").encode(),
        exit_code=recorded.get("exit_code", 0),
        why="ok",
    )


def session_of(recorded: dict[str, Any]) -> Session | None:
    """When the host was asked: `asked`, in seconds since 1970."""
    asked = recorded.get("asked")
    return None if asked is None else Session(asked, asked)


def as_written(value: object) -> object:
    # What could not be read is written with its reason. Numbers with a point or more than 18 digits stay text when a
    # case file is read.
    if isinstance(value, Reason):
        return {"unknown": value.code}
    is_text = isinstance(value, float) or (isinstance(value, int) and value >= 10**18)
    return str(value) if is_text else value


# --- the files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_is_valid_and_named_by_its_id(file: Path) -> None:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert not problems
    kind, problems = check_schema(node, file.name)
    assert not problems
    assert isinstance(node.data, dict)
    assert node.data["id"] == file.stem
    found = library().get(str(kind), file.stem)
    assert found is not None
    assert not check_rules(library(), found)


def refused(shell: str, script: str) -> bool:
    program, *words = shell.split()
    command = [require(program), *words, "-n"]
    return subprocess.run(command, input=script.encode(), capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("shell", ["sh", "busybox sh", "mksh", "ksh93"])
def test_every_command_is_shell(shell: str) -> None:
    """The system's shell reads each by itself, so that no two that end nowhere make up for each other; the others all at once,
    and each only to find which it is.
    """
    runs = {each.id: probe_of(each).run for each in documents("Probe") if each.data["platform"] != "network"}
    if shell == "sh" or refused(shell, "\n".join(runs.values())):
        assert [id for id, run in runs.items() if refused(shell, run)] == []


def test_no_bracket_of_a_pattern_holds_a_slash_behind_a_backslash() -> None:
    # To busybox's awk the backslash belongs to the bracket: [^\\/] leaves out both.
    pattern = re.compile(r"\[\^?[^]\n]*\\/[^]\n]*\]")
    assert [probe.id for probe in documents("Probe") if pattern.search(probe_of(probe).run)] == []


def texts(data: object) -> list[dict[str, str]]:
    if isinstance(data, dict):
        if {"zh-CN", "en"} & set(data):
            return [data]
        return [text for key, value in data.items() if key != "method" for text in texts(value)]
    return [text for value in data for text in texts(value)] if isinstance(data, list) else []


def test_every_text_is_in_both_languages() -> None:
    for document in documents("Probe") + documents("Playbook"):
        found = texts(document.data)
        assert found, document.id
        assert [text for text in found if set(text) != {"zh-CN", "en"}] == [], document.id


# --- the probes --------------------------------------------------------------------------------------


# What follows, searches or asks others: nobody knows how much it prints.
ENDLESS = {
    "journalctl",
    "find",
    "du",
    "ss",
    "ps",
    "lsof",
    "tail",
    "yes",
    "xargs",
    "rpm",
    "dpkg-query",
}
# Names of files for a loop to read; a word of an answer.
SILENT = {"linux-sshd": {"xargs"}, "linux-time-sync": {"yes"}}


def test_no_host_counts_the_bytes_of_probes_that_read_tables_of_the_kernel() -> None:
    probes = {probe.id: probe for probe in map(probe_of, documents("Probe"))}
    bounded = {id for id, probe in probes.items() if probe.bounded}
    assert {"linux-uptime", "linux-memory", "linux-tcp"} <= bounded
    assert not {"linux-packages", "linux-certificates", "nginx-logs"} & bounded
    for id in bounded:
        assert not command_words(probes[id].run, probes[id].needs) & ENDLESS - SILENT.get(id, set()), id


def test_every_probe_has_two_cases_and_every_case_a_probe() -> None:
    recorded = [file.parent.name for file in CASES]
    probes = [probe.id for probe in documents("Probe")]
    assert [probe for probe in probes if recorded.count(probe) < 2] == []
    assert set(recorded) <= set(probes)


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_recorded_output_gives_the_facts(file: Path) -> None:
    recorded = read(file)
    assert recorded["system"]
    probe = probe_of(library().need("Probe", file.parent.name))
    assert recorded["command"] == probe.run, "the command has changed: record its output again"
    reading = read_output(probe, raw_of(probe.id, recorded), session_of(recorded))
    if "unknown" in recorded:
        assert reading.unknown is not None
        assert reading.unknown.code == recorded["unknown"]
    else:
        assert reading.unknown is None
        rows = [{name: as_written(value) for name, value in row.items()} for row in reading.rows]
        assert rows == recorded["facts"]


# --- the checks --------------------------------------------------------------------------------------


def checks() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for playbook in documents("Playbook"):
        entries: Any = playbook.data.get("checks", [])
        found += [(playbook.id, entry) for entry in entries]
    return found


# What is judged by earlier runs or by other hosts alone says nothing of a single recording.
_NOT_ALONE = {"info", "changed", "rate", "trend", "group"}
JUDGED = [(playbook, check) for playbook, check in checks() if _NOT_ALONE.isdisjoint(check)]


@cache
def planned(playbook: str) -> Plan:
    return make_plan((library().need("Playbook", playbook),), library())


def judged(
    playbook: str, check: dict[str, Any], raw: RawOutput | None, session: Session | None = None
) -> CheckResult:
    judge = next(each for each in planned(playbook).judges if each.check.id == check["id"])
    # For one instance where it is about such: how several are put together is tested elsewhere.
    return judge.judge(read_output(probe_of(library().need("Probe", check["probe"])), raw, session))


def names(entry: tuple[str, dict[str, Any]]) -> str:
    return f"{entry[0]}/{entry[1]['id']}"


@pytest.mark.parametrize("entry", JUDGED, ids=names)
def test_every_judged_check_can_be_fine_and_can_be_a_finding(entry: tuple[str, dict[str, Any]]) -> None:
    playbook, check = entry
    wanted = read(DATA / "checks" / f"{playbook}.yaml")[check["id"]]
    assert wanted["verdict"] in ("WARN", "CRIT")
    expected = {wanted["ok"]: "OK", wanted["finding"]: wanted["verdict"], **wanted.get("also", {})}
    assert len(expected) >= 2
    for name, verdict in expected.items():
        recorded = case(check["probe"], name)
        raw = raw_of(check["probe"], recorded)
        assert (name, judged(playbook, check, raw, session_of(recorded)).verdict) == (name, verdict)


def test_no_case_is_kept_for_a_check_that_does_not_exist() -> None:
    for playbook in documents("Playbook"):
        known = {check["id"] for id, check in checks() if id == playbook.id}
        # What people look at, or earlier runs and other hosts judge, has no recorded output.
        kept = DATA / "checks" / f"{playbook.id}.yaml"
        assert set(read(kept) if kept.exists() else ()) <= known


def test_no_output_is_never_fine() -> None:
    unknown, wrong = {Verdict.UNKNOWN}, []
    for playbook, check in checks():
        probe = check["probe"]
        outputs = [
            (None, unknown),
            (RawOutput(probe, exit_code=0, why="ok"), unknown | {Verdict.NA}),
            *((RawOutput(probe, exit_code=code, why="ok"), unknown) for code in (1, 127, 141)),
            (RawOutput(probe, out=b"1", exit_code=0, why="ok", cut=True), unknown),
        ]
        for raw, allowed in outputs:
            if (verdict := judged(playbook, check, raw).verdict) not in allowed:
                wrong.append((playbook, check["id"], raw, verdict))
    assert wrong == []


def test_a_missing_command_is_not_applicable_only_where_the_check_says_so() -> None:
    wrong = []
    for playbook, check in checks():
        absent = RawOutput(check["probe"], why="absent", detail="tool")
        verdict = judged(playbook, check, absent).verdict
        if verdict != ("NA" if check.get("absent") == "na" else "UNKNOWN"):
            wrong.append((playbook, check["id"], verdict))
    assert wrong == []
