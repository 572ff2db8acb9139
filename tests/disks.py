"""Disks that are really full: small file systems that root mounts for a test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import lacking, require


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of that size (as mount writes it) at `place`, which is made."""
    if os.getuid() != 0:
        lacking("only root may mount a small disk")
    place.mkdir()
    mount = [require("mount"), "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        lacking(f"no file system may be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run([require("umount"), str(place)], check=True)
