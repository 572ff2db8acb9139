"""Mounts of other machines are asked all at once, in every shell: one that hangs is given up and costs the others nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import again, require
from properties import workspace as shipped

from fieldops.inspection.load import probe_of
from fieldops.inspection.storage import network_mounts

# That each reads all commands is in `test_probe_library`.
SHELLS = ["dash", "bash", "busybox sh", *(pytest.param(each, marks=again) for each in ("mksh", "ksh93"))]
# Answers by path: /dead never, /stale with an error.
STAT = """#!/bin/sh
for path in "$@"; do :; done
case $path in
/dead*) exec sleep 60 ;;
/stale) echo "stat: cannot read file system information for '$path': Stale file handle" >&2; exit 1 ;;
"/with blank%1") exit 0 ;;
/well) exit 0 ;;
esac
exit 1
"""
TABLE = r"""/dev/sda1 / ext4 rw 0 0
one:/export /dead nfs4 rw 0 0
one:/export /dead2 nfs rw 0 0
two:/export /stale nfs rw 0 0
//three/share /with\040blank%1 cifs rw 0 0
s3fs /well fuse.s3fs rw 0 0
gvfsd-fuse /run/user/0/gvfs fuse.gvfsd-fuse rw 0 0
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_a_mount_that_hangs_is_told_beside_those_that_answer(shell: str, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(TABLE)
    (tmp_path / "stat").write_text(STAT)
    (tmp_path / "stat").chmod(0o755)
    text = probe_of(shipped().need("Probe", "linux-network-mounts")).run
    # Shorter than the 5 s of the probe, and longer than any answer takes.
    patient = text.replace("sleep 5 &", "sleep 1 &").replace("/proc/mounts", str(tmp_path / "mounts"))
    assert patient.count("sleep 1 &") == 1
    program, *words = shell.split()
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "LC_ALL": "C"}
    done = subprocess.run([require(program), *words, "-c", patient], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "end"
    assert [tuple(row.values()) for row in network_mounts(done.stdout) if isinstance(row, dict)] == [
        ("/dead", "nfs4", "hangs", "-"),
        ("/dead2", "nfs", "hangs", "-"),
        ("/stale", "nfs", "refuses", "Stale file handle"),
        ("/with blank%1", "cifs", "answers", "-"),
        ("/well", "fuse.s3fs", "answers", "-"),
    ]
