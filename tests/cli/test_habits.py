"""Everything that an Ansible user types by habit works, or says what to type instead; in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.cli.habits import COMMANDS, OPTIONS
from fieldops.messages.catalogue import ALL

# What is typed behind `fieldops health acme`, and the code of the answer; "" where it works.
BEHIND_HEALTH = {
    ("-i", "hosts.ini"): "inventory",
    ("-m", "ping"): "modules",
    ("-a", "uptime"): "no command of yours",
    ("--check",): "--dry-run",
    ("--diff",): "run diff",
    ("-e", "x=1"): "extends",
    ("--become",): "-K",
    ("-b",): "-K",
    ("--become-user", "root"): "-u NAME",
    ("--forks", "50"): "--workers",
    ("-f", "50"): "--workers",
    ("-t", "disk"): "--tags",
    ("-T", "30"): "--host-deadline",
    ("-c", "local"): "transport",
    ("--private-key", "k"): "logins.yaml",
    ("--ssh-common-args=-J gate",): "jump_hosts",
    ("--start-at-task", "x"): "--resume",
    ("--syntax-check",): "fieldops validate",
    ("--list-tasks",): "playbook commands",
    ("--ask-vault-pass",): "password_command",
    ("--become-password-file", "x"): "password_command",
    ("--remote-user", "ops"): "-u ops",
    ("--ssh-args=-J gate",): "jump_hosts",
    ("-B", "60"): "--host-deadline",
    ("--poll", "5"): "--host-deadline",
    ("--one-line",): "-o nagios",
    ("--module-path", "x"): "-C FOLDER",
    ("-V",): "--version",
    ("-o", "yaml"): "json",
    ("--list-hosts",): "",
    ("-l", "web", "--list-hosts"): "",
    ("--limit", "we*:!db", "--list-hosts"): "",
    ("-v", "--list-hosts"): "",
    ("-vvv", "--list-hosts"): "",
    ("-u", "root", "--list-hosts"): "",
    ("-k", "--list-hosts"): "",
    ("-K", "--list-hosts"): "",
    ("--ask-pass", "--list-hosts"): "",
    ("--ask-become-pass", "--list-hosts"): "",
}
AS_COMMANDS = {
    "ping": "probe try",
    "ansible-doc": "fieldops explain",
    "ansible-vault": "password_command",
    "ansible-galaxy": "playbook list",
    "ansible-inventory": "hosts import",
    "ansible-playbook": "fieldops inspect",
    "ansible-lint": "fieldops validate",
    "setup": "run show",
    "ansible": "probe try",
    "pull": "bundle make",
    "ansible-pull": "schedule install",
    "config": "fieldops doctor",
    "molecule": "probe test",
    "retry": "--retry-unreached",
    "copy": "order open",
    "debug": "run show",
    "collection": "playbook list",
    "version": "fieldops --version",
    "help": "--help",
}
# Behind a group of commands.
WITHIN = {
    ("playbook", "site.yml"): "fieldops inspect",
    ("playbook", "playbooks/test.yaml"): "fieldops inspect",
    ("playbook", "run"): "fieldops inspect",
    ("hosts", "list"): "--list-hosts",
    ("site.yml",): "fieldops inspect",
    ("inspect", "site.yml"): "--playbook",
    ("health", "playbooks/test.yaml"): "--playbook",
    ("health", "all"): "CONTRACT",
    ("health", "acme", "--playbook", "playbooks/test.yaml"): "test",
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("habits"))
    hosts = [{"id": id, "host": {"address": f"192.0.2.{n}"}} for n, id in enumerate(("web", "db"), 1)]
    workspace.contract(hosts, {"user": "ops", "method": "agent"})
    workspace.probe("disk", "echo x")
    workspace.playbook([{"probe": "disk", "info": True}])
    return workspace


def test_there_are_at_least_thirty_habits() -> None:
    assert len(BEHIND_HEALTH) + len(AS_COMMANDS) >= 30


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("typed", BEHIND_HEALTH, ids=" ".join)
def test_an_option_works_or_says_what_to_type(acme: Workspace, typed: tuple[str, ...], language: str) -> None:
    instead = BEHIND_HEALTH[typed]
    ran = acme.run("health", "acme", "--playbook", "test", *typed, language=language)
    if not instead:
        assert ran.code == 0, ran.err
        assert "web" in ran.out
    else:
        assert ran.code == 2
        assert language != "en" or instead in ran.err
        assert "提示" in ran.err if language == "zh-CN" else "hint" in ran.err


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", AS_COMMANDS)
def test_a_command_says_what_to_type(acme: Workspace, name: str, language: str) -> None:
    ran = acme.run(name, "web", language=language)
    assert ran.code == 2
    assert AS_COMMANDS[name] in ran.err


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("typed", WITHIN, ids=" ".join)
def test_what_is_typed_behind_a_command_says_what_to_type(
    acme: Workspace, typed: tuple[str, ...], language: str
) -> None:
    ran = acme.run(*typed, language=language)
    assert ran.code == 2
    assert WITHIN[typed] in ran.err


def test_a_limit_in_a_file_works(acme: Workspace, tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("web\n")
    ran = acme.run(
        "health", "acme", "--playbook", "test", "--limit", f"@{tmp_path / 'hosts'}", "--list-hosts"
    )
    assert (ran.code, "web" in ran.out, "db" in ran.out) == (0, True, False)


def test_every_habit_of_the_table_is_one_of_another_program() -> None:
    assert not {name for name in OPTIONS if name in ("-l", "-u", "-k", "-K", "-v", "-o", "-h")}
    assert set(AS_COMMANDS) <= set(COMMANDS)


ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs" / "ansible.md", "zh-CN": ROOT / "docs" / "zh-CN" / "ansible.md"}
_CODE = re.compile(r"`([^`]+)`")


def rows(language: str, heading: int) -> list[tuple[list[str], list[str], str]]:
    """Of the nth section of the page: what stands in backticks in both cells of each row, and the second cell."""
    section = re.split(r"^## ", PAGES[language].read_text("utf-8"), flags=re.MULTILINE)[heading]
    cells = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return [(_CODE.findall(first), _CODE.findall(second), second) for first, second in cells]


WORKS, INSTEAD = 3, 4


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_every_habit_with_what_the_program_says_to_type(language: str) -> None:
    """docs/ansible.md beside the table: the same names, and each row's way out is one that the hint names, too."""
    habits = {**OPTIONS, **COMMANDS}
    named = [name for names, _, _ in rows(language, INSTEAD) for name in names]
    assert sorted(named) == sorted(habits)
    for names, ways, cell in rows(language, INSTEAD):
        for name in names:
            hint = ALL[habits[name]].advice(language)
            assert not hint or any(way in hint for way in ways), f"{name}: {cell} against {hint}"


@pytest.mark.parametrize("language", PAGES)
def test_what_the_page_says_to_work_is_what_is_tried_here(language: str) -> None:
    works = {name for names, _, _ in rows(language, WORKS) for name in names}
    tried = {word for typed, instead in BEHIND_HEALTH.items() if not instead for word in typed}
    assert works == {word for word in tried if word.startswith("-")}
