"""A git repository around a test's workspace."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from conftest import Workspace, require

# Nobody's settings: the tests mean the same on every machine.
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Test"), ("EMAIL", "test@example.com"))
}


class Repository:
    """A repository at `top` whose workspace lies in `folder` of it."""

    def __init__(self, top: Path, folder: str = ".") -> None:
        require("git")
        self.top = top
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.workspace = Workspace(top / folder)
        self.root = self.workspace.root

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        command = ["git", "-C", str(self.top), *arguments]
        environment = {**os.environ, **_ALONE, **_WHO}
        done = subprocess.run(command, input=stdin, capture_output=True, check=True, env=environment)
        return os.fsdecode(done.stdout).strip()

    def commit(self, message: str = "a change") -> str:
        """Commit everything that is there; the commit's id."""
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")
