"""The question a decision answers: what failed, why, on which day, and whatever else is known about it.

A fact that is None is not known. Nothing is assumed for it: the decision looks at every value it can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from fieldops.errors import Named

# The causes a warranty may name; the claim may also say `UNKNOWN`.
CAUSES = (
    "normal",
    "defect",
    "installation",
    "misuse",
    "human_damage",
    "external",
    "consumable",
    "unauthorised_change",
    "force_majeure",
)
UNKNOWN = "unknown"
SERVICES = (
    "phone_support",
    "consultation",
    "media_replacement",
    "rescanning",
    "data_correction",
    "product_news",
    "spare_part_swap",
    "other",
)


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
    cause: str = UNKNOWN
    day: date | datetime | None = None
    part_no: str | None = None
    part_serial: str | None = None
    fault_in: str | None = None
    remotely_fixable: bool | None = None
    in_factory: bool | None = None
    solution_in_time: bool | None = None
    consumable: bool | None = None
    part_category: str | None = None
    upgrade: str | None = None
    service: str | None = None
    delivered_scope: bool | None = None
    events: tuple[tuple[str, date], ...] = ()
    downtime_end: date | None = None
    governing: str | None = None


FACTS = frozenset(field.name for field in fields(Claim)) - {"events"}


@dataclass(frozen=True, slots=True)
class Flip:
    """One fact that would make the outcome another: `fact` of the claim set to `value` gives `outcome`.

    `fact` is a field of the claim, or ``event:final_acceptance`` for the day of an event. `reach` says for a day
    whether the same holds ``from`` it on or ``until`` it; empty otherwise.
    """

    fact: str
    value: object
    outcome: str
    reach: str = ""

    @property
    def said(self) -> Named:
        """The flip as a sentence."""
        values: Mapping[str, object] = {
            "fact": Named(f"fact.{self.fact.partition(':')[0]}", event=Named(f"value.{self._event}"))
            if self._event
            else Named(f"fact.{self.fact}"),
            "value": _shown(self.fact, self.value),
            "outcome": Named(f"outcome.{self.outcome}"),
        }
        if self.reach:
            return Named(
                "decision.flip.from" if self.reach == "from" else "decision.flip.until",
                day=self.value,
                outcome=values["outcome"],
            )
        return Named("decision.flip.fact", **values)

    @property
    def _event(self) -> str:
        return self.fact.partition(":")[2]


def _shown(fact: str, value: object) -> object:
    if isinstance(value, bool):
        return Named("decision.yes" if value else "decision.no")
    if value is None:
        return Named("decision.none")
    if fact in ("cause", "fault_in", "service"):
        return Named(f"value.{value}")
    if fact == "upgrade":
        return Named(f"decision.upgrade-{value}")
    return value


def apply_flip(claim: Claim, flip: Flip) -> Claim:
    """The claim with the fact of `flip` as the flip has it."""
    kind, _, event = flip.fact.partition(":")
    if kind == "event":
        assert isinstance(flip.value, date)
        kept = tuple(each for each in claim.events if each[0] != event)
        return replace(claim, events=(*kept, (event, flip.value)))
    changes: dict[str, object] = {flip.fact: flip.value}
    if flip.fact == "part_no":
        # Another part has another serial number.
        changes["part_serial"] = None
    return replace(claim, **changes)  # type: ignore[arg-type]
