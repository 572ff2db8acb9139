"""Pinned host keys: reading and writing OpenSSH known_hosts lines, fingerprints, matching. No network.

One file per contract, beside the contract, so that a change of a customer's key is a reviewed change. We
read the lines ourselves: paramiko refuses a whole file for one line it does not know.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.structs import Struct

# Why a line pins nothing: keys of an authority, a marker nobody knows, too few words, no key of that type.
Unread = Literal["authority", "marker", "words", "key"]
# What makes the hosts of a line more than names: wildcards, exceptions, hashed names.
_SPECIAL = frozenset("*?!|")


class HostKey(Struct, frozen=True):
    """A public host key: its type (such as ssh-ed25519) and the raw key blob."""

    type: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """SHA256:… as OpenSSH prints it."""
        return key_fingerprint(self.blob)

    def __str__(self) -> str:
        return f"{self.type} {self.fingerprint}"


class Pin(Struct, frozen=True):
    """A known_hosts line: the hosts it is for and the key; a revoked key is never accepted."""

    hosts: str
    key: HostKey
    revoked: bool = False


def host_name(address: str, port: int) -> str:
    """How known_hosts names a host: the address, or [address]:port for another port than 22."""
    return address if port == 22 else f"[{address}]:{port}"


def read_pins(text: str) -> tuple[Pin, ...]:
    """The pins in a known_hosts text. Comments, certificate authorities and broken lines are left out."""
    return tuple(pin for line in _lines(text) if (pin := _pin(line)) is not None)


def unread_lines(text: str) -> Iterator[tuple[int, Unread]]:
    """The lines that `read_pins` leaves out and that are no comment, by number, and why; a key's type must be that in it."""
    for number, line in enumerate(_lines(text), 1):
        words = line.split()
        if words and not words[0].startswith("#") and (why := _unread(line, words)) is not None:
            yield number, why


def _unread(line: str, words: list[str]) -> Unread | None:
    if words[0] == "@cert-authority":
        return "authority"
    if words[0].startswith("@") and words[0] != "@revoked":
        return "marker"
    if len(words) < 3 + (words[0] == "@revoked"):
        return "words"
    pin = _pin(line)
    # The key names its own type: a length of four bytes, and the name (RFC 4253, 6.6).
    return None if pin is not None and pin.key.blob[4:].startswith(pin.key.type.encode()) else "key"


def _lines(text: str) -> list[str]:
    # Not splitlines: what Unicode calls a line end would let a comment hide a pin.
    return text.removesuffix("\n").split("\n") if text else []


def _pin(line: str) -> Pin | None:
    words = line.split()
    revoked = bool(words) and words[0] == "@revoked"
    if revoked:
        words = words[1:]
    if len(words) < 3 or words[0].startswith(("#", "@")):
        return None
    try:
        return Pin(words[0], HostKey(words[1], base64.b64decode(words[2], validate=True)), revoked)
    except ValueError:
        return None


class Pinned:
    """Pins by the hosts they are for: a host's line is found without looking at the lines of all others.

    `revoked`: the keys nobody may show any more: one that was stolen is no better on another host.
    """

    def __init__(self, pins: Iterable[Pin]) -> None:
        listed = self._listed = list(pins)
        self.revoked = frozenset(pin.key for pin in listed if pin.revoked)
        # By its place among all pins. Where a line has a wildcard or a hash it has to be tried for each host.
        self._tried: dict[int, Pin] = {}
        self._named: dict[str, dict[int, Pin]] = {}
        for at, pin in enumerate(listed):
            if pin.key in self.revoked:
                continue
            if _SPECIAL.isdisjoint(pin.hosts):
                for name in pin.hosts.lower().split(","):
                    self._named.setdefault(name, {})[at] = pin
            else:
                self._tried[at] = pin

    def lines(self) -> str:
        """All of them as known_hosts lines, for a program that reads such a file: what is revoked is so for every host."""
        return "\n".join(
            [f"@revoked * {_written(key)}" for key in sorted(self.revoked, key=str)]
            + [f"{pin.hosts} {_written(pin.key)}" for pin in self._listed if pin.key not in self.revoked]
        )

    def keys_for(self, address: str, port: int) -> tuple[HostKey, ...]:
        """The keys the host may show: those pinned for it and not revoked for anyone, in the order of the pins."""
        name = host_name(address, port)
        found = dict(self._named.get(name.lower(), {}))
        found |= {at: pin for at, pin in self._tried.items() if _names(pin.hosts, name)}
        return tuple(found[at].key for at in sorted(found))


def _names(hosts: str, name: str) -> bool:
    """Whether a line's patterns are for `name` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): one fits, and none with ! does."""
    if hosts.startswith("|1|"):
        try:
            _, _, salt, digest = hosts.split("|")
            hashed = hmac.new(base64.b64decode(salt), name.lower().encode(), "sha1").digest()
            return hmac.compare_digest(hashed, base64.b64decode(digest))
        except ValueError:
            return False
    patterns = hosts.split(",")
    excepted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    meant = [pattern for pattern in patterns if not pattern.startswith("!")]
    return any(_fits(each, name) for each in meant) and not any(_fits(each, name) for each in excepted)


def _fits(pattern: str, name: str) -> bool:
    # Only * and ? are special there; brackets stand around an address with a port.
    text = re.escape(pattern.lower()).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(text, name.lower(), re.DOTALL) is not None


def pin_line(address: str, port: int, key: HostKey) -> str:
    """The known_hosts line that pins `key` for the host."""
    return f"{host_name(address, port)} {_written(key)}"


def _written(key: HostKey) -> str:
    return f"{key.type} {base64.b64encode(key.blob).decode()}"


def merge_pins(text: str, new: Iterable[tuple[str, int, HostKey]]) -> str:
    """`text` with the given hosts pinned to exactly the given keys; other lines and comments stay."""
    wanted = list(new)
    names = {host_name(address, port) for address, port, _ in wanted}
    kept = [left for line in _lines(text) if (left := _without(line, names)) is not None]
    return "\n".join([*kept, *(pin_line(*each) for each in wanted)]) + "\n"


def _without(line: str, names: set[str]) -> str | None:
    """`line` without these hosts; None when it pins no other. Where a wildcard is for one of them it is excepted."""
    pin = _pin(line)
    meant = {name for name in names if _names(pin.hosts, name)} if pin is not None else set()
    if pin is None or pin.revoked or not meant:
        return line
    lowered = {name.lower() for name in meant}
    others = [
        each for each in pin.hosts.split(",") if each.lower() not in lowered and not each.startswith("|")
    ]
    others += [f"!{name}" for name in sorted(meant) if _names(",".join(others), name)]
    if all(each.startswith("!") for each in others):
        return None
    return line.replace(pin.hosts, ",".join(others), 1)
