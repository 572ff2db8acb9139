"""By which way a host was asked, as it stands in the event of the host. What follows from it for a run is `accounts`."""

from __future__ import annotations

from fieldops.structs import Struct


class JumpAccess(Struct, frozen=True):
    """A jump host on the way to a host: what the contract calls it, the account, and whether a password opened it."""

    name: str
    user: str
    password: bool = False


class HostAccess(Struct, frozen=True):
    """By which way and account a host was asked, and what the customer is to know of it. Nothing that opens a door is here.

    `transport` is the contract's word for the way, `jumps` the jump hosts on it, the outermost first. `password`: a password
    opened it; `sudo_password`: sudo was sent one.
    """

    user: str
    transport: str = "ssh"
    jumps: tuple[JumpAccess, ...] = ()
    password: bool = False
    sudo_password: bool = False
