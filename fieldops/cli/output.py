"""How commands print: data on stdout, everything else on stderr, colours only for a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from fieldops.documents.places import is_workspace, workspace_around
from fieldops.errors import ExitCode, FieldopsError, InvalidDocuments, Problem, UsageError
from fieldops.messages import label, one_line, say, say_error, say_problem, say_value

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.actions.agreements import LeftOut

Command = TypeVar("Command", bound=Callable[..., Any])

COLOURS = {
    "OK": "green",
    "WARN": "yellow",
    "CRIT": "red",
    "UNKNOWN": "magenta",
    "error": "red",
    "warning": "yellow",
    "heading": "cyan",
    "place": "bright_black",
}


# What a failure must also be told to, in its own form.
Watcher = Literal["github", "nagios"]


@dataclass(frozen=True, slots=True)
class Session:
    """What holds for one command: where it begins, the language to speak, whether output is coloured."""

    start: Path
    language: str
    colour: bool
    watcher: Watcher | None = None
    """The program that reads what is printed, and is told a failure there, too."""

    @property
    def folder(self) -> Path:
        """The workspace around `start`, else `start`: for commands that say something without a workspace, too."""
        return workspace_around(self.start)

    @property
    def root(self) -> Path:
        """The workspace. Raises UsageError where there is none: no command finds nothing where nothing can be."""
        found = self.folder
        if not is_workspace(found):
            raise UsageError("workspace.none", path=str(found.resolve()))
        return found

    def failed(self, code: int) -> int:
        """The exit code of a failure: to Nagios all are UNKNOWN, where ours would be WARNING or CRITICAL."""
        return ExitCode.INCOMPLETE if self.watcher == "nagios" else code

    def say(self, code: str, **values: object) -> str:
        """A sentence of the catalogue."""
        return say(code, self.language, values)

    def label(self, code: str) -> str:
        """A word that stands before what it names, with its colon."""
        return label(code, self.language)

    def value(self, value: object) -> str:
        """A value of a sentence by itself, such as the title of an obligation."""
        return say_value(value, self.language)

    def note(self, code: str, **values: object) -> None:
        """A sentence on stderr."""
        click.echo(self.say(code, **values), err=True)

    def paint(self, text: str, name: str) -> str:
        """`text` in the colour of `name`, when colours are wanted."""
        colour = COLOURS.get(name)
        return click.style(text, fg=colour, bold=name == "CRIT") if self.colour and colour else text


def wants_colour(environment: Mapping[str, str]) -> bool:
    """Colours only on a terminal that has them and when NO_COLOR is not set (no-color.org)."""
    return sys.stdout.isatty() and not environment.get("NO_COLOR") and not is_dumb(environment)


def is_dumb(environment: Mapping[str, str]) -> bool:
    """Whether the terminal only prints: no colours, no cursor that moves (TERM=dumb, as in an editor's shell)."""
    return environment.get("TERM", "") in ("dumb", "unknown")


def print_json(fields: Mapping[str, object], version: int = 1) -> None:
    """One JSON document of ours on stdout: an object that begins with its schema_version.

    `version`: raised when a field of that command's document goes or means something else.
    """
    print_foreign_json({"schema_version": version, **fields})


def print_foreign_json(data: object) -> None:
    """JSON whose form others have laid down, such as a JSON Schema, on stdout."""
    import msgspec

    try:
        # Many times faster than the standard library's indenting encoder: a big run is megabytes.
        click.echo(inert_json(msgspec.json.format(msgspec.json.encode(data), indent=2).decode()))
    except UnicodeEncodeError:
        # Half a character, as in the name of a file that is not UTF-8: escaped, it is JSON all the same.
        import json

        click.echo(inert_json(json.dumps(data, indent=2, allow_nan=False)))


def note_left_out(session: Session, left_out: Sequence[LeftOut]) -> ExitCode:
    """Say on stderr which contracts are left out because of mistakes; the exit code that this makes."""
    for each in left_out:
        if each.id is None:
            session.note("obligations.broken-file", path=each.paths[0])
        else:
            session.note("obligations.broken", id=each.id, paths=each.paths)
    return ExitCode.FINDINGS if left_out else ExitCode.CLEAN


def left_out_data(left_out: Sequence[LeftOut]) -> list[dict[str, Any]]:
    """The same as JSON (public interface)."""
    return [{"contract": each.id, "paths": list(each.paths)} for each in left_out]


def inert(line: str) -> str:
    """`line` with nothing in it that the runner of GitHub Actions takes for a command.

    That is ``##[`` anywhere and ``::`` at the start (its ActionCommand), in whatever a step prints.
    """
    line = line.replace("##[", "## [")
    return f"./{line}" if line.lstrip().startswith("::") else line


def command_data(text: str) -> str:
    """`text` as the message of a command of GitHub's runner (its ActionCommand)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def with_advice(message: str, advice: str | None, language: str) -> str:
    """A message and its hint in one line."""
    return f"{message} ({label('word.hint', language)}{advice})" if advice else message


def inert_json(text: str) -> str:
    """The same for JSON, which stays the same data: the bracket can only stand inside of a string there."""
    return text.replace("##[", r"##\u005b")


def print_line(text: str = "") -> None:
    """One line of text on stdout, without terminal controls of others."""
    click.echo(text)


def print_bytes(data: bytes) -> None:
    """A whole report for another program on stdout, in its own encoding whatever the terminal's is."""
    click.echo(data, nl=not data.endswith(b"\n"))


def problem_data(problem: Problem, language: str) -> dict[str, object]:
    """A problem as JSON (public interface)."""
    message, hint = say_problem(problem, language)
    return {
        "path": problem.position.path,
        "line": problem.position.line,
        "column": problem.position.column,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": message,
        "hint": hint,
    }


def problem_text(problem: Problem, session: Session) -> str:
    """``path:line:column: severity[code] message``, and the hint on a line of its own."""
    message, hint = say_problem(problem, session.language)
    # In English the words are those of the other formats.
    said = session.say(f"word.{problem.severity}")
    severity = session.paint(said, problem.severity.value)
    text = inert(f"{one_line(str(problem.position))}: {severity}[{problem.code}] {message}")
    return f"{text}\n    {session.label('word.hint')}{inert(hint)}" if hint else text


def print_error(error: FieldopsError, session: Session) -> None:
    """A failure on stderr, with its problems and its hint."""
    if isinstance(error, InvalidDocuments):
        for problem in error.problems:
            click.echo(problem_text(problem, session), err=True)
    message, hint = say_error(error, session.language)
    if session.watcher is not None:
        _tell_watcher(session.watcher, with_advice(message, hint, session.language))
    click.echo(f"{session.paint(session.label('word.error'), 'error')}{message}", err=True)
    if hint:
        click.echo(f"  {session.label('word.hint')}{hint}", err=True)


def nagios_line(code: int, told: str) -> str:
    """The first line that a Nagios plugin prints which ends with `code`, 0 to 3."""
    state = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
    return f"{state} - {without_bars(one_line(told))}\n"


def without_bars(text: str) -> str:
    """`text` without the sign behind which Nagios reads numbers."""
    return text.replace("|", "/")


def _tell_watcher(watcher: Watcher, failure: str) -> None:
    """A failure on standard output: an annotation for GitHub's runner, the line of a plugin for Nagios."""
    if watcher == "github":
        print_bytes(f"::error title=fieldops::{command_data(failure)}\n".encode())
    else:
        print_bytes(nagios_line(ExitCode.INCOMPLETE, failure).encode())


def language_asked(given: str | None) -> str:
    """The language of --lang, else of the locale."""
    from fieldops.messages import pick_language

    return pick_language(given, os.environ)


class DateParameter(click.ParamType[date, str]):
    """A day of the command line, such as 2026-03-31 or 2026/3/31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a value that is none ends the command with exit 2."""
        from fieldops.dates.written import written_day

        if isinstance(value, date):
            return value
        try:
            day = written_day(value)
        except ValueError:
            raise UsageError("contract.no-such-date", date=str(value)) from None
        if day is None:
            raise UsageError("usage.no-such-date", value=str(value))
        return day


class DayText(click.ParamType["date | int", str]):
    """A day of the command line, or one that is named from today on (``tomorrow``, ``明天``): how many days that is."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | int:
        """The date, or the days from today; a value that is none ends the command with exit 2."""
        from fieldops.dates.written import named_day

        if isinstance(value, date | int):
            return value
        days = named_day(str(value))
        return days if days is not None else DateParameter().convert(value, param, ctx)


class TimeText(click.ParamType[str, str]):
    """A day or time of the command line that is read where its zone is known; here only put into the form of ISO 8601."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Any other text stays as it is, and is told by who reads it."""
        from fieldops.dates.written import written_day, written_time

        try:
            day = written_day(str(value))
        except ValueError:
            raise UsageError("contract.no-such-date", date=str(value)) from None
        return written_time(str(value)) if day is None else day.isoformat()


def say_clock(session: Session, typed: str | None, zone: ZoneInfo) -> None:
    """Say as which time of a zone a clock alone, such as ``10:50``, was taken; nothing where the day was typed, too."""
    from fieldops.sla.moments import is_clock, read_moment

    if typed is not None and is_clock(typed):
        say_taken(session, typed, read_moment(typed, zone, latest=now()).astimezone(zone))


def say_taken(session: Session, typed: str, taken: datetime) -> None:
    """Say as which time what was typed was taken."""
    from fieldops.contracts.wording import moment_with_offset

    session.note("usage.clock-taken", typed=typed.strip(), at=moment_with_offset(taken))


def day_option(flag: str, help: str, name: str) -> Callable[[Command], Command]:
    """An option that takes a day."""
    return click.option(flag, name, type=DateParameter(), metavar="DATE", help=help)


def now() -> datetime:
    """The current time; what day it is depends on the contract's zone."""
    return datetime.now(UTC)


def text_form_option(help: str = "Form of the output.") -> Callable[[Any], Any]:
    """The option -o of a command whose text can be Markdown, too."""
    return click.option(
        "-o",
        "--format",
        "form",
        type=click.Choice(["text", "markdown", "json"]),
        default="text",
        show_default=True,
        help=help,
    )


def run_form_option(command: Any) -> Any:
    """The option -o of the commands whose data is a run."""
    return click.option(
        "-o",
        "form",
        type=click.Choice(["text", "json", "junit", "prometheus", "nagios"]),
        default="text",
        show_default=True,
        help="Form of the output; all but text and json are for programs that watch. nagios has exit codes of its own: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
    )(command)


def form_option(command: Any) -> Any:
    """The option -o that every command with data has."""
    return click.option(
        "-o",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Form of the output.",
    )(command)
