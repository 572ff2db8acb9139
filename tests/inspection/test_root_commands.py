"""What runs as root, word for word; and that a line of sudoers allows just that, read as sudo reads it."""

from __future__ import annotations

import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace, require
from hypothesis import given
from hypothesis import strategies as st
from properties import workspace as shipped

from fieldops.documents.typed import Text
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.root_commands import root_commands, sudoers_commands
from fieldops.inspection.shell import command_line, quote

T = Text("t", "t")


def probe(run: str) -> Probe:
    return Probe("p", T, "linux", run, Parse("lines"), {"line": Field("text")}, sudo=True)


@pytest.mark.parametrize(
    ("run", "commands"),
    [
        ("dmesg -r", [("dmesg", "-r")]),
        ("dmesg\n", [("dmesg",)]),
        ("awk -F: '{ print $1 }' /etc/shadow", [("awk", "-F:", "{ print $1 }", "/etc/shadow")]),
        ("as_root dmesg -r | awk '{ print }'", [("dmesg", "-r")]),
        ("{ as_root a -r 2>/dev/null || as_root a; } | b", [("a", "-r"), ("a",)]),
        ("x=$(as_root a b)\necho $x", [("a", "b")]),
        # What is not one command of fixed words needs a shell as root.
        ("dmesg | tail", None),
        ("dmesg > /tmp/x", None),
        ("cat $HOME/x", None),
        ("cat /etc/*", None),
        ("LC_ALL=C dmesg", None),
        ("dmesg &", None),
        ("if true; then dmesg; fi", None),
        # Nobody knows what is run in the end.
        ("as_root cat $x", None),
        ("as_root", None),
        ("echo x | xargs as_root cat", None),
        ("as_root cat x; eval 'as_root rm x'", None),
    ],
)
def test_what_runs_as_root_is_known_word_for_word_or_not_at_all(
    run: str, commands: list[tuple[str, ...]] | None
) -> None:
    found = root_commands(probe(run))
    assert found == (None if commands is None else tuple(commands))


def test_a_customer_is_shown_which_commands_run_as_root() -> None:
    assert command_line(probe("as_root a -r | b")) == "sudo -n a -r | b"
    assert command_line(probe("a 'b c'")) == "sudo -n a 'b c'"
    assert command_line(probe("a | b")) == "sudo -n sh -c 'a | b'"


def test_without_arguments_none_are_allowed() -> None:
    assert sudoers_commands(probe("/bin/dmesg")) == ('/bin/dmesg ""',)


@pytest.mark.parametrize("run", ["awk 'a\nb' x", "echo 密码", "a ''"])
def test_what_a_line_cannot_say_is_not_said(run: str) -> None:
    assert sudoers_commands(probe(run)) is None


def as_read(line: str) -> str:
    """A command of a line after sudo's reader: a backslash before its own signs goes, one before wildcards stays."""
    return re.sub(r"\\([:,=# \t\\])", r"\1", line)


def allows(line: str, words: tuple[str, ...]) -> bool:
    """Whether sudo takes the words for the line: paths by themselves, arguments as one text with wildcards."""
    path, told = as_read(line).split(" ", 1)
    given_text = " ".join(words[1:])
    if told == '""':
        return words == (path,)
    # fnmatch(3), in which a backslash takes a sign for itself.
    pattern = re.sub(r"\\(.)", lambda sign: f"[{sign[1]}]" if sign[1] in "*?[" else sign[1], told)
    return words[0] == path and fnmatchcase(given_text, pattern)


WORDS = st.lists(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
)


@given(WORDS, WORDS)
def test_a_line_allows_these_words_and_no_others(words: list[str], others: list[str]) -> None:
    lines = sudoers_commands(probe(" ".join(["/bin/x", *map(quote, words)])))
    assert lines is not None
    (line,) = lines
    assert allows(line, ("/bin/x", *words))
    if " ".join(others) != " ".join(words):
        assert not allows(line, ("/bin/x", *others))
    assert not re.search(r"(?<!\\)(?:\\\\)*[,:=#]", line)


def test_the_shipped_probes_say_what_they_need_as_root() -> None:
    library = shipped()
    roots = {each.id: sudoers_commands(each) for each in map(probe_of, library.of_kind("Probe")) if each.sudo}
    assert {id for id, lines in roots.items() if lines is None} == {
        "linux-sshd",
        "linux-password-expiry",
        # A call for each disk that smartctl finds, and for each file.
        "linux-smart",
        "linux-certificates",
    }
    assert "/usr/bin/dmesg -r" in (roots["linux-kernel-log"] or ())


@pytest.mark.real
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_visudo_takes_the_lines(workspace: Workspace, tmp_path: Path, language: str) -> None:
    file = tmp_path / "sudoers"
    told = workspace.run("playbook", "sudoers", "linux-standard", "--user", "ops", language=language)
    file.write_text(told.out, "utf-8")
    done = subprocess.run([require("visudo"), "-c", "-f", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def database(id: str, kind: str, account: str | None = None) -> dict[str, Any]:
    return {
        "id": id,
        "kind": kind,
        "login": {"method": "peer", **({"system_account": account} if account else {})},
    }


@pytest.mark.real
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_accounts_as_which_clients_of_databases_run_are_listed(
    workspace: Workspace, tmp_path: Path, language: str
) -> None:
    oracle = {**database("dwh", "oracle", "oracle"), "url": "DWH"}
    hosts = {
        "db-01": [database("erp", "postgresql", "postgres"), oracle],
        "db-02": [
            database("crm", "postgresql", "postgres"),
            database("old", "postgresql", "root"),
            database("hr", "postgresql"),
        ],
    }
    assets = [{"id": id, "host": {"address": "192.0.2.1", "instances": each}} for id, each in hosts.items()]
    workspace.contract(assets, {"user": "ops", "method": "agent"})
    call = ("playbook", "sudoers", "postgresql", "--user", "ops")
    alone = workspace.run(*call, language=language).out
    assert "--contract" in alone
    assert "NOPASSWD" not in alone
    told = workspace.run(*call, "--contract", "acme", language=language)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    allowed = [line for line in lines if line and not line.startswith("#")]
    assert allowed == ["ops ALL=(postgres) NOPASSWD: /usr/bin/sh, /bin/sh"]
    assert lines[lines.index(allowed[0]) - 1].startswith(
        ("# db-01 erp, db-02 crm:", "# db-01 erp, db-02 crm：")
    )
    assert any(line.startswith("# db-02 old: ") for line in lines)
    file = tmp_path / "sudoers"
    file.write_text(told.out, "utf-8")
    done = subprocess.run([require("visudo"), "-c", "-f", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("user", ["%wheel", "a b", "", "x,y", "-n", "ALL=", "a\nb"])
def test_a_login_cannot_be_more_than_a_name(workspace: Workspace, user: str) -> None:
    ran = workspace.run("playbook", "sudoers", "linux-standard", "--user", user)
    assert (ran.code, ran.out) == (2, "")
