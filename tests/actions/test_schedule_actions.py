"""Doing what is due: exactly once whatever happens, within windows, with consent, by those on duty; and two years of it."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import CONTRACT, Workspace, again
from visits import Network, attempts, examples, network, small_playbook, turn

from fieldops.actions.new_contracts import new_contract
from fieldops.actions.schedules import chosen, record_consent, record_done, schedule
from fieldops.actions.settings import open_store
from fieldops.actions.validation import validate
from fieldops.contracts.duty import Gap
from fieldops.contracts.obligations import recurring_between
from fieldops.errors import FieldopsError, UsageError
from fieldops.messages import say_error
from fieldops.records.verification import verify_log

__all__ = ["network"]

ROSTER = "duty_roster: {start: 2026-01-05, every: 1 weeks, groups: [[zhang, li], [li, zhang]]}\n"
LOGIN = {"user": "u", "method": "agent"}
HOSTS = [
    {"id": "h1", "category": "server", "host": {"address": "192.0.2.1"}},
    {"id": "h2", "category": "server", "host": {"address": "192.0.2.2"}},
]
DAILY = "  - {id: daily, kind: health_check, playbook: linux-standard, schedule: {every: 1 days, anchor: 2026-03-01}}\n"
VISIT = "  - {id: visit, kind: inspection, playbook: linux-standard, engineers: 2, schedule: {every: 1 months, anchor: 2026-03-20, early: 3 days, late: 2 days}}\n"
STANDING = "  consent: standing\n"


def acme(
    workspace: Workspace, inspections: str = VISIT, access: str = STANDING, roster: str = ROSTER
) -> Path:
    """The contract acme with two hosts, whose visits and access are given; its workspace."""
    team = (workspace.root / "contracts/team.yaml").read_text("utf-8")
    workspace.write("contracts/team.yaml", team.split("duty_roster")[0] + roster)
    more = f"inspections:\n{inspections}access:\n  login: {{user: u, method: agent}}\n{access}"
    contacts = (
        "customer: {name: Acme, contacts: [{name: Shen, duties: [consent]}, {name: Deng, duties: [liaison]}]}"
    )
    workspace.contract(HOSTS, more=more)
    file = workspace.root / "contracts/acme.yaml"
    file.write_text(file.read_text("utf-8").replace("customer: {name: Acme}", contacts), "utf-8")
    small_playbook(workspace)
    return workspace.root


def results(outcomes: list) -> list[tuple[str, str]]:
    return [(each.due.key if each.due else each.contract, each.result) for each in outcomes]


def states(root: Path, moment: str, id: str = "acme") -> dict[str, str]:
    found, _ = schedule(root, id, datetime.fromisoformat(moment), date(2026, 1, 1), date(2026, 12, 31))
    return {each.standing.due.key: each.standing.state for each in found}


FIRST = "acme/inspections/visit/0"


@pytest.mark.shows("schedule run", "D1")
def test_a_visit_is_done_once_when_it_is_due(workspace: Workspace, network: Network) -> None:
    """D1: a draft for the two engineers who are on duty that day."""
    root = acme(workspace)
    one = network.visitor(root)
    assert turn(one, "2026-03-16T23:59") == []
    assert turn(one, "2026-03-19T23:59") == []  # it may be done already, and is not due
    (done,) = turn(one, "2026-03-20T00:00")
    assert (done.result, done.engineers) == ("done", ("zhang", "li"))
    assert done.run is not None
    assert (done.run.kind, done.run.started.isoformat()) == ("inspection", "2026-03-20T00:00:00+08:00")
    assert turn(one, "2026-03-20T00:01") == []
    assert turn(network.visitor(root), "2026-03-22T23:59") == []
    assert network.calls == {"192.0.2.1": 1, "192.0.2.2": 1}
    assert states(root, "2026-03-23T00:00")[FIRST] == "done"


def test_a_dry_run_connects_to_nobody_and_records_nothing(workspace: Workspace, network: Network) -> None:
    root = acme(workspace)
    (would,) = turn(network.visitor(root), "2026-03-20T08:00", dry_run=True)
    assert (would.result, would.hosts, would.engineers) == ("would_run", ("h1", "h2"), ("zhang", "li"))
    assert network.calls == {}
    assert not (root / ".fieldops").exists()


def test_only_hosts_that_were_not_reached_are_tried_again_and_then_it_is_missed(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace)
    network.down = {"192.0.2.2"}
    one = network.visitor(root)
    (first,) = turn(one, "2026-03-20T08:00")
    assert (first.result, first.unreached) == ("incomplete", ("h2",))
    (again,) = turn(one, "2026-03-20T08:05")
    assert (again.result, again.until) == ("waiting", datetime.fromisoformat("2026-03-20T08:10+08:00"))
    assert results(turn(one, "2026-03-20T08:10")) == [(FIRST, "incomplete")]
    assert states(root, "2026-03-22T23:59")[FIRST] == "due"
    (missed,) = turn(one, "2026-03-23T00:00")
    assert (missed.result, [due.key for due in missed.missed]) == ("missed", [FIRST])
    # It is said once, and stays visible.
    assert turn(one, "2026-03-23T01:00") == []
    assert turn(network.visitor(root), "2026-03-23T02:00") == []
    assert states(root, "2026-06-01T00:00")[FIRST] == "missed"
    assert network.calls == {"192.0.2.1": 1, "192.0.2.2": 2}


def test_a_host_that_comes_back_within_the_window_completes_the_visit(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace)
    network.down = {"192.0.2.2"}
    one = network.visitor(root)
    turn(one, "2026-03-20T08:00")
    network.down = set()
    (done,) = turn(one, "2026-03-22T23:00")
    assert (done.result, done.hosts) == ("done", ("h2",))
    day = date(2026, 3, 20)
    found, _ = schedule(root, "acme", datetime.fromisoformat("2026-04-01"), day, day)
    (line,) = (each.standing for each in found if each.standing.due.key == FIRST)
    assert (line.state, len(line.runs), line.late) == ("done", 2, False)


def test_an_inspection_by_hand_within_the_window_counts(workspace: Workspace, network: Network) -> None:
    from visits import Quiet

    from fieldops.actions.inspection import Request, inspect

    root = acme(workspace)

    def by_hand(moment: str, **more: object) -> None:
        request = Request("acme", ("linux-standard",), engineers=("li", "zhang"), **more)
        at = datetime.fromisoformat(moment)
        inspect(root, request, lambda: at, lambda user: None, Quiet(), network.transports)

    by_hand("2026-03-16T12:00+08:00")
    assert results(turn(network.visitor(root), "2026-03-20T08:00", dry_run=True)) == [(FIRST, "would_run")]
    by_hand("2026-03-17T12:00+08:00", limit="h1")
    (rest,) = turn(network.visitor(root), "2026-03-20T08:00", dry_run=True)
    assert rest.hosts == ("h2",)
    by_hand("2026-03-17T13:00+08:00", tags=("word",), limit="h2")
    assert turn(network.visitor(root), "2026-03-20T08:00", dry_run=True)[0].hosts == (
        "h2",
    )  # only some checks
    by_hand("2026-03-18T12:00+08:00", limit="h2")
    assert turn(network.visitor(root), "2026-03-20T08:00") == []
    assert states(root, "2026-03-19T08:00")[FIRST] == "done"


def test_equipment_added_after_a_visit_does_not_undo_it(workspace: Workspace, network: Network) -> None:
    root = acme(workspace)
    turn(network.visitor(root), "2026-03-20T08:00")
    file = root / "contracts/acme.yaml"
    h3 = ', {"id": "h3", "category": "server", "host": {"address": "192.0.2.3"}}]'
    text = file.read_text("utf-8").rstrip()
    file.write_text(text[:-1] + h3 + "\n", "utf-8")
    assert turn(network.visitor(root), "2026-03-21T08:00") == []
    (later,) = turn(network.visitor(root), "2026-04-20T08:00")
    assert later.hosts == ("h1", "h2", "h3")


# --- access --------------------------------------------------------------------------------------------


@pytest.mark.shows("schedule run", "E1")
def test_without_consent_on_record_nothing_is_done_and_it_is_said(
    workspace: Workspace, network: Network
) -> None:
    """E1: only with the customer's permission for the time agreed."""
    root = acme(workspace, access="  consent: per_visit\n")
    one = network.visitor(root)
    (refused,) = turn(one, "2026-03-20T08:00")
    assert refused.reason is not None
    assert (refused.result, refused.reason.code) == ("refused", "visit.no-consent")
    with pytest.raises(UsageError) as wrong:
        record_consent(root, FIRST, "Deng", datetime.fromisoformat("2026-03-19T12:00+08:00"))
    assert (wrong.value.code, wrong.value.values["choices"]) == ("visit.may-not-consent", "Shen")
    given = record_consent(
        root,
        FIRST,
        "Shen",
        datetime.fromisoformat("2026-03-19T12:00+08:00"),
        datetime.fromisoformat("2026-03-21T09:00"),
        datetime.fromisoformat("2026-03-21T12:00"),
    )
    assert given.start.isoformat() == "2026-03-21T09:00:00+08:00"
    moments = ("2026-03-21T08:59", "2026-03-21T12:00", "2026-03-21T09:00")
    assert [turn(one, moment)[0].result for moment in moments] == ["waiting", "refused", "done"]
    assert network.calls.total() == 2


def test_a_contract_that_does_not_say_how_consent_is_given_is_refused(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace, access="")
    (refused,) = turn(network.visitor(root), "2026-03-20T08:00")
    assert refused.reason is not None
    assert refused.reason.code == "visit.consent-unsaid"


@pytest.mark.shows("schedule run", "E1")
def test_sessions_stay_within_the_agreed_window(workspace: Workspace, network: Network) -> None:
    """E1: the window is 17:30-21:00 of the contract's zone, and no session goes on behind its end."""
    access = STANDING + "  windows: [{days: [fri], hours: '17:30-21:00'}]\n"
    root = acme(workspace, access=access)
    one = network.visitor(root)
    (early,) = turn(one, "2026-03-20T09:29:00+00:00")
    assert (early.result, early.until) == ("waiting", datetime.fromisoformat("2026-03-20T17:30+08:00"))
    (short,) = turn(one, "2026-03-20T20:59:30")
    assert (short.result, short.until) == ("waiting", None)
    assert turn(one, "2026-03-20T20:58:00")[0].result == "done"
    assert all(0 < each <= 120 for each in network.seconds)


def test_a_host_whose_turn_comes_after_the_window_is_not_asked(
    workspace: Workspace, network: Network
) -> None:
    """E1: with more hosts than workers the last ones begin late; what is left of the window is what they may take."""
    from visits import Quiet

    from fieldops.actions.inspection import Request, inspect

    root, at = acme(workspace), datetime.fromisoformat("2026-03-20T21:00+08:00")
    request = Request("acme", ("linux-standard",), engineers=("li", "zhang"), until=at)
    run = inspect(root, request, lambda: at, lambda user: None, Quiet(), network.transports)
    reasons = [(host.status, host.failure.code if host.failure else None) for host in run.hosts]
    assert reasons == [("unreachable", "window-closed")] * 2
    assert network.calls.total() == 0


# --- who -----------------------------------------------------------------------------------------------


@pytest.mark.shows("schedule run", "D1", "D3")
def test_without_a_roster_an_inspection_is_refused_and_a_health_check_is_done(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace, VISIT + DAILY, roster="")
    found = dict(results(turn(network.visitor(root), "2026-03-20T08:00")))
    assert found == {FIRST: "refused", "acme/inspections/daily/19": "done", "acme": "missed"}


def test_while_those_on_duty_lack_a_qualification_nothing_is_connected_and_the_visit_stays_owed(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace, VISIT.replace("engineers: 2", "engineers: 2, qualifications: [linux]"))
    team = root / "contracts/team.yaml"
    held = "name: 李娜, qualifications: [{id: linux, valid_from: 2026-01-01}]"
    both = "name: 张伟, qualifications: [{id: linux, valid_from: 2026-01-01, valid_until: 2026-03-19}]"
    text = team.read_text("utf-8").replace("name: 李娜", held).replace("name: 张伟", both)
    team.write_text(text, "utf-8")
    for dry_run in (True, False):
        (one,) = turn(network.visitor(root), "2026-03-20T08:00", dry_run=dry_run)
        assert (one.result, one.reason and one.reason.code) == ("refused", "visit.unqualified")
        assert (one.engineers, one.gaps) == (("li", "zhang"), (Gap("zhang", "linux"),))
    assert network.calls.total() == 0
    team.write_text(team.read_text("utf-8").replace(", valid_until: 2026-03-19", ""), "utf-8")
    assert results(turn(network.visitor(root), "2026-03-20T09:00")) == [(FIRST, "done")]


def test_a_login_that_asks_for_a_password_is_left_to_people(workspace: Workspace, network: Network) -> None:
    root = acme(workspace)
    file = root / "contracts/acme.yaml"
    file.write_text(file.read_text("utf-8").replace("method: agent", "method: prompt"), "utf-8")
    (refused,) = turn(network.visitor(root), "2026-03-20T08:00")
    assert refused.reason is not None
    assert refused.reason.code == "visit.nobody-types"
    assert turn(network.visitor(root, "secret"), "2026-03-20T08:00")[0].result == "done"


def test_a_contract_with_mistakes_is_refused_and_stops_no_other(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace)
    workspace.write("contracts/bad.yaml", "apiVersion: fieldops/v1\nkind: Contract\nid: bad\n")
    found = results(turn(network.visitor(root), "2026-03-20T08:00"))
    assert sorted(found) == [(FIRST, "done"), ("bad", "refused")]


# --- recording -----------------------------------------------------------------------------------------

CALLS = "obligations: [{id: call, kind: survey, title: 调查, schedule: {every: 1 months, anchor: 2026-03-10, early: 2 days}}]\n"
NOON = datetime.fromisoformat("2026-06-15T12:00+08:00")


def test_done_is_recorded_for_the_occurrence_of_that_day_and_can_be_corrected(workspace: Workspace) -> None:
    workspace.contract([], more=CALLS)
    root = workspace.root
    done = record_done(root, "acme/obligations/call", date(2026, 4, 9), "zhang", None, NOON)
    assert (done.due.key, done.state, done.late) == ("acme/obligations/call/1", "done", False)
    late = record_done(root, "acme/obligations/call/0", date(2026, 3, 12), None, "by phone", NOON)
    assert (late.state, late.late) == ("done", True)
    fixed = record_done(root, "acme/obligations/call/0", date(2026, 3, 10), None, "by phone", NOON)
    assert fixed.late is False
    with closing(open_store(root)) as store:
        before = store.head()
        record_done(root, "acme/obligations/call/0", date(2026, 3, 10), None, "by phone", NOON)
        assert (store.head(), verify_log(store).faults) == (before, ())
        assert [each.name for each in store.streams()] == ["visits/acme"]
    found = states(root, "2026-06-15T12:00")
    assert [found[f"acme/obligations/call/{n}"] for n in range(5)] == [
        "done",
        "done",
        "missed",
        "missed",
        "planned",
    ]


@pytest.mark.parametrize(
    ("name", "day", "by", "code"),
    [
        ("acme/obligations/cal", "2026-04-10", None, "visit.unknown"),
        ("acme/obligations/call", "2026-06-14", None, "visit.which"),
        ("acme/obligations/call/1", "2026-03-10", None, "visit.too-early"),
        ("acme/obligations/call/3", "2026-06-16", None, "visit.future-day"),
        ("acme/obligations/call/3", "2026-06-10", "nobody", "visit.unknown-person"),
        ("acme/term/end", "2026-06-10", None, "visit.passes-by-itself"),
        ("amce/obligations/call", "2026-06-10", None, "reference.dangling"),
    ],
)
def test_what_cannot_be_recorded_is_said(
    workspace: Workspace, name: str, day: str, by: str | None, code: str
) -> None:
    workspace.contract([], more=CALLS)
    with pytest.raises(FieldopsError) as wrong:
        record_done(workspace.root, name, date.fromisoformat(day), by, None, NOON)
    assert wrong.value.code == code


def test_what_is_promised_for_a_day_may_be_recorded_before_it(workspace: Workspace) -> None:
    """A list sent on the 3rd for the 5th is sent in time; a notice long before its last day, too."""
    express = CONTRACT.replace("2026-12-31}", "2026-12-31, renewal: express, notice: 3 months}")
    assert express != CONTRACT
    workspace.contract([], more=CALLS.replace(", early: 2 days", ""), contract=express)
    root = workspace.root
    for month, day in ((3, 3), (4, 3), (5, 3), (6, 3)):
        done = record_done(root, "acme/obligations/call", date(2026, month, day), None, None, NOON)
        assert (done.due.day.month, done.state, done.late) == (month, "done", False)
    # The next one, before its month has begun.
    july = record_done(root, "acme/call", date(2026, 6, 14), None, None, NOON)
    assert (str(july.due.day), july.late) == ("2026-07-10", False)
    notice = record_done(root, "acme/term/notice", date(2026, 6, 1), None, None, NOON)
    assert (notice.state, notice.late) == ("done", False)


def test_what_was_done_before_the_service_began_is_not_taken_for_what_falls_due_in_it(
    workspace: Workspace,
) -> None:
    """A training of the autumn before is not the one that this contract owes in spring."""
    training = "obligations: [{id: training, kind: training, title: 培训, schedule: {every: 6 months, anchor: 2026-05-10}}]\n"
    workspace.contract([], more=training)
    for name in ("acme/obligations/training", "acme/obligations/training/0"):
        with pytest.raises(UsageError) as wrong:
            record_done(workspace.root, name, date(2025, 12, 20), None, None, NOON)
        assert (wrong.value.code, wrong.value.values["earliest"]) == ("visit.too-early", "2026-01-01")
        assert say_error(wrong.value, "zh-CN")[1] is not None
        assert "巡检" not in str(say_error(wrong.value, "zh-CN"))
    done = record_done(workspace.root, "acme/training", date(2026, 1, 1), None, None, NOON)
    assert (done.due.key, done.corrects) == ("acme/obligations/training/0", None)


def test_a_correction_says_what_it_corrects_and_keeps_what_is_not_said_anew(workspace: Workspace) -> None:
    workspace.contract([], more=CALLS)
    root, key = workspace.root, "acme/obligations/call/0"
    assert record_done(root, key, date(2026, 3, 12), "zhang", "12 人", NOON).corrects is None
    fixed = record_done(root, key, date(2026, 3, 10), None, None, NOON)
    assert fixed.corrects is not None
    assert (fixed.corrects.day, fixed.corrects.note) == (date(2026, 3, 12), "12 人")
    assert fixed.completion is not None
    assert (fixed.completion.day, fixed.completion.by, fixed.completion.note) == (
        date(2026, 3, 10),
        "zhang",
        "12 人",
    )
    again = record_done(root, key, date(2026, 3, 10), None, None, NOON)
    assert (again.corrects, again.completion) == (None, fixed.completion)
    other = record_done(root, key, date(2026, 3, 10), "li", "13 人", NOON).completion
    assert other is not None
    assert (other.by, other.note) == ("li", "13 人")
    without = record_done(root, key, date(2026, 3, 10), None, "", NOON).completion
    assert without is not None
    assert (without.by, without.note) == ("li", None)


ON_REQUEST = """\
obligations: [{id: training, kind: training, title: {zh-CN: 按需培训, en: Training on request}}]
"""


def test_what_is_done_on_request_can_be_recorded(workspace: Workspace) -> None:
    workspace.contract([], more=ON_REQUEST)
    root = workspace.root
    done = record_done(root, "acme/obligations/training", date(2026, 5, 6), "zhang", "12 人", NOON)
    assert (done.due.key, done.state) == ("acme/obligations/training/2026-05-06", "done")
    record_done(root, "acme/training", date(2026, 6, 2), None, None, NOON)
    found = [each.standing for each in schedule(root, None, NOON, date(2026, 1, 1), date(2026, 12, 31))[0]]
    days = [(str(each.due.day), each.state) for each in found if each.due.kind == "training"]
    assert days == [("2026-05-06", "done"), ("2026-06-02", "done")]
    with pytest.raises(FieldopsError) as future:
        record_done(root, "acme/training", date(2026, 6, 16), None, None, NOON)
    assert future.value.code == "visit.future-day"


BY_PEOPLE = "  - {id: walk, kind: inspection, engineers: 2, categories: [server], schedule: {every: 1 months, anchor: 2026-03-20, early: 3 days, late: 2 days}}\n"


def test_an_inspection_made_by_people_is_left_to_them_recorded_and_told_when_missed(
    workspace: Workspace, network: Network
) -> None:
    """D1 where no program can look: no playbook, and no host is asked for."""
    root = acme(workspace, BY_PEOPLE)
    assert not [each for each in validate(root).problems if each.code == "schedule.no-host"]
    assert turn(network.visitor(root), "2026-03-20T09:00") == []
    assert network.calls == {}
    noon = datetime.fromisoformat("2026-03-21T12:00+08:00")
    done = record_done(root, "acme/walk", date(2026, 3, 20), "zhang", "机房巡视", noon)
    assert (done.due.key, done.state, done.late) == ("acme/inspections/walk/0", "done", False)
    assert turn(network.visitor(root), "2026-03-25T09:00") == []
    (missed,) = turn(network.visitor(root), "2026-04-25T09:00")
    assert [due.key for due in missed.missed] == ["acme/inspections/walk/1"]
    assert "by 2 engineers in person" in workspace.run("contract", "show", "acme").out
    calendar = workspace.run("schedule", "ics", "--contract", "acme").out
    assert "walk" in calendar
    assert "张伟" in calendar


def test_what_was_before_records_were_kept_is_not_missed(workspace: Workspace) -> None:
    workspace.contract([], more=CALLS)
    settings = "apiVersion: fieldops/v1\nkind: Settings\nadopted_from: 2026-05-01\n"
    workspace.write("fieldops.yaml", settings)
    found = states(workspace.root, "2026-06-15T12:00")
    said = [found[f"acme/obligations/call/{n}"] for n in range(4)]
    assert said == ["past", "past", "missed", "missed"]
    # What is recorded for the time before counts all the same.
    done = record_done(workspace.root, "acme/obligations/call/0", date(2026, 3, 9), None, None, NOON)
    assert done.state == "done"


def test_the_schedule_keeps_what_was_missed_in_sight(workspace: Workspace) -> None:
    workspace.contract([], more=CALLS, contract=CONTRACT)
    found = [
        each.standing for each in schedule(workspace.root, None, NOON)[0] if "call" in each.standing.due.id
    ]
    assert [(one.due.day.month, one.state) for one in found] == [
        (3, "missed"),
        (4, "missed"),
        (5, "missed"),
        (6, "missed"),
        *((month, "planned") for month in range(7, 13)),
    ]


def test_what_is_counted_from_completion_moves_with_it(workspace: Workspace) -> None:
    clean = CALLS.replace("early: 2 days", "late: 5 days, counted: from_completion")
    workspace.contract([], more=clean)
    record_done(workspace.root, "acme/obligations/call", date(2026, 3, 14), None, None, NOON)
    found = [each.standing for each in schedule(workspace.root, None, NOON, date(2026, 1, 1))[0]]
    days = [(str(one.due.day), one.state) for one in found if "call" in one.due.id][:3]
    assert days == [("2026-03-10", "done"), ("2026-04-14", "missed"), ("2026-05-14", "missed")]


# --- exactly once --------------------------------------------------------------------------------------


def five_examples(root: Path) -> Workspace:
    """The four example contracts and one made from the template, every parameter filled in."""
    workspace = examples(root)
    new_contract(root, "fifth", "standard-service")
    days = {
        "term: {start: TBD, end: TBD": "term: {start: 2026-03-01, end: 2029-02-28",
        "anchor: TBD": "anchor: 2026-05-31",
        "date: TBD": "date: 2026-02-20",
        "signed: TBD": "signed: 2026-02-20",
        "team: TBD": "team: team-east",
        "account_manager: TBD": "account_manager: wang-fang",
        "members: [TBD]": "members: [wang-fang]",
        "within: TBD": "within: 2h",
        "period: TBD": "period: 12 months",
        "until: TBD": "until: 2098-12-31",
        "host: {address: TBD}": "host: {address: 192.0.2.77}",
        "user: TBD": "user: operator",
        "serial: TBD, model: TBD, category: software": "serial: SN-2, model: M, category: software",
        "phone: TBD": "phone: 0571-5550-0901",
        "address: TBD, hours": "address: help@example.org, hours",
    }
    for file in (root / "contracts").glob("fifth*.yaml"):
        text = file.read_text("utf-8")
        for before, after in days.items():
            text = text.replace(before, after)
        file.write_text(text.replace("TBD", "甲"), "utf-8")
    return workspace


def expected_visits(root: Path, first: date, last: date) -> dict[str, int]:
    """How many hosts each visit within the days has, by its occurrence, counted from the documents alone."""
    found = {}
    for agreement in chosen(root, None).agreements:
        contract = agreement.signed
        for due in recurring_between(agreement, first, last, ("inspections",)):
            entry = next(each for each in contract.inspections if due.id.endswith(f"/{each.id}"))
            found[due.key] = sum(
                asset.host is not None and (not entry.categories or asset.category in entry.categories)
                for asset in contract.assets
            )
    return found


def consent_to_all(root: Path, visits: dict[str, int]) -> None:
    for agreement in chosen(root, None).agreements:
        contract = agreement.signed
        if contract.access.consent == "per_visit":
            who = next(each.name for each in contract.customer.contacts if "consent" in each.duties)
            for key in visits:
                if key.startswith(f"{contract.id}/"):
                    record_consent(root, key, who, datetime.fromisoformat("2026-03-01T00:00+08:00"))


class Died(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


@again
def test_weeks_of_the_examples_with_a_program_that_dies_do_each_visit_once(
    tmp_path: Path, network: Network
) -> None:
    """The decisions alone are lived through for two years in tests/schedule/test_simulation.py."""
    five_examples(tmp_path)
    first, last = date(2026, 5, 18), date(2026, 6, 5)
    visits = expected_visits(tmp_path, first, last)
    consent_to_all(tmp_path, visits)
    dice, deaths, missed = random.Random(4), 0, []

    def may_die(address: str) -> None:
        if dice.random() < 0.1:
            raise Died

    network.before = may_die
    one, start = network.visitor(tmp_path, "secret"), datetime.fromisoformat("2026-05-16T00:00+08:00")
    for hour in range(0, 22 * 24, 3):
        try:
            outcomes = turn(one, start + timedelta(hours=hour))
        except Died:
            deaths, one = deaths + 1, network.visitor(tmp_path, "secret")
            continue
        missed += [due for each in outcomes for due in each.missed if due.day >= first]
        assert all(each.result in ("done", "waiting", "missed") for each in outcomes), outcomes
    assert (missed, deaths > 3, len(visits) > 20) == ([], True, True)
    done: Counter[str] = Counter()
    for attempt in attempts(tmp_path):
        done.update({attempt.serves or "": len(attempt.done)})
    assert {key: count for key, count in done.items() if key in visits} == visits


def test_two_at_once_share_the_work(workspace: Workspace, network: Network) -> None:
    root = acme(workspace)
    second = network.visitor(root)
    seen: list[tuple[str, str]] = []
    network.before = lambda address: seen.extend(results(turn(second, "2026-03-20T08:00")))
    assert results(turn(network.visitor(root), "2026-03-20T08:00")) == [(FIRST, "done")]
    assert seen == [("acme", "busy")] * 2
    assert network.calls.total() == 2


def test_another_machine_that_shares_the_log_is_left_alone_until_its_lease_has_run_out(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace)
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    with closing(open_store(root)) as log:
        assert log.lease("acme", "another-machine", now, now + timedelta(minutes=15))
    one = network.visitor(root)
    one.clock = lambda: now
    assert results(turn(one, "2026-03-20T08:00")) == [("acme", "busy")]
    assert network.calls.total() == 0
    one.clock = lambda: now + timedelta(minutes=15)
    assert results(turn(one, "2026-03-20T08:00")) == [(FIRST, "done")]


@contextmanager
def started(workspace: Workspace, count: int, *arguments: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [workspace.start("schedule", "run", *arguments, **quiet) for _ in range(count)]
    yield running
    for each in running:
        each.wait()


@again
def test_on_a_real_sshd_with_kills_and_two_at_once_each_day_is_done_once(on_sshd: Workspace) -> None:
    """Four days of daily checks: two processes at once, killed at a random moment, then two more, then one."""
    on_sshd.probe("word", "echo fine")
    on_sshd.playbook([{"probe": "word", "expect": "== fine"}], id="linux-standard")
    file = on_sshd.root / "contracts/acme.yaml"
    text = file.read_text("utf-8")
    file.write_text(f"{text}inspections:\n{DAILY}", "utf-8")
    dice = random.Random(9)
    for day in range(1, 5):
        now = ("--now", f"2026-03-{day:02}T08:00")
        with started(on_sshd, 2, *now) as running:
            time.sleep(0.35 + 0.5 * dice.random())
            for each in running:
                each.send_signal(signal.SIGKILL)
        with started(on_sshd, 2, *now):
            pass
        assert on_sshd.run("schedule", "run", *now).code in (0, 3)
    found = attempts(on_sshd.root)
    done = Counter(attempt.serves for attempt in found if attempt.done)
    assert done == {f"acme/inspections/daily/{day}": 1 for day in range(4)}


def test_a_window_that_closed_during_the_visit_before_is_kept(workspace: Workspace, network: Network) -> None:
    """E1: two visits are due; while the first is done the window closes, and the second waits."""
    second = VISIT.replace("id: visit", "id: zweite")
    root = acme(workspace, VISIT + second, STANDING + "  windows: [{days: [fri], hours: '08:00-09:00'}]\n")
    clock = [datetime.fromisoformat("2026-03-20T08:30:00+08:00")]

    def an_hour_passes(address: str) -> None:
        clock[0] = datetime.fromisoformat("2026-03-20T09:30:00+08:00")

    network.before = an_hour_passes
    found = results(list(network.visitor(root).turn(lambda: clock[0])))
    assert found == [(FIRST, "done"), ("acme/inspections/zweite/0", "waiting")]


def test_a_visit_counted_from_completion_is_next_due_one_interval_after_it_was_done(
    workspace: Workspace, network: Network
) -> None:
    root = acme(workspace, VISIT.replace("late: 2 days", "late: 2 days, counted: from_completion"))
    one = network.visitor(root)
    assert results(turn(one, "2026-03-22T10:00")) == [(FIRST, "done")]
    assert turn(one, "2026-04-20T10:00") == []
    assert results(turn(one, "2026-04-22T10:00")) == [("acme/inspections/visit/1", "done")]
    # The third is missed; the one after it is counted from the day it was due.
    assert [each.result for each in turn(one, "2026-05-25T00:00")] == ["missed"]
    assert turn(one, "2026-06-21T10:00") == []
    assert results(turn(one, "2026-06-22T10:00")) == [("acme/inspections/visit/3", "done")]
