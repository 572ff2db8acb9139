"""What the hosts of the sample report print: recorded outputs, or texts in the form of their system with figures of a host.

Lives here: the outputs of every probe, for one host at one inspection, and the transport that hands them in the place of SSH.
Does not live here: what is made of them; that is the product's own (`sample_report`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import yaml

from fieldops.errors import Unreachable
from fieldops.transport.target import Limits, Sink, Target

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / "tests/data/probes"
DAY = 86400
_HOST_SECONDS = 7
_ROOT_PROBES = ("empty-passwords", "password-expiry", "kernel-log", "sshd")
_REFUSED = "sudo: a password is required"
# What all kinds print alike.
_ALIKE: dict[str, Any] = {
    "bonding": {"case": "linux-bonding/none"},
    "raid": {"case": "linux-raid/none"},
    "processes": {"case": "linux-processes/healthy"},
    "empty-passwords": {"case": "linux-empty-passwords/none"},
    "kernel-log": "lines=31\n",
}
_NET_HEAD = """Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 4343630   33656    0    0    0     0          0         0  4343630   33656    0    0    0     0       0          0
"""
_CHRONY = """tool=chronyc
now={epoch}
Reference ID    : 0A1400FE (10.20.0.254)
Stratum         : 3
Ref time (UTC)  : {ref:%a %b %d %H:%M:%S %Y}
System time     : 0.0000{fine} seconds slow of NTP time
Last offset     : -0.000004821 seconds
RMS offset      : 0.000031234 seconds
Frequency       : 12.345 ppm slow
Residual freq   : -0.001 ppm
Skew            : 0.021 ppm
Root delay      : 0.012345678 seconds
Root dispersion : 0.000987654 seconds
Update interval : 1035.1 seconds
Leap status     : Normal
"""
_NTP = """tool=ntpq
now={epoch}
     remote           refid      st t when poll reach   delay   offset  jitter
==============================================================================
*10.20.0.254     198.51.100.4     2 u   17   64  377    8.913    1.447   0.220
"""
_TIMESYNCD = """tool=timedatectl
now={epoch}
       Server: 10.20.0.254 (10.20.0.254)
Poll interval: 34min 8s (min: 32s; max 34min 8s)
         Leap: normal
      Version: 4
      Stratum: 2
    Reference: C0000201
    Precision: 1us (-25)
Root distance: 23.582ms (max: 5s)
       Offset: -1.304ms
        Delay: 31.112ms
       Jitter: 1.520ms
 Packet count: 93
    Frequency: +12.345ppm
System clock synchronized: yes
"""
_FORMS = {"chrony": _CHRONY, "ntp": _NTP, "timesyncd": _TIMESYNCD}


def sample_hosts() -> tuple[Mapping[str, Any], ...]:
    """The hosts of the sample, each with its kind's figures."""
    told = yaml.safe_load((ROOT / "tools/sample/hosts.yaml").read_text("utf-8"))
    return tuple({**told["kinds"][host["kind"]], **host, "layout": told["kinds"][host["kind"]]["disks"]} for host in told["hosts"])  # fmt: skip


def recorded(case: str) -> Mapping[str, Any]:
    """A recorded output, by PROBE/CASE."""
    return dict(yaml.safe_load((RECORDED / f"{case}.yaml").read_text("utf-8")))


class Clock:
    """A clock that goes on each time somebody looks at it, as hosts are inspected one after the other."""

    def __init__(self, begins: datetime) -> None:
        self.at = begins

    def now(self) -> datetime:
        """The time; a few seconds later when it is asked again."""
        now, self.at = self.at, self.at + timedelta(seconds=_HOST_SECONDS)
        return now


class Prints:
    """What one host prints at one inspection (0 is the first), by the clock of that inspection."""

    def __init__(self, host: Mapping[str, Any], at: int, clock: Clock) -> None:
        self.host, self.at, self.clock = host, at, clock
        self.dice = Random(f"{host['id']} {at}")

    def _now(self, figure: Any) -> float:
        """A figure of the month; one that is not told by month is never quite the same twice."""
        return float(figure[self.at]) if isinstance(figure, list) else figure * self.dice.uniform(0.985, 1.015)  # fmt: skip

    def of(self, probe: str) -> tuple[str, str, int]:
        """Output, errors and exit code of a probe."""
        name = probe.removeprefix("linux-")
        if name in _ROOT_PROBES and self.at in self.host.get("refuses_root", ()):
            return "", _REFUSED, 1
        special = self.host.get("prints", {}).get(name)
        told = special[min(self.at, len(special) - 1)] if special else None
        if told is None:
            made = getattr(self, "_" + name.replace("-", "_"), None)
            told = self.host["texts"].get(name, _ALIKE.get(name)) or (made() if made else None)
        if told is None:
            raise LookupError(f"nothing to print for {probe}")
        return self._said(told)

    def _said(self, told: Any) -> tuple[str, str, int]:
        if isinstance(told, str) and re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", told):
            told = {"case": told}
        if isinstance(told, str):
            return self._filled(told), "", 0
        if "form" in told:
            return self._filled(_FORMS[told["form"]]), "", 0
        case = recorded(told["case"])
        text = case.get("output", "").replace(told.get("host", "\0"), self.host["id"])
        # A recording knows the time at which it was made; that of the inspection stands in its place.
        text = re.sub(r"^(now|epoch)=[0-9]+", rf"\1={self._epoch}", text, flags=re.MULTILINE)
        return text, case.get("error", ""), case.get("exit_code", 0)

    @property
    def _epoch(self) -> int:
        # It was asked when the clock was looked at last.
        return int(self.clock.at.timestamp()) - _HOST_SECONDS

    def _filled(self, text: str) -> str:
        ref = datetime.fromtimestamp(self._epoch - 421, tz=UTC)
        day = self._epoch // DAY
        # Passwords are changed in time: what is left of one comes and goes within its term of 90 days.
        text = re.sub(r"\{day\+([0-9]+)\}", lambda found: str(day + int(found[1]) - 9 * self.at), text)
        text = text.replace("{host}", self.host["id"])
        if "{epoch}" in text:
            text = text.format(epoch=self._epoch, ref=ref, fine=self.dice.randrange(10000, 90000))
        return text

    def _uptime(self) -> str:
        days = self.host["days"] + 30 * self.at + len(self.host["id"])
        return f"{days * DAY + self.dice.randrange(DAY)}.{self.dice.randrange(100):02d} {days * DAY * self.host['cpus'] // 2}.17\n"

    def _cpu_usage(self) -> str:
        busy = round(min(60, 100 * self._now(self.host["load"]) / self.host["cpus"] / 1.6) * 2)
        return f"cpu  18934 0 11672 560821 1033 0 77 0 0 0\n--\ncpu  {18934 + busy} 0 11674 {560821 + 198 - busy} 1033 0 77 0 0 0\n"

    def _load(self) -> str:
        load = self._now(self.host["load"])
        return (
            f"load1={load * 1.04:.2f}\nload5={load * 1.01:.2f}\nload15={load:.2f}\ncpus={self.host['cpus']}\n"
        )

    def _memory(self) -> str:
        total, swap = self.host["memory"], self.host["swap"]
        available = round(total * (1 - self._now(self.host["used"]) / 100))
        rows = {
            "MemTotal": total, "MemFree": available // 3, "MemAvailable": available, "Buffers": total // 180,
            "Cached": available // 2, "SwapCached": 0, "SwapTotal": swap, "SwapFree": swap * 96 // 100, "Shmem": total // 90,
        }  # fmt: skip
        if self.host["kind"] == "centos6":
            del rows["MemAvailable"]  # since Linux 3.14
            rows |= {"MemFree": available // 2, "Buffers": available // 20, "Cached": available * 45 // 100, "Shmem": 0}  # fmt: skip
        lines = "".join(f"{name + ':':<14} {kib:>10} kB\n" for name, kib in rows.items())
        return f"{lines}HugePages_Total:       0\npages: 0 kB\n"

    def _disks(self) -> Iterator[tuple[str, str, str, int, float]]:
        for device, type, mount, gib in self.host["layout"]:
            yield device, type, mount, gib * (1 << 18), self._now(self.host["disks"][mount])

    def _filesystems(self) -> str:
        asked, got = [], []
        for device, type, mount, blocks, percent in self._disks():
            asked.append(f"ask {device} {type} {mount}")
            free = round(blocks * (1 - percent / 100))
            inodes = blocks // 4
            got.append(f"got {device} {mount} 4096 {blocks} {free} {free} {inodes} {inodes - inodes // 23}")
        return "\n".join([*asked, "end", *got, ""])

    def _mounts(self) -> str:
        rows = [f"mount {mount} {type} {device} rw,relatime\n" for device, type, mount, _, _ in self._disks()]
        return "mounts /proc/self/mountinfo\n" + "".join(rows)

    def _addresses(self) -> str:
        name, number = self.host["interfaces"][0][0], self.host["number"]
        return f"2: {name}    inet 10.20.0.{number}/24 brd 10.20.0.255 scope global {name}\\       valid_lft forever preferred_lft forever\n"  # fmt: skip

    def _interfaces(self) -> str:
        return "".join(f"{name} up up {speed} {duplex} {kind}\n" for name, speed, duplex, kind in self.host["interfaces"])  # fmt: skip

    def _interface_errors(self) -> str:
        rows = []
        for number, (name, *_) in enumerate(self.host["interfaces"]):
            packets = 900_000 + 700_000 * self.at + len(name) * 1000
            wrong = self.host.get("errors", (0, 0, 0))[self.at] if number == 0 else 0
            rows.append(
                f"{name}: {packets * 710} {packets} {wrong} 0 0 {wrong} 0 0 {packets * 640} {packets - 5000} 0 0 0 0 0 0\n"
            )
        return _NET_HEAD + "".join(rows) + f"since {self._boot}\n"

    @property
    def _boot(self) -> str:
        """The number of a boot, as the kernel has it: the same as long as the host runs."""
        digest = sha256(self.host["id"].encode()).hexdigest()
        return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"

    def _conntrack(self) -> str:
        return f"count={round(self._now(self.host['load']) * 900)} max=262144\n"

    def _tcp(self) -> str:
        open = round(self._now(self.host["load"]) * 60) + 4
        return f"established={open}\nsyn_recv=0\ntime_wait={open // 3}\nclose_wait=0\nlisten=4\nlocal_ports={open // 4}\nport_range=28232\n"  # fmt: skip

    def _file_handles(self) -> str:
        return f"{round(self._now(self.host['used']) * 130)}\t0\t{self.host['handles']}\n"

    def _timezone(self) -> str:
        return f"zone=CST\nutc_offset=+0800\nepoch={self._epoch + self.dice.randrange(-1, 2)}\n"


class Played:
    """A transport in the place of SSH: each host prints what it would at that inspection, or does not answer."""

    logs_in: ClassVar[bool] = True

    def __init__(self, hosts: Mapping[str, Prints]) -> None:
        """`hosts`: by address."""
        self._hosts = hosts

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        """Feed what the host prints to `sink`. Raises Unreachable for one that is silent."""
        here = self._hosts[target.address]
        if here.at in here.host.get("silent", ()):
            raise Unreachable("connect-timeout", address=target.address, port=target.port, seconds=round(limits.connect))  # fmt: skip
        (nonce,) = re.findall(rb"^_nonce=([0-9a-f]+)$", script, re.MULTILINE)
        frames = re.findall(rb"^  (\S+) [0-9]+ [0-9]+ '[^']*' [a-z-]+ '", script, re.MULTILINE)
        for frame in frames:
            sink.feed(_frame(nonce, frame, here))
        sink.feed(b"\n@fo %s END %d\n" % (nonce, len(frames)))


def _frame(nonce: bytes, frame: bytes, here: Prints) -> bytes:
    """The frame of a probe; of one that is sampled twice the half that it names."""
    name, _, sample = frame.decode().partition("+")
    out, err, code = here.of(name)
    if sample:
        out = out.partition("--\n")[0 if sample == "1" else 2]
    told = (f"{err}\n" if err else "") + f"rc={code}"
    mark = b"\n@fo " + nonce
    body = out.encode() + b"\n" + told.encode() + b"\nlen=%d\n" % (len(told))
    return (
        mark
        + b" B "
        + frame
        + b"\n"
        + body
        + mark
        + b" E "
        + frame
        + b" ok %d \n" % here.dice.randrange(2, 60)
    )
