"""The commands of the storage probes, run in every shell over mount tables of our own: what is asked, and what that costs."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest
from conftest import again, require
from properties import workspace as shipped

from fieldops.documents.workspace import Workspace
from fieldops.inspection.load import probe_of
from fieldops.inspection.storage import filesystems, mount_states

# That each reads all commands is in `test_probe_library`.
SHELLS = ["dash", "bash", "busybox sh", *(pytest.param(each, marks=again) for each in ("mksh", "ksh93"))]
# Answers by path: /dead never, /secret not to us.
STAT = """#!/bin/sh
for path in "$@"; do :; done
case $path in
*/dead*) exec sleep 60 ;;
*/secret*) echo "stat: cannot read file system information for '$path': Permission denied" >&2; exit 1 ;;
*/shut) echo "stat: cannot stat '$path': Input/output error" >&2; exit 1 ;;
esac
echo "4096 1000 400 300 100 40"
"""
TABLE = r"""rootfs / rootfs rw 0 0
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /secret/x ext4 rw 0 0
/dev/sdb1 /open ext4 rw 0 0
/dev/sdc1 /with\040blank%1 ext4 rw 0 0
server:/export /dead nfs4 rw 0 0
/dev/sdd1 /dead/scratch ext4 rw 0 0
/dev/sde1 /dead/twice ext4 rw 0 0
/dev/sde1 /twice ext4 rw 0 0
/dev/sdf1 /shut xfs rw 0 0
/dev/sdg1 /hidden ext4 rw 0 0
/dev/sdh1 /hidden ext4 rw 0 0
oracle /u01 newfs rw 0 0
/dev/loop0 /snap/a/1 squashfs ro 0 0
/dev/loop1 /image ext4 ro,relatime 0 0
 /nameless tmpfs rw 0 0
tmpfs /run tmpfs rw 0 0
overlay /var/lib/docker/overlay2/1/merged overlay rw 0 0
"""


@cache
def library() -> Workspace:
    return shipped()


def command(probe: str, **paths: Path) -> str:
    """What the probe runs, with other files in place of those of this machine."""
    text = probe_of(library().need("Probe", probe)).run
    for name, path in paths.items():
        named = name.replace("_", "/")
        assert named in text
        text = text.replace(named, str(path))
    return text


def ran(shell: str, text: str, tools: Path | None = None) -> str:
    program, *words = shell.split()
    path = "/usr/sbin:/usr/bin:/sbin:/bin"
    done = subprocess.run(
        [require(program), *words, "-c", text],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
        env={"PATH": f"{tools}:{path}" if tools else path, "LC_ALL": "C"},
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_file_system_is_asked_by_itself(shell: str, tmp_path: Path) -> None:
    (tmp_path / "table").write_text(TABLE, "utf-8")
    (tmp_path / "stat").write_text(STAT, "utf-8")
    (tmp_path / "stat").chmod(0o755)
    out = ran(shell, command("linux-filesystems", _proc_mounts=tmp_path / "table"), tmp_path)
    rows = [dict(row) for row in filesystems(out) if isinstance(row, dict)]
    told = {str(row["mount"]): str(getattr(row.get("used"), "code", row.get("used"))) for row in rows}
    assert told == {
        "/": "2457600",
        # The second place of a device, where the first must not be entered or lies below a dead mount.
        "/open": "2457600",
        "/twice": "2457600",
        "/with blank%1": "2457600",
        "/hidden": "2457600",
        "/u01": "2457600",
        "/run": "2457600",
        # Only what lies below the dead mount has no answer.
        "/dead/scratch": "reading.no-answer",
        "/shut": "reading.refused",
        # Left out, and said so.
        "/dead": "None",
        "/snap/a/1": "None",
        "/image": "None",
        "/nameless": "None",
        "/var/lib/docker/overlay2/1/merged": "None",
    }
    assert {str(row["device"]) for row in rows if row["mount"] == "/hidden"} == {"/dev/sdh1"}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_long_mount_table_is_thinned_out_on_the_host(shell: str, tmp_path: Path) -> None:
    layers = ":".join(f"/var/lib/containers/{n}/fs" for n in range(20))
    lines = [
        f"{n} 25 0:{n} / /run/k8s/{n}/rootfs rw - overlay overlay rw,lowerdir={layers}" for n in range(3000)
    ]
    lines += [f"{n} 25 8:1 /sub/{n} /var/lib/kubelet/{n} ro - ext4 /dev/sda1 rw" for n in range(3000)]
    table = tmp_path / "mountinfo"
    table.write_text("\n".join(["25 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw", *lines, "9 9 torn"]) + "\n")
    out = ran(shell, command("linux-mounts", _proc_self_mountinfo=table))
    first, odd = mount_states(out)
    assert first == {"mount": "/", "type": "ext4", "device": "/dev/sda1", "state": "rw"}
    assert odd.code == "reading.line"
    assert len(out) < 2000


@pytest.mark.parametrize("shell", SHELLS)
def test_before_mountinfo_there_is_the_old_table_and_fstab_tells_what_is_meant(
    shell: str, tmp_path: Path
) -> None:
    (tmp_path / "mounts").write_text("/dev/root / ext3 rw 0 0\n/dev/sdb1 /mirror ext3 ro 0 0\n", "utf-8")
    (tmp_path / "fstab").write_text("# /dev/x / ext3 ro\n/dev/sdb1 /mirror ext3 noatime,ro 0 0\n", "utf-8")
    text = command(
        "linux-mounts",
        _proc_self_mountinfo=tmp_path / "none",
        _proc_mounts=tmp_path / "mounts",
        _etc_fstab=tmp_path / "fstab",
    )
    states = {row["mount"]: row["state"] for row in mount_states(ran(shell, text)) if isinstance(row, dict)}
    assert states == {"/": "rw", "/mirror": "planned-ro"}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("file", "text", "state"),
    [
        ("fstab", "/dev/sdb1 /my\\040data/ ext4 noatime,ro 0 0\n", "planned-ro"),
        ("fstab", "/dev/sdb1 /my\\040data ext4 errors=remount-ro 0 0\n", "ro"),
        ("a.mount", "[Mount]\nOptions = noatime,ro\nWhere = /my data\n", "planned-ro"),
        ("a.mount", "[Mount]\nWhere=/my data\nOptions=noatime\n", "ro"),
    ],
)
def test_what_is_meant_to_be_read_only_is_known_however_it_is_written(
    shell: str, file: str, text: str, state: str, tmp_path: Path
) -> None:
    (tmp_path / "mountinfo").write_text("9 1 8:2 / /my\\040data rw - ext4 /dev/sdb1 ro\n", "utf-8")
    (tmp_path / file).write_text(text, "utf-8")
    run = command(
        "linux-mounts",
        _proc_self_mountinfo=tmp_path / "mountinfo",
        _etc_fstab=tmp_path / "fstab",
        _etc_systemd_system=tmp_path,
    )
    states = {row["mount"]: row["state"] for row in mount_states(ran(shell, run)) if isinstance(row, dict)}
    assert states == {"/my data": state}
