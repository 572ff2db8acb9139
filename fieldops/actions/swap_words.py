"""What is typed of a swap: its event, and the words that belong to it, as they are read on the screen or by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from fieldops.actions.handed_in import Handed, kept
from fieldops.actions.swap_cases import Case
from fieldops.contracts.spoken import meant, named, offered
from fieldops.contracts.wording import word
from fieldops.errors import Named, UsageError
from fieldops.messages import CATALOGUE
from fieldops.records.moments import whole_seconds
from fieldops.records.plain import typed
from fieldops.records.swap_events import SwapTold
from fieldops.service.meaning import values_meant
from fieldops.service.swaps import NEEDS, OUTCOMES, OWNERS, SWAP_KINDS, SwapRecord
from fieldops.sla.log_rules import ROLES
from fieldops.sla.moments import in_zone, read_moment
from fieldops.structs import Struct, replaced
from fieldops.warranty.claim import CLAIMED_CAUSES, known_word


class Word(Struct, frozen=True):
    """Something that happened to a swap, as it was typed: what kind of event, when, and what belongs to it; `file` is what was
    handed in as its evidence, `signature` what lay beside it.
    """

    kind: str
    time: str | None = None
    values: Mapping[str, str] = {}
    file: Handed | None = None
    signature: Handed | None = None


def told_of_swap(case: Case, record: SwapRecord, said: Word, now: datetime) -> SwapTold:
    """What was typed of a swap as an event of it. Raises UsageError for what is unknown or lacking, with what there is."""
    zone = case.order.agreement.zone
    kinds = {kind: Named(f"swap.event-{kind}") for kind in SWAP_KINDS}
    # In Chinese 签字 is as good as 更换单已签字.
    spoken = (said.kind, f"已{said.kind}", f"更换单已{said.kind}")
    kind = next((found for each in spoken if (found := meant(each, kinds)) is not None), None)
    if kind is None:
        raise UsageError("swap.unknown-kind", kind=said.kind, choices=offered(said.kind, kinds))
    for key in NEEDS.get(kind, ()):
        if not said.values.get(key, "").strip():
            raise _lacking(key, kind)
    time = read_moment(said.time, zone, latest=now) if said.time is not None else now
    data: dict[str, object] = {name: text.strip() for name, text in said.values.items()}
    data |= {"swap": record.id, "kind": kind}
    for key, words in (("owner", OWNERS), ("result", OUTCOMES)):
        if key in said.values and not (key == "result" and kind != "back_from_maker"):
            data[key] = _one_of(key, said.values[key], _words(words))
    if "by" in said.values:
        whose = values_meant(kind, {"by": said.values["by"]}, case.order.order, case.order.agreement)
        data |= whose | {"by": _one_of("by", whose["by"], {each: word(each) for each in ROLES})}
    if "cause" in said.values:
        data["cause"] = known_word(said.values["cause"], CLAIMED_CAUSES, "cause")
    written = {"time": time, "at": now}
    data |= {name: whole_seconds(in_zone(each, zone)).isoformat() for name, each in written.items()}
    return replaced(typed(SwapTold, data), file=kept(said.file), signature=kept(said.signature))


def _lacking(key: str, kind: str) -> UsageError:
    """That an option is missing, with what it may be where that is a list."""
    values = {"option": f"--{key}", "kind": Named(f"swap.event-{kind}")}
    choices: Mapping[str, object] | None = None
    if key == "owner":
        choices = _words(OWNERS)
    if key == "cause":
        choices = named(CLAIMED_CAUSES, "cause")
    if kind == "back_from_maker" and key == "result":
        choices = _words(OUTCOMES)
    if choices is None:
        return UsageError("order.lacks", **values)
    return UsageError("order.lacks-one-of", choices=offered("", choices), **values)


def _words(ids: Iterable[str]) -> dict[str, object]:
    return {each: Named(f"swap.word-{each}") for each in ids}


def _one_of(key: str, text: str, named: Mapping[str, object]) -> str:
    found = meant(text, named)
    if found is None:
        # The guide calls some of them shorter than they read in a history.
        found = meant(
            text, {each: Named(code) for each in named if (code := f"swap.short-{each}") in CATALOGUE}
        )
    if found is None:
        raise UsageError("swap.no-such-word", option=f"--{key}", value=text, choices=offered(text, named))
    return found
