"""Message systems: ZooKeeper, Kafka and RabbitMQ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from fieldops.inspection.middleware.lines import must_run, values
from fieldops.inspection.raw import RawRow, RawRows, Unreadable, whole

# --- ZooKeeper -------------------------------------------------------------------------------------------


def zookeeper(text: str) -> RawRows:
    """The answers to srvr and mntr, each behind a line ``--WORD``. A server without a quorum says that it serves nobody."""
    must_run(text)
    _, srvr, mntr = _parts(text, "srvr", "mntr")
    if "not currently serving requests" in srvr:
        return [{"mode": "none"}]
    said = dict(line.partition(": ")[::2] for line in srvr.splitlines())
    if "Mode" not in said:
        raise Unreadable("reading.refused", said=srvr.strip()[:200] or "-")
    row: dict[str, object] = {
        "mode": said["Mode"].strip(),
        "version": srvr.partition("version: ")[2].partition(",")[0].strip(),
        "connections": said.get("Connections"),
        "outstanding": said.get("Outstanding"),
        "nodes": said.get("Node count"),
    }
    latency = next((value for key, value in said.items() if key.startswith("Latency")), "")
    # min/avg/max; since 3.6 the average has digits behind a point.
    row["latency"] = latency.split("/")[1] if latency.count("/") == 2 else None
    return [row | _watched(mntr)]


def _watched(mntr: str) -> dict[str, object]:
    """What mntr tells beyond srvr; refused, it is unknown with the server's words."""
    said = dict(line.partition("\t")[::2] for line in mntr.splitlines())
    if "zk_version" not in said:
        refused = Unreadable("reading.refused", said=mntr.strip()[:200] or "-")
        return dict.fromkeys(("followers", "unsynced", "files", "files_max"), refused)
    row: dict[str, object] = {
        "files": said.get("zk_open_file_descriptor_count"),
        "files_max": said.get("zk_max_file_descriptor_count"),
    }
    # 3.6 and later write followers as "2.0" in some releases, and call them learners as well.
    followers, synced = (_count(said.get(f"zk_{name}")) for name in ("followers", "synced_followers"))
    if followers is not None and synced is not None:
        row |= {"followers": followers, "unsynced": max(0, followers - synced)}
    return row


def _count(text: str | None) -> int | None:
    return None if text is None else whole(text.removesuffix(".0"), text)


# --- Kafka -----------------------------------------------------------------------------------------------


def kafka_partitions(text: str) -> RawRows:
    """What was counted of all partitions, as ``KEY=VALUE`` up to ``end=end``."""
    must_run(text)
    said = values(text)
    if "unread" in said:
        raise Unreadable("reading.refused", said=said["unread"])
    if said.get("end") != "end":
        raise Unreadable("reading.field-missing", field="end")
    return [{**said, "under_replicated": said.get("under"), "names": said.get("names") or "-"}]


def kafka_lag(text: str) -> RawRows:
    """Lines of group, lag, partitions and partitions without an offset, tabs between; ``groups=`` tells how many there are."""
    must_run(text)
    rows: RawRows = []
    groups = None
    for line in text.splitlines():
        words = line.split("\t")
        if line.startswith("groups="):
            groups = whole(words[0].removeprefix("groups="), line)
        elif line.startswith("unread="):
            rows.append(Unreadable("reading.refused", said=words[0].removeprefix("unread=")))
        elif len(words) == 4:
            rows.append(dict(zip(("group", "lag", "partitions", "unknown"), words, strict=True)))
        else:
            rows.append(Unreadable("reading.line", line=line))
    if groups is None:
        raise Unreadable("reading.field-missing", field="groups")
    return rows


# --- RabbitMQ --------------------------------------------------------------------------------------------


def rabbitmq_status(text: str) -> RawRows:
    """The JSON of `status` and of `cluster_status`, each behind a line ``--NAME``; last the port that was meant.

    A node that does not listen there is another one: what it says is of no use.
    """
    must_run(text)
    _, first, second = _parts(text, "status", "cluster")
    second, _, port = second.partition("\n--port ")
    status, cluster = _object(first), _object(second)
    listeners = status.get("listeners")
    listed = listeners if isinstance(listeners, list) else []
    ports = {str(each.get("port")) for each in listed if isinstance(each, dict)}
    if port.strip() not in ports:
        raise Unreadable("reading.other-node", port=port.strip(), ports=", ".join(sorted(ports)) or "-")
    known = [*_names(cluster, "disk_nodes"), *_names(cluster, "ram_nodes")]
    running = _names(cluster, "running_nodes")
    stopped = [name for name in known if name not in running]
    partitions = cluster.get("partitions")
    if not isinstance(partitions, dict) or not running:
        raise Unreadable("reading.field-missing", field="partitions")
    return [
        {
            "version": status.get("rabbitmq_version"),
            "erlang": str(status.get("erlang_version") or "").partition(" [")[0],
            "uptime": status.get("uptime"),
            **_memory(status),
            **_limits(status),
            "alarms": _alarms(status.get("alarms")),
            "partitions": ", ".join(sorted(partitions)) or "none",
            "running": len(running),
            "stopped": len(stopped),
            "stopped_names": ", ".join(stopped) or "-",
        }
    ]


def _memory(status: Mapping[str, object]) -> dict[str, object]:
    """What the node uses by its own reckoning (`vm_memory_calculation_strategy`), and from where on it blocks publishers."""
    memory = status.get("memory")
    total = memory.get("total") if isinstance(memory, dict) else None
    if isinstance(total, dict):
        total = total.get(str(status.get("vm_memory_calculation_strategy")))
    limit = status.get("vm_memory_high_watermark_limit")
    if not str(total).isdecimal() or not str(limit).isdecimal() or int(str(limit)) == 0:
        raise Unreadable("reading.field-missing", field="memory")
    used, most = int(str(total)), int(str(limit))
    # It may well be above the mark: the percentage is no share of a whole.
    return {"memory": used, "memory_limit": most, "memory_percent": min(100, round(100 * used / most, 1))}


def _limits(status: Mapping[str, object]) -> dict[str, object]:
    files = status.get("file_descriptors")
    held = files if isinstance(files, dict) else {}
    return {
        "disk_free": status.get("disk_free"),
        "disk_limit": status.get("disk_free_limit"),
        "files": held.get("total_used"),
        "files_max": held.get("total_limit"),
    }


def _alarms(alarms: object) -> str:
    """The names of the alarms, with their nodes; ``none`` where there are none. Raises Unreadable."""
    if not isinstance(alarms, list):
        raise Unreadable("reading.field-missing", field="alarms")
    return ", ".join(sorted(dict.fromkeys(_alarm(each) for each in alarms))) or "none"


def _alarm(alarm: object) -> str:
    if not isinstance(alarm, dict):
        return str(alarm)[:80]
    return " ".join(str(alarm[key]) for key in ("resource", "type", "node") if alarm.get(key))


def _names(cluster: Mapping[str, object], key: str) -> list[str]:
    names = cluster.get(key)
    return [str(each) for each in names] if isinstance(names, list) else []


def rabbitmq_queues(text: str) -> RawRows:
    """For each virtual host behind a line ``--NAME``: how many queues, then lines of name, ready, unacknowledged, consumers.

    What is more than was asked for has a row that says so.
    """
    must_run(text)
    head, *parts = re.split(r"^--", text, flags=re.MULTILINE)
    if not parts or parts[-1].strip() != "end" or not head.startswith("vhosts="):
        raise Unreadable("reading.field-missing", field="vhosts")
    hosts = whole(head.removeprefix("vhosts=").strip(), head)
    rows = [row for part in parts[:-1] for row in _queues(part)]
    if hosts > len(parts) - 1:
        rows.append(Unreadable("reading.more-hosts", count=hosts - len(parts) + 1))
    return rows


def _queues(part: str) -> Iterator[RawRow | Unreadable]:
    host, *lines = part.splitlines()
    if not any(line.startswith("queues=") for line in lines):
        said = next((line.removeprefix("failed ") for line in lines if line.startswith("failed ")), "-")
        yield Unreadable("reading.refused", said=said)
    for line in lines:
        words = line.split("\t")
        if line.startswith("queues="):
            if not line.endswith(" 0"):
                yield Unreadable("reading.line", line=line)
        elif len(words) == 4:
            name, ready, unacknowledged, consumers = words
            queue = name if host == "/" else f"{host}/{name}"
            yield {"queue": queue, "ready": ready, "unacknowledged": unacknowledged, "consumers": consumers}
        elif not line.startswith("failed ") and line.strip():
            yield Unreadable("reading.line", line=line)


# --- both -------------------------------------------------------------------------------------------------


def _parts(text: str, *names: str) -> list[str]:
    """What stands before, and behind the line ``--NAME`` of each name. Raises Unreadable where one is missing."""
    parts = re.split("|".join(rf"^--{name}$" for name in names), text, flags=re.MULTILINE)
    if len(parts) != len(names) + 1:
        raise Unreadable("reading.field-missing", field=names[-1])
    return parts


def _object(text: str) -> dict[str, object]:
    """The JSON object in `text`, whatever stands in front of it. Raises Unreadable."""
    try:
        found = json.loads(text[text.index("{") :])
    except (ValueError, RecursionError):
        raise Unreadable("reading.not-json") from None
    if not isinstance(found, dict):
        raise Unreadable("reading.not-json")
    return found
