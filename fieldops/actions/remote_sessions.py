"""Remote sessions on an order: let in by the rules that inspections have, closed with what was done, and looked at. E1-E4

Does not live here: any rule (`fieldops.schedule.admission`, `fieldops.service.remote`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.finding import one_called, recorded, team_member
from fieldops.actions.handed_in import Handed, bytes_of, kept
from fieldops.actions.order_lists import Listed, all_orders
from fieldops.actions.order_telling import add
from fieldops.actions.orders import View, order_called
from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.model import Contract
from fieldops.contracts.model.team import Person
from fieldops.contracts.spoken import offered
from fieldops.contracts.wording import moment as moment_text
from fieldops.dates.instants import utc
from fieldops.errors import Refused, UsageError
from fieldops.inspection.readings import Reason
from fieldops.records.moments import whole_seconds
from fieldops.records.order_events import OrderTold
from fieldops.records.session_events import Outcome, SessionClosed, SessionEvent, SessionOpened
from fieldops.records.snapshots import OverrideSnapshot
from fieldops.records.visits import Consent
from fieldops.schedule.admission import session_allowed
from fieldops.schedule.sessions import NEVER, consenting
from fieldops.service.orders import Order, RemoteSession
from fieldops.service.remote import not_an_administrator, not_ended_so
from fieldops.sla.moments import in_zone, read_moment
from fieldops.structs import Struct


class Wish(Struct, frozen=True):
    """A session that somebody wants to open, as it was typed: times are those of the contract's zone.

    `person` is the engineer (None: to whom the order is assigned), `role` the position in which the work is done; `file` is
    what was handed in as `evidence`.
    """

    purpose: str
    person: str | None = None
    role: str = "engineer"
    account: str | None = None
    assets: tuple[str, ...] = ()
    permitted_by: str | None = None
    evidence: str | None = None
    until: str | None = None
    begun: str | None = None
    override: str | None = None
    file: Handed | None = None


class Ending(Struct, frozen=True):
    """How a session ends, as it was typed; `changes` None where nobody said whether anything was changed."""

    outcome: Outcome
    done: str
    changes: tuple[str, ...] | None = None
    to: str | None = None
    passwords_changed: bool | None = None
    reminded: str | None = None
    ended: str | None = None


class Shown(Struct, frozen=True):
    """A session with the order it is of, as that stands; `cut`: until when it was wished for, where the agreed windows end
    before.
    """

    view: View
    session: RemoteSession
    cut: datetime | None = None


# --- opening -----------------------------------------------------------------------------------------------


def open_session(root: Path, order: str, wish: Wish, now: datetime) -> Shown:
    """Record that a session begins, and with it that remote work on the order has begun.

    Raises Refused where the customer does not allow it at that moment (unless the wish says why it has to be) or nobody may
    be sent yet; UsageError for people, equipment and times that cannot be.
    """
    if wish.override is not None and not wish.override.strip():
        raise UsageError("admission.blank-reason")

    def begin(order: Order, agreement: Agreement) -> tuple[OrderTold | SessionEvent, ...]:
        opened = _opened(order, agreement, wish, now)
        started = OrderTold(order.id, "remote_started", opened.time, opened.at, by=wish.role)
        return opened, started

    view, _ = add(root, order, begin, now, blobs=bytes_of(wish.file))
    session = view.order.sessions[-1]
    return Shown(view, session, _cut(session, wish, view.agreement.zone))


def _cut(session: RemoteSession, wish: Wish, zone: ZoneInfo) -> datetime | None:
    """Until when it was wished for, where it has to end before."""
    if wish.until is None or session.opened.until is None:
        return None
    wished = in_zone(read_moment(wish.until, zone, earliest=session.opened.time), zone)
    return wished if utc(session.opened.until) < utc(wished) else None


def _opened(order: Order, agreement: Agreement, wish: Wish, now: datetime) -> SessionOpened:
    zone = agreement.zone
    begun = in_zone(read_moment(wish.begun, zone, latest=now) if wish.begun is not None else now, zone)
    terms = agreement.terms_on(begun.date()).contract
    person = _engineer(order, agreement, wish.person)
    if lasting := [each for each in order.sessions if not each.closed and each.opened.person.id == person.id]:
        raise Refused("session.open-already", session=lasting[0].id, person=person.name)
    login = terms.access.login
    account = wish.account or (login.user if login is not None else None)
    if account is None:
        raise UsageError("session.no-account", contract=terms.id)
    refusals, until = _allowed(order, terms, wish, begun)
    if refused := not_an_administrator(terms, person, account):
        refusals.append(refused)
    return SessionOpened(
        order=order.id,
        number=len(order.sessions) + 1,
        time=whole_seconds(begun),
        at=whole_seconds(in_zone(now, zone)),
        person=recorded(person),
        account=account,
        purpose=wish.purpose,
        assets=_assets(order, terms, wish.assets),
        permitted_by=wish.permitted_by,
        evidence=wish.evidence or (None if wish.permitted_by else terms.access.consent_evidence),
        until=whole_seconds(in_zone(until, zone)) if until is not None else None,
        override=_overridden(refusals, wish.override),
        file=kept(wish.file),
    )


def _allowed(
    order: Order, terms: Contract, wish: Wish, begun: datetime
) -> tuple[list[Refused], datetime | None]:
    """What stands against a session that begins then, and until when it may last. E1"""
    until = _until(terms, wish, begun)
    given = [_permission(order, terms, wish, begun, until)] if wish.permitted_by is not None else []
    refused, ends = session_allowed(terms, given, begun)
    if refused is not None and refused.code == "admission.no-consent":
        # The permission to a session is told with it, not entered in a schedule.
        refused = Refused(
            "session.no-permission", contract=terms.id, choices=", ".join(consenting(terms)) or "-"
        )
    said = [each for each in (until, ends) if each is not None]
    return [refused] if refused is not None else [], min(said, key=utc, default=None)


def _permission(
    order: Order, terms: Contract, wish: Wish, begun: datetime, until: datetime | None
) -> Consent:
    """What the customer's contact allows: until the time agreed, else as long as the agreed window lasts.

    Raises UsageError where that contact may not consent, and where nothing would end what was allowed.
    """
    may, by = consenting(terms), wish.permitted_by or ""
    if by not in may:
        raise UsageError("visit.may-not-consent", name=by, choices=", ".join(may) or "-")
    if until is None and terms.access.consent != "standing" and not terms.access.windows:
        raise UsageError("session.until-when", name=by)
    return Consent(order.id, by, begun, until or NEVER)


def _until(terms: Contract, wish: Wish, begun: datetime) -> datetime | None:
    if wish.until is None:
        return None
    zone = ZoneInfo(terms.time_zone)
    until = in_zone(read_moment(wish.until, zone, earliest=begun), zone)
    if utc(until) <= utc(begun):
        raise UsageError("visit.times-out-of-order", start=begun.isoformat(), end=until.isoformat())
    return until


def _overridden(refusals: list[Refused], reason: str | None) -> OverrideSnapshot | None:
    if not refusals:
        return None
    if reason is None:
        raise refusals[0]
    return OverrideSnapshot(reason.strip(), tuple(Reason(each.code, each.values) for each in refusals))


def _engineer(order: Order, agreement: Agreement, name: str | None) -> Person:
    wanted = name or order.assigned_to
    if wanted is None:
        raise UsageError("session.who", order=order.id)
    return team_member(agreement, wanted)


def _assets(order: Order, terms: Contract, names: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the equipment that is logged in to; default: what the order is about."""
    if not names:
        return (order.opened.asset,) if order.opened.asset is not None else ()
    found = []
    for name in names:
        asset = asset_of(terms, name)
        if asset is None:
            named: dict[str, object] = {each.id: each.name or each.id for each in terms.assets}
            raise UsageError("session.no-such-asset", asset=name, choices=offered(name, named))
        found.append(asset.id)
    return tuple(dict.fromkeys(found))


# --- closing -----------------------------------------------------------------------------------------------


def close_session(root: Path, id: str, ending: Ending, now: datetime) -> Shown:
    """Record how a session ended, and that the customer was reminded of the password where that is said.

    `id` is an order with one open session, or the session (order/number). Raises UsageError where there is none or
    something is not said, Refused where the contract lets it end only otherwise.
    """
    order, number = _named(id)
    found = 0

    def end(order: Order, agreement: Agreement) -> tuple[OrderTold | SessionEvent, ...]:
        nonlocal found
        session = _open_one(order, number)
        found = session.opened.number
        return _closed(session, agreement, ending, now)

    view, _ = add(root, order, end, now)
    return Shown(view, view.order.sessions[found - 1])


def _closed(
    session: RemoteSession, agreement: Agreement, ending: Ending, now: datetime
) -> tuple[OrderTold | SessionEvent, ...]:
    zone, opened = agreement.zone, session.opened
    if ending.changes is None:
        raise UsageError("session.changes-unsaid", session=session.id)
    if (ending.outcome == "handed_over") != (ending.to is not None):
        raise UsageError(
            "session.handed-to" if ending.to is None else "session.not-handed", session=session.id
        )
    if ending.to is not None:
        _insist_on_somebody(agreement, ending.to)
    terms = agreement.terms_on(opened.time.date()).contract
    if refused := not_ended_so(terms, ending.outcome):
        raise refused
    time = whole_seconds(
        in_zone(read_moment(ending.ended, zone, latest=now) if ending.ended is not None else now, zone)
    )
    at = whole_seconds(in_zone(now, zone))
    values = {"at": moment_text(time, zone)}
    if utc(time) > utc(at):
        raise UsageError("log.future", **values, now=moment_text(at, zone))
    if utc(time) < utc(opened.time):
        raise UsageError(
            "session.ends-early", session=session.id, began=moment_text(opened.time, zone), **values
        )
    closed = SessionClosed(
        order=opened.order,
        number=opened.number,
        time=time,
        at=at,
        outcome=ending.outcome,
        done=ending.done,
        changes=ending.changes,
        to=ending.to,
        passwords_changed=ending.passwords_changed,
    )
    if ending.reminded is None:
        return (closed,)
    return closed, OrderTold(opened.order, "password_reminded", time, at, note=ending.reminded)


def _insist_on_somebody(agreement: Agreement, name: str) -> None:
    """That work is handed over to somebody on whose list it is then: of the team, or a contact of the customer."""
    contacts = [each.name for each in agreement.signed.customer.contacts]
    if agreement.team is None or name.strip() in contacts:
        return
    if one_called(agreement.team.people, name) is None:
        named: dict[str, object] = {each.id: each.name for each in agreement.team.people}
        raise UsageError("session.handed-to-nobody", person=name, choices=offered(name, named))


def _open_one(order: Order, number: int | None) -> RemoteSession:
    if number is not None:
        session = _numbered(order, number)
        if session.closed is not None:
            raise UsageError("session.closed-already", session=session.id)
        return session
    lasting = [each for each in order.sessions if each.closed is None]
    if not lasting:
        raise UsageError("session.none-open", order=order.id)
    if len(lasting) > 1:
        raise UsageError("session.several-open", order=order.id, choices=[each.id for each in lasting])
    return lasting[0]


def _numbered(order: Order, number: int) -> RemoteSession:
    for each in order.sessions:
        if each.opened.number == number:
            return each
    known = [each.id for each in order.sessions]
    raise UsageError("session.no-such", session=f"{order.id}/{number}", choices=known or "-")


def _named(id: str) -> tuple[str, int | None]:
    """The order that is meant, and the number of its session; None where only the order is given."""
    order, _, number = id.rpartition("/")
    return (order, int(number)) if order and number.isdecimal() and number.isascii() else (id, None)


# --- looking -----------------------------------------------------------------------------------------------


def sessions_called(root: Path, id: str, now: datetime) -> tuple[Shown, ...]:
    """The session of that name, or all of an order. Raises UsageError where there is none."""
    order, number = _named(id)
    view = order_called(root, order, now)
    if number is not None:
        return (Shown(view, _numbered(view.order, number)),)
    if not view.order.sessions:
        raise UsageError("session.none", order=view.order.id)
    return tuple(Shown(view, each) for each in view.order.sessions)


def all_sessions(root: Path, now: datetime, contract: str | None = None) -> tuple[tuple[Shown, ...], Listed]:
    """The sessions of all orders, or of those of a contract, as they began; and the orders they were looked for in."""
    listed = all_orders(root, now, contract)
    found = [Shown(view, each) for view in listed.views for each in view.order.sessions]
    return tuple(sorted(found, key=lambda each: utc(each.session.opened.time))), listed
