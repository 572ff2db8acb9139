"""The emergency plan at work on an order: what follows from its severity, which steps were taken, what comes next. F3. Pure.

A severity of the service level names a grade of the plan (`plan_grade`); the plan's `flow` says which steps follow each other
from the report to support on site, and `report_holds` what a report has to say. Most steps are told by what happens to the
order anyway; the others by `step_done`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Asset, EmergencyPlan
from fieldops.contracts.model.emergency import Grade
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import word, words
from fieldops.dates.instants import utc
from fieldops.errors import Named
from fieldops.service.orders import Order
from fieldops.sla.clocks import limit_of
from fieldops.sla.timetable import Timetable
from fieldops.structs import Struct

# What tells that a step was taken, beside `step_done` with its name.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "assign_people": ("assigned",),
    "assign_spares_and_tools": ("part_used",),
    "remote_diagnosis": ("remote_started",),
    "onsite_support": ("arrived",),
    "recovery": ("resolved", "workaround"),
}
# Asked for by name: for the others the order has dues of its own, such as an engineer to be assigned.
_BY_NAME = ("start_plan", "assign_spares_and_tools")


class PlanAtWork(Struct, frozen=True):
    """The plan of a grade on an order: `taken` says of each step of the flow when it was taken, None where it was not;
    `lacks` what the report does not say yet; `start_by` until when the plan has to be started, None where no time is given.
    """

    plan: EmergencyPlan
    grade: Grade
    taken: tuple[tuple[str, datetime | None], ...]
    lacks: tuple[str, ...]
    start_by: datetime | None

    @property
    def next_by_name(self) -> str | None:
        """The step that has to be taken now, where nothing else of the order asks for it."""
        return next((step for step, at in self.taken if at is None and step in _BY_NAME), None)

    def clause(self, field: str, *path: str | int) -> Clause:
        """Where the plan says so."""
        return "EmergencyPlan", self.plan.id, (field, *path)


def plan_of(
    order: Order, agreement: Agreement, timetable: Timetable | None, severity: str | None
) -> PlanAtWork | None:
    """The plan for an order of that severity; None where the contract has none for it."""
    plan = agreement.plan
    if plan is None or timetable is None or severity is None:
        return None
    named = next((each.plan_grade for each in timetable.level.severities if each.id == severity), None)
    grade = next((each for each in plan.grades if each.id == named), None)
    if grade is None:
        return None
    steps = tuple((step, _taken(order, step)) for step in plan.flow)
    asset = next((each for each in agreement.assets if each.id == order.opened.asset), None)
    said = {name: test(order, asset) for name, test in _SAID.items()}
    lacks = tuple(each for each in plan.report_holds if not said.get(each, True))
    start_by = None
    if grade.within is not None:
        clock = timetable.clocks["always"]
        start_by = clock.due(order.opened.reported, limit_of(grade.within, "always")).at
    return PlanAtWork(plan, grade, steps, lacks, start_by)


def _taken(order: Order, step: str) -> datetime | None:
    """When a step was taken; a report and its grading are what opens an order."""
    if step == "report" or (step == "first_grading" and order.opened.severity is not None):
        return order.opened.reported
    kinds = _TOLD.get(step, ())
    found = [
        each.time
        for each in order.told
        if each.kind in kinds or (each.kind == "step_done" and each.step == step)
    ]
    return min(found, key=utc, default=None)


def _has_measures(order: Order, asset: Asset | None) -> bool:
    return any(each.kind in ("work_done", "action_taken", "remote_started") for each in order.told)


# Which parts of a report the order has, by the words of `report_holds`.
_SAID: Mapping[str, Callable[[Order, Asset | None], bool]] = {
    "time": lambda order, asset: True,
    "place": lambda order, asset: bool(order.opened.environment or (asset is not None and asset.site)),
    "symptom": lambda order, asset: order.opened.symptom is not None,
    "scope": lambda order, asset: bool(order.opened.scope or order.opened.affected or asset is not None),
    "measures_taken": _has_measures,
}


def plan_reasons(work: PlanAtWork | None) -> Iterator[Reason]:
    """What the plan says for the order, and how far its flow has come, each with its clause."""
    if work is None:
        return
    at = work.plan.grades.index(work.grade)
    names = {each.id: each.name for each in work.plan.groups}
    groups = tuple(names.get(each, each) for each in work.grade.groups)
    values = {"grade": work.grade.name, "response": work.grade.response, "groups": groups}
    clause = work.clause("grades", at)
    yield Reason(rule="plan", result="note", said=Named("order.plan", **values), clause=clause)
    done = tuple(word(step) for step, taken in work.taken if taken is not None)
    open_still = tuple(word(step) for step, taken in work.taken if taken is None)
    said = Named("order.plan-flow", done=done or "-", open=open_still or "-")
    yield Reason(rule="plan", result="note", said=said, clause=work.clause("flow"))
    if work.lacks:
        said = Named("order.report-lacks", what=words(work.lacks))
        yield Reason(rule="plan", result="unknown", said=said, clause=work.clause("report_holds"))
