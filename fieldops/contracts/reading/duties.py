"""Visits and other obligations, access to systems, emergencies, quality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.chosen import Choice, is_for_all
from fieldops.contracts.frequency import frequency, holding
from fieldops.contracts.model import Inspection, Obligation
from fieldops.contracts.reading.line import NOT_OUTSIDE, Line, line_at, part
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms
from fieldops.contracts.ways import BUNDLE, way_to_host
from fieldops.contracts.wording import duration, every, period, recurrence, weekdays, word, words
from fieldops.errors import Named
from fieldops.structs import replaced

_SCHEDULE = " schedule.every schedule.anchor schedule.after_event schedule.lasting schedule.shift"


def visits(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Inspections and health checks, and what the contract sets of the variables that they judge by."""
    for index, visit in enumerate(terms.contract.inspections):
        by_people = not visit.uses
        said = Named(
            "show.inspection-by-people" if by_people else f"show.{visit.kind}",
            title=visit.title or word(visit.kind),
            when=recurrence(visit.schedule),
            engineers=visit.engineers or 0,
            playbook=", ".join(dict.fromkeys(use.playbook for use in visit.uses if is_for_all(use)))
            or ", ".join(visit.named),
        )
        tells = "kind title playbook" + _SCHEDULE + (" engineers" if visit.kind == "inspection" else "")
        values = {key: value for key, value in said.values.items() if key != "playbook"}
        outside = said if by_people else Named(f"show.{visit.kind}-outside", **values)
        line = line_at(terms, ("inspections", index), said, tells)
        everywhere = tuple(
            terms.clause("inspections", index, "playbooks", at)
            for at, use in enumerate(visit.playbooks)
            if is_for_all(use)
        )
        yield replaced(line, outside=outside, besides=everywhere)
        yield from _playbooks(terms, index, visit)
        yield from _times(agreement, terms, index, visit)
        if visit.activities:
            said = Named("show.activities", activities=words(visit.activities))
            yield line_at(terms, ("inspections", index, "activities"), said)
        if visit.repair_after_consultation:
            place = ("inspections", index, "repair_after_consultation")
            yield line_at(terms, place, Named("show.consultation-first"))
    yield from _variables(terms)


def _playbooks(terms: Terms, index: int, visit: Inspection) -> Iterator[Line]:
    """Each playbook that is only for a part of the hosts; those for all of them stand in the line of the visit."""
    for at, use in enumerate(visit.playbooks):
        place = ("inspections", index, "playbooks", at)
        if not is_for_all(use):
            said = Named("show.playbook-part", playbook=use.playbook, where=_where(use))
            yield replaced(line_at(terms, place, said), outside=NOT_OUTSIDE)


def _where(choice: Choice) -> tuple[Named, ...]:
    """Whom a part of the contract is for."""
    named = {"groups": choice.groups, "categories": choice.categories, "assets": choice.assets}
    told = tuple(Named(f"show.in-{kind}", names=", ".join(ids)) for kind, ids in named.items() if ids)
    return told or (Named("show.in-all"),)


def _variables(terms: Terms) -> Iterator[Line]:
    """What the contract sets of the variables of playbooks."""
    for index, entry in enumerate(terms.contract.vars):
        value = ", ".join(map(str, entry.value)) if isinstance(entry.value, tuple) else entry.value
        values = {"name": entry.name, "playbook": entry.playbook, "value": value, "where": _where(entry)}
        said = Named("show.variable", **values, reason=entry.reason)
        yield replaced(line_at(terms, ("vars", index), said), outside=NOT_OUTSIDE)


def _times(agreement: Agreement, terms: Terms, index: int, visit: Inspection) -> Iterator[Line]:
    """How many visits there are in all, as far as anybody counts them."""
    if visit.schedule is None:
        return
    found = frequency(agreement, holding(agreement, terms, "inspections", index), visit.schedule)
    if found is not None and found.due:
        values = {"count": len(found.due), "first": found.first, "last": found.last, "until": found.due[-1]}
        yield line_at(terms, ("inspections", index, "schedule"), Named("show.visit-count", **values), "")


def obligations(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Everything else that falls due."""
    for index, entry in enumerate(terms.contract.obligations):
        said = Named("show.obligation", title=entry.title, when=_when(entry))
        yield line_at(terms, ("obligations", index), said, "title occasion within" + _SCHEDULE)
    for index, window in enumerate(terms.contract.works.windows if terms.contract.works else ()):
        said = Named("show.works-window", days=weekdays(window.days), hours=window.hours)
        yield line_at(terms, ("works", "windows", index), said, "days hours")


def _when(entry: Obligation) -> Named:
    """How often it falls due; on which occasion, and how soon after it; on request."""
    if entry.occasion is None:
        return recurrence(entry.schedule)
    if entry.within is None:
        return Named("show.value", value=entry.occasion)
    return Named("recurrence.occasion-within", occasion=entry.occasion, within=duration(entry.within))


def _jump_hosts(terms: Terms) -> Iterator[Line]:
    """The jump hosts, with how many hosts lie behind each."""
    access = terms.contract.access
    ways = [way_to_host(access, asset.host) for asset in terms.contract.assets if asset.host is not None]
    for index, jump in enumerate(access.jump_hosts):
        said = Named(
            "show.jump-host-behind" if jump.via else "show.jump-host",
            id=jump.id,
            address=jump.address,
            port=jump.port,
            via=jump.via,
            count=sum(jump in way for way in ways),
        )
        line = line_at(terms, ("access", "jump_hosts", index), said, "id address port via groups")
        yield replaced(line, outside=NOT_OUTSIDE)


def _offline_hosts(terms: Terms) -> Iterator[Line]:
    """The hosts to which a file is carried, as no network reaches them."""
    offline = [
        asset.id
        for asset in terms.contract.assets
        if asset.host is not None and asset.host.transport == BUNDLE
    ]
    if offline:
        said = Named("show.offline-hosts", count=len(offline), hosts=", ".join(offline))
        yield replaced(line_at(terms, ("assets",), said, ""), outside=NOT_OUTSIDE)


def access(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How and when engineers log in; what is kept and not disclosed."""
    access = terms.contract.access
    yield from _jump_hosts(terms)
    yield from _offline_hosts(terms)
    if access.consent is not None:
        yield line_at(
            terms, ("access", "consent"), Named("show.consent", consent=word(access.consent, "consent"))
        )
    if access.consent_evidence is not None:
        said = Named("show.consent-evidence", evidence=access.consent_evidence)
        yield line_at(terms, ("access", "consent_evidence"), said)
    for index, window in enumerate(access.windows):
        said = Named("show.window", days=weekdays(window.days), hours=window.hours)
        yield line_at(terms, ("access", "windows", index), said, "days hours")
    if access.denied_commands:
        said = Named("show.denied", commands=tuple(access.denied_commands))
        yield line_at(terms, ("access", "denied_commands"), said)
    if access.load_guard is not None:
        guard = access.load_guard
        said = Named("show.load-guard", load=guard.load or "-", memory=guard.memory or "-")
        yield line_at(terms, ("access", "load_guard"), said, "load memory")
    if access.rotate_credentials_after_use:
        yield line_at(terms, ("access", "rotate_credentials_after_use"), Named("show.rotate"))
    confidentiality = terms.contract.confidentiality
    if confidentiality is not None:
        said = Named("show.confidential", discloses=word(confidentiality.discloses, "discloses"))
        yield line_at(terms, ("confidentiality",), said, "discloses")
    for index, kept in enumerate(terms.contract.retention):
        said = Named(
            "show.kept", records=word(kept.records), keep=period(kept.keep), since=word(kept.counted_from)
        )
        yield line_at(terms, ("retention", index), said, "records keep counted_from")


def emergency(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """The emergency plan: who does what, in which order, how it is practised."""
    plan = agreement.plan
    if plan is None:
        return

    def line(said: Named, tells: str, *path: str | int) -> Line:
        return part(said, ("EmergencyPlan", plan.id, path), tells)

    title = ("EmergencyPlan", plan.id, ("title",))
    yield replaced(
        line_at(terms, ("emergency", "plan"), Named("show.plan", title=plan.title)), besides=(title,)
    )
    yield Line(Named("show.flow", steps=words(plan.flow)), ("EmergencyPlan", plan.id, ("flow",)))
    for index, grade in enumerate(plan.grades):
        said = Named("show.grade", name=grade.name, criteria=grade.criteria, response=grade.response)
        yield line(said, "name criteria response", "grades", index)
    for index, risk in enumerate(plan.risks):
        grade_name = next((one.name for one in plan.grades if one.id == risk.grade), risk.grade)
        what = risk.description or word(risk.kind)
        tells = "grade description" if risk.description else "grade kind"
        yield line(Named("show.risk", grade=grade_name, what=what), tells, "risks", index)
    if plan.drills is not None:
        yield line(Named("show.drills", every=every(plan.drills.every)), "every", "drills")
    if plan.revision is not None:
        yield line(Named("show.revision", every=every(plan.revision.every)), "every", "revision")


def groups(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Who acts in an emergency."""
    plan = agreement.plan
    for index, group in enumerate(plan.groups if plan else ()):
        clause: Clause = ("EmergencyPlan", plan.id if plan else "", ("groups", index))
        yield part(Named("show.value", value=group.name), clause, "name")


def quality(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """Audits, reviews and targets."""
    quality = terms.contract.quality
    if quality is None:
        return
    if quality.sample is not None:
        said = Named("show.sample", percent=quality.sample.percent, every=every(quality.sample.every))
        yield line_at(terms, ("quality", "sample"), said, "percent every")
    if quality.review is not None:
        said = Named("show.review", every=every(quality.review.every), count=len(quality.indicators))
        yield line_at(terms, ("quality", "review"), said, "every")
    for index, one in enumerate(quality.indicators):
        said = Named("show.indicator", name=one.name)
        if one.target is not None:
            said = Named("show.indicator-target", name=one.name, target=one.target)
        yield line_at(terms, ("quality", "indicators", index), said, "name target")
    if quality.compliance_target_percent is not None:
        said = Named("show.target", percent=quality.compliance_target_percent)
        yield line_at(terms, ("quality", "compliance_target_percent"), said)
