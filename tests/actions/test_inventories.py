"""Importing an inventory: what comes into the contract's files, what stays, what is told, and that no secret is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.actions.inventories import ImportedHosts, import_hosts
from fieldops.actions.validation import validate
from fieldops.documents.workspace import load_workspace
from fieldops.errors import Severity, Unanswerable

RECORDED = Path(__file__).parents[1] / "data" / "inventories"
SECRETS = ("Sup3r-s3cret", "Als0-s3cret", "hunter2", "abcdef0123", "623133653966")


@pytest.fixture
def acme(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "ws")
    host = {"address": "192.0.2.81", "login": {"user": "other", "method": "agent"}}
    workspace.contract(
        [{"id": "known", "host": host}, {"id": "bare", "serial": "S1"}], {"user": "ops", "method": "agent"}
    )
    return workspace


def imported(
    acme: Workspace,
    text: str,
    name: str = "hosts.ini",
    limit: Sequence[str] = (),
    category: str | None = None,
    dry_run: bool = False,
) -> ImportedHosts:
    file = acme.root.parent / name
    file.write_text(text, "utf-8")
    return import_hosts(acme.root, file, "acme", limit, category, dry_run)


def told(done: ImportedHosts) -> list[tuple[int, str, str | None]]:
    return [(each.place.line, each.code, each.host) for each in done.remarks]


def test_whatever_is_imported_is_a_contract_without_mistakes_and_without_secrets(acme: Workspace) -> None:
    for path in sorted(RECORDED.glob("*.*")):
        import_hosts(acme.root, path, "acme", category="server")
    assert [each.code for each in validate(acme.root).problems if each.severity is Severity.ERROR] == []
    written = "".join(file.read_text("utf-8") for file in acme.root.rglob("*.yaml"))
    assert not [secret for secret in SECRETS if secret in written]


@pytest.mark.parametrize("name", ["07-secrets.ini", "11-yaml-vault.yml", "11-yaml-vault.list.json"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_repeated_in_what_is_said(acme: Workspace, name: str, form: str) -> None:
    ran = acme.run("hosts", "import", str(RECORDED / name), "acme", "--dry-run", "-o", form)
    assert ran.code == 0, ran.err
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]


def test_a_second_import_changes_nothing(acme: Workspace) -> None:
    text = "[web]\nweb[01:03] ansible_user=deploy\n"
    assert len(imported(acme, text).hosts) == 3
    before = {path: path.read_bytes() for path in acme.root.rglob("*.yaml")}
    again = imported(acme, text)
    assert (len(again.hosts), again.unchanged, again.remarks) == (0, 3, ())
    assert {path: path.read_bytes() for path in acme.root.rglob("*.yaml")} == before


def test_a_host_has_its_address_port_groups_and_login(acme: Workspace) -> None:
    text = "[web]\nw1 ansible_host=192.0.2.9 ansible_port=2200 ansible_user=deploy ansible_ssh_private_key_file=~/.ssh/k\n"
    [host] = imported(acme, text, category="server").hosts
    assert host.asset == {
        "id": "w1",
        "category": "server",
        "host": {
            "address": "192.0.2.9",
            "port": 2200,
            "groups": ["web"],
            "login": {"user": "deploy", "method": "key_file", "key_file": "~/.ssh/k"},
        },
    }


def test_the_contracts_own_login_is_not_repeated(acme: Workspace) -> None:
    [host] = imported(acme, "w1 ansible_user=ops\n").hosts
    assert "login" not in host.asset["host"]


def test_a_password_becomes_a_question(acme: Workspace) -> None:
    done = imported(acme, "w1 ansible_user=root ansible_password=x ansible_become_password=y\n")
    assert done.hosts[0].asset["host"]["login"] == {
        "user": "root",
        "method": "prompt",
        "sudo": {"method": "prompt"},
    }
    assert [code for _, code, _ in told(done)] == ["inventory.password"] * 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("w1 ansible_connection=winrm", "inventory.connection"),
        ("w1 ansible_host={{ addresses[1] }}", "inventory.not-a-setting"),
        ("w1 ansible_host='{{ address }}'", "inventory.computed"),
        ("生产", "inventory.no-id"),
        ("bare ansible_host=192.0.2.7", "inventory.asset-without-host"),
        ("known ansible_host=192.0.2.7", "inventory.id-taken"),
        ("w1 ansible_port=99999", "schema.too-big"),
        ("w1 ansible_user='two words'", "schema.form"),
        ("web[5:1]", "inventory.bad-range"),
        ("web[01:100]", "inventory.bad-range"),
        ("w1 motd='never closed", "inventory.unreadable-line"),
    ],
)
def test_a_host_that_cannot_be_taken_over_is_left_out_with_its_line(
    acme: Workspace, line: str, code: str
) -> None:
    done = imported(acme, f"# above\n{line}\nfine\n", dry_run=True)
    codes = {told_code: (at, host) for at, told_code, host in told(done)}
    assert code in codes, codes
    assert codes[code][0] == 2
    assert "fine" in [each.name for each in done.hosts]


def test_a_host_that_the_contract_knows_stays_and_what_differs_is_told(acme: Workspace) -> None:
    done = imported(acme, "[web]\np1 ansible_host=192.0.2.81 ansible_user=ops\n")
    assert (done.hosts, done.unchanged) == ((), 1)
    [remark] = done.remarks
    assert (remark.code, remark.values["id"], remark.values["names"]) == (
        "inventory.differs",
        "known",
        ["groups"],
    )


def test_two_names_of_one_address_are_one_host(acme: Workspace) -> None:
    done = imported(acme, "a ansible_host=192.0.2.7\nb ansible_host=192.0.2.7\n")
    assert [each.name for each in done.hosts] == ["a"]
    assert told(done) == [(2, "inventory.address-twice", "b")]


def test_only_hosts_of_the_limit_are_imported(acme: Workspace) -> None:
    text = "[web]\nw1\n[db]\nd1\n"
    assert [each.name for each in imported(acme, text, limit=("d*",), dry_run=True).hosts] == ["d1"]
    with pytest.raises(Unanswerable) as raised:
        imported(acme, text, limit=("nope",), dry_run=True)
    assert raised.value.code == "inventory.no-hosts"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("aws_ec2.yml", "plugin: amazon.aws.aws_ec2\n", "inventory.plugin"),
        ("list", "#!/bin/sh\necho {}\n", "inventory.program"),
        ("hosts.yml", "all: [\n", "inventory.no-yaml"),
        ("none.ini", "", "inventory.no-hosts"),
    ],
)
def test_what_is_no_inventory_is_refused(acme: Workspace, name: str, text: str, code: str) -> None:
    with pytest.raises(Unanswerable) as raised:
        imported(acme, text, name)
    assert raised.value.code == code


def test_a_range_of_too_many_hosts_is_none(acme: Workspace) -> None:
    done = imported(acme, "web[1:99999999]\n")
    assert (done.hosts, told(done)) == ((), [(1, "inventory.bad-range", "web[1:99999999]")])


def test_groups_that_repeat_themselves_without_end_are_refused(acme: Workspace) -> None:
    bomb = "a0: &a0 {hosts: {h: }}\n" + "".join(
        f"a{n}: &a{n} {{children: {{x: *a{n - 1}, y: *a{n - 1}}}}}\n" for n in range(1, 40)
    )
    with pytest.raises(Unanswerable) as raised:
        imported(acme, bomb, "bomb.yml")
    assert raised.value.code == "inventory.too-large"


def test_comments_of_the_list_that_is_there_stay(acme: Workspace) -> None:
    text = "apiVersion: fieldops/v1\nkind: Assets\nid: more\ncontract: acme\nassets:\n  - {id: old}  # since 2019\n# end\n"
    file = acme.write("contracts/assets/more.yaml", text)
    imported(acme, "w1\n")
    assert file.read_text("utf-8") == text.replace("2019\n", "2019\n  - {id: w1, host: {address: w1}}\n")
    assert load_workspace(acme.root).problems is not None
