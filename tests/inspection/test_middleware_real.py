"""Real Nginx, Apache, JVM, ZooKeeper and RabbitMQ: well, provoked, and well again; the verdicts follow."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from middleware import Place, place, program, until

sys.path.insert(0, str(Path(__file__).parents[1] / "transport"))
from ports import await_server, free_port

from fieldops.contracts.model import Instance

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("accounts")]
TRIES = 400


@pytest.fixture
def where() -> Iterator[Place]:
    with place() as found:
        yield found


def ask(port: int, path: str, times: int = 1) -> bool:
    """Requests, whatever the answer; False."""
    for _ in range(times):
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).close()
    return False


def some(verdicts: dict[str, str], **wanted: str) -> None:
    """Fails unless these checks (written with _) have these verdicts."""
    names = {name.replace("_", "-").removeprefix("x-"): verdict for name, verdict in wanted.items()}
    assert {name: verdicts[name] for name in names} == names


# --- Nginx ------------------------------------------------------------------------------------------------


def long_ago(where: Place) -> None:
    """What the logs were called before is of days ago: what it tells is none of the last day."""
    for name in ("access.log.1", "error.log.1"):
        os.utime(where.folder / "logs" / name, (0, 0))


STATUS = "location /nginx_status { stub_status; access_log off; }"


def nginx_conf(where: Place, port: int, more: str, log: str = "access.log") -> str:
    temporary = " ".join(
        f"{name}_temp_path {where.folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
daemon off; pid {where.folder}/nginx.pid; error_log {where.folder}/logs/error.log;
events {{ worker_connections 64; }}
http {{ {temporary}
  log_format odd '$remote_addr did $request_method';
  access_log {where.folder}/logs/{log};
  server {{ listen 127.0.0.1:{port}; {more}
    location /app {{ proxy_pass http://127.0.0.1:{free_port()}; }}
    location / {{ return 200 "well"; }} }} }}
"""


@pytest.mark.parametrize("shell", ["dash", "busybox sh"])
def test_nginx(where: Place, shell: str) -> None:
    port = free_port()
    where.write("logs/error.log", "")
    file = where.write("nginx.conf", nginx_conf(where, port, STATUS))
    words = (
        program("nginx"),
        "-p",
        str(where.folder),
        "-c",
        str(file),
        "-e",
        f"{where.folder}/logs/error.log",
    )
    server = where.start(*words)
    await_server(port, TRIES)
    web = Instance("web", "nginx", port=port, url=f"http://127.0.0.1:{port}/nginx_status")

    ask(port, "/", 20)
    some(
        where.verdicts("nginx", web, shell),
        nginx_up="OK",
        nginx_dropped="OK",
        nginx_5xx="NA",
        nginx_upstream="OK",
    )
    ask(port, "/", 100)
    some(
        where.verdicts("nginx", web, shell),
        nginx_5xx="OK",
        nginx_4xx="OK",
        nginx_certificate="NA",
        nginx_severe="OK",
    )

    assert where.changes("nginx", web) == []

    # What is behind it is gone; its logs are turned over; it is well again when that is a day ago.
    ask(port, "/app/x", 10)
    some(where.verdicts("nginx", web, shell), nginx_5xx="CRIT", nginx_4xx="OK", nginx_upstream="WARN")
    for name in ("access.log", "error.log"):
        (where.folder / "logs" / name).rename(where.folder / "logs" / f"{name}.1")
    where.run(*words, "-s", "reopen")
    until((where.folder / "logs/access.log").exists)
    ask(port, "/", 120)
    some(where.verdicts("nginx", web, shell), nginx_5xx="OK", nginx_upstream="WARN")
    long_ago(where)
    some(where.verdicts("nginx", web, shell), nginx_5xx="OK", nginx_upstream="OK")

    # No status page, and a format of its own.
    where.write("nginx.conf", nginx_conf(where, port, "", "odd.log odd"))
    where.run(*words, "-s", "reload")
    odd = where.folder / "logs/odd.log"
    until(lambda: ask(port, "/") or (odd.exists() and odd.stat().st_size > 0))
    ask(port, "/", 20)
    some(where.verdicts("nginx", web, shell), nginx_up="OK", nginx_dropped="UNKNOWN", nginx_5xx="UNKNOWN")

    where.stop(server)
    some(where.verdicts("nginx", web, shell), nginx_up="CRIT", nginx_dropped="UNKNOWN", nginx_5xx="UNKNOWN")


@pytest.mark.parametrize(("days", "verdict"), [(2, "CRIT"), (10, "WARN"), (100, "OK")])
def test_the_certificate_that_a_server_shows(where: Place, days: int, verdict: str) -> None:
    port = free_port()
    where.write("logs/error.log", "")
    key, shown = f"{where.folder}/key.pem", f"{where.folder}/cert.pem"
    made = (
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=shop",
    )
    where.run(program("openssl"), *made, "-days", str(days), "-keyout", key, "-out", shown)
    text = nginx_conf(where, port, f"ssl_certificate {shown}; ssl_certificate_key {key}; {STATUS}")
    file = where.write("nginx.conf", text.replace(f":{port};", f":{port} ssl;", 1))
    where.start(
        program("nginx"), "-p", str(where.folder), "-c", str(file), "-e", f"{where.folder}/logs/error.log"
    )
    await_server(port, TRIES)
    web = Instance("web", "nginx", port=port, url=f"https://127.0.0.1:{port}/nginx_status")
    some(where.verdicts("nginx", web), nginx_certificate=verdict, nginx_dropped="OK")


# --- Apache -----------------------------------------------------------------------------------------------

MODULES = {
    "mpm_event": "mod_mpm_event",
    "authz_core": "mod_authz_core",
    "status": "mod_status",
    "proxy": "mod_proxy",
    "proxy_http": "mod_proxy_http",
}


def apache_conf(where: Place, port: int, more: str) -> str:
    folder = Path("/usr/lib/apache2/modules")
    modules = "\n".join(f"LoadModule {name}_module {folder}/{file}.so" for name, file in MODULES.items())
    return f"""
ServerRoot {where.folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {where.folder}/apache.pid
Mutex file:{where.folder}
{modules}
ErrorLog {where.folder}/logs/error.log
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
CustomLog {where.folder}/logs/access.log common
StartServers 1
ServerLimit 1
ThreadsPerChild 25
MaxRequestWorkers 25
MinSpareThreads 1
MaxSpareThreads 25
ProxyPass /app http://127.0.0.1:{free_port()}/
{more}
"""


def test_apache(where: Place) -> None:
    port = free_port()
    where.write("logs/error.log", "")
    status = "<Location /server-status>\nSetHandler server-status\n</Location>"
    file = where.write("apache.conf", apache_conf(where, port, status))
    words = (program("apache2", "httpd"), "-d", str(where.folder), "-f", str(file))
    server = where.start(*words, "-DFOREGROUND")
    await_server(port, TRIES)
    web = Instance("web", "apache", port=port, url=f"http://127.0.0.1:{port}/server-status")
    ask(port, "/server-status", 120)
    well = {
        "apache_up": "OK",
        "apache_workers": "OK",
        "apache_5xx": "OK",
        "apache_4xx": "OK",
        "apache_upstream": "OK",
    }
    some(
        where.verdicts("nginx", web), **well, apache_limits="OK", apache_severe="OK", apache_certificate="NA"
    )

    ask(port, "/app/x", 10)
    ask(port, "/nothing", 10)
    some(
        where.verdicts("nginx", web),
        apache_5xx="CRIT",
        apache_4xx="WARN",
        apache_upstream="WARN",
        apache_severe="OK",
    )

    # Logs are turned over by renaming them and starting anew with the same master.
    for name in ("access.log", "error.log"):
        (where.folder / "logs" / name).rename(where.folder / "logs" / f"{name}.1")
    where.run(*words, "-k", "graceful")
    until((where.folder / "logs/access.log").exists)
    ask(port, "/server-status", 120)
    long_ago(where)
    some(where.verdicts("nginx", web), **well)

    where.write("apache.conf", apache_conf(where, port, ""))
    where.run(*words, "-k", "graceful")
    until(lambda: where.verdicts("nginx", web)["apache-workers"] == "UNKNOWN")
    where.stop(server)
    some(where.verdicts("nginx", web), apache_up="CRIT", apache_workers="UNKNOWN", apache_5xx="UNKNOWN")


# --- JVM --------------------------------------------------------------------------------------------------

SHOP = """
public class Shop {
  static final Object orders = new Object(), stock = new Object();
  public static void main(String[] words) throws Exception {
    java.net.ServerSocket server = new java.net.ServerSocket(Integer.parseInt(words[0]));
    if (words[1].equals("deadlock")) {
      new Thread(() -> { synchronized (orders) { rest(300); synchronized (stock) { } } }, "order-1").start();
      new Thread(() -> { synchronized (stock) { rest(300); synchronized (orders) { } } }, "stock-1").start();
    }
    for (int at = 0; words[1].equals("blocked") && at < 60; at++)
      new Thread(() -> { synchronized (orders) { rest(600000); } }).start();
    byte[][] kept = new byte[words[1].equals("full") ? 52 : 0][];
    for (int at = 0; at < kept.length; at++) kept[at] = new byte[1 << 20];
    while (kept != null) server.accept().close();
  }
  static void rest(int milliseconds) { try { Thread.sleep(milliseconds); } catch (Exception e) { } }
}
"""


def test_jvm(where: Place) -> None:
    file = where.write("Shop.java", SHOP)
    where.run(program("javac"), "-d", str(where.folder), str(file))
    port = free_port()
    shop = Instance("shop", "java", port=port)
    small = ("-Xmx64m", "-XX:+UseSerialGC")

    def now(how: str, *options: str) -> dict[str, str]:
        server = where.start(
            program("java"), *small, *options, "-cp", str(where.folder), "Shop", str(port), how
        )
        await_server(port, TRIES)
        wanted = {
            "deadlock": ("java-deadlock", "CRIT"),
            "blocked": ("java-blocked", "WARN"),
            "full": ("java-heap", "WARN"),
        }
        found: dict[str, str] = {}

        def there() -> bool:
            found.update(where.verdicts("middleware", shop))
            return how not in wanted or found[wanted[how][0]] == wanted[how][1]

        until(there)
        assert server.poll() is None
        where.stop(server)
        return found

    well = {"java_up": "OK", "java_heap": "OK", "java_gc": "OK", "java_threads": "OK", "java_blocked": "OK"}
    some(now("well"), **well, java_deadlock="OK", java_version="INFO")
    some(now("deadlock"), **well, java_deadlock="CRIT")
    some(now("blocked"), java_blocked="WARN", java_deadlock="OK", java_heap="OK")
    some(now("full"), java_heap="WARN", java_deadlock="OK")
    # One that the signal would end is not asked, and lives on.
    some(now("deadlock-unseen", "-Xrs"), java_up="OK", java_deadlock="UNKNOWN", java_heap="OK")
    some(now("well", "-XX:-UsePerfData"), java_up="OK", java_heap="UNKNOWN", java_deadlock="OK")
    some(where.verdicts("middleware", shop), java_up="CRIT", java_heap="UNKNOWN", java_deadlock="UNKNOWN")


def test_zookeeper(where: Place) -> None:
    program("java")
    jar = Path("/usr/share/java/zookeeper.jar")
    if not jar.exists():
        program("zookeeper")
    port = free_port()
    keeper = Instance("keeper", "zookeeper", port=port)
    where.write("data/myid", "1\n")
    alone = f"tickTime=500\ndataDir={where.folder}/data\nclientPort={port}\nclientPortAddress=127.0.0.1\n"
    alone += "admin.enableServer=false\n"
    main = "org.apache.zookeeper.server.quorum.QuorumPeerMain"

    def now(settings: str, verdict: str) -> dict[str, str]:
        file = where.write("zoo.cfg", settings)
        words = ("-Xmx64m", "-XX:+UseSerialGC", "-cp", f"{jar}:/usr/share/java/*", main, str(file))
        server = where.start(program("java"), *words)
        await_server(port, TRIES)
        until(lambda: where.verdicts("middleware", keeper)["zookeeper-mode"] == verdict)
        found = where.verdicts("middleware", keeper)
        where.stop(server)
        return found

    three = "".join(f"server.{at}=127.0.0.1:{free_port()}:{free_port()}\n" for at in (1, 2, 3))
    some(now(alone, "OK"), zookeeper_up="OK", zookeeper_outstanding="OK", zookeeper_followers="NA")
    some(
        now(f"{alone}initLimit=5\nsyncLimit=2\n{three}", "CRIT"),
        zookeeper_up="OK",
        zookeeper_outstanding="UNKNOWN",
    )
    some(where.verdicts("middleware", keeper), zookeeper_up="CRIT", zookeeper_mode="UNKNOWN")


# --- RabbitMQ ---------------------------------------------------------------------------------------------

PUBLISH = """
Queue = rabbit_misc:r(<<"/">>, queue, <<"orders">>),
rabbit_amqqueue:declare(Queue, true, false, [], none, <<"test">>),
Exchange = rabbit_misc:r(<<"/">>, exchange, <<>>),
[rabbit_basic:publish(Exchange, <<"orders">>, [], <<"x">>) || _ <- lists:seq(1, 1200)], ok.
"""


def rabbit(where: Place, port: int) -> None:
    """What its programs read: all of it below our folder, on ports of ours."""
    where.write("rabbit/rabbitmq.conf", f"listeners.tcp.default = 127.0.0.1:{port}\n")
    where.write("rabbit/plugins", "[].\n")
    where.write("rabbit/env.conf", "")
    folder = f"{where.folder}/rabbit"
    # The node's own name and port mapper are found by its process.
    where.own = {
        "RABBITMQ_NODENAME": "fieldops-test@localhost",
        "ERL_EPMD_PORT": str(free_port()),
    }
    where.env |= {
        "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
        "RABBITMQ_LOG_BASE": f"{folder}/log",
        "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
        "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
        "RABBITMQ_CONF_ENV_FILE": f"{folder}/env.conf",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none",
    }
    # The package's own asks for its own account.
    where.write("bin/rabbitmqctl", '#!/bin/sh\nexec /usr/lib/rabbitmq/bin/rabbitmqctl "$@"\n', 0o755)


def test_rabbitmq(where: Place) -> None:
    server_program = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    if not server_program.exists():
        program("rabbitmq-server")
    port = free_port()
    rabbit(where, port)
    server = where.start(str(server_program))
    await_server(port, 2 * TRIES)
    broker = Instance("broker", "rabbitmq", port=port)
    well = {"rabbitmq_up": "OK", "rabbitmq_memory": "OK", "rabbitmq_alarms": "OK", "rabbitmq_nodes": "OK"}
    some(
        where.verdicts("middleware", broker),
        **well,
        rabbitmq_partitions="OK",
        rabbitmq_ready="NA",
        rabbitmq_files="OK",
    )

    assert where.changes("middleware", broker) == []

    where.run("rabbitmqctl", "eval", PUBLISH)
    where.run("rabbitmqctl", "set_vm_memory_high_watermark", "absolute", "20MB")
    until(lambda: where.verdicts("middleware", broker)["rabbitmq-alarms"] == "CRIT")
    some(
        where.verdicts("middleware", broker),
        rabbitmq_ready="WARN",
        rabbitmq_unacked="OK",
        rabbitmq_memory="WARN",
    )

    where.run("rabbitmqctl", "purge_queue", "orders")
    where.run("rabbitmqctl", "set_vm_memory_high_watermark", "0.4")
    until(lambda: where.verdicts("middleware", broker)["rabbitmq-alarms"] == "OK")
    some(where.verdicts("middleware", broker), **well, rabbitmq_ready="OK")

    # The broker is stopped in a node that lives on, and started again.
    where.run("rabbitmqctl", "stop_app")
    some(
        where.verdicts("middleware", broker),
        rabbitmq_up="CRIT",
        rabbitmq_memory="UNKNOWN",
        rabbitmq_ready="UNKNOWN",
    )
    where.run("rabbitmqctl", "start_app")
    some(where.verdicts("middleware", broker), **well)
    where.stop(server)
    some(where.verdicts("middleware", broker), rabbitmq_up="CRIT", rabbitmq_nodes="UNKNOWN")
