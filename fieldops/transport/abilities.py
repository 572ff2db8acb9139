"""What the installed SSH library can do; for `doctor`."""

from __future__ import annotations

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
