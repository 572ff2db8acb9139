"""Reads /proc/mdstat, and what ZFS and btrfs say: the state of each software RAID.

What is written there is described in md(4) and made by the kernel's md driver; its wording has hardly changed since
Linux 2.4. A word that is not known makes its array unknown, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.inspection.raw import RawRow, RawRows, Unreadable, after_head
from fieldops.structs import Struct

_MEMBER = re.compile(r"\S+\[-?[0-9]+\]((?:\([A-Z]\))*)")
_MAP = re.compile(r"\[([0-9]{1,9})/([0-9]{1,9})\] \[([^\]]*)\]")
_FIRST = re.compile(r"([^\s:]+)\s*:\s+[a-z]")
_GOING_ON = re.compile(r"\b(resync|recovery|reshape|check|repair)\s*=\s*(\S+)")
# Arrays that live on other disks than their own when one is lost; the others have no map of members.
_REDUNDANT = frozenset(["raid1", "raid4", "raid5", "raid6", "raid10", "multipath"])
_PLAIN = frozenset(["raid0", "linear", "faulty"])
# States of a ZFS pool (zpoolconcepts(7)), SUSPENDED where it waits for lost disks.
_POOLS = {
    "ONLINE": "active", "DEGRADED": "degraded", "OFFLINE": "inactive",
    "FAULTED": "broken", "UNAVAIL": "broken", "REMOVED": "broken", "SUSPENDED": "broken",
}  # fmt: skip
# What LVM calls the parts of a volume that are copies, or belong to one.
_COPY = "_(?:[rm]image|rmeta)_[0-9]+"
# States of a volume as the kernel knows them (drivers/scsi/raid_class.c).
_VOLUMES = {"active": "active", "degraded": "degraded", "resyncing": "resync", "offline": "inactive"}
_WORK = {"resync": "resync", "repair": "resync", "recovery": "recovering", "reshape": "reshaping"}
# What the kernel is asked to do with an array (sync_action in sysfs), in the words of mdstat.
_ACTIONS = {
    "check": "check",
    "repair": "repair",
    "resync": "resync",
    "recover": "recovery",
    "reshape": "reshape",
}


class _Array(Struct, frozen=True):
    """What is said of one array, taken apart: words of its first line, marks of each member, the lines below."""

    name: str
    activity: str
    mark: str
    level: str
    members: list[str]
    text: str
    action: str

    def marked(self, letter: str) -> int:
        return sum(f"({letter})" in marks for marks in self.members)

    @property
    def container(self) -> bool:
        """Whether it only holds the disks of arrays whose format the firmware defines (imsm, ddf).

        Such an array names its container: ``external:/md127/0``, with ``-`` in place of the first slash while it is frozen.
        """
        return re.search(r"super external:[^/\s-]", self.text) is not None

    @property
    def going_on(self) -> tuple[str, str]:
        """What is being done to the array and how far it is; ("", "") for nothing.

        Anything that waits for another array is called a resync by mdstat, a check too: sysfs knows better.
        """
        found = _GOING_ON.search(self.text)
        if found is None:
            return "", ""
        work, done = found.groups()
        return (_ACTIONS.get(self.action, work) if done == "DELAYED" else work), done


def mdstat(text: str) -> RawRows:
    """/proc/mdstat, then lines of the probe: level and state of each array.

    ``action ARRAY WORD`` (sync_action), ``zfs POOL STATE``, ``btrfs UUID DEVICES MISSING``; what is not asked, or only in
    part: ``lvm NAME`` of a device that is a copy or stands for a lost disk, ``volume NAME STATE`` of a RAID card whose
    volumes the kernel knows, ``controller HOST DRIVER`` of any other.

    States: active, checking (compares, nothing is wrong), resync, recovering, reshaping, pending (a resync waits for the
    first write), read-only, failed-member (complete again, but a failed disk is still in it), single-member (a mirror made of one disk), degraded, broken,
    inactive, without-array (a container of disks whose arrays did not start).
    """
    lines = after_head(text, "Personalities")
    arrays = list(_arrays(lines))
    used = {
        found[1] for array in arrays if (found := re.search(r"super external:[/-]([^/\s]+)/", array.text))
    }
    mine = [array for array in arrays if not (array.container and array.name in used)]
    return [
        *({"array": array.name, "level": array.level, "state": _state(array)} for array in mine),
        *_others(lines),
        *_lvm([line.removeprefix("lvm ").strip() for line in lines if line.startswith("lvm ")]),
    ]


def _others(lines: list[str]) -> Iterator[RawRow]:
    """The rows of what is no md array."""
    for line in lines:
        match line.split():
            case ["zfs", *name, state] if name:
                # The name of a pool may hold blanks.
                yield {
                    "array": " ".join(name),
                    "level": "zfs",
                    "state": _POOLS.get(state) or Unreadable("reading.line", line=line),
                }
            case ["btrfs", uuid, _, missing]:
                yield {"array": uuid, "level": "btrfs", "state": "active" if missing == "0" else "degraded"}
            case ["volume", volume, state]:
                yield {
                    "array": volume,
                    "level": "controller",
                    "state": _VOLUMES.get(state) or Unreadable("reading.raid-controller"),
                }
            case ["controller", host, driver]:
                unasked = Unreadable("reading.raid-controller")
                yield {"array": f"{driver} ({host})", "level": "controller", "state": unasked}


def _lvm(names: list[str]) -> Iterator[RawRow]:
    """The volumes of LVM that have copies, or have lost a disk, by their devices (lvmraid(7)).

    A lost disk shows by the device that LVM has put in its place; that nothing is lost only LVM's own tools tell.
    """
    by_volume: dict[str, list[str]] = {}
    for name in names:
        by_volume.setdefault(re.sub(f"(?:{_COPY})?(?:-missing_[0-9]+_[0-9]+)?$", "", name), []).append(name)
    for volume, devices in by_volume.items():
        state: str | Unreadable = Unreadable("reading.lvm-copies")
        if any("-missing_" in name for name in devices):
            state = "degraded" if any(re.search(_COPY, name) for name in devices) else "broken"
        yield {"array": volume, "level": "lvm", "state": state}


def _arrays(lines: list[str]) -> Iterator[_Array]:
    words = [line.split() for line in lines]
    actions = {each[1]: each[2] for each in words if each[:1] == ["action"] and len(each) == 3}
    blocks: list[list[str]] = []
    for line in lines:
        if _FIRST.match(line):
            blocks.append([line])
        elif blocks and (not line.strip() or line[0].isspace()):
            blocks[-1].append(line)
    for first, *rest in blocks:
        yield _array(first, "\n".join(rest), actions)


def _array(first: str, rest: str, actions: dict[str, str]) -> _Array:
    name, _, others = (part.strip() for part in first.partition(":"))
    activity, *words = others.split() or [""]
    mark = words.pop(0) if words and words[0] in ("(read-only)", "(auto-read-only)") else ""
    members = [found[1] for word in words if (found := _MEMBER.fullmatch(word))]
    levels = [word for word in words if not _MEMBER.fullmatch(word)]
    return _Array(name, activity, mark, levels[0] if levels else "-", members, rest, actions.get(name, ""))


def _state(array: _Array) -> str | Unreadable:
    if array.container:
        return "without-array"
    if array.activity in ("inactive", "broken"):
        return array.activity
    if array.activity != "active" or array.level not in _REDUNDANT | _PLAIN:
        return Unreadable("reading.line", line=f"{array.name} : {array.activity} {array.level}")
    if array.level in _PLAIN:
        return "degraded" if array.marked("F") else _at_rest(array)
    found = _MAP.search(array.text)
    if found is None:
        return Unreadable("reading.field-missing", field=f"{array.name} [n/m]")
    complete = int(found[1]) == int(found[2]) == found[3].count("U") == len(found[3])
    return _complete(array) if complete else _incomplete(array, int(found[1]))


def _complete(array: _Array) -> str:
    work, done = array.going_on
    if done == "PENDING":
        return "pending"
    if work in _WORK:
        return _WORK[work]
    if array.marked("F"):
        # Without its journal a RAID 5 cannot be written any more.
        return "degraded" if any("(J)(F)" in marks for marks in array.members) else "failed-member"
    if work:
        return "checking"
    return "single-member" if array.level == "raid1" and len(array.members) == 1 else _at_rest(array)


def _incomplete(array: _Array, wanted: int) -> str:
    """A copy is missing: being made anew, about to be (another array on that disk comes first), or lost."""
    work, done = array.going_on
    out = sum(any(mark in marks for mark in ("(F)", "(S)", "(J)")) for marks in array.members)
    if work == "recovery" or (done == "DELAYED" and len(array.members) - out >= wanted):
        return "recovering"
    return "degraded"


def _at_rest(array: _Array) -> str:
    # auto-read-only ends by itself with the first write; read-only was set, or nobody looks after external metadata.
    return "read-only" if array.mark == "(read-only)" else "active"
