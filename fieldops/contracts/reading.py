"""A contract read back in plain language, with the dates that follow from it, each line with its clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.cover import covers, event_date
from fieldops.contracts.model import Asset, Contract, Milestone, ServiceLevel, Warranty
from fieldops.contracts.obligations import DueObligation, due_between, grouped
from fieldops.contracts.reasons import Clause
from fieldops.contracts.renewal import ends_with
from fieldops.contracts.standing import stretches
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import category, duration, every, period, price, recurrence, word, words
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the contract says: the sentence, and its clause as (kind of document, id, path)."""

    said: Named
    clause: Clause


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the contract: the code of its heading, and its lines."""

    heading: str
    lines: tuple[Line, ...]


def read_back(agreement: Agreement, day: date) -> list[Section]:
    """What the contract promises by the terms in force on `day`, and what falls due in the year after it."""
    terms = agreement.terms_on(day)
    parts: tuple[tuple[str, Callable[[Agreement, Terms, date], Iterator[Line]]], ...] = (
        ("show.parties", _parties),
        ("show.term", _term),
        ("show.assets", _assets),
        ("show.service-level", _service_level),
        ("show.warranties", _warranties),
        ("show.after-warranty", _after_warranty),
        ("show.visits", _visits),
        ("show.obligations", _obligations),
        ("show.access", _access),
        ("show.emergency", _emergency),
        ("show.quality", _quality),
        ("show.upcoming", _upcoming),
    )
    sections = [Section(heading, tuple(say(agreement, terms, day))) for heading, say in parts]
    return [section for section in sections if section.lines]


def _line(terms: Terms, path: Path, said: Named) -> Line:
    return Line(said, terms.clause(str(path[0]), *path[1:]))


def _parties(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    yield _line(terms, ("customer", "name"), Named("show.customer", name=terms.contract.customer.name))
    for index, contact in enumerate(terms.contract.customer.contacts):
        said = Named(
            "show.contact", name=contact.name, phone=contact.phone or "-", duties=words(contact.duties) or "-"
        )
        yield _line(terms, ("customer", "contacts", index), said)
    vendor = Named(
        "show.vendor", name=terms.contract.vendor.name, hotline=terms.contract.vendor.hotline or "-"
    )
    yield _line(terms, ("vendor",), vendor)
    team = agreement.team
    if team is not None:
        person = team.person(terms.contract.account_manager or "")
        count = sum("engineer" in member.roles for member in team.people)
        said = Named("show.team", name=team.name, count=count, manager=person.name if person else "-")
        yield _line(terms, ("team",), said)


def _term(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    term = terms.contract.term
    days = {"start": term.start, "end": term.end, "zone": terms.contract.time_zone}
    yield _line(terms, ("term",), Named("show.term-days", **days))
    left = (term.end - day).days
    state = Named(f"show.state-{terms.state(day)}", day=day, left=left, days=abs(left))
    yield _line(terms, ("term",), state)
    yield from _renewal(agreement, terms, day)
    for index, amendment in enumerate(terms.contract.amendments):
        code = "show.amendment" if amendment.applies_from <= day else "show.amendment-later"
        said = Named(code, day=amendment.applies_from, why=amendment.rationale)
        yield _line(terms, ("amendments", index), said)
    yield from _handover(terms)
    for index, acceptance in enumerate(terms.contract.acceptances):
        yield _line(terms, ("acceptances", index), _acceptance(terms.contract, index, acceptance.event))


def _renewal(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    """How the term goes on, how often it has, until when notice can be given, and the notices that were."""
    term, number = terms.contract.term, terms.period.number
    if number:
        times = Named("show.times-one" if number == 1 else "show.times", count=number)
        yield _line(terms, ("term", "end"), Named("show.renewed", times=times, agreed=terms.course.term.end))
    if term.renewal is not None:
        said = Named("show.renewal", renewal=word(term.renewal))
        if term.notice is not None:
            said = Named("show.renewal-notice", renewal=word(term.renewal), notice=period(term.notice))
        yield _line(terms, ("term", "renewal"), said)
    notice = agreement.timeline.next_notice(day)
    if notice is not None and terms.course.final is None:
        ending = terms.course.period(ends_with(terms.course.term, notice) + 1)
        yield _line(terms, ("term", "notice"), Named("show.next-notice", day=notice, until=ending.last))
    for index, given in enumerate(terms.contract.notices):
        code = "show.notice-given" if given is terms.course.ended_by else "show.notice-void"
        values = {"given": given.given, "by": word(given.by), "end": terms.course.end}
        yield _line(terms, ("notices", index), Named(code, **values))
    if term.renewal_always_offered:
        yield _line(terms, ("term", "renewal_always_offered"), Named("show.renewal-offered"))


def _handover(terms: Terms) -> Iterator[Line]:
    missing = [
        entry.name or word(entry.document) for entry in terms.contract.handover if entry.received is None
    ]
    if missing:
        yield _line(terms, ("handover",), Named("show.handover-missing", documents=tuple(missing)))
    elif terms.contract.handover:
        yield _line(terms, ("handover",), Named("show.handover-complete", count=len(terms.contract.handover)))


def _acceptance(terms: Contract, index: int, event: str) -> Named:
    acceptance = terms.acceptances[index]
    scope: object = Named("show.whole-contract")
    if acceptance.batch is not None:
        scope = Named("show.batch", batch=acceptance.batch)
    elif acceptance.assets:
        scope = Named("show.some-assets", count=len(acceptance.assets))
    if acceptance.date is not None:
        return Named("show.event", event=word(event), day=acceptance.date, scope=scope)
    asset = Asset(next(iter(acceptance.assets), ""), batch=acceptance.batch)
    deemed = event_date(terms, asset, event)
    if deemed is not None:
        return Named("show.event-deemed", event=word(event), day=deemed, scope=scope)
    return Named("show.event-open", event=word(event), scope=scope)


def _assets(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    kinds = Counter(asset.category or "-" for asset in terms.contract.assets)
    for id, count in sorted(kinds.items()):
        hosts = sum(
            asset.host is not None for asset in terms.contract.assets if (asset.category or "-") == id
        )
        said = Named("show.category", category=category(id), count=count, hosts=hosts)
        yield _line(terms, ("assets",), said)
    for index, site in enumerate(terms.contract.sites):
        count = sum(asset.site == site.id for asset in terms.contract.assets)
        yield _line(terms, ("sites", index), Named("show.site", name=site.name, count=count))


def _service_level(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    level = agreement.level(terms.contract)
    if level is None:
        return
    for index, milestone in enumerate(level.milestones):
        said = _milestone(level, milestone)
        yield Line(said, ("ServiceLevel", level.id, ("milestones", index)))
    for index, other in enumerate(terms.contract.service_level_overrides):
        said = Named(
            "show.override",
            request=request_name(level, other.request),
            severity=severity_name(level, other.severity),
            milestone=word(other.milestone, "milestone"),
            within=duration(other.within),
        )
        yield _line(terms, ("service_level_overrides", index), said)
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


def request_name(level: ServiceLevel, id: str) -> object:
    """What the service level calls that request type."""
    return next((one.name for one in level.requests if one.id == id), id)


def severity_name(level: ServiceLevel, id: str | None) -> object:
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
        "request": request_name(level, milestone.request),
        "severity": severity_name(level, milestone.severity),
        "milestone": word(milestone.milestone, "milestone"),
        "within": within,
    }
    if milestone.when is not None:
        return Named("show.milestone-when", when=word(milestone.when, "when"), **values)
    return Named("show.milestone", **values)


def _warranties(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    counts = Counter([*_covered(agreement, terms, day), *_waiting(agreement, terms)])
    for one, count in sorted(counts.items(), key=lambda each: each[0].use):
        warranty = agreement.warranties[terms.contract.warranties[one.use].terms]
        values = {
            "title": warranty.title,
            "count": count,
            "start": one.start,
            "end": one.end,
            "own": one.own,
            "rule": word(warranty.period_rule),
            "events": words(one.missing),
        }
        yield _line(terms, ("warranties", one.use), Named(one.code, **values))
    used = {use.terms for use in terms.contract.warranties}
    for id, warranty in agreement.warranties.items():
        if id in used:
            yield from _warranty_terms(warranty)


@dataclass(frozen=True, slots=True)
class _Days:
    """What is said of one cover: by which entry of `warranties`, the days, and the end that these terms alone give it."""

    use: int
    code: str
    start: date | None
    end: date | None
    own: date | None = None
    missing: tuple[str, ...] = ()


def _covered(agreement: Agreement, terms: Terms, day: date) -> Iterator[_Days]:
    """The days of each cover by the terms of the day, as long as all that is agreed lets it go on."""
    for stretch in stretches(agreement):
        given = next((one for one in stretch.given_by if one.terms[0] <= day <= one.terms[1]), None)
        if given is None:
            continue
        own, code = given.cover.end, "show.cover-ended" if stretch.last < day else "show.cover"
        if own is not None and stretch.last < own:
            code = "show.cover-amended"
        yield _Days(given.cover.use, code, stretch.first, stretch.last, own)


def _waiting(agreement: Agreement, terms: Terms) -> Iterator[_Days]:
    """The covers whose days are not known."""
    for cover in covers(agreement, terms.contract):
        if cover.start is None or cover.end is None:
            yield _Days(cover.use, "show.cover-unknown", cover.start, cover.end, missing=cover.missing)


def _warranty_terms(warranty: Warranty) -> Iterator[Line]:
    def line(path: Path, said: Named) -> Line:
        return Line(said, ("Warranty", warranty.id, path))

    said = Named(
        "show.borne",
        title=warranty.title,
        period=period(warranty.period),
        causes=words(warranty.causes),
        parts=warranty.parts,
        labour=warranty.labour,
        travel=warranty.travel,
    )
    yield line((), said)
    for index, exclusion in enumerate(warranty.exclusions):
        said = Named(
            "show.exclusion",
            cause=word(exclusion.cause, "cause"),
            labour=price(exclusion.labour),
            parts=price(exclusion.parts),
            travel=price(exclusion.travel),
        )
        yield line(("exclusions", index), said)
    for index, remedy in enumerate(warranty.remedies):
        within = duration(remedy.within) if remedy.within else Named("show.no-time")
        said = Named("show.remedy", remedy=word(remedy.kind), within=within)
        if remedy.when is not None:
            said = Named(
                "show.remedy-when", when=word(remedy.when, "when"), remedy=word(remedy.kind), within=within
            )
        yield line(("remedies", index), said)
    if warranty.swap is not None:
        yield line(("swap",), Named("show.swap", policy=word(warranty.swap.policy)))
    if warranty.upgrades is not None:
        upgrades = warranty.upgrades
        said = Named("show.upgrades", minor=price(upgrades.minor), major=price(upgrades.major))
        yield line(("upgrades",), said)


def _after_warranty(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    after = terms.contract.after_warranty
    if after is not None:
        said = Named(
            "show.after-prices",
            labour=price(after.labour),
            parts=price(after.parts),
            travel=price(after.travel),
        )
        yield _line(terms, ("after_warranty",), said)
        if after.same_response:
            yield _line(terms, ("after_warranty", "same_response"), Named("show.same-response"))
    for index, service in enumerate(terms.contract.lifelong_services):
        limits = tuple(service.limits) or Named("show.no-limits")
        yield _line(
            terms, ("lifelong_services", index), Named("show.lifelong", name=service.name, limits=limits)
        )


def _visits(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    for index, visit in enumerate(terms.contract.inspections):
        said = Named(
            f"show.{visit.kind}",
            title=visit.title or word(visit.kind),
            when=recurrence(visit.schedule),
            engineers=visit.engineers or 0,
            playbook=visit.playbook,
        )
        yield _line(terms, ("inspections", index), said)
        if visit.activities:
            said = Named("show.activities", activities=words(visit.activities))
            yield _line(terms, ("inspections", index, "activities"), said)
        if visit.repair_after_consultation:
            place = ("inspections", index, "repair_after_consultation")
            yield _line(terms, place, Named("show.consultation-first"))


def _obligations(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    for index, entry in enumerate(terms.contract.obligations):
        said = Named("show.obligation", title=entry.title, when=recurrence(entry.schedule))
        yield _line(terms, ("obligations", index), said)


def _access(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    access = terms.contract.access
    if access.consent is not None:
        yield _line(
            terms, ("access", "consent"), Named("show.consent", consent=word(access.consent, "consent"))
        )
    if access.consent_evidence is not None:
        said = Named("show.consent-evidence", evidence=access.consent_evidence)
        yield _line(terms, ("access", "consent_evidence"), said)
    for index, window in enumerate(access.windows):
        said = Named("show.window", days=words(window.days), hours=window.hours)
        yield _line(terms, ("access", "windows", index), said)
    if access.denied_commands:
        said = Named("show.denied", commands=tuple(access.denied_commands))
        yield _line(terms, ("access", "denied_commands"), said)
    if access.rotate_credentials_after_use:
        yield _line(terms, ("access", "rotate_credentials_after_use"), Named("show.rotate"))
    if terms.contract.confidentiality is not None:
        said = Named(
            "show.confidential", discloses=word(terms.contract.confidentiality.discloses, "discloses")
        )
        yield _line(terms, ("confidentiality",), said)
    for index, kept in enumerate(terms.contract.retention):
        said = Named(
            "show.kept", records=word(kept.records), keep=period(kept.keep), since=word(kept.counted_from)
        )
        yield _line(terms, ("retention", index), said)


def _emergency(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
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
        yield _line(terms, ("emergency", "liaisons", index), said)
    if plan.drills is not None:
        yield Line(
            Named("show.drills", every=every(plan.drills.every)), ("EmergencyPlan", plan.id, ("drills",))
        )
    if plan.revision is not None:
        said = Named("show.revision", every=every(plan.revision.every))
        yield Line(said, ("EmergencyPlan", plan.id, ("revision",)))


def _names(entries: Iterable[object]) -> tuple[object, ...]:
    return tuple(getattr(entry, "name", "") for entry in entries)


def _quality(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    quality = terms.contract.quality
    if quality is None:
        return
    if quality.sample is not None:
        said = Named("show.sample", percent=quality.sample.percent, every=every(quality.sample.every))
        yield _line(terms, ("quality", "sample"), said)
    if quality.review is not None:
        said = Named("show.review", every=every(quality.review.every), count=len(quality.indicators))
        yield _line(terms, ("quality", "review"), said)
    if quality.compliance_target_percent is not None:
        said = Named("show.target", percent=quality.compliance_target_percent)
        yield _line(terms, ("quality", "compliance_target_percent"), said)


def _upcoming(agreement: Agreement, terms: Terms, day: date) -> Iterator[Line]:
    for times in grouped(due_between(agreement, day, day + timedelta(days=365))):
        yield Line(_due(times), times[0].clause)


def _due(times: list[DueObligation]) -> Named:
    """The same obligation's days as one: the first, how many, the last, and how many of them may still move."""
    provisional = sum(each.provisional for each in times)
    first: dict[str, object] = {"day": times[0].day, "title": times[0].title}
    if len(times) == 1:
        return Named("show.due-provisional", **first) if provisional else Named("show.due", **first)
    values = {**first, "count": len(times), "last": times[-1].day}
    if provisional:
        return Named("show.due-times-provisional", provisional=provisional, **values)
    return Named("show.due-times", **values)
