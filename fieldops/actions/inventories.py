"""Importing the hosts of an Ansible inventory into a contract's files: what is there stays, what is not taken is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from fieldops.actions.asset_lists import asset_files, fitted, write_change
from fieldops.actions.needed import need
from fieldops.contracts.agreement import contract_data, contract_of
from fieldops.documents.workspace import load_workspace
from fieldops.errors import Unanswerable, Unusable
from fieldops.inventory.ini_form import read_ini
from fieldops.inventory.listed import Given, Inventory, Remark
from fieldops.inventory.resolving import VariableFiles, resolved
from fieldops.inventory.taking import Taken, not_taken, taken_over
from fieldops.inventory.yaml_form import read_inventory_yaml, read_variables
from fieldops.spreadsheet.rows import Doubtful, NewAsset
from fieldops.structs import Struct

_MAX_FILE = 8 << 20
_MAX_VARIABLE_FILES = 5_000
_YAML = (".yml", ".yaml", ".json")


class ImportedHosts(Struct, frozen=True):
    """What became of an inventory. `left_out` are the hosts, by name, that are not imported; `remarks` say why, and what
    else was not taken over. `paths` were written, if not `dry_run`.
    """

    hosts: tuple[Taken, ...]
    unchanged: int
    left_out: tuple[str, ...]
    remarks: tuple[Remark, ...]
    paths: tuple[str, ...]
    dry_run: bool


def import_hosts(
    root: Path,
    file: Path,
    contract: str,
    limit: Sequence[str] = (),
    category: str | None = None,
    dry_run: bool = False,
) -> ImportedHosts:
    """Add the hosts of the inventory `file` (INI, YAML, or what ``ansible-inventory --list`` prints) to `contract`.

    `limit`: names of hosts or groups, shell wildcards allowed; `category`: of all of them. ``group_vars`` and ``host_vars``
    beside the file are read. Hosts that would break a rule are left out and told. Raises Unanswerable for what is no
    inventory, InvalidDocuments when the contract or its equipment has errors of form.
    """
    workspace = load_workspace(root, judged=False)
    document = need(workspace, "Contract", contract)
    inventory, files = read_inventory(file)
    lists = asset_files(workspace, contract)
    agreed = contract_of(workspace, document).access.login
    chosen = [
        each
        for each in resolved(inventory, files)
        if not limit or _is_chosen((each.host.name, *each.groups), limit)
    ]
    if not chosen and not inventory.remarks:
        raise Unanswerable("inventory.no-hosts", path=file.name, limit=", ".join(limit) or "all")
    judged = taken_over(chosen, agreed, category)
    remarks = [*inventory.remarks, *not_taken(inventory, _variables(files))]
    remarks += [each for each in judged if isinstance(each, Remark)]
    known: Any = contract_data(workspace, document).get("assets", [])
    fresh = _Fresh(known)
    new = [each for each in judged if isinstance(each, Taken) and fresh.is_new(each)]
    remarks += fresh.remarks
    # A row of a list is here the number of the host.
    rows = [NewAsset(number, dict(each.asset)) for number, each in enumerate(new)]
    fit = fitted(workspace, document, lists, rows)
    remarks += _refused(fit.refused, new)
    if not dry_run:
        for change in fit.changes:
            write_change(root, change)
    return ImportedHosts(
        tuple(new[each.row] for each in fit.new),
        fresh.known,
        tuple(dict.fromkeys(each.host for each in remarks if each.host is not None)),
        tuple(sorted(remarks, key=lambda each: (each.place.path, each.place.line))),
        tuple(change.path for change in fit.changes),
        dry_run,
    )


def _is_chosen(names: Sequence[str], limit: Sequence[str]) -> bool:
    return any(pattern == "all" or fnmatchcase(name, pattern) for name in names for pattern in limit)


def _variables(files: VariableFiles) -> list[Mapping[str, Given]]:
    return [*files.groups.values(), *files.hosts.values()]


# --- the files -------------------------------------------------------------------------------------------


def read_inventory(file: Path) -> tuple[Inventory, VariableFiles]:
    """The inventory of that file, and the variables beside it. Raises Unanswerable for what cannot be one."""
    if file.is_dir():
        raise Unanswerable("inventory.folder", path=str(file))
    text = _text(file)
    if text.startswith("#!"):
        raise Unanswerable("inventory.program", path=file.name)
    inventory = Inventory()
    if file.suffix.lower() in _YAML or text.lstrip().startswith(("---", "{")):
        read_inventory_yaml(text, file.name, inventory)
    else:
        read_ini(text, file.name, inventory)
    return inventory, VariableFiles(
        _beside(file, "group_vars", inventory), _beside(file, "host_vars", inventory)
    )


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MAX_FILE + 1)
    except FileNotFoundError:
        raise Unanswerable("workspace.no-such-path", path=str(file)) from None
    except OSError as error:
        raise Unusable(str(file), error, "inventory.unreadable") from None
    if len(raw) > _MAX_FILE:
        raise Unanswerable("inventory.too-large", path=file.name)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unanswerable("inventory.no-text", path=file.name) from None


def _beside(file: Path, folder: str, into: Inventory) -> dict[str, dict[str, Given]]:
    """The variables of each file of that folder, by the name of the group or host: NAME, NAME.yml, or all in NAME/."""
    found: dict[str, dict[str, Given]] = {}
    root = file.parent / folder
    for count, path in enumerate(sorted(root.rglob("*")) if root.is_dir() else ()):
        if count > _MAX_VARIABLE_FILES:
            raise Unanswerable("inventory.too-large", path=folder)
        inner = path.relative_to(root).parts
        if (
            not path.is_file()
            or path.suffix not in ("", *_YAML)
            or any(part.startswith(".") for part in inner)
        ):
            continue
        name = inner[0] if len(inner) > 1 else (path.stem if path.suffix in _YAML else path.name)
        shown = str(Path(folder, *inner))
        found.setdefault(name, {}).update(read_variables(_text(path), shown, into))
    return found


# --- what is there already -----------------------------------------------------------------------------------


class _Fresh:
    """Tells hosts that the contract does not have from those that it has."""

    def __init__(self, assets: Sequence[Mapping[str, Any]]) -> None:
        self._by_id = {str(asset["id"]): asset for asset in assets}
        self._by_address = {_address(asset["host"]): str(asset["id"]) for asset in assets if "host" in asset}
        self._new: dict[str, Taken] = {}
        self._new_addresses: dict[tuple[str, int], str] = {}
        self.known = 0
        self.remarks: list[Remark] = []

    def is_new(self, taken: Taken) -> bool:
        """Whether it is to be added; what stands against it is told."""
        id, address = str(taken.asset["id"]), _address(taken.asset["host"])
        if (other := self._by_address.get(address)) is not None:
            self.known += 1
            self._tell_differences(taken, other)
            return False
        if id in self._by_id:
            lacks = "host" not in self._by_id[id]
            code = "inventory.asset-without-host" if lacks else "inventory.id-taken"
            self._leave(taken, code, id=id, address=address[0])
            return False
        if id in self._new:
            self._leave(taken, "inventory.id-twice", id=id, other=self._new[id].name)
            return False
        twice = self._new_addresses.setdefault(address, taken.name)
        if twice != taken.name and taken.asset["host"].get("transport") != "local":
            self._leave(taken, "inventory.address-twice", address=address[0], other=twice)
            return False
        self._new[id] = taken
        return True

    def _tell_differences(self, taken: Taken, other: str) -> None:
        there, given = self._by_id[other]["host"], taken.asset["host"]
        names = [
            name
            for name in ("groups", "login", "transport")
            if name in given and given[name] != there.get(name)
        ]
        if names:
            values = {"host": taken.name, "id": other, "names": names}
            self.remarks.append(Remark(taken.place, "inventory.differs", values))

    def _leave(self, taken: Taken, code: str, **values: object) -> None:
        self.remarks.append(Remark(taken.place, code, {"host": taken.name, **values}, taken.name))


def _address(host: Mapping[str, Any]) -> tuple[str, int]:
    return str(host["address"]).lower(), int(host.get("port", 22)) if str(
        host.get("port", 22)
    ).isdigit() else 0


def _refused(refused: Sequence[Doubtful], hosts: Sequence[Taken]) -> Iterator[Remark]:
    for each in refused:
        taken = hosts[each.row]
        yield Remark(taken.place, each.code, each.values, taken.name)
