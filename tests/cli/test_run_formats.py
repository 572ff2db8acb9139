"""A run for programs that watch: what they would read, by their own rules."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from conftest import Ran, Workspace
from prometheus_client.parser import text_string_to_metric_families
from reports.sample_run import HOSTILE, check, host, item, run_with, sample_run

from fieldops.cli.run_formats import junit, nagios, prometheus
from fieldops.inspection.checks import Verdict

SCHEMA = Path(__file__).parents[1] / "data/formats/junit-10.xsd"
ODD = 'a|b\\c"d\ne\x1b[31m'


def odd_run():
    rows = [item(5, "WARN", "%", ODD), item(6, "CRIT", "%", ODD), item(HOSTILE, "OK", None, "<x>")]
    return run_with([host("core-db-01", "done", [check("filesystem-usage", "CRIT", *rows)], [])])


# --- JUnit -----------------------------------------------------------------------------------------------


def junit_of(run, language="en"):
    report = ElementTree.fromstring(junit(run, language))
    xmlschema.XMLSchema(SCHEMA).validate(report)
    return report


def test_junit_has_a_suite_for_each_host_and_a_case_for_each_check() -> None:
    run = sample_run()
    suites = {suite.get("name"): suite for suite in junit_of(run)}
    for told in run.hosts:
        cases = [case.get("name") for case in suites[told.host].iter("testcase")]
        whole = [] if told.status == "done" else ["host"]
        assert cases == [*whole, *(each.id for each in told.checks)]


@pytest.mark.parametrize(
    ("verdict", "kind"), [("WARN", "failure"), ("CRIT", "failure"), ("UNKNOWN", "error"), ("NA", "skipped")]
)
def test_junit_says_of_each_check_what_its_worst_value_means(verdict: str, kind: str) -> None:
    run = sample_run()
    cases = {
        (case.get("classname"), case.get("name")): case
        for suite in junit_of(run)
        for case in suite
        if case.get("name") != "host"
    }
    told = [(one.host, each) for one in run.hosts for each in one.checks]
    for where, each in told:
        assert (cases[where, each.id].find(kind) is not None) >= (each.verdict == verdict)
    assert any(each.verdict == verdict for _, each in told) or verdict == "NA"


def test_junit_counts_what_its_cases_say() -> None:
    report = junit_of(sample_run())
    kinds = Counter(child.tag for case in report.iter("testcase") for child in case)
    assert report.get("failures") == str(kinds["failure"]) != "0"
    assert report.get("errors") == str(kinds["error"]) != "0"
    assert report.get("tests") == str(len(list(report.iter("testcase"))))


def test_junit_begins_with_the_value_by_which_the_check_is_judged() -> None:
    (failure,) = junit_of(odd_run()).iter("failure")
    assert failure.get("message", "").startswith("CRIT ")
    assert "\x1b" not in (failure.text or "")


# --- Prometheus ------------------------------------------------------------------------------------------


def samples(run):
    """Every sample by its labels: no two may have the same."""
    found = {}
    for family in text_string_to_metric_families(prometheus(run).decode()):
        assert family.documentation
        assert family.type == "gauge"
        for sample in family.samples:
            key = sample.name, tuple(sorted(sample.labels.items()))
            assert key not in found, key
            found[key] = sample.value
    return found


def valued(run, name):
    return {tuple(labels): value for (of, labels), value in samples(run).items() if of == name}


def test_prometheus_has_the_state_of_each_check_as_the_number_of_nagios() -> None:
    run = sample_run()
    numbers = {"OK": 0, "INFO": 0, "NA": 0, "WARN": 1, "CRIT": 2, "UNKNOWN": 3}
    assert valued(run, "fieldops_check_state") == {
        tuple(sorted({"contract": run.contract.id, "host": one.host, "check": each.id}.items())): numbers[
            each.verdict
        ]
        for one in run.hosts
        for each in one.checks
    }


def test_prometheus_counts_the_host_that_nobody_looked_at() -> None:
    run = sample_run()
    complete = {
        dict(labels)["host"]: value for labels, value in valued(run, "fieldops_host_complete").items()
    }
    assert complete == {one.host: float(one.status == "done") for one in run.hosts}
    results = {dict(labels)["verdict"]: value for labels, value in valued(run, "fieldops_results").items()}
    assert results == {verdict.value: run.counts[verdict] for verdict in Verdict}


def test_prometheus_escapes_names_and_keeps_rows_of_one_name_apart() -> None:
    items = {dict(labels)["item"] for labels in valued(odd_run(), "fieldops_check_value")}
    assert len(items) == 2
    assert all(name.startswith('a|b\\c"d e') for name in items)


def test_prometheus_of_a_run_that_was_cut_off_has_no_end() -> None:
    assert valued(sample_run(), "fieldops_run_finished_timestamp_seconds")
    assert not valued(sample_run(finished=False), "fieldops_run_finished_timestamp_seconds")


# --- Nagios ----------------------------------------------------------------------------------------------


def one_host(*verdicts: str, status: str = "done", finished: bool = True):
    rows = [item(1, each, "count", str(at)) for at, each in enumerate(verdicts)]
    return run_with([host("core-db-01", status, [check("load", verdicts[0], *rows)], [])])


@pytest.mark.parametrize(
    ("verdicts", "code", "word"),
    [
        (["OK"], 0, "OK"),
        (["INFO"], 0, "OK"),
        (["WARN", "OK"], 1, "WARNING"),
        (["CRIT", "WARN", "UNKNOWN"], 2, "CRITICAL"),
        (["UNKNOWN", "WARN"], 3, "UNKNOWN"),
    ],
)
def test_nagios_says_the_worst(verdicts: list[str], code: int, word: str) -> None:
    lines, given = nagios(one_host(*verdicts), "en")
    assert (given, lines.decode().split(" - ")[0]) == (code, word)


@pytest.mark.parametrize("status", ["partial", "unreachable"])
def test_nagios_does_not_call_ok_what_was_not_looked_at(status: str) -> None:
    assert nagios(one_host("OK", status=status), "en")[1] == 3


def test_nagios_does_not_call_ok_a_run_that_was_cut_off() -> None:
    assert nagios(sample_run(finished=False), "en")[1] in (2, 3)


def test_nagios_has_numbers_behind_the_bar_of_the_first_line_alone() -> None:
    first, *more = nagios(odd_run(), "en")[0].decode().splitlines()
    told, numbers = first.split("|")
    assert "harbour-bank" in told
    assert all(re.fullmatch(r"[a-z]+=[0-9]+", each) for each in numbers.split())
    assert len(more) == 2
    assert not any("|" in line for line in more)


# --- the commands ----------------------------------------------------------------------------------------

LOCAL = {"address": "localhost", "transport": "local"}


@pytest.fixture
def recorded(workspace: Workspace) -> Workspace:
    workspace.contract([{"id": "db-1", "serial": "SN-1", "category": "server", "host": LOCAL}])
    return workspace


def health(workspace: Workspace, form: str) -> Ran:
    return workspace.run("health", "acme", "--playbook", "linux-standard", "--tags", "identity", "-o", form)


def test_health_and_run_show_print_the_same(recorded: Workspace) -> None:
    for form in ("junit", "prometheus", "nagios"):
        now = health(recorded, form)
        then = recorded.run("run", "show", "latest", "-o", form)
        assert now.out == then.out != "", now.err
        assert now.code == 0


@pytest.mark.parametrize("line", [("health", "nobody"), ("health",), ("run", "show", "no-such-run")])
def test_what_fails_is_unknown_to_nagios(recorded: Workspace, line: tuple[str, ...]) -> None:
    ran = recorded.run(*line, "-o", "nagios")
    assert ran.code == 3
    assert ran.out.startswith("UNKNOWN - ")
    assert ran.out.count("\n") == 1
    # For people it is what it always was.
    assert recorded.run(*line).code == 2
