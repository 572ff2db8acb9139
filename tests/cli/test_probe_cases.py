"""fieldops probe test and --record: probes held against recorded cases of the workspace, and new cases."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Workspace

ROOT = Path(__file__).parents[2]
RUN = "printf 'a 5\\nb 60.5\\n'"
PARTS = {"name": {"type": "text"}, "used": {"type": "number", "unit": "%"}}
CASE = f"""\
system: ours
command: {RUN}
output: |2
  a 5
  b 60.50
facts:
  - name: a
    used: 5.0
  - name: b
    used: 60.5
verdicts:
  test: {{ used: WARN }}
"""


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    workspace.contract([{"id": "here", "host": {"address": "localhost", "transport": "local"}}])
    table = {"with": "table", "columns": ["name", "used"]}
    workspace.probe("parts", RUN, several=True, parse=table, fields=PARTS)
    check = {"id": "used", "probe": "parts", "value": "used", "each": "name", "warn": ">= 60%"}
    workspace.playbook([check])
    return workspace


def _problems(here: Workspace, case: str) -> list[tuple[int, str]]:
    here.write("tests/probes/parts/ours.yaml", case)
    ran = here.run("probe", "test", "-o", "json")
    (held,) = ran.json["cases"]
    assert ran.code == int(bool(held["problems"])) == int(not held["as_written"])
    return [(each["line"], each["code"]) for each in held["problems"]]


def test_a_case_that_is_as_written_says_nothing_and_a_number_is_told_by_its_value(here: Workspace) -> None:
    assert _problems(here, CASE) == []
    ran = here.run("probe", "test", language="zh-CN")
    assert (ran.code, ran.out.strip()) == (0, "共 1 个用例，0 个不符")


@pytest.mark.parametrize(
    ("written", "instead", "line", "code"),
    [
        (f"command: {RUN}", "command: other", 2, "case.command"),
        ("    used: 60.5\n", "    used: 60.4\n", 10, "case.fact"),
        ("  - name: b\n    used: 60.5\n", "", 6, "case.rows"),
        ("    used: 5.0\n", "", 7, "case.fact-not-written"),
        ("    used: 5.0\n", "    used: 5\n    free: 1\n", 9, "case.no-field"),
        ("used: WARN", "used: OK", 12, "case.verdict"),
        ("used: WARN", "used: FINE", 12, "case.no-verdict"),
        ("used: WARN", "other: OK", 12, "case.no-check"),
        ("  test:", "  none:", 12, "case.no-playbook"),
        ("output: |2\n  a 5\n  b 60.50\n", "output: ''\nexit_code: 4\n", 5, "case.unknown"),
        ("system:", "sytsem:", 1, "case.unknown-key"),
        ("facts:", "unknown: reading.line\nfacts:", 1, "case.facts-or-unknown"),
        ("verdicts:\n  test: {", "verdicts:\n  - {", 12, "case.form"),
        (f"command: {RUN}\n", "", 1, "case.lacks"),
    ],
)
def test_each_difference_is_told_where_it_is_written(
    here: Workspace, written: str, instead: str, line: int, code: str
) -> None:
    assert written in CASE
    found = _problems(here, CASE.replace(written, instead))
    assert (line, code) in found
    for language in ("en", "zh-CN"):
        ran = here.run("probe", "test", "parts", language=language)
        assert (ran.code, f"tests/probes/parts/ours.yaml:{line}:" in ran.out) == (1, True)


def test_what_must_be_unknown_is_held_to_its_reason(here: Workspace) -> None:
    head = CASE.partition("facts:")[0]
    refused = head.replace("  a 5\n  b 60.50\n", "").replace("output: |2", "output: ''") + "exit_code: 1\n"
    assert (
        _problems(here, f"{refused}unknown: reading.exit-code\nverdicts: {{test: {{used: UNKNOWN}}}}\n") == []
    )
    assert _problems(here, f"{refused}unknown: reading.cut\n") == [(5, "case.unknown-otherwise")]
    assert _problems(here, f"{head}unknown: reading.cut\n") == [(6, "case.known")]
    cell = CASE.replace("b 60.50", "b ?").replace("used: 60.5", "used: { unknown: reading.not-a-number }")
    cell = cell.replace("used: WARN", "used: UNKNOWN")
    assert _problems(here, cell) == []


def test_junit_has_a_suite_for_each_probe_and_a_failure_for_what_differs(here: Workspace) -> None:
    here.write("tests/probes/parts/fine.yaml", CASE)
    here.write("tests/probes/parts/wrong.yaml", CASE.replace("name: b", "name: c"))
    ran = here.run("probe", "test", "-o", "junit")
    (suite,) = ElementTree.fromstring(ran.out)
    assert (ran.code, suite.attrib) == (1, {"name": "parts", "tests": "2", "failures": "1", "errors": "0"})
    assert [case.get("name") for case in suite if case.find("failure") is not None] == ["wrong.yaml"]


def test_probes_without_a_case_are_told_and_no_case_at_all_is_no_success(here: Workspace) -> None:
    here.probe("bare", "echo x")
    assert here.run("probe", "test").code == 2
    here.write("tests/probes/parts/ours.yaml", CASE)
    ran = here.run("probe", "test", "-o", "json")
    assert (ran.code, ran.json["untested"], "bare" in ran.err) == (0, ["bare"], True)
    assert here.run("probe", "test", "bare").code == 2
    here.write("tests/probes/gone/ours.yaml", CASE)
    (gone, _) = here.run("probe", "test", "-o", "json").json["cases"]
    assert [each["code"] for each in gone["problems"]] == ["case.no-probe"]


def test_shipped_probes_are_held_against_the_cases_of_a_folder(here: Workspace) -> None:
    ran = here.run("probe", "test", "--cases", str(ROOT / "tests/data/probes"), "linux-load", "-o", "json")
    assert ran.code == 0
    assert len(ran.json["cases"]) == len(list((ROOT / "tests/data/probes/linux-load").glob("*.yaml")))


def test_a_recorded_case_is_as_written_and_has_the_verdicts(here: Workspace) -> None:
    ran = here.run("probe", "try", "parts", "--host", "here", "--record", "new", "--yes")
    assert ran.code == 0
    text = (here.root / "tests/probes/parts/new.yaml").read_text("utf-8")
    assert "test: { used: WARN }" in text
    assert here.run("probe", "test").code == 0
    ran = here.run("probe", "try", "parts", "--host", "here", "--record", "new", "--yes")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "output",
    [
        "a 5\n",
        "",
        "  a 5\n\n\n",
        "a 5",
        "a 5\r\nb 6\r\n",
        "密 5\n",
        "yes 5\n1.5 6\n'\"\\ 7\n",
        "a 5\n?\n",
    ],
)
def test_whatever_is_printed_is_recorded_as_it_was_read(here: Workspace, output: str) -> None:
    ran = here.run("probe", "parse", "parts", "--record", "new", "--yes", stdin=output)
    assert ran.code in (0, 3)
    assert here.run("probe", "test").code == 0


def test_nothing_is_written_before_somebody_has_seen_what_looks_private(here: Workspace) -> None:
    printed = "a 5\n10.1.2.3 7\n"
    for language, said in (("en", "passwords"), ("zh-CN", "密码")):
        ran = here.run("probe", "parse", "parts", "--record", "new", stdin=printed, language=language)
        assert (ran.code, said in ran.err, "10.1.2.3" in ran.err) == (4, True, True)
    assert not (here.root / "tests").exists()


def test_what_is_no_whole_output_and_no_name_is_not_recorded(here: Workspace) -> None:
    here.probe("lost", "echo x", needs=["no-such-program"])
    ran = here.run("probe", "try", "lost", "--host", "here", "--record", "new", "--yes")
    assert ran.code == 4
    ran = here.run("probe", "parse", "parts", "--record", "new", "--yes", stdin="a\x1b 5\n")
    assert (ran.code, "text" in ran.err) == (4, True)
    ran = here.run("probe", "parse", "parts", "--record", "../new", "--yes", stdin="a 5\n")
    assert (ran.code, ran.out) == (2, "")
    assert not (here.root / "tests").exists()


def test_a_case_that_lacks_a_clock_says_which_checks_it_does_not_test(here: Workspace) -> None:
    """A day that came without the moment at which it was printed is no day of which anybody knows how far it is away."""
    date = {"ends": {"type": "date"}}
    here.probe("cert", "cat cert", parse={"with": "regex", "pattern": "(?P<ends>.+)"}, fields=date)
    here.playbook([{"id": "expiry", "probe": "cert", "value": "ends", "warn": "< 60d left"}])
    told = ("probe", "parse", "cert", "--yes", "--record")
    without = here.run(*told, "without", stdin="2026-12-31T00:00:00Z\n")
    assert "expiry: UNKNOWN in this case" in without.err
    with_it = here.run(*told, "with", "--asked", "2026-12-01T09:00+08:00", stdin="2026-12-31T00:00:00Z\n")
    assert "UNKNOWN" not in with_it.err
    assert "expiry: WARN" in (here.root / "tests/probes/cert/with.yaml").read_text("utf-8")


WRONG = "areas: [{id: a, title: A}]\nchecks: [{id: c, title: t, area: a, standard: s, advice: x, probe: parts, value: used, each: name, warn: '> 5GiB'}]\n"
HEAD = "apiVersion: fieldops/v1\nkind: Playbook\nid: wrong\ntitle: t\nplatform: linux\n"


@pytest.mark.parametrize(
    ("playbook", "place"),
    [
        (HEAD + WRONG, "playbooks/wrong.yaml:7:"),
        # What it asks cannot be told by its checks: it is no YAML, or what it extends is not there.
        (HEAD + "checks: [{probe: parts\n", "playbooks/wrong.yaml:"),
        (HEAD + "extends: gone\nwithout: [{check: parts, reason: x}]\n", "playbooks/wrong.yaml:6:10"),
    ],
)
def test_no_case_is_recorded_that_would_lack_the_verdicts_of_a_playbook_with_a_mistake(
    here: Workspace, playbook: str, place: str
) -> None:
    """It was written without them, and `probe test` was content with it ever after."""
    here.write("playbooks/wrong.yaml", playbook)
    for how in (("parse", "parts"), ("try", "parts", "--host", "here")):
        ran = here.run("probe", *how, "--record", "new", "--yes", stdin="a 5\n")
        assert (ran.code, ran.out, place in ran.err) == (1, "", True)
        assert "no case is recorded" in ran.err
    assert not (here.root / "tests").exists()
    # Without --record the facts are shown, and what is judged, and what is not.
    ran = here.run("probe", "parse", "parts", stdin="a 65\n")
    assert (ran.code, "WARN" in ran.out, place in ran.out) == (0, True, True)
    here.write("tests/probes/parts/ours.yaml", CASE)
    assert here.run("probe", "test").code == 1


def test_a_mistake_in_a_playbook_that_asks_other_probes_is_in_nobodys_way(here: Workspace) -> None:
    here.write("playbooks/wrong.yaml", HEAD + WRONG.replace("parts", "parts-of-others"))
    assert here.run("probe", "parse", "parts", "--record", "new", "--yes", stdin="a 5\n").code == 0


def test_cases_without_the_verdicts_of_a_playbook_are_counted_with_what_to_write(here: Workspace) -> None:
    here.write("tests/probes/parts/without.yaml", CASE.partition("verdicts:")[0])
    here.write("tests/probes/parts/ours.yaml", CASE)
    ran = here.run("probe", "test")
    assert (ran.code, ran.out) == (0, "2 cases, 0 differ\n")
    assert "1 of 2 cases without verdicts of test: tests/probes/parts/without.yaml" in ran.err
    assert "'test:' and below that 'used: OK'" in ran.err
    assert "共 2 个用例，其中 1 个没有方案 test 的判定" in here.run("probe", "test", language="zh-CN").err
    _, without = here.run("probe", "test", "-o", "json").json["cases"]
    assert without["without_verdicts"] == [{"playbook": "test", "checks": ["used"]}]


def test_what_is_tried_is_judged_as_an_inspection_would(here: Workspace) -> None:
    ran = here.run("probe", "parse", "parts", "-o", "json", stdin="a 5\nb 61\nc x\n")
    told = [(each["item"], each["verdict"], each["reason"]) for each in ran.json["verdicts"]]
    assert told == [("a", "OK", None), ("b", "WARN", None), ("c", "UNKNOWN", "reading.not-a-number")]
    assert here.run("probe", "parse", "parts", "-o", "json").json["verdicts"][0]["verdict"] == "UNKNOWN"
    ran = here.run("probe", "try", "parts", "--host", "here", language="zh-CN")
    assert [line.split()[:5] for line in ran.out.splitlines() if "警告" in line] == [
        ["警告", "test", "used", "b", "60.5%"]
    ]
