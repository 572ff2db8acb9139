"""Between paramiko and the socket: packets of bounded size and number, and what the host says in them besides the protocol.

paramiko allocates what a packet claims to hold, forgets why a server says goodbye, and enforces no window: this does.
Imports paramiko: only what runs when a host is reached may import it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import paramiko
from paramiko.packet import Packetizer

from fieldops.structs import Struct

# OpenSSH's PACKET_MAX_SIZE.
_LONGEST_PACKET = 256 << 10
# Key exchange and login together: a login banner of a page, keys, certificates, lists of algorithms.
_BEFORE_LOGIN = 1 << 20
_KEPT_WORDS = 4096

_DISCONNECT, _EXT_INFO, _AUTH_FAILURE, _AUTH_BANNER = 1, 7, 51, 53
# In answer to a password RFC 4252 8 gives this number to "change your password first".
_PASSWORD_CHANGE = 60
_OPEN, _OPEN_FAILURE, _DATA, _EXTENDED_DATA, _CLOSE = 90, 92, 94, 95, 97


class TooMuch(paramiko.SSHException):
    """The host sent more than it may."""


@dataclass(slots=True)
class Heard:
    """What the host has said in the protocol that paramiko would not tell us: `farewell` of a channel or of the connection,
    `goodbye` of the connection.
    """

    farewell: bytes = b""
    goodbye: bytes = b""
    banner: bytes = b""
    refused: bool = False
    change_password: bytes | None = None


class Speaker:
    """A channel of ours that data is sent on, by the number that the host gave it: `over` when its end has been sent."""

    def __init__(self, remote: int) -> None:
        self.remote, self.over = remote, False


class NotOpened(Struct, frozen=True):
    """Why a channel was not opened: the number of RFC 4254 5.1, and the host's words."""

    reason: int
    words: bytes


class Packets(Packetizer):
    """A packetizer with limits. `version` is the line that was read before; `heard` what the host said."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self.version = ""
        self.heard = Heard()
        self.asks_password = False
        self._room = _BEFORE_LOGIN
        self._logged_in = False
        self._unread: Callable[[], int] | None = None
        self._window = 0
        self._asked: dict[int, int] = {}
        self._not_opened: dict[int, NotOpened] = {}
        self._order = threading.Lock()
        self._speakers: dict[int, Speaker] = {}
        self._now = threading.local()

    def logged_in(self, room: int) -> None:
        """From now on the host may send `room` bytes."""
        self._room, self._logged_in = room, True

    @property
    def flooded(self) -> bool:
        """Whether the host has sent more than any script would."""
        return self._logged_in and self._room < 0

    def limit_unread(self, unread: Callable[[], int], window: int) -> None:
        """`unread` tells how many bytes of the channel wait for us; a host that keeps to its window never passes `window`."""
        self._unread, self._window = unread, window

    def start_handshake(self, timeout: float) -> None:
        """No timer of its own: it would be a thread that keeps the process alive. The watchdog ends handshakes."""

    def readline(self, timeout: float) -> str:
        """The version line, which has been read already."""
        return self.version

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:
        """`n` bytes, unless no packet of a decent host is that long. Raises SSHException."""
        if not 0 <= n <= _LONGEST_PACKET:
            raise TooMuch(f"a packet that claims {n} bytes")
        self._room -= n
        if self._room < 0:
            raise TooMuch("more data than a login takes" if not self._logged_in else "too much data")
        return super().read_all(n, check_rekey)

    def write_all(self, out: Any) -> None:
        """Send `out`; where the host has gone already, hear what it said before it went. Raises EOFError."""
        try:
            super().write_all(out)
        except EOFError:
            # Only the thread that reads may read; when another one writes, it does so anyway.
            if isinstance(threading.current_thread(), paramiko.Transport):
                with suppress(Exception):
                    while self.read_message()[0] != _DISCONNECT:
                        pass
            raise

    def speaker(self, remote: int) -> Speaker:
        """The channel that the host has just given this number."""
        with self._order:
            found = self._speakers[remote] = Speaker(remote)
        return found

    @contextmanager
    def speaking(self, speaker: Speaker) -> Iterator[None]:
        """What this thread sends meanwhile is said on that channel."""
        self._now.speaker = speaker
        try:
            yield
        finally:
            self._now.speaker = None

    def send_message(self, data: Any) -> None:
        """Send a message; which channel a thread has asked for is remembered for `not_opened`.

        Data behind the end of its channel are left out: two threads of paramiko may come in that order, OpenSSH ends the
        whole connection for it, and a new channel may have the number by then.
        """
        raw = data.asbytes()
        if raw[:1] == bytes([_OPEN]):
            asked = paramiko.Message(raw[1:])
            asked.get_string()
            self._asked[threading.get_ident()] = asked.get_int()
        with self._order:
            speaker: Speaker | None = getattr(self._now, "speaker", None)
            if raw[:1] == bytes([_DATA]) and speaker is not None and speaker.over:
                return
            if raw[:1] == bytes([_CLOSE]):
                ended = self._speakers.pop(int.from_bytes(raw[1:5], "big"), None)
                if ended is not None:
                    ended.over = True
            super().send_message(data)

    def not_opened(self) -> NotOpened | None:
        """Why the channel was refused that this thread has asked for last; None when the host has not refused it.

        paramiko keeps the reason of one refusal, whoever had asked.
        """
        return self._not_opened.pop(self._asked.pop(threading.get_ident(), -1), None)

    def read_message(self) -> tuple[int, paramiko.Message]:
        """The next message; what is of interest in it has been noted."""
        kind, message = super().read_message()
        if kind in (_DATA, _EXTENDED_DATA):
            if self._unread is not None and self._unread() > self._window:
                raise TooMuch("more data than its window allows")
        elif kind in _NOTED:
            # A copy, as the message remembers how far it has been read.
            _NOTED[kind](self, paramiko.Message(message.asbytes()))
        return kind, message

    def _note_farewell(self, message: paramiko.Message) -> None:
        # Of a channel that was not opened, or of the connection: a number or two, then the words.
        self.heard.farewell = message.get_string()[:_KEPT_WORDS]

    def _note_disconnect(self, message: paramiko.Message) -> None:
        message.get_int()
        self._note_farewell(message)
        self.heard.goodbye = self.heard.farewell

    def _note_open_failure(self, message: paramiko.Message) -> None:
        channel, reason = message.get_int(), message.get_int()
        self._note_farewell(message)
        if channel in self._asked.values():
            self._not_opened[channel] = NotOpened(reason, self.heard.farewell)

    def _note_banner(self, message: paramiko.Message) -> None:
        self.heard.banner = (self.heard.banner + message.get_string())[:_KEPT_WORDS]

    def _note_refusal(self, message: paramiko.Message) -> None:
        self.heard.refused = True

    def _note_question(self, message: paramiko.Message) -> None:
        if self.asks_password:
            self.heard.change_password = message.get_string()[:_KEPT_WORDS]

    def _note_extension(self, message: paramiko.Message) -> None:
        # RFC 8308 2.4: the last one may come just before the login succeeds. paramiko keeps what they hold.
        if self._logged_in:
            raise TooMuch("extensions after the login")


_NOTED: dict[int, Callable[[Packets, paramiko.Message], None]] = {
    _DISCONNECT: Packets._note_disconnect,
    _OPEN_FAILURE: Packets._note_open_failure,
    _AUTH_BANNER: Packets._note_banner,
    _AUTH_FAILURE: Packets._note_refusal,
    _PASSWORD_CHANGE: Packets._note_question,
    _EXT_INFO: Packets._note_extension,
}
