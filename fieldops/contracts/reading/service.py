"""The service level with the contract's own times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Milestone, ServiceLevel
from fieldops.contracts.reading.line import Line, line_at
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import duration, word, words
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named


def service_level(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Milestones, the times that the contract changes, and the rest of the level."""
    level = agreement.level(terms.contract)
    if level is None:
        return
    for index, milestone in enumerate(level.milestones):
        said = _milestone(level, milestone)
        yield Line(said, ("ServiceLevel", level.id, ("milestones", index)))
    for index, other in enumerate(terms.contract.service_level_overrides):
        said = Named(
            "show.override",
            request=_request_name(level, other.request),
            severity=_severity_name(level, other.severity),
            milestone=word(other.milestone, "milestone"),
            within=duration(other.within),
        )
        yield line_at(terms, ("service_level_overrides", index), said)
    yield from _rest_of_service(level)


def _rest_of_service(level: ServiceLevel) -> Iterator[Line]:
    def line(path: Path, said: Named) -> Line:
        return Line(said, ("ServiceLevel", level.id, path))

    if level.intake is not None:
        channels = words(channel.kind for channel in level.intake.channels)
        yield line(("intake",), Named("show.channels", channels=channels))
        if level.intake.order_required:
            yield line(("intake", "order_required"), Named("show.order-required"))
    if level.not_covered is not None:
        steps = words(level.not_covered.steps)
        yield line(("not_covered",), Named("show.not-covered", steps=steps))
    if level.handling is not None:
        yield line(("handling",), Named("show.handling", steps=words(level.handling.order)))
    for index, missed in enumerate(level.overdue):
        values = {"milestone": word(missed.milestone, "milestone"), "action": word(missed.action)}
        said = Named("show.overdue-its-time", **values)
        if missed.after:
            said = Named("show.overdue", after=duration(missed.after), **values)
        yield line(("overdue", index), said)
    for index, step in enumerate(level.escalation):
        asked: object = word(step.to)
        if step.answers_within is not None:
            asked = Named("show.answers", to=asked, within=duration(step.answers_within))
        said = Named("show.escalation", to=asked)
        if step.when is not None:
            said = Named("show.escalation-first", when=word(step.when, "when"), to=asked)
        yield line(("escalation", index), said)
    for index, document in enumerate(level.documents):
        said = Named(
            "show.document",
            document=word(document.document),
            within=duration(document.within),
            after=word(document.after),
        )
        yield line(("documents", index), said)
    if level.closing is not None:
        needed = [
            name
            for name in ("customer_signature", "manager_review", "quality_call_back")
            if getattr(level.closing, name)
        ]
        said = Named("show.closing", needed=tuple(Named(f"show.{name}") for name in needed) or "-")
        yield line(("closing",), said)
    if level.pauses:
        yield line(("pauses",), Named("show.pauses", reasons=words(one.reason for one in level.pauses)))


def _request_name(level: ServiceLevel, id: str) -> object:
    """What the service level calls that request type."""
    return next((one.name for one in level.requests if one.id == id), id)


def _severity_name(level: ServiceLevel, id: str | None) -> object:
    """What the service level calls that severity; None: all of them."""
    if id is None:
        return Named("show.any-severity")
    return next((one.name for one in level.severities if one.id == id), id)


def _milestone(level: ServiceLevel, milestone: Milestone) -> Named:
    within: object = Named("show.best-effort")
    if milestone.within is not None:
        within = Named(
            "show.within", duration=duration(milestone.within), clock=word(milestone.clock, "clock")
        )
    if milestone.at_the_latest is not None:
        within = Named("show.at-the-latest", within=within, duration=duration(milestone.at_the_latest))
    values: dict[str, object] = {
        "request": _request_name(level, milestone.request),
        "severity": _severity_name(level, milestone.severity),
        "milestone": word(milestone.milestone, "milestone"),
        "within": within,
    }
    if milestone.when is not None:
        return Named("show.milestone-when", when=word(milestone.when, "when"), **values)
    return Named("show.milestone", **values)
