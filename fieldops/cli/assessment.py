"""fieldops order assessment: what is counted of a quarter's orders, as tables and JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.files import refuse_two_on_stdout
from fieldops.cli.json_forms import instant_data
from fieldops.cli.order_documents import paper_options, write_paper
from fieldops.cli.output import Session, form_option, now, print_json, print_line
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldops.actions.orders import View
    from fieldops.reports.order_view import OrderPaper
    from fieldops.service.assessment import Entry, Quarter, Row

_ENTRY = ("order", "contract", "person", "notice", "due", "sent", "entered_in")


@command()
@click.argument("contract", metavar="[CONTRACT]", required=False)
@click.option("--quarter", metavar="QUARTER", help="Such as 2026Q1; default: the one that runs.")
@click.option("--person", metavar="PERSON", help="Only what counts for this engineer, by id or name.")
@paper_options
@form_option
@click.pass_obj
def assessment(
    session: Session,
    contract: str | None,
    quarter: str | None,
    person: str | None,
    language: str | None,
    output: Path | None,
    form: str,
) -> int:
    """What a quarter's orders come to, by contract and engineer: times kept and missed, notices, complaints, call-backs; of one
    contract with --output as a paper that is signed.

    The times and notices are those of each contract. Exit codes: 0 well, 2 wrong use, 3 an order could not be judged.
    """
    from fieldops.actions.order_lists import all_orders
    from fieldops.service.assessment import assessed, quarter_at, quarter_of, quarter_on

    refuse_two_on_stdout(output, form)
    if output is not None and contract is None:
        raise UsageError("assessment.of-what")
    at = now()
    asked = quarter_of(quarter) if quarter is not None else None
    listed = all_orders(session.root, at, contract)
    asked = asked or quarter_at(at, {view.agreement.zone for view in listed.views})
    # Where nothing is to be counted, any quarter is as good.
    asked = asked or quarter_on(at.date())
    rows, entries = assessed(((view.standing, view.agreement) for view in listed.views), asked)
    views = {view.order.id: view for view in listed.views}
    names = _names(session, listed.views)
    if person is not None:
        rows = tuple(each for each in rows if _means(names, each.contract, each.person, person))
        entries = tuple(each for each in entries if _means(names, each.contract, each.person, person))
    for id, error in listed.unread:
        session.note("order.unread", order=id, what=say_error(error, session.language)[0])
    if output is not None and contract is not None:
        write_paper(session, _paper(session, contract, (asked, rows, entries), language, at), output)
    if form == "json":
        unread = [{"order": id, "reason": error.code} for id, error in listed.unread]
        data = {"quarter": str(asked), "rows": [_row_data(each) for each in rows]}
        print_json({**data, "notices": [_entry_data(each, views) for each in entries], "unread": unread})
    elif output is not None:
        pass
    elif not rows:
        session.note("assessment.nothing", quarter=str(asked))
    else:
        _print(session, str(asked), rows, entries, names, views)
    return ExitCode.INCOMPLETE if listed.unread else ExitCode.CLEAN


def _paper(
    session: Session,
    contract: str,
    found: tuple[Quarter, tuple[Row, ...], tuple[Entry, ...]],
    language: str | None,
    at: datetime,
) -> OrderPaper:
    from fieldops.actions.contracts import open_workspace
    from fieldops.actions.needed import need_agreement
    from fieldops.reports.assessment_paper import Assessed, assessment_paper

    agreement = need_agreement(open_workspace(session.root, judged=False), contract)
    return assessment_paper(Assessed(agreement, *found, language or agreement.signed.language, at))


def _names(session: Session, views: Sequence[View]) -> dict[tuple[str, str], str]:
    """The names of the people of each contract's team, by the contract's id and theirs."""
    return {
        (view.order.opened.contract, each.id): session.value(each.name)
        for view in views
        for each in (view.agreement.team.people if view.agreement.team is not None else ())
    }


def _means(names: Mapping[tuple[str, str], str], contract: str, id: str | None, asked: str) -> bool:
    return id is not None and asked in (id, names.get((contract, id)))


def _print(
    session: Session,
    quarter: str,
    rows: Sequence[Row],
    entries: Sequence[Entry],
    names: Mapping[tuple[str, str], str],
    views: Mapping[str, View],
) -> None:
    from fieldops.service.assessment import COUNTED

    def called(contract: str, id: str | None, position: str | None = None) -> str:
        if id is None and position is not None:
            return session.value(word(position))
        return names.get((contract, id), id) if id is not None else session.say("assessment.nobody")

    print_line(session.paint(session.say("assessment.head", quarter=quarter), "heading"))
    table = [
        [
            each.contract,
            called(each.contract, each.person, each.position),
            *(str(each.counts[name]) for name in COUNTED),
        ]
        for each in rows
    ]
    headings = [session.say(f"assessment.column-{name}") for name in ("contract", "person", *COUNTED)]
    print_table(session, headings, table)
    if not entries:
        return
    print_line()
    print_line(session.paint(session.say("assessment.notices"), "heading"))
    lines = [_entry_row(session, each, called(each.contract, each.person), views) for each in entries]
    print_table(session, [session.say(f"assessment.column-{name}") for name in _ENTRY], lines)


def _entry_row(session: Session, entry: Entry, person: str, views: Mapping[str, View]) -> list[str]:
    zone = views[entry.order].agreement.zone
    return [
        entry.order,
        entry.contract,
        person,
        session.value(word(entry.notice, "notice")),
        due_moment(entry.due, zone),
        moment(entry.sent, zone) if entry.sent is not None else session.say("assessment.not-sent"),
        session.value(word(entry.entered_in)) if entry.entered_in is not None else "",
    ]


# --- JSON (public interface) --------------------------------------------------------------------------------


def _row_data(row: Row) -> dict[str, object]:
    return {"contract": row.contract, "person": row.person, "position": row.position, **row.counts}


def _entry_data(entry: Entry, views: Mapping[str, View]) -> dict[str, object]:
    zone = views[entry.order].agreement.zone
    return {
        "order": entry.order,
        "contract": entry.contract,
        "person": entry.person,
        "notice": entry.notice,
        "due": instant_data(entry.due, zone),
        "sent": instant_data(entry.sent, zone),
        "entered_in": entry.entered_in,
    }
