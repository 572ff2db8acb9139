"""What counts since boot says so, and is judged by what has come since an earlier run where there is one."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from properties import workspace as shipped

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.compared import Earlier
from fieldops.inspection.counters import compare
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.readings import Reason
from fieldops.messages import say
from fieldops.reports.wording import Wording
from fieldops.structs import replaced

BOOT, OTHER = "1e652ff2-5fec-42f4-bbe2-bea6b6f89627", "7d4e1c52-6f0b-4a35-9c77-0d4c7b6f1a10"
OF_BOOT = [
    "oom-kills",
    "storage-errors",
    "interface-errors",
    "interface-drops",
    "hardware-errors",
    "kernel-lockups",
]
HEAD = "Inter-|   Receive\n face |bytes\n"


@cache
def plan() -> Plan:
    library = shipped()
    return make_plan((library.need("Playbook", "linux-standard"),), library)


def result(check: str, output: str) -> CheckResult:
    judge = next(judge for judge in plan().judges if judge.check.id == check)
    outputs = {judge.check.probe: RawOutput(judge.check.probe, out=output.encode(), exit_code=0, why="ok")}
    return next(found for found in plan().judge(outputs) if found.id == check)


def earlier(then: CheckResult, settles: bool = True) -> Earlier:
    return Earlier("r1", "2026-08-25 09:30", datetime(2026, 8, 25, tzinfo=UTC), settles, then.items, True)


def compared(check: str, then: str, now: str, settles: bool = True) -> CheckResult:
    judge = next(judge for judge in plan().judges if judge.check.id == check)
    return compare(judge, result(check, now), earlier(result(check, then), settles))


def oom(kills: int, boot: str | None = BOOT) -> str:
    return f"oom_kill {kills}\nfrom counter\nsince {boot or ''}\n"


def net(packets: int, errors: int, drops: int = 0, boot: str = BOOT, more: str = "") -> str:
    return f"{HEAD}  eth0: 1 {packets} {errors} {drops} 0 0 0 0 1 0 0 0 0 0 0 0\nsince {boot}\n{more}"


def log(*lines: str, first: str = "<5>[    0.000000] Linux version 5.14") -> str:
    return "\n".join(["lines=900", f"since={BOOT} {first}", *lines, ""])


def said(found: CheckResult, language: str = "en") -> str:
    (item,) = found.items
    assert item.reason is not None
    return say(item.reason.code, language, item.reason.values)


def shown(found: CheckResult) -> str:
    (item,) = found.items
    return Wording("en", ZoneInfo("UTC")).judged(item.value, item.unit, item.reason)[0]


@pytest.mark.parametrize("id", OF_BOOT)
def test_what_counts_since_boot_says_so_in_its_title_or_by_its_standard(id: str) -> None:
    check = next(judge.check for judge in plan().judges if judge.check.id == id)
    assert check.counter is not None
    # A title that says "since boot" contradicts a row that could be compared with the last inspection.
    for language, words in (("zh-CN", "启动以来"), ("en", "since boot")):
        standard = check.standard.say(language) if check.standard is not None else ""
        assert words in check.title.say(language) + standard


def test_without_an_earlier_run_the_words_say_since_when_it_counts() -> None:
    found = result("oom-kills", oom(3))
    assert found.verdict is Verdict.WARN
    assert said(found) == "number: 3 (counted since the start)"
    assert said(found, "zh-CN") == "共 3 次（自启动以来累计）"


def test_what_has_not_grown_since_an_inspection_is_a_degree_less_grave_and_says_since_when() -> None:
    found = compared("oom-kills", oom(3), oom(3))
    assert found.verdict is Verdict.OK
    assert (
        said(found) == "number: 3 (counted since the start; none since 2026-08-25 09:30, so one level lower)"
    )
    assert "2026-08-25 09:30 检查后未增加，降一级判定" in said(found, "zh-CN")


def test_what_has_grown_is_judged_by_what_came_since() -> None:
    found = compared("oom-kills", oom(3), oom(5))
    assert found.verdict is Verdict.WARN
    assert "2 of them since 2026-08-25 09:30" in said(found)
    assert "其中 2 为 2026-08-25 09:30 检查后新增" in said(found, "zh-CN")


def test_a_run_of_the_same_day_is_told_but_makes_nothing_milder() -> None:
    found = compared("oom-kills", oom(3), oom(3), settles=False)
    assert found.verdict is Verdict.WARN
    assert "none since 2026-08-25 09:30)" in said(found)


@pytest.mark.parametrize("then", [oom(3, OTHER), oom(9), oom(1, OTHER)])
def test_a_boot_in_between_or_a_smaller_count_begins_anew(then: str) -> None:
    found = compared("oom-kills", then, oom(3))
    assert found.verdict is Verdict.WARN
    assert "counted anew since 2026-08-25 09:30" in said(found)
    assert "已重新计数" in said(found, "zh-CN")


@pytest.mark.parametrize(("then", "now"), [(None, BOOT), (BOOT, None), (None, None)])
def test_what_began_nobody_knows_when_is_not_compared(then: str | None, now: str | None) -> None:
    found = compared("oom-kills", oom(3, then), oom(3, now))
    assert (found.verdict, said(found)) == (Verdict.WARN, "number: 3 (counted since the start)")


def test_an_old_burst_of_errors_does_not_warn_for_ever() -> None:
    found = compared("interface-errors", net(1_000_000, 50_000), net(9_000_000, 50_080))
    assert found.verdict is Verdict.OK
    assert said(found).endswith("since 2026-08-25 09:30: 80 of 8,000,000, < 0.1%)")


def test_errors_of_today_are_not_hidden_by_years_without_any() -> None:
    then, now = net(10**12, 10), net(10**12 + 1000, 60)
    assert result("interface-errors", now).verdict is Verdict.OK
    found = compared("interface-errors", then, now)
    assert found.verdict is Verdict.WARN
    assert "新增 50，同期总数 1,000，占 5%" in said(found, "zh-CN")
    assert shown(found) == "5% since 2026-08-25"


def test_a_report_prints_the_figure_that_decided() -> None:
    """A row said 0.42% against "below 1%" and was a warning: what came since the last inspection was 5%."""
    assert shown(compared("oom-kills", oom(3), oom(5))) == "2 since 2026-08-25"
    old = compared("interface-errors", net(1_000_000, 50_000), net(9_000_000, 50_080))
    assert shown(old) == "< 0.1% since 2026-08-25"
    # Where all of it was judged, all of it is printed.
    assert shown(compared("oom-kills", oom(3), oom(5), settles=False)) == "5"
    assert shown(compared("oom-kills", oom(3), oom(3))) == "3"


def test_errors_without_a_packet_that_came_through_are_a_finding() -> None:
    assert compared("interface-errors", net(10**9, 10), net(10**9, 60)).verdict is Verdict.WARN


def test_a_share_within_a_short_time_is_told_and_not_judged() -> None:
    assert (
        compared("interface-errors", net(10**9, 1), net(10**9 + 10, 2), settles=False).verdict is Verdict.OK
    )


def test_a_change_of_roles_in_a_bond_begins_anew() -> None:
    now = net(10**6, 0, 130_000)
    found = compared("interface-drops", net(10**6, 0, 130_000, more="standby bond0 eth0\n"), now)
    assert found.verdict is Verdict.WARN
    assert "counted anew" in said(found)


LINE = "nvme nvme0: I/O 128 QID 2 timeout, aborting"


def test_errors_of_the_kernel_log_that_were_told_and_do_not_come_again_stay_a_warning() -> None:
    found = compared("storage-errors", log(f"3 {LINE}"), log(f"3 {LINE}"))
    assert found.verdict is Verdict.WARN
    again = compared("storage-errors", log(f"3 {LINE}"), log(f"4 {LINE}"))
    assert again.verdict is Verdict.CRIT
    assert "1 of them since" in said(again)


def test_a_log_that_has_lost_its_first_lines_is_not_compared() -> None:
    overwritten = log(f"3 {LINE}", first="<6>[81234.123456] usb 1-1: new device")
    found = compared("storage-errors", log(f"3 {LINE}"), overwritten)
    assert found.verdict is Verdict.CRIT
    assert "older lines lost" in said(found)


def test_what_was_not_there_yet_is_all_new() -> None:
    found = compared("storage-errors", log(), log(f"3 {LINE}"))
    assert found.verdict is Verdict.CRIT
    assert said(found).endswith("(all of it since 2026-08-25 09:30)")
    assert said(found, "zh-CN").endswith("（均为 2026-08-25 09:30 检查后新出现）")


def test_what_an_earlier_run_could_not_read_is_not_called_new() -> None:
    then = replaced(earlier(result("storage-errors", log())), whole=False)
    judge = next(judge for judge in plan().judges if judge.check.id == "storage-errors")
    found = compare(judge, result("storage-errors", log(f"3 {LINE}")), then)
    assert said(found).endswith("(counted since the start)")


def test_a_record_of_before_counts_were_kept_is_not_compared_with() -> None:
    then = result("oom-kills", oom(3))
    old = replaced(
        then,
        items=tuple(
            replaced(item, reason=Reason("reading.says", {"zh": "", "en": ""})) for item in then.items
        ),
    )
    judge = next(judge for judge in plan().judges if judge.check.id == "oom-kills")
    assert said(compare(judge, then, earlier(old))) == "number: 3 (counted since the start)"


def test_the_word_for_the_value_and_the_sentence_are_both_kept() -> None:
    (item,) = result("storage-errors", log(f"3 {LINE}")).items
    assert item.value == "error"
    assert item.reason is not None
    assert item.reason.values["word"] == {"zh": "错误", "en": "error"}
    assert LINE in said(result("storage-errors", log(f"3 {LINE}")))


def test_counts_are_read_in_groups_of_thousands_in_both_languages() -> None:
    then, now = net(3_215_000, 214), net(4_615_000, 40_318)
    assert said(compared("interface-errors", then, now)) == (
        "errors: 40,318, packets: 4,615,000 (counted since the start; since 2026-08-25 09:30: 40,104 of 1,400,000, 2.9%)"
    )
    assert said(compared("interface-errors", then, now), "zh-CN") == (
        "错包 40,318 个，收发 4,615,000 个（自启动以来累计；2026-08-25 09:30 检查后新增 40,104，同期总数 1,400,000，占 2.9%）"
    )


def test_an_old_record_without_a_number_is_said_as_it_is() -> None:
    told = say("reading.counter-few", "en", {"basis": "some", "least": 100_000})
    assert told == "only some counted so far, fewer than 100,000: too few to judge a share"
