"""A target with an /etc, a /run and a /var/lib of its own, in a mount namespace: sudo and its password without touching ours.

Only root can make one.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import lacking, require

PAM = """\
auth required pam_unix.so
account required pam_permit.so
session required pam_permit.so
"""
# Its own /etc, of which a copy is made in memory, and an empty /run. Other tests make accounts meanwhile: their files are
# replaced, and those beside them come and go.
_ENTER = """\
set -e
mount -t tmpfs -o mode=0755 none {folder}/etc
for each in /etc/*; do
    case ${{each##*/}} in
        passwd* | shadow* | group* | gshadow* | subuid* | subgid*) ;;
        *) cp -a "$each" {folder}/etc/ ;;
    esac
done
for each in passwd shadow group; do
    cat /etc/$each >{folder}/etc/$each
done
chmod 0640 {folder}/etc/shadow
mkdir -p {folder}/etc/pam.d
cp {folder}/pam {folder}/etc/pam.d/sudo
cp {folder}/sudoers {folder}/etc/sudoers
chown 0:0 {folder}/etc/sudoers
chmod 0440 {folder}/etc/sudoers
mount --bind {folder}/etc /etc
mount -t tmpfs -o mode=0755 none /run
mount -t tmpfs -o mode=0755 none /var/lib
cd /
exec "$@"
"""


@dataclass(frozen=True)
class OwnEtc:
    """What such a target is made of: `pam` and `sudoers` become its files; programs in `bin` are found first."""

    folder: Path

    @property
    def path(self) -> str:
        return f"{self.folder}/bin:/usr/local/bin:/usr/bin:/bin"

    def pam(self, text: str) -> None:
        (self.folder / "pam").write_text(text, "utf-8")

    def sudoers(self, *lines: str) -> None:
        (self.folder / "sudoers").write_text("\n".join([*lines, ""]), "utf-8")

    def command(self, *words: str) -> tuple[str, ...]:
        """The words of a program, as root of that target."""
        text = _ENTER.format(folder=self.folder)
        return (require("unshare"), "--mount", require("sh"), "-c", text, "sh", *words)


@contextmanager
def own_etc(sudo: str) -> Iterator[OwnEtc]:
    """A target whose `sudo` is the program of that name. Skips where it cannot be had."""
    if os.geteuid() != 0:
        lacking("only root can give a target its own /etc")
    program = require(sudo)
    # Not pytest's own folder: every pytest that starts shuts that to accounts.
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        folder = Path(name)
        for each in (folder, folder / "etc", folder / "bin"):
            each.mkdir(exist_ok=True)
            each.chmod(0o755)
        (folder / "bin" / "sudo").symlink_to(program)
        made = OwnEtc(folder)
        made.pam(PAM)
        yield made


def hashed(secret: str) -> str:
    """A password as /etc/shadow holds it."""
    words = (require("openssl"), "passwd", "-6", "-stdin")
    return subprocess.run(words, input=secret, capture_output=True, text=True, check=True).stdout.strip()
