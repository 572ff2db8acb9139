"""Which promised times of a milestone hold beside each other: those of one severity, and those for all severities.

Lives here: the order between conditions and people, for typed promises and for documents that may be wrong. Does not
live here: counting (fieldops.sla), judging (fieldops.rules).
"""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.structs import Struct

_PAIRS = (
    ("remotely_fixable", "not_remotely_fixable"),
    ("same_city", "other_city"),
    ("in_service_hours", "outside_service_hours"),
)
# Conditions of which exactly one holds.
OPPOSITE = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}


class Scope(Struct, frozen=True):
    """For which case (None: any) a time is promised, and who has to keep it (None: anybody)."""

    when: str | None
    by: str | None


def general_scope(general: Scope, own: Iterable[Scope]) -> Scope | None:
    """For which case a time for all severities holds for one that has its `own`: None where these go before it.

    A severity's own time goes before the general one for the case that both are for. What is promised for another case,
    or of somebody else, stays promised: its own time on site in the city takes nothing away elsewhere.
    """
    conditions = {each.when for each in own if None in (each.by, general.by) or each.by == general.by}
    if not conditions:
        return general
    if None in conditions or general.when in conditions:
        return None
    if general.when is not None or any(OPPOSITE.get(each or "") in conditions for each in conditions):
        return general if general.when is not None else None
    rest = OPPOSITE.get(next(iter(conditions)) or "")
    return Scope(rest, general.by) if len(conditions) == 1 and rest else general
