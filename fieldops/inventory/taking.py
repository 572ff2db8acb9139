"""What a contract takes over of an inventory: a host's address, port, groups and login; all else is told, by its line. Pure.

Nothing secret is taken: where an inventory holds a password, the contract says that whoever begins is asked for it.
The variables are those of Ansible's documentation ("Connecting to hosts: behavioral inventory parameters").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldops.contracts.model import Login
from fieldops.inventory.listed import ALL, UNGROUPED, Given, Inventory, Place, Remark, Vaulted
from fieldops.inventory.resolving import ResolvedHost
from fieldops.structs import Struct

_ADDRESS = ("ansible_host", "ansible_ssh_host")
_PORT = ("ansible_port", "ansible_ssh_port")
_USER = ("ansible_user", "ansible_ssh_user")
_KEY = ("ansible_ssh_private_key_file", "ansible_private_key_file")
_CONNECTION = ("ansible_connection",)
_PASSWORD = ("ansible_password", "ansible_ssh_pass", "ansible_ssh_password")
_SUDO_PASSWORD = (
    "ansible_become_password",
    "ansible_become_pass",
    "ansible_sudo_pass",
    "ansible_sudo_password",
)
_READ = frozenset((*_ADDRESS, *_PORT, *_USER, *_KEY, *_CONNECTION))
_SECRETS = frozenset((*_PASSWORD, *_SUDO_PASSWORD))
_BY_SSH = ("ssh", "smart", "paramiko", "paramiko_ssh", "ansible.builtin.ssh", "ansible.builtin.paramiko_ssh")
_LOCAL = ("local", "ansible.builtin.local")
_SSH_ARGUMENTS = re.compile(r"ansible_ssh_(?:common_|extra_)?args|ansible_(?:sftp|scp)_extra_args")
_BECOME = re.compile(r"ansible_(?:become|sudo)\w*")
_SECRET = re.compile(r"pass(?:word|wd|phrase)?(?:_|$)|secret|token|credential|api_?key|private_key$", re.I)
_ID = re.compile(r"[a-z0-9]+", re.ASCII)
_MAX_ID = 64


class Taken(Struct, frozen=True):
    """A host as an asset of the contract, and where the inventory names it."""

    name: str
    place: Place
    asset: Mapping[str, Any]


def id_of(name: str) -> str:
    """The id of a host or group of that name: in lower case, a hyphen for everything that an id cannot have. May be empty."""
    return "-".join(_ID.findall(name.lower()))[:_MAX_ID].rstrip("-")


def taken_over(
    hosts: Sequence[ResolvedHost], agreed: Login | None, category: str | None
) -> list[Taken | Remark]:
    """Each host as an asset, or why it is left out; and what is told of it beside that. `agreed`: the contract's login."""
    return [each for host in hosts for each in _Host(host, agreed, category).taken()]


def not_taken(inventory: Inventory, files: Sequence[Mapping[str, Given]]) -> Iterator[Remark]:
    """The variables that no contract has a place for, each once in its line."""
    told: set[tuple[Place, str]] = set()
    given = [*inventory.given(), *(pair for each in files for pair in each.items())]
    for name, each in sorted(given, key=lambda pair: (pair[1].place.path, pair[1].place.line, pair[0])):
        if (each.place, name) not in told and (code := _why_not(name, each.value)) is not None:
            told.add((each.place, name))
            yield Remark(each.place, code, {"name": name})
    for name, group in inventory.groups.items():
        place = next(iter((*group.hosts.values(), *group.children.values())), None)
        if place is not None and name not in (ALL, UNGROUPED) and (id := id_of(name)) != name:
            code = "inventory.group-renamed" if id else "inventory.group-without-id"
            yield Remark(place, code, {"name": name, "id": id})


def _why_not(name: str, value: object) -> str | None:
    if name in _SECRETS:
        return "inventory.vaulted-login" if isinstance(value, Vaulted) else "inventory.password"
    if isinstance(value, Vaulted):
        return "inventory.vaulted"
    if name in _READ or name == "ansible_group_priority":
        return None
    if _SSH_ARGUMENTS.fullmatch(name):
        return "inventory.ssh-arguments"
    if _BECOME.fullmatch(name):
        return "inventory.become"
    if _SECRET.search(name):
        return "inventory.secret"
    return "inventory.not-needed" if name.startswith("ansible_") else "inventory.of-plays"


class _Host:
    """One host, judged."""

    def __init__(self, resolved: ResolvedHost, agreed: Login | None, category: str | None) -> None:
        self._resolved, self._agreed, self._category = resolved, agreed, category
        self._name, self._place = resolved.host.name, resolved.host.place
        self._remarks: list[Remark] = []

    def taken(self) -> list[Taken | Remark]:
        """The asset behind what is told of it; without an asset where the host is left out."""
        found = self._asset()
        return [*self._remarks, *([found] if found is not None else [])]

    def _asset(self) -> Taken | None:
        for name in (*_ADDRESS, *_PORT, *_USER, *_KEY, *_CONNECTION):
            given = self._resolved.variables.get(name)
            if given is not None and (isinstance(given.value, Vaulted) or "{{" in str(given.value)):
                self._leave("inventory.computed", given.place, variable=name)
                return None
        connection = self._text(_CONNECTION) or "ssh"
        if connection not in (*_BY_SSH, *_LOCAL):
            self._leave("inventory.connection", self._at(_CONNECTION), connection=connection)
            return None
        if not (id := id_of(self._name)):
            self._leave("inventory.no-id", self._place)
            return None
        host: dict[str, Any] = {"address": self._text(_ADDRESS) or self._name}
        host |= self._port()
        if connection in _LOCAL:
            host["transport"] = "local"
        if groups := list(dict.fromkeys(id_of(each) for each in self._resolved.groups if id_of(each))):
            host["groups"] = groups
        if connection not in _LOCAL and (login := self._login()) is not None:
            host["login"] = login
        asset = {"id": id, **({"category": self._category} if self._category else {}), "host": host}
        return Taken(self._name, self._place, asset)

    def _port(self) -> dict[str, Any]:
        text = self._text(_PORT)
        if text is None or text == "22":
            return {}
        # A port that is none is the schema's to tell, with the line.
        return {"port": int(text) if text.isascii() and text.isdigit() else text}

    def _login(self) -> dict[str, Any] | None:
        """The host's own login, where it is another than the contract's."""
        user, key = self._text(_USER), self._text(_KEY)
        password, sudo = self._has(_PASSWORD), self._has(_SUDO_PASSWORD)
        if not (user or key or password or sudo):
            return None
        who = user or (self._agreed.user if self._agreed is not None else None)
        if who is None:
            self._remark("inventory.no-user", self._place)
            return None
        login: dict[str, Any] = {"user": who, **self._method(who, key, password)}
        if sudo:
            login["sudo"] = {"method": "prompt"}
        return None if self._as_agreed(login) else login

    def _method(self, user: str, key: str | None, password: bool) -> dict[str, Any]:
        if key is not None:
            return {"method": "key_file", "key_file": key}
        if password:
            return {"method": "prompt"}
        agreed = self._agreed
        if agreed is not None and agreed.user == user and agreed.method in ("agent", "prompt"):
            return {"method": agreed.method}
        if agreed is not None and agreed.user == user and agreed.method == "key_file":
            return {"method": "key_file", "key_file": agreed.key_file}
        return {"method": "agent"}

    def _as_agreed(self, login: Mapping[str, Any]) -> bool:
        agreed = self._agreed
        if agreed is None or ("sudo" in login and agreed.sudo is None):
            return False
        own = (agreed.user, agreed.method, agreed.key_file)
        return own == (login["user"], login["method"], login.get("key_file"))

    def _given(self, names: Sequence[str]) -> Given | None:
        return next(
            (self._resolved.variables[name] for name in names if name in self._resolved.variables), None
        )

    def _at(self, names: Sequence[str]) -> Place:
        given = self._given(names)
        return given.place if given is not None else self._place

    def _has(self, names: Sequence[str]) -> bool:
        return self._given(names) is not None

    def _text(self, names: Sequence[str]) -> str | None:
        given = self._given(names)
        return None if given is None or given.value in (None, "") else str(given.value)

    def _remark(self, code: str, place: Place, **values: object) -> None:
        self._remarks.append(Remark(place, code, {"host": self._name, **values}))

    def _leave(self, code: str, place: Place, **values: object) -> None:
        self._remarks.append(Remark(place, code, {"host": self._name, **values}, self._name))
