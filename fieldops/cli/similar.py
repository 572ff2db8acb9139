"""fieldops similar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.inspect import ask_password, progress
from fieldops.cli.json_forms import instant_data
from fieldops.cli.output import Session, form_option, note_left_out, now, print_error, print_json, print_line
from fieldops.cli.run_choice import run_argument
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.errors import ExitCode
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted
    from fieldops.actions.similar import Elsewhere, Now
    from fieldops.records.similar import Similar, Trait


@command("similar")
@run_argument
@click.argument("check")
@click.argument("host", required=False)
@click.option(
    "--look",
    is_flag=True,
    help="Do this one check now where nobody has since: as a health check of each contract, recorded.",
)
@form_option
@click.pass_obj
def similar(session: Session, wanted: Wanted, check: str, host: str | None, look: bool, form: str) -> int:
    """Find the equipment of all contracts that is like the one with a fault: same model, part or software version.

    The fault is what CHECK found in RUN, on all hosts that have it or on HOST; RUN is its id or 'latest'.

    Exit codes: 0 none is alike, or all were looked at since and are well, 1 the fault is there, too, 2 wrong use, 3 some
    were not looked at since, or nothing is known by which others could be alike.
    """
    from fieldops.actions.similar import look_now, seen_now
    from fieldops.actions.similar import similar as find_similar

    found = find_similar(session.root, wanted, check, host, now())
    looked: tuple[Now, ...] = ()
    if look:
        with progress(session) as observer:
            ask = partial(ask_password, session)
            looked = look_now(session.root, found, lambda: datetime.now(UTC), ask, observer)
        found = seen_now(found, looked)
    note_left_out(session, found.left_out)
    for run, error in found.unreadable.items():
        session.note("finding.unreadable-run", run=run, what=say_error(error, session.language)[0])
    for each in looked:
        if each.refused is not None:
            session.note("similar.not-now", contract=each.contract)
            print_error(each.refused, session)
    if form == "json":
        print_json(_data(session, found, looked))
    else:
        _print(session, found)
    return _exit_code(found)


def _exit_code(found: Elsewhere) -> ExitCode:
    if any(each.deviates for each in found.similar):
        return ExitCode.FINDINGS
    unknown = not found.traits or any(each.open for each in found.similar)
    return ExitCode.INCOMPLETE if unknown or found.left_out or found.unreadable else ExitCode.CLEAN


def _print(session: Session, found: Elsewhere) -> None:
    asked = found.asked
    print_line(
        session.say("similar.fault", check=asked.check, hosts=", ".join(asked.hosts), run=asked.run.id)
    )
    if not found.traits:
        print_line(session.say("similar.no-traits"))
        return
    print_line(session.say("similar.by", traits=_listed(session, found.traits)))
    if not found.similar:
        print_line(session.say("similar.none"))
        return
    headings = [
        session.say(f"word.{name}") for name in ("contract", "asset", "alike", "looked-at", "verdict")
    ]
    print_table(session, headings, [_row(session, each) for each in found.similar])
    waiting = [each for each in found.similar if each.open]
    if waiting:
        by_hand = sum(not each.reachable for each in waiting)
        code = "similar.waiting" if by_hand < len(waiting) else "similar.waiting-for-people"
        session.note(code, count=len(waiting), by_hand=by_hand)


def _row(session: Session, each: Similar) -> list[str]:
    looked = each.looked
    if looked is None:
        by_hand = "similar.by-people" if each.by_hand else "similar.by-hand"
        seen = session.say("similar.never" if each.reachable else by_hand)
        return [each.contract, each.asset.id, _listed(session, each.traits), seen, ""]
    at = moment_with_offset(looked.at)
    seen = at if each.since else session.say("similar.before", at=at)
    verdict = session.paint(session.say(f"verdict.{looked.verdict}"), looked.verdict.value)
    return [each.contract, each.asset.id, _listed(session, each.traits), seen, verdict]


def _listed(session: Session, traits: Iterable[Trait]) -> str:
    told = [session.say(f"similar.{each.alike}", value=each.value) for each in traits]
    return ("、" if session.language == "zh-CN" else ", ").join(told)


def _data(session: Session, found: Elsewhere, looked: Sequence[Now]) -> dict[str, object]:
    return {
        "run": found.asked.run.id,
        "check": found.asked.check,
        "hosts": list(found.asked.hosts),
        "traits": [_trait_data(each) for each in found.traits],
        "similar": [
            {
                "contract": each.contract,
                "asset": each.asset.id,
                "reachable": each.reachable,
                "traits": [_trait_data(trait) for trait in each.traits],
                "looked": None
                if each.looked is None
                else {
                    "run": each.looked.run,
                    "at": instant_data(each.looked.at),
                    "verdict": each.looked.verdict,
                    "since": each.since,
                },
            }
            for each in found.similar
        ],
        "looked_now": [
            {
                "contract": each.contract,
                "hosts": list(each.hosts),
                "run": each.run.id if each.run is not None else None,
                "message": say_error(each.refused, session.language)[0] if each.refused is not None else None,
            }
            for each in looked
        ],
    }


def _trait_data(trait: Trait) -> dict[str, object]:
    return {"alike": trait.alike, "value": trait.value, "check": trait.check}
