"""The sections that amendments may replace, compared over time: what is in force before and after, from which day on.

Lives here: which text stands against which on which days. Does not live here: how the differences are said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Amendment, Override, ServiceLevel
from fieldops.contracts.versions import AMENDABLE, Version, sets_of
from fieldops.diff.changes import changes
from fieldops.diff.difference import Group
from fieldops.documents.yaml_text import Path
from fieldops.structs import replaced


@dataclass(frozen=True, slots=True)
class Standing:
    """A section in force: its value, the path before it, the amendment that wrote it (None: the signed text), and the
    service level in force beside it, with the contract's own times in place of the level's.
    """

    value: object
    root: Path
    amendment: Amendment | None
    level: ServiceLevel | None
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a section says something else after than before, from `first` to `last` (both included)."""

    section: str
    first: date
    last: date
    old: Standing
    new: Standing

    def group(self, since: date) -> Group:
        """Its heading, where the comparison begins with the day `since`."""
        begins = self.first if self.first > since else None
        one = self.new.amendment
        return Group(
            "Contract",
            self.section,
            one.id if one is not None and one.applies_from == begins else None,
            begins.isoformat() if begins else None,
            self.last.isoformat() if self.last < date.max else None,
        )


def over_time(old: Agreement, new: Agreement, since: date) -> Iterator[Stretch]:
    """Where the sections in force differ, from the day `since` on: by section, then by day."""
    days = list(_days(old, new, since))
    for section in AMENDABLE:
        found: list[Stretch] = []
        for first, last in days:
            one = Stretch(
                section, first, last, _standing(old, section, first), _standing(new, section, first)
            )
            if found and _alike(section, found[-1].old, one.old) and _alike(section, found[-1].new, one.new):
                found[-1] = replaced(found[-1], last=last)
            else:
                found.append(one)
        yield from (one for one in found if not _same(section, one.old, one.new))


def _days(old: Agreement, new: Agreement, since: date) -> Iterator[tuple[date, date]]:
    """The days on which both texts stay as they are."""
    starts = {version.first for side in (old, new) for version in side.timeline.versions}
    begins = [since, *sorted(day for day in starts if day > since)]
    ends = [*(day - timedelta(days=1) for day in begins[1:]), date.max]
    yield from zip(begins, ends, strict=True)


def _standing(side: Agreement, section: str, day: date) -> Standing:
    terms = side.timeline.on(day)
    version, amendment = terms.version, _wrote(side, terms.version, section)
    level, overrides = side.level(terms.contract), terms.contract.service_level_overrides
    return Standing(_written(side, version, section), version.root(section), amendment, level, overrides)


def _wrote(side: Agreement, version: Version, section: str) -> Amendment | None:
    at = version.standing.get(section)
    return None if at is None else side.signed.amendments[at]


def _written(side: Agreement, version: Version, section: str) -> object:
    """The section's text: of a term that is renewed tacitly, the one that was agreed."""
    amendment = _wrote(side, version, section)
    return getattr(side.signed if amendment is None else amendment.sets, section)


def _alike(section: str, one: Standing, other: Standing) -> bool:
    """Whether what is said of one holds for the other; the contract's own times are told beside the level's."""
    times = section in ("service_level", "service_level_overrides")
    beside = not times or (one.level, one.overrides) == (other.level, other.overrides)
    return beside and _same(section, one, other)


def _same(section: str, one: Standing, other: Standing) -> bool:
    return not any(True for _ in changes("Contract", one.value, other.value, (section,)))


def never_in_force(side: Agreement) -> set[tuple[str, str]]:
    """The amendments by id, with a section each, that another of the same day has replaced before it held on any day."""
    held = {
        (side.signed.amendments[at].id, section)
        for version in side.timeline.versions
        for section, at in version.standing.items()
    }
    return {(one.id, section) for one in side.signed.amendments for section in sets_of(one)} - held
