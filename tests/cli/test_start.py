"""What a command loads and makes before it does anything: counted, for each start of the program pays for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fieldops.cli.main import cli

ROOT = Path(__file__).parents[2]
# Run in a program of its own: in this one everything is loaded. Prints which modules a command line has loaded, and how
# many classes of ours have had their methods generated.
_COUNT = """
import contextlib, dataclasses, json, os, sys
made, make = [], dataclasses._process_class
def counted(cls, *given, **named):
    made.append(cls.__module__)
    return make(cls, *given, **named)
dataclasses._process_class = counted
sys.argv = ["fieldops", *sys.argv[1:]]
from fieldops.cli.main import main
ours = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
with contextlib.suppress(SystemExit):
    main()
os.write(ours, json.dumps([sorted(sys.modules), [each for each in made if each.startswith("fieldops")]]).encode())
"""


def started(*arguments: str) -> tuple[set[str], list[str]]:
    """The modules that a command line loads, and those in which it makes a dataclass, once for each."""
    command = [sys.executable, "-c", _COUNT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules, made = json.loads(done.stdout)
    return set(modules), made


def commands_in(modules: set[str]) -> set[str]:
    """Of the commands of `fieldops` those whose modules are among `modules`."""
    return {name for name in cli.commands if cli.commands[name].callback.__module__ in modules}


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--version"], set()),
        (["hosts", "pin", "--help"], {"hosts"}),
        (["validate", "--help"], {"validate"}),
        (["team", "on-duty", "--help"], {"team"}),
    ],
)
def test_a_command_loads_no_other_command(arguments: list[str], loaded: set[str]) -> None:
    assert commands_in(started(*arguments)[0]) == loaded


def test_every_command_is_found_under_its_own_name() -> None:
    assert {name: command.name for name, command in cli.commands.items()} == {
        name: name for name in cli.commands
    }


def test_hosts_are_chosen_without_what_only_others_need() -> None:
    modules, made = started("-C", str(ROOT), "health", "housing-fund-portal", "--list-hosts")
    assert "fieldops.actions.inspection" in modules
    unwanted = {"rich", "jinja2", "openpyxl", "jsonschema", "paramiko", "markdown_it", "asyncio"}
    unwanted |= {f"fieldops.{part}" for part in ("diff", "spreadsheet", "reports", "warranty")}
    assert not modules & unwanted
    # One takes 0.4 ms of every start; there were 150 before they became structs. Those that are left forget something in
    # their equality or repr, or change, or are loaded by `--help`, which has no need of msgspec.
    assert len(made) <= 30, made
