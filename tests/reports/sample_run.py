"""A small run with every kind of result, and a builder of big ones: bodies of version 1, read as a store's are."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fieldops.records.codecs import decode
from fieldops.records.runs import Run, run_of

Json = dict[str, Any]
HOSTILE = "<script>alert(1)</script></style></td>\u202egnp.exe\x1b[31m" + "A" * 5000


def both(zh: str, en: str) -> Json:
    return {"zh-CN": zh, "en": en}


AREAS = [
    {"id": "system", "title": both("操作系统", "Operating system")},
    {"id": "storage", "title": both("存储与文件系统", "Storage and file systems")},
    {"id": "security", "title": both("安全与账号", "Security and accounts")},
]
# id, area, probe, title, standard, advice
_CHECKS = [
    ("uptime", "system", "uptime", both("连续运行时间", "Uptime"), both("仅记录", "recorded only"), None),
    (
        "load",
        "system",
        "load",
        both("每核平均负载", "Load per CPU core"),
        both("15 分钟平均负载每核低于 1.5", "15-minute load per core below 1.5"),
        both("检查占用 CPU 最高的进程，必要时扩容", "Look at the busiest processes; add capacity if needed"),
    ),
    (
        "filesystem-usage",
        "storage",
        "df",
        both("文件系统使用率", "File system usage"),
        both("低于 80%；达到 90% 为严重", "below 80%; 90% and more is critical"),
        both(
            "清理日志与临时文件，或扩容该文件系统",
            "Clean up logs and temporary files, or extend the file system",
        ),
    ),
    (
        "memory-free",
        "system",
        "memory",
        both("可用内存", "Available memory"),
        both("不低于 2 GiB", "at least 2 GiB"),
        both("检查内存占用，评估是否需要扩容", "Look at memory use and consider more memory"),
    ),
    (
        "raid-state",
        "storage",
        "raid",
        both("RAID 阵列状态", "State of the RAID array"),
        both("状态为 optimal", "state is optimal"),
        both("立即更换故障硬盘并确认重建", "Replace the failed disk now and see that it rebuilds"),
    ),
    (
        "empty-passwords",
        "security",
        "shadow",
        both("空口令账号", "Accounts without password"),
        both("不存在空口令账号", "there is none"),
        both("为这些账号设置口令或锁定账号", "Set a password or lock these accounts"),
    ),
]
COMMANDS = {
    "uptime": "cat /proc/uptime",
    "load": "cat /proc/loadavg; grep -c ^processor /proc/cpuinfo",
    "df": "df -P -k -l -x tmpfs -x devtmpfs 2>/dev/null |\n  awk 'NR > 1 && $2 > 0 { print $6 \"\\t\" $5 }'\n# one row per mount\n# no network file systems",
    "memory": "cat /proc/meminfo",
    "shadow": "awk -F: '$2 == \"\" { print $1 }' /etc/shadow",
}


def contract(hosts: list[str]) -> Json:
    names = [both(f"核心业务系统节点 {n}", f"Core system node {n}") for n in range(1, len(hosts) + 1)]
    return {
        "apiVersion": "fieldops/v1",
        "kind": "Contract",
        "id": "harbour-bank",
        "title": both("核心业务系统运行维护服务合同", "Maintenance of the core business systems"),
        "number": "HB-2026-0417",
        "customer": {
            "name": both("海港银行股份有限公司", "Harbour Bank Ltd."),
            "contacts": [{"name": "Chen"}],
        },
        "vendor": {"name": both("远岸技术服务有限公司", "Farshore Services Ltd."), "hotline": "400-000-0000"},
        "team": "north",
        "language": "zh-CN",
        "time_zone": "Asia/Shanghai",
        "term": {"start": "2026-01-01", "end": "2026-12-31"},
        "scope": [
            both(
                "合同清单内 Linux 服务器的操作系统、存储与安全配置",
                "Operating system, storage and security settings of the listed Linux servers",
            ),
            both("每季度一次现场或远程巡检", "One inspection per quarter, on site or remote"),
        ],
        "out_of_scope": [both("数据库与应用软件内部状态", "The inner state of databases and applications")],
        "access": {"denied_commands": ["megacli"]},
        "assets": [
            {
                "id": host,
                "name": name,
                "serial": f"SN2024-{1000 + n}",
                "model": "R750",
                "location": both("上海一号机房 A03", "Shanghai DC 1, A03"),
                "host": {"address": f"10.20.{n // 200}.{n % 200 + 10}"},
            }
            for n, (host, name) in enumerate(zip(hosts, names, strict=True), 1)
        ],
    }


TEAM: Json = {
    "apiVersion": "fieldops/v1",
    "kind": "Team",
    "id": "north",
    "name": both("华北服务团队", "Northern service team"),
    "people": [
        {"id": "li-wei", "name": both("李伟", "Li Wei"), "roles": ["engineer"]},
        {"id": "zhang-min", "name": both("张敏", "Zhang Min"), "roles": ["engineer"]},
    ],
}


def playbook() -> Json:
    checks = []
    for id, area, probe, title, standard, advice in _CHECKS:
        check = {
            "id": id,
            "area": area,
            "probe": probe,
            "value": "value",
            "title": title,
            "standard": standard,
        }
        checks.append({**check, "advice": advice} if advice else {**check, "info": True})
    return {
        "apiVersion": "fieldops/v1",
        "kind": "Playbook",
        "id": "linux-basic",
        "title": both("Linux 服务器基础巡检", "Basic inspection of Linux servers"),
        "platform": "linux",
        "method": both(
            "通过 SSH 登录主机执行只读命令采集数据，按下列标准逐项判断；不在主机上写入或修改任何内容。",
            "Data are collected over SSH with read-only commands and judged against the standards below; nothing is written or changed.",
        ),
        "areas": AREAS,
        "checks": checks,
    }


def probes() -> list[Json]:
    titles = {"df": both("文件系统用量", "File system usage"), "raid": both("RAID 状态", "RAID state")}
    return [
        {"id": id, "title": titles.get(id, both(f"采集项 {id}", f"Probe {id}")), "sudo": id == "shadow", "timeout": "10s", "cap": "64KiB"}
        for id in (*COMMANDS, "raid")
    ]  # fmt: skip


def item(
    value: object, verdict: str, unit: str | None = None, name: str | None = None, **more: object
) -> Json:
    return {"item": name, "value": value, "unit": unit, "verdict": verdict, **more}


def check(id: str, verdict: str, *items: Json, **more: object) -> Json:
    return {"id": id, "verdict": verdict, "items": list(items), **more}


def unknown(id: str, reason: str, **values: object) -> Json:
    return check(id, "UNKNOWN", reason=reason, reason_values=values)


def evidence(probe: str, why: str = "ok", errors: int = 0, cut: bool = False) -> Json:
    return {
        "probe": probe,
        "why": why,
        "exit_code": 0 if why == "ok" else None,
        "ms": 1234 if why != "ok" else 12,
        "cut": cut,
        "out_sha256": hashlib.sha256(probe.encode()).hexdigest(),
        "out_size": 1536,
        "err_sha256": hashlib.sha256(b"err").hexdigest(),
        "err_size": errors,
    }


def host(id: str, status: str, checks: list[Json], proofs: list[Json], **more: object) -> Json:
    return {
        "host": id,
        "status": status,
        "reason": None,
        "reason_values": {},
        "started": "2026-06-18T01:30:05+00:00",
        "seconds": 2.75,
        "host_key": f"ssh-ed25519 SHA256:{hashlib.sha256(id.encode()).hexdigest()[:43]}",
        "checks": checks,
        "evidence": proofs,
        "left_running": [],
        **more,
    }


def _raid_forbidden() -> Json:
    return unknown("raid-state", "reading.forbidden", command="megacli")


def _hosts() -> list[Json]:
    good = [
        check("uptime", "INFO", item(4567890, "INFO", "s")),
        check("load", "OK", item(0.42, "OK", "count")),
        check(
            "filesystem-usage",
            "CRIT",
            item(41, "OK", "%", "/"),
            item(83.25, "WARN", "%", "/var"),
            item(96.5, "CRIT", "%", "/data"),
        ),
        check("memory-free", "OK", item(48533626880, "OK", "B")),
        _raid_forbidden(),
        check("empty-passwords", "OK", item(0, "OK", "count")),
    ]
    second = [
        check("uptime", "INFO", item(86465, "INFO", "s")),
        check("load", "WARN", item(1.73, "WARN", "count")),
        check("filesystem-usage", "OK", item(12.3, "OK", "%", "/")),
        unknown("memory-free", "reading.timeout", seconds=10),
        check("raid-state", "NA", reason="reading.absent", reason_values={"command": "megacli"}),
        unknown("empty-passwords", "reading.sudo", said="sudo: a password is required"),
    ]
    third = [
        check("uptime", "INFO", item(HOSTILE, "INFO")),
        check("load", "OK", item(0.1, "OK", "count")),
        *(unknown(id, "reading.missing") for id in ("filesystem-usage", "memory-free", "raid-state", "empty-passwords")),
    ]  # fmt: skip
    return [
        host("core-db-01", "done", good, [evidence(id) for id in COMMANDS], left_running=["df"]),
        host("core-db-02", "done", second, [evidence("df", errors=210), evidence("memory", "timeout")]),
        host(
            "core-app-01",
            "partial",
            third,
            [evidence("uptime", cut=True), evidence("load"), evidence("df", "unfinished")],
            reason="incomplete",
            reason_values={"address": "10.20.0.13", "missing": 4, "total": 6},
        ),
        host(
            "core-app-02",
            "unreachable",
            [],
            [],
            reason="connect-timeout",
            reason_values={"address": "10.20.0.14", "port": 22, "seconds": 10},
            host_key=None,
        ),
    ]


def events(kind: str = "inspection", finished: bool = True, hosts: list[Json] | None = None, **start: object) -> list[tuple[str, Json]]:  # fmt: skip
    told = _hosts() if hosts is None else hosts
    ids = [each["host"] for each in told] + (["core-app-03"] if hosts is None and not finished else [])
    first: Json = {
        "run": "harbour-bank-20260618-093000-k3f9",
        "kind": kind,
        "started": "2026-06-18T01:30:00+00:00",
        "contract": contract(ids),
        "team": TEAM,
        "playbook": playbook(),
        "probes": probes(),
        "commands": COMMANDS,
        "forbidden": {"raid": "megacli"},
        "engineers": ["li-wei", "zhang-min"] if kind == "inspection" else [],
        "hosts": ids,
        "fieldops_version": "0.1.0",
        **start,
    }
    end = (
        [("run.finished", {"run": first["run"], "finished": "2026-06-18T01:34:10+00:00"})] if finished else []
    )
    return [("run.started", first), *(("host.finished", each) for each in told), *end]


def sample_run(kind: str = "inspection", finished: bool = True, **start: object) -> Run:
    """Four hosts: done with findings, done with gaps, partial with hostile text, unreachable."""
    return _folded(events(kind, finished, **start))


def run_with(hosts: list[Json], **start: object) -> Run:
    """A finished inspection of these hosts."""
    return _folded(events(hosts=hosts, **start))


def _folded(told: list[tuple[str, Json]]) -> Run:
    read = (decode(type, 1, json.dumps(body), {}.__getitem__) for type, body in told)
    run = run_of(read, head=hashlib.sha256(b"head").hexdigest())
    assert run is not None
    return run


def big_run(hosts: int = 100, checks: int = 60, filesystems: int = 30) -> Run:
    """Many hosts and checks, one check with many rows: for looking at and for measuring."""
    book = playbook()
    one = book["checks"][1]
    book["checks"] += [
        {**one, "id": f"check-{n}", "area": AREAS[n % 3]["id"], "probe": f"probe-{n}", "title": both(f"检查项 {n}", f"Check {n}")}
        for n in range(checks - len(book["checks"]))
    ]  # fmt: skip
    told = [_big_host(n, [each["id"] for each in book["checks"]], filesystems) for n in range(hosts)]
    commands = {**COMMANDS, **{f"probe-{n}": f"cat /proc/{n}" for n in range(checks - 6)}}
    return run_with(told, playbook=book, commands=commands)


def _big_host(number: int, ids: list[str], filesystems: int) -> Json:
    def result(at: int, id: str) -> Json:
        if id == "filesystem-usage":
            disks = [
                item(n * 2.9 + number % 9, "OK", "%", f"/data/volume-{n:02d}") for n in range(filesystems)
            ]
            return check(id, "OK", *disks)
        if (number * 7 + at) % 97 == 0:
            return check(id, "WARN", item(1.5 + at / 10, "WARN", "count"))
        if (number * 11 + at) % 211 == 0:
            return unknown(id, "reading.timeout", seconds=10)
        return check(id, "OK", item(at / 100 + 0.1, "OK", "count"))

    checks = [result(at, id) for at, id in enumerate(ids)]
    return host(f"node-{number:03d}", "done", checks, [evidence(f"probe-{n}") for n in range(len(ids))])
