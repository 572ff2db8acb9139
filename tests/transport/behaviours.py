"""Some sixty ways in which a host can misbehave, each with the reason that is right for it.

Those before SSH are bytes on a socket; the others a paramiko server that is bent where it matters. The client gets
`DEADLINE` seconds for a host, so that every wait ends there with the reason of the phase it is in.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import paramiko
from hostile import Behaviour

# On a machine with twenty times the work that it can do, they still come to what their reason says.
DEADLINE = 20
VERSION = b"SSH-2.0-OpenSSH_9.9\r\n"
USER, PASSWORD = "anyone", "s3cret"

# Set when the suite ends: behaviours that wait for ever wait for this.
OVER = threading.Event()


@dataclass(frozen=True)
class Case:
    """A behaviour, the reasons that are right, what the sentence must quote, and how we log in."""

    behave: Behaviour
    reasons: tuple[str, ...]
    quotes: str = ""
    password: bool = False
    status: str = "unreachable"


CASES: dict[str, Case] = {}


def case(name: str, *reasons: str, **more: Any) -> Callable[[Behaviour], Behaviour]:
    def add(behave: Behaviour) -> Behaviour:
        CASES[name] = Case(behave, reasons, **more)
        return behave

    return add


def _wait() -> None:
    OVER.wait()


def says(*parts: bytes, then: Callable[[socket.socket], None] | None = None) -> Behaviour:
    """Say this, and then hang up, or wait, or what `then` does."""

    def behave(client: socket.socket) -> None:
        for part in parts:
            client.sendall(part)
        if then is not None:
            then(client)

    return behave


def wait(client: socket.socket) -> None:
    _wait()


def drip(data: bytes, seconds: float = 0.1) -> Callable[[socket.socket], None]:
    def behave(client: socket.socket) -> None:
        while not OVER.wait(seconds):
            client.sendall(data)

    return behave


def _breathe() -> bool:
    """Whether the suite is over; a millisecond, as what floods up to the deadline would else take a processor for itself."""
    return OVER.wait(0.001)


def flood(data: bytes) -> Callable[[socket.socket], None]:
    def behave(client: socket.socket) -> None:
        while not OVER.is_set():
            client.sendall(data)

    return behave


def _packet(payload: bytes) -> bytes:
    """A packet before any key."""
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + b"\0" * padding


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _kexinit(**changed: bytes) -> bytes:
    lists = {
        "kex": b"curve25519-sha256@libssh.org",
        "keys": b"ecdsa-sha2-nistp256",
        "cipher_out": b"aes128-ctr",
        "cipher_in": b"aes128-ctr",
        "mac_out": b"hmac-sha2-256",
        "mac_in": b"hmac-sha2-256",
        "compress_out": b"none",
        "compress_in": b"none",
        "language_out": b"",
        "language_in": b"",
        **changed,
    }
    return _packet(b"\x14" + b"\0" * 16 + b"".join(_string(each) for each in lists.values()) + b"\0" * 5)


def _disconnect(words: bytes) -> bytes:
    return _packet(b"\x01" + struct.pack(">I", 2) + _string(words) + _string(b""))


# --- before SSH ---

case("silent", "silent")(wait)
case("hangs up", "turned-away")(says())
case("drips bytes", "no-banner")(drip(b"x"))
case("drips lines", "no-banner")(drip(b"wait\r\n"))
case("floods lines", "not-ssh")(flood(b"welcome to the flood\r\n" * 500))
case("floods one line", "not-ssh")(flood(b"x" * 9000))
case("floods zeros", "not-ssh")(flood(b"\0" * 9000))
case("HTTP", "not-ssh", quotes="HTTP/1.1 400 Bad Request")(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
case("SMTP", "no-banner", quotes="220 mail ESMTP")(says(b"220 mail ESMTP\r\n", then=wait))
case("telnet", "no-banner", quotes="login:")(says(b"\xff\xfd\x18\xff\xfd\x20\r\nlogin: ", then=wait))
case("MaxStartups", "busy", quotes="Exceeded MaxStartups")(says(b"Exceeded MaxStartups\r\n"))
case("penalty", "banned", quotes="Not allowed at this time")(says(b"Not allowed at this time\r\n"))
case("refuses in GBK", "not-ssh", quotes="您的地址不在白名单内")(
    says("您的地址不在白名单内\r\n".encode("gbk"))
)
case("refuses in UTF-8", "not-ssh", quotes="请先登录堡垒机")(says("请先登录堡垒机\r\n".encode()))
case("half a version", "no-banner", quotes="SSH-2.0-Open")(says(b"SSH-2.0-Open", then=wait))
case("half a version and away", "not-ssh", quotes="SSH-2.0-Open")(says(b"SSH-2.0-Open"))
case("SSH 1", "no-common-algorithm")(says(b"SSH-1.5-1.2.27\r\n", then=wait))
case("hostile words", "not-ssh", quotes="red gnp.exe")(
    says(b"\x1b[31mred\x1b[0m \xe2\x80\xaegnp.exe\x07\r\n")
)


@case("resets", "turned-away")
def reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


# --- before the key is known ---

case("silent after the version", "handshake-timeout", quotes="OpenSSH_9.9")(says(VERSION, then=wait))
case("lines in GBK, then silent", "handshake-timeout")(says("欢迎使用\r\n".encode("gbk"), VERSION, then=wait))
case("colours in its version", "handshake-timeout", quotes="SSH-2.0-red ")(
    says(b"SSH-2.0-\x1b[31mred \xe2\x80\xae\r\n", then=wait)
)
case("away after the version", "disconnected")(says(VERSION))
case("garbage", "protocol-error")(says(VERSION, b"\x80" * 4096, then=wait))
case("claims 2 GB", "protocol-error")(
    says(VERSION, struct.pack(">I", 0x7FFFFFFC) + b"\0" * 4, then=flood(b"\0" * 65536))
)
case("claims 4 GB", "protocol-error")(
    says(VERSION, b"\xff\xff\xff\xfc" + b"\0" * 4, then=flood(b"\0" * 65536))
)
case("an empty packet", "protocol-error")(says(VERSION, b"\0" * 64, then=wait))
case("a packet that is no block", "protocol-error")(
    says(VERSION, struct.pack(">I", 13) + b"\0" * 32, then=wait)
)
case("endless ignores", "protocol-error")(says(VERSION, then=flood(_packet(b"\x02" + _string(b"x" * 30000)))))
case("endless debugs", "protocol-error")(
    says(VERSION, then=flood(_packet(b"\x04\0" + _string(b"x" * 30000) + _string(b""))))
)
case("goodbye in GBK", "disconnected", quotes="许可证已到期")(
    says(VERSION, _disconnect("许可证已到期".encode("gbk")))
)
case("goodbye", "disconnected", quotes="no more licences")(says(VERSION, _disconnect(b"no more licences")))
case("no key exchange of ours", "no-common-algorithm")(
    says(VERSION, _kexinit(kex=b"diffie-hellman-group1-sha1"), then=wait)
)
case("compression only", "no-common-algorithm")(
    says(VERSION, _kexinit(compress_out=b"zlib", compress_in=b"zlib"), then=wait)
)
case("algorithms without end", "protocol-error")(says(VERSION, _kexinit(kex=b"x," * 200_000), then=wait))
case("silent in the key exchange", "handshake-timeout")(says(VERSION, _kexinit(), then=wait))
case("algorithms byte by byte", "handshake-timeout")(says(VERSION, _kexinit()[:8], then=drip(b"\0", 0.5)))
case("a key that is none", "protocol-error")(
    says(
        VERSION,
        _kexinit(),
        _packet(b"\x1f" + _string(b"x" * 50) + _string(b"y" * 32) + _string(b"z")),
        then=wait,
    )
)


# --- servers that come as far as the key ---


class Server(paramiko.ServerInterface):
    """Lets anybody in, and starts everything; the cases change what they are about."""

    allowed = "publickey,password"

    def __init__(self, transport: paramiko.Transport) -> None:
        self.transport: Any = transport
        self.begun = threading.Event()

    def get_allowed_auths(self, username: str) -> str:
        return self.allowed

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.begun.set()
        return True

    def send(self, kind: int, *parts: bytes | int) -> None:
        """Any message, whenever."""
        message = paramiko.Message()
        message.add_byte(bytes([kind]))
        for part in parts:
            message.add_int(part) if isinstance(part, int) else message.add_string(part)
        self.transport._send_message(message)


HOST_KEY = paramiko.ECDSAKey.generate()
Talk = Callable[[paramiko.Channel, Any], None]


def _nothing(channel: paramiko.Channel, server: Any) -> None:
    _wait()


def served(
    interface: type[Server] = Server,
    talk: Talk = _nothing,
    bend: Callable[[Any], None] = lambda transport: None,
    key: paramiko.PKey = HOST_KEY,
) -> Behaviour:
    """A server that asks `interface`, and `talk`s once the command has begun; `bend` changes it beforehand."""

    def behave(client: socket.socket) -> None:
        transport = paramiko.Transport(client)
        transport.add_server_key(key)
        server = interface(transport)
        bend(transport)
        transport.start_server(server=server)
        try:
            channel = transport.accept(DEADLINE + 20)
            if channel is not None and server.begun.wait(DEADLINE + 20):
                talk(channel, server)
            else:
                _wait()
        finally:
            transport.close()

    return behave


def _answers(**methods: Any) -> type[Server]:
    return type("Bent", (Server,), methods)


class _OtherSignature(paramiko.ECDSAKey):
    def sign_ssh_data(self, data: bytes, algorithm: str | None = None) -> paramiko.Message:
        return super().sign_ssh_data(data + b"x", algorithm)


def _bent_key() -> paramiko.PKey:
    key = paramiko.ECDSAKey.generate()
    key.__class__ = _OtherSignature
    return key


def _hang(*_: Any) -> int:
    _wait()
    return paramiko.AUTH_FAILED


def _no_service(transport: Any) -> None:
    original = transport._handler_table[21]

    def forget(message: paramiko.Message) -> None:
        original(message)
        transport.auth_handler = None

    transport._handler_table[21] = forget


def _question(prompt: str, instructions: str = "") -> Callable[..., Any]:
    return lambda self, username, methods: paramiko.InteractiveQuery("", instructions, (prompt, False))


def _then_asks(prompt: str, instructions: str = "") -> Callable[..., Any]:
    return lambda self, answers: paramiko.InteractiveQuery("", instructions, (prompt, False))


def _fails(self: Any, *_: Any) -> int:
    return paramiko.AUTH_FAILED


def _goodbye(self: Any, *_: Any) -> int:
    self.send(1, 2, b"Too many authentication failures", b"")
    self.transport.sock.close()
    return paramiko.AUTH_FAILED


def _expired(self: Any, *_: Any) -> int:
    self.send(60, "您的密码已过期".encode(), b"")
    _wait()
    return paramiko.AUTH_FAILED


def _away(self: Any, *_: Any) -> int:
    self.transport.sock.close()
    return paramiko.AUTH_FAILED


def _account_expired(self: Any, *_: Any) -> int:
    self.send(53, b"Your account has expired; please contact your system administrator.\n", b"")
    self.transport.sock.close()
    return paramiko.AUTH_FAILED


def _banners(self: Any, *_: Any) -> int:
    while not OVER.is_set():
        self.send(53, b"x" * 100_000, b"")
    return paramiko.AUTH_FAILED


def _extensions(self: Any, *_: Any) -> int:
    for number in range(10_000):
        self.send(7, 1, b"x%d" % number, b"x" * 100_000)
    return paramiko.AUTH_FAILED


PARTLY = _answers(
    allowed="keyboard-interactive", check_auth_publickey=lambda *_: paramiko.AUTH_PARTIALLY_SUCCESSFUL
)
ASKS = {"allowed": "keyboard-interactive", "check_auth_password": _fails}

case("another key", "changed-host-key")(served(key=paramiko.ECDSAKey.generate()))
case("another signature", "protocol-error")(served(key=_bent_key()))
case("no login service", "login-timeout")(served(bend=_no_service))
case("a login that hangs", "login-timeout", quotes="nothing was refused")(
    served(_answers(check_auth_publickey=_hang))
)
case("refuses the key", "auth-failed")(served(_answers(check_auth_publickey=_fails)))
case("refuses the password", "auth-failed", password=True)(served(_answers(check_auth_password=_fails)))
case("takes no keys", "method-refused", quotes="password")(
    served(_answers(allowed="password", check_auth_publickey=_fails))
)
case("wants a second factor", "second-factor", quotes="keyboard-interactive")(served(PARTLY))
case("asks for a code", "second-factor", quotes="Verification code", password=True)(
    served(_answers(**ASKS, check_auth_interactive=_question("Verification code: ")))
)
case("asks for a code after the password", "second-factor", quotes="动态口令牌", password=True)(
    served(
        _answers(
            **ASKS,
            check_auth_interactive=_question("Password: "),
            check_auth_interactive_response=_then_asks("请输入动态口令牌: "),
        )
    )
)
case("asks for a new password", "password-expired", quotes="change your password", password=True)(
    served(
        _answers(
            **ASKS,
            check_auth_interactive=_question("Password: "),
            check_auth_interactive_response=_then_asks(
                "Current password: ", "You are required to change your password immediately."
            ),
        )
    )
)
case("an expired password", "password-expired", quotes="您的密码已过期", password=True)(
    served(_answers(check_auth_password=_expired))
)
case("away in the login", "disconnected")(served(_answers(check_auth_publickey=_away)))
case("an expired account", "disconnected", quotes="Your account has expired")(
    served(_answers(check_auth_publickey=_account_expired))
)
case("goodbye in the login", "disconnected", quotes="Too many authentication failures")(
    served(_answers(check_auth_publickey=_goodbye))
)
case("a banner of 5 MB", "protocol-error")(served(_answers(get_banner=lambda self: ("x" * 5_000_000, ""))))
case("endless banners", "protocol-error")(served(_answers(check_auth_publickey=_banners)))
case("endless extensions", "protocol-error")(served(_answers(check_auth_publickey=_extensions)))


# --- after the login ---


def _unanswered(number: int) -> Callable[[Any], None]:
    def bend(transport: Any) -> None:
        transport._handler_table[number] = lambda message: None

    return bend


def _refused_channel(self: Any, kind: str, chanid: int) -> int:
    return paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


def _no_window(transport: Any) -> None:
    transport.default_window_size = 0


def talks(name: str, *reasons: str, **more: Any) -> Callable[[Talk], Talk]:
    """A case that is about what is said once the command has begun."""
    bend = more.pop("bend", lambda transport: None)

    def add(talk: Talk) -> Talk:
        case(name, *reasons, **more)(served(talk=talk, bend=bend))
        return talk

    return add


def speaks(out: bytes = b"", errors: bytes = b"", waits: bool = False) -> Talk:
    def talk(channel: paramiko.Channel, server: Any) -> None:
        if out:
            channel.sendall(out)
        if errors:
            channel.sendall_stderr(errors)
        if waits:
            _wait()
        channel.send_exit_status(1)
        channel.close()
        server.transport.join(5)

    return talk


case("no channel", "deadline", "stalled")(served(bend=_unanswered(90)))
case("a refused channel", "no-shell")(served(_answers(check_channel_request=_refused_channel)))
case("a refused command", "no-shell")(served(_answers(check_channel_exec_request=lambda *_: False)))
case("a command that hangs", "deadline", "stalled")(served(_answers(check_channel_exec_request=_hang)))
talks("silent after the login", "deadline")(_nothing)
talks("takes nothing", "deadline", bend=_no_window)(_nothing)
talks("closes without a word", "no-shell")(speaks())
talks("nologin", "no-shell", quotes="This account is currently not available.")(
    speaks(b"This account is currently not available.\n")
)
talks("SFTP only", "no-shell", quotes="sftp connections only")(
    speaks(b"This service allows sftp connections only.\n")
)
talks("a restricted shell", "no-shell", quotes="exec: restricted")(
    speaks(errors=b"rbash: line 1: exec: restricted\n")
)
talks("a menu in GBK", "no-shell", "deadline", quotes="请选择主机")(
    speaks("欢迎\r\n请选择主机：".encode("gbk"), waits=True)
)
talks("an expired password behind a key", "password-expired", quotes="Your password has expired.")(
    speaks(errors=b"WARNING: Your password has expired.\nPassword change required but no TTY available.\n")
)
talks("no processes left", "no-shell", quotes="Resource temporarily unavailable")(
    speaks(errors=b"sh: fork: retry: Resource temporarily unavailable\n")
)
talks("frames of another run", "no-shell")(
    speaks(
        b"\n@fo 0123456789abcdef B name\nx\n\n@fo 0123456789abcdef E name ok 1 \n@fo 0123456789abcdef END 1\n"
    )
)


@talks("takes a byte a second", "deadline", bend=_no_window)
def a_byte_a_second(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.wait(1):
        server.send(93, channel.remote_chanid, 1)


@talks("drips output", "deadline")
def drips_output(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.wait(0.2):
        channel.sendall(b".")


@talks("echoes the script", "no-shell", "deadline")
def echoes(channel: paramiko.Channel, server: Any) -> None:
    while data := channel.recv(30000):
        channel.sendall(data)
    channel.close()


@talks("floods output", "flood", "deadline")
def floods_output(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.is_set():
        channel.sendall(b"x" * 30000)


@talks("floods errors", "flood", "deadline")
def floods_errors(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.is_set():
        channel.sendall_stderr(b"x" * 30000)


@talks("floods beyond the window", "protocol-error", "flood", "deadline")
def floods_beyond(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.is_set():
        server.send(94, channel.remote_chanid, b"x" * 200_000)


@talks("one byte in each packet", "flood", "deadline")
def tiny_packets(channel: paramiko.Channel, server: Any) -> None:
    while not _breathe():
        server.send(94, channel.remote_chanid, b"x")


@talks("endless ignores after the login", "flood", "deadline")
def ignores(channel: paramiko.Channel, server: Any) -> None:
    while not _breathe():
        server.send(2, b"x" * 30000)


@talks("extensions after the login", "protocol-error")
def extensions(channel: paramiko.Channel, server: Any) -> None:
    while not OVER.is_set():
        server.send(7, 1, b"x", b"x" * 30000)


@talks("new keys, never agreed", "deadline")
def rekeys(channel: paramiko.Channel, server: Any) -> None:
    server.transport._handler_table[20] = lambda message: _wait()
    server.transport._send_kex_init()
    _wait()


@talks("asks for everything", "flood", "deadline")
def asks(channel: paramiko.Channel, server: Any) -> None:
    while not _breathe():
        server.send(90, b"x11", 5, 1000, 1000, b"127.0.0.1", 6000)


@talks("vanishes", "disconnected")
def vanishes(channel: paramiko.Channel, server: Any) -> None:
    server.transport.sock.close()


@talks("goodbye after the login", "disconnected", quotes="idle for too long")
def goodbye_late(channel: paramiko.Channel, server: Any) -> None:
    server.send(1, 11, b"idle for too long", b"")
    server.transport.sock.close()


@talks("a message that is none", "deadline", "protocol-error", "disconnected")
def unknown(channel: paramiko.Channel, server: Any) -> None:
    server.send(201, b"x")
    _wait()
