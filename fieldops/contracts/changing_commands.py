"""Programs that change the machine they run on: what a probe, which may only read, runs of them. Pure.

How they are found behind `sudo`, `xargs`, `find -exec` and in the text of `sh -c`: `commands`. Not every way to change something can be told from a text: what is found here is sure, what is not found proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldops.contracts.commands import programs_run

# fmt: off
_CHANGES = frozenset({
    "apk", "apt", "apt-get", "at", "chattr", "chgrp", "chmod", "chown", "chpasswd", "cp", "dd", "dnf", "fdisk", "fsck", "gpasswd",
    "groupadd", "groupdel", "groupmod", "halt", "init", "insmod", "install", "killall", "ln", "logrotate", "lvcreate", "lvextend",
    "lvremove", "mkdir", "mkfifo", "mkfs", "mknod", "mkswap", "modprobe", "mount", "mv", "parted", "passwd", "pip", "pkill",
    "poweroff", "pvcreate", "reboot", "rm", "rmdir", "rmmod", "rsync", "setenforce", "setfacl", "shred", "shutdown", "swapoff",
    "swapon", "telinit", "touch", "truncate", "umount", "unlink", "useradd", "userdel", "usermod", "vgcreate", "vgremove",
    "vi", "vim", "visudo", "wall", "yum", "zypper",
})
# Programs of which only some words change something.
_WITH: Mapping[str, frozenset[str]] = {
    "hostnamectl": frozenset({"set-hostname"}),
    "localectl": frozenset({"set-locale", "set-keymap"}),
    "nginx": frozenset({"-s"}),
    "sed": frozenset({"-i", "--in-place"}),
    "service": frozenset({"start", "stop", "restart", "reload"}),
    "sysctl": frozenset({"-w", "-p", "--system"}),
    "systemctl": frozenset({
        "start", "stop", "restart", "try-restart", "reload", "kill", "enable", "disable", "mask", "unmask", "isolate",
        "daemon-reload", "daemon-reexec", "edit", "set-property", "set-default", "reset-failed", "reboot", "poweroff", "halt",
    }),
    "timedatectl": frozenset({"set-time", "set-timezone", "set-ntp", "set-local-rtc"}),
}
# fmt: on


def changing_command(script: str) -> str | None:
    """The first command of a shell text that changes the machine, as it is written, at most 80 characters; None: none is known."""
    for name, arguments in programs_run(script):
        if _changes(name.rsplit("/", 1)[-1], arguments):
            return " ".join([name, *arguments])[:80]
    return None


def _changes(name: str, rest: Sequence[str]) -> bool:
    if name == "tee":
        return any(not each.startswith("-") and each != "/dev/null" for each in rest)
    if name == "sed":
        return any(each == "-i" or each.startswith(("-i.", "--in-place")) for each in rest)
    return name in _CHANGES or bool(_WITH.get(name, frozenset()) & set(rest))
