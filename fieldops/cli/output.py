"""How commands print: data on stdout, everything else on stderr, colours only for a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from fieldops.errors import FieldopsError, InvalidDocuments, Problem
from fieldops.messages import one_line, printable, say, say_error, say_problem

COLOURS = {
    "OK": "green",
    "WARN": "yellow",
    "CRIT": "red",
    "UNKNOWN": "magenta",
    "error": "red",
    "warning": "yellow",
}


@dataclass(frozen=True, slots=True)
class Session:
    """What holds for one command: the workspace, the language to speak, whether output is coloured."""

    root: Path
    language: str
    colour: bool

    def say(self, code: str, **values: object) -> str:
        """A sentence of the catalogue."""
        return say(code, self.language, values)

    def note(self, code: str, **values: object) -> None:
        """A sentence on stderr."""
        click.echo(self.say(code, **values), err=True)

    def paint(self, text: str, name: str) -> str:
        """`text` in the colour of `name`, when colours are wanted."""
        colour = COLOURS.get(name)
        return click.style(text, fg=colour, bold=name == "CRIT") if self.colour and colour else text


def wants_colour(environment: Mapping[str, str]) -> bool:
    """Colours only on a terminal and when NO_COLOR is not set (no-color.org)."""
    return sys.stdout.isatty() and not environment.get("NO_COLOR")


def print_json(data: object) -> None:
    """One JSON document on stdout."""
    try:
        # Many times faster than the standard library's indenting encoder: a big run is megabytes.
        click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
    except UnicodeEncodeError:
        # Half a character, as in the name of a file that is not UTF-8: escaped, it is JSON all the same.
        click.echo(json.dumps(data, indent=2, allow_nan=False))


def print_line(text: str = "") -> None:
    """One line of text on stdout, without terminal controls of others."""
    click.echo(text)


def print_table(session: Session, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout; cells are foreign text and are printed as they are, never as markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(no_color=not session.colour, highlight=False, width=None if terminal else 200)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell), style=COLOURS.get(cell, "")) for cell in row))
    console.print(table)


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
    severity = session.paint(problem.severity.value, problem.severity.value)
    text = f"{one_line(str(problem.position))}: {severity}[{problem.code}] {message}"
    return f"{text}\n    {session.say('word.hint')}: {hint}" if hint else text


def print_error(error: FieldopsError, session: Session) -> None:
    """A failure on stderr, with its problems and its hint."""
    if isinstance(error, InvalidDocuments):
        for problem in error.problems:
            click.echo(problem_text(problem, session), err=True)
    message, hint = say_error(error, session.language)
    click.echo(f"{session.paint(session.say('word.error'), 'error')}: {message}", err=True)
    if hint:
        click.echo(f"  {session.say('word.hint')}: {hint}", err=True)


def language_asked(given: str | None) -> str:
    """The language of --lang, else of the locale."""
    from fieldops.messages import pick_language

    return pick_language(given, os.environ)


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
