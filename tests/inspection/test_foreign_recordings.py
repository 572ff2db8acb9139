"""Recordings of other projects: what our probes' commands make of their files, and which facts that is.

`tests/data/recordings/recordings.yaml` names for each the files of the system and what its programs printed, as other
projects recorded them, and the facts, which were derived by reading them.
"""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import require

from fieldops.documents.workspace import load_workspace
from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Session, read_output

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT / "tests/data/recordings"
# Where systems keep what probes read: none of this machine's own may be read in a recording's place.
PLACES = ("/proc", "/sys", "/etc", "/usr/etc", "/usr/lib/os-release", "/run/systemd/system", "/var/run")
PROGRAMS = ("chronyc", "ntpq", "ntpctl", "timedatectl", "dmesg", "ip", "crontab", "systemctl")


@cache
def recordings() -> list[dict[str, Any]]:
    node, problems = read_yaml((RECORDINGS / "recordings.yaml").read_bytes(), "recordings.yaml")
    assert node is not None
    assert not problems
    return list(node.data["recordings"])


@cache
def probe(id: str) -> Probe:
    return probe_of(load_workspace(ROOT).need("Probe", id))


def lay(tmp_path: Path, recorded: dict[str, Any]) -> None:
    """The system's files below `tmp_path`, its programs in `bin`; a program that it does not have is not found."""
    for place, name in recorded.get("files", {}).items():
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((RECORDINGS / name).read_bytes())
    for folder in ("bin", "proc", "sys", "etc"):
        (tmp_path / folder).mkdir(exist_ok=True)
    for program in PROGRAMS:
        said = recorded.get("programs", {}).get(program)
        text = f"exec cat {RECORDINGS / said}" if said else "exit 127"
        file = tmp_path / "bin" / program
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)


def text_of(id: str, tmp_path: Path) -> str:
    """The probe's own command with the recorded system in the place of this machine."""
    text = probe(id).run
    for place in PLACES:
        text = re.sub(rf"(?<![\w/.$}}-]){re.escape(place)}(?=[/ ;\n'\")]|$)", f"{tmp_path}{place}", text)
    return text


def output_of(recorded: dict[str, Any], tmp_path: Path) -> RawOutput:
    """What the probe prints there; of one that is run twice, the same both times."""
    wanted = probe(recorded["probe"])
    command = [require("dash"), "-c", text_of(wanted.id, tmp_path)]
    env = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    # Some name the files that they have read.
    out = done.stdout.replace(f"{tmp_path}/".encode(), b"/")
    return RawOutput(
        wanted.id, out + b"--\n" + out if wanted.twice else out, done.stderr, done.returncode, why=ProbeEnd.OK
    )


@pytest.mark.parametrize("recorded", recordings(), ids=lambda each: f"{each['probe']}-{each['id']}")
def test_a_recorded_system_has_the_facts_that_people_read_in_it(
    recorded: dict[str, Any], tmp_path: Path
) -> None:
    lay(tmp_path, recorded)
    asked = recorded.get("asked", 0)
    reading = read_output(probe(recorded["probe"]), output_of(recorded, tmp_path), Session(asked, asked))
    assert reading.unknown is None
    told = [
        {name: _as_written(row[name]) for name in facts}
        for facts, row in zip(recorded["facts"], reading.rows, strict=True)
    ]
    assert told == recorded["facts"]


def _as_written(value: object) -> object:
    # A number with a point stays text when the table is read.
    return str(value) if isinstance(value, float) else value


def test_every_file_of_others_is_used_and_its_licence_is_here() -> None:
    used = {
        name
        for each in recordings()
        for kind in ("files", "programs")
        for name in each.get(kind, {}).values()
    }
    kept = {str(file.relative_to(RECORDINGS)) for file in RECORDINGS.rglob("*") if file.is_file()}
    about = {name for name in kept if "/" not in name or name.startswith("LICENSES/")}
    assert used == kept - about
    assert {name.split("/")[0] for name in used} <= {Path(name).stem for name in about}
