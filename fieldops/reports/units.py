"""systemd units that call `fieldops schedule run` again and again (systemd.service(5), systemd.timer(5))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldops.errors import Unanswerable

NAME = "fieldops-schedule"
_NETWORK = "After=network-online.target\nWants=network-online.target\n"
_SYSTEM, _USER = "/etc/systemd/system", "~/.config/systemd/user"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit file: where it belongs and what stands in it."""

    path: str
    text: str


def units(
    command: Sequence[str], every_seconds: int, account: str | None, name: str = NAME
) -> tuple[Unit, Unit]:
    """The service that runs `command` (its first word an absolute path), and the timer that starts it each `every_seconds`.

    `account` is the user that the system's service runs as; None makes units of a user's own systemd, which knows no
    target for the network. The command's exit codes 1, 3 and 4 (findings, something not reached, refused) are no
    failures of the service. Every systemd since 219 (2015) understands the units.
    Raises Unanswerable for a path that no unit can hold (a line end in it).
    """
    for text in command:
        if not text.isprintable():
            raise Unanswerable("visit.unprintable-path", path=text)
    place = _SYSTEM if account is not None else _USER
    whose = f"User={account}\n" if account is not None else ""
    network = _NETWORK if account is not None else ""
    words = " ".join(_quoted(word) for word in _startable(command))
    service = f"""\
[Unit]
Description=fieldops: do the visits that are due
{network}
[Service]
Type=oneshot
{whose}ExecStart={words}
SuccessExitStatus=1 3 4
"""
    timer = f"""\
[Unit]
Description=fieldops: look what is due

[Timer]
OnActiveSec=30s
OnUnitInactiveSec={every_seconds}s
AccuracySec=10s

[Install]
WantedBy=timers.target
"""
    return Unit(f"{place}/{name}.service", service), Unit(f"{place}/{name}.timer", timer)


def _startable(command: Sequence[str]) -> list[str]:
    """systemd starts no program with a quote, a backslash or (by any spelling) a dollar sign in its name; env does."""
    odd = any(letter in command[0] for letter in "\"'\\$")
    return ["/usr/bin/env", *command] if odd else [*command]


def _quoted(word: str) -> str:
    """One word of a command line: quoted, with nothing that systemd would replace.

    A dollar sign is doubled: the prefix that makes all of them plain (:) is refused before systemd 244.
    """
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(plain, escaped)
    return f'"{word}"'
