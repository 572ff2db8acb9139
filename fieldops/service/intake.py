"""Whether an order may be dispatched: in the term, in the scope, or agreed after all. B3, B9

A question and a complaint are taken from anybody of the customer at any time (B10, C5): only what has to be worked on at
the customer's is asked for scope. What nobody has said is not assumed: an order of which nobody knows whether it is in the
contract's scope is not dispatched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.reasons import Clause, Reason, Result
from fieldops.contracts.terms import Terms
from fieldops.contracts.wording import word, words
from fieldops.errors import Named
from fieldops.service.orders import Order, terms_of
from fieldops.structs import Struct

# Public: JSON has these words.
Admission = Literal["covered", "emergency", "agreed", "needs_agreement", "undetermined"]
# What is answered by a word: nobody is sent for it, it is asked for no scope and leaves no sheet. B10, C5
ANSWERED = ("consultation", "complaint")
MAY_BEGIN = frozenset({"covered", "emergency", "agreed"})


class Intake(Struct, frozen=True):
    """Whether work on an order may begin, and why; what has to be done before (`owed`, in that order) and who has still to
    approve it: a position, "" for anybody of the service company, None for nobody.
    """

    admission: Admission
    reasons: tuple[Reason, ...]
    owed: tuple[str, ...] = ()
    approval: str | None = None

    @property
    def is_outside(self) -> bool:
        """Whether it is outside of the term or the scope, agreed since or not: the contract's times are for what is inside."""
        return any(each.rule in ("term", "scope") and each.result == "no" for each in self.reasons)

    @property
    def may_begin(self) -> bool:
        """Whether somebody may be sent."""
        return self.admission in MAY_BEGIN


def intake_of(order: Order, agreement: Agreement) -> Intake:
    """What the contract says of an order at its intake, by the terms of the day on which it was reported."""
    terms = terms_of(order, agreement)
    level = agreement.level(terms.contract)
    reasons = tuple(_tested(order, agreement, terms))
    results = {each.result for each in reasons}
    if "no" in results:
        return _outside(order, level, reasons)
    if "unknown" in results:
        return Intake("undetermined", reasons)
    return Intake("covered", reasons)


def agreed_by(order: Order, agreement: Agreement) -> Clause:
    """The clause by which work on what the contract does not cover is agreed: its procedure, else its term. B3"""
    terms = terms_of(order, agreement)
    level = agreement.level(terms.contract)
    if level is not None and level.not_covered is not None:
        return ("ServiceLevel", level.id, ("not_covered",))
    return terms.clause("term")


def _tested(order: Order, agreement: Agreement, terms: Terms) -> Iterator[Reason]:
    day = _claimed(order).astimezone(agreement.zone).date()
    served = (
        terms.serves(day) if day == _reported_on(order, agreement) else agreement.terms_on(day).serves(day)
    )
    values = {"start": terms.contract.term.start.isoformat(), "day": day.isoformat()}
    values["end"] = terms.contract.term.end.isoformat()
    said = Named("order.in-term" if served else "order.out-of-term", **values)
    lifelong = None if served else _lifelong(order, terms)
    # What is owed for life needs no term.
    result: Result = "yes" if served else "note" if lifelong is not None else "no"
    yield Reason(rule="term", result=result, said=said, clause=terms.clause("term"))
    if lifelong is not None:
        yield lifelong
    if order.opened.request not in ANSWERED:
        yield _scope(order, terms)
    yield from _caller(order, agreement.level(terms.contract))


def _claimed(order: Order) -> datetime:
    """When the customer asked for it last: what comes back after the term is as new as what is reported then."""
    again = order.last("reported_again")
    return again.time if again is not None else order.opened.reported


def _reported_on(order: Order, agreement: Agreement) -> date:
    return order.opened.reported.astimezone(agreement.zone).date()


def after_term(order: Order, agreement: Agreement, now: datetime) -> tuple[Reason, ...]:
    """That the term has ended since the customer asked for it: what was promised is still owed, what is new is not."""
    terms, day = terms_of(order, agreement), now.astimezone(agreement.zone).date()
    asked = _claimed(order).astimezone(agreement.zone).date()
    if not agreement.terms_on(asked).serves(asked) or agreement.terms_on(day).serves(day):
        return ()
    values = {"reported": asked.isoformat(), "end": terms.contract.term.end.isoformat()}
    said = Named("order.term-ended", **values)
    return (Reason(rule="term", result="note", said=said, clause=terms.clause("term")),)


def _lifelong(order: Order, terms: Terms) -> Reason | None:
    """That a request is a service which the contract owes for life, where it is one; only for what was delivered, where the
    contract says so and somebody has said that it is. C5
    """
    for at, service in enumerate(terms.contract.lifelong_services):
        if service.service == order.opened.request and (
            not service.only_delivered_scope or order.opened.inside is True
        ):
            said = Named("order.owed-for-life", service=service.name)
            return Reason(
                rule="lifelong", result="yes", said=said, clause=terms.clause("lifelong_services", at)
            )
    return None


def _scope(order: Order, terms: Terms) -> Reason:
    opened = order.opened
    asset = asset_of(terms.contract, opened.asset) if opened.asset is not None else None
    if asset is not None and opened.inside is not False:
        listed = terms.clause("assets", terms.contract.assets.index(asset))
        return Reason(
            rule="scope", result="yes", said=Named("order.asset-of-contract", asset=asset.id), clause=listed
        )
    if opened.inside is None:
        said = Named("order.scope-unknown")
        if opened.affected:
            said = Named("order.scope-of-what-is-affected-unknown", affected=opened.affected)
        return Reason(rule="scope", result="unknown", said=said)
    if opened.inside:
        written = terms.clause("scope") if terms.contract.scope else None
        return Reason(rule="scope", result="yes", said=Named("order.in-scope"), clause=written)
    # By which of the contract's sentences nobody has said: the first one of them may be about something else.
    return Reason(rule="scope", result="no", said=Named("order.out-of-scope"))


def _caller(order: Order, level: ServiceLevel | None) -> Iterator[Reason]:
    """Who may report: told, and for a person to follow up; a fault is not left alone because of who has seen it."""
    if level is None or level.intake is None or not level.intake.only_authorised_callers:
        return
    clause: Clause = ("ServiceLevel", level.id, ("intake", "only_authorised_callers"))
    confirmed, caller = order.last("caller_confirmed"), order.opened.caller
    said = Named("order.caller-unsaid")
    if confirmed is not None:
        said = Named("order.caller-confirmed", caller=caller or "-", note=confirmed.note or "-")
        if confirmed.contact is not None:
            said = Named("order.caller-confirmed-by", caller=caller or "-", who=confirmed.contact)
    elif caller is not None:
        code = "order.caller-authorised" if order.opened.authorised else "order.caller-not-authorised"
        said = Named(code, caller=caller)
    yield Reason(rule="caller", result="note", said=said, clause=clause)


def _outside(order: Order, level: ServiceLevel | None, reasons: tuple[Reason, ...]) -> Intake:
    """Outside of the contract: what the contract wants to be done first, as far as it has not been."""
    rule = level.not_covered if level is not None else None
    done = {each.step for each in order.told if each.kind == "step_done"}
    owed = tuple(step for step in (rule.steps if rule else ()) if step not in done)
    asked = (rule.approved_by or None) if rule else ""
    # What was approved before there was anything to approve counts no more than none.
    first = {each.step: at for at, each in reversed([*enumerate(order.told, 1)]) if each.kind == "step_done"}
    last = max((first.get(step, 0) for step in (rule.steps if rule else ())), default=0)
    approvals = [each.by for each in order.told[last:] if each.kind == "approved"] if not owed else []
    approval = asked if asked is not None and not _given(asked, approvals) else None
    reasons = (*reasons, *_procedure(level, owed, approval))
    if not owed and approval is None:
        return Intake("agreed", reasons)
    if order.opened.emergency and level and level.intake and level.intake.emergency_may_start_first:
        return Intake("emergency", reasons, owed, approval)
    return Intake("needs_agreement", reasons, owed, approval)


def _given(asked: str, approvals: list[str | None]) -> bool:
    return asked in approvals if asked else bool(approvals)


def _procedure(level: ServiceLevel | None, owed: tuple[str, ...], approval: str | None) -> Iterator[Reason]:
    clause: Clause | None = (
        ("ServiceLevel", level.id, ("not_covered",)) if level and level.not_covered else None
    )
    if owed:
        yield Reason(
            rule="procedure", result="note", said=Named("order.steps-owed", steps=words(owed)), clause=clause
        )
    if approval:
        said = Named("order.approval-owed", by=word(approval))
        yield Reason(rule="approval", result="note", said=said, clause=clause)
    elif approval == "":
        yield Reason(rule="approval", result="note", said=Named("order.any-approval-owed"))
