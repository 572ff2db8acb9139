"""Reads how a network device stands: its clock, whether its configuration is saved, and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from fieldops.inspection.devices.sections import Section, answered
from fieldops.inspection.raw import RawRow, RawRows, Unreadable

_STATUS = re.compile(r"\s*clock (?:status\s*:|is) (synchronized|unsynchronized)", re.I)
_STRATUM = re.compile(r".*\bstratum:? ?\s*([0-9]{1,2})\b", re.I)
_REFERENCE = re.compile(r".*\b(?:reference clock ID|system peer|reference is)\s*:?\s*(\S+)", re.I)
# The device's own clock as its source (ntp master, refclock-master), as ntpd calls it.
_OWN_CLOCK = re.compile(r"127\.127\.1\.|127\.0\.0\.1$|\.?LOCL?\b|\.?LOCAL\b", re.I)
_NOT_KEPT = re.compile(r"\s*leap(?: indicator)?\s*:\s*(?:11|3)\b", re.I)
_NO_NTP = re.compile(
    r"\s*%?\s*(?:(?:Error|Info): )?NTP (?:service )?(?:is )?(?:not (?:enabled|running|configured)|disabled).*",
    re.I,
)


def device_clock(text: str) -> RawRows:
    """One row: whether the clock follows a source (synchronised, unsynchronised, local-clock, no-service), its stratum and source.

    A device that serves its own clock to others calls itself synchronised.

    Raises Unreadable.
    """
    lines = [line for section in answered(text) for line in section.lines]
    if any(_NO_NTP.fullmatch(line) for line in lines):
        return [{"state": "no-service", "stratum": None, "source": None}]
    said = _first(_STATUS, lines)
    if said is None:
        raise Unreadable("reading.field-missing", field="clock status")
    source = _first(_REFERENCE, lines)
    state = "synchronised" if said.lower() == "synchronized" else "unsynchronised"
    if state == "synchronised" and any(_NOT_KEPT.match(line) for line in lines):
        state = "unsynchronised"
    if state == "synchronised" and source is not None and _OWN_CLOCK.match(source):
        state = "local-clock"
    return [{"state": state, "stratum": _first(_STRATUM, lines), "source": source}]


def _first(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    return next((match[1].rstrip(",") for line in lines if (match := pattern.match(line))), None)


# --- configuration ------------------------------------------------------------------------------------

_WHEN = re.compile(r"\s*The time when .*?(changed|saved).*?:\s*(\S.*)", re.I)
_NEVER = re.compile(r".*(?:has|have) not been (changed|saved).*|.*no (changed|saved) configuration.*", re.I)
_FORMS = ("%b %d %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%H:%M:%S %Y/%m/%d")


def device_saved(text: str) -> RawRows:
    """One row: whether the running configuration is the saved one (saved, unsaved), and when each was last touched.

    By the device's own clock both times, so that its zone does not matter. Raises Unreadable.
    """
    when: dict[str, datetime | None] = {}
    for section in answered(text):
        for line in section.lines:
            if match := _WHEN.fullmatch(line):
                when[match[1].lower()] = _moment(match[2], line)
            elif match := _NEVER.fullmatch(line):
                when[(match[1] or match[2]).lower()] = None
            else:
                raise Unreadable("reading.line", line=line)
    if "changed" not in when or "saved" not in when:
        raise Unreadable("reading.field-missing", field="changed" if "changed" not in when else "saved")
    changed, saved = when["changed"], when["saved"]
    unsaved = changed is not None and (saved is None or saved < changed)
    return [
        {
            "state": "unsaved" if unsaved else "saved",
            "changed": str(changed) if changed else None,
            "saved": str(saved) if saved else None,
        }
    ]


def _moment(said: str, line: str) -> datetime:
    plain = re.sub(r"\s*(?:UTC|DST)?[+-][0-9:]+(?: DST)?$|\s+UTC\b", "", said.strip().rstrip("."))
    for form in _FORMS:
        try:
            return datetime.strptime(plain, form)  # noqa: DTZ007 - compared only with another of the same clock
        except ValueError:
            continue
    raise Unreadable("reading.line", line=line)


# --- neighbours -----------------------------------------------------------------------------------------

_IP = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
_BGP = re.compile(rf"\s*\*?({_IP})\s+(?:4\s+)?[0-9.]+\s+.*?\s(\S+)\s+(\S+)\s*")
_BGP_STATES = re.compile(
    r"Established|Idle(?:\(Admin\)|\(Ctrl\))?|Idle|Active|Connect|Open[Ss]ent|Open[Cc]onfirm|No neg", re.I
)
_OSPF_VRP = re.compile(rf"\s*({_IP})\s+(\S+)\s+({_IP})\s+(\w+(?:-\w+)?)\s*", re.I)
_OSPF = re.compile(
    rf"\s*({_IP})\s+(?:({_IP})\s+)?[0-9]+\s+(?:[0-9]+\s+)?((?:FULL|2WAY|EXSTART|EXCHANGE|LOADING|INIT|DOWN|ATTEMPT|2-Way)\S*(?: ?/ ?\S+)?)\s+.*?(\S+)\s*",
    re.I,
)
_VRRP = re.compile(
    r"\s*(?:([0-9]{1,3})\s+(Master|Backup|Initialize|Non-active)\s+(\S+)\s+.*|(\S+[0-9])\s+([0-9]{1,3})\s+(?:[0-9.PYN]+\s+)*(Master|Backup|Initialize|Init|Inactive|Active|Standby|Listen|Learn|Speak)\b.*)",
    re.I,
)
_STACK = re.compile(
    r"\s*([*+ ]*)([0-9]{1,2})\s+(Master|Standby|Slave|Member|Active|Loading|Provisioned|Removed)\b(.*)", re.I
)
_STACK_BAD = re.compile(
    r"\b(Removed|Provisioned|Mismatch|V-Mismatch|Loading|Init|Progressing|Ver-Mismatch)\b", re.I
)
_NOT_CONFIGURED = re.compile(
    r".*\b(?:not (?:active|enabled|running|configured)|does not exist|no .*(?:configured|exists?)|not supported in)\b.*",
    re.I,
)
_FULL = re.compile(r"full|2-?way", re.I)


def device_neighbours(text: str) -> RawRows:
    """A row for each neighbour that the device tells of: BGP and OSPF peers, VRRP groups, members of a stack.

    `kind`: bgp, ospf, vrrp, stack; `state` is the device's word in small letters, `well` yes where it is one of a
    neighbour that works. Protocols that are not in use have no row. Raises Unreadable.
    """
    rows: RawRows = []
    for section in answered(text):
        rows += _NEIGHBOURS[_protocol(section.command)](section)
    return rows


def _protocol(command: str) -> str:
    words = command.split()
    return next((each for each in ("bgp", "ospf", "vrrp", "standby") if each in words), "stack")


def _neighbour(kind: str, name: str, state: str, well: bool) -> RawRow:
    return {
        "kind": kind,
        "neighbour": f"{kind} {name}",
        "state": state.lower(),
        "well": "yes" if well else "no",
    }


def _has_address(line: str) -> bool:
    return re.match(rf"\s*\*?(?:{_IP})\s", line) is not None


def _bgp(section: Section) -> Iterator[RawRow | Unreadable]:
    """In place of the state IOS shows how many prefixes came of a peer that is established."""
    for line in section.lines:
        if not _has_address(line):
            continue
        match = _BGP.fullmatch(line)
        if match is None:
            yield Unreadable("reading.line", line=line)
            continue
        words = [each for each in match.groups()[1:] if _BGP_STATES.fullmatch(each)]
        if words:
            yield _neighbour("bgp", match[1], words[0], words[0].lower() == "established")
        elif section.platform == "ios" and match[3].isdigit():
            yield _neighbour("bgp", match[1], "established", True)
        else:
            yield Unreadable("reading.line", line=line)


def _ospf(section: Section) -> Iterator[RawRow | Unreadable]:
    for line in section.lines:
        if not _has_address(line):
            continue
        if section.platform == "vrp" and (match := _OSPF_VRP.fullmatch(line)):
            yield _neighbour("ospf", f"{match[3]} {match[2]}", match[4], bool(_FULL.match(match[4])))
        elif section.platform != "vrp" and (match := _OSPF.fullmatch(line)):
            # Which of two is the designated router may change, and says nothing of the neighbour's health.
            state = re.split(r" ?/ ?", match[3])[0]
            yield _neighbour("ospf", f"{match[1]} {match[4]}", state, bool(_FULL.match(state)))
        else:
            yield Unreadable("reading.line", line=line)


_VRRP_WELL = frozenset({"master", "backup", "active", "standby", "listen"})
_VRRP_HEAD = re.compile(
    r"[\s\-]*|.*\b(?:Total|VRID|Grp|Interface|Running mode|Run Mode|Run Method|Information|Virtual router|virtual|pri|Type|P indicates)\b.*|\s*\|.*",
    re.I,
)


def _vrrp(section: Section) -> Iterator[RawRow | Unreadable]:
    for line in section.lines:
        if match := _VRRP.fullmatch(line):
            name = f"{match[3]} {match[1]}" if match[1] else f"{match[4]} {match[5]}"
            state = match[2] or match[6]
            yield _neighbour("vrrp", name, state, state.lower() in _VRRP_WELL)
        elif not (_VRRP_HEAD.fullmatch(line) or _NOT_CONFIGURED.fullmatch(line)):
            yield Unreadable("reading.line", line=line)


def _stack(section: Section) -> Iterator[RawRow | Unreadable]:
    """Members of a stack; what is no line of the table says how the stack is set up."""
    for line in section.lines:
        if match := _STACK.fullmatch(line):
            said = f"{match[3]} {match[4]}"
            bad = _STACK_BAD.search(said)
            yield _neighbour("stack", match[2], bad[0] if bad else match[3], bad is None)
        elif re.match(r"\s*[*+ ]*[0-9]{1,2}\s+\S", line):
            yield Unreadable("reading.line", line=line)


_NEIGHBOURS = {"bgp": _bgp, "ospf": _ospf, "vrrp": _vrrp, "standby": _vrrp, "stack": _stack}
