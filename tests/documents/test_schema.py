"""Each keyword gives the right sentence at the right place; the schemas themselves keep the rules of the design."""

from __future__ import annotations

import json
import random
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from conftest import CONTRACT, Workspace, again
from effort import calls
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from fieldops.contracts import model
from fieldops.documents.judging import check_schema, kind_of
from fieldops.documents.places import FOLDERS
from fieldops.documents.schema import KINDS, in_both, schema_of, schema_text
from fieldops.documents.typed import Model, Text
from fieldops.documents.validators import accepts, errors, explaining, explaining_class
from fieldops.documents.workspace import yaml_files
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import Problem
from fieldops.inspection import playbook
from fieldops.messages import CATALOGUE, LANGUAGES, hint, say_problem
from fieldops.structs import fields_of

PROBE = """\
apiVersion: fieldops/v1
kind: Probe
id: p
title: t
platform: linux
run: echo
parse: {with: kv}
fields: {value: {type: text}}
"""
PLAYBOOK = """\
apiVersion: fieldops/v1
kind: Playbook
id: p
title: t
platform: linux
areas: [{id: a, title: A}]
checks:
"""
TEAM = "apiVersion: fieldops/v1\nkind: Team\nid: t\nname: T\npeople:\n"
CHECK = "{id: c, title: t, area: a, probe: p, value: v, standard: s"


def found(text: str) -> list[tuple[str, int, int]]:
    node, problems = read_yaml(text.encode(), "f.yaml")
    assert node is not None
    assert problems == []
    _, problems = check_schema(node, "f.yaml")
    for problem in problems:
        for language in LANGUAGES:
            say_problem(problem, language)
    return sorted((problem.code, problem.position.line, problem.position.column) for problem in problems)


def judged(text: str) -> list[Problem]:
    node, _ = read_yaml(text.encode(), "f.yaml")
    assert node is not None
    return check_schema(node, "f.yaml")[1]


def said(text: str, language: str = "en") -> list[str]:
    return [" / ".join(part or "-" for part in say_problem(each, language)) for each in judged(text)]


# --- one mistake at a time -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "line", "code"),
    [
        # Each line is added to a valid document or stands in for the line of its key; ‸ is where the problem must be.
        (CONTRACT, "number: ‸17", "type"),
        (CONTRACT, "number: ‸true", "type"),
        (CONTRACT, "assets: ‸{}", "type"),
        (CONTRACT, "title: ‸1", "type"),
        (CONTRACT, "assets: [{id: a, host: {address: h, port: ‸'22'}}]", "type"),
        (CONTRACT, "‸customer: {contacts: [{name: n}]}", "required"),
        (CONTRACT, "assets: [‸{name: 名称}]", "required"),
        (CONTRACT, "‸asets: []", "unknown-key-near"),
        (CONTRACT, "‸zzzzzz: []", "unknown-key"),
        (CONTRACT, "vendor: {name: 星河, ‸hotlin: x}", "unknown-key-near"),
        (CONTRACT, "language: ‸zh-cn", "enum-near"),
        (CONTRACT, "language: ‸klingon", "enum"),
        (CONTRACT, "apiVersion: ‸fieldops/v2", "const"),
        (CONTRACT, "id: ‸Acme GmbH", "form"),
        (CONTRACT, 'id: ‸"acme\\n"', "form"),
        (CONTRACT, "term: {start: ‸2026-1-1, end: 2026-12-31}", "form"),
        (CONTRACT, "assets: [{id: a, host: {address: ‸-oProxyCommand=x}}]", "form"),
        (CONTRACT, "access: {denied_commands: [rm, ‸'rm -rf']}", "form"),
        (CONTRACT, "access: {login: {user: u, method: agent, agent_key: ‸MD5:x}}", "form"),
        (CONTRACT, "customer: {name: n, contacts: [{name: n, email: ‸'a@b'}]}", "form"),
        (CONTRACT, "number: ‸''", "form"),
        (CONTRACT, "customer: {name: n, contacts: [{name: n, phone: ‸'1'}]}", "too-short"),
        (CONTRACT, f"id: ‸{'a' * 65}", "too-long"),
        (CONTRACT, "title: ‸{}", "too-few"),
        (CONTRACT, "title: {‸de: Titel}", "unknown-key"),
        (CONTRACT, "access: {denied_commands: ‸[rm, df, rm]}", "not-unique"),
        (CONTRACT, "assets: [{id: a, host: {address: h, port: ‸0}}]", "too-small"),
        (CONTRACT, "assets: [{id: a, host: {address: h, port: ‸65536}}]", "too-big"),
        (CONTRACT, "access: {‸login: {user: u, method: key_file}}", "required"),
        (TEAM, "people: ‸[]", "too-few"),
        (TEAM, "people: [{id: a, name: A, roles: ‸[]}]", "too-few"),
        (PROBE, "fields: ‸{}", "too-few"),
        (PROBE, "fields: {ok: {type: text}, ‸Bad: {type: text}}", "form"),
        (PROBE, "fields: {a: {type: text, ‸unit: s}}", "not-allowed"),
        (PROBE, "fields: {‸a: {type: number}}", "required"),
        (PROBE, "‸parse: {with: regex}", "required"),
        (PROBE, "timeout: ‸10", "type"),
        (PROBE, "timeout: ‸10x", "form"),
        (PROBE, "timeout: ‸1:30", "form"),
        (PROBE, "exit_codes: [0, ‸256]", "too-big"),
        (PLAYBOOK, f"checks: [{CHECK}, info: true, ‸warn: '> 1'}}]", "not-allowed"),
        (PLAYBOOK, f"checks: [{CHECK}, info: ‸false, advice: a}}]", "const"),
        (PLAYBOOK, f"checks: [‸{CHECK}, warn: '> 1'}}]", "required"),
    ],
)
def test_keywords(base: str, line: str, code: str) -> None:
    key = line.replace("‸", "").split(":")[0]
    lines = base.splitlines()
    at = next((at for at, each in enumerate(lines) if each.split(":")[0] == key), len(lines))
    lines[at : at + 1] = [line.replace("‸", "")]
    place = (at + 1, line.index("‸") + 1)
    assert found("\n".join(lines) + "\n") == [(f"schema.{code}", *place)]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("[]", "document.not-mapping", (1, 1)),
        ("\n\n  text", "document.not-mapping", (3, 3)),
        ("---\n", "document.not-mapping", (2, 1)),
        ("a: 1\n", "schema.required", (1, 1)),
        ("kind: Contrakt\n", "document.unknown-kind", (1, 7)),
        ("kind: [Contract]\n", "document.unknown-kind", (1, 7)),
        ("kind: 1\n", "document.unknown-kind", (1, 7)),
    ],
)
def test_what_is_no_document(text: str, code: str, place: tuple[int, int]) -> None:
    assert [(problem[0], problem[1:]) for problem in found(text)] == [(code, place)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("asets: []", "'asets' is not known here / did you mean 'assets'?"),
        ("number: 2026017", "expected text, found a whole number / put it in quotes: '2026017'"),
        ("number: true", "expected text, found true or false / put it in quotes: 'true'"),
        ("number:", "'number' has no value / fill in text, or delete the line where the field is not needed"),
        ("title: []", "expected text or a mapping of 'key: value' lines, found a list / -"),
        ("language: zh-cn", "'zh-cn' is not one of the choices / did you mean 'zh-CN'?"),
        ("number: ''", "'''' is not text that is not empty / -"),
        ("scope: -a -b", "expected a list, found text / write 'scope: [a, b]'"),
        ("scope: 巡检，抢修", "expected a list, found text / write 'scope: [巡检, 抢修]'"),
        (
            "warranties: -a -b",
            "expected a list, found text / begin each entry on a line of its own with '- ', then its fields as 'key: value'",
        ),
        ("id: A b", "'A b' is not an id (lowercase letters, digits and single hyphens) / did you mean a-b?"),
        (f"language: {'A' * 500}", f"'{'A' * 80}…' is not one of the choices / choose one of: zh-CN, en"),
    ],
)
def test_sentences(line: str, words: str) -> None:
    key = line.split(":")[0]
    kept = [each for each in CONTRACT.splitlines() if each.split(":")[0] != key]
    assert said("\n".join([*kept, line]) + "\n") == [words]


def test_a_missing_key_says_what_belongs_there() -> None:
    text = CONTRACT.replace("term:", "scope: []\n#").replace("time_zone:", "#")
    assert said(text)[0].startswith("'time_zone' is missing / time_zone: An IANA name")
    assert not re.search("[\u4e00-\u9fff]", said(text)[0])
    assert said(text)[1].startswith("'term' is missing / term: First and last day")
    chinese = said(text, "zh-CN")
    assert "An IANA name" not in chinese[0]
    assert chinese[1].startswith("缺少 term / term：服务的首日和末日")


# --- what is not filled in yet -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key", "column"),
    [
        ("number: TBD", "number", 9),
        ("term: {start: 2026-01-01, end: TBD}", "term.end", 32),
        ("language: 'TBD'", "language", 11),
        ("term: TBD", "term", 7),
        ("time_zone: TBD", "time_zone", 12),
        ("assets: [{id: a}, {id: TBD}]", "assets[1].id", 24),
        ("access: {denied_commands: [TBD, rm]}", "access.denied_commands[0]", 28),
        ("title: {en: T, zh-CN: TBD}", "title.zh-CN", 23),
        ("kind: TBD", "kind", 7),
    ],
)
def test_what_is_not_filled_in_is_one_problem_and_no_other(line: str, key: str, column: int) -> None:
    name = line.split(":")[0]
    lines = [each for each in CONTRACT.splitlines() if each.split(":")[0] != name]
    (problem,) = judged("\n".join([*lines, line]) + "\n")
    assert problem.code == "document.unfilled"
    assert problem.values["key"] == key
    assert (problem.position.line, problem.position.column) == (len(lines) + 1, column)
    # The hint says what the schema calls it, in the reader's language.
    english, chinese = (str(say_problem(problem, language)[1]) for language in ("en", "zh-CN"))
    assert english.startswith(f"replace TBD; {key}: ")
    assert not re.search("[\u4e00-\u9fff]", english)
    untitled = key == "kind" or key.endswith("]")
    assert untitled or (len(english) > len(f"replace TBD; {key}: ") and chinese != english)


def test_each_unfilled_place_is_told_and_other_texts_are_not() -> None:
    text = CONTRACT.replace("name: Vendor", "name: TBD, hotline: tbd").replace("en: Acme", "en: TBD")
    text += "access: {denied_commands: [TBD, TBD]}\nscope: [To be defined (TBD), 'TBD ', TBD]\n"
    assert sorted(str(problem.values["key"]) for problem in judged(text)) == [
        "access.denied_commands[0]",
        "access.denied_commands[1]",
        "scope[2]",
        "vendor.name",
    ]


# --- many mistakes at once, through the command line -----------------------------------------------------

SIX = """\
apiVersion: fieldops/v1
kind: Contract
id: Six Mistakes
title: {zh-CN: 六处错误, en: 1}
customer: {name: 客户, contacts: [{name: 张, phone: 13800000000}]}
vendor: {name: Vendor}
team: team
language: zh_CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31, ende: x}
assets:
  - id: a
    host: {address: 10.0.0.1, port: 70000}
"""
EXPECTED = [
    (3, 5, "schema.form", "is not an id", "不是合法的标识"),
    (4, 26, "schema.type", "expected text, found a whole number", "应为文本，实际为整数"),
    (5, 50, "schema.type", "expected text, found a whole number", "应为文本，实际为整数"),
    (8, 11, "schema.enum-near", "'zh_CN' is not one of the choices", "zh_CN 不在可选范围内"),
    (10, 44, "schema.unknown-key-near", "'ende' is not known here", "此处没有名为 ende 的字段"),
    (13, 37, "schema.too-big", "70000 is more than 65535", "70000 大于上限 65535"),
]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_six_mistakes_on_six_lines_are_six_problems_in_one_run(workspace: Workspace, language: str) -> None:
    workspace.write("contracts/six.yaml", SIX)
    ran = workspace.run("validate", "-o", "json", language=language)
    assert ran.code == 1
    assert ran.json["schema_version"] == 1
    # What the rules say besides is not the schema's.
    problems = [each for each in ran.json["problems"] if each["code"].startswith("schema.")]
    assert {problem["path"] for problem in problems} == {"contracts/six.yaml"}
    assert [(each["line"], each["column"], each["code"]) for each in problems] == [
        each[:3] for each in EXPECTED
    ]
    words = [each[3] if language == "en" else each[4] for each in EXPECTED]
    assert all(word in each["message"] for word, each in zip(words, problems, strict=True))
    assert all(each["severity"] == "error" for each in problems)


# --- the schemas themselves ------------------------------------------------------------------------------

FILES = ["common.json", *KINDS.values()]


def parts(schema: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the schema file, with its place."""
    if isinstance(schema, dict):
        yield where, schema
        for key, value in schema.items():
            yield from parts(value, f"{where}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from parts(value, f"{where}/{index}")


def load(file: str) -> Any:
    return json.loads(schema_text(file))


def resolved(part: dict[str, Any], file: str) -> tuple[dict[str, Any], str]:
    """The part its $ref leads to (or itself), and the file that is in."""
    if "$ref" not in part:
        return part, file
    target, _, pointer = part["$ref"].partition("#/")
    file = target or file
    found = load(file)
    for step in pointer.split("/"):
        found = found[step]
    return found, file


@pytest.mark.parametrize("file", FILES)
def test_schemas_are_2020_12_without_unions(file: str) -> None:
    schema = load(file)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    for where, part in parts(schema):
        assert not {"oneOf", "anyOf", "patternProperties", "not"} & set(part), where
        # For editors; here a rule says that there is no such day.
        assert part.get("format", "date") == "date", where
        if "$ref" in part:
            resolved(part, file)


@pytest.mark.parametrize("file", FILES)
def test_patterns_are_ascii_and_anchored_and_forms_have_names(file: str) -> None:
    for where, part in parts(load(file)):
        if isinstance(part.get("pattern"), str):
            pattern = part["pattern"]
            assert "x-form" in part, where
            re.compile(pattern)
            assert pattern.isascii(), where
            assert pattern.startswith("^"), where
            assert pattern.endswith("$"), where
            assert not re.search(r"\\[dwsDWSbB]", pattern), where
            assert "|" not in re.sub(r"\([^()]*\)|\(.*\)", "", pattern), where
        if "x-form" in part:
            assert f"form.{part['x-form']}" in CATALOGUE, where


@pytest.mark.parametrize("file", FILES)
def test_every_property_is_explained_and_every_mapping_is_closed(file: str) -> None:
    for where, part in parts(load(file)):
        if where.endswith("/properties") and "/if/" not in where and not re.search(r"/(then|else)/", where):
            for name, found in part.items():
                target, _ = resolved(found, file)
                assert {"title", "description"} & (set(found) | set(target)), f"{where}/{name}"
        if part.get("type") == "object":
            assert "additionalProperties" in part, where


def test_sentences_exist_for_each_keyword_the_schemas_use() -> None:
    """No user ever reads "the rule … of the schema is not met"."""
    structure = {
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "title",
        "description",
        "properties",
        "additionalProperties",
        "required",
        "items",
        "propertyNames",
        "x-fixed",
        "allOf",
        "if",
        "then",
        "else",
        "x-form",
        "x-reference",
        "patternErrorMessage",
        "format",
        "examples",
    }
    explained = {
        "type",
        "enum",
        "const",
        "pattern",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "uniqueItems",
        "minimum",
        "maximum",
        "dependentRequired",
    }
    for file in FILES:
        for where, part in parts(load(file)):
            if not re.search(r"/(properties|\$defs|dependentRequired)$", where):
                assert set(part) <= structure | explained, where


# --- the two halves of a schema's texts --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("Customer 客户", "Customer", "客户"),
        ("The paper's number. 纸质合同上的编号。", "The paper's number.", "纸质合同上的编号。"),
        ("Text (zh-CN, en). 给人看的文字：一段。", "Text (zh-CN, en).", "给人看的文字：一段。"),
        ("SSH port, 22 if left out. SSH 端口，默认 22。", "SSH port, 22 if left out.", "SSH 端口，默认 22。"),
        ("Units (e.g. U) 单位", "Units (e.g. U)", "单位"),
        ("English only.", "English only.", "English only."),
        ("只有中文 abc。", "只有中文 abc。", "只有中文 abc。"),
        ("", "", ""),
    ],
)
def test_halves(text: str, english: str, chinese: str) -> None:
    assert in_both(text) == Text(chinese, english)


@pytest.mark.parametrize("kind", KINDS)
def test_both_halves_of_every_title_and_description_are_of_their_language(kind: str) -> None:
    han = re.compile("[\u4e00-\u9fff]")
    for file in ("common.json", KINDS[kind]):
        for where, part in parts(load(file)):
            for text in (part.get(key) for key in ("title", "description")):
                if isinstance(text, str) and han.search(text):
                    assert not han.search(in_both(text).en), where
                    assert han.search(in_both(text).zh), where


# --- the fast validator ------------------------------------------------------------------------------------

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 7, 22, 255, 256, 65535, 65536, 10**18 - 1),
    *(
        "",
        "a",
        "A",
        "a b",
        "a\n",
        "\na",
        "a-b",
        "a--b",
        "-a",
        "a_b",
        "1",
        "12",
        "01",
        "é",
        "中文",
        "\u2028",
        "x" * 65,
    ),
    *("2026-01-01", "2026-01-01\n", "2026-13-01", "10m", "3 years", "2wd", "08:30-12:00", "99.5", "64KiB"),
    *(
        "Asia/Shanghai",
        "a@b.cd",
        "a@b",
        "SHA256:" + "A" * 43,
        "zh-CN",
        "en",
        "linux",
        "ssh",
        "-o",
        "a.b",
        "::1",
    ),
    *([], [1], [1, True], [1, 1], ["a", "b"], ["a", "a"], [{}, {}], [{"a": 1}, {"a": True}]),
    *({}, {"a": 1}, {"en": "x"}, {"en": ""}, {"zh-CN": "中", "en": "x"}, {"a": {}}, {"": ""}),
]


@pytest.mark.parametrize("file", FILES)
def test_the_fast_validator_accepts_the_same_values_everywhere(file: str) -> None:
    """Every schema inside a schema file judges each of VALUES as the explaining validator does."""
    files = {name: load(name) for name in ("common.json", file)}
    fast = jsonschema_rs.Registry(list(files.items()))
    registry: Any = Registry().with_resources(
        (name, Resource.from_contents(each)) for name, each in files.items()
    )
    for where, _ in parts(files[file]):
        if re.search(r"/(properties|\$defs|dependentRequired)$", where):
            continue
        schema = {"$schema": files[file]["$schema"], "$ref": file + where}
        is_valid = jsonschema_rs.Draft202012Validator(schema, registry=fast).is_valid
        explains = explaining_class()(schema, registry=registry)
        for value in VALUES:
            assert is_valid(value) == explains.is_valid(value), (where, value)


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key) of everything inside."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key])


def mutated(data: Any, chance: random.Random) -> Any:
    copy = json.loads(json.dumps(data))
    within, key = chance.choice(list(places(copy)))
    match chance.randrange(5):
        case 0:
            del within[key]
        case 1 if isinstance(within, dict):
            within[chance.choice(["a", "en", "Bad key", "login", "unit", "warn", "id"])] = within[key]
        case 1:
            within.append(within[key])
        case _:
            within[key] = chance.choice(VALUES)
    return copy


ROOT = Path(__file__).parents[2]


@again
@pytest.mark.parametrize("kind", KINDS)
def test_the_fast_validator_accepts_the_same_documents(kind: str) -> None:
    """Documents of the repository, each with a mistake or three: what one refuses, the other refuses."""
    chance = random.Random(20261122)
    read = [
        read_yaml(file.read_bytes(), file.name)[0] for folder in FOLDERS for file in yaml_files(ROOT / folder)
    ]
    seeds = [node.data for node in read if node is not None and kind_of(node) == kind]
    seeds += [{"apiVersion": "fieldops/v1", "kind": kind, "id": "a"}]
    for _ in range(150):
        data = chance.choice(seeds)
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            data = mutated(data, chance) if data else data
        everywhere = list(map(shown, explaining(kind).iter_errors(data)))
        assert accepts(kind, data) == (not everywhere), data
        # What it does not look into has nothing wrong.
        assert list(map(shown, errors(kind, data))) == everywhere


def shown(error: Any) -> tuple[object, ...]:
    return *error.absolute_path, error.validator, error.message


def test_what_the_fast_validator_cannot_read_is_left_to_the_other() -> None:
    assert not accepts("Contract", {"id": "\ud800"})
    assert not accepts("Contract", {"id": {1}})


@pytest.mark.parametrize(
    "line",
    [
        "access: {denied_commands: [" + ",".join(f"{{a: {number}}}" for number in range(5_000)) + "]}",
        "customer: {name: n, contacts: [{name: n, email: 'a@" + "." * 200_000 + "@'}]}",
        "id: " + "a-" * 200_000,
        "assets: [{id: a, host: {address: " + "a" * 200_000 + "_}}]",
        "".join(f"k{number}: 1\n" for number in range(5_000)),
        "assets: [" + "{id: TBD}," * 3_000 + "]",
    ],
    ids=["uniqueItems", "email", "id", "host", "unknown-keys", "unfilled"],
)
def test_hostile_values_take_no_quadratic_work(line: str) -> None:
    """Five thousand values are not compared with each other. (Patterns are measured by `make bench`.)"""
    text = "".join(each + "\n" for each in CONTRACT.splitlines() if each.split(":")[0] != line.split(":")[0])
    whole = text + line + "\n"
    problems: list[object] = []
    assert calls(lambda: problems.extend(found(whole))) < 100 * len(whole)
    assert problems


# --- the typed models --------------------------------------------------------------------------------------

MODELS = {
    "Contract": model.Contract,
    "Team": model.Team,
    "Playbook": playbook.Playbook,
    "Probe": playbook.Probe,
}


def _inner(kind: Any) -> Any:
    """The model inside an annotation such as tuple[Asset, ...] or Host | None."""
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind
    if typing.get_origin(kind) in (tuple, dict, types.UnionType, typing.Union):
        return next((found for each in typing.get_args(kind) if (found := _inner(each))), None)
    return None


def unlike(schema: dict[str, Any], file: str, kind: type[Model], where: str) -> Iterator[str]:
    hints = typing.get_type_hints(kind)
    required = {field.name for field in fields_of(kind) if field.required}
    # msgspec takes no reserved words; the probe's loader renames these two.
    names = {name: f"{name}_" if name in ("with", "from") else name for name in schema["properties"]}
    for name, found in schema["properties"].items():
        if name in ("apiVersion", "kind", "accepts") and names[name] not in hints:
            continue
        if names[name] not in hints:
            yield f"{where}.{name} has no field in {kind.__name__}"
            continue
        target, target_file = resolved(found, file)
        if "items" in target:
            target, target_file = resolved(target["items"], target_file)
        elif isinstance(target.get("additionalProperties"), dict):
            target, target_file = resolved(target["additionalProperties"], target_file)
        inner = _inner(hints[names[name]])
        if "properties" in target and hints[names[name]] is not Text and inner is not None:
            yield from unlike(target, target_file, inner, f"{where}.{name}")
    for name in set(hints) - set(names.values()):
        yield f"{kind.__name__}.{name} is no property of {where}"
    for name in required - {names[each] for each in schema.get("required", [])}:
        yield f"{kind.__name__}.{name} has no default, but {where}.{name} may be left out"


@pytest.mark.parametrize("kind", MODELS)
def test_every_property_has_a_field_and_every_optional_one_a_default(kind: str) -> None:
    assert list(unlike(schema_of(kind), KINDS[kind], MODELS[kind], kind)) == []


def test_hints_never_lack_a_value() -> None:
    assert hint("schema.required", "en", {"key": "a", "title": "T"}) == "a: T"


def test_all_that_a_value_needs_beside_it_is_said_at_once() -> None:
    """Who adds one is not sent back for the next."""
    text = b"apiVersion: fieldops/v1\nkind: Calendar\nid: y\ntitle: {zh-CN: z, en: e}\nyear: 2027\n"
    node, _ = read_yaml(text, "y.yaml")
    assert node is not None
    found = {(each.code, each.values["key"]) for each in check_schema(node, "y.yaml")[1]}
    assert found == {("schema.needs-key", ("day_off", "make_up_workday", "source"))}
