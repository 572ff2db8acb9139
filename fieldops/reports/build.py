"""From a run to everything its report shows, worded in one language. Pure: the record is all it reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from fieldops.inspection.checks import Verdict, tally
from fieldops.messages import CATALOGUE
from fieldops.records.coverage import Coverage, coverage_of
from fieldops.records.events import HostStatus, RunConcluded, RunKind
from fieldops.records.runs import Run
from fieldops.records.snapshots import AssetSnapshot, TermSnapshot
from fieldops.reports.annexes import commands_of, evidence_of, forbidden_of
from fieldops.reports.details import ORDER, all_judged, areas_of, findings_of, undetermined_of, unreached_of
from fieldops.reports.owed import (
    assessed,
    conclusion_text,
    coverage_text,
    not_done,
    nothing_left_out,
    overridden,
    summary_text,
)
from fieldops.reports.signatures import signing_view
from fieldops.reports.view import (
    AreaView,
    Count,
    Entry,
    Fact,
    HostSummary,
    InventoryRow,
    ReportView,
    Signer,
)
from fieldops.reports.wording import NOTHING, Wording, clean, hash_text

_BAR, _THINNEST = 1000, 8


def build_report(run: Run, language: str, conclusion: RunConcluded | None = None) -> ReportView:
    """The report of `run` in `language` ("zh-CN" or "en") with its conclusion; times are in the contract's time zone.

    It says that an inspection is a draft: how far it is signed comes later, from `fieldops.reports.signatures`.
    """
    contract, playbook = run.contract, run.playbook
    wording = Wording(language, ZoneInfo(contract.time_zone))
    assets = {asset.id: asset for asset in contract.assets}
    values = all_judged(run)
    coverage = coverage_of(run)
    findings = findings_of(run, values, wording)
    areas = areas_of(run, values, wording)
    signers = _signers(run, wording)
    hotline = contract.hotline
    return ReportView(
        language=language,
        words=_words(wording),
        title=wording.say(f"title.{run.kind}"),
        subtitle=wording.text(contract.title),
        vendor=wording.text(contract.vendor),
        customer=wording.text(contract.customer),
        hotline=wording.say("hotline", number=hotline) if hotline else "",
        marks=_marks(run, wording),
        head=_head(run, wording),
        cover=_cover(run, signers, wording),
        document=_document(run, wording),
        coverage=coverage_text(coverage, wording),
        contents=tuple(_contents(areas, wording)),
        scope=tuple(wording.text(each) for each in contract.scope),
        out_of_scope=tuple(wording.text(each) for each in contract.out_of_scope),
        inventory=tuple(
            _inventory(assets.get(host.host, AssetSnapshot(host.host)), wording) for host in run.hosts
        ),
        method=_method(run, coverage, wording),
        course=_course(run, wording),
        overridden=overridden(run, wording),
        not_done=not_done(run, coverage, wording),
        not_done_none=nothing_left_out(coverage, wording),
        summary=summary_text(run, coverage, wording),
        conclusion=conclusion_text(coverage, wording),
        assessed=assessed(conclusion, wording),
        empty_tables=_empty_tables(coverage, wording),
        counts=_counts(run.counts, wording),
        host_counts=_host_counts(run, wording),
        overview=_overview(run, wording),
        findings=findings,
        undetermined=undetermined_of(values, playbook, wording, len(findings) + 1),
        unreached=unreached_of(run, wording),
        areas=areas,
        signed=run.kind is RunKind.INSPECTION,
        signers=signers,
        signing=signing_view(None, wording) if run.kind is RunKind.INSPECTION else None,
        commands=commands_of(run, wording),
        forbidden=forbidden_of(run, wording),
        evidence=evidence_of(run, wording),
    )


def _words(wording: Wording) -> Mapping[str, str]:
    """The labels a template may use: every sentence of reports that has nothing to fill in."""
    names = [code.removeprefix("report.") for code in CATALOGUE if code.startswith("report.")]
    return {name: wording.say(name) for name in names if "{" not in CATALOGUE[f"report.{name}"].en}


def _marks(run: Run, wording: Wording) -> tuple[str, ...]:
    """What a reader must know before anything else."""
    names = () if run.kind is RunKind.INSPECTION else ("health-check",)
    names = names if run.finished else (*names, "unfinished")
    return tuple(wording.say(f"mark.{name}") for name in names)


def _head(run: Run, wording: Wording) -> str:
    # It stands in the style sheet, where HTML escapes mean nothing: only plain ids may go there.
    safe = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}", run.id)
    return wording.say("page.head", run=run.id) if safe else ""


def _dates(run: Run, wording: Wording) -> str:
    ends = [run.finished] if run.finished else [host.started for host in run.hosts if host.started]
    days = sorted({(wording.local(each).date(), wording.day(each)) for each in [run.started, *ends] if each})
    first, last = days[0][1], days[-1][1]
    return first if first == last else wording.say("until", start=first, end=last)


def _signers(run: Run, wording: Wording) -> tuple[Signer, ...]:
    """The engineers in their roles; an inspection always has room for two."""
    names = [wording.text(person.name) for person in run.team.engineers]
    if run.kind is RunKind.INSPECTION:
        names += [""] * (2 - len(names))
    roles = ("first", "second")
    return tuple(
        Signer(wording.say(f"role.{roles[min(at, 1)]}"), clean(name)) for at, name in enumerate(names)
    )


def _cover(run: Run, signers: tuple[Signer, ...], wording: Wording) -> tuple[Fact, ...]:
    contract = run.contract
    return (
        Fact(wording.say("customer"), wording.text(contract.customer)),
        Fact(wording.say("contract"), wording.text(contract.title)),
        Fact(wording.say("contract-number"), clean(contract.number or NOTHING)),
        Fact(wording.say(f"date.{run.kind}"), _dates(run, wording)),
        Fact(wording.say("coverage"), coverage_text(coverage_of(run), wording)),
        Fact(wording.say("number"), clean(run.id)),
        *(Fact(signer.role, signer.name or NOTHING) for signer in signers),
        Fact(wording.say("time-zone"), wording.zone_text(run.started)),
    )


def _document(run: Run, wording: Wording) -> tuple[Fact, ...]:
    contract, playbook = run.contract, run.playbook
    contact = next(iter(contract.contacts), None)
    return (
        Fact(wording.say("vendor"), wording.text(contract.vendor)),
        Fact(wording.say("team"), wording.text(run.team.name)),
        Fact(wording.say("contact"), clean(contact.name) if contact else NOTHING),
        Fact(wording.say("term"), _term(contract.term, wording)),
        Fact(wording.say("playbook"), f"{wording.text(playbook.title)} ({playbook.id})"),
        Fact(wording.say("chain-head"), hash_text(clean(run.head)) or NOTHING),
        Fact(wording.say("version"), f"fieldops {clean(run.begun.fieldops_version)}"),
    )


def _term(term: TermSnapshot, wording: Wording) -> str:
    """The term in force on the run's day, with the amendment that set it."""
    days = wording.say("until", start=term.start, end=term.end)
    if term.amendment is None:
        return days
    return wording.say("term-amended", term=days, amendment=clean(term.amendment))


def _contents(areas: tuple[AreaView, ...], wording: Wording) -> list[Entry]:
    names = ("scope", "summary", "problems", "hosts", "details", "signatures")
    entries = []
    for number, name in enumerate(names, 1):
        entries.append(Entry(str(number), wording.say(f"chapter.{name}"), name))
        if name == "details":
            entries += [Entry(area.number, area.title, area.anchor, 2) for area in areas]
    for letter, name in (("A", "commands"), ("B", "evidence")):
        entries.append(Entry(wording.say("annex", letter=letter), wording.say(f"annex.{name}"), name))
    return entries


def _inventory(asset: AssetSnapshot, wording: Wording) -> InventoryRow:
    places = [wording.text(place) for place in (asset.site, asset.location) if place is not None]
    return InventoryRow(
        host=asset.id,
        name=wording.text(asset.name),
        address=asset.host.address if asset.host else NOTHING,
        model=clean(asset.model or NOTHING),
        serial=clean(asset.serial or NOTHING),
        site=", ".join(places) or NOTHING,
    )


def _course(run: Run, wording: Wording) -> tuple[Fact, ...]:
    """When the run began and ended, and how long it took."""
    facts = [Fact(wording.say("started"), wording.time(run.started))]
    if run.finished is None:
        return (*facts, Fact(wording.say("finished"), wording.say("not-finished")))
    took = wording.local(run.finished) - wording.local(run.started)
    facts.append(Fact(wording.say("finished"), wording.time(run.finished)))
    facts.append(Fact(wording.say("duration"), wording.duration(took.total_seconds())))
    return tuple(facts)


def _method(run: Run, coverage: Coverage, wording: Wording) -> str:
    """How it was inspected; a plan that was carried out in part must not read as the whole one."""
    method = run.playbook.method
    if method is None:
        return wording.say("method-default")
    told = wording.text(method)
    if not coverage.checks_left_out:
        return told
    return wording.together(wording.say("method-part"), told)


def _empty_tables(coverage: Coverage, wording: Wording) -> Mapping[str, str]:
    """What stands in place of an empty table: nothing that nobody looked at may read as all being well."""
    if not coverage.reached:
        names = {"findings": "findings-nothing", "undetermined": "undetermined-nothing"}
    else:
        names = {
            "findings": "findings-none",
            "undetermined": "undetermined-silent" if coverage.silent else "undetermined-none",
        }
    complete = coverage.all_checks == coverage.checks and not coverage.not_asked
    names["unreached"] = "unreached-none" if complete else "unreached-none-part"
    return {table: wording.say(name) for table, name in names.items()}


def _counts(counts: Mapping[Verdict, int], wording: Wording) -> tuple[Count, ...]:
    """The verdicts worst first, with their segments of the bar; what exists at all is wide enough to be seen."""
    total = sum(counts.values())
    raw = [max(_BAR * counts[code] / total, _THINNEST) if counts[code] else 0.0 for code in ORDER]
    ends, reached = [], 0.0
    for width in raw:
        reached += width * _BAR / (sum(raw) or 1)
        ends.append(round(reached))
    return tuple(
        Count(
            wording.verdict(code),
            f"{counts[code]:,}",
            _share(counts[code], total),
            start,
            end - start,
        )
        for code, start, end in zip(ORDER, [0, *ends], ends, strict=False)
    )


def _share(part: int, whole: int) -> str:
    if not whole:
        return NOTHING
    # Something there is must not read as nothing.
    return "< 0.1 %" if 0 < part / whole < 0.001 else f"{100 * part / whole:.1f} %"


def _host_counts(run: Run, wording: Wording) -> tuple[Fact, ...]:
    counted = Counter(host.status for host in run.hosts)
    return tuple(
        Fact(wording.say(f"status.{status}"), wording.say("hosts-unit", n=counted[status]))
        for status in HostStatus
    )


def _overview(run: Run, wording: Wording) -> tuple[HostSummary, ...]:
    rows = []
    for host in run.hosts:
        counted = tally(host.checks)
        cells = tuple(str(counted[code]) if host.checks else NOTHING for code in ORDER)
        rows.append(HostSummary(host.host, wording.say(f"status.{host.status}"), cells))
    return tuple(rows)
