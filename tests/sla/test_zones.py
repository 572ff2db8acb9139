"""The zone in which an instant is told changes nothing: deadlines and states where a clock is turned back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.agreement import Agreement
from fieldops.dates.instants import utc
from fieldops.sla.deadlines import Case, Paused, deadlines
from fieldops.sla.events import Event, OrderLog, read_log
from fieldops.sla.status import status_of
from fieldops.sla.timetable import Timetable, timetable_of
from fieldops.structs import replaced
from tests.sla.agreements import example

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai"))
# Summer time ends at 01:00 UTC; the examples promise minutes and hours.
NIGHT = datetime(2026, 10, 24, 22, tzinfo=UTC)
MINUTES = st.lists(st.integers(0, 420), min_size=3, max_size=3).map(sorted)


def in_berlin(id: str) -> Agreement:
    agreement = example(id)
    return replaced(agreement, signed=replaced(agreement.signed, time_zone="Europe/Berlin"))


DEVICE = in_berlin("managed-service")


TEXT = b"severity: level-1\nevents: [{time: 2026-10-25T00:30, kind: reported}]\n"
LOG = read_log(TEXT, "order.yaml", BERLIN)[0]


def timetable(day: datetime) -> Timetable:
    return timetable_of(DEVICE, day.astimezone(BERLIN).date())


@examples(40)
@given(MINUTES, st.lists(st.sampled_from(ZONES), min_size=3, max_size=3))
def test_deadlines_depend_on_no_zone(minutes: list[int], zones: list[ZoneInfo]) -> None:
    reported, begin, end = (NIGHT + timedelta(minutes=n) for n in minutes)

    def due(told: list[datetime]) -> list[datetime | None]:
        pauses = (Paused(told[1], told[2], "waiting_for_part"),)
        case = Case("incident", "level-1", told[0], {}, pauses=pauses)
        return [utc(each.due) if each.due else None for each in deadlines(timetable(reported), case)]

    elsewhere = [at.astimezone(zone) for at, zone in zip((reported, begin, end), zones, strict=True)]
    assert due(elsewhere) == due([reported, begin, end])


@examples(40)
@given(MINUTES, st.lists(st.sampled_from(ZONES), min_size=3, max_size=3))
def test_how_an_order_stands_depends_on_no_zone(minutes: list[int], zones: list[ZoneInfo]) -> None:
    reported, responded, now = (NIGHT + timedelta(minutes=n) for n in minutes)

    def told(at: list[datetime]) -> list[tuple[str, str, timedelta | None]]:
        events = (_event(at[0], "reported"), _event(at[1], "responded"))
        found = status_of(timetable(reported), _log(events), at[2])
        return [(each.deadline.milestone, each.state, each.by) for each in found.states]

    elsewhere = [at.astimezone(zone) for at, zone in zip((reported, responded, now), zones, strict=True)]
    assert told(elsewhere) == told([reported, responded, now])


def _event(at: datetime, kind: str) -> Event:
    assert LOG is not None
    return replaced(LOG.events[0], at=at, kind=kind)


def _log(events: tuple[Event, ...]) -> OrderLog:
    assert LOG is not None
    return replaced(LOG, events=events)
