"""Visits and other obligations, access to systems, emergencies, quality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.reading.line import Line, line_at
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import every, period, recurrence, word, words
from fieldops.errors import Named


def visits(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Inspections and health checks."""
    for index, visit in enumerate(terms.contract.inspections):
        said = Named(
            f"show.{visit.kind}",
            title=visit.title or word(visit.kind),
            when=recurrence(visit.schedule),
            engineers=visit.engineers or 0,
            playbook=visit.playbook,
        )
        yield line_at(terms, ("inspections", index), said)
        if visit.activities:
            said = Named("show.activities", activities=words(visit.activities))
            yield line_at(terms, ("inspections", index, "activities"), said)
        if visit.repair_after_consultation:
            place = ("inspections", index, "repair_after_consultation")
            yield line_at(terms, place, Named("show.consultation-first"))


def obligations(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Everything else that falls due."""
    for index, entry in enumerate(terms.contract.obligations):
        said = Named("show.obligation", title=entry.title, when=recurrence(entry.schedule))
        yield line_at(terms, ("obligations", index), said)


def access(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How and when engineers log in; what is kept and not disclosed."""
    access = terms.contract.access
    if access.consent is not None:
        yield line_at(
            terms, ("access", "consent"), Named("show.consent", consent=word(access.consent, "consent"))
        )
    if access.consent_evidence is not None:
        said = Named("show.consent-evidence", evidence=access.consent_evidence)
        yield line_at(terms, ("access", "consent_evidence"), said)
    for index, window in enumerate(access.windows):
        said = Named("show.window", days=words(window.days), hours=window.hours)
        yield line_at(terms, ("access", "windows", index), said)
    if access.denied_commands:
        said = Named("show.denied", commands=tuple(access.denied_commands))
        yield line_at(terms, ("access", "denied_commands"), said)
    if access.rotate_credentials_after_use:
        yield line_at(terms, ("access", "rotate_credentials_after_use"), Named("show.rotate"))
    if terms.contract.confidentiality is not None:
        said = Named(
            "show.confidential", discloses=word(terms.contract.confidentiality.discloses, "discloses")
        )
        yield line_at(terms, ("confidentiality",), said)
    for index, kept in enumerate(terms.contract.retention):
        said = Named(
            "show.kept", records=word(kept.records), keep=period(kept.keep), since=word(kept.counted_from)
        )
        yield line_at(terms, ("retention", index), said)


def emergency(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The emergency plan, and who can be reached at any hour."""
    plan = agreement.plan
    if plan is None:
        return
    yield Line(
        Named("show.plan", title=plan.title, grades=_names(plan.grades)),
        ("EmergencyPlan", plan.id, ("grades",)),
    )
    yield Line(Named("show.flow", steps=words(plan.flow)), ("EmergencyPlan", plan.id, ("flow",)))
    for index, liaison in enumerate(terms.contract.emergency.liaisons if terms.contract.emergency else ()):
        said = Named("show.liaison", side=word(liaison.side), name=liaison.name, phone=liaison.phone)
        yield line_at(terms, ("emergency", "liaisons", index), said)
    if plan.drills is not None:
        yield Line(
            Named("show.drills", every=every(plan.drills.every)), ("EmergencyPlan", plan.id, ("drills",))
        )
    if plan.revision is not None:
        said = Named("show.revision", every=every(plan.revision.every))
        yield Line(said, ("EmergencyPlan", plan.id, ("revision",)))


def _names(entries: Iterable[object]) -> tuple[object, ...]:
    return tuple(getattr(entry, "name", "") for entry in entries)


def quality(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Audits, reviews and targets."""
    quality = terms.contract.quality
    if quality is None:
        return
    if quality.sample is not None:
        said = Named("show.sample", percent=quality.sample.percent, every=every(quality.sample.every))
        yield line_at(terms, ("quality", "sample"), said)
    if quality.review is not None:
        said = Named("show.review", every=every(quality.review.every), count=len(quality.indicators))
        yield line_at(terms, ("quality", "review"), said)
    if quality.compliance_target_percent is not None:
        said = Named("show.target", percent=quality.compliance_target_percent)
        yield line_at(terms, ("quality", "compliance_target_percent"), said)
