"""fieldops validate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import (
    Session,
    inert,
    now,
    print_bytes,
    print_json,
    print_line,
    problem_data,
    problem_text,
)
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import hint, one_line, say_problem

if TYPE_CHECKING:
    from fieldops.actions.validation import Validation
    from fieldops.rules.accepted import Accepted

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
@click.option("--accepted", is_flag=True, help="Show the accepted warnings too, with reason and last day.")
@click.option("--tracked", is_flag=True, help="Only files that git tracks, as a clone in CI has them.")
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
    accepted: bool,
    tracked: bool,
    changed_since: str | None,
) -> int:
    """Check the workspace's YAML files, or only PATHS, and show every mistake with its place.

    \b
    Everything:              fieldops validate
    Errors only:             fieldops validate --no-warnings
    Accepted warnings too:   fieldops validate --accepted
    What a branch changed:   fieldops validate --changed-since main
    What CI will see:        fieldops validate --tracked --strict
    For a CI service:        fieldops validate --format sarif > fieldops.sarif

    Exit codes: 0 no error, 1 errors (with --strict also warnings), 2 wrong use.
    """
    from fieldops.actions.validation import validate as run_validation

    result = run_validation(session.root, paths, changed_since, now=now(), tracked=tracked)
    if result.read == 0 or (result.files == 0 and changed_since is None):
        code = "validate.nothing-tracked" if result.untracked else "validate.no-files"
        raise UsageError(code, root=str(session.root.resolve()))
    if no_warnings:
        result = result.without_warnings()
    if form == "text":
        for line in _lines(session, result, accepted):
            print_line(line)
    elif form == "json":
        print_json(_data(session, result, changed_since))
    else:
        print_bytes(_report(session, form, result, strict, accepted))
    failed = result.fails(strict)
    if form not in ("github", "json"):
        _tell(session, result)
    if form != "github" and (form != "json" or (failed and not result.errors)):
        _note_summary(session, result, changed_since, strict)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _lines(session: Session, result: Validation, accepted: bool) -> Iterator[str]:
    yield from (problem_text(problem, session) for problem in result.problems)
    for each in result.accepted if accepted else ():
        problem = each.problem
        message, _ = say_problem(problem, session.language)
        place = one_line(str(problem.position))
        yield inert(f"{place}: {session.say('word.accepted')}[{problem.code}] {message}")
        yield f"    {inert(_why(session, each))}"


def _why(session: Session, each: Accepted) -> str:
    return session.say("validate.accepted-until", until=each.until, reason=each.reason)


def _data(session: Session, result: Validation, changed_since: str | None) -> dict[str, object]:
    language = session.language
    accepted = [
        {
            **problem_data(each.problem, language),
            "until": each.until.isoformat(),
            "reason": session.value(each.reason),
            "accepted_in": each.entry.path,
            "accepted_line": each.entry.line,
        }
        for each in result.accepted
    ]
    problems = [problem_data(problem, language) for problem in result.problems]
    gone = [{"contract": each.id, "path": each.path} for each in result.gone]
    more = {"gone": gone} if changed_since is not None else {}
    notices = [{"code": each.codes[0], "message": session.value(each)} for each in result.notices]
    return {
        "files": result.files,
        "problems": problems,
        "accepted": accepted,
        "notices": notices,
        **more,
    }


def _report(session: Session, form: str, result: Validation, strict: bool, accepted: bool) -> bytes:
    # The text form, which people wait for, does not load what these need.
    from fieldops.cli.formats import github, gitlab, junit, sarif

    language, root = session.language, session.root
    if form == "junit":
        return junit(result, language, strict, accepted)
    if form == "github":
        return github(result, language, root, strict, accepted)
    return {"gitlab": gitlab, "sarif": sarif}[form](result, language, root, accepted)


def _tell(session: Session, result: Validation) -> None:
    """What is known of the whole, on stderr; two forms have it in what they print."""
    for each in result.notices:
        click.echo(session.value(each), err=True)
        if (advice := hint(each.codes[0], session.language)) is not None:
            click.echo(f"  {session.label('word.hint')}{advice}", err=True)


def _note_summary(session: Session, result: Validation, changed_since: str | None, strict: bool) -> None:
    if result.files == 0 and not result.problems:
        session.note("validate.unaffected", revision=changed_since)
    else:
        click.echo(session.value(result.summary(strict)), err=True)
