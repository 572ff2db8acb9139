"""SSH by paramiko: one connection, one channel, one script. The only module that knows paramiko.

Every wait has a limit and all of them together a deadline; both streams are drained in one loop; the
connection is closed whatever happens. The host key is compared with the pins before anything that could
identify us is sent, and each host gets one credential, once.
"""

from __future__ import annotations

import logging
import random
import select
import socket
import sys
import threading
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from fieldops.errors import Unreachable
from fieldops.transport.credentials import no_credentials
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import AgentKey, Deadline, KeyFile, Limits, Password, Sink, Target

if TYPE_CHECKING:
    import paramiko

# Offered by paramiko 5.1 for compatibility, refused here. HMAC-SHA1 stays: OpenSSH 5.3 has nothing better.
_REFUSED = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-md5", "hmac-md5-96", "hmac-sha1-96"],
}
# sshd drops connections at random when more than ten wait to log in (MaxStartups); we stay below.
_HANDSHAKES_PER_HOST = 8
_RETRY_SECONDS = 1.0
_COMMAND = "exec sh -s"
_READS = 64


def _import_paramiko() -> None:
    """Import paramiko without `invoke`, which it would load only to run `Match exec` of ssh_config files.

    That saves a quarter of its import time; we never read ssh_config.
    """
    if "paramiko" in sys.modules:
        return
    # It logs tracebacks of what we report in our own words.
    logging.getLogger("paramiko").addHandler(logging.NullHandler())
    logging.getLogger("paramiko").propagate = False
    missing = object()
    before = sys.modules.get("invoke", missing)
    sys.modules["invoke"] = None  # type: ignore[assignment] # makes the import fail, which paramiko expects
    try:
        import paramiko  # noqa: F401
    finally:
        if before is missing:
            del sys.modules["invoke"]
        else:
            sys.modules["invoke"] = before  # type: ignore[assignment]


class Ssh:
    """Over the network. One object for all hosts: it caps the connections to one address that are not logged in yet."""

    logs_in = True

    def __init__(self) -> None:
        self._gates: dict[tuple[str, int], threading.BoundedSemaphore] = {}
        self._gates_lock = threading.Lock()

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> HostKey:
        """Run `script` by ``sh -s`` on the target and feed its bytes to `sink`; returns the key the host showed.

        Raises Unreachable with a reason. When the script has begun, what was fed to `sink` before stays valid.
        """
        _import_paramiko()
        import paramiko

        deadline = Deadline(target, limits, cancelled)
        with closing(_Connection()) as connection:
            try:
                with self._gate(target):
                    transport = connection.open(target, limits)
                    key = _shown_key(transport)
                    _refuse_unpinned(target, key)
                    _log_in(target, transport)
                channel = connection.start(target, limits)
                _send(target, channel, script, deadline)
                _read(channel, transport, sink, deadline, target)
            except (paramiko.SSHException, OSError, EOFError) as error:
                # A limit that was passed is the reason, whatever broke because of it.
                deadline.check_size(sink)
                deadline.left()
                raise Unreachable("disconnected", address=target.address, detail=_said(error)) from error
            return key

    def host_key(self, target: Target, limits: Limits) -> HostKey:
        """The key the host shows, without logging in. Raises Unreachable."""
        _import_paramiko()
        with closing(_Connection()) as connection, self._gate(target):
            return _shown_key(connection.open(target, limits))

    def _gate(self, target: Target) -> threading.BoundedSemaphore:
        """Held from connecting until logged in."""
        with self._gates_lock:
            return self._gates.setdefault(
                (target.address, target.port), threading.BoundedSemaphore(_HANDSHAKES_PER_HOST)
            )


class _Connection:
    """A transport that is closed with its socket and its channel, however far opening them has come."""

    def __init__(self) -> None:
        self._transport: paramiko.Transport | None = None
        self._channel: paramiko.Channel | None = None

    def open(self, target: Target, limits: Limits) -> paramiko.Transport:
        """Connect and exchange keys; once more when the server drops us, for then too many were waiting."""
        try:
            self._transport = _handshake(target, limits)
        except _Dropped:
            # At another moment than the other threads.
            time.sleep(_RETRY_SECONDS * (0.5 + random.random()))  # noqa: S311 - jitter, no secret
            try:
                self._transport = _handshake(target, limits)
            except _Dropped as again:
                raise Unreachable("disconnected", address=target.address, detail=str(again)) from None
        return self._transport

    def start(self, target: Target, limits: Limits) -> paramiko.Channel:
        """Start the shell that reads the script."""
        import paramiko

        assert self._transport is not None  # it has been opened and somebody has logged in
        try:
            channel = self._transport.open_session(timeout=limits.auth)
            self._channel = channel
            channel.exec_command(_COMMAND)
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise Unreachable("no-shell", address=target.address, detail=_said(error)) from error
        return channel

    def close(self) -> None:
        """Close everything. Nothing more is sent: a farewell to a host that floods us could block or fail."""
        if self._transport is not None:
            self._transport.close()
            self._transport.sock.close()
        if self._channel is not None:
            # This frees the descriptors of its pipe.
            self._channel.close()


def _shown_key(transport: paramiko.Transport) -> HostKey:
    shown = transport.get_remote_server_key()
    return HostKey(shown.get_name(), shown.asbytes())


class _Dropped(Exception):
    """The server closed the connection before it said anything."""


def _handshake(target: Target, limits: Limits) -> paramiko.Transport:
    import paramiko

    sock = _socket(target, limits)
    try:
        greeting = _greeting(sock, target, limits)
        transport = paramiko.Transport(sock, disabled_algorithms=_REFUSED)
    except BaseException:
        sock.close()
        raise
    transport.banner_timeout = limits.banner
    transport.auth_timeout = limits.auth
    transport.channel_timeout = limits.auth
    _prefer(transport, target.pins)
    try:
        transport.start_client(timeout=limits.banner + limits.auth)
        if not transport.initial_kex_done:
            raise Unreachable("silent", **_where(target), seconds=round(limits.banner + limits.auth))
    except (paramiko.SSHException, OSError, EOFError) as error:
        transport.close()
        sock.close()
        raise _handshake_failure(target, greeting, error) from error
    except BaseException:
        transport.close()
        sock.close()
        raise
    return transport


def _where(target: Target) -> dict[str, object]:
    return {"address": target.address, "port": target.port}


def _socket(target: Target, limits: Limits) -> socket.socket:
    try:
        sock = socket.create_connection((target.address, target.port), timeout=limits.connect)
    except TimeoutError:
        raise Unreachable("connect-timeout", **_where(target), seconds=round(limits.connect)) from None
    except ConnectionRefusedError:
        raise Unreachable("connection-refused", **_where(target)) from None
    except socket.gaierror:
        raise Unreachable("name-unknown", address=target.address) from None
    except OSError as error:
        raise Unreachable("network", address=target.address, detail=_said(error)) from None
    return sock


def _greeting(sock: socket.socket, target: Target, limits: Limits) -> bytes:
    """The first bytes the server says, left in place for paramiko. Raises when there are none."""
    sock.settimeout(limits.banner)
    try:
        greeting = sock.recv(80, socket.MSG_PEEK)
    except TimeoutError:
        raise Unreachable("silent", **_where(target), seconds=round(limits.banner)) from None
    except OSError as error:
        raise _Dropped(_said(error)) from None
    sock.settimeout(None)
    if not greeting:
        raise _Dropped("the server closed the connection at once")
    return greeting


def _prefer(transport: paramiko.Transport, pins: tuple[HostKey, ...]) -> None:
    """Ask first for the kinds of host key that are pinned, so that the server shows the one we know."""
    options = transport.get_security_options()
    pinned = {pin.type for pin in pins}
    if "ssh-rsa" in pinned:
        pinned |= {"rsa-sha2-512", "rsa-sha2-256"}
    known = list(options.key_types)
    options.key_types = [kind for kind in known if kind in pinned] + [
        kind for kind in known if kind not in pinned
    ]


def _handshake_failure(target: Target, greeting: bytes, error: Exception) -> Exception:
    import paramiko

    if not greeting.startswith(b"SSH-"):
        return Unreachable("not-ssh", **_where(target), detail=greeting.decode("ascii", "replace"))
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        return Unreachable("no-common-algorithm", address=target.address, detail=_said(error))
    return _Dropped(_said(error))


def _said(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _refuse_unpinned(target: Target, key: HostKey) -> None:
    if key in target.pins:
        return
    values = {"address": target.address, "offered": str(key), "contract": target.contract}
    if not target.pins:
        raise Unreachable("unknown-host-key", **values)
    raise Unreachable("changed-host-key", **values, pinned=", ".join(str(pin) for pin in target.pins))


def _log_in(target: Target, transport: paramiko.Transport) -> None:
    import paramiko

    credential = target.credential
    try:
        if isinstance(credential, Password):
            method, more = "password", transport.auth_password(target.user, credential.secret)
        elif isinstance(credential, KeyFile):
            method, more = "key_file", transport.auth_publickey(target.user, _key(credential, target))
        elif isinstance(credential, AgentKey):
            method, more = "agent", _with_agent(credential, target, transport)
        else:
            raise no_credentials(target.address, "credentials.no-login")
    except paramiko.AuthenticationException:
        method, more = _method(credential), ["?"]
    if more:
        raise Unreachable("auth-failed", address=target.address, user=target.user, method=method)


def _method(credential: object) -> str:
    return {Password: "password", KeyFile: "key_file", AgentKey: "agent"}[type(credential)]


def _key(credential: KeyFile, target: Target) -> paramiko.PKey:
    import paramiko

    try:
        return paramiko.PKey.from_path(credential.path)
    except FileNotFoundError:
        raise no_credentials(target.address, "credentials.key-file-missing", path=credential.path) from None
    except (paramiko.PasswordRequiredException, TypeError):
        raise no_credentials(target.address, "credentials.key-encrypted", path=credential.path) from None
    except (paramiko.SSHException, ValueError, OSError) as error:
        detail = _said(error)
        code = "credentials.key-file-unreadable"
        raise no_credentials(target.address, code, path=credential.path, detail=detail) from None


def _with_agent(credential: AgentKey, target: Target, transport: paramiko.Transport) -> list[str]:
    import paramiko

    agent = paramiko.Agent()
    try:
        keys = {HostKey(key.get_name(), key.asbytes()).fingerprint: key for key in agent.get_keys()}
        chosen = _choose(credential, keys, target)
        return list(transport.auth_publickey(target.user, keys[chosen]))
    finally:
        agent.close()


def _choose(credential: AgentKey, keys: dict[str, paramiko.AgentKey], target: Target) -> str:
    # Offering one key after the other would count as failed logins and can lock the account.
    if not keys:
        raise no_credentials(target.address, "credentials.agent-empty")
    if credential.fingerprint is None:
        if len(keys) > 1:
            raise no_credentials(target.address, "credentials.agent-several", count=len(keys))
        return next(iter(keys))
    if credential.fingerprint not in keys:
        raise no_credentials(target.address, "credentials.agent-key-missing", key=credential.fingerprint)
    return credential.fingerprint


def _send(target: Target, channel: paramiko.Channel, script: bytes, deadline: Deadline) -> None:
    """Send the script, looking at the deadline in between: a host may take it byte by byte, or not at all."""
    import paramiko

    try:
        while script:
            channel.settimeout(deadline.left())
            with suppress(TimeoutError):
                script = script[channel.send(script) :]
        channel.shutdown_write()
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise Unreachable("no-shell", address=target.address, detail=_said(error)) from error


def _read(
    channel: paramiko.Channel, transport: paramiko.Transport, sink: Sink, deadline: Deadline, target: Target
) -> None:
    # The channel's descriptor is readable when either stream has data or has ended.
    poller = select.poll()
    poller.register(channel.fileno(), select.POLLIN)
    while not sink.ended:
        poller.poll(deadline.left() * 1000)
        ended = channel.eof_received or channel.closed
        if _drain(channel, sink):
            deadline.heard()
            deadline.check_size(sink)
        elif ended:
            return
        elif not transport.is_active():
            raise Unreachable("disconnected", address=target.address, detail="the server went away")


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
