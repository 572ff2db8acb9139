"""The other documents of an order: work-contact form (工作联系单), fault record, analysis report (故障分析报告), notices. Pure.

B3 and B9 (what is not covered, why, who agrees), B8 (what the contract's fault record holds), A5 (cause, effect, handling,
prevention, and until when), B5 (检查单, 整改通知单). Lives here: what stands in them; which are needed is `needed`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.reasons import Clause
from fieldops.contracts.wording import duration, period, word
from fieldops.errors import Refused
from fieldops.messages import say
from fieldops.records.order_events import OrderTold
from fieldops.records.swap_events import SwapTold
from fieldops.reports.order_sheets import event_of, sessions_part, swapped_parts, work_part, work_rows
from fieldops.reports.order_view import Field, PaperPart, PaperSignature, PaperTable
from fieldops.reports.order_words import (
    Subject,
    UncoveredPart,
    engineers_of,
    fee_of,
    position,
    reported_part,
    result_of,
    signature,
    signer_of,
)
from fieldops.service.agenda import notice_sent
from fieldops.sla.escalation import Step
from fieldops.sla.status import State

Paper = tuple[tuple[PaperPart, ...], tuple[PaperSignature, ...]]
"""The parts of a document, and who signs it."""
# What each entry of a fault record is told by.
_HELD = {
    "cause": ("cause_found",),
    "repair_detail": ("work_done", "part_needed", "part_used"),
}
# What only the service company has to know.
_INTERNAL = frozenset(
    {
        "engineer_unavailable",
        "still_unclear",
        "escalated",
        "escalation_answered",
        "notice_sent",
        "customer_complained",
    }
)
_LINES = 3


# --- work that is not covered --------------------------------------------------------------------------------


def work_contact(about: Subject) -> Paper:
    """What is not covered and by which clause, what has to be agreed, at which fee, and who confirms it. B3, B9

    What is not covered may be the order, or a part that is to be replaced under an order that is covered. Raises Refused
    where neither is: there is nothing to agree.
    """
    outside = (
        (said, clause or _not_covered(about))
        for said, clause in about.reasons(about.standing.intake.reasons, "no")
    )
    why = (*outside, *_parts_not_covered(about))
    if not why:
        raise Refused("paper.covered", order=about.order.id)
    uncovered = PaperTable((about.told("column-why"), about.told("column-clause")), (75, 25), why)
    parts = (
        reported_part(about),
        PaperPart(about.told("part-why"), table=uncovered),
        _agreed(about),
        PaperPart(about.told("part-fee"), ((about.field("work", _work(about)),), *_prices(about), (about.field("fee", fee_of(about)),))),
    )  # fmt: skip
    return parts, _confirming(about)


def _not_covered(about: Subject) -> str:
    """What the contract says of work that is not covered: by that it is agreed, where nobody has named a sentence on its scope."""
    level = about.level
    if level is None or level.not_covered is None:
        return ""
    return about.clause(("ServiceLevel", level.id, ("not_covered",)))


def _parts_not_covered(about: Subject) -> Iterator[tuple[str, str]]:
    """Each part that no warranty covers: why, and by which clause."""
    for each in about.uncovered:
        against = [one for one in each.because if one.result == "no"]
        named = [one for one in against if one.clause is not None] or against
        for said, clause in about.reasons(tuple(named), "no"):
            yield about.told("part-not-covered", part=_part(each), why=said), clause


def _part(each: UncoveredPart) -> str:
    return f"{each.record.proposed.part_no} {each.record.proposed.serial_out}"


def _prices(about: Subject) -> Iterator[tuple[Field, ...]]:
    """Who pays for what of each such part, by what the warranty says."""
    for each in about.uncovered:
        costs = about.reasons(tuple(one for one in each.because if one.rule == "cost"), "note")
        label = about.told("field-price", part=_part(each))
        yield (Field(label, about.joined(said for said, _ in costs)),)


def _agreed(about: Subject) -> PaperPart:
    """The steps of the contract, each with when it was done; and the approval."""
    rule = about.level.not_covered if about.level is not None else None
    done = {each.step: each for each in about.order.told if each.kind == "step_done"}
    rows = []
    for step in rule.steps if rule is not None else ():
        told = done.get(step)
        said = [about.value(each) for each in (told.evidence, told.note) if each] if told else []
        rows.append((about.value(word(step)), about.time(told.time) if told else "", " ".join(said)))
    rows += _approvals(about, rule.approved_by if rule is not None else None)
    table = PaperTable(
        tuple(about.told(f"column-{name}") for name in ("step", "done", "details")), (35, 25, 40), tuple(rows)
    )
    fields = [about.field("questions", about.value(word(rule.commercial_questions)))] if rule and rule.commercial_questions else []  # fmt: skip
    lines = (about.told("emergency", at=about.time(about.order.opened.reported)),) if about.order.opened.emergency else ()  # fmt: skip
    return PaperPart(about.told("part-agreed"), tuple((each,) for each in fields), table, lines)


def _approvals(about: Subject, asked: str | None) -> Iterator[tuple[str, str, str]]:
    """Who approves, and when that was done: of the order, or of each part where only parts are not covered."""
    whole = next((each for each in reversed(about.order.told) if each.kind == "approved"), None)
    approvals: list[OrderTold | SwapTold | None] = [whole]
    if not about.standing.intake.is_outside:
        approvals = [each.record.last("approved") for each in about.uncovered]
    for told in approvals:
        by = asked or (told.by if told else None)
        what = about.told("approval-by", by=word(by)) if by else about.told("approval")
        yield what, about.time(told.time) if told else "", about.value(told.note) if told else ""


def _work(about: Subject) -> str:
    """The work that is to be done, as far as somebody has said."""
    return about.notes("plan_given")


def _confirming(about: Subject) -> tuple[PaperSignature, ...]:
    rule = about.level.not_covered if about.level is not None else None
    company = position(about, rule.approved_by) if rule and rule.approved_by else signature(about, "company")
    return company, signature(about, "customer", signer_of(about))


# --- fault record --------------------------------------------------------------------------------------------


def fault_record(about: Subject) -> Paper:
    """What the contract wants a fault record to hold; all that is known where it names nothing. B8"""
    level = about.level
    rule = level.closing if level is not None else None
    holds = rule.record_holds if rule is not None else ()
    holds = holds or ("symptom", "environment", "cause", "repair_detail", "handler_signature")
    fields = tuple((_held(about, each),) for each in holds if each != "handler_signature")
    clause: Clause | None = (
        ("ServiceLevel", level.id, ("closing", "record_holds")) if level and rule else None
    )
    lines = (about.told("by-clause", clause=about.clause(clause)),) if clause else ()
    parts = (
        reported_part(about),
        work_part(about),
        *sessions_part(about),
        PaperPart(
            about.told("part-record"), (*fields, (about.field("result", result_of(about)),)), lines=lines
        ),
    )
    handler = signature(about, "handler", engineers_of(about))
    return parts, (handler,)


def _held(about: Subject, entry: str) -> Field:
    opened = about.order.opened
    if entry in _HELD:
        swapped = swapped_parts(about) if entry == "repair_detail" else ()
        said = about.joined(filter(None, (about.notes(*_HELD[entry]), *swapped)))
    elif entry in ("symptom", "environment"):
        said = about.value(opened.symptom if entry == "symptom" else opened.environment)
    else:
        given = [each for each in about.of("document_given") if each.document == entry]
        said = " ".join([about.told("given", at=about.time(given[-1].time)), *(about.value(one.note) for one in given if one.note)]) if given else ""  # fmt: skip
    label = about.value(word(entry))
    # Beside the other labels of the paper it stands as one of them: "Cause".
    return Field(label[:1].upper() + label[1:], said)


# --- analysis report -----------------------------------------------------------------------------------------


def analysis(about: Subject) -> Paper:
    """The report to the customer: course, cause, effect, handling, and how it is kept from coming back. A5

    Raises Refused for what is no fault: there is nothing to analyse.
    """
    if about.standing.status is not None and about.standing.status.severity is None:
        raise Refused("paper.no-fault", order=about.order.id)
    told = (
        ("cause", about.notes("cause_found")),
        ("effect", about.notes("effect_found")),
        ("handling", about.notes("work_done"), result_of(about)),
        ("prevention", about.notes("prevention_decided")),
    )
    parts = (
        reported_part(about),
        _due(about),
        _course(about),
        *(_answered(about, name, tuple(filter(None, said))) for name, *said in told),
    )  # fmt: skip
    return parts, (signature(about, "author", engineers_of(about)), signature(about, "received"))


def _answered(about: Subject, name: str, said: tuple[str, ...]) -> PaperPart:
    """A part with what was said, or with lines for a pen."""
    return PaperPart(about.told(f"part-{name}"), lines=said, room=0 if said else _LINES)


def document_state(about: Subject, document: str) -> State | None:
    """How a document stands that the contract makes due for the order; None where it makes none."""
    status = about.standing.status
    found = (each for each in status.states if each.deadline.kind == "document") if status is not None else ()
    return next((each for each in found if each.deadline.milestone == document and each.state != "not_applicable"), None)  # fmt: skip


def _due(about: Subject) -> PaperPart:
    """Until when the contract wants it, and when it was handed over."""
    state = document_state(about, "analysis_report")
    given = [each for each in about.of("document_given") if each.document == "analysis_report"]
    due = about.due(state.deadline.due) if state is not None else about.told("no-deadline")
    fields: list[tuple[Field, ...]] = [
        (
            about.field("report-due", due),
            about.field("report-given", about.time(given[-1].time) if given else ""),
        )
    ]
    if state is not None:
        fields.append((about.field("clause", about.clause(state.deadline.promise.clause)),))
    return PaperPart(about.told("part-due"), tuple(fields))


def _course(about: Subject) -> PaperPart:
    """What happened to the fault, as it happened; whom the service company asked when and who could not come is its own affair."""
    reported = about.order.opened
    first = (about.time(reported.reported), event_of(about, "reported"), "", about.value(reported.symptom))
    columns = tuple(about.told(f"column-{name}") for name in ("time", "what", "who", "details"))
    return PaperPart(
        about.told("part-course"),
        table=PaperTable(columns, (22, 20, 16, 42), (first, *work_rows(about, _INTERNAL))),
    )


# --- notices -------------------------------------------------------------------------------------------------


def notice(about: Subject) -> Paper:
    """The notice that the contract makes due for an order that stays open: the last one that is. B5

    Raises Refused where none is due yet, or the contract knows none.
    """
    steps = (
        [each for each in about.standing.status.steps if each.kind == "notice"]
        if about.standing.status
        else []
    )
    if not steps:
        raise Refused("paper.no-notice", order=about.order.id)
    step = steps[-1]
    fields: tuple[tuple[Field, ...], ...] = (
        (about.field("notice", about.value(word(step.id))), about.field("notice-due", about.due(step.at))),
        (about.field("reported", about.time(about.order.opened.reported)), about.field("open-for", _after(about, step))),
        (about.field("engineer", engineers_of(about)), about.field("stage", say(f"order.stage-{about.standing.stage}", about.language))),
        (about.field("clause", about.clause(step.clause)), about.field("entered", about.value(word(step.entered_in)) if step.entered_in else about.told("entered-nowhere"))),
    )  # fmt: skip
    sent = notice_sent(about.order, step)
    fields = (*fields, (about.field("notice-sent", about.time(sent)),))
    late = _late(about)
    unsolved = any(each.deadline.milestone == "resolve" for each in late)
    owed = (
        each for each in about.standing.owed if not (unsolved and "order.owed-solution" in each.said.codes)
    )
    missing = (*(_undone(about, each) for each in late), *(about.value(each.said) for each in owed))
    parts = (
        reported_part(about),
        PaperPart(about.told("part-notice"), fields),
        PaperPart(about.told("part-missing"), lines=missing, room=0 if missing else 1),
        PaperPart(about.told("part-demand"), room=_LINES),
    )
    return parts, (signature(about, "quality"), signature(about, "manager"))


def _late(about: Subject) -> tuple[State, ...]:
    """What should have been reached by now and was not: a fault that goes on is worse than a paper that is missing."""
    states = about.standing.status.states if about.standing.status is not None else ()
    return tuple(
        each
        for each in states
        if each.deadline.kind == "milestone"
        and each.reached is None
        and "late" in (each.state, each.if_holds)
    )


def _undone(about: Subject, state: State) -> str:
    deadline = state.deadline
    # A contract may promise the same thing twice: which promise it is, only its time and its clause say.
    limit = about.value(duration(deadline.limit.text)) if deadline.limit is not None else ""
    which = about.joined(each for each in (limit, about.clause(deadline.promise.clause)) if each)
    what = about.told("promised-by", what=word(deadline.milestone), which=which)
    if state.if_holds is not None and deadline.promise.when:
        what = about.told("if-so", what=what, when=word(deadline.promise.when))
    return about.told("undone", what=what, due=about.due(deadline.due))


def _after(about: Subject, step: Step) -> str:
    """After how long the contract wants that notice."""
    rule = about.level.closing if about.level is not None else None
    found = (each.after for each in (rule.notices if rule else ()) if each.notice == step.id)
    return about.told("longer-than", period=period(next(found, "")))


def due_notice(about: Subject) -> str | None:
    """The id of the last notice that is due; None where none is."""
    steps = (
        [each for each in about.standing.status.steps if each.kind == "notice"]
        if about.standing.status
        else []
    )
    return steps[-1].id if steps else None
