"""The README of an order's archive: what is in it, and how somebody who has no fieldops checks it, command by command. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from fieldops.contracts.wording import moment
from fieldops.messages import Text, say, say_value
from fieldops.records.archive import PAGES, RECORD, SIGNERS, SUMS, sums_command
from fieldops.records.order_archive import EVIDENCE, SWAPS_RECORD, Handed
from fieldops.records.session_events import SessionOpened
from fieldops.structs import Struct

_WIDTH = 20
# Whose key has signed, as the record says it.
_SIGNER = re.compile(r"sheet@fieldops (.+?) SHA256:")


class OrderReadme(Struct, frozen=True):
    """What the README is about: the order, whose it is, and the files that were handed in with it."""

    order: str
    customer: Text
    vendor: Text
    handed: tuple[Handed, ...]
    zone: ZoneInfo


def order_readme(told: OrderReadme, language: str) -> str:
    """The text of the README in a language."""
    return "\n".join(_lines(told, language)) + "\n"


def _lines(told: OrderReadme, language: str) -> Iterator[str]:
    def written(name: str, **values: object) -> str:
        return say(f"order-readme.{name}", language, values)

    yield from (written("title"), "=" * 40, "", written("order", order=told.order))
    yield written(
        "parties", customer=say_value(told.customer, language), vendor=say_value(told.vendor, language)
    )
    yield from ("", written("contents"), "")
    names = (RECORD, SWAPS_RECORD, EVIDENCE, PAGES, SIGNERS, SUMS)
    for name, what in zip(names, ("record", "swaps", "evidence", "pages", "signers", "sums"), strict=True):
        yield f"  {name:<{_WIDTH}}{written(f'of-{what}')}"
    yield from ("", written("checks"), "", f"1. {written('ask-sums')}", "", f"   {sums_command()}")
    signed = [each for each in told.handed if each.signature is not None]
    for number, each in enumerate(signed, 2):
        at = moment(each.told.time, told.zone)
        yield from ("", f"{number}. {written('ask-signature', file=each.file.name, at=at)}", "")
        yield f"   {_command(each)}"
    yield from ("", written("proven") if signed else written("unsigned"), written("not-proven"))


def _command(each: Handed) -> str:
    found = _SIGNER.search((each.told.evidence or "") if not isinstance(each.told, SessionOpened) else "")
    name = re.sub(r"\s+", "-", found[1]) if found is not None else "NAME"
    time = f" -O verify-time={each.told.time:%Y%m%d%H%M%S}"
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {name} -n sheet@fieldops{time} -s {each.name}.sig < {each.name}"
