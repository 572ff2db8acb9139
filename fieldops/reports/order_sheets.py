"""The service sheet of an order (服务单): what was asked, who came, what was promised and kept, what was done. Pure.

B2, B5, B6. What nobody has recorded is an empty line for a pen. What is told of the sheet itself (signed, reviewed, called
back) stands in the room for signatures, and is no part of what the customer signs.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.wording import duration, word, words
from fieldops.errors import Named
from fieldops.messages import CATALOGUE, say
from fieldops.records.order_events import OrderTold
from fieldops.records.session_events import SessionClosed
from fieldops.reports.order_view import Field, PaperPart, PaperSignature, PaperTable
from fieldops.reports.order_words import (
    Subject,
    caller_of,
    customers_signer,
    engineers_of,
    equipment_of,
    evidence_of,
    fee_of,
    request_of,
    result_of,
    severity_of,
    signature,
    signer_of,
    site_of,
)
from fieldops.service.closing import is_customers_answer, signers_instead
from fieldops.service.orders import RemoteSession
from fieldops.service.sheets import about_work
from fieldops.service.told_names import named
from fieldops.sla.log_rules import SATISFACTION
from fieldops.sla.status import State, Status

# What stands in a column of its own, or in a part of its own.
_NOT_SAID = frozenset({"person", "document"})
# What is about another order otherwise than a repair of what was found damaged there.
_COMPLAINT = "complaint"
_OPEN, _TICKED = "☐", "☑"
# What has parts of its own.
_APART = ("cause_found", "effect_found", "prevention_decided")
_SHOWN = ("met", "late", "running", "paused", "waiting", "best_effort", "undetermined")


def sheet_parts(about: Subject) -> tuple[PaperPart, ...]:
    """All that stands on the sheet."""
    return (
        _request(about),
        _times(about),
        work_part(about),
        *sessions_part(about),
        _findings(about),
        _customer(about),
    )


def _request(about: Subject) -> PaperPart:
    opened, field = about.order.opened, about.field
    level = about.level
    scope = about.reasons(about.standing.intake.reasons, "yes", "no", "unknown")
    covered = about.joined(said for said, _ in scope)
    severity, impact = field("severity", severity_of(about)), tuple(_impact(about))
    site = field("site", site_of(about))
    return PaperPart(
        about.told("part-request"),
        (
            (field("contact", caller_of(about)), field("channel", about.value(word(opened.channel)) if opened.channel else "")),
            (field("reported", about.time(opened.reported)), field("taken-by", about.value(opened.by.name) if opened.by else "")),
            (field("request", request_of(about)), field("level", about.text(level.title) if level else "")),
            (severity, *(impact or (site,))),
            # A row of its own: a serial number is not broken.
            (field("equipment", equipment_of(about)),),
            *([(site,)] if impact else []),
            (field("symptom", about.value(opened.symptom)),),
            *(((field("environment", about.value(opened.environment)),),) if opened.environment else ()),
            *(((field("found-on", opened.about),),) if opened.about and opened.request != _COMPLAINT else ()),
            (field("admission", covered),),
        ),
    )  # fmt: skip


def _impact(about: Subject) -> Iterator[Field]:
    """How far it reaches and how urgent it is, where the contract grades by that."""
    opened = about.order.opened
    grading = about.level.grading if about.level is not None else None
    if grading is None:
        return
    names = {each.id: each.name for each in (*grading.scopes, *grading.urgencies)}
    said = [about.value(names.get(id, id)) for id in (opened.scope, opened.urgency) if id]
    yield about.field("impact", about.joined(said))


# --- times --------------------------------------------------------------------------------------------------


def _times(about: Subject) -> PaperPart:
    status = about.standing.clocks
    if status is None:
        return PaperPart(about.told("part-times"), lines=(about.told("no-times"),))
    rows = tuple(
        _time_row(about, each)
        for each in status.states
        if each.state in _SHOWN and each.deadline.kind in ("milestone", "at_the_latest")
    )
    if not rows:
        return PaperPart(about.told("part-times"), lines=(about.told("no-times"),))
    names = ("what", "promised", "due", "reached", "kept", "clause")
    columns = tuple(about.told(f"column-{name}") for name in names)
    table = PaperTable(columns, (16, 14, 22, 22, 11, 15), rows)
    return PaperPart(
        about.told("part-times"), table=table, lines=tuple(dict.fromkeys(_pauses(about, status)))
    )


def _pauses(about: Subject, status: Status) -> Iterator[str]:
    """When which clocks stood still, and the pauses that do not count: without them nobody can count a due time again. B2"""
    stopped: dict[str, list[str]] = {}
    for each in status.states:
        if each.state in _SHOWN and each.deadline.kind == "milestone":
            for reason in each.deadline.reasons:
                if reason.rule == "pause":
                    stopped.setdefault(about.value(reason.said), []).append(each.deadline.milestone)
    for said, clocks in stopped.items():
        yield about.told("pause-of", clocks=about.value(words(dict.fromkeys(clocks))), said=said)
    yield from (about.value(each.said) for each in status.notes)


def _time_row(about: Subject, state: State) -> tuple[str, ...]:
    deadline = state.deadline
    what = about.value(word(deadline.milestone))
    if deadline.kind == "at_the_latest":
        what = about.told("at-the-latest", what=what)
    if deadline.applies == "unknown" and deadline.promise.when:
        what = about.told("if-so", what=what, when=word(deadline.promise.when))
    limit = deadline.limit
    agreed = next((each.said for each in deadline.reasons if each.rule == "agreed"), None)
    promised = about.value(duration(limit.text)) if limit is not None else about.told("best-effort")
    if agreed is not None and (limit is None or "who" in agreed.values):
        promised = _agreed(about, agreed)
    reached = about.time(state.reached)
    kept = about.told(f"kept-{state.state}") if state.reached or state.state == "late" else ""
    return what, promised, about.due(deadline.due), reached, kept, about.clause(deadline.promise.clause)


def _agreed(about: Subject, said: Named) -> str:
    """That a time was agreed, on which day and with whom."""
    values = {"day": said.values["day"], "who": about.value(said.values.get("who"))}
    return about.told("agreed-with" if "who" in said.values else "agreed", **values)


# --- what was done ------------------------------------------------------------------------------------------


def work_part(about: Subject) -> PaperPart:
    """Who came, and what happened, as it happened; some empty rows while the work is not done."""
    field = about.field
    rows = work_rows(about)
    room = 0 if about.of("resolved") else 3
    columns = tuple(about.told(f"column-{name}") for name in ("time", "what", "who", "details"))
    return PaperPart(
        about.told("part-work"),
        ((field("engineer", engineers_of(about)), field("arrived", _first(about, "arrived"))),),
        PaperTable(columns, (22, 20, 16, 42), rows, room),
    )


def work_rows(about: Subject, without: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], ...]:
    """What was done, as rows: when, what, who, and what was written down; of no kind of event in `without`."""
    apart = without.union(_APART)
    return tuple(
        _work_row(about, each) for each in about.order.told if about_work(each) and each.kind not in apart
    )


def _first(about: Subject, kind: str) -> str:
    found = about.of(kind)
    return about.time(found[0].time) if found else ""


def _work_row(about: Subject, told: OrderTold) -> tuple[str, ...]:
    who = about.person(told.person) if told.person else about.value(word(told.by)) if told.by else ""
    return (
        about.time(told.time),
        event_of(about, told.kind),
        who,
        about.joined(_details(about, told)),
    )


def event_of(about: Subject, kind: str) -> str:
    """What happened, in words; of a kind that only a newer fieldops knows its name."""
    code = f"order.event-{kind}"
    return say(code, about.language) if code in CATALOGUE else about.value(kind)


def _details(about: Subject, told: OrderTold) -> Iterator[str]:
    yield from (about.value(each) for each in named(about.agreement, about.level, told, _NOT_SAID))
    if told.due is not None:
        yield about.due(told.due)
    if told.due_day is not None:
        yield told.due_day.isoformat()
    yield from (each for each in (about.value(told.note), evidence_of(about, told)) if each)


def sessions_part(about: Subject) -> Iterator[PaperPart]:
    """Every login from afar: from when until when, by whom and permitted by whom, what was done, what was changed, to whom it
    was handed over. E3, E4
    """
    rows = tuple(_session(about, each) for each in about.order.sessions)
    if rows:
        columns = tuple(about.told(f"column-{name}") for name in ("time", "session", "details", "changes"))
        yield PaperPart(about.told("part-sessions"), table=PaperTable(columns, (22, 24, 27, 27), rows))


def _session(about: Subject, each: RemoteSession) -> tuple[str, ...]:
    opened, closed = each.opened, each.closed
    lasted = [about.time(opened.time), *([about.time(closed.time)] if closed is not None else [])]
    by = [about.value(opened.person.name), opened.account]
    allowed = opened.permitted_by or opened.evidence
    if allowed:
        by.append(about.told("permitted-by", who=about.value(allowed)))
    if closed is None:
        return " – ".join(lasted), about.joined(by), about.value(opened.purpose), ""
    changes = closed.changes or (say("session.no-changes", about.language),)
    return (
        " – ".join(lasted),
        about.joined(by),
        about.joined([about.value(closed.done), _ended(about, closed)]),
        about.joined(map(about.value, changes)),
    )


def _ended(about: Subject, closed: SessionClosed) -> str:
    """How a session ended, and to whom it was handed over."""
    outcome = about.value(word(closed.outcome, "outcome"))
    return about.told("handed-over-to", outcome=outcome, to=about.person(closed.to)) if closed.to else outcome


def swapped_parts(about: Subject) -> Iterator[str]:
    """The parts that were replaced, by the swaps' own record: the part number, the old and the new serial number."""
    for each in about.order.swaps:
        done = each.carried_out
        if done is not None and done.serial is not None:
            yield f"{done.part_no or each.proposed.part_no}: {each.proposed.serial_out} → {done.serial}"


def _findings(about: Subject) -> PaperPart:
    field = about.field
    used = [about.value(each.note) for each in about.of("part_used") if each.note]
    return PaperPart(
        about.told("part-result"),
        (
            (field("cause", about.notes("cause_found")),),
            (field("parts", about.joined([*swapped_parts(about), *used])),),
            (field("result", result_of(about)),),
            *(((field("fee", fee_of(about)),),) if fee_of(about) else ()),
        ),
    )


def _customer(about: Subject) -> PaperPart:
    """What the customer thinks of the work, where it was given for this version of the sheet; room for it otherwise. B6"""
    given = [each for each in about.version.beside if each.satisfaction]
    remarks = about.joined(_remark(about, each) for each in about.version.beside if _is_remark(each))
    choices = (
        f"{_TICKED if given and given[-1].satisfaction == each else _OPEN} {about.value(word(each))}"
        for each in SATISFACTION
    )
    fields = (about.field("remarks", remarks), about.field("satisfaction", "   ".join(choices)))
    return PaperPart(about.told("part-customer"), tuple((each,) for each in fields), is_beside=True)


def _is_remark(told: OrderTold) -> bool:
    return told.kind == "opinion_given" and told.note is not None


def _remark(about: Subject, told: OrderTold) -> str:
    said = [about.value(told.contact), about.time(told.time)]
    values = {"remark": about.value(told.note), "by": about.joined(each for each in said if each)}
    return about.told("remark", **values)


# --- signatures ---------------------------------------------------------------------------------------------


def sheet_signatures(about: Subject) -> tuple[PaperSignature, ...]:
    """Engineer and customer, and who else the contract asks for; with what is on record of this version of the sheet."""
    level = about.level
    rule = level.closing if level is not None else None
    found = [_signature(about, "engineer", engineers_of(about), "reported_done")]
    by = _signed_by(about)
    found.append(_customers_signature(about))
    if rule is not None and by in signers_instead(rule):
        found.append(_signature(about, "instead", about.value(word(by)), "signed"))
    if rule is not None and rule.manager_review:
        found.append(_signature(about, "manager", "", "reviewed"))
    if rule is not None and rule.quality_call_back:
        found.append(_signature(about, "quality", "", "called_back"))
    return tuple(found)


def _signed_by(about: Subject) -> str:
    """Who has signed this version of the sheet last: the customer, or the position of somebody else."""
    return next(
        (each.by for each in reversed(about.version.beside) if each.kind == "signed" and each.by), "customer"
    )


def _customers_signature(about: Subject) -> PaperSignature:
    """The customer's own answer, the last one: the signature, or that the customer refuses it, by whom, why."""
    told = next((each for each in reversed(about.version.beside) if is_customers_answer(each)), None)
    # Whom the contract names has not signed yet, and need not be who has.
    name = signer_of(about) if told is None else customers_signer(about, told)
    return _signature_of(about, "customer", name, told)


def _signature(about: Subject, role: str, name: str, kind: str | None) -> PaperSignature:
    """Room for a signature, with what is on record of it: when, by which position where the role does not say it, what was said."""
    told = next((each for each in reversed(about.version.beside) if each.kind == kind), None)
    return _signature_of(about, role, name, told)


def _signature_of(about: Subject, role: str, name: str, told: OrderTold | None) -> PaperSignature:
    if told is None:
        return signature(about, role, name)
    if (person := about.person(told.person)) not in name:
        name = f"{name} {person}".strip()
    parts = [event_of(about, told.kind), evidence_of(about, told), about.value(told.note)]
    return signature(about, role, name, about.joined(each for each in parts if each), told.time)


def sheet_head(about: Subject) -> tuple[Field, ...]:
    """What stands below every title: the order and whose contract it is of."""
    return (
        about.field("order", about.order.id),
        about.field("customer", about.text(about.terms.customer.name)),
        about.field("contract", about.text(about.terms.title)),
        about.field("contract-number", about.value(about.terms.number) or about.terms.id),
    )
