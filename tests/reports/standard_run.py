"""Runs of the shipped linux-standard playbook on any number of hosts, always the same ones: for looking at reports.

Values are plausible, some deviate, some hosts give nothing. ``python tests/reports/standard_run.py 30 zh-CN out.html``
writes the report of 30 hosts, with its annexes beside it.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from sample_run import Json, contract, evidence, host, item, run_with

from fieldops.inspection.criteria import read_criterion
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckSnapshot
from fieldops.structs import fields_of

BOOK = Path(__file__).parents[2] / "playbooks"
UNITS = {
    "uptime": "s", "clock": "s", "time-offset": "ms", "password-expiry": "s", "password-max-age": "s",
    **dict.fromkeys(("cpu-usage", "cpu-iowait", "cpu-steal", "memory-used", "swap-used", "conntrack", "file-handles"), "%"),
    **dict.fromkeys(("filesystem-space", "filesystem-inodes", "interface-errors", "interface-drops"), "%"),
}  # fmt: skip
ITEMS = {
    "mount": ("/", "/boot", "/var", "/data", "/home", "/opt/app"),
    "interface": ("eth0", "eth1", "bond0"),
    "address": ("10.20.0.11/24", "fe80::1/64"),
    "array": ("md0",),
    "member": ("eth0", "eth1"),
    "socket": ("tcp 0.0.0.0:22", "tcp 127.0.0.1:25", "tcp 0.0.0.0:8080"),
    "user": ("root", "app"),
    "source": ("/etc/crontab", "/var/spool/cron/root"),
    "kind": (),
    "type": ("nfs4",),
}
FACTS = {
    "os-release": ("Debian GNU/Linux 12", "Debian GNU/Linux 12", "Kylin Linux Advanced Server V10", "CentOS Linux 7"),
    "kernel": ("6.1.0-28-amd64", "6.1.0-28-amd64", "4.19.90-52.22", "3.10.0-1160"),
    "model": ("PowerEdge R750", "PowerEdge R750", "KVM"),
    "cpu-count": (32, 32, 16),
    "time-zone": ("+08:00",),
    "selinux": ("disabled",),
    "huge-pages": ("always",),
}  # fmt: skip
_BAD = {"failed-units": "kdump.service, vsftpd.service"}
_SUDO = ("empty-passwords", "storage-errors", "hardware-errors", "password-expiry", "ssh-root-login")
# How often (of 100) a value of a check deviates; of all others, never.
_OFTEN = {
    "filesystem-space": 6, "memory-used": 8, "load": 4, "time-service": 12, "password-max-age": 70, "zombies": 6,
    "audit-service": 30, "uptime": 2, "swap-used": 4, "failed-units": 5, "ssh-root-login": 9, "file-handles": 2,
    "cpu-usage": 3, "open-files-limit": 10, "interface-drops": 3, "link": 3,
}  # fmt: skip


@cache
def _shipped() -> Json:
    return dict(yaml.safe_load((BOOK / "linux-standard.yaml").read_text("utf-8")))


def book() -> Json:
    """The playbook as it ships, its checks with the fields that a record keeps."""
    shipped = _shipped()
    kept = {field.name for field in fields_of(CheckSnapshot)}
    checks = [{name: value for name, value in each.items() if name in kept} for each in shipped["checks"]]
    return {**shipped, "checks": checks}


@cache
def _shipped_probes() -> tuple[Json, ...]:
    files = {file.stem: file for file in (BOOK / "probes").rglob("*.yaml")}
    used = {check["probe"] for check in _shipped()["checks"]}
    return tuple(yaml.safe_load(file.read_text("utf-8")) for file in sorted(files[id] for id in used))


def probes() -> list[Json]:
    """Its probes as they ship."""
    return [
        {"id": each["id"], "title": each["title"], "sudo": each.get("sudo", False), "timeout": "10s", "cap": "64KiB"}
        for each in _shipped_probes()
    ]  # fmt: skip


def _number(check: Json, dice: Random, deviates: bool) -> tuple[object, str]:
    """A number beyond its limit, or well below, by the criteria of the check."""
    unit = UNITS.get(check["id"], "count")
    for name, verdict in (("crit", "CRIT"), ("warn", "WARN")):
        if name in check and deviates and (name == "warn" or "warn" not in check or dice.random() < 0.3):
            read = read_criterion(check[name], "x", unit)
            limit = read.values[0]
            assert isinstance(limit, int | float)
            step = limit * 0.04 + 1
            return (limit + step if ">" in read.operator else max(0, limit - step)), verdict
    if "warn" not in check and "crit" not in check:
        return dice.randrange(2, 40), "INFO"
    limit = read_criterion(check.get("warn", check.get("crit")), "x", unit)
    first = limit.values[0]
    assert isinstance(first, int | float)
    return (round(first * dice.uniform(0, 0.7), 1) if ">" in limit.operator else first * dice.randrange(3, 90)), "OK"  # fmt: skip


def _value(check: Json, dice: Random, deviates: bool) -> tuple[object, str]:
    """A value with its verdict."""
    if check["id"] in FACTS:
        return dice.choice(FACTS[check["id"]]), "INFO"
    text = check.get("expect") or check.get("warn") or ""
    if "expect" in check or (text.startswith("==") and not any(sign in text for sign in "<>%")):
        bad = "none" if "!= none" in text else _BAD.get(check["id"], "down")
        read = read_criterion(check["expect"], "x", None) if "expect" in check else None
        fine = read.values[0] if read is not None and read.operator in ("==", "in") else "running"
        return (bad, "WARN" if check.get("otherwise") == "warn" else "CRIT") if deviates else (fine, "OK")
    if check.get("info"):
        return f"value-{dice.randrange(3)}", "INFO"
    return _number(check, dice, deviates)


def _result(check: Json, number: int, dice: Random) -> Json:
    if check["id"] in _SUDO and number % 6 == 5:
        why = {"reason": "reading.sudo", "reason_values": {"said": "sudo: a password is required"}}
        return {"id": check["id"], "verdict": "UNKNOWN", "items": [], **why}
    names = ITEMS[check["each"]] if "each" in check else (None,)
    if check["id"] in ("hardware-raid", "software-raid", "bonding") and number % 2:
        names = ()
    rows = []
    for name in names:
        value, verdict = _value(check, dice, dice.randrange(100) < _OFTEN.get(check["id"], 0))
        unit = UNITS.get(check["id"]) if not isinstance(value, str) else None
        rows.append(item(value, verdict, unit, name, **_word(check, value)))
    if not rows:
        return {"id": check["id"], "verdict": "NA", "items": [], "reason": "reading.no-rows", "reason_values": {}}  # fmt: skip
    worst = next(code for code in ("CRIT", "WARN", "OK", "INFO") if code in {row["verdict"] for row in rows})
    return {"id": check["id"], "verdict": worst, "items": rows}


def _word(check: Json, value: object) -> Json:
    """The reason that says a value in words, where the check has some."""
    words = next(each for each in _shipped()["checks"] if each["id"] == check["id"]).get("words", {})
    if not isinstance(value, str) or value not in words:
        return {}
    said = {"zh": words[value]["zh-CN"], "en": words[value]["en"]}
    return {"reason": "reading.word", "reason_values": said}


def _host(number: int, checks: list[Json], names: list[str]) -> Json:
    id = f"node-{number:03d}"
    if number % 23 == 2:
        why: dict[str, Any] = {"address": f"10.20.0.{number}", "port": 22, "seconds": 10}
        return host(id, "unreachable", [], [], reason="connect-timeout", reason_values=why, host_key=None)
    dice = Random(number)
    results = [_result(check, number, dice) for check in checks]
    return host(id, "done", results, [evidence(name) for name in names])


def standard_run(hosts: int) -> Run:
    """An inspection of so many hosts by the shipped playbook."""
    shipped, used = book(), probes()
    names = [each["id"] for each in used]
    told = [_host(number, shipped["checks"], names) for number in range(1, hosts + 1)]
    agreed = contract([each["host"] for each in told])
    commands = {name: f"cat /proc/{name}" for name in names}
    return run_with(told, playbook=shipped, probes=used, commands=commands, forbidden={}, contract=agreed)


def _main() -> None:
    from fieldops.documents.workspace import shipped_folder
    from fieldops.reports.annexes import build_annex
    from fieldops.reports.build import build_report
    from fieldops.reports.render import render_html

    hosts, language, file = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    run, folders = standard_run(hosts), [shipped_folder("templates")]
    file.write_text(render_html(build_report(run, language), folders), "utf-8")
    annex = render_html(build_annex(run, language), folders)
    file.with_name(f"{file.stem}-annex.html").write_text(annex, "utf-8")


if __name__ == "__main__":
    _main()
