"""Pinned host keys of a contract: where they are kept, and fetching new ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fieldops.actions.personal_logins import with_personal
from fieldops.actions.rights import write_whole
from fieldops.actions.ways import Way, Ways
from fieldops.contracts.agreement import contract_of
from fieldops.contracts.logins import LoginOptions
from fieldops.contracts.model import Asset, Contract, Host, JumpHost
from fieldops.contracts.ways import DIRECT, way_to_host, way_to_jump
from fieldops.documents.links import inside, read_whole
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import FieldopsError, Unreachable, Unusable, system_error
from fieldops.inspection.plan import choose_hosts
from fieldops.structs import Struct, replaced
from fieldops.transport.credentials import Ask
from fieldops.transport.hostkeys import HostKey, Pinned, merge_pins, read_pins
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import Limits, Target

_WORKERS = 8
# Those that show a key; a jump host is asked by the first.
_WAYS = ("ssh", "openssh")


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

    `id` is the asset's, or with `jump` the jump host's; `depth`: how many jump hosts lie before it.
    `same_as`: the others, asked or pinned before, that show the same key: one machine twice, or a copied image.
    """

    id: str
    address: str
    port: int
    depth: int
    jump: bool
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


class Pinning:
    """Asking the SSH hosts of a contract (or those matching `limit`) and the jump hosts before them for their keys.

    A host is asked through its jump hosts, whose keys must be pinned by then: `depths` says in which rounds.
    """

    def __init__(
        self,
        workspace: Workspace,
        document: Document,
        limit: str | None,
        limits: Limits,
        ask: Ask,
        options: LoginOptions | None = None,
    ) -> None:
        """Raises UsageError when no host matches."""
        self._workspace, self._document, self._limits = workspace, document, limits
        self._contract = contract_of(workspace, document)
        self._hosts = _on_ssh(choose_hosts(self._contract, limit))
        self._ways = Ways(
            workspace.root, ask, self._contract, self._hosts, with_personal(options or LoginOptions())
        )

    @property
    def depths(self) -> range:
        """0 for what is reached directly, 1 for what lies behind one jump host, and so on."""
        return range(1 + max((offer.depth for offer in self._asked(Pinned(()))), default=-1))

    def offers(self, depth: int) -> list[Offer]:
        """Ask those at that depth, without logging in to them.

        Each server is asked once, however many assets are behind it: OpenSSH bans who comes again and again and does not
        log in (PerSourcePenalties, noauth).
        """
        pins = pins_of(self._workspace, self._document)
        asked = [offer for offer in self._asked(pins) if offer.depth == depth]
        servers = {self._server(offer): offer for offer in asked}
        answers = dict(zip(servers, self._fetched(list(servers.values()), pins), strict=True))
        shown = [
            replaced(
                offer, key=answers[self._server(offer)].key, failure=answers[self._server(offer)].failure
            )
            for offer in asked
        ]
        holders = _holders(self._asked_of_all(pins), shown)
        return [
            replaced(
                offer,
                revoked=offer.key in pins.revoked,
                same_as=tuple(
                    sorted({other.id for other in holders.get(offer.key, ()) if _differ(offer, other)})
                ),
            )
            for offer in shown
        ]

    def _asked(self, pins: Pinned) -> list[Offer]:
        return list(_offers(self._contract, self._hosts, pins))

    def _asked_of_all(self, pins: Pinned) -> list[Offer]:
        return list(_offers(self._contract, _on_ssh(choose_hosts(self._contract, None)), pins))

    def _way(self, offer: Offer) -> tuple[JumpHost, ...]:
        access = self._contract.access
        if offer.jump:
            return way_to_jump(access, offer.id)[:-1]
        return next(
            way_to_host(access, one.host)
            for one in self._hosts
            if one.id == offer.id and one.host is not None
        )

    def _server(self, offer: Offer) -> tuple[str, int, tuple[JumpHost, ...]]:
        return offer.address, offer.port, self._way(offer)

    def _fetched(self, offers: Sequence[Offer], pins: Pinned) -> list[Offer]:
        """What each shows, in the order of `offers`."""
        ssh, cancelled = Ssh(), threading.Event()
        ways = [
            self._ways.way_by(self._way(offer), offer.address, pins, self._transport(offer))
            for offer in offers
        ]
        openssh, lines = OpenSsh(), pins.lines()
        targets = [self._target(offer, way, lines) for offer, way in zip(offers, ways, strict=True)]
        shared = [
            target for offer, target in zip(offers, targets, strict=True) if not self._by_openssh(offer)
        ]

        def fetch(offer: Offer, target: Target, way: Way) -> Offer:
            try:
                if way.failure is not None:
                    raise way.failure
                asked = openssh if self._by_openssh(offer) else ssh
                return replaced(offer, key=asked.host_key(target, self._limits, cancelled))
            except Unreachable as failure:
                return replaced(offer, failure=failure)

        with ssh.opened(shared, self._limits, cancelled), ThreadPoolExecutor(_WORKERS) as pool:
            try:
                return list(pool.map(fetch, offers, targets, ways))
            except BaseException:
                cancelled.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _host(self, offer: Offer) -> Host | None:
        return None if offer.jump else next(one.host for one in self._hosts if one.id == offer.id)

    def _transport(self, offer: Offer) -> str:
        host = self._host(offer)
        return host.transport if host is not None else "ssh"

    def _by_openssh(self, offer: Offer) -> bool:
        return self._transport(offer) == "openssh"

    def _target(self, offer: Offer, way: Way, lines: str) -> Target:
        host = self._host(offer)
        old = host.old_algorithms.allow if host is not None and host.old_algorithms is not None else ()
        target = Target(offer.address, offer.port, pins=offer.known, via=way.via, old_algorithms=old)
        if not self._by_openssh(offer) or host is None:
            return target
        return replaced(target, known_hosts=lines, direct=host.jump == DIRECT and way.via is None)


def _on_ssh(hosts: Sequence[Asset]) -> tuple[Asset, ...]:
    return tuple(asset for asset in hosts if asset.host is not None and asset.host.transport in _WAYS)


def _offers(contract: Contract, hosts: Sequence[Asset], pins: Pinned) -> Iterator[Offer]:
    """The hosts, and the jump hosts on the way to them, before they have been asked; jump hosts first."""
    ways = {asset.id: way_to_host(contract.access, asset.host) for asset in hosts if asset.host is not None}
    jumps = {jump.id: (jump, depth) for way in ways.values() for depth, jump in enumerate(way)}
    for jump, depth in jumps.values():
        known = pins.keys_for(jump.address, jump.port)
        yield Offer(jump.id, jump.address, jump.port, depth, True, known)
    for asset in hosts:
        if (host := asset.host) is not None:
            yield Offer(asset.id, host.address, host.port, len(ways[asset.id]), False, pinned(pins, host))


def _holders(everybody: Sequence[Offer], shown: Sequence[Offer]) -> dict[HostKey | None, list[Offer]]:
    """Who each key belongs to: those that show it now, and those not asked for which it is pinned."""
    holders: dict[HostKey | None, list[Offer]] = {}
    asked = {offer.id for offer in shown}
    for offer in shown:
        if offer.key is not None:
            holders.setdefault(offer.key, []).append(offer)
    for other in everybody:
        for key in other.known if other.id not in asked else ():
            holders.setdefault(key, []).append(other)
    return holders


def _differ(one: Offer, other: Offer) -> bool:
    """Whether they are meant to be two machines: a jump host may be one of the assets."""
    same_place = (one.address, one.port, one.depth) == (other.address, other.port, other.depth)
    return one.id != other.id and not (same_place and one.jump != other.jump)


def write_pins(workspace: Workspace, document: Document, offers: Sequence[Offer]) -> Path:
    """Pin the keys of `offers` for the contract, but none that is revoked; other lines of the file stay. Returns the file.

    Raises FieldopsError when it cannot be written.
    """
    path = pin_file(workspace, document)
    new = [
        (offer.address, offer.port, offer.key)
        for offer in offers
        if offer.key is not None and not offer.revoked
    ]
    try:
        # A link within the workspace stays one.
        write_whole(path.resolve(), [merge_pins(_text(path), new).encode("utf-8", "surrogateescape")])
    except OSError as error:
        raise Unusable(str(path), error) from error
    return path
