"""What runs on a host beside the system: the kinds of instances there are, and what each takes to be logged in to. Pure.

How probes ask them is `fieldops.inspection.instances`.
"""

from __future__ import annotations

from fieldops.contracts.model import Instance

# The kinds, as `instances[].kind` and the platform of probes name them, and the programs by which they are asked.
CLIENTS: dict[str, tuple[str, ...]] = {
    "mysql": ("mysql", "mariadb"),
    "postgresql": ("psql",),
    "redis": ("redis-cli",),
    "oracle": ("sqlplus",),
    "nginx": ("curl", "wget"),
    "apache": ("curl", "wget"),
    "java": (),
    "kafka": (),
    "zookeeper": (),
    "rabbitmq": (),
}
KINDS = frozenset(CLIENTS)
# Of these one logs in; a session with others has no account.
WITH_LOGIN = frozenset({"mysql", "postgresql", "redis", "oracle"})
# Of these a password belongs to an account that must be named; Redis has a password without one.
_NAMED_ACCOUNTS = frozenset({"mysql", "postgresql", "oracle"})
# They know the account of the operating system, which they learn by a local way alone: MySQL and MariaDB by the plug-ins
# auth_socket and unix_socket, PostgreSQL by `peer`, Oracle by the bequeath protocol.
_PEERS = frozenset({"mysql", "postgresql", "oracle"})

LOOPBACK = "127.0.0.1"


def needs_account(kind: str) -> bool:
    """Whether a password is one of an account that must be named."""
    return kind in _NAMED_ACCOUNTS


def knows_peers(kind: str) -> bool:
    """Whether the account of the operating system can be enough; what has no login at all does not ask."""
    return kind in _PEERS or kind not in WITH_LOGIN


def comes_by_network(kind: str, address: str | None, port: int | None) -> bool:
    """Whether the instance is reached by TCP. The port of PostgreSQL is also that of its local socket."""
    return address is not None or (port is not None and kind != "postgresql")


def address_of(instance: Instance) -> str:
    """The address that its client is given; empty: its local socket."""
    if instance.address is not None:
        return instance.address
    by_port = instance.port is not None and instance.socket is None
    local = instance.kind == "postgresql" and instance.method == "peer"
    return LOOPBACK if by_port and not local else ""
