"""Becoming root with a password, once on a host: what sudo says is read, and the password given in answer to our own question.

A state machine without I/O. The password is sent once, to a sudo that asks with this run's token; the probes that need root
are sent when the root shell has said that it is there. Where either does not come nothing is sent, and sudo's words are kept.
What runs on the host is `script/root.sh`; who carries the bytes is `fieldops.transport`.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from secrets import token_hex
from typing import Literal

# Slow directories and the pause after a wrong password included.
PATIENCE = 25.0
KEPT_WORDS = 4096
# So many hosts in a row may refuse a password that none has taken yet; accounts are often locked after three.
MOST_REFUSALS = 2
_FOR_PASSWORD = re.compile(rb"passw|\xe5\xaf\x86\s*\xe7\xa0\x81|\xe5\x8f\xa3\s*\xe4\xbb\xa4", re.I)


class RootPassword:
    """The password of sudo for one login, and how hosts have taken it: a wrong one must not lock the account everywhere.

    Until one host has taken it, it is tried on one host at a time.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._lock = threading.Lock()
        self._taken, self._refusals, self._trying = False, 0, False

    def __repr__(self) -> str:
        return "RootPassword()"

    def claim(self) -> Literal["go", "wait", "no"]:
        """Whether it may be sent to a host now; who goes says what came of it."""
        with self._lock:
            if self._taken:
                return "go"
            if self._refusals >= MOST_REFUSALS:
                return "no"
            if self._trying:
                return "wait"
            self._trying = True
            return "go"

    def came_of_it(self, taken: bool | None) -> None:
        """A host has taken it, or refused it, or (None) has said neither."""
        with self._lock:
            self._trying = False
            self._taken = self._taken or taken is True
            self._refusals += taken is False

    def line(self) -> bytes:
        """What sudo is sent."""
        return self._secret.encode("utf-8", "surrogateescape") + b"\n"


class _At(Enum):
    BEFORE = auto()
    ASKING = auto()
    ANSWERED = auto()
    GRANTED = auto()
    GIVEN_UP = auto()
    OVER = auto()


class RootLogin:
    """One host's login of sudo. Fed what comes meanwhile, it says what to send.

    `token` is in the question that sudo asks, and in the line by which the root shell says that it is there.
    """

    def __init__(
        self, password: RootPassword, script: bytes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`script` is what the root shell is to run."""
        self.token = token_hex(8)
        # Whether the password was sent; whether it was not because other hosts have refused it.
        self.sent = self.spared = False
        self._password, self._script, self._clock = password, script, clock
        self._at = _At.BEFORE
        self._ends = 0.0
        self._heard = self._before = b""
        self._asked = self._claimed = False
        # Bytes that are known to come but have not been heard yet, and those of them that are of the question.
        self._pending = self._skip = 0

    # --- what is told ----------------------------------------------------------------------------------

    @property
    def listens(self) -> bool:
        """Whether what the host says is sudo's: from its start until the root shell is there, or sudo has ended."""
        return self._at in (_At.ASKING, _At.ANSWERED, _At.GIVEN_UP)

    def begin(self) -> None:
        """Our script starts sudo now."""
        if self._at is _At.BEFORE:
            self._at, self._ends = _At.ASKING, self._clock() + PATIENCE

    def hear(self, data: bytes) -> None:
        """Sudo, or what it has started, has said this."""
        known, self._skip = min(self._skip, len(data)), max(0, self._skip - len(data))
        self._heard = (self._heard + data[known:])[-KEPT_WORDS:]

    def look(self, pending: bytes) -> None:
        """See where it stands; `pending` has come too, but may be the beginning of something else."""
        self._pending = len(pending)
        said = self._heard + pending[self._skip :]
        if self._is_there(said):
            self._at = _At.GRANTED
            self._settle(True)
        elif self._at is _At.ASKING:
            self._asked = self._asked or self._asks(said)
        elif self._at is _At.ANSWERED and self._asks(said):
            # It asks again: once is enough, and it ends when nothing more comes.
            self._at = _At.GIVEN_UP
            self._settle(False)

    def end(self) -> None:
        """Sudo has ended, or the host."""
        if self._at is _At.ANSWERED:
            self._settle(False)
        self._settle(None)
        if self._at is not _At.GRANTED:
            self._at = _At.OVER

    @property
    def refused(self) -> bool:
        """Whether sudo was started and no root shell came of it."""
        return self._at in (_At.GIVEN_UP, _At.OVER)

    @property
    def words(self) -> bytes:
        """What sudo said, without our own marks: since the password was sent, where it was and something came."""
        return self._plain(self._heard) or self._plain(self._before)

    # --- what is sent ----------------------------------------------------------------------------------

    def answer(self) -> bytes | None:
        """What to send now: nothing yet (empty), or nothing any more (None)."""
        if self._at is _At.BEFORE:
            return b""
        if self._at is _At.GRANTED:
            script, self._script = self._script, b""
            return script or None
        if self._at in (_At.ASKING, _At.ANSWERED) and self._clock() < self._ends:
            return self._answered() if self._at is _At.ASKING and self._asked else b""
        return None

    def _answered(self) -> bytes | None:
        match self._password.claim():
            case "go":
                self._at, self._claimed, self.sent = _At.ANSWERED, True, True
                self._ends = self._clock() + PATIENCE
                self._before, self._heard, self._skip = self._heard, b"", self._pending
                return self._password.line()
            case "wait":
                return b""
        self._at, self.spared = _At.GIVEN_UP, True
        return None

    def _asks(self, said: bytes) -> bool:
        """Whether it waits for the password: our question is the last that came, and asks for nothing else.

        sudo-rs puts it into brackets, and behind it what PAM asks.
        """
        before, token, behind = said.rpartition(b"@fo-ask-" + self.token.encode())
        if not token:
            return False
        if before.rpartition(b"\n")[2].startswith(b"["):
            return behind.endswith((b":", b": ")) and _FOR_PASSWORD.search(behind) is not None
        return not behind.strip()

    def _is_there(self, said: bytes) -> bool:
        return re.search(rb"\n@fo-root-%b\r?\n" % self.token.encode(), said) is not None

    def _settle(self, taken: bool | None) -> None:
        if self._claimed:
            self._claimed = False
            self._password.came_of_it(taken)

    def _plain(self, said: bytes) -> bytes:
        token = self.token.encode()
        marks = re.sub(rb"\[[^\[\n]*@fo-ask-%b\][^\n]*?: ?|@fo-(?:ask|root)-%b" % (token, token), b"", said)
        return b"\n".join(line.strip() for line in marks.splitlines() if line.strip())
