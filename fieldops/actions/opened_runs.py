"""A run's stream with its events decoded once: what everybody needs who adds to a run after its end."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fieldops.actions.finding import one_called
from fieldops.actions.runs import Wanted, run_id, unknown_run
from fieldops.errors import Refused
from fieldops.records.codecs import Decoded, decoded, encode
from fieldops.records.keyholders import Register
from fieldops.records.log import Log, run_stream
from fieldops.records.moments import whole_seconds
from fieldops.records.reading import insist_on_name
from fieldops.records.recorded import Recorded
from fieldops.records.runs import Run, run_of
from fieldops.records.signing import Signing, signing_of
from fieldops.records.signing_events import RunConcluded, RunConfirmed, RunSigned
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct, replaced


class OpenedRun(Struct, frozen=True):
    """A run's stream, its events decoded once, and the run that they tell."""

    stream: str
    events: tuple[Decoded, ...]
    run: Run

    @property
    def conclusion(self) -> RunConcluded | None:
        """The one that holds."""
        found = [one.event for one in self.events if isinstance(one.event, RunConcluded)]
        return max(found, key=lambda each: each.version, default=None)

    def signing(self, register: Register | None) -> Signing:
        """What its signatures are worth by that register."""
        found = signing_of(self.events, register)
        assert found is not None  # it begins a run
        return found

    def with_event(self, event: RunSigned | RunConfirmed, register: Register) -> Signing:
        """How the run is signed with one event more, judged as it will be judged ever after, before it is recorded."""
        made, last = encode(event), self.events[-1].recorded
        place = (last.position + 1, self.stream, last.number + 1)
        new = Decoded(Recorded(*place, made.type, made.version, made.body, "", ""), event)
        return replaced(self, events=(*self.events, new)).signing(register)


def open_run(log: Log, wanted: Wanted) -> OpenedRun:
    """The run as it stands on record. Raises UsageError for one that is not there, Broken for one that was changed."""
    id = run_id(log, wanted)
    stream = run_stream(id)
    recorded = log.read(stream)
    events = tuple(decoded(recorded, log.blob))
    run = run_of((one.event for one in events), head=recorded[-1].link) if recorded else None
    if run is None:
        raise unknown_run(log, id)
    insist_on_name(run, stream)
    return OpenedRun(stream, events, run)


def engineer_of(run: Run, name: str) -> PersonSnapshot:
    """The engineer of the run with that id or name. Raises Refused for anybody else."""
    if (person := one_called(run.team.engineers, name)) is not None:
        return person
    choices = ", ".join(person.id for person in run.team.engineers) or "-"
    raise Refused("sign.not-of-run", person=name, choices=choices)


def local_time(now: datetime, zone: str) -> datetime:
    """The moment as events of a run keep it: to the second, in the contract's zone."""
    return whole_seconds(now.astimezone(ZoneInfo(zone)))
