"""How often the chain is followed: each event is read once for a command, and once for as long as a watch goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Workspace
from effort import calls_of

from fieldops.actions.inspection import Request, inspect
from fieldops.actions.records import verify_records
from fieldops.actions.runs import Wanted, find_run, read_visits, runs
from fieldops.actions.schedules import schedule
from fieldops.actions.settings import open_store, store_path
from fieldops.records.chain import own_leaf
from fieldops.records.run_events import RunKind
from tests.actions.visits import Network, Quiet

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
# Of one run with one host.
A_RUN = 3


def _health(root: Path, now: datetime) -> None:
    inspect(
        root, Request("acme", ("test",), RunKind.HEALTH_CHECK), lambda: now, lambda question: None, Quiet()
    )


@pytest.fixture
def here(workspace: Workspace) -> Path:
    workspace.contract([{"id": "h1", "host": {"address": "localhost", "transport": "local"}}])
    workspace.probe("name", "echo here")
    workspace.playbook([{"probe": "name", "info": True}])
    for minute in range(4):
        _health(workspace.root, NOW + timedelta(minutes=minute))
    return workspace.root


def _events(root: Path) -> int:
    with closing(open_store(root)) as log:
        return log.head().size


@pytest.mark.parametrize(
    ("command", "besides"),
    [
        (runs, 0),
        (read_visits, 0),
        (lambda root: schedule(root, None, NOW), 0),
        # The run itself is then read by its own events.
        (lambda root: find_run(root, Wanted("latest")), A_RUN),
        (lambda root: find_run(root, Wanted("latest", "acme", RunKind.HEALTH_CHECK)), A_RUN),
        (lambda root: _health(root, NOW + timedelta(hours=1)), A_RUN),
    ],
    ids=["run list", "visits", "schedule list", "latest", "latest of a kind", "health"],
)
def test_each_event_is_read_once(command: Callable[[Path], object], besides: int, here: Path) -> None:
    size = _events(here)
    assert size == 4 * A_RUN
    assert calls_of(own_leaf, lambda: command(here)) == size + besides


def test_a_verification_goes_on_from_the_last_one_unless_all_is_asked_for(here: Path) -> None:
    assert calls_of(own_leaf, lambda: verify_records(here, only_new=True)) == 4 * A_RUN
    assert calls_of(own_leaf, lambda: verify_records(here, only_new=True)) == 0
    _health(here, NOW + timedelta(hours=1))
    assert calls_of(own_leaf, lambda: verify_records(here, only_new=True)) == A_RUN
    assert calls_of(own_leaf, lambda: verify_records(here)) == 5 * A_RUN


def test_a_watch_follows_only_what_has_come_since_its_last_turn(here: Path) -> None:
    watch = Network().visitor(here)

    def turn() -> None:
        list(watch.turn(lambda: NOW))

    assert calls_of(own_leaf, turn) == 4 * A_RUN
    assert calls_of(own_leaf, turn) == 0
    _health(here, NOW + timedelta(hours=1))
    assert calls_of(own_leaf, turn) == A_RUN


def test_a_watch_begins_again_where_the_store_is_not_what_it_was(here: Path) -> None:
    watch = Network().visitor(here)
    store = store_path(here)
    earlier = store.read_bytes()
    _health(here, NOW + timedelta(hours=1))
    list(watch.turn(lambda: NOW))
    # Somebody has put an earlier copy in its place, in the same file.
    store.write_bytes(earlier)
    assert calls_of(own_leaf, lambda: list(watch.turn(lambda: NOW))) == 4 * A_RUN
