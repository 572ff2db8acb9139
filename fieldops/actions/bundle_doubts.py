"""What does not fit in a result that was carried here: said beside its values, and no reason to refuse it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address

from fieldops.contracts.model import Asset
from fieldops.inspection.carried import Carried, Summed
from fieldops.inspection.readings import Reason


def is_plausible(result: Carried, at: datetime) -> bool:
    """Whether the host's clock may be right: it asked after the bundle was made, and before now."""
    began, ended = result.began, result.ended or result.began
    return began is not None and ended is not None and result.bundle.made <= began <= ended <= at


def doubts_of(asset: Asset, result: Carried, noted: bool, at: datetime) -> Iterator[Reason]:
    """What does not fit: a bundle that the workspace has not `noted`, a checksum that is not there, the machine, its clock.

    `at` is when the result is taken in, in the contract's zone.
    """
    if not noted:
        yield Reason("bundle-doubt.unknown-bundle", {"bundle": result.bundle.id})
    if result.summed is Summed.LACKING:
        yield Reason("bundle-doubt.no-checksum")
    if result.serial and asset.serial and result.serial.casefold() != asset.serial.casefold():
        yield Reason("bundle-doubt.other-serial", {"told": result.serial, "wanted": asset.serial})
    wanted = _short_name(asset.host.address) if asset.host is not None else None
    if wanted is not None and result.name and _short_name(result.name) != wanted:
        yield Reason("bundle-doubt.other-name", {"told": result.name, "wanted": wanted})
    yield from _doubts_of_clock(result, at)


def _doubts_of_clock(result: Carried, at: datetime) -> Iterator[Reason]:
    began, ended, bundle = result.began, result.ended, result.bundle
    if began is None:
        yield Reason("bundle-doubt.no-clock")
        return
    told = f"{began.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
    if began < bundle.made:
        yield Reason("bundle-doubt.clock-before", {"told": told, "made": f"{bundle.made:%Y-%m-%d %H:%M}"})
    elif max(began, ended or began) > at:
        yield Reason("bundle-doubt.clock-after", {"told": told, "at": f"{at:%Y-%m-%d %H:%M}"})
    elif ended is not None and ended < began:
        yield Reason("bundle-doubt.clock-backwards", {"told": told})
    elif bundle.ends is not None and (ended or began) > bundle.ends:
        yield Reason("bundle-doubt.after-window", {"told": told, "ends": f"{bundle.ends:%Y-%m-%d %H:%M}"})
    elif began < bundle.planned:
        yield Reason(
            "bundle-doubt.before-planned", {"told": told, "planned": f"{bundle.planned:%Y-%m-%d %H:%M}"}
        )


def _short_name(address: str) -> str | None:
    """The first part of a host's name, in small letters; None for an address of numbers, or of this machine."""
    try:
        ip_address(address.strip("[]"))
    except ValueError:
        name = address.partition(".")[0].casefold()
        return name if name != "localhost" else None
    return None
