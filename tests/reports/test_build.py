from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from sample_run import check, evidence, host, item, playbook, run_with, sample_run, unknown

from fieldops.inspection.readings import Reason
from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.annexes import build_annex
from fieldops.reports.build import build_report
from fieldops.reports.problems import action_for
from fieldops.reports.wording import Wording, hash_text, number_text
from fieldops.structs import Struct, as_mapping

ENGLISH = Wording("en", ZoneInfo("Asia/Shanghai"))
CHINESE = Wording("zh-CN", ZoneInfo("Asia/Shanghai"))


def texts(value):
    """Every text anywhere in a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, Struct):
        yield from texts(tuple(as_mapping(value).values()))


def of_load(verdict, value=1.0, **more):
    return host("core-db-01", "done", [check("load", verdict, item(value, verdict, "count", **more))], [])


def test_every_problem_is_listed_worst_first_with_value_standard_and_advice():
    found = build_report(sample_run(), "en").problems
    assert [(f.number, f.hosts, f.check, f.items, f.value, f.verdict.code) for f in found] == [
        (1, "core-db-01", "File system usage", "/data", "96.5%", "CRIT"),
        (2, "core-db-02", "Load per CPU core", "", "1.73", "WARN"),
        (3, "core-db-01", "File system usage", "/var", "83.2%", "WARN"),
        (4, "core-app-02", "Inspection of the host", "", "Not reached", "UNKNOWN"),
    ]
    assert found[0].standard == "below 80%; 90% and more is critical"
    assert found[0].advice.startswith("Clean up logs")


def loads(values):
    """A host for each value, all of them warnings of one check."""
    return [
        host(f"node-{n:02d}", "done", [check("load", "WARN", item(value, "WARN", "count"))], [])
        for n, value in enumerate(values)
    ]


def test_one_problem_on_many_hosts_is_one_row_with_the_range_of_its_values():
    run = run_with(loads([1.75, 4.5, 2]))
    (only,) = build_report(run, "en").problems
    assert (only.count, only.hosts, only.value) == ("3 hosts", "node-00, node-01, node-02", "1.75 – 4.5")
    (chinese,) = build_report(run, "zh-CN").problems
    assert (chinese.count, chinese.value) == ("3 台", "1.75～4.5")


def test_a_problem_of_many_hosts_names_some_and_says_how_many_more_there_are():
    good = [host(f"good-{n}", "done", [check("load", "OK", item(1, "OK", "count"))], []) for n in range(3)]
    (only,) = build_report(run_with([*loads([2] * 30), *good]), "en").problems
    assert (only.count, only.value) == ("30 hosts", "2")
    assert only.hosts.endswith("node-09 and 20 more (annex)")
    (chinese,) = build_report(run_with([*loads([2] * 30), *good]), "zh-CN").problems
    assert chinese.hosts.endswith("、node-09 及另外 20 台（见附件）")
    (everywhere,) = build_report(run_with(loads([2] * 30)), "en").problems
    assert everywhere.hosts == "all hosts"


def test_chinese_stands_off_latin_names_and_close_to_chinese_ones():
    one = build_report(run_with(loads([2] * 3)), "zh-CN").sentences[0]
    assert "node-02 的每核平均负载" in one
    assert "全部主机的每核平均负载" in build_report(run_with(loads([2] * 30)), "zh-CN").sentences[0]


def test_everything_unknown_is_listed_by_its_reason_with_what_the_customer_can_do():
    view = build_report(sample_run(), "en")
    assert [each.number for each in view.undetermined] == [5, 6, 7, 8, 9, 10]
    told = {(each.hosts, each.checks): each for each in view.undetermined}
    forbidden = told["core-db-01", "State of the RAID array"]
    assert forbidden.reason == "the contract forbids the command 'megacli'"
    assert forbidden.action.startswith("Allow the command")
    refused = told["core-db-02", "Accounts without password"]
    assert refused.reason == "root rights were refused: sudo asks for a password"
    assert refused.action.startswith("Grant the inspection account root rights")
    assert told["core-app-02", "all checks"].action.startswith("Check that the host is switched on")


def test_many_hosts_without_a_result_for_one_reason_are_one_row():
    lost = [host(f"n-{n:02d}", "done", [unknown("load", "reading.sudo", said="no")], []) for n in range(30)]
    (only,) = build_report(run_with(lost), "zh-CN").undetermined
    assert (only.checks, only.count, only.hosts) == ("每核平均负载", "30 台", "全部主机")


def test_every_reason_says_what_the_customer_can_do_about_it():
    codes = [code for code in CATALOGUE if code.startswith(("host.", "reading."))]
    assert len(codes) > 50
    assert all(action_for(code, wording) for code in codes for wording in (ENGLISH, CHINESE))


def test_an_unknown_item_is_named_by_its_check_and_item():
    lost = item(
        None, "UNKNOWN", "%", "/data", reason="reading.field-missing", reason_values={"field": "used"}
    )
    run = run_with([host("core-db-01", "done", [check("filesystem-usage", "UNKNOWN", lost)], [])])
    (only,) = build_report(run, "en").undetermined
    assert only.checks == "File system usage (/data)"
    assert only.reason == "the output lacks 'used'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_unknown_is_never_shown_as_normal(language):
    view = build_annex(sample_run(), language)
    normal = {"en": "Normal", "zh-CN": "正常"}[language]
    rows = [row for area in view.areas for check in area.checks for row in check.rows]
    assert all((row.verdict.word == normal) == (row.verdict.code == "OK") for row in rows)
    assert all(row.value or row.note for row in rows)
    assert sum(row.verdict.code == "UNKNOWN" for row in rows) == 7


def test_hosts_not_reached_come_with_their_reason():
    listed = build_annex(sample_run(finished=False), "en").inventory
    assert [(each.host, each.status) for each in listed] == [
        ("core-db-01", "Completed"),
        ("core-db-02", "Completed"),
        ("core-app-01", "Partly completed"),
        ("core-app-02", "Not reached"),
        ("core-app-03", "Not started"),
    ]
    assert listed[0].reason == ""
    assert listed[3].reason == "10.20.0.14 port 22 does not answer within 10 s"
    assert listed[4].reason == "the run ended before this host's turn"


def test_a_forgotten_reason_stays_a_code_and_does_not_stop_the_report():
    run = run_with([host("core-db-01", "unreachable", [], [], reason="once-known")])
    assert build_report(run, "en").undetermined[0].reason == "host.once-known"


def test_every_check_and_host_appears_in_the_areas_order():
    view, annex = build_report(sample_run(), "en"), build_annex(sample_run(), "en")
    areas = ["Operating system", "Storage and file systems", "Security and accounts"]
    assert [area.title for area in view.areas] == [area.title for area in annex.areas] == areas
    assert [(check.number, check.title) for area in annex.areas for check in area.checks] == [
        ("B.1.1", "Uptime"),
        ("B.1.2", "Load per CPU core"),
        ("B.1.3", "Available memory"),
        ("B.2.1", "File system usage"),
        ("B.2.2", "State of the RAID array"),
        ("B.3.1", "Accounts without password"),
    ]
    hosts = ["core-db-01", "core-db-02", "core-app-01", "core-app-02"]
    assert [row.host for row in annex.inventory] == [row.host for row in view.matrix] == hosts
    uptime = annex.areas[0].checks[0]
    assert [row.host for row in uptime.rows] == hosts[:3]
    assert uptime.missing == "Hosts without a result for this check: 1, see A."


def test_an_area_tells_only_what_deviates_or_differs_and_names_the_rest_in_a_line():
    system, storage, security = build_report(sample_run(), "en").areas
    assert [(row.check, row.found) for row in system.rows] == [
        ("Load per CPU core", "▲ warning on 1 host, see no. 2"),
        ("Available memory", "◇ not determined on 2 hosts, see no. 7, 8"),
    ]
    assert system.lines == ("3 hosts, 3 checks.", "Recorded only, values in the annex (1): Uptime.")
    assert storage.rows[0].found.startswith("■ critical on 1 host, see no. 1; ▲ warning on 1 host, see no. 3")
    assert security.rows[0].found == "◇ not determined on 2 hosts, see no. 7, 10"


def test_facts_that_differ_are_told_with_who_has_what():
    systems = ["Debian 12", "Debian 12", "Debian 11"]
    book = playbook()
    book["checks"][0]["tags"] = ["identity"]
    hosts = [
        host(f"h{n}", "done", [check("uptime", "INFO", item(name, "INFO"))], [])
        for n, name in enumerate(systems)
    ]
    (row, *_) = build_report(run_with(hosts, playbook=book), "en").areas[0].rows
    assert row.found == "Debian 12: 2 hosts (h0, h1); Debian 11: 1 host (h2)"
    (row, *_) = build_report(run_with(hosts[:2], playbook=book), "en").areas[0].rows
    assert row.found == "the same everywhere: Debian 12"


def test_the_matrix_shows_the_worst_of_each_area_and_never_a_mark_for_a_host_without_data():
    rows = {row.host: row for row in build_report(sample_run(), "en").matrix}
    assert [(cell.code, cell.text) for cell in rows["core-db-01"].cells] == [
        ("OK", "○"),
        ("CRIT", "■1 ▲1 ◇1"),
        ("OK", "○"),
    ]
    assert rows["core-app-02"].cells == ()
    assert rows["core-app-02"].status == "Not reached"


def with_capacity(hosts):
    book = playbook()
    usage = next(each for each in book["checks"] if each["id"] == "filesystem-usage")
    usage |= {"tags": ["capacity"], "warn": ">= 80%", "crit": ">= 90%"}
    return run_with(hosts, playbook=book)


def test_the_fullest_are_drawn_with_their_limits_and_the_others_told():
    disks = [item(min(n * 5, 79), "OK", "%", f"/d{n:02d}") for n in range(20)]
    run = with_capacity([host("h", "done", [check("filesystem-usage", "OK", *disks)], [])])
    (chart,) = build_report(run, "en").capacity
    first = chart.bars[0]
    assert (first.item, first.value, first.width, first.warn, first.crit) == ("/d16", "79%", 790, 800, 900)
    # Those that are near a limit, and no long table of those that are far from it.
    assert [bar.value for bar in chart.bars] == ["79%", "79%", "79%", "79%", "75%", "70%", "65%"]
    assert chart.rest == "The 7 highest are shown; the other 13 are at 60% or less."
    assert build_report(sample_run(), "en").capacity == ()


def test_a_check_without_any_result_says_so_instead_of_vanishing():
    run = run_with([of_load("OK")])
    memory = build_annex(run, "en").areas[0].checks[2]
    assert (memory.title, memory.rows, memory.tally) == ("Available memory", (), "")
    assert "Without any result (2): Uptime, Available memory." in build_report(run, "en").areas[0].lines


def test_counts_fill_the_bar_and_small_ones_stay_visible():
    disks = [check("load", "OK", item(1, "OK", "count")) for _ in range(3000)]
    run = run_with(
        [host("core-db-01", "done", [*disks, check("load", "CRIT", item(9, "CRIT", "count"))], [])]
    )
    counts = build_report(run, "en").counts
    assert counts[0].verdict.code == "CRIT"
    assert (counts[0].count, counts[0].share) == ("1", "< 0.1%")
    assert counts[0].width >= 7
    assert sum(each.width for each in counts) == 1000


def test_marks_say_draft_health_check_and_unfinished():
    inspection = build_report(sample_run(), "zh-CN")
    assert inspection.signing is not None
    assert (inspection.marks, inspection.signing.state) == ((), "草稿（未签字）")
    view = build_report(sample_run("health-check", finished=False), "en")
    assert view.title == "Health Check Report"
    assert "not an inspection, no signatures" in view.marks[0]
    assert view.marks[1].startswith("Unfinished")
    assert not view.signed


@pytest.mark.shows("report", "D1")
def test_two_engineers_sign_and_a_missing_one_leaves_the_line_empty():
    signers = build_report(sample_run(), "zh-CN").signers
    assert [(each.role, each.name) for each in signers] == [("巡检人", "李伟"), ("复核人", "张敏")]
    alone = build_report(sample_run(engineers=["li-wei"]), "en").signers
    assert [(each.role, each.name) for each in alone] == [("Inspected by", "Li Wei"), ("Reviewed by", "")]


def test_times_are_in_the_contracts_zone():
    view = build_report(sample_run(), "en")
    assert view.course[0].value == "2026-06-18 09:30:00"
    assert view.course[2].value == "4 min 10 s"
    assert "Asia/Shanghai (UTC+08:00)" in [fact.value for fact in view.document]


def test_a_run_over_midnight_shows_both_dates():
    late = host("core-db-01", "done", [], [], started="2026-06-18T15:00:00+00:00")
    shown = [fact.value for fact in build_report(run_with([late], started="2026-06-17T23:00:00+08:00"), "zh-CN").cover]  # fmt: skip
    assert "2026 年 6 月 17 日 至 2026 年 6 月 18 日" in shown


def test_annexes_hold_exact_commands_complete_hashes_and_leftovers():
    run = sample_run()
    view = build_annex(run, "en")
    assert {row.probe: row.command for row in view.commands} == {
        probe.id: probe.command for probe in run.playbook.probes if probe.command
    }
    assert [(row.probe, row.command) for row in view.forbidden] == [("raid", "megacli")]
    for told, shown in zip(run.hosts, view.evidence, strict=True):
        assert [row.sha256.replace(" ", "") for row in shown.rows] == [
            each.out_sha256 for each in told.evidence
        ]
    assert "df" in view.evidence[0].left_running
    assert view.evidence[1].rows[0].error_size == "error output, 210 B"
    assert view.evidence[2].rows[0].why == "ok, cut"
    assert hash_text(run.head) in [fact.value for fact in view.document]


@pytest.mark.parametrize("why", ["ok", "timeout", "absent", "died", "unfinished"])
def test_every_end_of_a_probe_has_a_word(why):
    view = build_annex(run_with([host("core-db-01", "done", [], [evidence("df", why)])]), "en")
    assert view.evidence[0].rows[0].why


def test_hostile_text_is_cleaned_and_shortened():
    shown = [*texts(build_report(sample_run(), "en")), *texts(build_annex(sample_run(), "en"))]
    assert not any(mark in text for text in shown for mark in "\u202e\x1b")
    assert max(len(text) for text in shown) < 1000
    assert any("(shortened, 5,0" in text for text in shown)


def test_half_characters_do_not_reach_the_page():
    view = build_annex(run_with([of_load("OK", "a\ud800b")]), "en")
    "".join(texts(view)).encode("utf-8")


def test_an_unsafe_run_id_stays_out_of_the_style_sheet():
    assert build_report(sample_run(run='x"; } </style>'), "en").head == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_the_catalogue_is_left_over(language):
    run = sample_run(finished=False)
    for text in [*texts(build_report(run, language)), *texts(build_annex(run, language))]:
        assert "report." not in text
        assert text not in CATALOGUE


def test_a_single_language_text_serves_both():
    book = playbook()
    book["checks"][1]["title"] = "Load"
    view = build_report(run_with([of_load("WARN")], playbook=book), "zh-CN")
    assert view.problems[0].check == "Load"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (12.3, "%", "12.3%"),
        (100, "%", "100%"),
        (89.96, "%", "89.96%"),
        (48533626880, "B", "45.2 GiB"),
        (0, "B", "0 B"),
        (1234567, "count", "1,234,567"),
        (0.42, "count", "0.42"),
        (41, "C", "41 °C"),
        (1500, "ms", "1,500 ms"),
        (1000, "Mbps", "1,000 Mbps"),
        (4567890, "s", "52 d 20 h 51 min"),
        (-90000, "s", "-1 d 1 h"),
        (0.25, "s", "0.25 s"),
        (3600, "s", "1 h"),
        ("running\n(2)", None, "running (2)"),
        ("", None, "—"),
        (None, "%", "—"),
    ],
)
def test_values_read_like_people_write_them(value, unit, shown):
    assert ENGLISH.value(value, unit) == shown


def test_durations_in_chinese():
    assert CHINESE.duration(4567890) == "52 天 20 小时 51 分钟"


@pytest.mark.parametrize("value", [79.96, 89.999, 4.999999, -0.00001])
def test_rounding_never_reaches_a_whole_number_that_was_not_there(value):
    assert not float(number_text(value)).is_integer()


def test_reasons_of_judged_checks_are_shown_beside_them():
    run = run_with([host("core-db-01", "done", [check("raid-state", "NA", reason="reading.no-rows", reason_values={}), unknown("load", "reading.missing")], [])])  # fmt: skip
    view = build_annex(run, "en")
    rows = [row for area in view.areas for each in area.checks for row in each.rows]
    assert [(row.verdict.code, row.note) for row in rows] == [
        ("UNKNOWN", "the host's answer ended before this probe"),
        ("NA", "the host has nothing of the kind"),
    ]


def test_a_number_never_ends_in_a_dot():
    assert number_text(5.00000000001) == "5"


def test_a_value_that_has_a_word_is_said_by_it_and_a_sentence_stands_beside_its_value() -> None:
    word = Reason("reading.word", {"en": "all addresses", "zh": "所有地址"})
    assert ENGLISH.judged("any", None, word) == ("all addresses", "")
    assert CHINESE.judged("any", None, word) == ("所有地址", "")
    sentence = Reason("reading.says", {"en": "2 CPUs", "zh": "2 核"})
    assert CHINESE.judged(4.5, "count", sentence) == ("4.5", "2 核")
    assert ENGLISH.judged(None, None, Reason("reading.timeout", {"seconds": 3}))[0] == ""
