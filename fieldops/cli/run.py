"""fieldops run list, show, output, and how a run is printed (the other commands have files of their own)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from fieldops.cli.archives import export, import_run
from fieldops.cli.commands import group
from fieldops.cli.confirming import confirm
from fieldops.cli.filling import fill
from fieldops.cli.json_forms import day_data, instant_data, run_kind_data
from fieldops.cli.output import Session, form_option, print_bytes, print_json, print_line, run_form_option
from fieldops.cli.run_choice import run_argument
from fieldops.cli.run_diff import diff
from fieldops.cli.run_trend import trend
from fieldops.cli.session_forms import access_data, print_session
from fieldops.cli.signing import conclude, print_signing, signing_data
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode
from fieldops.messages import say_recorded

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted
    from fieldops.actions.signing import SignedRun
    from fieldops.inspection.checks import CheckResult, Item, Verdict
    from fieldops.inspection.readings import Reason
    from fieldops.records.runs import HostRecord, Run, RunSummary
    from fieldops.records.signing_states import Standing


# Since `counts` count every judged value and hosts of which nothing is known, not checks by their worst value.
WITH_COVERAGE = 2


@group()
def run() -> None:
    """Runs that have been recorded."""


run.add_command(diff)
run.add_command(trend)
run.add_command(conclude)
run.add_command(confirm)
run.add_command(fill)
run.add_command(export)
run.add_command(import_run)


@run.command("list")
@form_option
@click.pass_obj
def list_runs(session: Session, form: str) -> int:
    """List the recorded runs, newest first."""
    from fieldops.actions.signed_runs import signed_runs

    told = signed_runs(session.root)
    listed = told.listed
    for id, unknown in listed.newer.items():
        session.note("run.newer", run=id, **unknown.values)
    found = listed.runs
    if form == "json":
        print_json({"runs": [_summary_data(each, told.states.get(each.id)) for each in found]})
        return ExitCode.CLEAN
    if not found:
        if not listed.newer:
            session.note("run.none")
        return ExitCode.CLEAN
    headings = [
        session.say(f"word.{name}")
        for name in ("run", "kind", "contract", "playbook", "started", "finished", "engineers", "report")
    ]
    unfinished = session.say("run.unfinished")
    rows = [
        [
            each.id,
            session.say(f"kind.{each.kind}"),
            each.contract,
            each.playbook,
            moment_with_offset(each.started),
            moment_with_offset(each.finished) if each.finished else unfinished,
            ", ".join(each.engineers),
            _standing(session, told.states[each.id]) if each.id in told.states else "",
        ]
        for each in found
    ]
    print_table(session, headings, rows)
    return ExitCode.CLEAN


def _standing(session: Session, standing: Standing) -> str:
    state = session.say(f"signing.state.{standing.state}")
    if standing.confirmed is None:
        return state
    return session.say(
        "confirmation.state", state=state, way=session.say(f"confirmation.way.{standing.confirmed}")
    )


def _summary_data(summary: RunSummary, standing: Standing | None) -> dict[str, object]:
    return {
        "run": summary.id,
        "kind": run_kind_data(summary.kind),
        "contract": summary.contract,
        "playbook": summary.playbook,
        "playbooks": list(summary.playbooks),
        "started": instant_data(summary.started),
        "finished": instant_data(summary.finished),
        "engineers": list(summary.engineers),
        "signing": standing.state if standing is not None else None,
        "confirmed": standing.confirmed if standing is not None else None,
    }


@run.command("show")
@run_argument
@click.option("--findings", is_flag=True, help="Only what somebody must act on.")
@click.option(
    "--session",
    "of_session",
    is_flag=True,
    help="The session: for each host the account, the way, from when until when, what ran and what was left.",
)
@run_form_option
@click.pass_obj
def show_run(session: Session, wanted: Wanted, findings: bool, of_session: bool, form: str) -> int:
    """Show a recorded run; RUN is its id or 'latest'."""
    from fieldops.actions.signing import signed_run
    from fieldops.records.events import RunKind

    told = signed_run(session.root, wanted)
    found = told.run
    signed = found.kind is RunKind.INSPECTION
    if form == "json":
        data = run_data(found, session.language, findings_only=findings)
        signing = signing_data(told.signing, session.language) if signed else None
        print_json({**data, "signing": signing}, WITH_COVERAGE)
        return ExitCode.CLEAN
    if form != "text":
        return print_for_program(found, form, session.language, ExitCode.CLEAN)
    if of_session:
        print_session(session, found)
        return ExitCode.CLEAN
    print_run(session, found, findings_only=findings, told=told if signed else None)
    return ExitCode.CLEAN


@run.command("output")
@run_argument
@click.argument("host")
@click.argument("probe")
@click.option("--errors", is_flag=True, help="What it printed on standard error, instead.")
@click.pass_obj
def show_output(session: Session, wanted: Wanted, host: str, probe: str, errors: bool) -> int:
    """Print what PROBE printed on HOST, byte for byte as recorded."""
    from fieldops.actions.runs import raw_output

    sys.stdout.buffer.write(raw_output(session.root, wanted, host, probe, errors))
    return ExitCode.CLEAN


def print_for_program(found: Run, form: str, language: str, code: int) -> int:
    """A run in the form of a program that watches; returns `code`, or that of the form where it has its own."""
    from fieldops.cli.run_formats import junit, nagios, prometheus

    if form == "nagios":
        lines, state = nagios(found, language)
        print_bytes(lines)
        return state
    print_bytes(prometheus(found) if form == "prometheus" else junit(found, language))
    return code


def run_data(found: Run, language: str, findings_only: bool = False) -> dict[str, object]:
    """A run as the JSON of `inspect` and `run show` (public interface)."""
    from fieldops.records.accounts import passwords_used

    return {
        "run": found.id,
        "kind": run_kind_data(found.kind),
        "contract": found.contract.id,
        "playbook": found.playbook.id,
        "playbooks": list(found.playbook.playbooks),
        "engineers": list(found.engineers),
        "started": instant_data(found.started),
        "finished": instant_data(found.finished),
        "resumed": [instant_data(each.at) for each in found.resumed],
        "retries": found.request.retries,
        "coverage": _coverage_data(found),
        "override": _override_data(found, language),
        "offline": _offline_data(found, language),
        "old_algorithms": list(_old_algorithms_data(found)),
        "same_machine": [{"hosts": list(each.hosts), "host_key": each.key} for each in found.one_machine],
        "passwords_used": [{"user": each.user, "hosts": list(each.hosts)} for each in passwords_used(found)],
        "hosts": [_host_data(host, language, findings_only) for host in found.hosts],
        "manual": _manual_data(found),
        "counts": found.counts,
    }


def _old_algorithms_data(found: Run) -> Iterator[dict[str, object]]:
    """The hosts of the run that were allowed algorithms of SSH that are no longer safe."""
    for host in found.hosts:
        asset = found.contract.asset(host.host)
        old = asset.host.old_algorithms if asset is not None and asset.host is not None else None
        if old is not None:
            until = day_data(old.until)
            yield {"host": host.host, "allow": list(old.allow), "reason": old.reason, "until": until}


def _override_data(found: Run, language: str) -> dict[str, object] | None:
    """In spite of what the run was begun, and why; None where nothing stood against it."""
    override = found.request.override
    if override is None:
        return None
    refused = [
        {"reason": each.code, "message": say_recorded(each.code, language, each.values)[0]}
        for each in override.refused
    ]
    return {"reason": override.reason, "refused": refused}


def _offline_data(found: Run, language: str) -> dict[str, object] | None:
    """From which bundles the results were carried here by hand; None where the hosts were reached."""
    if found.collected is None:
        return None
    hosts = [
        {
            "host": host.host,
            "bundle": host.bundle,
            "by": host.by,
            "made": instant_data(host.made),
            "known": host.known,
            "sha256": host.sha256,
            "checksum": host.summed,
            "undone": list(host.undone),
            "began": instant_data(host.began),
            "ended": instant_data(host.ended),
            "name": host.name,
            "serial": host.serial,
            "doubts": [
                {
                    "reason": each.code,
                    "message": say_recorded(each.code, language, each.values)[0],
                }
                for each in host.doubts
            ],
        }
        for host in found.collected.hosts
    ]
    return {"taken_in": instant_data(found.collected.at), "hosts": hosts}


def _coverage_data(found: Run) -> dict[str, object]:
    """What was asked for, and how much of what there is was done."""
    from fieldops.records.coverage import coverage_of

    coverage = coverage_of(found)
    return {
        "limit": found.request.limit,
        "tags": list(found.request.tags),
        "hosts": coverage.hosts,
        "hosts_done": len(coverage.done),
        "hosts_partial": list(coverage.partial),
        "hosts_silent": list(coverage.silent),
        "hosts_left_alone": list(coverage.left_alone),
        "hosts_not_asked": list(coverage.not_asked),
        "checks": coverage.all_checks,
        "checks_done": coverage.checks,
        "checks_left_out": [check.id for check in coverage.checks_left_out],
        "manual": coverage.manual,
        "manual_filled_in": coverage.manual_filled,
        "checks_not_meant": [check.id for check in coverage.checks_unmeant],
        "equipment_without_host": [asset.id for asset in coverage.beyond],
    }


def _manual_data(found: Run) -> list[dict[str, object]]:
    """Every manual item at each of its places, with the answer that holds; null where nobody has filled it in."""
    from fieldops.records.manual import owed_of

    last = {(each.place, each.result.id): each for each in found.answers}
    results = {(place.host, check.id): check for place in found.manual for check in place.checks}
    listed: list[dict[str, object]] = []
    for owed in owed_of(found):
        answer, result = last.get(owed.spot), results[owed.spot]
        listed.append(
            {
                "place": owed.place.id,
                "item": owed.item.id,
                "verdict": result.verdict,
                "value": result.items[0].value if result.items else None,
                "unit": owed.item.unit,
                "note": answer.note if answer is not None else "",
                "by": answer.by.id if answer is not None else None,
                "at": instant_data(answer.at) if answer is not None else None,
                "photos": [photo.sha256 for photo in answer.photos] if answer is not None else [],
            }
        )
    return listed


def _host_data(host: HostRecord, language: str, findings_only: bool) -> dict[str, object]:
    from fieldops.inspection.checks import FINDINGS

    failure = host.failure
    return {
        "host": host.host,
        "status": host.status,
        "reason": failure.code if failure else None,
        "message": say_recorded(f"host.{failure.code}", language, failure.values)[0] if failure else None,
        "seconds": host.ms / 1000,
        **access_data(host.access),
        "checks": [
            check_data(check) for check in host.checks if not findings_only or check.verdict in FINDINGS
        ],
    }


def check_data(check: CheckResult) -> dict[str, object]:
    """A check's result as the JSON of `inspect` and `run show` (public interface)."""
    return {
        "id": check.id,
        "verdict": check.verdict,
        "items": [_item_data(item) for item in check.items],
        **_reason_data(check.reason),
    }


def _item_data(item: Item) -> dict[str, object]:
    return {
        "item": item.item,
        "value": item.value,
        "unit": item.unit,
        "verdict": item.verdict,
        **_reason_data(item.reason),
    }


def _reason_data(reason: Reason | None) -> dict[str, object]:
    if reason is None:
        return {}
    import msgspec

    return {"reason": reason.code, "reason_values": msgspec.to_builtins(reason.values)}


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
    from fieldops.records.events import HostStatus

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
    from fieldops.records.events import HostStatus

    counted = "  ".join(
        session.paint(f"{_verdict(session, Verdict(name))} {number}", name)
        for name, number in found.counts.items()
        if number
    )
    states = Counter(host.status for host in found.hosts)
    counts = {status.value: states[status] for status in HostStatus}
    summary = session.say("inspect.summary", hosts=len(found.hosts), **counts)
    print_line(f"{summary}  {counted}")
