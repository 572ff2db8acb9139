"""From a run to everything its report shows, worded in one language. Pure: the records are all it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from fieldops.records.comparison import Comparison
from fieldops.records.coverage import Coverage, coverage_of
from fieldops.records.history import NOTHING, History
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.reports.access import access_lines
from fieldops.reports.deviations import deviations_view
from fieldops.reports.document import cover_of, document_of, head_of, marks_of, signers_of, words_of
from fieldops.reports.following import carried, carried_short, soon_full
from fieldops.reports.grade import grade_view
from fieldops.reports.judged import ORDER, by_check
from fieldops.reports.manual_items import manual_view
from fieldops.reports.offline import offline_facts
from fieldops.reports.overviews import absent_of, areas_of, capacity_of, matrix_areas, matrix_of, used_areas
from fieldops.reports.owed import (
    assessed,
    conclusion_text,
    looked_at,
    not_done,
    nothing_left_out,
    old_algorithms,
    overridden,
    scope_text,
)
from fieldops.reports.owners import owners_of
from fieldops.reports.plan import plan_of
from fieldops.reports.problems import (
    Problems,
    Undetermined,
    Values,
    problems_of,
    undetermined_of,
    waiting_for,
    with_remarks,
)
from fieldops.reports.signatures import signing_view
from fieldops.reports.summary import compared_view, counts_view, requests_of, sentences_of
from fieldops.reports.view import Entry, Fact, ReportView
from fieldops.reports.wording import Wording, clean
from fieldops.structs import Struct

CHAPTERS = ("summary", "problems", "undetermined", "hosts", "capacity", "areas", "scope", "document")
_AREAS = CHAPTERS.index("areas") + 1


class _Judged(Struct, frozen=True):
    """A run with what is worked out of it once, however many chapters show it; worded by `wording`."""

    run: Run
    wording: Wording
    conclusion: RunConcluded | None
    compared: Comparison | None
    history: History
    values: Values
    coverage: Coverage
    problems: Problems
    unknown: Undetermined


def build_report(run: Run, language: str, conclusion: RunConcluded | None = None, compared: Comparison | None = None, history: History = NOTHING) -> ReportView:  # fmt: skip
    """The report of `run` in `language` ("zh-CN" or "en") with its conclusion; times are in the contract's time zone.
    `compared`: the run with the last one of the same plan; `history`: how findings stand, how long things last. It is a draft.
    """
    wording = Wording(language, ZoneInfo(run.contract.time_zone))
    values = by_check(run)
    problems = problems_of(run, values, compared, history, wording)
    # Numbered behind the problems, which refer to what has to be done first.
    unknown = undetermined_of(run, values, wording, len(problems.rows) + 1)
    if conclusion is not None and conclusion.remarks:
        unknown = with_remarks(unknown, wording)
    problems = waiting_for(problems, unknown, conclusion, wording)
    return _view(
        _Judged(run, wording, conclusion, compared, history, values, coverage_of(run), problems, unknown)
    )


def _view(judged: _Judged) -> ReportView:
    """Each field of the view, by whom it is made."""
    run, wording, contract = judged.run, judged.wording, judged.run.contract
    signers = signers_of(run, wording)
    return ReportView(
        form=3,
        language=wording.language,
        words=words_of(wording),
        title=wording.say(f"title.{run.kind}"),
        subtitle=wording.text(contract.title),
        vendor=wording.text(contract.vendor),
        customer=wording.text(contract.customer),
        hotline=wording.say("hotline", number=contract.hotline) if contract.hotline else "",
        secrecy=wording.say("secrecy"),
        marks=marks_of(run, wording),
        head=head_of(run, wording),
        cover=cover_of(run, signers, wording),
        contents=tuple(_contents(wording)),
        parts=tuple(_parts(judged)),
        grade=grade_view(run, judged.coverage, wording),
        sentences=tuple(_sentences(judged)),
        counts=counts_view(run.counts, ORDER, wording),
        coverage=scope_text(run, judged.coverage, wording),
        compared=compared_view(judged.compared, wording),
        conclusion=conclusion_text(judged.coverage, wording),
        assessed=assessed(judged.conclusion, wording),
        signed=run.signable,
        signers=signers,
        signing=signing_view(None, wording) if run.signable else None,
        problems=judged.problems.rows,
        undetermined=judged.unknown.rows,
        empty_tables=_empty_tables(judged.coverage, wording),
        matrix_areas=tuple(wording.text(area.title) for area in matrix_areas(run)),
        matrix=matrix_of(run, judged.problems, wording),
        capacity=capacity_of(run, judged.values, judged.history, wording),
        absent=absent_of(run, judged.values, wording),
        areas=areas_of(run, judged.values, judged.problems, judged.unknown, _AREAS, wording),
        scope=tuple(map(wording.text, contract.scope)),
        out_of_scope=tuple(map(wording.text, contract.out_of_scope)),
        method=_method(run, judged.coverage, wording),
        course=_course(run, wording),
        overridden=overridden(run, wording),
        access=access_lines(run, wording, judged.history.reminder_agreed, judged.history.instance_passwords),
        not_done=not_done(run, judged.coverage, wording),
        not_done_none=nothing_left_out(judged.coverage, wording),
        document=document_of(run, wording),
        carried=carried(run, judged.history, wording),
        plan=plan_of(judged.problems, wording),
        requests=requests_of(judged.unknown, judged.conclusion, wording),
        deviations=deviations_view(run, wording),
        manual=manual_view(run, f"{_AREAS}.{len(used_areas(run)) + 1}", wording),
    )


def _sentences(judged: _Judged) -> Iterator[str]:
    """What the first page says: of this run, what of earlier ones is open and was not seen, and who looks again."""
    run, wording, unknown = judged.run, judged.wording, judged.unknown
    filling = soon_full(judged.values, judged.history, wording)
    yield from sentences_of(run, judged.coverage, judged.problems, unknown, filling, wording)
    yield from carried_short(run, judged.history, wording)
    yield from owners_of(run, judged.problems, unknown, judged.conclusion, wording)


def _contents(wording: Wording) -> Iterator[Entry]:
    for number, name in enumerate(CHAPTERS, 1):
        yield Entry(str(number), wording.say(f"chapter.{name}"), name)


def _parts(judged: _Judged) -> Iterator[Entry]:
    """What readers look for within the first chapter, as far as it is there."""
    there = {
        "signatures": judged.run.signable,
        "plan": bool(judged.problems.rows),
        "requests": bool(judged.unknown.asked),
    }
    return (Entry("", judged.wording.say(name), name) for name, has in there.items() if has)


def _course(run: Run, wording: Wording) -> tuple[Fact, ...]:
    """When the run began and ended, and how long it took."""
    by_both = "-hosts" if run.hosts and run.manual else ""  # people are there longer than programs need
    facts = [*looked_at(run, wording), Fact(wording.say(f"started{by_both}"), wording.time(run.started))]
    facts += [Fact(wording.say("resumed"), wording.time(each.at)) for each in run.resumed]
    facts += [Fact(wording.say("old-algorithms"), each) for each in old_algorithms(run, wording)]
    if run.request.retries is not None:
        facts.insert(0, Fact(wording.say("retries"), clean(run.request.retries)))
    if run.finished is None:
        return (*facts, Fact(wording.say("finished"), wording.say("not-finished")))
    took = wording.local(run.finished) - wording.local(run.started)
    facts.append(Fact(wording.say(f"finished{by_both}"), wording.time(run.finished)))
    facts.append(Fact(wording.say(f"duration{by_both}"), wording.duration(took.total_seconds())))
    if filled := sorted(each.at for each in run.answers):
        first, last = (wording.time(each) for each in (filled[0], filled[-1]))
        told = first if first == last else wording.say("until", start=first, end=last)
        facts.append(Fact(wording.say("filled-in"), told))
    return (*facts, *offline_facts(run, wording))


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
    known = "known" if coverage.complete else "known-part"
    names = {
        "problems": "findings-none" if coverage.something else "findings-nothing",
        "undetermined": f"undetermined-none-{known}",
        "capacity": "capacity-none",
    }
    return {table: wording.say(name) for table, name in names.items()}
