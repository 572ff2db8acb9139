"""A real MariaDB, healthy and provoked: the verdicts of the playbook follow, and go back. Looked at by an account that has
just the rights that docs/databases.md has an administrator grant.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from conftest import require
from database_servers import Server, as_account, looked, mariadb, plan_of, since, words

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.inspection.checks import CheckResult

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("mariadb")]

ROOT = Path(__file__).parents[3]
A_DAY = timedelta(days=1)
MOST = 12  # connections; one more is kept for administrators


def grants() -> list[str]:
    """What the guide has the administrator of a MariaDB run."""
    page = (ROOT / "docs" / "databases.md").read_text("utf-8")
    block = re.search(r"```sql\n(-- MariaDB\n.*?)```", page, re.DOTALL)
    assert block is not None
    return [line for line in block[1].splitlines() if line.strip() and not line.startswith("--")]


@cache
def me() -> str:
    """The account under which the script runs."""
    done = subprocess.run([*as_account(), require("id"), "-un"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def admit(server: Server) -> None:
    """The account of the guide, by the name of the one that these tests have on this machine."""
    # With the server's own account came an administrator of that name.
    server.sql(f"DROP USER IF EXISTS {me()}@localhost")
    # As mariadb-secure-installation does: a new server has accounts without a name.
    server.sql("DELETE FROM mysql.global_priv WHERE User = ''; FLUSH PRIVILEGES")
    for line in grants():
        server.sql(line.replace("fieldops@", f"{me()}@"))


def asked(server: Server, override: str = "") -> dict[str, CheckResult]:
    """What the playbook says of the server, or one that overrides it."""
    erp = Instance("erp", "mysql", socket=str(server.socket), login=InstanceLogin("peer"))
    return looked(erp, override=override)


def rows(result: CheckResult) -> dict[str | None, str]:
    """The verdicts by row."""
    return {item.item: str(item.verdict) for item in result.items}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Its own times are those of the system, whatever zone its sessions have.
    options = ("--log-bin=bin", "--server-id=1", "--default-time-zone=+05:30")
    with mariadb(*options, f"--max-connections={MOST}") as started:
        admit(started)
        yield started


@contextmanager
def session(server: Server, *statements: str) -> Iterator[None]:
    """A client that has run these statements, and stays."""
    text = "".join(f"{each};\n" for each in (*statements, "SELECT 'there'"))
    words = [*server.superuser[:-1], "--unbuffered"]
    client = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert client.stdin is not None
    assert client.stdout is not None
    try:
        client.stdin.write(text)
        client.stdin.flush()
        while "there" not in (line := client.stdout.readline()):
            assert line, "the session has ended"
        yield
    finally:
        client.kill()
        client.communicate()


def all_once(server: Server, check: str, verdict: str, override: str = "") -> dict[str, CheckResult]:
    """All results, once this one has that verdict: a server takes a moment to see that somebody has gone."""
    for _ in range(50):
        results = asked(server, override)
        if results[check].verdict == verdict:
            break
        time.sleep(0.2)
    assert (check, results[check].verdict) == (check, verdict), words(results[check])
    return results


def patiently(server: Server, check: str, verdict: str, override: str = "") -> CheckResult:
    """One result, once it has that verdict."""
    return all_once(server, check, verdict, override)[check]


def test_a_healthy_server_has_no_finding_but_its_short_life(server: Server) -> None:
    results = asked(server)
    waiting = {check.id for check in plan_of("mysql").playbook.checks if check.compared}
    found = {
        id: str(result.verdict) for id, result in results.items() if id not in waiting | {"mysql-uptime"}
    }
    assert set(found.values()) <= {"OK", "NA", "INFO"}, {id: words(results[id]) for id in found}
    assert results["mysql-uptime"].verdict == "WARN"
    assert all(words(results[id]).startswith("not enough data") for id in waiting)
    assert found["mysql-connections"] == "OK"
    assert found["mysql-history-list"] == "OK"
    assert words(results["mysql-replication-threads"]) == "not a replica"


def test_connections_that_are_all_taken(server: Server) -> None:
    assert asked(server)["mysql-connections"].verdict == "OK"
    with ExitStack() as sessions:
        for _ in range(MOST - 1):
            sessions.enter_context(session(server))
        # Whoever asked before may still be counted, and then there is no place for us.
        full = all_once(server, "mysql-connections", "CRIT")
        assert f"{MOST} of {MOST}" in words(full["mysql-connections"])
        assert full["mysql-connections-peak"].verdict == "WARN"
        # One more than all, that of administrators among them, is turned away.
        with session(server), session(server):
            assert subprocess.run([*server.superuser, "SELECT 1"], capture_output=True).returncode != 0
    patiently(server, "mysql-connections", "OK")
    later = asked(server)
    assert later["mysql-connections-peak"].verdict == "WARN"  # since the start
    refused = later["mysql-connections-refused"]
    assert refused.verdict == "WARN", words(refused)
    # At the next inspection nobody was turned away any more.
    assert since("mysql", refused, asked(server)["mysql-connections-refused"], A_DAY).verdict == "OK"


def test_a_transaction_that_nobody_ends(server: Server) -> None:
    server.sql("CREATE DATABASE tx; CREATE TABLE tx.t (a INT PRIMARY KEY)")
    rows_of = "INSERT INTO tx.t SELECT seq FROM seq_1_to_20000"
    with session(server, "USE tx", "START TRANSACTION", rows_of):
        open_ = asked(server)
        assert open_["mysql-big-transactions"].verdict == "WARN"
        (item,) = open_["mysql-big-transactions"].items
        assert item.value == 20000
        assert open_["mysql-long-transactions"].verdict == "OK"
        assert "1 open" in words(open_["mysql-long-transactions"])
    patiently(server, "mysql-big-transactions", "OK")
    server.sql("DROP DATABASE tx")


def test_a_transaction_that_is_open_too_long(server: Server) -> None:
    """Nobody waits for ten minutes here: a customer's playbook may say seconds."""
    seconds = "[{check: mysql-long-transactions, reason: short ones only, warn: '>= 1s', crit: '>= 4s'}]"
    server.sql("CREATE DATABASE slow; CREATE TABLE slow.t (a INT PRIMARY KEY)")
    assert asked(server, seconds)["mysql-long-transactions"].verdict == "OK"
    with session(server, "START TRANSACTION", "INSERT INTO slow.t VALUES (1)"):
        patiently(server, "mysql-long-transactions", "WARN", seconds)
        patiently(server, "mysql-long-transactions", "CRIT", seconds)
        assert asked(server)["mysql-long-transactions"].verdict == "OK"
    patiently(server, "mysql-long-transactions", "OK", seconds)
    server.sql("DROP DATABASE slow")


def test_tables_without_key_and_a_column_at_its_end(server: Server) -> None:
    assert asked(server)["mysql-primary-keys"].verdict == "OK"
    server.sql(
        "CREATE DATABASE shop; USE shop;"
        "CREATE TABLE nokey (a INT); CREATE TABLE nullable (a INT UNIQUE); CREATE TABLE notnull (a INT NOT NULL UNIQUE);"
        "CREATE TABLE small (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY); INSERT INTO small VALUES (200);"
        "CREATE TABLE big (id BIGINT AUTO_INCREMENT PRIMARY KEY); INSERT INTO big VALUES (200);"
        "CREATE VIEW v AS SELECT * FROM nokey"
    )
    results = asked(server)
    assert rows(results["mysql-primary-keys"]) == {"erp: shop.nokey": "WARN", "erp: shop.nullable": "WARN"}
    assert rows(results["mysql-auto-increment"]) == {"erp: shop.small.id": "WARN", "erp: shop.big.id": "OK"}
    server.sql("INSERT INTO shop.small VALUES (240)")
    assert rows(asked(server)["mysql-auto-increment"])["erp: shop.small.id"] == "CRIT"
    server.sql("DROP DATABASE shop")
    gone = asked(server)
    assert [gone[id].verdict for id in ("mysql-primary-keys", "mysql-auto-increment")] == ["OK", "OK"]
    assert words(gone["mysql-auto-increment"]) == "no column counts by itself"


def test_accounts_that_are_a_risk(server: Server) -> None:
    assert asked(server)["mysql-accounts"].verdict == "OK"
    server.sql(
        "CREATE USER boss@'%' IDENTIFIED BY 'x'; GRANT ALL ON *.* TO boss@'%';"
        "CREATE USER shut@'%' IDENTIFIED BY '' ACCOUNT LOCK; CREATE ROLE anybody; CREATE USER app@'%' IDENTIFIED BY 'x'"
    )
    assert rows(asked(server)["mysql-accounts"]) == {"erp: 'boss'@'%'": "WARN"}
    server.sql("CREATE USER bare@localhost")
    assert rows(asked(server)["mysql-accounts"])["erp: 'bare'@'localhost'"] == "CRIT"
    server.sql("DROP USER boss@'%', shut@'%', app@'%', bare@localhost; DROP ROLE anybody")
    assert asked(server)["mysql-accounts"].verdict == "OK"


def test_rights_that_are_taken_away_leave_nothing_that_looks_fine(server: Server) -> None:
    server.sql(f"REVOKE REFERENCES ON *.* FROM {me()}@localhost")
    poor = asked(server)
    assert poor["mysql-primary-keys"].verdict == "UNKNOWN"
    assert "sees a part of the tables" in words(poor["mysql-primary-keys"])
    server.sql(f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {me()}@localhost")
    poor = asked(server)
    for check in ("mysql-replication-threads", "mysql-long-transactions", "mysql-accounts"):
        assert poor[check].verdict == "UNKNOWN", check
        assert "denied" in words(poor[check])
    admit(server)
    assert asked(server)["mysql-primary-keys"].verdict == "OK"


def test_slow_queries_between_two_inspections(server: Server) -> None:
    def slow() -> CheckResult:
        return asked(server)["mysql-slow-queries"]

    def make(many: int) -> None:
        server.sql("SET SESSION long_query_time = 0;" + "SELECT 1;" * many)

    before = slow()
    assert words(before).startswith("not enough data")
    make(70)
    some = slow()
    ten = timedelta(minutes=10)
    assert since("mysql", before, some, ten).verdict == "WARN"  # some 420 in an hour
    make(700)
    assert since("mysql", some, slow(), ten).verdict == "CRIT"
    last = slow()
    assert since("mysql", last, slow(), ten).verdict == "OK"


# --- replication ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def replica() -> Iterator[Server]:
    with mariadb("--server-id=2") as started:
        admit(started)
        yield started


def test_replication_begun_broken_and_repaired(server: Server, replica: Server) -> None:
    def state(verdict: str) -> str:
        result = patiently(replica, "mysql-replication-threads", verdict)
        return " ".join(f"{item.value}: {words(result)}" for item in result.items if item.value) or words(
            result
        )

    assert state("NA") == "not a replica"
    server.sql(
        "CREATE USER follower@'127.0.0.1' IDENTIFIED BY 'f1'; GRANT REPLICATION SLAVE ON *.* TO follower@'127.0.0.1'"
    )
    place = server.sql("SHOW MASTER STATUS").splitlines()[1].split("\t")
    replica.sql(
        f"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={server.port}, MASTER_USER='follower', MASTER_PASSWORD='f1',"
        f" MASTER_USE_GTID=no, MASTER_LOG_FILE='{place[0]}', MASTER_LOG_POS={place[1]}, MASTER_CONNECT_RETRY=1"
    )
    assert state("CRIT").startswith("stopped: receiver No, applier No")
    replica.sql("START SLAVE")
    state("OK")
    patiently(replica, "mysql-replication-lag", "OK")
    server.sql("CREATE DATABASE rt; CREATE TABLE rt.t (a INT PRIMARY KEY)")
    for _ in range(100):
        if "rt" in replica.sql("SHOW DATABASES").split():
            break
        time.sleep(0.1)
    # A row that the replica wrote itself stops what the source sends.
    replica.sql("CREATE TABLE IF NOT EXISTS rt.t (a INT PRIMARY KEY); INSERT INTO rt.t VALUES (1)")
    server.sql("INSERT INTO rt.t VALUES (1)")
    broken = state("CRIT")
    assert broken.startswith("sql-stopped: receiver Yes, applier No")
    assert "Duplicate entry" in broken
    assert "NULL" in words(patiently(replica, "mysql-replication-lag", "UNKNOWN"))
    replica.sql("DELETE FROM rt.t; START SLAVE")
    state("OK")
    replica.sql("STOP SLAVE IO_THREAD")
    assert state("CRIT").startswith("io-stopped: receiver No, applier Yes")
    server.sql("SET SESSION sql_log_bin = 0; SET PASSWORD FOR follower@'127.0.0.1' = PASSWORD('f2')")
    replica.sql("START SLAVE IO_THREAD")
    assert state("CRIT").startswith("connecting: receiver Connecting, applier Yes")
    server.sql("SET SESSION sql_log_bin = 0; SET PASSWORD FOR follower@'127.0.0.1' = PASSWORD('f1')")
    state("OK")
    replica.sql("STOP SLAVE; RESET SLAVE ALL; DROP DATABASE rt")
    assert state("NA") == "not a replica"
    server.sql("DROP DATABASE rt; DROP USER follower@'127.0.0.1'")
