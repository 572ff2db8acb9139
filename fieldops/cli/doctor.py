"""fieldops doctor."""

from __future__ import annotations

import click

from fieldops.cli.commands import command
from fieldops.cli.help_form import cells
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.errors import ExitCode

# The columns of the longest state, and a space.
_WIDEST = 8
_SHOWN = {"ok": "OK", "warning": "WARN", "error": "CRIT"}


@command()
@form_option
@click.pass_obj
def doctor(session: Session, form: str) -> int:
    """Look at this machine and workspace for what would get in the way of the work."""
    from fieldops.actions.diagnosis import diagnose

    findings = diagnose(session.folder)
    if form == "json":
        listed = [
            {"code": each.code, "state": each.state, "message": session.say(each.code, **each.values)}
            for each in findings
        ]
        print_json({"findings": listed})
    else:
        for each in findings:
            word = session.say(f"doctor.{each.state}")
            mark = session.paint(word + " " * (_WIDEST - cells(word)), _SHOWN[each.state])
            print_line(f"{mark}{session.say(each.code, **each.values)}")
    return ExitCode.FINDINGS if any(each.state == "error" for each in findings) else ExitCode.CLEAN
