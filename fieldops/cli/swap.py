"""fieldops swap: propose, approve, carry-out, undo, log, show, list, patch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import Worded, group
from fieldops.cli.output import (
    Session,
    TimeText,
    day_option,
    form_option,
    now,
    print_json,
    print_line,
    say_clock,
)
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.swap_cases import SwapView

_EXIT = {"covered": ExitCode.CLEAN, "not_covered": ExitCode.FINDINGS, "undetermined": ExitCode.INCOMPLETE}
_FACTS = ("remotely_fixable", "in_factory", "solution_in_time", "consumable")
_AT = click.option("--at", "time", type=TimeText(), metavar="TIME", help="When it happened; default: now.")
_EVIDENCE = click.option(
    "--evidence", metavar="TEXT", help="Where it is written: a letter, a photo, a signed sheet."
)
_NOTE = click.option("--note", metavar="TEXT", help="What else should be remembered.")


@group()
def swap() -> None:
    """Swaps of parts: propose, approve and carry out; loaners, returns to the maker, examinations."""


# --- propose ------------------------------------------------------------------------------------------------


@swap.command()
@click.argument("order", metavar="ORDER")
@click.option("--asset", metavar="ID", help="The equipment, by id, serial or name; default: the order's.")
@click.option("--part", metavar="PART_NO", required=True, help="The part that failed, by number or name.")
@click.option("--serial-out", metavar="SERIAL", required=True, help="Serial number of the part to take out.")
@click.option("--slot", metavar="SLOT", help="Where the part sits, where no list of parts says it.")
@click.option(
    "--cause",
    metavar="CAUSE",
    help="normal, defect, installation, misuse, human_damage, external, consumable, unauthorised_change, force_majeure, or unknown.",
)
@click.option(
    "--remote-fixable",
    "remotely_fixable",
    type=Worded(["yes", "no"]),
    help="Whether it can be fixed remotely.",
)
@click.option("--in-factory", type=Worded(["yes", "no"]), help="Whether the unit is sent to the factory.")
@click.option(
    "--solution-in-time",
    type=Worded(["yes", "no"]),
    help="Whether there is a solution in the time promised.",
)
@click.option(
    "--consumable",
    type=Worded(["yes", "no"]),
    help="Whether the part is a consumable, whatever the catalogue says.",
)
@click.option("--by", metavar="PERSON", help="Who proposes it, by id or name.")
@_AT
@form_option
@click.pass_obj
def propose(session: Session, /, form: str, **given: Any) -> int:
    """Propose to replace a part for an order, and say whether it is covered, by which clause, and what the customer gets.

    Exit codes: 0 covered, 1 not covered, 2 wrong use (nothing is recorded), 3 undetermined, 4 refused.
    """
    from fieldops.actions.swaps import Wanted
    from fieldops.actions.swaps import propose as propose_swap

    facts = {name: given.pop(name) for name in _FACTS}
    told = {name: value == "yes" for name, value in facts.items() if value is not None}
    view = propose_swap(session.root, Wanted(facts=told, **given), now())
    say_clock(session, given["time"], view.order.agreement.zone)
    _print_one(session, view, form, whole=True)
    return _EXIT[view.decision.outcome]


def _print_one(session: Session, view: SwapView, form: str, whole: bool = False) -> None:
    from fieldops.actions.swap_alike import alike
    from fieldops.actions.swap_stock import Offered, offered
    from fieldops.cli.json_forms import WITH_CLAUSES
    from fieldops.cli.swap_forms import Beside, print_swap, whole_data

    record, asked = view.record, now()
    stores = offered(session.root, record, view.asset, asked) if record.is_open else Offered()
    others = alike(session.root, record, view.asset, asked) if record.last("examined") is not None else ()
    if form == "json":
        print_json(whole_data(session, view, Beside(stores, others)), WITH_CLAUSES)
    else:
        print_swap(session, view, Beside(stores, others), whole)


# --- what happens to one ------------------------------------------------------------------------------------


@swap.command()
@click.argument("id", metavar="SWAP")
@click.option("--by", metavar="POSITION", required=True, help="Who approves it, by position, such as sales.")
@_AT
@_EVIDENCE
@_NOTE
@form_option
@click.pass_obj
def approve(session: Session, /, id: str, form: str, time: str | None, **given: str | None) -> int:
    """Approve a swap: what no warranty covers by whom the contract names, when its steps are done.

    What is undetermined cannot be approved: say first what is missing.
    """
    return _tell(session, id, "approved", form, time, given)


@swap.command("carry-out")
@click.argument("id", metavar="SWAP")
@click.option(
    "--serial-in", "serial", metavar="SERIAL", required=True, help="Serial number of the part put in."
)
@click.option("--part", "part_no", metavar="PART_NO", help="Its number, where it is another than before.")
@click.option(
    "--by", metavar="POSITION", help="Who did it: a position such as engineer, or a person by id or name."
)
@_AT
@click.option(
    "--reason", metavar="TEXT", help="Why it is from no store, such as: the maker brought it along."
)
@_EVIDENCE
@_NOTE
@form_option
@click.pass_obj
def carry_out(session: Session, /, id: str, form: str, time: str | None, **given: str | None) -> int:
    """Record that the part was replaced, by which serial number. From then on every decision knows it.

    A serial number that no store ever had is refused while one for it was handed out or lies there; --reason says why it is
    from elsewhere.
    """
    return _tell(session, id, "carried_out", form, time, given)


@swap.command()
@click.argument("id", metavar="SWAP")
@click.option("--reason", metavar="TEXT", required=True, help="Why it is undone.")
@click.option(
    "--by", metavar="POSITION", help="Who did it: a position such as engineer, or a person by id or name."
)
@_AT
@_EVIDENCE
@_NOTE
@form_option
@click.pass_obj
def undo(session: Session, /, id: str, form: str, time: str | None, **given: str | None) -> int:
    """Take a swap back: one that was proposed is withdrawn, one that was carried out is as if it had not been."""
    return _tell(session, id, "undone", form, time, given)


@swap.command()
@click.argument("id", metavar="SWAP")
@click.argument("kind", metavar="EVENT")
@_AT
@click.option(
    "--by", metavar="POSITION", help="Who did it: a position such as engineer, or a person by id or name."
)
@click.option("--serial", metavar="SERIAL", help="Serial number of what was lent, put in or came back.")
@click.option("--cause", metavar="CAUSE", help="Why the part failed, as is known now.")
@click.option("--result", metavar="TEXT", help="What the examination found, or what the maker did.")
@click.option("--owner", metavar="WORD", help="Whose the unit is at the maker: customer, company or maker.")
@day_option("--until", "Last day of the warranty that a unit came back with.", "until")
@click.option("--reason", metavar="TEXT", help="Why it is refused or undone, or from no store.")
@_EVIDENCE
@_NOTE
@form_option
@click.pass_obj
def log(
    session: Session,
    /,
    id: str,
    kind: str,
    form: str,
    time: str | None,
    until: date | None,
    **given: str | None,
) -> int:
    """Record what else happens: EVENT is assessed, loaner_out, loaner_back, unit_received, sent_to_maker, back_from_maker,
    examined, warned, signed, refused.

    What cannot have happened, or may not be done yet, is refused with the reason, and nothing is recorded.
    """
    day = until.isoformat() if until is not None else None
    return _tell(session, id, kind, form, time, {**given, "until": day})


def _tell(
    session: Session, id: str, kind: str, form: str, time: str | None, given: dict[str, str | None]
) -> int:
    from fieldops.actions.swap_evidence import with_evidence
    from fieldops.actions.swap_words import Word
    from fieldops.actions.swaps import tell
    from fieldops.service.swap_dues import still_handed_out

    values = {name: value for name, value in given.items() if value is not None}
    word = Word(kind, time, values)
    if "evidence" in values:
        word = with_evidence(session.root, id, word, now())
    view, new = tell(session.root, id, word, now())
    say_clock(session, time, view.order.agreement.zone)
    if not new:
        session.note("swap.known-already", swap=id)
    elif others := still_handed_out(view.record, view.order.order):
        session.note("swap.other-than-issued", serials=", ".join(others), order=view.order.order.id)
    _print_one(session, view, form)
    told, sent = view.record.last("back_from_maker"), view.record.last("sent_to_maker")
    if new and told is view.record.told[-1] and sent is not None and sent.owner == "company":
        part = told.part_no or view.record.proposed.part_no
        session.note("swap.to-store", part=part, serial=told.serial)
    return ExitCode.CLEAN


# --- show, list ---------------------------------------------------------------------------------------------


@swap.command()
@click.argument("id", metavar="SWAP")
@form_option
@click.pass_obj
def show(session: Session, id: str, form: str) -> int:
    """Show a swap: the warranty's decision, what the customer gets, what is still owed, and all that happened.

    Exit codes: 0 nothing is owed any more, 1 something is, 2 wrong use, 3 undetermined.
    """
    from fieldops.actions.swaps import swap_called
    from fieldops.cli.swap_forms import owed

    view = swap_called(session.root, id, now())
    _print_one(session, view, form, whole=True)
    if view.decision.outcome == "undetermined":
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if owed(view) else ExitCode.CLEAN


@swap.command("list")
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--order", metavar="ORDER", help="Only those of this order.")
@click.option(
    "--open", "only_open", is_flag=True, help="Only those that are not carried out, refused or undone."
)
@form_option
@click.pass_obj
def list_command(
    session: Session, contract: str | None, order: str | None, only_open: bool, form: str
) -> int:
    """List the swaps of all contracts, of one, or of an order."""
    from fieldops.actions.swaps import list_swaps
    from fieldops.cli.swap_forms import print_swaps, row_data

    found = [
        each for each in list_swaps(session.root, contract, order).records if not only_open or each.is_open
    ]
    if form == "json":
        print_json({"swaps": [row_data(each) for each in found]})
    elif not found:
        session.note("swap.none-such")
    else:
        print_swaps(session, found)
    return ExitCode.CLEAN


# --- patch --------------------------------------------------------------------------------------------------


@swap.command()
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--apply", "write", is_flag=True, help="Write the files, instead of showing the change.")
@form_option
@click.pass_obj
def patch(session: Session, contract: str | None, write: bool, form: str) -> int:
    """Show what the contracts' files lack of the swaps that were carried out, as a patch; comments and layout stay.

    Until it is merged, decisions know these swaps from the records.

    Exit codes: 0 nothing is lacking, or it was written, 1 something is lacking, 2 wrong use.
    """
    from fieldops.actions.swap_patches import apply, patches

    found = patches(session.root, contract)
    if write:
        apply(session.root, found)
    if form == "json":
        files = [{"file": each.path, "swaps": list(each.swaps), "patch": list(each.lines)} for each in found]
        print_json({"written": write, "files": files})
    elif not write:
        for each in found:
            for line in each.lines:
                print_line(line)
    for each in found if write else ():
        session.note("swap.patched", path=each.path, swaps=", ".join(each.swaps))
    if not found:
        session.note("swap.nothing-to-patch")
    return ExitCode.CLEAN if write or not found else ExitCode.FINDINGS
