"""fieldops warranty: check, list, batch, gaps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import Worded, group
from fieldops.cli.json_forms import WITH_CLAUSES, clause_data, day_data
from fieldops.cli.output import (
    Command,
    Session,
    TimeText,
    day_option,
    form_option,
    now,
    print_json,
    print_line,
    text_form_option,
)
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode, InvalidDocuments, UsageError

if TYPE_CHECKING:
    from fieldops.actions.warranties import Found, Running
    from fieldops.contracts.standing import Standing
    from fieldops.warranty.claim import Claim

_EXIT = {"covered": ExitCode.CLEAN, "not_covered": ExitCode.FINDINGS, "undetermined": ExitCode.INCOMPLETE}


@group()
def warranty() -> None:
    """Is it covered, who pays, until when, and where are gaps."""


def _yes_no(flag: str, name: str, help: str) -> Callable[[Command], Command]:
    return click.option(flag, name, type=Worded(["yes", "no"]), help=help)


@warranty.command()
@click.argument("contract", metavar="CONTRACT")
@click.option("--asset", metavar="SERIAL", required=True, help="Serial number or id of the equipment.")
@click.option("--part", "part_no", metavar="PART_NO", help="Part number, when a part has failed.")
@click.option("--part-serial", metavar="SERIAL", help="Serial number of that part.")
@click.option(
    "--cause",
    metavar="CAUSE",
    help="normal, defect, installation, misuse, human_damage, external, consumable, unauthorised_change, force_majeure, or unknown.",
)
@click.option("--upgrade", metavar="KIND", help="minor or major: ask about a new version instead of a fault.")
@click.option("--service", metavar="SERVICE", help="Ask about a lifelong service instead of a fault.")
@click.option("--at", type=TimeText(), metavar="DATE", help="Day or time of the fault; default: today.")
@click.option(
    "--fault-in", metavar="KIND", help="hardware or software, where the asset has warranties for both."
)
@_yes_no("--remote-fixable", "remotely_fixable", "Whether it can be fixed remotely.")
@_yes_no("--in-factory", "in_factory", "Whether the unit is sent to the factory.")
@_yes_no("--solution-in-time", "solution_in_time", "Whether there is a solution in the time promised.")
@_yes_no("--consumable", "consumable", "Whether the part is a consumable, whatever the catalogue says.")
@_yes_no("--delivered-scope", "delivered_scope", "Whether it was delivered under this contract.")
@click.option(
    "--event", "events", metavar="EVENT=DATE", multiple=True, help="What if that event were on DATE."
)
@click.option("--governing", metavar="WARRANTY", help="What if both sides let this warranty decide.")
@day_option("--as-of", "Terms in force on this day; default: the day of the fault.", "as_of")
@click.option("--known-at", metavar="REV", help="By what the repository said at this git revision.")
@text_form_option()
@click.pass_obj
def check(
    session: Session, /, contract: str, as_of: date | None, known_at: str | None, form: str, **facts: Any
) -> int:
    """Decide whether a fault is covered, and say why.

    \b
    A disk failed:        fieldops warranty check acme --asset SN1 --part HDD-4T --cause normal
    A patch:              fieldops warranty check acme --asset LIC1 --upgrade minor
    Lifelong service:     fieldops warranty check acme --asset SN1 --service rescanning
    What we knew then:    ... --at 2026-03-01 --known-at v1.2

    Exit codes: 0 covered, 1 not covered, 2 wrong use, 3 undetermined.
    """
    from fieldops.actions.warranties import check_claim
    from fieldops.cli.decision_forms import as_markdown, decision_data, text_lines

    claim = _claim(facts)
    desk, decision = check_claim(session.root, contract, claim, now(), as_of, known_at)
    if form == "json":
        print_json(decision_data(desk, decision, session.language), WITH_CLAUSES)
    elif form == "markdown":
        print_line(as_markdown(desk, decision, session.language))
    else:
        for line in text_lines(desk, decision, session):
            print_line(line)
    return _EXIT[decision.outcome]


def _claim(facts: dict[str, Any]) -> Claim:
    """The claim of the options; without a day where none is given."""
    from fieldops.actions.claim_files import claim_of
    from fieldops.warranty.claim import explained_causes

    events = facts.pop("events")
    if not any(facts[name] for name in ("cause", "upgrade", "service")):
        raise UsageError("warranty.nothing-asked", causes=explained_causes())
    at = facts.pop("at")
    data: dict[str, object] = {name: value for name, value in facts.items() if value}
    return claim_of({**data, "day": at, "events": dict(_event(each) for each in events)}, need_day=False)


def _event(text: str) -> tuple[str, str]:
    name, equals, day = text.partition("=")
    if not equals:
        raise UsageError("warranty.no-event-day", value=text)
    return name, day


# --- list ----------------------------------------------------------------------------------------------


@warranty.command("list")
@click.option("--contract", metavar="ID", help="Only this contract.")
@click.option(
    "--expiring", metavar="TIME", help="Only those that hold today and end within it: 90d, '3 months'."
)
@form_option
@click.pass_obj
def list_command(session: Session, contract: str | None, expiring: str | None, form: str) -> int:
    """List the warranties of all equipment, the first to end first."""
    from fieldops.actions.warranties import list_warranties

    listing = list_warranties(session.root, now(), contract, expiring)
    rows = [_row(session, one) for one in listing.warranties]
    if form == "json":
        data = {"warranties": rows, "unknown": listing.unknown, "broken": listing.broken}
        print_json(data, WITH_CLAUSES)
    else:
        names = ("contract", "asset", "serial", "warranty", "start", "end", "days_left", "state")
        said = [
            {**row, "state": _state(session, one.standing)}
            for row, one in zip(rows, listing.warranties, strict=True)
        ]
        headings = [session.say(f"warranty.column-{name}") for name in names]
        print_table(session, headings, [[_cell(row, name) for name in names] for row in said])
        if any(row["provisional"] for row in rows):
            session.note("warranty.provisional")
        if not rows and not listing.unknown:
            session.note("warranty.none-listed" if expiring is None else "warranty.none-expiring")
    if listing.unknown:
        session.note("warranty.unknown-dates", count=listing.unknown)
    for path in listing.broken:
        session.note("contract.broken", path=path)
    return ExitCode.FINDINGS if listing.broken else ExitCode.CLEAN


def _state(session: Session, one: Standing) -> str:
    """How it stands in words; of one that waits for an acceptance, for which."""
    from fieldops.contracts.wording import words

    if one.awaited:
        return session.say("warranty.state-awaited", events=words(one.awaited))
    return session.say(f"warranty.state-{one.state}")


def _cell(row: dict[str, object], name: str) -> str:
    value = row[name]
    text = "-" if value is None else str(value)
    return f"{text} *" if name == "end" and row["provisional"] else text


def _row(session: Session, found: Running) -> dict[str, object]:
    one = found.standing
    return {
        "contract": one.contract,
        "asset": one.asset.id,
        "serial": one.asset.serial,
        "warranty": one.warranty.id,
        "title": session.value(one.warranty.title),
        "start": day_data(one.start),
        "end": day_data(one.end),
        "days_left": one.days_left,
        "state": one.state,
        "provisional": one.provisional,
        "missing": list(one.missing),
        "awaited": list(one.awaited),
        "clause": clause_data(one.clause, found.position),
    }


# --- batch ---------------------------------------------------------------------------------------------


@warranty.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--contract", metavar="ID", help="The contract of lines that name none.")
@click.option("--known-at", metavar="REV", help="By what the repository said at this git revision.")
@click.option("--brief", is_flag=True, help="Without reasons and flips.")
@click.pass_obj
def batch(session: Session, file: Path, contract: str | None, known_at: str | None, brief: bool) -> int:
    """Decide a file full of claims, CSV or JSON lines; one JSON line each on stdout.

    Columns are named as the options of 'warranty check' (contract, asset, cause, day, part_no, ...). A line that is
    wrong gives an error with its line number, and the batch goes on.

    Exit codes: 0 all decided, 1 some lines failed, 2 wrong use.
    """
    from fieldops.actions.claim_files import answers
    from fieldops.actions.needed import need
    from fieldops.actions.warranties import read_workspace
    from fieldops.cli.decision_forms import JsonLines

    workspace, revision = read_workspace(session.root, known_at)
    if contract is not None:
        # A typing error is told at once; mistakes of the contract are told by each line that asks about it.
        with suppress(InvalidDocuments):
            need(workspace, "Contract", contract)
    forms = JsonLines(session.language, brief)
    total = failed = 0
    out = sys.stdout.buffer
    for answer in answers(workspace, file, now(), contract, revision):
        total += 1
        failed += answer.error is not None
        out.write(forms.line(answer))
    out.flush()
    session.note("warranty.batch-done", total=total, failed=failed)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


# --- gaps ----------------------------------------------------------------------------------------------


@warranty.command()
@click.argument("name", metavar="CUSTOMER|CONTRACT")
@form_option
@click.pass_obj
def gaps(session: Session, name: str, form: str) -> int:
    """Find uncovered days, cover paid twice, and cover that ends before the contract.

    Exit codes: 0 nothing found, 1 something, 2 wrong use, 3 only dates or contracts
    of which nothing is known.
    """
    from fieldops.actions.warranties import find_gaps

    found, contracts, broken = find_gaps(session.root, name)
    rows = [_gap(session, one) for one in found]
    if form == "json":
        print_json({"contracts": contracts, "findings": rows, "broken": broken}, WITH_CLAUSES)
    else:
        names = ("contract", "asset", "kind", "start", "end", "warranties", "place")
        said = [
            {
                **row,
                "kind": session.say(f"warranty.gap-{row['kind']}"),
                "warranties": ", ".join(one.finding.warranties) or "-",
                "place": f"{one.position.path}:{one.position.line}",
            }
            for row, one in zip(rows, found, strict=True)
        ]
        if said:
            headings = [session.say(f"warranty.column-{each}") for each in names]
            print_table(session, headings, [[str(row[each]) for each in names] for row in said])
        else:
            session.note("warranty.no-gaps")
    for path in broken:
        session.note("contract.broken", path=path)
    if not found:
        # What a contract with mistakes covers is not known.
        return ExitCode.INCOMPLETE if broken else ExitCode.CLEAN
    return ExitCode.INCOMPLETE if all(one.finding.kind == "unknown" for one in found) else ExitCode.FINDINGS


def _gap(session: Session, one: Found) -> dict[str, object]:
    finding = one.finding
    return {
        "kind": finding.kind,
        "contract": finding.contract,
        "asset": finding.asset.id,
        "serial": finding.asset.serial,
        "start": day_data(finding.start),
        "end": day_data(finding.end),
        "warranties": list(finding.warranties),
        "missing": list(finding.missing),
        "message": session.say(f"warranty.gap-{finding.kind}"),
        "clause": clause_data(finding.clause, one.position),
    }
