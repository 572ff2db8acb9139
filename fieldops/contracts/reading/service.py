"""The service level with the contract's own times, and what its severities, requests and channels are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Milestone, ServiceLevel
from fieldops.contracts.model.service import Channel, DocumentDue, EscalationStep, Grading, Overdue
from fieldops.contracts.promised import promised
from fieldops.contracts.reading.line import NOT_OUTSIDE, Line, line_at, part
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import category, duration, word, words
from fieldops.errors import Named
from fieldops.structs import replaced


def channels(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The hotline, and every other way in which requests come in, with its number and hours."""
    number, level = terms.contract.vendor.hotline, agreement.level(terms.contract)
    found = level.intake.channels if level and level.intake else ()
    if number is not None:
        line = line_at(terms, ("vendor", "hotline"), Named("show.vendor-hotline", address=number))
        again = any(each.kind == "hotline" and each.address == number for each in found)
        # A customer is told a number once, with its hours.
        yield replaced(line, outside=NOT_OUTSIDE if again else None)
    for index, channel in enumerate(found):
        clause: Clause = ("ServiceLevel", level.id if level else "", ("intake", "channels", index))
        yield part(_channel(channel), clause, "kind address hours")


def _channel(channel: Channel) -> Named:
    said: Named = word(channel.kind)
    if channel.address is not None:
        said = Named("show.channel", kind=said, address=channel.address)
    if channel.hours is not None:
        return Named("show.channel-hours", channel=said, hours=word(channel.hours, "hours"))
    return said


def severities(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """What each severity is, and which kinds of requests there are."""
    level = agreement.level(terms.contract)
    for index, grade in enumerate(level.severities if level else ()):
        said = Named("show.severity", name=grade.name, criteria=grade.criteria)
        yield part(said, ("ServiceLevel", level.id if level else "", ("severities", index)), "name criteria")
    if level is not None and level.grading is not None:
        yield from _grading(level, level.grading)
    for index, kind in enumerate(level.requests if level else ()):
        clause: Clause = ("ServiceLevel", level.id if level else "", ("requests", index))
        yield part(Named("show.request", name=kind.name), clause, "name")


def _grading(level: ServiceLevel, grading: Grading) -> Iterator[Line]:
    """Which severity follows from which scope and urgency."""
    names: dict[tuple[str, str], object] = {}
    for field in ("scopes", "urgencies"):
        for index, step in enumerate(getattr(grading, field)):
            names[field, step.id] = step.name
            said = Named(f"show.grading-{field}", name=step.name)
            yield part(said, ("ServiceLevel", level.id, ("grading", field, index)), "name")
    for index, each in enumerate(grading.severities):
        values = {
            "scope": names.get(("scopes", each.scope), each.scope),
            "urgency": names.get(("urgencies", each.urgency), each.urgency),
            "severity": _severity_name(level, each.severity),
        }
        clause: Clause = ("ServiceLevel", level.id, ("grading", "severities", index))
        yield part(Named("show.graded", **values), clause, "scope urgency severity")


def service_level(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Milestones, the times that the contract changes, and the rest of the level."""
    level = agreement.level(terms.contract)
    if level is None:
        return
    said, title = Named("show.level", title=level.title), ("ServiceLevel", level.id, ("title",))
    yield replaced(line_at(terms, ("service_level",), said), besides=(title,))
    yield from _times(level, terms)
    yield from _rest_of_service(level)


def _times(level: ServiceLevel, terms: Terms) -> Iterator[Line]:
    """The level's milestones, what the contract replaces marked as such; and its own times with all they keep."""
    holding = promised(level, terms.contract.service_level_overrides)
    standing = {each.index for each in holding if not each.own}
    for index, milestone in enumerate(level.milestones):
        # A clock that no time is counted by is said by its title.
        tells = "request severity milestone within at_the_latest best_effort when"
        if milestone.within is not None:
            tells += " clock"
        said = _milestone(level, milestone)
        if index not in standing:
            said = Named("show.replaced", said=said)
        yield part(said, ("ServiceLevel", level.id, ("milestones", index)), tells)
    for each in sorted((each for each in holding if each.own), key=lambda each: each.index):
        said = Named("show.override", said=_milestone(level, each.time))
        place = ("service_level_overrides", each.index)
        yield line_at(terms, place, said, "request severity milestone within clock")


def _rest_of_service(level: ServiceLevel) -> Iterator[Line]:
    def line(said: Named, tells: str, *path: str | int) -> Line:
        return part(said, ("ServiceLevel", level.id, path), tells)

    if level.intake is not None and level.intake.order_required:
        yield Line(Named("show.order-required"), ("ServiceLevel", level.id, ("intake", "order_required")))
    if level.not_covered is not None and level.not_covered.steps:
        steps = words(level.not_covered.steps)
        yield line(Named("show.not-covered", steps=steps), "steps", "not_covered")
    if level.handling is not None and level.handling.order:
        strict = level.handling.out_of_order == "refused"
        code = "show.handling-strict" if strict else "show.handling"
        yield line(Named(code, steps=words(level.handling.order, "order")), "order out_of_order", "handling")
    for index, each in enumerate(level.handling.qualifications if level.handling is not None else ()):
        said = Named("show.qualified", category=category(each.category), holds=", ".join(each.qualifications))
        yield line(said, "category qualifications", "handling", "qualifications", index)
    if level.handling is not None and level.handling.found_damaged is not None:
        name = _request_name(level, level.handling.found_damaged)
        yield line(Named("show.found-damaged", request=name), "found_damaged", "handling", "found_damaged")
    for index, missed in enumerate(level.overdue):
        yield line(_overdue(level, missed), "request severity milestone action after", "overdue", index)
    for index, step in enumerate(level.escalation):
        yield line(_escalation(level, step), "to answers_within when request", "escalation", index)
    for index, document in enumerate(level.documents):
        yield line(_document(level, document), "document request severities within after", "documents", index)
    closing = ("customer_signature", "manager_review", "quality_call_back")
    if level.closing is not None and (needed := [name for name in closing if getattr(level.closing, name)]):
        said = Named("show.closing", needed=tuple(Named(f"show.{name}") for name in needed))
        yield line(said, " ".join(needed), "closing")
    for index, pause in enumerate(level.pauses):
        yield line(Named("show.pause", reason=word(pause.reason)), "reason", "pauses", index)


def _overdue(level: ServiceLevel, missed: Overdue) -> Named:
    values = {
        "what": _what(level, missed.request, missed.severity),
        "milestone": word(missed.milestone, "milestone"),
        "action": word(missed.action, "overdue_action"),
    }
    if missed.after is None:
        return Named("show.overdue-its-time", **values)
    return Named("show.overdue", after=duration(missed.after), **values)


def _escalation(level: ServiceLevel, step: EscalationStep) -> Named:
    asked: object = word(step.to)
    if step.answers_within is not None:
        asked = Named("show.answers", to=asked, within=duration(step.answers_within))
    said = Named("show.escalation", to=asked)
    if step.when is not None:
        said = Named("show.escalation-first", when=word(step.when, "when"), to=asked)
    if step.request is not None:
        return Named("show.titled", title=_request_name(level, step.request), inside=said)
    return said


def _document(level: ServiceLevel, document: DocumentDue) -> Named:
    what: object = _request_name(level, document.request)
    if document.severities:
        names = tuple(_severity_name(level, one) for one in document.severities)
        what = Named("show.of-severities", request=what, severities=names)
    return Named(
        "show.document",
        what=what,
        document=word(document.document),
        within=duration(document.within),
        after=word(document.after),
    )


def _request_name(level: ServiceLevel, id: str) -> object:
    """What the service level calls that request type."""
    return next((one.name for one in level.requests if one.id == id), id)


def _severity_name(level: ServiceLevel, id: str) -> object:
    """What the service level calls that severity."""
    return next((one.name for one in level.severities if one.id == id), id)


def _what(level: ServiceLevel, request: str, severity: str | None) -> object:
    """The request, with the severity it is about; a request that is not graded has none."""
    name = _request_name(level, request)
    if severity is not None:
        return Named("show.of-severity", request=name, severity=_severity_name(level, severity))
    graded = any(one.graded for one in level.requests if one.id == request)
    if graded:
        return Named("show.of-severity", request=name, severity=Named("show.any-severity"))
    return name


def _milestone(level: ServiceLevel, milestone: Milestone) -> Named:
    within: object = Named("show.best-effort")
    if milestone.within is not None:
        within = Named(
            "show.within", duration=duration(milestone.within), clock=word(milestone.clock, "clock")
        )
    if milestone.at_the_latest is not None:
        within = Named("show.at-the-latest", within=within, duration=duration(milestone.at_the_latest))
    values: dict[str, object] = {
        "what": _what(level, milestone.request, milestone.severity),
        "milestone": word(milestone.milestone, "milestone"),
        "within": within,
    }
    if milestone.when is not None:
        return Named("show.milestone-when", when=word(milestone.when, "when"), **values)
    return Named("show.milestone", **values)
