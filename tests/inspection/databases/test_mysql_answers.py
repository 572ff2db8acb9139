"""What MySQL and MariaDB answer, taken apart: words of all versions, numbers at their ends, and what nobody knows.

Whole answers stand in tests/data/probes/mysql-*; here is what varies inside of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from properties import workspace as shipped

from fieldops.documents.workspace import Workspace
from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict
from fieldops.inspection.compared import Earlier
from fieldops.inspection.comparing import compare
from fieldops.inspection.databases.mysql import (
    mysql_replication,
    mysql_status,
    mysql_tables,
    mysql_transactions,
)
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import make_plan
from fieldops.inspection.raw import RawRow, Unreadable
from fieldops.inspection.readings import Reading, read_output
from fieldops.messages import say
from fieldops.structs import replaced

STATUS = """\
Aborted_connects	0
Created_tmp_disk_tables	{disk}
Created_tmp_tables	{tables}
Innodb_buffer_pool_read_requests	{asked}
Innodb_buffer_pool_reads	{missed}
Max_used_connections	5
Open_files	5
Questions	5
Slow_queries	{slow}
Table_locks_immediate	5
Table_locks_waited	0
Threads_connected	5
Threads_running	1
max_connections	100
open_files_limit	1000
version	8.0.36
"""


def row(rows: list[RawRow | Unreadable]) -> RawRow:
    (found,) = rows
    assert not isinstance(found, Unreadable)
    return found


def status(clock: tuple[int, int, int] = (1000, 1000, 1000), uptime: int = 900, **counts: int) -> str:
    """The answer of a server that started at 100, and again at any other difference of clock and uptime."""
    first, second, third = clock
    values = {"disk": 0, "tables": 0, "asked": 0, "missed": 0, "slow": 0} | counts
    head = f"at\t{first}\nUptime\t{uptime}\nat\t{second}\nUptime\t{uptime}\nat\t{third}\n"
    return head + STATUS.format_map(values)


# --- since when it counts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "started"),
    [
        ((1000, 1000, 1000), "1970-01-01 00:01:40 UTC"),
        ((999, 1000, 1000), "1970-01-01 00:01:40 UTC"),  # a second ended before the first Uptime, or after
        ((1000, 1000, 1001), "1970-01-01 00:01:40 UTC"),
        ((999, 1000, 1001), None),  # slow as that it is not known to the second
    ],
)
def test_the_start_is_known_where_one_pair_of_clocks_says_the_same_second(
    clock: tuple[int, int, int], started: str | None
) -> None:
    assert row(mysql_status(status(clock)))["started"] == started


@cache
def library() -> Workspace:
    return shipped()


@cache
def judges() -> dict[str, Judge]:
    plan = make_plan((library().need("Playbook", "mysql"),), library())
    return {judge.check.id: judge for judge in plan.judges}


def reading(probe_id: str, answer: str) -> Reading:
    probe = probe_of(library().need("Probe", probe_id))
    return read_output(probe, RawOutput(probe.id, out=answer.encode(), exit_code=0, why="ok"))


def judged(check: str, answer: str) -> CheckResult:
    judge = judges()[check]
    return judge.judge(reading(judge.check.probe, answer))


def later(check: str, then: str, now: str) -> Item:
    """The row of a check an hour after an inspection that found something else."""
    before = judged(check, then)
    past = Earlier("r1", "2026-11-01 08:00", datetime(2026, 11, 1, 8, tzinfo=UTC), True, before.items, True)
    result = compare(judges()[check], judged(check, now), [past], datetime(2026, 11, 1, 9, tzinfo=UTC))
    (item,) = result.items
    return item


def said(item: Item, language: str = "en") -> str:
    assert item.reason is not None
    return say(item.reason.code, language, item.reason.values)


def test_a_share_of_few_is_not_judged_and_says_how_many_there_are() -> None:
    (item,) = judged("mysql-temporary-tables", status(tables=999, disk=998)).items
    assert item.verdict is Verdict.NA
    assert said(item) == "only 999 counted so far, fewer than 1,000: too few to judge a share"
    assert said(item, "zh-CN") == "目前总数仅 999，不足 1,000，占比不作判断"


def test_a_share_is_judged_by_what_came_since_the_last_inspection() -> None:
    item = later(
        "mysql-temporary-tables", status(tables=100_000, disk=100), status(tables=102_000, disk=1300)
    )
    assert item.verdict is Verdict.CRIT  # 60 % of 2000, though 1.3 % of all
    assert "since 2026-11-01 08:00: 1,200 of 2,000, 60%" in said(item)


def test_so_few_since_the_last_inspection_change_nothing_of_what_was_judged_over_all() -> None:
    item = later("mysql-temporary-tables", status(tables=100_000, disk=100), status(tables=100_010, disk=109))
    assert item.verdict is Verdict.OK
    assert "9 of them since 2026-11-01 08:00" in said(item)


def test_what_was_too_few_last_time_is_compared_with_all_the_same() -> None:
    item = later("mysql-temporary-tables", status(tables=500, disk=500), status(tables=3500, disk=500))
    assert "none since 2026-11-01 08:00" in said(item)


@pytest.mark.parametrize(("slow", "verdict"), [(360, "OK"), (361, "WARN"), (3601, "CRIT")])
def test_slow_queries_are_judged_by_how_many_came_in_an_hour(slow: int, verdict: str) -> None:
    assert later("mysql-slow-queries", status(slow=50), status(slow=50 + slow)).verdict == verdict


def test_slow_queries_of_another_start_are_not_compared() -> None:
    item = later("mysql-slow-queries", status(slow=50), status(uptime=10, slow=9000))
    assert (item.verdict, item.reason and item.reason.code) == ("UNKNOWN", "reading.rate-anew")


def test_a_start_that_is_not_known_to_the_second_is_compared_with_nothing() -> None:
    item = later("mysql-slow-queries", status(slow=50), status((999, 1000, 1001), slow=9000))
    assert (item.verdict, item.reason and item.reason.code) == ("UNKNOWN", "reading.rate-anew")


# --- replication ---------------------------------------------------------------------------------------


def replica(io: str, sql: str, lag: str = "0", more: str = "", value: str = "") -> str:
    names = f"Slave_IO_Running\tSlave_SQL_Running\tSeconds_Behind_Master{more}"
    return f"kind\tversion\nreplication\t5.7.44\n{names}\n{io}\t{sql}\t{lag}{value}\n"


@pytest.mark.parametrize(
    ("io", "sql", "state"),
    [
        ("Yes", "Yes", "running"),
        ("Connecting", "Yes", "connecting"),
        ("Preparing", "Yes", "connecting"),
        ("No", "Yes", "io-stopped"),
        ("Yes", "No", "sql-stopped"),
        ("Connecting", "No", "sql-stopped"),
        ("No", "No", "stopped"),
    ],
)
def test_replication_runs_only_where_both_threads_do(io: str, sql: str, state: str) -> None:
    assert row(mysql_replication(replica(io, sql)))["state"] == state


@pytest.mark.parametrize("word", ["", "yes?", "NULL"])
def test_a_thread_of_another_word_is_unknown(word: str) -> None:
    assert isinstance(row(mysql_replication(replica(word, "Yes")))["state"], Unreadable)


def test_no_lag_is_not_a_lag_of_nothing() -> None:
    lag = row(mysql_replication(replica("No", "Yes", "NULL")))["lag"]
    assert isinstance(lag, Unreadable)
    assert lag.code == "reading.mysql-lag-null"


@pytest.mark.parametrize(
    ("delay", "lag"), [("0", 3605), ("3600", 5), ("9000", 0), ("NULL", 3605), ("", 3605)]
)
def test_a_delay_that_was_set_is_no_lag(delay: str, lag: int) -> None:
    assert row(mysql_replication(replica("Yes", "Yes", "3605", "\tSQL_Delay", f"\t{delay}")))["lag"] == lag


def test_an_error_of_several_lines_is_one_line() -> None:
    answer = replica("Yes", "No", "NULL", "\tLast_SQL_Error", "\tfirst\\nsecond\\tthird \\\\ n")
    assert row(mysql_replication(answer))["error"] == "first second third \\ n"


# --- tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "following", "used"),
    [
        ("tinyint(4)", 128, "100.0"),
        ("tinyint(3) unsigned", 128, "49.8"),
        ("smallint", 32767, "100.0"),
        ("mediumint unsigned", 1, "0.0"),
        ("int(11)", 2147483647, "100.0"),
        ("int(10) unsigned", 2147483647, "50.0"),
        ("int unsigned zerofill", 4294967295, "100.0"),
        ("bigint", 9223372036854775807, "100.0"),
        ("bigint(20) unsigned", 9223372036854775808, "50.0"),
        ("double", 4503599627370497, "50.0"),
        ("float unsigned", 8388609, "50.0"),
    ],
)
def test_an_increment_is_held_against_what_its_type_can_hold(type: str, following: int, used: str) -> None:
    answer = f"tables\t1\t0\t1\t1\nincrement\ta\tb\tc\t{type}\t{following}\n"
    assert row(mysql_tables(answer))["used"] == used


@pytest.mark.parametrize("type", ["uuid", "decimal(10,0)"])
def test_an_increment_of_another_type_is_unknown(type: str) -> None:
    found = row(mysql_tables(f"tables\t1\t0\t1\t1\nincrement\ta\tb\tc\t{type}\t7\n"))
    assert isinstance(found["used"], Unreadable)


# --- what a version does not know ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "verdict"), [("5.5.62-log", "NA"), ("5.5.68-MariaDB", "NA"), ("8.0.36", "UNKNOWN")]
)
def test_a_count_that_the_version_lacks_is_not_applicable_and_one_turned_off_is_unknown(
    version: str, verdict: str
) -> None:
    answer = f"history\tNULL\t{version}\nall\t0\t0\n"
    (item,) = judged("mysql-history-list", answer).items
    assert item.verdict == verdict
    found = judges()["mysql-history-list"]
    strict = replaced(found, check=replaced(found.check, absent="unknown"))
    assert strict.judge(reading("mysql-transactions", answer)).verdict is Verdict.UNKNOWN


def test_without_transactions_nothing_is_old() -> None:
    found = row(mysql_transactions("history\t0\t8.0.36\nall\t0\t0\n"))
    assert (found["oldest"], found["biggest"], found["oldest_thread"]) == ("0", "0", "-")
