"""What the probes of Kafka make of what its programs print, over their versions, in several shells."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_middleware_commands import RUNS
from test_probe_commands import each_shell, said, write


def kafka(shell: str, probe: str, tmp_path: Path, answer: str, code: int = 0) -> list[str]:
    write(tmp_path, {"answer": answer, "tool": f"#!/bin/sh\ncat '{tmp_path}/answer'\nexit {code}\n"})
    (tmp_path / "tool").chmod(0o755)
    return said(shell, probe, tmp_path, before=f"{RUNS}kafka_tool() {{ echo '{tmp_path}/tool'; }}\n")


# Kafka 3 says more of each topic and partition than Kafka 2.
TOPICS = """Topic: orders\tTopicId: abc\tPartitionCount: 3\tReplicationFactor: 3\tConfigs: min.insync.replicas=2
\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2,3
\tTopic: orders\tPartition: 1\tLeader: none\tReplicas: 3\tIsr: 3
\tTopic: orders\tPartition: 2\tLeader: 2\tReplicas: 1,2,3\tIsr: 2\tElr: \tLastKnownElr:
Topic:stock\tPartitionCount:1\tReplicationFactor:1\tConfigs:
\tTopic: stock\tPartition: 0\tLeader: -1\tReplicas: 2\tIsr:
"""
GROUPS = """
Consumer group 'idle' has no active members.

GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID
idle            orders          0          10              12000           11990           -               -               -
idle            orders          1          -               7               -               -               -               -

GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID
billing         orders          0          12              12              0               c-1             /198.51.100.7   c
"""


@each_shell
def test_partitions_of_kafka(shell: str, tmp_path: Path) -> None:
    assert kafka(shell, "kafka-partitions", tmp_path, TOPICS) == [
        "topics=2",
        "partitions=4",
        "offline=2",
        "under=1",
        "names=orders-1 stock-0 orders-2",
        "end=end",
    ]
    refused = "Error while executing topic command : Timed out waiting for a node assignment.\n"
    assert kafka(shell, "kafka-partitions", tmp_path, refused) == [f"unread={refused.strip()}"]


@each_shell
def test_lag_of_the_consumers_of_kafka(shell: str, tmp_path: Path) -> None:
    first = "\t999999999999999999"
    assert kafka(shell, "kafka-lag", tmp_path, GROUPS) == [
        f"groups=2{first}",
        "idle\t11990\t2\t1",
        "billing\t0\t1\t0",
    ]
    refused = "Error: Executing consumer group command failed due to org.apache.kafka.common.errors.TimeoutException\n"
    assert kafka(shell, "kafka-lag", tmp_path, refused) == [
        f"groups=0{first}",
        f"unread={refused.strip()}{first}",
    ]


# What a JVM and its loggers say besides, from Java 8 to 17 and Kafka 0.10 to 3.
BESIDE = """OpenJDK 64-Bit Server VM warning: If the number of processors is expected to increase from one, then you should use it
SLF4J: Class path contains multiple SLF4J bindings.
Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8
[2026-11-29 01:00:00,123] WARN [AdminClient clientId=adminclient-1] Connection to node -1 could not be established
"""
# Before 2.2 and 2.4 these tools asked ZooKeeper, or one group at a time.
TOO_OLD = """Exception in thread "main" joptsimple.UnrecognizedOptionException: bootstrap-server is not a recognized option
\tat joptsimple.OptionException.unrecognizedOption(OptionException.java:108)
"""
FIRST = "\t999999999999999999"


@pytest.mark.parametrize(
    ("answer", "code", "read"),
    [
        (BESIDE + TOPICS, 0, "topics=2"),
        ("", 0, "topics=0"),
        # Killed, or out of memory: nothing was said, and nothing is known.
        ("", 137, "unread=exit code 137"),
        # A part of the answer is no answer.
        (
            TOPICS + "Error while executing topic command : Timed out\n",
            1,
            "unread=Error while executing topic command : Timed out",
        ),
        (TOO_OLD, 1, f"unread={TOO_OLD.splitlines()[0]}"),
    ],
)
def test_what_else_kafka_topics_may_print(answer: str, code: int, read: str, tmp_path: Path) -> None:
    assert kafka("dash", "kafka-partitions", tmp_path, answer, code)[0] == read


@pytest.mark.parametrize(
    ("answer", "code", "unread"),
    [
        (BESIDE + GROUPS, 0, None),
        ("", 1, "exit code 1"),
        (TOO_OLD, 1, TOO_OLD.splitlines()[0]),
        # A blank in the name of a group moves all columns: the end of the log would be read as the lag.
        (GROUPS + "my group orders 0 10 12000 11990 - - -\n", 0, "my group orders 0 10 12000 11990 - - -"),
    ],
)
def test_what_else_kafka_consumer_groups_may_print(
    answer: str, code: int, unread: str | None, tmp_path: Path
) -> None:
    found = kafka("dash", "kafka-lag", tmp_path, answer, code)
    assert [line for line in found if line.startswith("unread=")] == (
        [] if unread is None else [f"unread={unread}{FIRST}"]
    )


def test_groups_beyond_the_fifty_that_lag_most_are_left_out(tmp_path: Path) -> None:
    head = GROUPS.splitlines()[3]
    rows = [f"g{at} orders 0 0 {at} {at} - - -" for at in range(60)]
    found = kafka("dash", "kafka-lag", tmp_path, "\n".join([head, *rows]) + "\n")
    assert len(found) == 52
    assert found[:2] == ["groups=60\t999999999999999999", "g59\t59\t1\t0"]
