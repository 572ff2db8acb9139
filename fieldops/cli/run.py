"""fieldops run list, show, output, and a run as JSON (the other commands have files of their own)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from fieldops.cli.archives import export, import_run
from fieldops.cli.commands import group
from fieldops.cli.confirming import confirm
from fieldops.cli.filling import fill
from fieldops.cli.json_forms import day_data, instant_data, override_data, run_kind_data
from fieldops.cli.output import Session, form_option, print_bytes, print_json, run_form_option
from fieldops.cli.run_choice import run_argument
from fieldops.cli.run_diff import diff
from fieldops.cli.run_text import print_run
from fieldops.cli.run_trend import trend
from fieldops.cli.session_forms import access_data, print_session
from fieldops.cli.signing import conclude, signing_data
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode
from fieldops.messages import say_recorded

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted
    from fieldops.inspection.checks import CheckResult, Item
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
    from fieldops.records.run_events import RunKind

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
        "override": override_data(found.request.override, language),
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
        "checks_done": coverage.carried_out,
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
