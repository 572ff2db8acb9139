"""A host that is not there: the files of a case over this machine's, in a mount namespace of its own.

``python host_case.py CASE WORK COMMAND…`` runs the command there, as root and inside ``unshare --mount``; WORK is an empty
folder. Lives here: laying the files. What a case says is right is `test_hosts`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

# The machine cannot show the case: told on stderr.
NOT_HERE = 77


class NotHere(Exception):
    """Something that a case is made of is not to be had on this machine."""


def shell(*words: str) -> None:
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise NotHere(f"{words[0]}: {done.stderr.strip()}")


def absent(case: Path) -> list[str]:
    return re.findall(r"^absent: (\S+)$", (case / "expected.txt").read_text("utf-8"), re.MULTILINE)


def fill(fake: Path, original: str | None, target: Path) -> None:
    """`target`, a new folder, gets links to what is in `original`, and copies of `fake` in place of their namesakes."""
    names = set(os.listdir(original)) if original and os.path.isdir(original) else set()
    fakes = set(os.listdir(fake))
    for name in names - fakes:
        (target / name).symlink_to(f"{original}/{name}")
    for name in fakes:
        if (fake / name).is_dir():
            (target / name).mkdir()
            fill(fake / name, f"{original}/{name}" if original else None, target / name)
        else:
            shutil.copy(fake / name, target / name)


# The accounts' files, with those that come and go beside them: other tests make accounts meanwhile.
ACCOUNTS = re.compile(r"(passwd|shadow|group|gshadow|subuid|subgid)\b.*")


def lay_own_etc(work: Path) -> None:
    """An /etc of the case's own: where another process replaces a file, the kernel takes off what is mounted on it here."""
    own = work / "etc"
    own.mkdir()
    shell("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(own))
    shell("cp", "-a", *(f"/etc/{name}" for name in os.listdir("/etc") if not ACCOUNTS.match(name)), str(own))
    for name in ("passwd", "group", "shadow", "gshadow"):
        if (real := Path("/etc", name)).exists():
            (own / name).write_bytes(real.read_bytes())
            (own / name).chmod(0o640 if "shadow" in name else 0o644)
    shell("mount", "--bind", str(own), "/etc")


def lay_kernel_files(case: Path, work: Path) -> None:
    """New /proc and /sys, whose files are the case's or lead to the real ones."""
    for top in ("proc", "sys"):
        if (case / "root" / top).is_dir():
            kept = work / "real" / top
            kept.mkdir(parents=True)
            shell("mount", "--rbind", f"/{top}", str(kept))
            shell("mount", "-t", "tmpfs", "tmpfs", f"/{top}")
            fill(case / "root" / top, str(kept), Path("/", top))


def own_files(case: Path) -> Iterator[tuple[Path, Path]]:
    """Each file of the case that is none of the kernel's, and where it belongs."""
    for file in (case / "root").rglob("*"):
        below = file.relative_to(case / "root")
        if file.is_file() and below.parts[0] not in ("proc", "sys"):
            yield file, Path("/", below)


def lay_files(case: Path, work: Path) -> None:
    """The case's other files over the machine's; what it says is absent is removed. The machine keeps its own."""
    files = list(own_files(case))
    folders = {str(there.parent) for _, there in files}
    folders |= {os.path.dirname(name) for name in absent(case) if not name.startswith(("/proc/", "/sys/"))}
    for number, folder in enumerate(sorted(folders)):
        layer = work / f"layer{number}"
        layer.mkdir()
        shell("mount", "-t", "tmpfs", "tmpfs", str(layer))
        (layer / "up").mkdir()
        (layer / "work").mkdir()
        os.makedirs(folder, exist_ok=True)
        options = f"lowerdir={folder},upperdir={layer}/up,workdir={layer}/work"
        shell("mount", "-t", "overlay", "overlay", "-o", options, folder)
    for file, there in files:
        shutil.copy(file, there)
        if there.parent.name in ("bin", "sbin"):
            there.chmod(0o755)
    for name in absent(case):
        if os.path.lexists(name):
            os.remove(name)


def own_programs(case: Path, work: Path) -> Path:
    """The case's programs where they can be run."""
    programs = work / "bin"
    programs.mkdir()
    for file in (case / "bin").iterdir() if (case / "bin").is_dir() else ():
        shutil.copy(file, programs / file.name)
        (programs / file.name).chmod(0o755)
    return programs


def script(case: Path, name: str, environment: Mapping[str, str]) -> int:
    """The exit code of a script of the case; 0 where there is none. What it says belongs to nobody's output."""
    if not (case / name).exists():
        return 0
    words = ["sh", str(case / name)]
    return subprocess.run(words, env=environment, check=False, stdout=sys.stderr).returncode


def main(case: Path, work: Path, command: list[str]) -> int:
    programs = own_programs(case, work)
    here = {"CASE": str(case), "WORK": str(work), "BIN": str(programs)}
    environment = {**os.environ, **here, "PATH": f"{programs}:{os.environ['PATH']}:/usr/sbin:/sbin"}
    try:
        shell("mount", "--make-rprivate", "/")
        lay_own_etc(work)
        lay_kernel_files(case, work)
        lay_files(case, work)
    except NotHere as error:
        print(error, file=sys.stderr)
        return NOT_HERE
    try:
        if script(case, "setup.sh", environment):
            return NOT_HERE
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        script(case, "teardown.sh", environment)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
