"""The `fieldops` group and the one place that turns failures into text and exit codes."""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from fieldops import __version__
from fieldops.cli import (
    contract,
    demo,
    doctor,
    hosts,
    inspect,
    manual,
    playbook,
    records,
    report,
    run,
    schedule,
    sla,
    validate,
    warranty,
    workspace,
)
from fieldops.cli.output import Session, language_asked, print_error, wants_colour
from fieldops.cli.usage import usage_error
from fieldops.errors import ExitCode, FieldopsError, Notice, UsageError
from fieldops.messages import hint, say


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The workspace, instead of the current folder.",
)
@click.option(
    "--lang", type=click.Choice(["zh-CN", "en"]), help="Language of messages; default: the locale's."
)
@click.version_option(__version__, "--version", prog_name="fieldops")
@click.pass_context
def cli(context: click.Context, root: Path, lang: str | None) -> None:
    """Service contracts as YAML in git, made executable: validate them, inspect the
    machines they cover, and hand over the report.

    \b
    Try it:        fieldops demo
    Start:         fieldops init my-contracts
    Check files:   fieldops validate
    Inspect:       fieldops inspect CONTRACT --playbook linux-standard \\
                       --engineer A --engineer B
    Report:        fieldops report latest --output report.html

    Exit codes: 0 clean, 1 problems or findings, 2 wrong use, 3 something could
    not be reached or determined, 4 refused, 70 a bug, 130 interrupted.
    """
    if not root.is_dir():
        raise UsageError("workspace.not-found", path=str(root))
    language = language_asked(lang)
    if lang is None and context.invoked_subcommand not in ("init", "demo"):
        from fieldops.actions.settings import read_settings

        language = read_settings(root).language or language
    context.obj = Session(root, language, wants_colour(os.environ))


for _command in (
    validate.validate,
    contract.contract,
    manual.schema,
    manual.explain,
    inspect.inspect,
    inspect.health,
    playbook.playbook,
    run.run,
    records.records,
    sla.sla,
    report.report,
    schedule.schedule,
    hosts.hosts,
    workspace.init,
    doctor.doctor,
    demo.demo,
    warranty.warranty,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; ends the process with the exit code of the design (§9)."""
    # A file name or a sentence that the terminal's encoding lacks is escaped; it must not end the command.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(_run())


@contextmanager
def _notices_shown() -> Iterator[None]:
    """What is noticed deep inside while the command goes on is said on stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", Notice)
        others = warnings.showwarning

        def show(message: Warning | str, *place: Any, **more: Any) -> None:
            if isinstance(message, Notice):
                _session().note(message.code, **message.values)
            else:
                others(message, *place, **more)

        warnings.showwarning = show
        yield


@_notices_shown()
def _run() -> int:
    debugging = bool(os.environ.get("FIELDOPS_DEBUG"))
    logging.getLogger("fieldops").addHandler(logging.StreamHandler() if debugging else logging.NullHandler())
    try:
        return int(cli.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        _show_usage(error)
        return ExitCode.USAGE
    except FieldopsError as error:
        print_error(error, _session())
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("interrupted", _session().language), err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FINDINGS
    except Exception as bug:  # the last line of defence: no traceback for users
        if debugging:
            raise
        language = _session().language
        click.echo(say("bug", language, {"detail": f"{type(bug).__name__}: {bug}"}), err=True)
        click.echo(f"  {hint('bug', language)}", err=True)
        return ExitCode.BUG


def _show_usage(error: click.ClickException) -> None:
    # Without arguments a group shows its help; that is no mistake.
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    session = _session()
    if (context := getattr(error, "ctx", None)) is not None:
        session.note("usage.line", usage=context.get_usage().split(None, 1)[-1])
    print_error(usage_error(error), session)


def _session() -> Session:
    """The session for messages about a command, also one that has failed: from its options as far as they can be told."""
    context = click.get_current_context(silent=True)
    if context is not None and isinstance(known := context.find_root().obj, Session):
        return known
    arguments = sys.argv[1:]
    asked = next((after for before, after in pairwise(arguments) if before == "--lang"), None)
    asked = next((each[7:] for each in arguments if each.startswith("--lang=")), asked)
    return Session(Path(), language_asked(asked), wants_colour(os.environ))
