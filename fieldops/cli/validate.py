"""fieldops validate."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.output import Session, form_option, print_json, print_line, problem_data, problem_text
from fieldops.errors import ExitCode, UsageError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@form_option
@click.pass_obj
def validate(session: Session, paths: tuple[Path, ...], form: str) -> int:
    """Check the workspace's YAML files, or only PATHS, and show every mistake with its place."""
    from fieldops.actions.validation import validate as run_validation

    result = run_validation(session.root, paths)
    if result.files == 0:
        raise UsageError("validate.no-files", root=str(session.root))
    if form == "json":
        problems = [problem_data(problem, session.language) for problem in result.problems]
        print_json({"schema_version": 1, "files": result.files, "problems": problems})
    else:
        for problem in result.problems:
            print_line(problem_text(problem, session))
        warnings = len(result.problems) - result.errors
        code = "validate.summary" if result.problems else "validate.clean"
        session.note(code, files=result.files, errors=result.errors, warnings=warnings)
    return ExitCode.FINDINGS if result.errors else ExitCode.CLEAN
