"""What an order's equipment is and where it stands, for whoever goes there: name, serial number, address, whom to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.cli.output import Session
from fieldops.contracts.agreement import asset_of
from fieldops.messages import joined
from fieldops.service.orders import terms_of

if TYPE_CHECKING:
    from fieldops.actions.orders import View
    from fieldops.contracts.model import Contact, Site


def places_of(session: Session, view: View) -> Iterator[tuple[str, str]]:
    """The equipment and its site by the contract's terms of the day, each with the name of its field; nothing of what is no
    equipment of the contract.
    """
    contract = terms_of(view.order, view.agreement).contract
    id = view.order.opened.asset
    asset = asset_of(contract, id) if id is not None else None
    if asset is None:
        return
    name = session.value(asset.name) if asset.name else ""
    serial = session.say("order.serial", serial=asset.serial) if asset.serial else ""
    yield "equipment", joined([each for each in (name, asset.model, serial) if each], session.language)
    sites = contract.sites
    site = next((each for each in sites if each.id == asset.site), sites[0] if len(sites) == 1 else None)
    said = [*(_site(session, site) if site is not None else ())]
    said += [session.value(asset.location)] if asset.location else []
    yield "site", joined(said, session.language)


def _site(session: Session, site: Site) -> Iterator[str]:
    yield session.value(site.name)
    if site.address:
        yield session.value(site.address)
    if site.contact is not None:
        yield _reached(site.contact)


def _reached(contact: Contact) -> str:
    return " ".join(each for each in (contact.name, contact.phone) if each)
