"""fieldops run fill."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.files import OutputFile, file_for
from fieldops.cli.output import Session, now, print_line
from fieldops.cli.run_choice import run_argument
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.filling_in import Filled, Given
    from fieldops.actions.runs import Wanted
    from fieldops.records.manual import Owed
    from fieldops.records.runs import Run


@command()
@run_argument
@click.option("--engineer", metavar="PERSON", help="Which of the run's engineers fills it in, by id or name.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A form that was filled in.",
)
@click.option(
    "--form",
    "form_file",
    type=OutputFile(".yaml", ".yml"),
    help="Write the form with all items, to be filled in.",
)
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar="ID=ANSWER",
    help="Fill in one item; at one of several places: PLACE/ID=ANSWER.",
)
@click.option("--note", "notes", multiple=True, metavar="ID=TEXT", help="What is to be said with an answer.")
@click.option("--photo", "photos", multiple=True, metavar="ID=FILE", help="A photo: JPEG, PNG or HEIC.")
@click.pass_obj
def fill(
    session: Session,
    wanted: Wanted,
    engineer: str | None,
    answers: Path | None,
    form_file: Path | None,
    items: Sequence[str],
    notes: Sequence[str],
    photos: Sequence[str],
) -> int:
    """Fill in the manual items of RUN, until it is concluded: one after the other at the terminal, or as options say.

    \b
    On a phone or laptop without fieldops:
        fieldops run fill RUN --form form.yaml
        fieldops run fill RUN --answers form.yaml

    An answer that is given anew corrects the one before, which stays on record.
    """
    from fieldops.actions.answer_files import form_text, read_answers
    from fieldops.actions.filling_in import fill_in, owed_in

    run = owed_in(session.root, wanted)
    if form_file is not None:
        with file_for(form_file, f"{run.id}.yaml") as path:
            path.write_text(form_text(run, session.language), "utf-8")
        if str(form_file) != "-":
            owed = sum(len(item.places) for item in run.playbook.manual)
            session.note("manual.form-written", path=form_file, count=owed, run=run.id)
        return ExitCode.CLEAN
    given = _given(items, notes, photos)
    if answers is not None:
        read = read_answers(answers, run)
        engineer, given = engineer or read.engineer, [*read.given, *given]
    elif not given:
        given, engineer = _asked(session, run, engineer)
    return _tell(session, fill_in(session.root, wanted, engineer, given, now()))


def _given(items: Sequence[str], notes: Sequence[str], photos: Sequence[str]) -> list[Given]:
    """The answers of the options --item, with their notes and photos."""
    from fieldops.actions.filling_in import Given

    said = dict(map(_pair, items))
    told, taken = dict(map(_pair, notes)), [_pair(each) for each in photos]
    if lacking := [name for name in (*told, *(name for name, _ in taken)) if name not in said]:
        raise UsageError("manual.without-answer", item=lacking[0])
    if len(said) < len(items):
        raise UsageError("manual.twice", item=_pair(items[-1])[0])
    found = []
    for name, answer in said.items():
        place, slash, item = name.rpartition("/")
        files = tuple(Path(file) for of, file in taken if of == name)
        found.append(Given(item, answer, place if slash else None, told.get(name, ""), files))
    return found


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageError("manual.no-pair", text=text)
    return name.strip(), value


def _asked(session: Session, run: Run, engineer: str | None) -> tuple[list[Given], str]:
    """Ask for what is not filled in yet, one item after the other; an empty answer leaves it for later."""
    from fieldops.records.manual import owed_of

    if not sys.stdin.isatty():
        raise UsageError("manual.nothing-given", run=run.id)
    if engineer is None:
        raise UsageError("manual.who", choices=", ".join(run.engineers))
    filled = {(each.place, each.result.id) for each in run.answers}
    owed = [each for each in owed_of(run) if each.spot not in filled]
    found = []
    for number, each in enumerate(owed, 1):
        heading = {"number": number, "all": len(owed), "place": each.name(session.language)}
        title = each.check.title.say(session.language)
        print_line(session.say("manual.heading", **heading, title=f"{title} ({each.item.id})"))
        print_line(f"    {each.item.look.say(session.language)}")
        print_line(
            f"    {session.say('manual.standard', standard=each.check.standard.say(session.language))}"
        )
        for at, choice in enumerate(each.item.choices, 1):
            print_line(f"    {at}: {choice.title.say(session.language)}")
        found += _ask(session, each)
    return found, engineer


def _ask(session: Session, owed: Owed) -> list[Given]:
    """The answer to one item; none where it is left for later."""
    from fieldops.actions.answer_files import choices_text
    from fieldops.actions.filling_in import Given, try_answer

    while True:
        told = choices_text(owed, session.language)
        answer = str(click.prompt(session.say("manual.ask", choices=told), default="", show_default=False))
        if not answer.strip():
            return []
        note, wrong = "", try_answer(owed, answer, "")
        if wrong is not None and wrong.code == "manual.without-note":
            note = str(click.prompt(session.say("manual.ask-note"), default="", show_default=False))
            wrong = try_answer(owed, answer, note)
        if wrong is None:
            return [Given(owed.item.id, answer, owed.place.id, note)]
        for told in filter(None, say_error(wrong, session.language)):
            click.echo(told, err=True)


def _tell(session: Session, filled: Filled) -> int:
    """How many are filled in now; exit code 3 while some are not."""
    from fieldops.records.coverage import coverage_of

    for owed in filled.without_photo:
        session.note("manual.photo-wanted", place=owed.name(session.language), item=owed.item.id)
    coverage = coverage_of(filled.run)
    counts = {"new": filled.new, "filled": coverage.manual_filled, "owed": coverage.manual}
    session.note("manual.recorded", run=filled.run.id, **counts)
    return ExitCode.CLEAN if coverage.manual == coverage.manual_filled else ExitCode.INCOMPLETE
