"""fieldops validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, print_bytes, print_json, print_line, problem_data, problem_text
from fieldops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from fieldops.actions.validation import Validation

_FORMS = ("text", "json", "github", "gitlab", "sarif", "junit")


@command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="text",
    show_default=True,
    help="Form of the output; all but text and json are for CI services.",
)
@click.option("--strict", is_flag=True, help="Warnings count like errors: exit 1.")
@click.option("--no-warnings", is_flag=True, help="Show errors only; the warnings are still counted.")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Only what changed since this git revision, and what that can have broken.",
)
@click.pass_obj
def validate(
    session: Session,
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    no_warnings: bool,
    changed_since: str | None,
) -> int:
    """Check the workspace's YAML files, or only PATHS, and show every mistake with its place.

    \b
    Everything:              fieldops validate
    Errors only:             fieldops validate --no-warnings
    What a branch changed:   fieldops validate --changed-since main
    For a CI service:        fieldops validate --format sarif > fieldops.sarif

    Exit codes: 0 no error, 1 errors (with --strict also warnings), 2 wrong use.
    """
    from fieldops.actions.validation import validate as run_validation

    result = run_validation(session.root, paths, changed_since)
    if result.read == 0 or (result.files == 0 and changed_since is None):
        raise UsageError("validate.no-files", root=str(session.root.resolve()))
    if no_warnings:
        result = result.without_warnings()
    if form == "text":
        for problem in result.problems:
            print_line(problem_text(problem, session))
    elif form == "json":
        problems = [problem_data(problem, session.language) for problem in result.problems]
        print_json({"files": result.files, "problems": problems})
    else:
        _print_report(session, form, result, strict)
    if form not in ("json", "github"):
        _note_summary(session, result, changed_since)
    failed = result.errors or (strict and result.warnings)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _print_report(session: Session, form: str, result: Validation, strict: bool) -> None:
    # The text form, which people wait for, does not load what these need.
    from fieldops.cli.formats import github, gitlab, junit, sarif

    if form == "junit":
        print_bytes(junit(result, session.language, strict))
    else:
        report = {"github": github, "gitlab": gitlab, "sarif": sarif}[form]
        print_bytes(report(result, session.language, session.root))


def _note_summary(session: Session, result: Validation, changed_since: str | None) -> None:
    if result.files == 0:
        session.note("validate.unaffected", revision=changed_since)
    else:
        code = "validate.summary" if result.errors or result.warnings else "validate.clean"
        session.note(code, files=result.files, errors=result.errors, warnings=result.warnings)
