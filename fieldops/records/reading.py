"""Runs and visits read out of a log: which events are asked for, and through which codec. What they tell is `runs`, `visits`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from fieldops.errors import FieldopsError
from fieldops.records.codecs import UnknownEvent, decode, outline
from fieldops.records.events import (
    ConsentGiven,
    HostFinished,
    ObligationDone,
    Outline,
    RunFinished,
    RunOutline,
    RunStarted,
    VisitMissed,
)
from fieldops.records.log import RUNS, Log, run_stream
from fieldops.records.runs import Run, RunSummary, run_of, summaries_of


@dataclass(frozen=True, slots=True)
class RunList:
    """The runs of a log, newest first. `newer`: the ids of those that only a newer fieldops can read, with what it is."""

    runs: list[RunSummary]
    newer: Mapping[str, UnknownEvent]


_OF_VISITS = (RunStarted, HostFinished, RunFinished, ObligationDone, ConsentGiven, VisitMissed)


def read_run(log: Log, id: str) -> Run | None:
    """The run with that id, or None. Only its own events are read, each checked against the chain.

    Raises Broken when one was changed, FieldopsError for a run that this fieldops cannot read.
    """
    events = log.read(run_stream(id))
    if not events:
        return None
    told = (decode(event.type, event.version, event.body, log.blob) for event in events)
    return run_of(told, head=events[-1].link)


def run_begun_before(log: Log, id: str) -> datetime | None:
    """When the run began that was recorded before the run `id`; None for the first one, or one that cannot be read."""
    firsts = [stream.first for stream in log.streams(RUNS, 2) if stream.name != run_stream(id)]
    event = next(log.since(firsts[0] - 1), None) if firsts else None
    with suppress(FieldopsError):
        told = outline(event.type, event.version, event.body) if event is not None else None
        return told.started if isinstance(told, RunOutline) else None
    return None


def list_runs(log: Log) -> RunList:
    """All runs, newest first, and apart from them those that a newer fieldops recorded."""
    told: list[tuple[str, Outline]] = []
    newer: dict[str, UnknownEvent] = {}
    for event in log.since(0, (RunStarted.TYPE, RunFinished.TYPE)):
        try:
            told.append((event.stream, outline(event.type, event.version, event.body)))
        except UnknownEvent as unknown:
            newer.setdefault(event.stream, unknown)
    known = [each for each in told if each[0] not in newer]
    return RunList(
        summaries_of(known), {stream.removeprefix(RUNS): newer[stream] for stream in reversed(newer)}
    )


def visit_outlines(log: Log, after: int = 0) -> Iterator[tuple[int, str, Outline]]:
    """What the events behind the position `after` tell about visits, for `fieldops.records.visits`.

    Raises UnknownEvent where a newer fieldops recorded one: who does not know all of it must not decide about visits.
    """
    for event in log.since(after, [one.TYPE for one in _OF_VISITS]):
        yield event.position, event.stream, outline(event.type, event.version, event.body)
