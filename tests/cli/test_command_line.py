"""What holds for every command: where it works, what it is told twice, how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import CONTRACT, Ran, Workspace, run_fieldops
from test_help import ALL

from fieldops.cli.commands import refuse_twice
from fieldops.cli.files import OutputFile
from fieldops.errors import UsageError
from fieldops.messages import say

# The sentence of the guide that lists what may be given several times.
SEVERAL = next(
    line
    for line in (Path(__file__).parents[2] / "docs/command-line.md").read_text("utf-8").splitlines()
    if "may be given several times and add up" in line
)
# What says something without a workspace: about this machine, fieldops itself, or a file that is named.
ANYWHERE = {"init", "demo", "doctor", "schema", "explain", "playbook", "completion", "template"}
ON_FILES_ALONE = {"fieldops probe parse", "fieldops records take-in"}
# What is demanded although no option alone is.
DEMANDED = {
    "fieldops warranty check": ["--cause", "normal"],
    "fieldops contract new": ["--from", "x"],
    "fieldops records forget": ["x"],
    "fieldops run confirm": ["--by", "x"],
    "fieldops order export": ["x"],
}


def run_in(folder: Path, *arguments: str) -> Ran:
    return run_fieldops(*arguments, folder=folder)


def _invoked(path: str, command: click.Command) -> list[str]:
    """The command with something for all that it demands."""
    given = []
    for one in command.params:
        value = {"size:link": "1:" + "0" * 64, "date": "2026-01-01", "time": "2026-01-01T09:00"}.get(
            one.type.name, "x"
        )
        if isinstance(one.type, click.Path) and one.type.exists:
            value = "."
        if isinstance(one.type, click.Choice):
            value = one.type.choices[0]
        if isinstance(one.type, OutputFile):
            value += one.type.endings[0] if one.type.endings else ""
        if isinstance(one, click.Option) and one.required:
            given += [one.opts[-1], value]
        if isinstance(one, click.Argument) and one.required:
            given.append(value)
    return [*path.split()[1:], *given, *DEMANDED.get(path, ())]


def _leaves() -> list[str]:
    groups = {path for path, each in ALL.items() if isinstance(each, click.Group)}
    return [
        path
        for path in ALL
        if path not in groups and path.split()[1] not in ANYWHERE and path not in ON_FILES_ALONE
    ]


@pytest.mark.parametrize("path", _leaves())
def test_outside_of_a_workspace_every_command_says_so_and_writes_nothing(path: str, tmp_path: Path) -> None:
    ran = run_in(tmp_path, *_invoked(path, ALL[path]))
    assert say("workspace.none", "en", {"path": str(tmp_path)}) in ran.err
    assert (ran.code, ran.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_is_found_upwards(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write("contracts/east/acme.yaml", CONTRACT)
    from_top = workspace.run("contract", "list")
    below = run_in(workspace.root / "contracts" / "east", "contract", "list")
    assert (below.code, below.out) == (0, from_top.out)
    one = run_in(workspace.root / "contracts" / "east", "validate", "acme.yaml")
    assert (one.code, one.out) == (0, "")
    # As messages name it, which is not from here.
    from_above = run_in(workspace.root / "contracts" / "east", "validate", "contracts/east/acme.yaml")
    assert from_above.code == 2
    assert "write ../../contracts/east/acme.yaml" in from_above.err
    # Without settings, somebody else's folder that is called contracts is not taken for ours.
    other = workspace.root / "notes"
    other.mkdir()
    assert run_in(other, "contract", "list").code == 2
    workspace.write("fieldops.yaml", "apiVersion: fieldops/v1\nkind: Settings\n")
    assert run_in(other, "contract", "list").out == from_top.out


def test_a_file_of_another_workspace_is_not_judged_by_what_is_here(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.write("contracts/acme.yaml", CONTRACT)
    other = Workspace(tmp_path / "other")
    ran = workspace.run("validate", str(other.write("contracts/acme.yaml", CONTRACT)))
    assert (ran.code, ran.out) == (2, "")
    assert f"fieldops -C {other.root} validate" in ran.err


def test_a_new_workspace_is_made_where_one_stands_not_in_the_one_around(workspace: Workspace) -> None:
    folder = workspace.root / "contracts"
    assert run_in(folder, "init", "new").code == 0
    assert (folder / "new" / "fieldops.yaml").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        "inspect acme --workers 2 --workers 3",
        "health acme --override a --override b",
        "contract list --as-of 2026-01-01 --as-of 2026-01-02",
        "warranty check acme --asset a --asset b",
        "validate -o json --format text",
        "schedule list --contract a --contract b",
        "--lang en --lang zh-CN contract list",
        "report x --output a.html --output b.html",
    ],
)
def test_an_option_given_twice_is_refused(arguments: str, workspace: Workspace) -> None:
    ran = run_in(workspace.root, *arguments.split())
    assert ran.code == 2
    # Which of two languages was meant, nobody can know.
    assert "given more than once" in ran.err or "写了多次" in ran.err


OPTIONS = [
    (path, one)
    for path, each in ALL.items()
    for one in each.params
    if isinstance(one, click.Option) and not one.is_flag and not one.count
]


def test_every_option_that_is_given_twice_adds_up_as_the_guide_says_or_is_refused() -> None:
    assert len(OPTIONS) > 400
    wrong = [
        f"{path} {name}"
        for path, option in OPTIONS
        for name in option.opts
        if not _as_said(path, option, name)
    ]
    assert wrong == []


def _as_said(path: str, option: click.Option, name: str) -> bool:
    """Whether the option, given as `name` and once more, is taken where the guide says so, and refused otherwise."""
    context = ALL[path].make_context(path, [], resilient_parsing=True)
    context.resilient_parsing = False
    try:
        refuse_twice(ALL[path], context, [name, "a", option.opts[0], "b"])
    except UsageError as refused:
        return "given-twice" in str(refused) and not option.multiple
    return option.multiple and f"`{option.opts[-1]}`" in SEVERAL


def test_patterns_and_tags_add_up(workspace: Workspace) -> None:
    hosts = [{"id": id, "host": {"address": f"192.0.2.{at}"}} for at, id in enumerate("abcd")]
    workspace.contract(hosts, login={"method": "agent", "user": "u"})
    workspace.probe("p", "true")
    workspace.playbook([{"probe": "p", "info": True}])
    listing = ("health", "acme", "--playbook", "test", "--list-hosts")
    assert workspace.run(*listing, "--limit", "a", "--limit", "c,d").out.split() == ["a", "c", "d"]
    assert workspace.run(*listing, "--limit", "!a", "--limit", "!b").out.split() == ["c", "d"]
    wrong = workspace.run(*listing, "--limit", "a", "--limit", "nope")
    assert (wrong.code, wrong.out) == (2, "")
    assert "'nope'" in wrong.err
    assert workspace.run(*listing, "--tags", "p", "--tags", "all").code == 0
    wrong = workspace.run(*listing, "--tags", "p,nope")
    assert wrong.code == 2
    assert "nope" in wrong.err
    pins = workspace.run("hosts", "pin", "acme", "--limit", "nope")
    assert pins.code == 2
    assert "a, b, c, d" in pins.err


def test_the_playbook_is_that_of_the_contract(workspace: Workspace) -> None:
    agreed = "inspections:\n- {id: i, kind: inspection, engineers: 2, playbook: test, schedule: {every: 3 months, anchor: 2026-01-01}}\n"
    workspace.contract(
        [{"id": "a", "host": {"address": "192.0.2.1"}}], {"method": "agent", "user": "u"}, agreed
    )
    workspace.probe("p", "true")
    workspace.playbook([{"probe": "p", "info": True}])
    engineers = ("--engineer", "zhang", "--engineer", "li")
    ran = workspace.run("inspect", "acme", *engineers, "--list-hosts")
    assert (ran.out, ran.err) == ("a\n", "")
    workspace.playbook([{"probe": "p", "info": True}], id="second")
    second = "- {id: j, kind: inspection, engineers: 2, playbook: second, schedule: {every: 1 year, anchor: 2026-01-01}}\n"
    workspace.contract(
        [{"id": "a", "host": {"address": "192.0.2.1"}}], {"method": "agent", "user": "u"}, agreed + second
    )
    ran = workspace.run("inspect", "acme", *engineers, "--list-hosts")
    assert ran.code == 2
    assert "test, second" in ran.err


def test_a_reader_that_goes_ends_the_command_as_it_ends_others(workspace: Workspace) -> None:
    line = f"{sys.executable} -m fieldops explain 2>err | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=workspace.root, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "141\n"
    assert (workspace.root / "err").read_text() == ""
