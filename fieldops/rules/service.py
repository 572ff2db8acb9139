"""Rules about service levels: what they name exists, every severity has its times, escalation ladders end.

How the times fit each other is judged in `clocks`, the calendars that clocks need in `calendars`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from fieldops.contracts.versions import beside, written_roots
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.rule import Rule, look_at, look_up, problem, told_once, warning
from fieldops.rules.sections import (
    has,
    ids_at,
    is_true,
    period_at,
    texts_at,
)
from fieldops.structs import Struct


class _Level(Struct, frozen=True):
    """What a service level defines, in its order: ids of requests and severities, and (request, milestone) with the
    severities (None: all) for which it is promised.
    """

    id: str
    requests: dict[str, None]
    severities: dict[str, None]
    promised: dict[tuple[str, str], set[str | None]]

    def promises(self, milestone: str) -> bool:
        """Whether that is promised for any request."""
        return any(name == milestone for _, name in self.promised)


def _level(document: Document) -> _Level:
    promised: dict[tuple[str, str], set[str | None]] = {}
    for at in document.entries("milestones"):
        place = ("milestones", at)
        request, name = document.text(*place, "request"), document.text(*place, "milestone")
        if request and name:
            promised.setdefault((request, name), set()).add(document.text(*place, "severity"))
    requests, severities = ids_at(document, "requests"), ids_at(document, "severities")
    return _Level(document.id, dict.fromkeys(requests), dict.fromkeys(severities), promised)


def names_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.unknown-request, service-level.unknown-severity: both are defined in the service level."""
    level = _level(document)
    for section in ("milestones", "overdue", "documents", "escalation"):
        for at in document.entries(section):
            yield from _named(document, (section, at), level)
            for place, severity in texts_at(document, section, at, "severities"):
                yield from _severity(document, place, severity, level)
    damaged = document.text("handling", "found_damaged")
    if damaged is not None and damaged not in level.requests:
        values = {"id": damaged, "level": level.id, "choices": nearest(damaged, level.requests)}
        yield problem(document, ("handling", "found_damaged"), "service-level.unknown-request", **values)


def _named(document: Document, entry: Path, level: _Level) -> Iterator[Problem]:
    """The request and the severity that `entry` of `document` names, looked up in the service level."""
    request, severity = document.text(*entry, "request"), document.text(*entry, "severity")
    if request is not None and request not in level.requests:
        values = {"id": request, "level": level.id, "choices": nearest(request, level.requests)}
        yield problem(document, (*entry, "request"), "service-level.unknown-request", **values)
    if severity is not None:
        yield from _severity(document, (*entry, "severity"), severity, level)


def _severity(document: Document, place: Path, severity: str, level: _Level) -> Iterator[Problem]:
    if severity not in level.severities:
        values = {"id": severity, "level": level.id, "choices": nearest(severity, level.severities)}
        yield problem(document, place, "service-level.unknown-severity", **values)


def grading_fits(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.not-graded: only graded requests have times of one severity.

    service-level.no-severities: where a request is graded, there are severities.
    """
    for at in document.entries("requests"):
        if is_true(document, "requests", at, "graded") and not document.entries("severities"):
            id = document.text("requests", at, "id")
            yield problem(document, ("requests", at, "graded"), "service-level.no-severities", request=id)
    known, graded = ids_at(document, "requests"), _graded(document)
    for section in ("milestones", "overdue"):
        for at in document.entries(section):
            request = document.text(section, at, "request")
            place = (section, at, "severity")
            if request in known and request not in graded and has(document, *place):
                yield problem(document, place, "service-level.not-graded", request=request)


def _graded(document: Document) -> set[str]:
    return {
        id
        for at in document.entries("requests")
        if is_true(document, "requests", at, "graded") and (id := document.text("requests", at, "id"))
    }


def every_severity_answered(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.no-response (warning): a graded request of each severity is responded to within some time.

    service-level.no-times (warning): something is promised for each type of request.
    """
    level, graded = _level(document), _graded(document)
    anything = {request for request, _ in level.promised}
    for at in document.entries("requests"):
        request = document.text("requests", at, "id") or ""
        answered = level.promised.get((request, "respond"), set())
        if request and request not in anything:
            yield warning(document, ("requests", at, "id"), "service-level.no-times", request=request)
        elif request in graded and None not in answered:
            for index in document.entries("severities"):
                severity = document.text("severities", index, "id")
                if severity is not None and severity not in answered:
                    place = ("severities", index, "id")
                    values = {"request": request, "severity": severity}
                    yield warning(document, place, "service-level.no-response", **values)


def missed_can_be(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.no-such-milestone: what follows a missed time, or stops a clock (warning), has one to do with.

    An entry of `overdue` with a time of its own (`after`) needs no milestone.
    """
    level = _level(document)
    for at in document.entries("overdue"):
        if not has(document, "overdue", at, "after"):
            yield from _milestone_promised(document, ("overdue", at), level)
    for at in document.entries("pauses"):
        for place, name in texts_at(document, "pauses", at, "milestones"):
            if not level.promises(name):
                values = {"milestone": name, "request": "*", "level": document.id}
                yield warning(document, place, "service-level.no-such-milestone", **values)


def _milestone_promised(document: Document, entry: Path, level: _Level) -> Iterator[Problem]:
    request, severity = document.text(*entry, "request"), document.text(*entry, "severity")
    milestone = document.text(*entry, "milestone")
    if request is None or milestone is None or request not in level.requests:
        return
    fitting = level.promised.get((request, milestone), set())
    if not fitting or (severity is not None and not fitting & {severity, None}):
        values = {"milestone": milestone, "request": request, "level": level.id}
        yield problem(document, (*entry, "milestone"), "service-level.no-such-milestone", **values)


def pauses_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.pause-doubled: a reason stops each clock by one entry."""
    first: dict[tuple[str, str], int] = {}
    for at in document.entries("pauses"):
        place = ("pauses", at, "reason")
        reason = document.text(*place)
        if reason is None:
            continue
        clocks = [name for _, name in texts_at(document, "pauses", at, "milestones")] or [""]
        line = next((first[reason, clock] for clock in clocks if (reason, clock) in first), None)
        if line is not None:
            yield problem(document, place, "service-level.pause-doubled", reason=reason, line=line)
        for clock in clocks:
            first.setdefault((reason, clock), document.position(*place).line)


def notices_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.notices-out-of-order (warning): each notice about an open order comes after the one before. B5"""
    for before, at in pairwise(document.entries("closing", "notices")):
        place = ("closing", "notices", at, "after")
        first = period_at(document, "closing", "notices", before, "after")
        second = period_at(document, *place)
        if first and second and second.days_about <= first.days_about:
            values = {
                "after": document.text(*place),
                "before": document.text("closing", "notices", before, "after"),
            }
            yield warning(document, place, "service-level.notices-out-of-order", **values)


def complaints_stay_open(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.complaint-closes-itself (warning): a complaint is closed by the customer alone. B10"""
    for at in document.entries("requests"):
        place = ("requests", at)
        complaint = "complaint" in (document.text(*place, "id") or "").split("-")
        if complaint and document.text(*place, "closed_by") != "customer":
            yield warning(document, (*place, "closed_by"), "service-level.complaint-closes-itself")


def reachable_at_night(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.nobody-at-night (warning): where calls are answered at any hour, a channel is open then. A7

    Nothing is said while a channel's hours are not written down.
    """
    channels = document.entries("intake", "channels")
    hours = [document.text("intake", "channels", at, "hours") for at in channels]
    if not hours or set(hours) != {"service_hours"}:
        return
    for at in document.entries("milestones"):
        place = ("milestones", at)
        first = document.text(*place, "milestone") in ("answer", "respond")
        at_night = document.text(*place, "when") != "in_service_hours" and has(document, *place, "within")
        if first and at_night and document.text(*place, "clock") == "always":
            milestone = document.text(*place, "milestone")
            yield warning(document, (*place, "clock"), "service-level.nobody-at-night", milestone=milestone)


def documents_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.document-doubled (warning): a document of one severity is due once. A5"""
    first: dict[tuple[str | None, ...], int] = {}
    for at in document.entries("documents"):
        place = ("documents", at)
        named: list[str | None] = [text for _, text in texts_at(document, *place, "severities")]
        named = named or [None]
        key = tuple(document.text(*place, name) for name in ("document", "request", "after"))
        if None in key:
            continue
        line = document.position(*place).line
        lines = [first[*key, severity] for severity in named if (*key, severity) in first]
        if lines:
            name = document.text(*place, "document")
            yield warning(document, place, "service-level.document-doubled", name=name, line=lines[0])
        for severity in named:
            first.setdefault((*key, severity), line)


# --- escalation ---------------------------------------------------------------------------------------


def ladders_end(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.unknown-step: the next step exists. service-level.endless-ladder: no step comes again. B4

    service-level.unreachable-step: a step is the next of another, or says when a ladder begins with it; not both
    (service-level.trigger-inside, a warning).
    """
    steps: dict[str, int] = {}
    for at in document.entries("escalation"):
        if (id := document.text("escalation", at, "id")) is not None:
            steps.setdefault(id, at)
    following = {id: document.text("escalation", at, "next") for id, at in steps.items()}
    reached = {id for id in following.values() if id is not None}
    circles = _in_circles(following)
    for id, at in steps.items():
        place, after = ("escalation", at), following[id]
        if after is not None and after not in steps:
            values = {"id": after, "choices": nearest(after, steps)}
            yield problem(document, (*place, "next"), "service-level.unknown-step", **values)
        if id in circles:
            yield problem(document, (*place, "next"), "service-level.endless-ladder", id=id)
        elif id not in reached and not has(document, *place, "when"):
            yield problem(document, (*place, "id"), "service-level.unreachable-step", id=id)
        elif id in reached and has(document, *place, "when"):
            yield warning(document, (*place, "when"), "service-level.trigger-inside", id=id)


def escalated_to_somebody(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.nobody-to-escalate (warning): where a rejected sheet may be escalated, a ladder says who is asked. B6"""
    asked = any(
        document.text("escalation", at, "when") == "sheet_rejected" for at in document.entries("escalation")
    )
    for at in document.entries("closing", "rejected"):
        place = ("closing", "rejected", at)
        if document.text(*place) == "escalate" and not asked:
            yield warning(document, place, "service-level.nobody-to-escalate")


def _in_circles(following: dict[str, str | None]) -> set[str]:
    """The steps that come again when one goes on from them."""
    found: set[str] = set()
    seen: set[str] = set()
    for id in following:
        way: dict[str, None] = {}
        step: str | None = id
        while step in following and step not in seen:
            seen.add(step)
            way[step] = None
            step = following[step]
        if step in way:
            steps = list(way)
            found.update(steps[steps.index(step) :])
    return found


# --- in a contract ------------------------------------------------------------------------------------


@told_once
def overrides_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.unknown-request, -severity, service-level.no-such-milestone: an override changes what is promised.

    service-level.override-doubled: it changes it once. service-level.missing: there is a service level to change.
    """
    for root in written_roots(document):
        yield from _changed_once(document, (*root, "service_level_overrides"))
    yield from _overrides_known(workspace, document)


def _changed_once(document: Document, listed: Path) -> Iterator[Problem]:
    first: dict[tuple[str | None, ...], int] = {}
    for at in document.entries(*listed):
        place = (*listed, at)
        key = tuple(document.text(*place, name) for name in ("request", "severity", "milestone"))
        line = document.position(*place).line
        if first.setdefault(key, line) != line and None not in (key[0], key[2]):
            yield problem(document, place, "service-level.override-doubled", line=first[key])


def _overrides_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    for listed, named_at in beside(document, "service_level_overrides", "service_level"):
        if not document.entries(*listed):
            continue
        named = document.text(*named_at)
        found = look_at(workspace, "ServiceLevel", named)
        level = _level(found) if found is not None else None
        if named is None:
            yield problem(document, listed, "service-level.missing")
        if level is None:
            continue
        for at in document.entries(*listed):
            yield from _named(document, (*listed, at), level)
            yield from _milestone_promised(document, (*listed, at), level)


@told_once
def grades_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.unknown-grade: the grades that severities stand for are those of the contract's emergency plan."""
    plan = look_up(workspace, "EmergencyPlan", document.text("emergency", "plan"))
    if plan is None:
        return
    known = ids_at(plan, "grades")
    for (place,) in beside(document, "service_level"):
        level = look_at(workspace, "ServiceLevel", document.text(*place))
        for at in level.entries("severities") if level is not None else ():
            grade = level.text("severities", at, "plan_grade") if level is not None else None
            if level is not None and grade is not None and grade not in known:
                values = {
                    "id": grade,
                    "plan": plan.id,
                    "severity": level.text("severities", at, "id"),
                    "level": level.id,
                    "choices": nearest(grade, known),
                }
                yield problem(document, ("emergency", "plan"), "service-level.unknown-grade", **values)


RULES: dict[str, tuple[Rule, ...]] = {
    "ServiceLevel": (
        names_exist,
        grading_fits,
        every_severity_answered,
        missed_can_be,
        pauses_once,
        notices_in_order,
        complaints_stay_open,
        reachable_at_night,
        documents_once,
        ladders_end,
        escalated_to_somebody,
    ),
    "Contract": (overrides_fit, grades_exist),
}
