"""How each host is reached: its transport, address, pinned keys, login and jump hosts, before anything is connected.

What is done there is in `runner`; the logins and the ways through jump hosts are in `ways`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from fieldops.actions.personal_logins import with_personal
from fieldops.actions.pins import pinned, pins_of
from fieldops.actions.runner import HostJob
from fieldops.actions.ways import Way, Ways, opened
from fieldops.contracts.device_commands import VERBS
from fieldops.contracts.logins import LoginOptions
from fieldops.contracts.model import Asset, Contract, Host, Instance, Login
from fieldops.contracts.ways import BUNDLE, DIRECT
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Unreachable
from fieldops.inspection.plan import manner_of
from fieldops.structs import Struct, replaced
from fieldops.transport.by_hand import to_be_carried
from fieldops.transport.credentials import Ask
from fieldops.transport.hostkeys import Pinned
from fieldops.transport.registry import Transports
from fieldops.transport.target import Credential, Limits, Target

# Beside the longest time that a command may take, this long a host may say nothing.
SILENT_SECONDS = 30


class Reach(Struct, frozen=True):
    """What is needed to reach a contract's hosts: its document, what is in force of it, who is asked, the ways there
    are; and the contract's day.
    """

    root: Path
    workspace: Workspace
    document: Document
    contract: Contract
    ask: Ask
    transports: Transports
    day: date
    options: LoginOptions = LoginOptions()


def host_jobs(
    reach: Reach,
    hosts: Sequence[Asset],
    limits: Limits,
    ends: float | None,
    instances: Callable[[str], Iterable[Instance]] = lambda host: (),
) -> list[HostJob]:
    """A job for each of the assets `hosts`, which have a host; passwords are asked for here, once for each login.

    `ends`: when (of `time.monotonic`) no session may go on; `instances`: those of a host (asset id) that are asked.
    Raises FieldopsError for pins that cannot be read.
    """
    pins = pins_of(reach.workspace, reach.document)
    ways = Ways(reach.root, reach.ask, reach.contract, hosts, with_personal(reach.options))
    jobs: list[HostJob] = []
    manner = manner_of(reach.contract)
    for asset in hosts:
        host = asset.host
        assert host is not None  # choose_hosts gives no others
        login = ways.login(asset)
        transport = reach.transports[host.transport]
        way, credential, failure = _access(reach, ways, asset.id, host, login, pins)
        # A device knows no sudo.
        sudo = ways.sudo(login) if failure is None and host.platform not in VERBS else None
        answer = ways.answer(login, asset.id) if transport.logs_in else None
        reached = replaced(
            _target(reach, host, login, pins), credential=credential, via=way.via, answer=answer
        )
        target = replaced(reached, direct=host.jump == DIRECT and way.via is None)
        secrets = ways.secrets(asset, instances(asset.id)) if failure is None else {}
        jobs.append(
            HostJob(
                asset.id,
                transport,
                target,
                limits,
                failure,
                ends,
                sudo,
                manner,
                by=host.transport,
                platform=host.platform,
                secrets=secrets,
            )
        )
    return jobs


def _access(
    reach: Reach, ways: Ways, id: str, host: Host, login: Login | None, pins: Pinned
) -> tuple[Way, Credential | None, Unreachable | None]:
    """The way to a host and what opens it, as far as its transport takes them; and why it cannot be reached, where that is known."""
    way, credential, failure = Way(), None, None
    if reach.transports[host.transport].logs_in:
        way = ways.way(host, pins)
        credential, failure = ways.credential(login, host.address, host.transport)
    failure = over(host, reach.day) or way.failure or failure
    if host.transport == BUNDLE:
        # Before anybody is asked for a password that nothing would be done with.
        failure = to_be_carried(host.address, reach.contract.id, id)
    return way, credential, failure


def _target(reach: Reach, host: Host, login: Login | None, pins: Pinned) -> Target:
    """What the contract says of reaching a host; how one logs in, and on which way, is not said yet."""
    return Target(
        address=host.address,
        port=host.port,
        user=login.user if login else "",
        pins=pinned(pins, host),
        revoked=pins.revoked,
        contract=reach.contract.id,
        old_algorithms=host.old_algorithms.allow if host.old_algorithms else (),
        known_hosts=pins.lines() if host.transport == "openssh" else "",
        terminal=host.platform in VERBS,
    )


def over(host: Host, day: date) -> Unreachable | None:
    """The failure of a host whose exception for old algorithms has ended: it was to be replaced by then, or looked at again."""
    old = host.old_algorithms
    if old is None or old.holds(day):
        return None
    return Unreachable("old-algorithms-over", address=host.address, until=old.until, why=old.reason)


@contextmanager
def ways_opened(jobs: Sequence[HostJob], limits: Limits, cancelled: threading.Event) -> Iterator[None]:
    """Log in to the jump hosts of the jobs, until the block ends; one that cannot be used is told by each job behind it."""
    wanted = [(job.transport, job.target) for job in jobs if job.failure is None]
    with opened(wanted, limits, cancelled):
        yield
