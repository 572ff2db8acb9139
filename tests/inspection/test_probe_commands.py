"""Shipped commands run in several shells on made-up files: what they take out of odd ones, and what they keep back."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import require

from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import probe_of

ROOT = Path(__file__).parents[2]
SHELLS = ["dash", "bash", "busybox sh", "mksh", "ksh93"]
each_shell = pytest.mark.parametrize("shell", SHELLS)


def said(shell: str, probe: str, tmp_path: Path, *places: str) -> list[str]:
    """The lines that the probe prints with `places` looked for below `tmp_path`."""
    program, *words = shell.split()
    text = probe_of(load_workspace(ROOT).need("Probe", probe)).run
    for place in places:
        # Not within a longer path: /etc/login.defs is no part of /usr/etc/login.defs.
        text = re.sub(rf"(?<![\w/.-]){re.escape(place)}", f"{tmp_path}{place}", text)
    command = [require(program), *words, "-c", text]
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def write(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


SHADOW = r"""root:$6$x:19000:0:99999:7:::
never:$6$x:19000:0:-1:7:::
unset:$6$x:19000:0::7:::
old:$6$x:19000:0:90:7:::
ends:$6$x:19000:0:99999:7::20500:
both:$6$x:19000:0:90:7::20500:
sooner:$6$x:19000:0:5000:7::20500:
closed:$6$x:19000:0:99999:7::1:
locked:!$6$x:19000:0:90:7::20500:
daemon:*:19000:0:90:7:::
odd:$6$x:x:0:90:7:::
empty::19000:0:90:7::20500:
+nis::::::::
"""


@each_shell
def test_the_day_on_which_each_account_ends(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"etc/shadow": SHADOW})
    assert said(shell, "linux-password-expiry", tmp_path, "/etc/shadow") == [
        "old:19090:password",
        "ends:20500:account",
        "both:19090:password",
        "sooner:20500:account",
        "odd:?:password",
        "empty:20500:account",
    ]


JOBS = """# a comment with password=x
PGPASSWORD=hunter2
0 2 * * * root mysqldump -uroot -pS3cret --all-databases > /backup/a.sql
0 3 * * * root mysql --password='two words' -e 'select 1'
5 * * * * root PGPASSWORD=hunter2 pg_dump x
6 * * * * root curl -u admin:geheim https://x/y
7 * * * * root curl -s https://user:pa55@host/path
8 * * * * root sshpass -p abc123 ssh host
9 * * * * root mkdir -p /backup/today && rsync -a /etc /backup/etc
1 1 * * * oracle sqlplus sys/oracle123@orcl @/x.sql
2 2 * * * root curl -H "Authorization: Bearer eyJhbGci" https://api/
3 3 * * * root echo geheim | sudo -S systemctl restart x
7 7 * * * root /opt/x --api-key abcdef --verbose
8 8 * * * root date > /tmp/pass_list.txt
"""
SECRETS = ["hunter2", "S3cret", "words", "geheim", "pa55", "abc123", "oracle123", "eyJhbGci", "abcdef"]


@each_shell
def test_what_looks_like_a_password_in_scheduled_jobs_stays_on_the_host(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"etc/crontab": JOBS})
    lines = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert [secret for secret in SECRETS if any(secret in line for line in lines)] == []
    text = "\n".join(lines)
    for kept in ("mkdir -p /backup/today && rsync -a /etc /backup/etc", "/tmp/pass_list.txt", "--verbose"):
        assert kept in text
    assert text.count("***") == 10
    write(tmp_path, {"etc/crontab": JOBS.replace("S3cret", "another")})
    again = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert lines[0] != again[0]
    assert lines[1:] == again[1:]


def stat(pid: int, name: str, state: str, parent: int = 1) -> str:
    return f"{pid} ({name}) {state} {parent} " + "0 " * 40 + "\n"


@each_shell
def test_a_process_is_seen_whatever_its_name(shell: str, tmp_path: Path) -> None:
    names = ["plain", "a b", ") S 1 (", "two\nlines", "x) R 1 0 0", "1\n77"]
    write(tmp_path, {"proc/1/stat": stat(1, "init", "S"), "proc/2/stat": stat(2, "kthreadd", "S", 0)})
    write(
        tmp_path, {f"proc/{pid}/stat": stat(pid, name, "Z", 9) for pid, name in enumerate(names, start=100)}
    )
    write(tmp_path, {"proc/200/stat": stat(200, "vmmemctl", "D", 2), "proc/201/stat": stat(201, "ls", "D")})
    lines = said(shell, "linux-processes", tmp_path, "/proc/[0-9]")
    sample = lines[: lines.index("--")]
    assert [line.split()[:2] for line in sample if line[0] == "Z"] == [
        ["Z", str(pid)] for pid in range(100, 106)
    ]
    assert [line for line in sample if line[0] == "D"] == ["D 200 kernel vmmemctl", "D 201 program ls"]
    assert sample[-1] == "processes 10 1"


@each_shell
@pytest.mark.parametrize(
    ("files", "policy"),
    [
        ({}, ["max_days=99999", "from=none"]),
        ({"etc/login.defs": "#PASS_MAX_DAYS 60\n"}, ["max_days=99999", "from=none"]),
        ({"etc/login.defs": "PASS_MAX_DAYS\t60\n"}, ["max_days=60", "from=T/etc/login.defs"]),
        ({"etc/login.defs": "PASS_MAX_DAYS -1\n"}, ["max_days=99999", "from=T/etc/login.defs"]),
        ({"usr/etc/login.defs": "PASS_MAX_DAYS 70\n"}, ["max_days=70", "from=T/usr/etc/login.defs"]),
        (
            {"usr/etc/login.defs": "PASS_MAX_DAYS 70\n", "etc/login.defs": "UMASK 022\n"},
            ["max_days=99999", "from=none"],
        ),
        (
            {"usr/etc/login.defs": "PASS_MAX_DAYS 70\n", "etc/login.defs.d/a": "PASS_MAX_DAYS 30\n"},
            ["max_days=30", "from=T/etc/login.defs.d/a"],
        ),
    ],
)
def test_the_password_policy_is_where_this_system_keeps_it(
    shell: str, files: dict[str, str], policy: list[str], tmp_path: Path
) -> None:
    write(tmp_path, files)
    text = said(shell, "linux-login-defs", tmp_path, "/usr/etc/login.defs", "/etc/login.defs")
    assert [line.replace(str(tmp_path), "T") for line in text] == policy


@each_shell
@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"redhat-release": "CentOS release 6.10 (Final)\n", "os-release": 'PRETTY_NAME="x"\n'}, "CentOS release 6.10 (Final)"),
        ({"os-release": 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 22.04.3 LTS"\n'}, "Ubuntu 22.04.3 LTS"),
        ({"os-release": "NAME='Alpine Linux'\nVERSION=3.20\n"}, "Alpine Linux 3.20"),
        ({"SuSE-release": "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n"}, "SUSE Linux Enterprise Server 11 (x86_64) SP4"),
        ({"lsb-release": 'DISTRIB_ID=Ubuntu\nDISTRIB_DESCRIPTION="Ubuntu 9.10"\n', "debian_version": "squeeze/sid\n"}, "Ubuntu 9.10"),
        ({"lsb-release": 'LSB_VERSION="1.3"\n', "debian_version": "5.0.10\n"}, "Debian 5.0.10"),
        ({"alpine-release": "2.7.9\n"}, "Alpine 2.7.9"),
        ({"kylin-release": "Kylin Linux Advanced Server release V10\n"}, "Kylin Linux Advanced Server release V10"),
        ({"redhat-release": "", "openEuler-release": "openEuler release 20.03 (LTS-SP3)\n"}, "openEuler release 20.03 (LTS-SP3)"),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_name_of_old_systems(shell: str, files: dict[str, str], name: str, tmp_path: Path) -> None:
    write(tmp_path, {f"etc/{file}": text for file, text in files.items()})
    lines = said(shell, "linux-identity", tmp_path, "/etc/", "/usr/lib/")
    assert f"os={name}" in lines
