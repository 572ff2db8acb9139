"""What events tell about visits: runs begun for one, runs by hand, stores written before there were visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fieldops.records.events import Outline, StoreMigrated
from fieldops.records.run_events import HostOutline, HostStatus, PlayedPart, RunFinished, RunKind, RunOutline
from fieldops.records.visit_events import ConsentGiven, ObligationDone, VisitMissed
from fieldops.records.visits import Attempt, Consent, VisitLog

AT = datetime.fromisoformat("2026-03-20T08:00:00+08:00")
LATER = AT.replace(hour=9)


def begun(run: str = "r1", **more: Any) -> tuple[str, Outline]:
    given = {
        "kind": RunKind.INSPECTION,
        "started": AT,
        "contract": "acme",
        "playbook": "linux-standard",
        "engineers": (),
        "hosts": ("h1", "h2"),
        "serves": None,
        "partial": False,
        "estate": (("h1", "server"), ("h2", None)),
        **more,
    }
    return run, RunOutline(run, **given)


def host(id: str, status: HostStatus, run: str = "r1") -> tuple[str, Outline]:
    return run, HostOutline(id, status)


def log_of(*told: tuple[str, Outline]) -> VisitLog:
    log = VisitLog()
    log.feed((seq, stream, outline) for seq, (stream, outline) in enumerate(told, 1))
    return log


def only(log: VisitLog) -> Attempt:
    (attempt,) = log.attempts.values()
    return attempt


def test_a_run_that_was_begun_for_no_visit_is_one_by_hand() -> None:
    log = log_of(begun(), host("h1", HostStatus.DONE))
    (attempt,) = log.by_hand["acme", RunKind.INSPECTION, "linux-standard"]
    assert (attempt.serves, attempt.started, attempt.done) == (None, AT, {"h1"})
    assert attempt.estate == (("h1", "server"), ("h2", None))
    assert attempt.cut_off


def test_a_host_that_was_not_reached_is_heard_of_and_not_done() -> None:
    log = log_of(
        begun(serves="acme/inspections/visit/0"),
        host("h1", HostStatus.PARTIAL),
        host("h2", HostStatus.UNREACHABLE),
    )
    (attempt,) = log.serving["acme/inspections/visit/0"]
    assert (attempt.done, attempt.cut_off) == (set(), False)


def test_a_run_of_some_checks_only_counts_for_nothing() -> None:
    assert log_of(begun(partial=True)).by_hand == {}


def test_a_second_word_about_a_host_changes_nothing() -> None:
    again = log_of(begun(), host("h1", HostStatus.UNREACHABLE), host("h1", HostStatus.DONE))
    assert (only(again).heard, only(again).done) == ({"h1"}, set())
    afterwards = log_of(begun(), ("r1", RunFinished("r1", AT)), host("h1", HostStatus.DONE))
    assert (only(afterwards).heard, only(afterwards).done) == (set(), set())


def test_a_second_beginning_of_a_run_changes_nothing() -> None:
    log = log_of(begun(), host("h1", HostStatus.DONE), begun(serves="k"))
    assert (log.serving, only(log).done) == ({}, {"h1"})


def test_events_of_runs_that_never_began_are_left_alone() -> None:
    log = log_of(host("h1", HostStatus.DONE), ("r1", RunFinished("r1", AT)))
    assert (log.attempts, log.seq) == ({}, 2)


def test_the_last_word_of_a_person_counts() -> None:
    log = log_of(
        ("visits/a", ObligationDone("a/0", date(2026, 3, 1), None, None, AT)),
        ("visits/a", ObligationDone("a/0", date(2026, 3, 2), "zhang", "x", LATER)),
    )
    assert (log.recorded["a/0"].day, log.recorded["a/0"].by) == (date(2026, 3, 2), "zhang")


def test_the_log_goes_on_from_where_it_was() -> None:
    log = log_of(begun(serves="k"))
    log.feed(
        [
            (2, "visits/k", ConsentGiven("k", "Shen", AT, LATER, AT)),
            (3, "visits/k", VisitMissed("acme", ("m1", "m2"), AT)),
            (7, "store", StoreMigrated(1, 3, "0" * 64, AT, "0.1.0")),
            (8, "r1", HostOutline("h1", HostStatus.DONE)),
        ]
    )
    assert log.seq == 8
    assert log.consents == {"k": [Consent("k", "Shen", AT, LATER)]}
    assert log.missed == {"m1", "m2"}
    assert log.serving["k"][0].done == {"h1"}


def test_a_run_of_several_playbooks_stands_under_each() -> None:
    parts = (PlayedPart("linux-standard"), PlayedPart("database", ("h2",)))
    log = log_of(
        begun(playbook="linux-standard+database", parts=parts),
        host("h1", HostStatus.DONE),
        host("h2", HostStatus.DONE),
    )
    for playbook, done in (("linux-standard", {"h1", "h2"}), ("database", {"h2"})):
        (attempt,) = log.by_hand["acme", RunKind.INSPECTION, playbook]
        assert attempt.done_by(playbook) == done
    assert only(log).done_by("another") == set()
    assert ("acme", RunKind.INSPECTION, "linux-standard+database") not in log.by_hand


def test_what_an_older_fieldops_recorded_has_the_one_playbook_for_all_hosts() -> None:
    log = log_of(begun(), host("h1", HostStatus.DONE))
    assert only(log).done_by("linux-standard") == {"h1"}
