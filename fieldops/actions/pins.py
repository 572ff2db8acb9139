"""Pinned host keys of a contract: where they are kept, and fetching new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fieldops.contracts.agreement import contract_of
from fieldops.contracts.model import Asset, Contract, Host
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Unreachable
from fieldops.inspection.plan import choose_hosts
from fieldops.transport.hostkeys import HostKey, Pin, keys_for, merge_pins, read_pins
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Limits, Target

_WORKERS = 8


def pin_file(workspace: Workspace, document: Document) -> Path:
    """The known_hosts file of a contract: beside its YAML file, with the same name."""
    return (workspace.root / document.path).with_suffix(".known_hosts")


def pins_of(workspace: Workspace, document: Document) -> tuple[Pin, ...]:
    """The keys pinned for a contract's hosts; none when there is no file that can be read."""
    try:
        return read_pins(pin_file(workspace, document).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return ()


def pinned(pins: Sequence[Pin], host: Host) -> tuple[HostKey, ...]:
    """The keys the host may show."""
    return keys_for(pins, host.address, host.port)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a host showed when asked for its key: `key`, or `failure`; `known` are the keys pinned so far."""

    asset: Asset
    host: Host
    known: tuple[HostKey, ...]
    key: HostKey | None = None
    failure: Unreachable | None = None

    @property
    def state(self) -> str:
        """new, same, changed or unreachable."""
        if self.key is None:
            return "unreachable"
        if self.key in self.known:
            return "same"
        return "changed" if self.known else "new"


def fetch_offers(workspace: Workspace, document: Document, limit: str | None, limits: Limits) -> list[Offer]:
    """Ask every SSH host of the contract (or those matching `limit`) for its key, without logging in."""
    contract = contract_of(workspace, document)
    pins = pins_of(workspace, document)
    asked = list(_asked(contract, limit, pins))
    ssh = Ssh()
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(lambda offer: _fetch(ssh, offer, limits, contract.id), asked))


def _asked(contract: Contract, limit: str | None, pins: Sequence[Pin]) -> Iterator[Offer]:
    for asset in choose_hosts(contract, limit):
        if asset.host is not None and asset.host.transport == "ssh":
            yield Offer(asset, asset.host, pinned(pins, asset.host))


def _fetch(ssh: Ssh, offer: Offer, limits: Limits, contract: str) -> Offer:
    target = Target(offer.host.address, offer.host.port, pins=offer.known, contract=contract)
    try:
        return Offer(offer.asset, offer.host, offer.known, key=ssh.host_key(target, limits))
    except Unreachable as failure:
        return Offer(offer.asset, offer.host, offer.known, failure=failure)


def write_pins(workspace: Workspace, document: Document, offers: Sequence[Offer]) -> Path:
    """Pin the keys of `offers` for the contract; other lines of the file stay. Returns the file."""
    path = pin_file(workspace, document)
    before = path.read_text("utf-8") if path.is_file() else ""
    new = [(offer.host.address, offer.host.port, offer.key) for offer in offers if offer.key is not None]
    path.write_text(merge_pins(before, new), "utf-8")
    return path
