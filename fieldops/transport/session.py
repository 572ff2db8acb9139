"""One SSH connection by paramiko: key exchange, channel, sending the script, reading the answer; closed whatever happens.

paramiko is imported when the first host has said that it speaks SSH: while we import, which takes longer than that, the
servers begin to work for all of them.
"""

from __future__ import annotations

import importlib
import logging
import select
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fieldops.errors import Unreachable
from fieldops.transport.dialing import Adopt, Line, Refusal, closed_later, said, version_line
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import Deadline, Limits, Sink, Target
from fieldops.transport.words import words_of

if TYPE_CHECKING:
    import paramiko

    from fieldops.transport.packets import Packets

# Offered by paramiko 5.1 for compatibility, refused here. HMAC-SHA1 stays: OpenSSH 5.3 has nothing better.
_REFUSED = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-md5", "hmac-md5-96", "hmac-sha1-96"],
}
# Asked for first: a packet is checked while it is decrypted, in C. paramiko compares the checksums of others in Python.
_FIRST = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
_COMMAND = "exec sh -s"
# Columns and rows: wide enough that no device wraps what we type.
_TERMINAL = (200, 24)
_READS = 64
_WINDOW = 2 << 20
# What one packet may add to a full window before the next is looked at.
_SLACK = 256 << 10
# The watchdog is the one who ends a wait; paramiko's own limits lie behind.
_NEVER = 1e6
# Of a connection that lasts as long as a run: the kernel asks whether the other side is there, and after how long it is not.
_ASKS = {
    "SO_KEEPALIVE": 1,
    "TCP_KEEPIDLE": 15,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 30_000,
}

# What a host fails with when what carries its connection is gone.
_BREAKS = frozenset({"disconnected", "network", "no-shell", "protocol-error", "turned-away"})

Dial = Callable[[Adopt], Line]

_IMPORTING = threading.Lock()


def import_paramiko() -> None:
    """Import paramiko without `invoke`, which it would load only to run `Match exec` of ssh_config files.

    That saves a quarter of its import time; we never read ssh_config.
    """
    # Workers come here all at once; what one takes away for a moment, another must not remember.
    with _IMPORTING:
        if "paramiko" in sys.modules:
            return
        # It logs tracebacks of what we report in our own words.
        logging.getLogger("paramiko").addHandler(logging.NullHandler())
        logging.getLogger("paramiko").propagate = False
        modules: dict[str, Any] = sys.modules
        known = {name: modules[name] for name in ("invoke",) if name in modules}
        # None makes the import fail, which paramiko expects.
        modules["invoke"] = None
        try:
            importlib.import_module("paramiko")
        finally:
            del modules["invoke"]
            modules.update(known)


class Connection:
    """A transport that is closed with its socket and its channel, however far opening them has come."""

    def __init__(
        self,
        target: Target,
        limits: Limits,
        deadline: Deadline,
        dial: Dial,
        blame: Callable[[Deadline], Unreachable | None],
    ) -> None:
        """`dial` makes the connection that SSH is spoken on; `blame` is why the jump host is lost, where one is."""
        self._target, self._limits, self._deadline = target, limits, deadline
        self._dial, self._blame = dial, blame
        self._lock = threading.Lock()
        self._sock: Line | None = None
        self._loss: Unreachable | None = None
        self._transport: paramiko.Transport | None = None
        self._channel: paramiko.Channel | None = None
        self._over = False

    @property
    def transport(self) -> paramiko.Transport:
        """The transport; there is one when `open` has returned."""
        assert self._transport is not None
        return self._transport

    @property
    def packets(self) -> Packets:
        """What reads its packets."""
        from fieldops.transport.packets import Packets

        packets = self.transport.packetizer
        assert isinstance(packets, Packets)  # it was made so
        return packets

    def open(self) -> HostKey:
        """Connect and exchange keys; returns the key the host showed. Raises Unreachable, or Refusal when it may do so later."""
        self.close()
        sock = self._dial(self._adopt)
        try:
            return self._begin(sock)
        except (Unreachable, Refusal):
            # Its connection is new: one more try through the jump host, if that comes back.
            if (blamed := self._blame(self._deadline)) is not None:
                raise Refusal(blamed, 2) from None
            raise

    def _begin(self, sock: Line) -> HostKey:
        version = version_line(sock, self._target, self._limits, self._deadline)
        values = {"address": self._target.address, "version": version}
        self._deadline.phase(self._limits.auth, "handshake-timeout", **values)
        import_paramiko()
        try:
            return self._exchange(sock, version)
        except Unreachable:
            raise
        except Exception as error:
            # Whatever paramiko stumbles over in what a host sends is the host's doing.
            raise self._not_exchanged(error) from error

    def _exchange(self, sock: Any, version: str) -> HostKey:
        import paramiko

        from fieldops.transport.packets import Packets

        transport = paramiko.Transport(sock, disabled_algorithms=_REFUSED, packetizer_class=Packets)
        with self._lock:
            self._transport = transport
        self.packets.version = version
        transport.banner_timeout = transport.auth_timeout = transport.channel_timeout = _NEVER
        transport.clear_to_send_timeout = _NEVER
        _prefer(transport, self._target.pins)
        self._deadline.left()
        transport.start_client(timeout=_NEVER)
        shown = transport.get_remote_server_key()
        return HostKey(shown.get_name(), shown.asbytes())

    def _not_exchanged(self, error: Exception) -> Exception:
        import paramiko

        failure = self._deadline.passed()
        if failure is not None:
            return failure
        if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
            return Unreachable("no-common-algorithm", address=self._target.address, detail=said(error))
        farewell = self._transport and words_of(self.packets.heard.farewell)
        if farewell or isinstance(error, (OSError, EOFError)) or not str(error):
            return closed_later(self._target, farewell or said(error))
        return self._broken(error)

    def broke(self, error: Exception, sink: Sink | None = None) -> Unreachable:
        """Why the connection has ended with `error`."""
        # A limit that was passed is the reason, whatever broke because of it.
        if sink is not None:
            self._deadline.check_size(sink)
        failure = self._deadline.passed() or self._blame(self._deadline)
        if failure is not None:
            return failure
        if self._transport is None:
            return Unreachable("network", address=self._target.address, detail=said(error))
        if isinstance(error, (OSError, EOFError)):
            # A write of ours fails because the thread that reads has given up, or is about to: it knows why.
            self._transport.join(0.5)
            error = self._transport.get_exception() or error
        import paramiko

        from fieldops.transport.packets import TooMuch

        heard = self.packets.heard
        if isinstance(error, TooMuch):
            return self._deadline.flood() if self.packets.flooded else self._broken(error)
        last = words_of(heard.farewell) or words_of(heard.banner)
        if last or isinstance(error, (OSError, EOFError, paramiko.AuthenticationException)):
            return Unreachable("disconnected", address=self._target.address, detail=last or said(error))
        return self._broken(error)

    def _broken(self, error: Exception) -> Unreachable:
        import paramiko

        detail = said(error) if isinstance(error, paramiko.SSHException) else type(error).__name__
        return Unreachable("protocol-error", address=self._target.address, detail=detail)

    def blamed(self, failure: Unreachable) -> Unreachable:
        """The same failure, or the jump host's when that is why the connection broke."""
        return (failure.reason in _BREAKS and self._blame(self._deadline)) or failure

    def resume(self, deadline: Deadline) -> None:
        """It was logged in to before its turn came; from now on this deadline counts."""
        self._deadline = deadline

    # --- one that carries others -----------------------------------------------------------------------

    def carry(self, fullest: Callable[[], int]) -> None:
        """From now on it carries connections to other hosts; `fullest` tells how many bytes wait for us in any of them."""
        self.packets.logged_in(sys.maxsize)
        self.packets.limit_unread(fullest, _WINDOW + _SLACK)
        if isinstance(self._sock, socket.socket):
            for name, value in _ASKS.items():
                level = socket.SOL_SOCKET if name.startswith("SO_") else socket.IPPROTO_TCP
                with suppress(OSError, AttributeError):
                    self._sock.setsockopt(level, getattr(socket, name), value)

    def is_over(self, seconds: float) -> bool:
        """Whether it has ended, or ends within `seconds`."""
        transport = self._transport
        if transport is not None and seconds:
            transport.join(seconds)
        return transport is None or not transport.is_active()

    def loss(self) -> Unreachable:
        """Why a connection is over that carried others."""
        with self._lock:
            if self._loss is None:
                error = self._transport.get_exception() if self._transport is not None else None
                detail = words_of(self._last_words()) or said(error or EOFError())
                self._loss = Unreachable("disconnected", address=self._target.address, detail=detail)
            return self._loss

    def _last_words(self) -> bytes:
        return self.packets.heard.goodbye if self._transport is not None else b""

    def start(self) -> paramiko.Channel:
        """Start the shell that reads the script, or a terminal on a device that has none. Raises Unreachable."""
        import paramiko

        target, transport = self._target, self.transport
        self.packets.logged_in(self._limits.received + (self._limits.received >> 2) + _SLACK)
        self._deadline.phase(self._limits.auth, "stalled", address=target.address)
        try:
            channel = transport.open_session(window_size=_WINDOW)
            with self._lock:
                self._channel = channel
            waiting = (channel.in_buffer, channel.in_stderr_buffer)
            self.packets.limit_unread(lambda: sum(map(len, waiting)), _WINDOW + _SLACK)
            if target.terminal:
                channel.get_pty("vt100", *_TERMINAL)
                channel.invoke_shell()
            else:
                channel.exec_command(_COMMAND)
        except paramiko.SSHException as error:
            # The one for a channel that was not opened, the other for a command that was not taken; any other
            # is about the connection.
            refused = isinstance(error, paramiko.ChannelException) or str(error) == "Channel closed."
            if not refused or not transport.is_active() or self._deadline.passed():
                raise
            detail = words_of(self.packets.heard.farewell) or said(error)
            raise Unreachable("no-shell", address=target.address, detail=detail) from error
        return channel

    def _adopt(self, sock: Line) -> None:
        with self._lock:
            self._sock = sock
            over = self._over
        if over:
            sock.close()

    def abort(self) -> None:
        """End whatever is under way, from another thread: every call that waits for the host returns."""
        self._over = True
        with self._lock:
            sock, transport = self._sock, self._transport
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        if transport is not None:
            transport.close()

    def close(self) -> None:
        """Close everything. Nothing more is sent: a farewell to a host that floods us could block or fail."""
        with self._lock:
            sock, transport, channel = self._sock, self._transport, self._channel
            self._sock = self._transport = self._channel = None
        if transport is not None:
            transport.close()
        if sock is not None:
            # What a jump host has made tells it that it is over.
            getattr(sock, "release", sock.close)()
        if channel is not None:
            # This frees the descriptors of its pipe.
            channel.close()


def _prefer(transport: paramiko.Transport, pins: tuple[HostKey, ...]) -> None:
    """Ask first for the kinds of host key that are pinned, so that the server shows the one we know; and for what is fast."""
    options = transport.get_security_options()
    options.ciphers = [*_FIRST, *(each for each in options.ciphers if each not in _FIRST)]
    pinned = {pin.type for pin in pins}
    if "ssh-rsa" in pinned:
        pinned |= {"rsa-sha2-512", "rsa-sha2-256"}
    known = list(options.key_types)
    options.key_types = [kind for kind in known if kind in pinned] + [
        kind for kind in known if kind not in pinned
    ]


def send(channel: paramiko.Channel, script: bytes, deadline: Deadline) -> bool:
    """Send the script, looking at the deadline in between: a host may take it byte by byte, or not at all.

    Ends early when the channel or the connection does, for what the host said before is still to be read; returns
    whether all of it was sent. The channel stays open for more.
    """
    with suppress(EOFError, OSError):
        while script and not channel.closed:
            channel.settimeout(deadline.left())
            with suppress(TimeoutError):
                script = script[channel.send(script) :]
    return not script


def read(channel: paramiko.Channel, transport: paramiko.Transport, sink: Sink, deadline: Deadline) -> None:
    """Feed what comes to `sink`, and send what it answers, until the script or the channel has ended. Raises Unreachable."""
    # The channel's descriptor is readable when either stream has data or has ended.
    poller = select.poll()
    poller.register(channel.fileno(), select.POLLIN)
    talks = True
    while not sink.ended:
        talks = talks and _talk(channel, sink, deadline)
        poller.poll(deadline.left() * 1000)
        ended, gone = channel.eof_received, channel.closed or not transport.is_active()
        if _drain(channel, sink):
            deadline.heard()
            deadline.check_size(sink)
        elif ended:
            return
        elif gone:
            # A connection that breaks closes its channels a moment before it says that it is over.
            transport.join(0.5)
            if not transport.is_active():
                raise transport.get_exception() or EOFError()
            return


def _talk(channel: paramiko.Channel, sink: Sink, deadline: Deadline) -> bool:
    """Send what is to be sent now; whether there may be more."""
    said = sink.answer()
    if said is None:
        with suppress(EOFError, OSError):
            channel.shutdown_write()
    elif said:
        send(channel, said, deadline)
    return said is not None


def _drain(channel: paramiko.Channel, sink: Sink) -> bool:
    """Pass on what has arrived, a bounded part of it so that the deadline is looked at in between."""
    seen = False
    for _ in range(_READS):
        out, err = channel.recv_ready(), channel.recv_stderr_ready()
        if not out and not err:
            break
        seen = True
        if out:
            sink.feed(channel.recv(1 << 16))
        if err:
            sink.feed_errors(channel.recv_stderr(1 << 16))
    return seen
