"""What became of each value between two runs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from worlds import DISKS, FINE, PORTS, UNITS, USERS, Values, item_of, run, worlds

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.records.comparison import Change, compare
from fieldops.records.snapshots import CheckVariant
from fieldops.structs import replaced


def told(old: Mapping[str, Values | None], new: Mapping[str, Values | None]) -> list[tuple[str, ...]]:
    found = compare(run(old), run(new)).differences
    return [tuple(filter(None, (each.change, each.host, each.check, each.item))) for each in found]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("o50", "W85", "new"),
        ("W85", "C95", "worse"),
        ("C95", "W85", "better"),
        ("W85", "W86", "open"),
        ("C95", "o50", "fixed"),
        ("C95", "nna", "gone"),
        ("C95", "?", "unseen"),
        ("o50", "?", "unseen"),
        ("?", "C95", "found"),
        ("o50", "o51", None),
        ("?", "o50", None),
        ("?", "?", "unknown"),
    ],
)
def test_what_became_of_a_value(before: str, now: str, change: str | None) -> None:
    old, new = ({"h": {**FINE, "disks": {"/": each}}} for each in (before, now))
    assert told(old, new) == ([(change, "h", "disks", "/")] if change else [])


def test_a_disk_that_is_not_there_any_more_is_not_fixed_and_a_unit_that_is_not_listed_any_more_is() -> None:
    old = {"h": {**FINE, "disks": {"/": "o50", "/data": "C95"}, "units": {"web": "Cfailed"}}}
    assert told(old, {"h": FINE}) == [("gone", "h", "disks", "/data"), ("fixed", "h", "units", "web")]


def test_nothing_is_gone_or_fixed_by_a_list_that_could_not_be_read_whole() -> None:
    old = {"h": {**FINE, "disks": {"/data": "C95"}, "units": {"web": "Cfailed"}}}
    new = {"h": {**FINE, "disks": {"row 3": "?"}, "units": {"row 9": "?"}}}
    assert told(old, new) == [
        ("unseen", "h", "disks", "/data"),
        ("unseen", "h", "units", "web"),
        ("unknown", "h", "disks", "row 3"),
        ("unknown", "h", "units", "row 9"),
    ]


def test_a_check_that_lists_only_faults_and_can_no_longer_look_is_told_though_nothing_was_listed() -> None:
    assert told({"h": FINE}, {"h": {**FINE, "units": Verdict.UNKNOWN}}) == [("unseen", "h", "units")]


def test_a_host_that_was_not_reached_is_told_once_and_a_first_look_finds_what_it_finds() -> None:
    bad = {**FINE, "disks": {"/": "C95"}}
    assert told({"h": bad}, {"h": None}) == [("unseen", "h")]
    assert told({"h": None}, {"h": bad}) == [("found", "h", "disks", "/")]
    assert told({"h": bad}, {"other": FINE}) == [("unseen", "h")]
    assert told({"h": None}, {"h": None}) == [("unknown", "h")]


def test_a_check_that_was_not_asked_on_any_host_is_told_once() -> None:
    old = run({"a": FINE, "b": FINE})
    found = compare(old, run({"a": FINE, "b": FINE}, (DISKS, UNITS)))
    assert [(each.change, each.host, each.check) for each in found.differences] == [("unseen", None, "users")]


def test_a_host_that_broke_off_is_unseen_from_there_on() -> None:
    assert told({"h": FINE}, {"h": {"disks": {"/": "o50"}}}) == [
        ("unseen", "h", "units"),
        ("unseen", "h", "users"),
    ]


def test_facts_are_names_and_words_and_numbers_only_where_they_identify() -> None:
    checks = (USERS, PORTS)
    old = run({"h": {"users": {"root": "i0", "ann": "i1", "left": "i2"}, "ports": {"22": "i1"}}}, checks)
    new = run({"h": {"users": {"root": "i0", "ann": "i7", "came": "i3"}, "ports": {"22": "i9"}}}, checks)
    assert [(each.change, each.item) for each in compare(old, new).differences] == [
        ("fact", "ann"),
        ("fact", "came"),
        ("fact", "left"),
    ]


def test_another_key_is_another_machine_and_another_threshold_is_told() -> None:
    old = run({"h": {"disks": {"/": "W85"}}, "i": {"disks": {"/": "o1"}}}, (DISKS,), {"h": "k1", "i": "k"})
    stricter = replaced(DISKS, crit=">= 85%")
    new = run({"h": {"disks": {"/": "C85"}}, "i": {"disks": {"/": "o1"}}}, (stricter,), {"h": "k2", "i": "k"})
    found = compare(old, new)
    assert found.other_machines == ("h",)
    assert [(each.change, each.other_standard) for each in found.differences] == [("worse", True)]


def test_a_run_of_some_hosts_tells_no_standard_of_the_others() -> None:
    lax = CheckVariant(replaced(DISKS, warn=">= 95%", crit=">= 99%"), ("i",))
    some, every = run({"h": FINE}, (DISKS,)), run({"h": FINE, "i": {"disks": {"/": "W96"}}}, (DISKS,))
    begun = replaced(every.begun, playbook=replaced(every.playbook, variants=(lax,)))
    found = compare(some, replaced(every, begun=begun))
    assert [(each.change, each.host, each.other_standard) for each in found.differences] == [
        ("found", "i", False)
    ]


def test_rows_of_one_name_are_told_apart_by_their_order() -> None:
    twice = CheckResult("disks", Verdict.WARN, (item_of("/", "o50"), item_of("/", "W85")))
    old, new = run({"h": FINE}), run({"h": FINE})
    hosts = tuple(replaced(host, checks=(twice, *host.checks[1:])) for host in new.hosts)
    found = compare(replaced(old, hosts=hosts), replaced(new, hosts=hosts))
    assert [each.change for each in found.differences] == ["open"]


@given(worlds, worlds)
def test_nothing_gets_better_by_not_being_looked_at_and_nothing_bad_or_unknown_is_silent(
    old: Mapping[str, Values | None], new: Mapping[str, Values | None]
) -> None:
    before, after = run(old), run(new)
    found = compare(before, after).differences
    places = {(each.host, each.check, each.item) for each in found}
    for side in (before, after):
        for host in side.hosts:
            for check in host.checks:
                for item in check.items:
                    if item.verdict in (Verdict.WARN, Verdict.CRIT) or (
                        side is after and item.verdict is Verdict.UNKNOWN
                    ):
                        # Told itself, or by the check or the host that nobody looked at.
                        names = [
                            (host.host, check.id, item.item),
                            (host.host, check.id, None),
                            (host.host, None, None),
                        ]
                        assert places.intersection(names)
    looked_at = {
        (h.host, c.id) for h in after.hosts for c in h.checks if c.verdict is not Verdict.UNKNOWN or c.items
    }
    for each in found:
        if each.change in (Change.FIXED, Change.BETTER, Change.GONE):
            assert (each.host, each.check) in looked_at


@given(worlds)
def test_a_run_has_nothing_against_itself_but_what_is_still_open_or_unknown(
    world: Mapping[str, Values | None],
) -> None:
    assert {each.change for each in compare(run(world), run(world)).differences} <= {
        Change.OPEN,
        Change.UNKNOWN,
    }
