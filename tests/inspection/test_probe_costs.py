"""What the shipped commands cost a host, counted: the programs that each starts, and the questions that are not asked."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import require
from properties import workspace as shipped
from test_probe_commands import command_of

from fieldops.inspection.load import probe_of

SHELLS = ["dash", "bash", "busybox sh", "mksh", "ksh93"]
PROGRAMS = ("awk", "cat", "date", "dmesg", "grep", "head", "readlink", "sed", "sleep", "stat", "tr", "uname")


def counted(shell: str, probe: str, tmp_path: Path, *places: str, **programs: str) -> list[str]:
    """The programs that the probe starts, each time that it does, with `places` looked for below `tmp_path`.

    `programs`: what others do that the system has, as shell text.
    """
    folder, log = tmp_path / "bin", tmp_path / "log"
    folder.mkdir()
    log.touch()
    texts = {name: f'exec {require(name)} "$@"' for name in PROGRAMS} | programs
    for name, text in texts.items():
        (folder / name).write_text(f"#!/bin/sh\necho '{name}' \"$@\" | /usr/bin/head -n 1 >>{log}\n{text}\n")
        (folder / name).chmod(0o755)
    text = command_of(probe)
    for place in places:
        text = re.sub(rf"(?<![\w/.-]){re.escape(place)}", f"{tmp_path}{place}", text)
    program, *words = shell.split()
    env = {"PATH": str(folder), "LC_ALL": "C", "HOME": os.environ.get("HOME", "/")}
    subprocess.run([require(program), *words, "-c", text], env=env, capture_output=True, check=False)
    return [line.split()[0] for line in log.read_text("utf-8").splitlines()]


# Those that start the same programs on every machine. mksh has no printf of its own.
STARTED = {
    "linux-cpu": ["sed"],
    "linux-cpu-usage": [],
    "linux-daemons": [],
    "linux-identity": ["uname"],
    "linux-kernel-modes": [],
    "linux-load": [],
    "linux-processes": ["awk"],
    "linux-raid": [],
    "linux-time-sync": ["date"],
}


@pytest.mark.parametrize("shell", ["dash", "busybox sh"])
@pytest.mark.parametrize("probe", STARTED)
def test_a_probe_starts_no_more_programs_than_it_needs(shell: str, probe: str, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").write_text("NAME='x'\nPRETTY_NAME=\"An 'odd' name\"\n")
    places = ("/etc/", "/run/dbus/", "/var/run/dbus/") if probe != "linux-kernel-modes" else ()
    assert sorted(counted(shell, probe, tmp_path, *places)) == STARTED[probe]


@pytest.mark.parametrize("shell", ["dash", "mksh"])
def test_all_processes_are_looked_at_again_where_awk_gave_up_for_one_that_ended(
    shell: str, tmp_path: Path
) -> None:
    """As mawk does where a process ends between being opened and being read."""
    gives_up = f"[ -e {tmp_path}/once ] || {{ : >{tmp_path}/once; cat >/dev/null; exit 2; }}"
    awk = f'{gives_up}; exec {require("awk")} "$@"'
    assert counted(shell, "linux-processes", tmp_path, awk=awk).count("awk") == 2


def test_mawk_does_give_up_for_a_process_that_has_ended() -> None:
    """Why it is tried again: with a process that ends while its file is open."""
    with subprocess.Popen(["sleep", "600"]) as process:
        opened = os.open(f"/proc/{process.pid}/stat", os.O_RDONLY)
        process.kill()
    done = subprocess.run(
        [require("mawk"), '{ while ((getline line <$1) > 0); print "on" }'],
        input=f"/dev/fd/{opened}\n",
        pass_fds=[opened],
        capture_output=True,
        text=True,
    )
    os.close(opened)
    assert (done.returncode, done.stdout) == (2, "")


def test_no_shell_reads_a_number_of_the_kernel_by_itself() -> None:
    """Of the numbers below /proc/sys a shell that reads byte by byte gets the first digit, then the end: those that have more than one."""
    for document in shipped().of_kind("Probe"):
        text = probe_of(document).run
        read = [
            path
            for path in re.findall(r"<\s*\"?(/proc/sys/[\w/.-]+)", text)
            if not path.endswith(("_id", "_restrict"))
        ]
        assert (document.id, read) == (document.id, [])


ASKED = "case $* in *-C*lport*) echo 'Invalid test mode specification laddr=192.0.2.2' >&2; exit 1 ;; *-C*) echo permitrootlogin no ;; *) echo '{}' >&2; exit 1 ;; esac"
MATCH = "Match User in configuration but user not in connection test specification."


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("why", "times"), [(MATCH, 3), ("sshd: no hostkeys available -- exiting.", 1), ("", 1)]
)
def test_sshd_is_asked_again_only_where_it_misses_a_connection(
    shell: str, why: str, times: int, tmp_path: Path
) -> None:
    places = ("/run/sshd.pid", "/var/run/sshd.pid", "/usr/local/", "/opt/")
    started = counted(shell, "linux-sshd", tmp_path, *places, sshd=ASKED.format(why))
    assert started.count("sshd") == times


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_bus_no_service_is_asked_and_timedatectl_once(shell: str, tmp_path: Path) -> None:
    """What timedatectl says counts wherever it says something: the kernel knows whether the clock is synchronised."""
    places = ("/run/dbus/", "/var/run/dbus/")
    programs = {"systemctl": "exit 0", "timedatectl": "exit 1"}
    started = counted(shell, "linux-time-sync", tmp_path, *places, **programs)
    assert [started.count(name) for name in programs] == [0, 1]
    (tmp_path / "again/run/dbus").mkdir(parents=True)
    (tmp_path / "again/run/dbus/system_bus_socket").touch()
    started = counted(shell, "linux-time-sync", tmp_path / "again", *places, **programs)
    assert [started.count(name) for name in programs] == [1, 2]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("restricted", "reads", "times"),
    [("0\n", "echo '<6>[1.0] up'", 0), ("0\n", "exit 1", 2), ("1\n", "exit 1", 2), (None, "exit 1", 2)],
)
def test_nobody_is_asked_for_root_where_all_may_read_the_log(
    shell: str, restricted: str | None, reads: str, times: int, tmp_path: Path
) -> None:
    """Where that is refused all the same, as in a sandbox, root is asked as ever."""
    if restricted is not None:
        (tmp_path / "proc/sys/kernel").mkdir(parents=True)
        (tmp_path / "proc/sys/kernel/dmesg_restrict").write_text(restricted)
    programs = {"dmesg": reads, "as_root": "exit 1"}
    started = counted(shell, "linux-kernel-log", tmp_path, "/proc/sys/", **programs)
    assert started.count("as_root") == times
    assert started.count("dmesg") == {"0\n": 1 if not times else 2}.get(restricted or "", 0)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("interfaces", "times"), [(["lo", "eth0/device"], 0), (["lo", "eth0/device", "team0"], 1), ([], 1)]
)
def test_teams_are_asked_for_only_where_an_interface_has_no_device(
    shell: str, interfaces: list[str], times: int, tmp_path: Path
) -> None:
    """A team has none; where the kernel shows no interfaces at all nobody knows."""
    for name in interfaces:
        (tmp_path / "sys/class/net" / name).mkdir(parents=True)
    started = counted(shell, "linux-bonding", tmp_path, "/sys/class/net/", "/proc/net/bonding/", ip="exit 0")
    assert started == ["ip"] * times
