"""The report formats: each fits its schema, escapes what its reader would take for more, and keeps its identity."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import pytest
import xmlschema
from conftest import CONTRACT, Workspace, run_fieldops
from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from fieldops.actions.manual import explain
from fieldops.actions.validation import Validation
from fieldops.cli.formats import fingerprints, github, gitlab, junit, sarif
from fieldops.errors import Named, Position, Problem, Severity
from fieldops.messages import LANGUAGES, Text
from fieldops.rules.accepted import Accepted
from fieldops.structs import replaced

SCHEMAS = Path(__file__).parent.parent / "data" / "formats"
ERROR, WARNING = Severity.ERROR, Severity.WARNING


def problem(
    path: str = "contracts/a.yaml",
    line: int = 3,
    column: int = 5,
    code: str = "schema.enum-near",
    severity: Severity = ERROR,
    **values: object,
) -> Problem:
    told: dict[str, object] = {"found": "x", "near": "y", "choices": "y, z"}
    return Problem(Position(path, line, column), code, {**told, **values}, severity)


def result(*problems: Problem, also: tuple[str, ...] = ()) -> Validation:
    paths = sorted({*also, *(each.position.path for each in problems)})
    return Validation(tuple(paths), problems, len(paths))


def checked_sarif(data: bytes) -> Any:
    """The one run of a SARIF log that fits the official schema."""
    log = json.loads(data)
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
    Draft4Validator(schema).validate(log)
    return log["runs"][0]


def checked_gitlab(data: bytes) -> Any:
    """The problems of a Code Quality report that has the documented form, each fingerprint once."""
    report = json.loads(data.decode("utf-8"))
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    assert len({each["fingerprint"] for each in report}) == len(report)
    return report


def checked_junit(data: bytes) -> ElementTree.Element:
    """The one suite of a JUnit report that fits the schema of Jenkins, with the counts it promises."""
    report = ElementTree.fromstring(data)
    xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(report)
    (suite,) = report
    assert suite.get("tests") == str(len(suite))
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    return suite


# --- each format by itself -------------------------------------------------------------------------------


def test_sarif(tmp_path: Path) -> None:
    warning = problem(
        line=9,
        code="contract.host-not-pinned",
        severity=WARNING,
        address="h",
        contract="a",
        count=1,
        orphan="",
    )
    run = checked_sarif(sarif(result(problem(), problem(line=7), warning), "en", tmp_path))
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "schema.enum-near",
        "contract.host-not-pinned",
    ]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"].startswith("'…'")
    assert "…" in rule["help"]["text"]
    first, _, last = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("schema.enum-near", 0, "error")
    assert (last["ruleId"], last["ruleIndex"], last["level"]) == ("contract.host-not-pinned", 1, "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "contracts/a.yaml"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert len({each["partialFingerprints"]["fieldopsProblem/v1"] for each in run["results"]}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_of_sarif_brings_the_manuals_entry(tmp_path: Path, language: str) -> None:
    """Code scanning shows it beside the alert; nobody has to look elsewhere."""
    found = problem(code="calendar.workday-anyway", severity=WARNING, day="2026-03-02", weekday="Mon")
    run = checked_sarif(sarif(result(found), language, tmp_path))
    (rule,) = run["tool"]["driver"]["rules"]
    entry = explain("calendar.workday-anyway")
    assert entry.why.say(language) in rule["help"]["markdown"]
    assert f"```yaml\n{entry.good.rstrip()}\n```" in rule["help"]["markdown"]


def test_sarif_without_a_problem_is_a_run_without_results(tmp_path: Path) -> None:
    run = checked_sarif(sarif(result(also=("a.yaml",)), "zh-CN", tmp_path))
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_sarif_messages_hold_no_links(tmp_path: Path) -> None:
    run = checked_sarif(sarif(result(problem(found="[here](http://evil) [1]")), "en", tmp_path))
    assert r"\[here](http://evil) [1]" in run["results"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("contracts/合同.yaml", "contracts/%E5%90%88%E5%90%8C.yaml"),
        ("a b#c?d%20.yaml", "a%20b%23c%3Fd%2520.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        (os.fsdecode(b"\xff\n.yaml"), "%FF%0A.yaml"),
    ],
)
def test_sarif_uris(tmp_path: Path, path: str, uri: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).touch()
    run = checked_sarif(sarif(result(problem(path)), "en", tmp_path))
    found = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert found == uri
    assert unquote_to_bytes(urlsplit(found).path) == os.fsencode(path)


def test_files_are_named_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = tmp_path / "customers"
    (root / "contracts").mkdir(parents=True)
    (root / "contracts/a.yaml").touch()
    (tmp_path / "beside.yaml").touch()
    found = result(problem(), problem(str(tmp_path / "beside.yaml")), problem("/nowhere/x y.yaml"))
    run = checked_sarif(sarif(found, "en", root))
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert uris == ["customers/contracts/a.yaml", "beside.yaml", "file:///nowhere/x%20y.yaml"]
    paths = [each["location"]["path"] for each in checked_gitlab(gitlab(found, "en", root))]
    assert paths == ["customers/contracts/a.yaml", "beside.yaml", "/nowhere/x y.yaml"]
    assert b"::error file=customers/contracts/a.yaml,line=3,col=5," in github(found, "en", root)


def test_gitlab(tmp_path: Path) -> None:
    warning = problem(
        line=9,
        code="contract.host-not-pinned",
        severity=WARNING,
        address="h",
        contract="a",
        count=1,
        orphan="",
    )
    data = gitlab(result(problem(), warning), "zh-CN", tmp_path)
    assert data.startswith(b"[")
    error, minor = checked_gitlab(data)
    assert (error["check_name"], error["severity"], minor["severity"]) == (
        "schema.enum-near",
        "major",
        "minor",
    )
    assert error["location"] == {"path": "contracts/a.yaml", "lines": {"begin": 3}}
    assert checked_gitlab(gitlab(result(also=("a.yaml",)), "en", tmp_path)) == []


def test_fingerprints_keep_while_lines_move() -> None:
    def marks(*problems: Problem) -> list[str]:
        return fingerprints(problems, str)

    entry = {"code": "reference.doubled-entry", "field": "id", "id": "h1", "advice": ""}
    before = marks(problem(line=3), problem(line=8, line_=0), problem(line=9, **entry))
    assert before[:2] == marks(problem(line=5, column=1), problem(line=80, line_=0))
    assert len(set(before)) == 3
    doubled = {"code": "reference.doubled-id", "kind": "Team", "id": "t"}
    assert marks(problem(other="contracts/b.yaml:3:5", **doubled)) == marks(
        problem(other="contracts/b.yaml:13:5", **doubled)
    )
    assert marks(problem(other="contracts/b.yaml:3:5", **doubled)) != marks(
        problem(other="contracts/c.yaml:3:5", **doubled)
    )
    moved = [marks(problem(other=Position("contracts/b.yaml", line, 5))) for line in (3, 13)]
    assert moved[0] == moved[1] != marks(problem(other=Position("contracts/c.yaml", 3, 5)))
    # Which others exist, and which came nearest, is not what is wrong.
    assert marks(problem()) == marks(problem(choices="y, z, more", near="z"))
    named = problem(found=Named("type.array"))
    assert marks(named) == marks(named) != marks(problem(found=Named("type.object")))


def test_alike_problems_are_told_apart_by_their_number() -> None:
    alike = [problem(line=line) for line in (3, 4, 5)]
    marks = fingerprints(alike, str)
    assert len(set(marks)) == 3
    assert fingerprints(alike[1:], str) == marks[:2]


def test_github_escapes_exactly(tmp_path: Path) -> None:
    path = "contracts/a,b:c%0A\n::error::.yaml"
    found = result(
        problem(path, found="50% ::error::, ", near="\n::stop-commands::x\r\n"),
        problem("contracts/w.yaml", severity=WARNING),
    )
    assert github(found, "en", tmp_path).decode().split("\n") == [
        "::error file=contracts/a%2Cb%3Ac%250A%0A%3A%3Aerror%3A%3A.yaml,line=3,col=5,title=schema.enum-near"
        "::'50%25 ::error::, ' is not one of the choices (hint: did you mean ' ::stop-commands::x '?)",
        "::warning file=contracts/w.yaml,line=3,col=5,title=schema.enum-near::'x' is not one of the choices"
        " (hint: did you mean 'y'?)",
        "::notice title=fieldops::2 files, 1 error, 1 warning",
        "",
    ]


def test_github_says_that_all_is_well(tmp_path: Path) -> None:
    assert (
        github(result(also=("a.yaml",)), "en", tmp_path) == b"::notice title=fieldops::1 file, no problem\n"
    )


def test_junit() -> None:
    warned = problem("contracts/deep/b.yaml", severity=WARNING)
    found = result(
        problem(), problem(line=4), problem(line=5, severity=WARNING), warned, also=("fieldops.yaml",)
    )
    broken, passed, whole = checked_junit(junit(found, "en", strict=False))
    assert [(each.get("classname"), each.get("name")) for each in (broken, passed, whole)] == [
        ("contracts", "a.yaml"),
        ("contracts/deep", "b.yaml"),
        (".", "fieldops.yaml"),
    ]
    failure, output = broken
    assert failure.get("message", "").endswith("(+1)")
    assert [line[:24] for line in (failure.text or "").splitlines()] == [
        "contracts/a.yaml:3:5: er",
        "contracts/a.yaml:4:5: er",
    ]
    assert (output.tag, len((output.text or "").splitlines())) == ("system-out", 1)
    assert [each.tag for each in passed] == ["system-out"]
    assert list(whole) == []
    broken, passed, whole = checked_junit(junit(found, "en", strict=True))
    assert [each.tag for each in (*broken, *passed)] == ["failure", "failure"]
    assert len((broken[0].text or "").splitlines()) == 3


def test_junit_has_no_character_that_xml_lacks() -> None:
    odd = "".join(map(chr, [*range(32), 0x7F, 0x85, 0xFFFE, 0xFFFF, 0xD800, 0x1F600]))
    (case,) = checked_junit(junit(result(problem(f"{odd}.yaml", found=f'<&"]]>{odd}')), "en", strict=False))
    assert case.get("name") == "  \ufffd\U0001f600.yaml"
    assert '<&"]]>  \ufffd\U0001f600' in str(case[0].text)


@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1).filter(lambda text: "\0" not in text), st.text(), st.sampled_from(Severity)
        ),
        max_size=4,
    )
)
def test_whatever_comes_every_report_is_whole(tmp_path: Path, told: list[tuple[str, str, Severity]]) -> None:
    problems = []
    for path, found, severity in told:
        try:
            os.fsencode(path)
        except UnicodeEncodeError:  # no file has such a name
            continue
        problems.append(problem(f"contracts/{path}", found=found, severity=severity))
    whole = result(*problems)
    assert len(checked_sarif(sarif(whole, "en", tmp_path))["results"]) == len(problems)
    assert len(checked_gitlab(gitlab(whole, "zh-CN", tmp_path))) == len(problems)
    assert len(checked_junit(junit(whole, "en", strict=False))) == whole.files
    lines = github(whole, "en", tmp_path).decode().splitlines()
    assert len(lines) == len(problems) + 1


# --- accepted warnings, and warnings that fail ---------------------------------------------------------------


def put_up(path: str = "contracts/a.yaml", entry: str = "contracts/a.yaml", line: int = 9) -> Accepted:
    warned = problem(path, line, severity=WARNING)
    return Accepted(
        warned, Text("客户\n::error::", "asked ]]>\n::error::x"), date(2027, 3, 31), Position(entry, 30, 5)
    )


WHY = "accepted until 2027-03-31: asked ]]> ::error::x"


def test_accepted_warnings_are_in_no_report_unless_asked_for(tmp_path: Path) -> None:
    found = replaced(result(also=("contracts/a.yaml",)), accepted=(put_up(),))
    assert checked_sarif(sarif(found, "en", tmp_path))["results"] == []
    assert checked_gitlab(gitlab(found, "en", tmp_path)) == []
    (case,) = checked_junit(junit(found, "en", strict=True))
    assert list(case) == []
    assert github(found, "en", tmp_path) == (
        b"::notice title=fieldops::1 file, 0 errors, 0 warnings, 1 accepted\n"
    )


def test_accepted_warnings_are_shown_as_what_fails_nobody(tmp_path: Path) -> None:
    other = put_up("contracts/b.yaml", "fieldops.yaml")
    found = replaced(
        result(problem(severity=WARNING), also=("contracts/b.yaml",)), accepted=(put_up(), other)
    )
    counted, own, of_all = checked_sarif(sarif(found, "en", tmp_path, accepted=True))["results"]
    assert "suppressions" not in counted
    assert own["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": WHY}]
    assert of_all["suppressions"][0]["kind"] == "external"
    report = checked_gitlab(gitlab(found, "en", tmp_path, accepted=True))
    assert [each["severity"] for each in report] == ["minor", "info", "info"]
    assert report[1]["description"].endswith(f"({WHY})")
    failed, passed = checked_junit(junit(found, "en", strict=True, accepted=True))
    assert [each.tag for each in failed] == ["failure", "system-out"]
    assert [each.tag for each in passed] == ["system-out"]
    assert WHY in str(passed[0].text)
    lines = github(found, "en", tmp_path, accepted=True).decode().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::notice", "::notice", "::notice"]
    assert lines[1].endswith(f"({WHY})")


def test_a_summary_says_that_warnings_alone_made_the_job_fail(tmp_path: Path) -> None:
    warned, wrong = problem(severity=WARNING), problem()
    last = [
        github(result(*problems), "en", tmp_path, strict=strict).decode().splitlines()[-1]
        for problems in ((warned,), (warned, wrong), ())
        for strict in (True, False)
    ]
    assert last[0] == "::error title=fieldops::1 file, 0 errors, 1 warning; --strict: warnings fail"
    assert [line.partition(" ")[0] for line in last[1:]] == ["::notice"] * 5


# --- hostile names and values, through the command ----------------------------------------------------------

NAMES = [
    b"new\n::error::line.yaml",
    b"contracts,line=1::error::x.yaml",
    b"%0A::error::x.yaml",
    b"\x1b[31mred\x1b]0;title\x07.yaml",
    b"bad\xff\xfe.yaml",
    b"crlf\r\ncontracts/z.yaml:1:1: error[forged] x.yaml",
    b"<!--&\"']]>.yaml",
    b"##[error]old form.yaml",
]
# As YAML writes it; other controls are refused by the loader.
VALUE = r'"x\n::error::forged\r\ncontracts/z.yaml:1:1: error[forged]\t%0A ##[error]z ]]>"'


@pytest.fixture
def hostile(workspace: Workspace) -> Workspace:
    """A workspace with one broken contract per hostile name, its one mistake's value hostile too."""
    for number, name in enumerate(NAMES):
        text = CONTRACT.replace("id: acme", f"id: c{number}").replace("zh-CN", VALUE)
        file = workspace.root / "contracts" / os.fsdecode(name)
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, "utf-8")
    return workspace


FILES = len(NAMES) + 1  # and the team


def test_hostile_text(hostile: Workspace) -> None:
    ran = hostile.run("validate")
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert len(lines) == 2 * len(NAMES)
    assert ran.out.count("error[schema.enum] 'x ::error::forged") == len(NAMES)
    assert all(line.startswith("contracts/") for line in lines[::2])
    assert all(line.startswith("    hint: ") for line in lines[1::2])
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("form", ["text", "json", "gitlab", "sarif", "junit"])
def test_hostile_text_holds_no_command_of_a_runner(hostile: Workspace, form: str) -> None:
    ran = hostile.run("validate", "--format", form)
    assert "##[" not in ran.out
    assert "error]z" in ran.out


def test_a_file_from_outside_begins_no_command(workspace: Workspace, tmp_path: Path) -> None:
    """Files of the workspace are shown with their folder; one named from the current folder may begin with anything."""
    (tmp_path / "::error::x.yaml").write_text(CONTRACT.replace("zh-CN", "fr"), "utf-8")
    command = ("-C", str(workspace.root), "validate", "::error::x.yaml")
    for form in ("text", "json", "gitlab", "sarif", "junit"):
        ran = run_fieldops(*command, "-o", form, folder=tmp_path)
        assert ran.code == 1
        assert not any(line.lstrip().startswith("::") for line in ran.out.splitlines())


def test_hostile_json(hostile: Workspace) -> None:
    found = hostile.run("validate", "--format", "json").json
    assert (found["files"], len(found["problems"])) == (FILES, len(NAMES))


def test_hostile_github(hostile: Workspace) -> None:
    ran = hostile.run("validate", "--format", "github")
    assert len(ran.out.splitlines()) == len(NAMES) + 1
    assert all(line.startswith("::error file=contracts/") for line in ran.out.splitlines()[:-1])
    assert ran.out.count("forged\n") == 0
    assert "\x1b" not in ran.out
    assert ran.err == ""


def test_hostile_gitlab(hostile: Workspace) -> None:
    report = checked_gitlab(hostile.run("validate", "--format", "gitlab").out.encode())
    assert len(report) == len(NAMES)
    assert not any("\n" in each["location"]["path"] + each["description"] for each in report)


def test_hostile_sarif(hostile: Workspace) -> None:
    run = checked_sarif(hostile.run("validate", "--format", "sarif").out.encode())
    uris = {
        unquote_to_bytes(each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for each in run["results"]
    }
    present = {os.fsencode(file.relative_to(hostile.root)) for file in hostile.root.rglob("*.yaml")}
    assert uris == present - {b"contracts/team.yaml"}


def test_hostile_junit(hostile: Workspace) -> None:
    suite = checked_junit(hostile.run("validate", "--format", "junit").out.encode())
    assert (len(suite), suite.get("failures")) == (FILES, str(len(NAMES)))
    assert all(len((each.text or "").splitlines()) == 1 for each in suite.findall("testcase/failure"))


def test_a_note_fails_nothing_and_is_one_in_every_format(tmp_path: Path) -> None:
    note = problem(code="calendar.years-open", severity=Severity.NOTE, years="2028", users="a")
    found = result(note)
    assert (found.errors, found.warnings, found.fails(strict=True)) == (0, 0, False)
    assert found.without_warnings().problems == ()
    assert b"::notice file=" in github(found, "en", tmp_path, strict=True)
    assert [each["severity"] for each in json.loads(gitlab(found, "en", tmp_path))] == ["info"]
    (told,) = checked_sarif(sarif(found, "en", tmp_path))["results"]
    assert told["level"] == "note"
    report = junit(found, "en", strict=True)
    assert b'failures="0"' in report
    assert b"calendar.years-open" in report
