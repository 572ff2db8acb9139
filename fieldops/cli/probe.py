"""fieldops probe: parse, try (test has a file of its own, `probe_cases`)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import group
from fieldops.cli.inspect import ask_password
from fieldops.cli.login_options import login_options, packed
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.probe_cases import file_for_case, record, record_options, test
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode
from fieldops.messages import one_line, say_recorded

if TYPE_CHECKING:
    from fieldops.actions.probes import Tried
    from fieldops.inspection.playbook import Probe
    from fieldops.inspection.readings import Cell
    from fieldops.reports.wording import Wording

_SHOWN_OF_ERRORS = 5


@group()
def probe() -> None:
    """Probes: try one before it is part of a playbook, and hold it against recorded cases."""


probe.add_command(test)


@probe.command("parse")
@click.argument("name", metavar="PROBE")
@record_options
@form_option
@click.pass_obj
def parse(session: Session, name: str, record_as: str | None, yes: bool, form: str) -> int:
    """Show the facts that PROBE, a file or an id, finds in output given on standard input.

    \b
    fieldops probe parse playbooks/probes/queue.yaml < output.txt
    fieldops run output latest db-1 linux-memory | fieldops probe parse linux-memory
    """
    from fieldops.actions.probes import need_probe, parse_output

    found = need_probe(session.folder, name)
    path = file_for_case(session, found, record_as)
    # One byte more than is kept tells that there is more.
    tried = parse_output(found, sys.stdin.buffer.read(found.cap + 1))
    code = _shown(session, found, tried, None, form)
    record(session, found, tried, path, yes)
    return code


@probe.command("try")
@click.argument("name", metavar="PROBE")
@click.option("--host", required=True, metavar="ID", help="The asset to run it on.")
@click.option("--contract", metavar="ID", help="Its contract, where more than one has an asset of that id.")
@record_options
@login_options
@form_option
@click.pass_obj
def try_(
    session: Session,
    /,
    name: str,
    host: str,
    contract: str | None,
    record_as: str | None,
    yes: bool,
    form: str,
    **options: Any,
) -> int:
    """Run PROBE, a file or an id, on one host and show its facts; nothing is recorded of the host.

    The contract's windows, consent and denied commands hold as for an inspection. With --record what it printed becomes a
    case for 'fieldops probe test'.
    """
    from fieldops.actions.probes import Where, need_probe, try_probe

    root = session.root
    found = need_probe(root, name)
    path = file_for_case(session, found, record_as)
    ask = partial(ask_password, session)
    tried = try_probe(root, found, Where(host, contract, **packed(options)), lambda: datetime.now(UTC), ask)
    code = _shown(session, found, tried, host, form)
    record(session, found, tried, path, yes)
    return code


def _shown(session: Session, found: Probe, tried: Tried, host: str | None, form: str) -> int:
    if form == "json":
        print_json(_data(session, found, tried, host))
    else:
        _print(session, found, tried, host)
    known = tried.reading.unknown is None and not any(map(_is_unknown, _cells(tried)))
    return ExitCode.CLEAN if known else ExitCode.INCOMPLETE


def _cells(tried: Tried) -> list[Cell]:
    return [cell for row in tried.reading.rows for cell in row.values()]


def _is_unknown(cell: Cell) -> bool:
    from fieldops.inspection.readings import Reason

    return isinstance(cell, Reason)


def _data(session: Session, found: Probe, tried: Tried, host: str | None) -> dict[str, object]:
    output, unknown, failure = tried.output, tried.reading.unknown, tried.failure
    told = say_recorded(f"host.{failure.reason}", session.language, failure.values)[0] if failure else None
    return {
        "probe": found.id,
        "host": host,
        "why": output.why if output else None,
        "exit_code": output.exit_code if output else None,
        "ms": output.ms if output and host else None,
        "cut": output.cut if output else False,
        "errors": output.err.decode("utf-8", "replace") if output else None,
        "reason": failure.reason if failure else unknown.code if unknown else None,
        "message": told or (_wording(session).reason(unknown.code, unknown.values) if unknown else None),
        "rows": [{name: _cell_data(cell) for name, cell in row.items()} for row in tried.reading.rows],
    }


def _cell_data(cell: Cell) -> object:
    from fieldops.inspection.readings import Reason

    if isinstance(cell, Reason):
        import msgspec

        return {"reason": cell.code, "reason_values": msgspec.to_builtins(cell.values)}
    return cell


def _wording(session: Session) -> Wording:
    from zoneinfo import ZoneInfo

    from fieldops.reports.wording import Wording

    return Wording(session.language, ZoneInfo("UTC"))


def _print(session: Session, found: Probe, tried: Tried, host: str | None) -> None:
    wording, output, unknown = _wording(session), tried.output, tried.reading.unknown
    if tried.failure is not None:
        told, advice = say_recorded(f"host.{tried.failure.reason}", session.language, tried.failure.values)
        print_line(session.paint(f"{host}: [{tried.failure.reason}] {told}", "CRIT"))
        if advice:
            print_line(f"    {session.label('word.hint')}{advice}")
        return
    if output is not None and host is not None:
        ended = "-" if output.exit_code is None else str(output.exit_code)
        print_line(session.say("probe.ended", host=host, ended=ended, ms=output.ms))
        for line in output.err.decode("utf-8", "replace").splitlines()[:_SHOWN_OF_ERRORS]:
            print_line(session.say("probe.stderr", line=one_line(line)))
    if unknown is not None:
        print_line(session.paint(wording.reason(unknown.code, unknown.values), "UNKNOWN"))
        return
    names = list(found.fields)
    rows = [[_text(wording, found, name, row.get(name)) for name in names] for row in tried.reading.rows]
    if rows:
        print_table(session, names, rows)
    print_line(session.say("probe.rows", count=len(rows)))


def _text(wording: Wording, found: Probe, name: str, cell: Cell) -> str:
    from fieldops.inspection.readings import Reason

    if isinstance(cell, Reason):
        return f"? {wording.reason(cell.code, cell.values)}"
    return wording.value(cell, found.fields[name].unit)
