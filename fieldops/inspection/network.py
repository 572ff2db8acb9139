"""Reads what the kernel says of interfaces and sockets: packets lost, and who listens.

Bonds have a module of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fieldops.inspection.raw import WHOLE, RawRow, RawRows, Unreadable, after_head, whole

# Interfaces of containers and virtual machines, and those without traffic of their own.
_VIRTUAL = re.compile(
    r"(veth|docker|br-|virbr|vnet|tap|macvtap|vif|cali|cni|flannel|cilium_|weave|antrea-|azv|eni(?=[0-9a-f]{11}$)|podman|lxdbr|incusbr"
    r"|ifb|dummy|lxc|fwbr|fwpr|fwln|vxlan|genev|ovs-|kube-|tunl|nodelocal).*"
)
# The place of the dropped ones among what was received, and how many names are shown of a kind left out.
_DROPPED, _SHOWN = 3, 3
_NEGATIVE = 1 << 63
_OURS = ("standby ", "since ")  # lines of the probe itself
_Counts = Mapping[str, list[int] | Unreadable]


def net_dev(text: str) -> RawRows:
    """/proc/net/dev: packets, errors and drops (both directions) per interface, since boot; then lines of the probe.

    ``standby BOND INTERFACE`` (``-`` for a bond not known; the first holds): that member drops all it receives, by design
    (Linux bonding documentation). Its drops are those of sending, and they do not count for its bond. Interfaces of
    containers and machines are left out, and named by their kind. ``since BOOT``: from where it counts.
    """
    lines = [line for line in after_head(text, "Inter-|") if line.split()[:1] != ["face"]]
    standing = [line.split() for line in lines if line.startswith("standby ")]
    standby = {words[2]: words[1] for words in reversed(standing) if len(words) == 3}
    boot = next((line.removeprefix("since ").strip() for line in lines if line.startswith("since ")), "")
    counts = dict(_counts(line) for line in lines if line.strip() and not line.startswith(_OURS))
    looked = [name for name in counts if name != "lo" and not _VIRTUAL.fullmatch(name)]
    rows = [{**_interface(name, counts, standby), "since": _since(boot, name, standby)} for name in looked]
    return [*rows, *_left_out(counts)]


def _since(boot: str, name: str, standby: Mapping[str, str]) -> str | None:
    """From where the interface's counts count: they jump when a member begins or ends to stand by."""
    standing = sorted(member for member, bond in standby.items() if name in (member, bond))
    return " ".join([boot, *standing]) if boot else None


def _interface(name: str, counts: _Counts, standby: Mapping[str, str]) -> RawRow:
    own = counts[name]
    role = "standby" if name in standby else "active"
    if isinstance(own, Unreadable):
        return {
            "interface": name,
            "role": role,
            **dict.fromkeys(("packets", "errors", "drops", "frames"), own),
        }
    packets, errors, drops = (own[at] + own[at + 8] for at in (1, 2, 3))
    odd = _impossible(name, own)
    by_design = own[_DROPPED] if name in standby else 0
    for member, bond in standby.items():
        if bond == name and isinstance(received := counts.get(member), list):
            by_design += received[_DROPPED]
    drops = max(0, drops - by_design)
    row: dict[str, object] = {
        "interface": name,
        "packets": packets,
        "errors": errors,
        "drops": drops,
        "role": role,
    }
    # What was damaged or dropped may not count as a packet: a bad cable brings errors alone.
    row["frames"] = max(packets, errors, drops)
    return row | dict.fromkeys(("errors", "drops", "frames"), odd) if odd is not None else row


def _impossible(name: str, counts: list[int]) -> Unreadable | None:
    """A count below zero, which drivers print as a very large one, in the columns that are looked at; None for none."""
    looked = [counts[at] for at in (1, 2, 3, 9, 10, 11)]
    found = next((count for count in looked if count >= _NEGATIVE), None)
    return None if found is None else Unreadable("reading.line", line=f"{name}: {found}")


def _left_out(counts: _Counts) -> Iterator[RawRow]:
    """One row for each kind of interfaces that are left out, with the first names."""
    kinds: dict[str, list[str]] = {}
    for name in counts:
        if (match := _VIRTUAL.fullmatch(name)) is not None:
            kinds.setdefault(f"{match[1]}*", []).append(name)
    for kind, names in kinds.items():
        more = f" … ({len(names)})" if len(names) > _SHOWN else ""
        yield {"interface": kind, "role": "left-out", "left_out": " ".join(names[:_SHOWN]) + more}


def _counts(line: str) -> tuple[str, list[int] | Unreadable]:
    """Name and the 16 counts of an interface."""
    name, _, rest = line.strip().rpartition(":")
    words = rest.split()
    if not name or len(words) != 16 or not all(WHOLE.fullmatch(word) for word in words):
        return name or "-", Unreadable("reading.line", line=line)
    return name, [whole(word, line) for word in words]


# Machines that print the bytes of an address in their order; all others print each four bytes backwards.
_BIG_ENDIAN = re.compile(r"s390x?|ppc(?:64)?|mips(?:64)?|sparc(?:64)?|parisc.*|m68k|aarch64_be|armv[0-9]+b")
_SOCKET = re.compile(r"/proc/net/(tcp|udp)6? ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})")
_LOOPBACK = {
    False: re.compile("[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F"),
    True: re.compile("7F[0-9A-F]{6}|0{31}1|0{20}FFFF7F[0-9A-F]{6}"),
}


def listening(text: str) -> RawRows:
    """A line ``sockets MACHINE``, then ``/proc/net/PROTOCOL ADDRESS:PORT`` in hexadecimal: ports and who can reach them.

    Scopes: any, loopback (all of 127.0.0.0/8 and ::1), address (some addresses of the host).
    """
    widest: dict[tuple[str, int], str] = {}
    rows: RawRows = []
    lines = after_head(text, "sockets")
    loopback = _LOOPBACK[bool(_BIG_ENDIAN.fullmatch(text.split("\n", 1)[0].removeprefix("sockets").strip()))]
    for line in lines:
        match = _SOCKET.fullmatch(line)
        if match is None:
            rows.append(Unreadable("reading.line", line=line))
            continue
        socket, address = (match[1], int(match[3], 16)), match[2]
        if not address.strip("0"):
            widest[socket] = "any"
        elif loopback.fullmatch(address):
            widest.setdefault(socket, "loopback")
        elif widest.get(socket) != "any":
            widest[socket] = "address"
    rows += [{"socket": f"{name}/{port}", "scope": widest[name, port]} for name, port in sorted(widest)]
    return rows
