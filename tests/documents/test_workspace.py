"""Documents of a folder: references, doubles, links, what is validated and how problems are printed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import CONTRACT, TEAM, Workspace

from fieldops.actions.validation import validate
from fieldops.documents import shelf
from fieldops.documents.shelf import Tree
from fieldops.documents.workspace import Workspace as Documents
from fieldops.documents.workspace import load_workspace
from fieldops.documents.yaml_text import read_yaml

PROBE = """\
apiVersion: fieldops/v1
kind: Probe
id: linux-uptime
title: Mine
platform: linux
run: echo mine
parse: {with: int}
fields: {value: {type: number, unit: s}}
"""


def problems(workspace: Workspace, *paths: str) -> list[tuple[str, int, int, str]]:
    found = validate(workspace.root, [Path(path) for path in paths]).problems
    return [(each.position.path, each.position.line, each.position.column, each.code) for each in found]


def test_a_doubled_id_is_reported_at_both_places(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT)
    workspace.write("contracts/sub/b.yml", "\n" + CONTRACT)
    workspace.write("contracts/team-too.yaml", TEAM.replace("id: team", "id: acme"))
    assert problems(workspace) == [
        ("contracts/a.yaml", 3, 5, "reference.doubled-id"),
        ("contracts/sub/b.yml", 4, 5, "reference.doubled-id"),
    ]
    assert "the other is at contracts/sub/b.yml:4:5" in workspace.run("validate").out


def test_dangling_references_name_what_exists(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT.replace("team: team", "team: teem"))
    workspace.write("contracts/b.yaml", CONTRACT.replace("id: acme", "id: b") + "account_manager: nobody\n")
    workspace.playbook(
        [{"probe": "no-such-probe", "info": True}, {"id": "x", "probe": "linux-uptime", "area": "no-area"}]
    )
    found = problems(workspace)
    assert [each[0] for each in found] == ["contracts/a.yaml", "contracts/b.yaml"] + [
        "playbooks/test.yaml"
    ] * (len(found) - 2)
    assert found[0] == ("contracts/a.yaml", 7, 7, "reference.dangling")
    assert found[1] == ("contracts/b.yaml", 11, 18, "reference.dangling")
    assert [each[3] for each in found].count("reference.dangling") == 4
    out = workspace.run("validate").out
    assert "there is no Team with the id 'teem'\n    hint: known: team (did you mean this one?)\n" in out
    assert "known: zhang, li, boss" in out


def test_rules_across_fields(workspace: Workspace) -> None:
    contract = CONTRACT.replace("Asia/Shanghai", "Asia/Peking").replace(
        "{start: 2026-01-01, end: 2026-12-31}", "TERM"
    )
    assets = "assets: [{id: a, serial: S}, {id: a}, {id: c, serial: S}]\n"
    workspace.write(
        "contracts/a.yaml", contract.replace("TERM", "{start: 2026-02-30, end: 2026-12-31}") + assets
    )
    workspace.write(
        "contracts/b.yaml",
        contract.replace("TERM", "{start: 2026-01-02, end: 2026-01-01}").replace("acme", "b"),
    )
    workspace.write("contracts/team.yaml", TEAM + "  - {id: li, name: L, roles: [manager]}\n")
    assert problems(workspace) == [
        ("contracts/a.yaml", 9, 12, "contract.unknown-time-zone"),
        ("contracts/a.yaml", 10, 15, "contract.no-such-date"),
        ("contracts/a.yaml", 11, 35, "reference.doubled-entry"),
        ("contracts/a.yaml", 11, 55, "reference.doubled-entry"),
        ("contracts/b.yaml", 9, 12, "contract.unknown-time-zone"),
        ("contracts/b.yaml", 10, 32, "contract.dates-out-of-order"),
        ("contracts/team.yaml", 9, 10, "reference.doubled-entry"),
    ]


def test_a_link_out_of_the_workspace_is_not_read(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "acme.yaml").write_text(CONTRACT)
    link = workspace.root / "contracts" / "link.yaml"
    link.symlink_to(outside / "acme.yaml")
    inside = workspace.root / "contracts" / "inside.yaml"
    inside.symlink_to("team.yaml")
    (workspace.root / "playbooks").symlink_to(outside)
    assert problems(workspace) == [
        ("contracts/inside.yaml", 3, 5, "reference.doubled-id"),
        ("contracts/link.yaml", 1, 1, "document.symlink"),
        ("contracts/team.yaml", 3, 5, "reference.doubled-id"),
        ("playbooks/acme.yaml", 1, 1, "document.symlink"),
    ]
    # Naming the link does not open it either, by whatever path.
    assert [each[3] for each in problems(workspace, str(link))] == ["document.symlink"]
    relative = os.path.relpath(link)
    assert [each[3] for each in problems(workspace, relative)] == ["document.symlink"]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    documents = Documents(tmp_path)
    # A folder is a file that even root cannot read.
    documents.add(tmp_path)
    assert [(problem.code, problem.position.line) for problem in documents.problems] == [
        ("document.unreadable", 1)
    ]


def test_a_probe_of_the_workspace_takes_the_place_of_the_shipped_one(workspace: Workspace) -> None:
    shipped = load_workspace(workspace.root)
    assert shipped.need("Probe", "linux-uptime").shipped
    workspace.write("playbooks/probes/mine.yaml", PROBE)
    own = load_workspace(workspace.root)
    assert not own.need("Probe", "linux-uptime").shipped
    assert own.need("Probe", "linux-uptime").data["run"] == "echo mine"
    assert own.ids("Probe") == shipped.ids("Probe")
    assert problems(workspace) == []


def test_only_yaml_files_of_the_known_folders_are_read(workspace: Workspace) -> None:
    for path in (
        "contracts/.hidden/a.yaml",
        "contracts/.a.yaml",
        "contracts/a.yaml.orig",
        "reports/a.yaml",
    ):
        workspace.write(path, "a: [")
    (workspace.root / "contracts" / "folder.yaml").mkdir()
    ran = workspace.run("validate", "-o", "json")
    assert (ran.code, ran.json["files"], ran.json["problems"]) == (0, 1, [])


def test_a_link_within_is_followed_and_one_that_leads_nowhere_or_back_is_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Nothing is passed over in silence: a contract may be behind any of them (faults.md 8, 10b)."""
    workspace.write("shared/acme.yaml", CONTRACT.replace("id: acme", "id: Acme"))
    links = {"contracts/nowhere.yaml": "no-such-file.yaml", "contracts/circle": ".", "playbooks": "gone"}
    links |= {"contracts/shared": "../shared", "contracts/out": str(tmp_path), "fieldops.yaml": "/etc/hosts"}
    for name, target in links.items():
        (workspace.root / name).symlink_to(target)
    assert problems(workspace) == [
        ("contracts/circle", 1, 1, "document.unreadable"),
        ("contracts/nowhere.yaml", 1, 1, "document.unreadable"),
        ("contracts/out", 1, 1, "document.symlink"),
        ("contracts/shared/acme.yaml", 3, 5, "schema.form"),
        ("fieldops.yaml", 1, 1, "document.symlink"),
        ("playbooks", 1, 1, "document.unreadable"),
    ]


def test_validate_single_files_and_folders(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", "a: [")
    workspace.write("contracts/b.yaml", CONTRACT)
    draft = workspace.write("drafts/new/c.yaml", CONTRACT.replace("id: acme", "id: Draft"))
    workspace.write("drafts/d.yaml", CONTRACT)
    # References are looked up in the whole workspace, but only what was named is reported.
    assert problems(workspace, str(workspace.root / "contracts" / "b.yaml")) == []
    assert problems(workspace, str(draft)) == [("drafts/new/c.yaml", 3, 5, "schema.form")]
    found = problems(workspace, str(workspace.root / "drafts"), str(workspace.root / "contracts" / "b.yaml"))
    assert [each[:1] + each[3:] for each in found] == [
        ("contracts/b.yaml", "reference.doubled-id"),
        ("drafts/d.yaml", "reference.doubled-id"),
        ("drafts/new/c.yaml", "schema.form"),
    ]


@pytest.mark.parametrize(
    "path", ["no-such-file.yaml", "contracts/no\nsuch\x1b[31m.yaml", "", "contracts/nowhere.yaml"]
)
def test_a_path_that_does_not_exist_is_wrong_use(workspace: Workspace, path: str) -> None:
    (workspace.root / "contracts" / "nowhere.yaml").symlink_to("no-such-file.yaml")
    ran = workspace.run("validate", str(workspace.root / path) if path else "no\x07thing")
    assert ran.code == 2
    assert ran.out == ""
    assert "there is no file or folder" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert "\x1b" not in ran.err


def test_nothing_to_validate_is_wrong_use(tmp_path: Path) -> None:
    empty = Workspace(tmp_path)
    (tmp_path / "contracts" / "team.yaml").unlink()
    assert empty.run("validate").code == 2


# --- documents are read when they are needed ----------------------------------------------------------------


def test_files_that_nobody_asks_for_are_not_parsed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        workspace.write(f"contracts/{number}.yaml", CONTRACT.replace("acme", f"c{number}"))
    read: list[str] = []

    def counted(raw: bytes, path: str) -> Tree:
        read.append(path)
        return read_yaml(raw, path)

    monkeypatch.setattr(shelf, "read_yaml", counted)
    assert problems(workspace, str(workspace.root / "contracts" / "3.yaml")) == []
    assert "contracts/3.yaml" in read
    assert set(read) <= {"contracts/3.yaml", "contracts/team.yaml"}
    read.clear()
    assert problems(workspace) == []
    assert sorted(set(read)) == sorted(
        [*(f"contracts/{number}.yaml" for number in range(5)), "contracts/team.yaml"]
    )


def test_only_the_trees_used_last_are_kept_and_say_the_same_when_read_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        text = CONTRACT.replace("acme", f"c{number}").replace("team: team", "team: nobody")
        workspace.write(f"contracts/{number}.yaml", text)
    everything = problems(workspace)
    assert [each[3] for each in everything] == ["reference.dangling"] * 5
    monkeypatch.setattr(shelf, "KEPT", 2)
    documents = load_workspace(workspace.root)
    first = documents.need("Contract", "c0")
    node = first.node
    assert first.node is node
    assert [documents.need("Contract", f"c{number}").id for number in range(5)] == [f"c{n}" for n in range(5)]
    assert [documents.need("Contract", f"c{number}").data["id"] for number in range(5)] == [
        f"c{n}" for n in range(5)
    ]
    assert first.node is not node
    assert first.node == node
    assert problems(workspace) == everything


def test_a_document_is_what_it_was_when_its_file_was_read(workspace: Workspace) -> None:
    file = workspace.write("contracts/a.yaml", CONTRACT)
    documents = load_workspace(workspace.root, judged=False)
    file.write_text("id: [")
    found = documents.judge(documents.need("Contract", "acme"))
    assert found.valid
    assert documents.problems == []


def test_a_text_that_is_no_yaml_further_down_is_told_there_and_not_called_dangling(
    workspace: Workspace,
) -> None:
    workspace.write("contracts/team.yaml", TEAM + "  - {id: x\n")
    workspace.write("contracts/a.yaml", CONTRACT)
    assert problems(workspace) == [("contracts/team.yaml", 9, 5, "yaml.unclosed-bracket")]
    assert problems(workspace, str(workspace.root / "contracts" / "a.yaml")) == []
    ran = workspace.run(
        "inspect", "acme", "--playbook", "linux-standard", "--engineer", "zhang", "--engineer", "li"
    )
    assert ran.code == 1
    assert "contracts/team.yaml:9:5" in ran.err


@pytest.mark.parametrize("broken", ["contracts/a.yaml", "contracts/b.yaml"])
def test_a_text_that_is_no_yaml_takes_nobodys_place(workspace: Workspace, broken: str) -> None:
    for path in ("contracts/a.yaml", "contracts/b.yaml"):
        workspace.write(path, CONTRACT + ("x: '\n" if path == broken else "asets: []\n"))
    whole = {"contracts/a.yaml", "contracts/b.yaml"} - {broken}
    for judged in (True, False):
        documents = load_workspace(workspace.root, judged)
        found = documents.judge(documents.need("Contract", "acme"))
        assert {found.path} == whole
        assert sorted(problem.code for problem in documents.problems) == [
            "schema.unknown-key-near",
            "yaml.unclosed-quote",
        ]


def test_of_two_with_an_id_each_is_told_once_whatever_is_asked_for(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT + "asets: []\n")
    workspace.write("contracts/b.yaml", CONTRACT + "acess: {}\n")
    everything = problems(workspace)
    assert [each[0] + each[3] for each in everything] == [
        "contracts/a.yamlreference.doubled-id",
        "contracts/a.yamlschema.unknown-key-near",
        "contracts/b.yamlreference.doubled-id",
        "contracts/b.yamlschema.unknown-key-near",
    ]
    assert problems(workspace, str(workspace.root / "contracts" / "a.yaml")) == everything[:2]
    assert problems(workspace, str(workspace.root / "contracts" / "b.yaml")) == everything[2:]


def test_an_id_that_is_not_filled_in_is_no_id(workspace: Workspace) -> None:
    for name in ("a", "b"):
        text = CONTRACT.replace("id: acme", "id: TBD").replace("team: team", "team: TBD")
        workspace.write(f"contracts/{name}.yaml", text)
    assert [each[0] + each[3] for each in problems(workspace)] == [
        *["contracts/a.yamldocument.unfilled"] * 2,
        *["contracts/b.yamldocument.unfilled"] * 2,
    ]
    assert load_workspace(workspace.root).ids("Contract") == ["a", "b"]


def test_documents_by_what_they_name(workspace: Workspace) -> None:
    for name, team in (("b", "team"), ("a", "team"), ("c", "other"), ("d", "[x]")):
        text = CONTRACT.replace("acme", name).replace("team: team", f"team: {team}")
        workspace.write(f"contracts/{name}.yaml", text)
    documents = load_workspace(workspace.root, judged=False)
    assert [each.id for each in documents.naming("Contract", "team", "team")] == ["a", "b"]
    assert [each.id for each in documents.naming("Contract", "team", "nobody")] == []
    documents.judge(documents.need("Contract", "a"))
    documents.add(workspace.write("contracts/e.yaml", CONTRACT))
    assert [(each.id, each.valid) for each in documents.naming("Contract", "team", "team")] == [
        ("a", True),
        ("acme", True),
        ("b", None),
    ]
    assert [each.id for each in documents.of_kind("Contract")] == ["a", "acme", "b", "c", "d"]


# --- text form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "contracts/a.yaml:3:5: error[schema.form] 'A b' is not an id (lowercase letters, digits and single hyphens)\n"
            "    hint: did you mean a-b?\n"
            "contracts/a.yaml:11:1: error[schema.unknown-key-near] 'asets' is not known here\n"
            "    hint: did you mean 'assets'?\n",
        ),
        (
            "zh-CN",
            "contracts/a.yaml:3:5: 错误[schema.form] A b 不是合法的标识（小写字母、数字和单个连字符）\n"
            "    提示：是否想写 a-b？\n"
            "contracts/a.yaml:11:1: 错误[schema.unknown-key-near] 此处没有名为 asets 的字段\n"
            "    提示：是否想写 assets？\n",
        ),
    ],
)
def test_text_output(workspace: Workspace, language: str, text: str) -> None:
    workspace.write("contracts/a.yaml", CONTRACT.replace("id: acme", "id: A b") + "asets: []\n")
    ran = workspace.run("validate", language=language)
    assert ran.code == 1
    assert ran.out == text
    assert len(ran.err.splitlines()) == 1


FORGED = "x\nok.yaml:1:1: error[forged] y"


NAMES = [
    f"{FORGED}.yaml",
    "\x1b[2J\x1b]0;title\x07.yaml",
    "a\rb\u2028c\x85d\u202e.yaml",
    os.fsdecode(b"\xbf\xcd\xbb\xa7.yaml"),
]


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_hostile_file_names_stay_on_their_line(
    workspace: Workspace, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8" if locale == "C.UTF-8" else "ascii")
    monkeypatch.setenv("PYTHONUTF8", "1")
    for name in NAMES:
        (workspace.root / "contracts" / name).write_text("kind: X\n")
    ran = workspace.run("validate")
    assert ran.code == 1, ran.err
    lines = ran.out.splitlines()
    assert [line.partition("/")[0] for line in lines[::2]] == ["contracts"] * len(NAMES)
    assert [line.startswith("    hint: ") for line in lines[1::2]] == [True] * len(NAMES)
    assert not any(letter in ran.out for letter in "\x1b\x07\r\u2028\x85\u202e")
    found = {problem["path"] for problem in workspace.run("validate", "-o", "json").json["problems"]}
    # click writes to an ASCII terminal by its own rules, with question marks.
    assert found == {f"contracts/{name}" for name in NAMES} or (locale == "C" and len(found) == len(NAMES))


def test_hostile_values_stay_on_their_line(workspace: Workspace) -> None:
    value = json.dumps(FORGED)
    workspace.write(
        "contracts/a.yaml",
        f"{CONTRACT.replace('team: team', f'team: {value}')}{value}: 1\naccount_manager: {value}\naccess: {{{value}: {{}}}}\n",
    )
    workspace.write("contracts/b.yaml", f"kind: {value}\n")
    ran = workspace.run("validate")
    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if not line.startswith(("contracts/", "    hint: "))] == []
    assert ran.out.count("\ncontracts/") == 4


def test_a_file_that_cannot_be_read_hides_no_dangling_reference_in_others(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT.replace("team: ", "team: no-such-"))
    workspace.write(
        "contracts/big.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    )
    codes = {code for _, _, _, code in problems(workspace)}
    assert {"yaml.lfs-pointer", "reference.dangling"} <= codes


def test_what_a_broken_file_is_called_is_told_by_its_correction(workspace: Workspace) -> None:
    workspace.write(
        "contracts/people.yaml", TEAM.replace("kind: Team", "kind：Team").replace("id: team", "id：team")
    )
    (workspace.root / "contracts" / "team.yaml").unlink(missing_ok=True)
    workspace.write("contracts/a.yaml", CONTRACT)
    assert {code for _, _, _, code in problems(workspace)} == {"yaml.full-width"}


def test_of_two_doubled_ids_the_second_is_ruled_on_too(workspace: Workspace) -> None:
    workspace.write("contracts/a.yaml", CONTRACT)
    workspace.write("contracts/b.yaml", CONTRACT + "number: 'X '\n")
    found = {(path, code) for path, _, _, code in problems(workspace)}
    assert ("contracts/b.yaml", "text.outer-space") in found


@pytest.mark.parametrize(
    "text", [b"", b"apiVersion: [\n", "id: cn-office\nkind: Cal\u200bendar: {\n".encode(), b"\xff\xfe\x00"]
)
def test_nothing_that_ships_takes_the_place_of_a_file_that_cannot_be_read(
    workspace: Workspace, text: bytes
) -> None:
    file = workspace.write("contracts/calendars/cn-office.yaml", "")
    file.write_bytes(text)
    workspace.write("contracts/a.yaml", CONTRACT + "calendar: cn-office\n")
    found = load_workspace(workspace.root)
    assert found.get("Calendar", "cn-office") is None
    assert found.cannot_be_read("Calendar", "cn-office")
    assert found.get("Calendar", "cn-2026") is not None
    assert {path for path, _, _, _ in problems(workspace)} == {"contracts/calendars/cn-office.yaml"}


def test_yaml_in_capitals_is_read(workspace: Workspace) -> None:
    workspace.write("contracts/A.YAML", CONTRACT)
    workspace.write("contracts/b.Yml", CONTRACT.replace("id: acme", "id: other"))
    assert load_workspace(workspace.root).ids("Contract") == ["acme", "other"]
