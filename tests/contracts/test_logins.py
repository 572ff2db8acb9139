"""Which login holds: the command line before personal settings, these before the contract; the first entry that fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.contracts.agreement import contract_of
from fieldops.contracts.logins import LoginOptions, PersonalLogin, host_login, is_user, jump_login
from fieldops.contracts.model import Contract, Login, Sudo
from fieldops.documents.workspace import load_workspace

AGREED = Login("ops", "key_file", key_file="~/.ssh/k")
JUMPS = "access: {consent: standing, login: {user: ops, method: key_file, key_file: ~/.ssh/k}, jump_hosts: [{id: gate, address: gate.example.com}]}\n"


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    workspace = Workspace(tmp_path)
    own = {"user": "dba", "method": "prompt"}
    assets = [
        {"id": "web", "host": {"address": "192.0.2.1", "groups": ["dmz"]}},
        {"id": "db", "host": {"address": "192.0.2.2", "login": own}},
    ]
    workspace.contract(assets, more=JUMPS)
    loaded = load_workspace(tmp_path)
    return contract_of(loaded, loaded.documents["Contract", "acme"])


def login(
    contract: Contract, id: str, *personal: PersonalLogin, **options: object
) -> tuple[Login | None, str]:
    asset = next(each for each in contract.assets if each.id == id)
    chosen = host_login(contract, asset, LoginOptions(personal=personal, **options))
    return chosen.login, chosen.by


def test_without_settings_the_contract_says_how(contract: Contract) -> None:
    assert login(contract, "web") == (AGREED, "contract")
    assert login(contract, "db") == (Login("dba", "prompt"), "host")


@pytest.mark.parametrize("pattern", ["web", "w*", "192.0.2.1", "dmz"])
def test_an_entry_holds_by_id_address_or_group(contract: Contract, pattern: str) -> None:
    entry = PersonalLogin(hosts=(pattern,), user="me")
    assert login(contract, "web", entry) == (Login("me", "key_file", key_file="~/.ssh/k"), "personal")
    assert login(contract, "db", entry)[1] == "host"


def test_the_first_entry_that_fits_counts(contract: Contract) -> None:
    other = PersonalLogin(contracts=("other",), user="x")
    first, second = PersonalLogin(contracts=("ac*",), user="first"), PersonalLogin(user="second")
    found, _ = login(contract, "db", other, first, second)
    assert found == Login("first", "prompt")


def test_a_method_of_ones_own_takes_nothing_over_from_the_contracts(contract: Contract) -> None:
    entry = PersonalLogin(method="agent", sudo=Sudo("prompt"))
    assert login(contract, "web", entry)[0] == Login("ops", "agent", sudo=Sudo("prompt"))


def test_the_command_line_goes_before_everything_for_hosts(contract: Contract) -> None:
    entry = PersonalLogin(user="me", method="agent")
    assert login(contract, "web", entry, user="root") == (Login("root", "agent"), "options")
    assert login(contract, "web", entry, ask_password=True) == (Login("me", "prompt"), "options")
    assert login(contract, "web", user="root")[0] == Login("root", "key_file", key_file="~/.ssh/k")


def test_a_jump_host_keeps_its_account_whatever_the_command_line_says(contract: Contract) -> None:
    [gate] = contract.access.jump_hosts
    options = LoginOptions(user="root", ask_password=True)
    assert jump_login(contract, gate, options).login == AGREED


def test_an_entry_of_hosts_says_nothing_of_jump_hosts(contract: Contract) -> None:
    [gate] = contract.access.jump_hosts
    of_hosts, of_jumps = PersonalLogin(hosts=("*",), user="h"), PersonalLogin(jump_hosts=("gate",), user="j")
    chosen = jump_login(contract, gate, LoginOptions(personal=(of_hosts, of_jumps)))
    assert chosen.login is not None
    assert (chosen.login.user, chosen.entry) == ("j", 1)
    assert login(contract, "web", of_jumps)[1] == "contract"


@pytest.mark.parametrize(
    ("name", "good"), [("ops", True), ("-oProxyCommand=x", False), ("a b", False), ("", False)]
)
def test_a_name_that_ssh_could_take_for_an_option_is_none(name: str, good: bool) -> None:
    assert is_user(name) is good
