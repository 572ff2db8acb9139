"""fieldops probe: parse, try (test has a file of its own, `probe_cases`)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import group
from fieldops.cli.inspect import ask_password
from fieldops.cli.login_options import login_options, packed
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.probe_cases import file_for_case, record, record_options, test
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import one_line, say_recorded

if TYPE_CHECKING:
    from fieldops.actions.probes import Tried
    from fieldops.inspection.playbook import Probe
    from fieldops.inspection.readings import Cell
    from fieldops.reports.wording import Wording

_SHOWN_OF_ERRORS = 5
# Digits of seconds since 1970 up to the year 2286.
_SECONDS_LONG = 10


class MomentParameter(click.ParamType[int, str]):
    """A moment of the command line as seconds since 1970: written so, as recorded cases do, or as a time with its offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The seconds; anything else, also a time without an offset, ends the command with exit 2."""
        from fieldops.dates.written import written_time

        text = str(value).strip()
        if text.isascii() and text.isdecimal() and len(text) <= _SECONDS_LONG:
            return int(text)
        try:
            moment = datetime.fromisoformat(written_time(text))
        except ValueError:
            raise UsageError("probe.no-such-moment", value=text) from None
        # No contract is here whose zone it could be meant in.
        if moment.tzinfo is None:
            raise UsageError("probe.no-such-moment", value=text)
        return round(moment.timestamp())


@group()
def probe() -> None:
    """Probes: try one before it is part of a playbook, and hold it against recorded cases."""


probe.add_command(test)


@probe.command("parse")
@click.argument("name", metavar="PROBE")
@click.option(
    "--asked",
    type=MomentParameter(),
    metavar="TIME",
    help="When it was printed, which dates are read against: 2026-03-31T09:00+08:00, or seconds since 1970.",
)
@record_options
@form_option
@click.pass_obj
def parse(session: Session, name: str, asked: int | None, record_as: str | None, yes: bool, form: str) -> int:
    """Show the facts that PROBE, a file or an id, finds in output given on standard input, and how checks judge them.

    \b
    fieldops probe parse playbooks/probes/queue.yaml < output.txt
    fieldops run output latest db-1 linux-memory | fieldops probe parse linux-memory
    """
    from fieldops.actions.probes import need_probe, parse_output

    folder = session.folder
    found = need_probe(folder, name)
    path = file_for_case(session, found, record_as)
    # One byte more than is kept tells that there is more.
    tried = parse_output(found, sys.stdin.buffer.read(found.cap + 1), asked)
    code = _shown(session, folder, found, tried, None, form)
    if _lacks_clock(tried):
        session.note("probe.say-asked")
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
    """Run PROBE, a file or an id, on one host and show its facts and how checks judge them; nothing is recorded of the host.

    The contract's windows, consent and denied commands hold as for an inspection. With --record what it printed becomes a
    case for 'fieldops probe test'.
    """
    from fieldops.actions.probes import Where, need_probe, try_probe

    root = session.root
    found = need_probe(root, name)
    path = file_for_case(session, found, record_as)
    ask = partial(ask_password, session)
    tried = try_probe(root, found, Where(host, contract, **packed(options)), lambda: datetime.now(UTC), ask)
    code = _shown(session, root, found, tried, host, form)
    record(session, found, tried, path, yes)
    return code


def _shown(session: Session, folder: Path, found: Probe, tried: Tried, host: str | None, form: str) -> int:
    from fieldops.actions.probe_judges import asking
    from fieldops.cli.probe_verdicts import print_verdicts, verdicts_data
    from fieldops.documents.workspace import load_workspace

    asked = asking(load_workspace(folder, judged=False), found.id)
    if form == "json":
        print_json({**_data(session, found, tried, host), **verdicts_data(session, asked, tried.reading)})
    else:
        _print(session, found, tried, host)
        if tried.failure is None:
            print_verdicts(session, asked, tried.reading, _wording(session))
    known = tried.reading.unknown is None and not any(map(_is_unknown, _cells(tried)))
    return ExitCode.CLEAN if known else ExitCode.INCOMPLETE


def _cells(tried: Tried) -> list[Cell]:
    return [cell for row in tried.reading.rows for cell in row.values()]


def _is_unknown(cell: Cell) -> bool:
    from fieldops.inspection.readings import Reason

    return isinstance(cell, Reason)


def _lacks_clock(tried: Tried) -> bool:
    """Whether a value is unknown only because nobody said when it was printed."""
    from fieldops.inspection.readings import NO_CLOCK, Reason

    return any(isinstance(cell, Reason) and cell.code == NO_CLOCK for cell in _cells(tried))


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
