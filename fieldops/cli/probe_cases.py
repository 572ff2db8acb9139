"""fieldops probe test; and --record of probe try and parse: a case shown, and written when somebody has agreed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, now, print_bytes, print_json, print_line, problem_data, problem_text
from fieldops.errors import ExitCode, Refused

if TYPE_CHECKING:
    from fieldops.actions.probe_cases import Held, NewCase, Tested
    from fieldops.actions.probes import Tried
    from fieldops.inspection.playbook import Probe

_MOST_PRIVATE = 20
_MOST_FILES = 3


@command("test")
@click.argument("names", metavar="[PROBE]...", nargs=-1)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the cases lie; default: tests/probes of the workspace.",
)
@click.option(
    "-o",
    "form",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="Form of the output; junit is for CI servers.",
)
@click.pass_obj
def test(session: Session, names: tuple[str, ...], cases: Path | None, form: str) -> int:
    """Test probes, and the checks that read them, with recorded cases: tests/probes/PROBE/CASE.yaml.

    Nothing is connected. Each difference is told with its file and line.

    \b
    fieldops probe test
    fieldops probe test queue-depth -o junit > probes.xml

    Exit codes: 0 all cases are as written, 1 some are not, 2 wrong use, or no case at all.
    """
    from fieldops.actions.probe_cases import hold_cases

    tested = hold_cases(session.root, names, cases)
    if form == "json":
        print_json(_data(session, tested))
    elif form == "junit":
        print_bytes(_junit(tested, session.language))
    else:
        for problem in (each for held in tested.held for each in held.problems):
            print_line(problem_text(problem, session))
        print_line(session.say("case.summary", cases=len(tested.held), failed=tested.failed))
    for playbook, without in tested.lacking().items():
        _note_lacking(session, playbook, without, len(tested.held))
    if tested.untested:
        session.note("case.untested", probes=", ".join(tested.untested))
    return ExitCode.FINDINGS if tested.failed else ExitCode.CLEAN


def _note_lacking(session: Session, playbook: str, cases: list[Held], all_cases: int) -> None:
    """That cases hold nothing against checks that read their probe: whatever these say, no case tells."""
    named = cases[0].lacking[playbook][0]
    files = [each.path for each in cases]
    told = ", ".join([*files[:_MOST_FILES], *(["…"] if len(files) > _MOST_FILES else [])])
    session.note(
        "case.unjudged", count=len(cases), cases=all_cases, playbook=playbook, files=told, check=named
    )


def _data(session: Session, tested: Tested) -> dict[str, object]:
    return {
        "cases": [
            {
                "probe": held.probe,
                "case": held.case,
                "path": held.path,
                "as_written": not held.problems,
                "problems": [problem_data(each, session.language) for each in held.problems],
                "without_verdicts": [
                    {"playbook": playbook, "checks": list(checks)}
                    for playbook, checks in held.lacking.items()
                ],
            }
            for held in tested.held
        ],
        "failed": tested.failed,
        "untested": list(tested.untested),
    }


def _junit(tested: Tested, language: str) -> bytes:
    """A suite for each probe, a test case for each recorded case."""
    from xml.etree import ElementTree

    from fieldops.cli.formats import add_case

    suites = ElementTree.Element("testsuites", name="fieldops probe test")
    by_probe: dict[str, list[Held]] = {}
    for held in tested.held:
        by_probe.setdefault(held.probe, []).append(held)
    for probe, cases in by_probe.items():
        suite = ElementTree.SubElement(suites, "testsuite", name=probe)
        for held in cases:
            add_case(suite, held.path, list(held.problems), [], language)
        failed = sum(bool(held.problems) for held in cases)
        suite.attrib.update({"tests": str(len(cases)), "failures": str(failed), "errors": "0"})
    counts = {"tests": str(len(tested.held)), "failures": str(tested.failed), "errors": "0"}
    suites.attrib.update(counts)
    ElementTree.indent(suites)
    report: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return report


# --- --record ------------------------------------------------------------------------------------------


def record_options(command: Any) -> Any:
    """The options by which what a probe has printed becomes a recorded case."""
    command = click.option("--yes", is_flag=True, help="Write the case without asking; it has been read.")(
        command
    )
    return click.option(
        "--record",
        "record_as",
        metavar="CASE",
        help="Write output, facts and verdicts to tests/probes/PROBE/CASE.yaml, once they have been shown.",
    )(command)


def file_for_case(session: Session, probe: Probe, name: str | None) -> Path | None:
    """Where the case is to be written, told before anything is connected. Raises UsageError."""
    from fieldops.actions.probe_cases import case_file

    return None if name is None else case_file(session.root, probe, name)


def record(session: Session, probe: Probe, tried: Tried, path: Path | None, yes: bool) -> None:
    """Show the case and write it to `path` when somebody has agreed; nothing without a path. Raises Refused."""
    if path is None:
        return
    from fieldops.actions.probe_cases import new_case, write_case

    system = session.say("case.system", day=now().date())
    case = new_case(session.root, probe, tried, path, system, session.say("case.to-be-read"))
    if case.clockless:
        session.note("case.lacks-clock", checks=", ".join(case.clockless))
    if yes or _agreed(session, case):
        write_case(case)
        session.note("case.written", path=str(path))


def _agreed(session: Session, case: NewCase) -> bool:
    click.echo(case.text, err=True)
    session.note("case.look", count=len(case.private))
    for at, line in case.private[:_MOST_PRIVATE]:
        click.echo(f"  {at}: {line.strip()[:100]}", err=True)
    if not sys.stdin.isatty():
        raise Refused("case.needs-yes")
    return click.confirm(session.say("case.ask", path=str(case.path)), default=False, err=True)
