"""The SSH agent that this process has been told of: whether there is one, which keys it holds, what it signs.

It may be no agent any more: the far end of a connection that hangs, which a login has forwarded. Each question has its time.
Logging in with a key of the agent is `logins.py`: there the host's deadline holds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fieldops.transport.watchdog import left_behind

if TYPE_CHECKING:
    from paramiko import AgentKey

# Seconds. A list of keys is there at once; a signature may wait for somebody who confirms it.
LISTING = 10.0
CONFIRMING = 120.0

Found = TypeVar("Found")


class AgentSilent(Exception):
    """The agent has not answered in its time."""


def agent_is_known() -> bool:
    """Whether this process has been told of an SSH agent that is there (SSH_AUTH_SOCK)."""
    socket = os.environ.get("SSH_AUTH_SOCK", "")
    return bool(socket) and Path(socket).is_socket()


def agent_keys() -> frozenset[bytes]:
    """The blobs of the public keys that the agent holds; none also where no agent is known. Raises AgentSilent."""
    if not agent_is_known():
        return frozenset()
    return _answered(lambda keys: frozenset(key.asbytes() for key in keys), LISTING)


def agent_signature(key: bytes, data: bytes, algorithm: Callable[[str], str | None]) -> bytes | None:
    """What the agent makes of `data` with the key of that blob; None where it does not hold it.

    `algorithm` says, and may raise, for the name of a key's kind by which one it signs (None: by its own). Raises
    AgentSilent, paramiko.SSHException where the agent refuses.
    """

    def signature(keys: Sequence[AgentKey]) -> bytes | None:
        held = next((each for each in keys if each.asbytes() == key), None)
        return bytes(held.sign_ssh_data(data, algorithm(held.get_name()))) if held is not None else None

    return _answered(signature, CONFIRMING)


def _answered(question: Callable[[Sequence[AgentKey]], Found], seconds: float) -> Found:
    """What is asked of the keys that the agent holds."""

    def ask() -> Found:
        import paramiko

        agent = paramiko.Agent()
        try:
            return question(agent.get_keys())
        finally:
            agent.close()

    # paramiko gives its socket no time, and has sent its first question before anybody could.
    try:
        return left_behind(ask).result(seconds)
    except TimeoutError:
        raise AgentSilent from None
