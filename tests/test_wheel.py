"""The wheel, installed into an empty environment, does the main job without the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from conftest import require

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_does_the_main_job_from_an_empty_environment(tmp_path: Path) -> None:
    require("sshd")
    environment = {**os.environ, "PYTHONPATH": "", "NO_COLOR": "1"}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("fieldops-*.whl")
    run(sys.executable, "-m", "venv", "empty")
    python = tmp_path / "empty" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel)
    installed = run(python, "-c", "import fieldops; print(fieldops.__file__)").strip()
    assert installed.startswith(str(tmp_path))
    fieldops = tmp_path / "empty" / "bin" / "fieldops"
    made = json.loads(run(fieldops, "--lang", "en", "demo", "shown", "-o", "json"))
    assert len(made["reports"]) == 2
    for report in made["reports"]:
        text = (tmp_path / report).read_text("utf-8")
        assert "backup-01" in text
        assert len(text) > 50_000
    shown = json.loads(run(fieldops, "-C", "shown", "run", "show", "latest", "-o", "json"))
    assert [host["status"] for host in shown["hosts"]] == ["done", "done", "unreachable"]
    run(fieldops, "init", "mine")
    checked = json.loads(run(fieldops, "-C", "mine", "validate", "-o", "json"))
    assert {problem["severity"] for problem in checked["problems"]} == {"warning"}
