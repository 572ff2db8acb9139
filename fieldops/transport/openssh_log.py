"""What the log of OpenSSH's client says of a connection that failed: each ending its own reason. Text in, reason out.

The log is the client's own (``ssh -E``), at level DEBUG1. What a server says in it stands behind words of the client's, but
may have lines of its own: from there on nothing is believed but that we were denied, which is the server's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fieldops.errors import Named, Unreachable
from fieldops.transport.dialing import TRIES, Refusal, turned_away
from fieldops.transport.hostkeys import HostKey
from fieldops.transport.target import KeyFile, Limits, Target
from fieldops.transport.words import words_of

_SHOWN = re.compile(r"^debug1: Server host key: (\S+) (SHA256:\S+)\s*$", re.M)
_METHODS = re.compile(r"^debug1: Authentications that can continue: (\S+)", re.M)
_OFFERED = re.compile(r"^debug1: Offering public key:", re.M)
_PARTIAL = re.compile(r"with partial success", re.M)
_CONNECTED = re.compile(r"^debug1: Connection established\.", re.M)
_SPOKE = re.compile(r"^debug1: Remote protocol version", re.M)
# What ssh says of its configuration before it begins; the server has said nothing by then.
_CONFIG = re.compile(
    r"^(?:Bad owner or permissions on .*|Unsupported .* algorithm .*|\S+(?:: line| line) \d+: .*)$", re.M
)
_BEGUN = re.compile(r"^debug1: (?:Connecting to |Executing proxy command)", re.M)
_BY_PROXY = re.compile(r"^debug1: Executing proxy command", re.M)
_ACCEPTED = re.compile(r"^debug1: Server accepts key:", re.M)
_ENTERED = re.compile(r"^(?:debug1: Authentication succeeded|Authenticated to )", re.M)
_NO_ANSWER = re.compile(r"^ssh: connect to host \S+ port \d+: (?:Connection|Operation) timed out", re.M)
_NO_BANNER = re.compile(r"^Connection timed out during banner exchange", re.M)
_CLIENT_ENDS = re.compile(r"^(?:debug1: Remote: |Received disconnect from )", re.M)
_EXIT = re.compile(r"^debug1: Exit status \d+\s*$", re.M)
# Lines of no use to a reader.
_NOISE = re.compile(r"^(?:debug[123]: .*|OpenSSH_.*|@+|Warning: .*|\*\* .*|\s*)$")

# What a server says before its version; the client numbers the lines and keeps each in one.
_BEFORE_VERSION = re.compile(r"^debug1: kex_exchange_identification: banner line \d+: (.*)$", re.M)
_CLOSED = r"^kex_exchange_identification: (?:Connection (?:closed|reset)|read: Connection reset)"
_JUMP_CLOSED = re.compile(_CLOSED.encode(), re.M)

_Reason = Callable[[Target, str, re.Match[str]], Unreachable | Refusal]


def shown_key(log: str, pins: tuple[HostKey, ...]) -> HostKey | None:
    """The key that the target has shown, which is one of `pins`; of several connections in a log it is the last."""
    shown = {fingerprint for _, fingerprint in _SHOWN.findall(log)}
    return next((pin for pin in pins if pin.fingerprint in shown), None)


def remote_end(log: str) -> bool:
    """Whether what ran on the host has ended by itself, with whatever exit code."""
    return _ENTERED.search(log) is not None and _EXIT.search(log) is not None


def reason_of(log: str, said: bytes, target: Target, limits: Limits) -> Unreachable | Refusal:
    """Why ssh has ended with 255, from what it logged, and what else was `said` before anybody was in.

    A Refusal where the server, or the jump host before it, may let us in a little later.
    """
    if found := _CONFIG.search(_BEGUN.split(log, maxsplit=1)[0]):
        return Unreachable("ssh-config", address=target.address, detail=words_of(found[0].encode()))
    if _BY_PROXY.search(log) and not _SPOKE.search(log):
        detail = words_of(said) or Named("host.no-words")
        failed = Unreachable("proxy-failed", address=target.address, detail=detail, contract=target.contract)
        return Refusal(failed, TRIES) if _JUMP_CLOSED.search(said) else failed
    for pattern, late, seconds in (
        (_NO_ANSWER, "connect-timeout", limits.connect),
        (_NO_BANNER, "silent", limits.connect),
    ):
        if pattern.search(log):
            return Unreachable(late, address=target.address, port=target.port, seconds=round(seconds))
    own = _CLIENT_ENDS.split(log, maxsplit=1)[0]
    for pattern, reason in () if _ENTERED.search(own) else _REASONS:
        if found := pattern.search(log if reason is _denied else own):
            return reason(target, log, found)
    last = [line for line in log.splitlines() if not _NOISE.match(line)][-3:]
    detail = words_of("\n".join(last).encode()) or Named("host.no-words")
    return Unreachable("disconnected", address=target.address, detail=detail)


def stage_limit(late: Unreachable, log: str, target: Target) -> Unreachable:
    """The reason of a limit that was passed before anything came, by how far the log says that ssh was."""
    if late.reason != "login-timeout" or _ENTERED.search(log):
        return late
    where = {"address": target.address, "port": target.port, "seconds": late.values["seconds"]}
    if not _CONNECTED.search(log):
        return Unreachable("connect-timeout", **where)
    if not _SPOKE.search(log):
        return Unreachable("silent", **where)
    return late


def _key(target: Target, log: str, found: re.Match[str]) -> Unreachable:
    shown = _SHOWN.findall(log)
    offered = " ".join(shown[0]) if shown else "-"
    values = {"address": target.address, "offered": offered, "contract": target.contract}
    if any(shown and key.fingerprint == shown[0][1] for key in target.revoked):
        return Unreachable("revoked-host-key", **values)
    if not target.pins or not shown:
        return Unreachable("unknown-host-key", **values)
    return Unreachable("changed-host-key", **values, pinned=", ".join(str(pin) for pin in target.pins))


def _denied(target: Target, log: str, found: re.Match[str]) -> Unreachable:
    values = {"address": target.address, "user": target.user}
    methods = _METHODS.findall(log)
    if _PARTIAL.search(log):
        return Unreachable(
            "second-factor-openssh", **values, detail=methods[-1].replace(",", ", ") if methods else "-"
        )
    if methods and "publickey" not in methods[0].split(","):
        return Unreachable(
            "method-refused", **values, method="key_file", methods=methods[0].replace(",", ", ")
        )
    if _ACCEPTED.search(log) and isinstance(target.credential, KeyFile):
        # The key is the right one, but nobody is here to open it.
        detail = Named("credentials.key-encrypted", path=target.credential.path)
        return Unreachable("no-credentials", address=target.address, detail=detail)
    return Unreachable("auth-failed", **values, method="key_file" if _OFFERED.search(log) else "agent")


def _turned_away(target: Target, log: str, found: re.Match[str]) -> Unreachable | Refusal:
    return turned_away(target, "\n".join(_BEFORE_VERSION.findall(log)).encode())


def _plain(reason: str, *more: str) -> _Reason:
    """A reason whose values are the address and, by name, port or detail."""

    def made(target: Target, log: str, found: re.Match[str]) -> Unreachable:
        values: dict[str, object] = {"address": target.address}
        if "port" in more:
            values["port"] = target.port
        if "detail" in more:
            values["detail"] = words_of(found[1].encode())
        return Unreachable(reason, **values)

    return made


def _no_key(target: Target, log: str, found: re.Match[str]) -> Unreachable:
    code = "credentials.key-file-unreadable"
    detail = Named(code, path=found[1], detail=words_of(found[2].encode()))
    return Unreachable("no-credentials", address=target.address, detail=detail)


# In this order: what comes first is the cause of what stands behind it.
_REASONS: tuple[tuple[re.Pattern[str], _Reason], ...] = (
    (re.compile(r"^Host key verification failed\.", re.M), _key),
    (re.compile(r"^No \S+ host key is known for ", re.M), _key),
    (re.compile(r"^Unable to negotiate with [^:]*: (.*)$", re.M), _plain("no-common-algorithm", "detail")),
    (re.compile(r"^ssh: Could not resolve hostname ", re.M), _plain("name-unknown")),
    (
        re.compile(r"^ssh: connect to host \S+ port \d+: Connection refused", re.M),
        _plain("connection-refused", "port"),
    ),
    (re.compile(r"^ssh: connect to host \S+ port \d+: (.*)$", re.M), _plain("network", "detail")),
    (re.compile(_CLOSED, re.M), _turned_away),
    (re.compile(r"^kex_exchange_identification: (.*)$", re.M), _plain("disconnected", "detail")),
    (re.compile(r'^Load key "([^"]*)": (.*)$', re.M), _no_key),
    (re.compile(r"^[^\n]*Permission denied \(", re.M), _denied),
)
