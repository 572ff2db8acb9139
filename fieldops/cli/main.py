"""The `fieldops` group and the one place that turns failures into text and exit codes."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from fieldops import __version__
from fieldops.actions.rights import UMASK
from fieldops.cli.commands import ASKED, Group, Unopened, usage_of
from fieldops.cli.output import Session, Watcher, language_asked, print_error, wants_colour
from fieldops.cli.streams import Answer, Unwritten, give_up_stdout, take_streams, why_unwritten
from fieldops.documents.places import SETTINGS_FILE, workspace_around
from fieldops.errors import ExitCode, FieldopsError, Notice, Unusable, UsageError, system_error
from fieldops.messages import LANGUAGES, hint

# Where each command is. A module is imported when its command is asked for, for most of what they import is their own.
_COMMANDS = {
    "bundle": "bundle",
    "completion": "completion",
    "contract": "contract",
    "demo": "demo",
    "doctor": "doctor",
    "explain": "manual",
    "finding": "finding",
    "health": "inspect",
    "hosts": "hosts",
    "init": "workspace",
    "inspect": "inspect",
    "order": "order",
    "playbook": "playbook",
    "probe": "probe",
    "records": "records",
    "report": "report",
    "run": "run",
    "schedule": "schedule",
    "schema": "manual",
    "session": "remote_session",
    "sign": "signing",
    "similar": "similar",
    "sla": "sla",
    "stock": "stock",
    "swap": "swap",
    "team": "team",
    "template": "template",
    "validate": "validate",
    "verify": "verify",
    "warranty": "warranty",
}
_UNOPENED = Unopened({name: f"fieldops.cli.{module}" for name, module in _COMMANDS.items()})
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, commands=_UNOPENED, context_settings=_SETTINGS)
@click.option(
    "-C",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The workspace or a folder in it, instead of the current folder.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of messages and help; default: that of fieldops.yaml, else the locale's.",
)
@click.version_option(__version__, "--version", prog_name="fieldops", help="Show the version and exit.")
@click.pass_obj
def cli(session: Session, root: Path, lang: str | None) -> None:
    """Service contracts as YAML in git, made executable: validate them, inspect the
    machines they cover, and hand over the report.

    \b
    Try it:        fieldops demo
    Start:         fieldops init my-contracts
    Check files:   fieldops validate
    Inspect:       fieldops inspect CONTRACT --engineer A --engineer B
    Report:        fieldops report latest --output report.html

    Exit codes: 0 clean, 1 problems or findings, 2 wrong use, 3 something could
    not be reached or determined, 4 refused, 70 a bug, 130 interrupted.
    """
    if not root.is_dir():
        raise UsageError("workspace.not-found", path=str(root))


def main() -> None:
    """Run the command line; ends the process with the exit code of the design (§9)."""
    # Whatever a command writes, and SQLite beside it, is nobody else's to read.
    os.umask(UMASK)
    answer = take_streams()
    if os.environ.get(ASKED):
        from fieldops.cli.completion import answer_shell

        sys.exit(answer_shell(cli, os.environ[ASKED]))
    arguments = sys.argv[1:]
    session = session_of(arguments)
    with _notices_shown(session):
        sys.exit(_run(arguments, session, answer))


def session_of(arguments: Sequence[str]) -> Session:
    """The session of a command line, right or wrong: where it begins, and the language of all that is said about it.

    The language is that of --lang, else that of the workspace's settings, else that of the locale.
    """
    # Click's own reading of what stands before the command; it raises nothing so, and runs nothing.
    given = cli.make_context("fieldops", list(arguments), resilient_parsing=True).params
    asked = given.get("lang")
    start = given.get("root") or Path()
    folder = workspace_around(start)
    # Without the file there are no settings, and `--help` loads no YAML to find that out.
    if asked is None and (folder / SETTINGS_FILE).is_file():
        from fieldops.actions.settings import read_settings

        # A settings file that must not be read is told by whatever needs it.
        with suppress(FieldopsError):
            asked = read_settings(folder).language
    return Session(start, language_asked(asked), wants_colour(os.environ), _watcher(arguments))


def _watcher(arguments: Sequence[str]) -> Watcher | None:
    """The program whose form is asked for, on a line that may be wrong otherwise; None for people, and for those that only read
    what has succeeded.
    """
    given = " ".join(arguments)
    asked: tuple[tuple[Watcher, set[str]], ...] = (
        ("github", {"validate"}),
        ("nagios", {"inspect", "health", "run"}),
    )
    for watcher, commands in asked:
        forms = (f" {option}{watcher}" for option in ("-o ", "-o", "--format ", "--format="))
        if commands & set(arguments) and any(form in given for form in forms):
            return watcher
    return None


@contextmanager
def _notices_shown(session: Session) -> Iterator[None]:
    """What is noticed deep inside while the command goes on is said on stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", Notice)
        others = warnings.showwarning

        def show(message: Warning | str, *place: Any, **more: Any) -> None:
            if isinstance(message, Notice):
                session.note(message.code, **message.values)
            else:
                others(message, *place, **more)

        warnings.showwarning = show
        yield


def _run(arguments: list[str], session: Session, answer: Answer) -> int:
    try:
        try:
            code = _done(arguments, session)
        except OSError as error:
            # Which of all files it was, the error does not say; standard output knows.
            if answer.failure is None:
                return _without_file(error, session)
            code = ExitCode.INCOMPLETE
        failure = why_unwritten(answer)
        return code if failure is None else _unanswered(failure, session)
    except Exception as bug:  # the last line of defence: no traceback for users
        if os.environ.get("FIELDOPS_DEBUG"):
            raise
        session.note("bug", detail=f"{type(bug).__name__}: {bug}")
        click.echo(f"  {hint('bug', session.language)}", err=True)
        return ExitCode.BUG


def _without_file(error: OSError, session: Session) -> int:
    """Say that the machine does not let a file be used, where nobody who knows more of it has said so."""
    if not error.filename or os.environ.get("FIELDOPS_DEBUG"):
        raise error
    unusable = Unusable(os.fsdecode(error.filename), error, "file.unusable")
    print_error(unusable, session)
    return unusable.exit_code


def _unanswered(failure: OSError, session: Session) -> int:
    """Say that standard output could not be written, and the exit code of that."""
    give_up_stdout()
    if isinstance(failure, BrokenPipeError):
        # The reader (head, less) has gone; nothing more can be said to it.
        return ExitCode.READER_GONE
    error = Unwritten("output.unwritten", why=system_error(failure))
    print_error(error, session)
    return error.exit_code


def _done(arguments: list[str], session: Session) -> int:
    debugging = bool(os.environ.get("FIELDOPS_DEBUG"))
    logging.getLogger("fieldops").addHandler(logging.StreamHandler() if debugging else logging.NullHandler())
    try:
        # Not `cli.main`, which ends the process by itself when the reader of its output has gone.
        with cli.make_context("fieldops", arguments, obj=session) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        _show_usage(error, session)
        return session.failed(ExitCode.USAGE)
    except FieldopsError as error:
        print_error(error, session)
        return session.failed(error.exit_code)
    except (KeyboardInterrupt, EOFError, click.Abort):
        session.note("interrupted")
        return ExitCode.INTERRUPTED


def _show_usage(error: click.ClickException, session: Session) -> None:
    from fieldops.cli.usage import usage_error

    # Without arguments a group shows its help; that is no mistake.
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    if (context := getattr(error, "ctx", None)) is not None:
        usage = f"{context.command_path} {usage_of(context.command, context)}"
        session.note("usage.line", usage=usage)
    print_error(usage_error(error), session)
