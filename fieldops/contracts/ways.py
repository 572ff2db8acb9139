"""Which jump hosts lie on the way to a host, by what the contract says. How they are opened is `fieldops.transport`'s business."""

from __future__ import annotations

from fieldops.contracts.model import Access, Host, JumpHost

# The transport of a host to which a file is carried.
BUNDLE = "bundle"
# Transports that lead over no network.
UNCONNECTED = frozenset({"local", BUNDLE})
# What a host says that is reached directly whatever holds for the others.
DIRECT = "none"


def jumps_by_group(access: Access, host: Host) -> tuple[JumpHost, ...]:
    """The jump hosts that the host's groups lie behind; more than one is a mistake (access.jump-two-ways)."""
    return tuple(jump for jump in access.jump_hosts if set(jump.groups) & set(host.groups))


def way_to_host(access: Access, host: Host) -> tuple[JumpHost, ...]:
    """The jump hosts on the way to the host, the outermost first: as itself says, else its groups, else `access`."""
    if host.transport in UNCONNECTED or (host.jump == DIRECT and not way_to_jump(access, DIRECT)):
        return ()
    named = host.jump or next((jump.id for jump in jumps_by_group(access, host)), access.jump)
    return way_to_jump(access, named)


def way_to_jump(access: Access, id: str | None) -> tuple[JumpHost, ...]:
    """The jump hosts up to that one, the outermost first. Documents with a circle or an unknown name are judged before."""
    known = {jump.id: jump for jump in access.jump_hosts}
    way: list[JumpHost] = []
    while id is not None and (jump := known.get(id)) is not None and jump not in way:
        way.insert(0, jump)
        id = jump.via
    return tuple(way)
