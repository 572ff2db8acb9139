"""Shipped commands run in several shells on made-up files: what they take out of odd ones, and what they keep back."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from conftest import again, require
from properties import workspace as shipped

from fieldops.inspection.load import probe_of

ROOT = Path(__file__).parents[2]
# That each reads all commands is in `test_probe_library`.
SHELLS = ["dash", "bash", "busybox sh", *(pytest.param(each, marks=again) for each in ("mksh", "ksh93"))]
# With the shell of busybox go its tools, as on Alpine: they read regular expressions and options in ways of their own.
BUSYBOX = [
    "awk",
    "cat",
    "cksum",
    "cut",
    "grep",
    "head",
    "readlink",
    "sed",
    "sha256sum",
    "sort",
    "stat",
    "tr",
    "wc",
    "xargs",
]
each_shell = pytest.mark.parametrize("shell", SHELLS)


@cache
def command_of(probe: str) -> str:
    return probe_of(shipped().need("Probe", probe)).run


def said(shell: str, probe: str, tmp_path: Path, *places: str, before: str = "") -> list[str]:
    """The lines that the probe prints with `places` looked for below `tmp_path`, and commands in its `bin`.

    `before`: what the shell runs first.
    """
    program, *words = shell.split()
    text = command_of(probe)
    for place in places:
        # Not within a longer path: /etc/login.defs is no part of /usr/etc/login.defs.
        text = re.sub(rf"(?<![\w/.-]){re.escape(place)}", f"{tmp_path}{place}", text)
    command = [require(program), *words, "-c", 'as_root() { "$@"; }\n' + before + text]
    tools = busybox_tools(tmp_path) if program == "busybox" else f"{tmp_path}/bin"
    env = {"PATH": f"{tmp_path}/bin:{tools}:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def busybox_tools(tmp_path: Path) -> str:
    """A folder in which busybox goes by the names of the tools."""
    folder = tmp_path / "busybox"
    if not folder.exists():
        folder.mkdir()
        for tool in BUSYBOX:
            (folder / tool).symlink_to(require("busybox"))
    return str(folder)


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
both:$6$x:019000:0:090:7::020500:
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
7 * * * * root curl -s https://CORP\\user:w0rt@host/path
8 * * * * root sshpass -p abc123 ssh host
9 * * * * root mkdir -p /backup/today && rsync -a /etc /backup/etc
1 1 * * * oracle sqlplus sys/oracle123@orcl @/x.sql
2 2 * * * root curl -H "Authorization: Bearer eyJhbGci" https://api/
3 3 * * * root echo geheim | sudo -S systemctl restart x
7 7 * * * root /opt/x --api-key abcdef --verbose
8 8 * * * root date > /tmp/pass_list.txt
"""
# Each with one secret, however the program wants it told.
TOLD_OTHERWISE = """curl --user "admin:S3cret" https://x/y
curl -u 'admin:S3cret' https://x/y
curl 'https://qyapi.example.com/cgi-bin/webhook/send?key=S3cret' -d x
curl https://hooks.slack.com/services/T00/B00/S3cret
curl "https://oapi.example.com/robot/send?access_token=S3cret"
curl https://open.example.com/open-apis/bot/v2/hook/S3cret
curl https://api.telegram.org/botS3cret/sendMessage
sqlplus -s "system/S3cret" @/x.sql
exp userid=scott/S3cret file=/backup/x.dmp
lftp -u user,S3cret sftp://h
openssl enc -aes-256-cbc -k S3cret -in /a
ossutil cp /a oss://b -i AKID -k S3cret
rclone sync /a b: --sftp-pass S3cret
isql -U sa -P S3cret
sqlcmd -S db -U sa -P S3cret
echo ".logon h/u,S3cret" | bteq
gsql -U u -W S3cret -c x
ipmitool -H h -U admin -P S3cret sel list
snmpget -v2c -c S3cret h sysUpTime
snmpget -v3 -u u -A S3cret -X S3cret h
skopeo copy --creds S3cret a b
kinit admin <<< S3cret
echo S3cret | docker login --password-stdin
docker login -u u -p S3cret r
db2 connect to x user y using S3cret
impdp system/S3cret directory=d
mysqldump -u root -pS3cret x
smbclient //h/s -U user%S3cret
http https://u:S3cret@h/
tool --client-secret=S3cret
curl -d '{"user":"a","password":"S3cret"}' https://x
obclient -hx -uroot -pS3cret
unrar x -pS3cret a.rar
dsmc incr -pa=S3cret
mc alias set s3 http://h AKID S3cret
tool --pwd S3cret
"""
SECRETS = [
    "hunter2",
    "S3cret",
    "words",
    "geheim",
    "pa55",
    "w0rt",
    "abc123",
    "oracle123",
    "eyJhbGci",
    "abcdef",
]


@each_shell
def test_what_looks_like_a_password_in_scheduled_jobs_stays_on_the_host(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"etc/crontab": JOBS})
    lines = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert [secret for secret in SECRETS if any(secret in line for line in lines)] == []
    text = "\n".join(lines)
    for kept in ("mkdir -p /backup/today && rsync -a /etc /backup/etc", "/tmp/pass_list.txt", "--verbose"):
        assert kept in text
    assert text.count("***") == 11
    write(tmp_path, {"etc/crontab": JOBS.replace("S3cret", "another")})
    again = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert lines[0] != again[0]
    assert lines[1:] == again[1:]


@each_shell
def test_whatever_the_program_no_password_of_a_scheduled_job_leaves_the_host(
    shell: str, tmp_path: Path
) -> None:
    jobs = TOLD_OTHERWISE.splitlines()
    write(tmp_path, {"etc/crontab": "".join(f"1 2 * * * root {job}\n" for job in jobs)})
    _, *lines = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert [line for line in lines if "S3cret" in line] == []
    assert [line for line in lines if "***" not in line] == []
    # What it is about is still to be seen.
    assert [line.split()[7] for line in lines] == [job.split()[0] for job in jobs]
    harmless = "rsync -a /a /archive/b\nmkdir -p /data/archive\njournalctl -u a -k\nps -p 1\nsnmpd -f\n"
    write(tmp_path, {"etc/crontab": "".join(f"1 2 * * * root {job}\n" for job in harmless.splitlines())})
    _, *lines = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert [line for line in lines if "***" in line] == []


@each_shell
def test_scheduled_jobs_stand_with_their_file_the_logins_own_last(shell: str, tmp_path: Path) -> None:
    tables = {
        "etc/crontab": "SHELL=/bin/sh\n \n1 * * * * root a",
        "etc/cron.d/b": "\t# x\n2 * * * * root b\n",
    }
    write(
        tmp_path,
        {**tables, "bin/crontab": '#!/bin/sh\necho "# own"; echo "A = 3"; echo "3 * * * * c=\'%\'"\n'},
    )
    (tmp_path / "bin/crontab").chmod(0o755)
    _, *jobs = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert [job.replace(f"{tmp_path}", "") for job in jobs] == [
        "/etc/crontab: 1 * * * * root a",
        "/etc/cron.d/b: 2 * * * * root b",
        "crontab: 3 * * * * c='%'",
    ]


def stat(pid: int, name: str, state: str, parent: int = 1, flags: int = 0x40, size: int = 9000) -> str:
    """A line of /proc/PID/stat: `flags` is its ninth word, `size` (memory) the 23rd."""
    return f"{pid} ({name}) {state} {parent} 0 0 0 0 {flags} " + "0 " * 13 + f"{size} " + "0 " * 21 + "\n"


@each_shell
def test_a_process_is_seen_whatever_its_name(shell: str, tmp_path: Path) -> None:
    names = ["plain", "a b", ") S 1 (", "two\nlines", "x) R 1 0 0", "1\n77"]
    write(tmp_path, {"proc/1/stat": stat(1, "init", "S"), "proc/2/stat": stat(2, "kthreadd", "S", 0)})
    write(
        tmp_path, {f"proc/{pid}/stat": stat(pid, name, "Z", 9) for pid, name in enumerate(names, start=100)}
    )
    write(tmp_path, {"proc/200/stat": stat(200, "vmmemctl", "D", 2), "proc/201/stat": stat(201, "ls", "D")})
    # EL 5: a thread of the kernel, whose parent is another one; and a program that ends and has given its memory back.
    write(tmp_path, {"proc/202/stat": stat(202, "kjournald", "D", 11, 0x8040, 0)})
    write(tmp_path, {"proc/203/stat": stat(203, "cp", "D", 77, 0x4, 0)})
    sample = said(shell, "linux-processes", tmp_path, "/proc/[0-9]")
    assert [line.split()[:2] for line in sample if line[0] == "Z"] == [
        ["Z", str(pid)] for pid in range(100, 106)
    ]
    assert [line for line in sample if line[0] == "D"] == [
        "D 200 kernel vmmemctl",
        "D 201 program ls",
        "D 202 kernel kjournald",
        "D 203 program cp",
    ]
    assert sample[-1] == "processes 12 1"


@each_shell
def test_thousands_of_processes_are_seen_where_a_command_takes_few_words(shell: str, tmp_path: Path) -> None:
    # Their names are 128 KiB and more together: what a command takes before Linux 2.6.23, or with a small stack.
    names = ["init", *(f"sleeper{number}" for number in range(2000))]
    write(tmp_path, {f"proc/{pid}/stat": stat(pid, name, "S") for pid, name in enumerate(names, start=1)})
    write(tmp_path, {"proc/9999/stat": stat(9999, "crond", "S"), "proc/9999/status": "NSpid:\t9999\n"})
    assert len(f"{tmp_path}/proc/1000/stat ") * len(names) > 128 << 10
    (small, *_) = said(shell, "linux-processes", tmp_path, "/proc/[0-9]", before="ulimit -s 512\n")
    assert small == "processes 2002 1"
    lines = said(shell, "linux-daemons", tmp_path, "/proc/[0-9]", "/proc/1/", before="ulimit -s 512\n")
    assert lines == ["clock=none", "log=none", "cron=crond", "audit=none"]


_DOCKER = "11:pids:/docker/0123456789ab\n1:name=systemd:/docker/0123456789ab\n"
_KUBERNETES = "1:name=systemd:/kubepods.slice/kubepods-besteffort.slice/cri-containerd-0123456789ab.scope\n"
_SERVICE = "1:name=systemd:/system.slice/crond.service\n"


@each_shell
@pytest.mark.parametrize(
    ("numbers", "group", "first", "cron"),
    [
        ("NSpid:\t50\t1\n", "", "0::/init.scope\n", "none"),
        ("NSpid:\t50\n", "0::/\n", "0::/init.scope\n", "crond"),
        # Before Linux 4.1 the control group alone tells.
        ("", _DOCKER, "1:name=systemd:/\n", "none"),
        ("", _KUBERNETES, "1:name=systemd:/\n", "none"),
        ("", "1:name=systemd:/machine.slice/libpod-0123456789ab.scope\n", "1:name=systemd:/\n", "none"),
        ("", "1:name=systemd:/lxc/web\n", "1:name=systemd:/\n", "none"),
        ("", _SERVICE, "1:name=systemd:/\n", "crond"),
        ("", "1:name=systemd:/system.slice/docker.service\n", "1:name=systemd:/\n", "crond"),
        ("", "", "", "crond"),
        # The inspected machine is a container itself: what runs there is its own.
        ("", _DOCKER, _DOCKER, "crond"),
    ],
)
def test_what_runs_in_a_container_is_no_service_of_the_host(
    shell: str, numbers: str, group: str, first: str, cron: str, tmp_path: Path
) -> None:
    write(tmp_path, {"proc/1/stat": stat(1, "systemd", "S", 0), "proc/1/cgroup": first})
    write(tmp_path, {"proc/50/stat": stat(50, "crond", "S"), "proc/50/cgroup": group})
    write(tmp_path, {"proc/50/status": f"Name:\tcrond\n{numbers}Threads:\t1\n"})
    lines = said(shell, "linux-daemons", tmp_path, "/proc/[0-9]", "/proc/1/")
    assert lines == ["clock=none", "log=none", f"cron={cron}", "audit=none"]


@each_shell
@pytest.mark.parametrize("probe", ["linux-daemons", "linux-time-sync"])
def test_a_name_is_read_where_this_kernel_has_it_and_counts_as_a_whole(
    shell: str, probe: str, tmp_path: Path
) -> None:
    names = {
        1: "init",
        7: "chronyd-restart",
        8: "chronyd) S 1",
        9: "a chronyd",
        10: "two\nntpd",
        11: "kworker/0:1",
        12: "ntpd",
    }
    write(tmp_path, {f"proc/{pid}/stat": stat(pid, name, "S") for pid, name in names.items()})
    write(tmp_path, {"bin/timedatectl": "#!/bin/sh\n", "proc/13/ended": ""})
    (tmp_path / "bin/timedatectl").chmod(0o755)
    places = ("/proc/[0-9]", "/proc/1/", "/run/dbus/", "/var/run/dbus/")
    told = {"linux-daemons": "clock=ntpd", "linux-time-sync": "service=ntpd"}[probe]
    assert told in said(shell, probe, tmp_path, *places)
    write(tmp_path, {f"proc/{pid}/comm": f"{name}\n" for pid, name in names.items()})
    # Where a kernel has both only one is read.
    write(tmp_path, {"proc/12/stat": "", "proc/14/stat": stat(14, "chronyd", "S")})
    assert told in said(shell, probe, tmp_path, *places)


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


OLD_KILL = "Out of memory: Kill process 2211 (mysqld) score 800 or sacrifice child"


@each_shell
@pytest.mark.parametrize(
    ("log", "kills"),
    [
        (["mysqld invoked oom-killer: gfp_mask=0x201d2, order=0, oomkilladj=0", OLD_KILL], 1),
        # The log is a ring: it may have lost either line.
        ([OLD_KILL], 1),
        (["mysqld invoked oom-killer: gfp_mask=0x201d2"] * 2, 2),
        (["Memory cgroup out of memory: Kill process 99 (java) score 5 or sacrifice child"], 1),
        (["oom-killer: gfp_mask=0xd0", "Out of Memory: Killed process 2211 (mysqld)."], 1),
        (["Linux version 3.10.0"], 0),
    ],
)
def test_kernels_that_do_not_count_kills_have_them_in_their_log(
    shell: str, log: list[str], kills: int, tmp_path: Path
) -> None:
    lines = "\n".join(log)
    files = {"proc/vmstat": "nr_free_pages 7\n", "bin/dmesg": f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\n"}
    write(tmp_path, {**files, "proc/sys/kernel/random/boot_id": "b0\n"})
    (tmp_path / "bin/dmesg").chmod(0o755)
    # Where it begins: what is counted of a log that has lost its first lines is not comparable.
    counted = said(shell, "linux-oom", tmp_path, "/proc/vmstat", "/proc/sys/")
    assert counted == [f"oom_kill {kills}", "from log", f"since b0 {log[0]}"]


@each_shell
def test_a_long_log_is_read_whole(shell: str, tmp_path: Path) -> None:
    # More than one argument of a program holds (128 KiB): what a shell's printf is where it is none of its own (mksh).
    fault = (
        "[9.0] Out of memory: Killed process 7 (java)\n[9.1] Buffer I/O error on device sdb, logical block 7"
    )
    log = f"#!/bin/sh\ni=0; while [ $i -lt 3000 ]; do echo \"[1.0] usb 1-1: new device $i {'x' * 40}\"; i=$((i + 1)); done\necho '{fault}'\n"
    write(tmp_path, {"bin/dmesg": log, "proc/vmstat": "nr_free_pages 7\n"})
    (tmp_path / "bin/dmesg").chmod(0o755)
    counted = said(shell, "linux-oom", tmp_path, "/proc/vmstat", "/proc/sys/")
    assert counted == ["oom_kill 1", "from log", "since "]
    lines = said(shell, "linux-kernel-log", tmp_path, "/proc/sys/")
    assert lines[0] == "lines=3002"
    assert any("Buffer I/O error" in line for line in lines)


@pytest.mark.parametrize("probe", ["linux-crontab", "linux-kernel-log"])
def test_what_nothing_counts_behind_it_stops_by_itself(probe: str, tmp_path: Path) -> None:
    """A little more than is read, so that the reader sees that there was more."""
    rows = "".join(
        f"* * * * * root I/O error {'x' * 180}{chr(97 + at % 26)}{at // 26}y\n" for at in range(2000)
    )
    write(tmp_path, {"etc/crontab": rows, "bin/dmesg": f"#!/bin/sh\ncat {tmp_path}/etc/crontab\n"})
    (tmp_path / "bin/dmesg").chmod(0o755)
    lines = said("dash", probe, tmp_path, "/etc/crontab", "/etc/cron.d", "/proc/sys/")
    assert 256 << 10 < sum(map(len, lines)) < 320_000


@each_shell
def test_no_program_gets_a_line_of_a_table_of_jobs_as_an_argument(shell: str, tmp_path: Path) -> None:
    # Everybody on the machine can read the arguments of programs.
    write(tmp_path, {"etc/crontab": "1 * * * * root mysql -phunter2\n"})
    for name in ("printf", "echo", "sha256sum"):
        program = require(name)
        text = f'#!/bin/sh\necho "$*" >>{tmp_path}/arguments\nexec {program} "$@"\n'
        write(tmp_path, {f"bin/{name}": text, "arguments": ""})
        (tmp_path / f"bin/{name}").chmod(0o755)
    lines = said(shell, "linux-crontab", tmp_path, "/etc/crontab", "/etc/cron.d")
    assert len(lines) == 2
    assert "mysql" in lines[1]
    assert "hunter2" not in (tmp_path / "arguments").read_text()


PASSWD = """root:x:0:0:root:/root:/bin/bash
short:x:00:0
  indented:x:+0:0::/:/usr/sbin/nologin
bob:x:1000:1000::/home/bob:/bin/sh
eve:x:01000:1000::/home/eve:/usr/sbin/nologin
#old:x:0:0::/:/bin/sh
+::0:0:::
torn:x::0::/:/bin/sh
"""


@each_shell
def test_accounts_are_read_as_the_c_library_reads_them(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"etc/passwd": PASSWD})
    assert said(shell, "linux-accounts", tmp_path, "/etc/passwd") == [
        "accounts=5",
        "uid0= root short indented",
        "doubled= root/short short/indented bob/eve",
        "login= root short bob",
    ]


@each_shell
def test_an_entry_without_an_account_or_with_odd_ends_opens_nothing(shell: str, tmp_path: Path) -> None:
    shadow = "root:$6$x$y:1:0:99999:7:::\nbob::1::::::\nghost::1::::::\nlocked:!!:1::::::\n# a note: :\n"
    write(tmp_path, {"etc/passwd": PASSWD + "open::7:7::/:/bin/sh\n", "etc/shadow": shadow})
    assert said(shell, "linux-empty-passwords", tmp_path, "/etc/passwd", "/etc/shadow") == ["empty= open bob"]


@each_shell
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a:$6$x:0:0:99999:7:::", "today"),  # must be changed at the next login
        ("a:$6$x:20000:0:many:7:::", "?"),
        ("a:$6$x:never:0:90:7:::", "?"),
        ("a:$6$x:20000:0:90:7:::\r", "20090"),
        ("a:$6$x:20000:0:0:7:::", "20000"),
        ("a:$6$x:20000:0:-1:7:::", None),
        ("a:NP:20000:0:90::::", None),
        ("a:*LK*:0:0:90:7:::", None),
        ("#a:$6$x:20000:0:90:7:::", None),
        ("a:$6$x", None),
    ],
)
def test_ageing_fields_at_their_edges(shell: str, line: str, told: str | None, tmp_path: Path) -> None:
    write(tmp_path, {"etc/shadow": line + "\n"})
    lines = said(shell, "linux-password-expiry", tmp_path, "/etc/shadow")
    if told == "today":
        assert re.fullmatch("a:[0-9]{5}:password", lines[0])
    else:
        assert lines == ([] if told is None else [f"a:{told}:password"])


@each_shell
def test_a_sandbox_that_counts_no_cpu_in_one_place_is_asked_in_the_other(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"proc/stat": "cpu 1 2 3 4\n", "proc/cpuinfo": "processor : 0\nprocessor : 1\n"})
    assert said(shell, "linux-cpu", tmp_path, "/proc/stat", "/proc/cpuinfo") == ["cpus=2"]


FAULT = "blk_update_request: I/O error, dev sda, sector 1234"


def kernel_log(shell: str, lines: list[str], tmp_path: Path) -> list[str]:
    """What the probe lets through of a kernel log: the lines behind the head, without their numbers."""
    write(tmp_path, {"log": "\n".join(lines) + "\n", "bin/dmesg": f"#!/bin/sh\ncat {tmp_path}/log\n"})
    (tmp_path / "bin/dmesg").chmod(0o755)
    let_through = said(shell, "linux-kernel-log", tmp_path)
    return [line.partition(" ")[2] for line in let_through if line[0].isdigit()]


@each_shell
@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("", True),
        ("[    5.101010] ", True),
        ("[    5.101010] [   T12] ", True),
        ("[    5.101010][  C0] ", True),
        ("<3>[    5.101010] ", True),
        ("<11>[    5.101010] ", False),  # of a program
        ("[Sat Nov 28 01:02:03 2026] ", True),
        ("[Sat Nov  8 01:02:03 2026] app[12]: ", False),
        ("kern  :err   : [    5.101010] ", True),
        ("daemon:err   : [    5.101010] ", False),
        ("2026-11-28T01:02:03,123456+08:00 ", True),
        ("Nov 28 01:02:03 host kernel: [    5.101010] ", True),
    ],
)
def test_a_line_of_the_kernel_is_known_in_every_form(
    shell: str, head: str, kept: bool, tmp_path: Path
) -> None:
    assert kernel_log(shell, [head + FAULT], tmp_path) == ([FAULT] if kept else [])


def test_a_log_full_of_rules_and_crashed_programs_does_not_hide_a_fault(tmp_path: Path) -> None:
    lines = []
    for at in range(3000):
        lines.append(
            f"[{at}.1] [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.{at % 250} DST=192.0.2.1 ID={at} DPT={at}"
        )
        lines.append(f"[{at}.2] audit: type=1400 audit(1665410{at:05}.{at % 999}:{at}): apparmor error=-13")
        lines.append(f"<6>[{at}.3] java[{at}]: segfault at {at:x} ip 00007f{at:x} sp 0 error 4 in libjvm.so")
    assert kernel_log("sh", [*lines, FAULT], tmp_path) == [FAULT]


@each_shell
@pytest.mark.parametrize(
    "include",
    [
        "Include x/*.conf",
        "include=x/a.conf",
        'Include "my conf/b.conf"',
        'Include none "x/a.conf"',
        "Include x/a.conf\r",
    ],
)
def test_every_way_to_include_a_file_of_sshd_is_followed(shell: str, include: str, tmp_path: Path) -> None:
    block = "Match Address 192.0.2.0/24\nPermitRootLogin yes\n"
    write(tmp_path, {"etc/ssh/x/a.conf": block, "etc/ssh/my conf/b.conf": block})
    write(
        tmp_path,
        {"etc/ssh/sshd_config": f"Port 22\n{include}\n", "bin/sshd": "#!/bin/sh\necho permitrootlogin no\n"},
    )
    (tmp_path / "bin/sshd").chmod(0o755)
    lines = said(shell, "linux-sshd", tmp_path, "/etc/ssh/", "/run/sshd.pid", "/var/run/sshd.pid")
    assert "config Match Address 192.0.2.0/24" in lines
    assert lines[-1] == "complete"


@each_shell
@pytest.mark.parametrize(
    "started",
    [
        "sshd: /usr/sbin/sshd -D -oPermitRootLogin=yes [listener] 0 of 10-100 startups\0",
        "sshd: /usr/sbin/sshd -D -o PermitRootLogin yes -p 22 [listener] 0 of 10-100 startups\0",
        "/usr/sbin/sshd\0-D\0-o\0permitrootlogin=yes\0",
    ],
)
def test_what_a_running_sshd_was_started_with_goes_before_its_files(
    shell: str, started: str, tmp_path: Path
) -> None:
    program = (
        '#!/bin/sh\nfor word in "$@"; do case $word in -o*ogin=yes) echo permitrootlogin yes ;; esac; done\n'
    )
    write(
        tmp_path,
        {"bin/sshd": program, "run/sshd.pid": "77\n", "proc/77/cmdline": started, "etc/ssh/sshd_config": ""},
    )
    (tmp_path / "bin/sshd").chmod(0o755)
    (tmp_path / "proc/77/exe").symlink_to(tmp_path / "bin/sshd")
    lines = said(shell, "linux-sshd", tmp_path, "/etc/ssh/", "/run/sshd.pid", "/var/run/sshd.pid", "/proc/")
    assert lines == ["settings", "permitrootlogin yes", "complete"]


@each_shell
def test_xfs_that_has_shut_down_is_found_although_the_kernel_calls_it_writable(
    shell: str, tmp_path: Path
) -> None:
    mounts = "".join(
        f"{at} 1 8:{at} / {path} rw - {kind} /dev/sd{at} rw,inode64\n"
        for at, (path, kind) in enumerate([("/", "xfs"), ("/data\\040x", "xfs"), ("/e", "ext4")])
    )
    program = "#!/bin/sh\ncase $1 in '/data x') echo \"stat: cannot statx '$1': Input/output error\" >&2; exit 1 ;; esac\n"
    write(tmp_path, {"proc/self/mountinfo": mounts, "bin/stat": program})
    (tmp_path / "bin/stat").chmod(0o755)
    places = ("/proc/self/mountinfo", "/etc/fstab", "/usr/lib/systemd/", "/run/systemd/", "/etc/systemd/")
    lines = said(shell, "linux-mounts", tmp_path, *places)
    assert [line for line in lines if line.startswith("shut")] == ["shut /data\\040x"]
    assert len([line for line in lines if line.startswith("mount ")]) == 3


@each_shell
def test_an_sshd_whose_file_is_nowhere_leaves_open_what_match_blocks_change(
    shell: str, tmp_path: Path
) -> None:
    write(tmp_path, {"bin/sshd": "#!/bin/sh\necho permitrootlogin no\n"})
    (tmp_path / "bin/sshd").chmod(0o755)
    places = ("/etc/ssh/", "/usr/etc/ssh/", "/run/sshd.pid", "/var/run/sshd.pid")
    assert said(shell, "linux-sshd", tmp_path, *places) == ["settings", "permitrootlogin no"]


def test_very_many_accounts_do_not_hide_the_one_that_matters(tmp_path: Path) -> None:
    many = "".join(f"user{at:05}:x:{at}:100::/home/x:/bin/sh\n" for at in range(1000, 12000))
    write(tmp_path, {"etc/passwd": f"root:x:0:0::/root:/bin/sh\n{many}evil:x:0:0::/:/bin/sh\n"})
    lines = said("sh", "linux-accounts", tmp_path, "/etc/passwd")
    assert "uid0= root evil" in lines
    assert max(map(len, lines)) < 2000


SYSTEMCTL = r"""#!/bin/sh
case "$*" in
  *--state=failed,*) printf 'mail.service loaded failed failed Mail\n' ;;
  *--state=running*) printf 'app@1.service loaded active running App\nwith\\x2ddash.service loaded active running B\nold.service loaded active running O\nslow.service loaded activating start start S\njob.service loaded activating start start J\nnew.service loaded deactivating stop-sigterm N\n' ;;
  show*)
    case "$*" in *'with\x2ddash.service'*) ;; *) exit 1 ;; esac
    printf 'NRestarts=412\nId=app@1.service\nActiveEnterTimestampMonotonic=8990123456\n\n'
    printf 'NRestarts=0\nId=with\\x2ddash.service\nActiveEnterTimestampMonotonic=8999000001\n\n'
    printf 'NRestarts=99\nId=old.service\nActiveEnterTimestampMonotonic=1123456\nActiveState=active\nStateChangeTimestampMonotonic=1123456\n\n'
    printf 'Type=notify\nId=slow.service\nActiveState=activating\nStateChangeTimestampMonotonic=8000123456\nActiveEnterTimestampMonotonic=0\n\n'
    printf 'Type=oneshot\nId=job.service\nActiveState=activating\nStateChangeTimestampMonotonic=1000123456\n\n'
    printf 'Type=simple\nId=new.service\nActiveState=deactivating\nStateChangeTimestampMonotonic=8990123456\n' ;;
esac
"""


@each_shell
def test_a_service_that_was_started_again_lately_and_often_is_told(shell: str, tmp_path: Path) -> None:
    """Between two falls it is "running"; what was started again often, but long ago, is fine."""
    write(tmp_path, {"run/systemd/system/x": "", "proc/uptime": "9000.12 1.0\n", "bin/systemctl": SYSTEMCTL})
    (tmp_path / "bin/systemctl").chmod(0o755)
    told = said(shell, "linux-failed-units", tmp_path, "/run/systemd/system", "/proc/uptime")
    assert told == [
        "init=systemd",
        "mail.service loaded failed failed Mail",
        "app@1.service restarts 412",
        "slow.service stuck activating",
    ]


@each_shell
def test_what_stands_between_the_disks_and_is_not_asked_is_told(shell: str, tmp_path: Path) -> None:
    files = {
        "block/dm-0/dm/name": "vg0-root",
        "block/dm-1/dm/name": "vg0-db_rimage_0",
        "block/dm-2/dm/name": "vg0-db_rimage_1-missing_0_0",
        "class/scsi_host/host0/proc_name": "megaraid_sas",
        "class/scsi_host/host1/proc_name": "ahci",
        "class/scsi_host/host2/proc_name": "3w-9xxx",
        "class/raid_devices/0:1:0:0/state": "degraded",
    }
    write(tmp_path, {f"sys/{file}": f"{text}\n" for file, text in files.items()})
    told = said(shell, "linux-raid", tmp_path, "/sys/", "/proc/")
    assert told == [
        "Personalities : (none)",
        "lvm vg0-db_rimage_0",
        "lvm vg0-db_rimage_1-missing_0_0",
        "volume 0:1:0:0 degraded",
        "controller host0 megaraid_sas",
        "controller host2 3w-9xxx",
    ]
