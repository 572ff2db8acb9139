"""How remote sessions on orders are shown: a table, one with all of it, and JSON. Sessions of runs are `session_forms`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import instant_data, override_data
from fieldops.cli.output import Session, print_line
from fieldops.cli.reason_forms import reason_lines
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.messages import say_recorded
from fieldops.service.told_names import person_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fieldops.actions.orders import View
    from fieldops.actions.remote_sessions import Shown
    from fieldops.records.session_events import SessionOpened
    from fieldops.records.snapshots import OverrideSnapshot
    from fieldops.service.orders import RemoteSession

_COLUMNS = ("session", "person", "begun", "ended", "account", "permitted_by", "outcome", "changes")


def print_sessions(session: Session, found: Sequence[Shown]) -> None:
    """A table of sessions."""
    rows = [_row(session, each) for each in found]
    print_table(session, [session.say(f"session.column-{name}") for name in _COLUMNS], rows)


def _row(session: Session, shown: Shown) -> list[str]:
    opened, closed, zone = shown.session.opened, shown.session.closed, shown.view.agreement.zone
    return [
        shown.session.id,
        session.value(opened.person.name),
        moment(opened.time, zone),
        moment(closed.time, zone) if closed is not None else "",
        opened.account,
        opened.permitted_by or "",
        session.value(word(closed.outcome, "outcome"))
        if closed is not None
        else session.say("session.outcome-open"),
        str(len(closed.changes)) if closed is not None else "",
    ]


def print_one(session: Session, shown: Shown) -> None:
    """One session: who, when, what for, what was done and changed, what was overridden, and whether it ended too late."""
    from fieldops.service.remote import overrun

    opened, zone = shown.session.opened, shown.view.agreement.zone
    print_line(session.paint(session_head(session, shown.session, zone), "heading"))
    until = due_moment(opened.until, zone) if opened.until is not None else None
    for name, text in (*_opened(session, opened, until), *_closed(session, shown)):
        if text:
            print_line(
                "  " + session.say("session.fact", name=session.say(f"session.field-{name}"), text=text)
            )
    for line in _overridden(session, opened.override):
        print_line("  " + line)
    view = shown.view
    for line in reason_lines(
        overrun(view.order, view.agreement, shown.session), view.agreement.position, session
    ):
        print_line(line)


def note_cut(session: Session, shown: Shown) -> None:
    """Say why it may not last as long as it was wished for, where it may not."""
    opened, zone = shown.session.opened, shown.view.agreement.zone
    if shown.cut is not None and opened.until is not None:
        until, wished = due_moment(opened.until, zone), due_moment(shown.cut, zone)
        contract = shown.view.order.opened.contract
        session.note("session.until-cut", until=until, wished=wished, contract=contract)


def session_head(session: Session, shown: RemoteSession, zone: ZoneInfo) -> str:
    """From when until when it lasted, and how it ended."""
    begun, closed = moment(shown.opened.time, zone), shown.closed
    if closed is None:
        return session.say("session.head-open", session=shown.id, begun=begun)
    outcome = session.value(word(closed.outcome, "outcome"))
    values = {"begun": begun, "ended": moment(closed.time, zone), "outcome": outcome}
    return session.say("session.head-closed", session=shown.id, **values)


def _opened(session: Session, opened: SessionOpened, until: str | None) -> list[tuple[str, str | None]]:
    return [
        ("person", session.value(opened.person.name)),
        ("account", opened.account),
        ("assets", ", ".join(opened.assets)),
        ("purpose", opened.purpose),
        ("permitted_by", opened.permitted_by),
        ("evidence", opened.evidence),
        ("until", until),
    ]


def _closed(session: Session, shown: Shown) -> list[tuple[str, str | None]]:
    closed = shown.session.closed
    if closed is None:
        return []
    kept = {None: None, True: "session.passwords-changed", False: "session.passwords-kept"}
    passwords = kept[closed.passwords_changed]
    return [
        ("done", closed.done),
        *(("changes", each) for each in closed.changes or (session.say("session.no-changes"),)),
        ("to", session.value(person_named(shown.view.agreement, closed.to)) if closed.to else None),
        ("passwords", session.say(passwords) if passwords is not None else None),
    ]


def _overridden(session: Session, override: OverrideSnapshot | None) -> list[str]:
    """A line for each thing that was overridden, with the reason that was given."""
    if override is None:
        return []
    return [
        session.say(
            "admission.overridden",
            reason=override.reason,
            what=say_recorded(each.code, session.language, each.values)[0],
        )
        for each in override.refused
    ]


# --- JSON (public interface) --------------------------------------------------------------------------------


def session_data(session: Session, view: View, shown: RemoteSession) -> dict[str, object]:
    """A session as JSON."""
    opened, closed, zone = shown.opened, shown.closed, view.agreement.zone
    return {
        "session": shown.id,
        "order": opened.order,
        "contract": view.order.opened.contract,
        "person": {"id": opened.person.id, "name": session.value(opened.person.name)},
        "account": opened.account,
        "assets": list(opened.assets),
        "purpose": opened.purpose,
        "permitted_by": opened.permitted_by,
        "evidence": opened.evidence,
        "until": instant_data(opened.until, zone),
        "begun": instant_data(opened.time, zone),
        "begun_recorded": instant_data(opened.at, zone),
        "override": override_data(opened.override, session.language),
        "ended": instant_data(closed.time, zone) if closed is not None else None,
        "ended_recorded": instant_data(closed.at, zone) if closed is not None else None,
        "outcome": closed.outcome if closed is not None else None,
        "done": closed.done if closed is not None else None,
        "changes": list(closed.changes) if closed is not None else None,
        "handed_to": closed.to if closed is not None else None,
        "passwords_changed": closed.passwords_changed if closed is not None else None,
    }
