"""The README of an order's archive: what is in it, and how somebody who has no fieldops checks it, command by command. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from fieldops.contracts.wording import moment
from fieldops.messages import Text, say, say_value
from fieldops.records.archive import PAGES, RECORD, SEAL, SIGNERS, SUMS, seal_command, sums_command
from fieldops.records.order_archive import EVIDENCE, MOVEMENTS, SWAPS_RECORD, Handed
from fieldops.records.session_events import SessionOpened
from fieldops.structs import Struct

_WIDTH = 20
# What an archive may hold, and the sentence about it.
_CONTENTS = {
    RECORD: "record",
    SWAPS_RECORD: "swaps",
    MOVEMENTS: "movements",
    EVIDENCE: "evidence",
    PAGES: "pages",
    SIGNERS: "signers",
    SUMS: "sums",
}
# Whose key has signed, as the record says it.
_SIGNER = re.compile(r"sheet@fieldops (.+?) SHA256:")


class OrderReadme(Struct, frozen=True):
    """What the README is about: the order, whose it is, the files that were handed in with it, and the id of who signs for all
    of it, if anybody does.
    """

    order: str
    customer: Text
    vendor: Text
    handed: tuple[Handed, ...]
    zone: ZoneInfo
    sealed_by: str | None = None


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
    for name, what in _CONTENTS.items():
        yield f"  {name:<{_WIDTH}}{written(f'of-{what}')}"
    if told.sealed_by is not None:
        yield f"  {SEAL:<{_WIDTH}}{say('archive-readme.of-seal', language)}"
    yield from ("", written("checks"), "", f"1. {written('ask-sums')}", "", f"   {sums_command()}")
    signed = [each for each in told.handed if each.signature is not None]
    for number, each in enumerate(signed, 2):
        at = moment(each.told.time, told.zone)
        yield from ("", f"{number}. {written('ask-signature', file=each.file.name, at=at)}", "")
        yield f"   {_command(each)}"
    if told.sealed_by is not None:
        asked = say("archive-readme.ask-seal", language, {"person": told.sealed_by})
        yield from ("", f"{len(signed) + 2}. {asked}", "", f"   {seal_command(told.sealed_by)}")
    yield from ("", written("proven") if signed else written("unsigned"), written("not-proven"))


def _command(each: Handed) -> str:
    found = _SIGNER.search((each.told.evidence or "") if not isinstance(each.told, SessionOpened) else "")
    name = re.sub(r"\s+", "-", found[1]) if found is not None else "NAME"
    time = f" -O verify-time={each.told.time:%Y%m%d%H%M%S}"
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {name} -n sheet@fieldops{time} -s {each.name}.sig < {each.name}"
