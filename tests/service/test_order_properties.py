"""Whatever is told of an order: a state or a clear refusal; replayed, the same; as a file, too; killed, nothing lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from service.stories import REPOSITORY, Desk, instant

from fieldops.actions.contracts import open_workspace
from fieldops.actions.deadlines import log_of
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.order_files import export_lines
from fieldops.contracts.agreement import Agreement
from fieldops.messages import CATALOGUE
from fieldops.records.order_events import OrderOpened, OrderTold
from fieldops.service.admitting import refusals
from fieldops.service.agenda import dues
from fieldops.service.orders import Order, order_of
from fieldops.service.standing import standing_of
from fieldops.sla.event_kinds import KINDS
from fieldops.sla.status import status_of
from fieldops.sla.timetable import Timetable, timetable_of

BEGAN = instant("2026-02-13T17:20")
_WORDS = {
    "by": ("engineer", "customer", "quality", "department_manager", "hotline", "nobody"),
    "person": ("li-na", "zhao-lei", "nobody"),
    "reason": ("waiting_for_customer", "waiting_for_access", "waiting_for_part", "lunch"),
    "evidence": ("letter",),
    "note": ("said so",),
    "to": ("ordinary", "engineer", "back_to_manager", "development"),
    "milestone": ("resolve", "onsite", "plan"),
    "document": ("inspection_notice", "analysis_report"),
    "action": ("expert_panel", "workaround", "new_agreed_deadline"),
    "step": ("department-manager", "general-manager", "confirm_with_sales", "agree_fee"),
}


CONTRACTS = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")


@cache
def agreed(
    contract: str = "archive-digitisation", day: date = date(2026, 2, 13)
) -> tuple[Agreement, Timetable]:
    agreement = need_agreement(open_workspace(REPOSITORY, judged=False), contract, TIMES)
    return agreement, timetable_of(agreement, day)


@st.composite
def _told(draw: st.DrawFn) -> OrderTold:
    kind = draw(st.sampled_from([each for each in KINDS if each != "reported"]))
    needed = set(KINDS[kind]) | draw(st.sets(st.sampled_from([*_WORDS]), max_size=2))
    values = {key: draw(st.sampled_from(_WORDS[key])) for key in sorted(needed) if key in _WORDS}
    at = BEGAN + timedelta(minutes=draw(st.integers(-5, 60 * 24 * 20)))
    due = at + timedelta(hours=draw(st.integers(1, 48))) if kind == "deadline_agreed" else None
    return OrderTold("SO-1", kind, at, at, due=due, **values)


_OPENED = st.builds(
    lambda inside, emergency, facts: OrderOpened(
        "SO-1", "archive-digitisation", "incident", BEGAN, BEGAN,
        severity="ordinary", affected="x", inside=inside, emergency=emergency, facts=facts,
    ),
    st.sampled_from([True, False, None]),
    st.booleans(),
    st.sampled_from([(), (("remotely_fixable", False),)]),
)  # fmt: skip


def lived(opened: OrderOpened, tellings: list[OrderTold]) -> Order:
    """The order after all of that was told in this order; what is refused is refused with a sentence, and not added."""
    agreement, timetable = agreed(opened.contract, opened.reported.date())
    order, now = Order(opened), opened.reported + timedelta(days=30)
    for told in tellings:
        problems = refusals(order, (told,), agreement, timetable, now)
        assert all(each.code in CATALOGUE for each in problems)
        if not problems:
            order = order.with_told((told,))
    return order


@examples(40)
@given(_OPENED, st.lists(_told(), max_size=14, unique=True), st.integers(0, 60 * 24 * 40))
def test_whatever_is_told_gives_a_state_or_a_refusal_and_replayed_the_same(
    opened: OrderOpened, tellings: list[OrderTold], minutes: int
) -> None:
    agreement, timetable = agreed()
    order, now = lived(opened, tellings), BEGAN + timedelta(minutes=minutes)
    standing = standing_of(order, agreement, timetable, now)
    assert order_of([opened, *order.told]) == order
    assert standing_of(order, agreement, timetable, now) == standing
    due = dues(standing)
    assert all(each.what.codes[0] in CATALOGUE for each in due)
    assert (standing.stage == "closed") <= (due == ())


@st.composite
def _courses(draw: st.DrawFn) -> tuple[OrderOpened, list[OrderTold], datetime]:
    """An order of any example, what is told of it, and when it is looked at: also before and after an amendment."""
    contract = draw(st.sampled_from(CONTRACTS))
    reported = instant("2026-04-06T17:20") + timedelta(minutes=draw(st.integers(0, 60 * 24 * 300)))
    _, timetable = agreed(contract, reported.date())
    level = timetable.level
    request = draw(st.sampled_from(sorted({each.request for each in timetable.promises})))
    graded = any(each.id == request and each.graded for each in level.requests)
    severities = [each.id for each in level.severities]
    opened = OrderOpened(
        "SO-1", contract, request, reported, reported,
        severity=draw(st.sampled_from(severities)) if graded and severities else None,
        affected="x", inside=True,
        facts=draw(st.sampled_from([(), (("remotely_fixable", False),), (("technical_question", True),)])),
    )  # fmt: skip
    at = reported
    told = []
    for kind in draw(st.lists(st.sampled_from(_OF_CLOCKS), max_size=8)):
        at += timedelta(minutes=draw(st.integers(1, 60 * 9)))
        values: dict[str, Any] = {}
        if kind == "paused":
            values = {"reason": draw(st.sampled_from([each.reason for each in level.pauses] or ["lunch"]))}
            values["evidence"] = draw(st.sampled_from([None, "letter"]))
        elif kind == "severity_changed":
            values = {"to": draw(st.sampled_from(severities or ["none"]))}
        elif kind == "deadline_agreed":
            values = {
                "milestone": draw(st.sampled_from(["onsite", "resolve"])),
                "due": at + timedelta(hours=30),
            }
        told.append(OrderTold("SO-1", kind, at, at, by=draw(st.sampled_from([None, "engineer"])), **values))
    return opened, told, at + timedelta(minutes=draw(st.integers(0, 60 * 24 * 20)))


_OF_CLOCKS = (
    *("responded", "remote_started", "arrived", "plan_given", "workaround", "resolved", "reported_again"),
    *("paused", "resumed", "severity_changed", "deadline_agreed"),
)


@examples(40)
@given(_courses())
def test_the_clocks_of_an_order_are_those_of_sla_status_for_its_file(
    course: tuple[OrderOpened, list[OrderTold], datetime],
) -> None:
    opened, tellings, now = course
    agreement, timetable = agreed(opened.contract, opened.reported.date())
    order = lived(opened, tellings)
    own = standing_of(order, agreement, timetable, now).status
    file = "\n".join(export_lines(order)).encode()
    other = status_of(timetable, log_of(file, Path("order.jsonl"), agreement.zone), now)
    assert own is not None
    assert [(e.deadline, e.state, e.reached) for e in own.states] == [
        (e.deadline, e.state, e.reached) for e in other.states
    ]
    assert (own.steps, own.next_step, own.closing) == (other.steps, other.next_step, other.closing)


_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from fieldops.actions.order_telling import Word, tell
from fieldops.errors import FieldopsError
root, order, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
now = datetime.fromisoformat("2026-02-14T09:00+08:00")
number = 0
while True:
    number += 1
    note = f"{name}-{number}"
    try:
        tell(root, order, Word("informed", "2026-02-13T18:00", {"note": note}), now)
    except FieldopsError:
        continue
    print(note, flush=True)
"""


def test_of_eight_processes_that_are_killed_nothing_that_was_said_is_lost_or_there_twice(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, "archive-digitisation")
    desk.call("2026-02-13T17:20", severity="ordinary", asset="scanner-01")
    command = [sys.executable, "-c", _WRITER, str(desk.root), desk.order]
    writers = [
        subprocess.Popen([*command, str(each)], stdout=subprocess.PIPE, text=True) for each in range(8)
    ]
    try:
        # Each has told something; then all are killed, wherever they are.
        said = [str(each.stdout.readline()).strip() for each in writers if each.stdout]
    finally:
        for each in writers:
            each.send_signal(signal.SIGKILL)
        said += [line for each in writers for line in each.communicate()[0].split()]
    told = [each.note for each in desk.everything("2026-02-14T09:00")[0].order.told]
    assert len(told) == len(set(told))
    # Who is killed between writing and saying so has written all the same.
    assert set(said) <= set(told)
    assert len(told) <= len(said) + len(writers)
