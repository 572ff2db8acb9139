"""Which commands of a probe are known to change the machine, and which only look as if they did."""

from __future__ import annotations

import pytest

from fieldops.contracts.changing_commands import changing_command


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("rm -f /tmp/x; who | wc -l", "rm -f /tmp/x"),
        ("who | sudo -n tee /tmp/x", "tee /tmp/x"),
        ("if true; then systemctl restart nginx; fi", "systemctl restart nginx"),
        ("timeout 5 /usr/sbin/service nginx stop", "/usr/sbin/service nginx stop"),
        ("as_root sed -i s/a/b/ /etc/hosts", "sed -i s/a/b/ /etc/hosts"),
        ("x=$(mkdir -p /tmp/a && echo ok)", "mkdir -p /tmp/a"),
        ("find /tmp -name x | xargs -n 1 rm", "rm"),
        ("sysctl -w vm.swappiness=1", "sysctl -w vm.swappiness=1"),
        ("LC_ALL=C rm x", "rm x"),
        ("sh -c 'cd /tmp; rm x'", "rm x"),
        ("find /tmp -name x -exec rm -f {} +", "rm -f {}"),
        ("sudo -u app rm x", "rm x"),
        ("timeout -k 2 5 nice -n 19 rm x", "rm x"),
        ("chroot /mnt rm x", "rm x"),
        ("rm x; sh -c 'if'", "rm x"),
    ],
)
def test_what_changes_the_machine_is_named(script: str, found: str) -> None:
    assert changing_command(script) == found


@pytest.mark.parametrize(
    "script",
    [
        "systemctl is-active nginx",
        "systemctl status restart.service",
        "grep rm /etc/passwd",
        "awk '{ print > 0 }' /proc/stat",
        "sed -n 's/rm/x/p' /etc/hosts",
        "echo rm -rf / ",
        "who | tee /dev/null",
        "sysctl -n vm.swappiness",
        "command -v rm",
        "kill -0 1",
        "sudo -l rm",
        "sh -c 'echo rm x'",
        "find /etc -name rm",
        "sudo -u rm id",
        "timeout 5 who",
    ],
)
def test_what_only_reads_is_not(script: str) -> None:
    assert changing_command(script) is None
