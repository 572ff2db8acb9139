"""The life of a finding: what runs see, what people say, and what neither changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AT, CONTRACT, DISKS, FINE, UNITS, Values, run, worlds

from fieldops.inspection.checks import Verdict
from fieldops.messages.text import Text
from fieldops.records.comparison import Change, compare
from fieldops.records.finding_events import (
    FindingAccepted,
    FindingAssigned,
    FindingClosed,
    FindingEvent,
    FindingPlace,
)
from fieldops.records.findings import Finding, State, findings_of
from fieldops.records.runs import Run
from fieldops.records.snapshots import AssetSnapshot, ContractSnapshot, PersonSnapshot
from fieldops.structs import replaced

PLACE = FindingPlace("acme", "h", "disks", "/")
LI = PersonSnapshot("li", Text("李娜", "Li Na"))


def day(number: int) -> datetime:
    """The time of the run of that number; they are thirty days apart."""
    return AT + number * timedelta(days=30)


def after(number: int) -> datetime:
    """A day after that run."""
    return day(number) + timedelta(days=1)


def disk(*values: str | None) -> list[Run]:
    """A run for each value of the disk `/` on the host `h`; None: the host was not reached."""
    return [
        run({"h": None if value is None else {**FINE, "disks": {"/": value}}}, at=day(n), id=f"r{n}")
        for n, value in enumerate(values)
    ]


def only(runs: list[Run], *said: FindingEvent) -> Finding:
    found = findings_of([*runs, *said])
    assert found is not None
    assert not found.unplaced
    (one,) = found.findings
    return one


def accepted(at: datetime, until: date) -> FindingAccepted:
    return FindingAccepted(PLACE, "Shen", until, "new disks in spring", at)


def assigned(at: datetime, until: date) -> FindingAssigned:
    return FindingAssigned(PLACE, LI, False, until, at)


@pytest.mark.parametrize(
    ("values", "state", "times"),
    [
        (["W85"], "open", 1),
        (["W85", "C95", "W81"], "open", 1),
        (["W85", "o50"], "fixed", 1),
        (["W85", "o50", "W85"], "open", 2),
        (["W85", None], "open", 1),
        (["W85", "?"], "open", 1),
        (["W85", "o50", None], "fixed", 1),
        ([None, "W85", "o50", "?", "C95"], "open", 2),
    ],
)
def test_runs_open_a_finding_and_only_a_run_that_looked_mends_it(
    values: list[str | None], state: str, times: int
) -> None:
    found = only(disk(*values))
    assert (found.state(AT.date()), found.times, found.recurring) == (state, times, times > 1)


def test_what_was_not_seen_keeps_its_state_and_says_since_when_and_why() -> None:
    found = only(disk("W85", None, "?"))
    assert (found.last.run, found.unseen and found.unseen.run) == ("r0", "r1")
    assert found.unseen is not None
    assert found.unseen.why is not None
    assert found.unseen.why.code == "host.connect-timeout"
    assert only(disk("W85", None, "W86")).unseen is None


def test_a_host_or_a_check_that_is_not_asked_for_is_not_mended() -> None:
    first = disk("W85")
    for hosts, checks, code in (
        ({"other": FINE}, (DISKS, UNITS), "compare.host-not-asked"),
        ({"h": FINE}, (UNITS,), "compare.check-not-asked"),
    ):
        found = only([*first, run(hosts, checks, at=day(1))])
        assert found.state(AT.date()) is State.OPEN
        assert found.unseen is not None
        assert found.unseen.why is not None
        assert found.unseen.why.code == code


def test_a_disk_that_is_not_there_is_gone_and_a_unit_that_is_not_listed_any_more_is_fixed() -> None:
    bad = {"h": {**FINE, "disks": {"/": "o1", "/data": "C95"}, "units": {"web": "Cfailed"}}}
    found = findings_of([run(bad), run({"h": FINE}, at=day(1))])
    assert found is not None
    assert {each.place.check: each.state(AT.date()) for each in found.findings} == {
        "disks": State.GONE,
        "units": State.FIXED,
    }


def test_what_somebody_says_does_not_apply_any_more_was_not_mended() -> None:
    assert only(disk("C95", "nna")).state(AT.date()) is State.GONE
    assert only(disk("C95", "nna", "o5")).state(AT.date()) is State.FIXED


def test_the_evidence_is_the_first_run_that_saw_it_in_order() -> None:
    found = only(disk("W85", None, "o50", "o51"))
    assert found.evidence is not None
    assert (found.evidence.run, found.last.run) == ("r2", "r3")


def test_an_acceptance_counts_up_to_its_day_and_then_it_is_open_again_and_late() -> None:
    until = day(2).date()
    found = only(disk("W85", "W86"), accepted(after(0), until))
    assert found.state(until) is State.ACCEPTED
    assert not found.late(until)
    assert found.state(until + timedelta(days=1)) is State.OPEN
    assert found.late(until + timedelta(days=1))


def test_a_warning_that_was_accepted_is_open_when_it_becomes_critical_and_not_the_other_way_round() -> None:
    until = day(9).date()
    assert only(disk("W85", "C95"), accepted(after(0), until)).state(day(1).date()) is State.OPEN
    assert only(disk("C95", "W85"), accepted(after(0), until)).state(day(1).date()) is State.ACCEPTED
    again = only(disk("W85", "C95"), accepted(after(0), until), accepted(after(1), until))
    assert again.state(day(1).date()) is State.ACCEPTED


def test_who_is_to_mend_it_is_late_after_the_day_and_free_when_a_run_saw_it_in_order() -> None:
    until = day(1).date()
    found = only(disk("W85"), assigned(after(0), until))
    assert (found.state(until), found.late(until), found.due) == (State.ASSIGNED, False, until)
    assert found.late(until + timedelta(days=1))
    mended = only(disk("W85", "o50"), assigned(after(0), until))
    assert (mended.assigned, mended.due, mended.late(day(9).date())) == (None, None, False)
    back = only(disk("W85", "o50", "W85"), assigned(after(0), until))
    assert (back.state(day(9).date()), back.late(day(9).date())) == (State.OPEN, False)


def test_the_day_that_was_named_last_is_the_one_that_counts() -> None:
    soon, later = day(1).date(), day(5).date()
    found = only(disk("W85"), assigned(after(0), soon), accepted(after(0) + timedelta(hours=1), later))
    assert (found.due, found.state(later)) == (later, State.ACCEPTED)
    assert only(disk("W85"), accepted(after(0), soon), assigned(after(1), later)).due == later


def test_what_was_accepted_before_it_was_mended_makes_nothing_late_that_comes_years_later() -> None:
    found = only(disk("W85", "o50", "o50", "o50", "W85"), accepted(after(0), day(2).date()))
    assert (found.due, found.late(day(9).date())) == (None, False)


def test_closed_is_a_persons_word_until_a_run_sees_it_again_or_in_order() -> None:
    closed = FindingClosed(PLACE, LI, "a test machine", after(0))
    assert only(disk("W85"), closed).state(AT.date()) is State.CLOSED
    assert only(disk("W85", None), closed).state(AT.date()) is State.CLOSED
    back = only(disk("W85", "W85"), closed)
    assert (back.state(AT.date()), back.times, back.closed) == (State.OPEN, 2, None)
    assert only(disk("W85", "o50"), closed).state(AT.date()) is State.FIXED


def test_a_renamed_host_keeps_its_findings_by_serial_number_or_host_key() -> None:
    def world(name: str, serial: str | None, key: str | None, at: datetime, value: str) -> Run:
        contract: ContractSnapshot = replaced(CONTRACT, assets=(AssetSnapshot(name, serial=serial),))
        keys = {name: key} if key else None
        return run({name: {"disks": {"/": value}}}, (DISKS,), keys, at, contract)

    before = world("web-1", "SN1", "k1", day(0), "W85")
    id = only([before]).id
    for serial, key in (("SN1", "k2"), (None, "k1")):
        found = only([before, world("web-01", serial, key, day(1), "C95")])
        assert (found.id, found.place.host, found.times) == (id, "web-01", 1)
    word = FindingClosed(replaced(PLACE, host="web-01"), LI, "x", after(1))
    assert only([before, world("web-01", "SN1", None, day(1), "W85")], word).ended is not None
    # Another serial number is another machine, whatever key was copied onto it.
    other = findings_of([before, world("web-01", "SN2", "k1", day(1), "C95")])
    assert other is not None
    assert len(other.findings) == 2


def test_a_name_that_is_given_to_another_machine_later_is_another_finding() -> None:
    def world(hosts: dict[str, str], at: datetime) -> Run:
        contract: ContractSnapshot = replaced(
            CONTRACT, assets=tuple(AssetSnapshot(name, serial=serial) for name, serial in hosts.items())
        )
        return run({name: {"disks": {"/": "W85"}} for name in hosts}, (DISKS,), at=at, contract=contract)

    found = findings_of(
        [world({"a": "S1"}, day(0)), world({"b": "S1"}, day(1)), world({"a": "S2", "b": "S1"}, day(2))]
    )
    assert found is not None
    assert sorted((each.place.host, each.first) for each in found.findings) == [("a", day(2)), ("b", day(0))]
    assert len({each.id for each in found.findings}) == 2


def test_another_playbook_mends_only_by_looking_at_the_same_thing() -> None:
    def other(check: str) -> Run:
        disks = replaced(DISKS, probe=check)
        one = run({"h": {"disks": {"/": "o1"}}}, (disks,), at=day(1))
        playbook = replaced(one.playbook, id="other")
        return replaced(one, begun=replaced(one.begun, playbook=playbook))

    assert only([*disk("W85"), other("df")]).state(AT.date()) is State.FIXED
    assert only([*disk("W85"), other("something-else")]).state(AT.date()) is State.OPEN


def test_words_about_what_no_run_here_has_seen_are_kept_apart() -> None:
    word = FindingClosed(replaced(PLACE, host="elsewhere"), LI, "x", after(0))
    found = findings_of([*disk("W85"), word])
    assert found is not None
    assert (len(found.findings), found.unplaced) == (1, (word,))
    assert findings_of([word]) is None


def test_an_id_is_short_and_says_the_same_in_every_store() -> None:
    assert only(disk("W85")).id == only(disk("o1", "C99")).id == only(disk(None, "W80")).id
    assert len(only(disk("W85")).id) == 8


# --- over everything that can be ---------------------------------------------------------------------------

stories = st.lists(worlds, min_size=2, max_size=4)


def told(story: list[Mapping[str, Values | None]]) -> list[Run]:
    return [run(world, at=day(n), id=f"r{n}") for n, world in enumerate(story)]


@given(stories, st.data())
def test_the_order_in_which_runs_and_words_came_in_does_not_matter(
    story: list[Mapping[str, Values | None]], data: st.DataObject
) -> None:
    said: list[FindingEvent] = [accepted(after(0), day(3).date()), assigned(after(1), day(2).date())]
    said = [replaced(each, place=replaced(PLACE, host="h1", item="a")) for each in said]
    everything = [*told(story), *said]
    assert findings_of(data.draw(st.permutations(everything))) == findings_of(everything)


@given(stories)
def test_states_agree_with_what_two_runs_differ_in(story: list[Mapping[str, Values | None]]) -> None:
    runs = told(story)
    for at, (old, new) in enumerate(pairwise(runs), start=2):
        whole = findings_of(runs[:at])
        assert whole is not None
        by_place = {(one.place.host, one.place.check, one.place.item): one for one in whole.findings}
        for each in compare(old, new).differences:
            one = by_place.get((str(each.host), str(each.check), each.item))
            if each.change in (Change.NEW, Change.FOUND, Change.WORSE, Change.BETTER, Change.OPEN):
                assert one is not None
                assert (one.state(AT.date()), one.last.run, one.deviation) == (State.OPEN, new.id, each.after)
                if each.change in (Change.NEW, Change.WORSE, Change.BETTER):
                    assert one.steps[-1].run == new.id
            elif each.change in (Change.FIXED, Change.GONE):
                assert one is not None
                assert one.state(AT.date()) == State(each.change.value)
                assert one.evidence is not None
                assert one.evidence.run == new.id


@given(stories)
def test_nothing_is_mended_without_a_run_that_looked(story: list[Mapping[str, Values | None]]) -> None:
    whole = findings_of(told(story))
    assert whole is not None
    runs = {each.id: each for each in told(story)}
    for one in whole.findings:
        if one.ended is not None:
            assert one.evidence is not None
            host = next(each for each in runs[str(one.evidence.run)].hosts if each.host == one.place.host)
            check = next(each for each in host.checks if each.id == one.place.check)
            assert check.items or check.verdict is not Verdict.UNKNOWN
