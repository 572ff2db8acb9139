"""The question a decision answers: what failed, why, on which day, and whatever else is known about it.

A fact that is None is not known. Nothing is assumed for it: the decision looks at every value it can have.
Lives here: the claim, its words, what is wrong with one. Does not live here: reading one from a file (actions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, TypeVar, get_args

from fieldops.contracts.model.warranty import CAUSES, Cause
from fieldops.contracts.spoken import meant, named, nearest_first, offered
from fieldops.contracts.wording import word
from fieldops.errors import Named, Unanswerable
from fieldops.structs import replaced

Service = Literal[
    "phone_support",
    "consultation",
    "media_replacement",
    "rescanning",
    "data_correction",
    "product_news",
    "spare_part_swap",
    "other",
]
# What a claim may say of the cause: also that nobody knows it.
ClaimedCause = Literal[Cause, "unknown"]
Ware = Literal["hardware", "software"]
Upgrade = Literal["minor", "major"]

CLAIMED_CAUSES: tuple[ClaimedCause, ...] = (*CAUSES, "unknown")
SERVICES: tuple[Service, ...] = get_args(Service)
WARES: tuple[Ware, ...] = get_args(Ware)
UPGRADES: tuple[Upgrade, ...] = get_args(Upgrade)

Word = TypeVar("Word", bound=str)


class ClaimError(Unanswerable):
    """A claim that cannot be decided as it is put: it names something that is not there, or lacks its day.

    The sentence is its code's; the values name the nearest that there is.
    """


@dataclass(frozen=True, slots=True)
class Claim:
    """A fault of an asset (or an upgrade of it, or a lifelong service), asked about a day.

    `asset` is its id or serial number. `day` is a civil day where the contract is, or a time with zone, which is
    turned into that. With neither `part_no` nor `part_serial` the claim is about the unit as a whole.

    Facts that only some contracts ask for: `fault_in` (hardware or software), `consumable` and `part_category` (the
    catalogue's, unless given here), `delivered_scope` (was it delivered under this contract), `events` (days of
    acceptances), `downtime_end`, `governing` (id of the warranty that both sides let decide). Facts for the remedies:
    `remotely_fixable`, `in_factory`, `solution_in_time`. `upgrade` (minor, major) or `service` make it another
    question than one about a fault; the cause then only matters for the parts a swap takes.
    """

    asset: str
    cause: ClaimedCause = "unknown"
    day: date | datetime | None = None
    part_no: str | None = None
    part_serial: str | None = None
    fault_in: Ware | None = None
    remotely_fixable: bool | None = None
    in_factory: bool | None = None
    solution_in_time: bool | None = None
    consumable: bool | None = None
    part_category: str | None = None
    upgrade: Upgrade | None = None
    service: Service | None = None
    delivered_scope: bool | None = None
    events: tuple[tuple[str, date], ...] = ()
    downtime_end: date | None = None
    governing: str | None = None

    @property
    def of_part(self) -> bool:
        """Whether it is about a part, not the unit as a whole."""
        return self.part_no is not None or self.part_serial is not None


FACTS = frozenset(field.name for field in fields(Claim)) - {"events"}


def known_word(value: str, words: Sequence[Word], field: str) -> Word:
    """The one of `words` that `value` is or names, as readers are shown it at `field` of a warranty.

    ClaimError ``warranty.unknown-FIELD`` with all of them for any other.
    """
    found = next((each for each in words if each == value), None)
    if found is not None:
        return found
    names = named(words, field)
    found = meant(value, names)
    if found is None:
        choices = explained_causes(value) if field == "cause" else offered(value, names)
        raise ClaimError(f"warranty.unknown-{field.replace('_', '-')}", value=value, choices=choices)
    return found


def explained_causes(wanted: str = "") -> tuple[Named, ...]:
    """Every cause that may be claimed, with what it means; what was probably `wanted` first."""
    return tuple(
        Named("warranty.cause-means", id=each, cause=word(each, "cause"), means=word(each, "cause_means"))
        for each in nearest_first(wanted, named(CLAIMED_CAUSES, "cause"))
    )


def changed(claim: Claim, fact: str, value: object) -> Claim:
    """The claim with one fact (as in `Flip.fact`) of another value."""
    kind, _, event = fact.partition(":")
    if kind == "event":
        assert isinstance(value, date)
        kept = tuple(each for each in claim.events if each[0] != event)
        return replaced(claim, events=(*kept, (event, value)))
    changes: dict[str, Any] = {fact: value}
    if fact == "part_no":
        # Another part has another serial number.
        changes["part_serial"] = None
    return replaced(claim, **changes)
