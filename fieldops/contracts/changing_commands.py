"""Programs that change the machine they run on: what a probe, which may only read, runs of them. Pure.

Not every way to change something can be told from a text: what is found here is sure, what is not found proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldops.contracts.shell_text import NotUnderstood, simple_commands

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
# They run what stands behind them; words with a hyphen, numbers and NAME=VALUE are theirs.
_CARRIERS = frozenset(
    {
        "as_root",
        "command",
        "env",
        "exec",
        "ionice",
        "nice",
        "nohup",
        "setsid",
        "sudo",
        "time",
        "timeout",
        "xargs",
    }
)  # fmt: skip


def changing_command(script: str) -> str | None:
    """The first command of a shell text that changes the machine, as it is written, at most 80 characters; None: none is known."""
    try:
        commands = simple_commands(script)
    except (NotUnderstood, RecursionError):
        return None
    for command in commands:
        words = _behind_carriers([word.text for word in command.words])
        if words and _changes(words[0].rsplit("/", 1)[-1], words[1:]):
            return " ".join(words)[:80]
    return None


def _behind_carriers(words: Sequence[str]) -> Sequence[str]:
    while words and words[0].rsplit("/", 1)[-1] in _CARRIERS:
        # They tell about a command, or what one may run.
        if words[1:] and words[1] in ("-v", "-V", "-l"):
            return ()
        words = words[1:]
        while words and (words[0].startswith("-") or "=" in words[0] or words[0].rstrip("smhd").isdecimal()):
            words = words[1:]
    return words


def _changes(name: str, rest: Sequence[str]) -> bool:
    if name == "tee":
        return any(not each.startswith("-") and each != "/dev/null" for each in rest)
    if name == "sed":
        return any(each == "-i" or each.startswith(("-i.", "--in-place")) for each in rest)
    return name in _CHANGES or bool(_WITH.get(name, frozenset()) & set(rest))
