"""fieldops hosts: pin (import has a file of its own)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import group
from fieldops.cli.hosts_import import import_command
from fieldops.cli.output import Session, form_option, print_json
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode, Refused
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.pins import Offer


@group()
def hosts() -> None:
    """Hosts of a contract."""


hosts.add_command(import_command)


@hosts.command("pin")
@click.argument("contract")
@click.option(
    "--limit", multiple=True, metavar="PATTERN", help="Only hosts whose id, address or group matches."
)
@click.option("--yes", is_flag=True, help="Pin new keys without asking; the fingerprints have been compared.")
@click.option(
    "--replace-changed",
    is_flag=True,
    help="Replace keys that have changed, too; the customer has confirmed it.",
)
@form_option
@click.pass_obj
def pin(
    session: Session, contract: str, limit: tuple[str, ...], yes: bool, replace_changed: bool, form: str
) -> int:
    """Fetch the SSH host keys of CONTRACT's hosts, show their fingerprints and pin them.

    An inspection connects only to hosts that show a pinned key. Compare the fingerprints with the
    customer before you say yes: on the host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'.
    """
    from fieldops.actions.needed import need
    from fieldops.actions.pins import Pinning, pin_file, write_pins
    from fieldops.cli.inspect import ask_password
    from fieldops.documents.workspace import load_workspace
    from fieldops.transport.target import Limits

    workspace = load_workspace(session.root, judged=False)
    document = need(workspace, "Contract", contract)
    pinning = Pinning(workspace, document, ",".join(limit) or None, Limits(), partial(ask_password, session))
    wanted = ("new", "changed") if replace_changed else ("new",)
    path = pin_file(workspace, document)
    offers: list[Offer] = []
    pinned = 0
    # A host behind a jump host is asked when the jump host's own key is pinned.
    for depth in pinning.depths:
        found = pinning.offers(depth)
        fresh = [offer for offer in found if offer.state in wanted]
        if form == "text":
            _show(session, found)
        if fresh and (yes or _confirm(session, fresh, str(path))):
            write_pins(workspace, document, fresh)
            pinned += len(fresh)
        offers += found
    kept = sum(offer.state == "changed" for offer in offers) if not replace_changed else 0
    if form == "json":
        print_json(_data(contract, offers, pinned, str(path)))
    elif pinned:
        session.note("pin.written", count=pinned, path=str(path))
    elif not offers:
        session.note("pin.none", contract=contract)
    elif not kept and all(offer.state in ("same", "unreachable") for offer in offers):
        session.note("pin.nothing")
    revoked = [offer.id for offer in offers if offer.state == "revoked"]
    if revoked:
        raise Refused("pin.revoked-kept", hosts=", ".join(revoked), path=str(path))
    if kept:
        raise Refused("pin.changed-kept", count=kept)
    unreachable = any(offer.state == "unreachable" for offer in offers)
    return ExitCode.INCOMPLETE if unreachable else ExitCode.CLEAN


def _show(session: Session, offers: Sequence[Offer]) -> None:
    headings = [session.say(f"word.{name}") for name in ("host", "address", "status", "key")]
    rows = []
    for offer in offers:
        shown = str(offer.key) if offer.failure is None else say_error(offer.failure, session.language)[0]
        if offer.state == "changed":
            shown += f" ({session.label('word.pinned')}{', '.join(str(key) for key in offer.known)})"
        address = f"{offer.address}:{offer.port}"
        name = session.say("pin.jump-host", id=offer.id) if offer.jump else offer.id
        rows.append([name, address, session.say(f"pin.{offer.state}"), shown])
    print_table(session, headings, rows)
    doubled = {offer.key: (offer.id, *offer.same_as) for offer in offers if offer.same_as}
    for key, holders in doubled.items():
        session.note("pin.same-key", hosts=", ".join(sorted(holders)), key=str(key))


def _confirm(session: Session, fresh: Sequence[Offer], path: str) -> bool:
    if not sys.stdin.isatty():
        raise Refused("pin.needs-yes")
    session.note("pin.compare")
    changed = sum(offer.state == "changed" for offer in fresh)
    asked = session.say("pin.ask", count=len(fresh), path=path)
    confirmed = click.confirm(asked, default=False, err=True)
    if confirmed and changed:
        confirmed = click.confirm(session.say("pin.ask-changed", count=changed), default=False, err=True)
    if not confirmed:
        session.note("pin.not-confirmed")
    return confirmed


def _data(contract: str, offers: Sequence[Offer], pinned: int, path: str) -> dict[str, object]:
    return {
        "contract": contract,
        "file": path,
        "pinned": pinned,
        "hosts": [
            {
                "host": offer.id,
                "address": offer.address,
                "port": offer.port,
                "jump_host": offer.jump,
                "state": offer.state,
                "key_type": offer.key.type if offer.key else None,
                "fingerprint": offer.key.fingerprint if offer.key else None,
                "same_as": list(offer.same_as),
                "reason": offer.failure.reason if offer.failure else None,
            }
            for offer in offers
        ],
    }
