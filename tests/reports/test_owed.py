"""A report says what was owed and what was done (faults.md 3): coverage, hosts of which nothing is known, hints."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sample_run import check, contract, host, item, playbook, run_with, sample_run, unknown

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.messages import CATALOGUE
from fieldops.messages.text import Text
from fieldops.records.coverage import coverage_of
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckHeading
from fieldops.reports.annexes import build_annex
from fieldops.reports.build import build_report
from fieldops.structs import replaced

HOSTS = [f"core-{n:02d}" for n in range(1, 5)]
GOOD = [check("load", "OK", item(0.4, "OK", "count"))]


def reached(id: str, **more: Any) -> dict[str, Any]:
    return host(id, "done", GOOD, [], **more)


def unreached(id: str) -> dict[str, Any]:
    why = {"address": "10.20.0.14", "port": 22, "seconds": 10}
    return host(id, "unreachable", [], [], reason="connect-timeout", reason_values=why, host_key=None)


def with_printer(ids: list[str]) -> dict[str, Any]:
    """A contract of these hosts and of two printers that no inspection reaches."""
    made = contract(ids)
    printers = [{"id": "printer-1", "name": "Printer"}, {"id": "printer-2"}]
    return {**made, "assets": [*made["assets"], *printers]}


def one_of_four() -> Run:
    return run_with([reached("core-01")], contract=with_printer(HOSTS), tags=["security"])


def test_a_run_of_one_host_of_four_says_so_and_names_what_was_left_out() -> None:
    """`--limit web-01 --tags security`: the report said that all hosts were inspected completely."""
    coverage = coverage_of(one_of_four())
    assert (coverage.hosts, coverage.done, coverage.not_asked) == (4, ("core-01",), tuple(HOSTS[1:]))
    view = build_report(one_of_four(), "en")
    (cover,) = [fact.value for fact in view.cover if fact.label == "Coverage"]
    assert cover.startswith("1 of 4 hosts, ")
    assert cover.endswith("; 2 pieces of equipment are reached by no inspection")
    assert view.coverage.startswith(
        "The contract lists 6 pieces of equipment: 1 inspected with a result for every check; 5 not part of this inspection (core-02, "
    )
    told = {fact.label: fact.value for fact in view.not_done}
    assert told["Hosts of the contract that were not asked"] == "core-02, core-03, core-04"
    assert told["Equipment that no inspection reaches"] == "printer-1 (Printer), printer-2"
    assert "7.4" in view.empty_tables["undetermined"]
    assert view.conclusion.startswith("This conclusion covers only what was inspected: 1 of 4 hosts")


def test_the_coverage_in_chinese_is_said_as_the_trade_says_it() -> None:
    view = build_report(one_of_four(), "zh-CN")
    (cover,) = [fact.value for fact in view.cover if fact.label == "巡检覆盖"]
    assert re.fullmatch(r"主机 1/4 台，检查项 \d+ 项；合同设备中另有 2 台（套）未纳入巡检", cover)
    assert view.coverage.startswith(
        "合同设备共 6 台（套）：全部检查项均有结果 1 台；未纳入本次巡检 5 台（core-02、core-03、core-04、printer-1、printer-2）。"
    )


def test_a_host_with_a_check_without_a_result_is_no_host_that_was_looked_at_wholly() -> None:
    checks = [check("load", "OK", item(0.1, "OK")), unknown("filesystem-usage", "reading.timeout", seconds=9)]
    run = run_with(
        [host("core-01", "done", checks, []), host("core-02", "done", checks[:1], [])],
        contract=contract(["core-01", "core-02"]),
    )
    assert (coverage_of(run).lacking, coverage_of(run).lost) == (("core-01",), {"core-01": 1})
    view = build_report(run, "en")
    (cover,) = [fact.value for fact in view.cover if fact.label == "Coverage"]
    assert cover.startswith("2 of 2 hosts (1 of them with gaps), ")
    assert "1 inspected with a result for every check; 1 inspected with gaps (core-01)." in view.coverage
    assert [fact.value for fact in view.not_done if "with gaps" in fact.label] == ["core-01 (1)"]
    assert view.conclusion.startswith("This conclusion covers only what was inspected: 2 of 2 hosts (1 of")


def test_results_that_are_missing_add_up_host_by_host_where_they_are_counted() -> None:
    """The report said 60 of 60 checks, 8 of them without a result on some hosts; one host had none at all."""
    checks = [check("load", "OK", item(0.1, "OK")), unknown("filesystem-usage", "reading.timeout", seconds=9)]
    run = run_with([host("core-01", "done", checks, []), unreached("core-02")], contract=contract(HOSTS[:2]))
    owed = 2 + len(run.playbook.asked)
    assert coverage_of(run).results == owed
    view = build_report(run, "en")
    assert f"with 1 of {owed} results (one for each check on each host)" in view.coverage
    assert f"Missing: all {owed - 2} on core-02; 1 on core-01." in view.coverage
    (cover,) = [fact.value for fact in view.cover if fact.label == "Coverage"]
    assert f"(1 of {owed} results)" in cover
    assert f"(1 of {owed} results)" in view.conclusion


def test_a_complete_run_says_that_nothing_was_left_out_and_draws_no_limit() -> None:
    view = build_report(run_with([reached(id) for id in HOSTS]), "en")
    assert view.not_done == ()
    assert view.not_done_none.startswith("Every host of the contract was inspected completely")


def test_thirty_hosts_none_reached_is_never_no_deviation() -> None:
    """It said "critical 0, warning 0", "no deviation was found", "all checks that ran gave data"."""
    ids = [f"node-{n:02d}" for n in range(30)]
    run = run_with([unreached(id) for id in ids])
    assert run.counts["UNKNOWN"] == 30
    view = build_report(run, "en")
    assert view.coverage.startswith("The contract lists 30 pieces of equipment: 0 inspected")
    assert "arried out" not in view.coverage  # of checks nothing was, on any of them
    (problem,) = view.problems
    assert (problem.verdict.code, problem.count, problem.hosts) == ("UNKNOWN", "30 hosts", "all hosts")
    assert (view.grade.grade, view.grade.word) == ("—", "not graded")
    assert view.conclusion.startswith("Nothing could be determined")
    nothing = "None of the 30 hosts that were asked returned any data. Nothing could be determined."
    assert view.sentences[0] == nothing
    assert view.sentences[2].startswith("The state of the systems is not known; start with no. 1: ")
    everything = " ".join([*view.sentences, view.conclusion, *view.empty_tables.values()])
    for lie in ("none deviates", "yielded data", "critical: 0", "othing is critical"):
        assert lie not in everything
    chinese = build_report(run, "zh-CN")
    assert "无法得出" in chinese.sentences[0]
    assert "无法得出结论" in chinese.conclusion


def test_a_host_that_was_not_reached_is_a_finding_and_the_summary_names_it() -> None:
    """ "56 checks on 3 hosts gave 112 results" with one host missing; it was not in chapter 3."""
    run = run_with([reached("core-01"), reached("core-02"), unreached("core-03")])
    view = build_report(run, "en")
    assert view.sentences[1].endswith(
        "Nothing at all is known about core-03 (10.20.0.14 port 22 does not answer within 10 s)."
    )
    assert [(each.hosts, each.value, each.verdict.code) for each in view.problems] == [
        ("core-03", "Not reached", "UNKNOWN")
    ]
    assert "core-03" in {fact.label: fact.value for fact in view.not_done}["Hosts that returned no data"]
    assert [(each.hosts, each.checks) for each in view.undetermined] == [("core-03", "all checks")]


def test_a_host_that_was_never_begun_is_a_finding_too() -> None:
    run = sample_run(finished=False)
    assert [each.hosts for each in build_report(run, "en").problems][-2:] == ["core-app-02", "core-app-03"]


def test_a_check_with_warn_and_unknown_rows_counts_both() -> None:
    """It counted as UNKNOWN only: the counts hid the warning."""
    rows = [item(85, "WARN", "%", "/"), item(None, "UNKNOWN", "%", "/x"), item(1, "OK", "%", "/y")]
    run = run_with([host("core-01", "done", [check("filesystem-usage", "UNKNOWN", *rows)], [])])
    assert {verdict: n for verdict, n in run.counts.items() if n} == {"OK": 1, "WARN": 1, "UNKNOWN": 1}
    view = build_annex(run, "en")
    assert view.inventory[0].counts == ("0", "1", "1", "1", "0", "0")


def test_assets_that_reach_one_machine_are_found() -> None:
    """30 assets with the same host key gave 30 healthy hosts."""
    ids = [f"node-{n:02d}" for n in range(30)]
    run = run_with([reached(id, host_key="ssh-ed25519 SHA256:same") for id in ids] + [reached("other")])
    (machine,) = run.one_machine
    assert (machine.hosts, machine.key) == (tuple(ids), "ssh-ed25519 SHA256:same")
    assert run.counts["WARN"] == 1
    (finding,) = build_report(run, "en").problems
    assert (finding.check, finding.verdict.code) == ("One machine listed as several assets", "WARN")
    assert finding.value == "same host key ssh-ed25519 SHA256:same"
    assert finding.count == "30 hosts"
    assert finding.hosts.startswith("node-00, node-01, ")


def test_a_machine_that_shows_two_keys_is_told_by_what_it_was_found_by() -> None:
    run = run_with([reached("core-01", host_key="k1"), reached("core-02", host_key="k2")])
    name = replaced(run.playbook.checks[0], id="name", probe="linux-identity", value="hostname")
    counted = Reason("reading.counter", {"en": "", "zh": "", "since": "1e652ff2-5fec-42f4-bbe2-bea6b6f89627"})
    more = (
        CheckResult("name", Verdict.INFO, (Item(None, "web", None, Verdict.INFO),)),
        CheckResult(run.playbook.checks[0].id, Verdict.OK, (Item("x", 0, "%", Verdict.OK, counted),)),
    )
    playbook = replaced(run.playbook, checks=(*run.playbook.checks, name))
    run = replaced(
        run,
        begun=replaced(run.begun, playbook=playbook),
        hosts=tuple(replaced(host, checks=more) for host in run.hosts),
    )
    assert build_report(run, "zh-CN").problems[0].value == "主机名和内核启动标识相同"


def test_hosts_that_showed_no_key_are_not_taken_for_one_machine() -> None:
    assert run_with([unreached("core-01"), unreached("core-02")]).one_machine == ()


def test_a_plan_carried_out_in_part_does_not_claim_the_method_for_all_areas() -> None:
    run = one_of_four()
    left = (
        CheckHeading("x", Text("防火墙", "Firewall"), "security"),
        CheckHeading("y", Text("负载峰值", "Load peak"), "system"),
    )
    book = replaced(run.playbook, left_out=left)
    kept = tuple(each for each in run.playbook.checks if each.area != "security")
    book = replaced(book, checks=kept)
    run = replaced(run, begun=replaced(run.begun, playbook=book))
    view = build_report(run, "en")
    assert f"Carried out: {len(kept)} of {len(kept) + 2} checks." in view.coverage
    assert view.method.startswith("Only a part of the plan was carried out")
    assert playbook()["method"]["en"] in view.method
    told = [fact.value for fact in view.not_done if fact.label.startswith("Checks of the plan")]
    assert told == ["Operating system: Load peak", "Security and accounts: all"]


# --- hints are for engineers ------------------------------------------------------------------------------

FOR_ENGINEERS = re.compile(
    r"fieldops hosts|fieldops playbook|sudoers|NOPASSWD|agent_key|--[a-z]|docs/|load it into"
)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_hints_for_engineers_never_reach_the_customers_report(language: str) -> None:
    """ "run fieldops hosts pin" and "sudoers" stood there."""
    values = {
        "address": "10.0.0.1", "offered": "SHA256:x", "contract": "acme", "user": "ops", "method": "key_file",
        "detail": {"codes": ["credentials.agent-several"], "values": {"count": 3}},
    }  # fmt: skip
    hosts = [
        host(f"core-{at:02d}", "unreachable", [], [], reason=reason, reason_values=values, host_key=None)
        for at, reason in enumerate(("unknown-host-key", "auth-failed", "no-credentials", "internal"))
    ]
    hosts.append(
        host("core-09", "done", [unknown("load", "reading.sudo", said="sudo: a password is required")], [])
    )
    run = run_with(hosts)
    view, annex = build_report(run, language), build_annex(run, language)
    told = [each.reason for each in view.undetermined]
    told += [each.reason for each in annex.inventory]
    told += [row.note for area in annex.areas for each in area.checks for row in each.rows]
    assert len(told) >= 6
    assert [text for text in told if FOR_ENGINEERS.search(text)] == []


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_reason_that_a_report_may_print_holds_a_command_for_engineers(language: str) -> None:
    codes = [code for code in CATALOGUE if code.startswith(("host.", "reading."))]
    said = {
        code: (CATALOGUE.get(f"report.customer.{code}") or CATALOGUE[code]).text(language) for code in codes
    }
    assert {code: text for code, text in said.items() if FOR_ENGINEERS.search(text)} == {}
