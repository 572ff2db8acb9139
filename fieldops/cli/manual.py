"""fieldops schema and fieldops explain: the reference manual on the command line."""

from __future__ import annotations

import re

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, print_foreign_json, print_json, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode
from fieldops.messages import joined


@command()
@click.argument("kind", metavar="[KIND]", required=False)
@click.pass_obj
def schema(session: Session, kind: str | None) -> int:
    """Print the JSON Schema of KIND as one self-contained document; without KIND list the kinds."""
    from fieldops.actions.manual import bundled_schema, kinds

    if kind is not None:
        print_foreign_json(bundled_schema(kind))
        return ExitCode.CLEAN
    headings = [session.say("schema.column-kind"), session.say("schema.column-meaning")]
    print_table(session, headings, [[name, session.value(meaning)] for name, meaning in kinds().items()])
    return ExitCode.CLEAN


@command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@form_option
@click.pass_obj
def explain(session: Session, codes: tuple[str, ...], form: str) -> int:
    """Say what a CODE of `validate` means, with a wrong and a right example; without CODE list the codes."""
    from fieldops.actions.manual import listed_codes

    if not codes:
        rows = [[each, _template(session, each)] for each in listed_codes()]
        if form == "json":
            print_json({"codes": [row[0] for row in rows]})
        else:
            headings = [session.say("explain.column-code"), session.say("explain.column-says")]
            print_table(session, headings, rows)
        return ExitCode.CLEAN
    entries = {code: _entry(session, code) for code in codes}
    if form == "json":
        listed = [{"code": code, **parts} for code, parts in entries.items()]
        print_json({**(listed[0] if len(listed) == 1 else {"entries": listed})})
        return ExitCode.CLEAN
    for at, (code, parts) in enumerate(entries.items()):
        if at:
            print_line()
        _print_entry(session, code, parts)
    return ExitCode.CLEAN


def _entry(session: Session, code: str) -> dict[str, str]:
    from fieldops.actions.manual import explain as look_up

    entry = look_up(code)
    return {
        "says": _template(session, code),
        "hint": _template(session, code, advice=True),
        "why": entry.why.say(session.language),
        "source": entry.source,
        "bad": entry.bad,
        "good": entry.good,
    }


def _print_entry(session: Session, code: str, parts: dict[str, str]) -> None:
    print_line(session.paint(code, "heading"))
    for name, text in parts.items():
        if name == "source":
            text = _source(session, text)
        if text:
            heading = session.say("word.hint" if name == "hint" else f"explain.{name}")
            print_line()
            print_line(session.paint(heading, "heading"))
            for line in text.rstrip().splitlines():
                print_line(f"  {line}")


def _source(session: Session, source: str) -> str:
    """``C1 C3`` as the promises of those ids; a law as it is cited."""
    promises = re.findall(r"\b[A-H][0-9]{1,2}\b", source)
    cited = [part for part in re.split(r"\b[A-H][0-9]{1,2}\b|;", source) if part.strip()]
    said = [session.say("explain.promises", ids=", ".join(promises))] if promises else []
    return joined([part.strip() for part in cited] + said, session.language)


def _template(session: Session, code: str, advice: bool = False) -> str:
    """The sentence as it is, with … where it names what it found."""
    from fieldops.messages import CATALOGUE, in_general

    sentence = CATALOGUE[code]
    template = sentence.advice(session.language) if advice else sentence.text(session.language)
    return re.sub(r"\{[a-z_]+\}", "…", in_general(template or "")).replace("{{", "{").replace("}}", "}")
