"""A connection that a jump host makes for us to a host behind it: a channel that is used like a socket.

How jump hosts are opened and shared is in `jumps`. Imports paramiko: only what runs when a host is reached may import it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import paramiko

from fieldops.errors import Named, Unreachable
from fieldops.transport.dialing import Refusal
from fieldops.transport.packets import NotOpened, Packets
from fieldops.transport.target import Deadline, Target
from fieldops.transport.watchdog import awaited, left_behind
from fieldops.transport.words import words_of

# RFC 4254 5.1: why a channel is not opened.
_PROHIBITED, _NOT_CONNECTED, _UNKNOWN_KIND, _SHORTAGE = 1, 2, 3, 4
# RFC 4254 7.2 wants to know where the connection comes from; there is none.
_FROM = ("127.0.0.1", 0)
_TRIES = 8

Opened = tuple[paramiko.Channel | None, NotOpened | None]


class Tunnel:
    """A channel of a jump host, as far as `dialing` and paramiko use a socket.

    `close` and `shutdown` end it on our side and wait for nothing: what the jump host is told, `release` tells it.
    """

    def __init__(self, channel: paramiko.Channel, released: Callable[[Tunnel], object]) -> None:
        self._channel, self._released, self._held = channel, released, b""
        self._packets = packets_of(channel.get_transport())
        self._speaker = self._packets.speaker(channel.remote_chanid)
        # paramiko looks at this one of a socket.
        self._closed = False

    @property
    def unread(self) -> int:
        """How many bytes have come that nobody has taken yet."""
        return len(self._channel.in_buffer) + len(self._channel.in_stderr_buffer)

    def settimeout(self, seconds: float | None) -> None:
        """How long to wait for bytes, or for room for them."""
        self._channel.settimeout(seconds)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What has come, at most `size` bytes; with MSG_PEEK it stays. None: the host has ended."""
        if not self._held:
            self._held = self._channel.recv(size)
        some = self._held[:size]
        if not flags & socket.MSG_PEEK:
            self._held = self._held[size:]
        return some

    def send(self, data: bytes) -> int:
        """How much of `data` has been sent."""
        with self._packets.speaking(self._speaker):
            return self._channel.send(data)

    def shutdown(self, how: int) -> None:
        """End it: who waits for bytes gets none."""
        self.close()

    def close(self) -> None:
        """End it on our side."""
        self._closed = True
        self._channel.in_buffer.close()

    def release(self) -> None:
        """Tell the jump host that it is over, and make room for another."""
        self.close()
        self._released(self)
        with suppress(paramiko.SSHException, EOFError, OSError):
            self._channel.close()


def packets_of(transport: paramiko.Transport) -> Packets:
    """What reads and writes a connection's packets."""
    packets = transport.packetizer
    assert isinstance(packets, Packets)  # it was made so
    return packets


def ask_for(transport: paramiko.Transport, target: Target, seconds: float, deadline: Deadline) -> Opened:
    """A channel to the target, or why the jump host has refused one.

    Raises what ends the jump host's connection, and Unreachable at the deadline. What it opens later is closed again.
    """
    packets = packets_of(transport)
    given_up: list[bool] = []

    def ask() -> Opened:
        try:
            # OpenSSH tries for two minutes; we hear of it, unless it keeps silent, for as long.
            channel = transport.open_channel(
                "direct-tcpip", (target.address, target.port), _FROM, timeout=seconds
            )
        except paramiko.SSHException:
            if (refused := packets.not_opened()) is None:
                raise
            return None, refused
        packets.not_opened()
        if given_up:
            channel.close()
        return channel, None

    asked = left_behind(ask)
    try:
        return awaited(asked, deadline)
    except BaseException:
        given_up.append(True)
        raise


def why_not(target: Target, jump: Target, refused: NotOpened) -> Exception:
    """What it means that the jump host makes no connection to the target: Unreachable, or Refusal when it may later."""
    values = {"address": target.address, "port": target.port, "jump": jump.name}
    detail = words_of(refused.words) or Named("host.no-words")
    if refused.reason == _SHORTAGE:
        return Refusal(Unreachable("jump-full", **values, detail=detail), _TRIES)
    if refused.reason == _NOT_CONNECTED:
        return Unreachable("jump-refused", **values, detail=detail)
    return Unreachable("jump-forbids", **values, detail=detail)
