"""What probes of middleware take out of logs, counters and the answers of clients, in several shells, on made-up files."""

from __future__ import annotations

import os
import struct
import subprocess
import time
from pathlib import Path

import pytest
from conftest import require
from properties import workspace as shipped
from test_probe_commands import ROOT, each_shell, said, write

from fieldops.inspection.load import probe_of
from fieldops.inspection.middleware.web import web_logs
from fieldops.inspection.plan import denied_by
from fieldops.inspection.raw import Unreadable
from fieldops.inspection.shell import script_source

# What stands before a probe of an instance, in the place of what looks at real processes.
RUNS = "instance_port='' instance_address=''\ninstance_process() { echo 812; }\nprocess_facts() { :; }\n"
DAY = "2026/11/28 09:00:00"


def counted(shell: str, probe: str, tmp_path: Path, log: str) -> dict[str, str]:
    """What the probe counts in a log, now being a day after DAY."""
    write(tmp_path, {"log": log})
    reads = f"server_logs() {{ awk -v day='{DAY}' \"$2\" <'{tmp_path}/log'; }}\n"
    lines = said(shell, probe, tmp_path, before=RUNS + reads)
    return dict(line.partition("=")[::2] for line in lines)


REQUESTS = r"""half a line 200 "
198.51.100.7 - - [29/Nov/2026:01:40:49 +0800] "GET /app HTTP/1.1" 502 157 "-" "agent"
198.51.100.7 - - [29/Nov/2026:01:40:50 +0800] "GET / HTTP/1.1" 200 3 "-" "agent"
198.51.100.7 - - [29/Nov/2026:01:40:51 +0800] "GET /\" 200 7 HTTP/1.1" 404 3 "-" "agent"
198.51.100.7 - - [29/Nov/2026:01:40:52 +0800] "GET /\\" 503 7 "-" "a \" 200 1 b"
198.51.100.7 - - [29/Nov/2026:01:40:53 +0800] "\x16\x03\x01" 400 -
{"time": "2026-11-29", "request": "GET /\" \"status\": 200, HTTP/1.1", "status": "500", "bytes": 4}
{"status":499,"request":"GET / HTTP/1.1"}
"""


@each_shell
@pytest.mark.parametrize("probe", ["nginx-logs", "apache-logs"])
def test_codes_are_counted_whatever_a_request_says(shell: str, probe: str, tmp_path: Path) -> None:
    found = counted(shell, probe, tmp_path, REQUESTS)
    assert {key: found[key] for key in ("lines", "odd", "requests", "client", "server")} == {
        "lines": "8",
        "odd": "1",
        "requests": "7",
        "client": "3",
        "server": "3",
    }
    assert (found["first"], found["last"]) == ("29/Nov/2026:01:40:49 +0800", "29/Nov/2026:01:40:53 +0800")


# The client reset while it was answered, a page that is not there and a warning are no failure of an upstream.
NGINX = """2026/11/28 08:59:59 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.100.7, server: , request: "GET / HTTP/1.1", upstream: "http://10.0.3.9:80/"
2026/11/28 09:00:01 [error] 7#7: *2 connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.100.7, server: , request: "GET / HTTP/1.1", upstream: "http://10.0.3.21:8080/app/x"
2026/11/28 09:00:02 [error] 7#7: *3 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 198.51.100.7, upstream: "fastcgi://10.0.3.21:8080"
2026/11/28 09:00:03 [error] 7#7: *4 no live upstreams while connecting to upstream, client: 198.51.100.7, upstream: "http://shop/app"
2026/11/28 09:00:04 [error] 7#7: *5 open() "/srv/upstream.html" failed (2: No such file or directory), client: 198.51.100.7, request: "GET /upstream.html HTTP/1.1"
2026/11/28 09:00:05 [info] 7#7: *6 recv() failed (104: Connection reset by peer) while sending to client, client: 198.51.100.7, upstream: "http://10.0.3.21:8080/"
2026/11/28 09:00:06 [warn] 7#7: *7 an upstream response is buffered to a temporary file, client: 198.51.100.7, upstream: "http://10.0.3.21:8080/"
2026/11/28 09:00:07 [alert] 7#7: 64 worker_connections are not enough
2026/11/28 09:00:08 [alert] 6#6: worker process 7 exited on signal 11
2026/11/28 09:00:09 [crit] 7#7: *8 SSL_do_handshake() failed, client: 198.51.100.7
stack of a module in a line of its own
"""


@each_shell
def test_failures_of_upstreams_in_the_error_log_of_nginx(shell: str, tmp_path: Path) -> None:
    found = counted(shell, "nginx-logs", tmp_path, NGINX)
    assert {key: found[key] for key in ("errors", "upstream", "worst", "limits", "severe", "first")} == {
        "errors": "10",
        "upstream": "3",
        "worst": "10.0.3.21:8080",
        "limits": "1",
        "severe": "2",
        "first": "2026/11/28 08:59:59",
    }


# Apache 2.4, then 2.2. Each failure has two lines.
APACHE = """[Sat Nov 28 08:59:59.180345 2026] [proxy:error] [pid 673:tid 677] (111)Connection refused: AH00957: HTTP: attempt to connect to 10.0.3.9:80 (10.0.3.9) failed
[Sat Nov 28 09:00:01.209773 2026] [proxy:error] [pid 673:tid 677] (111)Connection refused: AH00957: HTTP: attempt to connect to 10.0.3.21:8080 (10.0.3.21) failed
[Sat Nov 28 09:00:01.209811 2026] [proxy_http:error] [pid 673:tid 677] [client 198.51.100.7:57166] AH01114: HTTP: failed to make connection to backend: 10.0.3.21
[Sat Nov 28 09:00:02.209811 2026] [proxy_http:error] [pid 673] (70007)The timeout specified has expired: [client 198.51.100.7:57166] AH01102: error reading status line from remote server 10.0.3.21:8080
[Sat Nov 28 09:00:03.181130 2026] [mpm_event:error] [pid 672:tid 672] AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting
[Sat Nov 28 09:00:04.181130 2026] [mpm_event:error] [pid 672:tid 672] AH10159: server is within MinSpareThreads of MaxRequestWorkers, consider raising the MaxRequestWorkers setting
[Sat Nov 28 09:00:05.181130 2026] [core:notice] [pid 672] AH00052: child pid 700 exit signal Segmentation fault (11)
[Sat Nov 28 09:00:06.181130 2026] [core:error] [pid 672] [client 198.51.100.7:57166] AH00037: Symbolic link not allowed: /srv/proxy
[Sat Nov 28 09:00:07 2026] [error] (111)Connection refused: proxy: HTTP: attempt to connect to 10.0.3.21:8080 (10.0.3.21) failed
[Sat Nov 28 09:00:07 2026] [error] ap_proxy_connect_backend disabling worker for (10.0.3.21)
[Sat Nov 28 09:00:08 2026] [error] server reached MaxClients setting, consider raising the MaxClients setting
"""


@each_shell
def test_failures_of_upstreams_in_the_error_log_of_apache(shell: str, tmp_path: Path) -> None:
    found = counted(shell, "apache-logs", tmp_path, APACHE)
    assert {key: found[key] for key in ("errors", "upstream", "worst", "limits", "severe", "first")} == {
        "errors": "11",
        "upstream": "3",
        "worst": "10.0.3.21:8080",
        "limits": "2",
        "severe": "1",
        "first": "2026/11/28 08:59:59",
    }


def in_time(day: str, message: str, times: int = 1) -> str:
    return f"{day} 12:00:00 [crit] 7#7: {message}\n" * times


@each_shell
def test_a_log_that_was_turned_over_is_read_on_into_what_it_was_before(shell: str, tmp_path: Path) -> None:
    day = {ago: time.strftime("%Y/%m/%d", time.localtime(time.time() - ago * 86400)) for ago in (0, 1, 2, 9)}
    logs = tmp_path / "proc/812/root/var/log"
    logs.mkdir(parents=True)
    (tmp_path / "proc/812/fd").mkdir()
    (tmp_path / "proc/812/fd/4").symlink_to(logs / "error.log")
    target = f"{tmp_path}/proc/812/root"

    def read() -> dict[str, str]:
        text = script_source("logs.sh").replace("/proc/", f"{tmp_path}/proc/").replace("l-w", "lrw")
        # The link of a real process leads to where the process sees the file.
        before = f"{RUNS}{text}\nls() {{ command ls \"$@\" | sed 's#-> {target}#-> #'; }}\n"
        lines = said(shell, "nginx-logs", tmp_path, before=before)
        return dict(line.partition("=")[::2] for line in lines)

    def verdict(found: dict[str, str]) -> object:
        text = (
            "state=running\n"
            + "".join(f"{key}={value}\n" for key, value in found.items() if key != "end")
            + "end\n"
        )
        return next(row["severe"] for row in web_logs(text) if row["kind"] == "error")

    # Begun today, and nothing before it.
    (logs / "error.log").write_text("")
    assert (read().get("unread"), read()["severe"]) == (None, "0")
    # What was before is read, too; an older one is none of this day.
    (logs / "error.log.1").write_text(in_time(day[2], "old") + in_time(day[0], "worse"))
    (logs / "error.log.2.gz").write_bytes(b"")
    os.utime(logs / "error.log.2.gz", (0, 0))
    assert (read().get("unread"), read()["severe"]) == (None, "1")
    assert verdict(read()) == 1
    # Of this day a part is packed: nothing that was found is not nothing.
    (logs / "error.log.1").unlink()
    (logs / "error.log-20261128.gz").write_bytes(b"")
    assert (read()["unread"], read()["severe"]) == ("yes", "0")
    assert isinstance(verdict(read()), Unreadable)
    # What begins before the day has all of it, whatever is packed.
    (logs / "error.log").write_text(in_time(day[2], "old"))
    assert verdict(read()) == 0
    # More than is read in a day.
    (logs / "error.log-20261128.gz").unlink()
    (logs / "error.log").write_text(f"{day[0]} 00:00:00 [notice] 7#7: {'-' * 980}\n" * 1100)
    assert int(read()["bytes"]) > 1024 * 1024 - 1024
    assert isinstance(verdict(read()), Unreadable)


# --- JVM --------------------------------------------------------------------------------------------------


def counters(order: str, entries: dict[str, int | str]) -> bytes:
    """The file of a HotSpot JVM with these counters: numbers and texts, in the byte order of `struct`."""
    found = b""
    for name, value in entries.items():
        text = name.encode() + b"\0"
        begin = 20 + len(text) + -len(text) % 8
        data = struct.pack(f"{order}q", value) if isinstance(value, int) else value.encode() + b"\0"
        size = begin + len(data) + -len(data) % 4
        kind = b"J" if isinstance(value, int) else b"B"
        head = (
            struct.pack(f"{order}iii", size, 20, len(data))
            + kind
            + b"\1\1\1"
            + struct.pack(f"{order}i", begin)
        )
        found += (head + text).ljust(begin, b"\0") + data.ljust(size - begin, b"\0")
    begins = bytes([0xCA, 0xFE, 0xC0, 0xC0, order == "<", 2, 0, 1])
    head = begins + struct.pack(f"{order}iiqii", 32 + len(found), 0, 0, 32, len(entries))
    return (head + found).ljust(4096, b"\0")


COUNTERS: dict[str, int | str] = {
    "java.threads.live": 2**33 + 7,
    "java.rt.vmArgs": "-Dpassword=secret",
    "java.property.java.version": "17.0.15\nstate=down",
    "sun.gc.generation.0.space.0.used": 4711,
}


@each_shell
@pytest.mark.parametrize("order", ["<", ">"])
def test_counters_of_a_jvm_without_what_is_secret(shell: str, order: str, tmp_path: Path) -> None:
    write(tmp_path, {"proc/812/status": "Name:\tjava\nNSpid:\t812\t1\n"})
    folder = tmp_path / "proc/812/root/tmp/hsperfdata_tomcat"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(counters(order, COUNTERS))
    assert said(shell, "java-counters", tmp_path, "/proc", before=RUNS) == [
        "state=running",
        "counters=read",
        f"java.threads.live={2**33 + 7}",
        "java.property.java.version=17.0.15?state=down",
        "sun.gc.generation.0.space.0.used=4711",
        "end=end",
    ]


DUMP = """812:
2026-11-29 01:00:00
Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

"main" #1 prio=5 os_prio=0 cpu=1.1ms tid=0x1 nid=0x2 runnable  [0x3]
   java.lang.Thread.State: RUNNABLE

"order-1" #12 prio=5 tid=0x1 nid=0x2 waiting for monitor entry  [0x3]
   java.lang.Thread.State: BLOCKED (on object monitor)
\tat Shop.order(Shop.java:4)

"stock-1" #13 prio=5 tid=0x1 nid=0x2 waiting for monitor entry  [0x3]
   java.lang.Thread.State: BLOCKED (on object monitor)

"G1 Conc#0" os_prio=0 cpu=0.03ms tid=0x1 nid=0x2 runnable

JNI global refs: 12, weak refs: 0

"""
LOCKED = """
Found one Java-level deadlock:
=============================
"order-1":
  waiting to lock monitor 0x1 (object 0x2, a java.lang.Object),
  which is held by "stock-1"

"stock-1":
  waiting to lock monitor 0x3 (object 0x4, a java.lang.Object),
  which is held by "order-1"

Java stack information for the threads listed above:
===================================================
"order-1":
\tat Shop.order(Shop.java:4)
"stock-1":
\tat Shop.stock(Shop.java:5)

Found 1 deadlock.
"""


def asked(
    shell: str, tmp_path: Path, answer: str, signals: str = "2000000101005ccd", uid: int | None = None
) -> list[str]:
    """What the probe says of a JVM whose jcmd answers so."""
    owner = tmp_path.stat().st_uid if uid is None else uid
    write(
        tmp_path,
        {
            "proc/812/status": f"Name:\tjava\nUid:\t{owner}\t{owner}\nSigCgt:\t{signals}\n",
            "jdk/bin/java": "",
            "jdk/bin/jcmd": f"#!/bin/sh\n[ \"$4 $5\" = '812 Thread.print' ] && cat '{tmp_path}/answer'\n",
            "answer": answer,
        },
    )
    (tmp_path / "jdk/bin/jcmd").chmod(0o755)
    (tmp_path / "proc/812/exe").symlink_to(tmp_path / "jdk/bin/java")
    return said(shell, "java-threads", tmp_path, "/proc", before=RUNS + "trap 'exit 0' EXIT\nexec 2>&1\n")


@each_shell
def test_threads_of_a_jvm(shell: str, tmp_path: Path) -> None:
    well = asked(shell, tmp_path, DUMP)
    assert well == ["threads=4", "blocked=2", "deadlocks=0", "names="]


@each_shell
def test_threads_in_a_deadlock(shell: str, tmp_path: Path) -> None:
    found = asked(shell, tmp_path, DUMP + LOCKED)
    assert found == ["threads=4", "blocked=2", "deadlocks=1", "names=order-1, stock-1"]


@pytest.mark.parametrize(
    ("answer", "signals", "uid", "reason"),
    [
        (
            "812:\njava.io.IOException: no\n",
            "2000000101005ccd",
            None,
            "unread=812: / java.io.IOException: no",
        ),
        (DUMP.partition("JNI")[0], "2000000101005ccd", None, "unread=812: / 2026-11-29 01:00:00"),
        (
            DUMP,
            "2000000101005cc8",
            None,
            "the JVM does not take the signal QUIT (-Xrs): asking it would end it",
        ),
        (
            DUMP,
            "2000000101005ccd",
            4711,
            "it has to run as the account of the JVM: record it (login: system_account)",
        ),
    ],
)
def test_of_a_jvm_that_may_not_be_asked_nothing_is_said(
    answer: str, signals: str, uid: int | None, reason: str, tmp_path: Path
) -> None:
    assert asked("dash", tmp_path, answer, signals, uid) == [reason]


# --- finding programs ------------------------------------------------------------------------------------

PRELUDE = (ROOT / "fieldops/inspection/script/kafka.sh").read_text("utf-8")


@pytest.mark.parametrize(
    ("owner", "found"), [(None, "bin/kafka-topics.sh"), (4711, "kafka-topics.sh: not found")]
)
def test_a_program_beside_a_broker_is_run_only_as_its_account(
    owner: int | None, found: str, tmp_path: Path
) -> None:
    uid = os.getuid() if owner is None else owner
    words = [
        "java",
        "-cp",
        f"{tmp_path}/kafka/bin/../libs/kafka.jar:{tmp_path}/kafka/bin/../libs/zk.jar",
        "kafka.Kafka",
    ]
    write(
        tmp_path,
        {
            "proc/812/status": f"Name:\tjava\nUid:\t{uid}\t{uid}\n",
            "proc/812/cmdline": "\0".join(words) + "\0",
            "kafka/bin/kafka-topics.sh": "#!/bin/sh\n",
        },
    )
    (tmp_path / "kafka/bin/kafka-topics.sh").chmod(0o755)
    text = PRELUDE.replace("/proc", f"{tmp_path}/proc") + "kafka_tool 812 kafka-topics.sh kafka-topics 2>&1\n"
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith(found)


@pytest.mark.parametrize(
    ("probe", "denied"),
    [
        ("java-threads", "jcmd"),
        ("kafka-lag", "kafka-consumer-groups.sh"),
        ("kafka-partitions", "kafka-topics.sh"),
        ("rabbitmq-queues", "rabbitmqctl"),
        ("zookeeper-status", "nc"),
        ("nginx-status", "curl"),
        ("apache-certificate", "openssl"),
    ],
)
def test_what_a_customer_denies_is_not_run(probe: str, denied: str) -> None:
    found = probe_of(shipped().need("Probe", probe))
    assert denied_by(found, (denied,)) == denied


# --- RabbitMQ ---------------------------------------------------------------------------------------------


@each_shell
@pytest.mark.parametrize(
    ("listens", "told"),
    [("1111", ""), ("48F2", "ERL_EPMD_PORT=18674\0RABBITMQ_NODENAME=shop@localhost\0"), ("1112", "")],
)
def test_rabbitmqctl_is_started_only_beside_the_port_mapper_of_its_node(
    shell: str, listens: str, told: str, tmp_path: Path
) -> None:
    uid = os.getuid()
    sockets = f"  sl  local_address rem_address   st\n   0: 0100007F:{listens} 00000000:0000 0A 0 0 0 0 0 7\n"
    write(
        tmp_path,
        {
            "proc/812/status": f"Name:\tbeam.smp\nUid:\t{uid}\t{uid}\n",
            "proc/812/environ": f"HOME=/x\0{told}",
            "proc/net/tcp": sockets,
            "proc/net/tcp6": "",
        },
    )
    script = (
        (ROOT / "fieldops/inspection/script/rabbitmq.sh")
        .read_text("utf-8")
        .replace("/proc", f"{tmp_path}/proc")
    )
    script += 'rabbitmq_may_ask 812 2>&1 && echo "asks $RABBITMQ_NODENAME"\n'
    program, *words = shell.split()
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(
        [require(program), *words, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    if listens == "1112":
        assert done.stdout == "no port mapper of Erlang listens at 4369: asking would start one\n"
    else:
        assert done.stdout == ("asks shop@localhost\n" if told else "asks \n")


# --- processes --------------------------------------------------------------------------------------------


def look(shell: str, tmp_path: Path, port: str, *words: str) -> str:
    """What is said of the process of an instance, where two JVMs (12, whose child is 13, and 21) listen at 8080 and 8090."""
    for pid, parent, socket in ((12, 1, 7), (13, 12, 7), (21, 1, 9)):
        write(tmp_path, {f"proc/{pid}/stat": f"{pid} (java) S {parent} 0 0\n"})
        folder = tmp_path / f"proc/{pid}/fd"
        folder.mkdir()
        (folder / "5").symlink_to(f"socket:[{socket}]")
    write(tmp_path, {"proc/1/stat": "1 (init) S 0 0 0\n", "proc/33/stat": "33 (java) Z 1 0 0\n"})
    rows = "".join(
        f"   0: 0100007F:{number:04X} 00000000:0000 {state} 0 0 0 0 0 {socket}\n"
        for number, state, socket in ((8080, "0A", 7), (8090, "0A", 9), (80, "0A", 4), (9092, "01", 9))
    )
    write(tmp_path, {"proc/net/tcp": rows, "proc/net/tcp6": ""})
    script = (
        (ROOT / "fieldops/inspection/script/process.sh")
        .read_text("utf-8")
        .replace("/proc", f"{tmp_path}/proc")
    )
    program, *options = shell.split()
    command = [require(program), *options, "-c", f'{script}instance_process "$@" 2>&1', "sh", *words]
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "instance_port": port}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False).stdout.strip()


@each_shell
@pytest.mark.parametrize(
    ("port", "words", "wanted"),
    [
        ("8080", ["java"], "12"),
        ("8090", ["nginx", "java"], "21"),
        ("8091", ["java"], "down"),
        ("9092", ["9090", "java"], "down"),
        ("80", ["java"], "another process listens at port 80"),
        ("", ["nginx"], "down"),
        ("", ["8090", "java"], "21"),
        ("", ["2181", "beam.smp"], "down"),
    ],
)
def test_the_process_of_an_instance(
    shell: str, port: str, words: list[str], wanted: str, tmp_path: Path
) -> None:
    assert look(shell, tmp_path, port, *words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["java"], "several are running (processes 12 21): record the port"),
        (["2181", "java"], "nothing listens at 2181, the usual port, but processes of that name run"),
    ],
)
def test_of_several_processes_none_is_taken_for_the_instance(
    words: list[str], wanted: str, tmp_path: Path
) -> None:
    assert look("dash", tmp_path, "", *words).startswith(wanted)
