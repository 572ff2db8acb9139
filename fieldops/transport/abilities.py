"""What the installed SSH library can do; for `doctor`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fieldops.structs import Struct


class Abilities(Struct, frozen=True):
    """The version of paramiko, whether it is one we test with, and what it offers first."""

    version: str
    tested: bool
    kex: tuple[str, ...]
    host_keys: tuple[str, ...]


def ssh_abilities() -> Abilities:
    """What the installed paramiko offers."""
    import paramiko

    version = paramiko.__version__
    transport: Any = paramiko.Transport  # the offers are class attributes that its type stubs leave out
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    return Abilities(
        version,
        (5, 1) <= numbers < (6, 0),
        tuple(transport._preferred_kex),
        tuple(transport._preferred_keys),
    )


def agent_is_known() -> bool:
    """Whether this process has been told of an SSH agent that is there (SSH_AUTH_SOCK)."""
    socket = os.environ.get("SSH_AUTH_SOCK", "")
    return bool(socket) and Path(socket).is_socket()


def agent_keys() -> int:
    """How many keys the SSH agent holds; 0 also when none is running."""
    import paramiko

    agent = paramiko.Agent()
    try:
        return len(agent.get_keys())
    finally:
        agent.close()
