"""What an account manager sees in the editor: the real yaml-language-server on a workspace of `fieldops init`."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, lacking, require
from lsp_client import LanguageServer

from fieldops.documents.judging import check_schema
from fieldops.documents.schema import KINDS, schema_of, schema_text
from fieldops.documents.yaml_text import read_yaml

pytestmark = pytest.mark.real

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
PROGRAM = Path(__file__).parents[2] / ".node/node_modules/yaml-language-server/bin/yaml-language-server"
# As on a developer's machine without a network: no catalogue of schemas is fetched.
OFFLINE = {"yaml.schemaStore.enable": False}

CONTRACT = "# yaml-language-server: $schema=../.fieldops/schemas/contract.json\n"
PLAYBOOK = "# yaml-language-server: $schema=../.fieldops/schemas/playbook.json\n"
TEAM = "# yaml-language-server: $schema=../.fieldops/schemas/team.json\n"
PROBE = "# yaml-language-server: $schema=../../.fieldops/schemas/probe.json\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace, the broken files among its contracts."""
    made = tmp_path_factory.mktemp("editor") / "workspace"
    here = Workspace(tmp_path_factory.mktemp("here"))
    ran = here.run("init", str(made), "--examples")
    assert ran.code == 0, ran.err
    for file in BROKEN:
        shutil.copy(file, made / "contracts")
    return made


@pytest.fixture(scope="module")
def start(folder: Path) -> Iterator[Callable[..., LanguageServer]]:
    """Starts a server for the workspace, with the settings that `init` wrote for VS Code."""
    command = [require("node"), str(PROGRAM), "--stdio"]
    if not PROGRAM.exists():
        lacking("yaml-language-server is not installed: sh tools/test-programs.sh real")
    settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
    started: list[LanguageServer] = []

    def new(locale: str = "en") -> LanguageServer:
        started.append(LanguageServer(command, folder, {**OFFLINE, **settings}, locale))
        return started[-1]

    yield new
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(start: Callable[..., LanguageServer]) -> LanguageServer:
    return start()


# Hover


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("▮id: acme", ["Contract id 合同标识", "Short name used on the command line", "命令行和文件名中使用的短名"]),
        ("▮apiVersion: fieldops/v1", ["Format version 格式版本", "固定写 fieldops/v1"]),
        ("▮kind: Contract", ["Kind 类型"]),
        ("term: {▮start: 2026-01-01}", ["First day 首日"]),
        ("▮team: east", ["Team 服务团队", "Id of the Team", "团队标识"]),
        ("▮language: en", ["Language 语言", "`zh-CN`", "`en`"]),
        ("access:\n  login:\n    ▮method: agent", ["Method 方式", "the SSH agent", "私钥文件", "`key_file`"]),
        ("access:\n  login:\n    method: ▮agent", ["Method 方式"]),
        ("assets:\n  - id: scan-01\n    host: {▮port: 22}", ["Port 端口", "22 if left out", "默认 22"]),
    ],
)  # fmt: skip
def test_hover_explains_in_both_languages(server: LanguageServer, text: str, shown: list[str]) -> None:
    hover = server.hover("contracts/acme.yaml", CONTRACT + text)
    assert [words for words in shown if words not in hover] == [], hover


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("▮vars:\n  most: {value: 80%}", ["Variables 变量", "a contract may set them otherwise", "合同可另行设定"]),
        ("vars:\n  ▮most: {value: 80%}", ["Variable 变量", "criteria and words name it as", "判据和文字中写"]),
        ("vars:\n  most: {▮value: 80%}", ["A number with its unit", "带单位的数", "30d"]),
        ("checks:\n  - warn: '>= {{ m▮ost }}'", ["most", "(a variable of", "vars 中的变量"]),
        ("checks:\n  - expect: 'all of {{ must▮_run }}'", ["of a variable", "用变量写成"]),
    ],
)  # fmt: skip
def test_variables_of_a_playbook_are_explained_where_they_stand_and_where_they_are_named(
    server: LanguageServer, text: str, shown: list[str]
) -> None:
    hover = server.hover("playbooks/ours.yaml", PLAYBOOK + text)
    assert [words for words in shown if words not in hover] == [], hover


@pytest.mark.parametrize(
    ("path", "text", "line", "said"),
    [
        ("playbooks/ours.yaml", PLAYBOOK + "vars:\n  Most-x: {value: 80%}\n", 3, "字段名"),
        ("playbooks/ours.yaml", PLAYBOOK + "vars:\n  most: 80%\n", 3, "Variable 变量"),
        ("contracts/acme.yaml", CONTRACT + "vars:\n  - {playbook: health, nam: x, value: 1, reason: y}\n", 3, "nam is not"),
        ("contracts/acme.yaml", CONTRACT + "vars:\n  - {playbook: health, name: x, value: {a: 1}, reason: y}\n", 3, "array"),
    ],
)  # fmt: skip
def test_mistakes_in_variables_are_marked(
    server: LanguageServer, path: str, text: str, line: int, said: str
) -> None:
    told = [each for each in server.diagnostics(path, text) if each["range"]["start"]["line"] + 1 == line]
    assert said in str(told)


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_has_a_hover_in_both_languages(server: LanguageServer, kind: str) -> None:
    text = f"# yaml-language-server: $schema=../.fieldops/schemas/{KINDS[kind]}\n"
    text += "\n".join(_all_keys(schema_of(kind), KINDS[kind], ""))
    names = re.findall(r"▮([^:]+):", text)
    hovers = server.hovers("contracts/all.yaml", text)
    poor = [
        name
        for name, hover in zip(names, hovers, strict=True)
        if not (re.search("[一-鿿]", hover) and re.search("[A-Za-z]{2}", hover.split("Source:")[0]))
    ]
    assert names
    assert poor == []


def _all_keys(schema: Any, file: str, indent: str) -> Iterator[str]:
    """A document with every key its schema knows, `▮` before each."""
    for name, value in schema.get("properties", {}).items():
        inner, its_file = _resolved(value, file)
        entry = ""
        while inner.get("type") == "array":
            inner, its_file = _resolved(inner["items"], its_file)
            entry += "- "
        nested = (
            () if len(indent) > 20 else tuple(_all_keys(inner, its_file, f"{indent}  {'  ' * bool(entry)}"))
        )
        if inner.get("type") == "object" and nested:
            first, *rest = nested
            yield f"{indent}▮{name}:"
            yield f"{indent}  {entry}{first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}▮{name}: {inner.get('const', 'x')}"


def _resolved(schema: dict[str, Any], file: str) -> tuple[dict[str, Any], str]:
    """The schema its `$ref` names, and the file that stands in."""
    while "$ref" in schema:
        other, _, pointer = schema["$ref"].partition("#")
        file = other or file
        schema = _file(file)
        for step in pointer.split("/")[1:]:
            schema = schema[step]
    return schema, file


def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded


# Completion


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (
            "▮",
            {"apiVersion", "kind", "id", "title", "customer", "vendor", "team", "term", "access", "assets"},
        ),
        ("apiVersion: fieldops/v1\nki▮", {"kind", "id", "team"}),
        ("kind: ▮", {"Contract"}),
        ("language: ▮", {"zh-CN", "en"}),
        ("term:\n  ▮", {"start", "end"}),
        ("term:\n  start: 2026-01-01\n  ▮", {"end"}),
        ("assets:\n  - ▮", {"id", "name", "serial", "host"}),
        ("assets:\n  - id: scan-01\n    host:\n      ▮", {"address", "port", "transport", "groups", "login"}),
        ("assets:\n  - id: scan-01\n    host: {address: scan, transport: ▮}", {"ssh", "local"}),
        ("access:\n  login:\n    method: ▮", {"key_file", "agent", "password_command", "prompt"}),
        ("vars:\n  - ▮", {"playbook", "name", "value", "reason", "groups", "categories", "assets"}),
        ("vars:\n  - playbook: ▮", {"health"}),
        ("vars:\n  - playbook: health\n    name: ▮", {"must_run"}),
        ("vars:\n  - playbook: health\n    name: must_run\n    value: ▮", {"85%", "5GiB", "30d"}),
        # After a choice that has an if/then of its own.
        ("access:\n  login:\n    method: key_file\n    ▮", {"user", "key_file"}),
    ],
)
def test_completion_offers(server: LanguageServer, text: str, offered: set[str]) -> None:
    found = server.completion("contracts/acme.yaml", CONTRACT + text)
    assert offered <= set(found), sorted(found)


def test_completion_does_not_offer_what_is_there(server: LanguageServer) -> None:
    found = server.completion("contracts/acme.yaml", CONTRACT + "term:\n  start: 2026-01-01\n  ▮")
    assert "start" not in found


def test_a_variable_of_a_playbook_is_completed(server: LanguageServer) -> None:
    """Names of variables are the workspace's own: only `validate` knows them, and tells the nearest."""
    found = server.completion("playbooks/ours.yaml", PLAYBOOK + "vars:\n  most:\n    ▮")
    assert {"value", "title", "reason"} <= set(found)
    values = server.completion("playbooks/ours.yaml", PLAYBOOK + "vars:\n  most: {value: ▮}")
    assert {"85%", "5GiB", "30d"} <= set(values)


def test_completion_after_a_union_in_a_list(server: LanguageServer) -> None:
    fields = "fields:\n  load:\n    type: number\n    unit: ▮"
    found = server.completion("playbooks/probes/load.yaml", PROBE + fields)
    assert {"%", "s", "count"} <= {label.strip("\"'") for label in found}, sorted(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_completed_property_can_be_written_on(server: LanguageServer, kind: str) -> None:
    modeline = f"# yaml-language-server: $schema=../.fieldops/schemas/{KINDS[kind]}\n"
    found = server.completion("contracts/new.yaml", f"{modeline}▮")
    properties = schema_of(kind)["properties"]
    assert set(properties) <= set(found)
    # Whoever chooses `team` gets `team: `, with the colon; `on`, which older YAML takes for a truth value, in quotes.
    written = {name: found[name]["insertText"].replace('"on"', "on") for name in properties}
    assert [name for name in properties if not written[name].startswith(f"{name}:")] == []


def test_the_first_completion_writes_all_that_is_required(server: LanguageServer) -> None:
    written = server.completion("contracts/new.yaml", f"{TEAM}▮")["Team 服务团队"]["insertText"]
    keys = [line.partition(":")[0] for line in written.splitlines() if not line.startswith(" ")]
    assert keys == ["apiVersion", "kind", "id", "name", "people"]


# New files, which have no first line that names their schema


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_has_its_schema(server: LanguageServer, kind: str) -> None:
    places = {
        "Settings": "fieldops.yaml",
        "Playbook": "playbooks/new.yaml",
        "Probe": "playbooks/probes/new.yaml",
    }
    path = places.get(kind, "contracts/new.yaml")
    begun = f"apiVersion: fieldops/v1\nkind: {kind}\n"
    assert kind in server.completion(path, "apiVersion: fieldops/v1\nkind: ▮")
    offered = server.completion(path, f"{begun}▮")
    assert set(schema_of(kind)["properties"]) - {"apiVersion", "kind"} <= set(offered)
    assert "colour" in str(server.diagnostics(path, f"{begun}colour: red\n"))


# Mistakes

# Files in which the editor marks other lines than those with `# wrong`, which are those of validate.
DIFFERENCES = {
    # The line is indented too far: the editor marks the value it would continue, validate the line itself.
    "08-indentation": {7},
    # YAML that every reader understands, and that fieldops refuses for its reviewers' sake.
    "27-second-document": set(),
    "28-anchor": set(),
    "29-merge-key": set(),
    "30-tag": set(),
    # validate says where the quote was opened, the editor where the file no longer makes sense.
    "10-unclosed-quote": {8},
    "11-unclosed-quote-in-the-middle": {8},
    # The editor blames the line that follows, validate the bracket that is open.
    "12-unclosed-bracket": {10},
    "13-unclosed-brace-in-the-middle": {7},
    # Of a text whose second line is not indented, it marks the first as well.
    "43-quoted-text-not-indented": {5, 6},
}
# After these validate reads on; after any other yaml.* it stops.
_READ_ON = {"yaml.duplicate-key", "yaml.merge-key"}


@pytest.fixture(scope="module")
def problems(folder: Path) -> list[dict[str, Any]]:
    """What `fieldops validate` says about all broken files."""
    files = [str(folder / "contracts" / file.name) for file in BROKEN]
    ran = Workspace(folder).run("validate", "-o", "json", *files)
    assert ran.code == 1, ran.err
    found: list[dict[str, Any]] = ran.json["problems"]
    return found


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_editor_and_validate_mark_the_same_lines(
    server: LanguageServer, problems: list[dict[str, Any]], file: Path
) -> None:
    path = f"contracts/{file.name}"
    of_validate = [problem for problem in problems if problem["path"] == path]
    of_editor = server.diagnostics(path)
    if any(p["code"].startswith("yaml.") and p["code"] not in _READ_ON for p in of_validate):
        # No YAML: validate stops there. The editor guesses what was meant and judges its guess too.
        of_editor = [mistake for mistake in of_editor if mistake["source"] == "YAML"]
    wrong = _marked(file.read_text("utf-8"))
    assert {p["line"] for p in of_validate} == wrong, of_validate
    assert _lines(of_editor) == DIFFERENCES.get(file.stem, wrong), of_editor
    # Nothing here is about other files, of which an editor knows nothing.
    assert {p["code"].split(".")[0] for p in of_validate} <= {"schema", "yaml", "document"}


def test_broken_files_are_enough() -> None:
    assert len([file for file in BROKEN if file.stem not in DIFFERENCES]) >= 15
    assert set(DIFFERENCES) <= {file.stem for file in BROKEN}


def _marked(text: str) -> set[int]:
    """The lines with `# wrong`, and those after one with `# wrong below`."""
    lines = enumerate(text.splitlines(), 1)
    return {number + ("# wrong below" in line) for number, line in lines if "# wrong" in line}


def _lines(mistakes: list[dict[str, Any]]) -> set[int]:
    return {mistake["range"]["start"]["line"] + 1 for mistake in mistakes}


def test_the_example_has_no_mistakes(server: LanguageServer, folder: Path) -> None:
    examples = [path for path in folder.rglob("*.yaml") if path.name not in {file.name for file in BROKEN}]
    assert len(examples) >= 3
    assert [server.diagnostics(str(path.relative_to(folder))) for path in examples] == [[]] * len(examples)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: Wrong_Id", "小写字母、数字和单个连字符"),
        ("term: {start: 2026-1-01, end: 2026-12-31}", "日期，如 2026-03-31"),
        # The server itself speaks Chinese to an editor in Chinese.
        ("language: zh", "值无效。允许的值"),
        ("colour: red", "属性 colour 不被允许"),
    ],
)
def test_mistakes_are_told_in_chinese(chinese: LanguageServer, text: str, said: str) -> None:
    assert said in str(chinese.diagnostics("contracts/acme.yaml", CONTRACT + text))


@pytest.fixture(scope="module")
def chinese(start: Callable[..., LanguageServer]) -> LanguageServer:
    return start(locale="zh-cn")


# Values without quotes: both read YAML 1.2, in which `NO` and `1:30` are text.

_TEXT = CONTRACT + "kind: Contract\nnumber: {}\n"
_WHOLE = CONTRACT + "kind: Contract\nassets:\n  - id: scan-01\n    host:\n      port: {}\n"
_CHOICE = PROBE + "kind: Probe\nsudo: {}\n"


@pytest.mark.parametrize("place", [_TEXT, _WHOLE, _CHOICE], ids=["text", "whole number", "true or false"])
@pytest.mark.parametrize(
    "value",
    ["no", "NO", "yes", "on", "1:30", "2026-01-01", "1_000", "22", "-5", "'22'", "true", "null", "~", ""],
)
def test_a_value_is_the_same_to_both(server: LanguageServer, value: str, place: str) -> None:
    assert _editor_refuses(server, place.format(value)) == _validate_refuses(place.format(value))


@pytest.mark.parametrize(
    "value",
    ["0912", "1.10", "99.95", "1e3", "0x1F", "+5", ".5", ".inf", "12345678901234567890", "True", "Null"],
)
def test_the_editor_wants_quotes_where_validate_keeps_the_text(server: LanguageServer, value: str) -> None:
    # YAML's own numbers and words. fieldops keeps them as written: 1.10 is not 1.1, 0912 is not 912.
    assert (_editor_refuses(server, _TEXT.format(value)), _validate_refuses(_TEXT.format(value))) == (
        True,
        False,
    )
    quoted = _TEXT.format(f"'{value}'")
    assert (_editor_refuses(server, quoted), _validate_refuses(quoted)) == (False, False)


@pytest.mark.parametrize(
    ("place", "value"),
    [(_WHOLE, "022"), (_WHOLE, "22.0"), (_WHOLE, "+22"), (_WHOLE, "0x16"), (_CHOICE, "True")],
)
def test_validate_refuses_the_other_ways_to_write_a_value(
    server: LanguageServer, place: str, value: str
) -> None:
    # One way to write 22 and true: a reviewer need not know the others.
    text = place.format(value)
    assert (_editor_refuses(server, text), _validate_refuses(text)) == (False, True)


def _editor_refuses(server: LanguageServer, text: str) -> bool:
    """Whether the last line of `text` is wrong to the editor."""
    path = "playbooks/probes/value.yaml" if text.startswith(PROBE) else "contracts/value.yaml"
    return text.count("\n") in _lines(server.diagnostics(path, text))


def _validate_refuses(text: str) -> bool:
    node, found = read_yaml(text.encode(), "value.yaml")
    assert node is not None, found
    return text.count("\n") in {problem.position.line for problem in check_schema(node, "value.yaml")[1]}
