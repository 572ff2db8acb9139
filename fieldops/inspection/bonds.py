"""Reads /proc/net/bonding: which members of a bond carry traffic, or could.

"MII Status: up" alone says that a member has a link, and not even that where the driver does not watch it. What else must
be true stands in the kernel's bonding documentation and, for 802.3ad, in IEEE 802.1AX (bits of the port state).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fieldops.inspection.raw import RawRows, Unreadable, after_head, small

# Bits of a port's state: it belongs to the aggregator; takes in and hands out frames; has not heard its partner.
_IN_SYNC, _COLLECTING, _DISTRIBUTING, _DEFAULTED, _EXPIRED = 0x08, 0x10, 0x20, 0x40, 0x80
_NO_PARTNER = "00:00:00:00:00:00"
_HEADS = ("details actor lacp pdu", "details partner lacp pdu")


@dataclass(slots=True)
class _Member:
    """What is said of one member; the keys of its LACP details carry a prefix."""

    name: str
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Bond:
    """What is said of a bond, or a team, and of its members."""

    name: str
    team: bool = False
    said: dict[str, str] = field(default_factory=dict)
    members: list[_Member] = field(default_factory=list)

    @property
    def lacp(self) -> bool:
        return "802.3ad" in self.said.get("Bonding Mode", "") or any(
            "Aggregator ID" in member.said for member in self.members
        )


def bonding(text: str) -> RawRows:
    """A line ``bonding``, then for each bond ``bond NAME``, its file, ``aggregator ID`` where sysfs says it, and ``off``
    where it is switched off (a bond that the driver made when it was loaded: no row, unless it has members); for each
    team ``team NAME`` and ``port NAME CARRIER``.

    Each member is a row: up; slower than another, where the bond spreads its traffic; down, going down or going back (as the driver says); other-aggregator, no-partner or
    not-in-use for an 802.3ad port that carries nothing; link-only for a port of a team, whose daemon is not asked. The bond has a row where something is amiss with itself:
    no-member, single-member (nothing to fall back on), none-up, none-active, not-watched (no link monitoring).
    """
    rows: RawRows = []
    for bond in _bonds(after_head(text, "bonding")):
        if "off" in bond.said and not bond.members:
            continue
        if (amiss := _amiss(bond)) is not None:
            rows.append({"member": bond.name, "status": amiss})
        rows += [
            {"member": f"{bond.name}/{member.name}", "status": _status(bond, member)}
            for member in bond.members
        ]
    return rows


def _bonds(lines: list[str]) -> Iterator[_Bond]:
    bond: _Bond | None = None
    prefix = ""
    for line in lines:
        if (match := re.fullmatch(r"(bond|team) (\S+)", line)) is not None:
            if bond is not None:
                yield bond
            bond, prefix = _Bond(match[2], team=match[1] == "team"), ""
            continue
        if bond is None:
            raise Unreadable("reading.line", line=line)
        key, _, value = (part.strip() for part in line.partition(":"))
        words = line.split()
        if words[:1] == ["aggregator"] and len(words) == 2:
            bond.said["active"] = words[1]
        elif line == "off":
            bond.said["off"] = "yes"
        elif bond.team and words[:1] == ["port"] and len(words) == 3:
            bond.members.append(_Member(words[1], {"MII Status": "up" if words[2] == "1" else "down"}))
        elif key == "Slave Interface":
            bond.members.append(_Member(value))
            prefix = ""
        elif key in (*_HEADS, "Active Aggregator Info"):
            prefix = f"{key} "
        else:
            (bond.members[-1].said if bond.members else bond.said).setdefault(prefix + key, value)
    if bond is not None:
        yield bond


def _amiss(bond: _Bond) -> str | None:
    """What is wrong with the bond itself, or None."""
    up = [member for member in bond.members if member.said.get("MII Status") == "up"]
    if not bond.members:
        return "no-member"
    if len(bond.members) == 1:
        return "single-member"
    if not up or bond.said.get("MII Status") == "down":
        return "none-up"
    # "bond NAME has no active aggregator": the driver's words in place of the aggregator's number.
    if (
        bond.said.get("Currently Active Slave") == "None"
        or f"bond {bond.name} has no active aggregator" in bond.said
    ):
        return "none-active"
    return None if _watched(bond) else "not-watched"


def _watched(bond: _Bond) -> bool:
    """Whether the driver looks at the links: by their carrier (MII) or by ARP."""
    intervals = [bond.said.get(f"{kind} Polling Interval (ms)", "0") for kind in ("MII", "ARP")]
    return bond.team or any(interval not in ("0", "") for interval in intervals)


def _status(bond: _Bond, member: _Member) -> str | Unreadable:
    link = member.said.get("MII Status")
    if link is None:
        return Unreadable("reading.field-missing", field=f"{bond.name}/{member.name} MII Status")
    if bond.team and link == "up":
        return "link-only"
    if link == "up" and bond.lacp:
        return _lacp(bond, member)
    return "slower" if link == "up" and _slower(bond, member) else link


def _slower(bond: _Bond, member: _Member) -> bool:
    """Whether a member of a bond that spreads its traffic runs at less than another: a bad cable, or the wrong port.

    Of 802.3ad such ports stand in aggregators of their own; a slow member that only stands by may be meant so.
    """
    if "active-backup" in bond.said.get("Bonding Mode", ""):
        return False
    own, *others = [_speed(each) for each in (member, *bond.members)]
    return own is not None and any(other is not None and other > own for other in others)


def _speed(member: _Member) -> int | None:
    """``1000 Mbps`` of a member with a link; None where the driver does not know it."""
    number, _, unit = member.said.get("Speed", "").partition(" ")
    return small(number) if unit == "Mbps" and member.said.get("MII Status") == "up" else None


def _lacp(bond: _Bond, member: _Member) -> str | Unreadable:
    """Whether an 802.3ad port with a link carries traffic."""
    said = member.said
    own, active = said.get("Aggregator ID"), _active_aggregator(bond)
    partner = said.get("details partner lacp pdu system mac address")
    if partner == _NO_PARTNER or (own == active and _active_partner(bond) == _NO_PARTNER):
        return "no-partner"
    if active is not None and own != active:
        return "other-aggregator"
    state = said.get("details actor lacp pdu port state")
    if state is not None:
        ours, theirs = small(state), small(said.get("details partner lacp pdu port state", ""))
        if ours is None or theirs is None:
            return Unreadable("reading.line", line=f"{bond.name}/{member.name} port state: {state}")
        return _in_use(ours, theirs)
    # Other accounts than root do not see the ports' states, but whether they have agreed within a minute.
    churned = "churned" in (said.get("Actor Churn State"), said.get("Partner Churn State"))
    return "no-partner" if churned else "up"


def _in_use(state: int, other: int) -> str:
    """By the port's own state and by that of its partner, who must take the port's frames in."""
    if state & (_DEFAULTED | _EXPIRED):
        return "no-partner"
    taken_in = other & _IN_SYNC and other & _COLLECTING
    return "up" if taken_in and state & _COLLECTING and state & _DISTRIBUTING else "not-in-use"


def _active_partner(bond: _Bond) -> str | None:
    return bond.said.get("Active Aggregator Info Partner Mac Address")


def _active_aggregator(bond: _Bond) -> str | None:
    """The aggregator that carries the traffic: as root sees it, as sysfs says, or the one with most ports that have a link."""
    told = bond.said.get("Active Aggregator Info Aggregator ID") or bond.said.get("active")
    if told is not None:
        return told
    ids = [member.said["Aggregator ID"] for member in bond.members if member.said.get("MII Status") == "up" and "Aggregator ID" in member.said]  # fmt: skip
    return max(ids, key=ids.count, default=None)
