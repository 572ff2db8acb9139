"""Runs and visits read out of a log: which events are asked for, and through which codec. What they tell is `runs`, `visits`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice

from fieldops.errors import FieldopsError
from fieldops.records.answers import ManualAnswered
from fieldops.records.codecs import UnknownEvent, decode, outline
from fieldops.records.earlier import Asked, Before, candidates
from fieldops.records.events import Outline
from fieldops.records.log import RUNS, Log, run_stream
from fieldops.records.recorded import Recorded
from fieldops.records.run_events import (
    HostFinished,
    HostOutline,
    RunCollected,
    RunFinished,
    RunOutline,
    RunStarted,
)
from fieldops.records.runs import Run, RunSummary, run_of, summaries_of
from fieldops.records.signing_events import RunConcluded
from fieldops.records.visit_events import ConsentGiven, ObligationDone, VisitMissed
from fieldops.records.visits import VisitLog
from fieldops.structs import Struct


class RunList(Struct, frozen=True):
    """The runs of a log, newest first. `newer`: the ids of those that only a newer fieldops can read, with what it is."""

    runs: list[RunSummary]
    newer: Mapping[str, UnknownEvent]


# How many earlier runs are looked into for a host that was not in the last ones.
_MOST_RUNS = 12
# And for what is followed over time: as many as a trend is made of.
_MOST_FOLLOWED = 60
# What can be the name of a file, in one folder.
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
_OF_VISITS = frozenset(
    each.TYPE
    for each in (
        RunStarted,
        HostFinished,
        RunCollected,
        RunFinished,
        ManualAnswered,
        RunConcluded,
        ObligationDone,
        ConsentGiven,
        VisitMissed,
    )
)


def read_run(log: Log, id: str) -> Run | None:
    """The run with that id, or None. Only its own events are read, each checked against the chain.

    Raises Broken when one was changed, FieldopsError for a run that this fieldops cannot read or whose name is none.
    """
    events = log.read(run_stream(id))
    if not events:
        return None
    told = (decode(event.type, event.version, event.body, log.blob) for event in events)
    found = run_of(told, head=events[-1].link)
    if found is not None:
        insist_on_name(found, run_stream(id))
    return found


def insist_on_name(run: Run, stream: str) -> None:
    """Raise FieldopsError for a run whose id is not that of its stream, or no name of a file: whoever writes a file for
    the run names it after the run.
    """
    if not is_named_so(run, stream):
        raise FieldopsError("record.misnamed-run", run=run.id, stream=stream.removeprefix(RUNS))


def is_named_so(run: Run, stream: str) -> bool:
    """Whether the run's id is that of its stream, and can be the name of a file."""
    return stream == run_stream(run.id) and _ID.fullmatch(run.id) is not None


def run_begun_before(log: Log, id: str) -> datetime | None:
    """When the run began that was recorded before the run `id`; None for the first one, or one that cannot be read."""
    firsts = [stream.first for stream in log.streams(RUNS, 2) if stream.name != run_stream(id)]
    event = next(log.since(firsts[0] - 1), None) if firsts else None
    with suppress(FieldopsError):
        told = outline(event.type, event.version, event.body) if event is not None else None
        return told.started if isinstance(told, RunOutline) else None
    return None


def known_before(
    log: Log, asked: Asked, checks: Collection[str], followed: Collection[str], begun: Iterable[RunOutline]
) -> Before:
    """What earlier runs said of the hosts of a run that begins, for each of `checks` (ids); `begun` are those runs. Of
    the checks that are `followed` all of them count.

    A run that cannot be read, or was changed, is none: nothing is called old by its word.
    """
    found = Before(asked, checks, followed)
    most = _MOST_FOLLOWED if followed else _MOST_RUNS
    for run in islice(candidates(begun, asked), most) if checks else ():
        hosts = found.lacking.intersection(run.hosts)
        with suppress(FieldopsError):
            for event in log.read(run_stream(run.run)) if hosts else ():
                _add(found, run, event, hosts, log)
    return found


def _add(found: Before, run: RunOutline, event: Recorded, hosts: Collection[str], log: Log) -> None:
    if event.type != HostFinished.TYPE:
        return
    told = outline(event.type, event.version, event.body)
    if isinstance(told, HostOutline) and told.host in hosts:
        finished = decode(event.type, event.version, event.body, log.blob)
        if isinstance(finished, HostFinished):
            found.add(run, finished)


class RunLister:
    """Makes the list of runs of the events that it is told, in the order of the log."""

    def __init__(self) -> None:
        self._told: list[tuple[str, Outline]] = []
        self._newer: dict[str, UnknownEvent] = {}

    def take(self, event: Recorded) -> None:
        """Take an event. Raises FieldopsError for one that no fieldops has written so."""
        if event.type not in (RunStarted.TYPE, RunFinished.TYPE):
            return
        try:
            self._told.append((event.stream, outline(event.type, event.version, event.body)))
        except UnknownEvent as unknown:
            self._newer.setdefault(event.stream, unknown)

    def begun(self) -> dict[str, RunOutline]:
        """What began each run that can be read, by stream."""
        runs = ((stream, told) for stream, told in self._told if stream not in self._newer)
        return {stream: told for stream, told in runs if isinstance(told, RunOutline)}

    def listed(self) -> RunList:
        """All runs, newest first, and apart from them those that a newer fieldops recorded."""
        known = [each for each in self._told if each[0] not in self._newer]
        newer = {stream.removeprefix(RUNS): self._newer[stream] for stream in reversed(self._newer)}
        return RunList(summaries_of(known), newer)


def feed_visits(visits: VisitLog, event: Recorded) -> None:
    """Have `visits` take what the event tells about them.

    Raises UnknownEvent where a newer fieldops recorded it: who does not know all of it must not decide about visits.
    """
    if event.type in _OF_VISITS:
        visits.feed([(event.position, event.stream, outline(event.type, event.version, event.body))])
