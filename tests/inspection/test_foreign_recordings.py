"""Recordings of other systems: what our probes' commands make of them, which facts that is, and what the checks say of it.

`tests/data/recordings/recordings.yaml` names for each the files of the system and what its programs printed, as they
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

from fieldops.documents.workspace import Workspace, load_workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import ProbeEnd, RawOutput, by_probe, frame_of
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reason, Session, read_output

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT / "tests/data/recordings"
# Where systems keep what probes read: none of this machine's own may be read in a recording's place.
PLACES = ("/proc", "/sys", "/etc", "/usr/etc", "/usr/lib/os-release", "/run/systemd/system", "/var/run")
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
    return load_workspace(ROOT)


@cache
def recordings() -> list[dict[str, Any]]:
    node, problems = read_yaml((RECORDINGS / "recordings.yaml").read_bytes(), "recordings.yaml")
    assert node is not None
    assert not problems
    return list(node.data["recordings"])


@cache
def probe(id: str) -> Probe:
    return probe_of(library().need("Probe", id))


@cache
def plan() -> Plan:
    return make_plan(library().need("Playbook", "linux-standard"), library())


# --- a recorded system in the place of this machine --------------------------------------------------


def lay_files(system: Path, files: dict[str, str]) -> None:
    for place, name in files.items():
        file = system / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((RECORDINGS / name).read_bytes())


def lay_programs(bin: Path, said: dict[str, Any], refused: dict[str, str]) -> None:
    """Each program with the answers that were recorded, by the whole command line; to all else it says what it does not know."""
    cases: dict[str, list[str]] = {}
    for line, name in said.items():
        program, *words = line.split()
        answer = f"exec {shlex.quote(require('cat'))} {shlex.quote(str(RECORDINGS / name))}"
        cases.setdefault(program, []).append(f"{shlex.quote(' '.join(words))}) {answer} ;;")
    for line, complaint in refused.items():
        program, *words = line.split()
        answer = f"echo {shlex.quote(complaint)} >&2; exit 1"
        cases.setdefault(program, []).append(f"{shlex.quote(' '.join(words))}) {answer} ;;")
    for program, answers in cases.items():
        file = bin / program
        text = "\n".join(answers)
        file.write_text(f'#!/bin/sh\ncase "$*" in\n{text}\nesac\n{REFUSAL}\n')
        file.chmod(0o755)


def lay(system: Path, recorded: dict[str, Any], userland: str) -> None:
    """The system's files below `system`, and in its `bin` the tools of a userland and the programs that were recorded."""
    for folder in ("bin", "proc", "sys", "etc"):
        (system / folder).mkdir(exist_ok=True)
    lay_files(system, recorded.get("files", {}))
    for tool in TOOLS:
        (system / "bin" / tool).symlink_to(require("busybox" if userland == "busybox" else tool))
    lay_programs(system / "bin", recorded.get("programs", {}), recorded.get("refused", {}))


def text_of(id: str, system: Path) -> str:
    """The probe's own command with the recorded system in the place of this machine."""
    text = probe(id).run
    for place in PLACES:
        text = re.sub(rf"(?<![\w/.$}}-]){re.escape(place)}(?=[/ ;\n'\")]|$)", f"{system}{place}", text)
    return text


def ran(wanted: Probe, system: Path, userland: str) -> RawOutput:
    """What the probe prints there."""
    shell = [require("busybox"), "sh"] if userland == "busybox" else [require("dash")]
    missing = [name for name in wanted.needs if not (system / "bin" / name).exists()]
    if missing:
        return RawOutput(wanted.id, why=ProbeEnd.ABSENT, detail=missing[0])
    env = {"PATH": f"{system}/bin", "LC_ALL": "C"}
    done = subprocess.run(
        [*shell, "-c", text_of(wanted.id, system)], env=env, capture_output=True, check=False
    )
    # Some name the files that they have read.
    out = done.stdout.replace(f"{system}/".encode(), b"/")
    return RawOutput(wanted.id, out, done.stderr, done.returncode, why=ProbeEnd.OK)


def output_of(recorded: dict[str, Any], system: Path, userland: str) -> RawOutput:
    """What the probe prints there; the second time the files `later` stand in the place of the first."""
    wanted = probe(recorded["probe"])
    lay(system, recorded, userland)
    first = ran(wanted, system, userland)
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
    (tmp_path / "bin").mkdir()
    said = {"timedatectl": "jc/ubuntu-18.04/timedatectl.out"}
    lay_programs(
        tmp_path / "bin", said, {"timedatectl timesync-status": "Unknown operation timesync-status."}
    )
    for words, code, complaint in [
        ([], 0, ""),
        (["timesync-status"], 1, "Unknown operation timesync-status."),
        (["-r"], 1, "unknown words: -r"),
    ]:
        done = subprocess.run(
            [tmp_path / "bin/timedatectl", *words], capture_output=True, text=True, check=False
        )
        assert (done.returncode, complaint in done.stderr, bool(done.stdout)) == (code, True, not words)


def test_every_recorded_file_is_used_and_its_licence_is_here() -> None:
    used = {
        name
        for each in recordings()
        for kind in ("files", "later", "programs")
        for name in each.get(kind, {}).values()
    }
    kept = {str(file.relative_to(RECORDINGS)) for file in RECORDINGS.rglob("*") if file.is_file()}
    about = {name for name in kept if "/" not in name or name.startswith("LICENSES/")}
    assert used == kept - about
    assert {name.split("/")[0] for name in used} <= {Path(name).stem for name in about}
