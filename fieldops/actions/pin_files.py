"""The files of pinned host keys of a workspace, as files: lines in them that nobody reads, and those of no contract.

Does not live here: what is pinned for a host, and pinning (pins).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from fieldops.documents.links import is_inside, read_whole
from fieldops.documents.places import FOLDERS
from fieldops.documents.workspace import Document, Workspace, is_within
from fieldops.documents.yaml_text import Path as YamlPath
from fieldops.errors import Named, Position, Problem, Severity
from fieldops.rules.equipment import is_address
from fieldops.structs import Struct
from fieldops.transport.hostkeys import Pinned, read_pins, unread_lines

_ENDING = ".known_hosts"
_SSH_PORT = 22


class PinFile(Struct, frozen=True):
    """A file of pinned keys by its path in the workspace; `lines` are those that nobody reads, with the reason.

    `orphaned`: no contract lies beside it. `contract` is then the one whose hosts it pins and that has no such file.
    """

    path: str
    lines: tuple[tuple[int, str], ...]
    orphaned: bool
    contract: Document | None

    @property
    def wanted(self) -> str:
        """Where an orphaned one would be read."""
        return pins_path(self.contract) if self.contract is not None else ""

    @property
    def about(self) -> tuple[str, ...]:
        """The files of which a change can make it one that nobody reads: its own, the contract's beside it, the meant one's."""
        beside = PurePosixPath(self.path)
        meant = (self.contract.path,) if self.contract is not None else ()
        return self.path, *(str(beside.with_suffix(each)) for each in (".yaml", ".yml")), *meant

    def orphaned_of(self, contract: Document) -> bool:
        """Whether it is read for no contract and fits that one."""
        return self.orphaned and self.contract is not None and self.contract.id == contract.id


def pins_path(contract: Document) -> str:
    """The file of a contract's pinned keys, relative to the workspace."""
    return str(PurePosixPath(contract.path).with_suffix(_ENDING))


def pin_files(workspace: Workspace) -> list[PinFile]:
    """Every file of pinned keys below contracts/, by path. One that cannot be read is told by whoever needs its keys."""
    paths = (path for path in _paths(workspace.root) if not is_within(path, workspace.left_out))
    found = {path: text for path in paths if (text := _text(workspace.root, path)) is not None}
    if not found:
        return []
    contracts = list(workspace.of_kind("Contract"))
    # A contract whose text is no YAML may be in any file.
    owned = {pins_path(each) for each in contracts}
    owned |= {str(PurePosixPath(each.path).with_suffix(_ENDING)) for each in workspace.unread}
    free = [each for each in contracts if pins_path(each) not in found]
    return [
        PinFile(
            path,
            tuple(unread_lines(text)),
            path not in owned,
            _meant(workspace, free, Pinned(read_pins(text))),
        )
        for path, text in found.items()
    ]


def problems_of(files: Sequence[PinFile]) -> Iterator[Problem]:
    """pins.line-not-read, pins.orphaned (warnings)."""
    for each in files:
        for line, why in each.lines:
            yield _warning(each, line, "pins.line-not-read", why=Named(f"form.pin-{why}"))
        if each.orphaned and each.contract is not None:
            yield _warning(each, 1, "pins.orphaned-for", id=each.contract.id, wanted=each.wanted)
        elif each.orphaned:
            beside = str(PurePosixPath(each.path).with_suffix(".yaml"))
            yield _warning(each, 1, "pins.orphaned", beside=beside)


def _warning(file: PinFile, line: int, code: str, **values: object) -> Problem:
    return Problem(Position(file.path, line, 1), code, {"path": file.path, **values}, Severity.WARNING)


def _paths(root: Path) -> list[str]:
    files = (root / FOLDERS[0]).rglob(f"*{_ENDING}")
    return sorted(
        file.relative_to(root).as_posix() for file in files if file.is_file() and is_inside(root, file)
    )


def _text(root: Path, path: str) -> str | None:
    try:
        return read_whole(root / path).decode("utf-8", "surrogateescape")
    except OSError:
        return None


def _meant(workspace: Workspace, contracts: list[Document], pins: Pinned) -> Document | None:
    """The contract of which most hosts are pinned there; None where none is."""
    counted = [
        (sum(bool(pins.keys_for(one.address, one.port)) for one in _hosts(workspace, each)), each)
        for each in contracts
    ]
    most, contract = max(counted, key=lambda one: one[0], default=(0, None))
    return contract if most else None


def _hosts(workspace: Workspace, contract: Document) -> Iterator[WrittenHost]:
    for document in (contract, *workspace.naming("Assets", "contract", contract.id)):
        yield from hosts_in(document)


class WrittenHost(Struct, frozen=True):
    """A host that is reached by SSH, as it is written at `place`, whatever else is wrong with the document."""

    place: YamlPath
    address: str
    port: int

    @property
    def jump(self) -> bool:
        """Whether it is a jump host."""
        return self.place[0] == "access"


def hosts_in(document: Document) -> Iterator[WrittenHost]:
    """The hosts of a Contract or Assets document that are reached by SSH, and the jump hosts before them, as far as they
    are written in the right form.
    """
    places: list[YamlPath] = [("access", "jump_hosts", at) for at in document.entries("access", "jump_hosts")]
    for at in document.entries("assets"):
        if document.text("assets", at, "host", "transport") in (None, "ssh", "openssh"):
            places.append(("assets", at, "host"))
    for place in places:
        address = document.text(*place, "address")
        # An address that is none is told by itself.
        if address is None or not is_address(address):
            continue
        written = document.node.at(place)
        port = written.children["port"].data if "port" in written.children else _SSH_PORT
        if isinstance(port, int):
            yield WrittenHost(place, address, port)
