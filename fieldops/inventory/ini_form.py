"""Inventories as INI: sections of hosts, of children and of variables, as Ansible's documentation describes them. Pure.

("How to build your inventory", and the page of the plugin `ansible.builtin.ini`.) A value is read as Python reads a
constant where it is one, else it is a text.
"""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import dataclass

from fieldops.errors import Unanswerable
from fieldops.inventory.listed import ALL, UNGROUPED, Given, Inventory, Place, Vaulted
from fieldops.inventory.names import hosts_named

_SECTION = re.compile(r"\[(?P<group>[^:\[\]\s]+)(?::(?P<kind>\w+))?\]\s*(?:#.*)?")
_CHILD = re.compile(r"(?P<group>[^:\[\]\s]+)\s*(?:#.*)?")
_COMMENTS = ("#", ";")
_VAULT = "$ANSIBLE_VAULT"


@dataclass(slots=True)
class _Section:
    group: str | None
    kind: str
    place: Place


def read_ini(text: str, path: str, into: Inventory) -> None:
    """Add to the inventory what the text says. Raises Unanswerable for more hosts than an inventory has."""
    section = _Section(UNGROUPED, "hosts", Place(path, 1))
    named: dict[str, Place] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        line, place = line.strip(), Place(path, number)
        if not line or line.startswith(_COMMENTS):
            continue
        if begun := _SECTION.fullmatch(line):
            section = _section(begun["group"], begun["kind"] or "hosts", place, into)
            if section.kind == "vars":
                named.setdefault(section.group or "", place)
        elif line.startswith("[") and line.endswith("]") and ":" not in line:
            section = _Section(None, "", place)
            into.remark(place, "inventory.bad-section", text=line)
        elif section.group is not None:
            _read_line(line, section, place, into)
    for name, place in named.items():
        if not into.group(name).hosts and not into.group(name).children and name not in (ALL, UNGROUPED):
            into.remark(place, "inventory.group-without-hosts", group=name)


def _section(group: str, kind: str, place: Place, into: Inventory) -> _Section:
    if kind not in ("hosts", "children", "vars"):
        into.remark(place, "inventory.bad-section", text=f"[{group}:{kind}]")
        return _Section(None, "", place)
    into.group(group)
    return _Section(group, kind, place)


def _read_line(line: str, section: _Section, place: Place, into: Inventory) -> None:
    assert section.group is not None
    group = into.group(section.group)
    if section.kind == "vars":
        name, equals, value = line.partition("=")
        if not equals or not name.strip():
            into.remark(place, "inventory.unreadable-line", text=name.strip())
            return
        group.variables[name.strip()] = Given(_value(value.strip()), place)
    elif section.kind == "children":
        if (child := _CHILD.fullmatch(line)) is None:
            into.remark(place, "inventory.unreadable-line", text=line.split("=")[0])
            return
        into.group(child["group"])
        group.children.setdefault(child["group"], place)
    else:
        _read_hosts(line, section.group, place, into)


def _read_hosts(line: str, group: str, place: Place, into: Inventory) -> None:
    try:
        first, *settings = shlex.split(line, comments=True)
        found = hosts_named(first)
    except Unanswerable as error:
        into.remark(place, error.code, host=str(error.values["text"]), **error.values)
        return
    except ValueError:
        # A quote that is not closed. What stands in it may be a secret: only the name is repeated.
        into.remark(place, "inventory.unreadable-line", host=line.split()[0], text=line.split()[0])
        return
    variables: dict[str, Given] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if equals and name:
            variables[name] = Given(_value(value), place)
        else:
            into.remark(place, "inventory.not-a-setting", text=name)
    for name in found.hosts:
        host = into.host(name, place, group)
        if found.port is not None:
            host.variables["ansible_port"] = Given(found.port, place)
        host.variables |= variables


def _value(text: str) -> object:
    if text.startswith(_VAULT):
        return Vaulted()
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return text
