"""What a schema cannot say about playbooks and probes, each mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.validation import validate

HEAD = "apiVersion: fieldops/v1\nkind: {kind}\nid: {id}\ntitle: t\nplatform: linux\n"
PROBES = {
    "one": "parse: {with: int}\nfields: {value: {type: number, unit: '%'}}\n",
    "counts": "parse: {with: kv}\nfields: {n: {type: number, unit: count}, boot: {type: text}}\n",
    "many": "several: true\nparse: {with: table, columns: [name, size]}\n"
    "fields: {name: {type: text}, size: {type: number, unit: B}}\n",
}
CHECK = "{id: c, title: t, area: a, standard: s, advice: x, "


@pytest.fixture
def library(workspace: Workspace) -> Workspace:
    for id, text in PROBES.items():
        workspace.write(f"playbooks/probes/{id}.yaml", HEAD.format(kind="Probe", id=id) + "run: x\n" + text)
    return workspace


def found(workspace: Workspace, text: str) -> list[tuple[str, int, int]]:
    """The problems of a file with that text, which must be elsewhere right."""
    file = workspace.write("playbooks/x.yaml", text)
    problems = validate(workspace.root, [Path(file)]).problems
    return [(problem.code, problem.position.line, problem.position.column) for problem in problems]


@pytest.mark.parametrize(
    ("standard", "code"),
    [
        ("At most 90%.", None),
        ("{zh-CN: 低于 90%, en: At most 90%}", None),
        ("none of them", None),
        ("‸At most 70%.", "check.standard-contradicts"),
        ("{zh-CN: 低于 90%, en: ‸At most 70%}", "check.standard-contradicts"),
        ("‸At least 90%.", "check.standard-wrong-way"),
    ],
)
def test_the_sentence_of_a_standard_and_its_criterion_cannot_contradict_each_other(
    library: Workspace, standard: str, code: str | None
) -> None:
    """`warn: '> 5000'` with the standard "at most 1000": the report printed both as if they agreed."""
    check = (
        f"id: c, title: t, area: a, standard: {standard}, advice: x, probe: one, value: value, warn: '> 90%'"
    )
    _one_problem(library, "checks: [{" + check + "}]", code)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("probe: one, value: value, warn: '>= 80%', crit: '>= 90%'}", None),
        (
            "probe: many, value: size, each: name, expect: '> 5GiB', where: 'name != x', skip: 'size == 0'}",
            None,
        ),
        ("probe: one, value: value, warn: '>= 90%', crit: ‸'>= 80%'}", "check.crit-weaker"),
        ("probe: one, value: value, warn: '>= 80%', crit: ‸'>= 80%'}", "check.crit-weaker"),
        ("probe: one, value: value, warn: '< 10%', crit: ‸'<= 20%'}", "check.crit-weaker"),
        ("probe: one, value: value, warn: ‸'80%'}", "check.bad-criterion"),
        ("probe: one, value: value, expect: ‸'within 5..1%'}", "check.bad-criterion"),
        ("probe: one, value: value, crit: ‸'>= 5GiB'}", "check.unit-mismatch"),
        ("probe: one, value: value, crit: ‸'== full'}", "check.unit-mismatch"),
        ("probe: many, each: name, value: name, crit: ‸'> 5'}", "check.not-a-number"),
        ("probe: one, value: ‸valu, crit: '> 5'}", "check.unknown-field"),
        ("probe: many, value: size, each: ‸nam, crit: '> 5B'}", "check.unknown-field"),
        ("probe: one, value: value, warn: '> 5%', where: ‸'name == x'}", "check.unknown-field"),
        ("probe: one, value: value, warn: '> 5%', skip: ‸'value'}", "check.bad-condition"),
        ("probe: one, value: value, warn: '> 5%', skip: ‸'value > x'}", "check.unit-mismatch"),
        ("probe: counts, value: n, warn: '> 0', says: '{n}', counter: {count: n, since: boot}}", None),
        (
            "probe: many, value: size, each: name, warn: '> 5GiB', says: '{size}', called: 'disk {name}'}",
            None,
        ),
        (
            "probe: many, value: size, each: name, warn: '> 5GiB', says: '{size}', called: ‸'disk {nmae}'}",
            "check.unknown-field",
        ),
        (
            "probe: counts, value: n, warn: '> 0', says: '{n}', counter: {count: ‸boot, since: boot}}",
            "check.unknown-field",
        ),
        (
            "probe: counts, value: n, warn: '> 0', says: '{n}', counter: {count: n, since: ‸n}}",
            "check.unknown-field",
        ),
        (
            "probe: counts, value: n, warn: '> 0', says: '{n}', counter: {count: n, since: ‸when}}",
            "check.unknown-field",
        ),
        ("probe: ‸nothing, value: value, warn: '> 5%'}", "reference.dangling"),
    ],
)
def test_checks(library: Workspace, check: str, code: str | None) -> None:
    _one_problem(library, "checks: [" + CHECK + check + "]", code)


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        (f"[‸{CHECK}probe: one, value: value}}]", "check.no-criterion"),
        (f"[‸{CHECK}probe: many, value: size, crit: '> 5B'}}]", "check.several-rows"),
        (
            f"[{CHECK.replace('area: a', 'area: ‸b')}probe: one, value: value, crit: '> 5%'}}]",
            "reference.dangling",
        ),
        (
            f"[{CHECK}probe: one, value: value, crit: '> 5%'}}, {CHECK.replace('id: c', 'id: ‸c')}probe: one, value: value, crit: '> 5%'}}]",
            "reference.doubled-entry",
        ),
    ],
)
def test_playbooks(library: Workspace, checks: str, code: str) -> None:
    _one_problem(library, f"checks: {checks}", code)


def _one_problem(library: Workspace, line: str, code: str | None) -> None:
    head = HEAD.format(kind="Playbook", id="x") + "areas: [{id: a, title: A}]\n"
    expected = [] if code is None else [(code, 7, line.index("‸") + 1)]
    assert found(library, head + line.replace("‸", "") + "\n") == expected


@pytest.mark.parametrize(
    ("parse", "fields", "code"),
    [
        ("{with: regex, pattern: '(?P<a>x)'}", "{a: {type: text}}", None),
        ("{with: regex, pattern: '(?P<a>x)'}", "{b: {type: text, from: a}}", None),
        ("{with: regex, pattern: '(?P<a>x)'}", "{‸b: {type: text}}", "probe.field-not-produced"),
        ("{with: regex, pattern: '(x)'}", "{‸a: {type: text}}", "probe.field-not-produced"),
        ("{with: regex, pattern: ‸'(?P<a>x'}", "{a: {type: text}}", "probe.bad-regex"),
        ("{with: regex, pattern: ‸'(?P<a>x){99999999999}'}", "{a: {type: text}}", "probe.bad-regex"),
        ("{with: regex, pattern: ‸'(?P<a>x)\\1\\2'}", "{a: {type: text}}", "probe.bad-regex"),
        (
            "{with: regex, pattern: ‸'" + "(" * 499 + "x" + ")" * 499 + "'}",
            "{a: {type: text}}",
            "probe.bad-regex",
        ),
        ("{with: table, columns: [a]}", "{a: {type: text}, ‸b: {type: text}}", "probe.field-not-produced"),
        ("{with: lines}", "{‸lines: {type: text}}", "probe.field-not-produced"),
        ("{with: int}", "{‸a: {type: text}}", "probe.field-not-produced"),
        ("{with: reader, reader: ‸no-such}", "{a: {type: text}}", "probe.unknown-reader"),
        (
            "{with: kv}",
            "{a: {type: number, unit: '%', share: {part: ‸b, whole: a}}}",
            "probe.field-not-produced",
        ),
        (
            "{with: json}",
            "{a: {type: number, unit: '%', share: {part: a, whole: ‸c}}}",
            "probe.field-not-produced",
        ),
    ],
)
def test_probes(workspace: Workspace, parse: str, fields: str, code: str | None) -> None:
    lines = [f"parse: {parse}", f"fields: {fields}"]
    marked = next((at for at, line in enumerate(lines) if "‸" in line), None)
    if code == "probe.bad-regex" and "((((" in parse:
        # Whether so many groups can be compiled is the Python version's business; an exception it is not.
        assert {each[0] for each in found(workspace, _probe(lines))} <= {code, "probe.field-not-produced"}
        return
    expected = [] if code is None or marked is None else [(code, 7 + marked, lines[marked].index("‸") + 1)]
    assert found(workspace, _probe(lines)) == expected


def _probe(lines: list[str]) -> str:
    return HEAD.format(kind="Probe", id="x") + "run: x\n" + "\n".join(lines).replace("‸", "") + "\n"
