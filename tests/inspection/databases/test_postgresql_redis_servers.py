"""A real PostgreSQL and a real Redis, healthy and provoked: the verdicts of the playbooks follow, and go back. PostgreSQL is
looked at by an account that has just the rights that docs/databases.md has an administrator grant.
"""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from database_servers import Server, as_account, looked, postgresql, redis, since, words

from fieldops.contracts.model import Instance, InstanceLogin
from fieldops.inspection.checks import CheckResult
from fieldops.structs import replaced

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("postgresql-redis")]

SECRET = "correct horse"


def said(results: dict[str, CheckResult], *names: str) -> dict[str, str]:
    return {name: str(results[name].verdict) for name in names}


def as_inspector(server: Server, check: str) -> str:
    """The verdict of a check for the account of the guide, which comes with a password."""
    return str(looked(inspector(server), SECRET)[check].verdict)


def inspector(server: Server) -> Instance:
    return Instance("erp", "postgresql", port=server.port, login=InstanceLogin("password", "fieldops"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # A short limit for freezing: to come near it takes few transactions.
    options = (
        "max_connections=12",
        "max_prepared_transactions=2",
        "wal_level=replica",
        "autovacuum_naptime=1h",
    )
    with postgresql(*options) as found:
        found.sql(f"CREATE ROLE fieldops LOGIN PASSWORD '{SECRET}'")
        found.sql("GRANT pg_monitor TO fieldops")
        yield found


@contextmanager
def session(server: Server, text: str) -> Iterator[None]:
    """Somebody who is connected, and has said so much."""
    words = [each for each in server.superuser if each != "-c"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(f"{text};\n\\echo there\n")
        client.stdin.flush()
        while client.stdout.readline() not in ("there\n", ""):
            pass
        try:
            yield
        finally:
            client.stdin.close()


@contextmanager
def connected(server: Server, count: int) -> Iterator[None]:
    if count:
        with session(server, "SELECT 1"), connected(server, count - 1):
            yield
    else:
        yield


def test_a_new_postgresql_is_well_but_young(server: Server) -> None:
    results = looked(inspector(server), SECRET)
    bad = {name: str(each.verdict) for name, each in results.items() if str(each.verdict) in ("WARN", "CRIT")}
    assert bad == {"postgresql-uptime": "WARN"}
    # Nothing is unknown but what is compared with the last inspection.
    unknown = {name for name, each in results.items() if str(each.verdict) == "UNKNOWN"}
    assert unknown == {"postgresql-release", "postgresql-role"}


def test_connections_fill_up_and_become_free(server: Server) -> None:
    with connected(server, 8):
        assert as_inspector(server, "postgresql-connections") == "CRIT"
    time.sleep(0.5)
    assert as_inspector(server, "postgresql-connections") == "OK"


SECONDS = """[
  {check: postgresql-long-transactions, reason: short ones only, warn: '> 1s', crit: '> 3s'},
  {check: postgresql-idle-transactions, reason: short ones only, warn: '> 1s', crit: '> 3s'},
  {check: postgresql-lock-waits, reason: short ones only, warn: '> 1s', crit: '> 3s'}]"""


def test_a_transaction_that_idles_and_one_that_waits_for_it(server: Server) -> None:
    """Nobody waits for minutes here: a customer's playbook may say seconds."""
    names = ("postgresql-idle-transactions", "postgresql-long-transactions", "postgresql-lock-waits")

    def verdicts(override: str = SECONDS) -> dict[str, str]:
        return said(looked(inspector(server), SECRET, override), *names)

    server.sql("CREATE TABLE rows (id int PRIMARY KEY, value int); INSERT INTO rows VALUES (1, 1)")
    assert verdicts() == dict.fromkeys(names, "OK")
    with session(server, "BEGIN; UPDATE rows SET value = 2 WHERE id = 1"):
        waiting = subprocess.Popen(
            [*server.superuser, "UPDATE rows SET value = 3 WHERE id = 1"], stdout=subprocess.DEVNULL
        )
        time.sleep(2.5)
        assert set(verdicts().values()) <= {"WARN", "CRIT"}
        _until(lambda: verdicts() == dict.fromkeys(names, "CRIT"))
        assert verdicts("") == dict.fromkeys(names, "OK")
        assert "1 sessions wait" in words(looked(inspector(server), SECRET)["postgresql-lock-waits"])
    assert waiting.wait(60) == 0
    _until(lambda: verdicts() == dict.fromkeys(names, "OK"))


def test_a_prepared_transaction_is_found_until_it_ends(server: Server) -> None:
    server.sql("CREATE TABLE two (id int)")
    with session(server, "BEGIN; INSERT INTO two VALUES (1); PREPARE TRANSACTION 'left'"):
        pass
    time.sleep(2.5)
    assert as_inspector(server, "postgresql-prepared") == "WARN"
    server.sql("ROLLBACK PREPARED 'left'")
    assert as_inspector(server, "postgresql-prepared") == "OK"


def test_a_slot_that_nobody_uses_is_told_until_it_is_dropped(server: Server) -> None:
    server.sql("SELECT pg_create_physical_replication_slot('gone', true)")
    assert as_inspector(server, "postgresql-slots") == "WARN"
    server.sql("SELECT pg_drop_replication_slot('gone')")
    assert as_inspector(server, "postgresql-slots") == "NA"


def test_dead_rows_are_told_until_they_are_cleared_away(server: Server) -> None:
    server.sql("CREATE TABLE busy (id int) WITH (autovacuum_enabled = off)")
    server.sql("INSERT INTO busy SELECT generate_series(1, 20000)")
    server.sql("UPDATE busy SET id = id + 1; SELECT pg_stat_force_next_flush()")
    results = looked(inspector(server), SECRET)
    assert said(results, "postgresql-dead-rows", "postgresql-vacuum") == {
        "postgresql-dead-rows": "WARN",
        "postgresql-vacuum": "CRIT",
    }
    server.sql("VACUUM busy")
    results = looked(inspector(server), SECRET)
    assert set(said(results, "postgresql-dead-rows", "postgresql-vacuum").values()) == {"OK"}


def test_a_sequence_near_its_end_and_one_that_may_not_be_seen(server: Server) -> None:
    server.sql("CREATE SEQUENCE small AS smallint; SELECT setval('small', 32000)")
    assert as_inspector(server, "postgresql-sequences") == "UNKNOWN"
    server.sql("GRANT SELECT ON SEQUENCE small TO fieldops")
    assert as_inspector(server, "postgresql-sequences") == "CRIT"
    server.sql("DROP SEQUENCE small")
    assert as_inspector(server, "postgresql-sequences") == "OK"


def test_who_may_not_look_at_sessions_does_not_take_them_for_well(server: Server) -> None:
    server.sql("REVOKE pg_monitor FROM fieldops")
    try:
        with session(server, "SELECT 1"):
            names = ("postgresql-long-transactions", "postgresql-connections")
            assert set(said(looked(inspector(server), SECRET), *names).values()) == {"UNKNOWN"}
    finally:
        server.sql("GRANT pg_monitor TO fieldops")


def test_a_wrong_password_is_tried_once_and_told_in_the_servers_words(server: Server) -> None:
    before = server.said().count("password authentication failed")
    results = looked(inspector(server), "wrong")
    assert {str(each.verdict) for each in results.values()} == {"UNKNOWN"}
    assert server.said().count("password authentication failed") == before + 1


def test_a_standby_that_follows_and_one_whose_primary_is_gone() -> None:
    with postgresql("wal_level=replica") as primary:
        primary.sql(f"CREATE ROLE fieldops LOGIN PASSWORD '{SECRET}'; GRANT pg_monitor TO fieldops")
        primary.sql("SELECT pg_create_physical_replication_slot('db_02', true)")
        with postgresql("primary_slot_name=db_02", standby_of=primary) as standby:
            names = ("postgresql-standbys", "postgresql-slots")
            _until(lambda: said(looked(inspector(primary), SECRET), *names) == dict.fromkeys(names, "OK"))
            following = looked(inspector(standby), SECRET)
            assert said(following, "postgresql-standbys", "postgresql-lag") == {
                "postgresql-standbys": "OK",
                "postgresql-lag": "OK",
            }
            standby.stop()
            _until(lambda: as_inspector(primary, "postgresql-slots") == "WARN")
            assert as_inspector(primary, "postgresql-standbys") == "NA"
            standby.start()
            _until(lambda: said(looked(inspector(primary), SECRET), *names) == dict.fromkeys(names, "OK"))
            # The standby sees that its primary has gone, and that it is back.
            primary.stop()
            gone = {"postgresql-standbys": "CRIT", "postgresql-lag": "UNKNOWN"}
            _until(lambda: said(looked(inspector(standby), SECRET), *gone) == gone)
            primary.start()
            _until(lambda: said(looked(inspector(standby), SECRET), *gone) == dict.fromkeys(gone, "OK"))


def test_transaction_numbers_that_run_out() -> None:
    def much_used(data: Path, program: Callable[[str], str]) -> None:
        # The server's own tool lets it begin at number 1,950,000,000; what has been committed before stands in files of its own.
        begin, per_file = 1_950_000_000, 32 * 8192 * 4
        place = data / "pg_xact" / f"{begin // per_file:04X}"
        make = f"head -c 262144 /dev/zero >{place}"
        subprocess.run([*as_account(), "sh", "-c", make], check=True, cwd="/")
        tool = [*as_account(), program("pg_resetwal"), "-x", str(begin), "-D", str(data)]
        subprocess.run(tool, check=True, capture_output=True, cwd="/")
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("autovacuum = off\n")

    def verdicts() -> dict[str, str]:
        return said(looked(inspector(server), SECRET), *names)

    names = ("postgresql-wraparound", "postgresql-freeze", "postgresql-autovacuum")
    with postgresql("autovacuum_freeze_max_age=2000000000", prepare=much_used) as server:
        server.sql(f"CREATE ROLE fieldops LOGIN PASSWORD '{SECRET}'; GRANT pg_monitor TO fieldops")
        assert verdicts() == dict.fromkeys(names, "CRIT")
        server.sql("ALTER SYSTEM SET autovacuum = on")
        server.sql("SELECT pg_reload_conf(); UPDATE pg_database SET datallowconn = true")
        for database in ("postgres", "template1", "template0"):
            at = server.superuser.index("-d") + 1
            subprocess.run(
                [*server.superuser[:at], database, *server.superuser[at + 1 :], "VACUUM (FREEZE)"], check=True
            )
        assert verdicts() == dict.fromkeys(names, "OK")


def _until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.5)


# --- Redis -----------------------------------------------------------------------------------------------------


def cache_of(server: Server) -> Instance:
    return Instance("cache", "redis", port=server.port)


def test_redis_at_its_limits_and_back() -> None:
    with redis("--maxmemory", "8mb", "--maxclients", "40") as server:
        assert said(looked(cache_of(server)), "redis-memory", "redis-clients", "redis-rejected") == {
            "redis-memory": "OK", "redis-clients": "OK", "redis-rejected": "OK",
        }  # fmt: skip
        fill = "for i = 1, 7000 do redis.call('set', i, string.rep('x', 900)) end"
        subprocess.run([*server.superuser, "EVAL", fill, "0"], check=True, capture_output=True)
        assert said(looked(cache_of(server)), "redis-memory") == {"redis-memory": "CRIT"}
        subprocess.run([*server.superuser, "FLUSHALL"], check=True, capture_output=True)
        assert said(looked(cache_of(server)), "redis-memory") == {"redis-memory": "OK"}


def test_redis_that_turns_clients_away_and_back() -> None:
    with redis("--maxclients", "10") as server, ExitStack() as clients:
        for _ in range(10):
            clients.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        _until(lambda: said(looked(cache_of(server)), "redis-clients")["redis-clients"] == "UNKNOWN")
        full = looked(cache_of(server))["redis-clients"]
        assert "max number of clients reached" in words(full)
        for _ in range(6):
            with socket.create_connection(("127.0.0.1", server.port)) as one:
                assert b"max number of clients" in one.recv(100)
        clients.close()
        _until(lambda: said(looked(cache_of(server)), "redis-clients")["redis-clients"] == "OK")
        before = looked(cache_of(server))["redis-rejected"]
        assert before.verdict == "WARN"
        # At the next inspection nobody was turned away any more.
        later = looked(cache_of(server))["redis-rejected"]
        assert since("redis", before, later, timedelta(days=1)).verdict == "OK"
        # What counts since the start begins anew with it.
        server.stop()
        server.start()
        assert said(looked(cache_of(server)), "redis-rejected") == {"redis-rejected": "OK"}


def test_a_snapshot_that_fails_is_told_until_one_ends_well() -> None:
    with redis() as server:
        call = [*server.superuser]
        subprocess.run([*call, "CONFIG", "SET", "dbfilename", "dump.rdb"], check=True, capture_output=True)
        (server.folder / "dump.rdb").mkdir()
        subprocess.run([*call, "BGSAVE"], check=True, capture_output=True)
        time.sleep(1)
        assert said(looked(cache_of(server)), "redis-rdb") == {"redis-rdb": "CRIT"}
        (server.folder / "dump.rdb").rmdir()
        subprocess.run([*call, "BGSAVE"], check=True, capture_output=True)
        time.sleep(1)
        assert said(looked(cache_of(server)), "redis-rdb") == {"redis-rdb": "OK"}


def test_a_replica_whose_master_is_gone_says_so() -> None:
    with redis() as master, redis("--replicaof", "127.0.0.1", str(master.port)) as replica:
        ends = time.monotonic() + 60
        while said(looked(cache_of(replica)), "redis-master-link")["redis-master-link"] != "OK":
            assert time.monotonic() < ends
            time.sleep(0.5)
        assert said(looked(cache_of(master)), "redis-replicas", "redis-master-link") == {
            "redis-replicas": "OK",
            "redis-master-link": "NA",
        }
        master.stop()
        time.sleep(1)
        assert said(looked(cache_of(replica)), "redis-master-link") == {"redis-master-link": "CRIT"}
        master.start()
        _until(lambda: looked(cache_of(replica))["redis-master-link"].verdict == "OK")


def test_redis_with_the_rights_of_the_guide() -> None:
    with redis() as server:
        rule = [
            "ACL",
            "SETUSER",
            "fieldops",
            "on",
            f">{SECRET}",
            "+ping",
            "+info",
            "+config|get",
            "+cluster|info",
        ]
        subprocess.run([*server.superuser, *rule], check=True, capture_output=True)
        instance = replaced(cache_of(server), login=InstanceLogin("password", "fieldops"))
        assert said(looked(instance, SECRET), "redis-clients", "redis-rdb") == {
            "redis-clients": "OK",
            "redis-rdb": "OK",
        }
        assert {str(each.verdict) for each in looked(instance, "wrong").values()} == {"UNKNOWN"}
