"""A run as text: how much was done, what puts it in doubt, hosts that failed with what to do, verdicts, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line
from fieldops.cli.signing import print_signing
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.messages import say_recorded

if TYPE_CHECKING:
    from fieldops.actions.signing import SignedRun
    from fieldops.inspection.checks import Verdict
    from fieldops.records.runs import HostRecord, Run


def print_run(session: Session, found: Run, findings_only: bool, told: SignedRun | None = None) -> None:
    """A run as text: how much was done, how far it is signed (where that is `told`), hosts that failed with what to do,
    then verdicts, then the counts.
    """
    from fieldops.inspection.checks import Verdict

    kind = session.say(f"kind.{found.kind}")
    title = (
        f"{found.id}  {kind}  {found.contract.id}  {found.playbook.id}  {', '.join(found.engineers)}".rstrip()
    )
    ended = moment_with_offset(found.finished) if found.finished else session.say("run.unfinished")
    print_line(f"{title}  {moment_with_offset(found.started)} - {ended}")
    _print_coverage(session, found)
    if told is not None:
        print_signing(session, told.signing)
    for host in found.hosts:
        _print_host_status(session, host)
    rows = list(_rows(session, found, findings_only))
    if rows:
        headings = [
            session.say(f"word.{name}") for name in ("verdict", "host", "check", "item", "value", "reason")
        ]
        print_table(session, headings, rows, {_verdict(session, each): each.value for each in Verdict})
    _print_counts(session, found)


def _print_coverage(session: Session, found: Run) -> None:
    """How much was done of what there is, and what puts a result in doubt, before any result."""
    from zoneinfo import ZoneInfo

    from fieldops.records.coverage import coverage_of
    from fieldops.reports.access import access_lines
    from fieldops.reports.owed import coverage_text, machine_text, nothing_known, old_algorithms
    from fieldops.reports.wording import Wording

    wording = Wording(session.language, ZoneInfo(found.contract.time_zone))
    coverage = coverage_of(found)
    print_line(coverage_text(coverage, wording))
    if not coverage.something:
        print_line(session.paint(nothing_known(coverage, wording), "CRIT"))
    if (override := found.request.override) is not None:
        for refused in override.refused:
            what = say_recorded(refused.code, session.language, refused.values)[0]
            told = session.say("admission.overridden", reason=override.reason, what=what)
            print_line(session.paint(told, "WARN"))
    for each in found.resumed:
        print_line(session.say("run.resumed", at=moment_with_offset(each.at)))
    if found.request.retries is not None:
        print_line(session.say("run.retries", run=found.request.retries))
    for old in old_algorithms(found, wording):
        print_line(session.paint(session.say("run.old-algorithms", what=old), "WARN"))
    if unmeant := coverage.checks_unmeant:
        print_line(session.say("run.not-meant", checks=", ".join(check.id for check in unmeant)))
    if found.collected is not None:
        from fieldops.reports.offline import doubts_of, offline_text

        print_line(session.paint(offline_text(found, wording), "WARN"))
        for host in found.collected.hosts:
            for doubt in doubts_of(host, session.language):
                print_line(session.paint(f"{host.host}: {doubt}", "WARN"))
    for machine in found.one_machine:
        print_line(session.paint(machine_text(machine, session.language), "WARN"))
    for line in access_lines(found, wording):
        print_line(session.paint(line, "WARN"))


def _print_host_status(session: Session, host: HostRecord) -> None:
    from fieldops.records.run_events import HostStatus

    if host.status is HostStatus.DONE:
        return
    status = session.paint(session.say(f"status.{host.status}"), "CRIT")
    if host.failure is None:
        print_line(f"{host.host}: {status} {session.say('run.pending')}")
        return
    why = host.failure
    told, advice = say_recorded(f"host.{why.code}", session.language, why.values)
    print_line(f"{host.host}: {status}[{why.code}] {told}")
    if advice:
        print_line(f"    {session.label('word.hint')}{advice}")


def _rows(session: Session, found: Run, findings_only: bool) -> Iterator[list[str]]:
    """One row for each judged value, worst first; checks of a host that lack a value for one reason share one."""
    from zoneinfo import ZoneInfo

    from fieldops.inspection.checks import FINDINGS
    from fieldops.reports.judged import ORDER, judged
    from fieldops.reports.manual_items import place_text
    from fieldops.reports.wording import Wording

    listed = [each for host in found.looked_at for check in host.checks for each in judged(host, check)]
    wording = Wording(session.language, ZoneInfo(found.contract.time_zone))
    titles = {check.id: wording.text(check.title) for check in found.playbook.checks}
    rows: dict[tuple[object, ...], list[str]] = {}
    checks: dict[tuple[object, ...], list[str]] = {}
    for number, each in enumerate(sorted(listed, key=lambda each: ORDER.index(each.verdict))):
        if findings_only and each.verdict not in FINDINGS:
            continue
        value, note = wording.judged(each.value, each.unit, each.reason)
        alone = each.value is not None or each.item or not note
        key: tuple[object, ...] = (each.verdict, each.host, number if alone else note)
        shown = "" if each.value is None else value
        rows.setdefault(
            key,
            [
                _verdict(session, each.verdict),
                place_text(each.host, found, wording),
                "",
                wording.row(each.item, each.reason),
                shown,
                note,
            ],
        )
        checks.setdefault(key, []).append(each.check)
    for key, row in rows.items():
        yield [*row[:2], _named(session, checks[key], titles), *row[3:]]


def _named(session: Session, checks: Sequence[str], titles: Mapping[str, str]) -> str:
    """The checks by id; in Chinese by title, of a single one with the id, which other commands take."""
    if session.language != "zh-CN":
        return ", ".join(checks)
    named = [titles.get(check, check) for check in checks]
    return f"{named[0]} {checks[0]}" if len(named) == 1 and named[0] != checks[0] else "、".join(named)


def _verdict(session: Session, verdict: Verdict) -> str:
    """The word for it in Chinese; in English the code that is documented."""
    return session.say(f"verdict.{verdict}") if session.language == "zh-CN" else verdict.value


def _print_counts(session: Session, found: Run) -> None:
    from fieldops.inspection.checks import Verdict
    from fieldops.records.run_events import HostStatus

    counted = "  ".join(
        session.paint(f"{_verdict(session, Verdict(name))} {number}", name)
        for name, number in found.counts.items()
        if number
    )
    states = Counter(host.status for host in found.hosts)
    counts = {status.value: states[status] for status in HostStatus}
    summary = session.say("inspect.summary", hosts=len(found.hosts), **counts)
    print_line(f"{summary}  {counted}")
