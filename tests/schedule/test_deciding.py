"""What is decided about a visit at a moment: done now, later or not at all, on which hosts, by whom, and why."""

from __future__ import annotations

from datetime import date, datetime

from conftest import Workspace

from fieldops.actions.visiting import told
from fieldops.cli.output import Session
from fieldops.cli.schedule_forms import outcome_lines
from fieldops.contracts.duty import Gap
from fieldops.schedule.deciding import Decision, Do, Refuse, Wait, is_behind, last_run, pause_after
from fieldops.schedule.standing import Ledger
from fieldops.structs import replaced
from tests.schedule.cases import DAILY, FIRST, STANDING, VISIT, Clerk, Diary, acme

QUALIFIED = "duty_roster: {start: 2026-01-05, every: 1 weeks, groups: [[zhang, li]]}\n"
SECOND = frozenset({"h2"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def only(clerk: Clerk, now: str) -> Decision | None:
    """The decision about the only visit there is to decide about."""
    (found,) = clerk.look(now).decisions or (None,)
    return found


def reason(decision: Decision | None) -> str:
    assert isinstance(decision, Refuse)
    return decision.reason.code


def test_a_visit_is_done_from_its_due_day_to_the_end_of_its_last(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    assert only(clerk, "2026-03-19T23:59") is None  # it may be done already, and is not due
    for moment in ("2026-03-20T00:00", "2026-03-22T23:59"):
        found = only(clerk, moment)
        assert isinstance(found, Do)
        assert (found.due.key, found.visit.hosts, found.visit.engineers) == (
            FIRST,
            ("h1", "h2"),
            ("zhang", "li"),
        )
    assert only(clerk, "2026-03-23T00:00") is None
    assert [due.key for due in clerk.look("2026-03-23T00:00").missed] == [FIRST]


def test_what_was_done_is_not_done_again_and_what_was_missed_is_said_once(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    clerk.turn("2026-03-20T08:00")
    assert only(clerk, "2026-03-20T08:01") is None
    assert clerk.look("2026-03-23T00:00").missed == ()
    assert [due.key for due in clerk.turn("2026-04-23T00:00").missed] == ["acme/inspections/visit/1"]
    assert clerk.turn("2026-04-23T01:00").missed == ()


# --- trying again --------------------------------------------------------------------------------------


def test_only_hosts_that_were_not_reached_are_tried_again_after_a_pause(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    clerk.turn("2026-03-20T08:00", down=SECOND)
    found = only(clerk, "2026-03-20T08:05")
    assert isinstance(found, Wait)
    assert (found.until, found.visit.hosts) == (at("2026-03-20T08:10"), ("h2",))
    again = clerk.turn("2026-03-20T08:10", down=SECOND).decisions
    assert [each.visit.hosts for each in again if isinstance(each, Do)] == [("h2",)]
    waits = only(clerk, "2026-03-20T08:29")
    assert isinstance(waits, Wait)
    assert waits.until == at("2026-03-20T08:30")


def test_pauses_grow_but_an_hourly_timer_tries_each_hour() -> None:
    assert [pause_after(n).seconds // 60 for n in (1, 2, 3, 4, 100000)] == [10, 20, 40, 50, 50]


def test_after_a_crash_the_hosts_that_were_not_recorded_are_due_at_once(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    clerk.turn("2026-03-20T08:00", heard=1)
    found = only(clerk, "2026-03-20T08:00:01")
    assert isinstance(found, Do)
    assert found.visit.hosts == ("h2",)


def test_the_next_try_lies_in_a_window_too(workspace: Workspace) -> None:
    """E1: the pause ends when the window has closed; the next opening is said, not the end of the pause."""
    windows = STANDING + "  windows: [{days: [fri, sat], hours: '17:30-21:00'}]\n"
    clerk = Clerk(acme(workspace, access=windows))
    clerk.turn("2026-03-20T20:55", down=SECOND)
    found = only(clerk, "2026-03-20T20:56")
    assert isinstance(found, Wait)
    assert found.until == at("2026-03-21T17:30")


def test_a_visit_names_the_runs_of_it_that_were_cut_off(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    clerk.turn("2026-03-20T08:00", heard=1)
    found = only(clerk, "2026-03-20T08:01")
    assert isinstance(found, Do)
    assert (found.visit.hosts, found.visit.cut_off) == (("h2",), ("run-1",))


def test_who_goes_on_with_a_cut_off_run_is_told_what_to_type(workspace: Workspace) -> None:
    visit = Clerk(acme(workspace)).look("2026-03-20T08:00").decisions[0]
    assert isinstance(visit, Do)
    cut_off = replaced(visit, visit=replaced(visit.visit, cut_off=("run-1",)))
    for language in ("en", "zh-CN"):
        lines = outcome_lines(Session(workspace.root, language, False), told("acme", cut_off))
        assert any("fieldops inspect acme --resume run-1" in line for line in lines)


# --- the clock set back --------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_does_no_visit_twice(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace, VISIT + DAILY))
    clerk.turn("2026-03-20T08:00")
    for moment in ("2026-03-20T07:00", "2026-03-19T08:00", "2026-03-20T09:00"):
        done = [each.due.key for each in clerk.turn(moment).decisions if isinstance(each, Do)]
        assert done == (["acme/inspections/daily/18"] if moment.startswith("2026-03-19") else [])


def test_a_clock_that_was_set_back_makes_no_visit_wait_for_a_time_that_is_long_in_coming(
    workspace: Workspace,
) -> None:
    """Two days ahead by mistake, one host was not reached; with the right clock it is tried at once, then after pauses."""
    clerk = Clerk(acme(workspace))
    clerk.turn("2026-03-22T23:55", down=SECOND)
    found = clerk.turn("2026-03-20T08:00", down=SECOND).decisions[0]
    assert isinstance(found, Do)
    assert found.visit.hosts == ("h2",)
    waits = only(clerk, "2026-03-20T08:01")
    assert isinstance(waits, Wait)
    assert waits.until == at("2026-03-20T08:20")  # the second attempt


def test_a_clock_that_was_ahead_has_missed_visits_that_are_done_all_the_same(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace))
    assert clerk.turn("2027-01-01T08:00").missed
    assert isinstance(only(clerk, "2026-03-20T08:00"), Do)


def test_a_clock_is_behind_when_the_last_run_on_record_has_not_begun_by_it(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace, VISIT + DAILY))
    assert last_run(clerk.diary.log) is None
    clerk.turn("2026-03-20T08:00")
    last = last_run(clerk.diary.log)
    assert last == at("2026-03-20T08:00")
    moments = ("2026-03-20T07:58:59", "2026-03-20T07:59", "2026-03-20T09:00")
    assert [is_behind(at(moment), last) for moment in moments] == [True, False, False]
    assert not is_behind(at(moments[0]), None)
    # A run by the clock that was set right ends the doubt.
    clerk.turn("2026-03-19T08:00")
    assert not is_behind(at("2026-03-19T09:00"), last_run(clerk.diary.log))


# --- the terms of the day ------------------------------------------------------------------------------


def test_visits_go_on_after_the_first_term_of_a_contract_that_renews_itself(workspace: Workspace) -> None:
    tacit = ", renewal: tacit, renewal_period: 1 years, notice: 30 days"
    clerk = Clerk(acme(workspace, renewal=tacit))
    for day in ("2027-03-20", "2041-03-20"):
        found = only(clerk, f"{day}T08:00")
        assert isinstance(found, Do)
        assert str(found.due.day) == day
    plain = Clerk(acme(workspace))
    assert only(plain, "2027-03-20T08:00") is None


def test_the_schedule_of_a_contract_that_renews_itself_is_listed_however_old_it_is(
    workspace: Workspace,
) -> None:
    tacit = ", renewal: tacit, renewal_period: 1 years, notice: 30 days"
    ledger = Ledger(acme(workspace, renewal=tacit), Diary().log)
    today = date(2044, 3, 18)
    standings = ledger.between(date.min, date(2044, 4, 30), today)
    assert [(str(each.due.day), each.state) for each in standings if "visit" in each.due.id][-2:] == [
        ("2044-03-20", "in_window"),
        ("2044-04-20", "planned"),
    ]


def test_a_visit_follows_the_terms_of_its_day(workspace: Workspace) -> None:
    """From April on three engineers and other hosts are agreed; the visit of March is done as agreed before, also late."""
    amended = VISIT.replace("engineers: 2", "engineers: 3, assets: [h2]")
    amendments = (
        "amendments:\n  - {id: second, date: 2026-03-01, applies_from: 2026-03-21, rationale: r, "
        f"sets: {{inspections: [{amended.strip()[2:]}]}}}}\n"
    )
    clerk = Clerk(acme(workspace, amendments=amendments))
    march = only(clerk, "2026-03-22T08:00")
    assert isinstance(march, Do)
    assert (march.due.key, march.visit.hosts) == (FIRST, ("h1", "h2"))
    april = only(clerk, "2026-04-20T08:00")
    assert isinstance(april, Refuse)
    assert (april.hosts, april.reason.values["needed"]) == (("h2",), 3)


# --- who allows it, and who does it --------------------------------------------------------------------


def test_a_visit_waits_for_the_consent_on_record_and_is_refused_without(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace, access="  consent: per_visit\n"))
    assert reason(only(clerk, "2026-03-20T08:00")) == "visit.no-consent"
    clerk.diary.consented(FIRST, at("2026-03-21T09:00"), at("2026-03-21T12:00"))
    waits = only(clerk, "2026-03-20T08:00")
    assert isinstance(waits, Wait)
    assert waits.until == at("2026-03-21T09:00")
    does = only(clerk, "2026-03-21T09:00")
    assert isinstance(does, Do)
    # No session goes on when the consent has ended.
    assert does.until == at("2026-03-21T12:00")
    assert reason(only(clerk, "2026-03-21T12:00")) == "visit.no-consent"


def test_windows_and_consent_that_never_meet_leave_nothing_to_wait_for(workspace: Workspace) -> None:
    access = "  consent: per_visit\n  windows: [{days: [fri], hours: '17:30-21:00'}]\n"
    clerk = Clerk(acme(workspace, access=access))
    clerk.diary.consented(FIRST, at("2026-03-21T09:00"), at("2026-03-21T12:00"))
    found = only(clerk, "2026-03-20T18:00")
    assert isinstance(found, Wait)
    assert found.until is None


def test_a_contract_that_does_not_say_how_consent_is_given_is_refused(workspace: Workspace) -> None:
    assert reason(only(Clerk(acme(workspace, access="")), "2026-03-20T08:00")) == "visit.consent-unsaid"


def test_without_a_roster_an_inspection_is_refused_and_a_health_check_is_done(workspace: Workspace) -> None:
    clerk = Clerk(acme(workspace, VISIT + DAILY, roster=""))
    daily, visit = clerk.look("2026-03-20T08:00").decisions
    assert isinstance(daily, Do)
    assert (daily.visit.engineers, reason(visit)) == ((), "visit.nobody-on-duty")


def test_a_roster_with_too_few_engineers_is_not_asked_to_be_written(workspace: Workspace) -> None:
    """Who is on duty with another role is no engineer; that is said, not that there is no roster."""
    text = (workspace.root / "contracts/team.yaml").read_text("utf-8")
    people = (
        text.split("duty_roster")[0].rstrip() + "\n  - {id: zhao, name: 赵敏, roles: [account_manager]}\n"
    )
    workspace.write("contracts/team.yaml", people)
    found = only(
        Clerk(acme(workspace, roster=QUALIFIED.replace("[zhang, li]", "[li, zhao]"))), "2026-03-20T08:00"
    )
    assert isinstance(found, Refuse)
    told = found.reason.values
    assert (reason(found), told["people"], told["count"]) == ("visit.too-few-on-duty", "li, zhao", 1)


def test_a_visit_of_those_on_duty_who_lack_a_qualification_is_refused_and_stays_owed(
    workspace: Workspace,
) -> None:
    """D1: qualified engineers or no inspection, at every door."""
    text = (workspace.root / "contracts/team.yaml").read_text("utf-8")
    held = "name: 李娜, qualifications: [{id: linux, valid_from: 2026-01-01}]"
    workspace.write("contracts/team.yaml", text.replace("name: 李娜", held))
    visit = VISIT.replace("engineers: 2", "engineers: 2, qualifications: [linux]")
    found = only(Clerk(acme(workspace, visit, roster=QUALIFIED)), "2026-03-20T08:00")
    assert isinstance(found, Refuse)
    assert (reason(found), found.reason.values["found"]) == ("visit.unqualified", "zhang (linux)")
    assert (found.engineers, found.gaps) == (("li", "zhang"), (Gap("zhang", "linux"),))


def test_a_login_that_asks_for_a_password_is_left_to_people(workspace: Workspace) -> None:
    agreement = acme(workspace, login="prompt")
    assert reason(only(Clerk(agreement), "2026-03-20T08:00")) == "visit.nobody-types"
    assert isinstance(only(Clerk(agreement, attended=True), "2026-03-20T08:00"), Do)
