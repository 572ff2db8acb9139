"""The ways to a machine, by the name a contract gives them (`host.transport`). A new one is added here and in the schema."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fieldops.transport.by_hand import ByHand
from fieldops.transport.local import Local
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Transport

Transports = Mapping[str, Transport]

# paramiko is imported when the first host is reached over SSH, not by this.
TRANSPORTS: Transports = MappingProxyType(
    {"ssh": Ssh(), "openssh": OpenSsh(), "local": Local(), "bundle": ByHand()}
)


def waiting_at(transports: Transports = TRANSPORTS) -> tuple[str, ...]:
    """The servers at which logins wait now."""
    return tuple(
        name for each in transports.values() if isinstance(each, Ssh | OpenSsh) for name in each.waits.names()
    )
