"""Check with shellcheck every shell text that others run: the script, its shipped probes, the tools' own scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import probe_of

ROOT = Path(__file__).resolve().parent.parent
SHELLCHECK = Path(sys.executable).parent / "shellcheck"


def texts() -> Iterator[tuple[str, str]]:
    """Each text with the file it stands in."""
    for path in [*ROOT.glob("fieldops/inspection/script/*.sh"), *ROOT.glob("tools/*.sh")]:
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    library = load_workspace(ROOT)
    for id in library.ids("Probe"):
        document = library.need("Probe", id)
        yield document.path, probe_of(document).run


def main() -> int:
    """Print what shellcheck says; 1 when it says something."""
    wrong = 0
    for name, text in texts():
        done = subprocess.run(
            [SHELLCHECK, "--shell=sh", "-"], input=text, capture_output=True, text=True, check=False
        )
        if done.returncode:
            wrong = 1
            print(f"{name}:\n{done.stdout}{done.stderr}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
