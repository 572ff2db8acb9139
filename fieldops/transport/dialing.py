"""From an address to a connection that has said it speaks SSH: name, connect, the lines before the version. No SSH yet.

What comes before the version is the host's own words: lines in any encoding, or why it turns us away.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from fieldops.errors import Named, Unreachable, system_error
from fieldops.transport.target import Deadline, Limits, Target
from fieldops.transport.watchdog import in_background
from fieldops.transport.words import asked_to_wait, words_of

# RFC 4253 4.2 allows lines before the version; OpenSSH reads as many as 1024 of 8 KiB.
_LONGEST_LINE = 8 << 10
_MOST_BEFORE = 64 << 10
_BUSY = re.compile(
    rb"MaxStartups|too many (?:connections|sessions|users|logins|clients)|server (?:is )?(?:too )?busy", re.I
)
_BANNED = re.compile(rb"not allowed at this time", re.I)
# So many logins in a time, as bastions count them.
_RATED = re.compile(
    r"per minute|a minute|rate.?limit|too many (?:login|connection) attempts|too (?:often|frequent)|频繁|每分钟",
    re.I,
)

# A server that turns us away is tried as often as this; for some twenty seconds.
TRIES = 8
# A ban of OpenSSH lasts 15 seconds at least and is not prolonged by asking again: some ninety seconds.
_TRIES_WHEN_BANNED = 24


class Line(Protocol):
    """A socket, or what a jump host makes of a channel: as far as we and paramiko use one."""

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """What has come; nothing when the other side has ended."""

    def send(self, data: bytes, /) -> int:
        """How much of it was sent."""

    def settimeout(self, seconds: float | None, /) -> None:
        """How long either of them may wait."""

    def shutdown(self, how: int, /) -> None:
        """End it for whoever waits for it."""

    def close(self) -> None:
        """End it."""


Adopt = Callable[[Line], None]


class Refusal(Exception):
    """The server closed the connection before anybody could log in: it may let us in a little later."""

    def __init__(self, failure: Unreachable, tries: int, after: float = 0) -> None:
        """`failure` is the reason when it goes on so; `tries`: how often to try at most; `after`: seconds it asks us to wait."""
        super().__init__(failure.reason)
        self.failure, self.tries, self.after = failure, tries, after


def where(target: Target) -> dict[str, object]:
    """The values that say which port of which host."""
    return {"address": target.address, "port": target.port}


def connect(target: Target, limits: Limits, deadline: Deadline, adopt: Adopt) -> socket.socket:
    """A connected socket; `adopt` is told of each socket before it is used. Raises Unreachable or Refusal."""
    found = _resolved(target, limits, deadline)
    deadline.phase(limits.connect, "connect-timeout", **where(target))
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:
            # No descriptor left, or no IPv6 here.
            last = error
            continue
        adopt(sock)
        sock.settimeout(limits.connect / len(found))
        try:
            sock.connect(address)
        except OSError as error:
            sock.close()
            deadline.left()
            last = error
        else:
            return sock
    raise _not_connected(target, deadline, last)


def _resolved(target: Target, limits: Limits, deadline: Deadline) -> list[tuple[Any, ...]]:
    deadline.phase(limits.connect, "name-timeout", address=target.address)
    wanted: dict[str, Any] = {"type": socket.SOCK_STREAM}
    with suppress(OSError, UnicodeError):
        # An IP address asks nobody.
        return list(socket.getaddrinfo(target.address, target.port, **wanted, flags=socket.AI_NUMERICHOST))
    try:
        return in_background(
            lambda: list(socket.getaddrinfo(target.address, target.port, **wanted)), deadline
        )
    except (OSError, UnicodeError):
        raise Unreachable("name-unknown", address=target.address) from None


def _not_connected(target: Target, deadline: Deadline, error: OSError | None) -> Exception:
    if isinstance(error, ConnectionResetError):
        # It had taken the connection, and reset it before we noticed.
        return Refusal(Unreachable("turned-away", **where(target)), TRIES)
    if isinstance(error, TimeoutError):
        return deadline.late()
    if isinstance(error, ConnectionRefusedError):
        return Unreachable("connection-refused", **where(target))
    return Unreachable("network", address=target.address, detail=said(error))


def said(error: BaseException | None) -> str | Named:
    """What an error of the system or of the SSH library says, for a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return system_error(error)
    # paramiko calls a closed connection a failed login.
    if isinstance(error, EOFError) or "transport shut down or saw EOF" in str(error):
        return Named("host.hung-up")
    return words_of(str(error or "").encode("utf-8", "replace")) or type(error).__name__


def version_line(sock: Line, target: Target, limits: Limits, deadline: Deadline) -> str:
    """The line that begins with SSH-; the lines before it do not matter. Raises Unreachable or Refusal.

    Reads no further than the end of a line, so that what follows stays in the socket. We say nothing before: a server
    that closes with our words unread takes its own back.
    """
    deadline.phase(limits.banner, "silent", **where(target))
    sock.settimeout(limits.banner + 1)
    before, line = bytearray(), bytearray()
    while True:
        some = _rest_of_line(sock, deadline)
        if not some:
            raise _closed(target, deadline, limits, bytes(before + line))
        line += some
        if line.endswith(b"\n") and line.startswith(b"SSH-"):
            return line.rstrip(b"\r\n").decode("utf-8", "replace")
        if line.endswith(b"\n"):
            before += line
            line.clear()
        if len(line) > _LONGEST_LINE or len(before) > _MOST_BEFORE:
            raise Unreachable("not-ssh", **where(target), detail=words_of(bytes(before + line)))


def _rest_of_line(sock: Line, deadline: Deadline) -> bytes:
    """What has come of the line; none when the connection has ended or been ended."""
    if deadline.passed() is not None:
        return b""
    try:
        some = sock.recv(_LONGEST_LINE, socket.MSG_PEEK)
        return sock.recv(some.find(b"\n") + 1 or len(some))
    except OSError:
        return b""


def _closed(target: Target, deadline: Deadline, limits: Limits, heard: bytes) -> Exception:
    """What it means that no version has come, from what has."""
    failure = deadline.passed()
    if failure is not None and failure.reason == "silent" and heard:
        values = {"seconds": failure.values["seconds"], "detail": words_of(heard)}
        return Unreachable("no-banner", **where(target), **values)
    if failure is not None:
        return failure
    return turned_away(target, heard)


def turned_away(target: Target, heard: bytes) -> Unreachable | Refusal:
    """What it means that a server closed the connection with no SSH version, by all that it said before."""
    words = words_of(heard)
    rated, after = _RATED.search(words) is not None, asked_to_wait(words)
    if rated or after or _BUSY.search(heard):
        tries = _TRIES_WHEN_BANNED if rated else TRIES
        return Refusal(Unreachable("busy", **where(target), detail=words), tries, after)
    if _BANNED.search(heard):
        return Refusal(Unreachable("banned", **where(target), detail=words), _TRIES_WHEN_BANNED)
    if words:
        return Unreachable("not-ssh", **where(target), detail=words)
    return Refusal(Unreachable("turned-away", **where(target)), TRIES)


def closed_later(target: Target, detail: str | Named) -> Refusal:
    """The server closed the connection after its version, before anybody could log in."""
    after = asked_to_wait(detail) if isinstance(detail, str) else 0
    tries = TRIES if after else 2
    return Refusal(Unreachable("disconnected", address=target.address, detail=detail), tries, after)
