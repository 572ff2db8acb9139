"""The periodic work report of a contract (服务工作报告): every request, counted by type, what came again first. H2. Pure.

It has the form of an order's documents (`order_view`), so that the same templates make a page, a PDF and a Word file of it.
Counts follow from the records; nothing is summed up by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.obligations import grouped
from fieldops.contracts.wording import category, due_moment, moment, word
from fieldops.errors import Named
from fieldops.messages import one_line, say, say_value
from fieldops.records.findings import UNSETTLED, Finding
from fieldops.reports.order_view import Field, OrderPaper, PaperPart, PaperSignature, PaperTable
from fieldops.reports.order_words import Subject, equipment_of, request_of, result_of, severity_of
from fieldops.reports.wording import clean
from fieldops.schedule.standing import Standing as Occurrence
from fieldops.service.sheets import sheet_version
from fieldops.service.standing import Standing
from fieldops.service.work_report import Recurring, Worked
from fieldops.sla.timetable import Timetable
from fieldops.structs import Struct

_REPORTING = "reporting"
# More than these a reader looks up in the list of findings.
_FINDING_ROWS = 30


class Told(Struct, frozen=True):
    """All that a report is made of, at `now`: the orders' work, the promises of the period and of the one that follows, and the
    findings of inspections. `timetables`: what the contract promises each order, by its number.
    """

    agreement: Agreement
    work: Worked
    timetables: Mapping[str, Timetable | None]
    done: tuple[Occurrence, ...]
    ahead: tuple[Occurrence, ...]
    findings: tuple[Finding, ...]
    language: str
    now: datetime

    def say(self, name: str, **values: object) -> str:
        """The report's own sentence `name`."""
        return say(f"work-report.{name}", self.language, values)

    def value(self, value: object) -> str:
        """A value in words, fit for a page; nothing for None."""
        return "" if value is None else one_line(clean(say_value(value, self.language)))

    def field(self, name: str, value: str) -> Field:
        """A property by its name."""
        return Field(self.say(f"field-{name}"), value)

    def table(self, names: str, widths: tuple[int, ...], rows: Iterable[tuple[str, ...]]) -> PaperTable:
        """A table with the columns of these names."""
        return PaperTable(tuple(self.say(f"column-{name}") for name in names.split()), widths, tuple(rows))

    def subject(self, standing: Standing) -> Subject:
        """An order as documents speak of it."""
        order = standing.order
        version = sheet_version(order)
        return Subject(standing, self.agreement, self.timetables[order.id], version, self.language)

    def joined(self, words: Iterable[str]) -> str:
        """Names one after the other."""
        return ("、" if self.language == "zh-CN" else ", ").join(words)


def work_report(told: Told) -> OrderPaper:
    """The report as a document: what came again, what is counted, every request, the visits, findings, parts, what comes next."""
    terms = told.agreement.terms_on(told.work.period.last).contract
    zone = told.agreement.zone
    foot = told.say("as-recorded", at=moment(told.now, zone), zone=zone.key)
    return OrderPaper(
        kind="work-report",
        language=told.language,
        order=told.agreement.id,
        title=told.say("title"),
        vendor=told.value(terms.vendor.name),
        customer=told.value(terms.customer.name),
        hotline=told.value(terms.vendor.hotline),
        head=_head(told),
        version="",
        parts=(_summary(told), _recurring(told), _counts(told), *_requests(told), *_rest(told)),
        signatures=_signatures(told),
        signatures_title=say("paper.part-signatures", told.language),
        by_hand=say("paper.by-hand", told.language),
        date=say("paper.date", told.language),
        foot=(foot,),
        page=(_page("before", told), _page("between", told), _page("after", told)),
        dated=told.now,
    )


def _page(side: str, told: Told) -> str:
    return say(f"report.page.{side}", told.language)


def _head(told: Told) -> tuple[Field, ...]:
    period = told.work.period
    terms = told.agreement.terms_on(period.last).contract
    to = [each.name for each in terms.customer.contacts if _REPORTING in each.duties]
    return (
        told.field("customer", told.value(terms.customer.name)),
        told.field("contract", told.value(terms.title)),
        told.field("number", told.value(terms.number) or terms.id),
        told.field("period", told.say("days", first=period.first.isoformat(), last=period.last.isoformat())),
        told.field("to", told.joined(to)),
        # Two of them stand beside each other: there is always a sixth.
        _due(told) if period.due is not None else told.field("made", _today(told).isoformat()),
    )


def _due(told: Told) -> Field:
    """When the contract wants the report, and by which of its clauses, where that has a number."""
    period = told.work.period
    day = period.due.isoformat() if period.due is not None else ""
    printed = told.agreement.printed(period.clause) if period.clause is not None else None
    return told.field("due", told.say("due", day=day, clause=printed) if printed else day)


def _summary(told: Told) -> PaperPart:
    work = told.work
    carried, reported = len(work.carried_over), len(work.reported)
    lines = [told.say("sum-requests", reported=reported, carried=carried, open=work.open), *_kept(told)]
    if work.satisfaction:
        said = (f"{told.value(word(each))} {count}" for each, count in work.satisfaction.items())
        lines.append(told.say("sum-satisfaction", said=told.joined(said)))
    if told.findings:
        day = _today(told)
        unsettled = sum(each.state(day) in UNSETTLED for each in told.findings)
        lines.append(told.say("sum-findings", found=len(told.findings), open=unsettled))
    return PaperPart(told.say("part-summary"), lines=tuple(lines))


def _kept(told: Told) -> Iterator[str]:
    """The times that were kept and missed, the share of them, and what the contract promises of that. G4"""
    names = ("kept", "missed", "undetermined")
    sums = {name: told.work.total(name) for name in names}
    if any(sums.values()):
        yield told.say("sum-times", **sums)
    quality = told.agreement.terms_on(told.work.period.last).contract.quality
    target = quality.compliance_target_percent if quality is not None else None
    share = told.work.compliance
    if target is None:
        return
    if share is None:
        yield told.say("compliance-unknown", target=target)
        return
    reached = share * 100 >= Fraction(str(target))
    # Rounded down: what has missed the target never reads as if it had reached it.
    shown = f"{math.floor(share * 10000) / 100:g}"
    yield told.say("compliance-reached" if reached else "compliance-missed", share=shown, target=target)


# --- orders -------------------------------------------------------------------------------------------------


def _recurring(told: Told) -> PaperPart:
    title = told.say("part-recurring")
    rows = tuple(
        (_what(told, each), str(each.times), told.joined(each.orders), _causes(told, each))
        for each in told.work.recurring
    )
    if not rows:
        return PaperPart(title, lines=(told.say("none-recurring"),))
    return PaperPart(title, table=told.table("what times orders cause", (28, 10, 28, 34), rows))


def _what(told: Told, each: Recurring) -> str:
    if each.category is not None:
        return told.say("of-category", category=category(each.category))
    asset = (
        asset_of(told.agreement.terms_on(told.work.period.last).contract, each.asset) if each.asset else None
    )
    return told.value((asset.name or asset.id) if asset is not None else each.asset or each.affected)


def _causes(told: Told, each: Recurring) -> str:
    """What was found to be the cause, and what is done against it, under any of its orders; nothing where nobody has said."""
    every = (*told.work.reported, *told.work.carried_over)
    of = [standing for standing in every if standing.order.id in each.orders]
    said = [
        told.value(one.note)
        for standing in of
        for one in standing.order.told
        if one.kind in ("cause_found", "prevention_decided") and one.note
    ]
    return ("；" if told.language == "zh-CN" else "; ").join(dict.fromkeys(said))


def _counts(told: Told) -> PaperPart:
    title = told.say("part-counts")
    level = told.agreement.level(told.agreement.terms_on(told.work.period.last).contract)
    requests = {each.id: each.name for each in (level.requests if level is not None else ())}
    grades = {each.id: each.name for each in (level.severities if level is not None else ())}
    rows = [
        (
            told.value(requests.get(each.request, each.request)),
            told.value(grades.get(each.severity or "", each.severity)),
            *(str(count) for count in each.counts.values()),
        )
        for each in told.work.counted
    ]
    if not rows:
        return PaperPart(title, lines=(told.say("none-reported"),))
    columns = "request severity reported closed kept missed undetermined"
    return PaperPart(title, table=told.table(columns, (24, 16, 12, 12, 12, 12, 12), rows))


def _requests(told: Told) -> Iterator[PaperPart]:
    for name, standings in (("reported", told.work.reported), ("carried", told.work.carried_over)):
        if standings:
            rows = tuple(_request(told, each) for each in standings)
            columns = "order when request equipment symptom result"
            table = told.table(columns, (15, 12, 13, 18, 20, 22), rows)
            yield PaperPart(told.say(f"part-{name}"), table=table)


def _request(told: Told, standing: Standing) -> tuple[str, ...]:
    about, opened = told.subject(standing), standing.order.opened
    kind = " ".join(each for each in (request_of(about), severity_of(about)) if each)
    stage = "to_answer" if standing.stage == "to_dispatch" and not standing.sends else standing.stage
    result = result_of(about) or told.value(Named(f"order.stage-{stage}"))
    return (
        standing.order.id,
        moment(opened.reported, told.agreement.zone),
        kind,
        equipment_of(about),
        told.value(opened.symptom),
        result,
    )


# --- visits, findings, parts, what comes next ---------------------------------------------------------------


def _rest(told: Told) -> Iterator[PaperPart]:
    if told.done:
        rows = tuple(_occurrences(told, told.done))
        yield PaperPart(told.say("part-visits"), table=told.table("task due state", (44, 28, 28), rows))
    if told.findings:
        yield _findings(told)
    if told.work.replaced:
        yield _parts(told)
    if told.ahead:
        coming = tuple((task, day) for task, day, _ in _occurrences(told, told.ahead))
        yield PaperPart(told.say("part-ahead"), table=told.table("task due", (60, 40), coming))


def _occurrences(told: Told, found: Iterable[Occurrence]) -> Iterator[tuple[str, str, str]]:
    """What was promised for the period, each with its day and how it stands; what comes again and again in one row."""
    by_key = {each.due.key: each for each in found}
    for group in grouped(each.due for each in by_key.values()):
        standings = [by_key[each.key] for each in group]
        if not group[0].often:
            yield from (
                (_title(told, each), each.due.day.isoformat(), _state(told, each)) for each in standings
            )
            continue
        done = sum(each.completion is not None for each in standings)
        days = told.say("days", first=group[0].day.isoformat(), last=group[-1].day.isoformat())
        yield _title(told, standings[0]), days, told.say("done-of", done=done, of=len(standings))


def _title(told: Told, each: Occurrence) -> str:
    return told.value(each.due.title)


def _state(told: Told, each: Occurrence) -> str:
    if each.completion is None:
        return say(f"visit.state-{each.state}", told.language)
    code = "done-late" if each.late else "done-on"
    return told.say(code, day=each.completion.day.isoformat())


def _findings(told: Told) -> PaperPart:
    """What inspections found and was not mended when the period began, how it stands today; what is still to be mended first."""
    day = _today(told)
    ordered = sorted(told.findings, key=lambda each: (each.state(day) not in UNSETTLED, each.first))
    rows = tuple(
        (
            " ".join(each for each in (one.place.host, one.place.item) if each),
            told.value(one.check.title),
            one.since.astimezone(told.agreement.zone).date().isoformat(),
            say(f"finding.state-{one.state(day)}", told.language),
        )
        for one in ordered[:_FINDING_ROWS]
    )
    more = len(ordered) - len(rows)
    lines = (told.say("more-findings", count=more),) if more else ()
    table = told.table("host check since state", (26, 40, 16, 18), rows)
    return PaperPart(told.say("part-findings"), table=table, lines=lines)


def _today(told: Told) -> date:
    return told.now.astimezone(told.agreement.zone).date()


def _parts(told: Told) -> PaperPart:
    rows = []
    for standing, swap in told.work.replaced:
        done = swap.carried_out
        if done is not None:
            serials = f"{swap.proposed.serial_out} → {done.serial or ''}"
            day = due_moment(done.time, told.agreement.zone)
            equipment = equipment_of(told.subject(standing))
            rows.append((day, standing.order.id, equipment, done.part_no or swap.proposed.part_no, serials))
    table = told.table("day order equipment part serials", (18, 18, 24, 16, 24), rows)
    return PaperPart(told.say("part-parts"), table=table)


def _signatures(told: Told) -> tuple[PaperSignature, ...]:
    """Who hands it over and who takes it: the account manager by name, the customer."""
    agreement = told.agreement
    manager = agreement.signed.account_manager
    person = agreement.team.person(manager) if agreement.team is not None and manager else None
    role = told.value(word("account_manager"))
    name = told.value(person.name) if person is not None else ""
    customer = say("paper.role-customer", told.language)
    return PaperSignature(role[:1].upper() + role[1:], name, ""), PaperSignature(customer, "", "")
