"""Readers: parsers written in Python for output that text rules cannot take apart, by name.

A reader takes the command's text and returns rows of raw values. It never guesses: for a row it does not understand it
puts an `Unreadable` in place of the row, for a value in place of the value, and raises one where all is lost.

Lives here: their names. A reader is loaded when a probe first asks for it: an inspection of Linux hosts does not pay for the
patterns with which switches and databases are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from fieldops.inspection.raw import RawRows

Reader = Callable[[str], RawRows]

# Readers to whom each line stands for itself: of an output that was cut off, what came before is still good.
LINE_BY_LINE = frozenset({"filesystems", "kernel-log", "mount-states", "net-dev", "titled"})

# Module of this package and function.
READERS: Mapping[str, str] = {
    "apache-status": "middleware.web.apache_status",
    "bonding": "bonds.bonding",
    "conntrack": "tables.conntrack",
    "cpu-usage": "processors.cpu_usage",
    "device-alarms": "devices.events.device_alarms",
    "device-clock": "devices.standing.device_clock",
    "device-cpu": "devices.facts.device_cpu",
    "device-facts": "devices.facts.device_facts",
    "device-interfaces": "devices.interfaces.device_interfaces",
    "device-log": "devices.events.device_log",
    "device-memory": "devices.facts.device_memory",
    "device-neighbours": "devices.standing.device_neighbours",
    "device-optics": "devices.interfaces.device_optics",
    "device-parts": "devices.hardware.device_parts",
    "device-saved": "devices.standing.device_saved",
    "device-temperatures": "devices.hardware.device_temperatures",
    "disk-stats": "disks.disk_stats",
    "failed-units": "processes.failed_units",
    "file-handles": "tables.file_handles",
    "filesystems": "storage.filesystems",
    "java-counters": "middleware.java.java_counters",
    "java-threads": "middleware.java.java_threads",
    "kafka-lag": "middleware.queues.kafka_lag",
    "kafka-partitions": "middleware.queues.kafka_partitions",
    "kernel-log": "kernel_log.kernel_log",
    "listening": "network.listening",
    "load": "processors.load",
    "mdstat": "arrays.mdstat",
    "meminfo": "memory.meminfo",
    "mount-states": "storage.mount_states",
    "multipath": "disks.multipath",
    "mysql-accounts": "databases.mysql.mysql_accounts",
    "mysql-replication": "databases.mysql.mysql_replication",
    "mysql-status": "databases.mysql.mysql_status",
    "mysql-tables": "databases.mysql.mysql_tables",
    "mysql-transactions": "databases.mysql.mysql_transactions",
    "net-dev": "network.net_dev",
    "network-mounts": "storage.network_mounts",
    "nginx-status": "middleware.web.nginx_status",
    "oracle-accounts": "databases.oracle.oracle_accounts",
    "oracle-alert": "databases.oracle.oracle_alert",
    "oracle-instance": "databases.oracle.oracle_instance",
    "oracle-limits": "databases.oracle.oracle_limits",
    "oracle-space": "databases.oracle.oracle_space",
    "oracle-standby": "databases.oracle.oracle_standby",
    "oracle-upkeep": "databases.oracle.oracle_upkeep",
    "oracle-work": "databases.oracle.oracle_work",
    "postgresql-databases": "databases.postgresql.postgresql_databases",
    "postgresql-replication": "databases.postgresql.postgresql_replication",
    "postgresql-status": "databases.postgresql.postgresql_status",
    "postgresql-tables": "databases.postgresql.postgresql_tables",
    "process-states": "processes.process_states",
    "rabbitmq-queues": "middleware.queues.rabbitmq_queues",
    "rabbitmq-status": "middleware.queues.rabbitmq_status",
    "raid-cards": "raid_cards.raid_cards",
    "sensors": "sensors.sensors",
    "smart": "disks.smart",
    "redis-info": "databases.redis.redis_info",
    "sshd": "sshd.sshd",
    "time-sync": "time_services.time_sync",
    "titled": "titled.titled",
    "web-logs": "middleware.web.web_logs",
    "zookeeper": "middleware.queues.zookeeper",
}


@cache
def reader(name: str) -> Reader:
    """The reader of that name, one of READERS."""
    module, _, function = READERS[name].rpartition(".")
    found: Reader = getattr(import_module(f"fieldops.inspection.{module}"), function)
    return found
