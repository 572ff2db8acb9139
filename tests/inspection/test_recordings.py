"""Recordings of other systems: what our probes' commands make of them, which facts that is, and what the checks say of it.

The tables in `tests/data/recordings/` name for each the files of the system and what its programs printed, as they
were recorded, and the facts and verdicts, which were derived by reading them.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import require
from properties import workspace as shipped

from fieldops.documents.workspace import Workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import ProbeEnd, RawOutput, by_probe, frame_of
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reason, Session, read_output

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT / "tests/data/recordings"
# Where systems keep what probes read: none of this machine's own may be read in a recording's place.
PLACES = [
    "/proc",
    "/sys",
    "/etc",
    "/usr/etc",
    "/usr/lib/os-release",
    "/usr/lib/systemd",
    "/usr/sbin",
    "/usr/local",
    "/sbin",
    "/opt",
    "/run",
    "/selinux",
    "/var/run",
]
# What every system has; all other programs are there where a recording has words of theirs, and answer to those words only.
TOOLS = [
    "awk",
    "cat",
    "cksum",
    "date",
    "grep",
    "head",
    "readlink",
    "sed",
    "sha1sum",
    "sha256sum",
    "sleep",
    "sort",
    "tr",
    "uname",
    "wc",
    "xargs",
]
USERLANDS = ("gnu", "busybox")
# How programs refuse words that their version does not know.
REFUSAL = 'echo "$0: unknown words: $*" >&2\nexit 1'


@cache
def library() -> Workspace:
    return shipped()


@cache
def recordings() -> list[dict[str, Any]]:
    return [recorded for table in sorted(RECORDINGS.glob("*.yaml")) for recorded in in_table(table)]


def in_table(table: Path) -> list[dict[str, Any]]:
    node, problems = read_yaml(table.read_bytes(), table.name)
    assert node is not None
    assert not problems
    return list(node.data["recordings"])


@cache
def probe(id: str) -> Probe:
    return probe_of(library().need("Probe", id))


@cache
def plan() -> Plan:
    return make_plan((library().need("Playbook", "linux-standard"),), library())


# --- a recorded system in the place of this machine --------------------------------------------------


def lay_files(system: Path, files: dict[str, Any]) -> None:
    """A recorded file by its name, a short one as `text`; what ends in a slash is a folder."""
    for place, recorded in files.items():
        file = system / place
        file.parent.mkdir(parents=True, exist_ok=True)
        if place.endswith("/"):
            file.mkdir()
        elif isinstance(recorded, str):
            file.write_bytes((RECORDINGS / recorded).read_bytes())
        else:
            file.write_text(recorded["text"], "utf-8")


def answer_of(recorded: Any) -> str:
    """What a program does for one command line: it prints a file, or `out` and `err` and ends with `exit`."""
    if isinstance(recorded, str):
        return f"exec {shlex.quote(require('cat'))} {shlex.quote(str(RECORDINGS / recorded))}"
    out, err = (shlex.quote(recorded.get(name, "")) for name in ("out", "err"))
    return f"printf %s {out}; printf %s {err} >&2; exit {recorded.get('exit', 0)}"


def lay_programs(bin: Path, answers: dict[str, Any]) -> None:
    """Each program with the answers that were recorded, by the whole command line; all else it does not know."""
    cases: dict[str, list[str]] = {}
    for line, recorded in answers.items():
        program, _, words = line.partition(" ")
        cases.setdefault(program, []).append(f"{shlex.quote(words)}) {answer_of(recorded)} ;;")
    for program, lines in cases.items():
        file = bin / program
        text = "\n".join(lines)
        file.write_text(f'#!/bin/sh\ncase "$*" in\n{text}\nesac\n{REFUSAL}\n')
        file.chmod(0o755)


def lay(system: Path, recorded: dict[str, Any], userland: str) -> None:
    """The system's files below `system`, and in its `bin` the programs that were recorded and the tools of a userland."""
    for folder in ("bin", "proc", "sys", "etc"):
        (system / folder).mkdir(exist_ok=True)
    lay_files(system, recorded.get("files", {}))
    lay_programs(system / "bin", recorded.get("programs", {}))
    for tool in TOOLS:
        file = system / "bin" / tool
        if not file.exists():
            file.symlink_to(require("busybox" if userland == "busybox" else tool))


def text_of(id: str, system: Path) -> str:
    """The probe's own command with the recorded system in the place of this machine."""
    text = 'as_root() { "$@"; }\n' + probe(id).run
    for place in PLACES:
        text = re.sub(rf"(?<![\w/.$}}-]){re.escape(place)}(?=[/ :;\n'\")]|$)", f"{system}{place}", text)
    return text


def ran(wanted: Probe, system: Path, userland: str, limits: list[int] | None = None) -> RawOutput:
    """What the probe prints there, in a session that may open so many files (soft and hard limit)."""
    shell = [require("busybox"), "sh"] if userland == "busybox" else [require("dash")]
    missing = [name for name in wanted.needs if not (system / "bin" / name).exists()]
    if missing:
        return RawOutput(wanted.id, why=ProbeEnd.ABSENT, detail=missing[0])
    env = {"PATH": f"{system}/bin", "LC_ALL": "C"}
    before = f"ulimit -Sn {limits[0]}; ulimit -Hn {limits[1]}\n" if limits else ""
    # What does not end takes nothing with it: the tools of its group end, too.
    command = [require("timeout"), "60", *shell, "-c", before + text_of(wanted.id, system)]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    # Some name the files that they have read.
    out = done.stdout.replace(f"{system}/".encode(), b"/")
    return RawOutput(wanted.id, out, done.stderr, done.returncode, why=ProbeEnd.OK)


def output_of(recorded: dict[str, Any], system: Path, userland: str) -> RawOutput:
    """What the probe prints there; the second time the files `later` stand in the place of the first."""
    wanted = probe(recorded["probe"])
    lay(system, recorded, userland)
    first = ran(wanted, system, userland, recorded.get("limits"))
    if not wanted.twice:
        return first
    lay_files(system, recorded.get("later", {}))
    second = ran(wanted, system, userland)
    return by_probe({frame_of(wanted.id, 1): first, frame_of(wanted.id, 2): second})[wanted.id]


# --- what is made of it ------------------------------------------------------------------------------


each_recording = pytest.mark.parametrize(
    "recorded", recordings(), ids=lambda each: f"{each['probe']}-{each['id']}"
)


@each_recording
@pytest.mark.parametrize("userland", USERLANDS)
def test_a_recorded_system_has_the_facts_and_verdicts_that_people_read_in_it(
    recorded: dict[str, Any], userland: str, tmp_path: Path
) -> None:
    asked = recorded.get("asked", 0)
    session = Session(asked, asked)
    raw = output_of(recorded, tmp_path, userland)
    reading = read_output(probe(recorded["probe"]), raw, session)
    if "unknown" in recorded:
        assert reading.unknown is not None
        assert reading.unknown.code == recorded["unknown"]
    else:
        assert reading.unknown is None, reading.unknown
        told = [
            {name: _as_written(row[name]) for name in facts}
            for facts, row in zip(recorded["facts"], reading.rows, strict=True)
        ]
        assert told == recorded["facts"]
    results = {result.id: str(result.verdict) for result in plan().judge({raw.probe: raw}, session)}
    checks = [check.id for check in plan().playbook.checks if check.probe == raw.probe]
    assert {check: results[check] for check in checks} == recorded["verdicts"]


def _as_written(value: object) -> object:
    if isinstance(value, Reason):
        return {"unknown": value.code}
    # A number with a point stays text when the table is read.
    return str(value) if isinstance(value, float) else value


def test_a_program_answers_only_to_the_words_that_it_was_recorded_with(tmp_path: Path) -> None:
    lay_programs(
        tmp_path,
        {
            "timedatectl": "debian-12/timesyncd/timedatectl",
            "timedatectl timesync-status": {"err": "Unknown operation timesync-status.", "exit": 1},
        },
    )
    for words, code, complaint in [
        ([], 0, ""),
        (["timesync-status"], 1, "Unknown operation timesync-status."),
        (["-r"], 1, "unknown words: -r"),
    ]:
        done = subprocess.run([tmp_path / "timedatectl", *words], capture_output=True, text=True, check=False)
        assert (done.returncode, complaint in done.stderr, bool(done.stdout)) == (code, True, not words)


def test_the_readme_says_how_much_is_recorded_and_how_much_is_modelled() -> None:
    told = " ".join((RECORDINGS / "README.md").read_text("utf-8").split())
    for table, what in (("debian-12.yaml", "recordings of this project"), ("modelled.yaml", "models")):
        held = in_table(RECORDINGS / table)
        probes = {each["probe"] for each in held}
        assert f"`{table}`: {len(held)} {what} over {len(probes)} probes" in told


def test_every_recorded_file_is_used() -> None:
    used = {
        name
        for each in recordings()
        for kind in ("files", "later", "programs")
        for name in each.get(kind, {}).values()
        if isinstance(name, str)
    }
    kept = {str(file.relative_to(RECORDINGS)) for file in RECORDINGS.rglob("*") if file.is_file()}
    about = {name for name in kept if "/" not in name}
    assert used == kept - about
    # All were recorded by this project: a folder has a table of its own, and no file of others is kept here.
    assert {name.split("/")[0] for name in used} <= {Path(name).stem for name in about}
