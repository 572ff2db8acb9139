"""Commands of linux-security and capacity, run in several shells over files of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_probe_commands import each_shell, said, write

from fieldops.inspection.titled import titled

# Made for these tests (EC, prime256v1, without its key): valid until 2126.
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUV9d781dMeETg1GW6XHqiqg2TNgswCgYIKoZIzj0EAwIw
JTEVMBMGA1UEAwwMc2l0ZS5leGFtcGxlMQwwCgYDVQQKDANBfEIwIBcNMjYxMTI5
MDIxMTIzWhgPMjEyNjExMDUwMjExMjNaMCUxFTATBgNVBAMMDHNpdGUuZXhhbXBs
ZTEMMAoGA1UECgwDQXxCMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcMebxpvr
xKMvFQ8QHGhKXHkojWO2uU+VzJpP0ent5X0uIfoXbd26iYeROON4fTTRWqaixfWs
uTIGIfEnOi9dHaNTMFEwHQYDVR0OBBYEFO16CsNs/dFcHx8yCqPhNWy2+Q2LMB8G
A1UdIwQYMBaAFO16CsNs/dFcHx8yCqPhNWy2+Q2LMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIhAO45ZAmsD+D6IjgPHtHpiCNxx34INM3OnQL1PyXs
Gb2VAiBqvrY10wBblUv8lLDaedUeJBLPgLp4Ku5ZO5HGloEc5w==
-----END CERTIFICATE-----
"""


def rows(lines: list[str]) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in titled("\n".join(lines)) if isinstance(row, dict)]


@each_shell
def test_certificates_that_a_server_names_are_read_and_those_that_are_no_certificates_are_told(
    shell: str, tmp_path: Path
) -> None:
    files = {
        "etc/nginx/nginx.conf": f'ssl_certificate "{tmp_path}/site.crt";\nssl_certificate {tmp_path}/gone.crt;\n#ssl_certificate /x;\nssl_certificate below/own.crt;\nssl_certificate data:x;\n',
        "etc/nginx/below/own.crt": CERTIFICATE,
        "etc/nginx/conf.d/b.conf": "server {\n  ssl_certificate_key /etc/key;\n}\n",
        "etc/nginx/ssl/key.pem": "-----BEGIN NOTHING-----\n",
        "site.crt": CERTIFICATE,
        "proc/net/tcp": "  sl  local_address rem_address   st\n",
    }
    write(tmp_path, files)
    places = ("/etc/nginx/", "/etc/letsencrypt/", "/etc/kubernetes/", "/etc/pki/", "/etc/ssl/", "/etc/httpd/")
    found = rows(said(shell, "linux-certificates", tmp_path, *places, "/etc/apache2/", "/proc/net/tcp"))
    assert [row[0] for row in found] == [
        f"{tmp_path}/site.crt",
        f"{tmp_path}/gone.crt",
        f"{tmp_path}/etc/nginx/below/own.crt",
        f"{tmp_path}/etc/nginx/ssl/key.pem",
    ]
    assert found[0][2:] == ("Nov  5 02:11:23 2126 GMT", "CN = site.example, O = A/B")
    assert found[2][1:] == found[0][1:]
    assert str(found[1][1]) == str(found[3][1]) == "reading.refused"


@each_shell
def test_keys_are_told_by_their_end_and_never_whole(shell: str, tmp_path: Path) -> None:
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIabcdefghijklmnop"
    home = f"{tmp_path}/home"
    lines = f'# old\nssh-ed25519 {key} a b|c\nfrom="192.0.2.1",no-pty ssh-rsa {key}\nnonsense\n'
    write(
        tmp_path,
        {
            "etc/passwd": f"ops:x:1:1::{home}:/bin/sh\nother:x:2:1::{home}:/bin/sh\nnone:x:3:1:::\n",
            "home/.ssh/authorized_keys": lines,
        },
    )
    printed = said(shell, "linux-authorized-keys", tmp_path, "/etc/passwd")
    assert not any(key in line for line in printed)
    assert rows(printed) == [
        ("ops ssh-ed25519 abcdefghijklmnop a b/c", "ops"),
        ("ops ssh-rsa abcdefghijklmnop", "ops"),
    ]


@each_shell
def test_rules_of_sudo_are_lines_that_say_something(shell: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "etc/sudoers": "# comment\n\nroot ALL=(ALL) ALL\n#includedir /etc/sudoers.d\n#1000 is no account here\n",
            "etc/sudoers.d/ops": "  ops ALL=(ALL) NOPASSWD: ALL\n",
        },
    )
    assert said(shell, "linux-sudoers", tmp_path, "/etc/sudoers") == [
        f"{tmp_path}/etc/sudoers:root ALL=(ALL) ALL",
        f"{tmp_path}/etc/sudoers:#includedir /etc/sudoers.d",
        f"{tmp_path}/etc/sudoers.d/ops:  ops ALL=(ALL) NOPASSWD: ALL",
    ]


@each_shell
def test_of_each_folder_of_backups_the_newest_file_counts(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"backup/db/old": "12345", "backup/db/new one": "123", "backup/loose": ""})
    os.utime(tmp_path / "backup/db/old", (0, 0))
    found = rows(said(shell, "linux-backups", tmp_path, "/backup", "/var/backups"))
    assert [(row[0], row[1], row[3], row[4]) for row in found] == [
        (f"{tmp_path}/backup/db", "new one", "3", "2"),
        (f"{tmp_path}/backup", "loose", "0", "1"),
    ]


@each_shell
def test_the_log_of_a_job_that_fails_is_no_backup(shell: str, tmp_path: Path) -> None:
    names = (
        "db/full.dmp",
        "db/rman.LOG",
        "db/full.dmp.md5",
        "db/next.dmp.part",
        "db/run.log.1.gz",
        "logs/a.log",
    )
    write(tmp_path, {f"backup/{name}": "1" for name in names})
    os.utime(tmp_path / "backup/db/full.dmp", (0, 0))
    found = {
        str(row[0]): row for row in rows(said(shell, "linux-backups", tmp_path, "/backup", "/var/backups"))
    }
    assert (found[f"{tmp_path}/backup/db"][1], found[f"{tmp_path}/backup/db"][4]) == ("full.dmp", "1")
    assert str(found[f"{tmp_path}/backup/logs"][1]) == "reading.refused"


def test_a_backup_of_the_future_hides_no_old_one(tmp_path: Path) -> None:
    """Its time was copied, or the clock was wrong: for years it would be the newest, however old the others are."""
    write(tmp_path, {"backup/db/ahead": "1", "backup/db/real": "123"})
    os.utime(tmp_path / "backup/db/ahead", (4102444800, 4102444800))
    found = rows(said("dash", "linux-backups", tmp_path, "/backup", "/var/backups"))
    told = {str(row[0]): (str(row[1]), row[3]) for row in found if len(row) > 3}
    assert told[f"{tmp_path}/backup/db"] == ("real", "3")
    assert f"{tmp_path}/backup/db/ahead" in {row[0] for row in found}


LASTB = """root     ssh:notty    198.51.100.4     Sat Nov 28 03:12 - 03:12  (00:00)
admin    ssh:notty    198.51.100.4     Sat Nov 28 03:12 - 03:12  (00:00)
         ssh:notty    198.51.100.7     Sat Nov 28 03:12 - 03:12  (00:00)
root     tty1                          Sat Nov 28 03:11 - 03:11  (00:00)

btmp begins Sat Nov 28 03:11:40 2026
"""


@each_shell
@pytest.mark.parametrize("record", [LASTB, "\nbtmp begins Sat Nov 28 03:11:40 2026\n"])
def test_failed_logins_are_counted_by_source_and_name(shell: str, record: str, tmp_path: Path) -> None:
    write(tmp_path, {"bin/lastb": f"#!/bin/sh\ncat <<'END'\n{record}END\n"})
    (tmp_path / "bin/lastb").chmod(0o755)
    some = record == LASTB
    assert said(shell, "linux-failed-logins", tmp_path) == [
        f"count={4 if some else 0}",
        "since=Sat Nov 28 03:11:40 2026",
        f"sources={'198.51.100.4 (2), 198.51.100.7 (1)' if some else '(none)'}",
        f"names={'root (2), - (1), admin (1)' if some else '(none)'}",
    ]


LAST = """ops      pts/0        192.0.2.9                        Sat Nov 28 09:12:01 2026   still logged in
root     tty1                                          Fri Nov 27 22:40:10 2026 - Fri Nov 27 23:01:00 2026  (00:20)
reboot   system boot  5.10.0-8-amd64                   Fri Nov 27 22:39:00 2026   still running

wtmp begins Sun Nov  1 00:00:01 2026
"""


@each_shell
def test_logins_are_told_with_where_they_came_from(shell: str, tmp_path: Path) -> None:
    write(tmp_path, {"bin/last": f"#!/bin/sh\ncat <<'END'\n{LAST}END\n"})
    (tmp_path / "bin/last").chmod(0o755)
    assert rows(said(shell, "linux-logins", tmp_path)) == [
        ("1. Sat Nov 28 09:12:01 2026 still logged in", "ops", "192.0.2.9"),
        ("2. Fri Nov 27 22:40:10 2026 - Fri Nov 27 23:01:00 2026 (00:20)", "root", "console"),
    ]


HEAD = "  sl  local_address rem_address   st tx_queue\n"


@each_shell
def test_local_ports_are_counted_once_and_only_those_of_the_range(shell: str, tmp_path: Path) -> None:
    # 0x8000 and 0xEA5F are the first and the last of the range; a port on which somebody listens is none of it.
    ends = ["7FFF 01", "8000 01", "8000 06", "EA5F 06", "EA60 01", "9000 0A"]
    lines = [
        f"   {at}: 0100007F:{end.split()[0]} 0100007F:0050 {end.split()[1]} 0\n"
        for at, end in enumerate(ends)
    ]
    write(
        tmp_path,
        {"proc/sys/net/ipv4/ip_local_port_range": "32768\t59999\n", "proc/net/tcp": HEAD + "".join(lines)},
    )
    places = ("/proc/net/tcp", "/proc/net/tcp6", "/proc/sys/net/ipv4/ip_local_port_range")
    assert said(shell, "linux-tcp", tmp_path, *places)[-2:] == ["local_ports=2", "port_range=27232"]
