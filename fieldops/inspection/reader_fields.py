"""Which fields each reader can give a probe, by name: what a probe may declare, and so what `validate` refuses.

A test holds this against the rows that the readers make of all recorded outputs.
"""

from __future__ import annotations

from collections.abc import Mapping

# Of these any name: the first line of the output names the columns, or each line of it is a name with its value.
_ANY = frozenset({"mysql-status", "sshd", "titled"})

_FIELDS: Mapping[str, str] = {
    "apache-status": "version uptime busy idle places requests",
    "bonding": "member status",
    "conntrack": "count max used_percent",
    "cpu-usage": "used iowait steal",
    "device-alarms": "alarm level day description",
    "device-clock": "state stratum source",
    "device-cpu": "unit used",
    "device-facts": "version patch model serial uptime",
    "device-interfaces": "interface kind admin link errors",
    "device-log": "kind severity count line since",
    "device-memory": "unit used",
    "device-neighbours": "kind neighbour state well",
    "device-optics": "port power low high state",
    "device-parts": "kind part place state said",
    "device-saved": "state changed saved",
    "device-temperatures": "sensor temperature upper state",
    "disk-stats": "disk requests latency busy",
    "failed-units": "init failed",
    "file-handles": "allocated max used_percent",
    "filesystems": "mount type device asked left_out size used usable inodes inodes_used",
    "java-counters": (
        "state uptime account version vm heap_used heap_max threads threads_peak gc_percent collections "
        "full_collections collector"
    ),
    "java-threads": "threads blocked deadlocks names",
    "kafka-lag": "group lag partitions unknown",
    "kafka-partitions": "topics partitions offline under_replicated names under end",
    "kernel-log": "kind class severity count line since name_zh name_en",
    "listening": "socket scope",
    "load": "load1 load5 load15 cpus per_cpu",
    "mdstat": "array level state",
    "meminfo": "total ordinary available swap_total swap_free",
    "mount-states": "mount type device state",
    "multipath": "map paths active failed",
    "mysql-accounts": "account risk",
    "mysql-replication": "source state io sql lag delay error",
    "mysql-tables": "kind table state type used size free",
    "mysql-transactions": "transactions waiting oldest oldest_thread biggest biggest_thread history",
    "net-dev": "interface packets errors frames role drops since left_out",
    "network-mounts": "mount type state said",
    "nginx-status": "active accepted dropped requests reading writing waiting since",
    "oracle-accounts": "account status left",
    "oracle-alert": "code said times age grave",
    "oracle-instance": "name version status started database mode role archiving state",
    "oracle-limits": "name used most limit used_percent kind contents size",
    "oracle-space": "kind name contents used size used_percent",
    "oracle-standby": "lag value",
    "oracle-upkeep": "backups backups_failed backup_age jobs_failed invalid stale",
    "oracle-work": (
        "started cache_gets cache_misses library_gets library_misses dictionary_gets dictionary_misses "
        "switches busiest switch_interval"
    ),
    "postgresql-databases": "name age freeze freeze_percent",
    "postgresql-replication": "name kind state bytes lag",
    "postgresql-status": (
        "version uptime started role connections limit connections_percent transaction idle locks blocked "
        "blocked_for prepared prepared_for blocks reads counted deadlocks autovacuum name standby most "
        "reserved hidden hits reset"
    ),
    "postgresql-tables": "name kind live dead rows vacuum used_percent",
    "process-states": "processes zombies stuck stuck_names stuck_kernel",
    "rabbitmq-queues": "queue ready unacknowledged consumers",
    "rabbitmq-status": (
        "version erlang uptime memory memory_limit memory_percent disk_free disk_limit files files_max "
        "alarms partitions running stopped stopped_names"
    ),
    "raid-cards": "part kind state standing",
    "redis-info": (
        "version uptime run_id used limit used_percent resident fragmentation evicted hits misses reads "
        "clients most_clients blocked rejected role replicas replicas_late link link_silent cluster slots "
        "rdb_age unsaved rdb aof"
    ),
    "sensors": "sensor reading standing",
    "smart": "disk model health defects wear",
    "time-sync": "tool state offset",
    "web-logs": "log kind requests client_errors server_errors first last upstream worst limits severe",
    "zookeeper": "mode version latency connections outstanding nodes followers unsynced files files_max",
}


def fields_of(reader: str) -> list[str] | None:
    """The fields that a reader of that name can produce; None where it may be any."""
    return None if reader in _ANY else _FIELDS[reader].split()
