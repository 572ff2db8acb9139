"""The severity of a fault by how far it reaches and how urgent it is, where the service level grades it so.

Lives here: from scope and urgency to the severity. What is due for a severity is `timetable`.
"""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.model.service import GradingStep
from fieldops.contracts.spoken import meant, offered
from fieldops.sla.timetable import NotPromised


def graded(level: ServiceLevel, scope: str, urgency: str) -> str:
    """The id of the severity that the service level gives for this scope with this urgency, each by id or name.

    Raises NotPromised where it grades nothing so, has no such scope or urgency, or says nothing of both together.
    """
    grading = level.grading
    if grading is None:
        raise NotPromised("severity", "deadline.not-graded-so", level=level.id)
    asked = _step("scope", scope, grading.scopes), _step("urgency", urgency, grading.urgencies)
    for each in grading.severities:
        if (each.scope, each.urgency) == asked:
            return each.severity
    raise NotPromised("severity", "deadline.grade-unsaid", scope=scope, urgency=urgency, level=level.id)


def _step(field: str, text: str, steps: Iterable[GradingStep]) -> str:
    names: dict[str, object] = {each.id: each.name for each in steps}
    found = meant(text, names)
    if found is None:
        raise NotPromised("severity", f"deadline.no-such-{field}", text=text, choices=offered(text, names))
    return found
