"""Network devices on loopback: an SSH server with a command line as three makers build it, that keeps what it was sent.

It pages, asks, drips, speaks GB18030, refuses commands and hangs up, as told; it knows nothing of fieldops.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import hostile
import paramiko

PAGER_OFF = {
    "vrp": "screen-length 0 temporary",
    "comware": "screen-length disable",
    "ios": "terminal length 0",
}
_MORE = {
    "vrp": (b"  ---- More ----", b"\x1b[42D" + b" " * 42 + b"\x1b[42D"),
    "comware": (b"---- More ----", b"\x1b[16D" + b" " * 16 + b"\x1b[16D"),
    "ios": (b" --More-- ", b"\b" * 10 + b" " * 10 + b"\b" * 10),
}
_UNKNOWN = {
    "vrp": "                ^\nError: Unrecognized command found at '^' position.",
    "comware": "                ^\n % Unrecognized command found at '^' position.",
    "ios": "                ^\n% Invalid input detected at '^' marker.",
}


@dataclass
class Device:
    """How a device behaves, and what it was sent: `lines` that were typed, `keys` at its pager, `answers` to its questions.

    `asks`: a question in place of the answer to a command (or of "login"); `drip`: bytes in a piece; `hangs`: the command
    to which nothing comes any more.
    """

    platform: str
    prompt: str
    says: Mapping[str, str] = field(default_factory=dict)
    greeting: str = "Info: The max number of VTY users is 5.\r\n"
    pages: bool = True
    takes_pager_off: bool = True
    encoding: str = "utf-8"
    drip: int = 0
    asks: Mapping[str, str] = field(default_factory=dict)
    hangs: str = ""
    lines: list[str] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)


@contextmanager
def running(device: Device) -> Iterator[tuple[int, str]]:
    """Its port, and its host key as a line of known_hosts holds it, until the block ends."""
    key = paramiko.ECDSAKey.generate()

    def behave(client: socket.socket) -> None:
        transport = paramiko.Transport(client)
        transport.add_server_key(key)
        door = _Door(device)
        transport.start_server(server=door)
        try:
            channel = transport.accept(60)
            if channel is not None and door.opened.wait(60):
                with suppress(OSError, EOFError):
                    _Terminal(device, channel).serve()
        finally:
            transport.close()

    with hostile.listening(behave) as port:
        yield port, f"{key.get_name()} {key.get_base64()}"


class _Door(paramiko.ServerInterface):
    def __init__(self, device: Device) -> None:
        self.device, self.opened = device, threading.Event()

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL

    def check_auth_password(self, username: str, password: str) -> int:
        self.device.logins.append(password)
        return paramiko.AUTH_SUCCESSFUL if password == "right" else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_pty_request(self, *_: object) -> bool:
        return True

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        self.opened.set()
        return True

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        # As devices do: there is no shell that could run it.
        return False


class _Terminal:
    def __init__(self, device: Device, channel: paramiko.Channel) -> None:
        self.device, self.channel, self.paged = device, channel, device.pages

    def serve(self) -> None:
        self._put(self.device.greeting.encode(self.device.encoding))
        self._ask("login")
        while True:
            self._put(self.device.prompt.encode(self.device.encoding))
            line = self._line()
            self.device.lines.append(line)
            self._ask(line)
            if line == self.device.hangs:
                threading.Event().wait(60)
            self._show(self._answer(line))

    def _put(self, data: bytes) -> None:
        size = self.device.drip or len(data) or 1
        for at in range(0, len(data), size):
            self.channel.sendall(data[at : at + size])

    def _key(self) -> bytes:
        key = self.channel.recv(1)
        if not key:
            raise EOFError
        return key

    def _line(self) -> str:
        typed = b""
        while (key := self._key()) not in (b"\r", b"\n"):
            typed += key
            self._put(key)
        self._put(b"\r\n")
        return typed.decode("ascii", "replace")

    def _ask(self, at: str) -> None:
        if at in self.device.asks:
            self._put(self.device.asks[at].encode(self.device.encoding))
            while True:
                self.device.answers.append(self._key())

    def _answer(self, line: str) -> str:
        if line == PAGER_OFF[self.device.platform] and self.device.takes_pager_off:
            self.paged = False
            return ""
        return self.device.says.get(line, _UNKNOWN[self.device.platform])

    def _show(self, text: str) -> None:
        mark, wipe = _MORE[self.device.platform]
        for number, line in enumerate(text.splitlines(), 1):
            self._put(line.encode(self.device.encoding) + b"\r\n")
            if self.paged and number % 5 == 0:
                self._put(mark)
                self.device.keys.append(self._key())
                self._put(wipe)
