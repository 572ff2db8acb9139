"""Reads what Redis says of itself in INFO, of versions 2.8 to 7: names and values, apart by a colon.

What an old version does not tell is left out; what every version tells and is not there makes the row unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldops.inspection.raw import RawRows, Unreadable, whole

_NEEDED = {
    "version": "redis_version",
    "uptime": "uptime_in_seconds",
    "used": "used_memory",
    "resident": "used_memory_rss",
    "evicted": "evicted_keys",
    "hits": "keyspace_hits",
    "misses": "keyspace_misses",
    "clients": "connected_clients",
    "blocked": "blocked_clients",
    "rejected": "rejected_connections",
    "role": "role",
    "rdb": "rdb_last_bgsave_status",
    "unsaved": "rdb_changes_since_last_save",
}
_NO_TIME = {"0", "-1"}
# A replica and its master drop a link on which nothing came for so many seconds (repl-timeout, as it is shipped).
_PATIENCE = 60
# All slots of a cluster.
_SLOTS = "16384"
# Below it the share says how small the server is: its own code and buffers are most of what is resident.
_LEAST_FOR_FRAGMENTATION = 100 << 20


def redis_info(text: str) -> RawRows:
    """One row of INFO; below it lines ``# Settings`` and ``# Nodes`` with what was asked besides, and ``# Clock``.

    Raises Unreadable where something is missing that each version tells.
    """
    said = dict(_pairs(text))
    for name in _NEEDED.values():
        if name not in said:
            raise Unreadable("reading.field-missing", field=name)
    row: dict[str, object] = {field: said[name] for field, name in _NEEDED.items()}
    row |= {
        "run_id": said.get("run_id"),
        "reads": whole(said["keyspace_hits"], "keyspace_hits")
        + whole(said["keyspace_misses"], "keyspace_misses"),
        "limit": said.get("maxmemory", Unreadable("reading.field-missing", field="maxmemory")),
        "used_percent": _used_percent(said),
        "fragmentation": _fragmentation(said),
        "most_clients": said.get("maxclients"),
        "aof": _aof(said),
        "rdb_age": _rdb_age(said),
    }
    return [row | _replication(said) | _cluster(text, said)]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in text.splitlines()]
    for at, line in enumerate(lines):
        name, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            yield name, value
        elif line in ("maxclients", "maxmemory") and at + 1 < len(lines):
            yield line, lines[at + 1]
        elif line == "# Clock" and at + 1 < len(lines):
            yield "clock", lines[at + 1]


def _used_percent(said: Mapping[str, str]) -> str | Unreadable | None:
    """How much of the limit of memory is used; none where there is no limit (0), unreadable where nobody told it."""
    if "maxmemory" not in said:
        return Unreadable("reading.field-missing", field="maxmemory")
    limit = whole(said["maxmemory"], "maxmemory")
    # Buffers of replicas are not counted in the limit: a server at its limit may hold a little more.
    return f"{min(100.0, 100 * whole(said['used_memory'], 'used_memory') / limit):.1f}" if limit else None


def _fragmentation(said: Mapping[str, str]) -> str | None:
    """Resident memory by memory used, as the server counts it; of a small server it says nothing."""
    small = whole(said["used_memory"], "used_memory") < _LEAST_FOR_FRAGMENTATION
    return None if small else said.get("mem_fragmentation_ratio")


def _rdb_age(said: Mapping[str, str]) -> int | None:
    """Seconds since the last snapshot, by the host's clock; none where there never was one."""
    last = said.get("rdb_last_save_time", "0")
    if last in _NO_TIME or "clock" not in said:
        return None
    return max(0, whole(said["clock"], "clock") - whole(last, "rdb_last_save_time"))


def _aof(said: Mapping[str, str]) -> str | None:
    """``ok``, or what did not end well; none where there is no append-only file."""
    if said.get("aof_enabled") != "1":
        return None
    names = ("aof_last_write_status", "aof_last_bgrewrite_status")
    bad = [f"{name}={said[name]}" for name in names if said.get(name, "ok") != "ok"]
    return ", ".join(bad) or "ok"


def _replication(said: Mapping[str, str]) -> dict[str, object]:
    """Of a replica its link to the master; of any server how many replicas it has, and how many are not online."""
    replicas = [value for name, value in said.items() if name.startswith("slave") and name[5:].isdecimal()]
    late = sum(_late(value) for value in replicas)
    found: dict[str, object] = {"replicas": said.get("connected_slaves", "0"), "replicas_late": late}
    if said["role"] == "slave":
        silent = said.get("master_last_io_seconds_ago")
        found["link"] = said.get(
            "master_link_status", Unreadable("reading.field-missing", field="master_link_status")
        )
        found["link_silent"] = None if silent in (None, "-1") else silent
    return found


def _late(replica: str) -> bool:
    """Whether a replica is not online, or has not answered for long: ``ip=10.0.0.2,port=6379,state=online,offset=1,lag=0``."""
    said = dict(pair.partition("=")[::2] for pair in replica.split(","))
    return said.get("state") != "online" or whole(said.get("lag", "0"), replica) > _PATIENCE


def _cluster(text: str, said: Mapping[str, str]) -> dict[str, object]:
    """State of the cluster; none where the server is in none, unreadable where it did not tell."""
    if said.get("cluster_enabled") != "1":
        return {}
    answer = text.partition("# Nodes")[2].partition("# Clock")[0].strip()
    missing = Unreadable("reading.line", line=answer[:200] or "CLUSTER INFO")
    state, slots = said.get("cluster_state", missing), said.get("cluster_slots_ok")
    if state == "ok" and slots not in (None, _SLOTS):
        # Served all the same (cluster-require-full-coverage no), but not what lies in the others.
        state = f"ok, {slots}/{_SLOTS}"
    return {"cluster": state, "slots": slots}
