"""Pinned host keys of a contract: where they are kept, and fetching new ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fieldops.actions.rights import write_whole
from fieldops.contracts.agreement import contract_of
from fieldops.contracts.model import Asset, Contract, Host
from fieldops.documents.links import inside, read_whole
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import FieldopsError, Unreachable, Unusable, system_error
from fieldops.inspection.plan import choose_hosts
from fieldops.structs import Struct, replaced
from fieldops.transport.hostkeys import HostKey, Pinned, merge_pins, read_pins
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Limits, Target

_WORKERS = 8


def pin_file(workspace: Workspace, document: Document) -> Path:
    """The known_hosts file of a contract: beside its YAML file, with the same name.

    Whose keys are trusted is decided in the workspace: raises LeadsOut for a link to somewhere else.
    """
    return inside(workspace.root, (workspace.root / document.path).with_suffix(".known_hosts"))


def pins_of(workspace: Workspace, document: Document) -> Pinned:
    """The keys pinned for a contract's hosts; none when there is no file. Raises FieldopsError for one that cannot be read."""
    return Pinned(read_pins(_text(pin_file(workspace, document))))


def _text(path: Path) -> str:
    # A comment in another encoding is none of our business; it is written back as it was.
    try:
        return read_whole(path).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise FieldopsError("file.not-readable", path=str(path), detail=system_error(error)) from error


def pinned(pins: Pinned, host: Host) -> tuple[HostKey, ...]:
    """The keys the host may show."""
    return pins.keys_for(host.address, host.port)


class Offer(Struct, frozen=True):
    """What a host showed when asked for its key: `key`, or `failure`; `known` are the keys pinned so far.

    `same_as`: the other assets, asked or pinned before, that show the same key: one machine twice, or a copied image.
    """

    asset: Asset
    host: Host
    known: tuple[HostKey, ...]
    key: HostKey | None = None
    failure: Unreachable | None = None
    revoked: bool = False
    same_as: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """new, same, changed, revoked (never pinned) or unreachable."""
        if self.key is None:
            return "unreachable"
        if self.revoked:
            return "revoked"
        if self.key in self.known:
            return "same"
        return "changed" if self.known else "new"


def fetch_offers(workspace: Workspace, document: Document, limit: str | None, limits: Limits) -> list[Offer]:
    """Ask every SSH host of the contract (or those matching `limit`) for its key, without logging in.

    Each server is asked once, however many assets are behind it: OpenSSH bans who comes again and again and does not log
    in (PerSourcePenalties, noauth).
    """
    contract = contract_of(workspace, document)
    pins = pins_of(workspace, document)
    asked = list(_asked(contract, limit, pins))
    ssh, cancelled = Ssh(), threading.Event()
    with ThreadPoolExecutor(_WORKERS) as pool:
        try:
            servers = {_server(offer): offer for offer in asked}
            found = pool.map(lambda offer: _fetch(ssh, offer, limits, cancelled), servers.values())
            answers = dict(zip(servers, found, strict=True))
        except BaseException:
            cancelled.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    shown = [replaced(answers[_server(offer)], asset=offer.asset, host=offer.host) for offer in asked]
    holders = _holders(contract, pins, shown)
    return [
        replaced(
            offer,
            revoked=offer.key in pins.revoked,
            same_as=tuple(sorted(holders.get(offer.key, set()) - {offer.asset.id})) if offer.key else (),
        )
        for offer in shown
    ]


def _server(offer: Offer) -> tuple[str, int]:
    return offer.host.address, offer.host.port


def _holders(contract: Contract, pins: Pinned, shown: Sequence[Offer]) -> dict[HostKey, set[str]]:
    """The assets that each key belongs to: those that show it now, and those not asked for which it is pinned."""
    holders: dict[HostKey, set[str]] = {}
    asked = {offer.asset.id for offer in shown}
    for offer in shown:
        if offer.key is not None:
            holders.setdefault(offer.key, set()).add(offer.asset.id)
    for other in _asked(contract, None, pins):
        for key in other.known if other.asset.id not in asked else ():
            holders.setdefault(key, set()).add(other.asset.id)
    return holders


def _asked(contract: Contract, limit: str | None, pins: Pinned) -> Iterator[Offer]:
    for asset in choose_hosts(contract, limit):
        if asset.host is not None and asset.host.transport == "ssh":
            yield Offer(asset, asset.host, pinned(pins, asset.host))


def _fetch(ssh: Ssh, offer: Offer, limits: Limits, cancelled: threading.Event) -> Offer:
    target = Target(offer.host.address, offer.host.port, pins=offer.known)
    try:
        return replaced(offer, key=ssh.host_key(target, limits, cancelled))
    except Unreachable as failure:
        return replaced(offer, failure=failure)


def write_pins(workspace: Workspace, document: Document, offers: Sequence[Offer]) -> Path:
    """Pin the keys of `offers` for the contract, but none that is revoked; other lines of the file stay. Returns the file.

    Raises FieldopsError when it cannot be written.
    """
    path = pin_file(workspace, document)
    new = [
        (offer.host.address, offer.host.port, offer.key)
        for offer in offers
        if offer.key is not None and not offer.revoked
    ]
    try:
        # A link within the workspace stays one.
        write_whole(path.resolve(), [merge_pins(_text(path), new).encode("utf-8", "surrogateescape")])
    except OSError as error:
        raise Unusable(str(path), error) from error
    return path
