"""fieldops run list, fieldops run show, and how a run is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from fieldops.cli.output import Session, form_option, print_json, print_line, print_table
from fieldops.errors import ExitCode
from fieldops.messages import hint, say

if TYPE_CHECKING:
    from fieldops.records.run import HostRecord, Run

_FINDINGS = ("CRIT", "WARN", "UNKNOWN")
_ORDER = ("CRIT", "WARN", "UNKNOWN", "OK", "INFO", "NA")


@click.group()
def run() -> None:
    """Runs that have been recorded."""


@run.command("list")
@form_option
@click.pass_obj
def list_runs(session: Session, form: str) -> int:
    """List the recorded runs, newest first."""
    from fieldops.actions.runs import runs

    found = runs(session.root)
    if form == "json":
        print_json({"schema_version": 1, "runs": [_summary_data(each) for each in found]})
        return ExitCode.CLEAN
    if not found:
        session.note("run.none")
        return ExitCode.CLEAN
    headings = [
        session.say(f"word.{name}")
        for name in ("run", "kind", "contract", "playbook", "started", "finished", "engineers")
    ]
    unfinished = session.say("run.unfinished")
    rows = [
        [
            each.id,
            session.say(f"kind.{each.kind}"),
            each.contract,
            each.playbook,
            each.started,
            each.finished or unfinished,
            ", ".join(each.engineers),
        ]
        for each in found
    ]
    print_table(session, headings, rows)
    return ExitCode.CLEAN


def _summary_data(summary: Any) -> dict[str, object]:
    return {
        "run": summary.id,
        "kind": summary.kind,
        "contract": summary.contract,
        "playbook": summary.playbook,
        "started": summary.started,
        "finished": summary.finished,
        "engineers": list(summary.engineers),
    }


@run.command("show")
@click.argument("run_id", metavar="RUN")
@click.option("--findings", is_flag=True, help="Only what somebody must act on.")
@form_option
@click.pass_obj
def show_run(session: Session, run_id: str, findings: bool, form: str) -> int:
    """Show a recorded run; RUN is its id or 'latest'."""
    from fieldops.actions.runs import find_run

    found = find_run(session.root, run_id)
    if form == "json":
        print_json(run_data(found, findings_only=findings))
    else:
        print_run(session, found, findings_only=findings)
    return ExitCode.CLEAN


@run.command("output")
@click.argument("run_id", metavar="RUN")
@click.argument("host")
@click.argument("probe")
@click.option("--errors", is_flag=True, help="What it printed on standard error, instead.")
@click.pass_obj
def show_output(session: Session, run_id: str, host: str, probe: str, errors: bool) -> int:
    """Print what PROBE printed on HOST, byte for byte as recorded."""
    from fieldops.actions.runs import raw_output

    sys.stdout.buffer.write(raw_output(session.root, run_id, host, probe, errors))
    return ExitCode.CLEAN


def run_data(found: Run, findings_only: bool = False) -> dict[str, object]:
    """A run as the JSON of `inspect` and `run show` (public interface)."""
    return {
        "schema_version": 1,
        "run": found.id,
        "kind": found.kind,
        "contract": found.contract["id"],
        "playbook": found.playbook["id"],
        "engineers": list(found.engineers),
        "started": found.started,
        "finished": found.finished,
        "hosts": [_host_data(host, findings_only) for host in found.hosts],
        "counts": found.counts,
    }


def _host_data(host: HostRecord, findings_only: bool) -> dict[str, object]:
    checks = [check for check in host.checks if not findings_only or check["verdict"] in _FINDINGS]
    message = say(f"host.{host.reason}", "en", host.reason_values) if host.reason else None
    return {
        "host": host.host,
        "status": host.status,
        "reason": host.reason,
        "message": message,
        "seconds": host.seconds,
        "checks": checks,
    }


def print_run(session: Session, found: Run, findings_only: bool) -> None:
    """A run as text: hosts that failed with what to do, then verdicts, then the counts."""
    title = f"{found.id}  {found.contract['id']}  {found.playbook['id']}  {', '.join(found.engineers)}"
    print_line(f"{title}  {found.started} - {found.finished or session.say('run.unfinished')}")
    for host in found.hosts:
        _print_host_status(session, host)
    rows = list(_rows(session, found, findings_only))
    if rows:
        headings = [
            session.say(f"word.{name}") for name in ("verdict", "host", "check", "item", "value", "reason")
        ]
        print_table(session, headings, rows)
    _print_counts(session, found)


def _print_host_status(session: Session, host: HostRecord) -> None:
    if host.status == "done":
        return
    status = session.paint(session.say(f"status.{host.status}"), "CRIT")
    if host.reason is None:
        print_line(f"{host.host}: {status} {session.say('run.pending')}")
        return
    code, values = f"host.{host.reason}", host.reason_values
    print_line(f"{host.host}: {status}[{host.reason}] {say(code, session.language, values)}")
    advice = hint(code, session.language, values)
    if advice:
        print_line(f"    {session.say('word.hint')}: {advice}")


def _rows(session: Session, found: Run, findings_only: bool) -> Iterator[list[str]]:
    from fieldops.reports.wording import Wording

    listed = [
        (_ORDER.index(item["verdict"]), host.host, check, item)
        for host in found.hosts
        for check in host.checks
        for item in (check["items"] or [check])
    ]
    wording = Wording(session.language, ZoneInfo(found.contract["time_zone"]))
    for order, host_id, check, item in sorted(listed, key=lambda each: each[0]):
        if findings_only and order > _ORDER.index("UNKNOWN"):
            continue
        reason = item.get("reason")
        said = say(reason, session.language, item.get("reason_values")) if reason else ""
        yield [
            item["verdict"],
            host_id,
            check["id"],
            item.get("item") or "",
            "" if item.get("value") is None else wording.value(item["value"], item.get("unit")),
            said,
        ]


def _print_counts(session: Session, found: Run) -> None:
    counted = "  ".join(
        session.paint(f"{name} {number}", name) for name, number in found.counts.items() if number
    )
    states = [host.status for host in found.hosts]
    summary = session.say(
        "inspect.summary",
        hosts=len(states),
        done=states.count("done"),
        partial=states.count("partial"),
        unreachable=states.count("unreachable"),
        pending=states.count("pending"),
    )
    print_line(f"{summary}  {counted}")
