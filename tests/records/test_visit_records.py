"""What the store tells about visits: runs begun for one, runs by hand, stores written before there were visits."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from fieldops.records.run import HOST_FINISHED, STARTED
from fieldops.records.store import Store
from fieldops.records.visits import (
    CONSENT,
    DONE,
    MISSED,
    SCHEDULE,
    Consent,
    VisitLog,
    consent_event,
    done_event,
    missed_event,
)

AT = datetime.fromisoformat("2026-03-20T08:00:00+08:00")


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = Store(tmp_path / "records.sqlite")
    yield opened
    assert opened.broken_at() is None
    opened.close()


def begun(store: Store, run: str, **more: object) -> None:
    assets = [
        {"id": "h1", "category": "server", "host": {"address": "192.0.2.1"}},
        {"id": "h2", "host": {"address": "192.0.2.2"}},
        {"id": "printer"},
    ]
    body = {
        "run": run,
        "kind": "inspection",
        "started": AT.isoformat(),
        "contract": {"id": "acme", "assets": assets},
        "playbook": {"id": "linux-standard"},
        "hosts": ["h1", "h2"],
        **more,
    }
    store.append(run, STARTED, body)


def log_of(store: Store) -> VisitLog:
    log = VisitLog()
    log.feed(store.visit_events())
    return log


def test_a_run_of_before_there_were_visits_is_one_by_hand(store: Store) -> None:
    begun(store, "r1")
    store.append("r1", HOST_FINISHED, {"host": "h1", "status": "done"})
    log = log_of(store)
    (attempt,) = log.by_hand["acme", "inspection", "linux-standard"]
    assert (attempt.serves, attempt.partial, attempt.started) == (None, False, AT)
    assert (attempt.estate, attempt.done) == ((("h1", "server"), ("h2", None)), {"h1"})
    assert attempt.cut_off


def test_a_host_that_was_not_reached_is_heard_of_and_not_done(store: Store) -> None:
    begun(store, "r1", serves="acme/inspections/visit/0")
    store.append("r1", HOST_FINISHED, {"host": "h1", "status": "partial"})
    store.append("r1", HOST_FINISHED, {"host": "h2", "status": "unreachable"})
    (attempt,) = log_of(store).serving["acme/inspections/visit/0"]
    assert (attempt.done, attempt.cut_off) == (set(), False)


def test_a_run_of_some_checks_only_counts_for_nothing(store: Store) -> None:
    begun(store, "r1", tags=["disk"])
    assert log_of(store).by_hand == {}


def test_the_log_goes_on_from_where_it_was(store: Store) -> None:
    log = VisitLog()
    begun(store, "r1", serves="k")
    log.feed(store.visit_events(log.seq))
    store.append(SCHEDULE, DONE, done_event("a", date(2026, 3, 1), None, None, AT))
    store.append(SCHEDULE, DONE, done_event("a", date(2026, 3, 2), "zhang", "x", AT))
    consent = Consent("k", "Shen", AT, AT.replace(hour=12))
    store.append(SCHEDULE, CONSENT, consent_event(consent, AT))
    store.append(SCHEDULE, MISSED, missed_event("acme", ["m1", "m2"], AT))
    log.feed(store.visit_events(log.seq))
    assert log.seq == 5
    assert len(log.serving["k"]) == 1
    assert (log.recorded["a"].day, log.recorded["a"].by) == (date(2026, 3, 2), "zhang")
    assert log.consents == {"k": [consent]}
    assert log.missed == {"m1", "m2"}
    assert store.visit_events(log.seq) == []
